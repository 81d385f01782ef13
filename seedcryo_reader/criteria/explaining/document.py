"""The explanation of a protocol: its chapters in their order."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from seedcryo_reader.criteria.explaining import (
    best_response,
    calls,
    derived,
    design,
    glossary,
    identity,
    local,
    local_control,
    measurability,
    measuring,
    new_lesions,
    non_target,
    notes,
    options,
    overall,
    paragraphs,
    questionnaire,
    questions,
    reasons,
    reference,
    schedule,
    sets,
    sums,
    survival,
    target,
)
from seedcryo_reader.criteria.protocol.model import Protocol


class Chapter(NamedTuple):
    """A chapter: its heading, and what makes its lines of Markdown."""

    title: str
    lines: Callable[[Protocol], Iterator[str]]


CHAPTERS: Final = (
    Chapter("What is measured", measuring.lines),
    Chapter("Which lesions are measurable", measurability.lines),
    Chapter("The two sets of lesions", sets.lines),
    Chapter("Reference timepoint and grace period", reference.lines),
    Chapter("Sum of diameters, baseline and nadir", sums.lines),
    Chapter("Response of the targets", target.lines),
    Chapter("Response of the non-target disease", non_target.lines),
    Chapter("New lesions", new_lesions.lines),
    Chapter("Overall response of a timepoint", overall.lines),
    Chapter("Local progression of each target", local.lines),
    Chapter("Questions about each target", questions.lines),
    Chapter("The reader's calls", calls.lines),
    Chapter("Reasons for what is not evaluable", reasons.lines),
    Chapter("Best overall response", best_response.lines),
    Chapter("Local control rate", local_control.lines),
    Chapter("Progression-free survival and local PFS", survival.lines),
    Chapter("Schedule of visits", schedule.lines),
    Chapter("Reads and adjudication", design.lines),
    Chapter("Blinding questionnaire", questionnaire.lines),
    Chapter("Treatment response and SDTM terms", derived.lines),
    Chapter("Annex: what can look like progression, and notes to readers", notes.lines),
    Chapter("Annex: paragraphs of the protocol", paragraphs.lines),
    Chapter("Annex: abbreviations", glossary.lines),
)
"""The chapters that are made of sentences; the appendix of options comes after them."""

APPENDIX: Final = Chapter("Appendix: every option and its value", options.lines)


def explanation(protocol: Protocol) -> str:
    """The whole document in Markdown, with the appendix."""
    last = _lines(len(CHAPTERS) + 1, APPENDIX, protocol)
    return "\n".join((*sentences(protocol), *last)).rstrip() + "\n"


def sentences(protocol: Protocol) -> Iterator[str]:
    """Its lines without the appendix: everything that is said in words."""
    yield from identity.lines(protocol)
    for place, chapter in enumerate(CHAPTERS, 1):
        yield from _lines(place, chapter, protocol)


def _lines(place: int, chapter: Chapter, protocol: Protocol) -> Iterator[str]:
    yield f"## {place}. {chapter.title}"
    yield ""
    yield from chapter.lines(protocol)
