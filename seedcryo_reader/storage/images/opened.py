"""The decoded images of the timepoints that an account has opened: one folder for each, whole or not there at all.

Hidden names (a dot first) are work in progress or on its way out; `sweep` removes what a killed program left of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.images.durable import (
    private_folder,
    remove_folder,
    write_private,
    written_in,
)
from seedcryo_reader.storage.images.index import INDEX, Index, read_index
from seedcryo_reader.storage.images.viewing import OpenedImages, mapped

LARGEST_INDEX: Final = 256 << 20
"""Bytes of an `images.json`; one of 10,000 slices is a fortieth of it."""


class OpenedFolder:
    """The folder ``opened/<account>`` of a station; `token` gives random names."""

    def __init__(self, station: Path, account: str, token: Callable[[], str]) -> None:
        self._own = station / "opened" / account
        self._token = token

    def place(self, case_number: str, timepoint: str) -> Path:
        """Where the images of a timepoint lie, if they are there."""
        return self._own / case_number / timepoint

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A hidden folder that is gone afterwards.

        Raises
        ------
        EnvironmentFailure
            It cannot be made.
        """
        folder = self._hidden()
        with written_in(self._own):
            private_folder(folder)
        try:
            yield folder
        finally:
            with written_in(self._own):
                self._remove(folder)

    def publish(self, made: Path, index: Index) -> None:
        """Give finished voxel files their list and their name; what was there under that name goes.

        Raises
        ------
        EnvironmentFailure
            They cannot be given it; what was there stays.
        """
        place = self.place(index.case, index.timepoint)
        with written_in(self._own):
            write_private(made / INDEX, index.encoded())
            flush_folder(made)
            self._exchange(made, private_folder(place.parent) / place.name)

    def load(self, case_number: str, timepoint: str) -> OpenedImages:
        """The images of a timepoint, mapped read-only; nothing is decoded and nothing hashed.

        Raises
        ------
        Refused
            ``no-images``: they are not there; ``damaged-images``: a file is missing, cut or no longer what was written.
        EnvironmentFailure
            They cannot be read.
        """
        place = self.place(case_number, timepoint)
        try:
            with (place / INDEX).open("rb") as stream:
                data = stream.read(LARGEST_INDEX)
            index = read_index(data, f"{timepoint}/{INDEX}")
            if (index.case, index.timepoint) != (case_number, timepoint):
                text = f"The folder of {timepoint} of {case_number} holds the images of another one."
                raise Refused([Finding("damaged-images", text, (f"{timepoint}/{INDEX}",))])
            return mapped(index, place)
        except FileNotFoundError as error:
            text = f"The images of {timepoint} of {case_number} are not on this station, or not any more."
            raise Refused([Finding("no-images", text, (timepoint,))]) from error
        except OSError as error:
            msg = f"The images in {place} cannot be read: {error.strerror}. Check your rights to them."
            raise EnvironmentFailure(msg) from error

    def purge(self, case_number: str) -> bool:
        """Remove all images of a case; false where there are none.

        Raises
        ------
        EnvironmentFailure
            They cannot be removed; what is left has a hidden name, and `sweep` tries again.
        """
        folder = self._own / case_number
        with written_in(self._own):
            there = folder.is_dir()
            self._remove(folder)
        return there

    def sweep(self) -> None:
        """Remove what a killed program left on its way in or out.

        Raises
        ------
        EnvironmentFailure
            It cannot be removed.
        """
        with written_in(self._own):
            for folder in sorted(self._own.glob(".*")):
                remove_folder(folder, folder)

    def _exchange(self, made: Path, place: Path) -> None:
        """Put a finished folder where another one may be: that one is back if it fails, and gone if not."""
        before = self._hidden()
        with suppress(FileNotFoundError):
            place.rename(before)
        try:
            made.rename(place)
        except OSError:
            if before.is_dir():
                before.rename(place)
            raise
        flush_folder(place.parent)
        flush_folder(self._own)
        remove_folder(before, before)

    def _remove(self, folder: Path) -> None:
        remove_folder(folder, self._hidden())

    def _hidden(self) -> Path:
        return self._own / f".{self._token()}"
