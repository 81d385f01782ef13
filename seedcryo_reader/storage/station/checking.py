"""Checking a station for an audit: everything that is wrong with it, and no exception for damage."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection

from seedcryo_reader.casefile.study import formats
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.copying import keep_as_found
from seedcryo_reader.database.migrating import current_version
from seedcryo_reader.database.opening import Database, open_database
from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.chain.chain import Chain
from seedcryo_reader.storage.chain.checking import head_findings, walk
from seedcryo_reader.storage.chain.head import Lines, read_lines
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS
from seedcryo_reader.storage.station.derived import derived_problems
from seedcryo_reader.storage.station.entries import BadEntry, read_entry
from seedcryo_reader.storage.station.fold import Folded, IllegalEntry, Made
from seedcryo_reader.storage.station.layout import Layout, study_problems
from seedcryo_reader.storage.station.tables import ENTRY, HEAD


def check_unopened(layout: Layout) -> list[Finding]:
    """Everything that is wrong with a station that nobody has open; also one that cannot be opened as such."""
    findings: list[Finding] = []
    made = None
    log = layout.database.with_name(f"{layout.database.name}-wal")
    closed = not log.exists() or log.stat().st_size == 0
    try:
        with open_database(layout.database) as database:
            findings += check_database(database, layout, closed=closed)
            made = _folded(database, findings).made if not findings else None
            if findings and (kept := keep_as_found(layout.database)) is not None:
                text = f"What was found is kept in {kept.name} and {kept.name}-wal."
                findings.append(Finding("kept-as-found", text, (str(kept),)))
    except Refused as refused:
        findings += refused.findings
    except EnvironmentFailure as failure:
        findings.append(Finding("cannot-be-checked", str(failure), (str(layout.database),)))
    return findings + check_files(layout, made)


def check_database(database: Database, layout: Layout, *, closed: bool = True) -> list[Finding]:
    """What is wrong with the database and its head: version, triggers, chain, entries, derived tables, pages.

    `closed` says that nothing was left in SQLite's own log when the database was opened: only a program that was cut
    off may have left the head behind.
    """
    findings: list[Finding] = []
    try:
        with database.writing() as connection:  # head lines are added under the same lock, so both are of one moment
            version = current_version(connection)
            if version != HEAD:
                text = f"It is at version {version or 'none'}, not {HEAD}: open it with the program that wrote it."
                return [damaged(database.path, text, code="other-version")]
            findings += layout.version().check(connection)
            findings += _chain_problems(connection, layout, closed)
            state = Folded() if findings else _folded(database, findings)
            if not findings:
                findings += derived_problems(connection, state, database.path)
        findings += _page_problems(database)
    except Refused as refused:
        findings += refused.findings
    return findings


def check_files(layout: Layout, made: Made | None) -> list[Finding]:
    """What is wrong with the files beside: the study file by what the log says, and the protocol files."""
    findings: list[Finding] = []
    try:
        study = layout.read_study()
        if made is not None:
            findings += study_problems(made, study, layout.study)
        findings += _protocol_problems(layout, study)
    except Refused as refused:
        findings += refused.findings
    except EnvironmentFailure as failure:
        findings.append(Finding("cannot-be-checked", str(failure), (str(layout.study),)))
    return findings


def _chain_problems(connection: Connection, layout: Layout, closed: bool) -> Iterator[Finding]:
    try:
        lines: Lines | None = read_lines(layout.head)
    except Refused as refused:
        yield from refused.findings
        lines = None
    except EnvironmentFailure as failure:
        yield Finding("cannot-be-checked", str(failure), (str(layout.head),))
        lines = None
    walked = walk(connection, ENTRY, layout.database, lines or Lines({0: FIRST_PREVIOUS}))
    if walked.bad is not None:
        yield walked.bad
    if lines is not None:
        yield from head_findings(walked, lines, layout.database, layout.head, closed=closed)


def _folded(database: Database, findings: list[Finding]) -> Folded:
    """The station as far as its log can be folded; the first entry that cannot goes to `findings`."""
    state = Folded()
    for one in Chain(database, ENTRY, None).entries():
        try:
            state.add(read_entry(one))
        except IllegalEntry as error:
            text = f"it cannot have happened there: {error}."
            findings.append(damaged(database.path, text, seq=one.seq, code="illegal-entry"))
            break
        except BadEntry as error:
            findings.append(damaged(database.path, f"{error}.", seq=one.seq))
            break
    return state


def _page_problems(database: Database) -> Iterator[Finding]:
    said = [str(row[0]) for row in database.pragma("integrity_check(5)")]
    if said != ["ok"]:
        yield damaged(database.path, f"its pages are damaged ({said[0]}). Keep it as it is and fetch a backup.")


def _protocol_problems(layout: Layout, study: Study) -> Iterator[Finding]:
    for one in study.protocols:
        path = layout.protocol(one.sha256)
        if path.exists() and sha256(formats.read_bounded(path)).hexdigest() != one.sha256:
            yield damaged(path, "it was changed. Give the protocol file of the study again.")
