"""The tour in a program of its own, to be killed: it tells every step that it has seen done.

``tour_child.py STATION OUT CASE [going-on]``: reads the case of the folder CASE at the station, or goes on with it.
"""

import sys
from pathlib import Path
from types import TracebackType

from faults.tour_going_on import GoingOn
from faults.tour_station import truth_of

from seedcryo_reader.app.demo_station import PASSWORD, Demo
from seedcryo_reader.app.window import application, make_shell
from seedcryo_reader.demo.tour.course import Tour
from seedcryo_reader.demo.tour.diary import Diary

SIZE = (1280, 800)


class TellingDiary(Diary):
    """A diary that reads each step out, once its picture is on the disk."""

    def step(self, name: str, *, is_last: bool = False) -> None:
        super().step(name, is_last=is_last)
        print(name, flush=True)


def main(station: str, out: str, case: str, how: str = "") -> int:
    """Exit code: 0 where the read was signed and everything was as expected."""
    program = application()
    shell = make_shell(Path(station))
    mistakes: list[str] = []

    def note(kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
        mistakes.append(f"{kind.__name__}: {mistake}")
        sys.__excepthook__(kind, mistake, trace)

    sys.excepthook = note
    shell.resize(*SIZE)
    shell.show()
    shell.activateWindow()
    demo = Demo(Path(case))
    diary = TellingDiary(Path(out), shell, mistakes)
    kind = GoingOn if how == "going-on" else Tour
    failure = kind(shell, diary, truth_of(demo), sorted(demo.parts.iterdir()), PASSWORD).run()
    shell.close()
    program.processEvents()
    if failure or mistakes:
        print("failed:", failure, *mistakes, flush=True)
    return int(bool(failure or mistakes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
