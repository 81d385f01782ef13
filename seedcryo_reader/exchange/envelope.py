"""An envelope ``*.seedmail``: one message of one sender to one recipient.

Inside, encrypted to the recipient (age), lie 64 bytes of signature, the canonical header, a line feed, the body, and
zeros up to a coarse step. age's own header has a random length, so zeros and four bytes that count them follow on it:
the size of the file tells the step and nothing else. What is signed is the content: header, line feed and body; the
body's hash stands in the header. Its SHA-256 names the envelope: delivered twice it is the same one.

The centre signs with a key that the study file names, an account with the exchange key that the centre accepted.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

import pyrage

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.fields import Fields
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.coding import BadMessage, Kinds, message_bytes, message_from
from seedcryo_reader.domain.messages.fields import field_problems
from seedcryo_reader.exchange.padding import step
from seedcryo_reader.exchange.sender import CENTRE, CONTEXT, NAME, NAME_RULE, Sender

SUFFIX: Final = ".seedmail"
FORMAT: Final = "seedcryo-envelope/1"
LARGEST: Final = 256 << 20
"""Bytes of a file that are looked at; a signed read of a long case is some hundred kilobytes."""

_AGE_MARK: Final = b"age-encryption.org/v1\n"
_ROOM: Final = 1024
"""Bytes for age's header, nonce and the zeros behind it; a header for one recipient has some 200 to 400."""

_CHUNK: Final = 64 << 10
_TAG: Final = 16
"""age encrypts 64 KiB at a time and adds 16 bytes to each."""

_COUNT: Final = 4
"""Bytes of the counts before the signature and at the end of the file."""

_FORMAT: Final = re.compile(r"seedcryo-envelope/([1-9][0-9]{0,8})")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_HEX16: Final = re.compile(r"[0-9a-f]{16}")
_KIND: Final = re.compile(r"[A-Z][A-Za-z]{1,63}")
_KEYS: Final = ("format", "study", "kind", "from", "to", "number", "head", "body_sha256")
_LARGEST_HEADER: Final = 4096


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom an envelope is for: the account, or ``"centre"``, and its ``age1…``."""

    name: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log of the sending account went: number and hash of its last entry. The centre holds it to that."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """An envelope: the hash of its signed content, that of its file (64 hex digits each), and the file's bytes."""

    content: str
    file_sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a sender's key: its public half (None: nothing), whether it counts no more, what it may send."""

    public: bytes | None
    revoked: bool
    kinds: Kinds


class Trust(Protocol):
    """Whose envelopes an account takes."""

    def standing(self, name: str, key_id: str, on: date) -> Standing:
        """What is known of this key of this sender, for what is received on a UTC day."""


@dataclass(frozen=True)
class CentreTrust:
    """The trust of every account but a coordinator's: the centre, by the keys of the study file, and nobody else."""

    study: Study
    kinds: Kinds

    def standing(self, name: str, key_id: str, on: date) -> Standing:
        """As `Trust.standing`."""
        key = self.study.key(key_id) if name == CENTRE else None
        if key is None:
            return Standing(None, revoked=False, kinds={})
        return Standing(key.public, not self.study.trusts(key_id, on), self.kinds)


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope that was opened and found sound.

    Attributes
    ----------
    content : str
        SHA-256 (hex) of what is signed.
    kind : str
    message : object
        Of `domain.messages`.
    sender, key_id : str
        Who signed it, and the id of the key.
    number : str
    head : Head or None
        Of an account's log; the centre sends none.
    body : bytes
        The message as it was signed.
    size : int
        Bytes that it lay in, with what it was padded by; kept in as many, it tells as little as on its way.
    """

    content: str
    kind: str
    message: object
    sender: str
    key_id: str
    number: str
    head: Head | None
    body: bytes = field(repr=False)
    size: int = 0


def sealed(
    message: object,
    sender: Sender,
    to: Addressee,
    study: Study,
    *,
    number: str,
    head: Head | None = None,
    at_least: int = 0,
) -> Sealed:
    """Sign and encrypt a message.

    Parameters
    ----------
    message : object
        Of `domain.messages`.
    sender : Sender
    to : Addressee
    study : Study
    number : str
        16 random hex digits: two envelopes with the same message are two.
    head : Head, optional
        How far the log of the sending account went.
    at_least : int
        Bytes of content that the envelope looks as if it had at least.

    Raises
    ------
    ValueError
        The number is none.
    """
    if not _HEX16.fullmatch(number):
        msg = "the number of an envelope is 16 hex digits"
        raise ValueError(msg)
    body = message_bytes(message)
    header: dict[str, Json] = {
        "format": FORMAT,
        "study": {"id": study.study_id, "root": study.root_id},
        "kind": type(message).__name__,
        "from": {"name": sender.name, "key": sender.key_id},
        "to": {"name": to.name, "recipient": to.recipient},
        "number": number,
        "head": None if head is None else {"seq": head.seq, "hash": head.hash},
        "body_sha256": hashlib.sha256(body).hexdigest(),
    }
    content = canonical.encode(header) + b"\n" + body
    inside = len(content).to_bytes(_COUNT) + sender.sign(content) + content
    inside += bytes(step(max(len(inside), at_least)) - len(inside))
    data = _encrypted(inside, to.recipient)
    return Sealed(hashlib.sha256(content).hexdigest(), hashlib.sha256(data).hexdigest(), data)


def opened(
    data: bytes, identity: Identity, me: Addressee, trust: Trust, *, study: Study, received: date, shown: str
) -> Opened:
    """Open an envelope and hold it against everything it has to be; nothing of it is used before.

    Parameters
    ----------
    data : bytes
        The file.
    identity : Identity
        The account's.
    me : Addressee
        Whom it has to be for.
    trust : Trust
    study : Study
    received : date
        UTC day it came, by which a revoked key counts or not.
    shown : str
        How findings name the file.

    Raises
    ------
    Refused
        ``not-an-envelope``, ``too-large``, ``not-for-this-account``, ``changed``, ``newer-format``, ``other-study``,
        ``unknown-sender``, ``revoked-sender``, ``unknown-kind``, ``bad-message``.
    """
    content, signature, size = _inside(data, identity, shown)
    line, _, body = content.partition(b"\n")
    head = _header(line, shown)
    if (head.to, head.recipient) != (me.name, me.recipient):
        raise _refusal("not-for-this-account", f"It is for {head.to}, not for {me.name}. Deliver it there.", shown)
    if (head.study_id, head.root_id) != (study.study_id, study.root_id):
        text = f"It belongs to study {head.study_id}, not to {study.study_id}. Deliver it to a station of that study."
        raise _refusal("other-study", text, shown)
    standing = trust.standing(head.sender, head.key_id, received)
    _check_sender(head, standing, content, signature, shown)
    if hashlib.sha256(body).hexdigest() != head.body_sha256:
        raise _changed(shown)
    try:
        message = message_from(head.kind, body, standing.kinds)
    except BadMessage as error:
        code = "bad-message" if head.kind in standing.kinds else "unknown-kind"
        text = (
            f"{head.sender} sent what cannot be used here: {error}. Tell the centre; install a newer program if asked."
        )
        raise _refusal(code, text, shown) from error
    wrong = " ".join(field_problems(message))
    if wrong:
        text = (
            f"{head.sender} sent a {head.kind} that cannot be used: {wrong} Tell the centre; nothing of it was taken."
        )
        raise _refusal("bad-message", text, shown)
    content_hash = hashlib.sha256(content).hexdigest()
    return Opened(content_hash, head.kind, message, head.sender, head.key_id, head.number, head.head, body, size)


def _encrypted(inside: bytes, recipient: str) -> bytes:
    """The file: encrypted once, and made as long as every file with as many bytes inside."""
    key = pyrage.x25519.Recipient.from_str(recipient)
    whole = _ROOM + len(inside) + _TAG * (len(inside) // _CHUNK + 1) + _COUNT
    while True:
        data: bytes = pyrage.encrypt(inside, [key])
        tail = whole - len(data)
        if tail >= _COUNT:
            return data + bytes(tail - _COUNT) + tail.to_bytes(_COUNT)


def _untailed(data: bytes, shown: str) -> bytes:
    tail = int.from_bytes(data[-_COUNT:])
    if not _COUNT <= tail <= _ROOM or any(data[-tail:-_COUNT]):
        raise _refusal("not-an-envelope", "It is no envelope, or its end was changed or cut off. Get it again.", shown)
    return data[:-tail]


@dataclass(frozen=True, slots=True)
class _Header:
    study_id: str
    root_id: str
    kind: str
    sender: str
    key_id: str
    to: str
    recipient: str
    number: str
    head: Head | None
    body_sha256: str


def _inside(data: bytes, identity: Identity, shown: str) -> tuple[bytes, bytes, int]:
    """The content, its signature, and how many bytes both lay in."""
    if len(data) > LARGEST:
        raise _refusal("too-large", f"It is larger than {LARGEST >> 20} MiB; no envelope is.", shown)
    if not data.startswith(_AGE_MARK):
        raise _refusal("not-an-envelope", "It is no envelope, or its beginning was changed. Get it again.", shown)
    try:
        inside = pyrage.decrypt(_untailed(data, shown), [identity])
    except pyrage.DecryptError as error:
        text = (
            "It cannot be opened: it is for another account, or was changed or cut off. Get it again from the sender."
        )
        raise _refusal("not-for-this-account", text, shown) from error
    size = int.from_bytes(inside[:_COUNT])
    start = _COUNT + signing.SIGNATURE_BYTES
    content, padding = inside[start : start + size], inside[start + size :]
    if len(content) != size or padding.count(0) != len(padding) or size == 0:
        raise _changed(shown)
    return content, inside[_COUNT:start], len(inside)


def _check_sender(head: _Header, standing: Standing, content: bytes, signature: bytes, shown: str) -> None:
    if standing.public is None:
        text = f"It is signed by {head.sender} with key {head.key_id}, which is not known here. Ask the centre."
        raise _refusal("unknown-sender", text, shown)
    if not signing.verify(standing.public, content, CONTEXT, signature):
        raise _changed(shown)
    if standing.revoked:
        text = f"Key {head.key_id} of {head.sender} does not count any more. Nothing of it was taken; ask the centre."
        raise _refusal("revoked-sender", text, shown)


def _header(line: bytes, shown: str) -> _Header:
    try:
        value = canonical.decode(line) if len(line) <= _LARGEST_HEADER else None
    except NotCanonical:
        value = None
    if not isinstance(value, dict):
        raise _changed(shown)
    stated = value.get("format")
    version = _FORMAT.fullmatch(stated) if isinstance(stated, str) else None
    if version is not None and stated != FORMAT:
        text = f"It is of version {version[1]}; this program knows version 1. Install a newer program."
        raise _refusal("newer-format", text, shown)
    fields = Fields(shown)
    header = _read(value, fields)
    if fields.findings or version is None:
        raise _changed(shown)
    return header


def _read(value: Json, fields: Fields) -> _Header:
    body = fields.record(value, "header", _KEYS)
    study = fields.record(body["study"], "study", ("id", "root"))
    sender = fields.record(body["from"], "from", ("name", "key"))
    to = fields.record(body["to"], "to", ("name", "recipient"))
    return _Header(
        str(study["id"]),
        fields.text(study["root"], "study.root", _HEX16, "a key id"),
        fields.text(body["kind"], "kind", _KIND, "a kind of message"),
        fields.text(sender["name"], "from.name", NAME, NAME_RULE),
        fields.text(sender["key"], "from.key", _HEX16, "a key id"),
        fields.text(to["name"], "to.name", NAME, NAME_RULE),
        fields.parsed(to["recipient"], "to.recipient", age_keys.recipient, "an age recipient (age1…)") or "",
        fields.text(body["number"], "number", _HEX16, "16 hex digits"),
        None if body["head"] is None else _head(body["head"], fields),
        fields.text(body["body_sha256"], "body_sha256", _HASH, "64 hex digits"),
    )


def _head(value: Json, fields: Fields) -> Head:
    head = fields.record(value, "head", ("seq", "hash"))
    return Head(fields.integer(head["seq"], "head.seq", 0), fields.text(head["hash"], "head.hash", _HASH, "a hash"))


def _changed(shown: str) -> Refused:
    return _refusal("changed", "It was changed after it was signed. Nothing of it was taken; get it again.", shown)


def _refusal(code: str, text: str, shown: str) -> Refused:
    return Refused([Finding(code, text, (shown,))])
