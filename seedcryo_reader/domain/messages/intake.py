"""What passes between the centre and intake."""

from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.messages.coding import Kinds, kinds
from seedcryo_reader.domain.messages.reader import Receipt


@dataclass(frozen=True, slots=True)
class RepeatWanted:
    """A hidden repeat: the parts of a case are to be sealed again under another number."""

    case_number: str
    as_number: str


@dataclass(frozen=True, slots=True)
class QueryForwarded:
    """A reader's question about the images of a timepoint, without the reader's name."""

    case_number: str
    timepoint: str
    kind: str
    text: str


TO_INTAKE: Final[Kinds] = kinds(RepeatWanted, QueryForwarded, Receipt)
FROM_INTAKE: Final[Kinds] = kinds(Receipt)
