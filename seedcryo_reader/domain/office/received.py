"""That an envelope came: the act that coordinators and adjudicators have in common."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnvelopeReceived:
    """An envelope was opened and found sound.

    Attributes
    ----------
    content : str
        SHA-256 (hex) of its signed content, which lies in the inbox.
    kind : str
        Name of its message.
    sender : str
        The account, or ``"centre"``.
    key_id : str
        The key that signed it.
    received_on : str
        UTC day it came, by which a key that is revoked later still counts.
    """

    content: str
    kind: str
    sender: str
    key_id: str
    received_on: str
