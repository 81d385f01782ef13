"""One cold start: the program from nothing to the painted worklist of a station, its password typed by events.

Run by ``station.py`` in a process of its own: ``cold_start.py STATION PASSWORD``. Says ``there`` once the list of cases
is painted, then ends as the window's close button ends it.
"""

import logging
import sys
from pathlib import Path

from seedcryo_reader.app.commands import run  # noqa: F401 - what the command has loaded before it opens the window

if __name__ == "__main__":
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL + 1)
    from seedcryo_reader.app import station_door  # noqa: F401 - in the order of the command
    from seedcryo_reader.app.window import application, make_shell

    program = application()
    shell = make_shell(Path(sys.argv[1]))
    shell.show()

    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QLineEdit, QTableWidget

    typed = False

    def look() -> None:
        """Type the password where it is asked for; say when the cases are there."""
        global typed  # noqa: PLW0603
        field = program.focusWidget()
        if isinstance(field, QLineEdit) and not typed:
            typed = True
            for text in (*sys.argv[2], "\r"):
                key = Qt.Key.Key_Return if text == "\r" else Qt.Key.Key_unknown
                program.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))
        table = shell.findChild(QTableWidget)
        if table is not None and table.rowCount() and table.isVisible():
            clock.stop()
            shell.repaint()
            print("there", flush=True)
            QTimer.singleShot(0, shell.close)

    clock = QTimer(interval=2)
    clock.timeout.connect(look)
    clock.start()
    program.exec()
