"""Local progression by what the reader finds: tissue in or near the target, tumour that touches it."""

from collections.abc import Iterable, Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, listed, mm, quoted, sentence, table, timepoint
from seedcryo_reader.criteria.protocol.local_model import ContiguousRule, FindingClasses, TissueRule
from seedcryo_reader.criteria.protocol.model import Protocol

_GATE: Final = {
    False: (
        "It does not matter whether an earlier timepoint showed no tissue: a rule that waits for its absence would "
        "fire in those arms only whose treatment makes it disappear early."
    ),
    True: (
        "It is progression only if an earlier timepoint showed no tissue; until then it is residual. **Caution: "
        "this option favours an arm.** Tissue may enhance for months after one treatment and disappear at once "
        "after another, so progression can be found in some arms only."
    ),
}


def tissue(rule: TissueRule, protocol: Protocol) -> Iterator[str]:
    """What each answer means, up to the reference timepoint and after it."""
    yield from sentence(f"**By tissue** {cited(rule.paragraph)}")
    reference, answers = timepoint(protocol.reference.timepoint), rule.answers
    yield from bullets(
        f"It is judged by the answers to {asked(rule.question, protocol)} and, of tissue that is or may be there, "
        f"{asked(rule.change_question, protocol)}",
        f"Tissue counts in the target and up to {mm(rule.within_mm)} from it. It is compared with the reference "
        f"timepoint {reference}, not with the timepoint before.",
        _GATE[rule.only_after_absence],
        "Tissue that was there and stays is residual, no progression.",
    )
    change = f"if {_either(rule.progression)}; {{}} if {_either(rule.stable)}; {_not_assessed(rule.not_assessable)}"
    yield from table(
        ("Answer", f"Up to and including {reference}", f"After {reference}, by the change"),
        (
            (_either(answers.present), "residual", change.format("residual").join(("LP ", ""))),
            (
                _either(answers.uncertain),
                "equivocal, never dated back to",
                change.format("equivocal and never dated back to").join(("equivocal ", "")),
            ),
            (_either(answers.absent), "no LP", "no LP"),
            (_either(answers.not_assessable), "NE", "NE"),
        ),
    )


def contiguous(rule: ContiguousRule, protocol: Protocol) -> Iterator[str]:
    """What each answer means."""
    yield from sentence(f"**By contiguity** {cited(rule.paragraph)}")
    reference = timepoint(protocol.reference.timepoint)
    yield from bullets(
        f"It is judged by the answers to {asked(rule.question, protocol)}",
        f"It counts at every follow-up, also up to the reference timepoint {reference}."
        if rule.before_reference
        else f"Up to and including the reference timepoint {reference} such tumour is residual, no progression.",
    )
    yield from table(("Answer", "Status"), _meanings(rule.answers))


def _meanings(answers: FindingClasses) -> Iterator[tuple[str, str]]:
    yield _either(answers.present), "LP"
    yield _either(answers.uncertain), "equivocal"
    yield _either(answers.absent), "no LP"
    yield _either(answers.not_assessable), "NE"


def asked(name: str, protocol: Protocol) -> str:
    """A question in its own words, with the short name that results carry."""
    words = next((one.text for one in protocol.questions if one.id == name), "")
    return f"{quoted(words)} ({name})"


def _either(answers: Iterable[str]) -> str:
    return listed(map(quoted, answers), "or", "(no answer)")


def _not_assessed(answers: tuple[str, ...]) -> str:
    return f"NE if {listed((*map(quoted, answers), 'it was not said'), 'or')}"
