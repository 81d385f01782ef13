"""iRECIST (Seymour et al., Lancet Oncology 2017, 18:e143-e152): progression counts once a later timepoint confirms it.

A second reading of what RECIST concluded about the parts of the disease at each timepoint; the table is
`tables/irecist.csv`. What the input does not say is not guessed: of non-target disease "further growth" is unequivocal
progression of another lesion, and new lesions grow where they were measured. Days are not looked at: scans that come
too early to confirm (less than four weeks) have to be left out by who knows them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.course import Timepoint
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Evaluation
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.new_lesions import weighed
from seedcryo_reader.criteria.numbers import mm
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.protocol.model import NewLesionRule, Protocol
from seedcryo_reader.criteria.tables.matching import first_row, fits
from seedcryo_reader.domain.conclusion import Step
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

ABOUT: Final = "immune"

FURTHER_GROWTH_MM: Final = Decimal(5)
"""By how much the sum, or that of measured new lesions, has to grow further (iRECIST; growth may add up)."""

_TABLE: Final = "irecist"
_NONE: Final = Decimal(0)

_WORDS: Final = {
    "CR": "iCR",
    "PR": "iPR",
    "SD": "iSD",
    "PD": "iUPD",
    "NON-CR/NON-PD": "NON-iCR/NON-iUPD",
    "IR/SD": "NON-iCR/NON-iUPD",
    "UNEQUIVOCAL": "YES",
    "EQUIVOCAL": "NO",
}
"""What RECIST calls a part of the disease, as iRECIST calls it; NA, NE and NO stay."""


@dataclass(frozen=True, slots=True)
class Further:
    """What became worse since an unconfirmed progression.

    Attributes
    ----------
    target_mm : Decimal
        Growth in mm of the lesions in the sum that have a length at both timepoints.
    non_targets : tuple of str
        Non-target lesions that progressed since.
    new_mm : Decimal
        Growth in mm of the new lesions that were measured at both timepoints; it is never added to the sum.
    new : tuple of str
        New lesions that were none then.
    categories : tuple of str
        Parts of the disease that progress now and did not then.
    """

    target_mm: Decimal = _NONE
    non_targets: tuple[str, ...] = ()
    new_mm: Decimal = _NONE
    new: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the disease in the words of iRECIST; of new lesions ``"YES"``, ``"NO"`` or ``"NE"``."""

    target: str
    non_target: str
    new_lesion: str

    def row(self) -> Mapping[str, str]:
        """The row of the table."""
        return first_row(
            _TABLE, ("target", self.target), ("non_target", self.non_target), ("new_lesion", self.new_lesion)
        )

    def progressing(self) -> tuple[str, ...]:
        """The parts that progress."""
        found = {
            TARGET: self.target == "iUPD",
            NON_TARGET: self.non_target == "iUPD",
            NEW_LESIONS: self.new_lesion == "YES",
        }
        return tuple(part for part, progresses in found.items() if progresses)


@dataclass(frozen=True, slots=True)
class ImmuneFacts:
    """What the response of a timepoint is judged by.

    Attributes
    ----------
    parts : Parts
    paragraph : str
    since : str or None
        The timepoint that a progression which is not confirmed yet dates from; None where there is none.
    further : Further
        What became worse since; only looked at where there is one.
    confirmed : bool
        Whether it was confirmed before this timepoint.
    first_seen : str or None
        An earlier timepoint that showed the new lesions of this one.
    growth_mm : Decimal
    """

    parts: Parts
    paragraph: str
    since: str | None = None
    further: Further = field(default_factory=Further)
    confirmed: bool = False
    first_seen: str | None = None
    growth_mm: Decimal = FURTHER_GROWTH_MM

    def by_table(self) -> tuple[str, str | None]:
        """What the table says, and the earlier timepoint that a progression dates from."""
        value = self.parts.row()["no_previous_iUPD" if self.since is None else "previous_iUPD"]
        return value, (self.since or self.first_seen) if value == "iUPD" else None

    def confirming(self) -> Iterator[Step]:
        """Whatever the row names as confirming an earlier progression, and whether it does."""
        if self.since is None:
            return
        confirmed_by = self.parts.row()["confirmed_by"]
        for kind, step in _CONFIRMING.items():
            if fits(confirmed_by, kind):
                yield step(self)

    def step(self, rule: str, text: str, holds: bool, grown: Decimal | None = None) -> Step:
        """A step, with the growth that it compares."""
        if grown is None:
            return Step(rule, self.paragraph, text, (), "", holds, self.since if holds else None)
        numbers = (("growth_mm", f"{grown:f}"), ("least_mm", f"{self.growth_mm:f}"))
        comparison = f"{grown:f} >= {self.growth_mm:f}"
        return Step(rule, self.paragraph, text, numbers, comparison, holds, self.since if holds else None)


def immune_response(facts: ImmuneFacts) -> Outcome:
    """Response of a timepoint: iCR, iPR, iSD, NON-iCR/NON-iUPD, iUPD, iCPD, NE, or NED without any disease."""
    if facts.confirmed:
        return Outcome(ABOUT, "iCPD", "icpd-stays", facts.since, lambda: (_stays(facts),))
    confirming = next((step for step in facts.confirming() if step.holds), None)
    if confirming is not None:
        return Outcome(ABOUT, "iCPD", confirming.rule, facts.since, lambda: tuple(_steps(facts)))
    value, since = facts.by_table()
    return Outcome(ABOUT, value, "irecist-table", since, lambda: tuple(_steps(facts)))


def _stays(facts: ImmuneFacts) -> Step:
    return facts.step("icpd-stays", "Confirmed progression: it was confirmed before, and stays so", holds=True)


def _steps(facts: ImmuneFacts) -> Iterator[Step]:
    """The row of the table, then what could confirm: the last that holds decided."""
    parts, row = facts.parts, facts.parts.row()
    value, since = facts.by_table()
    text = f"{value}: targets {parts.target}, non-target disease {parts.non_target}, new lesions {parts.new_lesion}"
    if since is not None:
        text = f"{text}; it dates from {since}"
    columns = " | ".join(row[column] for column in ("target", "non_target", "new_lesion"))
    comparison = f"table {_TABLE}, row {row['row']}: {columns} -> {value}"
    yield Step("irecist-table", facts.paragraph, text, (("row", row["row"]),), comparison, True, since)
    yield from facts.confirming()


def _target_growth(facts: ImmuneFacts) -> Step:
    grown = facts.further.target_mm
    holds = grown >= facts.growth_mm
    word = "Confirmed progression" if holds else "Not confirmed"
    text = f"{word}: since {facts.since} the targets changed by {grown:+f} mm, and {mm(facts.growth_mm)} confirm"
    return facts.step("irecist-target-growth", text, holds, grown)


def _non_target_growth(facts: ImmuneFacts) -> Step:
    worse = ", ".join(facts.further.non_targets)
    text = (
        f"Confirmed progression: {worse} progressed after {facts.since}"
        if worse
        else f"Not confirmed: no other non-target disease progressed after {facts.since}"
    )
    return facts.step("irecist-non-target-growth", text, bool(worse))


def _new_growth(facts: ImmuneFacts) -> Step:
    more, grown = ", ".join(facts.further.new), facts.further.new_mm
    if more:
        text = f"Confirmed progression: {more} is new after {facts.since}"
        return facts.step("irecist-new-lesions", text, holds=True)
    holds = grown >= facts.growth_mm
    word = "Confirmed progression" if holds else "Not confirmed"
    text = (
        f"{word}: no more new lesions after {facts.since}, those measured changed by {grown:+f} mm, and "
        f"{mm(facts.growth_mm)} confirm"
    )
    return facts.step("irecist-new-lesions", text, holds, grown)


def _other_category(facts: ImmuneFacts) -> Step:
    other = ", ".join(facts.further.categories)
    text = (
        f"Confirmed progression: {other} progressed too after {facts.since}"
        if other
        else f"Not confirmed: no other part of the disease progressed after {facts.since}"
    )
    return facts.step("irecist-other-category", text, bool(other))


_CONFIRMING: Final = {
    "target": _target_growth,
    "non-target": _non_target_growth,
    "new": _new_growth,
    "category": _other_category,
}
"""What each word of the table's column ``confirmed_by`` looks at."""


# --- a whole course --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Opened:
    """An unconfirmed progression: the timepoint that showed it, where it dates from, and what progressed."""

    at: Evaluation
    since: str
    parts: tuple[str, ...]
    confirmed: bool = False


def immune_responses(
    evaluations: Iterable[Evaluation], protocol: Protocol, growth_mm: Decimal = FURTHER_GROWTH_MM
) -> tuple[Outcome, ...]:
    """The response of every follow-up, in order; what came before the follow-up alone counts for it.

    An unconfirmed progression is open until it is confirmed, and then for good, or until a timepoint shows none: then
    progression has to begin anew. A timepoint that is not evaluable changes nothing. Further growth is that since the
    timepoint which opened it, so that small steps add up.

    Parameters
    ----------
    evaluations : iterable of Evaluation
        Of one course, baseline first.
    protocol : Protocol
        The one they were made by. Only the computed parts count: iRECIST knows no local progression and no call.
    growth_mm : Decimal, optional
    """
    found: list[Outcome] = []
    opened: _Opened | None = None
    for one in evaluations:
        if one.overall is None:
            continue
        parts = _parts(one, protocol)
        facts = _facts(one, parts, opened, protocol, growth_mm)
        outcome = immune_response(facts)
        found.append(outcome)
        opened = _after(opened, one, parts, outcome)
    return tuple(found)


def _parts(one: Evaluation, protocol: Protocol) -> Parts:
    said = [
        _WORDS.get(value, value) for value in (one.value(part) or "NE" for part in (TARGET, NON_TARGET, NEW_LESIONS))
    ]
    target, non_target, new_lesion = said
    if new_lesion == "NE" and protocol.overall.new_lesions_not_assessable == "none":
        new_lesion = "NO"
    return Parts(target, non_target, new_lesion)


def _facts(
    one: Evaluation, parts: Parts, opened: _Opened | None, protocol: Protocol, growth_mm: Decimal
) -> ImmuneFacts:
    paragraph = protocol.overall.paragraph
    if opened is None:
        return ImmuneFacts(parts, paragraph, first_seen=_first_seen(one), growth_mm=growth_mm)
    return ImmuneFacts(
        parts,
        paragraph,
        since=opened.since,
        further=_further(one, parts, opened, protocol.new_lesions),
        confirmed=opened.confirmed,
        growth_mm=growth_mm,
    )


def _first_seen(one: Evaluation) -> str | None:
    """The earlier timepoint that showed a new lesion of this one."""
    return next((found.dates_from for found in one.outcomes if found.about == NEW_LESIONS), None)


def _further(one: Evaluation, parts: Parts, opened: _Opened, options: NewLesionRule) -> Further:
    before, now = _new_lesions(opened.at.timepoint, options), _new_lesions(one.timepoint, options)
    progressed = _progressed(opened.at.timepoint)
    return Further(
        _growth(opened.at.sum, one.sum),
        tuple(lesion for lesion in _progressed(one.timepoint) if lesion not in progressed),
        sum((_difference(before[lesion], now[lesion]) for lesion in now if lesion in before), _NONE),
        tuple(lesion for lesion in now if lesion not in before),
        tuple(part for part in parts.progressing() if part not in opened.parts),
    )


def _growth(before: Visit, now: Visit) -> Decimal:
    """Growth of the lesions that have a length at both timepoints, in mm."""
    return sum((_difference(old.mm, new.mm) for old, new in zip(before.lengths, now.lengths, strict=True)), _NONE)


def _difference(before: Decimal | None, now: Decimal | None) -> Decimal:
    return _NONE if before is None or now is None else now - before


def _progressed(timepoint: Timepoint) -> tuple[str, ...]:
    """The non-target lesions that progressed unequivocally."""
    worse = NonTargetStatus.PROGRESSION
    return tuple(lesion for lesion, status in timepoint.non_targets.items() if status is worse)


def _new_lesions(timepoint: Timepoint, options: NewLesionRule) -> dict[str, Decimal | None]:
    """The new lesions that count, with their lengths in mm where they were measured."""
    sure = Certainty.UNEQUIVOCAL
    return {lesion: said.mm for lesion, said in timepoint.new_lesions.items() if weighed(said, options) is sure}


def _after(opened: _Opened | None, one: Evaluation, parts: Parts, outcome: Outcome) -> _Opened | None:
    """What is open after a timepoint."""
    if outcome.value == "NE":
        return opened
    if opened is None:
        if outcome.value != "iUPD":
            return None
        return _Opened(one, outcome.dates_from or one.timepoint.name, parts.progressing())
    if outcome.value == "iCPD":
        return _Opened(opened.at, opened.since, opened.parts, confirmed=True)
    return opened if outcome.value == "iUPD" else None
