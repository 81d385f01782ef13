"""Encryption to the study's recovery recipients: the only ones who may open it, after the trial."""

import base64
from collections.abc import Sequence

import pyrage


class RecoverySealing:
    """Seals to age recipients."""

    def __init__(self, recipients: Sequence[str]) -> None:
        self._recipients = [pyrage.x25519.Recipient.from_str(one) for one in recipients]

    def seal(self, data: bytes) -> str:
        """The data encrypted to the recipients, in base64."""
        return base64.b64encode(pyrage.encrypt(data, self._recipients)).decode("ascii")
