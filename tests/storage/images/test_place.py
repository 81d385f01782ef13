"""Which acquired image two points lie on."""

from dataclasses import replace

import numpy as np
import pytest

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.measurement import ImagePlace, Plane
from seedcryo_reader.imaging.volume import Geometry, SliceSource, Statistics, Volume
from seedcryo_reader.storage.images.place import image_at


def volume(spacing: float | None = 2.5, positions=(100.0, 102.5, 105.0), **changes) -> Volume:
    """Axial slices of 12 × 16 voxels, 0.8 × 0.6 mm, their first voxel at (−10, −20, z) mm."""
    affine = np.eye(4)
    affine[0, 0], affine[1, 1], affine[2, 2] = 0.6, 0.8, spacing or 1.0
    affine[:3, 3] = (-10, -20, positions[0])
    sources = tuple(
        SliceSource(f"{k}.dcm", f"2.25.{k + 1}", 1, (-10.0, -20.0, z), None, True) for k, z in enumerate(positions)
    )
    made = Volume(
        array=np.zeros((len(positions), 12, 16), np.int16),
        geometry=Geometry(affine, (0.8, 0.6, spacing)),
        frame_of_reference="2.25.9",
        unit="HU",
        sources=sources,
        statistics=Statistics(0, 0, 0),
        measurable="3d",
        inverted=False,
    )
    return replace(made, **changes)


def points(z: float, *, other_z: float | None = None, x: str = "-8.000") -> tuple[tuple[str, str, str], ...]:
    return (x, "-15.000", f"{z:.3f}"), ("-4.000", "-15.000", f"{z if other_z is None else other_z:.3f}")


def refusal(*volumes: Volume, ends) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        image_at(1, volumes, *ends)
    [finding] = refused.value.findings
    return finding.code, finding.text


@pytest.mark.parametrize(
    ("z", "image"), [(100.0, 1), (101.2, 1), (101.3, 2), (102.5, 2), (105.0, 3), (106.25, 3), (98.75, 1)]
)
def test_the_nearest_slice_within_half_a_distance_counts(z, image):
    assert image_at(4, [volume()], *points(z)) == ImagePlace(4, f"2.25.{image}", 1, Plane.ACQUIRED)


def test_points_further_away_are_refused_with_the_distance():
    code, text = refusal(volume(), ends=points(108.2))
    assert code == "off-image"
    assert "3.20 mm" in text
    assert "1.25 mm" in text


def test_points_on_two_images_are_refused():
    assert refusal(volume(), ends=points(100.0, other_z=105.0))[0] == "off-image"


@pytest.mark.parametrize("spacing", [None, 0.4])
def test_half_a_millimetre_is_always_allowed(spacing):
    one = volume(spacing, (100.0,))
    assert image_at(1, [one], *points(100.5)).sop_instance == "2.25.1"
    assert refusal(one, ends=points(100.6))[0] == "off-image"


def test_a_point_beside_the_image_is_refused():
    assert refusal(volume(), ends=points(100.0, x="-10.400"))[0] == "off-image"
    assert image_at(1, [volume()], *points(100.0, x="-10.200")).frame == 1


def test_of_two_images_at_one_place_it_is_the_named_one():
    first = volume()
    second = volume(sources=tuple(replace(one, sop_instance=f"{one.sop_instance}.2") for one in first.sources))
    of_second, elsewhere = ImagePlace(1, "2.25.2.2", 1), ImagePlace(1, "2.25.3.2", 1)
    assert image_at(1, [first, second], *points(102.5)).sop_instance == "2.25.2"
    assert image_at(1, [first, second], *points(102.5), named=of_second) == of_second
    assert image_at(1, [first, second], *points(102.5), named=elsewhere) != elsewhere


@pytest.mark.parametrize("changes", [{"measurable": "no"}, {"geometry": None}])
def test_nothing_is_placed_where_nothing_can_be_measured(changes):
    assert refusal(volume(**changes), ends=points(100.0))[0] == "not-measurable"
    assert image_at(1, [volume(**changes), volume()], *points(100.0)).sop_instance == "2.25.1"


def test_an_image_that_was_not_decoded_carries_no_measurement():
    sources = tuple(replace(one, readable=one.sop_instance != "2.25.2") for one in volume().sources)
    assert refusal(volume(sources=sources), ends=points(102.5))[0] == "not-readable"


def test_slices_of_uneven_distance_are_found_by_their_own_positions():
    one = volume(2.5, (100.0, 102.5, 112.5))
    assert image_at(1, [one], *points(112.5)).sop_instance == "2.25.3"
    assert refusal(one, ends=points(107.5))[0] == "off-image"
