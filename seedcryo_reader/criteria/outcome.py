"""What rules conclude, quickly, and the reasons for it only where somebody asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seedcryo_reader.domain.conclusion import Conclusion, Step


@dataclass(frozen=True, slots=True)
class Outcome:
    """A conclusion whose trace is worked out when it is asked for.

    Attributes
    ----------
    about : str
        A lesion, a set, or the timepoint, as in `Conclusion`.
    value : str
    rule : str
        The id of the rule that decided.
    dates_from : str or None
        The earlier timepoint that a progression dates from.
    steps : callable
        The trace: every rule that was looked at, the last that holds decided.
    """

    about: str
    value: str
    rule: str
    dates_from: str | None
    steps: Callable[[], Iterable[Step]]

    def conclusion(self) -> Conclusion:
        """The conclusion with its trace and the reason in one sentence."""
        trace = tuple(self.steps())
        decisive = next(step for step in reversed(trace) if step.holds)
        return Conclusion(self.about, self.value, f"{decisive.text}; rule {decisive.paragraph}", trace, self.dates_from)
