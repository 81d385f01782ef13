"""The shelf: a part is on it whole or not at all."""

import errno
import hashlib
from itertools import count

import pytest

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.images.shelf import Shelf

DATA = bytes(range(256)) * 12_000
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def shelf(tmp_path):
    numbers = count()
    return Shelf(tmp_path / "station", lambda: f"{next(numbers):08}")


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "C-0001.p0.seedcase"
    file.write_bytes(DATA)
    return file


def kept(shelf, source, watch=Watch()):  # noqa: B008 - a tuple of nothing
    with shelf.arriving(source, watch) as arrival:
        shelf.keep(arrival)
    return arrival


def files(shelf):
    top = shelf.path(NAME).parents[1]
    return sorted(str(path.relative_to(top)) for path in top.rglob("*") if path.is_file())


def test_a_kept_file_lies_under_its_hash_for_its_owner_alone(shelf, source):
    arrival = kept(shelf, source)
    assert (arrival.sha256, arrival.size) == (NAME, len(DATA))
    assert files(shelf) == [f"parts/{NAME}.seedcase"]
    place = shelf.path(NAME)
    assert place.read_bytes() == DATA
    assert place.stat().st_mode & 0o777 == 0o600
    assert {place.parents[k].stat().st_mode & 0o777 for k in (0, 1)} == {0o700}


def test_a_file_that_is_not_kept_leaves_nothing(shelf, source):
    with shelf.arriving(source) as arrival:
        assert arrival.path.read_bytes() == DATA
    assert files(shelf) == []


def test_keeping_the_same_file_again_changes_nothing(shelf, source):
    kept(shelf, source)
    before = shelf.path(NAME).stat()
    kept(shelf, source)
    after = shelf.path(NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_damaged_part_is_put_right_by_the_same_file(shelf, source):
    kept(shelf, source)
    shelf.path(NAME).write_bytes(DATA[:-1])
    kept(shelf, source)
    assert shelf.path(NAME).read_bytes() == DATA
    assert files(shelf) == [f"parts/{NAME}.seedcase"]


def test_progress_counts_bytes_and_cancelling_leaves_nothing(shelf, source):
    told = []
    kept(shelf, source, Watch(told.append))
    assert [one.done_bytes for one in told] == sorted(one.done_bytes for one in told)
    assert (told[-1].done_bytes, told[-1].total_bytes) == (len(DATA), len(DATA))
    shelf.path(NAME).unlink()
    with pytest.raises(Cancelled):
        kept(shelf, source, Watch(None, lambda: True))
    assert files(shelf) == []


def test_a_source_that_is_not_there_is_refused_by_name(shelf, tmp_path):
    with pytest.raises(Refused) as refusal:
        kept(shelf, tmp_path / "away.seedcase")
    [finding] = refusal.value.findings
    assert (finding.code, finding.files) == ("not-readable", (str(tmp_path / "away.seedcase"),))
    assert files(shelf) == []


def test_a_source_that_is_pulled_out_leaves_nothing(shelf, source, monkeypatch):
    opened = type(source).open
    reads = iter([DATA[:1000], OSError(errno.EIO, "Input/output error")])

    class Stick:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def fileno(self):
            return handle

        def read(self, _size):
            one = next(reads)
            if isinstance(one, OSError):
                raise one
            return one

    with opened(source, "rb") as real:
        handle = real.fileno()
        monkeypatch.setattr(
            type(source), "open", lambda self, *a, **k: Stick() if self == source else opened(self, *a, **k)
        )
        with pytest.raises(Refused, match="Input/output error"):
            kept(shelf, source)
    assert files(shelf) == []


def test_what_was_left_over_is_swept_and_what_is_being_copied_stays(shelf, source):
    with shelf.arriving(source) as arrival:
        left = arrival.path.with_name("left-over.partial")
        left.write_bytes(DATA[:1000])
        shelf.sweep()
        assert not left.exists()
        shelf.keep(arrival)
    assert files(shelf) == [f"parts/{NAME}.seedcase"]


def test_sweeping_a_new_station_does_nothing(shelf):
    shelf.sweep()
    assert not shelf.path(NAME).parent.exists()


def test_a_folder_that_cannot_be_written_is_told_as_such(shelf, source):
    top = shelf.path(NAME).parents[1]
    top.mkdir()
    (top / "incoming").write_bytes(b"")  # root may write into a folder without the right to; nobody into a file
    with pytest.raises(EnvironmentFailure, match="incoming cannot be written"):
        kept(shelf, source)
