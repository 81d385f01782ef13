"""Events as plain values for canonical JSON, and back, strictly (`domain.codec`)."""

from typing import Any

from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.codec import BadValue, plain, value_from
from seedcryo_reader.domain.events import EVENTS, Event

BadEvent = BadValue
"""The values are no event; the text names the field, not its content."""


def event_plain(event: Event) -> Json:
    """The fields of an event as plain values."""
    return plain(event)


def event_from(name: str, value: Json) -> Event:
    """The event of this name with these fields.

    Raises
    ------
    BadEvent
        There is no such event, or a field is missing, unknown, of another type, or no legal value.
    """
    kind: Any = EVENTS.get(name)
    if kind is None:
        msg = "an event of a kind that this program does not know"
        raise BadEvent(msg)
    return value_from(kind, value)  # type: ignore[no-any-return]
