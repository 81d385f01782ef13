from pathlib import Path

from seedcryo_reader.domain.anatomy import PLACES
from seedcryo_reader.domain.series_label import LABELS

PAGE = Path(__file__).resolve().parents[2] / "resources" / "manual" / "vocabularies.md"


def test_the_manual_lists_what_the_program_knows():
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    told = {row[0]: tuple(row[1].split(", ")) for row in rows if row[0] not in {"organ", "modality"}}
    assert told == PLACES | LABELS
