"""The adjudicator's guide says what the program does: its keys, its words, and links that lead somewhere."""

import ast
import re
from pathlib import Path

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui import adjudication
from seedcryo_reader.ui.adjudication.home import AdjudicatorHome
from seedcryo_reader.ui.shared.actions import ACTS
from seedcryo_reader.ui.shared.page_setting import slug

TEXT = (resources() / "manual" / AdjudicatorHome.guide).read_text("utf-8")
OF_HERE = {"everywhere", "disputes", "dispute", "decision", "image"}
KEYS = {act.name: act.keys for act in ACTS.values() if act.context in OF_HERE}
BESIDES = {"NL01", "1", "9", "Esc", "A", "2", "Ctrl+Return"}
"""What is no act beside its key: a lesion, and keys in a row."""


def told():
    """Acts with the keys that stand at them, in tables and in sentences."""
    for table in re.findall(r"^\| Act \| Keys \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.MULTILINE):
        for line in table.splitlines():
            names, keys = line.strip("| ").split(" | ")[:2]
            yield from zip(names.split(", "), re.findall("`([^`]+)`", keys), strict=True)
    for bold, key in re.findall(r"\*\*([^*]+)\*\*\s\(`([^`]+)`\)", TEXT):
        yield " ".join(bold.split()), key


def test_every_key_is_that_of_the_act_it_stands_at() -> None:
    found = list(told())
    assert len(found) > 30
    assert [(name, key) for name, key in found if key not in KEYS.get(name, ())] == []


def test_no_key_stands_without_its_act() -> None:
    assert set(re.findall("`([^`]+)`", TEXT)) <= {key for _, key in told()} | BESIDES


def test_every_state_and_button_in_bold_is_on_the_screen() -> None:
    folder = Path(adjudication.__path__[0])
    nodes = (node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    bold = {" ".join(one.split()) for one in re.findall(r"\*\*([^*]+)\*\*", TEXT)}
    spoken = {"where the reads first part", "A in blue with a whole line, B in orange with a dashed one"}
    assert bold - spoken - set(KEYS) - texts == set()


def test_every_link_leads_to_a_heading() -> None:
    headings = {slug(one) for one in re.findall("^#+ (.+)$", TEXT, re.MULTILINE)}
    assert {one[1:] for one in re.findall(r"\]\((#[^)]+)\)", TEXT)} <= headings
