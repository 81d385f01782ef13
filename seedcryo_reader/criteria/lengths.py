"""What a lesion measures at each timepoint: pieces added, merged ones counted once, defaults for what is too small."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.course import Course, Lesion, Said, State, Timepoint
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.measurement import Extent

_NONE: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Length:
    """What a lesion adds to a sum at a timepoint: mm, or None where it was not evaluable or not assessed.

    `attenuation_hu` is its mean attenuation where a table gives one.
    """

    lesion: str
    node: bool
    mm: Decimal | None
    attenuation_hu: Decimal | None = None

    def is_gone(self, normal_mm: Decimal) -> bool:
        """Whether it is known not to be there any more: 0 mm, or a node below `normal_mm`."""
        return self.mm is not None and (self.mm < normal_mm if self.node else self.mm == 0)


@dataclass(frozen=True)
class Visit:
    """The lesions of a set at one timepoint; `number` is that of the scheduled timepoint, as in `Timepoint`.

    Worked out of the lengths once: `measured`, those that are known, in mm; `missing`, the lesions without one;
    `total`, the sum of the known ones, in mm.
    """

    timepoint: str
    number: int | Decimal
    lengths: tuple[Length, ...]
    measured: tuple[Decimal, ...] = field(init=False, compare=False, repr=False)
    missing: tuple[str, ...] = field(init=False, compare=False, repr=False)
    total: Decimal = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        known = tuple([one.mm for one in self.lengths if one.mm is not None])
        whole = len(known) == len(self.lengths)
        made = self.__dict__  # a frozen value is filled once, here
        made["measured"] = known
        made["missing"] = () if whole else tuple([one.lesion for one in self.lengths if one.mm is None])
        made["total"] = sum(known, _NONE)


def viable_is_asked(node: bool, protocol: Protocol) -> bool:
    """Whether the viable part of such a lesion is measured too."""
    return ("node" if node else "non-nodal") in protocol.measuring.viable


def merged_into(timepoint: Timepoint, lesion: str) -> str:
    """The lesion that carries this one's diameter: the one it merged into, or itself."""
    said = timepoint.said.get(lesion)
    return said.into if said is not None and said.state is State.MERGED else lesion


def visits(course: Course, lesions: Iterable[Lesion], extent: Extent, protocol: Protocol) -> tuple[Visit, ...]:
    """What the lesions of a set measure at each timepoint, baseline first.

    A lesion merged into another of the set adds nothing; merged into one outside, the first such adds that diameter.
    Of a timepoint that is not evaluable as a whole `course_of` and `evaluations` have taken out all else that was said.
    """
    members = tuple(lesions)
    return tuple(
        Visit(one.name, one.number, tuple(_set_lengths(one, members, extent, protocol))) for one in course.timepoints
    )


def _set_lengths(
    timepoint: Timepoint, lesions: tuple[Lesion, ...], extent: Extent, protocol: Protocol
) -> Iterator[Length]:
    if not timepoint.any_merged:
        for one in lesions:
            yield _own_length(timepoint, one, length_of(timepoint, one, extent, protocol))
        return
    carried = {one.lesion for one in lesions if merged_into(timepoint, one.lesion) == one.lesion}
    for one in lesions:
        carrier = merged_into(timepoint, one.lesion)
        length = length_of(timepoint, Lesion(carrier, one.node), extent, protocol)
        if carrier != one.lesion and carrier in carried and length is not None:
            length = _shown(_NONE, protocol)
        carried.add(carrier)
        yield _own_length(timepoint, one, length)


def _own_length(timepoint: Timepoint, lesion: Lesion, length: Decimal | None) -> Length:
    said = timepoint.said.get(lesion.lesion)
    return Length(lesion.lesion, lesion.node, length, None if said is None else said.attenuation_hu)


def length_of(timepoint: Timepoint, lesion: Lesion, extent: Extent, protocol: Protocol) -> Decimal | None:
    """A lesion's own length in mm, its pieces added; None where it has none."""
    said = timepoint.said.get(lesion.lesion)
    if said is None:
        return None
    if said.state is State.SPLIT:
        pieces = [length_of(timepoint, Lesion(piece, lesion.node), extent, protocol) for piece in said.pieces]
        known = [piece for piece in pieces if piece is not None]
        return sum(known, _NONE) if len(known) == len(pieces) else None
    if extent is Extent.VIABLE and said.state is not State.ABSENT and viable_is_asked(lesion.node, protocol):
        said = said.viable
    return None if said is None else _said_length(said, protocol)


def _said_length(said: Said, protocol: Protocol) -> Decimal | None:
    if said.state is State.ABSENT:
        return _shown(_NONE, protocol)
    return _shown(protocol.lengths.too_small_mm, protocol) if said.state is State.TOO_SMALL else said.mm


def _shown(length: Decimal, protocol: Protocol) -> Decimal:
    """The length with the protocol's decimal places; none is lost, the protocol is checked for that."""
    return length.quantize(Decimal(1).scaleb(-protocol.lengths.places))
