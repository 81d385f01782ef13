"""How a case lay on the screen when it was left, as text and back: so that a reader goes on where the hand was."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.hanging import Layout
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown, SlabMode, View

FORMAT: Final = 2
MOST_VIEWPORTS: Final = 4


@dataclass(frozen=True, slots=True)
class KeptViewport:
    """What one viewport showed, and in which place, from 0."""

    shown: Shown
    view: View
    place: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """The screen of one case.

    Attributes
    ----------
    timepoint : str
        The timepoint that was open.
    viewports : tuple of KeptViewport
        From left to right, top to bottom; those that showed something.
    lesion, extent : str
        The slot in hand; empty where none was.
    tool : str
        The tool in hand; empty where none was.
    linked : bool
        Whether the viewports moved together.
    draft : Drawn or None
        What was begun and not finished.
    draft_at : int
        The viewport it was begun in.
    offsets : mapping of str to str
        Offsets by hand between pairs of series, as `linking` spells them.
    layout : str
        How many images were side by side, as `hanging.Layout` spells it.
    """

    timepoint: str
    viewports: tuple[KeptViewport, ...] = ()
    lesion: str = ""
    extent: str = ""
    tool: str = ""
    linked: bool = True
    draft: Drawn | None = None
    draft_at: int = 0
    offsets: Mapping[str, str] = field(default_factory=dict)
    layout: str = Layout.ONE


def as_text(kept: Kept) -> str:
    """The screen as JSON."""
    return json.dumps({"format": FORMAT, **asdict(kept)}, separators=(",", ":"))


def from_text(text: str) -> Kept | None:
    """The screen again; None for whatever is not one, of an older program say: then the case is hung afresh."""
    try:
        plain = json.loads(text)
        if plain.pop("format") != FORMAT:
            return None
        viewports = tuple(map(_viewport, plain.pop("viewports")))[:MOST_VIEWPORTS]
        draft = plain.pop("draft")
        kept = Kept(viewports=viewports, draft=None if draft is None else _drawn(draft), **plain)
        _check_words(kept)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return kept


def _check_words(kept: Kept) -> None:
    """Raises ValueError where a word is none that the program knows."""
    Layout(kept.layout)
    for word, words in ((kept.tool, Kind), (kept.extent, Extent)):
        if word or (words is Extent and kept.lesion):
            words(word)
    if kept.draft_at not in range(MOST_VIEWPORTS):
        msg = f"there is no viewport {kept.draft_at}"
        raise ValueError(msg)


def _viewport(plain: Mapping[str, Any]) -> KeptViewport:
    view = dict(plain["view"])
    return KeptViewport(
        Shown(**plain["shown"]),
        View(
            centre_mm=_point(view.pop("centre_mm")),
            window=Window(**view.pop("window")),
            orientation=Orientation(view.pop("orientation")),
            slab_mode=SlabMode(view.pop("slab_mode")),
            turn_degrees=_pair(view.pop("turn_degrees")),
            **view,
        ),
        int(plain["place"]),
    )


def _drawn(plain: Mapping[str, Any]) -> Drawn:
    points = tuple(map(_point, plain["points_mm"]))
    return Drawn(Kind(plain["kind"]), Shown(**plain["shown"]), Orientation(plain["orientation"]), points)


def _point(numbers: Any) -> PointMm:
    x, y, z = map(float, numbers)
    return x, y, z


def _pair(numbers: Any) -> tuple[float, float]:
    first, second = map(float, numbers)
    return first, second
