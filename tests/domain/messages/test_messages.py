"""Every message comes back from its bytes, for the role that may get it and for no other."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.messages import adjudicator, intake, reader
from seedcryo_reader.domain.messages.coding import BadMessage, Kinds, message_bytes, message_from

HASH = "ab" * 32
SAMPLES = (
    reader.CaseAssigned("C-0042", 1, 3, "seed-cryo/1.0", HASH),
    reader.PartReleased("C-0042", 2, HASH, HASH),
    reader.CaseClosing("C-0042", 3, HASH, HASH),
    reader.ReadingAllowed("C-0042", "{}"),
    reader.CaseReassigned("C-0042", "the reader is ill"),
    reader.TrainingRecorded("seed-cryo/1.0", HASH, True, "2026-03-01", "2027-03-01"),
    reader.Receipt((HASH,)),
    reader.SignedReadSent(b"{}"),
    reader.LockedTimepointsSent(b"{}"),
    reader.ImageQuerySent("C-0042", "TP1", "wrong series", "phase?", "2026-03-01T10:00:00.000000Z"),
    reader.IncidentalFindingSent("C-0042", "TP1", "a clot", "2026-03-01T10:00:00.000000Z"),
    intake.RepeatWanted("C-0042", "C-0777"),
    intake.QueryForwarded("C-0042", "TP1", "wrong series", "phase?"),
    adjudicator.DisputeWithdrawn("0" * 16, "both agree now"),
    adjudicator.NothingToDecide("x" * 10),
    adjudicator.DecisionSent(b"{}"),
)
ALL: Kinds = {
    **reader.TO_READER,
    **reader.FROM_READER,
    **intake.TO_INTAKE,
    **intake.FROM_INTAKE,
    **adjudicator.TO_ADJUDICATOR,
    **adjudicator.FROM_ADJUDICATOR,
}


@pytest.mark.parametrize("message", SAMPLES, ids=lambda one: type(one).__name__)
def test_a_message_comes_back_from_its_bytes(message):
    assert message_from(type(message).__name__, message_bytes(message), ALL) == message


def test_every_kind_but_a_dispute_which_has_its_own_tests_is_a_sample():
    assert {type(one).__name__ for one in SAMPLES} == set(ALL) - {"DisputeSent"}


@pytest.mark.parametrize("name", sorted(set(ALL) - set(reader.TO_READER)))
def test_a_reader_gets_nothing_that_is_for_others(name):
    with pytest.raises(BadMessage, match="does not come to this role"):
        message_from(name, b"{}", reader.TO_READER)


@given(st.binary(max_size=200))
def test_a_document_is_taken_as_it_is(document):
    sent = reader.SignedReadSent(document)
    assert message_bytes(sent) == document
    assert message_from("SignedReadSent", document, reader.FROM_READER) == sent


@pytest.mark.parametrize("body", [b"", b"{}", b'{"of":1}', b'{"of":[1]}', b'{"of":[],"more":1}', b'{ "of":[]}'])
def test_what_is_no_message_is_refused(body):
    with pytest.raises(BadMessage):
        message_from("Receipt", body, reader.TO_READER)


def test_a_text_field_is_canonical_json():
    message = reader.CaseReassigned("C-0042", "krank – später")
    assert canonical.decode(message_bytes(message)) == {"case_number": "C-0042", "reason": "krank – später"}


def test_a_readers_messages_load_nothing_of_disputes():
    code = (
        "import sys, seedcryo_reader.domain.messages.reader;"
        "print([m for m in sys.modules if any(w in m for w in ('dispute', 'discordance', 'office', 'adjudicat'))])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
