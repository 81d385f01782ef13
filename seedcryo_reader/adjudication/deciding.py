"""The lines that decide where two reads first part: the finding that differs, not what differs beside it."""

from collections.abc import Sequence
from typing import Final

from seedcryo_reader.adjudication.comparing import Line, What
from seedcryo_reader.adjudication.resting import lesion_of
from seedcryo_reader.adjudication.sides import SideRead
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import Cause, Divergence

_OF_PART: Final = {
    TARGET: (What.SUM, What.TARGET),
    NON_TARGET: (What.NON_TARGET_LESION, What.NON_TARGET),
    NEW_LESIONS: (What.NEW_LESION, What.ANY_NEW_LESION, What.NEW_LESIONS),
    OVERALL: (What.OVERALL,),
}
"""The lines of each part of the disease that reads can part in; a target's are its own."""

_OF_CAUSE: Final = {
    Cause.NEW_LESION: (What.NEW_LESION,),
    Cause.TARGET_MEASURE: (What.LENGTH, What.SUM),
    Cause.NON_TARGET: (What.NON_TARGET_LESION,),
    Cause.LOCAL_FINDING: (What.FINDING,),
    Cause.EVALUABILITY: (What.NOT_EVALUABLE, What.LENGTH, What.FINDING),
    Cause.CALL: (What.LOCAL, What.OVERALL),
}
"""The lines that tell the cause of a parting."""


def is_at_parting(line: Line, parting: Divergence) -> bool:
    """Whether a line is about what the reads first part in."""
    if line.timepoint != parting.timepoint:
        return False
    if parting.about in _OF_PART:
        return line.what in _OF_PART[parting.about]
    return line.lesion == parting.about and line.what in {What.LENGTH, What.LOCAL, What.FINDING}


def deciding(
    lines: Sequence[Line], parting: Divergence, sides: Sequence[SideRead], protocol: Protocol
) -> tuple[Line, ...]:
    """The lines that tell why reads part: of answers those that a rule needs, of each read's lesions the clearest.

    Parameters
    ----------
    lines : sequence of Line
        The whole comparison.
    parting : Divergence
    sides : sequence of SideRead
        A and B.
    protocol : Protocol
    """
    whats = _OF_CAUSE.get(parting.cause, ())
    found = [one for one in lines if one.parts and one.what in whats and _is_about(one, parting)]
    if parting.about in {NEW_LESIONS, NON_TARGET}:
        a, b = (lesion_of(one, parting.timepoint, parting.about) for one in sides)
        return tuple(one for one in found if one.lesion == (b if one.a is None else a))
    asked = _asked(protocol)
    return tuple(one for one in found if one.what is not What.FINDING or one.question in asked)


def _asked(protocol: Protocol) -> set[str]:
    """The questions that a rule of local progression depends on."""
    tissue, contiguous = protocol.local_progression.tissue, protocol.local_progression.contiguous
    of_tissue = set() if tissue is None else {tissue.question, tissue.change_question}
    return of_tissue if contiguous is None else {*of_tissue, contiguous.question}


def _is_about(line: Line, parting: Divergence) -> bool:
    return is_at_parting(line, parting) or (line.timepoint == parting.timepoint and line.what is What.NOT_EVALUABLE)
