"""The post of a reader is held against the log and against itself: whatever was bent in the vault is named."""

import pytest
from reading.ways import ANSWERS, baseline, follow_up, said
from storage.post.ways import CASE, DIGEST, PROTOCOL, account_of
from storage.vault.ways import WORDS
from support.fake_desk import PASSWORD

from seedcryo_reader.domain import events
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    CaseReassigned,
    ReadingAllowed,
    Receipt,
    TrainingRecorded,
)
from seedcryo_reader.domain.role import Role
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.storage.posted import post_problems
from seedcryo_reader.storage.vault.acts import rotate_signing_key
from seedcryo_reader.storage.vault.vault import Vault


def problems(vault, role=Role.READER):
    return [one.code for one in post_problems(vault, role, [])]


def bend(vault, statement):
    with vault.database.writing() as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0


@pytest.fixture
def busy(centre, reader, folder):
    """A reader who was told of everything, signed a read and asked a question; the read was acknowledged."""
    reading = Reading(CASE, reader.desk.desk)
    reading.open_next()
    said(reading, events.ImageQueried("TP0", "poor quality", "Blurred."))
    baseline(reading)
    centre.send(
        folder,
        reader,
        CaseAssigned(CASE, 1, 1, PROTOCOL, DIGEST),
        CaseAssigned("C-0002", 1, 2, PROTOCOL, DIGEST),
        CaseReassigned("C-0002", "ill"),
        TrainingRecorded(PROTOCOL, DIGEST, True, "2026-01-01", "2027-01-01"),
        ReadingAllowed(CASE, centre.leave(reader)),
    )
    reader.take_in(folder)
    reader.post.put_out(folder)
    follow_up(reading)
    follow_up(reading, "30.1")
    reading.open_next()
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)
    reader.post.put_out(folder)
    sent = reader.owner.outbox.of("read C-0001 v1")
    centre.send(folder, reader, Receipt((sent.content,)))
    reader.take_in(folder)
    reader.post.put_out(folder)
    return reader


def test_a_post_that_nobody_bent_is_sound(busy):
    assert {one.about for one in busy.owner.outbox.all()} == {
        "locked C-0001 v1 TP0 e5",
        "query C-0001 e2",
        "read C-0001 v1",
        "receipt centre 5",
    }
    assert problems(busy.vault) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM inbox WHERE rowid = 2", {"envelope-missing", "told-differs"}),
        ("DELETE FROM inbox WHERE kind = 'Receipt'", {"sent-changed"}),
        ("DELETE FROM inbox", {"envelope-missing", "told-differs", "sent-changed"}),
        ("UPDATE inbox SET body = x'7b7d' WHERE kind = 'Receipt'", {"envelope-changed", "sent-changed"}),
        ("UPDATE inbox SET body = x'7b7d' WHERE kind = 'CaseAssigned'", {"envelope-changed", "told-differs"}),
        ("UPDATE inbox SET kind = 'Nonsense' WHERE rowid = 1", {"envelope-changed", "told-differs"}),
        ("UPDATE inbox SET head = '1 x'", {"envelope-changed"}),
        ("UPDATE inbox SET body = CAST(body AS TEXT)", {"row-changed"}),
        ("UPDATE inbox SET received_on = x'00'", {"row-changed"}),
        ("UPDATE assignment SET place = 'first' WHERE place = 1", {"row-changed"}),
        ("DELETE FROM outbox WHERE about LIKE 'read %'", {"sent-missing"}),
        ("DELETE FROM outbox WHERE about LIKE 'query %'", {"sent-missing"}),
        ("UPDATE outbox SET data = x'00' WHERE about LIKE 'read %'", {"envelope-changed"}),
        ("UPDATE outbox SET receipted = NULL", {"sent-changed"}),
        ("UPDATE outbox SET receipted = '2026-05-05' WHERE about LIKE 'read %'", {"sent-changed"}),
        ("UPDATE outbox SET receipted = '2026-05-04' WHERE about LIKE 'query %'", {"sent-changed"}),
        ("UPDATE outbox SET account = 'reader-b' WHERE about LIKE 'query %'", {"sent-changed"}),
        ("UPDATE outbox SET recipient = 'age1foo' WHERE about LIKE 'query %'", {"sent-changed"}),
        ("UPDATE outbox SET about = 'receipt centre 9' WHERE about LIKE 'receipt %'", {"envelope-missing"}),
        ("UPDATE outbox SET about = 'read C-0009 v1' WHERE about LIKE 'locked %'", {"sent-foreign"}),
        ("DELETE FROM assignment WHERE case_number = 'C-0001'", {"told-differs"}),
        ("UPDATE assignment SET place = 3 - place WHERE case_number = 'C-0001'", {"told-differs"}),
        ("UPDATE assignment SET taken_away = NULL", {"told-differs"}),
        ("UPDATE training SET valid_until = '2999-01-01'", {"told-differs"}),
        ("INSERT INTO training SELECT 'x', protocol_id, 1, taken_on, valid_until FROM training", {"told-differs"}),
        ("DELETE FROM training", {"told-differs"}),
        ("DELETE FROM allowed", {"told-differs"}),
        ("UPDATE allowed SET leave = 'another'", {"told-differs"}),
    ],
)
def test_a_row_that_was_deleted_added_or_changed_is_named(busy, statement, expected):
    bend(busy.vault, statement)
    assert set(problems(busy.vault)) == expected


def test_a_row_is_named_by_its_table_and_its_key(busy):
    bend(busy.vault, "UPDATE training SET passed = 'yes'")
    [finding] = post_problems(busy.vault, Role.READER, [])
    assert f"'{DIGEST}'" in finding.text
    assert "table training" in finding.text


def test_what_was_not_looked_through_yet_need_not_have_been_sent(reader):
    reading = Reading(CASE, reader.desk.desk)
    reading.open_next()
    said(reading, events.ImageQueried("TP0", "poor quality", "Blurred."))
    assert problems(reader.vault) == []


def test_letters_that_were_sealed_anew_are_sound(busy, folder, centre):
    busy.vault.close()
    rotate_signing_key(busy.vault.place, WORDS)
    with Vault.open(busy.vault.place, WORDS) as vault:
        account_of(vault, centre.study).post.put_out(folder)
        assert problems(vault) == []


def test_another_role_was_told_nothing(make, centre, folder):
    account = make("intake")
    assert problems(account.vault, Role.INTAKE) == []
