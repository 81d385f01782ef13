"""The truth of the phantom's cases without their images."""

from functools import cache

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED, choose
from seedcryo_reader.demo.phantom.scene import set_scene
from seedcryo_reader.demo.phantom.truth import Json, case_truth, timepoint_truth


@cache
def truth_of(name: str) -> Json:
    """The entry of a case in ``truth.json``."""
    (case,) = choose([name])
    return case_truth(case, [timepoint_truth(set_scene(case, n, DEFAULT_SEED)) for n in range(case.timepoints)])
