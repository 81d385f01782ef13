"""Any course that could be read, for laws."""

from decimal import Decimal

from hypothesis import strategies as st

from seedcryo_reader.criteria.course import Course, Lesion, NewLesionSaid, Said, State, Timepoint
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

ANSWERS = {
    "tissue": ("none", "uncertain", "present", "not assessable"),
    "tissue-change": ("new", "larger", "same", "smaller", "not assessable"),
    "contiguous": ("none", "uncertain", "present", "not assessable"),
}


@st.composite
def lengths(draw, *, exact: bool):
    """What is said of a target; with `exact` never a default length."""
    kinds = [State.MEASURED] * 6 + [State.ABSENT, State.NOT_EVALUABLE]
    state = draw(st.sampled_from(kinds if exact else [*kinds, State.TOO_SMALL]))
    if state is not State.MEASURED:
        return Said(state)
    near = st.sampled_from(["10", "12", "15", "16", "20", "24", "5", "7", "30"]).map(Decimal)
    return Said(state, draw(st.one_of(near, st.decimals("0.1", 60, places=1))))


@st.composite
def timepoints(draw, number: int, targets, others, *, exact: bool):
    """A timepoint; some are not evaluable as a whole."""
    if number and draw(st.integers(0, 9)) == 0:
        return Timepoint(f"TP{number}", number, not_evaluable="artefact")
    said = {one.lesion: draw(lengths(exact=exact)) for one in targets}
    if number and len(targets) > 1 and draw(st.integers(0, 5)) == 0 and said[targets[0].lesion].mm is not None:
        said[targets[1].lesion] = Said(State.MERGED, into=targets[0].lesion)
    answered = [(one.lesion, question) for one in targets for question in ANSWERS] if number else []
    return Timepoint(
        f"TP{number}",
        number,
        said,
        {key: draw(st.sampled_from(ANSWERS[key[1]])) for key in answered if draw(st.integers(0, 9))},
        {one.lesion: draw(st.sampled_from(list(NonTargetStatus))) for one in others} if number else {},
        {"NL01": NewLesionSaid(draw(st.sampled_from(list(Certainty))))} if number and draw(st.booleans()) else {},
        any_new_lesion=draw(st.sampled_from([NewLesions.NONE, NewLesions.NOT_ASSESSABLE, None])),
    )


@st.composite
def courses(draw, *, nodes: bool = True, exact: bool = False):
    """A case of one to four targets and up to six follow-ups."""
    targets = tuple(Lesion(f"T{k:02}", nodes and draw(st.booleans())) for k in range(1, draw(st.integers(1, 4)) + 1))
    others = tuple(Lesion(f"NT{k:02}", False) for k in range(1, draw(st.integers(0, 2)) + 1))
    in_sum = tuple(one for one in targets if draw(st.integers(0, 4)))
    chain = (draw(timepoints(k, targets, others, exact=exact)) for k in range(draw(st.integers(2, 7))))
    return Course(targets, (), in_sum, others, tuple(chain))
