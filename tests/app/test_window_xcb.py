"""The whole window on a real display server: the platform plugin that people use opens it and paints images."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from casefile.part.ways import PASSWORD
from faults.world import CASES, make_world
from PIL import Image

CHILD = Path(__file__).parents[1] / "support" / "xcb_window.py"


@contextmanager
def virtual_display():
    """An X server of its own; the name of its display."""
    if sys.platform != "linux":
        pytest.skip("X11 is the platform of Linux")
    server = shutil.which("Xvfb")
    assert server, "Xvfb is not installed, so nothing shows that the window opens on a display: apt-get install xvfb"
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as running:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                number = said.readline().strip()
            assert number, "Xvfb ended at once"
            yield f":{number}"
        finally:
            running.terminate()


def test_the_window_opens_a_case_on_an_x_display(tmp_path):
    world = make_world(tmp_path)
    picture = tmp_path / "window.png"
    with virtual_display() as display:
        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-P", str(CHILD), str(world.empty), PASSWORD, CASES[0], str(picture)]
        parts = [str(one) for one in world.parts(CASES[0])]
        done = subprocess.run(
            [*command, *parts], capture_output=True, encoding="utf-8", env=env, timeout=120, check=False
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["platform"] == "xcb"
    with Image.open(picture) as shown:
        greys = np.asarray(shown.convert("L"), dtype=float)
    assert greys.shape == (800, 1280)
    x, y, width, height = told["image"]
    middle = greys[y + height // 4 : y + 3 * height // 4, x + width // 4 : x + 3 * width // 4]
    assert greys.std() > 10
    assert np.ptp(middle) > 50
