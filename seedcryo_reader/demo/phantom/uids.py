"""Unique identifiers that depend on nothing but the study's seed and their place in the study."""

from __future__ import annotations

import uuid

_ROOT = uuid.UUID("6f3c1d1e-6a0b-5c0c-9c55-3a1f0d6b7e42")


def uid(*place: str | int) -> str:
    """Return the DICOM UID of a place in the study, in the 2.25 form (an integer made from a name-based UUID)."""
    return f"2.25.{uuid.uuid5(_ROOT, '|'.join(str(p) for p in place)).int}"


def instance_uid(seed: int, case: str, timepoint: str, series: str, k: int) -> str:
    """Return the SOP instance UID of slice ``k``, counted along the slice normal."""
    return uid(seed, case, timepoint, series, k)


def series_uid(seed: int, case: str, timepoint: str, series: str) -> str:
    """Return a series instance UID."""
    return uid(seed, case, timepoint, series)


def study_uid(seed: int, case: str, timepoint: str) -> str:
    """Return the study instance UID: each timepoint is a study of its own."""
    return uid(seed, case, timepoint, "study")


def frame_uid(seed: int, case: str, timepoint: str) -> str:
    """Return the frame of reference UID: each timepoint has its own, as the patient was laid down anew."""
    return uid(seed, case, timepoint, "frame")
