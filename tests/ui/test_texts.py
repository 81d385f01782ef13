"""Whatever a person reads can be translated: no text goes to a widget without `tr`, and lupdate finds all of them."""

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ui.texts import SOURCES, module_of_tables, tables

from seedcryo_reader.app.paths import resources

FILES = sorted(SOURCES.rglob("*.py"))
SHOWING = {
    *("setText", "setToolTip", "setStatusTip", "setWindowTitle", "setPlaceholderText", "setTitle", "setLabel"),
    *("setAccessibleName", "setAccessibleDescription", "setWhatsThis", "setHeaderLabels", "setInformativeText"),
    *("setHorizontalHeaderLabels", "setVerticalHeaderLabels", "addItem", "addItems", "addAction", "addMenu", "addTab"),
    *("addRow", "showMessage", "showText", "say", "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton"),
    *("QGroupBox", "QListWidgetItem", "QTableWidgetItem", "QTreeWidgetItem", "QAction", "QMenu", "Words", "words"),
    *("label", "button", "ActButton", "PickButton", "Expander", "Fold", "ReasonDialog", "confirm", "ask_text"),
}
"""What shows the texts that it is called with."""
NO_WORDS = {"i", "✓  ", "›"}
"""Signs, the same in every language."""


def shown_literals(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and text of every literal with letters that goes to what shows it, and through no translation."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SHOWING:
            for argument in (*node.args, *(one.value for one in node.keywords)):
                found += [one for one in _untranslated(argument) if one[1] not in NO_WORDS]
    return found


def _untranslated(node: ast.AST) -> list[tuple[int, str]]:
    if isinstance(node, ast.Call):
        return []  # looked at by itself where it shows; else it makes a text of a name
    if isinstance(node, ast.Constant):
        has_letters = isinstance(node.value, str) and any(letter.isalpha() for letter in node.value)
        return [(node.lineno, node.value)] if has_letters else []
    if isinstance(node, ast.Subscript | ast.FormattedValue | ast.Compare | ast.Lambda):
        return []
    return [one for child in ast.iter_child_nodes(node) for one in _untranslated(child)]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCES).as_posix())
def test_every_text_of_a_screen_goes_through_the_translation(file: Path) -> None:
    assert shown_literals(ast.parse(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        'box.setText("Sign in")',
        'QPushButton("Go", self)',
        'x.setToolTip(f"{n} images")',
        'label("a" if b else tr("c"))',
    ],
)
def test_a_text_that_was_forgotten_is_found(line: str) -> None:
    assert shown_literals(ast.parse(line)) != []


def test_a_translated_text_and_a_name_are_let_be() -> None:
    assert shown_literals(ast.parse('box.setText(self.tr("%1 of %2").replace("%1", n))')) == []
    assert shown_literals(ast.parse('box.setProperty("kind", "card")')) == []


def test_texts_of_tables_are_in_the_module_that_lupdate_reads() -> None:
    made = resources() / "translations" / "tables.py"
    assert made.read_text("utf-8") == module_of_tables(), "write ui.texts.module_of_tables() to tables.py"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Contexts and their texts, as Qt's own tool finds them."""
    found = tmp_path_factory.mktemp("texts") / "found.ts"
    lupdate = Path(sys.executable).parent / "pyside6-lupdate"
    files = [*map(str, FILES), str(resources() / "translations" / "tables.py")]
    subprocess.run([str(lupdate), *files, "-ts", str(found)], check=True, capture_output=True, timeout=60)
    contexts = ElementTree.parse(found).getroot().iter("context")  # noqa: S314 - made a moment ago
    return {one.findtext("name") or "": {text.text or "" for text in one.iter("source")} for one in contexts}


def test_lupdate_finds_what_the_tables_hold(extracted: dict[str, set[str]]) -> None:
    assert [one for one in tables() if one[1] not in extracted.get(one[0], set())] == []


def test_every_context_is_one_that_the_program_asks_for(extracted: dict[str, set[str]]) -> None:
    trees = [ast.parse(file.read_text("utf-8")) for file in FILES]
    asked = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "translate":
                asked |= {str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)}
    of_wrappers = {"", "wording"}  # the same texts stand in the tables, under the context that is asked for
    assert set(extracted) - of_wrappers <= asked
