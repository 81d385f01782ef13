"""Response of the non-target disease, and what makes it up."""

import pytest

from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.non_target import ABOUT, NonTarget, NonTargetFacts
from seedcryo_reader.criteria.rules import decide
from seedcryo_reader.domain.lesion import NonTargetStatus

P, A, W, N = (
    NonTargetStatus.PRESENT,
    NonTargetStatus.ABSENT,
    NonTargetStatus.PROGRESSION,
    NonTargetStatus.NOT_EVALUABLE,
)


def lesions(*states, node: bool = False):
    return [NonTarget(f"NT{number:02}", node, state) for number, state in enumerate(states, 1)]


def non_target_response(lesions, options, *, gone=()):
    facts = NonTargetFacts(tuple(lesions), options, gone)
    return decide(ABOUT, FAMILIES[options.rule].non_target, facts).conclusion()


@pytest.fixture(scope="session")
def options(protocol):
    return protocol.non_target_response


@pytest.mark.parametrize(
    ("states", "value"),
    [
        ((), "NA"),
        ((A, A), "CR"),
        ((A, P), "NON-CR/NON-PD"),
        ((P, N), "NON-CR/NON-PD"),
        ((A, N), "NE"),
        ((A, None), "NE"),
        ((N,), "NE"),
        ((A, W), "PD"),
        ((N, W), "PD"),
    ],
)
def test_states_make_a_response(states, value, options):
    found = non_target_response(lesions(*states), options)
    assert (found.about, found.value) == ("non-target", value)


def test_what_is_not_assessed_is_named(options):
    found = non_target_response(lesions(A, N, None), options)
    assert found.text == "Not evaluable: NT02, NT03 not assessed; rule 3.2"


def test_disease_that_is_back_after_a_complete_response_is_progression(options, protocol_with):
    assert non_target_response(lesions(A, P), options, gone={"NT01", "NT02"}).value == "PD"
    assert non_target_response(lesions(A, A), options, gone={"NT01", "NT02"}).value == "CR"
    assert non_target_response(lesions(A, P), options, gone={"NT01"}).value == "NON-CR/NON-PD"
    by_size = protocol_with({"non_target_response.reappearance_is_pd": False}).non_target_response
    assert non_target_response(lesions(A, P), by_size, gone={"NT01", "NT02"}).value == "NON-CR/NON-PD"


def test_a_node_is_back_only_by_unequivocal_progression(options):
    assert non_target_response(lesions(P, node=True), options, gone={"NT01", "NT02"}).value == "NON-CR/NON-PD"
    assert non_target_response(lesions(W, node=True), options, gone={"NT01", "NT02"}).value == "PD"
