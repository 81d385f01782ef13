"""Both reads at the place where they part: what each says, its length, the image, and how far it is from the other."""

from collections.abc import Callable
from decimal import Decimal

from seedcryo_reader.coordination.discordance.turning import Varied, turning_mm
from seedcryo_reader.coordination.discordance.worked import Worked
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, TARGET, Evaluation
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import stated
from seedcryo_reader.domain.discordance import Cause, Divergence, Side
from seedcryo_reader.domain.lesion import Merged, Split
from seedcryo_reader.domain.measurement import Caliper, Extent, ImagePlace
from seedcryo_reader.domain.read import Sheet


def divergence_at(timepoint: str, about: str, cause: Cause, reads: tuple[Worked, Worked]) -> Divergence:
    """The parting of two reads at a timepoint in one item.

    Parameters
    ----------
    timepoint : str
    about : str
        A target, a part of the disease, or overall.
    cause : Cause
        Only where it is a measurement does a length turn anything.
    reads : two Worked
    """
    lesion = _lesion(timepoint, about, reads)
    first, second = (_side(one, other, (timepoint, about, lesion), cause) for one, other in (reads, reads[::-1]))
    return Divergence(timepoint, about, lesion, first, second, cause)


def _lesion(timepoint: str, about: str, reads: tuple[Worked, Worked]) -> str | None:
    """The lesion whose images are shown: the target, or that of both sums in which they differ most."""
    if about != TARGET:
        return about if any(one.target_id == about for one in reads[0].read.targets) else None
    targets = [one.target_id for one in reads[0].read.targets]
    one, other = ({length.lesion: length.mm for length in read.every[timepoint].sum.lengths} for read in reads)
    apart = {name: _apart(one[name], other[name]) for name in targets if name in one and name in other}
    return max(apart, key=apart.__getitem__, default=None)


def _apart(one: Decimal | None, other: Decimal | None) -> Decimal:
    return Decimal(-1) if one is None or other is None else abs(one - other)


def _side(one: Worked, other: Worked, place: tuple[str, str, str | None], cause: Cause) -> Side:
    timepoint, about, lesion = place
    value, against = one.value(timepoint, about), other.value(timepoint, about)
    said = one.said(about)
    if said.progressed_at == timepoint != said.found_at:
        value = f"{value}, later {'LP' if about == lesion else 'PD'}"
    sheet = stated(next(seen.sheet for seen in one.read.timepoints if seen.name == timepoint))
    if about == NEW_LESIONS:
        return Side(value, image=_first_mark(sheet))
    if lesion is None and about != TARGET:
        return Side(value)
    mm = _length(one.every[timepoint], about)
    image = None if lesion is None else _drawn(sheet, lesion, _extent(about, one.protocol))
    turning = _turning(one, place, against) if cause is Cause.TARGET_MEASURE and mm is not None else None
    return Side(value, mm, image, turning)


def _extent(about: str, protocol: Protocol) -> Extent:
    """The extent that counts for the sum, or for local progression by size."""
    size = protocol.local_progression.size
    if about == TARGET:
        return Extent(protocol.target_response.extent)
    return Extent.WHOLE if size is None else Extent(size.extent)


def _length(found: Evaluation, about: str) -> Decimal | None:
    """The length that counts about a target, in mm, or the sum of diameters."""
    if about == TARGET:
        return found.sum.total if found.sum.measured and not found.sum.missing else None
    return next(one.current for one in found.sizes if one.lesion == about)


def _turning(one: Worked, place: tuple[str, str, str | None], against: str) -> Decimal | None:
    """How much longer or shorter a length would have to be for what the other read concludes."""
    timepoint, about, lesion = place
    found = one.every[timepoint]
    if about == TARGET:
        lengths = {length.lesion: length.mm for length in found.sum.lengths}
        varied = lesion if lesion is not None else next(iter(lengths))
        mm = lengths[varied]
    else:
        varied, mm = about, _length(found, about)
    progressed = "PD" if about == TARGET else "LP"
    if mm is None or (one.value(timepoint, about) == progressed) == (against == progressed):
        return None
    return turning_mm(
        Varied(one.course(timepoint), one.protocol, varied, _extent(about, one.protocol), mm),
        _is(about, progressed, wanted=against == progressed),
        longer=against == progressed,
    )


def _is(about: str, progressed: str, *, wanted: bool) -> Callable[[Evaluation], bool]:
    return lambda found: (found.value(about) == progressed) == wanted


# --- images ----------------------------------------------------------------------------------------------------------


def _drawn(sheet: Sheet, lesion: str, extent: Extent) -> ImagePlace | None:
    """The image that a lesion was measured on; of a merged one that of both, of one in pieces that of the longest."""
    said = sheet.assessed(lesion, extent)
    if isinstance(said, Merged):
        said = sheet.assessed(said.into, extent)
    pieces = said.pieces if isinstance(said, Split) else ()
    drawn = [one for one in (said, *(sheet.assessed(piece, extent) for piece in pieces)) if isinstance(one, Caliper)]
    longest = max(drawn, key=lambda one: one.long.mm, default=None)
    return None if longest is None else longest.image


def _first_mark(sheet: Sheet) -> ImagePlace | None:
    """The image that the first of the new lesions of a timepoint was marked on, if it was found there."""
    marks = (one.mark.image for name, one in sorted(sheet.recorded.items()) if name in sheet.new_lesions)
    return next(marks, None)
