"""The theme as a style sheet.

Kinds are set as properties: a button's ``kind`` is ``primary``, ``danger`` or ``quiet`` (else secondary); a label's
``tone`` is ``title``, ``large``, ``muted``, ``small``, ``warning``, ``danger`` or ``good``; a frame's ``kind`` is
``card``, ``line`` or ``upright`` (a line that stands).
"""

from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final

from seedcryo_reader.ui.shared.tokens import Colours, TypeScale


def style_sheet(colours: Colours, sizes: TypeScale, controls: Path | None) -> str:
    """The style sheet of everything.

    Parameters
    ----------
    colours : Colours
    sizes : TypeScale
    controls : Path or None
        Folder of the marks inside check boxes, combo boxes and trees; without it they are told by colour alone.
    """
    values = asdict(colours) | {f"{name}_px": f"{size}px" for name, size in asdict(sizes).items()}
    sheet = Template(_BASE + _BUTTONS + _FIELDS + _VIEWS + _BARS).substitute(values)
    if controls is not None:
        sheet += Template(_MARKS).substitute(controls=controls.as_posix())
    return sheet


_BASE: Final = """
* { outline: none; }
QMainWindow, QDialog, QMessageBox { background: $background; }
QLabel { background: transparent; }
QLabel[tone="title"] { font-size: $title_px; font-weight: 600; }
QLabel[tone="large"] { font-size: $large_px; font-weight: 600; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="small"] { color: $muted; font-size: $small_px; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="good"] { color: $good; }
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; max-height: 20px;
  min-height: 20px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 10px; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; padding: 0 4px; color: $muted; }
"""

_BUTTONS: Final = """
QPushButton { background: $raised; border: 1px solid $line; border-radius: 6px; padding: 6px 14px; min-height: 18px; }
QPushButton:hover { background: $line; }
QPushButton:pressed { background: $surface; }
QPushButton:checked { border-color: $accent; color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $muted; background: $surface; border-color: $raised; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $background; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $mark; border-color: $mark; }
QPushButton[kind="primary"]:pressed { background: $side_a; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $raised; border-color: $raised; color: $muted; }
QPushButton[kind="danger"] { background: transparent; border-color: $danger; color: $danger; }
QPushButton[kind="danger"]:hover { background: $raised; }
QPushButton[kind="danger"]:focus { border: 2px solid $danger; }
QPushButton[kind="danger"]:disabled { border-color: $line; color: $muted; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent; padding: 6px 8px; }
QPushButton[kind="quiet"]:hover { background: $raised; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton[kind="quiet"]:disabled { color: $muted; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $line; border-color: $line; }
QToolButton:checked { border-color: $accent; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 3px 4px; border: 1px solid transparent;
  border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator, QGroupBox::indicator {
  width: 14px; height: 14px; border: 1px solid $muted; border-radius: 3px; background: $surface; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
  background: $surface; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView::indicator:checked, QGroupBox::indicator:checked, QCheckBox::indicator:indeterminate {
  background: $accent; border-color: $accent; }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,
  fx: 0.5, fy: 0.5, stop: 0 $accent, stop: 0.5 $accent, stop: 0.6 $surface, stop: 1 $surface); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $raised; }
"""

_FIELDS: Final = """
QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser, QAbstractSpinBox, QComboBox {
  background: $surface; border: 1px solid $line; border-radius: 6px; padding: 5px 8px;
  selection-background-color: $accent; selection-color: $background; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $muted; background: $background; }
QLineEdit[wrong="true"] { border-color: $danger; }
QComboBox { padding-right: 24px; min-height: 18px; }
QComboBox:focus { padding-right: 23px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px;
  selection-background-color: $line; selection-color: $text; }
"""

_VIEWS: Final = """
QAbstractItemView { background: $surface; alternate-background-color: $surface; border: 1px solid $line;
  border-radius: 6px; selection-background-color: $line; selection-color: $text; gridline-color: $raised; }
QAbstractItemView:focus { border-color: $accent; }
QAbstractItemView::item { padding: 4px 8px; border: none; }
QAbstractItemView::item:hover { background: $raised; }
QAbstractItemView::item:selected { background: $line; }
QListView::item, QTreeView::item { min-height: 22px; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 6px 11px; font-size: $small_px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_BARS: Final = """
QMenuBar { background: $background; border-bottom: 1px solid $raised; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 30px; border-radius: 4px; }
QMenu::indicator { left: 8px; width: 14px; height: 14px; border-radius: 3px; }
QMenu::indicator:checked { background: $accent; }
QMenu::item:selected { background: $line; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QToolBar { background: $background; border: none; spacing: 4px; padding: 4px; }
QStatusBar { background: $background; color: $muted; border-top: 1px solid $raised; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; font-size: $small_px; padding: 2px 8px; }
QTabWidget::pane { border: 1px solid $line; border-radius: 6px; top: -1px; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 14px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar:focus { border: 1px solid $accent; border-radius: 4px; }
QProgressBar { background: $raised; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $raised; }
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 3px; }
QSplitter::handle:vertical { height: 3px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::groove:vertical { background: $line; width: 4px; border-radius: 2px; }
QSlider::handle { background: $text; border-radius: 6px; }
QSlider::handle:horizontal { width: 12px; margin: -4px 0; }
QSlider::handle:vertical { height: 12px; margin: 0 -4px; }
QSlider::handle:focus { background: $accent; }
"""

_MARKS: Final = """
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView::indicator:checked, QGroupBox::indicator:checked, QMenu::indicator:checked {
  image: url("$controls/check.svg"); }
QCheckBox::indicator:indeterminate { image: url("$controls/partly.svg"); }
QComboBox::down-arrow { image: url("$controls/down.svg"); width: 14px; height: 14px; }
QAbstractSpinBox::up-arrow { image: url("$controls/up.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$controls/down.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { background: transparent; border: none; width: 18px; }
QTreeView::branch:has-children:closed { image: url("$controls/right.svg"); }
QTreeView::branch:has-children:open { image: url("$controls/down.svg"); }
QMenu::right-arrow { image: url("$controls/right.svg"); width: 12px; height: 12px; }
QTabBar::close-button { image: url("$controls/close.svg"); }
"""
