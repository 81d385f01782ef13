"""The truth beside the images, as plain JSON values. Positions are LPS in mm rounded to 0.001; sizes are mm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seedcryo_reader.demo.phantom import lesions, uids
from seedcryo_reader.demo.phantom.scene import first_to_here
from seedcryo_reader.demo.phantom.story import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seedcryo_reader.demo.phantom.scene import Scene
    from seedcryo_reader.demo.phantom.space import Matrix
    from seedcryo_reader.demo.phantom.story import Case, Lesion, Look, Oval

FORMAT = 1
GENERATOR = "1.1"
TOO_SMALL_COUNTS_AS_MM = 5.0

Json = dict[str, Any]


def study_truth(seed: int, cases: Iterable[Json]) -> Json:
    """Return the whole truth file."""
    return {"format": FORMAT, "generator": GENERATOR, "seed": seed, "cases": list(cases)}


def case_truth(case: Case, timepoints: list[Json]) -> Json:
    """Return the truth of a case with its timepoints in order."""
    return {
        "case": case.name,
        "covers": list(case.covers),
        "story": case.story,
        "targets": [_about(lesion) for lesion in case.targets],
        "non_targets": [_about(lesion) for lesion in case.non_targets],
        "new_lesions": [_about(lesion) for lesion in case.new_lesions],
        "timepoints": timepoints,
    }


def _about(lesion: Lesion) -> Json:
    return {"id": lesion.name, "organ": lesion.organ, "place": lesion.place, "node": lesion.node}


def timepoint_truth(scene: Scene) -> Json:
    """Return the truth of one timepoint."""
    case, n = scene.case, scene.timepoint
    return {
        "timepoint": scene.name,
        "study_instance_uid": uids.study_uid(scene.seed, case.name, scene.name),
        "frame_of_reference_uid": uids.frame_uid(scene.seed, case.name, scene.name),
        "lps_from_tp0_lps_mm": _rows(first_to_here(scene).matrix(), 9),
        "read_series": case.series[0],
        "series": [_series(scene, name) for name in case.series],
        "targets": [_lesion(scene, lesion) for lesion in case.targets],
        "non_targets": [_lesion(scene, lesion) for lesion in case.non_targets],
        "new_lesions": [{**_lesion(scene, lesion), "certainty": lesion.doubt[n]} for lesion in case.new_lesions],
        "metal": [rod for lesion in case.lesions for rod in _metal(scene, lesion)],
        "expected": {
            "target_response_by_whole_sum": case.expected.whole[n],
            "target_response_by_viable_sum": case.expected.viable[n],
            "local_progression": list(case.expected.local[n]),
        },
    }


def _series(scene: Scene, name: str) -> Json:
    grid = scene.grid
    return {
        "name": name,
        "folder": f"{scene.case.name}/{scene.name}/{name}",
        "modality": scene.case.modality,
        "series_instance_uid": uids.series_uid(scene.seed, scene.case.name, scene.name, name),
        "frames": grid.slices,
        "columns_rows": [grid.columns, grid.rows],
        "spacing_ijk_mm": list(grid.spacing),
        "lps_mm_from_ijk": _rows(grid.affine(), 9),
    }


def _lesion(scene: Scene, lesion: Lesion) -> Json:
    look = scene.look(lesion)
    said: Json = {"id": lesion.name, "state": look.state.value}
    if look.state is State.SPLIT:
        parts = enumerate(look.parts, start=1)
        said["parts"] = [{"id": f"{lesion.name}.{n}", **_measured(scene, lesion, part)} for n, part in parts]
    elif look.state is State.MERGED:
        said["into"] = look.into
    elif look.state is State.NOT_EVALUABLE:
        said["reason"] = "POOR SCAN QUALITY"
    elif look.state is not State.ABSENT:
        said.update(_measured(scene, lesion, look))
    if look.state is State.TOO_SMALL:
        said["counts_as_mm"] = TOO_SMALL_COUNTS_AS_MM
    return said


def _measured(scene: Scene, lesion: Lesion, look: Look) -> Json:
    site = scene.site(lesion)
    k = int(site.centre[2])
    whole = lesions.axes_of(look.body + look.viable)
    start, end = whole.long_ends if whole else ((0.0, 0.0), (0.0, 0.0))
    place = (scene.seed, scene.case.name, scene.name, scene.case.series[0])
    return {
        "centre_lps_mm": _point(site.lps((start[0] + end[0]) / 2)),
        "centre_slice_k": k,
        "sop_instance_uid": uids.instance_uid(*place, k),
        "whole": _axes(site, look.body + look.viable),
        "viable": _axes(site, look.viable),
    }


def _axes(site: lesions.Site, ovals: tuple[Oval, ...]) -> Json:
    axes = lesions.axes_of(ovals)
    if axes is None:
        return {"long_axis_mm": 0.0, "short_axis_mm": 0.0}
    return {
        "long_axis_mm": float(axes.long),
        "short_axis_mm": float(axes.short),
        "long_axis_ends_lps_mm": [_point(site.lps(*end)) for end in axes.long_ends],
        "short_axis_ends_lps_mm": [_point(site.lps(*end)) for end in axes.short_ends],
    }


def _metal(scene: Scene, lesion: Lesion) -> list[Json]:
    site = scene.site(lesion)
    return [
        {"in": lesion.name, "ends_lps_mm": [_point(site.lps(*end)) for end in rod.ends()]} for rod in scene.rods(lesion)
    ]


def _point(lps: Matrix) -> list[float]:
    return [round(float(c), 3) + 0.0 for c in lps]


def _rows(matrix: Matrix, places: int) -> list[list[float]]:
    return [[round(float(v), places) + 0.0 for v in row] for row in matrix]
