"""The lesion filmstrip: for every lesion and every opened timepoint the place to cut out, all of a row at one scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from seedcryo_reader.domain.lesion import Assessment
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Read
from seedcryo_reader.domain.sheet import assessed_lesions
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.calipers import drawn_of
from seedcryo_reader.viewing.drawing import Drawn
from seedcryo_reader.viewing.hanging import usual_stack
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.linking import Link, side_of
from seedcryo_reader.viewing.presets import Preset, first_window, preset_window
from seedcryo_reader.viewing.view import Orientation, Shown, View
from seedcryo_reader.viewing.whereabouts import Place, place_of

LEAST_SIDE_MM: Final = 40.0
"""A tile shows this much at least: a lesion is judged by what lies around it."""

ROOM: Final = 1.8
"""A tile is so many times as wide as the longest caliper of its row."""

_STEP_MM: Final = 10.0

Ways = Callable[[Shown, Shown], Link]
"""How one stack leads to another."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A lesion at one timepoint.

    Attributes
    ----------
    timepoint : str
    said : Assessment or None
        What was said of it there.
    place : Place or None
        Where to look; None where nothing tells.
    is_mapped : bool
        The place was not drawn there but found from another timepoint.
    drawn : Drawn or None
        Its caliper.
    """

    timepoint: str
    said: Assessment | None = None
    place: Place | None = None
    is_mapped: bool = False
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A lesion with its tiles in the order of time; each shows a square of `side_mm`."""

    lesion: str
    organ: str
    side_mm: float
    tiles: tuple[Tile, ...]
    extent: Extent = Extent.WHOLE


def rows_of(read: Read, load: Callable[[str], TimepointImages], ways: Ways) -> tuple[Row, ...]:
    """A row for each target and each lesion chosen for the RECIST set."""
    organs = {target.target_id: target.organ for target in read.targets}
    organs |= {name: one.organ for name, one in read.recorded(BASELINE).items()}
    found = []
    for lesion in assessed_lesions(read):
        tiles = [_own_tile(read, load, one.name, lesion) for one in read.timepoints]
        whole = tuple(_mapped(tiles, at, lesion, load, ways) for at in range(len(tiles)))
        found.append(Row(lesion, organs.get(lesion, ""), _side_mm(tiles), whole))
    return tuple(found)


def _own_tile(read: Read, load: Callable[[str], TimepointImages], timepoint: str, lesion: str) -> Tile:
    one = read.timepoint(timepoint)
    said = None if one is None else one.sheet.assessed(lesion)
    place = place_of(read, load(timepoint), timepoint, lesion, Extent.WHOLE)
    drawn = drawn_of(said, place[0]) if isinstance(said, Caliper) and place is not None else None
    return Tile(timepoint, said, place, drawn=drawn)


def _mapped(tiles: Sequence[Tile], at: int, lesion: str, load: Callable[[str], TimepointImages], ways: Ways) -> Tile:
    """The tile; where nothing was drawn there, at the place found from the nearest timepoint that tells."""
    tile = tiles[at]
    if tile.place is not None:
        return tile
    images = load(tile.timepoint)
    for _, other in sorted((abs(n - at), n) for n in range(len(tiles)) if tiles[n].place is not None):
        shown, point = tiles[other].place or (None, None)
        if shown is None or point is None:
            continue
        here = usual_stack(images, tile.timepoint, lesion, like=side_of(load(shown.timepoint), shown))
        there = None if here is None else ways(shown, here).point(point)
        if here is not None and there is not None:
            return Tile(tile.timepoint, tile.said, (here, there), is_mapped=True)
    return tile


def _side_mm(tiles: Sequence[Tile]) -> float:
    longest = max((float(one.said.long.mm) for one in tiles if isinstance(one.said, Caliper)), default=0.0)
    return max(LEAST_SIDE_MM, ceil(longest * ROOM / _STEP_MM) * _STEP_MM)


def tile_view(row: Row, tile: Tile, volume: Volume, modality: str, pixels: float) -> View:
    """How a tile of so many logical pixels is shown; lesions of the lung in the lung's window.

    Raises
    ------
    ValueError
        The tile has no place.
    """
    if tile.place is None:
        msg = "a tile without a place shows nothing"
        raise ValueError(msg)
    orientation = Orientation.ACQUIRED if tile.drawn is None else tile.drawn.orientation
    return View(tile.place[1], row.side_mm / pixels, _window(row, volume, modality), orientation)


def _window(row: Row, volume: Volume, modality: str) -> Window:
    if row.organ == "lung" and modality == "CT":
        return preset_window(volume, Preset.LUNG)
    return first_window(volume, modality)
