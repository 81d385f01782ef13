"""What the phantom's truth lets a reader see and conclude at a timepoint, in the words of the screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]

_IN_WORDS: Final = {
    "LP": "local progression",
    "no LP": "no local progression",
    "residual": "residual",
    "CR": "complete response",
    "PR": "partial response",
    "SD": "stable disease",
    "PD": "progressive disease",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A lesion as it is to be found.

    Attributes
    ----------
    name : str
        Its id at the station.
    organ, place : str
        In the words of the closed vocabulary.
    column, row : float
        Its middle in the image, in voxels from the first one's middle.
    slice_number : int
        As the screen counts, from the head down, beginning with 1.
    certainty : str
        Of a new lesion; empty of others.
    """

    name: str
    organ: str
    place: str
    column: float
    row: float
    slice_number: int
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Tissue:
    """What is to be answered about tissue in a treated target: whether there is any, and what became of it.

    What is left of the tumour in the phantom's zones enhances. `change` is empty up to the reference timepoint, and
    where there is none.
    """

    present: bool
    change: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A target as it is to be measured, in mm."""

    name: str
    organ: str
    long_mm: float
    short_mm: float


class Truth:
    """One case of ``truth.json``."""

    def __init__(self, case: Json) -> None:
        self._case = case
        self._about = {one["id"]: one for kind in ("targets", "non_targets", "new_lesions") for one in case[kind]}

    @property
    def case(self) -> str:
        """Its number."""
        return str(self._case["case"])

    @property
    def timepoints(self) -> list[str]:
        """Their names, in order."""
        return [one["timepoint"] for one in self._case["timepoints"]]

    def pixel_mm(self, timepoint: str) -> float:
        """Size of a voxel in its image: what a diameter may be off by."""
        return float(_read_series(self._at(timepoint))["spacing_ijk_mm"][0])

    def voxels(self, timepoint: str) -> tuple[int, int]:
        """Columns and rows of an image."""
        columns, rows = _read_series(self._at(timepoint))["columns_rows"]
        return int(columns), int(rows)

    def targets(self, timepoint: str) -> list[Measured]:
        """The targets; in the case of the tour all of them can be measured at every timepoint."""
        return [
            Measured(
                one["id"],
                self._about[one["id"]]["organ"],
                one["whole"]["long_axis_mm"],
                one["whole"]["short_axis_mm"],
            )
            for one in self._at(timepoint)["targets"]
        ]

    def non_targets(self, timepoint: str) -> list[Seen]:
        """Non-target disease."""
        return [self._seen(timepoint, one, "NT") for one in self._at(timepoint)["non_targets"]]

    def new_lesions(self, timepoint: str) -> list[Seen]:
        """The new lesions that can be seen."""
        found = self._at(timepoint)["new_lesions"]
        return [self._seen(timepoint, one, "NL") for one in found if one["certainty"] != "none"]

    def tissue(self, timepoint: str, target: str) -> Tissue:
        """The tissue in a target at a follow-up, against the reference timepoint: the first follow-up."""
        now = self._viable(timepoint, target)
        if now == 0 or timepoint == self.timepoints[1]:
            return Tissue(now > 0)
        reference = self._viable(self.timepoints[1], target)
        if reference == 0:
            return Tissue(True, "new")
        return Tissue(True, "same" if now == reference else "larger" if now > reference else "smaller")

    def _viable(self, timepoint: str, target: str) -> float:
        found = next(one for one in self._at(timepoint)["targets"] if one["id"] == target)
        return float(found["viable"]["long_axis_mm"])

    def of_target(self, timepoint: str, target: str) -> str:
        """What a target came to: progression stays once it was reached, tissue that does not grow is residual."""
        until = self.timepoints[1 : self.timepoints.index(timepoint) + 1]
        if any(target in self._at(one)["expected"]["local_progression"] for one in until):
            return "LP"
        return "residual" if self.tissue(timepoint, target).present else "no LP"

    def of_targets(self, timepoint: str) -> str:
        """Response by the sum of diameters."""
        return str(self._at(timepoint)["expected"]["target_response_by_whole_sum"])

    def overall(self, timepoint: str) -> str:
        """Overall response: progression by the sum or by an unequivocal new lesion, and it stays."""
        until = self.timepoints[1 : self.timepoints.index(timepoint) + 1]
        is_progress = any(self.of_targets(one) == "PD" or self._has_unequivocal(one) for one in until)
        return "PD" if is_progress else self.of_targets(timepoint)

    def _has_unequivocal(self, timepoint: str) -> bool:
        return any(one.certainty == "unequivocal" for one in self.new_lesions(timepoint))

    def _at(self, timepoint: str) -> Json:
        found: Json = next(one for one in self._case["timepoints"] if one["timepoint"] == timepoint)
        return found

    def _seen(self, timepoint: str, lesion: Json, prefix: str) -> Seen:
        series, about = _read_series(self._at(timepoint)), self._about[lesion["id"]]
        column, row = _column_row(series["lps_mm_from_ijk"], lesion["centre_lps_mm"])
        number = int("".join(sign for sign in lesion["id"] if sign.isdigit()))
        return Seen(
            f"{prefix}{number:02}",
            about["organ"],
            about["place"],
            column,
            row,
            int(series["frames"]) - int(lesion["centre_slice_k"]),
            lesion.get("certainty", ""),
        )


def in_words(response: str) -> str:
    """A response, or what a target came to, as the screen writes it out."""
    return _IN_WORDS[response]


def _read_series(one: Json) -> Json:
    found: Json = next(series for series in one["series"] if series["name"] == one["read_series"])
    return found


def _column_row(affine: list[list[float]], point: list[float]) -> tuple[float, float]:
    """Where a point lies in its image; the axes of the image are at right angles."""
    away = [to - row[3] for to, row in zip(point, affine, strict=False)]
    column, row = (
        sum(part * way for part, way in zip(away, axis, strict=True)) / sum(way * way for way in axis)
        for axis in list(_axes(affine))[:2]
    )
    return column, row


def _axes(affine: list[list[float]]) -> Iterator[list[float]]:
    for k in range(3):
        yield [affine[line][k] for line in range(3)]
