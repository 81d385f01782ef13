"""However two reads are apart, the adjudicator is shown it: in the headline, in the lines, on the images."""

from functools import cache

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from support.reads_apart import APART, apart, pair
from ui.adjudication.apart import disputed
from ui.adjudication.hands import Key

from seedcryo_reader.adjudication.comparing import What
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.ui.adjudication.headline import Headline
from seedcryo_reader.ui.adjudication.page import DisputePage

ALIKE = {"alike", "different new lesion"}
"""What is concordant."""


@cache
def dispute_about(how: str) -> Dispute:
    return disputed(apart(how))


@pytest.mark.parametrize("how", sorted(set(APART) - ALIKE))
def test_every_way_of_being_apart_is_shown_and_can_be_decided(look_at, how: str) -> None:
    dispute = dispute_about(how)
    page, hands = look_at(dispute)
    parting = dispute.parting
    told = page.findChild(Headline).accessibleName()
    assert told.startswith(parting.timepoint)
    chosen = page.compared.chosen
    assert (chosen.timepoint, chosen.parts) == (parting.timepoint, True)
    assert page.hanging.timepoint == parting.timepoint
    hands.decide()
    assert len(hands.home._house.seat.log.sent) == 1


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (
            "TP2: new tissue at T01, T01 22.1; TP3: larger tissue at T01",
            "",
            "TP2, T01: Read A tissue: present; its change: new (LP), Read B tissue: none (no LP)",
        ),
        (
            "TP2: tumour touching T01, T02 16.1",
            "",
            "TP2, T01: Read A touching tumour: present (LP), Read B touching tumour: none (no LP)",
        ),
        (
            "TP2: new lesion in lung (lingula), T01 22.1",
            "",
            "TP2, new lesions: Read A NL01 in lung, lingula: unequivocal, Read B none",
        ),
        (
            "TP0: NT01 in liver (segment V); TP2: NT01 progression, T01 22.1",
            "TP0: NT01 in lung (lingula)",
            "TP2, non-target disease: Read A NT01 in liver, segment V: unequivocal progression (PD), "
            "Read B NT01 in lung, lingula: present (NON-CR/NON-PD)",
        ),
        (
            "TP2: T01 28, call T01 no LP; TP3: call T01 no LP",
            "TP2: T01 28.1",
            "TP2, T01: Read A 28.0 mm (no LP, by the reader's call), Read B 28.1 mm (LP)",
        ),
        (
            "TP3: T01 28",
            "TP3: T01 not evaluable",
            "TP3, T01: Read A 28.0 × 14.0 mm (LP), Read B not evaluable: poor scan quality (NE)",
        ),
    ],
)
def test_the_headline_names_the_finding_that_decides_and_no_length_that_does_not(look_at, a, b, told) -> None:
    page, _ = look_at(disputed(pair(a, b)))
    assert page.findChild(Headline).accessibleName().startswith(told)
    decides = page.compared.chosen
    assert every(page)[1] != ("T01", "22.1 × 11.1 mm", "22.0 × 11.0 mm")
    assert decides.what in {What.FINDING, What.NEW_LESION, What.NON_TARGET_LESION, What.LOCAL, What.LENGTH}
    assert decides.parts


def test_a_new_lesion_of_one_read_is_gone_to_whichever_side_it_stands_on(look_at) -> None:
    reads = apart("new lesion")
    for a_is_first, side in ((True, "A"), (False, "B")):
        page, hands = look_at(disputed(reads, a_is_first=a_is_first))
        line = page.compared.chosen
        assert (line.a is None) is (side == "B")
        assert "unequivocal" in page.findChild(Headline).accessibleName()
        for _ in range(2):
            hands.press(Key.Key_P)
            assert page.hanging.lesion == "NL01"


def test_a_long_place_in_bold_is_not_cut(look_at) -> None:
    page, _ = look_at(disputed(pair("TP2: new lesion in bone (thoracic spine)", "")))
    tree = page.compared
    tree.setFixedWidth(380)
    item = tree.currentItem()
    room = QRect(0, 0, tree.columnWidth(1) - 22, 1000)
    needed = QFontMetrics(item.font(1)).boundingRect(room, Qt.TextFlag.TextWordWrap, item.text(1)).height()
    assert item.font(1).bold()
    assert tree.visualItemRect(item).height() >= needed


def test_a_new_lesion_is_marked_on_its_image_in_the_colour_of_its_read(look_at) -> None:
    page, hands = look_at(dispute_about("new lesion"))
    hands.press(Key.Key_P)
    found = [one.item_id for view in page.grid.viewports for one in view.drawings().items]
    assert "A/NL01" in found
    assert "B/NL01" not in found


def test_new_lesions_of_both_reads_are_gone_to_in_turn_and_never_set_beside_each_other(look_at) -> None:
    said = "TP2: new lesion in lung (lingula), T01 28"
    page, hands = look_at(disputed(pair(said, "TP2: new lesion in liver (segment II)")))
    hands.press(Key.Key_E)
    new = [one for one in every(page) if one[0] == "NL01" and "lesion" not in one[1]]
    assert ("NL01", "lung, lingula: unequivocal", "–") in new
    assert ("NL01", "–", "liver, segment II: unequivocal") in new


def every(page: DisputePage) -> list[tuple[str, ...]]:
    tree = page.compared
    found = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(3)) for item in found]


def test_a_lesion_without_an_image_at_the_timepoint_is_shown_where_it_was_seen_last(look_at) -> None:
    page, _ = look_at(dispute_about("evaluability"))
    page.hanging.go_to("TP3", "T01", side="B")
    assert page.hanging.timepoint == "TP3"
    assert [one.shown.timepoint for one in page.grid.viewports] == ["TP2", "TP3"]
