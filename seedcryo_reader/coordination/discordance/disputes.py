"""The dispute that an adjudicator gets: both reads without their readers, what is to be decided, where they part.

It is made of projections and of the protocol's words alone, so that nothing of who read, when, where and by which key
can come along.
"""

from decimal import Decimal
from typing import Final

from seedcryo_reader.coordination.discordance.parting import parting
from seedcryo_reader.coordination.discordance.questions import LOCAL, questions_of
from seedcryo_reader.criteria.protocol.coordinating import Adjudication
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.codec import plain
from seedcryo_reader.domain.discordance import OVERALL, Cause, Comparison, Difference, Divergence, Side, Variable
from seedcryo_reader.domain.dispute import Dispute, Mode, Unit
from seedcryo_reader.domain.measurement import ImagePlace, Plane
from seedcryo_reader.domain.projection import projected
from seedcryo_reader.domain.read import Read

ENVELOPE_ROOM: Final = 2048
"""Bytes that an envelope adds to a dispute at most: signature, header, and the id of a dispute before it."""


def dispute_of(
    comparison: Comparison, first: Read, second: Read, protocol: Protocol, dispute_id: str, *, a_is_first: bool
) -> Dispute:
    """The dispute about two discordant reads.

    Parameters
    ----------
    comparison : Comparison
        Of these two reads, in this order.
    first, second : Read
    protocol : Protocol
        With its section ``adjudication``.
    dispute_id : str
        16 hex digits, drawn.
    a_is_first : bool
        Whether the first read stands on side A, drawn.

    Raises
    ------
    ValueError
        The comparison is of another case or finds no difference, or the protocol adjudicates nothing.
    """
    if comparison.case_number != first.case_number or not comparison.is_discordant:
        msg = f"the comparison leaves nothing to decide between two reads of {first.case_number}"
        raise ValueError(msg)
    sides = (first, second) if a_is_first else (second, first)
    where = parting(*sides, protocol)
    return _dispute(dispute_id, sides, protocol, comparison.differences, where, a_is_first=a_is_first)


def cover_size(first: Read, second: Read, protocol: Protocol) -> int:
    """Bytes that the envelope about two reads is padded to at least, whether they differ or not.

    It is enough for a dispute in which they differ in everything that can be compared, so that the size of an envelope
    says how much was read, and nothing of what was found.

    Raises
    ------
    ValueError
        The protocol adjudicates nothing.
    """
    targets = [one.target_id for one in first.targets]
    differences = tuple(
        Difference(variable, about, _LONGEST, _LONGEST, ())
        for variable in Variable
        for about in (targets if variable in LOCAL else [OVERALL])
    )
    largest = _dispute("0" * 16, (first, second), protocol, differences, _LARGEST, a_is_first=True)
    return len(canonical.encode(plain(largest))) + ENVELOPE_ROOM


def _dispute(
    dispute_id: str,
    sides: tuple[Read, Read],
    protocol: Protocol,
    differences: tuple[Difference, ...],
    where: Divergence | None,
    *,
    a_is_first: bool,
) -> Dispute:
    rule = _rule(protocol)
    a, b = sides
    return Dispute(
        dispute_id=dispute_id,
        case_number=a.case_number,
        protocol_id=protocol.protocol_id,
        protocol_sha256=protocol.sha256,
        unit=Unit(rule.unit),
        mode=Mode(rule.mode),
        reasons=rule.reasons,
        a=projected(a),
        b=projected(b),
        questions=questions_of(differences, Unit(rule.unit), a_is_first=a_is_first),
        parting=where,
    )


def _rule(protocol: Protocol) -> Adjudication:
    if protocol.adjudication is None:
        msg = f"protocol {protocol.protocol_id} has no section [adjudication], which says how a dispute is decided"
        raise ValueError(msg)
    return protocol.adjudication


# --- the largest that a parting can be -------------------------------------------------------------------------------

_LONGEST: Final = "NON-CR/NON-PD"
_IMAGE: Final = ImagePlace(9999, "1." + "1" * 62, 9999, Plane.ACQUIRED)
_SIDE: Final = Side("x" * 32, Decimal("99999.999"), _IMAGE, Decimal("-99999.999"))
_LARGEST: Final = Divergence("TP99", "non-target and more", "T99", _SIDE, _SIDE, Cause.TARGET_MEASURE)
