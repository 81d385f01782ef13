"""The first page of an account, by its role."""

from seedcryo_reader.app.seat import WorkSeat
from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.ports import Seat
from seedcryo_reader.ui.shared.room import Home


def home_of(seat: Seat, background: Background, acts: Acts, icons: Icons) -> Home:
    """Make it. What other roles work with is not even loaded: a reader's process knows nothing of disputes."""
    match seat.account.role:
        case Role.READER:
            from seedcryo_reader.ui.station.worklist import WorklistPage

            return WorklistPage(seat, background, acts)
        case Role.INTAKE:
            from seedcryo_reader.app.intake_desk import IntakeDesk
            from seedcryo_reader.ui.station.intake_home import IntakeHome

            return IntakeHome(IntakeDesk(_whole(seat)), background, acts)
        case Role.ADJUDICATOR:
            from seedcryo_reader.app.adjudicator_seat import AdjudicatorWork
            from seedcryo_reader.ui.adjudication.home import AdjudicatorHome

            whole = _whole(seat)
            return AdjudicatorHome(AdjudicatorWork(whole.work, whole.registering), background, acts, icons)
        case Role.COORDINATOR:
            from seedcryo_reader.app.coordinator_seat import CoordinatorWork
            from seedcryo_reader.ui.coordination.home import CoordinatorHome

            return CoordinatorHome(CoordinatorWork(_whole(seat).work), background, acts)


def _whole(seat: Seat) -> WorkSeat:
    if not isinstance(seat, WorkSeat):
        msg = "the window was given a seat that is not the station's"
        raise TypeError(msg)
    return seat
