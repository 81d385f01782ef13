"""Re-checking the post of an account: inbox, outbox, and what the centre told, against the log and one another."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from seedcryo_reader.domain.case import CASE_NUMBER
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.record import ActRecord
from seedcryo_reader.domain.record import Record
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.storage.office.checking import box_problems, recipients
from seedcryo_reader.storage.office.checking import expected as expected_of_acts
from seedcryo_reader.storage.post.anew import sealed_for
from seedcryo_reader.storage.post.assigned import Assignments
from seedcryo_reader.storage.post.centre import known_address
from seedcryo_reader.storage.post.checking import Whose, inbox_problems, letter_problems, told_problems
from seedcryo_reader.storage.post.expected import Addresses, Expected
from seedcryo_reader.storage.post.outgoing import expected, looked_through
from seedcryo_reader.storage.post.rows import has_post, row_problems
from seedcryo_reader.storage.reads.log import record_of
from seedcryo_reader.storage.vault.vault import Vault

_LOGS_WHAT_CAME = frozenset({Role.COORDINATOR, Role.ADJUDICATOR})


def post_problems(vault: Vault, role: Role, acts: Sequence[ActRecord]) -> Iterator[Finding]:
    """Everything that is wrong with the post of an account.

    Parameters
    ----------
    vault : Vault
    role : Role
        That of the account: coordinators and adjudicators log what came.
    acts : sequence of ActRecord
        Every act of its log.
    """
    database = vault.database
    if not has_post(database):
        return
    odd = list(row_problems(database))
    if odd:  # the rest cannot be read
        yield from odd
        return
    whose = Whose(vault.place.study, vault.place.account, vault.recipient)
    yield from box_problems(database, acts, whose) if role in _LOGS_WHAT_CAME else inbox_problems(database, whose)
    sends = () if role is Role.COORDINATOR else _of_reads(vault)
    yield from letter_problems(database, [*sends, *expected_of_acts(acts)], _addresses(vault, role, acts))
    if role is Role.READER:
        yield from told_problems(database)


def _addresses(vault: Vault, role: Role, acts: Sequence[ActRecord]) -> Addresses:
    if role is Role.COORDINATOR:
        return Addresses(recipients(acts), any(key.revoked is not None for key in vault.place.study.keys))
    known = known_address(vault)
    centre = {sealed_for(vault), None if known is None else known.recipient}
    return Addresses({CENTRE: frozenset(one for one in centre if one is not None)}, anew=True)


def _of_reads(vault: Vault) -> Iterator[Expected]:
    taken_away = Assignments(lambda: vault.database).taken_away()
    return expected(list(_records(vault)), looked_through(vault), taken_away)


def _records(vault: Vault) -> Iterator[Record]:
    for entry in vault.chain.entries():
        if CASE_NUMBER.fullmatch(entry.subject):
            with suppress(Refused):  # told by the check of reads
                yield record_of(entry)
