"""Print how long a viewport takes to paint, on the offscreen platform, against a bare pyqtgraph `ImageItem`.

``.venv/bin/python -P tests/bench/viewport.py [--rounds N] [NAME …]`` where NAME is one of scroll, linked, reformat,
decoding. The images are made in memory, 400 slices of 512 × 512 (200 MB). Honest figures need a quiet machine.
"""

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget
from support.shown_images import MadeImages, made_images, made_volume

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.drawing import Drawn, Item, Kind
from seedcryo_reader.viewing.view import Orientation, Shown

NAMES = ("scroll", "linked", "reformat", "decoding")
SHOWN = Shown("TP1", 1)
SLICES = 400


def milliseconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def tell(name: str, taken: list[float], reach: str) -> None:
    """One line: median and 95th percentile."""
    median, p95 = statistics.median(taken), float(np.percentile(taken, 95))
    print(f"{name:34} median {median:6.2f} ms  p95 {p95:6.2f} ms  ({reach})", flush=True)


def volumes() -> Volume:
    """A CT with some noise, so that no two slices are alike."""
    volume = made_volume((SLICES, 512, 512), (0.8, 0.8, 1.0), noise=0)
    noise = np.random.default_rng(1).integers(-20, 20, (64, 512, 512), dtype=np.int16)
    for k in range(SLICES):
        volume.array[k] += noise[k % 64]
    return volume


def viewport(images: MadeImages, width: int, height: int) -> Viewport:
    """One that shows a caliper, a mark and a crosshair."""
    made = Viewport()
    made.resize(width, height)
    made.show_stack(images, SHOWN, None, "TP1 · portal venous")
    frame = made.frame
    assert frame is not None
    points = [frame.to_mm(*at) for at in ((400, 300), (520, 360), (440, 380), (480, 290))]
    caliper = Drawn(Kind.BIDIRECTIONAL, SHOWN, Orientation.ACQUIRED, tuple(points))
    made.set_items((Item("T01/whole", caliper, ("T01", "24.3 × 18.0 mm"), editable=True),))
    made.set_marks((("T01", frame.to_mm(300, 300)),))
    made.set_crosshair(frame.to_mm(600, 500))
    return made


def paint(shown: Viewport) -> None:
    """Paint now all that waits to be painted in its window, as one frame of the screen does."""
    shown.repaint()


def bench_scroll(images: MadeImages, rounds: int) -> None:
    """Whole paint of the next slice, ours and a bare image item in turns."""
    ours = viewport(images, 1040, 1024)
    ours.show()
    volume = images.series[0].volumes[0]
    peer = pyqtgraph.GraphicsView()
    peer.resize(1024, 1024)
    box = pyqtgraph.ViewBox()
    peer.setCentralItem(box)
    item = pyqtgraph.ImageItem(axisOrder="row-major")
    box.addItem(item)
    item.setImage(volume.array[0], autoLevels=False, levels=(-160, 240))
    box.autoRange(padding=0)
    peer.show()
    QApplication.processEvents()
    mine: list[float] = []
    theirs: list[float] = []

    def scroll(k: int) -> None:
        ours.go_to(k)
        paint(ours)

    def show(k: int) -> None:
        item.setImage(volume.array[k], autoLevels=False, levels=(-160, 240))
        peer.viewport().repaint()

    for n in range(rounds):
        k = 100 + n % 200
        mine.append(milliseconds(lambda k=k: scroll(k)))
        theirs.append(milliseconds(lambda k=k: show(k)))
    scale = ours.devicePixelRatioF()
    ours.close()
    peer.close()
    tell(f"scroll 1024² at scale {scale:g}", mine, "reach median 8, p95 12" if scale == 1 else "")
    tell(f"bare ImageItem at scale {scale:g}", theirs, "peer")
    ratio = statistics.median(mine) / statistics.median(theirs)
    print(f"{'ratio of the medians':34} {ratio:.2f}  (reach ≤ {2.5 if scale == 1 else 1.8:g})", flush=True)


def bench_linked(images: MadeImages, count: int, rounds: int) -> None:
    """So many viewports of 900 × 700 on their next slice."""
    room = QWidget()
    grid = QGridLayout(room)
    shown = [viewport(images, 900, 700) for _ in range(count)]
    for n, one in enumerate(shown):
        one.setFixedSize(900, 700)
        grid.addWidget(one, n // 2, n % 2)
    room.show()
    QApplication.processEvents()

    def scroll(k: int) -> None:
        shown[0].go_to(k)
        for one in shown[1:]:
            view = shown[0].view
            assert view is not None
            one.set_view(view)
        paint(shown[0])

    taken = [milliseconds(lambda n=n: scroll(100 + n % 200)) for n in range(rounds)]
    room.close()
    tell(f"{count} linked of 900 × 700", taken, f"reach p95 {20 if count == 2 else 33}")


def bench_reformat(images: MadeImages, rounds: int) -> None:
    """Coronal scrolling, a coronal pan in the hand, and an oblique plane turned by the hand."""
    ours = viewport(images, 1040, 1024)
    ours.show()
    QApplication.processEvents()
    volume = ours.volume
    assert volume is not None
    assert ours.view is not None
    ours.go(moving.fit(volume, moving.turn_to(volume, ours.view, Orientation.CORONAL), ours.canvas))
    while ours.message:
        QApplication.processEvents()

    def scroll(k: int) -> None:
        ours.go_to(k)
        paint(ours)

    tell("coronal 1024², fitted", [milliseconds(lambda n=n: scroll(150 + n % 200)) for n in range(rounds)], "p95 15")
    assert ours.view is not None
    ours.go(moving.zoom(volume, ours.view, 1.6, (512, 512), ours.canvas))
    tell("coronal 1024², filled", [milliseconds(lambda n=n: scroll(150 + n % 200)) for n in range(rounds)], "p95 15")
    for name, modifier, grip in (
        ("coronal 1024², panned by hand", Qt.KeyboardModifier.NoModifier, Qt.MouseButton.MiddleButton),
        ("double oblique 1024², by hand", Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.RightButton),
    ):
        QTest.mousePress(ours, grip, modifier, QPoint(300, 300))

        def drag(n: int, modifier: Qt.KeyboardModifier = modifier, grip: Qt.MouseButton = grip) -> None:
            at = QPointF(300 + n, 300 + n / 2)
            move = QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, grip, modifier)
            QApplication.sendEvent(ours, move)
            paint(ours)

        tell(name, [milliseconds(lambda n=n: drag(n)) for n in range(1, min(rounds, 100))], "reach p95 30")
        QTest.mouseRelease(ours, grip, modifier, QPoint(300, 300))
    ours.close()


def bench_decoding(images: MadeImages, rounds: int) -> None:
    """Input to paint while another thread and another process are busy."""
    ours = viewport(images, 1040, 1024)
    ours.show()
    QApplication.processEvents()
    stop = threading.Event()

    def hash_on() -> None:
        import hashlib

        while not stop.is_set():
            hashlib.sha256(images.series[0].volumes[0].array[:8].tobytes()).hexdigest()

    worker = subprocess.Popen([sys.executable, "-c", "while True: sum(range(10**6))"])
    thread = threading.Thread(target=hash_on)
    thread.start()

    def scroll(k: int) -> None:
        ours.go_to(k)
        paint(ours)

    try:
        taken = [milliseconds(lambda n=n: scroll(100 + n % 200)) for n in range(rounds)]
    finally:
        stop.set()
        thread.join()
        worker.kill()
        worker.wait()
    tell("scroll 1024² beside busy workers", taken, "reach p95 50")


def main() -> None:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--rounds", type=int, default=200)
    wanted = parser.parse_args()
    names = wanted.names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    app = QApplication([])
    images = made_images(volumes())
    if "scroll" in names:
        bench_scroll(images, wanted.rounds)
        if "QT_SCALE_FACTOR" not in os.environ:
            again = [sys.executable, "-P", __file__, "scroll", "--rounds", str(wanted.rounds)]
            subprocess.run(again, env={**os.environ, "QT_SCALE_FACTOR": "2"}, check=True)
    if "linked" in names:
        bench_linked(images, 2, wanted.rounds)
        bench_linked(images, 4, wanted.rounds)
    if "reformat" in names:
        bench_reformat(images, wanted.rounds)
    if "decoding" in names:
        bench_decoding(images, wanted.rounds)
    app.quit()


if __name__ == "__main__":
    main()
