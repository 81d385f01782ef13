"""Keys that follow from the signing seed: an exchange key, and one that keeps the centre's secrets from recovery."""

import pytest
from storage.vault.ways import CHEAP, NEW_WORDS, RECOVERY_WORDS, WORDS, made, refused

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.key_file import unsealed
from seedcryo_reader.storage.vault.own_keys import keys_from
from seedcryo_reader.storage.vault.vault import Place, Vault


@pytest.fixture(scope="session")
def centre_keys(study_file, study_and_recovery):
    """The centre's key file of the study, opened."""
    assert study_and_recovery[0].study_id == "SEED-CRYO"
    return open_keys(study_file.parent / "s.seedkeys", RECOVERY_WORDS)


def exchange_key(place, password=WORDS):
    with Vault.open(place, password) as vault:
        return vault.exchange_public


def test_the_exchange_key_follows_from_the_signing_key_and_is_another(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        first = vault.exchange_public
        assert first == signing.public_of(vault.exchange_seed) != vault.public
    seed = unsealed(vault_place.key_file(), WORDS, "", seed=True).seed
    assert exchange_key(vault_place) == first == signing.public_of(keys_from(seed).exchange_seed)


def test_another_password_or_data_key_keeps_it_and_another_signing_key_does_not(vault_place):
    made(vault_place)
    first = exchange_key(vault_place)
    acts.change_password(vault_place, WORDS, NEW_WORDS, cost=CHEAP)
    acts.rotate_data_key(vault_place, NEW_WORDS)
    assert exchange_key(vault_place, NEW_WORDS) == first
    acts.rotate_signing_key(vault_place, NEW_WORDS)
    assert exchange_key(vault_place, NEW_WORDS) != first


def test_no_own_key_is_there_after_closing_nor_where_recovery_opened_the_vault(vault_place, recovery, centre_keys):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        vault.adopt_centre(centre_keys)
    with Vault.open_for_recovery(vault_place, recovery) as recovered:
        for shut in (vault, recovered):
            for use in (
                lambda shut=shut: shut.exchange_seed,
                lambda shut=shut: shut.exchange_public,
                lambda shut=shut: shut.centre,
                lambda shut=shut: shut.adopt_centre(centre_keys),
            ):
                with pytest.raises(EnvironmentFailure):
                    use()


def test_the_centres_secrets_are_adopted_once_and_open_with_the_password(vault_place, centre_keys):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        assert refused(lambda: vault.centre) == ["no-centre-keys"]
        vault.adopt_centre(centre_keys)
        assert vault.centre == centre_keys.centre
    acts.change_password(vault_place, WORDS, NEW_WORDS, cost=CHEAP)
    acts.rotate_data_key(vault_place, NEW_WORDS)
    with Vault.open(vault_place, NEW_WORDS) as vault:
        assert vault.centre == centre_keys.centre


@pytest.mark.parametrize("recovering", [False, True])
def test_after_another_signing_key_the_centres_keys_are_adopted_again(vault_place, recovery, centre_keys, recovering):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        vault.adopt_centre(centre_keys)
    if recovering:
        acts.recover(vault_place, recovery, WORDS, cost=CHEAP)
    else:
        acts.rotate_signing_key(vault_place, WORDS)
    with Vault.open(vault_place, WORDS) as vault:
        assert refused(lambda: vault.centre) == ["no-centre-keys"]
        vault.adopt_centre(centre_keys)
        assert vault.centre == centre_keys.centre


def test_keys_of_another_role_are_not_adopted(vault_place, study_file):
    recovery_keys = open_keys(study_file.parent / "s.recovery.seedkeys", RECOVERY_WORDS)
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        assert refused(lambda: vault.adopt_centre(recovery_keys)) == ["no-coordinator"]
        assert refused(lambda: vault.centre) == ["no-centre-keys"]


def test_what_is_kept_for_one_account_opens_for_no_other_and_a_changed_byte_is_noticed(vault_place, centre_keys):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        vault.adopt_centre(centre_keys)
        kept = vault.kept("centre-keys")
        seed = unsealed(vault_place.key_file(), WORDS, "", seed=True).seed
        for bent in (kept[:-2] + f"{int(kept[-2:], 16) ^ 1:02x}", kept[:20], "", "no hex"):
            vault.keep("centre-keys", bent)
            assert refused(lambda: vault.centre) == ["no-centre-keys"]
    other = Place(vault_place.folder, "reader-b", vault_place.study, vault_place.migrations)
    with Vault.create(other, WORDS, cost=CHEAP, random=lambda size: seed[:size]) as vault:  # even under the same seed
        vault.keep("centre-keys", kept)
        assert refused(lambda: vault.centre) == ["no-centre-keys"]


def test_no_secret_of_them_is_shown_or_lies_open_in_a_file(vault_place, centre_keys):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        vault.adopt_centre(centre_keys)
        own = keys_from(unsealed(vault_place.key_file(), WORDS, "", seed=True).seed)
        secrets = (*centre_keys.centre.seeds, centre_keys.centre.uid_secret, own.exchange_seed, own.wrapping)
        kept = vault.kept("centre-keys")
        told = " ".join(map(repr, (vault, own, vault.centre))) + kept
        files = b"".join(one.read_bytes() for one in sorted(vault_place.folder.iterdir()))
    for one in secrets:
        assert one.hex() not in told
        assert one not in files
        assert one.hex().encode() not in files
