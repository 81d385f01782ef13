"""A law: whatever byte of a part is changed, and wherever it is cut, it is refused and named."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from seedcryo_reader.casefile.part.archive import read_archive
from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.casefile.part.padding import SMALLEST
from seedcryo_reader.domain.errors import Refused

CUTS = 100
SEALED, DECRYPTED = 7_400, 2_400
"""With the cuts, 10,000 changed parts."""
SEED = 20260301


def places(count: int, size: int, crowded: list[int]) -> list[int]:
    """Half of them anywhere, half where there is most to be gained by a change."""
    dice = random.Random(SEED)  # noqa: S311 - to find the same places again
    return [dice.randrange(size) if n % 2 else dice.choice(crowded) for n in range(count)]


def assert_every_change_is_refused(
    station, data: bytes, at: list[int], file: Path, refused_with: Callable[[set[str]], bool]
) -> None:
    def refuse() -> None:
        with pytest.raises(Refused) as refusal, open_part(file, station.trust, [station.reader], {}):
            pass
        codes = {one.code for one in refusal.value.findings}
        assert refused_with(codes), codes
        assert all(one.files == (file.name,) for one in refusal.value.findings)

    dice = random.Random(SEED + 1)  # noqa: S311 - to find the same places again
    file.write_bytes(data)
    with file.open("r+b", buffering=0) as stream:
        for place in at:
            stream.seek(place)
            stream.write(bytes([data[place] ^ dice.randrange(1, 256)]))
            refuse()
            stream.seek(place)
            stream.write(data[place : place + 1])
    assert file.read_bytes() == data
    with open_part(file, station.trust, [station.reader], {}):
        pass
    for length in sorted((dice.randrange(len(data)) for _ in range(CUTS)), reverse=True):
        file.write_bytes(data[:length])
        refuse()
    assert list(file.parent.iterdir()) == [file]


def test_a_sealed_part(station, sealed_chain, tmp_path):
    data = sealed_chain[0].file.read_bytes()
    header = data.index(b"\n---") + 60
    assert_every_change_is_refused(
        station, data, places(SEALED, len(data), list(range(header))), tmp_path / sealed_chain[0].file.name,
        lambda codes: codes in ({"not-decrypted"}, {"not-a-part"}),
    )  # fmt: skip


def test_a_decrypted_archive(station, archive, tmp_path):
    """Here the ciphertext does not help: structure, hashes and signature must."""
    members = read_archive(memoryview(archive))
    padding = max(members, key=lambda one: one.entry.size)
    hidden = range(padding.offset, padding.offset + padding.entry.size)
    crowded = [at for at in range(len(archive)) if at not in hidden]
    assert len(archive) == SMALLEST
    assert 50_000 < len(crowded) < 100_000
    names = {"changed", "not-canonical", "not-a-part", "not-signed", "unknown-key", "bad-signature"}
    seen: set[str] = set()

    def one_of_them(codes: set[str]) -> bool:
        seen.update(codes)
        return len(codes) == 1 and codes <= names

    assert_every_change_is_refused(
        station, archive, places(DECRYPTED, len(archive), crowded), tmp_path / "C-0001.zip", one_of_them
    )
    assert {"changed", "not-canonical", "bad-signature"} <= seen
