"""Builds the study on disk: one job per timepoint, each in a process of its own."""

from __future__ import annotations

import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TYPE_CHECKING

from seedcryo_reader.demo.phantom.cases import STUDY
from seedcryo_reader.demo.phantom.scene import render_series, set_scene
from seedcryo_reader.demo.phantom.truth import Json, case_truth, study_truth, timepoint_truth
from seedcryo_reader.demo.phantom.write import SeriesWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from seedcryo_reader.demo.phantom.story import Case

DEFAULT_SEED = 20_250
_MOST_JOBS = 8


def build_study(
    out: Path,
    *,
    seed: int = DEFAULT_SEED,
    cases: Sequence[str] | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the study under ``out`` and return the path of its ``truth.json``.

    Parameters
    ----------
    out
        Folder to write to; made if missing.
    seed
        Same seed, same bytes.
    cases
        Case names to build, all by default.
    jobs
        Processes to use; by default one per processor, eight at most.
    progress
        Called with (timepoints done, timepoints in all) after each timepoint.

    Raises
    ------
    ValueError
        If a case name is not in the study.
    """
    chosen = choose(cases)
    work = [(case, n) for case in chosen for n in range(case.timepoints)]
    jobs = jobs or min(os.cpu_count() or 1, _MOST_JOBS)
    out.mkdir(parents=True, exist_ok=True)
    path = out / "truth.json"
    # An old truth must not stand beside new images if this build is cut short.
    path.unlink(missing_ok=True)
    found: dict[tuple[str, int], Json] = {}
    with one_thread_each(), ProcessPoolExecutor(min(jobs, len(work)), multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(build_timepoint, out, case.name, n, seed): (case.name, n) for case, n in work}
        try:
            for done in as_completed(waiting):
                found[waiting[done]] = done.result()
                if progress is not None:
                    progress(len(found), len(work))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    told = [case_truth(case, [found[case.name, n] for n in range(case.timepoints)]) for case in chosen]
    path.write_text(json.dumps(study_truth(seed, told), indent=1) + "\n", encoding="utf-8")
    return path


def case_names() -> tuple[str, ...]:
    """Return the names of all cases, in the study's order."""
    return tuple(case.name for case in STUDY)


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Keep numpy's own threads out of the workers started meanwhile: one process per processor is enough."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def choose(names: Sequence[str] | None) -> list[Case]:
    """Return the cases of these names in the study's order, or all of them."""
    if names is None:
        return list(STUDY)
    unknown = set(names) - {case.name for case in STUDY}
    if unknown or not names:
        msg = f"no such case: {', '.join(sorted(unknown)) or 'none was named'}"
        raise ValueError(msg)
    return [case for case in STUDY if case.name in names]


def build_timepoint(out: Path, case_name: str, timepoint: int, seed: int) -> Json:
    """Write all series of one timepoint and return its truth."""
    (case,) = choose([case_name])
    scene = set_scene(case, timepoint, seed)
    for series in case.series:
        folder = out / case.name / scene.name / series
        folder.mkdir(parents=True, exist_ok=True)
        writer = SeriesWriter(folder, scene, series)
        for k, stored in render_series(scene, series):
            writer.write(k, stored)
    return timepoint_truth(scene)
