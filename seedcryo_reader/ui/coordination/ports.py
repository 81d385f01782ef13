"""What the coordinator's pages need of the station around them. `app` provides it."""

from pathlib import Path
from typing import Protocol

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.ui.coordination.shown.agreement import AgreementShown
from seedcryo_reader.ui.coordination.shown.assigning import Draw, DrawWish, Pool
from seedcryo_reader.ui.coordination.shown.done import Done
from seedcryo_reader.ui.coordination.shown.double_reads import DoubleRead, Settlement, UnlockWish
from seedcryo_reader.ui.coordination.shown.people import EnrolmentShown, ProtocolShown, Replaceable, TrainingWish
from seedcryo_reader.ui.coordination.shown.post import FileLine
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot


class CoordinatorDesk(Protocol):
    """Everything a coordinator does. Not for the UI's thread.

    Whatever is refused raises Refused with every problem at once and changes nothing; EnvironmentFailure where the
    surroundings failed; Cancelled where the watch said so, and what was whole by then is kept.
    """

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once; quick."""

    def look(self, watch: Watch) -> Snapshot:
        """How everything stands now."""

    # --- keys and accounts ---

    def adopt_keys(self, file: Path, password: str) -> None:
        """Keep the centre's keys in this account's vault."""

    def enrolment(self, file: Path) -> EnrolmentShown:
        """Who asks to be accepted."""

    def accept(self, enrolment: EnrolmentShown, person: str) -> None:
        """Accept an account whose fingerprint was compared; `person` is who it is."""

    def revoke(self, account: str, day: str, reason: str) -> None:
        """Count nothing that comes from an account on a UTC day or later."""

    def record_training(self, wish: TrainingWish) -> None:
        """Record how a training ended."""

    # --- assigning and sending ---

    def pool(self, protocol: ProtocolShown) -> Pool:
        """What can be drawn from."""

    def draw(self, wish: DrawWish) -> Draw:
        """What the draw comes to; that it was looked at is logged."""

    def assign(self, wish: DrawWish) -> int:
        """Assign what the draw comes to, and draw its hidden repeats; the number of the batch."""

    def replaceable(self, case_number: str) -> tuple[Replaceable, ...]:
        """Who works at a case and can be replaced, by whom."""

    def replace(self, case_number: str, before: str, after: str, reason: str) -> None:
        """Let a backup reader start a case anew, or another adjudicator decide about it."""

    def release_due(self, watch: Watch) -> Done:
        """Encrypt and send every part that is due."""

    def put_out(self, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
        """Put what waits to go out into a folder."""

    def take_in(self, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
        """Take in what lies there for this account, sealed parts from intake too."""

    def exchange_here(self, watch: Watch) -> tuple[FileLine, ...]:
        """Both with the other accounts of this station."""

    # --- reads ---

    def compare_due(self, watch: Watch) -> Done:
        """Compare the reads of every closed case that were both signed since."""

    def double_read(self, case_number: str) -> DoubleRead:
        """What is worked out of a case's reads."""

    def allow_again(self, wish: UnlockWish, approver: str | None, password: str) -> None:
        """Unlock; where a second person has to approve, with that account's password."""

    def settle(self, settlement: Settlement) -> None:
        """Record what the charter's person decided."""

    def handle_note(self, content: str, text: str) -> None:
        """Record what was done about a note."""

    def forward_note(self, content: str) -> None:
        """Send a query about images on to intake."""

    def agreement(self, watch: Watch) -> AgreementShown:
        """How well readers agree, worked out now."""
