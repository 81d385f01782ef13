"""What a family of response criteria is: a name, and a table of rules for each part of the disease."""

from typing import NamedTuple

from seedcryo_reader.criteria.new_lesions import NewLesionFacts
from seedcryo_reader.criteria.non_target import NonTargetFacts
from seedcryo_reader.criteria.rules import Rule
from seedcryo_reader.criteria.target import TargetFacts


class Family(NamedTuple):
    """A family of criteria. A part that it leaves as another family has it takes that one's table.

    `by_attenuation` says whether its target response looks at attenuation, `viable` whether it adds up what enhances.
    """

    name: str
    target: tuple[Rule[TargetFacts], ...]
    non_target: tuple[Rule[NonTargetFacts], ...]
    new_lesions: tuple[Rule[NewLesionFacts], ...]
    by_attenuation: bool = False
    viable: bool = False
