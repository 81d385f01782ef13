"""What the reading room is made of is loaded while nobody waits."""

import subprocess
import sys

from PySide6.QtCore import QObject

from seedcryo_reader.app.ahead import ROOM, Ahead

HEAVY = ("pydantic", "pydicom", "vtkmodules", "SimpleITK", "imagecodecs", "PIL", "seedcryo_reader.ui.reading.room")


def loaded(statement: str) -> set[str]:
    """Which of the heavy modules a fresh interpreter has after a statement."""
    line = f"import sys; {statement}; print(*({HEAVY} & sys.modules.keys()))".replace("('", "{'").replace("')", "'}")
    done = subprocess.run([sys.executable, "-P", "-c", line], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_the_window_needs_nothing_that_only_a_case_needs():
    assert loaded("import seedcryo_reader.app.window") == set()


def test_a_case_needs_neither_what_decodes_nor_what_registers():
    assert loaded("import seedcryo_reader.ui.reading.room") == {
        "pydantic", "vtkmodules", "seedcryo_reader.ui.reading.room",
    }  # fmt: skip


def test_what_is_loaded_ahead_is_the_reading_room(qtbot):
    window = QObject()
    ahead = Ahead(ROOM, window, pause_ms=0)
    qtbot.waitUntil(lambda: ahead.is_done)
    assert "seedcryo_reader.ui.reading.room" in sys.modules


def test_nothing_is_loaded_before_its_time_nor_after_the_window(qtbot):
    window = QObject()
    ahead = Ahead(["seedcryo_reader.no_such_module"], window, pause_ms=60_000)
    assert not ahead.is_done
    window.deleteLater()
    with qtbot.waitSignal(ahead.destroyed):
        pass
