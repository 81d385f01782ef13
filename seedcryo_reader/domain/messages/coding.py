"""Messages as canonical bytes, and back. A role reads only the kinds that it may get."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import NotCanonical
from seedcryo_reader.domain.codec import BadValue, plain, value_from

Kinds: TypeAlias = Mapping[str, type]
"""Name of a kind → its class, a frozen dataclass."""

DOCUMENT: Final = "document"
"""The one field of a kind that carries a document which was signed by itself: its bytes travel as they are."""


class BadMessage(ValueError):
    """The bytes are no message of a kind that is known here; the text names the field, not its content."""


def kinds(*classes: type) -> Kinds:
    """The kinds of these classes, by their names."""
    return {one.__name__: one for one in classes}


def message_bytes(message: object) -> bytes:
    """The canonical bytes of a message."""
    document: object = getattr(message, DOCUMENT, None)
    return document if isinstance(document, bytes) else canonical.encode(plain(message))


def message_from(name: str, body: bytes, known: Kinds) -> object:
    """The message of a kind with these bytes.

    Raises
    ------
    BadMessage
        The kind is not known to this role, or the bytes are none of it.
    """
    kind: Any = known.get(name)
    if kind is None:
        msg = "a message of a kind that does not come to this role"
        raise BadMessage(msg)
    if list(kind.__dataclass_fields__) == [DOCUMENT]:
        return kind(body)
    try:
        return value_from(kind, canonical.decode(body))
    except (NotCanonical, BadValue) as error:
        raise BadMessage(str(error)) from error
