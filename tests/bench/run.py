"""Print every benchmark as a ratio against its peer in the same run.

``.venv/bin/python -P tests/bench/run.py [--dir DIR] [--rounds N] [NAME …]`` where NAME is one of uncompressed,
jpeg-ls, jpeg-2000, scan, slice, memory, sealed, leaks, stores; ``station.py`` has those of the screens. The files
are made once in DIR (about 1 GB, 2 minutes) and kept there. Peers and ours take turns; printed are the medians and
their ratio. Honest figures need a quiet machine. The peers that the program itself does not need are in
``packaging/requirements-bench.txt``:
``.venv/bin/python -m pip install --require-hashes --no-deps -r packaging/requirements-bench.txt``.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import dicom_files
import peers
import sealed
import stores

from seedcryo_reader.imaging.loading import load
from seedcryo_reader.imaging.slices import native_image
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import Lookup, Window
from seedcryo_reader.imaging.workers.pool import WorkerPool

SLICES, SIZE, SMALL = 400, 512, 10_000
CODECS = {
    "uncompressed": None,
    "jpeg-ls": ("1.2.840.10008.1.2.4.80", lambda a: imagecodecs.jpegls_encode(a.view(np.uint16))),
    "jpeg-2000": (
        "1.2.840.10008.1.2.4.90",
        lambda a: imagecodecs.jpeg2k_encode(a, codecformat="j2k", level=0, reversible=True),
    ),
}
REACH = {"uncompressed": 0.9, "jpeg-ls": 0.6, "jpeg-2000": 0.9}


def prepare(folder: Path, names: list[str]) -> None:
    """Make the files that are not there yet."""
    voxels = None
    for name in names:
        if (folder / name).exists() or name not in {*CODECS, "scan"}:
            continue
        print(f"making files for {name} …", flush=True)
        if name == "scan":
            dicom_files.write_small(folder / name, SMALL)
        elif name in CODECS:
            voxels = dicom_files.slices(SLICES, SIZE) if voxels is None else voxels
            dicom_files.write_series(folder / name, voxels, CODECS[name])


def read_whole(folder: Path, pool: WorkerPool) -> float:
    """Files → verified volume with findings, in a warm pool; returns bytes of voxels."""
    with tempfile.TemporaryDirectory() as scratch:
        [stack] = survey(folder, pool, Path(scratch)).stacks
        loaded = load(stack, pool, Path(scratch) / "voxels")
    assert loaded.measurable == "3d", loaded.findings
    assert loaded.volume is not None
    return float(loaded.volume.array.nbytes)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(
    name: str, ours: Callable[[], object], others: dict[str, tuple[Callable[[], object], float]], rounds: int
) -> None:
    """Take turns and print the ratio of the medians."""
    times: dict[str, list[float]] = {"ours": [], **{other: [] for other in others}}
    ours()
    for _ in range(rounds):
        times["ours"].append(seconds(ours))
        for other, (work, _) in others.items():
            times[other].append(seconds(work))
    mine = statistics.median(times["ours"])
    for other, (_, reach) in others.items():
        theirs = statistics.median(times[other])
        wanted = f"reach ≤ {reach:g}" if reach else "for comparison"
        print(
            f"{name:14} {mine * 1e3:9.2f} ms  {other:24} {theirs * 1e3:9.2f} ms  ratio {mine / theirs:5.2f}  ({wanted})"
        )


def bench_reading(name: str, folder: Path, pool: WorkerPool, rounds: int) -> None:
    """One of the three series against its peers."""
    others = {"SimpleITK + GDCM": (lambda: peers.simpleitk(folder), REACH[name])}
    if name == "uncompressed":
        others["vtkDICOMImageReader"] = (lambda: peers.vtk_unchecked(folder), 2.0)
    others["dcm2niix"] = (lambda: peers.dcm2niix(folder), 0.0)
    compare(name, lambda: read_whole(folder, pool), others, rounds)


def bench_scan(folder: Path, pool: WorkerPool, rounds: int) -> None:
    """Headers of many small files."""
    with tempfile.TemporaryDirectory() as scratch:
        taken = [seconds(lambda: survey(folder, pool, Path(scratch))) for _ in range(rounds)]
    print(f"{'scan':14} {SMALL / statistics.median(taken):9.0f} files a second  (reach ≥ 1000)")


def bench_slice(folder: Path, pool: WorkerPool, rounds: int) -> None:
    """Native slice and window, 512² → 8-bit 1024²."""
    with tempfile.TemporaryDirectory() as scratch:
        [stack] = survey(folder, pool, Path(scratch)).stacks
        volume = load(stack, pool, Path(scratch) / "voxels").volume
        assert isinstance(volume, Volume)
        lookup = Lookup(Window(40, 400))
        table = np.arange(1 << 16, dtype=np.uint16).astype(np.uint8)
        image, out = volume.array[200].view(np.uint16), np.zeros((1024, 1024), np.uint8)

        def ours() -> None:
            for k in range(100):
                native_image(volume, k, lookup, (1024, 1024))

        def peer() -> None:
            for _ in range(100):
                peers.lookup_and_copy(image, table, out)

        compare("slice × 100", ours, {"numpy lookup + copy": (peer, 2.0)}, max(rounds, 9))


def bench_memory(folder: Path) -> None:
    """Private memory of all our processes while loading, over what they have before and the voxels."""
    import psutil

    me = psutil.Process()
    peak, done = 0, threading.Event()

    def private() -> int:
        total = 0
        for process in [me, *me.children(recursive=True)]:
            try:
                total += process.memory_full_info().uss
            except psutil.Error:
                continue
        return total

    def watch() -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, private())

    with WorkerPool() as pool:
        thread = threading.Thread(target=watch)
        thread.start()
        voxels = read_whole(folder, pool)
        done.set()
        thread.join()
    mb = 1e6
    print(f"{'memory':14} peak {peak / mb:6.0f} MB private in all processes; voxels {voxels / mb:.0f} MB  "
          f"(reach ≤ voxels + 400 MB = {(voxels + 400 * mb) / mb:.0f} MB)")  # fmt: skip


def main() -> None:
    """Run the benchmarks asked for."""
    every = [*CODECS, "scan", "slice", "memory", "sealed", "leaks", "stores"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(every))
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "seedcryo-bench")
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    names = wanted.names or every
    if unknown := set(names) - set(every):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if "stores" in names:
        stores.bench_stores(wanted.rounds)
    if names == ["stores"]:
        return
    prepare(wanted.dir, [*names, "uncompressed", *(["scan"] if "leaks" in names else [])])
    if "memory" in names:  # first, while this process has loaded nothing else
        bench_memory(wanted.dir / "uncompressed")
    with WorkerPool() as pool:
        pool.warm()
        for name in names:
            if name in CODECS:
                bench_reading(name, wanted.dir / name, pool, wanted.rounds)
            elif name == "scan":
                bench_scan(wanted.dir / name, pool, wanted.rounds)
            elif name == "slice":
                bench_slice(wanted.dir / "uncompressed", pool, wanted.rounds)
            elif name == "sealed":
                sealed.bench_sealed(wanted.dir / "uncompressed", wanted.rounds, compare)
            elif name == "leaks":
                sealed.bench_leaks(wanted.dir / "scan", SMALL, wanted.rounds, seconds)


if __name__ == "__main__":
    main()
