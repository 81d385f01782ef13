"""Sizes and bytes: what two parts have in common, and what they must not."""

import io
import os
import shutil

import pydicom
import pyrage
import pytest
from casefile.part.ways import baseline, follow_up, images_of, members_of, write_source
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.casefile.part.padding import SMALLEST, padding_bytes, padding_for, step
from seedcryo_reader.casefile.part.sealing import Order, Sealer


def header_size(recipients: int) -> int:
    """Bytes of an age header with these X25519 recipients and a stanza of random length that was waited for."""
    return 22 + 48 + 98 * recipients + 71


def sealed_size(archive: int, recipients: int) -> int:
    """Of the file: header, a nonce of 16 bytes, and 16 bytes more for each 64 KiB."""
    return header_size(recipients) + 16 + archive + 16 * -(-archive // 65_536)


@given(st.integers(1, 2**32))
def test_steps_are_coarse_and_hold_what_they_must(size):
    found = step(size)
    assert found >= max(size, SMALLEST)
    assert found == step(found)
    assert found < 1.5 * size or found == SMALLEST
    assert found.bit_count() in {1, 2}
    assert found % (SMALLEST // 2) == 0


@given(st.integers(1, 2**31), st.integers(0, 2**31))
def test_padding_fills_a_step(size, at_least):
    padding, whole = padding_for(size, at_least)
    assert size + padding == whole == step(max(size, at_least))


def test_the_padding_is_noise_of_its_part_only():
    def padding(secret: bytes, identifier: str, size: int) -> bytes:
        return b"".join(padding_bytes(secret, identifier, size))

    one = padding(b"s" * 32, "C-0001.p0", 200_000)
    assert len(one) == 200_000
    assert padding(b"s" * 32, "C-0001.p0", 200_000) == one
    assert padding(b"s" * 32, "C-0001.p0", 100) == one[:100]
    assert padding(b"s" * 32, "C-0001.p1", 200_000)[:64] != one[:64]
    assert padding(b"t" * 32, "C-0001.p0", 200_000)[:64] != one[:64]
    counts = [one.count(byte) for byte in range(256)]
    assert max(counts) - min(counts) < 300
    assert padding(b"s" * 32, "C-0001.p0", 0) == b""


def test_every_archive_fills_a_step(station, sealed_chain):
    assert [len(station.plain(part.file)) for part in sealed_chain] == [SMALLEST] * 3


def test_sizes_tell_nothing_but_step_and_recipients(station, sealed_chain, source, tmp_path, tmp_path_factory):
    sizes = {part.file.stat().st_size for part in sealed_chain}
    for n in range(6):
        sealed = station.seal(
            tmp_path / str(n), baseline(source), tmp_path_factory.mktemp("s"), case_number=f"C-000{n}"
        )
        sizes.add(sealed.file.stat().st_size)
    assert sizes <= {sealed_size(SMALLEST, 2), sealed_size(SMALLEST, 2) - 71}
    assert len(sizes) == 1


@pytest.mark.parametrize("count", [1, 2, 5, 30, 200])
def test_sizes_with_more_recipients(station, sealed_chain, tmp_path, count):
    """A closing part is sealed for them; the centre is always one more."""
    keys = [pyrage.x25519.Identity.generate() for _ in range(count)]
    with open_part(sealed_chain[1].file, station.trust, [station.reader], {}) as before:
        order = Order("C-0001", station.protocol, [str(one.to_public()) for one in keys] * 2, tmp_path)
        file = Sealer(station.centre, order, before).close().file
    size = file.stat().st_size
    if count < 80:
        assert size in {sealed_size(SMALLEST, count + 1), sealed_size(SMALLEST, count + 1) - 71}
    for one in (keys[0], keys[-1], station.keys.identity):
        assert len(pyrage.decrypt(file.read_bytes(), [one])) == SMALLEST
    assert station.refusal(file) == ["not-decrypted"]


def test_a_closing_part_is_as_large_as_the_part_before(station, sealed_chain, tmp_path, scratch, tmp_path_factory):
    big = tmp_path / "source"
    write_source(big)
    for n, path in enumerate(sorted((big / "ct").iterdir())):
        image = pydicom.dcmread(path)
        image.Rows, image.Columns = 512, 512
        image.PixelData = os.urandom(512 * 512 * 2) if n % 2 else bytes(512 * 512 * 2)
        image.save_as(path)
    out = tmp_path / "out"
    first = station.seal(out, baseline(big), scratch)
    closing = station.close(out, first.file)
    assert len(station.plain(first.file)) == 4 * 1024**2
    assert len(station.plain(closing.file)) == 4 * 1024**2
    assert first.file.stat().st_size == closing.file.stat().st_size


def uids_of(images: dict[str, bytes]) -> set[str]:
    """Every UID in images but those of the standard and those that say which program wrote them."""
    found = set()
    for data in images.values():
        image = pydicom.dcmread(io.BytesIO(data))
        for element in (*image.iterall(), *image.file_meta):
            if element.VR == "UI":
                values = element.value if isinstance(element.value, pydicom.multival.MultiValue) else [element.value]
                found |= {str(one) for one in values}
    return {one for one in found if not one.startswith("1.2.840.10008.")}


def implementation_uids(images: dict[str, bytes]) -> set[str]:
    return {pydicom.dcmread(io.BytesIO(one)).file_meta.ImplementationClassUID for one in images.values()}


def test_two_case_numbers_share_nothing(station, archive, sealed_chain, source, scratch, tmp_path):
    other_part = station.seal(tmp_path, baseline(source), scratch, case_number="C-0777")
    other = station.plain(other_part.file)
    assert len(other) == len(archive)
    assert other_part.file.stat().st_size == sealed_chain[0].file.stat().st_size
    one_image, other_image = images_of(archive), images_of(other)
    assert len(one_image) == len(other_image) == 9
    assert not set(one_image) & set(other_image)
    ours = implementation_uids(one_image) | implementation_uids(other_image)
    assert len(ours) == 1
    assert (uids_of(one_image) & uids_of(other_image)) <= ours
    assert len(uids_of(one_image)) >= 9 + 2 + 1
    one, two = members_of(archive), members_of(other)
    same = {bag.digest(data) for data in one.values()} & {bag.digest(data) for data in two.values()}
    assert same == {bag.digest(bag.DECLARATION)}
    assert one[bag.PADDING][:32] != two[bag.PADDING][:32]


def test_the_same_input_gives_the_same_bytes_inside(station, archive, sealed_chain, source, tmp_path, tmp_path_factory):
    """Copied under other names, in another order, at another time."""
    copy = tmp_path / "copy"
    for n, path in enumerate(sorted(source.rglob("*"), reverse=True)):
        if path.is_file():
            target = copy / path.parent.name / f"{n:03}.{path.name[::-1]}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (10**9 + n, 10**9 - n))
    again = station.seal(tmp_path / "out", baseline(copy), tmp_path_factory.mktemp("s"))
    assert station.plain(again.file) == archive
    assert again.seal == sealed_chain[0].seal
    one, other = sealed_chain[0].file.read_bytes(), again.file.read_bytes()
    assert len(one) == len(other)
    assert one[-1000:] != other[-1000:]


def test_a_later_part_keeps_the_uids_of_its_case(station, archive, second_archive, source, tmp_path, scratch):
    """Also when it is sealed from a source in which the same series lies beside a new one."""
    assert set(images_of(archive)) == set(images_of(second_archive))
    assert uids_of(images_of(archive)) == uids_of(images_of(second_archive))
    again = station.seal(tmp_path, baseline(source), scratch)
    third = tmp_path / "third"
    write_source(third)
    shutil.rmtree(third / "mr")
    scratch2 = tmp_path / "scratch2"
    scratch2.mkdir()
    labels = {"1.2.3.4.5": "CT portal venous"}
    order = follow_up(third, labels=labels, pinned={"T02": "CT portal venous"})
    later = station.seal(tmp_path, order, scratch2, previous=again.file)
    found = uids_of(images_of(station.plain(later.file)))
    assert found < uids_of(images_of(archive))
