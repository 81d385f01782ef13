"""The kinds of trouble that are exceptions. What a person must fix in the input is a `Finding` instead."""

from collections.abc import Iterable

from seedcryo_reader.domain.finding import Finding


class EnvironmentFailure(Exception):
    """The surroundings failed (disk full, file unreadable, server away).

    The text is a plain sentence that says what to do; nothing was lost and the act can be tried again.
    """


class Cancelled(Exception):
    """The person cancelled long work; what was unfinished has been removed."""


class Refused(Exception):
    """An input was refused as a whole and nothing was kept of it; `findings` says everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        if not self.findings:
            msg = "a refusal needs a finding"
            raise ValueError(msg)
        super().__init__("; ".join(finding.text for finding in self.findings))
