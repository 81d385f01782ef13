"""A real CT, and a follow-up made of it that is 30 % larger: read in the window, it ends in local progression."""

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from casefile.part.ways import PASSWORD
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from support.command_line import run_line
from support.window_hands import window

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.reading.ending.pages import EndingPages
from seedcryo_reader.ui.reading.ending.questionnaire_page import CONFIDENCE

FOLDER = "s02_ct_lungdx_a0002"
PLACE = (-47.3, -106.3, 296.0)
"""Inside the apex of the right lung: air, about 35 mm across, in soft tissue."""

EDGE_HU = -500
SCALE, SHIFT_MM = 1.3, (12.0, -7.0, 24.0)


@pytest.fixture
def line(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)

    def run(words, *, password=PASSWORD):
        code, out, err = run_line(words.split(), password, capfd)
        assert code == 0, err
        return out

    return run


def write_follow_up(source: Path, folder: Path) -> None:
    """Everything 30 % larger about the place, shifted, on another grid, in another frame of reference."""
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(source), reader.GetGDCMSeriesIDs(str(source))[0]))
    before = reader.Execute()
    back = sitk.ScaleTransform(3, (1 / SCALE,) * 3)
    back.SetCenter(PLACE)
    moved = sitk.CompositeTransform([back, sitk.TranslationTransform(3, [-one for one in SHIFT_MM])])
    size, spacing = (360, 360, 9), (0.8, 0.8, 8.0)
    middle = np.add(PLACE, SHIFT_MM)
    origin = middle - np.array(spacing) * (180, 180, 4)
    after = sitk.Resample(before, size, moved, sitk.sitkLinear, origin.tolist(), spacing, np.eye(3).ravel(), -1000)
    folder.mkdir()
    writer = sitk.ImageFileWriter()
    writer.KeepOriginalImageUIDOn()
    for k in range(size[2]):
        one = after[:, :, k]
        position = "\\".join(f"{value:.3f}" for value in np.add(origin, (0, 0, k * spacing[2])))
        for tag, value in {
            "0008|0008": "ORIGINAL\\PRIMARY\\AXIAL",
            "0008|0016": "1.2.840.10008.5.1.4.1.1.2",
            "0008|0018": f"1.2.826.0.1.3680043.8.498.77.3.{k + 1}",
            "0008|0060": "CT",
            "0018|0050": "8",
            "0020|000d": "1.2.826.0.1.3680043.8.498.77.1",
            "0020|000e": "1.2.826.0.1.3680043.8.498.77.2",
            "0020|0013": str(k + 1),
            "0020|0032": position,
            "0020|0037": "1\\0\\0\\0\\1\\0",
            "0020|0052": "1.2.826.0.1.3680043.8.498.77.9",
            "0028|1052": "0",
            "0028|1053": "1",
        }.items():
            one.SetMetaData(tag, value)
        writer.SetFileName(str(folder / f"{k:02}.dcm"))
        writer.Execute(one)


def test_a_lesion_that_grew_by_a_known_share_ends_in_local_progression(real_data, line, qtbot):
    if not (real_data / FOLDER).is_dir():
        pytest.skip(f"{FOLDER} is not among the real images here")
    write_follow_up(real_data / FOLDER, Path("later"))
    public = seal_pair(line, real_data / FOLDER)
    with window(Path("st"), qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        before = measure(hands, PLACE)
        hands.key("k")
        hands.at("TP1")
        assert measure(hands, PLACE) == before
        conclude(hands, "no LP", "SD")
        hands.key("k")
        hands.at("TP2")
        after = measure(hands, tuple(np.add(PLACE, SHIFT_MM).tolist()))
        assert after / before == pytest.approx(SCALE, abs=0.04)
        conclude(hands, "LP", "PD")
        hands.key("k")
        sign(hands)
    line("read export --case C-0042 --station st --account reader-a --out signed.json")
    assert json.loads(line(f"read verify signed.json --public {public} --json", password=None))["sound"]
    rows = json.loads(line("audit show --station st --account reader-a --json"))["events"]
    first, second, last = (float(one["new"].split()[0]) for one in rows if str(one["new"]).endswith(" mm"))
    assert second == pytest.approx(first, abs=1)
    assert last / first == pytest.approx(SCALE, abs=0.04)


def seal_pair(line, first: Path) -> str:
    """A study, a station with a reader, and the pair received there; the reader's public key."""
    protocol = resources() / "protocols" / "seed-cryo" / "1.0.toml"
    line(f"study init --out s.seedstudy --protocol {protocol}")
    line("station init --study s.seedstudy --station st", password=None)
    recipient = line("station add-account reader-a --station st").split()[0]
    (account,) = json.loads(line("station show --station st --json", password=None))["accounts"]
    target = {"id": "T01", "organ": "lung", "place": "right upper lobe", "mark_mm": list(PLACE)}
    Path("targets.json").write_text(json.dumps({"targets": [target]}), encoding="utf-8")
    centre = f"--study s.seedstudy --coordinator s.seedkeys --out parts --to {recipient}"
    line(f"case seal {centre} --number C-0042 --protocol seed-cryo/1.0 --targets targets.json --timepoint TP0={first}")
    line(f"case seal {centre} --after {newest()} --timepoint TP1={first}")
    line(f"case seal {centre} --after {newest()} --timepoint TP2=later")
    line(f"case seal {centre} --after {newest()} --close")
    line("case receive parts --station st --account reader-a")
    return account["keys"][0]["public"]


def newest() -> Path:
    return max(Path("parts").iterdir())


def measure(hands, place_mm) -> float:
    """A caliper from edge to edge through a place, across and down, by the values that the image shows; its length."""
    image = hands.image
    hands.wait(lambda: abs(image.frame.depth_mm(place_mm)) < 4)
    hands.key("b")
    ends = [edge(image, place_mm, way) for way in ((-1, 0), (1, 0), (0, -1), (0, 1))]
    hands.caliper(*ends)
    hands.key(Qt.Key.Key_Escape)
    read = hands.page.panel
    assert read.current_slot[0] == "T01"
    across, down = (np.linalg.norm(np.subtract(*ends[at : at + 2])) for at in (0, 2))
    return float(max(across, down))


def edge(image, place_mm, way):
    """Where the air ends, in one direction on the image."""
    frame = image.frame
    step = 0.05 * (way[0] * np.asarray(frame.across) + way[1] * np.asarray(frame.down))
    return next(
        tuple(point.tolist())
        for point in (place_mm + n * step for n in range(1000))
        if (image.value_at(tuple(point.tolist())) or 0) > EDGE_HU
    )


def press(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def conclude(hands, local: str, overall: str) -> None:
    """Answer, call, and have the conclusions shown: they agree, so that nothing is left to do."""
    page = hands.page
    for question in ("tissue", "contiguous"):
        press(page.panel.slot.questions.block(question).answers.button("none"))
    page.panel.new_lesions.fold.open()
    press(page.panel.new_lesions.answers.button("none"))
    press(page.calls.block("T01").choices.button(local))
    press(page.calls.block("overall").choices.button(overall))
    hands.key("v")
    assert page.todo.first() is None, page.todo.first()


def sign(hands) -> None:
    pages = hands.the(EndingPages)
    press(pages.go_on)
    for question, value in (("arm", "I do not know"), ("traces", "none"), (CONFIDENCE, "a guess")):
        answer = pages.questionnaire.answer(question, value)
        answer.setFocus()
        QTest.keyClick(answer, Qt.Key.Key_Space)
    press(pages.questionnaire.seal)
    QTest.keyClicks(pages.findChild(QLineEdit), PASSWORD)
    hands.click("Sign the read")
    hands.click("Back to the worklist")
