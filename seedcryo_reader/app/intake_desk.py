"""What intake gets from the centre, as its page shows it."""

from collections.abc import Sequence

from seedcryo_reader.app.posting import owner_of
from seedcryo_reader.app.seat import WorkSeat
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.coding import message_from
from seedcryo_reader.domain.messages.intake import TO_INTAKE, QueryForwarded, RepeatWanted
from seedcryo_reader.ui.station.intake_home import Wish


class IntakeDesk:
    """The inbox of an intake account."""

    def __init__(self, seat: WorkSeat) -> None:
        self._seat = seat

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""
        return self._seat.notices

    def wishes(self) -> Sequence[Wish]:
        """What the centre asks for, the newest first, once the station's own post went round."""
        self._seat.go_round()
        inbox = owner_of(self._seat.work).inbox
        came = [one for kind in TO_INTAKE for one in inbox.all(kind)]
        found = []
        for one in sorted(came, key=lambda one: one.received_on, reverse=True):
            match message_from(one.kind, one.body, TO_INTAKE):
                case RepeatWanted(case_number, as_number):
                    found.append(Wish(one.received_on, case_number, as_number=as_number))
                case QueryForwarded(case_number, timepoint, kind, text):
                    found.append(Wish(one.received_on, case_number, timepoint=timepoint, kind=kind, text=text))
        return found
