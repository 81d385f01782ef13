"""The audit trail of reads as text, CSV or JSON: when, who, what, old → new, why."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.reading.telling import Told
from seedcryo_reader.storage.station.entries import StationEntry

if TYPE_CHECKING:
    from seedcryo_reader.storage.office.telling import ToldAct

READ_COLUMNS: Final = (
    "seq",
    "utc",
    "local_offset_minutes",
    "actor",
    "station",
    "case",
    "timepoint",
    "event",
    "about",
    "what",
    "old",
    "new",
    "why",
    "software",
    "protocol",
    "hash",
)


_OTHERS_BUSINESS: Final = frozenset({"vault_seq", "vault_hash"})
"""How much another account has done is nobody's business who only reads the station's log."""


def trail_row(one: Told, sha256: str) -> dict[str, Json]:
    """A record as plain values, one per column."""
    record, stamp = one.record, one.record.stamp
    return {
        "seq": record.seq,
        "utc": stamp.utc,
        "local_offset_minutes": stamp.offset_minutes,
        "actor": stamp.actor,
        "station": stamp.station,
        "case": record.case_number,
        "timepoint": one.timepoint,
        "event": type(record.event).__name__,
        "about": one.about,
        "what": one.what,
        "old": one.old,
        "new": one.new,
        "why": record.reason or "",
        "software": stamp.software,
        "protocol": stamp.protocol_id,
        "hash": sha256,
    }


def act_row(one: "ToldAct", sha256: str) -> dict[str, Json]:
    """An act of a coordinator or adjudicator as plain values, in the same columns."""
    record, stamp = one.record, one.record.stamp
    return {
        "seq": record.seq,
        "utc": stamp.utc,
        "local_offset_minutes": stamp.offset_minutes,
        "actor": stamp.actor,
        "station": stamp.station,
        "case": one.case_number,
        "timepoint": "",
        "event": type(record.act).__name__,
        "about": one.about,
        "what": one.what,
        "old": "",
        "new": one.new,
        "why": one.why,
        "software": stamp.software,
        "protocol": "",
        "hash": sha256,
    }


def trail_text(rows: Iterable[dict[str, Json]]) -> Iterator[str]:
    """One line per record for a person."""
    for row in rows:
        about = " ".join(str(row[key]) for key in ("case", "timepoint", "about") if row[key])
        change = " → ".join(str(row[key]) for key in ("old", "new") if row[key])
        why = f" — because: {row['why']}" if row["why"] else ""
        utc = str(row["utc"])
        yield (
            f"{row['seq']:>6}  {utc[:10]} {utc[11:19]}Z  {row['actor']}  {about}  {row['what']}"
            + (f": {change}" if change else "")
            + why
        )


def trail_csv(rows: Sequence[dict[str, Json]]) -> str:
    """A table with a line of headings; texts that a spreadsheet would compute are kept texts."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else READ_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _safe(value) for key, value in row.items()})
    return out.getvalue()


def _safe(value: Json) -> Json:
    """A cell that begins like a formula gets an apostrophe, or a spreadsheet would run it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def trail_json(rows: Iterable[dict[str, Json]]) -> str:
    """The rows as a JSON report."""
    return json.dumps({"format": 1, "events": list(rows)}, indent=1, ensure_ascii=False)


def station_row(one: StationEntry) -> dict[str, Json]:
    """An entry of the station's own log as plain values."""
    return {
        "seq": one.seq,
        "utc": one.utc,
        "local_offset_minutes": one.offset_minutes,
        "account": one.account,
        "event": one.event,
        "what": "; ".join(f"{key}: {value}" for key, value in one.data.items() if key not in _OTHERS_BUSINESS),
        "software": one.software,
        "previous": one.previous,
    }


def station_text(rows: Iterable[dict[str, Json]]) -> Iterator[str]:
    """One line per entry for a person."""
    for row in rows:
        utc, what = str(row["utc"]), f": {row['what']}" if row["what"] else ""
        yield f"{row['seq']:>6}  {utc[:10]} {utc[11:19]}Z  {row['account'] or '-'}  {row['event']}{what}"
