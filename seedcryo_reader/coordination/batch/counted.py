"""What counts of a conclusion: the reader's own call where the protocol says so and one was made, else the computed."""

from seedcryo_reader.criteria.evaluation import Evaluation
from seedcryo_reader.criteria.protocol.model import Protocol


def call(evaluation: Evaluation, about: str) -> str:
    """The reader's own call about a target or the timepoint (`OVERALL`); empty where there is none."""
    return evaluation.timepoint.calls.get(about, "")


def counted(evaluation: Evaluation, about: str, protocol: Protocol) -> str:
    """The value that counts; empty where nothing is concluded, as at the baseline."""
    computed = evaluation.value(about) or ""
    return call(evaluation, about) or computed if protocol.calls.counts == "call" else computed
