"""What ``exchange enrol``, ``accept``, ``revoke`` and ``adopt`` do: who takes part in the exchange."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.refusals import NOT_DONE, shown
from seedcryo_reader.app.signing_in import AtWork, signed_in
from seedcryo_reader.casefile.study import formats, signing
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.writing import PUBLIC, refuse_existing, write_new
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.enrolment import CONTEXT, Enrolment, enrolment_bytes, read_enrolment

if TYPE_CHECKING:
    from seedcryo_reader.coordination.office.deed import Deed
    from seedcryo_reader.coordination.office.state import OfficeState


@dataclass(frozen=True)
class Wanted:
    """The options of ``exchange accept``."""

    station: Path
    account: str
    file: Path
    person: str | None
    fingerprint: str | None


def enrol(station: Path, account: str, out: Path, password_fd: int | None) -> int:
    """Run ``exchange enrol``; returns its exit code."""
    refuse_existing(out)
    password = cache(partial(existing_password, password_fd, f"account {account}"))
    with signed_in(station, account, password) as work:
        enrolment = enrolment_of(work)
        write_new(out, enrolment_file(work, enrolment, password()), PUBLIC)
    typer.echo(f"{out}: account {account}. Give the file to the coordinator, and read this out when asked:")
    typer.echo(f"  {enrolment.fingerprint}")
    return 0


def enrolment_of(work: AtWork) -> Enrolment:
    """What an account says of itself."""
    session, study = work.session, work.station.study
    account, vault = session.account, session.vault
    return Enrolment(
        study_id=study.study_id,
        root_id=study.root_id,
        account=account.name,
        role=account.role,
        printed_name=account.printed_name,
        station=work.station.station_id,
        recipient=vault.recipient,
        public=vault.public.hex(),
        exchange=vault.exchange_public.hex(),
    )


def enrolment_file(work: AtWork, enrolment: Enrolment, password: str) -> bytes:
    """The file of an enrolment, signed by both keys of the account.

    Raises
    ------
    Refused
        ``wrong-password``.
    """
    session = work.session
    return enrolment_bytes(
        enrolment,
        lambda data: signing.sign(data, CONTEXT, session.vault.exchange_seed),
        lambda data: session.sign(password, data, CONTEXT)[1],
    )


def accept(wanted: Wanted, password_fd: int | None) -> int:
    """Run ``exchange accept``; returns its exit code."""
    data = formats.read_bounded(wanted.file)
    with as_coordinator(wanted.station, wanted.account, password_fd) as work:
        found = read_enrolment(data, work.station.study, str(wanted.file))
        person = wanted.person or found.printed_name
        typer.echo(shown(f"{wanted.file}: account {found.account} ({found.role}), {found.printed_name}."))
        typer.echo(f"  Station {found.station}")
        typer.echo(f"  {found.fingerprint}")
        if not _is_compared(found, wanted.fingerprint):
            typer.echo("Nothing was accepted.", err=True)
            return NOT_DONE
        accept_enrolment(work, found, person)
    typer.echo(shown(f"Account {found.account} of {person} is accepted."))
    return 0


def accept_enrolment(work: AtWork, found: Enrolment, person: str) -> None:
    """Accept an account whose fingerprint was compared.

    Raises
    ------
    Refused
        It cannot be accepted: all reasons.
    """
    from seedcryo_reader.coordination.office.people import Applicant, accepting
    from seedcryo_reader.coordination.office.persons import Me

    applicant = Applicant(
        found.account,
        found.role,
        found.printed_name,
        found.station,
        found.recipient,
        found.public,
        found.exchange,
    )
    account = work.session.account
    me = Me(account.name, account.printed_name)
    _do(work, lambda state: accepting(state, applicant, person, me))


def revoke(station: Path, account: str, name: str, why: tuple[str, str], password_fd: int | None) -> int:
    """Run ``exchange revoke``, with its day and reason; returns its exit code."""
    from seedcryo_reader.coordination.office.people import revoking

    with as_coordinator(station, account, password_fd) as work:
        _do(work, lambda state: revoking(state, name, *why))
    typer.echo(f"What comes from {name} on {why[0]} or later does not count.")
    return 0


def adopt(station: Path, account: str, keys: Path, password_fd: int | None) -> int:
    """Run ``exchange adopt``; returns its exit code."""
    with as_coordinator(station, account, password_fd) as work:
        found = open_keys(keys, existing_password(password_fd, keys))
        found.sealing_key(work.station.study)
        work.session.vault.adopt_centre(found)
    typer.echo(
        f"The vault of {account} holds the centre's keys. They are gone from it when its signing key is changed."
    )
    return 0


def _is_compared(found: Enrolment, given: str | None) -> bool:
    """Whether the person read out the same fingerprint.

    Raises
    ------
    Refused
        ``other-fingerprint``: another one was given.
    EnvironmentFailure
        None was given, and there is nobody to ask.
    """
    if given is not None:
        if "".join(given.split()).lower() != "".join(found.fingerprint.split()):
            text = (
                "The fingerprint that was given is another one: the file was exchanged on its way, or the wrong one "
                "was read out. Do not accept it; ask the person for the file again."
            )
            raise Refused([Finding("other-fingerprint", text)])
        return True
    try:
        return typer.confirm("Did the person read out just these digits?", default=False)
    except typer.Abort as error:
        msg = "Nobody answered whether the fingerprint is the same. Run this in a terminal or give --fingerprint."
        raise EnvironmentFailure(msg) from error


def _do(work: AtWork, judged: "Callable[[OfficeState], Deed]") -> None:
    """Do what is legal in the present state, with what it sends."""
    from seedcryo_reader.app.posting import coordinator_office
    from seedcryo_reader.coordination.office.fold import Fold

    office = coordinator_office(work)
    fold = Fold(office.arrived)
    for record in office.records():
        fold.add(record)
    deed = judged(fold.state())
    office.append(deed.act, deed.sends)


@contextmanager
def as_coordinator(station: Path, account: str, password_fd: int | None) -> Iterator[AtWork]:
    """Sign in to an account of a coordinator."""
    with signed_in(station, account, partial(existing_password, password_fd, f"account {account}")) as work:
        role = work.session.account.role
        if role is not Role.COORDINATOR:
            text = f"{account} is an account of role {role}; only a coordinator does this."
            raise Refused([Finding("not-a-coordinator", text)])
        yield work
