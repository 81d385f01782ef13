"""The centre's address: taken when a key of the study signed it, and refused after any change."""

from dataclasses import replace
from datetime import date, timedelta

import pyrage
import pytest

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.keys import CentreSecrets
from seedcryo_reader.casefile.study.model import Revocation, SigningKey, Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.exchange.centre import CentreAddress, address_bytes, read_address

DAY = date(2026, 3, 1)
SEED = b"\x07" * 32
CENTRE = CentreSecrets((SEED,), b"\x01" * 32)


def key_of(seed):
    return SigningKey(signing.public_of(seed), DAY)


STUDY = Study("SEED-CRYO", 1, None, (key_of(SEED),), (), ())
ADDRESS = CentreAddress("2026-03-01T12:00:00.000000Z", str(pyrage.x25519.Identity.generate().to_public()))


@pytest.fixture(scope="module")
def data():
    return address_bytes(ADDRESS, CENTRE, STUDY)


def codes(data, study=STUDY, day=DAY):
    with pytest.raises(Refused) as caught:
        read_address(data, study, day, "centre.seedcentre")
    assert all(one.files == ("centre.seedcentre",) for one in caught.value.findings)
    return [one.code for one in caught.value.findings]


def test_an_address_comes_back_as_it_was_signed(data):
    assert read_address(data, STUDY, DAY, "x") == ADDRESS


def test_no_changed_byte_passes(data):
    for place in range(len(data)):
        bent = bytearray(data)
        bent[place] ^= 1
        assert codes(bytes(bent))


def test_a_cut_file_is_refused(data):
    for size in range(len(data)):
        assert codes(data[:size])


def test_everything_wrong_with_it_is_said_at_once(data):
    value = canonical.decode(data)
    value["centre"]["recipient"], value["centre"]["issued"] = "age1", "today"
    assert codes(canonical.encode(value)) == ["bad-field", "bad-field"]


@pytest.mark.parametrize(
    ("stated", "code"),
    [("seedcryo-centre/2", "newer-format"), ("seedcryo-study/1", "wrong-format"), (None, "wrong-format")],
)
def test_another_format_is_named(data, stated, code):
    value = canonical.decode(data)
    value["format"] = stated
    assert codes(canonical.encode(value)) == [code]


def test_another_study_is_named(data):
    assert codes(data, replace(STUDY, study_id="OTHER")) == ["other-study"]
    assert codes(data, replace(STUDY, keys=(key_of(b"\x08" * 32), key_of(SEED)))) == ["other-study"]


def test_a_key_counts_until_the_day_it_is_revoked(data):
    revoked = replace(key_of(SEED), revoked=Revocation(DAY, "lost"))
    study = replace(STUDY, keys=(revoked,))
    assert read_address(data, study, DAY - timedelta(1), "x") == ADDRESS
    assert codes(data, study) == codes(data, study, DAY + timedelta(1)) == ["unknown-key"]


def test_an_address_of_the_future_is_refused_but_clocks_may_differ_by_a_day(data):
    assert read_address(data, STUDY, DAY - timedelta(1), "x") == ADDRESS
    assert codes(data, day=DAY - timedelta(2)) == ["future-address"]


def test_keys_that_do_not_sign_now_sign_no_address():
    newer = replace(STUDY, keys=(key_of(SEED), key_of(b"\x08" * 32)))
    with pytest.raises(Refused, match="newest key file"):
        address_bytes(ADDRESS, CENTRE, newer)
    gone = replace(STUDY, keys=(replace(key_of(SEED), revoked=Revocation(DAY, "lost")),))
    with pytest.raises(Refused, match="newest key file"):
        address_bytes(ADDRESS, CENTRE, gone)


def test_the_later_address_counts():
    later = CentreAddress("2026-03-01T12:00:00.000001Z", "age1")
    assert max(ADDRESS, later) == max(later, ADDRESS) == later
