"""Best overall response of a case."""

from collections.abc import Iterator
from itertools import groupby

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.explaining.words import bullets, counted, days, literal, sentence, sourced, table
from seedcryo_reader.criteria.protocol.coordinating import BestResponse
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """Without confirmation, then with."""
    options = protocol.best_response
    if options is None:
        yield from sentence("The protocol's file says nothing of a best response.")
        return
    wanted = (
        "Complete and partial response have to be confirmed."
        if options.confirmation
        else "Complete and partial response need not be confirmed: RECIST 1.1 asks for it in trials without "
        "randomisation whose primary endpoint is the response."
    )
    yield from bullets(
        sourced(wanted, options.paragraph),
        "Timepoints up to and including the first overall progression count. The best of them is taken, in the "
        "order CR, PR, SD, NON-CR/NON-PD, NED, PD, NE.",
        f"Stable disease (also NON-CR/NON-PD and NED) counts from {days(options.sd_min_days)} after randomisation "
        "on; at an earlier timepoint it counts as not evaluable.",
        "A case without any timepoint after the baseline is not evaluable (NE)."
        if options.missing_as_ne
        else "A case without any timepoint after the baseline has no best response.",
    )
    yield from _confirmed(options)


def _confirmed(options: BestResponse) -> Iterator[str]:
    yield from sentence(
        "With confirmation:" if options.confirmation else "Where a confirmed best response is given beside it:"
    )
    between = counted(options.max_ne, "timepoint", "timepoints")
    yield from bullets(
        f"A response is confirmed by a timepoint at least {days(options.confirm_after_days)} later: a complete "
        "response by a complete one, a partial response by a partial or a complete one.",
        f"Between the two at most {between} may be not evaluable.",
        "Between a partial response and its confirmation one timepoint may be stable disease."
        if options.accept_sd
        else "Between a partial response and its confirmation no timepoint may be stable disease.",
        "A complete response that is followed by other disease, without having been confirmed, was progression "
        "there: what counts is then stable disease if it lasted long enough, else progression.",
        f"Cases of two timepoints go by the table “{literal(options.table)}”:",
    )
    yield from table(("First", "Then", "If SD lasted long enough", "If not", "Source"), _grouped(options.table))


def _grouped(name: str) -> Iterator[tuple[str, ...]]:
    """The two rows of a pair, with stable disease for long enough and not, as one."""
    for pair, rows in groupby(tables.table(f"best-{name}"), lambda row: (row["first"], row["subsequent"])):
        kept = list(rows)
        best = {row["sd_minimum_met"]: row["best_response"] for row in kept}
        yield (*pair, best["yes"], best["no"], kept[0]["source"])
