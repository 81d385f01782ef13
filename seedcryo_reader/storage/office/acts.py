"""The acts of coordinators and adjudicators in the log of an account."""

from collections.abc import Mapping
from typing import Final

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.adjudicator import ADJUDICATOR_ACTS
from seedcryo_reader.domain.office.coordinator import COORDINATOR_ACTS
from seedcryo_reader.domain.office.record import SUBJECT, ActRecord, BadAct, read_act
from seedcryo_reader.storage.chain.chain import Entry

ACTS: Final[Mapping[str, type]] = {**COORDINATOR_ACTS, **ADJUDICATOR_ACTS}
"""Every act there is."""


def act_of(entry: Entry, known: Mapping[str, type]) -> ActRecord:
    """The record of an act that an entry of the chain holds.

    Raises
    ------
    Refused
        ``damaged``: it holds none of these acts, or one of another place.
    """
    try:
        record = read_act(entry.body, known)
    except BadAct as error:
        raise Refused([Finding("damaged", f"Act {entry.seq} of the log is damaged: {error}.")]) from error
    if (record.seq, record.previous, SUBJECT) != (entry.seq, entry.previous, entry.subject):
        raise Refused([Finding("damaged", f"Act {entry.seq} of the log stands in another's place.")])
    return record
