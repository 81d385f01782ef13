"""Envelopes on their way in: opened and found sound, not yet taken."""

from dataclasses import dataclass

from seedcryo_reader.exchange.envelope import Opened


@dataclass(frozen=True, slots=True)
class Arriving:
    """An envelope that is new, and the name of its file."""

    file: str
    opened: Opened
