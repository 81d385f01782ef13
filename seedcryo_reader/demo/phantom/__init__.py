"""The phantom: generated CT and MR cases whose lesions have exactly known places and sizes.

It shares no code with the reading side, so that its truth can judge what the reading side measures.
"""

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED, build_study, case_names
from seedcryo_reader.demo.phantom.truth import GENERATOR

__all__ = ["DEFAULT_SEED", "GENERATOR", "build_study", "case_names"]
