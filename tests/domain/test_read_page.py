import re
from dataclasses import fields
from pathlib import Path

from domain.stamps import STAMP, record

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.events import EVENTS, SHEET_ACTS, Note, TimepointLocked, Undoing
from seedcryo_reader.domain.lifecycle import RESUME, TABLE
from seedcryo_reader.domain.record import SCHEMA
from seedcryo_reader.domain.wording import LONGEST_NOTE, LONGEST_REASON

PAGE = (Path(__file__).resolve().parents[2] / "resources" / "manual" / "read.md").read_text("utf-8")


def rows_of(heading):
    """The rows of the first table under a heading, without its head."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    table = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]
    return table[2:]


_GROUPS = {"sheet": "*act on the sheet*", "note": "*note*"}
"""Groups of events that the table tells in one row."""


def test_the_manual_draws_the_life_of_a_read_as_the_program_has_it():
    told = []
    for row in TABLE:
        event = _GROUPS.get(_group(row.event), f"`{row.event.__name__}`")
        to = "as before" if row.to == RESUME else str(row.to)
        told.append([str(row.state), event, to, row.meaning])
    assert rows_of("The life of a read") == [row for k, row in enumerate(told) if row not in told[:k]]


def _group(event):
    if event in SHEET_ACTS:
        return "sheet"
    if event in Undoing.__args__:
        return "undo"
    return "note" if event in Note.__args__ else "course"


def test_the_manual_lists_every_event_with_its_meaning():
    told = {row[0].strip("`"): row[1:] for row in rows_of("Every event")}
    assert told == {
        name: [_group(event), " ".join(event.__doc__.partition("\n\n")[0].split())] for name, event in EVENTS.items()
    }


def test_the_manual_names_every_field_that_is_hashed():
    told = [re.findall(r"`([a-z_0-9]+)`", field) for field, _ in rows_of("What is hashed")]
    body = canonical.decode(record(TimepointLocked("TP0")).encoded())
    assert sorted(name for names in told for name in names) == sorted(body)
    [stamp] = [text for field, text in rows_of("What is hashed") if field == "`stamp`"]
    assert set(re.findall(r"`([a-z_0-9]+)`", stamp)) == {*STAMP.plain(), "id", "root", "sha256"}
    assert f"version of the form, now {SCHEMA} |" in PAGE
    assert {field.name for field in fields(STAMP)} - set(STAMP.plain()) == {
        "study_id",
        "root_id",
        "protocol_id",
        "protocol_sha256",
    }


def test_the_manual_says_how_much_can_be_written():
    assert f"A note has at most {LONGEST_NOTE:,} characters" in PAGE
    assert f"a reason, an answer, a name at most {LONGEST_REASON}." in PAGE


def test_the_page_is_short():
    assert len(PAGE.splitlines()) <= 150
