"""The reader's guide says what the program does: its keys, its words, its pictures, and it stays short."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QImageReader, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared.actions import ACTS
from seedcryo_reader.ui.shared.page_setting import set_page, slug

MANUAL = resources() / "manual"
TEXT = (MANUAL / "readers-guide.md").read_text("utf-8")
KEYS = {act.name: act.keys for act in ACTS.values()}
NAMED = re.compile(r"\*\*([^*]+)\*\*\s\(`([^`]+)`\)|(?<=\(\*\*)([^*]+)\*\*, `([^`]+)`")
MOST_PAGES = 15
MOST_BYTES = 2_000_000


def rows():
    """The rows of the tables of acts: names and keys."""
    for table in re.findall(r"^\| Act \| Keys \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.MULTILINE):
        for line in table.splitlines():
            names, keys = line.strip("| ").split(" | ")[:2]
            yield from zip(re.split(", ", names), re.findall("`([^`]+)`", keys), strict=True)


def in_sentences():
    for bold, key, inner, its_key in NAMED.findall(TEXT):
        yield " ".join((bold or inner).split()), key or its_key


def test_every_key_is_that_of_the_act_it_stands_at():
    told = [*rows(), *in_sentences()]
    assert len(told) > 60
    assert [(name, key) for name, key in told if key not in KEYS.get(name, ())] == []


def test_no_key_stands_without_its_act():
    assert len(re.findall("`[^`]+`", TEXT)) == len([*rows(), *in_sentences()])


def shown_words():
    """Everything that the screens can say, as patterns: texts in their code, the protocol's and the vocabularies'."""
    yield from KEYS
    package = resources().parent / "seedcryo_reader"
    for folder in ("ui", "domain"):
        for file in (package / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
                    yield node.value
    protocol = tomllib.loads((resources() / "protocols" / "seed-cryo" / "0.1.toml").read_text("utf-8"))
    for question in protocol["questions"]:
        yield from question["answers"]


def test_every_word_in_bold_is_on_the_screen():
    leads = re.compile(r"(?:^|\n)(?:[-*\d.]+ )?\*\*[^*]+\*\*[:.]?|\*\*[^*]+[.:?]\*\*")
    bold = {" ".join(one.split()) for one in re.findall(r"\*\*([^*]+)\*\*", leads.sub("", TEXT))}
    patterns = {re.sub(r"\\\{\d\\\}|%\d", r".+", re.escape(one)) for one in shown_words()}
    anything = re.compile("|".join(f"(?:{one})" for one in patterns if one.replace(".+", "").strip(" .,:·")))
    assert len(bold) > 40
    assert sorted(one for one in bold if not anything.fullmatch(one)) == []


def test_every_picture_is_there_and_all_are_used():
    used = re.findall(r"!\[[^\]]+\]\((pictures/[^)]+)\)", TEXT)
    assert sorted(used) == sorted(str(one.relative_to(MANUAL)) for one in MANUAL.glob("pictures/guide-*.png"))
    assert all(QImageReader(str(MANUAL / one)).size().toTuple() == (1280, 800) for one in used)
    assert sum((MANUAL / one).stat().st_size for one in used) < MOST_BYTES


def test_every_link_leads_somewhere():
    headings = {slug(one) for one in re.findall("^#+ (.+)$", TEXT, re.MULTILINE)}
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", TEXT):
        there = target[1:] in headings if target.startswith("#") else (MANUAL / target).is_file()
        assert there, target


@pytest.mark.usefixtures("dressed")
def test_it_is_no_longer_than_fifteen_pages(tmp_path: Path):
    paper = QPdfWriter(str(tmp_path / "guide.pdf"))
    paper.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    paper.setResolution(96)
    document = QTextDocument()
    document.setBaseUrl(QUrl.fromLocalFile(f"{MANUAL}/"))
    document.setMarkdown(TEXT)
    document.setDocumentMargin(57)  # 15 mm
    document.setPageSize(paper.pageLayout().paintRectPixels(96).size().toSizeF())
    set_page(document, round(document.textWidth()) - 2 * 57, 1.0)
    document.print_(paper)
    assert 5 < document.pageCount() <= MOST_PAGES
