"""The tour's command: what it refuses before it builds anything, and what it leaves alone."""

import pytest

from seedcryo_reader.app import demo
from seedcryo_reader.app.commands import run


def test_a_case_without_a_tour_is_refused(tmp_path, capsys):
    assert run(["demo", "--dir", str(tmp_path / "d"), "--tour", str(tmp_path / "t"), "--case", "C-0003"]) == 2
    assert "There is no tour of C-0003. Choose C-0006 or C-0004." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("my life's work")
    assert run(["demo", "--dir", str(tmp_path), "--tour", str(tmp_path / "t")]) == 2
    assert "Choose another folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("there", [(), (demo.TOUR_FOLDER,), (demo.TOUR_FOLDER, "tour")])
def test_the_study_can_be_built_beside_a_tour(tmp_path, there):
    for name in there:
        (tmp_path / name).mkdir()
    demo.refuse_what_is_not_ours(tmp_path)
