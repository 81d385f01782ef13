"""Reads in a real vault: a desk whose log is one, and logs written anew by somebody who knows how."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from support.fake_desk import FakeDesk, FakeSigner, fake_desk

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.record import FIRST_PREVIOUS
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.clock import Now
from seedcryo_reader.storage.reads.check import Signer
from seedcryo_reader.storage.reads.log import VaultLog, Writer
from seedcryo_reader.storage.vault.vault import Vault

WRITER = Writer("5e" * 8, "reader-a", "57" * 8, "0.3.0", "SEED-CRYO", "0d" * 8)
SIGNER = Signer(FakeSigner.printed_name, "age1reader", {signing.key_id(FakeSigner.public): FakeSigner.public}, {})
STUDY = Study("SEED-CRYO", 1, None, (), (), ())

Body = dict[str, Any]


def clock() -> Now:
    return Now(datetime(2026, 5, 4, 9, 15, tzinfo=UTC), 480, 12_000_345)


def log_of(vault: Vault) -> VaultLog:
    return VaultLog(lambda: vault.chain, WRITER, clock)


def desk_of(vault: Vault) -> FakeDesk:
    """A desk that writes into the vault."""
    fake, log = fake_desk(), log_of(vault)
    return FakeDesk(log, fake.images, replace(fake.desk, log=log))


def bodies(entries: Iterable[Entry]) -> list[Body]:
    """What the entries say."""
    return [canonical.decode(one.body) for one in entries]


def chained(values: Iterable[Body]) -> list[Entry]:
    """These bodies as a log in which numbers and hashes fit, as an attacker would write it."""
    made, previous = [], FIRST_PREVIOUS
    for seq, value in enumerate(values, 1):
        data = canonical.encode(value | {"seq": seq, "previous": previous})
        made.append(Entry(seq, value["case"], sha256(data).hexdigest(), previous, data))
        previous = made[-1].hash
    return made


def first(values: list[Body], event: str) -> Body:
    """The first record of an event of this kind."""
    return next(one for one in values if one["event"] == event)


def changed(values: list[Body], change: Callable[[list[Body]], object]) -> list[Entry]:
    """The log after somebody changed what it says and made everything fit again."""
    change(values)
    return chained(values)
