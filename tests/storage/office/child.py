"""A coordinator's program that acts and receives, for tests to kill: ``child.py FOLDER STUDY_FILE``.

It says how many rounds it committed after each of them.
"""

import sys
from pathlib import Path

from storage.office.offices import Centre, Person, office_of, place_of
from storage.vault.ways import WORDS

from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.messages.reader import CaseReassigned, ImageQuerySent
from seedcryo_reader.domain.office.coordinator import NoteHandled
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.vault.vault import Vault

QUERY = ImageQuerySent("C-0001", "TP1", "quality", "blurred", "2026-05-04T09:00:00.000000Z")
BATCH = 4


def main(folder: str, study_file: str) -> None:
    study = read_study(Path(study_file))
    with Vault.open(place_of(Path(folder), "coordinator", study), WORDS) as vault:
        centre = Centre(vault, office_of(vault))
        reader = Person("reader-a", Role.READER, study, b"s" * 32)
        centre.office.append(reader.accepted)
        start = vault.chain.last.seq
        for done in range(1000):
            sends = [Send("reader-a", CaseReassigned("C-0001", "ill"), f"{start} {done} {k}") for k in range(BATCH)]
            centre.office.append(NoteHandled("ab" * 32, f"round {done}"), sends)
            centre.office.receive_many([centre.taken(reader, QUERY, start + done) for _ in range(BATCH)])
            print(done + 1, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
