"""Sealed parts that come with envelopes: the named one is received, and nothing is said of what is in it."""

import hashlib
import shutil
from pathlib import Path

import pyrage
import pytest
from casefile.conftest import sealed_chain, sealing_pool, source, station  # noqa: F401 - fixtures
from storage.images.desks import CASE, desk_at
from storage.post.ways import bent

from seedcryo_reader.casefile.part.addressing import readdressed
from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.domain.messages.reader import CaseClosing, PartReleased
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.imaging.watch import UNWATCHED
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.post.parts import Enclosures


@pytest.fixture(scope="module")
def messages(sealed_chain, station):  # noqa: F811
    """What the centre would say of each part."""
    found = []
    for number, one in enumerate(sealed_chain):
        with open_part(one.file, station.trust, [station.reader], {}) as part:
            kind = PartReleased if part.contents.timepoint is not None else CaseClosing
            found.append(kind(CASE, number, part.seal, hash_of(one.file)))
    return found


def hash_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def desk(tmp_path, station):  # noqa: F811
    with desk_at(tmp_path / "station", station.study, station.rules, station.reader, station.pool) as one:
        yield one


@pytest.fixture
def take(desk, station, folder):  # noqa: F811
    enclosures = Enclosures(desk.reception, desk.reception.received)
    return lambda message: [
        one.code for one in enclosures.take(message, folder, station.recipient, "e.seedmail", UNWATCHED)
    ]


@pytest.fixture
def put(station, folder, sealed_chain):  # noqa: F811
    return lambda *numbers: [
        folder.put_part(station.recipient, sealed_chain[one].file, hash_of(sealed_chain[one].file)) for one in numbers
    ]


def test_parts_are_received_when_they_are_there_in_any_order(desk, take, put, messages):
    assert [take(one) for one in messages] == [["part-missing"]] * 3
    put(2)
    assert [take(one) for one in messages] == [["part-missing"], ["part-missing"], []]
    put(0, 1)
    assert [take(one) for one in messages] == [[], [], []]
    assert len(desk.shelf_names()) == 3


def test_a_part_that_was_received_by_hand_need_not_lie_in_the_folder(desk, take, messages, sealed_chain):  # noqa: F811
    desk.receive(sealed_chain[0].file)
    assert take(messages[0]) == []


@pytest.mark.parametrize("how", ["bent", "cut off"])
def test_a_part_that_was_changed_on_its_way_is_refused(desk, take, put, messages, how):
    [path] = put(0)
    bent(path) if how == "bent" else path.write_bytes(path.read_bytes()[:-1])
    assert take(messages[0]) == ["changed"]
    assert desk.shelf_names() == []


def test_a_part_that_cannot_be_read_is_said(take, put, messages, monkeypatch):
    [path] = put(0)

    def opened(self, *_args, **_more):
        assert self == path
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", opened)
    assert take(messages[0]) == ["not-readable"]


def test_a_part_for_another_account_is_refused(desk, folder, station, messages, sealed_chain):  # noqa: F811
    other = str(pyrage.x25519.Identity.generate().to_public())
    out = folder.root / "other.seedcase"
    digest = readdressed(sealed_chain[0].file, [station.reader], [other], out, UNWATCHED)
    folder.put_part(station.recipient, out, digest)
    message = PartReleased(CASE, 0, messages[0].seal, digest)
    enclosures = Enclosures(desk.reception, desk.reception.received)
    [finding] = enclosures.take(message, folder, station.recipient, "e.seedmail", UNWATCHED)
    assert finding.code == "other-account"
    assert desk.shelf_names() == []


def test_an_envelope_that_names_another_part_than_the_file_holds_is_refused(take, put, messages):
    put(0)
    one = messages[0]
    assert take(PartReleased(CASE, 1, one.seal, one.file_sha256)) == ["other-part"]
    assert take(PartReleased(CASE, 0, "00" * 32, one.file_sha256)) == ["other-part"]


def test_nothing_that_is_said_names_a_case_or_a_timepoint(desk, folder, station, messages):  # noqa: F811
    enclosures = Enclosures(desk.reception, desk.reception.received)
    [finding] = enclosures.take(messages[1], folder, station.recipient, "e.seedmail", UNWATCHED)
    assert "C-00" not in finding.text
    assert "TP" not in finding.text


def test_a_part_that_cannot_be_stored_leaves_nothing_and_comes_again(desk, take, put, messages, monkeypatch):
    put(0)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("seedcryo_reader.storage.images.shelf.os.fsync", full)
        with pytest.raises(Exception, match="No space left"):
            take(messages[0])
    assert desk.shelf_names() == []
    assert take(messages[0]) == []


def test_a_folder_with_a_link_in_the_place_of_a_part_is_as_one_without(take, put, messages, tmp_path):
    [path] = put(0)
    outside = tmp_path / "outside.seedcase"
    shutil.move(path, outside)
    path.symlink_to(outside)
    assert take(messages[0]) == ["part-missing"]


def test_shelf_and_folder_are_two_places(desk, take, put, messages, station, folder):  # noqa: F811
    put(0)
    take(messages[0])
    assert Folder(folder.root).part(station.recipient, messages[0].file_sha256) is not None
    assert Shelf(desk.folder, str).path(messages[0].file_sha256).exists()
