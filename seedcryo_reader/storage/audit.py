"""Re-checking an account's vault: files, pages, chain, reads, signatures, derived tables, images."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from seedcryo_reader.database.migrating import current_version
from seedcryo_reader.database.opening import Database
from seedcryo_reader.database.schema import schema_findings
from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.read import Read
from seedcryo_reader.storage.images.opening import StationImages
from seedcryo_reader.storage.posted import post_problems
from seedcryo_reader.storage.protocols import ProtocolFolder
from seedcryo_reader.storage.reads.check import Signer, check_reads, derived_problems
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.storage.vault.tables import TRIGGERS, models_at
from seedcryo_reader.storage.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class VaultReport:
    """What was checked of a vault: its events and reads, everything that is wrong, and what a person should know."""

    account: str
    events: int
    reads: Mapping[str, Read]
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]


def check_vault(
    vault: Vault, account: Account, protocols: ProtocolFolder, images: StationImages | None = None
) -> VaultReport:
    """Check an open vault, whose chain and head were held against each other when it was opened.

    Parameters
    ----------
    account : Account
        As the station's log tells it, with every signing key it ever had.
    protocols : ProtocolFolder
        Where the protocols of its reads have to be.
    images : StationImages, optional
        To hold the decoded images of unsigned reads against what was opened, and the received parts against the shelf.
    """
    database = vault.database
    findings = [*_page_findings(database)]
    with database.reading() as connection:
        findings += schema_findings(connection, database.path, models_at(current_version(connection)), TRIGGERS)
    keys = account.public_keys()
    if vault.key_id not in keys:
        text = f"The vault signs with key {vault.key_id}, which the station's log does not know for this account."
        findings.append(Finding("unknown-key", text, (vault.place.keys.name,)))
    retired = {one.key_id: one.retired for one in account.keys if one.retired is not None}
    signer = Signer(account.printed_name, account.recipient, keys, retired)
    checked = check_reads(vault.chain.entries(), signer, vault.place.study)
    findings += checked.findings
    findings += derived_problems(database, checked)
    findings += post_problems(vault, account.role, checked.acts)
    findings += protocols.missing(checked.protocols)
    if images is not None:
        findings += _image_findings(images, checked.reads.values())
        findings += images.missing_parts()
    return VaultReport(vault.place.account, checked.events, checked.reads, tuple(findings), tuple(checked.notices))


def _page_findings(database: Database) -> list[Finding]:
    """What SQLite and SQLCipher find when they look at every page.

    SQLCipher looks at the file alone, where a killed program may have left half a page whose whole is still in SQLite's
    log; so the log is emptied into the file first.
    """
    database.checkpoint()
    rows = [*database.pragma("cipher_integrity_check"), *database.pragma("integrity_check")]
    told = [str(row[0]) for row in rows if row[0] != "ok"]
    return [damaged(database.path, f"{text}.") for text in told[:10]]


def _image_findings(images: StationImages, reads: Collection[Read]) -> list[Finding]:
    """Images of reads that are not signed have to be there as they were opened; those of signed ones are gone."""
    findings: list[Finding] = []
    for read in reads:
        for one in read.timepoints if not read.is_signed else ():
            try:
                images.check(read, one.name)
            except Refused as refused:
                findings += refused.findings
            except EnvironmentFailure as failure:
                findings.append(Finding("not-readable", str(failure)))
    return findings
