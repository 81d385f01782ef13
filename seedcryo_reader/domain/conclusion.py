"""What the criteria conclude, with the reason: every rule that was looked at, its numbers, and how it turned out."""

from dataclasses import dataclass

OVERALL = "overall"
"""What a conclusion is about when it is about the whole timepoint, not one lesion."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of a trace.

    Attributes
    ----------
    rule : str
        Name of the rule in the closed table of the criteria, such as ``"progression-by-size"``.
    paragraph : str
        Paragraph of the protocol that asks for it, such as ``"4.2"``.
    text : str
        What it said, in words and with its numbers.
    numbers : tuple of (name, decimal)
        The numbers it looked at, as they were compared.
    comparison : str
        The comparison as a formula, such as ``"30.1 >= 1.2 * 23.4"``; empty where none was made.
    holds : bool
        Whether the rule applied.
    dates_from : str or None
        The earlier timepoint that the progression it found dates from; None where it dates from its own.
    """

    rule: str
    paragraph: str
    text: str
    numbers: tuple[tuple[str, str], ...]
    comparison: str
    holds: bool
    dates_from: str | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One answer of the criteria.

    Attributes
    ----------
    about : str
        A lesion (``"T01"``), a set (``"target"``, ``"non-target"``, ``"new lesions"``), or `OVERALL`.
    value : str
        Such as ``"PD"`` or ``"LP"``.
    text : str
        The reason in one sentence.
    trace : tuple of Step
        In the order they were looked at; the last one that holds decided.
    dates_from : str or None
        The earlier timepoint that a progression dates from; None where it dates from its own.
    """

    about: str
    value: str
    text: str
    trace: tuple[Step, ...]
    dates_from: str | None = None
