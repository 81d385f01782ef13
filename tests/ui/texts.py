"""Every text of the screens that a translator must be given although no call with a literal shows it to lupdate."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import seedcryo_reader.ui
from seedcryo_reader.domain.anatomy import PLACES
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus
from seedcryo_reader.ui.adjudication import words as dispute_words
from seedcryo_reader.ui.reading.lesions import words
from seedcryo_reader.ui.shared.actions import ACTS
from seedcryo_reader.ui.shared.sheet import HEADINGS
from seedcryo_reader.ui.station.menus import MENUS
from seedcryo_reader.ui.viewport import wording

SOURCES = Path(seedcryo_reader.ui.__file__).parent
WRAPPERS = {wording: ("tr", "Viewport"), words: ("_tr", "Lesions"), dispute_words: ("_tr", "Disputes")}
"""Modules whose own function translates within a context, and both names."""

_HEAD = '''"""Texts that the program translates by a name: lupdate finds them here. A test makes them of its tables."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEXTS = (
'''


def tables() -> Iterator[tuple[str, str]]:
    """Context and text of every table, each once."""
    seen: set[tuple[str, str]] = set()
    for one in _all():
        if one not in seen:
            seen.add(one)
            yield one


def _all() -> Iterator[tuple[str, str]]:
    for act in ACTS.values():
        yield from (("Acts", text) for text in (act.name, act.help))
    yield from (("Acts", text) for text in HEADINGS.values())
    yield from (("Menus", text) for text in MENUS)
    terms: tuple[Iterable[str], ...] = (PLACES, *PLACES.values(), NonTargetStatus, Certainty, NewLesions)
    yield from (("Terms", str(text)) for group in terms for text in group)
    for module, (name, context) in WRAPPERS.items():
        yield from ((context, text) for text in literals(Path(str(module.__file__)), name))


def literals(source: Path, called: str) -> Iterator[str]:
    """What a function of a module is called with there."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == called:
            (text,) = node.args
            assert isinstance(text, ast.Constant), f"{source}:{node.lineno} translates what is not written there"
            yield str(text.value)


def module_of_tables() -> str:
    """The file `resources/translations/tables.py`."""
    lines = []
    for context, text in tables():
        quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        line = f'    QT_TRANSLATE_NOOP("{context}", {quoted}),'
        lines.append(line if len(line) <= 120 else f'    QT_TRANSLATE_NOOP(\n        "{context}", {quoted}\n    ),')
    return _HEAD + "\n".join(lines) + "\n)\n"
