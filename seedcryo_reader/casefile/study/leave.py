"""A leave of the centre ``*.seedleave``: one reader may read one timepoint of one case again, for a stated reason.

Signed by one of the centre's keys, it counts once, for the account whose recipient it names. Without it nothing that
is locked or signed is ever opened again.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from seedcryo_reader.casefile.study import age_keys, formats, signing
from seedcryo_reader.casefile.study.fields import STUDY_ID, STUDY_ID_RULE, Fields
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.keys import Keys
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.case import CASE_NUMBER, TIMEPOINT
from seedcryo_reader.domain.errors import Refused

SUFFIX: Final = ".seedleave"
_CONTEXT: Final = b"seedcryo-leave/1"
_KEY_ID: Final = re.compile(r"[0-9a-f]{16}")
_REASON: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{3,500}")
_LATEST_VERSION: Final = 99


@dataclass(frozen=True, slots=True)
class Leave:
    """What is allowed.

    Attributes
    ----------
    study_id, root_id : str
        The study, and the id of its first key.
    case_number, timepoint : str
        From where on it is read again.
    recipient : str
        The ``age1…`` of the account that it is for.
    and_later : bool
        Whether the later timepoints are read again too; else they are reconfirmed.
    version : int or None
        The version of a signed read that it begins; None for a read that is not signed.
    reason : str
    issued : date
        The UTC day it was given.
    number : str
        16 random hex digits: the same leave given twice is two leaves.
    """

    study_id: str
    root_id: str
    case_number: str
    timepoint: str
    recipient: str
    and_later: bool
    version: int | None
    reason: str
    issued: date
    number: str

    def plain(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "study": {"id": self.study_id, "root": self.root_id},
            "case": self.case_number,
            "timepoint": self.timepoint,
            "recipient": self.recipient,
            "and_later": self.and_later,
            "version": self.version,
            "reason": self.reason,
            "issued": self.issued.isoformat(),
            "number": self.number,
        }


def leave_bytes(leave: Leave, keys: Keys, study: Study) -> bytes:
    """The file of a leave, signed by the centre.

    Raises
    ------
    Refused
        A field breaks the rules, or these are not the centre's keys.
    """
    fields = Fields("leave")
    _read(leave.plain(), fields)
    if fields.findings:
        raise Refused(fields.findings)
    key_id = keys.sealing_key(study)
    signature = keys.sign(canonical.encode(leave.plain()), _CONTEXT, key_id)
    return canonical.encode(
        {
            "format": formats.name(formats.LEAVE),
            "leave": leave.plain(),
            "signature": {"key": key_id, "value": signature.hex()},
        }
    )


def read_leave(data: bytes, study: Study, received: date, file: str) -> Leave:
    """Read a leave that the centre of this study signed.

    Parameters
    ----------
    received : date
        The UTC day, by which a revoked key counts or not.

    Raises
    ------
    Refused
        With everything that is wrong; or it is not signed by a key that counts, or is of another study.
    """
    fields = Fields(file)
    body = fields.record(formats.decoded(data, formats.LEAVE, file), "", ("format", "leave", "signature"))
    leave = _read(body["leave"], fields)
    told = fields.record(body["signature"], "signature", ("key", "value"))
    key_id = fields.text(told["key"], "signature.key", _KEY_ID, "a key id")
    value = fields.hexadecimal(told["value"], "signature.value", signing.SIGNATURE_BYTES)
    if fields.findings:
        raise Refused(fields.findings)
    key = study.key(key_id)
    if key is None or not study.trusts(key_id, received):
        raise refusal("unknown-key", f"It is signed with key {key_id}, which does not count in this study.", file)
    if not signing.verify(key.public, canonical.encode(leave.plain()), _CONTEXT, value):
        raise refusal("bad-signature", "It was changed after the centre signed it.", file)
    if (leave.study_id, leave.root_id) != (study.study_id, study.root_id):
        raise refusal("other-study", f"It belongs to study {leave.study_id}, not to this one.", file)
    return leave


def _read(value: Json, fields: Fields) -> Leave:
    keys = ("study", "case", "timepoint", "recipient", "and_later", "version", "reason", "issued", "number")
    body = fields.record(value, "leave", keys)
    study = fields.record(body["study"], "leave.study", ("id", "root"))
    and_later = body["and_later"]
    if not isinstance(and_later, bool):
        fields.problem("leave.and_later", "must be true or false")
    version = body["version"]
    return Leave(
        fields.text(study["id"], "leave.study.id", STUDY_ID, STUDY_ID_RULE),
        fields.text(study["root"], "leave.study.root", _KEY_ID, "a key id"),
        fields.text(body["case"], "leave.case", CASE_NUMBER, "a case number such as C-0042"),
        fields.text(body["timepoint"], "leave.timepoint", TIMEPOINT, "a timepoint such as TP1"),
        fields.parsed(body["recipient"], "leave.recipient", age_keys.recipient, "an age recipient (age1…)") or "",
        and_later is True,
        None if version is None else fields.integer(version, "leave.version", 2, _LATEST_VERSION),
        fields.text(body["reason"], "leave.reason", _REASON, "a reason of 3 to 500 characters on one line"),
        fields.day(body["issued"], "leave.issued"),
        fields.text(body["number"], "leave.number", _KEY_ID, "16 hex digits"),
    )
