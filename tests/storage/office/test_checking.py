"""The audit of a vault covers its office: acts, and the envelopes that they name."""

import pytest
from storage.office.offices import centre_at
from storage.vault.ways import CHEAP, WORDS

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.messages.reader import CaseReassigned, ImageQuerySent, Receipt, SignedReadSent
from seedcryo_reader.domain.office.coordinator import NoteHandled
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.reads.check import Signer, check_reads, derived_problems
from seedcryo_reader.storage.vault.vault import Vault

QUERY = ImageQuerySent("C-0001", "TP1", "quality", "blurred", "2026-05-04T09:00:00.000000Z")


@pytest.fixture
def busy(staffed, reader):
    """An office that sent and received."""
    staffed.office.receive_many([staffed.taken(reader, QUERY), staffed.taken(reader, QUERY)])
    note = NoteHandled("ab" * 32, "asked the site")
    staffed.office.append(note, [Send("reader-a", CaseReassigned("C-0001", "ill"), "a")])
    return staffed


def signer(vault):
    return Signer("C. Coordinator", vault.recipient, {}, {})


def codes(vault, entries=None):
    every = vault.chain.entries() if entries is None else entries
    checked = check_reads(every, signer(vault), vault.place.study)
    return [one.code for one in (*checked.findings, *derived_problems(vault.database, checked))]


def test_a_sound_office_has_no_findings_and_no_reads(busy):
    checked = check_reads(busy.vault.chain.entries(), signer(busy.vault), busy.vault.place.study)
    assert (checked.findings, checked.notices, checked.reads) == ([], [], {})
    assert [one.seq for one in checked.acts] == [1, 2, 3, 4, 5]
    assert checked.events == 5
    assert codes(busy.vault) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM inbox", ["envelope-missing", "envelope-missing"]),
        ("UPDATE inbox SET body = CAST(replace(body, 'blurred', 'perfect') AS BLOB)", ["envelope-changed"] * 2),
        ("UPDATE inbox SET number = '0000000000000000'", ["envelope-changed"] * 2),
        ("UPDATE inbox SET head = NULL", ["envelope-changed"] * 2),
        ("UPDATE inbox SET sender = 'reader-b'", ["envelope-changed"] * 2),
        ("UPDATE inbox SET received_on = '2026-05-05'", ["envelope-changed"] * 2),
        ("UPDATE outbox SET data = x'00'", ["envelope-changed"]),
        (
            "INSERT INTO inbox SELECT 'x', kind, sender, key_id, received_on, number, head, body FROM inbox LIMIT 1",
            ["envelope-foreign"],
        ),
    ],
)
def test_an_envelope_that_was_changed_in_the_vault_is_named(busy, statement, expected):
    with busy.vault.database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert codes(busy.vault) == expected


def test_a_sender_whose_log_went_on_in_two_ways_is_named(busy, reader, adjudicator):
    busy.office.receive(busy.taken(reader, QUERY, seq=8))
    busy.office.receive(busy.taken(adjudicator, Receipt(("ab" * 32,)), seq=7, digest="cd" * 32))
    assert codes(busy.vault) == []
    busy.office.receive(busy.taken(reader, QUERY, seq=8, digest="cd" * 32))
    assert codes(busy.vault) == ["log-forked"]


def test_what_was_derived_and_then_changed_is_named_by_its_envelope(busy, reader, document):
    busy.office.receive(busy.taken(reader, SignedReadSent(document)))
    assert list(busy.office.derived_problems()) == []
    with busy.vault.database.writing() as connection:
        connection.exec_driver_sql('UPDATE arrived SET body = replace(body, \'"found_at":null\', \'"found_at":"TP2"\')')
    [finding] = busy.office.derived_problems()
    assert finding.code == "derived-differs"
    with busy.vault.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM arrived")
    assert list(busy.office.derived_problems()) == []
    with busy.vault.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM inbox WHERE kind = 'SignedReadSent'")
    assert [one.code for one in busy.office.derived_problems()] == ["damaged"]


def test_an_account_without_an_office_is_not_looked_at(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        assert codes(vault) == []


def bent(entry, **changes):
    body = canonical.encode(canonical.decode(entry.body) | changes)
    return Entry(entry.seq, entry.subject, entry.hash, entry.previous, body)


@pytest.mark.parametrize(
    "changes", [{"seq": 9}, {"previous": "ab" * 32}, {"act": "Nonsense"}, {"data": {}}, {"schema": "seedcryo-act/2"}]
)
def test_an_act_that_is_none_or_stands_in_anothers_place_is_named(busy, changes):
    entries = list(busy.vault.chain.entries())
    entries[4] = bent(entries[4], **changes)
    assert codes(busy.vault, entries) == ["damaged"]


def test_a_clock_that_was_set_back_between_acts_is_noticed(busy):
    entries = list(busy.vault.chain.entries())
    stamp = canonical.decode(entries[4].body)["stamp"] | {"utc": "2026-05-03T00:00:00.000000Z"}
    checked = check_reads([*entries[:4], bent(entries[4], stamp=stamp)], signer(busy.vault), busy.vault.place.study)
    assert [one.code for one in checked.notices] == ["clock-set-back"]


def test_an_office_is_checked_as_well_where_recovery_opens_it(tmp_path, study, study_file, recovery, reader):
    with centre_at(tmp_path / "v", study, study_file) as centre:
        centre.office.append(reader.accepted)
        centre.office.receive(centre.taken(reader, QUERY))
        place = centre.vault.place
    with Vault.open_for_recovery(place, recovery) as vault:
        assert codes(vault) == []
