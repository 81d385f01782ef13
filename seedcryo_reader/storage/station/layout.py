"""Where things lie in a station's folder, and making the folder."""

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Final

from seedcryo_reader.casefile.study import formats, writing
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.casefile.study.study_file import digest, parse_study
from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.database.migrating import Version
from seedcryo_reader.database.schema import schema_findings
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.station.fold import Made
from seedcryo_reader.storage.station.tables import HEAD, TRIGGERS, metadata

_PRIVATE_FOLDER: Final = 0o700
_DATABASE: Final = "station.sqlite"
_LEFT: Final = re.compile(r"\.new\.[0-9a-f]{8}\.partial")
_FOLDERS: Final = ("protocols", "vaults", "parts", "opened", "incoming")


@dataclass(frozen=True, slots=True)
class Layout:
    """A station's folder, and the migrations of its tables."""

    folder: Path
    migrations: Path

    @property
    def database(self) -> Path:
        """The station's database."""
        return self.folder / _DATABASE

    @property
    def head(self) -> Path:
        """The head of the station's log."""
        return self.folder / "station.head"

    @property
    def study(self) -> Path:
        """The copy of the study file."""
        return self.folder / "study.seedstudy"

    @property
    def vaults(self) -> Path:
        """The folder of the accounts' vaults."""
        return self.folder / "vaults"

    def protocol(self, digits: str) -> Path:
        """Where the protocol file of this SHA-256 lies."""
        return self.folder / "protocols" / f"{digits}.toml"

    def version(self) -> Version:
        """What the tables have to be."""
        return Version(
            self.migrations,
            HEAD,
            lambda connection: schema_findings(connection, self.database, metadata, TRIGGERS),
        )

    def read_study(self) -> Study:
        """The station's study, verified by its own first key.

        Raises
        ------
        Refused
            The file is no sound study file.
        EnvironmentFailure
            It cannot be read.
        """
        return parse_study(formats.read_bounded(self.study), str(self.study))


def protocol_bytes(paths: Sequence[Path], study: Study) -> dict[str, bytes]:
    """SHA-256 → bytes of protocol files that a study names.

    Raises
    ------
    Refused
        ``unknown-protocol`` for each that it does not name.
    EnvironmentFailure
        One cannot be read.
    """
    known = {one.sha256 for one in study.protocols}
    found: dict[str, bytes] = {}
    findings = []
    for path in paths:
        data = formats.read_bounded(path)
        digits = sha256(data).hexdigest()
        found[digits] = data
        if digits not in known:
            text = f"The study does not name this protocol file (SHA-256 {digits[:16]}…). Give the one it names."
            findings.append(Finding("unknown-protocol", text, (str(path),)))
    if findings:
        raise Refused(findings)
    return found


def write_protocols(layout: Layout, protocols: dict[str, bytes]) -> None:
    """Put protocol files in their places; those that are there as they should be stay.

    Raises
    ------
    EnvironmentFailure
        One cannot be written.
    """
    for digits, data in protocols.items():
        path = layout.protocol(digits)
        if not path.exists():
            writing.write_new(path, data, writing.SECRET)
        elif (there := formats.read_bounded(path)) != data:
            writing.replace(path, data, writing.SECRET, there)


def study_problems(made: Made, study: Study, path: Path) -> tuple[Finding, ...]:
    """What is wrong with the study file of a station, by what its log says."""
    files = (str(path),)
    if (study.study_id, study.root_id) != (made.study_id, made.root_id):
        text = f"{path.name} is of another study than this station was made for. Put back the one of {made.study_id}."
        return (Finding("other-study", text, files),)
    if study.revision < made.revision or (study.revision == made.revision and digest(study) != made.sha256):
        text = (
            f"{path.name} is not the revision {made.revision} that this station took: it was replaced by another "
            "or an older one. Get the newest from the centre."
        )
        return (Finding("older-study", text, files),)
    return ()


def make_folder(folder: Path, token: Callable[[int], bytes], fill: Callable[[Path], None]) -> None:
    """Make a station's folder: whole, or not at all.

    Parameters
    ----------
    folder : Path
        New, or empty.
    token : callable
        Gives random bytes, for the name it has until it is whole.
    fill : callable
        Writes what belongs in it.

    Raises
    ------
    Refused
        ``not-empty``.
    EnvironmentFailure
        It cannot be written; nothing is left.
    """
    folder = folder.absolute()
    name = f".new.{token(4).hex()}.partial"
    there = os.path.lexists(folder)
    # Inside a folder that is there, which may be a disk of its own or the one the person stands in; beside a new one.
    partial = folder / name if there else folder.with_name(name)
    try:
        if there:
            _refuse_filled(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        for one in (partial, *(partial / name for name in _FOLDERS)):
            one.mkdir(mode=_PRIVATE_FOLDER)
        fill(partial)
        flush_folder(partial)
        if there:
            _unpack(partial, folder)
        else:
            partial.rename(folder)
        flush_folder(folder if there else folder.parent)
    except OSError as error:
        msg = f"{folder} cannot be made: {error.strerror}. Choose a new folder, or check who may write there."
        raise EnvironmentFailure(msg) from error
    finally:
        with suppress(OSError):
            rmtree(partial)


def _unpack(partial: Path, folder: Path) -> None:
    """Move what was made up into its folder, the database last: before it is there, there is no station."""
    folder.chmod(_PRIVATE_FOLDER)
    moved: list[Path] = []
    try:
        for one in sorted(partial.iterdir(), key=lambda path: path.name == _DATABASE):
            one.rename(folder / one.name)
            moved.append(folder / one.name)
    except OSError:
        for one in moved:
            rmtree(one) if one.is_dir() else one.unlink()
        raise


def _refuse_filled(folder: Path) -> None:
    """Refuse a folder that holds anything but what a killed program left of making a station."""
    left = [one for one in folder.iterdir() if _LEFT.fullmatch(one.name)] if folder.is_dir() else []
    if not folder.is_dir() or len(left) < sum(1 for _ in folder.iterdir()):
        text = f"{folder} is there and not empty. A station needs a folder of its own: name a new one."
        raise Refused([Finding("not-empty", text, (str(folder),))])
    for one in left:
        rmtree(one)
