"""Envelopes that were opened and found sound, before they are taken."""

from dataclasses import dataclass
from datetime import date

from seedcryo_reader.exchange.envelope import Opened


@dataclass(frozen=True, slots=True)
class FoundEnvelope:
    """An envelope that is new, the name of its file, and the UTC day it came, the same for all of an exchange."""

    file: str
    opened: Opened
    day: date
