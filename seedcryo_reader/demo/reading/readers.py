"""The two readers of the demo study, and where they part: planned, so that every kind of difference is there to see."""

from decimal import Decimal
from typing import Final

from seedcryo_reader.demo.reading.manner import Manner, Noted, NoTissue, Obscured, Off, Overlooked, Status, Sure
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

ADA: Final = Manner(
    seed=1101,
    bias_mm=Decimal("0.1"),
    spread_mm=Decimal("0.2"),
    deviations={
        "C-0004": (
            Noted("TP2", {"act": "incidental", "text": "Filling defect in a pulmonary artery; embolism?"}),
        ),
        "C-0009": (Off("TP2", "T01", Decimal(0)), Off("TP3", "T01", Decimal(0))),
        "C-0010": (Sure("TP3", "N01", Certainty.UNEQUIVOCAL),),
        "C-0011": (Overlooked("N02"),),
    },
)  # fmt: skip
"""Measures a little long, and is quick to call a new lesion."""

BEN: Final = Manner(
    seed=1202,
    bias_mm=Decimal("-0.2"),
    spread_mm=Decimal("0.3"),
    deviations={
        "C-0005": (NoTissue("TP3", "T01"),),
        "C-0009": (Off("TP2", "T01", Decimal("0.2")), Off("TP3", "T01", Decimal("-0.9"))),
        "C-0011": (Overlooked("N01"),),
        "C-0012": (
            Noted("TP2", {"act": "query", "kind": "poor quality", "text": "Moved. Is there another series?"}),
            Obscured("TP4", "T01", "artefact"),
        ),
        "C-0013": (Status("TP3", "NT01", NonTargetStatus.PROGRESSION),),
    },
)  # fmt: skip
"""Measures a little short, and is slow to call tissue or a new lesion."""
