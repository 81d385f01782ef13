"""Envelopes that were opened and found sound, before they are taken."""

from dataclasses import dataclass

from seedcryo_reader.exchange.envelope import Opened


@dataclass(frozen=True, slots=True)
class FoundEnvelope:
    """An envelope that is new, and the name of its file."""

    file: str
    opened: Opened
