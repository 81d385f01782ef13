"""The blinding questionnaire."""

from collections.abc import Iterator

from seedcryo_reader.criteria.explaining.words import cited, literal, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """What is asked, when, and what becomes of the answers."""
    form = protocol.questionnaire
    if not (form.asked or form.questions):
        yield from sentence(f"Readers are not asked which treatment the images suggest {cited(form.paragraph)}.")
        return
    if form.asked:
        text = (
            f"After the last lock of a case the reader is asked once {cited(form.paragraph)}. The answers stay "
            "sealed until the trial is unblinded; no rule, reader or adjudicator sees them. The confidence is"
        )
    else:
        text = (
            f"Readers are not asked which treatment the images suggest {cited(form.paragraph)}. Were they asked, it "
            "would be by these questions, the confidence"
        )
    yield from sentence(f"{text} given as one of: {literal(' / '.join(form.confidence))}.")
    yield from table(
        ("Short name", "Question", "Answers", "How many"),
        (
            (one.id, literal(one.text), literal(" / ".join(one.answers)), "several" if one.several else "one")
            for one in form.questions
        ),
    )
