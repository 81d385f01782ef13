"""One event of every kind, with nothing left out."""

from dataclasses import replace

from domain.acts import (
    CONCLUSIONS,
    absent,
    caliper,
    measured,
    new_lesion,
    non_target,
    opened,
    reconfirmed,
    recorded,
    revised,
    signed,
    split,
)

from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus
from seedcryo_reader.domain.measurement import Extent, LesionSet

WHOLE = Extent.WHOLE

SAMPLES: tuple[Event, ...] = (
    opened("TP0", 2, supersedes=0),
    events.TimepointLocked("TP0"),
    events.TimepointUnlocked("TP0", "Q-1", and_later=True),
    reconfirmed("TP1"),
    events.CaseClosed(3, "c" * 64),
    events.QuestionnaireAnswered("c2VhbGVk"),
    signed(),
    events.VersionOpened(2, "TP1", "Q-2", and_later=False),
    events.MeasurementMade("TP1", "T01", LesionSet.ENDPOINT, WHOLE, caliper(24, 12)),
    revised("TP1", "R01", 25, Extent.VIABLE),
    events.AssessmentRemoved("TP1", "T01.1", WHOLE),
    absent("TP1", "T01"),
    events.LesionMarkedTooSmall("TP1", "T01", WHOLE),
    events.LesionMarkedNotEvaluable("TP1", "T01", WHOLE, "artefact"),
    events.LesionMarkedMerged("TP1", "T01", "T02"),
    split("TP1", "T01", 3),
    events.LocalFindingGiven("TP1", "T01", "mass", "not assessable", "no contrast", ("mass-change",)),
    events.LesionRecorded("TP1", recorded("NL01")),
    events.LesionDropped("TP1", "NL01"),
    events.RecistSetChosen("TP0", ("T01", "R01")),
    non_target("TP1", "NT01", NonTargetStatus.NOT_EVALUABLE),
    new_lesion("TP2", "NL01", Certainty.NOT_EVALUABLE, "TP1"),
    events.NewLesionsStated("TP1", NewLesions.NOT_ASSESSABLE, "artefact"),
    events.TimepointMarkedNotEvaluable("TP1", "no images"),
    events.TimepointMarkedEvaluable("TP1"),
    events.CallMade("TP1", "T01", "LP", "Es wächst: 30 mm · 增大."),
    events.ConclusionRevealed("TP1", CONCLUSIONS),
    events.GuardAnswered("TP1", "change", "T01", "T01 was 20 mm and is 40 mm. Is it so?", "It grew."),
    events.ActUndone("TP1", 7),
    events.ActRedone("TP1", 7),
    events.ErratumNoted("TP0", "It was 12 mm."),
    events.ImageQueried("TP1", "wrong series", "Which phase is this?"),
    events.IncidentalFindingReported("TP1", "A clot in the portal vein."),
)
PLAIN_SAMPLES: tuple[Event, ...] = (measured("TP0", "T01"), replace(opened("TP1", 1), pinned=()))
"""With what may be left out left out."""
