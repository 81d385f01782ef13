"""Several entries in one transaction: all of them or none, and their lines follow in the head."""

import pytest
from storage.chain.ways import Store, body
from storage.vault.ways import refused

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.chain.head import Head


@pytest.fixture(params=[True, False], ids=["alone", "shared"])
def store(tmp_path, request):
    return Store(tmp_path, alone=request.param).make(3)


def numbers(store):
    return [int(line.split()[0]) for line in store.lines()]


def test_entries_follow_one_another_and_each_is_named_in_the_head(store):
    told = []
    with store.open() as chain:
        made = chain.append_all("s", [(body, lambda _, entry: told.append(entry.seq))] * 4 + [(body, None)])
        assert [one.seq for one in made] == [4, 5, 6, 7, 8]
        assert [one.previous for one in made[1:]] == [one.hash for one in made[:-1]]
        assert chain.append_all("s", []) == []
        chain.append("s", body)
    assert told == [4, 5, 6, 7]
    assert store.seqs() == numbers(store)[1:] == list(range(1, 10))


def test_none_is_kept_where_one_cannot_be_made_or_what_follows_from_it_not_be_written(store):
    def fails(*_):
        raise EnvironmentFailure

    with store.open() as chain:
        for acts in ([(body, None), (fails, None)], [(body, None), (body, fails)]):
            with pytest.raises(EnvironmentFailure):
                chain.append_all("s", acts)
        assert chain.append("s", body).seq == 4
    assert store.seqs() == numbers(store)[1:] == [1, 2, 3, 4]


def test_several_entries_are_not_begun_where_the_head_has_no_room_for_their_lines(store, monkeypatch):
    with store.open() as chain:
        monkeypatch.setattr("os.write", lambda *_: 5)
        with pytest.raises(EnvironmentFailure, match="cannot be written"):
            chain.append_all("s", [(body, None)] * 2)
        monkeypatch.undo()
        assert chain.append_all("s", [(body, None)] * 2)[-1].seq == 5
    assert store.seqs() == numbers(store)[1:] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("fits", [0, 1, 2])
def test_lines_that_found_no_room_after_all_are_made_good_when_the_log_is_closed(store, monkeypatch, fits):
    append, left = Head.append, [fits]

    def full(head, seq, digest):
        if not left[0]:
            msg = "full"
            raise EnvironmentFailure(msg)
        left[0] -= 1
        append(head, seq, digest)

    with store.open() as chain:
        monkeypatch.setattr(Head, "append", full)
        assert len(chain.append_all("s", [(body, None)] * 3)) == 3
        assert numbers(store) == list(range(4 + fits))
        monkeypatch.undo()
    assert numbers(store) == [0, 1, 2, 3, 4, 5, 6]
    assert store.seqs() == [1, 2, 3, 4, 5, 6]


def test_closing_does_not_fail_where_there_is_still_no_room(store, monkeypatch):
    def full(*_):
        msg = "full"
        raise EnvironmentFailure(msg)

    with store.open() as chain:
        monkeypatch.setattr(Head, "append", full)
        assert chain.append("s", body).seq == 4
    monkeypatch.undo()
    assert store.seqs() == [1, 2, 3, 4]


def test_a_log_that_is_only_read_takes_none(store):
    with store.open(read_only=True) as chain:
        assert refused(lambda: chain.append_all("s", [(body, None)])) == ["read-only"]
