"""A signed read as a file: checked with the reader's public key and nothing else."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import BadRecord, Record, read_record
from seedcryo_reader.reading.canonical_read import CONTEXT, DOCUMENT, Signing, canonical_read

_KEYS: Final = frozenset({"format", "read", "key", "signature"})
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class SignedRead:
    """A signed read that was verified: the records it holds, the read they make, and who signed it."""

    records: tuple[Record, ...]
    read: Read
    signing: Signing


def read_signed(data: bytes, public: bytes, file: str) -> SignedRead:
    """Verify a signed read.

    Parameters
    ----------
    data : bytes
        As `reading.canonical_read.signed_document` gives it, in canonical JSON.
    public : bytes
        The reader's public key (32 bytes).

    Raises
    ------
    Refused
        It is none, was changed, or another key signed it; the first bad record is named.
    """
    whole = _object(data, file)
    if whole.get("key") != signing.key_id(public):
        text = f"It is signed with key {_shown(whole.get('key'))}, and the public key that was given is another one."
        raise _refusal("unknown-key", text, file)
    read = whole.get("read")
    signature = whole.get("signature")
    sound = isinstance(read, dict) and isinstance(signature, str) and _SIGNATURE.fullmatch(signature)
    if not sound or not signing.verify(public, canonical.encode(read), CONTEXT, bytes.fromhex(str(signature))):
        text = "The signature does not hold: the read was changed after it was signed, or belongs to another one."
        raise _refusal("bad-signature", text, file)
    return _folded(read, file)


def _object(data: bytes, file: str) -> dict[str, Json]:
    try:
        whole = canonical.decode(data)
    except NotCanonical as error:
        text = f"It is no signed read, or was changed after it was written: {error}."
        raise _refusal("not-canonical", text, file) from error
    if not isinstance(whole, dict) or whole.get("format") != DOCUMENT:
        raise _refusal("wrong-format", f"It is no signed read of the format {DOCUMENT}.", file)
    if whole.keys() != _KEYS:
        raise _refusal("other-fields", f"It has other fields than {', '.join(sorted(_KEYS))}; only these count.", file)
    return whole


def _folded(value: Json, file: str) -> SignedRead:
    """The records inside a read whose signature holds; what is wrong now is a mistake of the program that signed."""
    try:
        read = dict(value) if isinstance(value, dict) else {}
        records = tuple(_record(one) for one in read["records"])  # type: ignore[union-attr]
        told = Signing(
            str(read["reader"]["name"]),  # type: ignore[index,call-overload]
            str(read["meaning"]),
            str(read["signed_at"]),
            int(str(read["version"])),
        )
        made = folded(records[0].case_number, ((one.seq, one.event) for one in records))
        if canonical_read(records, told) != canonical.encode(value):
            msg = "it holds something else besides"
            raise ValueError(msg)
    except (BadRecord, IllegalAct, ValueError, KeyError, TypeError, IndexError) as error:
        raise _refusal(
            "bad-read", f"What was signed is no read that this program understands: {error}.", file
        ) from error
    return SignedRead(records, made, told)


def _record(value: Json) -> Record:
    if not isinstance(value, dict):
        msg = "a record is none"
        raise BadRecord(msg)
    body = canonical.encode(value["body"])
    if hashlib.sha256(body).hexdigest() != value["hash"]:
        msg = "a record does not have the hash that stands beside it"
        raise BadRecord(msg)
    return read_record(body)


def _refusal(code: str, text: str, file: str) -> Refused:
    return Refused([Finding(code, text, (file,))])


def _shown(value: object) -> str:
    return value if isinstance(value, str) and re.fullmatch("[0-9a-f]{1,32}", value) else "that cannot be read"
