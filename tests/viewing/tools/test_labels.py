"""Where labels go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.viewing.tools.labels import CLEAR, Box, place_label

VIEWPORT = (500.0, 400.0)
TEXT = (90.0, 28.0)

boxes = st.builds(Box, st.floats(0, 400), st.floats(0, 300), st.floats(5, 100), st.floats(5, 100))


def test_a_label_stands_to_the_right_of_its_drawing_at_its_height() -> None:
    placed = place_label(TEXT, Box(100, 100, 60, 40), VIEWPORT, [])
    assert (placed.left, placed.top) == (160 + CLEAR, 120 - 14)


@pytest.mark.parametrize(
    ("drawing", "side"),
    [
        (Box(420, 150, 70, 60), "left"),
        (Box(60, 250, 400, 60), "above"),
        (Box(60, 10, 400, 60), "below"),
    ],
)
def test_where_the_right_has_no_room_another_side_has(drawing: Box, side: str) -> None:
    placed = place_label(TEXT, drawing, VIEWPORT, [])
    beside = {
        "left": placed.right <= drawing.left,
        "above": placed.bottom <= drawing.top,
        "below": placed.top >= drawing.bottom,
    }
    assert beside[side]


def test_a_label_keeps_off_others() -> None:
    taken = [Box(168, 90, 90, 60)]
    assert place_label(TEXT, Box(100, 100, 60, 40), VIEWPORT, taken).shared(taken[0]) == 0


@given(drawing=boxes, taken=st.lists(boxes, max_size=3))
def test_a_label_never_leaves_the_viewport_and_never_covers_its_lesion(drawing: Box, taken: list[Box]) -> None:
    placed = place_label(TEXT, drawing, VIEWPORT, taken)
    assert placed.left >= 0
    assert placed.top >= 0
    assert placed.right <= VIEWPORT[0]
    assert placed.bottom <= VIEWPORT[1]
    assert placed.shared(drawing) == 0
