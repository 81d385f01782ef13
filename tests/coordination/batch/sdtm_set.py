"""A data set as public SDTM examples are laid out: TU of the screening visit, TR with both diameters, three assessors.

`DataSet.expected` is worked out by a second, plain implementation of RECIST 1.1 that shares nothing with the program.
"""

import csv
import random
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

VISITS = ("SCREENING", "WEEK 3", "WEEK 6", "WEEK 9", "WEEK 12")
ASSESSORS = (("INVESTIGATOR", ""), ("INDEPENDENT ASSESSOR", "RADIOLOGIST 1"), ("INDEPENDENT ASSESSOR", "RADIOLOGIST 2"))
TU = (
    "STUDYID", "DOMAIN", "USUBJID", "TUSEQ", "TULNKID", "TUTESTCD", "TUTEST", "TUORRES", "TUSTRESC", "TULOC", "TUEVAL",
    "TUEVALID", "TUDTC", "VISITNUM", "VISIT",
)  # fmt: skip
TR = (
    "DOMAIN", "STUDYID", "USUBJID", "TRGRPID", "TRLNKID", "TRTESTCD", "TRTEST", "TRORRES", "TRORRESU", "TRSTRESC",
    "TRSTRESN", "TRSTRESU", "VISITNUM", "VISIT", "TREVAL", "TREVALID", "TRACPTFL", "TRDTC", "TRSEQ",
)  # fmt: skip
NON_TARGET_STATES = ("PRESENT", "PRESENT", "PRESENT", "ABSENT", "UNEQUIVOCAL")


@dataclass
class DataSet:
    """The rows of both tables, and what every follow-up of every subject and assessor comes to."""

    tu: list[dict[str, str]] = field(default_factory=list)
    tr: list[dict[str, str]] = field(default_factory=list)
    expected: dict[tuple[str, str, str, str], str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write tu.csv and tr.csv."""
        for name, columns, rows in (("tu", TU, self.tu), ("TR", TR, self.tr)):
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, columns)
                writer.writeheader()
                writer.writerows({key: one.get(key, "") for key in columns} for one in rows)
        return folder


def data_set(seed: int, subjects: int = 8) -> DataSet:
    """A whole set; the same seed gives the same."""
    dice, made = random.Random(seed), DataSet()  # noqa: S311 - numbers for a test
    for number in range(1, subjects + 1):
        for assessor in ASSESSORS:
            subject = f"01-701-{1000 + number}"
            if number % 4 == 0:
                _non_target_course(made, dice, subject, assessor)
            else:
                _target_course(made, dice, subject, assessor)
    return made


def _target_course(made: DataSet, dice: random.Random, subject: str, assessor: tuple[str, str]) -> None:
    lesions = {f"T{place:02}": dice.random() < 0.3 for place in range(1, dice.randint(2, 5))}
    for lesion, node in lesions.items():
        _identify(made, subject, assessor, lesion, "TARGET", "LYMPH NODE" if node else "LIVER")
    has_others = dice.random() < 0.3
    if has_others:
        _identify(made, subject, assessor, "NT01", "NON-TARGET", "BONE")
    sizes = {lesion: dice.randint(150, 400) for lesion in lesions}
    trend, seen, states = dice.choice((0.0, 0.6, 0.9, 1.0, 1.15)), [], []
    for visit in range(len(VISITS)):
        here: dict[str, Fraction] = {}
        for lesion, node in lesions.items():
            if visit:
                sizes[lesion] = max(0, round(sizes[lesion] * dice.uniform(trend - 0.15, trend + 0.25)))
                sizes[lesion] = 0 if sizes[lesion] < 20 and not node else sizes[lesion]
            if visit and dice.random() < 0.08:
                continue
            here[lesion] = _measure(made, dice, subject, assessor, visit, lesion, sizes[lesion], node)
        if has_others:
            states.append("PRESENT" if visit == 0 else dice.choice(NON_TARGET_STATES))
            _state(made, subject, assessor, visit, "NT01", states[-1])
        seen.append(here)
    _expect(made, subject, assessor, lesions, seen, states)


def _measure(made, dice, subject, assessor, visit, lesion, tenths, node) -> Fraction:
    """Both diameters, one of them derived by a percentage in binary, with all of its places."""
    given = tenths / 10
    other = given * dice.choice((1.33, 0.7, 0.95))
    for test, value in (("LDIAM", other if node else given), ("LPERP", given if node else other)):
        derived = value is other
        made.tr.append(
            _result(subject, assessor, visit, lesion, test)
            | {
                "TRGRPID": "TARGET",
                "TRORRES": str(round(value, 2)) if derived else f"{tenths // 10}.{tenths % 10}",
                "TRORRESU": "mm",
                "TRSTRESC": str(round(value, 2)) if derived else f"{tenths // 10}.{tenths % 10}",
                "TRSTRESN": repr(round(value, 2) + 3.6e-15 if derived else value),
                "TRSTRESU": "mm",
            }
        )
    return Fraction(tenths, 10)


def _non_target_course(made: DataSet, dice: random.Random, subject: str, assessor: tuple[str, str]) -> None:
    names = ("NT01", "NT02")
    for name in names:
        _identify(made, subject, assessor, name, "NON-TARGET", "LUNG")
        _state(made, subject, assessor, 0, name, "PRESENT")
    gone_before = False
    for visit in range(1, len(VISITS)):
        states = [dice.choice(NON_TARGET_STATES) for _ in names]
        for name, state in zip(names, states, strict=True):
            _state(made, subject, assessor, visit, name, state)
        back = gone_before and any(state != "ABSENT" for state in states)
        value = "PD" if "UNEQUIVOCAL" in states or back else "CR" if set(states) == {"ABSENT"} else "NON-CR/NON-PD"
        gone_before = gone_before or value == "CR"
        made.expected[subject, *assessor, VISITS[visit]] = value


def _expect(made, subject, assessor, lesions, seen, states) -> None:
    baseline, was_cr = sum(seen[0].values()), False
    for visit in range(1, len(VISITS)):
        here, complete = seen[visit], len(seen[visit]) == len(lesions)
        before = [sum(one.values()) for one in seen[:visit] if len(one) == len(lesions)]
        there = [name for name, mm in here.items() if (mm >= 10 if lesions[name] else mm > 0)]
        total, nadir = sum(here.values()), min(before)
        if not here:
            target = "NE"
        elif complete and not there:
            target = "CR"
        elif (was_cr and there) or (total - nadir >= 5 and 5 * total >= 6 * nadir):
            target = "PD"
        elif not complete:
            target = "NE"
        else:
            target = "PR" if 10 * total <= 7 * baseline else "SD"
        state = states[visit] if states else ""
        back = was_cr and state == "PRESENT"
        if state == "UNEQUIVOCAL" or target == "PD" or back:
            value = "PD"
        elif target == "CR" and state == "PRESENT":
            value = "PR"
        else:
            value = target
        was_cr = was_cr or value == "CR"
        made.expected[subject, *assessor, VISITS[visit]] = value


def _identify(made, subject, assessor, lesion, kind, place) -> None:
    made.tu.append(
        {
            "STUDYID": "PUBLIC01", "DOMAIN": "TU", "USUBJID": subject, "TUSEQ": str(len(made.tu) + 1),
            "TULNKID": lesion,
            "TUTESTCD": "TUMIDENT", "TUTEST": "Tumor Identification", "TUORRES": kind, "TUSTRESC": kind, "TULOC": place,
            "TUEVAL": assessor[0], "TUEVALID": assessor[1], "TUDTC": "2014-01-02", "VISITNUM": "1", "VISIT": VISITS[0],
        }
    )  # fmt: skip


def _state(made, subject, assessor, visit, lesion, state) -> None:
    row = _result(subject, assessor, visit, lesion, "TUMSTATE")
    made.tr.append(row | {"TRGRPID": "NON-TARGET", "TRORRES": state, "TRSTRESC": state})


def _result(subject, assessor, visit, lesion, test) -> dict[str, str]:
    return {
        "DOMAIN": "TR", "STUDYID": "PUBLIC01", "USUBJID": subject, "TRLNKID": lesion, "TRTESTCD": test, "TRTEST": test,
        "VISITNUM": str(visit + 1), "VISIT": VISITS[visit], "TREVAL": assessor[0], "TREVALID": assessor[1],
        "TRDTC": "2014-01" if visit == 2 else f"2014-0{visit + 1}-11",
    }  # fmt: skip
