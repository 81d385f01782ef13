"""What an adjudicator gets, and what is not in it."""

import hashlib
from dataclasses import replace
from datetime import date

import pyrage
import pytest
from coordination.discordance.pairs import of_row, played, protocol, results, rows
from criteria.reads import changed
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.reads_apart import APART, FIRST, SECOND, Pair, Reader, SignedRead, apart, shipped

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.model import SigningKey, Study
from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import ENVELOPE_ROOM, cover_size, dispute_of
from seedcryo_reader.coordination.discordance.questions import questions_of
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.codec import plain
from seedcryo_reader.domain.discordance import OVERALL, Cause, Difference, Variable
from seedcryo_reader.domain.dispute import Mode, Question, Unit
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, NothingToDecide
from seedcryo_reader.domain.messages.coding import message_bytes
from seedcryo_reader.domain.projection import projected, read_of
from seedcryo_reader.exchange.envelope import Addressee, sealed
from seedcryo_reader.exchange.sender import CENTRE, sender_of

SHIPPED = shipped()
ID = "0123456789abcdef"


def dispute(two: Pair, by=SHIPPED, *, a_is_first=True):
    return dispute_of(compare(*results(two, by), by), *two.reads, by, ID, a_is_first=a_is_first)


def test_it_holds_both_reads_what_is_asked_and_how_it_is_decided():
    two = apart("target measurement", protocol=SHIPPED)
    made = dispute(two)
    assert (made.dispute_id, made.case_number, made.protocol_sha256) == (ID, "C-0001", SHIPPED.sha256)
    assert (made.unit, made.mode, made.reasons) == (Unit.CASE, Mode.FORCED_CHOICE, SHIPPED.adjudication.reasons)
    assert (made.a, made.b) == tuple(map(projected, two.reads))
    assert made.questions == (Question("case", ("T01: local progression at TP2",), ("T01: no local progression",)),)
    assert (made.parting.first.value, made.parting.second.value) == ("LP", "no LP")


def test_on_the_other_side_everything_is_on_the_other_side():
    two = apart("target measurement", protocol=SHIPPED)
    one, other = dispute(two), dispute(two, a_is_first=False)
    assert (other.a, other.b) == (one.b, one.a)
    assert other.questions == tuple(replace(asked, a=asked.b, b=asked.a) for asked in one.questions)
    assert (other.parting.first, other.parting.second) == (one.parting.second, one.parting.first)


def test_per_endpoint_every_endpoint_that_differs_is_a_question():
    by = protocol("decided per endpoint")
    two = played("TP2: T01 30.1", "TP3: T01 not evaluable", 3, "decided per endpoint")
    made = dispute(two, by)
    assert made.unit is Unit.ENDPOINT
    assert [one.endpoint for one in made.questions] == ["T01", OVERALL]
    assert made.questions[0].a == ("T01: local progression at TP2", "T01: its status at the landmark is known")
    assert made.questions[0].b == ("T01: no local progression", "T01: its status at the landmark is not known")
    assert (made.questions[1].a, made.questions[1].b) == (("Progression at TP2",), ("No progression",))


def test_a_best_response_is_asked_with_the_other_overall_variables():
    differences = (
        Difference(Variable.OVERALL_PROGRESSION, OVERALL, "TP1", "none", (Cause.CALL,)),
        Difference(Variable.BEST_RESPONSE, OVERALL, "PD", "none", (Cause.CALL,)),
    )
    (asked,) = questions_of(differences, Unit.ENDPOINT, a_is_first=True)
    assert asked.a == ("Progression at TP1", "Best response PD")
    assert asked.b == ("No progression", "No best response")


def test_an_adjudicator_works_out_the_same_from_the_projections():
    two = apart("new lesion", protocol=SHIPPED)
    made = dispute(two)
    shown = [result_of(read_of("C-0001", side), SHIPPED, "", 1, "") for side in (made.a, made.b)]
    assert compare(*shown, SHIPPED).differences == compare(*results(two, SHIPPED), SHIPPED).differences


def test_there_is_no_dispute_about_reads_that_agree_or_about_another_case():
    alike, differ = apart("alike", protocol=SHIPPED), apart("new lesion", protocol=SHIPPED)
    with pytest.raises(ValueError, match="nothing to decide between two reads of C-0001"):
        dispute(alike)
    other = replace(compare(*results(differ, SHIPPED), SHIPPED), case_number="C-0002")
    with pytest.raises(ValueError, match="nothing to decide"):
        dispute_of(other, *differ.reads, SHIPPED, ID, a_is_first=True)


def test_a_protocol_that_adjudicates_nothing_has_no_dispute():
    by = changed(SHIPPED, {"adjudication": None})
    with pytest.raises(ValueError, match=r"has no section \[adjudication\]"):
        cover_size(*apart("alike", protocol=SHIPPED).reads, by)


def test_the_mode_is_the_protocols():
    by = changed(SHIPPED, {"adjudication.mode": "own read first"})
    assert dispute(apart("call", protocol=SHIPPED), by).mode is Mode.OWN_READ_FIRST


# --- nothing of the readers ------------------------------------------------------------------------------------------


def strings(value) -> set[str]:
    """Every string in plain values."""
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()


def secrets(one: SignedRead) -> set[str]:
    """All that tells of a read who made it, where, when and by which key, and everything it could be found by."""
    signature = one.read.signatures[-1]
    told = {signature.name, signature.signed_at, signature.key_id, signature.signature, signature.read_sha256}
    told |= {one.reader.remark, one.read.questionnaire}
    for record in one.records:
        stamp = record.stamp
        told |= {stamp.utc, stamp.session, stamp.actor, stamp.station, stamp.study_id, stamp.root_id}
        told |= {record.previous, hashlib.sha256(record.body).hexdigest()}
    for timepoint in one.read.timepoints:
        told |= {timepoint.seal, *(series.voxels for series in timepoint.series)}
    return told


hexadecimal = st.text("0123456789abcdef", min_size=16, max_size=16)
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=9, max_size=20)
readers = st.builds(
    Reader,
    letters.map("r-{}".format),
    letters.map("Dr {}".format),
    hexadecimal,
    hexadecimal,
    letters.map("as {}".format),
)
HOW = sorted(set(APART) - {"alike", "different new lesion"})


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(readers, readers, st.sampled_from(HOW), st.booleans())
def test_nothing_in_a_dispute_tells_who_read_when_where_and_by_which_key(one, other, how, a_is_first):
    two = apart(how, (one, other), SHIPPED)
    made = plain(dispute(two, a_is_first=a_is_first))
    hidden = secrets(two.first) | secrets(two.second)
    assert len(hidden) > 60
    assert strings(made) & hidden == set()
    encoded = canonical.encode(made).decode()
    assert [secret for secret in hidden if len(secret) > 8 and secret in encoded] == []


def test_the_same_reads_by_other_hands_make_the_same_dispute():
    assert dispute(apart("call", (FIRST, SECOND), SHIPPED)) == dispute(apart("call", (SECOND, FIRST), SHIPPED))


def test_reads_that_answered_in_another_order_look_alike():
    once = played("TP2: T01 30.1, T02 16", "")
    turned = played("TP2: T02 16, T01 30.1", "")
    assert once.first.read.timepoints[2].sheet.assessments == turned.first.read.timepoints[2].sheet.assessments
    assert canonical.encode(plain(dispute(once))) == canonical.encode(plain(dispute(turned)))


# --- and nothing in its size -----------------------------------------------------------------------------------------


SENDER = sender_of(CENTRE, bytes(32))
STUDY = Study("SEED-CRYO", 1, None, (SigningKey(signing.public_of(bytes(32)), date(2026, 3, 1)),), (), ())
TO = Addressee("a" * 32, str(pyrage.x25519.Identity.generate().to_public()))


def size(message, at_least: int) -> int:
    """Bytes of the envelope of a message."""
    return len(sealed(message, SENDER, TO, STUDY, number=ID, at_least=at_least).data)


@pytest.mark.parametrize("row", [row for row in rows() if row["differences"]], ids=lambda row: row["pair"])
def test_an_envelope_is_as_large_with_a_dispute_as_without(row):
    two, by = of_row(row)
    least = cover_size(*two.reads, by)
    message = DisputeSent(dispute(two, by), ID)
    assert len(message_bytes(message)) < least - ENVELOPE_ROOM // 2
    assert size(message, least) == size(NothingToDecide(""), least)


def test_the_size_does_not_say_whose_read_stands_first():
    one, other = apart("new lesion", protocol=SHIPPED).reads
    assert cover_size(one, other, SHIPPED) == cover_size(other, one, SHIPPED)
