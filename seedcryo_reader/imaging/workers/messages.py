"""What supervisor and worker say to each other, as MessagePack arrays."""

from typing import Final

import msgspec

READY: Final = b"ready"
"""First bytes a worker sends: its libraries are loaded and its limits set."""

DISK_FULL: Final = "disk-full"
"""Code of a reply that blames the surroundings and not the item."""

LARGEST_REPLY: Final = 64 * 1024**2
"""Bytes one reply may have; pixels go through mapped files, so replies are headers and numbers only."""


class Job(msgspec.Struct, frozen=True, array_like=True):
    """A task by its name in the closed table, and the items to do in order, each already encoded."""

    task: str
    items: list[msgspec.Raw]


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """One item's answer: an encoded value, or the finding code and sentence of what went wrong."""

    value: msgspec.Raw = msgspec.Raw(b"\xc0")
    code: str = ""
    text: str = ""

    @property
    def failed(self) -> bool:
        """Whether there is a code and no value."""
        return bool(self.code)
