"""An enrolment proves that who hands it over has the keys, and has a fingerprint to compare."""

from dataclasses import replace

import pytest

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.enrolment import CONTEXT, Enrolment, enrolment_bytes, read_enrolment

OWN, EXCHANGE = b"o" * 32, b"e" * 32


@pytest.fixture
def enrolment(both) -> Enrolment:
    return Enrolment(
        both.study.study_id,
        both.study.root_id,
        "reader-a",
        Role.READER,
        "Dr. Ada Reader",
        "0123456789abcdef",
        both.to_reader.recipient,
        signing.public_of(OWN).hex(),
        signing.public_of(EXCHANGE).hex(),
    )


def written(enrolment: Enrolment, exchange: bytes = EXCHANGE, own: bytes = OWN) -> bytes:
    return enrolment_bytes(
        enrolment,
        lambda data: signing.sign(data, CONTEXT, exchange),
        lambda data: signing.sign(data, CONTEXT, own),
    )


def codes(data: bytes, both) -> list[str]:
    with pytest.raises(Refused) as caught:
        read_enrolment(data, both.study, "a.seedaccount")
    return [one.code for one in caught.value.findings]


def test_what_was_written_is_read(both, enrolment):
    assert read_enrolment(written(enrolment), both.study, "a.seedaccount") == enrolment


def test_the_fingerprint_is_short_and_stands_for_every_field(both, enrolment):
    groups = enrolment.fingerprint.split(" ")
    assert [len(one) for one in groups] == [4] * 6
    others = [
        replace(enrolment, account="reader-b"),
        replace(enrolment, role=Role.ADJUDICATOR),
        replace(enrolment, printed_name="Dr. Ada"),
        replace(enrolment, exchange=enrolment.public),
        replace(enrolment, station="f" * 16),
    ]
    assert len({one.fingerprint for one in (enrolment, *others)}) == 6


@pytest.mark.parametrize(("exchange", "own"), [(b"x" * 32, OWN), (EXCHANGE, b"x" * 32)])
def test_both_keys_have_to_sign_it(both, enrolment, exchange, own):
    assert codes(written(enrolment, exchange, own), both) == ["bad-signature"]


def test_what_was_changed_after_it_was_written_is_refused(both, enrolment):
    whole = canonical.decode(written(enrolment))
    assert isinstance(whole, dict)
    other = {**whole, "account": {**enrolment.plain(), "role": "adjudicator"}}
    assert codes(canonical.encode(other), both) == ["bad-signature"]


def test_another_study_is_refused(both, enrolment):
    assert codes(written(replace(enrolment, study_id="OTHER")), both) == ["other-study"]
    assert codes(written(replace(enrolment, root_id="f" * 16)), both) == ["other-study"]


def test_everything_that_is_wrong_is_told_at_once(both, enrolment):
    bad = {
        "study": "-",
        "root": "1",
        "account": "centre",
        "role": "boss",
        "printed_name": "",
        "station": "x",
        "recipient": "age1",
        "public": "00",
        "exchange": 1,
    }
    whole = {"format": "seedcryo-account/1", "account": bad, "signatures": {"exchange": "", "account": 1}}
    assert codes(canonical.encode(whole), both) == ["bad-field"] * 11


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format":"seedcryo-leave/1"}', b'{"format":"seedcryo-account/2"}'])
def test_another_file_is_refused(both, data):
    assert codes(data, both)[0] in {"not-canonical", "wrong-format", "newer-format"}
