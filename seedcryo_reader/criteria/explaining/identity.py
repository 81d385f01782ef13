"""What the document is, and whether anybody confirmed it."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import literal, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol

_STATUS: Final = {
    "unconfirmed": (
        "> **UNCONFIRMED: a proposal.** The protocol's file says that the trial's physicians have not confirmed it. "
        "It is not the trial's imaging charter."
    ),
    "confirmed": (
        "> **Status “confirmed”, as the protocol's file says of itself.** The documents named below are the "
        "evidence for it; this text is none."
    ),
}


def lines(protocol: Protocol) -> Iterator[str]:
    """Title, status, and which file it is."""
    identity = protocol.identity
    yield from sentence(f"# {literal(identity.title)}")
    yield from sentence(_STATUS[identity.status])
    approvals = [(f"Approved by {literal(one.role)}", literal(one.document)) for one in identity.approvals]
    yield from table(
        ("Protocol", literal(identity.id)),
        (
            ("Version", identity.version),
            ("Status", identity.status),
            *(approvals or [("Approvals", "none named")]),
            ("SHA-256 of the file", protocol.sha256),
        ),
    )
    yield from sentence(
        "This document says how the images of a case are measured and judged, and what is concluded from them. All "
        "of it follows from the protocol's file named above, and every number in it is the file's. The same rules "
        "apply to all arms, and no rule needs the arm. Readers need no day of a procedure. TP0 is the baseline, TP1 "
        "the first scheduled follow-up, and so on. Lengths are compared as exact decimal numbers; no percentage is "
        "rounded before it is compared. Numbers of paragraphs refer to the protocol's own, listed in an annex."
    )
