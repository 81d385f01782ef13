"""What the centre's own key signed is still refused when it is no part: nothing is believed for its signature."""

import dataclasses
import io

import pydicom
import pytest
from casefile.part.ways import (
    baseline,
    changed_case,
    first_image,
    images_of,
    members_of,
    packed,
)

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.signature import sign_manifest
from seedcryo_reader.casefile.study.model import Protocol

pytestmark = pytest.mark.usefixtures("nothing_left")


def test_images_that_belong_elsewhere(station, archive, second_archive, source, forged, tmp_path, scratch):
    other_case = station.plain(station.seal(tmp_path, baseline(source), scratch, case_number="C-0777").file)

    def swapped(donor: bytes):
        def change(members) -> None:
            members[first_image(members)] = images_of(donor)[first_image(images_of(donor))]

        return change

    # of another timepoint of the same case: the same series and UIDs, so that only the timepoint differs
    assert forged(swapped(second_archive)) == ["misplaced-image"]
    # of another case: case number and series differ
    assert forged(swapped(other_case)) == ["misplaced-image", "misplaced-image"]

    def series_swapped(members) -> None:
        one, other = first_image(members), next(name for name in members if name.startswith("data/series-02/"))
        members[one], members[other] = members[other], members[one]

    assert forged(series_swapped) == ["misplaced-image", "misplaced-image"]

    def twice(members) -> None:
        one, other, *_ = (name for name in members if name.startswith("data/series-01/"))
        members[one] = members[other]

    assert forged(twice) == ["misplaced-image"]


def edited(change):
    """A change of the first image by pydicom."""

    def apply(members) -> None:
        name = first_image(members)
        data = pydicom.dcmread(io.BytesIO(members[name]))
        change(data)
        out = io.BytesIO()
        pydicom.dcmwrite(out, data, enforce_file_format=True)
        members[name] = out.getvalue()

    return apply


@pytest.mark.parametrize(
    "change",
    [
        lambda data: setattr(data, "PatientName", "DOE^JOHN"),
        lambda data: setattr(data, "StudyDate", "20260301"),
        lambda data: setattr(data, "SeriesDescription", "after seeds"),
        lambda data: data.add_new(0x00091001, "LO", "private"),
        lambda data: data.__delattr__("PatientIdentityRemoved"),
    ],
)
def test_an_image_that_is_not_masked(forged, change):
    codes = forged(edited(change))
    assert codes
    assert not {"misplaced-image", "wrong-files"} & set(codes)


def test_an_image_that_is_none(forged):
    for data in (b"", b"GIF89a", bytes(5000)):
        codes = forged(lambda m, data=data: m.update({first_image(m): data}))
        assert "misplaced-image" in codes
        assert len(codes) > 1


def test_the_source_put_in_unmasked(forged, source):
    codes = forged(lambda m: m.update({first_image(m): next((source / "ct").iterdir()).read_bytes()}))
    assert "misplaced-image" in codes
    assert len(set(codes)) > 1


def test_a_case_json_that_is_not_canonical(forged):
    for change in (
        lambda data: data + b"\n",
        lambda data: data.replace(b'":', b'": ', 1),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'{"', b'{"case":"C-0001","', 1),
        lambda data: data.replace(b'"images":6', b'"images":6.0'),
        lambda data: b"",
        lambda data: b"[" * 100_000,
    ):
        assert forged(lambda m, change=change: m.update({bag.CASE: change(m[bag.CASE])})) == ["bad-case"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda said: said.update(arm="seeds"), ["unknown-field"]),
        (lambda said: said.update(date="2026-03-01"), ["unknown-field"]),
        (lambda said: said["series"][0].update(label="CT after iodine seeds"), ["bad-field"]),
        (lambda said: said["series"][0].update(label="2026-03-01"), ["bad-field"]),
        (lambda said: said["targets"][0].update(place="cryo zone"), ["bad-field"]),
        (lambda said: said.update(format="seedcryo-case/2"), ["newer-format"]),
        (lambda said: said.update(part=1), ["bad-case"]),
        (lambda said: said["series"][0].update(folder="data/series-09"), ["bad-case"]),
        (lambda said: said["series"][0].update(uid=said["series"][1]["uid"]), ["bad-field"]),
    ],
)
def test_more_in_case_json_than_there_may_be(forged, change, expected):
    codes = forged(changed_case(change))
    assert codes == expected or (expected == ["bad-field"] and set(codes) <= {"bad-field", "bad-case"} and codes)


def test_a_protocol_with_the_name_of_the_arm(station, archive, opened):
    """Ids of protocols are words that the vocabulary does not close; the checker looks at them."""
    protocol = Protocol("iodine-seed/20260301", "ab" * 32)
    study = dataclasses.replace(station.study, protocols=(protocol,))
    forged = station.forged(archive, changed_case(lambda said: said["protocol"].update(id=protocol.protocol_id)))
    assert set(opened(forged, study=study)) == {"arm-term", "date"}


def test_everything_that_is_wrong_is_said_at_once(station, archive, opened):
    def change(said) -> None:
        said["study"]["id"] = "OTHER"
        said["protocol"]["sha256"] = "0" * 64
        said["case"] = "C-0002"

    codes = opened(station.forged(archive, changed_case(change)))
    assert codes[:3] == ["other-study", "unknown-protocol", "wrong-name"]
    assert set(codes[3:]) == {"misplaced-image"}
    assert len(codes[3:]) == 9


def test_findings_about_images_are_bounded(station, archive, opened, monkeypatch):
    monkeypatch.setattr("seedcryo_reader.casefile.part.opening._MOST_NAMED", 4)
    codes = opened(station.forged(archive, changed_case(lambda said: said.update(case="C-0002"))), name="x.seedcase")
    assert codes == ["misplaced-image"] * 4 + ["more"]


def test_files_too_many_too_few_or_elsewhere(station, archive, opened, forged):
    image = first_image(members_of(archive))
    assert forged(lambda m: m.update({"data/notes.txt": b"hello"})) == ["wrong-files"]
    assert forged(lambda m: m.update({"notes.txt": b"hello"})) == ["wrong-files"]
    assert forged(lambda m: m.update({"data/series-03/x.dcm": m[image]})) == ["wrong-files"]
    assert forged(lambda m: m.pop(image) and None) == ["wrong-files"]
    assert forged(lambda m: m.update({image.replace("01", "02", 1): m.pop(image)})) == ["wrong-files"]
    assert opened(packed({**members_of(archive), "data/notes.txt": b"hello"})) == ["not-canonical"]
    for name in (bag.CASE, bag.PADDING):
        members = {one: data for one, data in members_of(archive).items() if one != name}
        hashes = {one: bag.digest(data) for one, data in members.items() if one not in bag.TAG_FILES}
        members.update(bag.manifests("C-0001.p0", hashes))
        seed = station.keys.seed(station.study.root_id)
        members[bag.SIGNATURE] = sign_manifest(members[bag.TAG_MANIFEST], station.study.root_id, seed).encoded()
        assert opened(packed(members)) == ["not-canonical"]


def test_of_another_study(station, forged, archive, opened):
    other = dataclasses.replace(station.study, study_id="OTHER")
    assert "other-study" in opened(archive, study=other)
    assert forged(changed_case(lambda said: said["study"].update(id="OTHER"))) == ["other-study"]
    assert forged(changed_case(lambda said: said["study"].update(root="0" * 16))) == ["other-study"]


def test_by_a_protocol_the_study_does_not_name(station, forged, archive, opened):
    assert forged(changed_case(lambda said: said["protocol"].update(sha256="0" * 64))) == ["unknown-protocol"]
    assert forged(changed_case(lambda said: said["protocol"].update(id="seed-cryo/9"))) == ["unknown-protocol"]
    newer = dataclasses.replace(station.study, protocols=(Protocol("seed-cryo/0.1", "00" * 32),))
    assert opened(archive, study=newer) == ["unknown-protocol"]


def test_not_padded(forged):
    assert forged(lambda m: m.update({bag.PADDING: bytes(1000)}), padded=False) == ["not-padded"]
    assert forged(lambda m: m.update({bag.PADDING: b""}), padded=False) == ["not-padded"]
