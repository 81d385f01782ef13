"""The phantom judges the reading side, so it may not borrow from it."""

import subprocess
import sys

PROGRAM = """
import sys
import seedcryo_reader.demo.phantom
import seedcryo_reader.demo.phantom.build
loaded = [name for name in sys.modules if name.startswith("seedcryo_reader.")]
strangers = [name for name in loaded if not name.startswith("seedcryo_reader.demo")]
heavy = [name for name in ("vtkmodules", "SimpleITK", "PySide6", "scipy") if name in sys.modules]
print(len(loaded), strangers, heavy)
"""


def test_a_fresh_interpreter_loads_nothing_of_the_reading_side() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", check=True)
    count, _, rest = done.stdout.strip().partition(" ")
    assert int(count) > 15
    assert rest == "[] []"
