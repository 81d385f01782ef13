"""Protocol files as they are named on a command line."""

import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from seedcryo_reader.casefile.study import formats
from seedcryo_reader.casefile.study.fields import PROTOCOL_ID, PROTOCOL_ID_RULE
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.model import Protocol


def protocols_of(texts: Iterable[str]) -> tuple[Protocol, ...]:
    """Id and hash of protocol files, each given as ``FILE.toml`` or ``ID=FILE``.

    Without an id it is the file's folder and name: ``resources/protocols/seed-cryo/0.1.toml`` is ``seed-cryo/0.1``.
    Whether the protocol makes sense is not looked at here.

    Raises
    ------
    Refused
        A file that is no TOML, or a name that is no id; all findings.
    EnvironmentFailure
        A file cannot be read.
    """
    return tuple(dict.fromkeys(formats.each_or_all_findings(_protocol, texts)))


def _protocol(text: str) -> Protocol:
    stated, equals, name = text.partition("=")
    if not equals or Path(text).exists():
        stated, name = "", text
    path = Path(name)
    data = formats.read_bounded(path)
    try:
        tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise refusal("bad-protocol", "It is no protocol file: not TOML in UTF-8.", path) from error
    whole = path.resolve()
    protocol_id = stated or f"{whole.parent.name}/{whole.stem}"
    if PROTOCOL_ID.fullmatch(protocol_id) is None:
        rule = f"The protocol id {protocol_id!r} must be {PROTOCOL_ID_RULE}. Give the file as ID=FILE."
        raise refusal("bad-protocol-id", rule, path)
    return Protocol(protocol_id, sha256(data).hexdigest())
