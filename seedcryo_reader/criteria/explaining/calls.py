"""The reader's own calls, and what counts."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, listed, quoted, sourced
from seedcryo_reader.criteria.protocol.model import Calls, Protocol

_REVEAL: Final = {
    "after-call": "What the rules conclude is shown to the reader only after the calls.",
    "live": (
        "What the rules conclude is shown to the reader all the time, also before a call. **Caution:** a call that "
        "is made in view of it is no judgement of its own."
    ),
}

_COUNTS: Final = {
    "call": (
        "The reader's call is what counts, for the result of the timepoint and for what later timepoints are judged "
        "by. What the rules conclude counts where no call was made."
    ),
    "computed": "What the rules conclude is what counts. A call is kept beside it.",
}

_REASON: Final = {
    True: "A call that differs from what the rules conclude needs a reason.",
    False: "A call that differs from what the rules conclude needs no reason.",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """Which calls, when the conclusion is shown, which of the two counts, and what a signature says."""
    calls = protocol.calls
    any_call = calls.local_progression or calls.overall
    yield from bullets(
        sourced(_made(calls), calls.paragraph),
        *((_REVEAL[calls.reveal], _COUNTS[calls.counts], _REASON[calls.reason_if_different]) if any_call else ()),
        f"The signature says: {quoted(protocol.signature.meaning)}",
    )


def _made(calls: Calls) -> str:
    wanted = {"local progression of each target": calls.local_progression, "the overall response": calls.overall}
    made = [what for what, asked in wanted.items() if asked]
    if not made:
        return "The reader makes no call of their own: the rules conclude from what the reader measured and found."
    return f"At every follow-up the reader calls {listed(made)}."
