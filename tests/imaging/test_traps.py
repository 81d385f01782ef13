"""Traps that were fallen into once: each file here was read wrongly, silently, or took too much with it."""

import os
import struct
import time
import zipfile

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian
from support.ct_files import compress, ct_slice, enhanced_mr, mr_slice, save, slice_values, write_dicomdir, write_stack

from seedcryo_reader.app.commands import run
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.window import grey, window_of_range
from seedcryo_reader.imaging.workers.pool import WorkerPool


def _codes(loaded):
    return [one.code for one in loaded.findings]


def _other_series(data: Dataset) -> Dataset:
    data.SeriesInstanceUID = "1.2.3.99"
    return data


def test_a_claim_of_terabytes_reserves_nothing_and_hides_nothing(tmp_path, read):
    write_stack(tmp_path, 3)
    data = _other_series(ct_slice(0))
    data.Rows = data.Columns = 8000
    data.NumberOfFrames = 4000
    save(compress(data, "1.2.840.10008.1.2.4.90", [b"\xff\x4f\xff\x51" + bytes(60)] * 4000), tmp_path / "claim")
    _, loaded = read(tmp_path)
    assert [one.measurable for one in loaded] == ["no", "3d"]
    assert _codes(loaded[0])[-1] == "limit-output"


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"RescaleSlope": "1e308"}, "no-rescale"),
        ({"RescaleIntercept": "1,5"}, "no-rescale"),
        ({"RescaleSlope": "0"}, "no-rescale"),
        ({"ImagePositionPatient": "1e30\\0\\0"}, "no-position"),
        ({"PixelSpacing": "1e30\\1"}, "no-calibration"),
    ],
)
def test_numbers_beyond_belief_are_named_and_the_report_stays_json(tmp_path, capsys, attributes, code):
    def spoil(data: Dataset, k: int) -> None:
        for name, value in attributes.items():
            tag = data[name].tag
            del data[tag]
            data.add_new(tag, "LO", value.split("\\"))

    write_stack(tmp_path, 3, spoil)
    run(["series", str(tmp_path), "--json"])
    assert f'"code": "{code}"' in capsys.readouterr().out


def test_a_ct_without_intercept_has_no_hounsfield_units(tmp_path, load_one):
    write_stack(tmp_path, 3, lambda data, k: data.pop("RescaleIntercept"))
    loaded = load_one(tmp_path)
    assert loaded.volume.unit == "arbitrary"
    assert _codes(loaded) == ["no-rescale"]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    assert run(["series", str(tmp_path / "pipe")]) == 2
    assert "neither a file nor a folder" in capsys.readouterr().err
    assert run(["series", str(tmp_path)]) == 0


def test_a_path_too_long_to_be_one(capsys):
    assert run(["series", "x" * 5000]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_links_to_nothing_and_to_folders_are_said(tmp_path, read):
    write_stack(tmp_path / "in", 3)
    (tmp_path / "in" / "nothing").symlink_to(tmp_path / "gone")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    found, [loaded] = read(tmp_path / "in")
    assert loaded.measurable == "3d"
    assert dict(found.ignored) == {"nothing": "link to nothing", "loop": "link to a folder"}


def test_an_archive_inside_a_folder_is_said(tmp_path, read):
    write_stack(tmp_path, 3)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("a", "b")
    found, _ = read(tmp_path)
    assert found.ignored == (("more.zip", "an archive: give its own path to read it"),)


def test_an_archive_replaced_by_another_is_read_anew(tmp_path, pool):
    for count in (3, 5):
        write_stack(tmp_path / f"in{count}", count)
        with zipfile.ZipFile(tmp_path / "disc.zip", "w") as archive:
            for path in (tmp_path / f"in{count}").iterdir():
                archive.write(path, path.name)
        scratch = tmp_path / f"scratch{count}"
        scratch.mkdir()
        [stack] = survey(tmp_path / "disc.zip", pool, scratch).stacks
        assert len(stack.slices) == count


def test_compressed_pixels_without_a_single_fragment(tmp_path, load_one):
    def empty(data: Dataset, k: int) -> None:
        if k == 1:
            compress(data, "1.2.840.10008.1.2.4.80", [b"xx"])
            whole = bytes(data.PixelData)
            data.PixelData = whole[: whole.index(b"\xfe\xff\x00\xe0", 8)] + b"\xfe\xff\xdd\xe0\0\0\0\0"

    write_stack(tmp_path, 3, empty)
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["truncated-pixel-data"]
    assert loaded.measurable == "in-plane"


def test_compressed_fragments_under_an_uncompressed_syntax(tmp_path, read):
    path = save(compress(ct_slice(0), "1.2.840.10008.1.2.4.80", [bytes(384)]), tmp_path / "lie")
    path.write_bytes(path.read_bytes().replace(b"1.2.840.10008.1.2.4.80", b"1.2.840.10008.1.2.1\0\0\0"))
    _, [loaded] = read(path)
    assert loaded.volume is None
    assert _codes(loaded)[-1] == "corrupt-pixel-data"


def test_floating_point_pixels_are_not_read_as_integers(tmp_path, read):
    data = ct_slice(0)
    del data.PixelData
    data.BitsAllocated = data.BitsStored = 32
    data.HighBit = 31
    data.FloatPixelData = np.ones(192, np.float32).tobytes()
    save(data, tmp_path / "float")
    _, [loaded] = read(tmp_path)
    assert loaded.volume is None
    assert _codes(loaded)[-1] == "unsupported-syntax"


@pytest.mark.parametrize("compressed", [False, True])
def test_more_frames_than_the_header_says(tmp_path, read, compressed):
    data = ct_slice(0)
    if compressed:
        compress(data, "1.2.840.10008.1.2.4.80", [bytes(50)] * 3)
    else:
        data.PixelData = bytes(12 * 16 * 2 * 3)
    save(data, tmp_path / "more")
    _, [loaded] = read(tmp_path)
    assert _codes(loaded)[-1] == ("corrupt-pixel-data" if compressed else "excess-pixel-data")


def test_big_endian_bytes_in_words(tmp_path, load_one):
    """PS3.5 8.1.1: 8-bit samples in an OW element of a big-endian file lie in 16-bit words, the first one low."""

    def pack(data: Dataset, k: int) -> None:
        data.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
        data.BitsAllocated = data.BitsStored = 8
        data.HighBit, data.PixelRepresentation, data.RescaleIntercept = 7, 0, 0
        data.PixelData = (slice_values(k) % 256).astype(np.uint8).view("<u2").astype(">u2").tobytes()

    write_stack(tmp_path, 2, pack)
    assert np.array_equal(load_one(tmp_path).volume.array[1], slice_values(1) % 256)


def test_a_slice_without_position_does_not_take_the_order_of_the_others(tmp_path, read):
    write_stack(tmp_path, 5, lambda data, k: data.pop("ImagePositionPatient") if k == 2 else None)
    _, loaded = read(tmp_path)
    by_length = {len(one.volume.array): _codes(one) for one in loaded}
    assert by_length == {4: ["missing-slice"], 1: ["no-position", "single-slice"]}


@pytest.mark.parametrize("positions", [[0, 2.5, 7.5], [0, 1, 3, 4, 6, 7, 9]])
def test_missing_slices_of_a_short_stack(tmp_path, load_one, positions):
    write_stack(tmp_path, len(positions), lambda data, k: setattr(data, "ImagePositionPatient", [0, 0, positions[k]]))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["missing-slice"]
    assert loaded.volume.geometry.spacing_mm[2] == min(np.diff(positions))


def test_a_multi_frame_file_cut_off_keeps_its_whole_frames(tmp_path, load_one):
    path = save(enhanced_mr(6), tmp_path / "multi")
    path.write_bytes(path.read_bytes()[:-10])
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["truncated-pixel-data"]
    assert "5 of its 6 frames" in loaded.findings[0].text
    assert np.array_equal(loaded.volume.array[4], slice_values(4) * 2 + 4)
    assert loaded.measurable == "in-plane"


@pytest.mark.parametrize("spoil", ["no group length", "wrong group length"])
def test_a_deflated_file_whose_group_length_is_not_to_be_trusted(tmp_path, load_one, spoil):
    data = ct_slice(0)
    data.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    path = save(data, tmp_path / "deflated")
    whole = path.read_bytes()
    if spoil == "no group length":
        path.write_bytes(whole[:132] + whole[144:])
    else:
        path.write_bytes(whole[:140] + struct.pack("<I", 7) + whole[144:])
    assert np.array_equal(load_one(tmp_path).volume.array[0], slice_values(0) - 1024)


def test_an_image_called_dicomdir_is_an_image(tmp_path, load_one):
    save(ct_slice(0), tmp_path / "DICOMDIR.dcm")
    assert load_one(tmp_path / "DICOMDIR.dcm").volume is not None


def test_a_slow_caller_blames_nobody(tmp_path):
    with WorkerPool(slots=1, limits=Limits(seconds=0.2)) as pool:
        pool.warm()
        codes = []
        for answer in pool.run("nothing", [None] * 6, type(None), chunk=3):
            codes.append(answer.code)
            time.sleep(0.3)  # longer than an item may take: the answers are waiting all the same
    assert codes == [""] * 6


def test_a_packed_modality_lut_and_one_with_entries_to_spare(tmp_path, read):
    def table(data: Dataset, k: int) -> None:
        _other_series(data) if k == 1 else None
        item = Dataset()
        item.add_new(0x00283002, "US", [200, 0, 8 if k == 0 else 16])
        item.ModalityLUTType = "US"
        if k == 0:
            item.add_new(0x00283006, "OW", bytes(range(200)))
        else:
            item.add_new(0x00283006, "US", [*range(200), 999, 999])
        data.ModalityLUTSequence = [item]
        del data.RescaleSlope, data.RescaleIntercept

    write_stack(tmp_path, 2, table, mr_slice_with_rescale)
    _, loaded = read(tmp_path)
    assert [one.volume.statistics.maximum for one in loaded] == [191, 199]


def mr_slice_with_rescale(k: int) -> Dataset:
    """An MR slice with attributes that the test takes away again."""
    data = mr_slice(k)
    data.RescaleSlope, data.RescaleIntercept = 1, 0
    return data


def test_encapsulate_writes_what_these_tests_think():
    """The tests above cut pydicom's encapsulation at its second item."""
    assert encapsulate([b"xx"], has_bot=True).count(b"\xfe\xff\x00\xe0") == 2


@pytest.mark.parametrize("cut", [0, 20, 40])
def test_a_damaged_dicomdir_is_not_an_empty_disc(tmp_path, read, cut):
    write_stack(tmp_path, 3)
    path = write_dicomdir(tmp_path, [["F00"]] if cut else [])
    path.write_bytes(path.read_bytes()[: -cut or None])
    found, loaded = read(path)
    assert loaded or [one.code for one in found.unreadable] == ["unreadable"]
    assert found.unreadable or len(loaded) == 1


def test_a_dicomdir_that_names_one_file_twice(tmp_path, read):
    write_stack(tmp_path, 1)
    found, [loaded] = read(write_dicomdir(tmp_path, [["F00"], ["F00"]]))
    assert loaded.volume is not None
    assert not found.repeats


PLANTED = ("DOE^JOHN", "19510203", "BRACHY SEED", "\x1b[31mred", "line\nbreak")


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_planted_in_a_header_is_printed_drawn_or_named(tmp_path, capsys, planted):
    """A name, a date, an arm word and control characters in every text attribute that is read."""

    def plant(data: Dataset, k: int) -> None:
        for tag in (0x00080008, 0x00080060, 0x0008103E, 0x00180024, 0x00181210, 0x00200012, 0x00280004, 0x00281054,
                    0x00100010, 0x00081030, 0x00181030, 0x00204000):  # fmt: skip
            if tag in data:
                del data[tag]
            data.add_new(tag, "LT", planted)

    write_stack(tmp_path / "in", 3, plant)
    for arguments in (["--json"], ["--sheet", str(tmp_path / "sheets")], ["--save", str(tmp_path / "out")]):
        run(["series", str(tmp_path / "in"), *arguments])
    said = capsys.readouterr()
    names = " ".join(path.name for path in tmp_path.rglob("*"))
    for text in (said.out, said.err, names):
        assert planted not in text
    assert "\x1b" not in said.out


def test_a_member_name_cannot_forge_a_line_of_the_report(tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "disc.zip", "w") as archive:
        archive.writestr("bad\nFAKE: all well", b"\0" * 128 + b"DICM" + bytes(40))
    assert run(["series", str(tmp_path / "disc.zip")]) == 1
    assert "\nFAKE" not in capsys.readouterr().out


def test_small_values_keep_their_shades(tmp_path, load_one):
    window = window_of_range(0.0, 1.0)
    assert grey(np.array([0, 0.25, 0.5, 0.75, 1]), window).tolist() == [0, 64, 128, 191, 255]


def test_two_damaged_files_of_one_identity_are_no_copies(tmp_path, read):
    whole = save(ct_slice(0), tmp_path / "a").read_bytes()
    for name, byte in (("a", b"\1"), ("b", b"\2")):
        (tmp_path / name).write_bytes(whole[:-100] + byte)
    found, _ = read(tmp_path)
    [[finding]] = found.repeats.values()
    assert finding.code == "conflicting-instance"
