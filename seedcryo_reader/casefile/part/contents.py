"""What a part says of itself: `data/case.json`, and the frozen values made of it."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain.canonical import Json, encode
from seedcryo_reader.domain.case import Target

FORMAT: Final = "seedcryo-case/1"
SUFFIX: Final = ".seedcase"
MOST_PARTS: Final = 100
MOST_SERIES: Final = 99

Kind: TypeAlias = Literal["timepoint", "closing"]


@dataclass(frozen=True, slots=True)
class Link:
    """An earlier part of the chain.

    Attributes
    ----------
    part : int
        Its number, 0 for the baseline.
    kind : "timepoint" or "closing"
    timepoint : str or None
        ``"TP0"``; None for a closing part.
    seal : str
        SHA-256 of its tag manifest, 64 hex digits: the bytes that are signed, and through them all of the part.
    """

    part: int
    kind: Kind
    timepoint: str | None
    seal: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a part.

    Attributes
    ----------
    number : int
        1, 2, …; also its Series Number, and the name of its folder.
    uid : str
        Its masked Series Instance UID.
    modality : str
        ``"CT"`` or ``"MR"``.
    label : str
        Out of the closed vocabulary.
    images : int
        Number of its files.
    """

    number: int
    uid: str
    modality: str
    label: str
    images: int

    @property
    def folder(self) -> str:
        """Where its images lie in the bag."""
        return f"data/series-{self.number:02}"


@dataclass(frozen=True, slots=True)
class Contents:
    """One part of a case.

    Attributes
    ----------
    study_id, root_id : str
        The study, and the key id of its first key.
    protocol : Protocol
        The protocol the case is read by, the same in all its parts.
    case_number : str
    kind : "timepoint" or "closing"
    timepoint : str or None
    chain : tuple of Link
        Every earlier part, in order; this part's number is their count.
    supersedes : int or None
        Number of the part that this one replaces.
    series : tuple of Series
    pinned : dict
        Target id → number of the series it is to be read on.
    targets : tuple of Target
        The prespecified targets; only in a baseline part.
    target_ids : tuple of str
        Their ids, in every part.
    """

    study_id: str
    root_id: str
    protocol: Protocol
    case_number: str
    kind: Kind
    timepoint: str | None
    chain: tuple[Link, ...]
    supersedes: int | None
    series: tuple[Series, ...]
    pinned: dict[str, int]
    targets: tuple[Target, ...]
    target_ids: tuple[str, ...]

    @property
    def part(self) -> int:
        """Number of this part."""
        return len(self.chain)

    @property
    def follow_ups(self) -> bool:
        """Whether the case has a timepoint after its baseline, this part included."""
        return any(one not in {None, "TP0"} for one in (self.timepoint, *(link.timepoint for link in self.chain)))

    @property
    def identifier(self) -> str:
        """Case and part in one word, such as ``C-0042.p2``."""
        return f"{self.case_number}.p{self.part}"

    @property
    def file_name(self) -> str:
        """Name of the sealed file."""
        return self.identifier + SUFFIX

    def encoded(self) -> bytes:
        """Canonical bytes of ``case.json``."""
        return encode(
            {
                "format": FORMAT,
                "study": {"id": self.study_id, "root": self.root_id},
                "protocol": {"id": self.protocol.protocol_id, "sha256": self.protocol.sha256},
                "case": self.case_number,
                "part": self.part,
                "previous": self.chain[-1].seal if self.chain else None,
                "chain": [_link(one) for one in self.chain],
                "kind": self.kind,
                "timepoint": self.timepoint,
                "supersedes": self.supersedes,
                "series": [_series(one) for one in self.series],
                "pinned": dict(self.pinned),
                "targets": [_target(one) for one in self.targets],
                "target_ids": list(self.target_ids),
            }
        )


def _link(link: Link) -> Json:
    return {"part": link.part, "kind": link.kind, "timepoint": link.timepoint, "seal": link.seal}


def _series(series: Series) -> Json:
    return {
        "number": series.number,
        "uid": series.uid,
        "modality": series.modality,
        "label": series.label,
        "images": series.images,
        "folder": series.folder,
    }


def _target(target: Target) -> Json:
    return {
        "id": target.target_id,
        "organ": target.organ,
        "place": target.place,
        "node": target.node,
        "mark_mm": None if target.mark_mm is None else list(target.mark_mm),
    }


def file_identity(name: str) -> tuple[str, int] | None:
    """Case number and part number that a file's name states; None for any other name."""
    match = re.fullmatch(r"(C-[0-9]{4})\.p(0|[1-9][0-9]?)\.seedcase", name)
    return (match[1], int(match[2])) if match else None
