"""Functional groups written anew: numbered by us, pointing to standard attributes only, the same volumes."""

import pydicom
from casefile.masking.ways import as_bytes, parsed
from pydicom.dataset import Dataset
from support.ct_files import enhanced_mr, save


def _two_of_each(count: int = 8):
    """Two stacks of two acquisitions each, with names, comments, times and a private dimension."""
    data = enhanced_mr(count)
    organization = Dataset()
    organization.DimensionOrganizationUID = "1.2.826.0.1.77.1"
    data.DimensionOrganizationSequence = [organization]
    data.DimensionIndexSequence = []
    for pointer, group in ((0x00209056, 0x00209111), (0x20051111, 0x2005140F), (0x00209057, 0x00209111)):
        index = Dataset()
        index.DimensionOrganizationUID = "1.2.826.0.1.77.1"
        index.DimensionIndexPointer, index.FunctionalGroupPointer = pointer, group
        index.DimensionDescriptionLabel = "JOHN DOE"
        data.DimensionIndexSequence.append(index)
    for n, own in enumerate(data.PerFrameFunctionalGroupsSequence):
        content = Dataset()
        content.StackID = "DOE" if n < count // 2 else "JOHN"
        content.InStackPositionNumber = n % (count // 2) + 1
        content.FrameAcquisitionNumber = 4711 + n // 2 % 2
        content.DimensionIndexValues = [70 + n // 4, 9_000_000 + n, 33 + n % 4]
        content.FrameComments, content.FrameAcquisitionDateTime = "JOHN DOE", "20240131101500"
        own.FrameContentSequence = [content]
        echo, diffusion, gradient = Dataset(), Dataset(), Dataset()
        echo.EffectiveEchoTime = 90.0
        gradient.DiffusionGradientOrientation = [0.0, 0.6, 0.8]
        diffusion.DiffusionBValue, diffusion.DiffusionDirectionality = 800.0, "DIRECTIONAL"
        diffusion.DiffusionGradientDirectionSequence = [gradient]
        own.MREchoSequence, own.MRDiffusionSequence = [echo], [diffusion]
        own.add_new(0x00111001, "LO", "JOHN DOE")
    return data


def test_stacks_acquisitions_and_dimensions_are_numbered_anew(mask):
    raw = mask(as_bytes(_two_of_each()))
    assert b"DOE" not in raw
    masked = parsed(raw)
    contents = [own.FrameContentSequence[0] for own in masked.PerFrameFunctionalGroupsSequence]
    assert [one.StackID for one in contents] == ["1"] * 4 + ["2"] * 4
    assert [one.FrameAcquisitionNumber for one in contents] == [1, 1, 2, 2, 1, 1, 2, 2]
    assert [one.InStackPositionNumber for one in contents] == [1, 2, 3, 4] * 2
    assert [list(one.DimensionIndexValues) for one in contents] == [[s, p] for s in (1, 2) for p in (1, 2, 3, 4)]
    assert all("FrameComments" not in one and "FrameAcquisitionDateTime" not in one for one in contents)


def test_dimensions_point_to_what_is_written(mask, uids):
    masked = parsed(mask(as_bytes(_two_of_each())))
    [organization] = masked.DimensionOrganizationSequence
    assert organization.DimensionOrganizationUID == uids.masked("1.2.826.0.1.77.1")
    pointers = [
        (int(one.DimensionIndexPointer), int(one.FunctionalGroupPointer)) for one in masked.DimensionIndexSequence
    ]
    assert pointers == [(0x00209056, 0x00209111), (0x00209057, 0x00209111)]
    assert all(set(one.keys()) == {0x00209164, 0x00209165, 0x00209167} for one in masked.DimensionIndexSequence)


def test_what_a_reader_needs_of_a_frame_is_there(mask):
    masked = parsed(mask(as_bytes(_two_of_each())))
    own = masked.PerFrameFunctionalGroupsSequence[3]
    assert own.MREchoSequence[0].EffectiveEchoTime == 90
    assert own.MRDiffusionSequence[0].DiffusionBValue == 800
    direction = own.MRDiffusionSequence[0].DiffusionGradientDirectionSequence[0].DiffusionGradientOrientation
    assert direction == [0, 0.6, 0.8]
    assert own.PixelValueTransformationSequence[0].RescaleIntercept == 3
    assert masked.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing == [0.8, 0.6]
    assert masked.NumberOfFrames == 8
    assert len(masked.AcquisitionContextSequence) == 0


def test_two_stacks_stay_two_volumes(tmp_path, mask_folder, shown):
    save(_two_of_each(), tmp_path / "multi")
    target, failed = mask_folder(tmp_path)
    assert not failed
    before, after = shown(tmp_path), shown(target)
    assert len(before) == len(after) == 2
    for (_, one), (_, other) in zip(before, after, strict=True):
        assert (one.volume.array == other.volume.array).all()
        assert (one.volume.geometry.affine == other.volume.geometry.affine).all()


def test_a_real_enhanced_image_keeps_its_frames(real_data, mask):
    path = next((real_data / "s09_acr_siemens/Siemens_Sola_1.5T_T1").iterdir())
    source, masked = pydicom.dcmread(path), parsed(mask(path.read_bytes()))
    assert masked.NumberOfFrames == 11
    for one, other in zip(
        source.PerFrameFunctionalGroupsSequence, masked.PerFrameFunctionalGroupsSequence, strict=True
    ):
        places = [each.PlanePositionSequence[0].ImagePositionPatient for each in (one, other)]
        assert [float(a) for a in places[0]] == [float(a) for a in places[1]]
    assert masked.PixelData == source.PixelData
