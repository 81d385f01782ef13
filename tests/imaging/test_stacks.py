"""Which frames make one volume."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from support.ct_files import ct_slice, enhanced_mr, mr_slice, save, write_stack

from seedcryo_reader.imaging.files.facts import Frame, ImageFile, PixelFormat
from seedcryo_reader.imaging.stacks import Slice, part_into_stacks

PIXELS = PixelFormat("1.2.840.10008.1.2.1", 12, 16, 1, "MONOCHROME2", 16, 16, 15, True)


def _slice(name: str, z: float, *, image_type=("ORIGINAL", "PRIMARY", "AXIAL"), series="1", **traits: str) -> Slice:
    frame = Frame(
        1, (0, 0, z), (1, 0, 0, 0, 1, 0), (1, 1), 1.0, 1.0, 0.0, "given", "", None, ((0, 1),), image_type, traits
    )
    file = ImageFile("1", series, "1.2.840.10008.5.1.4.1.1.4", name, "MR", "9", PIXELS, None, False, False,
                     False, (frame,), (), 0, 0)  # fmt: skip
    return Slice(name, name, file, frame)


def _names(slices):
    return [[one.name for one in stack.slices] for stack in part_into_stacks(slices)]


def test_stacks_of_a_multi_frame_image_are_parted_wherever_they_lie():
    slices = [_slice(f"{value}{z}", z + 10 * (value == "b"), stack=value) for value in "ab" for z in range(3)]
    assert _names(slices) == [["a0", "a1", "a2"], ["b0", "b1", "b2"]]


@pytest.mark.parametrize(
    "trait",
    [
        "temporal",
        "echo",
        "echo_time",
        "b_value",
        "gradient",
        "acquisition",
        "sequence",
        "inversion_time",
        "trigger_time",
        "acquisition_time",
    ],
)
def test_traits_part_a_series_only_where_positions_repeat(trait):
    repeated = [_slice(f"{value}{z}", z, **{trait: value}) for value in "ab" for z in range(3)]
    assert _names(repeated) == [["a0", "a1", "a2"], ["b0", "b1", "b2"]]
    along = [_slice(f"{z}", z, **{trait: f"{z}"}) for z in range(4)]
    assert _names(along) == [["0", "1", "2", "3"]]


def test_a_stack_id_that_changes_with_every_slice_parts_nothing():
    assert _names([_slice(f"{z}", z, stack=f"{z}") for z in range(4)]) == [["0", "1", "2", "3"]]


def test_an_echo_time_written_in_two_ways_parts_nothing(tmp_path, load_one):
    write_stack(tmp_path, 6, lambda data, k: setattr(data, "EchoTime", ["4.76", "4.760", "4.77"][k % 3]), mr_slice)
    loaded = load_one(tmp_path)
    assert (len(loaded.volume.array), loaded.measurable) == (6, "3d")


def test_a_dynamic_series_whose_last_pass_is_cut_short():
    slices = [_slice(f"{n}{z}", z, temporal=n) for n in "ab" for z in range(4)] + [_slice("c0", 0, temporal="c")]
    assert _names(slices) == [["a0", "a1", "a2", "a3"], ["b0", "b1", "b2", "b3"], ["c0"]]


def test_two_ranges_of_the_body_in_one_series_are_two_volumes():
    slices = [_slice(f"{n}{z}", 5 * z + 200 * (n == "b"), acquisition=n) for n in "ab" for z in range(3)]
    assert _names(slices) == [["a0", "a1", "a2"], ["b0", "b1", "b2"]]


def test_acquisitions_that_continue_each_other_are_one_volume():
    slices = [_slice(f"{n}{z}", 5 * z + 15 * (n == "b"), acquisition=n) for n in "ab" for z in range(3)]
    assert _names(slices) == [["a0", "a1", "a2", "b0", "b1", "b2"]]


def test_four_images_of_one_position_stay_together_to_be_named():
    slices = [_slice(f"{n}", 7.0, acquisition=f"{n}") for n in range(4)]
    assert _names(slices) == [["0", "1", "2", "3"]]


def test_image_types_at_the_same_positions_are_parted():
    kinds = (("DERIVED", "PRIMARY", "DIXON", "WATER"), ("DERIVED", "PRIMARY", "DIXON", "FAT"))
    slices = [_slice(f"{kind[3]}{z}", z, image_type=kind) for kind in kinds for z in range(2)]
    assert _names(slices) == [["FAT0", "FAT1"], ["WATER0", "WATER1"]]


def test_series_never_mix():
    assert _names([_slice("a", 0, series="1"), _slice("b", 1, series="2")]) == [["a"], ["b"]]


@given(st.permutations([(f"{echo}{z}", z, echo) for echo in "123" for z in range(4)]))
def test_the_order_of_files_never_matters(files):
    slices = [_slice(name, z, echo=echo) for name, z, echo in files]
    assert _names(slices) == [[f"{echo}{z}" for z in range(4)] for echo in "123"]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_no_frame_is_lost_and_positions_ascend(tenths):
    slices = [_slice(f"{n:02}", value / 10) for n, value in enumerate(tenths)]
    stacks = part_into_stacks(slices)
    assert sorted(one.name for stack in stacks for one in stack.slices) == sorted(one.name for one in slices)
    for stack in stacks:
        positions = [one.frame.position[2] for one in stack.slices]
        assert positions == sorted(positions)


def _b_value(creator: str, group: int, element: int, vr: str, value: object):
    def add(data: Dataset, k: int) -> None:
        data.private_block(group, creator, create=True).add_new(element, vr, value if k < 3 else type(value)(0))
        data.ImagePositionPatient = [0, 0, k % 3]

    return add


@pytest.mark.parametrize(
    ("creator", "group", "element", "vr", "value", "expected"),
    [
        ("SIEMENS MR HEADER", 0x0019, 0x0C, "IS", 800, "800"),
        ("GEMS_PARM_01", 0x0043, 0x39, "IS", 1_000_000_800, "800"),
        ("Philips Imaging DD 001", 0x2001, 0x03, "FL", 800.0, "800"),
    ],
)
def test_b_values_of_three_vendors(tmp_path, read, creator, group, element, vr, value, expected):
    write_stack(tmp_path, 6, _b_value(creator, group, element, vr, value), mr_slice)
    found, _ = read(tmp_path)
    assert sorted(stack.first.frame.traits["b_value"] for stack in found.stacks) == ["0", expected]
    assert [len(stack.slices) for stack in found.stacks] == [3, 3]


def test_a_series_mixed_of_object_classes_is_parted(tmp_path, read):
    write_stack(tmp_path, 6, make=lambda k: ct_slice(k) if k < 3 else mr_slice(k))
    found, _ = read(tmp_path)
    assert sorted(stack.first.file.modality for stack in found.stacks) == ["CT", "MR"]


def test_an_enhanced_dynamic_known_by_its_time_offset_only(tmp_path, read):
    data = enhanced_mr(6, [0, 1, 2, 0, 1, 2])
    for number, item in enumerate(data.PerFrameFunctionalGroupsSequence):
        time = Dataset()
        time.TemporalPositionTimeOffset = 12.5 * (number // 3)
        item.TemporalPositionSequence = [time]
    save(data, tmp_path / "dynamic")
    found, loaded = read(tmp_path)
    assert [[one.frame.number for one in stack.slices] for stack in found.stacks] == [[1, 2, 3], [4, 5, 6]]
    assert [one.measurable for one in loaded] == ["3d", "3d"]
