"""What two scripted readers are to be found apart in, as the truth and their manners have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seedcryo_reader.demo.reading.looking import Case
from seedcryo_reader.demo.reading.manner import Manner


@dataclass(frozen=True, slots=True)
class Disputed:
    """A target that has progressed at a timepoint, as one of two readers has measured and the other has not.

    Attributes
    ----------
    case, timepoint, target : str
    lengths : tuple of Decimal
        What the two have measured there, in mm; the truth is with the longer one.
    """

    case: str
    timepoint: str
    target: str
    lengths: tuple[Decimal, ...]


def disputed_of(truth: Mapping[str, Any], manners: tuple[Manner, ...]) -> Disputed:
    """The dispute about a case (an entry of ``cases`` in ``truth.json``) in which one target progresses by its size.

    Raises
    ------
    ValueError
        No target of it progresses.
    """
    at = next((one for one in truth["timepoints"] if one["expected"]["local_progression"]), None)
    if at is None:
        msg = f"no target of {truth['case']} progresses"
        raise ValueError(msg)
    name, [target] = at["timepoint"], at["expected"]["local_progression"]
    said = [Case(truth, one).look(name).said[target].mm for one in manners]
    return Disputed(str(truth["case"]), name, target, tuple(mm for mm in said if mm is not None))
