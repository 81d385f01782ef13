"""Vaults that cost little, and what is done to them."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from seedcryo_reader.casefile.study.kdf import Cost
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.vault.vault import Place, Vault

VAULT_MIGRATIONS = Path(__file__).parents[3] / "migrations" / "vault"
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
WORDS = "correct horse battery"
NEW_WORDS = "staple correct horse"
RECOVERY_WORDS = "kept in another building"
CASE = "C-0001"


def body(seq: int, previous: str, word: str = "patience") -> bytes:
    """A body that any chain takes."""
    return encode({"seq": seq, "previous": previous, "word": word})


def grow(vault: Vault, count: int) -> None:
    for _ in range(count):
        vault.chain.append(CASE, body)


def made(place: Place, count: int = 0) -> Place:
    """A closed vault with so many events."""
    with Vault.create(place, WORDS, cost=CHEAP) as vault:
        grow(vault, count)
    return place


def seqs(place: Place, password: str = WORDS) -> list[int]:
    """The numbers of all events of a vault, which is opened for it."""
    with Vault.open(place, password) as vault:
        return [one.seq for one in vault.chain.entries()]


def flipped(data: bytes, seed: int) -> bytes:
    """The bytes with one bit turned at a seeded place."""
    chance = random.Random(seed)  # noqa: S311
    bent = bytearray(data)
    bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def outcome(act: Callable[[], object]) -> tuple[object, list[Finding] | None]:
    """What an act gives; or what it is refused with, as findings (a plain sentence counts as one)."""
    try:
        return act(), None
    except Refused as caught:
        return None, list(caught.findings)
    except EnvironmentFailure as caught:
        return None, [Finding("not-done", str(caught))]


def refused(act: Callable[[], object]) -> list[str]:
    """The codes an act is refused with."""
    with pytest.raises(Refused) as caught:
        act()
    assert all(one.text for one in caught.value.findings)
    return [one.code for one in caught.value.findings]
