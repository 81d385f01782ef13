"""Outbox and inbox: one row per natural key and per content, in order, nothing lost between."""

import pytest
from sqlalchemy.exc import IntegrityError
from storage.vault.ways import CHEAP, WORDS

from seedcryo_reader.storage.post.boxes import Inbox, Incoming, Letter, Outbox
from seedcryo_reader.storage.vault.vault import Vault


@pytest.fixture
def vault(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as one:
        yield one


def letter(about, account="centre"):
    return Letter(about, account, "age1x", f"{about:0>64}", "ff" * 32, b"sealed")


def envelope(content, kind="Receipt"):
    return Incoming(content, kind, "reader-a", "ab" * 8, "2026-05-04", "12" * 8, "7 abc", b"{}")


def test_letters_wait_in_their_order_until_their_receipt_comes(vault):
    box = Outbox(lambda: vault.database)
    for about in ("z", "a", "m"):
        with vault.database.writing() as connection:
            box.add(connection, letter(about))
    box.receipt("centre", [letter("a").content, "unknown"], "2026-05-05")
    assert [one.about for one in box.waiting()] == ["z", "m"]
    assert [one.about for one in box.all()] == ["z", "a", "m"]
    assert box.of("z") == letter("z")
    assert box.of("a").receipted == "2026-05-05"
    box.receipt("centre", [letter("a").content], "2026-06-06")
    assert box.of("a").receipted == "2026-05-05"
    box.receipt("somebody", [letter("z").content], "2026-06-06")
    assert box.of("z").receipted is None


def test_a_natural_key_is_taken_once_and_what_is_undone_is_not_there(vault):
    box = Outbox(lambda: vault.database)
    with vault.database.writing() as connection:
        box.add(connection, letter("a"))
    with pytest.raises(IntegrityError), vault.database.writing() as connection:
        box.add(connection, letter("a", "reader-a"))
    assert box.all() == (letter("a"),)


def test_what_came_is_kept_as_it_was_signed_by_kind_and_in_order(vault):
    box = Inbox(lambda: vault.database)
    for content, kind in (("z", "Receipt"), ("a", "CaseAssigned"), ("m", "Receipt")):
        with vault.database.writing() as connection:
            box.add(connection, envelope(content, kind))
    assert [one.content for one in box.all("Receipt")] == ["z", "m"]
    assert box.all("DisputeSent") == ()
    assert box.of("a") == envelope("a", "CaseAssigned")
    assert (box.body("a"), box.body("x"), box.of("x")) == (b"{}", None, None)
    assert (box.has("a"), box.has("x")) == (True, False)
    assert box.contents() == {"z", "a", "m"}


def test_no_sealed_byte_is_shown_by_printing(vault):
    assert "sealed" not in repr(letter("a"))
    assert "{}" not in repr(envelope("a"))
