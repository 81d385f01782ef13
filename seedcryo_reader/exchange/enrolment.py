"""An enrolment ``*.seedaccount``: the public keys of an account, as the centre accepts them.

Both keys sign it, so whoever hands it over has them. That it is this person's is proven by nothing in it: the
coordinator and the person compare the fingerprint by voice.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

from seedcryo_reader.casefile.study import age_keys, formats, signing
from seedcryo_reader.casefile.study.fields import STUDY_ID, STUDY_ID_RULE, Fields
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.sender import CENTRE, NAME, NAME_RULE

SUFFIX: Final = ".seedaccount"
CONTEXT: Final = b"seedcryo-account/1"
"""The purpose that both signatures are bound to."""

_HEX16: Final = re.compile(r"[0-9a-f]{16}")
_ROLE: Final = re.compile("|".join(Role))
_PRINTED: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,100}")
_KEYS: Final = ("study", "root", "account", "role", "printed_name", "station", "recipient", "public", "exchange")
_FINGERPRINT_DIGITS: Final = 24

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an account says of itself.

    Attributes
    ----------
    study_id, root_id : str
    account : str
        Its name; no two accepted accounts of a study have the same.
    role : Role
    printed_name : str
    station : str
        Id of its station.
    recipient : str
        Its ``age1…``.
    public, exchange : str
        Public halves (64 hex digits) of the key that signs reads and of the one that signs envelopes.
    """

    study_id: str
    root_id: str
    account: str
    role: Role
    printed_name: str
    station: str
    recipient: str
    public: str
    exchange: str

    def plain(self) -> dict[str, Json]:
        """As JSON."""
        values: dict[str, str] = asdict(self)
        return {
            "study": values.pop("study_id"),
            "root": values.pop("root_id"),
            **{key: str(one) for key, one in values.items()},
        }

    @property
    def fingerprint(self) -> str:
        """What two people compare by voice: 24 hex digits in groups of four, over everything above."""
        digits = hashlib.sha256(canonical.encode(self.plain())).hexdigest()[:_FINGERPRINT_DIGITS]
        return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def enrolment_bytes(enrolment: Enrolment, sign_exchange: Sign, sign_account: Sign) -> bytes:
    """The file of an enrolment.

    Parameters
    ----------
    enrolment : Enrolment
    sign_exchange, sign_account : callable
        Sign with the account's two keys for `CONTEXT`; 64 bytes each.
    """
    body = canonical.encode(enrolment.plain())
    return canonical.encode(
        {
            "format": formats.name(formats.ACCOUNT),
            "account": enrolment.plain(),
            "signatures": {"exchange": sign_exchange(body).hex(), "account": sign_account(body).hex()},
        }
    )


def read_enrolment(data: bytes, study: Study, file: str) -> Enrolment:
    """Read an enrolment for this study.

    Raises
    ------
    Refused
        With everything that is wrong; or a signature does not hold, or it is for another study.
    """
    fields = Fields(file)
    body = fields.record(formats.decoded(data, formats.ACCOUNT, file), "", ("format", "account", "signatures"))
    enrolment = _read(body["account"], fields)
    told = fields.record(body["signatures"], "signatures", ("exchange", "account"))
    signatures = {
        key: fields.hexadecimal(value, f"signatures.{key}", signing.SIGNATURE_BYTES) for key, value in told.items()
    }
    if fields.findings:
        raise Refused(fields.findings)
    if (enrolment.study_id, enrolment.root_id) != (study.study_id, study.root_id):
        raise refusal("other-study", f"It is for study {enrolment.study_id}, not for {study.study_id}.", file)
    signed = canonical.encode(enrolment.plain())
    for key, public in (("exchange", enrolment.exchange), ("account", enrolment.public)):
        if not signing.verify(bytes.fromhex(public), signed, CONTEXT, signatures[key]):
            raise refusal("bad-signature", "It was changed after it was written. Get it again.", file)
    return enrolment


def _read(value: Json, fields: Fields) -> Enrolment:
    body = fields.record(value, "account", _KEYS)
    name = fields.text(body["account"], "account.account", NAME, NAME_RULE)
    if name == CENTRE:
        fields.problem("account.account", f"must not be {CENTRE}: the centre itself has that name")
    printed = fields.text(body["printed_name"], "account.printed_name", _PRINTED, "1 to 100 printable characters")
    role = fields.text(body["role"], "account.role", _ROLE, f"one of {', '.join(Role)}")
    return Enrolment(
        fields.text(body["study"], "account.study", STUDY_ID, STUDY_ID_RULE),
        fields.text(body["root"], "account.root", _HEX16, "a key id"),
        name,
        Role(role) if role else Role.READER,
        printed,
        fields.text(body["station"], "account.station", _HEX16, "16 hex digits"),
        fields.parsed(body["recipient"], "account.recipient", age_keys.recipient, "an age recipient (age1…)") or "",
        fields.hexadecimal(body["public"], "account.public", signing.PUBLIC_BYTES).hex(),
        fields.hexadecimal(body["exchange"], "account.exchange", signing.PUBLIC_BYTES).hex(),
    )
