"""A chain: what is appended stands, in order, named by its head; what was changed is refused by its number."""

import shutil
from pathlib import Path

import pytest
from storage.chain.ways import Store, body
from storage.vault.ways import flipped, outcome, refused

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.storage.chain.chain import Last
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS


@pytest.fixture(params=[False, True], ids=["shared", "alone"])
def store(tmp_path, request):
    return Store(tmp_path, alone=request.param).make(3)


def kept(store: Store) -> list[str]:
    return sorted(one.name for one in store.database.parent.glob("*.as-found-*"))


def opened(store: Store) -> list[int]:
    return store.seqs()


def test_entries_come_back_in_order_with_their_place(store):
    with store.open() as chain:
        entry = chain.append("t", body)
        entries = list(chain.entries())
        assert entries[-1] == entry
        assert [one.seq for one in entries] == [1, 2, 3, 4]
        assert [one.previous for one in entries] == [FIRST_PREVIOUS, *(one.hash for one in entries[:-1])]
        assert list(chain.entries("t")) == [entry]
        assert [one.seq for one in chain.entries(after=2)] == [3, 4]
        assert chain.last == Last(4, entry.hash)
        assert store.lines()[-1] == f"4 {entry.hash}"


def test_a_chain_longer_than_a_batch_comes_whole(tmp_path):
    store = Store(tmp_path, alone=True).make()
    with store.open() as chain, chain._database.writing():
        for number in range(1001):
            chain.append("even" if number % 2 else "odd", body)
        assert [one.seq for one in chain.entries()] == list(range(1, 1002))
        assert len(list(chain.entries("odd"))) == 501


@pytest.mark.parametrize("raised", [ZeroDivisionError, EnvironmentFailure("The disk is full."), KeyboardInterrupt])
def test_what_make_or_also_raise_leaves_nothing(store, raised):
    def fail(*_):
        raise raised

    with store.open() as chain:
        before = store.head.read_bytes()
        for make, also in ((fail, None), (body, fail)):
            with pytest.raises(raised if isinstance(raised, type) else type(raised)):
                chain.append("s", make, also)
        assert (chain.last.seq, store.head.read_bytes()) == (3, before)
        assert chain.append("s", body).seq == 4
    assert store.seqs() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "make",
    [
        lambda seq, previous: body(seq + 1, previous),
        lambda seq, previous: body(seq, "0" * 64),
        lambda seq, previous: b"",
    ],
)
def test_a_body_without_its_place_is_a_mistake_of_the_program_and_not_logged(store, make):
    with store.open() as chain:
        with pytest.raises(ValueError, match="its own number"):
            chain.append("s", make)
        assert chain.last.seq == 3


def test_what_is_derived_stands_and_falls_with_the_entry(store):
    with store.open() as chain:
        seen = []
        entry = chain.append("s", body, lambda connection, one: seen.append((connection.in_transaction(), one)))
    assert seen == [(True, entry)]


def test_a_chain_opened_for_reading_takes_nothing(store):
    with store.open(read_only=True) as chain:
        assert [one.seq for one in chain.entries()] == [1, 2, 3]
        assert refused(lambda: chain.append("s", body)) == ["read-only"]


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE entry SET body = replace(CAST(body AS TEXT), 'patience', 'pass') WHERE seq = 2", 2),
        ("UPDATE entry SET body = CAST(body AS TEXT) WHERE seq = 2", 2),
        ("UPDATE entry SET hash = previous WHERE seq = 3", 3),
        ("UPDATE entry SET previous = hash WHERE seq = 1", 1),
        ("DELETE FROM entry WHERE seq = 1", 1),
        ("DELETE FROM entry WHERE seq = 2", 2),
        ("UPDATE entry SET seq = 0 WHERE seq = 1", 1),
    ],
)
def test_a_changed_entry_is_named(store, statement, seq):
    store.change(statement)
    with pytest.raises(Refused) as caught:
        opened(store)
    assert "damaged" in [one.code for one in caught.value.findings]
    assert f"Record {seq}:" in caught.value.findings[0].text


def test_a_chain_rebuilt_by_who_knows_how_is_unlike_its_head(tmp_path):
    store, other = Store(tmp_path).make(3), tmp_path / "other"
    other.mkdir()
    rebuilt = Store(other).make()
    with rebuilt.open() as chain:
        for _ in range(4):
            chain.append("s", lambda seq, previous: body(seq, previous).replace(b"patience", b"progress"))
    shutil.copy(rebuilt.database, store.database)
    with pytest.raises(Refused) as caught:
        opened(store)
    assert caught.value.findings[0].code == "unlike-head"
    assert "Record 1" in caught.value.findings[0].text


def test_a_lost_tail_is_named(store):
    store.change("DELETE FROM entry WHERE seq = 3")
    assert refused(lambda: opened(store)) == ["shorter-than-head"]


def test_yesterdays_database_is_named_and_yesterdays_head_too(store, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    for path in (store.database, store.head):
        shutil.copy(path, old)
    store.grow(3)
    today = store.database.read_bytes()
    shutil.copy(old / store.database.name, store.database)
    assert refused(lambda: opened(store)) == ["shorter-than-head"]
    store.database.write_bytes(today)
    shutil.copy(old / store.head.name, store.head)
    assert refused(lambda: opened(store)) == ["head-behind"]


def crashed(store: Store, folder, count: int = 3) -> Store:
    """A copy of a store while its database was open, as a kill leaves it."""
    folder.mkdir()
    with store.open() as chain:
        for _ in range(count):
            chain.append("s", body)
        for path in store.database.parent.glob("log.*"):
            shutil.copy(path, folder)
    return Store(folder, alone=store.alone)


def test_after_a_kill_everything_is_there(store, tmp_path):
    left = crashed(store, tmp_path / "left")
    assert left.database.with_name("log.sqlite-wal").stat().st_size > 0
    assert left.seqs() == [1, 2, 3, 4, 5, 6]
    assert kept(left) == []


def test_a_head_that_lags_behind_after_a_kill_is_made_good(store, tmp_path):
    left = crashed(store, tmp_path / "left")
    left.head.write_text("".join(f"{line}\n" for line in left.lines()[:-2]), "ascii")
    assert left.seqs() == [1, 2, 3, 4, 5, 6]
    assert [line.split()[0] for line in left.lines()] == ["0", "1", "2", "3", "4", "5", "6"]


def test_a_log_of_sqlite_that_was_deleted_after_a_kill_is_named(store, tmp_path):
    left = crashed(store, tmp_path / "left")
    left.database.with_name("log.sqlite-wal").unlink()
    assert refused(lambda: opened(left)) == ["shorter-than-head"]


def test_a_byte_of_sqlites_log_is_named_or_harmless_and_what_was_found_is_kept(store, tmp_path, rounds):
    left = crashed(store, tmp_path / "left")
    log = left.database.with_name("log.sqlite-wal")
    whole, plain, head = log.read_bytes(), left.database.read_bytes(), left.head.read_bytes()
    named = 0
    for seed in range(rounds * 4):
        bent = flipped(whole, seed)
        left.database.write_bytes(plain)
        log.write_bytes(bent)
        left.head.write_bytes(head)
        left.database.with_name("log.sqlite-shm").unlink(missing_ok=True)
        seqs, findings = outcome(left.seqs)
        if findings is None:
            assert seqs == [1, 2, 3, 4, 5, 6]
            continue
        named += 1
        assert {one.code for one in findings} <= {"shorter-than-head", "damaged", "kept-as-found"}
        [copy] = [one.files[0] for one in findings if one.code == "kept-as-found"]
        assert (Path(copy).read_bytes(), Path(f"{copy}-wal").read_bytes()) == (plain, bent)
    assert named


def test_a_byte_of_the_database_is_named_or_harmless(store, rounds):
    plain, head = store.database.read_bytes(), store.head.read_bytes()
    for seed in range(rounds * 4):
        store.database.write_bytes(flipped(plain, seed))
        store.head.write_bytes(head)
        seqs, findings = outcome(store.seqs)
        assert seqs == [1, 2, 3] or all(store.database.name in one.text for one in findings)


def test_a_chain_whose_last_pages_were_cut_is_named(tmp_path):
    store = Store(tmp_path).make(40)
    plain = store.database.read_bytes()
    for pages in (1, 2, 3):
        store.database.write_bytes(plain[: -4096 * pages])
        assert refused(lambda: opened(store))[0] in {"damaged", "shorter-than-head"}


def test_two_programs_append_to_one_log_in_turn(tmp_path):
    store = Store(tmp_path).make()
    with store.open() as one, store.open() as other:
        for _ in range(3):
            one.append("s", body)
            other.append("s", body)
    assert store.seqs() == [1, 2, 3, 4, 5, 6]
    assert [line.split()[0] for line in store.lines()] == ["0", "1", "2", "3", "4", "5", "6"]
