"""What the tour did: a numbered picture of the window per step, and a file that says what was checked."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from seedcryo_reader.demo.tour.hands import TourStopped

FILE: Final = "tour.json"


@dataclass
class Diary:
    """Written as the tour goes.

    Attributes
    ----------
    out : Path
        Folder of the pictures; it exists.
    window : QWidget
    mistakes : list of str
        The program's own mistakes, noted by whoever catches them; none may be there.
    """

    out: Path
    window: QWidget
    mistakes: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)

    def check(self, what: str, seen: object, expected: object, *, holds: bool | None = None) -> None:
        """Note what was seen and what was expected, for the next step's picture.

        Parameters
        ----------
        holds : bool, optional
            Whether that is right; by default where both are equal.

        Raises
        ------
        TourStopped
            It is not.
        """
        is_right = seen == expected if holds is None else holds
        self.pending.append({"what": what, "seen": str(seen), "expected": str(expected), "holds": is_right})
        if not is_right:
            msg = f"{what}: the screen shows {seen}, expected was {expected}."
            raise TourStopped(msg)

    def step(self, name: str, *, is_last: bool = False) -> None:
        """Take a picture of the window, with what lies over it, and note what was checked up to here.

        Raises
        ------
        TourStopped
            The program made a mistake meanwhile.
        """
        QApplication.processEvents()
        file = f"{len(self.steps) + 1:02}-{'-'.join(re.findall(r'[a-z0-9]+', name.lower()))}.png"
        self._picture().save(str(self.out / file), "PNG")
        self.steps.append({"step": len(self.steps) + 1, "name": name, "picture": file, "checks": self.pending})
        self.pending = []
        if self.mistakes and not is_last:
            msg = f"The program made a mistake: {self.mistakes[0]}."
            raise TourStopped(msg)

    def _picture(self) -> QPixmap:
        """The window as it is seen: darker under a dialog, which lies in its middle."""
        picture = self.window.grab()
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is not None:
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 120))
            gap = (self.window.size() - over.size()) / 2
            painter.drawPixmap(QPoint(gap.width(), gap.height()), over.grab())
            painter.end()
        return picture

    def run(self, case: str, course: Callable[[], None]) -> str | None:
        """Walk a course; what went wrong in a sentence, None where nothing did. The file is written either way."""
        failure = None
        try:
            course()
        except TourStopped as stopped:
            at = self.steps[-1]["name"] if self.steps else "the start"
            failure = f"After “{at}”: {stopped}"
        self.end(case, failure)
        return failure

    def end(self, case: str, failure: str | None) -> None:
        """Write the file, in the place of that of an earlier course; a failure gets a last picture."""
        if failure is not None:
            self.step("stopped here", is_last=True)
        self.cases.append(case)
        checks = [one for step in self.steps for one in step["checks"]]
        told = {
            "format": 1,
            "case": ", ".join(self.cases),
            "holds": failure is None,
            "failure": failure,
            "total": {"steps": len(self.steps), "checks": len(checks)},
            "steps": self.steps,
        }
        (self.out / FILE).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
