"""A draw, as it is previewed."""

from seedcryo_reader.domain.office.coordinator import BatchAssigned
from seedcryo_reader.ui.coordination.shown.assigning import Draw, PlanLine, RepeatLine


def draw_shown(batch: BatchAssigned) -> Draw:
    """What a batch comes to; what stands in an order and has no plan is a hidden repeat that is served."""
    planned = {one.case_number for one in batch.plans}
    return Draw(
        tuple(PlanLine(one.case_number, one.first, one.second, one.adjudicator, one.accepted) for one in batch.plans),
        tuple((one.reader, one.cases) for one in batch.orders),
        tuple(RepeatLine(case, order.reader) for order in batch.orders for case in order.cases if case not in planned),
    )
