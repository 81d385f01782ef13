"""What a lesion measures at each timepoint, by the protocol's rules for axes, pieces, merged and unmeasurable ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import CHOSEN_ID, Absent, Assessment, Merged, Split, TooSmall
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Read, Sheet, TimepointRead


@dataclass(frozen=True, slots=True)
class Lesion:
    """A measured lesion, and whether it is a lymph node."""

    lesion: str
    node: bool


@dataclass(frozen=True, slots=True)
class Length:
    """What a lesion adds to a sum at a timepoint: mm, or None where it was not evaluable or not assessed."""

    lesion: str
    node: bool
    mm: Decimal | None


@dataclass(frozen=True, slots=True)
class Visit:
    """The lesions of a set at one timepoint."""

    timepoint: str
    lengths: tuple[Length, ...]

    @property
    def measured(self) -> tuple[Decimal, ...]:
        """The lengths that are known, in mm."""
        return tuple(one.mm for one in self.lengths if one.mm is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The lesions without a length."""
        return tuple(one.lesion for one in self.lengths if one.mm is None)

    @property
    def total(self) -> Decimal:
        """Sum of the known lengths, in mm."""
        return sum(self.measured, Decimal(0))


def targets(read: Read) -> tuple[Lesion, ...]:
    """The prespecified targets."""
    return tuple(Lesion(one.target_id, one.node) for one in read.targets)


def chosen(read: Read) -> tuple[Lesion, ...]:
    """The lesions that the reader chose at the baseline for the sum of diameters."""
    recorded = sorted(read.recorded(BASELINE).items())
    return tuple(Lesion(name, one.node) for name, one in recorded if CHOSEN_ID.fullmatch(name))


def recist_lesions(read: Read) -> tuple[Lesion, ...]:
    """The lesions in the sum of diameters: those put into the set at the baseline, or all targets."""
    baseline = read.timepoint(BASELINE)
    in_set = None if baseline is None else stated(baseline.sheet).recist_set
    if in_set is None:
        return targets(read)
    known = {one.lesion: one for one in (*targets(read), *chosen(read))}
    return tuple(known[name] for name in in_set)


def until(read: Read, timepoint: str) -> tuple[TimepointRead, ...]:
    """The timepoints up to and including this one, baseline first.

    Raises
    ------
    ValueError
        It was not opened.
    """
    last = read.timepoint(timepoint)
    if last is None:
        msg = f"{timepoint} was not opened"
        raise ValueError(msg)
    return (*read.before(timepoint), last)


def after_reference(timepoint: str, protocol: Protocol) -> bool:
    """Whether a timepoint lies after the reference timepoint."""
    return number(timepoint) > protocol.reference.timepoint


def number(timepoint: str) -> int:
    """The number of a timepoint: 3 for ``"TP3"``."""
    return int(timepoint.removeprefix("TP"))


def viable_is_asked(node: bool, protocol: Protocol) -> bool:
    """Whether the viable part of such a lesion is measured too."""
    return ("node" if node else "non-nodal") in protocol.measuring.viable


def stated(sheet: Sheet) -> Sheet:
    """The sheet, or where the whole timepoint is not evaluable one that says no more than this.

    Lesions that were recorded there are known from then on, and the set that was chosen is the set: that stays.
    """
    if sheet.not_evaluable is None:
        return sheet
    return Sheet(recorded=sheet.recorded, recist_set=sheet.recist_set, not_evaluable=sheet.not_evaluable)


def merged_into(sheet: Sheet, lesion: str) -> str:
    """The lesion that carries this one's diameter: the one it merged into, or itself."""
    said = sheet.assessed(lesion)
    return said.into if isinstance(said, Merged) else lesion


def visits(read: Read, lesions: Iterable[Lesion], extent: Extent, protocol: Protocol, upto: str) -> Iterator[Visit]:
    """What the lesions of a set measure at each timepoint up to and including one, baseline first.

    A lesion merged into another of the set adds nothing; merged into one outside, the first such adds that diameter.
    """
    members = tuple(lesions)
    for one in until(read, upto):
        yield Visit(one.name, tuple(_set_lengths(stated(one.sheet), members, extent, protocol)))


def _set_lengths(sheet: Sheet, lesions: tuple[Lesion, ...], extent: Extent, protocol: Protocol) -> Iterator[Length]:
    carried = {one.lesion for one in lesions if merged_into(sheet, one.lesion) == one.lesion}
    for one in lesions:
        carrier = merged_into(sheet, one.lesion)
        length = _length(sheet, Lesion(carrier, one.node), extent, protocol)
        if carrier != one.lesion and carrier in carried and length is not None:
            length = _shown(Decimal(0), protocol)
        carried.add(carrier)
        yield Length(one.lesion, one.node, length)


def _length(sheet: Sheet, lesion: Lesion, extent: Extent, protocol: Protocol) -> Decimal | None:
    """A lesion's own length in mm, its pieces added."""
    whole = sheet.assessed(lesion.lesion)
    if isinstance(whole, Split):
        pieces = [_length(sheet, Lesion(piece, lesion.node), extent, protocol) for piece in whole.pieces]
        known = [piece for piece in pieces if piece is not None]
        return sum(known, Decimal(0)) if len(known) == len(pieces) else None
    wanted = extent is Extent.VIABLE and viable_is_asked(lesion.node, protocol) and not isinstance(whole, Absent)
    said = sheet.assessed(lesion.lesion, Extent.VIABLE) if wanted else whole
    return _said_length(said, lesion.node, protocol)


def _said_length(said: Assessment | None, node: bool, protocol: Protocol) -> Decimal | None:
    if isinstance(said, Absent):
        return _shown(Decimal(0), protocol)
    if isinstance(said, TooSmall):
        return _shown(protocol.lengths.too_small_mm, protocol)
    if isinstance(said, Caliper):
        rule = protocol.measuring.node if node else protocol.measuring.non_nodal
        axis = said.long if rule == "long" else said.short
        return None if axis is None else axis.mm
    return None


def _shown(length: Decimal, protocol: Protocol) -> Decimal:
    """The length with the protocol's decimal places; none is lost, the protocol is checked for that."""
    return length.quantize(Decimal(1).scaleb(-protocol.lengths.places))
