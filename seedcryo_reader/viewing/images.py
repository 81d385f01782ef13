"""The images of an opened timepoint, as a screen needs them. `storage` provides these; `app` joins both."""

from collections.abc import Sequence
from typing import Protocol

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.images import Pin
from seedcryo_reader.imaging.volume import Volume


class ShownSeries(Protocol):
    """One series: its number in the part, modality, label, its stacks as volumes, and all findings about it."""

    @property
    def number(self) -> int:
        """Its number in the part."""

    @property
    def modality(self) -> str:
        """``"CT"`` or ``"MR"``."""

    @property
    def label(self) -> str:
        """From the closed vocabulary."""

    @property
    def volumes(self) -> Sequence[Volume]:
        """Its stacks."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What is wrong or remarkable about it."""


class TimepointImages(Protocol):
    """The decoded images of one timepoint."""

    @property
    def series(self) -> Sequence[ShownSeries]:
        """In the order of the part."""

    @property
    def pinned(self) -> Sequence[Pin]:
        """Which target is to be read on which series."""

    def check_slice(self, series: int, stack: int, k: int) -> None:
        """Hold slice `k` of a stack (both counted from 0) against what was decoded, before it is shown.

        `series` is the number of the series in the part.

        Raises
        ------
        Refused
            It was changed.
        """


class ImageStore(Protocol):
    """Where decoded images come from."""

    def load(self, case_number: str, timepoint: str) -> TimepointImages:
        """The images of an opened timepoint, mapped; quick, nothing is decoded.

        Raises
        ------
        Refused
            They are not there, or not what was opened.
        EnvironmentFailure
            They cannot be read.
        """
