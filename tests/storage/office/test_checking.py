"""The audit of a vault covers its office: acts, and the envelopes that they name."""

import pytest
from sqlalchemy import delete, insert, update
from storage.office.offices import DAY, centre_at
from storage.vault.ways import CHEAP, WORDS

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.messages.reader import CaseReassigned, ImageQuerySent, Receipt, SignedReadSent
from seedcryo_reader.domain.office.coordinator import (
    AdjudicatorReplaced,
    BatchAssigned,
    NoteHandled,
    PartsReleased,
    ReaderOrder,
    ReaderReplaced,
    ReadingAllowedAgain,
    ReadsCompared,
    RepeatPlan,
    RepeatsDrawn,
    TrainingPassed,
)
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.images.order import ReceivedPart
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.post.boxes import Outbox
from seedcryo_reader.storage.posted import post_problems
from seedcryo_reader.storage.reads.check import Signer, check_reads
from seedcryo_reader.storage.vault.tables import addressed, outbox, received
from seedcryo_reader.storage.vault.vault import Vault

QUERY = ImageQuerySent("C-0001", "TP1", "quality", "blurred", "2026-05-04T09:00:00.000000Z")


@pytest.fixture
def busy(staffed, reader):
    """An office that sent and received."""
    staffed.office.receive_many([staffed.taken(reader, QUERY), staffed.taken(reader, QUERY)])
    note = NoteHandled("ab" * 32, "asked the site")
    staffed.office.append(note, [Send("reader-a", CaseReassigned("C-0001", "ill"), "query " + "ab" * 32)])
    return staffed


def signer(vault):
    return Signer("C. Coordinator", vault.recipient, {}, {})


def codes(vault, entries=None):
    every = vault.chain.entries() if entries is None else entries
    checked = check_reads(every, signer(vault), vault.place.study)
    return [one.code for one in (*checked.findings, *post_problems(vault, Role.COORDINATOR, checked.acts))]


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
        ("UPDATE inbox SET body = CAST(body AS TEXT)", ["row-changed"] * 2),
        ("UPDATE inbox SET head = 'far'", ["envelope-changed"] * 2),
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


SHA = "ab" * 32
ORDERS = (ReaderOrder("reader-a", ("C-0001",)),)
ALLOWED = ("TP1", False, None, "image-problem", "blurred", None, "{}")
TOLD = Receipt(())
"""What the letters say is of no matter here."""

SENT = (
    (
        BatchAssigned(1, "seedcryo-draw/1", "5eed" * 8, "p", SHA, ("C-0001",), ("reader-a",), ("judge",), (), ORDERS),
        [("reader-a", "assigned C-0001 reader-a")],
    ),
    (
        TrainingPassed("judge", "p", SHA, False, "2026-01-01", "2027-01-01"),
        [("judge", f"training judge {SHA} failed 2026-01-01 2027-01-01")],
    ),
    (PartsReleased("C-0001", ("reader-a",), (0,), ("cd" * 32,), False), [("reader-a", "part C-0001 0 reader-a")]),
    (ReadingAllowedAgain("C-0001", "reader-a", *ALLOWED), [("reader-a", "leave C-0001 reader-a 1")]),
    (ReadingAllowedAgain("C-0001", "reader-a", *ALLOWED), [("reader-a", "leave C-0001 reader-a 2")]),
    (
        ReadsCompared("C-0001", SHA, "cd" * 32, "0d" * 16, "first", "yes", "judge", None),
        [("judge", f"compared C-0001 {'0d' * 16}")],
    ),
    (
        RepeatsDrawn(1, "seedcryo-draw/1", "5eed" * 8, 10, 28, (RepeatPlan("C-0001", "C-0009", "reader-a"),), ()),
        [("judge", "repeat C-0009")],
    ),
    (
        ReaderReplaced("C-0001", "reader-b", "reader-a", "reader-a", "ill"),
        [("reader-a", "assigned C-0001 reader-a")],
    ),
    (AdjudicatorReplaced("C-0001", "judge", "judge-b", "ill"), [("judge", "adjudicator C-0001 0")]),
)


@pytest.fixture
def sent(staffed):
    """An office that did everything that sends letters."""
    with staffed.vault.database.writing() as connection:
        row = {"case_number": "C-0001", "part": 0, "seal": SHA, "kind": "timepoint", "received_on": "2026-05-04"}
        connection.execute(insert(received).values(part_sha256=SHA, **row))
        connection.execute(insert(addressed).values(part_sha256=SHA, recipients="age1", file_sha256="cd" * 32))
    for act, letters in SENT:
        staffed.office.append(act, [Send(to, TOLD, about) for to, about in letters])
    return staffed


def test_every_letter_of_an_office_follows_from_its_log(sent):
    assert codes(sent.vault) == []


@pytest.mark.parametrize("about", sorted({about for _, [(_, about)] in SENT[:-1]}))
def test_a_letter_that_is_not_there_any_more_is_named(sent, about):
    with sent.vault.database.writing() as connection:
        connection.execute(delete(outbox).where(outbox.c.about == about))
    assert codes(sent.vault) == ["sent-missing"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE outbox SET account = 'reader-b' WHERE about LIKE 'part %'", ["sent-changed"] * 2),
        ("UPDATE outbox SET receipted = '2026-05-04' WHERE about LIKE 'part %'", ["sent-changed"]),
        ("UPDATE outbox SET about = 'adjudicator C-0001 9' WHERE about LIKE 'adjudicator %'", ["sent-foreign"]),
        ("UPDATE outbox SET recipient = 'age1foo' WHERE about LIKE 'part %'", ["sent-changed"]),
        ("UPDATE outbox SET data = 'text' WHERE about LIKE 'part %'", ["row-changed"]),
        ("DELETE FROM addressed", ["released-differs"]),
        ("UPDATE addressed SET file_sha256 = 'ef'", ["released-differs"]),
        ("UPDATE addressed SET part_sha256 = 'ef'", ["released-differs"]),
    ],
)
def test_a_letter_or_a_released_file_that_was_bent_is_named(sent, statement, expected):
    with sent.vault.database.writing() as connection:
        assert connection.exec_driver_sql(statement).rowcount == 1
    assert codes(sent.vault) == expected


def test_a_letter_that_looks_as_if_it_waited_is_named_by_the_receipt_of_what_it_was(sent, reader):
    part = Outbox(lambda: sent.vault.database).of("part C-0001 0 reader-a")
    sent.office.receive(sent.taken(reader, Receipt((part.content,))))
    assert codes(sent.vault) == []
    with sent.vault.database.writing() as connection:
        row = {"content": "ef" * 32, "receipted": None}
        connection.execute(update(outbox).where(outbox.c.about == part.about).values(**row))
    assert codes(sent.vault) == ["sent-changed"]


def test_a_part_whose_seal_was_changed_is_named_by_the_reads_that_were_taken_of_it(sent, reader, reading, document):
    with sent.vault.database.writing() as connection:
        connection.execute(delete(received))
    parts = ReceivedParts(lambda: sent.vault.database)
    seals = [(one.event.part, one.event.seal) for one in reading.records if hasattr(one.event, "seal")]
    for part, seal in seals:
        sha256 = SHA if part == 0 else f"{part:064x}"
        parts.add(ReceivedPart(sha256, "C-0001", part, seal, "timepoint", f"TP{part}", None, DAY))
    sent.office.receive(sent.taken(reader, SignedReadSent(document)))
    assert codes(sent.vault) == []
    with sent.vault.database.writing() as connection:
        connection.execute(update(received).values(seal="ee" * 32))
    assert codes(sent.vault) == ["received-differs"] * len(seals)


def test_a_sender_whose_log_went_on_in_two_ways_is_named(busy, reader, adjudicator):
    busy.office.receive(busy.taken(reader, QUERY, seq=8))
    busy.office.receive(busy.taken(adjudicator, Receipt(()), seq=7, digest="cd" * 32))
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
    assert codes(busy.vault, entries) == ["damaged", "sent-foreign"]


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
