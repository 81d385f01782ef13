"""Old forms of records, lifted to today's when they are read; what is stored stays as it was written and hashed.

To change the form of a record or an event: raise `record.SCHEMA` to N + 1, add the function from N to N + 1 to `LIFTS`,
and keep a log written by the last program of schema N under ``tests/domain/logs/schema-N``.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from seedcryo_reader.domain.canonical import Json

Body: TypeAlias = dict[str, Json]
Lift: TypeAlias = Callable[[Body], Body]

LIFTS: Final[Mapping[int, Lift]] = {}
"""Schema N → the function that makes a body of schema N + 1 of it. There is one schema so far, so nothing to lift."""


class NewerSchema(ValueError):
    """The record was written by a newer program."""


def lifted(body: Body, schema: int, lifts: Mapping[int, Lift] = LIFTS) -> Body:
    """A record's body in the form of `schema`.

    Raises
    ------
    NewerSchema
        It is of a later schema, or of one that no program ever wrote.
    """
    stated = body["schema"]
    while stated != schema:
        lift = lifts.get(stated) if isinstance(stated, int) else None
        if lift is None:
            msg = f"written in schema {stated}; this program knows schemas up to {schema}. Install a newer program"
            raise NewerSchema(msg)
        body = lift(body)
        stated = body["schema"]
    return body
