"""The ``demo`` command: built once, repeated when it was cut short, and never over somebody's own files."""

import json
from pathlib import Path

import pytest

from seedcryo_reader.app import demo
from seedcryo_reader.app.commands import run


@pytest.fixture
def builds(monkeypatch) -> list[Path]:
    """Folders that were built into; a stand-in writes the outline of a study, and fails where `broken` says so."""
    done: list[Path] = []

    def build_study(out: Path, *, progress) -> Path:
        done.append(out)
        for name in demo.case_names():
            (out / name).mkdir()
            if (out / "stop").exists():
                raise OSError(28, "No space left on device")
        progress(1, 1)
        truth = out / "truth.json"
        truth.write_text(json.dumps({"seed": demo.DEFAULT_SEED, "generator": demo.GENERATOR}))
        return truth

    monkeypatch.setattr(demo, "build_study", build_study)
    monkeypatch.setattr(demo.Trial, "make", lambda self, tell: tell("Reading")(1, 1))
    return done


def test_it_is_built_once(tmp_path, builds, capsys):
    for _ in range(2):
        assert run(["demo", "--dir", str(tmp_path / "study")]) == 0
    assert len(builds) == 1
    said = capsys.readouterr().out
    assert said.count("The phantom study is in") == 2
    assert said.count(f"seedcryo-reader open --station {tmp_path / 'study' / 'station'}") == 2
    assert said.count("reader-b     demo-reader-b-1      Dr. Ben Reader") == 2


def test_a_build_cut_short_is_begun_again(tmp_path, builds, capsys):
    study = tmp_path / "study"
    study.mkdir()
    (study / demo.BUILDING).touch()
    (study / "stop").touch()
    assert run(["demo", "--dir", str(study)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    (study / "stop").unlink()
    assert run(["demo", "--dir", str(study)]) == 0
    assert len(builds) == 2
    assert not (study / demo.BUILDING).exists()


def test_an_older_study_is_replaced_and_what_lies_beside_it_kept(tmp_path, builds):
    study = tmp_path / "study"
    (study / demo.case_names()[0]).mkdir(parents=True)
    (study / demo.case_names()[0] / "old").touch()
    (study / "sheets").mkdir()
    (study / "truth.json").write_text('{"generator": "0.1"}')
    assert run(["demo", "--dir", str(study)]) == 0
    assert not (study / demo.case_names()[0] / "old").exists()
    assert (study / "sheets").exists()


@pytest.mark.parametrize("name", ["thesis.txt", "truth.json"])
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, builds, capsys, name):
    (tmp_path / name).write_text("my life's work")
    assert run(["demo", "--dir", str(tmp_path)]) == 2
    assert "Choose another folder" in capsys.readouterr().err
    assert builds == []
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_missing_case_is_noticed(tmp_path, builds):
    study = tmp_path / "study"
    run(["demo", "--dir", str(study)])
    (study / demo.case_names()[0]).rmdir()
    run(["demo", "--dir", str(study)])
    assert len(builds) == 2
