"""Whom a study trusts on which day, and which revision may follow which."""

import dataclasses
from datetime import date, timedelta

import pytest

from seedcryo_reader.casefile.study.model import Protocol, Reason, Revocation, SigningKey, Study
from seedcryo_reader.casefile.study.revisions import follows
from seedcryo_reader.casefile.study.study_file import digest

DAY = date(2026, 5, 10)
ROOT, SECOND = (SigningKey(bytes([number]) * 32, DAY) for number in (1, 2))
LATE = Revocation(DAY + timedelta(30), Reason.LOST)
OLDER = Study("SEED-CRYO", 1, None, (ROOT, SECOND), ("age1x",), (Protocol("a/1", "00" * 32),))


def after(older, **changes):
    return dataclasses.replace(older, revision=older.revision + 1, previous=digest(older), **changes)


def revoked(key, day, reason=Reason.LOST):
    return dataclasses.replace(key, revoked=Revocation(day, reason))


def codes(older, newer):
    return [finding.code for finding in follows(older, newer)]


def test_a_revoked_key_does_not_count_from_that_day_on():
    study = after(OLDER, keys=(ROOT, revoked(SECOND, DAY)))
    assert study.trusts(SECOND.key_id, DAY - timedelta(1))
    assert not study.trusts(SECOND.key_id, DAY)
    assert not study.trusts(SECOND.key_id, DAY + timedelta(400))
    assert study.trusts(ROOT.key_id, DAY + timedelta(400))


def test_a_station_whose_clock_is_behind_trusts_a_new_key():
    assert OLDER.trusts(SECOND.key_id, SECOND.added - timedelta(3))


def test_an_unknown_key_is_never_trusted():
    assert not OLDER.trusts("0" * 16, DAY)
    assert OLDER.key("0" * 16) is None


def test_the_last_key_without_revocation_seals():
    assert OLDER.sealing_key == SECOND
    assert after(OLDER, keys=(ROOT, revoked(SECOND, DAY + timedelta(900)))).sealing_key == ROOT
    assert after(OLDER, keys=(revoked(ROOT, DAY), revoked(SECOND, DAY))).sealing_key is None


@pytest.mark.parametrize(
    "newer",
    [
        after(OLDER),
        after(OLDER, keys=(*OLDER.keys, SigningKey(b"\3" * 32, DAY))),
        after(OLDER, keys=(ROOT, revoked(SECOND, DAY))),
        after(OLDER, recovery=("age1y",), protocols=(*OLDER.protocols, Protocol("a/2", "11" * 32))),
        dataclasses.replace(OLDER, revision=5, previous="77" * 32),
    ],
)
def test_what_follows(newer):
    assert follows(OLDER, newer) == ()


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        (after(OLDER, study_id="OTHER"), "other-study"),
        (after(OLDER, keys=(SECOND, ROOT)), "other-root"),
        (OLDER, "same-revision"),
        (dataclasses.replace(OLDER, recovery=("age1y",)), "forked-revision"),
        (dataclasses.replace(OLDER, revision=2, previous="77" * 32), "broken-chain"),
        (dataclasses.replace(OLDER, revision=2), "broken-chain"),
        (after(OLDER, keys=(ROOT,)), "forgotten-key"),
        (after(OLDER, protocols=()), "forgotten-protocol"),
        (after(OLDER, protocols=(Protocol("a/1", "11" * 32),)), "changed-protocol"),
    ],
)
def test_what_does_not_follow(newer, expected):
    assert codes(OLDER, newer) == [expected]


def test_an_older_revision_does_not_follow():
    assert codes(after(after(OLDER)), after(OLDER)) == ["older-revision"]


def test_a_revocation_stays_or_moves_to_an_earlier_day():
    before = after(OLDER, keys=(ROOT, dataclasses.replace(SECOND, revoked=LATE)))
    assert codes(before, after(before, keys=OLDER.keys)) == ["revocation-undone"]
    assert codes(before, after(before, keys=(ROOT, revoked(SECOND, LATE.day + timedelta(1))))) == ["revocation-moved"]
    assert codes(before, after(before, keys=(ROOT, revoked(SECOND, LATE.day, Reason.COMPROMISED)))) == []
    assert codes(before, after(before, keys=(ROOT, revoked(SECOND, DAY)))) == []


def test_all_that_is_wrong_is_said_also_across_unknown_revisions():
    before = after(OLDER, keys=(ROOT, dataclasses.replace(SECOND, revoked=LATE)))
    far = dataclasses.replace(before, revision=9, previous="77" * 32, keys=OLDER.keys, protocols=())
    assert codes(before, far) == ["revocation-undone", "forgotten-protocol"]
