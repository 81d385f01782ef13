"""The two sets of lesions."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, counted
from seedcryo_reader.criteria.protocol.model import Protocol

_ENDPOINT: Final = {
    "prespecified": "the prespecified (treated) target lesions, all of them, whatever their number and size",
}

_RECIST: Final = {
    "prespecified": "prespecified targets only; the reader adds no other lesion",
    "prespecified or chosen": "prespecified targets, and untreated lesions that the reader adds at the baseline",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """Who is in which set, and what the set is for."""
    endpoint, recist = protocol.sets.endpoint, protocol.sets.recist
    total = counted(recist.max_total, "lesion", "lesions")
    yield from bullets(
        f"**Endpoint set** {cited(endpoint.paragraph)}: {_ENDPOINT[endpoint.lesions]}. Local progression is judged "
        "of each of them alone. The reader neither chooses nor skips them, and goes on judging them after "
        "progression elsewhere.",
        f"**RECIST set**, the lesions in the sum of diameters {cited(recist.paragraph)}: {_RECIST[recist.lesions]}. "
        f"At most {total} in all and at most {recist.max_per_organ} in one organ. All lymph nodes together are one "
        "organ, and so are paired organs. The set is made at the baseline and stays.",
        "A prespecified target that is not in the sum is non-target disease: present until it is gone, and "
        "progressed if the reader says that it progressed unequivocally.",
    )
