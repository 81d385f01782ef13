"""The checker as a task of worker processes, for folders so large that starting them is worth it.

Files come in batches and their findings are told once for each batch: the slices of a series have the same ones.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from seedcryo_reader.casefile.leaks.rules import kept_rules
from seedcryo_reader.casefile.leaks.scan import Batch, Judged, check_file
from seedcryo_reader.imaging.files.limits import Limits


def check(item: msgspec.Raw, _limits: Limits) -> Judged:
    """Judge the files of a batch."""
    batch = msgspec.msgpack.decode(item, type=Batch)
    told: dict[tuple[str, str], int] = {}
    files = []
    for path in batch.paths:
        one = check_file(Path(os.fsdecode(path)), Path(os.fsdecode(batch.base)), kept_rules(batch.rules))
        known = [told.setdefault((finding.code, finding.text), len(told)) for finding in one.findings]
        files.append((one.name, one.is_dicom, known))
    return Judged(list(told), files)


TASKS: Final[dict[str, Callable[[msgspec.Raw, Limits], object]]] = {"check": check}
