"""The images of an opened timepoint, as an event names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeriesImages:
    """A series of an opened timepoint.

    Attributes
    ----------
    number : int
        Its number in the part.
    modality, label : str
        ``"CT"`` or ``"MR"``, and the label from the closed vocabulary.
    voxels : str
        SHA-256 (hex) over the hashes of its decoded slices and over where they lie: what was seen.
    uid : str
        Its (masked) Series Instance UID.
    frame_of_reference : str
        Its (masked) Frame of Reference UID; empty where it has none.
    slice_mm : str or None
        Distance of its slices in mm, as a decimal; None where there is one only. RECIST 1.1 measures by it.
    measurable : str
        ``"3d"``, ``"in-plane"`` or ``"no"``: what could be measured safely.
    """

    number: int
    modality: str
    label: str
    voxels: str
    uid: str = ""
    frame_of_reference: str = ""
    slice_mm: str | None = None
    measurable: str = "no"


@dataclass(frozen=True, slots=True)
class Pin:
    """The series that a target is to be read on."""

    target: str
    series: int
