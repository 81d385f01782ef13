"""The visits, in days since randomisation."""

from collections.abc import Iterator

from seedcryo_reader.criteria.explaining.words import literal, sentence, table, timepoint
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """One row for each scheduled timepoint."""
    if not protocol.schedule:
        yield from sentence("The protocol's file has no schedule.")
        return
    yield from sentence(
        "For the coordinating centre only: readers see no label and no day. Days count from randomisation, the same "
        "in all arms."
    )
    yield from table(
        ("Timepoint", "Visit", "Day", "From day", "To day"),
        (
            (timepoint(one.timepoint), literal(one.label), str(one.day), str(one.earliest), str(one.latest))
            for one in protocol.schedule
        ),
    )
