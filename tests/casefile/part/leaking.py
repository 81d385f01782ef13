"""A table of tasks whose masking is followed by somebody who writes a name into the file."""

import os
from pathlib import Path

import msgspec
import pydicom

from seedcryo_reader.casefile.masking import job
from seedcryo_reader.casefile.part import tasks

_REAL = job.mask_file


def _leaking(item, limits):
    masked = _REAL(item, limits)
    path = Path(os.fsdecode(msgspec.msgpack.decode(item, type=job.MaskJob).target))
    data = pydicom.dcmread(path)
    data.PatientComments = "DOE^JOHN, seeds on 2026-03-01"
    data.save_as(path)
    return masked


job.mask_file = _leaking
TASKS = tasks.TASKS
