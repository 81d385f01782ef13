"""Tables in the long format, written short: one row per line, its cells parted by blanks, ``-`` for an empty one."""

from pathlib import Path

from seedcryo_reader.app.paths import resources
from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.errors import Refused

COLUMNS = ("subject", "reader", "timepoint", "day", "lesion", "set", "node", "state", "diameter_mm")
SHIPPED = resources() / "protocols" / "seed-cryo" / "1.0.toml"
RECIST = resources() / "protocols" / "recist-1.1" / "1.0.toml"


def shipped() -> Protocol:
    """The shipped protocol of the trial."""
    return load_protocol(SHIPPED)


def table(rows: str, *more: str) -> str:
    """A CSV; `more` are columns beyond `COLUMNS`. Rows without a subject and a reader are of S1 and R1."""
    lines = [",".join((*COLUMNS, *more))]
    for row in filter(None, map(str.strip, rows.splitlines())):
        cells = ["" if cell == "-" else cell.replace("_", " ") for cell in row.split()]
        lines.append(",".join(cells if cells[0].startswith("S") else ["S1", "R1", *cells]))
    return "\n".join(lines) + "\n"


def cases(folder: Path, text: str, protocol: Protocol | None = None) -> list[Case]:
    """The cases of a CSV; notices are trouble here, unless they say that no questions were answered."""
    return list(read_cases(written(folder, text), protocol or shipped(), unexpected))


def problems(folder: Path, text: str | bytes) -> list[str]:
    """The codes and lines of what is wrong with a CSV, as ``"wrong-state 3"``."""
    try:
        list(read_cases(written(folder, text), shipped(), lambda notice: None))
    except Refused as refused:
        return [f"{one.code} {''.join(one.files).rpartition('line ')[2]}" for one in refused.findings]
    return []


def written(folder: Path, text: str | bytes) -> Path:
    """The file ``reads.csv`` with this text."""
    file = folder / "reads.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def unexpected(notice: str) -> None:
    """A notice that nobody waits for. Most tables here have no answers, and that is told."""
    if "local progression is then " not in notice:
        raise AssertionError(notice)
