"""What sealing did and what verifying found, as JSON and as lines for a person."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from seedcryo_reader.casefile.part.contents import Contents
from seedcryo_reader.casefile.part.opening import OpenedPart
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.finding import Finding

if TYPE_CHECKING:  # verifying needs nothing of what seals
    from seedcryo_reader.casefile.part.sealing import Sealed

FORMAT: Final = 1
"""Changes when a key of the reports changes its meaning."""


def sealed_report(sealed: "Sealed | None", findings: Sequence[Finding]) -> dict[str, Json]:
    """The JSON of ``case seal``; everything but the findings is null where nothing was sealed."""
    return {
        "format": FORMAT,
        "file": None if sealed is None else str(sealed.file),
        **_part(sealed.contents if sealed else None, sealed.seal if sealed else None),
        "recipients": None if sealed is None else list(sealed.recipients),
        "notes": [note.plain() for note in (sealed.notes if sealed else ())],
        "ignored": [{"file": name, "reason": reason} for name, reason in (sealed.ignored if sealed else ())],
        "findings": [one.plain() for one in findings],
    }


def sealed_lines(sealed: "Sealed") -> list[str]:
    """The sealed part for a person."""
    lines = [f"Sealed {sealed.file}", *_lines(sealed.contents, sealed.seal)]
    lines += [f"  for       {recipient}" for recipient in sealed.recipients]
    return [*lines, *(f"  note      {note.text} [{note.code}]" for note in sealed.notes)]


def verified_report(
    file: str, part: OpenedPart | None, earlier: Mapping[int, str], findings: Sequence[Finding] = ()
) -> dict[str, Json]:
    """The JSON of ``case verify``; what a part says of itself is null where it was refused."""
    return {
        "format": FORMAT,
        "file": file,
        "sound": part is not None,
        **_part(part.contents if part else None, part.seal if part else None),
        "key": None if part is None else part.key_id,
        "chain": None if part is None else _chain(part, earlier),
        "findings": [one.plain() for one in findings],
    }


def verified_lines(file: str, part: OpenedPart, earlier: Mapping[int, str]) -> list[str]:
    """The verified part for a person."""
    chain = {
        "first": "It is the first part of its case.",
        "checked": "It follows on the part before it.",
        "not-checked": "The part before it is not at hand: whether it follows on it was not checked.",
    }[_chain(part, earlier)]
    return [
        f"{file}: sound",
        *_lines(part.contents, part.seal),
        f"  signed    by key {part.key_id}",
        f"  chain     {chain}",
    ]


def _chain(part: OpenedPart, earlier: Mapping[int, str]) -> str:
    if part.contents.part == 0:
        return "first"
    return "checked" if part.contents.part - 1 in earlier else "not-checked"


def _part(contents: Contents | None, seal: str | None) -> dict[str, Json]:
    if contents is None:
        keys = ("case", "part", "kind", "timepoint", "supersedes", "protocol", "series", "pinned", "seal")
        return dict.fromkeys(keys)
    return {
        "case": contents.case_number,
        "part": contents.part,
        "kind": contents.kind,
        "timepoint": contents.timepoint,
        "supersedes": contents.supersedes,
        "protocol": {"id": contents.protocol.protocol_id, "sha256": contents.protocol.sha256},
        "series": [
            {"number": one.number, "modality": one.modality, "label": one.label, "images": one.images}
            for one in contents.series
        ],
        "pinned": dict(contents.pinned),
        "seal": seal,
    }


def _lines(contents: Contents, seal: str) -> list[str]:
    what = "closing part" if contents.timepoint is None else contents.timepoint
    if contents.supersedes is not None:
        what += f", replaces part {contents.supersedes}"
    pinned: dict[int, list[str]] = {}
    for target, number in sorted(contents.pinned.items()):
        pinned.setdefault(number, []).append(target)
    lines = [
        f"  case      {contents.case_number}, part {contents.part}: {what}",
        f"  protocol  {contents.protocol.protocol_id}",
    ]
    for one in contents.series:
        targets = f", targets {' '.join(pinned[one.number])}" if one.number in pinned else ""
        lines.append(f"  series {one.number:<2} {one.label}, {one.images} images{targets}")
    return [*lines, f"  seal      {seal}"]
