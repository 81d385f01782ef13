"""Opening a sealed part for one account: with its key, held against the study, on the day it is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyrage

from seedcryo_reader.casefile.leaks.rules import Rules
from seedcryo_reader.casefile.part.opening import OpenedPart, Trust, open_part
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.storage.clock import Clock


@dataclass(frozen=True)
class PartOpener:
    """What an account opens parts with.

    Attributes
    ----------
    account : str
    identity : callable
        The account's age identity out of its vault, which may have been locked meanwhile.
    study : Study
    rules : Rules
        Of masking.
    clock : callable
        Its UTC day is the day by which revoked keys are judged when a part comes in.
    """

    account: str
    identity: Callable[[], Identity] = field(repr=False)
    study: Study
    rules: Rules
    clock: Clock

    @contextmanager
    def opened(
        self, file: Path, shown: str, watch: Watch = UNWATCHED, *, received_on: date | None = None
    ) -> Iterator[OpenedPart]:
        """Open a sealed file in memory and verify it; `shown` is how findings name it.

        Without a day it counts as received today.

        Raises
        ------
        Refused
            It is not sound; ``other-account`` where this account has no key for it.
        EnvironmentFailure, Cancelled
            As for `open_part`.
        """
        trust = Trust(self.study, self.rules, received_on or self.clock().utc.date())
        with ExitStack() as stack:
            try:
                part = stack.enter_context(open_part(file, trust, [self.identity()], {}, watch=watch))
            except Refused as refused:
                raise Refused(self._told(refused, file.name, shown)) from refused
            yield part

    def _told(self, refused: Refused, file: str, shown: str) -> Iterator[Finding]:
        if isinstance(refused.__cause__, pyrage.DecryptError):
            text = (
                f"The part is not for the account {self.account}, or its beginning was changed. Sign in to the account "
                "it was sent to; if it was sent to this one, get the file again."
            )
            yield Finding("other-account", text, (shown,))
            return
        for one in refused.findings:
            yield replace(one, files=tuple(shown if name == file else name for name in one.files))
