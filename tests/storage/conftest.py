"""Stores made cheaply: a study with a recovery key, and a folder for vaults."""

from datetime import date

import pytest
from storage.vault.ways import CHEAP, RECOVERY_WORDS, VAULT_MIGRATIONS

from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.storage.vault.vault import Place


@pytest.fixture(scope="session")
def study_file(tmp_path_factory):
    return tmp_path_factory.mktemp("study") / "s.seedstudy"


@pytest.fixture(scope="session")
def study_and_recovery(study_file):
    """A study, and the identity that its vaults are recovered with."""
    folder = study_file.parent
    access = Access(study_file, folder / "s.seedkeys", lambda: RECOVERY_WORDS)
    kept = folder / "s.recovery.seedkeys"
    study = make_study(
        access, "SEED-CRYO", recovery=(), protocols=(), recovery_file=kept, today=date(2026, 3, 1), cost=CHEAP
    )
    return study, open_keys(kept, RECOVERY_WORDS).identity


@pytest.fixture
def vault_place(tmp_path, study_and_recovery):
    """Where a vault of `reader-a` may be made."""
    folder = tmp_path / "vaults"
    folder.mkdir()
    return Place(folder, "reader-a", study_and_recovery[0], VAULT_MIGRATIONS)


@pytest.fixture
def recovery(study_and_recovery):
    return [study_and_recovery[1]]
