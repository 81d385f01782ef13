from pathlib import Path

from PySide6.QtCore import Qt
from ui.coordination.conftest import Hands
from ui.coordination.fake_desk import FakeDesk, new_study

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.post import Fate, FileLine

CHANGED = Finding("changed", "77aa.seedmail was changed on its way. Ask the sender to write it again.")
FILES = (
    FileLine("11bb.seedmail", Fate.TAKEN, who="reader-b"),
    FileLine("22cc.seedmail", Fate.HERE),
    FileLine("77aa.seedmail", Fate.REFUSED, (CHANGED,)),
    FileLine("99dd.seedmail", Fate.WAITING, (Finding("part-missing", "The sealed part that it names is not here."),)),
)


def rows(at: Hands, name: str) -> list[list[str]]:
    model = at.named(LinesView, name).model()
    every = range(model.rowCount())
    return [[model.data(model.index(k, column)) for column in range(model.columnCount())] for k in every]


def test_the_post_is_told_per_account(hands) -> None:
    at = hands()
    at.go(4)
    assert rows(at, "Post per account") == [
        ["reader-a", "3", "41", "2026-11-22"],
        ["reader-b", "12", "30", "2026-11-10"],
        ["adjudicator-x", "–", "18", "2026-11-19"],
        ["intake-1", "–", "–", "–"],
    ]


def test_what_was_refused_stands_first_with_its_reason_in_full(hands) -> None:
    at = hands(FakeDesk(files=FILES))
    at.go(4).take_from(Path("/media/STICK"))
    at.settle()
    assert [one[:3] for one in rows(at, "Files of the last exchange")] == [
        ["refused", "–", "77aa.seedmail"],
        ["waits for a part", "–", "99dd.seedmail"],
        ["taken in", "reader-b", "11bb.seedmail"],
        ["was here already", "–", "22cc.seedmail"],
    ]
    assert "Taken from STICK · files: 4 · refused: 1" in at.texts()
    assert CHANGED.text in at.texts()
    assert at.desk.done == [("in STICK",)]


def test_what_waits_is_written(hands) -> None:
    at = hands(FakeDesk(files=(FileLine("11bb.seedmail", Fate.WRITTEN),)))
    at.go(4).write_to(Path("/media/STICK"))
    at.settle()
    assert at.desk.done == [("out STICK",)]
    assert "Written to STICK · files: 1" in at.texts()


def test_post_goes_round_at_the_station_by_a_key(hands) -> None:
    at = hands()
    at.go(4)
    at.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert at.desk.done == [("here",)]


def test_trouble_with_the_folder_is_said(hands) -> None:
    at = hands(FakeDesk(fails=[EnvironmentFailure("STICK cannot be written: no space is left.")]))
    page = at.go(4)
    page.write_to(Path("/media/STICK"))
    at.settle()
    assert page.banner.text == "STICK cannot be written: no space is left."


def test_without_an_account_there_is_nobody_to_exchange_with(hands) -> None:
    at = hands(FakeDesk(new_study()))
    at.go(4)
    assert rows(at, "Post per account") == []
