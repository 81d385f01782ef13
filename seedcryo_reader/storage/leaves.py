"""Leaves of the centre as files, for one account of one station."""

from dataclasses import dataclass
from pathlib import Path

from seedcryo_reader.casefile.study import leave
from seedcryo_reader.casefile.study.formats import read_bounded, refusal
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.reading.ports import Leave
from seedcryo_reader.storage.clock import Clock


@dataclass(frozen=True)
class LeaveFiles:
    """Reads leaves from a folder, for the account of this recipient."""

    folder: Path
    study: Study
    recipient: str
    clock: Clock

    def leave(self, name: str) -> Leave:
        """The leave in a file of this name.

        Raises
        ------
        Refused
            It is not the centre's (see `casefile.study.leave.read_leave`), or ``other-account``.
        EnvironmentFailure
            It cannot be read.
        """
        if Path(name).name != name:
            raise refusal("bad-name", "A leave is named by its file, which lies beside the script.", name)
        path = self.folder / name
        data = read_bounded(path)
        found = leave.read_leave(data, self.study, self.clock().utc.date(), path.name)
        if found.recipient != self.recipient:
            raise refusal("other-account", "The leave is for another account.", path.name)
        return Leave(
            data.decode("utf-8"), found.case_number, found.timepoint, found.and_later, found.version, found.reason
        )
