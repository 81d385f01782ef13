"""What is derived from the log of a read, as rows: where it stands, its measurements. The log can make them anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from seedcryo_reader.database.opening import Database, driver
from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Caliper, LesionSet
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.storage.vault.tables import display, measurement, read_state

Row = Mapping[str, Any]

_MOVES: Final = (events.TimepointOpened, events.TimepointLocked, events.TimepointUnlocked, events.VersionOpened)
"""Events that make a timepoint's measurements final, or open again."""

# Written with every act of a reader, so it goes to the driver as it is. A row that is there is updated and not
# replaced, which leaves the index alone: every page that is touched is encrypted and forced to the disk.
_STATE: Final = (
    "INSERT INTO read_state (case_number, state, version, timepoints, active, last_seq) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET state = excluded.state, version = excluded.version, timepoints = excluded.timepoints, "
    "active = excluded.active, last_seq = excluded.last_seq"
)
_LAST: Final = "SELECT last_seq FROM read_state WHERE case_number = ?"


def state_row(read: Read, last_seq: int) -> Row:
    """The row of a read in `read_state`."""
    active = read.active
    return {
        "case_number": read.case_number,
        "state": read.state.value,
        "version": read.version,
        "timepoints": len(read.timepoints),
        "active": None if active is None else active.name,
        "last_seq": last_seq,
    }


def measurement_rows(read: Read, one: TimepointRead) -> list[Row]:
    """The rows of a timepoint in `measurement`; none while it is open, or where it is not evaluable as a whole."""
    if not one.locked or one.sheet.not_evaluable is not None:
        return []
    return [
        {
            "case_number": read.case_number,
            "timepoint": one.name,
            "lesion": lesion,
            "extent": extent.value,
            "lesion_set": (LesionSet.RECIST if lesion.startswith("R") else LesionSet.ENDPOINT).value,
            "long_mm": str(said.long.mm),
            "short_mm": None if said.short is None else str(said.short.mm),
            "sop_instance": said.image.sop_instance,
            "frame": said.image.frame,
        }
        for (lesion, extent), said in sorted(one.sheet.assessments.items())
        if isinstance(said, Caliper)
    ]


def write_derived(connection: Connection, read: Read, event: Event, seq: int) -> None:
    """Bring the derived rows up to an event that is being committed."""
    driver(connection).execute(_STATE, tuple(state_row(read, seq).values()))
    if isinstance(event, events.ReadSigned):
        connection.execute(delete(display).where(display.c.case_number == read.case_number))
    if isinstance(event, _MOVES):
        connection.execute(delete(measurement).where(measurement.c.case_number == read.case_number))
        rows = [row for one in read.timepoints for row in measurement_rows(read, one)]
        if rows:
            connection.execute(insert(measurement), rows)


def last_seq(connection: Connection, case_number: str) -> int:
    """Sequence number of the last record of a case; 0 where it has none."""
    row = driver(connection).execute(_LAST, (case_number,)).fetchone()
    return 0 if row is None else int(row[0])


def stored_rows(connection: Connection, case_number: str) -> tuple[list[Row], list[Row]]:
    """What the tables hold of a case: its row of `read_state`, and its measurements in order."""
    state = connection.execute(select(read_state).where(read_state.c.case_number == case_number))
    chosen = (
        select(measurement)
        .where(measurement.c.case_number == case_number)
        .order_by(measurement.c.timepoint, measurement.c.lesion, measurement.c.extent)
    )
    measured = connection.execute(chosen)
    return [dict(one) for one in state.mappings()], [dict(one) for one in measured.mappings()]


def derived_rows(read: Read, last_seq: int) -> tuple[list[Row], list[Row]]:
    """What the tables have to hold of a read, in the order of `stored_rows`."""
    rows = [row for one in read.timepoints for row in measurement_rows(read, one)]
    return [state_row(read, last_seq)], sorted(rows, key=lambda row: (row["timepoint"], row["lesion"], row["extent"]))


def derived_cases(connection: Connection) -> set[str]:
    """The cases that any derived table says something of."""
    return {
        *connection.scalars(select(read_state.c.case_number)),
        *connection.scalars(select(measurement.c.case_number)),
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a read stands: `timepoints` were opened, `active` is the one that is open."""

    case_number: str
    state: State
    version: int
    timepoints: int
    active: str | None


def standings(database: Database) -> tuple[Standing, ...]:
    """Every read that was begun, in the order of case numbers."""
    with database.reading() as connection:
        rows = connection.execute(select(read_state).order_by(read_state.c.case_number)).all()
    return tuple(Standing(row.case_number, State(row.state), row.version, row.timepoints, row.active) for row in rows)
