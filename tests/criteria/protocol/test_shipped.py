"""The shipped protocol: what it says, and that it says what the program refers to."""

import hashlib
from decimal import Decimal

import pytest
from criteria.reads import SHIPPED
from pydantic import ValidationError

from seedcryo_reader.criteria.evaluate import NEW_LESION_RULES, NON_TARGET_RULES, OVERALL_RULES, TARGET_RULES
from seedcryo_reader.criteria.protocol.reader import load_protocol, read_protocol
from seedcryo_reader.domain.errors import EnvironmentFailure


def test_the_shipped_protocol_is_named_by_its_folder_and_hashed(protocol):
    assert protocol.protocol_id == f"{SHIPPED.parent.name}/{SHIPPED.stem}" == "seed-cryo/0.1"
    assert protocol.sha256 == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    assert read_protocol(SHIPPED.read_bytes(), "again") == protocol


def test_the_shipped_protocol_is_not_called_final(protocol):
    assert protocol.identity.status == "unconfirmed"
    assert "UNCONFIRMED" in SHIPPED.read_text("utf-8")


def test_numbers_are_exact(protocol):
    assert protocol.target_response.pr_percent == Decimal(30)
    assert isinstance(protocol.local_progression.size.floor_mm, Decimal)


def test_the_reasons_of_the_fact_sheet_are_in_the_picklist(protocol):
    assert protocol.picklists[protocol.reasons.target][:4] == (
        "poor scan quality",
        "non-compatible technique",
        "obscuring due to physical changes",
        "resection or focal therapy performed",
    )


def test_the_rules_it_names_are_in_the_closed_tables(protocol):
    assert protocol.target_response.rule in TARGET_RULES
    assert protocol.non_target_response.rule in NON_TARGET_RULES
    assert protocol.new_lesions.rule in NEW_LESION_RULES
    assert protocol.overall.rule in OVERALL_RULES


def test_every_question_can_be_answered_by_saying_that_it_cannot_be_assessed_and_why(protocol):
    for question in protocol.questions:
        assert question.reasons.answers == ("not assessable",)
        assert question.reasons.picklist in protocol.picklists


def test_a_question_is_found_by_its_id(protocol):
    assert protocol.question("tissue") is protocol.questions[0]
    assert protocol.question("colour") is None


def test_nothing_in_it_can_be_changed(protocol):
    with pytest.raises(ValidationError):
        protocol.target_response.pr_percent = Decimal(10)


def test_a_file_that_is_not_there_is_the_surroundings_failure(tmp_path):
    with pytest.raises(EnvironmentFailure, match=r"gone\.toml cannot be read: No such file"):
        load_protocol(tmp_path / "gone.toml")


def test_the_manual_names_every_key(protocol):
    """Every table and key of the file is a word of the manual's page."""
    page = (SHIPPED.parents[2] / "manual" / "protocol.md").read_text("utf-8")

    def names(table):
        for name in type(table).model_fields:
            yield name
            value = getattr(table, name)
            for one in value if isinstance(value, tuple) else (value,):
                if hasattr(type(one), "model_fields"):
                    yield from names(one)

    missing = {name for name in names(protocol) if f"`{name}`" not in page} - {"sha256"}
    assert not missing
