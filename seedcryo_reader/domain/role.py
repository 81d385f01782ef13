"""Who works at a station: four roles, each an account of its own."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do; one person holds one role per study.

    A reader reads blinded; an adjudicator decides between two reads and never reads in the study; intake sees the
    sources and never a result; the coordinator sees results and never a source.
    """

    READER = "reader"
    ADJUDICATOR = "adjudicator"
    INTAKE = "intake"
    COORDINATOR = "coordinator"
