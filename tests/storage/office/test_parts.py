"""A part that came to the coordinator goes to readers and adjudicator in one file, made once and found again."""

import hashlib
import itertools
from dataclasses import replace
from datetime import date

import pyrage
import pytest
from storage.vault.ways import refused

from seedcryo_reader.casefile.part.plain import plain_archive
from seedcryo_reader.casefile.study import age_keys
from seedcryo_reader.coordination.ports import PartKnown
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.images.order import ReceivedPart
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.office import parts as parts_module
from seedcryo_reader.storage.office.parts import VaultParts

ARCHIVE = b"PK\x03\x04" + bytes(range(256)) * 500


@pytest.fixture
def people():
    return [age_keys.new_identity() for _ in range(3)]


@pytest.fixture
def parts(centre, tmp_path):
    numbers = itertools.count()
    shelf = Shelf(tmp_path / "station", lambda: f"{next(numbers):016x}")
    return VaultParts(lambda: centre.vault, shelf, tmp_path / "station" / "outgoing" / "coordinator")


@pytest.fixture
def received(parts, sealed_for_centre):
    """The hash of a part that the coordinator's account received."""
    with parts.shelf.arriving(sealed_for_centre) as arrival:
        parts.shelf.keep(arrival)
        one = ReceivedPart(arrival.sha256, "C-0001", 0, "5e" * 32, "timepoint", "TP0", None, date(2026, 5, 4))
    rows = ReceivedParts(lambda: parts.vault().database)
    rows.add(one)
    rows.add(replace(one, sha256="ff" * 32, part=2, kind="closing", timepoint=None))
    return arrival.sha256


@pytest.fixture
def sealed_for_centre(centre, tmp_path):
    """A part, encrypted to the coordinator."""
    path = tmp_path / "part.seedcase"
    path.write_bytes(pyrage.encrypt(ARCHIVE, [centre.vault.identity.to_public()]))
    return path


def files(parts):
    return sorted(one.name for one in parts.shelf.path("x").parent.iterdir())


def recipients(people):
    return [age_keys.recipient_of(one) for one in people]


def test_every_part_is_listed_by_case_and_number(parts, received):
    assert parts.all() == [
        PartKnown("C-0001", 0, "5e" * 32, received, "TP0", None),
        PartKnown("C-0001", 2, "5e" * 32, "ff" * 32, None, None),
    ]


def test_one_file_opens_for_everybody_it_is_for_and_holds_the_same_archive(parts, received, people):
    made = parts.encrypted_to(received, recipients(people))
    path = parts.shelf.path(made)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == made != received
    for one in people:
        with plain_archive(path, [one]) as archive:
            assert bytes(archive) == ARCHIVE
    assert list(parts.scratch.iterdir()) == []


def test_it_is_made_once_for_the_same_people_in_whatever_order(parts, received, people):
    made = parts.encrypted_to(received, recipients(people))
    assert parts.encrypted_to(received, recipients(people)[::-1]) == made
    assert len(files(parts)) == 2
    other = parts.encrypted_to(received, recipients(people)[:2])
    assert other != made
    assert parts.encrypted_to(received, recipients(people)) == made


def test_a_file_that_is_gone_from_the_shelf_is_made_again(parts, received, people):
    made = parts.encrypted_to(received, recipients(people))
    parts.shelf.path(made).unlink()
    again = parts.encrypted_to(received, recipients(people))
    assert parts.shelf.path(again).exists()
    assert parts.encrypted_to(received, recipients(people)) == again


def test_what_a_killed_program_left_is_removed(parts, received, people):
    parts.scratch.mkdir(parents=True)
    (parts.scratch / ".half.partial").write_bytes(b"half")
    parts.encrypted_to(received, recipients(people))
    assert list(parts.scratch.iterdir()) == []


def test_a_part_that_was_changed_or_is_missing_is_refused(parts, received, people):
    path = parts.shelf.path(received)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert refused(lambda: parts.encrypted_to(received, recipients(people))) == ["part-changed"]
    path.unlink()
    assert refused(lambda: parts.encrypted_to(received, recipients(people))) == ["part-missing"]
    path.mkdir()
    with pytest.raises(EnvironmentFailure, match="cannot be read"):
        parts.encrypted_to(received, recipients(people))


def test_without_room_nothing_is_kept_and_nothing_remembered(parts, received, people, monkeypatch):
    def full(*_):
        msg = "No space left on device."
        raise EnvironmentFailure(msg)

    before = files(parts)
    monkeypatch.setattr(parts_module, "readdressed", full)
    with pytest.raises(EnvironmentFailure, match="No space"):
        parts.encrypted_to(received, recipients(people))
    monkeypatch.undo()
    assert files(parts) == before
    with pytest.raises(Cancelled):
        replace(parts, watch=Watch(cancelled=lambda: True)).encrypted_to(received, recipients(people))
    assert (files(parts), list(parts.scratch.iterdir())) == (before, [])
    assert parts.shelf.path(parts.encrypted_to(received, recipients(people))).exists()


def test_a_crash_before_it_is_remembered_makes_another_file_that_is_remembered(parts, received, people, monkeypatch):
    keep = Shelf.keep

    def killed(shelf, arrival):
        keep(shelf, arrival)
        raise KeyboardInterrupt

    monkeypatch.setattr(Shelf, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        parts.encrypted_to(received, recipients(people))
    monkeypatch.undo()
    made = parts.encrypted_to(received, recipients(people))
    assert parts.encrypted_to(received, recipients(people)) == made
