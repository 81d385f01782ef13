"""Opens a station's whole window on the platform that is there, signs in, receives and opens a case; tells as JSON.

Arguments: the station's folder, the password, the case number, the file for the picture, the sealed parts.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton

from seedcryo_reader.app.window import application, make_shell
from seedcryo_reader.demo.tour.hands import Hands
from seedcryo_reader.ui.viewport.viewport import Viewport


def main(station: str, password: str, case: str, picture: str, *parts: str) -> None:
    program = application()
    shell = make_shell(Path(station))
    hands = Hands(shell)
    try:
        shell.resize(1280, 800)
        shell.show()
        shell.activateWindow()
        hands.wait(hands.find(QListWidget, "Accounts").hasFocus, "an account to be asked for")
        hands.key(Qt.Key.Key_Return)
        hands.wait(hands.find(QLineEdit, "Password").hasFocus, "the password to be asked for")
        hands.type(password)
        hands.key(Qt.Key.Key_Return)
        hands.drop(hands.find(QLabel, "Worklist"), [Path(one) for one in parts])
        hands.find(QLabel, "Everything is here.")
        hands.click(hands.find(QPushButton, "Close"))
        hands.wait(hands.find(QPushButton, "Next case").isEnabled, "a case that can be read")
        hands.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        hands.find(QLabel, f"{case} · TP0")
        image = next(hands.all(Viewport))
        shell.grab().save(picture)
        corner = image.mapTo(shell, image.rect().topLeft())
        room = [corner.x(), corner.y(), image.width(), image.height()]
        print(json.dumps({"platform": QGuiApplication.platformName(), "image": room}))
    finally:
        shell.close()
        program.processEvents()


if __name__ == "__main__":
    main(*sys.argv[1:])
