"""Columns that would tell the treatment: endpoints are pooled over all subjects, so such a table is refused by name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from seedcryo_reader.coordination.batch.files import normal
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding

_HEAD: Final = 1 << 16
_SEPARATORS: Final = re.compile(r"[,;\t|]")

_TELLING: Final = re.compile(
    r"(act(ual)?_?|plan(ned)?_?|rand(omi[sz]ed)?_?|study_?|treatment_?|trt_?)?arm(_?(cd|code|name|n|nrs|ud))?"
    r"|(act(ual)?_|plan(ned)?_|rand(omi[sz]ed)?_|assigned_|study_)?(treatment|therapy|trt)s?"
    r"(_?(group|code|cd|name|assigned|allocation|received))?"
    r"|trt[0-9]{2}_?[ap]n?|trt[ap]n?|trtseq[ap]n?|ex_?trt"
    r"|allocation|allocated(_to)?|assignment|randomi[sz]ed_to|(randomi[sz]ation_|study_)?group|intervention"
)
"""As `normal` writes a column: ``arm``, ``ARMCD``, ``Actual Arm``, ``TRT01P``, ``Treatment group``, and their like."""


def tells_treatment(column: str) -> bool:
    """Whether a column of this name says, or may say, what treatment a subject had."""
    return _TELLING.fullmatch(normal(column)) is not None


def telling_columns(path: Path) -> Iterator[Finding]:
    """A finding for each such column of a table, or of the tables TU and TR in a folder.

    Raises
    ------
    EnvironmentFailure
        A file cannot be read.
    """
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and (file == path or file.name.casefold() in {"tu.csv", "tr.csv"}):
                yield from _of_file(file)
    except OSError as error:
        msg = f"The file {path} cannot be read: {error.strerror}. Check the path and who may read it."
        raise EnvironmentFailure(msg) from error


def _of_file(file: Path) -> Iterator[Finding]:
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8-sig", "replace")
    lines = (line for line in text.splitlines() if line.strip() and not line.casefold().startswith("sep="))
    for cell in _SEPARATORS.split(next(lines, "")):
        column = cell.strip().strip('"').strip()
        if tells_treatment(column):
            shown = "".join(one if one.isprintable() else "?" for one in column[:40])
            sentence = (
                f'The column "{shown}" may tell the treatment, and endpoints are worked out blinded, over all '
                "subjects. Remove the column."
            )
            yield Finding("tells-treatment", sentence, (file.name,))
