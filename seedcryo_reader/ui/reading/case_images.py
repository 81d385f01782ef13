"""The images of the case on the desk: mapped once per timepoint, looked up by what a viewport shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.images import Pin
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing.images import ImageStore, ShownSeries, TimepointImages
from seedcryo_reader.viewing.view import Shown


@dataclass(frozen=True, eq=False)
class WatchedImages:
    """The images of a timepoint; whatever is found to be damaged is told besides."""

    images: TimepointImages
    damaged: Callable[[Refused], None]

    @property
    def series(self) -> Sequence[ShownSeries]:
        """In the order of the part."""
        return self.images.series

    @property
    def pinned(self) -> Sequence[Pin]:
        """Which target is to be read on which series."""
        return self.images.pinned

    def check_slice(self, series: int, stack: int, k: int) -> None:
        """Hold a slice against what was decoded; raises Refused where it was changed."""
        try:
            self.images.check_slice(series, stack, k)
        except Refused as refused:
            self.damaged(refused)
            raise


class CaseImages:
    """The images of one case.

    `load` raises Refused or EnvironmentFailure, as `ImageStore` does.

    Parameters
    ----------
    store : ImageStore
    case_number : str
    damaged : callable, optional
        Told of every damaged slice that is to be shown.
    """

    def __init__(
        self, store: ImageStore, case_number: str, damaged: Callable[[Refused], None] = lambda _refused: None
    ) -> None:
        self._store = store
        self._case_number = case_number
        self._damaged = damaged
        self._loaded: dict[str, TimepointImages] = {}

    def load(self, timepoint: str) -> TimepointImages:
        """The images of an opened timepoint."""
        if timepoint not in self._loaded:
            self._loaded[timepoint] = WatchedImages(self._store.load(self._case_number, timepoint), self._damaged)
        return self._loaded[timepoint]

    def forget(self) -> None:
        """Let go of everything: images were decoded again, or purged."""
        self._loaded.clear()

    def series(self, timepoint: str, number: int) -> ShownSeries | None:
        """A series by its number; None where there is none."""
        return next((one for one in self.load(timepoint).series if one.number == number), None)

    def volume(self, shown: Shown) -> Volume | None:
        """The stack that a viewport shows; None where there is none."""
        series = self.series(shown.timepoint, shown.series)
        return series.volumes[shown.stack] if series is not None and shown.stack < len(series.volumes) else None

    def modality(self, shown: Shown) -> str:
        """``"CT"``, ``"MR"``, or nothing where the series is not there."""
        series = self.series(shown.timepoint, shown.series)
        return "" if series is None else series.modality

    def place_of(self, timepoint: str, number: int, sop_instance: str, frame: int) -> tuple[Shown, int] | None:
        """The stack and slice of an image."""
        series = self.series(timepoint, number)
        for stack, volume in enumerate(() if series is None else series.volumes):
            for k, source in enumerate(volume.sources):
                if (source.sop_instance, source.frame) == (sop_instance, frame):
                    return Shown(timepoint, number, stack), k
        return None
