"""Abbreviations."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import table
from seedcryo_reader.criteria.protocol.model import Protocol

_WORDS: Final = (
    ("CDISC, SDTM", "Clinical Data Interchange Standards Consortium, and its Study Data Tabulation Model"),
    ("CR, PR, SD, PD", "complete response, partial response, stable disease, progressive disease"),
    ("EMA, FDA", "European Medicines Agency, United States Food and Drug Administration"),
    ("EORTC", "European Organisation for Research and Treatment of Cancer; its questions and answers on RECIST 1.1"),
    ("EQUIVOCAL, UNEQUIVOCAL", "of a new lesion: it may be one; it is one beyond doubt"),
    ("ICH E9 R1", "guideline on estimands and sensitivity analysis in clinical trials"),
    ("IR/SD", "incomplete response or stable disease (mRECIST)"),
    ("LI-RADS", "Liver Imaging Reporting and Data System"),
    ("LP", "local progression of one target"),
    ("NA", "not applicable: there was no such disease at the baseline"),
    ("nadir", "the smallest value before the timepoint that is judged"),
    ("NE", "not evaluable"),
    ("NED", "no evidence of disease: there was none at the baseline"),
    ("NON-CR/NON-PD", "neither complete response nor progression"),
    ("PFS, local PFS", "progression-free survival, local progression-free survival"),
    ("RECIST 1.1", "Response Evaluation Criteria in Solid Tumours, version 1.1 (Eisenhauer et al., Eur J Cancer 2009)"),
    ("SHA-256", "a checksum of the protocol's file: another file has another one"),
    ("TP0, TP1, …", "the scheduled timepoints; TP0 is the baseline"),
)


def lines(_protocol: Protocol) -> Iterator[str]:
    """The same for every protocol."""
    yield from table(("Abbreviation", "Meaning"), _WORDS)
