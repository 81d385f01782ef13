"""What the centre's envelopes were sealed from, until they are acknowledged.

When the key that signed one is revoked, nobody takes it any more, and nothing else remembers what it said: it is sealed
from its draft anew. A draft is kept in as many bytes as its envelope has, so that a vault tells as little as that.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from seedcryo_reader.storage.vault.tables import outbox, secret

_NAME: Final = "draft "
_KEY_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """What an envelope was sealed from.

    Attributes
    ----------
    key_id : str
        The key that signed it.
    kind : str
    body : bytes
        Of its message.
    at_least : int
        Bytes of content that it looks as if it had at least.
    size : int
        Bytes that the draft is kept in.
    """

    key_id: str
    kind: str
    body: bytes = field(repr=False)
    at_least: int
    size: int


def keep_draft(connection: Connection, about: str, draft: Draft) -> None:
    """Keep what an envelope was sealed from, in the place of what was kept before."""
    inside = f"{draft.kind}\n".encode("ascii") + draft.body
    kept = base64.b64encode(inside.ljust(draft.size, b"\0")).decode("ascii")
    value = f"{draft.key_id} {draft.at_least} {kept}"
    connection.execute(delete(secret).where(secret.c.name == _NAME + about))
    connection.execute(insert(secret).values(name=_NAME + about, value=value))


def draft_of(connection: Connection, about: str) -> Draft:
    """What was kept of an envelope."""
    value: str = connection.execute(select(secret.c.value).where(secret.c.name == _NAME + about)).scalar_one()
    key_id, at_least, inside = value.split(" ")
    kind, _, body = base64.b64decode(inside).rstrip(b"\0").partition(b"\n")  # JSON holds no zero byte
    return Draft(key_id, kind.decode("ascii"), body, int(at_least), 0)


def drafted(connection: Connection) -> Iterator[tuple[str, str]]:
    """What every draft is about, and the key that signed its envelope."""
    chosen = select(secret.c.name, func.substr(secret.c.value, 1, _KEY_DIGITS)).where(secret.c.name.startswith(_NAME))
    for name, key_id in connection.execute(chosen).all():
        yield name.removeprefix(_NAME), key_id


def drop_answered(connection: Connection) -> None:
    """Forget the drafts of what was acknowledged."""
    answered = select(_NAME + outbox.c.about).where(outbox.c.receipted.is_not(None))
    connection.execute(delete(secret).where(secret.c.name.in_(answered)))
