"""A folder as a carrier: whole files under hashes, or a sentence and nothing."""

import hashlib
import os
from pathlib import Path

import pytest

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.exchange.folder import Folder, stated_hash, tag

ME, OTHER = "age1aaaa", "age1bbbb"


def test_what_is_put_there_is_found_by_the_one_it_is_for(tmp_path):
    folder = Folder(tmp_path / "stick")
    path = folder.put(ME, b"one")
    assert folder.mail(ME) == [path]
    assert folder.mail(OTHER) == []
    assert path.read_bytes() == b"one"
    assert path == tmp_path / "stick" / tag(ME) / f"{hashlib.sha256(b'one').hexdigest()}.seedmail"


def test_names_tell_no_more_than_a_hash_and_whom_it_is_for(tmp_path):
    folder = Folder(tmp_path)
    folder.put(ME, b"one")
    source = tmp_path / "source"
    source.write_bytes(b"part")
    digest = hash_of(source)
    folder.put_part(ME, source, digest)
    names = {str(one.relative_to(tmp_path)) for one in (tmp_path / tag(ME)).iterdir()}
    assert names == {f"{tag(ME)}/{hashlib.sha256(b'one').hexdigest()}.seedmail", f"{tag(ME)}/{digest}.seedcase"}
    assert ME not in "".join(names)


def test_the_same_again_changes_nothing_and_a_damaged_one_is_put_right(tmp_path):
    folder = Folder(tmp_path)
    path = folder.put(ME, b"one")
    before = path.stat().st_mtime_ns
    assert folder.put(ME, b"one") == path
    assert path.stat().st_mtime_ns == before
    path.write_bytes(b"on")
    folder.put(ME, b"one")
    assert path.read_bytes() == b"one"


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("bent", [b"x", b"y" * 3_000_000, b""])
def test_a_part_that_was_cut_short_or_has_other_bytes_is_put_right(tmp_path, bent):
    folder, source = Folder(tmp_path / "stick"), tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    name = hash_of(source)
    assert not folder.has_part(ME, source, name)
    path = folder.put_part(ME, source, name)
    before = path.stat().st_mtime_ns
    assert folder.has_part(ME, source, name)
    assert folder.put_part(ME, source, name).stat().st_mtime_ns == before
    path.write_bytes(bent)
    assert not folder.has_part(ME, source, name)
    assert hash_of(folder.put_part(ME, source, name)) == name
    assert folder.part(ME, name) == path
    assert folder.part(ME, "cd" * 32) is None


def test_a_part_that_was_changed_on_the_shelf_goes_nowhere(tmp_path):
    folder, source = Folder(tmp_path / "stick"), tmp_path / "source"
    source.write_bytes(b"changed")
    with pytest.raises(Refused, match="backup of the station"):
        folder.put_part(ME, source, "ab" * 32)
    assert list((tmp_path / "stick" / tag(ME)).iterdir()) == []


def test_a_station_keeps_a_part_once(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"part")
    path = Folder(tmp_path / "post", links=True).put_part(ME, source, hash_of(source))
    assert path.samefile(source)
    assert not Folder(tmp_path / "stick").put_part(ME, source, hash_of(source)).samefile(source)


def test_where_there_are_no_links_it_is_copied(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.write_bytes(b"part")

    def none(_self, _target):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", none)
    path = Folder(tmp_path / "post", links=True).put_part(ME, source, hash_of(source))
    assert path.read_bytes() == b"part"
    assert not path.samefile(source)


def test_only_whole_files_of_the_own_place_are_seen_and_folders_in_their_place(tmp_path):
    folder = Folder(tmp_path)
    place = folder.put(ME, b"one").parent
    (place / "readme.txt").write_text("hello", encoding="utf-8")
    (place / ".x.seedmail.00000000.partial").write_bytes(b"half")
    (place / "folder.seedmail").mkdir()
    (place / "link.seedmail").symlink_to(tmp_path / "elsewhere")
    (place / "named by a person.seedmail").write_bytes(b"two")
    assert sorted(one.name for one in folder.mail(ME)) == sorted(
        [f"{hashlib.sha256(b'one').hexdigest()}.seedmail", "folder.seedmail", "named by a person.seedmail"]
    )


def test_a_part_behind_a_link_is_not_taken(tmp_path):
    folder = Folder(tmp_path)
    place = folder.put(ME, b"one").parent
    (place / f"{'ab' * 32}.seedcase").symlink_to(tmp_path)
    assert folder.part(ME, "ab" * 32) is None


def test_what_a_killed_program_left_is_swept_a_day_later_and_what_another_one_writes_is_not(tmp_path):
    place = Folder(tmp_path).put(ME, b"one").parent
    left = place / ".x.seedmail.00000000.partial"
    left.write_bytes(b"half")
    begun = left.stat().st_mtime
    Folder(tmp_path, lambda: begun + 3600).put(ME, b"two")
    assert left.exists()
    Folder(tmp_path, lambda: begun + 25 * 3600).put(ME, b"three")
    assert not left.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(EnvironmentFailure, match="Put the stick in"):
        Folder(tmp_path / "gone").mail(ME)


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path, monkeypatch):
    folder = Folder(tmp_path)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFailure, match="No space left on device"):
        folder.put(ME, b"one")
    assert list((tmp_path / tag(ME)).iterdir()) == []


@pytest.mark.parametrize("name", ["iterdir", "is_file", "is_dir"])
def test_a_place_that_cannot_be_read_is_told(tmp_path, monkeypatch, name):
    folder = Folder(tmp_path)
    folder.put(ME, b"one")

    def closed(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, name, closed)
    with pytest.raises(EnvironmentFailure, match=f"{tag(ME)} cannot be read: Permission denied"):
        folder.mail(ME)


def test_a_part_that_cannot_be_looked_at_is_told(tmp_path, monkeypatch):
    def closed(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", closed)
    with pytest.raises(EnvironmentFailure, match=f"{'ab' * 32}.seedcase cannot be read: Permission denied"):
        Folder(tmp_path).part(ME, "ab" * 32)
    with pytest.raises(EnvironmentFailure, match="Check your rights"):
        Folder(tmp_path).has_part(ME, tmp_path / "source", "ab" * 32)


@pytest.mark.parametrize(("name", "said"), [("ab" * 32, "ab" * 32), ("mine", None), ("AB" * 32, None)])
def test_a_file_may_be_named_after_its_hash(name, said):
    assert stated_hash(Path(f"{name}.seedmail")) == said
