"""How many letters wait for a receipt, per account."""

import pytest
from storage.vault.ways import CHEAP, WORDS

from seedcryo_reader.storage.post.boxes import Letter, Outbox
from seedcryo_reader.storage.post.tally import Tally, tally
from seedcryo_reader.storage.vault.vault import Vault


@pytest.fixture
def vault(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as one:
        yield one


def test_letters_are_counted_by_account_and_receipts_are_not(vault):
    box = Outbox(lambda: vault.database)
    letters = {"read 1": "ada", "read 2": "ada", "part 1": "ben", "receipt ada 3": "ada"}
    for about, account in letters.items():
        with vault.database.writing() as connection:
            box.add(connection, Letter(about, account, "age1x", f"{about:0>64}", "ff" * 32, b"sealed"))
    box.receipt("ada", [f"{'read 2':0>64}"], "2026-05-05")
    assert tally(vault.database) == {"ada": Tally(1, 1), "ben": Tally(1, 0)}


def test_before_anything_was_sent_there_is_nothing_to_count(vault):
    assert tally(vault.database) == {}
