"""What is done to an account: whole, logged, and settled after a program was killed in between."""

import pytest
from storage.station.conftest import CHEAP, NAME, OTHER_WORDS, WORDS, WRONG, codes, events, grow, signed_in, vault_of

from seedcryo_reader.casefile.study import age_keys
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.vault import acts as vault_acts
from seedcryo_reader.storage.vault.vault import Vault


def enrol(station, name=NAME, **changes):
    wanted = {"password": WORDS, "cost": CHEAP, **changes}
    return acts.enrol(station, vault_of(station, name), Role.READER, "Dr A. Reader", **wanted)


def test_an_account_is_enrolled_with_the_public_halves_of_its_new_keys(station):
    identity = age_keys.new_identity()
    account = enrol(station, identity=identity)
    assert account.recipient == age_keys.recipient_of(identity)
    with signed_in(station) as session:
        assert session.vault.public == account.key.public
        assert (account.key.retired, account.key.why) == (None, None)


def test_an_account_that_cannot_be_added_leaves_no_vault(station):
    for name, password, code in [("Reader", WORDS, "bad-account-name"), ("reader-b", "short", "bad-password")]:
        with pytest.raises(Refused) as refused:
            enrol(station, name, password=password)
        assert codes(refused) == [code]
    assert [*station.layout.vaults.iterdir()] == []


def test_a_vault_of_an_account_that_was_never_added_becomes_its_own_by_its_password(station):
    with Vault.create(vault_of(station), WORDS, cost=CHEAP) as left:
        grow(left, 2)
    with pytest.raises(Refused) as refused:
        enrol(station, password=WRONG)
    assert codes(refused) == ["wrong-password"]
    with pytest.raises(Refused) as refused:
        enrol(station, identity=age_keys.new_identity())
    assert codes(refused) == ["other-keys"]
    enrol(station)
    with signed_in(station) as session:
        assert session.vault.chain.last.seq == 2


def test_after_a_change_of_password_the_new_one_holds_and_the_old_one_does_not(reader):
    acts.change_password(reader, vault_of(reader), WORDS, OTHER_WORDS, cost=CHEAP)
    with pytest.raises(Refused) as refused:
        signed_in(reader, WORDS)
    assert codes(refused) == ["wrong-password"]
    signed_in(reader, OTHER_WORDS).sign_out()
    assert events(reader, NAME)[1:] == ["password-changed", "sign-in-failed", "signed-in", "signed-out"]


def test_rotated_keys_take_the_place_of_the_old_ones_which_stay_listed(reader):
    before = reader.account(NAME)
    with signed_in(reader) as session:
        grow(session.vault, 2)
    after = acts.rotate_keys(reader, vault_of(reader), WORDS)
    [old, new] = after.keys
    assert (old.public, old.why, old.retired) == (before.key.public, "rotated", new.added)
    assert after.recipient == before.recipient
    with signed_in(reader) as session:
        assert session.vault.public == new.public
        assert session.vault.chain.last.seq == 2
        assert set(after.public_keys()) == {old.key_id, session.vault.key_id}
    assert reader.check() == []


def test_keys_are_not_rotated_while_the_account_is_at_work(reader, place):
    before = reader.account(NAME)
    with signed_in(reader), place.open() as other, pytest.raises(EnvironmentFailure, match="open in another program"):
        acts.rotate_keys(other, vault_of(other), WORDS)
    assert reader.account(NAME) == before


def test_recovery_gives_a_new_password_and_a_new_signing_key_and_lists_the_old_one_as_lost(reader, place):
    before = reader.account(NAME)
    with signed_in(reader) as session:
        grow(session.vault, 2)
    after = acts.recover(reader, vault_of(reader), place.identities(), OTHER_WORDS, cost=CHEAP)
    assert [one.why for one in after.keys] == ["lost", None]
    assert after.keys[0].public == before.key.public != after.key.public
    with signed_in(reader, OTHER_WORDS) as session:
        assert session.vault.chain.last.seq == 2
    assert events(reader, NAME)[-4:] == ["keys-changing", "recovered", "signed-in", "signed-out"]
    assert reader.check() == []


def test_other_keys_than_the_studys_recover_nothing(reader):
    with pytest.raises(Refused) as refused:
        acts.recover(reader, vault_of(reader), [age_keys.new_identity()], OTHER_WORDS, cost=CHEAP)
    assert codes(refused) == ["not-recoverable"]
    assert events(reader, NAME) == ["account-added"]


def test_recovery_ends_a_lock(reader, place):
    for _ in range(5):
        with pytest.raises(Refused):
            signed_in(reader, WRONG)
    acts.recover(reader, vault_of(reader), place.identities(), OTHER_WORDS, cost=CHEAP)
    signed_in(reader, OTHER_WORDS).sign_out()


class Killed(BaseException):
    """The program ended here."""


def killed(*_, **__):
    raise Killed


@pytest.mark.parametrize(("step", "changed"), [("rotate_data_key", False), ("rotate_signing_key", False), ("", True)])
def test_a_rotation_that_was_killed_is_settled_when_the_account_signs_in(reader, monkeypatch, step, changed):
    before = reader.account(NAME)
    if step:
        monkeypatch.setattr(vault_acts, step, killed)
    else:
        rotate = vault_acts.rotate_signing_key
        monkeypatch.setattr(vault_acts, "rotate_signing_key", lambda *values: killed(rotate(*values)))
    with pytest.raises(Killed):
        acts.rotate_keys(reader, vault_of(reader), WORDS)
    monkeypatch.undo()
    with signed_in(reader) as session:
        assert session.account == reader.account(NAME)
        assert session.vault.public == session.account.key.public
    assert (session.account != before) is changed
    assert [one.why for one in session.account.keys] == (["rotated", None] if changed else [None])


def test_a_recovery_that_was_killed_is_settled_as_one(reader, place, monkeypatch):
    recover = vault_acts.recover
    monkeypatch.setattr(vault_acts, "recover", lambda *values, **more: killed(recover(*values, **more)))
    with pytest.raises(Killed):
        acts.recover(reader, vault_of(reader), place.identities(), OTHER_WORDS, cost=CHEAP)
    monkeypatch.undo()
    with signed_in(reader, OTHER_WORDS) as session:
        assert [one.why for one in session.account.keys] == ["lost", None]
    assert reader.check() == []
