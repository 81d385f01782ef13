"""The hanging protocol: which timepoint and which series hangs where, and which series comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from seedcryo_reader.viewing.images import ShownSeries, TimepointImages
from seedcryo_reader.viewing.linking import Side, shares_window, side_of
from seedcryo_reader.viewing.view import Shown, View


class Layout(StrEnum):
    """How many images are side by side, as rows × columns."""

    ONE = "1"
    TWO = "1x2"
    FOUR = "2x2"

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns."""
        return {Layout.ONE: (1, 1), Layout.TWO: (1, 2), Layout.FOUR: (2, 2)}[self]

    @property
    def places(self) -> int:
        """How many images it has room for."""
        rows, columns = self.grid
        return rows * columns


class Role(StrEnum):
    """What a hung timepoint is in the comparison; one that is several of them is called by the first."""

    CURRENT = "current"
    BASELINE = "baseline"
    NADIR = "nadir"
    PREVIOUS = "previous"
    PHASE = "phase"


@dataclass(frozen=True, slots=True)
class Hung:
    """A stack and why it hangs there."""

    shown: Shown
    role: Role


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be hung.

    Attributes
    ----------
    current : str
        The timepoint in hand.
    target : str or None
        The lesion in hand: its pinned series is hung.
    prior : str or None
        What to compare with where there is room for one; None for the timepoint before the current one.
    nadir : str or None
        The timepoint of the smallest size so far.
    series : int or None
        Number of the series of the current timepoint that the reader chose; None for the usual one.
    """

    current: str
    target: str | None = None
    prior: str | None = None
    nadir: str | None = None
    series: int | None = None


def hang(layout: Layout, images: Mapping[str, TimepointImages], wanted: Wanted) -> tuple[Hung | None, ...]:
    """What hangs in each place, from left to right and top to bottom; the current timepoint last.

    Places without a prior (at the baseline, say) get the other phases or sequences of the current timepoint, and None
    where there are no more.

    Parameters
    ----------
    images : mapping of timepoint to its images
        Every opened timepoint, in order.
    """
    current = usual_stack(images[wanted.current], wanted.current, wanted.target, chosen=wanted.series)
    if current is None:
        return (None,) * layout.places
    like = side_of(images[wanted.current], current)
    room = layout.places - 1
    hung = []
    for role, timepoint in _priors(layout, list(images), wanted):
        found = usual_stack(images[timepoint], timepoint, wanted.target, like=like)
        if found is not None:
            hung.append(Hung(found, role))
    hung = hung[-room:] if room else []
    phases = [Hung(one, Role.PHASE) for one in cycle(images[wanted.current], current) if one != current]
    filled = [*hung, *phases[: room - len(hung)]]
    return (*filled, *(None,) * (room - len(filled)), Hung(current, Role.CURRENT))


def _priors(layout: Layout, timepoints: Sequence[str], wanted: Wanted) -> list[tuple[Role, str]]:
    """The timepoints to compare with, each once, in the order of time."""
    before = timepoints[: timepoints.index(wanted.current)]
    if not before and wanted.prior is None:
        return []
    previous = wanted.prior or before[-1]
    roles = {timepoints[0]: Role.BASELINE}
    if wanted.nadir is not None:
        roles.setdefault(wanted.nadir, Role.NADIR)
    roles.setdefault(previous, Role.PREVIOUS)
    asked = roles if layout is Layout.FOUR else {previous: roles[previous]}
    return [(asked[one], one) for one in timepoints if one in asked and one != wanted.current]


def usual_stack(
    images: TimepointImages,
    timepoint: str,
    target: str | None = None,
    *,
    like: Side | None = None,
    chosen: int | None = None,
) -> Shown | None:
    """The stack to show of a timepoint; None where it has no images.

    It is of the series that was chosen, else of the one pinned for the target, else of one labelled like the image
    beside it, else of the first of that modality, else of the first of all. Localizers come last.
    """
    pinned = next((pin.series for pin in images.pinned if pin.target == target), None)
    readable = [one for one in images.series if one.volumes]
    wishes = (
        [one for one in readable if one.number == chosen],
        [one for one in readable if one.number == pinned],
        [one for one in readable if like is not None and one.label == like.label and one.modality == like.modality],
        [one for one in _no_localizers(readable) if like is not None and one.modality == like.modality],
        _no_localizers(readable),
        readable,
    )
    series = next((found[0] for found in wishes if found), None)
    return None if series is None else main_stack(series, timepoint)


def main_stack(series: ShownSeries, timepoint: str) -> Shown:
    """The stack of a series with the most slices."""
    sizes = [len(volume.array) for volume in series.volumes]
    return Shown(timepoint, series.number, sizes.index(max(sizes)))


def _no_localizers(series: Sequence[ShownSeries]) -> list[ShownSeries]:
    return [one for one in series if not one.label.endswith("localizer")]


# --- the other phases and sequences of a timepoint -------------------------------------------------------------------


def cycle(images: TimepointImages, shown: Shown) -> tuple[Shown, ...]:
    """What one key goes round: every series of the timepoint in its order, localizers left out."""
    series = [one for one in images.series if one.volumes]
    rounds = [one for one in series if one in _no_localizers(series) or one.number == shown.series]
    return tuple(shown if one.number == shown.series else main_stack(one, shown.timepoint) for one in rounds)


def next_series(images: TimepointImages, shown: Shown, step: int = 1) -> Shown:
    """The next phase or sequence after the one that is shown (or with -1 the one before); round and round."""
    rounds = cycle(images, shown)
    return rounds[(rounds.index(shown) + step) % len(rounds)] if shown in rounds else shown


def carried(view: View, sides: tuple[Side, Side], own: View) -> View:
    """The view of the series that comes next: at the same place and scale, cut the same way, with the window kept.

    Parameters
    ----------
    view : View
        How the series before was shown.
    sides : (before, after)
    own : View
        How the series that comes next would be shown by itself: it gives what cannot be carried over, such as the
        window between sequences whose values do not compare.
    """
    before, after = sides
    window = view.window if before.modality == after.modality == "CT" or shares_window(before, after) else own.window
    if before.space != after.space or not (before.calibrated and after.calibrated):
        return replace(own, window=window)
    orientation = view.orientation if after.reformattable else own.orientation
    return replace(view, window=window, orientation=orientation)
