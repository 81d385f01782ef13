"""Why something is not evaluable: the lists that reasons are chosen from."""

from collections.abc import Iterator

from seedcryo_reader.criteria.explaining.words import listed, literal, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """Each list with what it is for."""
    yield from sentence("Whatever is not evaluable has a reason from one of these lists:")
    yield from table(
        ("List", "For", "Choices"),
        (
            (name, listed(_uses(name, protocol)), literal("; ".join(choices)))
            for name, choices in protocol.picklists.items()
        ),
    )


def _uses(name: str, protocol: Protocol) -> Iterator[str]:
    reasons = protocol.reasons
    uses = {
        "a target that is not evaluable": reasons.target,
        "non-target disease that is not evaluable": reasons.non_target,
        "new lesions that cannot be assessed": reasons.new_lesions,
        "a whole timepoint that is not evaluable": reasons.timepoint,
        "what a reader may ask the centre about images": protocol.queries.kinds,
    }
    yield from (use for use, picklist in uses.items() if picklist == name)
    questions = (one for one in protocol.questions if one.reasons is not None and one.reasons.picklist == name)
    yield from (f"the question {one.id}" for one in questions)
