"""The manual names what the report holds."""

import re
from pathlib import Path

from coordination.agreement.made import OPTIONS, SIZE, compared, measured

from seedcryo_reader.coordination.agreement import control_chart, figures
from seedcryo_reader.coordination.agreement.pairs import AgreementInput
from seedcryo_reader.coordination.agreement.ratings import SCALES
from seedcryo_reader.coordination.agreement.report import agreement_report

PAGE = (Path(__file__).resolve().parents[3] / "resources" / "manual" / "agreement.md").read_text(encoding="utf-8")


def keys(value):
    """Every key within a JSON value."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def test_every_key_of_the_report_is_in_the_manual_and_every_key_there_is_one():
    cases = [compared(1, causes=SIZE, accepted=["ben"], lengths=[20])]
    told = agreement_report(AgreementInput(tuple(cases), tuple(measured([("20", "21")]))), OPTIONS).plain()
    section = PAGE[PAGE.index("## JSON, format 1") :]
    named = set(re.findall(r"`([a-z_0-9]+)`", section))
    figures_named = set(re.findall(r"^\| (`.*?) \|", PAGE, flags=re.MULTILINE))
    of_lengths = {one for row in figures_named for one in re.findall(r"`([a-z_0-9]+)`", row)}
    assert keys(told) <= named | of_lengths
    assert named <= keys(told) | {"null"}


def test_every_scale_stands_there_with_its_categories():
    rows = re.findall(r"^\| ([a-z ]+) \| ([a-z ]+) \| (.*) \|$", PAGE, flags=re.MULTILINE)
    told = {about: (unit, words) for about, unit, words in rows}
    for scale in SCALES:
        unit, words = told[scale.about]
        assert unit == scale.unit
        assert words == ", ".join(scale.categories) or words.startswith("the same")


def test_the_smallest_numbers_are_those_of_the_program():
    words = " ".join(PAGE.split())
    assert f"from {figures.FEWEST_CASES} cases on, its interval from {figures.FEWEST_FOR_INTERVAL} cases on" in words
    assert f"A subgroup of fewer than {control_chart.FEWEST_IN_POINT} has no limits" in words
    assert f"no centre line for fewer than {control_chart.FEWEST_IN_ALL} in two subgroups" in words
