"""Reads and study days written short, as the two tables that the endpoints come from."""

import csv
from pathlib import Path

from criteria.reads import changed

from seedcryo_reader.coordination.endpoints.working_out import work_out

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "resources" / "protocols" / "seed-cryo" / "1.0.toml"
TRUTH = ROOT / "tests" / "criteria" / "truth"
M3, M6, M9, M12, M15 = 91, 182, 273, 365, 456

READ_COLUMNS = ("subject", "reader", "timepoint", "lesion", "set", "node", "state", "diameter_mm", "merged_into",
                "tissue", "tissue-change", "contiguous")  # fmt: skip
DAY_COLUMNS = ("subject", "kind", "day", "timepoint", "lesion")
SETS = {"T": "target", "N": "nontarget", "L": "new"}


def truth(name: str) -> list[dict[str, str]]:
    """The rows of a truth table."""
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def with_values(protocol, **changes):
    """The protocol with other values of local control and survival, or of what is spelled as a path."""
    homes = {
        **dict.fromkeys(type(protocol.endpoints.local_control).model_fields, "endpoints.local_control"),
        **dict.fromkeys(("max_missed", "sum_progression_day", "death_ends_lpfs"), "endpoints.survival"),
    }
    spelled = {key.replace("__", "."): value for key, value in changes.items()}
    return changed(protocol, {f"{homes[key]}.{key}" if key in homes else key: one for key, one in spelled.items()})


def read_rows(visits: dict[str, str], subject: str = "S1", reader: str = "R1") -> list[tuple[str, ...]]:
    """Rows of reads; a visit is ``"T01=20; N01=present; L01=equivocal"``, or ``"NE"`` for a whole one.

    A target may have answers, ``T01=20/present/larger/none``, to tissue, its change and contiguous tumour; else there
    is nothing at a follow-up. ``T02=>T01`` is merged. A node is ``L01n=16 equivocal``: a length with a state.
    """
    rows = []
    for place, (timepoint, said) in enumerate(visits.items()):
        if said == "NE":
            rows.append((subject, reader, timepoint, "", "timepoint", "", "not_evaluable", "", "", "", "", ""))
            continue
        for entry in said.split(";"):
            name, value = (one.strip() for one in entry.split("=", 1))
            lesion, node = name.removesuffix("n"), "yes" if name.endswith("n") else "no"
            value, *answers = value.split("/")
            kind = SETS[name[0]]
            if kind == "target" and place and not answers and value != "NE":
                answers = ["none", "", "none"]
            state, mm, into = _state(value, kind)
            rows.append((subject, reader, timepoint, lesion, kind, node, state, mm, into, *(answers or ["", "", ""])))
    return rows


def _state(value: str, kind: str) -> tuple[str, str, str]:
    if kind == "target":
        if value.startswith(">"):
            return "merged", "", value[1:]
        return {"NE": ("not_evaluable", "", ""), "0": ("absent", "", "")}.get(value, ("measured", value, ""))
    mm, _, state = value.rpartition(" ")
    return {"NE": "not_evaluable"}.get(state, state), mm, ""


def day_rows(scans: dict[str, object], *others: tuple, subject: str = "S1") -> list[tuple[str, ...]]:
    """Rows of study days; a scan has a day, or several as a list, or as pairs of day and lesion."""
    rows = []
    for timepoint, days in scans.items():
        for day in days if isinstance(days, list) else [days]:
            number, lesion = day if isinstance(day, tuple) else (day, "")
            rows.append((subject, "scan", str(number), timepoint, lesion))
    for kind, day, *lesion in others:
        rows.append((subject, kind, str(day), "", lesion[0] if lesion else ""))
    return rows


def write(path: Path, columns, rows) -> Path:
    """A CSV with these rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    return path


def worked(folder: Path, reads, days, protocol):
    """The results of rows of both tables."""
    read_file = write(folder / "reads.csv", READ_COLUMNS, reads)
    return work_out(read_file, write(folder / "days.csv", DAY_COLUMNS, days), protocol, _no_notice)


def one(folder: Path, visits: dict[str, str], scans: dict[str, object], *others: tuple, protocol):
    """The result of one subject; the baseline is scanned a week before randomisation."""
    days = day_rows({next(iter(visits)): -7} | scans, *others)
    (found,) = worked(folder, read_rows(visits), days, protocol)
    return found


def ended(found):
    """Status, day and rule."""
    return found.status, found.day, found.rule


def _no_notice(text: str) -> None:
    if "outside the scheduled window" not in text:
        msg = f"nothing is left out, but: {text}"
        raise AssertionError(msg)


def with_best(options, **changes):
    """Options of best response with other values."""
    return options.model_copy(update=changes)
