"""The screen of a case comes back as it was left; whatever is no such text is no screen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.hanging import Layout
from seedcryo_reader.viewing.kept import Kept, KeptViewport, as_text, from_text
from seedcryo_reader.viewing.view import Orientation, Shown, SlabMode, View

NUMBERS = st.floats(-2000, 2000)
POINTS = st.tuples(NUMBERS, NUMBERS, NUMBERS)
SHOWN = st.builds(Shown, st.sampled_from(["TP0", "TP7"]), st.integers(1, 20), st.integers(0, 3))
WINDOWS = st.builds(Window, NUMBERS, st.floats(1, 5000), st.booleans(), st.booleans())
VIEWS = st.builds(
    View,
    POINTS,
    st.floats(0.01, 10),
    WINDOWS,
    st.sampled_from(Orientation),
    st.booleans(),
    st.floats(0, 50),
    st.sampled_from(SlabMode),
    st.tuples(NUMBERS, NUMBERS),
)
DRAWN = st.builds(
    Drawn, st.sampled_from(Kind), SHOWN, st.sampled_from(Orientation), st.lists(POINTS, max_size=5).map(tuple)
)
SCREENS = st.builds(
    Kept,
    st.sampled_from(["TP0", "TP3"]),
    st.lists(st.builds(KeptViewport, SHOWN, VIEWS, st.integers(0, 3)), max_size=4).map(tuple),
    st.sampled_from(["", "T01"]),
    st.sampled_from(["whole", "viable"]),
    st.sampled_from(["", "bidirectional"]),
    st.booleans(),
    st.none() | DRAWN,
    st.integers(0, 3),
    st.dictionaries(st.text("TP0123/", max_size=6), st.text("0123456789.- ", max_size=9), max_size=3),
    st.sampled_from([str(one) for one in Layout]),
)


@given(SCREENS)
def test_a_screen_comes_back_as_it_was(screen):
    assert from_text(as_text(screen)) == screen


WHOLE = json.loads(as_text(Kept("TP0", (KeptViewport(Shown("TP0", 1), View((0, 0, 0), 1, Window(40, 400))),))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        "{}",
        json.dumps(WHOLE | {"format": 1}),
        json.dumps(WHOLE | {"more": 1}),
        json.dumps(WHOLE | {"layout": "3x3"}),
        json.dumps(WHOLE | {"tool": "saw"}),
        json.dumps(WHOLE | {"lesion": "T01", "extent": ""}),
        json.dumps(WHOLE | {"draft_at": 4}),
        json.dumps({name: value for name, value in WHOLE.items() if name != "viewports"}),
        json.dumps(WHOLE | {"viewports": [{"shown": {}, "view": {}}]}),
        json.dumps(WHOLE | {"draft": {"kind": "spiral", "shown": {}, "orientation": "axial", "points_mm": []}}),
    ],
)
def test_what_is_no_screen_is_none(text):
    assert from_text(text) is None


def test_no_more_viewports_come_back_than_a_screen_has():
    many = json.dumps(WHOLE | {"viewports": WHOLE["viewports"] * 9})
    kept = from_text(many)
    assert kept is not None
    assert len(kept.viewports) == 4
