"""An exchange of an account with a folder that a person named, the same from the window and at the command line.

A folder of another study is left alone: nothing is written to it, and nothing of it is noted at the station.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from seedcryo_reader.app.posting import post_of
from seedcryo_reader.app.receiving import parts_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.casefile.part.contents import SUFFIX
from seedcryo_reader.casefile.study.formats import read_bounded
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.centre import FILE, read_address
from seedcryo_reader.exchange.folder import Folder, tag
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post.report import FileReport, Report

_FOREIGN: Final = "other-study"


def put_out(work: AtWork, folder: Path, watch: Watch) -> Report:
    """Put what waits to go out into a folder.

    Raises
    ------
    Refused, EnvironmentFailure, Cancelled
        As for `Post.put_out`.
    """
    return _foreign(work, folder) or post_of(work).put_out(Folder(folder), watch)


def take_in(work: AtWork, folder: Path, watch: Watch) -> Report:
    """Take what lies in a folder for the account; for a coordinator also the sealed parts that intake hands over.

    Raises
    ------
    EnvironmentFailure, Cancelled
        As for `Post.take_in` and `Reception.receive`.
    """
    foreign = _foreign(work, folder)
    if foreign is not None:
        return foreign
    mail = post_of(work).take_in(Folder(folder), watch)
    return Report((*mail.files, *_parts(work, folder, watch)))


def exchange(work: AtWork, folder: Path, watch: Watch) -> Report:
    """Both, one after the other.

    Raises
    ------
    Refused, EnvironmentFailure, Cancelled
        As for `put_out` and `take_in`.
    """
    foreign = _foreign(work, folder)
    if foreign is not None:
        return foreign
    taken = take_in(work, folder, watch)
    return Report((*taken.files, *put_out(work, folder, watch).files))


def _foreign(work: AtWork, folder: Path) -> Report | None:
    """Why nothing is done with a folder that the centre of another study wrote to; None for any other one."""
    path = folder / FILE
    if path.is_symlink() or not path.is_file():
        return None
    try:
        read_address(read_bounded(path), work.station.study, work.station.clock().utc.date(), FILE)
    except EnvironmentFailure:  # told by whoever needs the address
        return None
    except Refused as refused:
        found = tuple(one for one in refused.findings if one.code == _FOREIGN)
        return Report((FileReport(FILE, "refused", found),)) if found else None
    return None


def _parts(work: AtWork, folder: Path, watch: Watch) -> Iterable[FileReport]:
    """The sealed parts that lie in the folder itself or in the account's place in it.

    A reader's and an adjudicator's parts come with the envelope that releases them.
    """
    if work.session.account.role is not Role.COORDINATOR:
        return
    places = (folder, folder / tag(work.session.vault.recipient))
    files = [one for place in places if place.is_dir() for one in parts_of(place) if one.suffix == SUFFIX]
    for one in work.reception.receive(files, watch):
        yield FileReport(one.file.name, "taken" if one.outcome == "received" else one.outcome, one.findings)
