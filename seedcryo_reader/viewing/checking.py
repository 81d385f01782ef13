"""Slices held against what was decoded before they are shown, each once."""

from collections.abc import Callable, Iterable

from seedcryo_reader.domain.errors import Refused


class SliceChecks:
    """Which slices of one stack were checked, and what is wrong with those that were changed."""

    def __init__(self, check: Callable[[int], None]) -> None:
        """Take what checks slice k and raises `Refused` for one that was changed."""
        self._check = check
        self._told: dict[int, str | None] = {}

    def missing(self, slices: Iterable[int]) -> tuple[int, ...]:
        """Those that were not checked yet."""
        return tuple(k for k in slices if k not in self._told)

    def check(self, slices: Iterable[int]) -> None:
        """Check those that were not checked yet."""
        for k in self.missing(slices):
            try:
                self._check(k)
            except Refused as refused:
                self._told[k] = " ".join(finding.text for finding in refused.findings)
            else:
                self._told[k] = None

    def damage(self, slices: Iterable[int]) -> str | None:
        """What is wrong with the first of them that was changed; None where all that were checked are sound."""
        return next((text for k in slices if (text := self._told.get(k)) is not None), None)
