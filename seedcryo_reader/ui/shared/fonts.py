"""The type that ships with the program: a machine without fonts must not show boxes."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES: Final = ("Inter", "Noto Sans CJK SC")
"""Latin, Greek and Cyrillic; then Simplified Chinese."""


def load(folder: Path) -> None:
    """Make the fonts of a folder known to Qt.

    Raises
    ------
    FileNotFoundError
        A font is missing or cannot be read: the program is not installed whole.
    """
    files = sorted(folder.glob("*.otf"))
    if not files or any(QFontDatabase.addApplicationFont(str(file)) < 0 for file in files):
        msg = f"The program's fonts are missing in {folder}. Install the program again."
        raise FileNotFoundError(msg)


def font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Our type in a size of logical pixels, with figures that stand under each other."""
    made = QFont(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
