"""How everything stands at one moment."""

from dataclasses import dataclass

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, NoteLine
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine, OtherReason, UnlockReason
from seedcryo_reader.ui.coordination.shown.people import AccountLine, ProtocolShown
from seedcryo_reader.ui.coordination.shown.post import PostLine


@dataclass(frozen=True, slots=True)
class KeysShown:
    """The centre's keys of this account: ids of the signing keys, and the study's fingerprint to compare by voice."""

    key_ids: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the pages show, except what is worked out when it is asked for.

    Attributes
    ----------
    day : str
        The UTC day it was taken.
    keys : KeysShown or None
        None until the centre's key file was adopted.
    protocols : tuple of ProtocolShown
    accounts : tuple of AccountLine
    cases : tuple of CaseLine
        By number.
    notes : tuple of NoteLine
    post : tuple of PostLine
    disputes : tuple of DisputeLine
    other_reasons : tuple of OtherReason
    unlock_reasons : tuple of UnlockReason
    trouble : tuple of Finding
        What went wrong with the post of the station's other accounts.
    remarks : tuple of Finding
        What came and does not fit, and who can work no more; each begins with the number of its case.
    """

    day: str
    keys: KeysShown | None
    protocols: tuple[ProtocolShown, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    post: tuple[PostLine, ...] = ()
    disputes: tuple[DisputeLine, ...] = ()
    other_reasons: tuple[OtherReason, ...] = ()
    unlock_reasons: tuple[UnlockReason, ...] = ()
    trouble: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
