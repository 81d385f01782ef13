"""Masked UIDs and neutral names: keyed, stable within a case number, unrelated between case numbers.

Form of the UIDs: DICOM PS3.5 B.2 (``2.25.`` and a 128-bit number in decimal).
"""

import hmac
from typing import Final

_ROOT: Final = "2.25."
_SMALLEST: Final = 10**38
"""Smallest number of 39 decimal digits; 2¹²⁸ has 39 digits too. One length for all, so that sizes tell nothing."""

_NAME_DOMAIN: Final = b"\0name\0"
"""No case number starts with a zero byte, so that a name and a UID never come from the same message."""


class Uids:
    """UIDs and names of one case number."""

    def __init__(self, secret: bytes, case_number: str) -> None:
        """Bind the study secret to a case number.

        Raises
        ------
        ValueError
            A secret of less than 16 bytes, or no case number.
        """
        if len(secret) < 16:
            msg = "a study secret has at least 16 bytes"
            raise ValueError(msg)
        if not case_number or "\0" in case_number:
            msg = "a case number is needed"
            raise ValueError(msg)
        self._secret = secret
        self._case = case_number.encode()

    def masked(self, source_uid: str) -> str:
        """UID of 44 characters: HMAC-SHA256 of the secret over case number, zero byte, source UID.

        About three of ten numbers are too small for 39 digits; then a counter is appended to the message.
        """
        message = self._case + b"\0" + source_uid.encode()
        for counter in range(256):
            digest = hmac.digest(self._secret, message + (b"\0" + bytes([counter]) if counter else b""), "sha256")
            number = int.from_bytes(digest[:16], "big")
            if number >= _SMALLEST:
                return f"{_ROOT}{number}"
        msg = "no number of 39 digits in 256 attempts"  # one in 10¹³⁰
        raise AssertionError(msg)

    def name(self, source_uid: str) -> str:
        """Neutral file name of 16 hexadecimal digits, unrelated to the UID."""
        message = _NAME_DOMAIN + self._case + b"\0" + source_uid.encode()
        return hmac.digest(self._secret, message, "sha256")[:8].hex()
