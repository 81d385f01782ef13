"""Decoding series into voxel files: several stacks, images that cannot be read, and what is kept of both."""

import hashlib
from itertools import count

import msgspec
import numpy as np
import pytest
from support.ct_files import ct_slice, save, slice_values, write_stack

from seedcryo_reader.casefile.part.contents import Series
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.imaging.watch import UNWATCHED
from seedcryo_reader.storage.images.decoding import Decoder
from seedcryo_reader.storage.images.index import FORMAT, Index, SeriesIndex, seen_hash
from seedcryo_reader.storage.images.opened import OpenedFolder

SERIES = Series(1, "2.25.1", "CT", "CT portal venous", 5)


@pytest.fixture
def images(tmp_path):
    """The folder that the images of the series lie in."""
    return tmp_path / "scratch" / "series-01"


@pytest.fixture
def decoded(tmp_path, station):
    def decode(*series: Series) -> tuple[SeriesIndex, ...]:
        voxels = tmp_path / "voxels"
        voxels.mkdir()
        return Decoder(station.pool, tmp_path / "scratch", voxels, UNWATCHED).decode(series or (SERIES,))

    return decode


def cut_pixels(path):
    path.write_bytes(path.read_bytes()[:-100])


def test_each_stack_of_a_series_has_a_file_of_its_own(images, decoded, tmp_path):
    write_stack(images / "a", 3)

    def sagittal(data, k):
        data.ImageOrientationPatient = [0, 1, 0, 0, 0, -1]
        data.ImagePositionPatient = [k, 0, 0]
        data.SOPInstanceUID = f"1.2.9.{k}"

    write_stack(images / "b", 4, sagittal)
    [series] = decoded()
    assert [(one.file, one.shape) for one in series.stacks] == [
        ("series-01.voxels", (3, 12, 16)), ("series-01-2.voxels", (4, 12, 16)),
    ]  # fmt: skip
    numbers = count()
    folder = OpenedFolder(tmp_path / "station", "reader-a", lambda: str(next(numbers)))
    folder.publish(tmp_path / "voxels", Index(FORMAT, "C-0001", "TP0", 0, "0" * 64, {"T01": 1}, (series,)))
    first, second = folder.load("C-0001", "TP0").one(1).volumes
    assert np.array_equal(first.array[2], slice_values(2) - 1024)
    assert np.array_equal(second.array[0], slice_values(3) - 1024)  # its normal points the other way
    assert list(folder.load("C-0001", "TP0").problems((series.seen,))) == []


def test_what_was_seen_is_hashed_as_the_manual_says(images, decoded, tmp_path):
    write_stack(images, 2)
    [series] = decoded()
    voxels = (tmp_path / "voxels" / "series-01.voxels").read_bytes()
    hashes = [hashlib.sha256(voxels[at : at + 12 * 16 * 2]).hexdigest() for at in (0, 12 * 16 * 2)]
    [stack] = series.stacks
    affine = " ".join(f"{float(one):.6f}" for row in stack.geometry.affine for one in row)
    slices = [
        f"{sha256} {one.sop_instance} 1 {' '.join(f'{float(x):.6f}' for x in one.position_mm)}"
        for sha256, one in zip(hashes, stack.slices, strict=True)
    ]
    text = "\n".join(
        [
            f"int16 2 12 16 {stack.unit} {stack.measurable} upright {stack.frame_of_reference or '-'}",
            affine,
            *slices,
            "",
        ]
    )
    assert series.seen.voxels == hashlib.sha256(text.encode()).hexdigest()


def test_another_place_in_the_patient_is_another_series(images, decoded):
    write_stack(images, 2)
    [series] = decoded()
    [stack] = series.stacks
    moved = msgspec.structs.replace(stack.geometry, affine=(("2.0", "0", "0", "0"), *stack.geometry.affine[1:]))
    assert seen_hash([msgspec.structs.replace(stack, geometry=moved)]) != seen_hash([stack])
    turned = msgspec.structs.replace(stack, slices=stack.slices[::-1])
    assert seen_hash([turned]) != seen_hash([stack])


def test_an_image_that_cannot_be_decoded_is_a_finding_and_its_slice_is_marked(images, decoded):
    write_stack(images, 5)
    cut_pixels(images / "f07")  # slice 1
    [series] = decoded()
    [stack] = series.stacks
    assert [one.readable for one in stack.slices] == [True, False, True, True, True]
    assert ("truncated-pixel-data", ("f07",)) in [(one.code, one.files) for one in stack.findings]
    assert stack.measurable == "in-plane"


def test_files_that_are_no_images_are_named(images, decoded):
    write_stack(images, 3)
    (images / "notes").write_text("no image")
    data = ct_slice(0)
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    save(data, images / "picture")
    [series] = decoded()
    [finding] = series.findings
    assert (finding.code, set(finding.files)) == ("no-image", {"notes", "picture"})
    assert series.stacks[0].shape[0] == 3


def test_a_series_without_a_readable_image_is_refused_with_the_reasons(images, decoded, tmp_path):
    for path in write_stack(images, 3):
        cut_pixels(path)
    write_stack(tmp_path / "scratch" / "series-02", 3)
    with pytest.raises(Refused) as refused:
        decoded(SERIES, Series(2, "2.25.2", "CT", "CT", 3))
    codes = [one.code for one in refused.value.findings]
    assert codes[0] == "no-readable-image"
    assert "Series 1 (CT portal venous)" in refused.value.findings[0].text
    assert "truncated-pixel-data" in codes
    assert codes.count("no-readable-image") == 1
