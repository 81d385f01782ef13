"""Where `resources/` and `migrations/` lie: in the source tree, in an installed wheel, or beside a frozen program."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resources() -> Path:
    """Folder of protocols, manual and demo data."""
    return _shipped("resources")


def deidentification() -> Path:
    """Folder of the tables that masking is checked by."""
    return resources() / "deidentification"


def migrations() -> Path:
    """Folder of the database migrations, one folder per store."""
    return _shipped("migrations")


def _shipped(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [_PACKAGE / "_shipped" / name, _PACKAGE.parent / name]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    msg = f"The program's own folder {name!r} is missing. Install the program again."
    raise FileNotFoundError(msg)
