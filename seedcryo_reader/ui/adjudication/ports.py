"""What the adjudicator's pages need of the station around them. `app` provides these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from seedcryo_reader.domain.dispute import DisputeState
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.registration.judging import Registered
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.viewing.images import ImageStore

if TYPE_CHECKING:
    from seedcryo_reader.adjudication.desk import Deciding


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """A dispute in the worklist.

    Attributes
    ----------
    dispute_id, case_number : str
    state : DisputeState
    wants_own_read : bool
        Whether the case has to be read before A and B are shown.
    is_decided : bool
        Whether a decision is on record, also of one that was superseded later.
    """

    dispute_id: str
    case_number: str
    state: DisputeState
    wants_own_read: bool = False
    is_decided: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided."""
        return self.state in {DisputeState.RECEIVED, DisputeState.SHOWN}


class AdjudicatorSeat(Protocol):
    """A signed-in adjudicator, with everything disputes are decided with."""

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""

    @property
    def images(self) -> ImageStore:
        """The decoded images of the case that is looked at."""

    def disputes(self) -> Sequence[DisputeShown]:
        """Every dispute that came, in the order in which they are to be decided. Not for the UI's thread."""

    def deciding(self, dispute_id: str) -> "Deciding":
        """A dispute on the desk; raises Refused where no such dispute came. Not for the UI's thread."""

    def open_all(self, case_number: str, timepoints: Sequence[str], watch: Watch) -> None:
        """Decode the images of every timepoint of a case, as far as they are not decoded. Not for the UI's thread.

        Raises
        ------
        Refused
            A part is not here, or not sound.
        EnvironmentFailure, Cancelled
            No room for the images, or the person cancelled.
        """

    def close_case(self, case_number: str) -> None:
        """Remove the decoded images of a case that was decided; raises EnvironmentFailure."""

    def register(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        """Bring two volumes together, in a worker. Slow; raises EnvironmentFailure or Cancelled."""

    def kept_draft(self, dispute_id: str) -> str | None:
        """The draft of a decision as it was kept last."""

    def keep_draft(self, dispute_id: str, text: str) -> None:
        """Keep a draft instead; raises EnvironmentFailure where it cannot be written."""
