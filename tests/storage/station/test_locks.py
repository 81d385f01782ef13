"""The growing lock after wrong passwords."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage.station.conftest import NAME, OTHER_WORDS, WORDS, WRONG, codes, events, signed_in, vault_of

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.storage.clock import written
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.entries import StationEntry
from seedcryo_reader.storage.station.locks import OPENING, lock_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAILED = "sign-in-failed"


def entries(*names: str, at: datetime = NOON) -> list[StationEntry]:
    return [StationEntry(seq, "", written(at), 0, 0, "0.3.0", NAME, name, {}) for seq, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(4, None), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 960), (11, 1920), (12, 3600), (500, 3600)],
)
def test_five_failures_in_a_row_lock_for_a_time_that_doubles_up_to_an_hour(failures, seconds):
    until = lock_of(entries(*[FAILED] * failures)).until
    assert until == (None if seconds is None else NOON + timedelta(seconds=seconds))


@given(st.lists(st.sampled_from([FAILED, "signed-out", "idle-locked", "sign-in-locked", *OPENING]), max_size=30))
def test_only_failures_since_the_last_right_password_count(names):
    last = max((index for index, name in enumerate(names) if name in OPENING), default=-1)
    assert lock_of(entries(*names)).failures == names[last + 1 :].count(FAILED)


@given(st.integers(5, 20), st.timedeltas(timedelta(days=-900), timedelta(days=0)))
def test_after_a_clock_was_set_back_the_lock_is_as_long_as_it_was_and_no_longer(failures, back):
    before = lock_of(entries(*[FAILED] * failures))
    after = lock_of([*entries(*[FAILED] * failures), *entries("clock-changed", at=NOON + back)])
    assert after.until - (NOON + back) == before.until - NOON


def test_before_and_at_its_end_a_lock_holds_and_does_not():
    lock = lock_of(entries(*[FAILED] * 5))
    assert lock.holds(NOON)
    assert lock.holds(NOON + timedelta(seconds=29))
    assert not lock.holds(NOON + timedelta(seconds=30))


def fail(station, times: int) -> list[str]:
    """Codes of so many attempts with a wrong password."""
    said = []
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            signed_in(station, WRONG)
        said += codes(refused)
    return said


def test_while_locked_no_password_is_tried_and_it_is_said_until_when(reader, place, monkeypatch):
    assert fail(reader, 5) == ["wrong-password"] * 5
    before = events(reader)
    monkeypatch.setattr("seedcryo_reader.storage.station.session.Vault.open", lambda *_: pytest.fail("it was tried"))
    with pytest.raises(Refused) as refused:
        signed_in(reader)
    assert codes(refused) == ["locked"]
    assert "2026-03-01 12:00:30 UTC" in refused.value.findings[0].text
    assert events(reader) == before
    monkeypatch.undo()
    place.clock.go(timedelta(seconds=31))
    signed_in(reader).sign_out()
    assert fail(reader, 4) == ["wrong-password"] * 4  # counted anew
    signed_in(reader).sign_out()


def test_a_lock_survives_a_restart_and_is_in_the_log(reader, place):
    fail(reader, 5)
    reader.close()
    with place.open() as again:
        assert fail(again, 1) == ["locked"]
        assert events(again, NAME) == ["account-added", *[FAILED] * 5, "sign-in-locked"]
        assert [*again.entries(NAME)][-1].data["until"][:19] == "2026-03-01T12:00:30"
        place.clock.go(timedelta(seconds=31))
        assert fail(again, 2) == ["wrong-password", "locked"]
        place.clock.go(timedelta(seconds=31))
        assert fail(again, 1) == ["locked"]  # twice as long


@pytest.mark.parametrize("back", [timedelta(seconds=20), timedelta(days=400)])
def test_setting_the_clock_back_neither_shortens_the_lock_nor_makes_it_endless(reader, place, back):
    fail(reader, 5)
    place.clock.go(timedelta(seconds=15))
    place.clock.set(-back)
    assert fail(reader, 1) == ["locked"]
    assert events(reader, NAME)[-1] == "clock-changed"
    place.clock.go(timedelta(seconds=29))
    assert fail(reader, 1) == ["locked"]
    place.clock.go(timedelta(seconds=2))
    signed_in(reader).sign_out()
    assert events(reader).count("clock-changed") == 1


def test_setting_the_clock_back_and_right_again_does_not_end_a_lock(reader, place):
    fail(reader, 5)
    place.clock.set(timedelta(days=-1))
    assert fail(reader, 1) == ["locked"]
    place.clock.go(timedelta(seconds=31))
    assert fail(reader, 1) == ["wrong-password"]


def test_an_account_that_is_not_here_reads_like_a_wrong_password_and_its_name_is_not_kept(reader):
    with pytest.raises(Refused) as known:
        signed_in(reader, WRONG)
    with pytest.raises(Refused) as unknown:
        signed_in(reader, WRONG, "hunter2-typed-here")
    assert unknown.value.findings == known.value.findings
    assert [one.account for one in reader.entries() if one.event == FAILED] == [NAME, ""]
    assert b"hunter2" not in reader.layout.database.read_bytes()
    assert all("hunter2" not in str(one.plain()) for one in reader.entries())


def test_every_act_that_takes_the_password_counts_its_failures(reader):
    session = signed_in(reader)
    for act in (
        lambda: session.sign(WRONG, b"read", b"seedcryo-read/1"),
        lambda: session.sign(WRONG, b"read", b"seedcryo-read/1"),
        lambda: acts.change_password(reader, vault_of(reader), WRONG, OTHER_WORDS),
        lambda: acts.rotate_keys(reader, vault_of(reader), WRONG),
        lambda: session.sign(WRONG, b"read", b"seedcryo-read/1"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["wrong-password"]
    with pytest.raises(Refused) as refused:
        session.sign(WORDS, b"read", b"seedcryo-read/1")
    assert codes(refused) == ["locked"]
    session.sign_out()
