"""The closed vocabulary of series labels: what a reader sees instead of a scanner's series description."""

from typing import Final

LABELS: Final[dict[str, tuple[str, ...]]] = {
    "CT": (
        "CT",
        "CT non-contrast",
        "CT contrast",
        "CT arterial",
        "CT portal venous",
        "CT delayed",
        "CT lung",
        "CT bone",
        "CT localizer",
    ),
    "MR": (
        "MR",
        "MR T1",
        "MR T1 fat-suppressed",
        "MR T1 in-phase",
        "MR T1 opposed-phase",
        "MR T1 contrast",
        "MR T1 arterial",
        "MR T1 portal venous",
        "MR T1 delayed",
        "MR T1 hepatobiliary",
        "MR T1 subtraction",
        "MR T2",
        "MR T2 fat-suppressed",
        "MR DWI",
        "MR ADC",
        "MR localizer",
    ),
}
"""Modality (0008,0060) → the labels its series may have. The bare modality is for a series nobody described."""


def is_label(label: str, modality: str | None = None) -> bool:
    """Whether the vocabulary knows this label, for this modality where one is given."""
    if modality is not None:
        return label in LABELS.get(modality, ())
    return any(label in labels for labels in LABELS.values())
