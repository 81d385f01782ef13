"""The closed table of families: the rules that a protocol may name, and their code."""

from typing import Final

from seedcryo_reader.criteria.families.choi import CHOI, MCHOI
from seedcryo_reader.criteria.families.family import Family
from seedcryo_reader.criteria.families.mrecist import MRECIST
from seedcryo_reader.criteria.families.recist11 import RECIST11

FAMILIES: Final[dict[str, Family]] = {family.name: family for family in (RECIST11, MRECIST, CHOI, MCHOI)}
