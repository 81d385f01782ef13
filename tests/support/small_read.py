"""A small case on synthetic CT that can be read whole: sealed parts, and the script that reads them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from casefile.part.ways import Station, baseline, follow_up, make_station, write_source

from seedcryo_reader.app.paths import resources
from seedcryo_reader.casefile.study.protocols import protocols_of
from seedcryo_reader.imaging.workers.pool import WorkerPool

PROTOCOL = resources() / "protocols" / "seed-cryo" / "1.0.toml"
CASE = "C-0001"
QUESTIONS = ("tissue", "contiguous")

Act = dict[str, Any]


@dataclass(frozen=True)
class SmallRead:
    """What the centre made, and what a reader does with it.

    Attributes
    ----------
    centre : Station
        The study, the centre's keys, and the reader's age identity.
    recovery : Identity
        Recovers vaults.
    parts : tuple of Path
        TP0, TP1, closing.
    identity_file : Path
        The reader's identity as age-keygen writes it.
    """

    centre: Station
    recovery: pyrage.x25519.Identity
    parts: tuple[Path, ...]
    identity_file: Path
    recovery_file: Path


def make_small_read(folder: Path, pool: WorkerPool) -> SmallRead:
    """Seal the case into `folder`."""
    (folder / "study").mkdir()
    recovery = pyrage.x25519.Identity.generate()
    centre = make_station(folder / "study", pool, tuple(protocols_of([str(PROTOCOL)])), (str(recovery.to_public()),))
    source, out, scratch = write_source(folder / "source"), folder / "parts", folder / "scratch"
    for one in ("0", "1"):
        (scratch / one).mkdir(parents=True)
    first = centre.seal(out, baseline(source), scratch / "0").file
    second = centre.seal(out, follow_up(source), scratch / "1", previous=first).file
    closing = centre.close(out, second).file
    return SmallRead(
        centre,
        recovery,
        (first, second, closing),
        _identity_file(folder / "reader.txt", centre.reader),
        _identity_file(folder / "recovery.txt", recovery),
    )


def _identity_file(path: Path, identity: pyrage.x25519.Identity) -> Path:
    path.write_text(f"{identity}\n")
    return path


def measured(lesion: str, long_mm: float, short_mm: float) -> Act:
    """A caliper on the CT image at z = 105 mm."""
    y = {"T01": -15, "T02": 8}[lesion]
    return {
        "act": "measure",
        "lesion": lesion,
        "series": 1,
        "long_mm": [[-8, y, 105], [-8 + long_mm, y, 105]],
        "short_mm": [[0, y - 3, 105], [0, y - 3 + short_mm, 105]],
    }


def baseline_acts() -> list[Act]:
    """Open, measure with an undo and a redo, lock."""
    acts = [{"act": "open"}, measured("T01", 23.4, 18), measured("T02", 20, 16)]
    return [*acts, {"act": "undo"}, {"act": "redo"}, measured("T01", 23, 18), {"act": "lock"}]


def follow_up_acts(long_mm: float) -> list[Act]:
    """Open, measure, answer, call, reveal, lock."""
    asked = [
        {"act": "finding", "lesion": lesion, "question": question, "answer": "none"}
        for lesion in ("T01", "T02")
        for question in QUESTIONS
    ]
    calls = [
        {"act": "call", "about": about, "value": value, "reason": "as it looks"}
        for about, value in (("T01", "no LP"), ("T02", "no LP"), ("overall", "SD"))
    ]
    measures = [measured("T01", long_mm, 18), measured("T02", 20, 16)]
    answers = [*asked, {"act": "new-lesions", "answer": "none"}, *calls]
    return [{"act": "open"}, *measures, *answers, {"act": "reveal"}, {"act": "lock"}]


def closing_acts() -> list[Act]:
    """Open the closing part, answer the questionnaire, sign."""
    answers = {"arm": ["I do not know"], "traces": ["none"]}
    return [{"act": "open"}, {"act": "questionnaire", "answers": answers, "confidence": "a guess"}, {"act": "sign"}]


def whole_script() -> dict[str, Any]:
    """The script of the whole read."""
    acts = [*baseline_acts(), *follow_up_acts(25), *closing_acts()]
    return {"format": 1, "case": CASE, "acts": acts}
