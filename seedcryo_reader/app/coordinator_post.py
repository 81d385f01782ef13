"""What a coordinator exchanges through a folder: envelopes, and the sealed parts that intake hands over."""

from pathlib import Path
from typing import Final

from seedcryo_reader.app import carrying
from seedcryo_reader.app.posting import go_round, own_folder, post_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post.report import Report
from seedcryo_reader.ui.coordination.shown.post import Fate, FileLine

_NO_KEYS: Final = "no-centre-keys"


def put_out(work: AtWork, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
    """Put what waits to go out into a folder."""
    return _lines(carrying.put_out(work, folder, watch))


def taken_in(work: AtWork, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
    """Take in envelopes, and sealed parts that lie in the folder itself or in the account's place in it."""
    return _lines(carrying.take_in(work, folder, watch))


def exchanged_here(work: AtWork, watch: Watch) -> tuple[FileLine, ...]:
    """Both with the other accounts of the station."""
    post, folder = post_of(work), own_folder(work.station.folder)
    taken = _lines(post.take_in(folder, watch)) if folder.root.is_dir() else ()
    return (*taken, *_lines(post.put_out(folder, watch)))


def went_round(work: AtWork) -> tuple[Finding, ...]:
    """The same, for what is told of it: what was refused, or why nothing can be exchanged now.

    That the centre's keys were not adopted yet is told on a page of its own.
    """
    try:
        return tuple(one for one in go_round(work) if one.code != _NO_KEYS)
    except EnvironmentFailure as failure:
        return (Finding("no-exchange", str(failure)),)


def _lines(report: Report) -> tuple[FileLine, ...]:
    return tuple(FileLine(one.file, Fate(one.outcome), one.findings, one.who) for one in report.files)
