"""What came of something that was done for many cases at once."""

from dataclasses import dataclass

from seedcryo_reader.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Done:
    """For how many cases it was done, and why it was not for others."""

    cases: int
    findings: tuple[Finding, ...] = ()
