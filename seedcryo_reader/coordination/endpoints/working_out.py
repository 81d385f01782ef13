"""From two files to results: all problems of both at once, else everything that is worked out."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted
from seedcryo_reader.coordination.endpoints.blinding import refuse_telling
from seedcryo_reader.coordination.endpoints.days_file import read_days
from seedcryo_reader.coordination.endpoints.joining import Joining
from seedcryo_reader.coordination.endpoints.results import CaseResult, case_result
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

_SECTIONS = ("schedule", "best_response", "endpoints")


def work_out(reads: Path, days: Path, protocol: Protocol, notice: Callable[[str], None]) -> tuple[CaseResult, ...]:
    """The results of every read, by subject and reader.

    Parameters
    ----------
    reads : Path
        As `read_cases` takes it.
    days : Path
        The table of study days.
    protocol : Protocol
    notice : callable
        Takes a sentence about what is not used of SDTM, and about scans outside their scheduled windows.

    Raises
    ------
    Refused
        With everything that is wrong with the two files, or with the sections that the protocol lacks.
    EnvironmentFailure
        A file cannot be read.
    """
    _check_sections(protocol)
    told: list[Finding] = []
    problems = Problems()
    found = read_days(days, problems)
    entries = found.subjects
    refuse_telling(reads, problems)
    joining = Joining(days.name, protocol.schedule, problems, notice)
    results: list[CaseResult] = []
    seen: set[str] = set()
    try:
        for cases in _by_subject(read_cases(reads, protocol, notice, strict=True)):
            subject = cases[0].subject
            seen.add(subject)
            if subject in entries:
                joined = joining.join(cases, entries[subject])
                results += (case_result(case, own, protocol) for case, own in joined)
            elif found.lacks(subject):
                text = f"The subject {quoted(subject)} was read, and has no days here. Add its rows."
                problems.add(Place(days.name), "no-days", text)
    except Refused as refused:
        told += refused.findings
    else:
        for subject in entries.keys() - seen:
            text = f"There is no read of the subject {quoted(subject)}. Correct the subject, or add the read."
            problems.add(Place(days.name, entries[subject].line), "unknown-subject", text)
    joining.names()
    told += problems.findings()
    if told:
        raise Refused(told)
    return tuple(sorted(results, key=lambda one: (one.subject, one.reader)))


def _by_subject(cases: Iterable[Case]) -> Iterator[list[Case]]:
    """The cases of each subject, also of the last one before the rest is refused."""
    group: list[Case] = []
    refusal: Refused | None = None
    try:
        for case in cases:
            if group and group[0].subject != case.subject:
                yield group
                group = []
            group.append(case)
    except Refused as refused:
        refusal = refused
    if group:
        yield group
    if refusal is not None:
        raise refusal


def _check_sections(protocol: Protocol) -> None:
    """Refuse a protocol that says nothing of days and endpoints."""
    findings = [
        Finding("missing-section", f"{name}: is missing in the protocol {protocol.protocol_id}; endpoints need it.")
        for name in _SECTIONS
        if not getattr(protocol, name)
    ]
    if findings:
        raise Refused(findings)
