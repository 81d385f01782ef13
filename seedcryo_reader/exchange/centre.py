"""The centre's address ``centre.seedcentre``: whom accounts encrypt to, signed by a key that the study file names.

It lies at the root of every folder that the coordinator writes to, so that nobody types an ``age1…``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.casefile.study.fields import STUDY_ID, STUDY_ID_RULE, Fields
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.keys import CentreSecrets
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.errors import Refused

FILE: Final = "centre.seedcentre"
FORMAT: Final = "seedcryo-centre/1"
_CONTEXT: Final = FORMAT.encode("ascii")
_ONE_DAY: Final = timedelta(days=1)
_KEY_ID: Final = re.compile(r"[0-9a-f]{16}")
_UTC: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class CentreAddress:
    """Where envelopes to the centre go: the ``age1…`` of the coordinator's account, and the UTC time it was stated.

    Of two the later one counts; of two of one moment the greater text, so that everybody takes the same.
    """

    issued: str
    recipient: str

    def is_to_come(self, day: date) -> bool:
        """Whether it is stated to be of a time later than the day after a UTC day: no clock is right by which it is."""
        return self.issued[:10] > (day + _ONE_DAY).isoformat()


def address_bytes(address: CentreAddress, centre: CentreSecrets, study: Study) -> bytes:
    """The file of an address, signed by the newest key of the study that is not revoked.

    Raises
    ------
    Refused
        ``no-sealing-key``: that key is not among the centre's, or every key is revoked.
    """
    key = study.sealing_key
    seed = next((one for one in centre.seeds if key is not None and signing.public_of(one) == key.public), None)
    if key is None or seed is None:
        text = "The centre's keys that were adopted do not hold the key that signs now. Adopt the newest key file."
        raise refusal("no-sealing-key", text)
    signature = signing.sign(canonical.encode(_plain(address, study)), _CONTEXT, seed)
    return canonical.encode(
        {
            "format": FORMAT,
            "centre": _plain(address, study),
            "signature": {"key": key.key_id, "value": signature.hex()},
        }
    )


def read_address(data: bytes, study: Study, received: date, file: str, *, clock: date | None = None) -> CentreAddress:
    """Read an address that the centre of this study signed.

    Parameters
    ----------
    received : date
        The UTC day, by which a revoked key counts or not.
    clock : date, optional
        The UTC day by the clock, where that is another: an address of a later one counts for nothing.

    Raises
    ------
    Refused
        With everything that is wrong; or it is not signed by a key that counts, is of another study, or is dated in
        the future.
    """
    fields = Fields(file)
    body = fields.record(_decoded(data, file), "", ("format", "centre", "signature"))
    stated = fields.record(body["centre"], "centre", ("study", "root", "recipient", "issued"))
    study_id = fields.text(stated["study"], "centre.study", STUDY_ID, STUDY_ID_RULE)
    root_id = fields.text(stated["root"], "centre.root", _KEY_ID, "a key id")
    rule = "an age recipient (age1…)"
    recipient = fields.parsed(stated["recipient"], "centre.recipient", age_keys.recipient, rule) or ""
    issued = fields.text(stated["issued"], "centre.issued", _UTC, "a UTC time")
    told = fields.record(body["signature"], "signature", ("key", "value"))
    key_id = fields.text(told["key"], "signature.key", _KEY_ID, "a key id")
    value = fields.hexadecimal(told["value"], "signature.value", signing.SIGNATURE_BYTES)
    if fields.findings:
        raise Refused(fields.findings)
    if (study_id, root_id) != (study.study_id, study.root_id):
        raise refusal("other-study", f"It belongs to study {study_id}, not to this one. Use another folder.", file)
    key = study.key(key_id)
    if key is None or not study.trusts(key_id, received):
        raise refusal("unknown-key", f"It is signed with key {key_id}, which does not count in this study.", file)
    if not signing.verify(key.public, canonical.encode(body["centre"]), _CONTEXT, value):
        raise refusal("bad-signature", "It was changed after the centre signed it. Get it from the centre again.", file)
    address = CentreAddress(issued, recipient)
    if address.is_to_come(clock or received):
        text = (
            f"It is dated {issued[:10]}, which is still to come: the clock of the coordinator's station or of this one "
            "is wrong. Set it right, and get the file from the centre again."
        )
        raise refusal("future-address", text, file)
    return address


def _plain(address: CentreAddress, study: Study) -> dict[str, Json]:
    return {
        "study": study.study_id,
        "root": study.root_id,
        "recipient": address.recipient,
        "issued": address.issued,
    }


def _decoded(data: bytes, file: str) -> Json:
    try:
        value = canonical.decode(data)
    except NotCanonical as error:
        text = f"It is no address of the centre, or it was changed: {error}. Get it from the centre again."
        raise refusal("not-canonical", text, file) from error
    stated = value.get("format") if isinstance(value, dict) else None
    if stated != FORMAT:
        newer = isinstance(stated, str) and stated.startswith("seedcryo-centre/")
        text = "It is of a newer version; install a newer program." if newer else "It is no address of the centre."
        raise refusal("newer-format" if newer else "wrong-format", text, file)
    return value
