"""What may be asked for: series, labels, targets, and parts that follow on one another."""

from dataclasses import replace
from pathlib import Path

import pytest
from casefile.part.ways import CT_SERIES, MR_SERIES, TARGETS, as_series, baseline, codes, follow_up
from support.ct_files import ct_slice, mr_slice, save, write_stack

from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.casefile.part.sealing import Sealer, Timepoint
from seedcryo_reader.casefile.study.model import Protocol, Reason, Revocation, SigningKey
from seedcryo_reader.casefile.study.signing import public_of
from seedcryo_reader.domain.errors import Refused


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
    write_stack(own / "late", 3, lambda data, k: as_series(data, k, "1.2.3.4.7"), mr_slice)
    labels = {"ct": "CT", "mr": "MR T2", "late": "MR T2"}
    found = refused(replace(baseline(own), labels=labels, pinned={"T01": "ct", "T02": "MR T2"}))
    assert codes(found) == ["not-pinned"]
    assert "2 fit" in found[0].text


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


def test_the_targets_of_a_case_stay_what_they_are(station, sealed_chain, source, out, refused, scratches):
    """A wrong baseline can be replaced at once by one with other targets; once a follow-up is sealed they are fixed."""
    first, second, closing = (one.file for one in sealed_chain)
    fewer = replace(baseline(source), supersedes=0, targets=TARGETS[:1], pinned={"T01": "ct"})
    assert codes(refused(fewer, previous=second)) == ["bad-order"]
    assert station.seal(out, fewer, scratches(), previous=first).contents.target_ids == ("T01",)
    late = follow_up(source, "TP1", supersedes=1, pinned={"T01": "ct"})
    assert codes(refused(late, previous=closing)) == ["not-pinned"]
    stranger = follow_up(source, "TP1", supersedes=1, pinned={"T01": "ct", "T02": "mr", "T77": "ct"})
    assert codes(refused(stranger, previous=closing)) == ["unknown-target"]


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


def test_more_series_than_a_part_can_have(tmp_path, refused):
    for n in range(100):
        data = ct_slice(0, rows=4, columns=4)
        data.PixelData = bytes(32)
        as_series(data, n, f"1.2.3.5.{n}")
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


def test_a_revoked_key_seals_nothing(station, source, out, scratches):
    root = replace(station.study.root, revoked=Revocation(station.trust.received, Reason.LOST))
    study = replace(station.study, keys=(root, SigningKey(public_of(bytes(32)), root.added)))
    with pytest.raises(Refused):
        Sealer(replace(station.centre, study=study), station.order(out), None)
