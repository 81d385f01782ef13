"""A part for other people: the same archive, the same seal."""

import hashlib
from pathlib import Path

import pyrage
import pytest

from seedcryo_reader.casefile.part.addressing import readdressed
from seedcryo_reader.casefile.part.plain import plain_archive
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.imaging.watch import Watch

ARCHIVE = b"PK\x03\x04" + bytes(range(256)) * 9000


@pytest.fixture(scope="module")
def people() -> tuple:
    return tuple(pyrage.x25519.Identity.generate() for _ in range(4))


@pytest.fixture
def part(tmp_path, people) -> Path:
    path = tmp_path / "C-0042.p0.seedcase"
    path.write_bytes(pyrage.encrypt(ARCHIVE, [people[0].to_public()]))
    return path


def for_the_others(people) -> list[str]:
    return [str(one.to_public()) for one in people[1:]]


def test_each_of_the_others_opens_the_same_archive(part, people, tmp_path):
    target = tmp_path / "out.seedcase"
    told = readdressed(part, [people[0]], for_the_others(people), target)
    assert told == hashlib.sha256(target.read_bytes()).hexdigest()
    for one in people[1:]:
        with plain_archive(target, [one]) as archive:
            assert bytes(archive) == ARCHIVE


def test_it_is_not_for_the_one_before(part, people, tmp_path):
    target = tmp_path / "out.seedcase"
    readdressed(part, [people[0]], for_the_others(people), target)
    with pytest.raises(Refused), plain_archive(target, [people[0]]):
        raise AssertionError


def test_two_of_them_are_of_one_size(part, people, tmp_path):
    for name in ("one", "two"):
        readdressed(part, [people[0]], for_the_others(people), tmp_path / name)
    first, second = (tmp_path / "one").read_bytes(), (tmp_path / "two").read_bytes()
    assert len(first) == len(second)
    assert first != second


def test_a_part_for_somebody_else_is_refused_and_nothing_is_written(part, people, tmp_path):
    with pytest.raises(Refused):
        readdressed(part, [people[1]], for_the_others(people), tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == [part.name]


def test_a_full_disk_leaves_nothing(part, people, tmp_path):
    with pytest.raises(EnvironmentFailure, match="cannot be written"):
        readdressed(part, [people[0]], for_the_others(people), tmp_path / "gone" / "out")
    assert [one.name for one in tmp_path.iterdir()] == [part.name]


def test_whoever_cancels_it_leaves_nothing(part, people, tmp_path):
    with pytest.raises(Cancelled):
        readdressed(part, [people[0]], for_the_others(people), tmp_path / "out", Watch(cancelled=lambda: True))
    assert [one.name for one in tmp_path.iterdir()] == [part.name]
