"""Who is signed in, and the vault that closes itself."""

from datetime import timedelta

import pytest
from storage.station.conftest import NAME, OTHER_WORDS, WORDS, WRONG, codes, events, grow, signed_in, vault_of

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused


def test_signing_in_and_out_is_logged_with_how_far_the_vault_went(reader):
    with signed_in(reader) as session:
        assert (session.account, len(session.session_id)) == (reader.account(NAME), 16)
        last = grow(session.vault, 3)
    assert events(reader, NAME) == ["account-added", "signed-in", "signed-out"]
    said = [*reader.entries(NAME)][-1].data
    assert said == {"session": session.session_id, "vault_seq": 3, "vault_hash": last}
    session.sign_out()
    assert events(reader, NAME)[-2:] == ["signed-in", "signed-out"]
    assert reader.check() == []


def test_sessions_have_names_of_their_own(reader):
    names = set()
    for _ in range(3):
        with signed_in(reader) as session:
            names.add(session.session_id)
    assert len(names) == 3


def test_after_signing_out_nothing_works_any_more(reader):
    session = signed_in(reader)
    vault = session.vault
    session.sign_out()
    for use in (
        lambda: session.vault,
        session.touch,
        lambda: session.unlock(WORDS),
        lambda: session.sign(WORDS, b"read", b"seedcryo-read/1"),
        lambda: vault.chain,
        lambda: vault.identity,
    ):
        with pytest.raises(EnvironmentFailure, match=r"[Ss]ign in again"):
            use()


@pytest.mark.parametrize("sleeps", [False, True])
def test_a_session_that_nobody_touches_locks_itself_and_its_keys_are_gone(reader, place, sleeps):
    session = signed_in(reader, idle_seconds=60)
    vault = session.vault
    last = grow(vault, 1)
    place.clock.go(timedelta(seconds=50))
    session.touch()
    place.clock.go(timedelta(seconds=50))
    assert session.is_awake
    if sleeps:  # the monotonic clock of a machine that sleeps may stand still
        place.clock.set(timedelta(seconds=10))
    else:
        place.clock.go(timedelta(seconds=10))
    assert not session.is_awake
    with pytest.raises(EnvironmentFailure, match="is locked"):
        session.touch()
    with pytest.raises(EnvironmentFailure, match="is locked"):
        _ = vault.identity
    assert [*reader.entries(NAME)][-1].data == {"session": session.session_id, "vault_seq": 1, "vault_hash": last}
    with pytest.raises(Refused) as refused:
        session.unlock(WRONG)
    assert codes(refused) == ["wrong-password"]
    session.unlock(WORDS)
    grow(session.vault, 1)
    session.sign_out()
    assert events(reader, NAME)[1:] == ["signed-in", "idle-locked", "sign-in-failed", "unlocked", "signed-out"]


def test_a_clock_set_back_does_not_keep_a_session_awake(reader, place):
    with signed_in(reader, idle_seconds=60) as session:
        place.clock.set(timedelta(days=-1))
        place.clock.go(timedelta(seconds=61))
        assert not session.is_awake


def test_unlocking_what_is_awake_asks_for_the_right_password_all_the_same(reader):
    with signed_in(reader) as session:
        with pytest.raises(Refused):
            session.unlock(WRONG)
        with pytest.raises(EnvironmentFailure, match="is locked"):
            _ = session.vault
        session.unlock(WORDS)
        assert session.vault.chain.last.seq == 0


def test_signing_needs_the_password_and_makes_a_signature_of_the_account(reader):
    with signed_in(reader) as session:
        key_id, signature = session.sign(WORDS, b"read", b"seedcryo-read/1")
        public = reader.account(NAME).public_keys()[key_id]
        assert signing.verify(public, b"read", b"seedcryo-read/1", signature)
        with pytest.raises(Refused) as refused:
            session.sign(OTHER_WORDS, b"read", b"seedcryo-read/1")
        assert codes(refused) == ["wrong-password"]


def test_a_clock_that_was_set_back_is_told_on_signing_in_and_refuses_nothing(reader, place):
    place.clock.set(timedelta(days=-3))
    with signed_in(reader) as session:
        assert [one.code for one in session.notices] == ["clock-set-back"]
    with signed_in(reader) as session:
        assert session.notices == ()
    assert events(reader).count("clock-changed") == 1


def test_two_programs_cannot_have_one_vault_open(reader, place):
    with signed_in(reader), place.open() as other, pytest.raises(EnvironmentFailure, match="open in another program"):
        signed_in(other)
    assert "sign-in-failed" not in events(reader)


def test_a_damaged_vault_is_refused_and_the_refusal_logged(reader):
    keys = vault_of(reader).keys
    keys.write_bytes(keys.read_bytes().replace(b"age1", b"age2"))
    with pytest.raises(Refused) as refused:
        signed_in(reader)
    assert codes(refused) == ["damaged"]
    assert [*reader.entries(NAME)][-1].data == {"code": "damaged"}
