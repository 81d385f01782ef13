from dataclasses import asdict
from itertools import product

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QTextLayout
from PySide6.QtWidgets import QApplication

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared.fonts import FAMILIES, font, load
from seedcryo_reader.ui.shared.theme import COLOURS, TYPE

GROUNDS = ("background", "surface", "raised")
INKS = ("text", "muted", "accent", "warning", "danger", "good")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), list(product(INKS, GROUNDS)))
def test_text_can_be_read_on_every_ground(ink: str, ground: str) -> None:
    colours = asdict(COLOURS)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["accent", "mark", "side_a"])
def test_the_main_button_can_be_read(ground: str) -> None:
    assert contrast(COLOURS.background, asdict(COLOURS)[ground]) >= 4.5


def test_a_chosen_row_can_be_read() -> None:
    assert contrast(COLOURS.text, COLOURS.line) >= 4.5


def test_the_ring_around_what_has_the_focus_can_be_seen() -> None:
    assert all(contrast(COLOURS.accent, asdict(COLOURS)[ground]) >= 3 for ground in GROUNDS)  # WCAG 2.2, 1.4.11


def test_the_shipped_type_is_in_use(dressed: QApplication) -> None:
    assert QFontInfo(dressed.font()).family() == FAMILIES[0]
    assert QFontInfo(font(TYPE.body, QFont.Weight.DemiBold)).styleName() == "Semi Bold"


@pytest.mark.parametrize(
    ("text", "family"), [("AzÄéß×±≥−…–“”αβΩДя°µ²→", FAMILIES[0]), ("肿瘤病灶测量确定，。", FAMILIES[1])]
)
def test_every_script_that_we_ship_is_written_in_our_type(dressed: QApplication, text: str, family: str) -> None:
    layout = QTextLayout(text, dressed.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert {run.rawFont().familyName() for run in runs} == {family}
    assert all(index > 0 for run in runs for index in run.glyphIndexes())


def test_figures_stand_under_each_other(dressed: QApplication) -> None:
    metrics = QFontMetrics(font(TYPE.body))
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_missing_fonts_are_told(tmp_path) -> None:
    with pytest.raises(FileNotFoundError, match="Install the program again"):
        load(tmp_path)


def test_fonts_and_icons_stay_small() -> None:
    assert sum(file.stat().st_size for file in (resources() / "fonts").iterdir()) < 4_000_000
