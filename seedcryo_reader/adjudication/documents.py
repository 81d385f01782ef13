"""A signed decision as a document: whoever has it and the adjudicator's public key can check it without the station."""

import re
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import NotCanonical
from seedcryo_reader.domain.codec import BadValue, plain, value_from
from seedcryo_reader.domain.dispute import Decision
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

FORMAT: Final = "seedcryo-decision/1"
CONTEXT: Final = FORMAT.encode("ascii")
"""The purpose that signatures over a decision are bound to."""

_KEYS: Final = frozenset({"format", "decision", "key", "signature"})
_KEY: Final = re.compile(r"[0-9a-f]{1,64}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, and as what.

    Attributes
    ----------
    account, name : str
        The account, and the printed name that stands under the signature.
    station, study_id, root_id : str
    meaning : str
    signed_at : str
        UTC, as records state it.
    """

    account: str
    name: str
    station: str
    study_id: str
    root_id: str
    meaning: str
    signed_at: str


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a signature covers.

    Attributes
    ----------
    decision : Decision
    dispute_sha256 : str
        Of the dispute's canonical bytes: what exactly was decided upon.
    protocol_id, protocol_sha256 : str
    signing : Signing
    """

    decision: Decision
    dispute_sha256: str
    protocol_id: str
    protocol_sha256: str
    signing: Signing


@dataclass(frozen=True, slots=True)
class SignedDecision:
    """A decision document, parsed; whether the signature over `signed` holds is to be seen with the public key."""

    statement: Statement
    signed: bytes
    key_id: str
    signature: bytes


def statement_bytes(statement: Statement) -> bytes:
    """The canonical bytes that are signed, in `CONTEXT`."""
    return canonical.encode(plain(statement))


def decision_document(statement: Statement, key_id: str, signature: bytes) -> bytes:
    """The document of a signed decision, canonical JSON."""
    return canonical.encode(
        {"format": FORMAT, "decision": plain(statement), "key": key_id, "signature": signature.hex()}
    )


def parsed(data: bytes, file: str) -> SignedDecision:
    """The decision of a document.

    Raises
    ------
    Refused
        It is none: ``not-canonical``, ``wrong-format``, ``other-fields`` or ``bad-decision``.
    """
    try:
        whole = canonical.decode(data)
    except NotCanonical as error:
        text = f"It is no signed decision, or was changed after it was written: {error}."
        raise _refusal("not-canonical", text, file) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise _refusal("wrong-format", f"It is no signed decision of the format {FORMAT}.", file)
    if whole.keys() != _KEYS:
        raise _refusal("other-fields", f"It has other fields than {', '.join(sorted(_KEYS))}; only these count.", file)
    key_id, signature = whole["key"], whole["signature"]
    if not isinstance(key_id, str) or not _KEY.fullmatch(key_id):
        raise _refusal("bad-decision", "The id of its key is none.", file)
    if not isinstance(signature, str) or not _SIGNATURE.fullmatch(signature):
        raise _refusal("bad-decision", "Its signature is none: 64 bytes in hexadecimal digits are needed.", file)
    try:
        statement = value_from(Statement, whole["decision"])
    except BadValue as error:
        raise _refusal("bad-decision", f"The decision in it cannot be read: {error}.", file) from error
    return SignedDecision(statement, canonical.encode(whole["decision"]), key_id, bytes.fromhex(signature))


def _refusal(code: str, text: str, file: str) -> Refused:
    return Refused([Finding(code, text, (file,))])
