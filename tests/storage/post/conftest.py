"""A centre, a reader's account, and a folder that both put their post into."""

from contextlib import ExitStack

import pytest
from storage.post.ways import FakeCentre, account_of
from storage.vault.ways import CHEAP, RECOVERY_WORDS, VAULT_MIGRATIONS, WORDS

from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.storage.vault.vault import Place, Vault


@pytest.fixture(scope="session")
def centre_keys(study_and_recovery, study_file):
    return open_keys(study_file.parent / "s.seedkeys", RECOVERY_WORDS)


@pytest.fixture
def centre(study_and_recovery, centre_keys):
    return FakeCentre(study_and_recovery[0], centre_keys)


@pytest.fixture
def make(tmp_path, study_and_recovery):
    """Makes accounts, each with a vault of its own."""
    with ExitStack() as closing:

        def account(name="reader-a", folder="vaults"):
            place = Place(tmp_path / folder, name, study_and_recovery[0], VAULT_MIGRATIONS)
            place.folder.mkdir(exist_ok=True)
            vault = closing.enter_context(Vault.create(place, WORDS, cost=CHEAP))
            return account_of(vault, study_and_recovery[0], name)

        yield account


@pytest.fixture
def reader(make):
    return make()


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "stick"
    root.mkdir()
    return Folder(root)
