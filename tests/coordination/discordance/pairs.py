"""The truth table: pairs of reads in words, and what is to come of them."""

import csv
from functools import cache
from pathlib import Path

from criteria.reads import changed
from support.reads_apart import Pair, SignedRead, pair, shipped

from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.discordance import ReadResult

_VARIABLES = shipped().adjudication.variables

PROTOCOLS = {
    "": {},
    "tolerance of one timepoint": {"adjudication.tolerance_timepoints": 1},
    "best response too": {"adjudication.variables": (*_VARIABLES, "best response")},
    "local progression counts as progression": {"overall.lp_counts_as_pd": True},
    "computed counts": {"calls.counts": "computed"},
    "overall only": {"adjudication.variables": _VARIABLES[3:]},
    "without timepoints": {"adjudication.variables": (_VARIABLES[0], *_VARIABLES[2:4])},
    "decided per endpoint": {"adjudication.unit": "endpoint"},
}
"""What a protocol has else than the trial's, by the words of the table."""


def rows() -> list[dict[str, str]]:
    """The rows of the table."""
    with (Path(__file__).parent / "truth.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def protocol(words: str = "") -> Protocol:
    """The protocol of a row."""
    return changed(shipped(), PROTOCOLS[words])


@cache
def played(first: str, second: str, follow_ups: int = 3, words: str = "") -> Pair:
    """The two signed reads of a row."""
    return pair(first, second, follow_ups=follow_ups, protocol=protocol(words))


def of_row(row: dict[str, str]) -> tuple[Pair, Protocol]:
    """The two signed reads of a row, and its protocol."""
    return played(row["first"], row["second"], int(row["follow-ups"]), row["protocol"]), protocol(row["protocol"])


def result(one: SignedRead, by: Protocol) -> ReadResult:
    """What a read of a pair comes to."""
    return result_of(one.read, by, one.reader.account, one.read.version, one.sha256)


def results(two: Pair, by: Protocol) -> tuple[ReadResult, ReadResult]:
    """What both come to."""
    return result(two.first, by), result(two.second, by)
