"""The paragraphs of the protocol that rules refer to, in its own words."""

from collections.abc import Iterator

from seedcryo_reader.criteria.explaining.words import literal, table
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """All of them in the order of the file."""
    yield from table(("Paragraph", "Text"), ((number, literal(text)) for number, text in protocol.paragraphs.items()))
