"""An act that was found legal, with what it sends; nothing happens before it is committed."""

from collections.abc import Iterable
from typing import NamedTuple

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import CoordinatorAct


class Deed(NamedTuple):
    """An act, and what it sends."""

    act: CoordinatorAct
    sends: tuple[Send, ...] = ()


def refuse(findings: Iterable[Finding]) -> None:
    """Refuse for all of these reasons; without any nothing happens.

    Raises
    ------
    Refused
        There is at least one.
    """
    found = tuple(dict.fromkeys(findings))
    if found:
        raise Refused(found)
