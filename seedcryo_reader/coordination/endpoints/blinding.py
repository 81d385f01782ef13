"""Columns that would tell the treatment: endpoints are pooled over all subjects, so such a table is refused by name.

Tables with columns of their own, the reads in the long format and the study days, take the known ones only. SDTM has
many others that are harmless, so there the words of their names are looked at.
"""

import re
import unicodedata
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from seedcryo_reader.coordination.batch.files import Table, opened
from seedcryo_reader.coordination.batch.problems import Place, Problems, quoted
from seedcryo_reader.coordination.batch.sdtm import results, tumours
from seedcryo_reader.domain.errors import EnvironmentFailure

_BEGINS: Final = "arm|trt|treat|rand|assign|alloc|seed|cryo"
_IS: Final = "groups?|grp|cohort|regimen|device|drug|therapy|intervention"
_TELLING: Final = re.compile(rf"(act(ual)?|plan(ned)?|study|ex)?(({_BEGINS}).*|({_IS})(cd|code|id|name|no|n|[0-9]+)?)")
"""A word of a name, such as those of ``ARMCD``, ``Actual Arm``, ``TRT01P``, ``ACTARM``, ``Treatment group``."""

_OF_TR: Final = frozenset({"trtest", "trtestcd", "trtpt", "trtptnum", "trtptref"})
"""Columns of TR that begin like a treatment and name a test, or a point in time."""

_SHAPES: Final = {"tu.csv": tumours.SHAPE, "tr.csv": results.SHAPE}


def tells_treatment(column: str) -> bool:
    """Whether a column of this name says, or may say, what treatment a subject had; however it is written."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", column) if unicodedata.category(one) not in _UNSEEN)
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    return "".join(words) not in _OF_TR and any(map(_TELLING.fullmatch, words))


_UNSEEN: Final = frozenset({"Mn", "Cf", "Cc"})
"""Accents, and signs that are not shown."""


def refuse_telling(reads: Path, problems: Problems) -> None:
    """Name each such column of the tables TU and TR, if the reads are a folder, in the header as the tables are read.

    Raises
    ------
    EnvironmentFailure
        A file cannot be read.
    """
    try:
        there = reads.iterdir() if reads.is_dir() else ()
        files = sorted(one for one in there if one.name.casefold() in _SHAPES)
    except OSError as error:
        msg = f"The file {reads} cannot be read: {error.strerror}. Check the path and who may read it."
        raise EnvironmentFailure(msg) from error
    with ExitStack() as stack:
        for file in files:
            # What else is wrong with the table is told by who reads it.
            table = stack.enter_context(opened(file, _SHAPES[file.name.casefold()], Problems()))
            for column in filter(tells_treatment, table.unknown()):
                text = (
                    f"The column {quoted(column)} may tell the treatment, and endpoints are worked out blinded, over "
                    "all subjects. Remove the column."
                )
                problems.add(Place(table.file, table.header), "tells-treatment", text)


def refuse_unknown(table: Table, problems: Problems) -> None:
    """Name each column that nothing is known of."""
    for column in table.unknown():
        text = f"The column {quoted(column)} is not known, and could tell the treatment. Remove it."
        problems.add(Place(table.file, table.header), "unknown-column", text)
