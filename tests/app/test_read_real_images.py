"""A read of real CT images at the command line: the millimetres in the log are those of the images' own geometry."""

import json
from pathlib import Path

import numpy as np
import pytest
from casefile.part.ways import PASSWORD
from support.command_line import run_line

from seedcryo_reader.app.paths import resources

FOLDER = "s02_ct_lungdx_a0002"
COLUMNS, ROWS = 62, 20
"""Pixels that the calipers span."""


@pytest.fixture
def line(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)

    def run(words, *, password=PASSWORD):
        code, out, err = run_line(words.split() if isinstance(words, str) else words, password, capfd)
        assert code == 0, err
        return out

    return run


def test_a_caliper_on_real_images_has_the_length_that_their_spacing_gives(real_data, line):
    images = real_data / FOLDER
    if not images.is_dir():
        pytest.skip(f"{FOLDER} is not among the real images here")
    told = json.loads(line(f"series {images} --json", password=None))["series"][0]
    affine, (row_mm, column_mm, _) = np.array(told["affine"]), told["spacing_mm"]

    def point(column, row):
        return [round(float(one), 3) for one in (affine @ [column, row, 15, 1])[:3]]

    protocol = resources() / "protocols" / "seed-cryo" / "1.0.toml"
    line(f"study init --out s.seedstudy --protocol {protocol}")
    line("station init --study s.seedstudy --station st", password=None)
    recipient = line("station add-account reader-a --station st").split()[0]
    target = {"id": "T01", "organ": "lung", "place": "right upper lobe", "mark_mm": point(200, 200)}
    Path("targets.json").write_text(json.dumps({"targets": [target]}), encoding="utf-8")
    centre = "--study s.seedstudy --coordinator s.seedkeys --out parts"
    case = "--number C-0042 --protocol seed-cryo/1.0 --targets targets.json"
    line(f"case seal {centre} --to {recipient} {case} --timepoint TP0={images}")
    line("case receive parts --station st --account reader-a")
    measure = {
        "act": "measure",
        "lesion": "T01",
        "long_mm": [point(200, 200), point(200 + COLUMNS, 200)],
        "short_mm": [point(210, 195), point(210, 195 + ROWS)],
    }
    script = {"format": 1, "case": "C-0042", "acts": [{"act": "open"}, measure, {"act": "lock"}]}
    Path("script.json").write_text(json.dumps(script), encoding="utf-8")
    line("read play script.json --station st --account reader-a")
    rows = json.loads(line("audit show --station st --account reader-a --json"))["events"]
    assert rows[1]["new"] == f"{COLUMNS * column_mm:.1f} × {ROWS * row_mm:.1f} mm"
    assert json.loads(line("audit verify --station st --account reader-a --json"))["sound"]
    assert [one.name for one in Path("st/opened/reader-a/C-0042").iterdir()] == ["TP0"]
