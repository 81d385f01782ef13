"""What the fixtures built, and its truth."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Built:
    root: Path
    truth: dict[str, Any]
    steps: list[tuple[int, int]]


@dataclass(frozen=True)
class OneTimepoint:
    root: Path
    truth: dict[str, Any]

    def series(self, name: str) -> dict[str, Any]:
        (found,) = [series for series in self.truth["series"] if series["name"] == name]
        return found

    def target(self, name: str) -> dict[str, Any]:
        (found,) = [target for target in self.truth["targets"] if target["id"] == name]
        return found
