"""What a source may hold: images that are sealed, and everything that is refused with all its findings."""

from dataclasses import replace
from pathlib import Path

import pytest
from casefile.part.ways import CT_SERIES, MR_SERIES, TARGETS, as_series, baseline, change, codes
from support.ct_files import ct_slice, mr_slice, save, write_stack

from seedcryo_reader.casefile.part.sealing import Timepoint


def test_bare_labels_when_nothing_is_named(station, source, out, scratches):
    sealed = station.seal(out, Timepoint("TP0", source, {}, {"T01": "CT", "T02": "mr"}, TARGETS), scratches())
    assert [(one.label, one.modality, one.images) for one in sealed.contents.series] == [
        ("CT", "CT", 6),
        ("MR", "MR", 3),
    ]
    assert sealed.contents.pinned == {"T01": 1, "T02": 2}
    assert sealed.file == out / "C-0001.p0.seedcase"
    assert list(out.iterdir()) == [sealed.file]


def test_only_what_is_named_is_sealed(station, own, out, scratches):
    """Naming series leaves out the rest, also what is never sealed."""
    report = ct_slice(0)
    report.SOPClassUID, report.SOPInstanceUID, report.Modality = "1.2.840.10008.5.1.4.1.1.88.22", "1.2.3.88", "SR"
    report.SeriesInstanceUID = "1.2.3.4.88"
    save(report, own / "sr" / "report")
    sealed = station.seal(out, baseline(own), scratches())
    assert [one.label for one in sealed.contents.series] == ["CT portal venous", "MR T2"]
    (own / "readme.txt").write_text("not an image")
    again = station.seal(out / "2", baseline(own), scratches())
    assert "readme.txt" in [Path(name).name for name, _ in again.ignored]
    one = station.seal(
        out / "3", replace(baseline(own), labels={CT_SERIES: "CT arterial"}, pinned={"T01": CT_SERIES}), scratches()
    )
    assert [(one.label, one.images) for one in one.contents.series] == [("CT arterial", 6)]
    assert one.contents.pinned == {"T01": 1, "T02": 1}


def test_a_localizer_is_called_one_and_nobody_is_read_on_it(station, own, out, scratches):
    for n, path in enumerate(sorted((own / "mr").iterdir())):
        change(path, lambda data: setattr(data, "ImageType", ["ORIGINAL", "PRIMARY", "LOCALIZER"]))
        assert n < 3
    sealed = station.seal(out, replace(baseline(own), labels={}, pinned={}), scratches())
    assert [one.label for one in sealed.contents.series] == ["CT", "MR localizer"]
    assert sealed.contents.pinned == {"T01": 1, "T02": 1}


@pytest.mark.parametrize(
    ("sop_class", "modality"),
    [
        ("1.2.840.10008.5.1.4.1.1.88.22", "SR"),
        ("1.2.840.10008.5.1.4.1.1.481.5", "RTPLAN"),
        ("1.2.840.10008.5.1.4.1.1.481.3", "RTSTRUCT"),
        ("1.2.840.10008.5.1.4.1.1.7", "OT"),
        ("1.2.840.10008.5.1.4.1.1.104.1", "DOC"),
    ],
)
def test_objects_that_reveal_the_arm(own, refused, sop_class, modality):
    for n in range(2):
        other = ct_slice(0)
        other.SOPClassUID, other.SOPInstanceUID, other.Modality = sop_class, f"1.2.3.8{n}", modality
        other.SeriesInstanceUID = "1.2.3.4.88"
        save(other, own / "more" / f"{n}")
    [finding] = refused(replace(baseline(own), labels={}))
    assert finding.code == "object-refused"
    assert finding.text.startswith("2 files are of a kind")
    assert len(finding.files) == 2


def test_images_that_cannot_be_masked_are_all_named(own, refused):
    """Burned in, cut off, in colour, and unreadable: each has its sentence and its file."""
    ct = sorted((own / "ct").iterdir())
    change(ct[0], lambda data: setattr(data, "BurnedInAnnotation", "YES"))
    change(ct[1], lambda data: setattr(data, "BurnedInAnnotation", "YES"))
    findings = refused(baseline(own))
    assert [(one.code, len(one.files)) for one in findings] == [("burned-in", 2)]
    assert "in 2 files" in findings[0].text
    data = ct[2].read_bytes()
    ct[2].write_bytes(data[:-100])
    found = refused(baseline(own))
    assert [(one.code, len(one.files)) for one in found] == [("burned-in", 2), ("truncated-pixel-data", 1)]
    assert found[1].files == (f"ct/{ct[2].name}",)


def test_an_image_in_colour(own, refused):
    def colour(data) -> None:
        data.SamplesPerPixel, data.PhotometricInterpretation, data.PlanarConfiguration = 3, "RGB", 0
        data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 8, 8, 7, 0
        data.PixelData = bytes(64 * 64 * 3)

    for path in (own / "ct").iterdir():
        change(path, colour)
    [finding] = refused(baseline(own))
    assert finding.code == "object-refused"
    assert "6 images of a series are in colour" in finding.text


def test_two_different_images_with_one_uid(own, refused):
    one, other, *_ = sorted((own / "ct").iterdir())
    change(one, lambda data: setattr(data, "SOPInstanceUID", f"{CT_SERIES}.1"))
    change(other, lambda data: setattr(data, "SOPInstanceUID", f"{CT_SERIES}.1"))
    found = refused(baseline(own))
    assert "same-uid" in codes(found)


def test_one_uid_in_two_series(own, refused):
    change(sorted((own / "mr").iterdir())[0], lambda data: setattr(data, "SOPInstanceUID", f"{CT_SERIES}.1"))
    assert codes(refused(baseline(own))) == ["same-uid"]


def test_the_same_file_twice_is_sealed_once(station, own, archive, out, scratches):
    first = sorted((own / "ct").iterdir())[0]
    (own / "ct" / "copy").write_bytes(first.read_bytes())
    sealed = station.seal(out, baseline(own), scratches())
    assert station.plain(sealed.file) == archive


def test_nothing_to_seal(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    assert codes(refused(replace(baseline(tmp_path / "empty"), labels={}, pinned={}))) == ["no-images"]


def test_series_of_one_label_come_in_an_order_of_their_own(station, own, out, scratches):
    """Not in that of file names, which the site chose and which may be others the next time."""
    write_stack(own / "late", 3, lambda data, k: as_series(data, k, "1.2.3.4.7"), mr_slice)
    order = replace(baseline(own), labels={}, pinned={"T01": MR_SERIES, "T02": "1.2.3.4.7"})
    one = station.seal(out / "1", order, scratches())
    for before, after in (("ct", "x"), ("mr", "y"), ("late", "z")):
        (own / before).rename(own / after)
    other = station.seal(out / "2", order, scratches())
    assert station.plain(one.file) == station.plain(other.file)


def test_stacks_of_one_series_come_in_an_order_of_their_own(station, tmp_path, out, scratches):
    def two_echoes(data, k: int) -> None:
        data.ImagePositionPatient = [-10, -20, 100 + 2.5 * (k // 2)]
        data.EchoTime = [5, 20][k % 2]

    write_stack(tmp_path / "mr", 8, two_echoes, mr_slice)
    order = Timepoint("TP0", tmp_path / "mr", {}, {}, TARGETS)
    one = station.seal(out / "1", order, scratches())
    names = sorted(path.name for path in (tmp_path / "mr").iterdir())
    for name, new in zip(names, reversed(names), strict=True):
        (tmp_path / "mr" / name).rename(tmp_path / "mr" / f"n{new}")
    other = station.seal(out / "2", order, scratches())
    assert station.plain(one.file) == station.plain(other.file)
