"""What a scripted reader sees at a timepoint of a phantom case: the truth, with the reader's deviations from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from seedcryo_reader.criteria.course import Lesion, Said, State
from seedcryo_reader.demo.reading.manner import Manner, NoTissue, Obscured, Off, Overlooked, Status, Sure
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

Json = Mapping[str, Any]
Line = tuple[list[str], list[str]]

SPOILT: Final = "poor scan quality"
"""Why something is not evaluable where the truth says that it is not; in the protocol's words."""

_ALIKE: Final = 0.1
"""Tissue that changed by no more than this part looks the same."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The two axes as they are drawn: both ends in LPS mm."""

    long: Line
    short: Line


@dataclass(frozen=True)
class Looked:
    """What is seen of the targets.

    Attributes
    ----------
    said : mapping of target or piece to Said
        Wholes before their pieces.
    drawn : mapping of target or piece to Drawn
        Those that are measured.
    reasons : mapping of target to str
        Why it is not evaluable.
    """

    said: Mapping[str, Said]
    drawn: Mapping[str, Drawn]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """Disease besides the targets: its id in the truth, what and where it is, and how it is taken."""

    truth_id: str
    organ: str
    place: str
    node: bool
    point: list[str]
    status: NonTargetStatus | Certainty


class Case:
    """One case of ``truth.json`` before the eyes of one reader."""

    def __init__(self, case: Json, manner: Manner) -> None:
        self._case = case
        self._manner = manner
        self._about = {one["id"]: one for kind in ("targets", "non_targets", "new_lesions") for one in case[kind]}

    @property
    def number(self) -> str:
        """Its number."""
        return str(self._case["case"])

    @property
    def timepoints(self) -> list[str]:
        """Their names, in order."""
        return [one["timepoint"] for one in self._case["timepoints"]]

    @property
    def targets(self) -> tuple[Lesion, ...]:
        """The prespecified targets."""
        return tuple(Lesion(one["id"], one["node"]) for one in self._case["targets"])

    def in_sum(self, most_per_organ: int) -> tuple[Lesion, ...]:
        """The targets for the sum of diameters: of each organ no more than so many, the largest at the baseline."""
        first = {one["id"]: float(one["whole"]["long_axis_mm"]) for one in self._case["timepoints"][0]["targets"]}
        kept: list[str] = []
        for organ in dict.fromkeys(one["organ"] for one in self._case["targets"]):
            there = [one["id"] for one in self._case["targets"] if one["organ"] == organ]
            kept += sorted(there, key=lambda name: -first[name])[:most_per_organ]
        return tuple(one for one in self.targets if one.lesion in kept)

    def is_spoilt(self, timepoint: str) -> bool:
        """Whether no target can be judged."""
        return all(one["state"] == State.NOT_EVALUABLE for one in self._at(timepoint)["targets"])

    # --- targets ---

    def look(self, timepoint: str) -> Looked:
        """The targets at a timepoint that is not spoilt."""
        obscured = {
            one.target: one.reason for one in self._manner.in_case(self.number, Obscured) if one.timepoint == timepoint
        }
        said: dict[str, Said] = {}
        drawn: dict[str, Drawn] = {}
        reasons = dict(obscured)
        for target in self._at(timepoint)["targets"]:
            name, state = target["id"], State(target["state"])
            if name in obscured or state is State.NOT_EVALUABLE:
                said[name] = Said(State.NOT_EVALUABLE)
                reasons.setdefault(name, SPOILT)
                continue
            pieces = tuple(one["id"] for one in target.get("parts", ()))
            said[name] = Said(state, into=target.get("into", ""), pieces=pieces)
            for one in [target] if state is State.MEASURED else target.get("parts", ()):
                said[one["id"]], drawn[one["id"]] = self._measured(timepoint, name, one)
        return Looked(said, drawn, reasons)

    def _measured(self, timepoint: str, target: str, lesion: Json) -> tuple[Said, Drawn]:
        node = bool(self._about[target]["node"])
        whole = lesion["whole"]
        long_mm = Decimal(str(whole["long_axis_mm"])) + self._off(timepoint, lesion["id"], "long", counts=not node)
        short_mm = Decimal(str(whole["short_axis_mm"])) + self._off(timepoint, lesion["id"], "short", counts=node)
        short_mm = min(long_mm, short_mm)
        drawn = Drawn(
            _line(whole["long_axis_ends_lps_mm"], long_mm / Decimal(str(whole["long_axis_mm"]))),
            _line(whole["short_axis_ends_lps_mm"], short_mm / Decimal(str(whole["short_axis_mm"]))),
        )
        return Said(State.MEASURED, short_mm if node else long_mm), drawn

    def _off(self, timepoint: str, lesion: str, axis: str, *, counts: bool) -> Decimal:
        for one in self._manner.in_case(self.number, Off):
            if counts and (one.timepoint, one.target) == (timepoint, lesion):
                return one.by_mm
        return self._manner.off_mm(self.number, timepoint, lesion, axis)

    # --- tissue ---

    def has_tissue(self, timepoint: str, target: str) -> bool:
        """Whether tissue is seen in a target. What is left of a tumour in the phantom's zones enhances."""
        unseen = NoTissue(timepoint, target) in self._manner.in_case(self.number, NoTissue)
        return not unseen and self._tissue_mm(timepoint, (target,)) > 0

    def change_of_tissue(self, timepoint: str, target: str, reference: str) -> str:
        """What became of tissue in a target since the reference timepoint; lesions that it took in count with it."""
        merged = [one["id"] for one in self._at(timepoint)["targets"] if one.get("into") == target]
        now, before = self._tissue_mm(timepoint, (target,)), self._tissue_mm(reference, (target, *merged))
        if before == 0:
            return "new"
        grown = now / before - 1
        return "same" if abs(grown) <= _ALIKE else "larger" if grown > 0 else "smaller"

    def _tissue_mm(self, timepoint: str, targets: Sequence[str]) -> float:
        found = (one for one in self._at(timepoint)["targets"] if one["id"] in targets)
        parts = (part for one in found for part in one.get("parts", (one,)) if "viable" in part)
        return sum(float(part["viable"]["long_axis_mm"]) for part in parts)

    # --- other disease ---

    def non_targets(self, timepoint: str) -> list[Found]:
        """Non-target disease."""
        other = {
            one.lesion: one.status for one in self._manner.in_case(self.number, Status) if one.timepoint == timepoint
        }
        present = NonTargetStatus.PRESENT
        return [self._found(one, other.get(one["id"], present)) for one in self._at(timepoint)["non_targets"]]

    def new_lesions(self, timepoint: str) -> list[Found]:
        """The new lesions that are seen."""
        return list(self._new_lesions(timepoint))

    def _new_lesions(self, timepoint: str) -> Iterator[Found]:
        overlooked = {one.lesion for one in self._manner.in_case(self.number, Overlooked)}
        taken = {
            one.lesion: one.certainty for one in self._manner.in_case(self.number, Sure) if one.timepoint == timepoint
        }
        for one in self._at(timepoint)["new_lesions"]:
            if one["certainty"] != "none" and one["id"] not in overlooked:
                yield self._found(one, taken.get(one["id"], Certainty(one["certainty"])))

    def _found(self, lesion: Json, status: NonTargetStatus | Certainty) -> Found:
        about = self._about[lesion["id"]]
        point = [f"{one:.3f}" for one in lesion["centre_lps_mm"]]
        return Found(lesion["id"], about["organ"], about["place"], about["node"], point, status)

    def _at(self, timepoint: str) -> Json:
        found: Json = next(one for one in self._case["timepoints"] if one["timepoint"] == timepoint)
        return found


def _line(ends: Sequence[Sequence[float]], stretch: Decimal) -> Line:
    """A line about the same middle, as much longer or shorter."""
    start, end = ends
    middle = [(a + b) / 2 for a, b in zip(start, end, strict=True)]
    return _away(middle, start, float(stretch)), _away(middle, end, float(stretch))


def _away(middle: Sequence[float], end: Sequence[float], stretch: float) -> list[str]:
    return [f"{m + (e - m) * stretch:.3f}" for m, e in zip(middle, end, strict=True)]
