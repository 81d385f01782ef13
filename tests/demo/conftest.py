"""A small part of the study, built once: one whole case through the front door, and two single timepoints."""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest
from demo.built import Built, OneTimepoint

from seedcryo_reader.demo.phantom import DEFAULT_SEED, build_study
from seedcryo_reader.demo.phantom.build import build_timepoint, one_thread_each


@pytest.fixture(scope="session")
def a_case(tmp_path_factory: pytest.TempPathFactory) -> Built:
    steps: list[tuple[int, int]] = []
    root = tmp_path_factory.mktemp("study")
    path = build_study(root, cases=["C-0004"], progress=lambda done, of: steps.append((done, of)))
    return Built(root, json.loads(path.read_text(encoding="utf-8")), steps)


@pytest.fixture(scope="session")
def two_timepoints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OneTimepoint]:
    """C-0001 and C-0008 at TP1, built side by side in processes of their own."""
    roots = {name: tmp_path_factory.mktemp(name) for name in ("C-0001", "C-0008")}
    with one_thread_each(), ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        waiting = {name: pool.submit(build_timepoint, root, name, 1, DEFAULT_SEED) for name, root in roots.items()}
        return {name: OneTimepoint(roots[name], done.result()) for name, done in waiting.items()}


@pytest.fixture(scope="session")
def a_ct_timepoint_with_metal(two_timepoints: dict[str, OneTimepoint]) -> OneTimepoint:
    return two_timepoints["C-0001"]


@pytest.fixture(scope="session")
def an_mr_timepoint(two_timepoints: dict[str, OneTimepoint]) -> OneTimepoint:
    return two_timepoints["C-0008"]
