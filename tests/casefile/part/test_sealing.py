"""Sealing is whole or not at all: what is refused is said with everything that is wrong, and nothing is left."""

import errno
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from casefile.part.ways import (
    CT_SERIES,
    MR_SERIES,
    TARGETS,
    baseline,
    follow_up,
    images_of,
    write_source,
)
from support.ct_files import ct_slice, mr_slice, save, write_stack

from seedcryo_reader.casefile.part import encrypting, images
from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.casefile.part.sealing import Sealer, Timepoint
from seedcryo_reader.casefile.study.model import Protocol, Reason, Revocation, SigningKey
from seedcryo_reader.casefile.study.signing import public_of
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool


@pytest.fixture
def out(tmp_path):
    """The folder for parts; whatever was refused has left nothing in it."""
    return tmp_path / "out"


@pytest.fixture
def own(tmp_path) -> Path:
    """A source that a test may change."""
    return write_source(tmp_path / "own")


@pytest.fixture
def scratches(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("scratch")


@pytest.fixture
def refused(station, out, scratches):
    """Findings of a timepoint that is refused; nothing is written."""

    def seal(timepoint: Timepoint, **kwargs) -> tuple[Finding, ...]:
        before = sorted(out.iterdir()) if out.exists() else []
        with pytest.raises(Refused) as refusal:
            station.seal(out, timepoint, scratches(), **kwargs)
        assert (sorted(out.iterdir()) if out.exists() else []) == before
        return refusal.value.findings

    return seal


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in findings]


def change(path: Path, edit) -> None:
    import pydicom

    data = pydicom.dcmread(path)
    edit(data)
    save(data, path)


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
    assert finding.text.startswith("2 of the files")
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
    assert len(found) == 2 or {"truncated"} & set(codes(found))
    assert ct[2].name in str([one.files for one in found])


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


def test_labels_and_series_that_do_not_fit(source, refused):
    def with_labels(**labels: str):
        return codes(refused(replace(baseline(source), labels=labels, pinned={})))

    assert with_labels(ct="CT after seeds") == ["unknown-label"]
    assert with_labels(ct="MR T2", mr="CT") == ["unknown-label", "unknown-label"]
    assert with_labels(pet="CT") == ["no-such-series"]
    assert with_labels(pet="CT", us="CT") == ["no-such-series", "no-such-series"]
    found = refused(replace(baseline(source), labels={"ct": "CT", CT_SERIES: "CT lung"}))
    assert codes(found) == ["no-such-series"]
    found = refused(replace(baseline(source), labels={"": "CT"}))
    assert codes(found) == ["no-such-series"]


def test_a_folder_with_two_series_names_none(own, refused):
    for path in (own / "mr").iterdir():
        path.rename(own / "ct" / f"m{path.name}")
    found = refused(replace(baseline(own), labels={"ct": "CT"}))
    assert codes(found) == ["no-such-series"]


def test_targets_that_are_not_pinned_to_one_series(station, source, own, refused):
    def pins(**pinned: str) -> list[str]:
        return codes(refused(replace(baseline(source), pinned=pinned)))

    assert pins() == ["not-pinned", "not-pinned"]
    assert pins(T01="ct", T02="nowhere") == ["not-pinned"]
    assert pins(T01="ct", T02="MR T1") == ["not-pinned"]
    assert pins(T01="ct", T02="mr", T03="ct") == ["unknown-target"]
    assert pins(T03="ct") == ["unknown-target", "not-pinned", "not-pinned"]
    found = refused(replace(baseline(source), labels={}, pinned={"T01": "ct", "T02": MR_SERIES + ".1"}))
    assert codes(found) == ["not-pinned"]


def test_an_ambiguous_label(own, refused):
    write_stack(own / "late", 3, lambda data, k: _other(data, k, "1.2.3.4.7"), mr_slice)
    labels = {"ct": "CT", "mr": "MR T2", "late": "MR T2"}
    found = refused(replace(baseline(own), labels=labels, pinned={"T01": "ct", "T02": "MR T2"}))
    assert codes(found) == ["not-pinned"]
    assert "2 fit" in found[0].text


def _other(data, k: int, series: str) -> None:
    data.SeriesInstanceUID, data.SOPInstanceUID = series, f"{series}.{k + 1}"


def test_orders_that_cannot_be(station, source, refused, out, scratches):
    """Seen before an image is looked at; all problems of an order at once."""

    def said(timepoint: Timepoint, **kwargs) -> str:
        found = refused(timepoint, **kwargs)
        assert set(codes(found)) == {"bad-order"}
        return " ".join(one.text for one in found)

    whole = baseline(source)
    assert "needs the prespecified targets" in said(replace(whole, targets=()))
    assert "is no timepoint" in said(replace(whole, name="week 6"))
    assert "is no timepoint" in said(replace(whole, name="TP100"))
    assert "only TP0 has none" in said(replace(whole, name="TP1", targets=()))
    assert "is no case number" in said(whole, case_number="DOE-JOHN")
    text = said(replace(whole, targets=()), case_number="C-1")
    assert "is no case number" in text
    assert "needs the prespecified targets" in text
    with pytest.raises(Refused, match="Nobody is named"):
        Sealer(station.centre, replace(station.order(out), recipients=()), None).seal(whole, station.pool, scratches())
    for other in (Protocol("seed-cryo/0.1", "00" * 32), Protocol("other/1", "ab" * 32)):
        order = replace(station.order(out), protocol=other)
        with pytest.raises(Refused, match="does not name protocol"):
            Sealer(station.centre, order, None).seal(whole, station.pool, scratches())
    assert not out.exists()


def test_orders_that_do_not_follow_on_the_part_before(station, sealed_chain, source, refused, out, scratches):
    first, second, closing = (one.file for one in sealed_chain)

    def said(timepoint: Timepoint, previous: Path, **kwargs) -> str:
        found = refused(timepoint, previous=previous, **kwargs)
        assert set(codes(found)) == {"bad-order"}
        return " ".join(one.text for one in found)

    assert "targets are prespecified at the baseline" in said(follow_up(source, targets=TARGETS), first).lower()
    assert "of another case, C-0001" in said(follow_up(source), first, case_number="C-0002")
    assert "TP1 must come next" in said(follow_up(source, "TP2"), first)
    assert "without saying which part it supersedes" in said(follow_up(source, "TP1"), second)
    assert "must supersede part 1" in said(follow_up(source, "TP1", supersedes=0), second)
    assert "goes on after its closing part" in said(
        follow_up(source, "TP2", pinned={"T01": "ct", "T02": "mr"}), closing
    )
    with open_part(first, station.trust, [station.reader], {}) as before:
        order = replace(station.order(out), protocol=station.study.protocols[1])
        with pytest.raises(Refused, match=r"begun under protocol seed-cryo/0\.1"):
            Sealer(station.centre, order, before).seal(follow_up(source), station.pool, scratches())
        with pytest.raises(Refused, match=r"begun under protocol seed-cryo/0\.1"):
            Sealer(station.centre, order, before).close()
    with pytest.raises(Refused, match="closed twice"):
        station.close(out, closing)
    with pytest.raises(Refused, match="before its baseline"):
        Sealer(station.centre, station.order(out), None).close()
    with pytest.raises(Refused, match="of another case"):
        station.close(out, first, "C-0002")


def test_superseding_before_and_after_the_end(station, sealed_chain, source, out, scratches):
    """The new part names the old one, and comes after everything that was sealed since."""
    first, second, closing = (one.file for one in sealed_chain)
    again = station.seal(out, follow_up(source, "TP1", supersedes=1), scratches(), previous=second)
    assert (again.file.name, again.contents.supersedes) == ("C-0001.p2.seedcase", 1)
    late = follow_up(source, "TP1", supersedes=1, pinned={"T01": "ct", "T02": "mr"})
    after = station.seal(out, late, scratches(), previous=closing)
    assert (after.file.name, after.contents.part, after.contents.timepoint) == ("C-0001.p3.seedcase", 3, "TP1")
    assert station.refusal(after.file, {2: sealed_chain[2].seal}) == []
    assert first.exists()
    assert second.exists()
    base = replace(baseline(source), supersedes=0)
    renewed = station.seal(out, base, scratches(), previous=after.file)
    assert (renewed.contents.part, renewed.contents.targets) == (4, TARGETS)
    assert station.refusal(renewed.file, {3: after.seal}) == []


def test_targets_stay_on_the_series_of_their_label(station, sealed_chain, own, refused, out, scratches):
    first = sealed_chain[0].file
    swapped = follow_up(own, labels={"mr": "MR T2", "ct": "CT portal venous"})
    assert station.seal(out, swapped, scratches(), previous=first).contents.pinned == {"T01": 1, "T02": 2}
    other = follow_up(own, labels={"ct": "CT portal venous", "mr": "MR T1"})
    found = refused(other, previous=first)
    assert codes(found) == ["not-pinned"]
    assert "T02" in found[0].text
    only = follow_up(own, labels={"ct": "CT arterial"})
    assert codes(refused(only, previous=first)) == ["not-pinned", "not-pinned"]
    pinned = replace(only, pinned={"T01": "ct", "T02": "CT arterial"})
    assert station.seal(out / "2", pinned, scratches(), previous=first).contents.pinned == {"T01": 1, "T02": 1}


def test_a_part_is_sealed_once(station, source, sealed_chain, refused, out, scratches):
    sealed = station.seal(out, baseline(source), scratches())
    before = sealed.file.read_bytes()
    found = refused(baseline(source))
    assert [(one.code, one.files) for one in found] == [("already-there", ("C-0001.p0.seedcase",))]
    assert sealed.file.read_bytes() == before


def test_two_at_once_give_one_part(station, source, out, scratches):
    """Pressed twice: one is sealed, the other refused, whichever is first."""
    outcomes = []

    def press() -> None:
        try:
            outcomes.append(station.seal(out, baseline(source), scratches()).seal)
        except Refused as refusal:
            outcomes.append([one.code for one in refusal.findings])

    threads = [threading.Thread(target=press) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(str, outcomes))[1:].count("['already-there']") + (["already-there"] in outcomes) >= 2
    assert sum(isinstance(one, str) for one in outcomes) == 1
    assert [one.name for one in out.iterdir()] == ["C-0001.p0.seedcase"]
    assert station.refusal(out / "C-0001.p0.seedcase") == []


def test_a_folder_that_cannot_be_written(station, source, out, scratches, monkeypatch):
    out.write_text("a file, where a folder is asked for")
    with pytest.raises(EnvironmentFailure, match="cannot be made"):
        station.seal(out, baseline(source), scratches())
    assert out.read_text() == "a file, where a folder is asked for"
    folder = out.with_name("parts")
    real_open = Path.open

    def no_new_files(path, mode="r", *arguments, **kwargs):
        if "x" in mode:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, mode, *arguments, **kwargs)

    monkeypatch.setattr(Path, "open", no_new_files)
    with pytest.raises(EnvironmentFailure, match="cannot be written: Permission denied"):
        station.seal(folder, baseline(source), scratches())
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("after", [0, 1, 9])
def test_a_full_disk(station, source, out, scratches, monkeypatch, after):
    """At the header, at once behind it, and in the middle."""
    writes = 0
    real_write = encrypting._Target.write

    class Full:
        def __init__(self, file) -> None:
            self._file = file

        def write(self, data) -> int:
            nonlocal writes
            writes += 1
            if writes > after:
                raise OSError(errno.ENOSPC, "No space left on device")
            return self._file.write(data)

    def write(target, data) -> int:
        if not isinstance(target._file, Full):
            target._file = Full(target._file)
        return real_write(target, data)

    monkeypatch.setattr(encrypting._Target, "write", write)
    with pytest.raises(EnvironmentFailure, match=r"No space left on device.*nothing was kept"):
        station.seal(out, baseline(source), scratches())
    assert list(out.iterdir()) == []
    assert writes > after


def test_a_file_system_without_links(station, source, out, scratches, monkeypatch):
    """As on a stick: the file is renamed, and one that is there is still left alone."""

    def no_links(path, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    sealed = station.seal(out, baseline(source), scratches())
    assert station.refusal(sealed.file) == []
    before = sealed.file.read_bytes()
    with pytest.raises(Refused, match="is there already"):
        station.seal(out, baseline(source), scratches())
    assert [one.name for one in out.iterdir()] == [sealed.file.name]
    assert sealed.file.read_bytes() == before


@pytest.mark.parametrize("asked", [1, 2, 3, 6])
def test_cancelled_early(station, source, out, scratches, asked):
    left = iter(range(asked - 1))
    watch = Watch(cancelled=lambda: next(left, None) is None)
    with pytest.raises(Cancelled):
        station.seal(out, baseline(source), scratches(), watch=watch)
    assert not out.exists() or list(out.iterdir()) == []


@pytest.mark.parametrize("done", [1, 5, 9])
@pytest.mark.parametrize("phase", [0, 9])
def test_cancelled_late(station, source, out, scratches, phase, done):
    """While nine files are read, while they are masked, and when all that is left is to write."""
    seen = []
    watch = Watch(lambda one: seen.append(one.done), lambda: len(seen) >= phase + done)
    with pytest.raises(Cancelled):
        station.seal(out, baseline(source), scratches(), watch=watch)
    assert not out.exists() or list(out.iterdir()) == []
    assert station.refusal(station.seal(out, baseline(source), scratches()).file) == []


def test_a_source_that_changes_while_it_is_sealed(station, own, out, scratches, monkeypatch):
    """Between the survey and the masking: nobody has seen what is now in the file."""
    real = images._jobs

    def changed_first(masking, contents, series):
        for path in sorted((own / "ct").iterdir())[:2]:
            path.write_bytes(path.read_bytes() + b"\0\0")
        return real(masking, contents, series)

    monkeypatch.setattr(images, "_jobs", changed_first)
    with pytest.raises(Refused) as refusal:
        station.seal(out, baseline(own), scratches())
    assert [(one.code, len(one.files)) for one in refusal.value.findings] == [("changed", 2)]
    assert list(out.iterdir()) == []


def test_a_source_that_goes_away(station, own, out, scratches, monkeypatch):
    real = images._jobs

    def gone(masking, contents, series):
        (sorted((own / "ct").iterdir())[0]).unlink()
        return real(masking, contents, series)

    monkeypatch.setattr(images, "_jobs", gone)
    with pytest.raises(Refused) as refusal:
        station.seal(out, baseline(own), scratches())
    assert codes(refusal.value.findings) == ["unreadable"]


def test_a_worker_that_crashes(station, source, out, scratches):
    """The image it had in hand is named; nothing is sealed."""
    with WorkerPool(slots=1, tasks="casefile.part.crashing") as pool, pytest.raises(Refused) as refusal:
        Sealer(station.centre, station.order(out), None).seal(baseline(source), pool, scratches())
    found = refusal.value.findings
    assert {one.code for one in found} == {"decoder-crashed"}
    assert all(one.files for one in found)
    assert list(out.iterdir()) == []


def test_what_the_checker_notices_is_not_sealed(station, source, out, scratches):
    """A writer that leaves a name in: the checker, which shares nothing with it, stops it."""
    with WorkerPool(slots=1, tasks="casefile.part.leaking") as pool, pytest.raises(Refused) as refusal:
        Sealer(station.centre, station.order(out), None).seal(baseline(source), pool, scratches())
    assert "not-masked" in codes(refusal.value.findings)
    assert len(refusal.value.findings) > 1
    assert list(out.iterdir()) == []


def test_nothing_to_seal(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    assert codes(refused(replace(baseline(tmp_path / "empty"), labels={}, pinned={}))) == ["no-images"]


def test_a_revoked_key_seals_nothing(station, source, out, scratches):
    root = replace(station.study.root, revoked=Revocation(station.trust.received, Reason.LOST))
    study = replace(station.study, keys=(root, SigningKey(public_of(bytes(32)), root.added)))
    with pytest.raises(Refused):
        Sealer(replace(station.centre, study=study), station.order(out), None)


def test_series_of_one_label_come_in_an_order_of_their_own(station, own, out, scratches):
    """Not in that of file names, which the site chose and which may be others the next time."""
    write_stack(own / "late", 3, lambda data, k: _other(data, k, "1.2.3.4.7"), mr_slice)
    order = replace(baseline(own), labels={}, pinned={"T01": MR_SERIES, "T02": "1.2.3.4.7"})
    one = station.seal(out / "1", order, scratches())
    for before, after in (("ct", "z"), ("mr", "y"), ("late", "x")):
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


def test_more_series_than_a_part_can_have(tmp_path, refused):
    for n in range(100):
        data = ct_slice(0, rows=4, columns=4)
        data.PixelData = bytes(32)
        _other(data, n, f"1.2.3.5.{n}")
        save(data, tmp_path / "many" / f"{n}")
    found = refused(Timepoint("TP0", tmp_path / "many", {}, {"T01": "1.2.3.5.1", "T02": "1.2.3.5.1"}, TARGETS))
    assert codes(found) == ["bad-order"]
    assert "100 series" in found[0].text


@pytest.mark.parametrize("name", ["seed-cryo/2026-03-01", "iodine/1"])
def test_names_that_no_reader_may_see(station, source, out, scratches, name):
    """Sealed, nobody could open it: the same check is made there."""
    protocol = Protocol(name, "ab" * 32)
    centre = replace(station.centre, study=replace(station.study, protocols=(protocol,)))
    with pytest.raises(Refused) as refusal:
        Sealer(centre, replace(station.order(out), protocol=protocol), None).seal(
            baseline(source), station.pool, scratches()
        )
    assert {one.code for one in refusal.value.findings} <= {"date", "arm-term"}
    assert not out.exists()


def test_images_are_masked_in_workers_and_left_in_the_scratch_only(station, source, out, tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    sealed = station.seal(out, baseline(source), folder)
    masked = sorted(one.stat().st_size for one in (folder / "masked").iterdir())
    assert masked == sorted(len(data) for data in images_of(station.plain(sealed.file)).values())
    assert [one.name for one in out.iterdir()] == ["C-0001.p0.seedcase"]


def test_progress_of_a_seal(station, source, out, scratches):
    seen = []
    watch = Watch(progress=lambda one: seen.append((one.done, one.total)))
    station.seal(out, baseline(source), scratches(), watch=watch)
    assert [one for one in seen if one[1] == 9][-9:] == [(n, 9) for n in range(1, 10)]
