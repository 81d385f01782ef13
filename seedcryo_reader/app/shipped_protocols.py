"""The protocol files that come with the program, by their ids."""

from pathlib import Path

from seedcryo_reader.app.paths import resources
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding


def protocol_at(path: Path) -> Protocol:
    """The protocol of a file that somebody named.

    Raises
    ------
    Refused
        The file has problems.
    EnvironmentFailure
        It cannot be read. Where an id was given for a path, the sentence says where the file of that id is.
    """
    try:
        return load_protocol(path)
    except EnvironmentFailure as failure:
        shipped = _by_id(path.as_posix())
        if path.exists() or shipped is None:
            raise
        msg = f"{failure} The protocol {path.as_posix()} that comes with the program is the file {shipped}."
        raise EnvironmentFailure(msg) from failure


def released_otherwise(protocol: Protocol, file: Path) -> list[Finding]:
    """That a file has the id of one that is released, and other content."""
    shipped = _by_id(protocol.protocol_id)
    if shipped is None or load_protocol(shipped).sha256 == protocol.sha256:
        return []
    text = (
        f"identity.id: {protocol.protocol_id} is released with other content ({shipped}); give this file a new id and "
        "version."
    )
    return [Finding("released", text, (str(file),))]


def _by_id(name: str) -> Path | None:
    files = {f"{path.parent.name}/{path.stem}": path for path in (resources() / "protocols").glob("*/*.toml")}
    return files.get(name)
