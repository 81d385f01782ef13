"""The study of the demo: its files lie in one folder, under a password that is no secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.part.sealing import Centre
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.kdf import USUAL_COST, Cost
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.casefile.study.study_file import read_study

STUDY_ID: Final = "SEED-CRYO-DEMO"
PASSWORD: Final = "demo-centre-1"  # noqa: S105 - opens nothing but the demo, and is printed


@dataclass(frozen=True, slots=True)
class DemoStudy:
    """The files of the study in a folder."""

    folder: Path

    @property
    def study(self) -> Path:
        """The study file."""
        return self.folder / "demo.seedstudy"

    @property
    def keys(self) -> Path:
        """The centre's keys."""
        return self.folder / "demo.seedkeys"

    @property
    def recovery(self) -> Path:
        """The recovery key."""
        return self.folder / "demo.recovery.seedkeys"

    def make(self, protocols: Sequence[Protocol], today: date, cost: Cost = USUAL_COST) -> None:
        """Make the study unless it is there.

        Raises
        ------
        Refused
            Some of its files are there and some are not.
        EnvironmentFailure
            They cannot be written.
        """
        if self.study.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        access = Access(self.study, self.keys, lambda: PASSWORD)
        make_study(
            access, STUDY_ID, recovery=(), protocols=protocols, recovery_file=self.recovery, today=today, cost=cost
        )

    def centre(self, rules: Path) -> Centre:
        """Who seals; `rules` is the folder of the rules that masking is checked by.

        Raises
        ------
        Refused, EnvironmentFailure
            A file is not sound, or cannot be read.
        """
        return Centre(read_study(self.study), open_keys(self.keys, PASSWORD), rules)
