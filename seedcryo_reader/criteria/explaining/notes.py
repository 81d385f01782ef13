"""What readers are shown beside the fields, and what can look like progression."""

from collections.abc import Iterator

from seedcryo_reader.criteria.explaining.words import bullets, literal, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """Mimics, then the notes."""
    yield from sentence("Not to be taken for progression or for a new lesion without more evidence:")
    yield from bullets(*map(literal, protocol.charter.mimics))
    yield from sentence("The notes that readers are shown beside what they fill in:")
    notes = ((name.replace("_", " "), literal(note)) for name, note in protocol.charter.notes)
    yield from table(("Beside", "Note"), notes)
