"""Response of a timepoint from its parts, by a table such as RECIST's (Eisenhauer 2009, tables 1 and 2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.protocol.model import Overall
from seedcryo_reader.criteria.tables.matching import first_row
from seedcryo_reader.domain.conclusion import OVERALL, Step

_WORDS: Final = {
    "CR": "Complete response",
    "PR": "Partial response",
    "SD": "Stable disease",
    "PD": "Progression",
    "NON-CR/NON-PD": "Neither complete response nor progression",
    "NE": "Not evaluable",
    "NED": "No evidence of disease",
}

_NEW_LESIONS: Final = {
    "NO": "no new lesion",
    "EQUIVOCAL": "an equivocal new lesion, which counts as none",
    "UNEQUIVOCAL": "a new lesion",
    "NE": "new lesions not assessable",
}


@dataclass(frozen=True, slots=True)
class Before:
    """What else counts for a timepoint.

    Attributes
    ----------
    progressed_at : str or None
        The timepoint an earlier overall progression dates from.
    local_progression : tuple of str
        Targets with local progression, where it counts as progression of the disease.
    dates_from : str or None
        The earlier timepoint that progression dates from, if it is found now.
    """

    progressed_at: str | None = None
    local_progression: tuple[str, ...] = ()
    dates_from: str | None = None


def timepoint_response(
    target: str, non_target: str, new_lesion: str, options: Overall, before: Before | None = None
) -> Outcome:
    """Overall response of a timepoint: CR, PR, SD, NON-CR/NON-PD, PD, NE, or NED where there never was disease.

    Parameters
    ----------
    target : str
        CR, PR, SD, PD, NE or NA (no target lesion).
    non_target : str
        CR, NON-CR/NON-PD, PD, NE or NA (no non-target disease), or as the named table calls them.
    new_lesion : str
        NO, UNEQUIVOCAL, EQUIVOCAL or NE. An equivocal one is followed on and counts as none at this timepoint.
    options : Overall
    before : Before, optional
        What came before, and local progression.
    """
    facts = _Facts(target, non_target, new_lesion, options, before or Before())
    value, rule, since = facts.decided()
    return Outcome(OVERALL, value, rule, since, facts.steps)


@dataclass(frozen=True, slots=True)
class _Facts:
    target: str
    non_target: str
    new_lesion: str
    options: Overall
    before: Before

    @property
    def stays(self) -> bool:
        return self.before.progressed_at is not None and self.options.pd_stays

    def row(self) -> dict[str, str]:
        new = self.new_lesion
        if new == "NE" and self.options.new_lesions_not_assessable == "none":
            new = "NO"
        parts = ("target", self.target), ("non_target", self.non_target), ("new_lesion", new)
        return first_row(self.options.table, *parts)

    def decided(self) -> tuple[str, str, str | None]:
        if self.stays:
            return "PD", "progression-stays", self.before.progressed_at
        value = self.row()["overall"]
        if value == "PD":
            return value, "timepoint-table", self.before.dates_from
        if self.options.lp_counts_as_pd and self.before.local_progression:
            return "PD", "local-progression-counts", self.before.dates_from
        return value, "timepoint-table", None

    def steps(self) -> Iterator[Step]:
        paragraph = self.options.paragraph
        if self.stays:
            first = self.before.progressed_at
            text = f"Progression was reached at {first}, and the overall response stays so"
            yield Step("progression-stays", paragraph, text, (), "", True, first)
            return
        row = self.row()
        by_table = row["overall"] == "PD"
        yield self._of_table(row)
        if self.options.lp_counts_as_pd and not by_table:
            where = ", ".join(self.before.local_progression)
            words = f"Progression: local progression of {where}" if where else "No local progression of any target"
            text, since = self._dated(words) if where else (words, None)
            yield Step("local-progression-counts", paragraph, text, (), "", bool(where), since)

    def _of_table(self, row: dict[str, str]) -> Step:
        words = f"{_WORDS[row['overall']]}: {', '.join(self._parts(row['overall']))}"
        text, since = self._dated(words) if row["overall"] == "PD" else (words, None)
        source = f"table {self.options.table}, row {row['row']}: {row['target']} | {row['non_target']} | "
        comparison = f"{source}{row['new_lesion']} -> {row['overall']}"
        return Step("timepoint-table", self.options.paragraph, text, (("row", row["row"]),), comparison, True, since)

    def _parts(self, overall: str) -> Iterator[str]:
        """The parts in words; of a progression those that progressed."""
        progressed = overall == "PD"
        if self.target == "PD" or not progressed:
            yield "no target lesion" if self.target == "NA" else f"targets {self.target}"
        if self.non_target == "PD" or not progressed:
            yield "no non-target disease" if self.non_target == "NA" else f"non-target disease {self.non_target}"
        if self.new_lesion == "UNEQUIVOCAL" or not progressed:
            yield _NEW_LESIONS[self.new_lesion]

    def _dated(self, words: str) -> tuple[str, str | None]:
        since = self.before.dates_from
        return (words, None) if since is None else (f"{words}; it dates from {since}", since)
