"""Reads made by hand, written as the truth tables write them, and the tables themselves."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.lengths import Length, Visit
from seedcryo_reader.criteria.protocol.model import Reference
from seedcryo_reader.criteria.rules import decide
from seedcryo_reader.criteria.target import ABOUT, TargetFacts
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.lesion import (
    Absent,
    LocalFinding,
    Mark,
    Merged,
    NotEvaluable,
    RecordedLesion,
    Split,
    TooSmall,
)
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace
from seedcryo_reader.domain.read import Read, Sheet, TimepointRead

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "protocols" / "seed-cryo" / "1.0.toml"
_TRUTH = Path(__file__).parent / "truth"
_IMAGE = ImagePlace(1, "1.2.3")


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a truth table; ``NA`` is a text like any other."""
    with (_TRUTH / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def changed(table, changes: Mapping[str, object]):
    """A table of the protocol with other values, by their paths."""
    for path, value in changes.items():
        key, _, rest = path.partition(".")
        inner = changed(getattr(table, key), {rest: value}) if rest else value
        table = table.model_copy(update={key: inner})
    return table


def axis(mm: str, along: int = 0) -> Axis:
    """An axis of this length, given in up to three places."""
    end = ["0.000", "0.000", "0.000"]
    end[along] = f"{Decimal(mm):.3f}"
    return Axis(("0.000", "0.000", "0.000"), tuple(end), Decimal(mm))


def caliper(long: str, short: str | None = None) -> Caliper:
    """A caliper with axes of these lengths."""
    return Caliper(_IMAGE, axis(long), None if short is None else axis(short, 1))


def assessment(text: str, node: bool = False):
    """``30``, ``0``, ``TSTM``, ``NE`` or ``into T01``; of a node the number is its short axis."""
    fixed = {"0": Absent(), "TSTM": TooSmall(), "NE": NotEvaluable("artefact")}
    if text in fixed:
        return fixed[text]
    if text.startswith("into "):
        return Merged(text.removeprefix("into "))
    return caliper(str(Decimal(text) + 5), text) if node else caliper(text)


def sheet(text: str = "", tissue: str = "", **more) -> Sheet:
    """A sheet such as ``T01=30;T02n=9;T03=15+12``, with answers such as ``T01:present/larger/none``.

    Answers are those to tissue, its change and contiguous tumour; ``-`` is none.
    """
    said = {}
    for entry in filter(None, text.split(";")):
        name, value = entry.split("=")
        lesion, node = name.removesuffix("n"), name.endswith("n")
        pieces = value.split("+")
        if len(pieces) == 1:
            said[lesion, Extent.WHOLE] = assessment(value, node)
        else:
            ids = tuple(f"{lesion}.{number}" for number in range(1, len(pieces) + 1))
            said[lesion, Extent.WHOLE] = Split(ids)
            said |= {(one, Extent.WHOLE): assessment(piece, node) for one, piece in zip(ids, pieces, strict=True)}
    findings = {}
    for entry in filter(None, tissue.split(";")):
        lesion, answers = entry.split(":")
        for question, answer in zip(("tissue", "tissue-change", "contiguous"), answers.split("/"), strict=True):
            if answer != "-":
                reason = "artefact" if answer == "not assessable" else None
                findings[lesion, question] = LocalFinding(answer, reason)
    return Sheet(**{"assessments": said, "findings": findings} | more)


def recorded(*ids: str, node: bool = False) -> dict[str, RecordedLesion]:
    """Lesions the reader found, by their ids."""
    organ, place = ("lymph node", "paraaortic") if node else ("liver", "segment VI")
    mark = Mark(_IMAGE, ("1.000", "2.000", "3.000"))
    return {one: RecordedLesion(one, organ, place, mark) for one in ids}


def read_of(targets: str, *sheets: Sheet) -> Read:
    """A read of targets such as ``T01 T02n``, with a sheet for each timepoint."""
    made = tuple(
        Target(name.removesuffix("n"), "lymph node", "paraaortic", True)
        if name.endswith("n")
        else Target(name, "liver", "segment VI", False)
        for name in targets.split()
    )
    course = tuple(TimepointRead(f"TP{k}", k + 1, f"{k:064x}", (), one) for k, one in enumerate(sheets))
    return Read("C-0001", targets=made, timepoints=course)


def values(conclusions) -> dict[str, str]:
    """What was concluded, by what it is about."""
    return {one.about: one.value for one in conclusions}


def visit(timepoint: str, *lengths: Length) -> Visit:
    """A visit at the station: its number is the one in its name."""
    return Visit(timepoint, int(timepoint.removeprefix("TP")), tuple(lengths))


UNTREATED = Reference(paragraph="2.3", timepoint=0, grace_until=0, if_missing="baseline")
"""A reference timepoint that keeps nothing from counting."""


def target_response(visits, options, *, gone=(), reference=UNTREATED, treated=False) -> Conclusion:
    """What RECIST 1.1 concludes about the sum at the last of these visits, with its trace."""
    facts = TargetFacts(visits, options, reference, treated, gone)
    return decide(ABOUT, FAMILIES[options.rule].target, facts).conclusion()
