"""A study on disk, made cheaply: what a guess at a password costs is tested elsewhere."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.kdf import Cost
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.keys import Keys
from seedcryo_reader.casefile.study.model import Protocol, Study
from seedcryo_reader.casefile.study.study_file import read_study

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
WORDS = "correct horse battery"
TODAY = date(2026, 3, 1)
PROTOCOL = Protocol("seed-cryo/0.1", "ab" * 32)


@dataclass(frozen=True)
class Made:
    access: Access
    cheap: Cost
    password: str
    today: date
    recovery: Path

    @property
    def study(self) -> Study:
        return read_study(self.access.study)

    @property
    def keys(self) -> Keys:
        return open_keys(self.access.keys, self.password)


@pytest.fixture
def made(tmp_path):
    access = Access(tmp_path / "s.seedstudy", tmp_path / "s.seedkeys", lambda: WORDS)
    recovery = tmp_path / "s.recovery.seedkeys"
    make_study(access, "SEED-CRYO", recovery=(), protocols=(PROTOCOL,), recovery_file=recovery, today=TODAY, cost=CHEAP)
    return Made(access, CHEAP, WORDS, TODAY, recovery)
