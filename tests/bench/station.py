"""Print what the screens of a station cost: the real window over a station with two timepoints of 400 slices.

``.venv/bin/python -P tests/bench/station.py [--dir DIR] [--rounds N] [NAME …]`` where NAME is one of cold, open,
slices, memory, decoding; without a name also what ``viewport.py`` and ``registration.py`` print. The station is made
once in DIR (half a minute, 1.3 GB) and kept there. Everything runs on the offscreen platform. Honest figures need a
quiet machine; the load is printed with each.
"""

import argparse
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import big_station
import numpy as np

from seedcryo_reader.storage.images.opened import OpenedFolder

HERE = Path(__file__).parent
NAMES = ("cold", "open", "slices", "memory", "decoding")
MB = 1e6


def tell(name: str, taken: Sequence[float], reach: str) -> None:
    """One line of milliseconds."""
    median, p95, most = statistics.median(taken), float(np.percentile(taken, 95)), max(taken)
    load = os.getloadavg()[0]
    print(
        f"{name:42} median {median:8.2f} ms  p95 {p95:8.2f}  worst {most:8.2f}  best {min(taken):8.2f}"
        f"  load {load:.1f}  ({reach})",
        flush=True,
    )


def milliseconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


# --- cold start ------------------------------------------------------------------------------------------------------


def until_it_speaks(command: Sequence[str], env: dict[str, str]) -> float:
    """Milliseconds from starting a process to its first line."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        taken = (time.perf_counter() - start) * 1e3
        process.stdout.read()
    return taken


def bench_cold(made: big_station.BigStation, rounds: int) -> None:
    """The painted worklist against the bare imports, both as fresh processes whose byte code is compiled."""
    # As in an installed program: also where this run is told to leave no byte code behind.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(made.folder / "compiled")}
    env = {**os.environ, **compiled}
    bare = "import PySide6.QtWidgets, sqlalchemy, numpy; print('there', flush=True)"
    peer = [sys.executable, "-P", "-c", bare]
    with made.copy(made.read_one) as station:
        ours = [sys.executable, "-P", str(HERE / "cold_start.py"), str(station), big_station.PASSWORD]
        for command in (peer, ours):
            until_it_speaks(command, env)
        taken = [(until_it_speaks(peer, env), until_it_speaks(ours, env)) for _ in range(rounds)]
    theirs, mine = [one for one, _ in taken], [one for _, one in taken]
    tell("cold start to the painted worklist", mine, "")
    tell("bare import of Qt, SQLAlchemy, numpy", theirs, "peer")
    ratios = [ours / peer for peer, ours in taken]
    print(
        f"{'ratio of the medians':42} {statistics.median(mine) / statistics.median(theirs):.2f},"
        f" of neighbours {min(ratios):.2f} to {max(ratios):.2f}  (reach ≤ 2.5)",
        flush=True,
    )


# --- a released timepoint --------------------------------------------------------------------------------------------


def bench_open(made: big_station.BigStation, rounds: int) -> None:
    """Click → first image, click → the whole room, both out of the worklist; and a timepoint alone."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from real_window import RealWindow

    from seedcryo_reader.ui.reading.toolbar import Toolbar
    from seedcryo_reader.ui.viewport.viewport import Viewport
    from seedcryo_reader.viewing.view import Shown

    first: list[float] = []
    room: list[float] = []
    with made.copy(made.read_two) as station:
        window = RealWindow(station)
        window.sign_in(big_station.PASSWORD)
        window.rest(3)  # what a reader sees of the list, and what is loaded meanwhile
        for _ in range(rounds):
            start = time.perf_counter()
            window.click_next_case()
            window.wait(lambda: len(window.viewports()) >= 2)  # painted in the same turn of the event loop
            first.append((time.perf_counter() - start) * 1e3)
            assert not window.shell.findChildren(Toolbar)
            window.wait(lambda: bool(window.shell.findChildren(Toolbar)))  # made last
            window.shell.repaint()
            room.append((time.perf_counter() - start) * 1e3)
            window.rest(0.3)
            QTest.keyClick(window.viewports()[0], Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
            window.wait(lambda: not window.viewports())
            window.rest(0.3)
        window.close()
        images = _opened_folder(station)
        alone: list[float] = []
        for _ in range(rounds):
            viewport = Viewport()
            viewport.resize(900, 700)
            viewport.show()
            window.app.processEvents()

            def show(viewport: Viewport = viewport) -> None:
                loaded = images.load(big_station.CASE, "TP1")
                viewport.show_stack(loaded, Shown("TP1", 1), None, "TP1")
                viewport.repaint()

            alone.append(milliseconds(show))
            viewport.close()
            viewport.deleteLater()
    tell("a timepoint: mapped, checked, painted", alone, "reach 100")
    tell("click → both images painted", first, "reach 100")
    tell("click → the whole room", room, "for comparison: all lists and panels are made anew")


def _opened_folder(station: Path) -> OpenedFolder:
    return OpenedFolder(station, big_station.READER, lambda: "bench")


def bench_slices(made: big_station.BigStation, rounds: int) -> None:
    """A later slice, checked, against reading its bytes out of the file: from the disk, and from memory."""
    [file] = (made.read_two / "opened" / big_station.READER / big_station.CASE / "TP1").glob("*.voxels")
    order = [int(k) for k in np.random.default_rng(1).permutation(big_station.SLICES)]
    size = file.stat().st_size // big_station.SLICES
    with file.open("rb", buffering=0) as stream:

        def forget() -> None:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

        def read(k: int) -> None:
            os.pread(stream.fileno(), size, k * size)

        for name, before in (("from the disk", forget), ("from memory", lambda: None)):
            mine: list[float] = []
            theirs: list[float] = []
            for _ in range(max(1, rounds // 3)):
                before()
                theirs += [milliseconds(lambda k=k: read(k)) for k in order]
                before()
                images = _opened_folder(made.read_two).load(big_station.CASE, "TP1")
                mine += [milliseconds(lambda k=k, images=images: images.check_slice(1, 0, k)) for k in order]
                del images
            tell(f"a later slice, checked, {name}", mine, "reach p99 20")
            tell(f"reading its bytes {name}", theirs, "peer")
            ratio = statistics.median(mine) / statistics.median(theirs)
            print(
                f"{'ratio of the medians':42} {ratio:.2f}  p99 {np.percentile(mine, 99):.2f} ms  (reach ≤ 2)",
                flush=True,
            )
    raw = bytes(size)
    tell("SHA-256 of a slice", [milliseconds(lambda: hashlib.sha256(raw).digest()) for _ in order], "for comparison")


# --- memory ----------------------------------------------------------------------------------------------------------


def bench_memory(made: big_station.BigStation, _rounds: int) -> None:
    """Resident memory of the reading room with two timepoints, every slice of both seen.

    Counted is the whole resident set of the program's process: its own memory, shared libraries, and the mapped voxels.
    What its resting workers have of their own is told beside it.
    """
    import psutil
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from real_window import RealWindow

    me = psutil.Process()
    with made.copy(made.read_two) as station:
        window = RealWindow(station)
        window.sign_in(big_station.PASSWORD)
        window.click_next_case()
        window.wait(lambda: len(window.viewports()) >= 2)
        shown = window.viewports()
        voxels = sum(one.volume.array.nbytes for one in shown if one.volume is not None)
        for one in shown:
            count = len(one.volume.array) if one.volume is not None else 0
            for k in range(count):
                one.go_to(k)
                one.repaint()
        QTest.keyClick(shown[-1], Qt.Key.Key_C)
        window.rest(2)
        resident = me.memory_info().rss
        private = me.memory_full_info().uss
        workers = sum(child.memory_full_info().uss for child in me.children(recursive=True))
        assert not {"SimpleITK", "matplotlib"} & sys.modules.keys()
        window.close()
    print(
        f"{'memory, two timepoints seen whole':42} {resident / MB:.0f} MB resident ({private / MB:.0f} shared with"
        f" nobody), voxels {voxels / MB:.0f} MB, beyond them {(resident - voxels) / MB:.0f} MB  (reach ≤ 350);"
        f" workers {workers / MB:.0f} MB",
        flush=True,
    )


# --- while the next part decodes -------------------------------------------------------------------------------------


def bench_decoding(made: big_station.BigStation, _rounds: int) -> None:
    """Wheel → paint of an image of 1024 × 1024 while the room opens the next part in the same process."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from real_window import RealWindow

    from seedcryo_reader.ui.viewport.viewport import Viewport
    from seedcryo_reader.viewing.view import Shown

    with made.copy(made.read_one) as station:
        window = RealWindow(station)
        window.sign_in(big_station.PASSWORD)
        window.rest(3)
        viewport = Viewport()
        viewport.resize(1040, 1024)
        viewport.show_stack(_opened_folder(station).load(big_station.CASE, "TP0"), Shown("TP0", 1), None, "TP0")
        viewport.show()
        window.app.processEvents()
        place, none = QPointF(500, 500), Qt.MouseButton.NoButton

        def wheel(notch: int) -> None:
            turn = QPoint(0, 120 if notch // 150 % 2 else -120)
            event = QWheelEvent(
                place, place, QPoint(), turn, none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
            )
            window.app.sendEvent(viewport, event)
            window.app.processEvents()
            viewport.repaint()

        for name, until in (("at rest", None), ("while the next part decodes", window.viewports)):
            if until is not None:
                window.click_next_case()
            taken: list[float] = []
            while len(taken) < 100 if until is None else not until():
                notch = len(taken)
                taken.append(milliseconds(lambda notch=notch: wheel(notch)))
                time.sleep(0.01)
            last = taken if until is None else taken[:-1]  # with the last one the room itself was made
            tell(f"wheel → paint {name}", last, "for comparison" if until is None else "reach p95 50")
        viewport.close()
        viewport.deleteLater()
        window.close()


def main() -> None:
    """Run the benchmarks asked for, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "seedcryo-bench")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    made = big_station.big_station(wanted.dir)
    benches = {
        "cold": bench_cold, "open": bench_open, "slices": bench_slices, "memory": bench_memory,
        "decoding": bench_decoding,
    }  # fmt: skip
    if wanted.here:
        for name in wanted.names:
            benches[name](made, wanted.rounds)
        return
    for name in wanted.names or NAMES:
        again = [
            sys.executable,
            "-P",
            __file__,
            name,
            "--here",
            "--dir",
            str(wanted.dir),
            "--rounds",
            str(wanted.rounds),
        ]
        subprocess.run(again, check=True)
    if not wanted.names:
        subprocess.run([sys.executable, "-P", HERE / "viewport.py"], check=True)
        subprocess.run([sys.executable, "-P", HERE / "registration.py", "--dir", wanted.dir], check=True)


if __name__ == "__main__":
    main()
