"""The centre's keys in a coordinator's hands sign leaves that count."""

from datetime import date

from storage.office.offices import clock
from storage.vault.ways import CHEAP, WORDS, refused

from seedcryo_reader.casefile.study.leave import read_leave
from seedcryo_reader.storage.office.centre import VaultCentre
from seedcryo_reader.storage.vault.vault import Vault


def leave(vault, recipient, **changes):
    said = {"and_later": True, "version": None, "reason": "wrong series", **changes}
    return VaultCentre(lambda: vault, clock, lambda: "ab" * 8).leave("C-0042", "TP1", recipient, **said)


def test_a_leave_counts_at_the_readers_station(centre, study, reader):
    found = read_leave(leave(centre.vault, reader.recipient).encode(), study, date(2026, 5, 4), "leave")
    assert (found.case_number, found.timepoint, found.recipient) == ("C-0042", "TP1", reader.recipient)
    assert (found.and_later, found.version, found.reason) == (True, None, "wrong series")
    assert (found.issued, found.number) == (date(2026, 5, 4), "ab" * 8)


def test_a_leave_that_breaks_the_rules_or_has_no_keys_is_refused(centre, reader, vault_place):
    assert refused(lambda: leave(centre.vault, "nobody", reason="x")) == ["bad-field"] * 2
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        assert refused(lambda: leave(vault, reader.recipient)) == ["no-centre-keys"]
