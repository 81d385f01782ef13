"""The post of a signed-in account, put together for its role: no role's process knows what comes to another."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.storage.post.owner import NUMBER_BYTES, Owner
from seedcryo_reader.storage.post.parts import Enclosures
from seedcryo_reader.storage.post.post import Mail, Post
from seedcryo_reader.storage.post.report import Report
from seedcryo_reader.storage.reads.log import Writer
from seedcryo_reader.storage.vault.vault import Vault

if TYPE_CHECKING:
    from seedcryo_reader.storage.office.coordinator import CoordinatorOffice
    from seedcryo_reader.storage.office.log import VaultOffice


def own_folder(station: Path) -> Folder:
    """The carrier between the accounts of one station."""
    return Folder(station / "post", links=True)


def owner_of(work: AtWork) -> Owner:
    """The account as its post knows it."""
    station, session = work.station, work.session
    name = session.account.name

    def note(event: str, data: dict[str, Json]) -> None:
        station.note(event, data, name)

    return Owner(name, lambda: session.vault, station.study, station.clock, station.token, note)


def post_of(work: AtWork) -> Post:
    """The post of an account."""
    owner = owner_of(work)
    return Post(owner, _mail(work, owner))


def go_round(work: AtWork, watch: Watch = UNWATCHED) -> tuple[Finding, ...]:
    """Take what other accounts of the same station put there, and put there what waits; cheap when nothing is new.

    Nothing that is wrong keeps anybody from working: it is told.

    Raises
    ------
    EnvironmentFailure, Cancelled
        As for `Post.take_in` and `Post.put_out`.
    """
    post, folder = post_of(work), own_folder(work.station.folder)
    findings: list[Finding] = []
    if folder.root.is_dir():
        findings += _told(post.take_in(folder, watch))
    try:
        findings += _told(post.put_out(folder, watch))
    except Refused as refused:  # a coordinator who has not adopted the centre's keys yet
        findings += refused.findings
    return tuple(findings)


def _told(report: Report) -> Iterator[Finding]:
    """What was refused; an envelope that waits for its part needs nobody."""
    for one in report.files:
        if one.outcome == "refused":
            yield from one.findings


def _mail(work: AtWork, owner: Owner) -> Mail:
    enclosures = Enclosures(work.reception, work.received)
    match work.session.account.role:
        case Role.READER:
            from seedcryo_reader.storage.post.reader import ReaderMail

            return ReaderMail(owner, enclosures)
        case Role.ADJUDICATOR:
            from seedcryo_reader.storage.post.adjudicator import AdjudicatorMail

            return AdjudicatorMail(owner, adjudicator_office(work), enclosures)
        case Role.COORDINATOR:
            from seedcryo_reader.storage.post.coordinator import CoordinatorMail

            return CoordinatorMail(owner, coordinator_office(work), work.reception.shelf)
        case Role.INTAKE:
            from seedcryo_reader.storage.post.intake import IntakeMail

            return IntakeMail(owner)


def coordinator_office(work: AtWork) -> "CoordinatorOffice":
    """The log of a coordinator."""
    from seedcryo_reader.storage.office.coordinator import CoordinatorOffice
    from seedcryo_reader.storage.protocols import ProtocolFolder

    station = work.station
    protocols = ProtocolFolder(station.folder / "protocols")
    return CoordinatorOffice(
        lambda: work.session.vault, writer_of(work), station.clock, protocols.protocol, lambda: number_of(work)
    )


def adjudicator_office(work: AtWork) -> "VaultOffice":
    """The log of an adjudicator; what it sends goes to the centre, once it is known where that is."""
    from seedcryo_reader.domain.messages.adjudicator import TO_ADJUDICATOR
    from seedcryo_reader.domain.office.adjudicator import ADJUDICATOR_ACTS
    from seedcryo_reader.storage.office.log import Duties, VaultOffice
    from seedcryo_reader.storage.office.mailing import Mailing, account_sender
    from seedcryo_reader.storage.post.centre import KnownCentre

    station = work.station

    def vault() -> Vault:
        return work.session.vault

    centre = KnownCentre(owner_of(work))
    mailing = Mailing(station.study, lambda: account_sender(vault()), centre.named, lambda: number_of(work))
    return VaultOffice(vault, Duties(ADJUDICATOR_ACTS, TO_ADJUDICATOR), writer_of(work), station.clock, mailing)


def writer_of(work: AtWork) -> Writer:
    """Who writes into the log of the account."""
    session, station = work.session, work.station
    study = station.study
    return Writer(
        session.session_id,
        session.account.name,
        station.station_id,
        station.software,
        study.study_id,
        study.root_id,
    )


def number_of(work: AtWork) -> str:
    """16 random hex digits."""
    return work.station.token(NUMBER_BYTES).hex()
