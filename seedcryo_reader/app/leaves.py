"""The centre's leave to read a timepoint again: what ``case allow`` does, and where an account finds its leaves."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import typer

from seedcryo_reader.app.days import today
from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.app.worklist import posted_leaves
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.identities import recipients_from
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.leave import Leave, leave_bytes
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.casefile.study.writing import PUBLIC, refuse_existing, write_new
from seedcryo_reader.storage.leaves import EitherLeaves, LeaveFiles


@dataclass(frozen=True)
class Wanted:
    """The options of ``case allow``."""

    study: Path
    keys: Path
    to: str
    case_number: str
    timepoint: str
    and_later: bool
    version: int | None
    reason: str
    out: Path


def allow_again(wanted: Wanted, password_fd: int | None) -> int:
    """Run the command; returns its exit code."""
    refuse_existing(wanted.out)
    study = read_study(wanted.study)
    recipients = recipients_from(wanted.to)
    if len(recipients) != 1:
        raise refusal("bad-recipient", f"{wanted.to} names {len(recipients)} accounts; a leave is for one.")
    keys = open_keys(wanted.keys, existing_password(password_fd, wanted.keys))
    leave = Leave(
        study_id=study.study_id,
        root_id=study.root_id,
        case_number=wanted.case_number,
        timepoint=wanted.timepoint,
        recipient=recipients[0],
        and_later=wanted.and_later,
        version=wanted.version,
        reason=wanted.reason,
        issued=today(),
        number=secrets.token_hex(8),
    )
    write_new(wanted.out, leave_bytes(leave, keys, study), PUBLIC)
    typer.echo(f"{wanted.out}: leave {leave.number} to read {leave.timepoint} of {leave.case_number} again.")
    return 0


def leaves_of(work: AtWork, folder: Path) -> EitherLeaves:
    """The leaves of an account: files in a folder, and those that came in envelopes."""
    study, recipient = work.station.study, work.session.account.recipient
    return EitherLeaves(LeaveFiles(folder, study, recipient, work.station.clock), posted_leaves(work))
