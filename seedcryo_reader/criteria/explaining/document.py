"""The explanation of a protocol: its chapters in their order."""

from collections.abc import Callable, Iterator
from enum import StrEnum
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
from seedcryo_reader.criteria.explaining.words import sentence
from seedcryo_reader.criteria.protocol.model import Protocol


class Audience(StrEnum):
    """Whose chapters are printed, where those of the others are left out."""

    READERS = "readers"
    COORDINATOR = "coordinator"


class Chapter(NamedTuple):
    """A chapter: its heading, what makes its lines of Markdown, and whom alone it is for, if anybody."""

    title: str
    lines: Callable[[Protocol], Iterator[str]]
    only: Audience | None = None


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
    Chapter("Questions about each target", questions.lines, Audience.READERS),
    Chapter("The reader's calls", calls.lines, Audience.READERS),
    Chapter("Reasons for what is not evaluable", reasons.lines, Audience.READERS),
    Chapter("Best overall response", best_response.lines, Audience.COORDINATOR),
    Chapter("Local control rate", local_control.lines, Audience.COORDINATOR),
    Chapter("Progression-free survival and local PFS", survival.lines, Audience.COORDINATOR),
    Chapter("Schedule of visits", schedule.lines, Audience.COORDINATOR),
    Chapter("Reads and adjudication", design.lines, Audience.COORDINATOR),
    Chapter("Blinding questionnaire", questionnaire.lines, Audience.READERS),
    Chapter("Treatment response and SDTM terms", derived.lines, Audience.COORDINATOR),
    Chapter("Annex: what can look like progression, and notes to readers", notes.lines, Audience.READERS),
    Chapter("Annex: paragraphs of the protocol", paragraphs.lines),
    Chapter("Annex: abbreviations", glossary.lines),
)
"""The chapters that are made of sentences; the appendix of options comes after them."""

APPENDIX: Final = Chapter("Appendix: options and their values", options.lines)


_LEFT_OUT: Final = {
    Audience.READERS: "Chapters for the coordinating centre only are left out here; the others keep their numbers.",
    Audience.COORDINATOR: "Chapters for readers only are left out here; the others keep their numbers.",
}

_APPENDICES: Final = {
    None: APPENDIX,
    Audience.COORDINATOR: APPENDIX,
    Audience.READERS: Chapter(APPENDIX.title, options.lines_for_readers),
}


def explanation(protocol: Protocol, only: Audience | None = None, *, appendix: bool = True) -> str:
    """The document in Markdown; `only` leaves out what is for others, and the table of options can be left out."""
    last = _lines(len(CHAPTERS) + 1, _APPENDICES[only], protocol) if appendix else ()
    return "\n".join((*sentences(protocol, only), *last)).rstrip() + "\n"


def sentences(protocol: Protocol, only: Audience | None = None) -> Iterator[str]:
    """Its lines without the appendix: everything that is said in words."""
    yield from identity.lines(protocol)
    if only is not None:
        yield from sentence(_LEFT_OUT[only])
    for place, chapter in enumerate(CHAPTERS, 1):
        if chapter.only is None or only in {None, chapter.only}:
            yield from _lines(place, chapter, protocol)


def _lines(place: int, chapter: Chapter, protocol: Protocol) -> Iterator[str]:
    yield f"## {place}. {chapter.title}"
    yield ""
    yield from chapter.lines(protocol)
