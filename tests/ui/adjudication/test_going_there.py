"""Each key shows the slice on which that read marked the lesion, or says where else it is shown."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from support.fake_desk import UID
from support.reads_apart import pair
from ui.adjudication.apart import disputed
from ui.adjudication.hands import CTRL, SHIFT, Hands, Key

from seedcryo_reader.adjudication.comparing import What
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.domain.lesion import Mark
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.projection import ProjectedRead
from seedcryo_reader.ui.adjudication.ending import SigningPage
from seedcryo_reader.ui.adjudication.page import DisputePage

LUNG, LIVER = "new lesion in lung (lingula)", "new lesion in liver (segment II)"
NT = "TP0: NT01 in liver (segment V), NT02 in lung (lingula)"


def marked(dispute: Dispute, a: Mapping[str, int], b: Mapping[str, int]) -> Dispute:
    """The dispute with the lesions of each read marked on these slices, in mm."""
    return replace(dispute, a=_marked(dispute.a, a), b=_marked(dispute.b, b))


def _marked(read: ProjectedRead, at: Mapping[str, int]) -> ProjectedRead:
    def moved(one):
        z = at.get(one.lesion)
        return one if z is None else replace(one, mark=Mark(ImagePlace(1, UID, z + 1), ("1.000", "1.000", f"{z}.000")))

    return replace(
        read, timepoints=tuple(replace(tp, recorded=tuple(map(moved, tp.recorded))) for tp in read.timepoints)
    )


def seen(page: DisputePage) -> dict[str, float]:
    """The slice of each timepoint that is shown."""
    return {one.shown.timepoint: one.view.centre_mm[2] for one in page.grid.viewports}


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def look(look_at, told):
    def looked(dispute: Dispute) -> tuple[DisputePage, Hands]:
        page, hands = look_at(dispute)
        page.told.connect(told.append)
        return page, hands

    return looked


def at_line(hands: Hands, page: DisputePage, what: What) -> None:
    """Step through the differences to the first line of a kind."""
    for _ in range(40):
        hands.press(Key.Key_D)
        if page.compared.chosen.what is what:
            return
    raise AssertionError(what)


def test_new_lesions_of_both_reads_are_shown_each_on_its_own_slice(look, told) -> None:
    reads = pair(f"TP1: equivocal {LUNG}; TP2: {LIVER}", f"TP2: equivocal {LUNG}, T02 20")
    page, hands = look(marked(disputed(reads), {"NL01": 9, "NL02": 12}, {"NL01": 45}))
    assert seen(page)["TP2"] == pytest.approx(12)
    hands.press(Key.Key_P)
    assert seen(page)["TP2"] == pytest.approx(45)
    hands.press(Key.Key_P)
    assert seen(page)["TP2"] == pytest.approx(12)
    assert told == []
    for what in (What.NEW_LESIONS, What.OVERALL):
        hands.press(Key.Key_P)
        at_line(hands, page, what)
        assert seen(page)["TP2"] == pytest.approx(12)


def test_non_target_disease_is_shown_where_each_read_marked_it_and_that_is_said(look, told) -> None:
    reads = pair(f"{NT}; TP2: NT02 progression", NT)
    page, hands = look(marked(disputed(reads), {"NT01": 6, "NT02": 21}, {"NT01": 51, "NT02": 54}))
    assert seen(page)["TP0"] == pytest.approx(21)
    hands.press(Key.Key_P)
    assert seen(page)["TP0"] == pytest.approx(51)
    assert told == ["Read B has no mark of NT01 at TP2: shown is its mark at TP0."]
    hands.press(Key.Key_P)
    assert seen(page)["TP0"] == pytest.approx(21)
    assert told[1:] == ["Read A has no mark of NT02 at TP2: shown is its mark at TP0."]
    hands.press(Key.Key_P)
    at_line(hands, page, What.NON_TARGET)
    assert seen(page)["TP0"] == pytest.approx(21)


@pytest.mark.parametrize("moved", [False, True])
def test_images_that_are_linked_later_go_to_the_lesion_too_unless_somebody_moved_one(look, *, moved: bool) -> None:
    page, hands = look(marked(disputed(pair(f"{NT}; TP2: NT02 progression", NT)), {"NT02": 21}, {"NT01": 51}))
    hands.press(Key.Key_X, Key.Key_P)
    before = seen(page)
    assert before["TP2"] != pytest.approx(51)
    if moved:
        hands.press(Key.Key_Down)
    page.comparing.set_linked(True)
    assert (seen(page)["TP2"] == pytest.approx(51)) is not moved


def test_what_was_told_of_an_image_is_taken_back_with_the_next_one_and_at_the_signature(look, told) -> None:
    page, hands = look(marked(disputed(pair(f"{NT}; TP2: NT02 progression", NT)), {"NT02": 21}, {"NT01": 51}))
    hands.press(Key.Key_P)
    hands.press(Key.Key_BracketLeft, Key.Key_BracketLeft)
    assert page.hanging.timepoint == "TP0"
    assert told[-1] == ""
    hands.home.told.connect(told.append)
    hands.press(Key.Key_P)
    assert "NT02" in told[-1]
    hands.press(Key.Key_A, Key.Key_1)
    hands.write("Seen there.")
    hands.press(Key.Key_Return, with_=CTRL)
    hands.until(SigningPage)
    assert told[-1] == ""


def test_where_only_one_read_has_a_new_lesion_the_other_key_says_whose_it_is(look, told) -> None:
    page, hands = look(marked(disputed(pair(f"TP2: {LUNG}", "")), {"NL01": 15}, {}))
    hands.press(Key.Key_P)
    assert seen(page)["TP2"] == pytest.approx(15)
    assert told == ["Read B has marked no such lesion at TP2: shown is NL01 of read A."]


def test_a_lesion_that_is_said_later_to_have_been_there_is_shown_where_it_was_marked(look, told) -> None:
    reads = pair(f"TP2: {LUNG} since TP1", "")
    page, _ = look(marked(disputed(reads), {"NL01": 15}, {}))
    page.hanging.go_to("TP1", "NL01", side="A")
    assert seen(page)["TP2"] == pytest.approx(15)
    assert told[-1] == "Read A has no mark of NL01 at TP1: shown is its mark at TP2."


def test_other_timepoints_and_layouts_stay_with_the_read_whose_lesion_is_in_hand(look) -> None:
    reads = pair(f"TP1: equivocal {LUNG}; TP2: NL01 unequivocal", f"TP1: equivocal {LIVER}")
    page, hands = look(marked(disputed(reads), {"NL01": 9}, {"NL01": 45}))
    hands.press(Key.Key_P)
    assert page.hanging.side == "B"
    hands.press(Key.Key_BracketLeft)
    assert seen(page)["TP1"] == pytest.approx(45)
    hands.press(Key.Key_F2)
    assert seen(page)["TP1"] == pytest.approx(45)


def test_a_target_that_one_read_did_not_measure_is_shown_by_the_other_and_that_is_said(look, told) -> None:
    page, hands = look(disputed(pair("TP2: T01 28 on slice 12", "TP2: T01 not evaluable; TP3: T01 not evaluable")))
    hands.press(Key.Key_P)
    assert seen(page)["TP2"] == pytest.approx(12)
    assert "Read B has no mark of T01 at TP2: shown is that of the other read." in told
    hands.press(Key.Key_D, with_=SHIFT)


def test_a_lesion_without_any_mark_is_told(look, told) -> None:
    page, _ = look(disputed(pair(f"TP2: {LUNG}", "")))
    page.hanging.go_to("TP2", "NL09", side="A")
    assert told == ["Read A has no mark of NL09 at TP2."]
