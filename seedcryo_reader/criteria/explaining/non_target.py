"""Response of the non-target disease."""

from collections.abc import Iterator, Mapping
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, literal, mm, sentence, table
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.protocol.model import Protocol

_REAPPEARANCE: Final = {
    True: (
        "A non-nodal lesion that is there again after an overall complete response is progression. A lymph node is "
        "so only if it progressed unequivocally (EORTC)."
    ),
    False: (
        "A lesion that is there again after a complete response is progression only if it progressed unequivocally."
    ),
}

_BACK: Final = "non-target-reappearance"

RULES: Final[Mapping[str, str]] = {
    "no-non-targets": "there is no non-target disease",
    "non-target-progression": "the reader says of a lesion that it progressed unequivocally",
    _BACK: "a non-nodal lesion that was gone at an earlier overall complete response, or since, is present again",
    "non-target-persists": "a lesion is present",
    "non-target-missing": "a lesion is not evaluable, or nothing was said of it",
    "non-target-complete-response": "every lesion is gone",
}
"""What each rule says, by its name."""

_ENHANCING: Final = {
    "non-target-persists": "a lesion still enhances",
    "non-target-complete-response": "no lesion enhances any more",
}

_OWN: Final[Mapping[str, Mapping[str, str]]] = {"mrecist": _ENHANCING}
"""What rules of the same name say in another family."""


def lines(protocol: Protocol) -> Iterator[str]:
    """The table, then what counts as non-target disease."""
    options = protocol.non_target_response
    yield from sentence(
        f"Response of the non-target disease by the rules “{literal(options.rule)}” {cited(options.paragraph)}. The "
        "first row that holds decides:"
    )
    wanted = [rule for rule in FAMILIES[options.rule].non_target if options.reappearance_is_pd or rule.name != _BACK]
    words = {**RULES, **_OWN.get(options.rule, {})}
    rows = ((str(place), rule.value, words[rule.name]) for place, rule in enumerate(wanted, 1))
    yield from table(("", "Response", "If"), rows)
    yield from bullets(
        "Non-target disease is what was recorded as such at the baseline, and every prespecified target that is not "
        "in the sum of diameters.",
        "Such a target is judged by the diameter that the sum is made of: it is gone at 0 mm, a lymph node below "
        f"{mm(protocol.target_response.node_normal_mm)}; otherwise it is present, and it progressed only if the "
        "reader says so. Other non-target disease is not measured.",
        _REAPPEARANCE[options.reappearance_is_pd],
    )
