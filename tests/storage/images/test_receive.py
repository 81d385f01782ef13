"""Receiving sealed parts: in any order, twice, damaged, of others; nothing of them can be read on the disk."""

from itertools import permutations

import pyrage
import pytest
from casefile.part.ways import follow_up
from storage.images.desks import CASE, desk_at

from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.domain.errors import Cancelled
from seedcryo_reader.domain.read import Read
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.reading.ports import NextPart


def listed(desk):
    return [(one.part, one.kind, one.timepoint, one.supersedes) for one in desk.reception.received.of_case(CASE)]


def other_follow_up(station, source, tmp_path, folders, previous):
    """Another TP1 after this part: without its MR series."""
    timepoint = follow_up(source, labels={"ct": "CT portal venous"}, pinned={"T01": "ct", "T02": "ct"})
    return station.seal(tmp_path / "other", timepoint, folders("s"), previous=previous).file


ALL = [(0, "timepoint", "TP0", None), (1, "timepoint", "TP1", None), (2, "closing", None, None)]


def test_parts_are_listed_for_the_account_and_noted_without_their_case(desk, parts):
    receipts = desk.receive(*parts)
    assert [one.outcome for one in receipts] == ["received"] * 3
    assert listed(desk) == ALL
    names = desk.shelf_names()
    assert sorted(f"{one.part.sha256}.seedcase" for one in receipts) == names
    assert desk.notes == [
        ("part-received", {"sha256": one.part.sha256, "size": file.stat().st_size})
        for one, file in zip(receipts, parts, strict=True)
    ]
    assert desk.reception.received.cases() == (CASE,)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_parts_may_arrive_in_any_order(desk, parts, order):
    assert desk.outcomes(*(parts[k] for k in order)) == ["received"] * 3
    assert listed(desk) == ALL


def test_receiving_twice_changes_nothing(desk, parts):
    desk.receive(*parts)
    before, notes = [(path, path.stat().st_mtime_ns) for path in desk.all_files()], list(desk.notes)
    assert desk.outcomes(*parts) == ["already here"] * 3
    assert [(path, path.stat().st_mtime_ns) for path in desk.all_files()] == before
    assert desk.notes == notes
    assert listed(desk) == ALL


def test_the_same_part_encrypted_again_is_the_same_part(desk, station, parts, tmp_path):
    desk.receive(parts[0])
    again = tmp_path / "again.seedcase"
    again.write_bytes(station.encrypted(station.plain(parts[0])))
    assert desk.outcomes(again) == ["already here"]
    assert len(desk.shelf_names()) == 1


def test_one_bad_file_does_not_stop_the_others(desk, parts, tmp_path):
    bad = tmp_path / "bad.seedcase"
    bad.write_bytes(b"nothing of that kind")
    assert desk.outcomes(bad, parts[0], tmp_path / "away.seedcase", parts[1]) == [
        "refused", "received", "refused", "received",
    ]  # fmt: skip
    assert len(desk.shelf_names()) == 2


@pytest.mark.parametrize("share", [0, 0.0001, 0.01, 0.3, 0.5, 0.9, 0.9999])
def test_a_part_that_was_cut_off_leaves_nothing(desk, parts, tmp_path, share):
    data = parts[0].read_bytes()
    cut = tmp_path / "cut.seedcase"
    cut.write_bytes(data[: int(len(data) * share)])
    [code] = desk.refusal(cut)
    assert code in {"not-a-part", "other-account", "not-decrypted"}
    assert desk.all_files() == []
    assert listed(desk) == []


def test_a_part_for_another_account_says_so(tmp_path, station, parts):
    stranger = pyrage.x25519.Identity.generate()
    with desk_at(tmp_path, station.study, station.rules, stranger, station.pool, "reader-b") as other:
        [receipt] = other.receive(parts[0])
        assert [one.code for one in receipt.findings] == ["other-account"]
        assert "not for the account reader-b" in receipt.findings[0].text
        assert receipt.findings[0].files == (parts[0].name,)
        assert other.all_files() == []


def test_two_accounts_share_a_file_and_each_lists_its_own(tmp_path, station, parts):
    with desk_at(tmp_path, station.study, station.rules, station.reader, station.pool, "a") as one:
        one.receive(parts[0])
        with desk_at(tmp_path, station.study, station.rules, station.reader, station.pool, "b") as other:
            assert listed(other) == []
            assert other.outcomes(parts[0]) == ["received"]
        stranger = pyrage.x25519.Identity.generate()
        with desk_at(tmp_path, station.study, station.rules, stranger, station.pool, "c") as third:
            assert third.refusal(parts[0]) == ("other-account",)
        assert len(one.shelf_names()) == 1  # who has no use for it does not take it from the others


def test_a_decrypted_part_never_comes_onto_the_disk(desk, station, parts, tmp_path):
    plain = tmp_path / "plain.zip"
    plain.write_bytes(station.plain(parts[0]))
    assert desk.refusal(plain) == ("not-a-part",)
    assert desk.all_files() == []


def test_another_part_of_the_same_number_is_refused(desk, station, source, parts, tmp_path, folders):
    desk.receive(*parts)
    other = other_follow_up(station, source, tmp_path, folders, parts[0])
    assert desk.refusal(other) == ("other-part", "broken-chain")
    assert listed(desk) == ALL
    assert len(desk.shelf_names()) == 3


def test_a_part_of_another_chain_is_refused_whichever_comes_first(desk, station, source, parts, tmp_path, folders):
    other = other_follow_up(station, source, tmp_path, folders, parts[0])
    desk.receive(parts[0], other)
    assert desk.refusal(parts[2]) == ("broken-chain",)  # it follows on the first TP1


def test_a_part_that_a_later_one_does_not_know_is_refused(desk, station, source, parts, tmp_path, folders):
    other = other_follow_up(station, source, tmp_path, folders, parts[0])
    desk.receive(parts[2])
    assert desk.refusal(other) == ("broken-chain",)
    assert desk.outcomes(parts[1], parts[0]) == ["received"] * 2


def test_a_file_with_the_name_of_another_part_is_refused(desk, parts, tmp_path):
    renamed = tmp_path / "C-0001.p1.seedcase"
    renamed.write_bytes(parts[0].read_bytes())
    assert desk.refusal(renamed) == ("wrong-name",)


def test_cancelling_while_it_is_verified_leaves_nothing(desk, parts):
    answers = iter([False, False])
    with pytest.raises(Cancelled):
        list(desk.reception.receive(parts[:1], Watch(None, lambda: next(answers, True))))
    assert desk.all_files() == []
    assert listed(desk) == []


def test_a_part_on_the_shelf_that_nobody_lists_is_listed_when_it_comes_again(desk, parts):
    with desk.reception.shelf.arriving(parts[0]) as arrival:
        desk.reception.shelf.keep(arrival)
    desk.images.sweep(())
    assert len(desk.shelf_names()) == 1
    assert desk.images.next_part(Read(CASE)) is None
    assert desk.outcomes(parts[0]) == ["received"]
    assert desk.images.next_part(Read(CASE)) == NextPart(0, "TP0")


def test_nothing_of_a_received_part_can_be_read_on_the_disk(desk, station, parts):
    desk.receive(*parts)
    with open_part(parts[0], station.trust, [station.reader], {}) as part:
        rows = [bytes(image.data[-128:]) for image in part.images]
    for path in (path for path in desk.folder.rglob("*") if path.is_file() and "parts" in path.parts):
        data = path.read_bytes()
        assert b"DICM\x02\x00\x00\x00" not in data
        assert b"2.25." not in data
        assert not any(row in data for row in rows)
