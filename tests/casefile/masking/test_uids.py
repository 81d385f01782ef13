"""Masked UIDs: one form, one value for one input, nothing in common between case numbers."""

import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.casefile.masking.uids import Uids

SECRETS = st.binary(min_size=16, max_size=64)
CASES = st.from_regex(r"C-[0-9]{4}", fullmatch=True)
SOURCES = st.from_regex(r"[0-9.]{1,64}", fullmatch=True)


@given(SECRETS, CASES, SOURCES)
def test_every_uid_has_one_form_and_comes_again(secret, case, source):
    masked = Uids(secret, case).masked(source)
    assert re.fullmatch(r"2\.25\.[1-9][0-9]{38}", masked)
    assert int(masked[5:]) < 2**128
    assert Uids(secret, case).masked(source) == masked
    assert re.fullmatch(r"[0-9a-f]{16}", Uids(secret, case).name(source))


@given(SECRETS, st.sets(CASES, min_size=2, max_size=2), SOURCES)
def test_two_case_numbers_share_neither_uid_nor_name(secret, cases, source):
    one, other = (Uids(secret, case) for case in cases)
    assert one.masked(source) != other.masked(source)
    assert one.name(source) != other.name(source)


@given(st.sets(SECRETS, min_size=2, max_size=2), CASES, SOURCES)
def test_two_studies_share_neither_uid_nor_name(secrets, case, source):
    one, other = (Uids(secret, case) for secret in secrets)
    # HMAC pads short keys with zeros, so keys that differ in trailing zeros only are one key.
    if len({secret.rstrip(b"\0") for secret in secrets}) == 2:
        assert one.masked(source) != other.masked(source)
        assert one.name(source) != other.name(source)


@given(SECRETS, CASES, st.sets(SOURCES, min_size=2, max_size=30))
def test_different_sources_stay_different(secret, case, sources):
    uids = Uids(secret, case)
    assert len({uids.masked(one) for one in sources}) == len(sources)
    assert len({uids.name(one) for one in sources}) == len(sources)


def test_the_number_is_the_start_of_the_hmac_where_that_has_39_digits():
    secret, hits = bytes(range(32)), 0
    for n in range(200):
        source = f"1.2.3.{n}"
        digest = hmac.new(secret, b"C-0001\0" + source.encode(), hashlib.sha256).digest()
        number = int.from_bytes(digest[:16], "big")
        masked = Uids(secret, "C-0001").masked(source)
        if len(str(number)) == 39:
            hits += 1
            assert masked == f"2.25.{number}"
        else:
            assert masked != f"2.25.{number}"
    assert 100 < hits < 180


@pytest.mark.parametrize(("secret", "case"), [(b"short", "C-0001"), (b"s" * 32, ""), (b"s" * 32, "C\0")])
def test_what_would_make_weak_uids_is_refused(secret, case):
    with pytest.raises(ValueError, match=r"needed|at least"):
        Uids(secret, case)
