"""Opening parts in their turn: what is decoded, what is kept, what is on the disk before and after."""

import json
from dataclasses import replace

import numpy as np
import pytest
from casefile.part.ways import TARGETS
from storage.images.desks import CASE, after
from support.ct_files import slice_values

from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.events import CaseClosed
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.read import Read
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.ports import Images, NextPart, ProtocolRef


@pytest.fixture
def baseline_read(desk, parts):
    """All parts received, the baseline opened and locked."""
    desk.receive(*parts)
    return after(Read(CASE), desk.open_next(Read(CASE)))


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.findings]


def check_codes(desk, read, timepoint="TP0") -> list[str]:
    try:
        desk.images.check(read, timepoint)
    except Refused as refused:
        return [one.code for one in refused.findings]
    return []


def test_a_whole_case_is_opened_part_by_part(desk, station, parts, sealed_chain):
    port: Images = desk.images
    desk.receive(*parts)
    opened = port.open(Read(CASE), NextPart(0, "TP0"))
    assert opened.protocol == ProtocolRef(station.protocol.protocol_id, station.protocol.sha256)
    first = opened.event
    assert (first.timepoint, first.part, first.seal, first.supersedes) == ("TP0", 0, sealed_chain[0].seal, None)
    assert first.targets == TARGETS
    assert [(one.number, one.modality, one.label) for one in first.series] == [
        (1, "CT", "CT portal venous"), (2, "MR", "MR T2"),
    ]  # fmt: skip
    read = after(Read(CASE), first)
    second = desk.open_next(read)
    assert (second.timepoint, second.targets) == ("TP1", ())
    read = after(read, second)
    assert desk.open_next(read) == CaseClosed(2, sealed_chain[2].seal)
    assert port.next_part(after(read, CaseClosed(2, ""))) is None
    assert sorted(path.name for path in (desk.opened / CASE).iterdir()) == ["TP0", "TP1"]
    assert not list(desk.opened.glob(".*"))


def test_the_voxels_are_those_of_the_images_in_hounsfield_units(desk, baseline_read):
    images = desk.images.load(CASE, "TP0")
    [ct] = images.one(1).volumes
    assert (ct.array.shape, ct.unit, ct.measurable) == ((6, 64, 64), "HU", "3d")
    for k in range(6):
        assert np.array_equal(ct.array[k], slice_values(k, 64, 64) - 1024)
    assert ct.geometry.spacing_mm == (0.8, 0.6, 2.5)
    assert np.allclose(ct.geometry.affine[:3, 3], (-10, -20, 100))
    assert not ct.array.flags.writeable


def test_a_loaded_volume_is_the_decoded_one_to_the_last_bit(desk, baseline_read, station, parts, tmp_path):
    from seedcryo_reader.imaging.loading import load
    from seedcryo_reader.imaging.survey import survey

    source = tmp_path / "images"
    source.mkdir()
    with open_part(parts[0], station.trust, [station.reader], {}) as part:
        for image in part.images:
            (source / image.name.replace("/", "-")).write_bytes(image.data)
    found = survey(source, station.pool, tmp_path)
    for number, stack in enumerate(found.stacks, 1):
        direct = load(stack, station.pool, tmp_path / "voxels").volume
        [kept] = desk.images.load(CASE, "TP0").one(number).volumes
        assert np.array_equal(kept.array, direct.array)
        assert kept.array.dtype == direct.array.dtype
        assert np.array_equal(kept.geometry.affine, direct.geometry.affine)
        for name in ("frame_of_reference", "unit", "statistics", "measurable", "inverted"):
            assert getattr(kept, name) == getattr(direct, name)
        sources = [replace(one, file="") for one in direct.sources]
        assert [replace(one, file="") for one in kept.sources] == sources
        (tmp_path / "voxels").unlink()


def test_what_is_kept_is_canonical_and_for_its_owner_alone(desk, baseline_read):
    place = desk.opened / CASE / "TP0"
    assert sorted(path.name for path in place.iterdir()) == ["images.json", "series-01.voxels", "series-02.voxels"]
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (place, *list(place.parents)[:3])} == {0o700}
    data = (place / "images.json").read_bytes()
    assert canonical.encode(json.loads(data)) == data
    said = json.loads(data)
    assert (said["format"], said["case"], said["timepoint"], said["part"]) == ("seedcryo-images/1", CASE, "TP0", 0)
    assert said["pinned"] == {"T01": 1, "T02": 2}


def test_nothing_of_a_later_timepoint_is_on_the_disk_before_the_lock(desk, unlike, station):
    desk.receive(*unlike)
    read = after(Read(CASE), desk.open_next(Read(CASE)))
    with open_part(unlike[1], station.trust, [station.reader], {}) as later:
        uids = [image.data[:4096].tobytes().split(b"\x08\x00\x18\x00UI")[1][2:46] for image in later.images]
        pixels = [np.frombuffer(bytes(image.data[-64 * 64 * 2 :]), np.int16).reshape(64, 64) for image in later.images]
    assert all(uid.startswith(b"2.25.") for uid in uids)
    rows = [row.tobytes() for image in pixels for stored in image for row in (stored, stored - 1024)]
    traces = [b"DICM\x02\x00\x00\x00", b'"TP1"', *uids, *rows]  # long enough not to stand in noise

    def found() -> set[bytes]:
        whole = [path.read_bytes() for path in desk.all_files()]
        return {trace for trace in traces for data in whole if trace in data}

    assert found() == set()
    assert not [path for path in desk.folder.rglob("*") if "TP1" in path.parts]
    opened = read.timepoints[0]
    unlocked = replace(read, timepoints=(replace(opened, locked=False),))
    with pytest.raises(Refused) as refused:
        desk.images.open(unlocked, NextPart(1, "TP1"))
    assert codes(refused) == ["not-its-turn"]
    assert "TP0 has to be locked first" in refused.value.findings[0].text
    assert found() == set()
    desk.open_next(read)  # now its turn has come: the same search finds it
    assert set(uids) <= found()
    assert len(found() & set(rows)) > len(rows) / 4
    desk.images.purge(CASE)
    assert found() == set()


def test_a_part_out_of_turn_is_not_opened(desk, parts):
    desk.receive(*parts)
    for part in (NextPart(1, "TP1"), NextPart(2, None), NextPart(0, "TP1"), NextPart(9, "TP9")):
        with pytest.raises(Refused) as refused:
            desk.images.open(Read(CASE), part)
        assert codes(refused) == ["not-its-turn"]
    assert not desk.opened.exists()


def test_new_images_for_a_timepoint_take_the_place_of_the_old_ones(desk, corrected):
    desk.receive(*corrected[:2])
    read = after(Read(CASE), desk.open_next(Read(CASE)))
    read = after(read, desk.open_next(read))
    old = read.timepoint("TP0").series
    desk.receive(*corrected[2:])
    assert desk.images.next_part(read) == NextPart(2, "TP0", 0)
    event = desk.open_next(read)
    assert (event.timepoint, event.part, event.supersedes, event.targets) == ("TP0", 2, 0, TARGETS)
    assert event.series != old
    assert check_codes(desk, read) == ["other-images"]  # until the read says that it has the new ones
    read = after(read, event)
    assert check_codes(desk, read) == []
    assert desk.images.load(CASE, "TP0").one(1).volumes[0].array.shape == (5, 64, 64)
    assert desk.images.next_part(read) == NextPart(3, "TP2")
    assert not list(desk.opened.glob(".*"))


def test_a_part_that_was_replaced_before_it_was_opened_is_never_decoded(desk, corrected):
    desk.receive(*corrected)
    event = desk.open_next(Read(CASE))
    assert (event.timepoint, event.part, event.supersedes) == ("TP0", 2, None)
    assert desk.images.load(CASE, "TP0").one(1).volumes[0].array.shape == (5, 64, 64)


def test_images_that_were_decoded_before_the_program_was_ended_are_taken_as_they_are(desk, parts):
    desk.receive(*parts)
    event = desk.open_next(Read(CASE))
    voxels = desk.opened / CASE / "TP0" / "series-01.voxels"
    before = voxels.stat().st_ino
    assert desk.open_next(Read(CASE)) == event
    assert voxels.stat().st_ino == before


@pytest.mark.parametrize("harm", ["flip", "cut", "remove", "index", "index-gone"])
def test_damaged_images_are_found_and_made_again(desk, baseline_read, harm):
    place = desk.opened / CASE / "TP0"
    voxels, index = place / "series-01.voxels", place / "images.json"
    data = bytearray(voxels.read_bytes())
    data[3 * 64 * 64 * 2 + 77] ^= 1
    harms = {
        "flip": lambda: voxels.write_bytes(data),
        "cut": lambda: voxels.write_bytes(data[:-1]),
        "remove": voxels.unlink,
        "index": lambda: index.write_bytes(index.read_bytes()[:-9]),
        "index-gone": index.unlink,
    }
    harms[harm]()
    assert check_codes(desk, baseline_read) == [{"index-gone": "no-images"}.get(harm, "damaged-images")]
    desk.images.restore(baseline_read, "TP0")
    assert check_codes(desk, baseline_read) == []
    assert not list(desk.opened.glob(".*"))


def test_a_changed_slice_is_found_before_it_is_shown(desk, baseline_read):
    voxels = desk.opened / CASE / "TP0" / "series-01.voxels"
    data = bytearray(voxels.read_bytes())
    data[3 * 64 * 64 * 2 + 77] ^= 1
    voxels.write_bytes(data)
    images = desk.images.load(CASE, "TP0")
    for k in (0, 1, 2, 4, 5):
        images.check_slice(1, 0, k)
    with pytest.raises(Refused, match="Slice 4 of series 1") as refused:
        images.check_slice(1, 0, 3)
    assert codes(refused) == ["damaged-images"]


def test_voxels_changed_together_with_their_list_are_not_what_was_opened(desk, baseline_read):
    place = desk.opened / CASE / "TP0"
    said = json.loads((place / "images.json").read_bytes())
    import hashlib

    data = bytearray((place / "series-01.voxels").read_bytes())
    data[0] ^= 1
    (place / "series-01.voxels").write_bytes(data)
    said["series"][0]["stacks"][0]["slices"][0]["sha256"] = hashlib.sha256(data[: 64 * 64 * 2]).hexdigest()
    (place / "images.json").write_bytes(canonical.encode(said))
    assert check_codes(desk, baseline_read) == ["other-images"]
    desk.images.restore(baseline_read, "TP0")
    assert check_codes(desk, baseline_read) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(format="seedcryo-images/2"),
        lambda said: said.update(case="C-0002"),
        lambda said: said.update(more=1),
        lambda said: said.update(pinned={}),
        lambda said: said["series"][0]["stacks"][0].update(shape=[7, 64, 64]),
        lambda said: said["series"][0]["stacks"][0].update(file="../TP1/series-01.voxels"),
        lambda said: said["series"][0]["stacks"][0].update(dtype="object"),
        lambda said: said["series"][0]["stacks"][0]["geometry"].update(affine=[]),
        lambda said: said["series"][0]["stacks"][0]["statistics"].update(minimum="low"),
    ],
)
def test_a_list_that_is_not_what_was_written_is_refused(desk, baseline_read, change):
    index = desk.opened / CASE / "TP0" / "images.json"
    said = json.loads(index.read_bytes())
    change(said)
    index.write_bytes(canonical.encode(said))
    with pytest.raises(Refused) as refused:
        desk.images.load(CASE, "TP0")
    assert codes(refused) == ["damaged-images"]


def test_images_of_another_part_are_not_what_was_opened(desk, baseline_read):
    index = desk.opened / CASE / "TP0" / "images.json"
    said = json.loads(index.read_bytes())
    index.write_bytes(canonical.encode(said | {"seal": "0" * 64}))
    assert check_codes(desk, baseline_read) == ["other-images"]


def test_points_are_placed_on_the_image_they_lie_on(desk, baseline_read):
    third = desk.images.load(CASE, "TP0").one(1).volumes[0].sources[2]
    ends = ("-8.000", "-15.000", "105.000"), ("-4.000", "-15.000", "105.000")
    assert desk.images.image_of(CASE, "TP0", 1, *ends) == ImagePlace(1, third.sop_instance, 1)
    with pytest.raises(Refused) as refused:
        desk.images.image_of(CASE, "TP0", 3, *ends)
    assert codes(refused) == ["no-such-series"]


@pytest.mark.parametrize(("lesion", "series"), [("T01", 1), ("T02", 2), ("T02.1", 2), ("N01", 1)])
def test_a_lesion_is_read_on_the_series_that_is_pinned_for_it(desk, baseline_read, lesion, series):
    assert desk.images.usual_series(CASE, "TP0", lesion) == series


def test_purging_leaves_nothing_and_is_noted_once(desk, baseline_read):
    desk.images.purge(CASE)
    desk.images.purge(CASE)
    assert list(desk.opened.rglob("*")) == []
    assert desk.notes.count(("images-purged", {})) == 1
    assert check_codes(desk, baseline_read) == ["no-images"]
    desk.images.restore(baseline_read, "TP0")  # a corrected read needs them again
    assert check_codes(desk, baseline_read) == []


def test_the_start_finishes_what_was_begun(desk, baseline_read):
    left = desk.opened / ".00000000-left"
    (left / "series-01").mkdir(parents=True)
    (left / "series-01" / "000001.dcm").write_bytes(b"plain")
    desk.images.sweep(())
    assert [path.name for path in desk.opened.iterdir()] == [CASE]
    assert check_codes(desk, baseline_read) == []
    desk.images.sweep((CASE, "C-0009"))
    assert list(desk.opened.iterdir()) == []


def test_a_timepoint_that_was_not_opened_can_neither_be_checked_nor_restored(desk, parts):
    desk.receive(*parts)
    for act in (desk.images.check, desk.images.restore):
        with pytest.raises(Refused) as refused:
            act(Read(CASE), "TP0")
        assert codes(refused) == ["not-opened"]


def test_a_part_that_is_gone_from_the_shelf_is_asked_for(desk, parts):
    [receipt] = desk.receive(parts[0])
    (desk.folder / "parts" / f"{receipt.part.sha256}.seedcase").unlink()
    with pytest.raises(Refused) as refused:
        desk.open_next(Read(CASE))
    assert codes(refused) == ["no-part"]
    assert desk.outcomes(parts[0]) == ["already here"]
    assert desk.open_next(Read(CASE)).timepoint == "TP0"


def test_a_part_that_was_exchanged_on_the_shelf_is_refused(desk, parts):
    first, _ = desk.receive(*parts[:2])
    (desk.folder / "parts" / f"{first.part.sha256}.seedcase").write_bytes(parts[1].read_bytes())
    with pytest.raises(Refused) as refused:
        desk.open_next(Read(CASE))
    assert codes(refused) == ["other-part"]
    assert list(desk.opened.rglob("*")) == []


def test_a_part_that_was_changed_on_the_shelf_is_refused(desk, parts):
    [receipt] = desk.receive(parts[0])
    file = desk.folder / "parts" / f"{receipt.part.sha256}.seedcase"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        desk.open_next(Read(CASE))
    assert codes(refused) == ["not-decrypted"]
    assert list(desk.opened.rglob("*")) == []


def test_cancelling_leaves_nothing(desk, parts):
    desk.receive(*parts)
    decoding = Watch(None, lambda: any(desk.opened.rglob("*.voxels")))
    with pytest.raises(Cancelled):
        desk.images.open(Read(CASE), NextPart(0, "TP0"), decoding)
    assert list(desk.opened.rglob("*")) == []


def test_a_folder_that_cannot_be_written_is_told_as_such(desk, parts):
    desk.receive(*parts)
    desk.opened.parent.write_bytes(b"")
    with pytest.raises(EnvironmentFailure, match="cannot be written"):
        desk.open_next(Read(CASE))


class KilledPool(WorkerPool):
    """Its workers are ended from outside while they decode."""

    def run(self, task, items, answer, **options):
        killed = {"value": None, "code": "decoder-crashed", "text": "crashed the process that read it (SIGKILL)"}
        for one in super().run(task, items, answer, **options):
            yield replace(one, **killed) if task == "frame" and one.index == 2 else one


def test_a_worker_that_is_ended_from_outside_makes_no_image_unreadable(desk, parts):
    desk.receive(*parts)
    with KilledPool(slots=1) as pool, pytest.raises(EnvironmentFailure, match="ended from outside"):
        replace(desk.images, pool=pool).open(Read(CASE), NextPart(0, "TP0"))
    assert list(desk.opened.rglob("*")) == []
