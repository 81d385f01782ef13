"""A limit of growth in words and as a formula."""

from decimal import Decimal

from seedcryo_reader.criteria.explaining.words import least, mm, number, percent
from seedcryo_reader.criteria.numbers import factor
from seedcryo_reader.criteria.protocol.local_model import SizeRule
from seedcryo_reader.criteria.protocol.model import TargetResponse

Rule = TargetResponse | SizeRule


def over_nadir(rule: Rule) -> str:
    """How far over the nadir: ``"at least 20 % and at least 5 mm over"``; without a floor only the percentage."""
    share, floor = _numbers(rule)
    enough = least(rule.inclusive)
    return (
        f"{enough} {percent(share)} over" if floor == 0 else f"{enough} {percent(share)} and {enough} {mm(floor)} over"
    )


def formula(what: str, rule: Rule) -> str:
    """The comparison: ``"sum ≥ 1.2 × nadir and sum − nadir ≥ 5 mm"``; without a floor there still has to be growth."""
    share, floor = _numbers(rule)
    sign = "≥" if rule.inclusive else ">"
    by = f"{what} > nadir" if floor == 0 else f"{what} − nadir {sign} {mm(floor)}"
    return f"{what} {sign} {number(factor(share))} × nadir and {by}"


def _numbers(rule: Rule) -> tuple[Decimal, Decimal]:
    return (rule.percent, rule.floor_mm) if isinstance(rule, SizeRule) else (rule.pd_percent, rule.pd_floor_mm)
