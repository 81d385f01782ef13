"""The shipped protocols: every one is read, says what it is, and keeps its bytes once it was released."""

import hashlib
from decimal import Decimal

import pytest
from criteria.protocol.files import NEWEST, OLDEST, PROTOCOLS, SHIPPED
from pydantic import ValidationError

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol, read_protocol
from seedcryo_reader.domain.errors import EnvironmentFailure

RELEASED = {"seed-cryo/0.1": "4f19908f5fe8f546cc707c0a0641323094ac8cf94da87c8f93d0753c7500188d"}
"""Readings name these files by the SHA-256 of their bytes: a change is a new version in a new file."""


@pytest.fixture(scope="module")
def newest() -> Protocol:
    return load_protocol(NEWEST)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_protocol_is_named_by_its_folder_and_hashed(path):
    protocol = load_protocol(path)
    assert protocol.protocol_id == f"{path.parent.name}/{path.stem}"
    assert protocol.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_protocol(path.read_bytes(), "again") == protocol


def test_a_released_file_never_changes():
    for name, sha256 in RELEASED.items():
        assert hashlib.sha256((PROTOCOLS / f"{name}.toml").read_bytes()).hexdigest() == sha256


def test_those_that_the_manual_speaks_of_are_shipped():
    names = {f"{path.parent.name}/{path.stem}" for path in SHIPPED}
    assert names == {"seed-cryo/0.1", "seed-cryo/1.0", "recist-1.1/1.0", "recist-1.1-by-visit/1.0", "mrecist/1.0"}


@pytest.mark.parametrize("path", [OLDEST, NEWEST], ids=lambda path: path.stem)
def test_no_protocol_of_the_trial_is_called_final(path):
    assert load_protocol(path).identity.status == "unconfirmed"
    assert "UNCONFIRMED" in path.read_text("utf-8")


def test_numbers_are_exact(newest):
    assert newest.target_response.pr_percent == Decimal(30)
    assert isinstance(newest.local_progression.size.floor_mm, Decimal)


def test_the_trial_has_every_section(newest):
    sections = (newest.derived, newest.best_response, newest.endpoints, newest.design, newest.adjudication, newest.sdtm)
    assert None not in sections
    assert len(newest.schedule) == 6


def test_the_reasons_of_cdisc_are_in_the_picklist_and_have_their_terms(newest):
    reasons = newest.picklists[newest.reasons.target]
    assert reasons[:4] == tuple(newest.sdtm.not_evaluable)
    assert all(term == reason.upper() for reason, term in newest.sdtm.not_evaluable.items())


def test_every_question_can_be_answered_by_saying_that_it_cannot_be_assessed_and_why(newest):
    for question in newest.questions:
        assert question.reasons.answers == ("not assessable",)
        assert question.reasons.picklist in newest.picklists


def test_no_rule_of_local_progression_waits_for_absence_or_favours_an_arm_by_its_questions(newest):
    assert not newest.local_progression.tissue.only_after_absence
    words = " ".join((one.text + one.note) for one in newest.questions).lower()
    assert not [word for word in ("seed", "cryo", "ablat", "125i", "needle", "radiation") if word in words]


def test_plain_recist_judges_each_timepoint_by_itself_and_without_exceptions():
    plain = load_protocol(PROTOCOLS / "recist-1.1" / "1.0.toml")
    assert not plain.overall.pd_stays
    assert plain.target_response.treated.before_reference
    assert plain.target_response.treated.nadir_from == "baseline"
    assert plain.calls.counts == "computed"
    assert plain.questions == plain.schedule == ()
    assert plain.endpoints is None


def test_mrecist_adds_up_what_is_viable_without_a_floor():
    modified = load_protocol(PROTOCOLS / "mrecist" / "1.0.toml")
    assert (modified.target_response.rule, modified.overall.table) == ("mrecist", "mrecist")
    assert modified.target_response.extent == "viable"
    assert modified.measuring.viable == ("non-nodal",)
    assert modified.target_response.pd_floor_mm == 0


def test_a_question_is_found_by_its_id(newest):
    assert newest.question("tissue") is newest.questions[0]
    assert newest.question("colour") is None


def test_nothing_in_it_can_be_changed(newest):
    with pytest.raises(ValidationError):
        newest.target_response.pr_percent = Decimal(10)


def test_a_file_that_is_not_there_is_the_surroundings_failure(tmp_path):
    with pytest.raises(EnvironmentFailure, match=r"gone\.toml cannot be read: No such file"):
        load_protocol(tmp_path / "gone.toml")


def test_the_manual_names_every_key():
    """Every table and key of the model is a word of the manual's page."""
    page = (PROTOCOLS.parent / "manual" / "protocol.md").read_text("utf-8")

    def names(schema):
        for key, one in schema.items():
            if key == "properties":
                yield from one
            yield from names(one) if isinstance(one, dict) else ()

    missing = {name for name in names(Protocol.model_json_schema()) if f"`{name}`" not in page} - {"sha256"}
    assert not missing
