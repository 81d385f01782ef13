"""Cases at their end."""

from reading.ways import answers, baseline, begun, calls, follow_up, measured, none_new, said
from support.fake_desk import FakeDesk

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain import events
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.ui.reading.acting import Acting


def closed_case(desk: FakeDesk | None = None) -> Reading:
    """TP0 to TP3 locked: T01 23.4, 20, not evaluable, 30.1 mm; at TP3 the call differs, with a reason."""
    reading, desk = begun(desk)
    desk.images.timepoints = [f"TP{k}" for k in range(4)]
    baseline(reading)
    follow_up(reading, "20")
    reading.open_next()
    said(
        reading,
        events.LesionMarkedNotEvaluable("TP2", "T01", Extent.WHOLE, "artefact"),
        *_others("TP2"),
        *calls("TP2", overall="NE", reason="the target is hidden"),
    )
    reading.reveal()
    reading.lock()
    reading.open_next()
    said(reading, measured("TP3", "T01", "30.1"), *_others("TP3"), *calls("TP3", reason="the rim is smooth"))
    reading.reveal()
    for guard in reading.guards():
        reading.answer_guard(guard, "it is so")
    reading.lock()
    reading.open_next()
    return reading


def _others(at: str) -> list[events.SheetAct]:
    return [measured(at, "T02", "18", "16"), *answers(at), none_new(at)]


def acting_on(reading: Reading) -> Acting:
    return Acting(reading, lambda _question: None)


def without_questionnaire(protocol: Protocol) -> Protocol:
    asked = protocol.questionnaire.model_copy(update={"asked": False})
    return protocol.model_copy(update={"questionnaire": asked})
