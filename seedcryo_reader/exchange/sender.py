"""Who signs an envelope."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from seedcryo_reader.casefile.study import signing

CENTRE: Final = "centre"
"""The name that the coordinating centre sends under; no account may have it."""

CONTEXT: Final = b"seedcryo-envelope/1"
"""The purpose that signatures over envelopes are bound to."""

NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
NAME_RULE: Final = "1 to 32 small letters, digits or dashes, a letter first"


@dataclass(frozen=True, slots=True)
class Sender:
    """A name, the id of its key, and what signs with it for `CONTEXT` (64 bytes)."""

    name: str
    key_id: str
    sign: Callable[[bytes], bytes] = field(repr=False)


def sender_of(name: str, seed: bytes) -> Sender:
    """The sender with the private key that is given as its seed (32 bytes)."""
    return Sender(name, signing.key_id(signing.public_of(seed)), lambda data: signing.sign(data, CONTEXT, seed))
