"""The checker as a task of worker processes, for folders so large that starting them is worth it."""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.leaks.scan import Checked, check_file
from seedcryo_reader.imaging.files.limits import Limits


class CheckJob(msgspec.Struct, frozen=True, array_like=True):
    """A file, the folder its name is shown below (both in the file system's own bytes), and the rules' folder."""

    path: bytes
    base: bytes
    rules: str


def check(item: msgspec.Raw, _limits: Limits) -> Checked:
    """Judge one file."""
    job = msgspec.msgpack.decode(item, type=CheckJob)
    return check_file(Path(os.fsdecode(job.path)), Path(os.fsdecode(job.base)), _rules(job.rules))


@lru_cache(maxsize=1)
def _rules(folder: str) -> Rules:
    return read_rules(Path(folder))


TASKS: Final[dict[str, Callable[[msgspec.Raw, Limits], object]]] = {
    "check": check,
    "nothing": lambda _item, _limits: None,
}
