"""What a signature covers, and everything that it does not hold for."""

import hashlib
from dataclasses import replace

import pytest
from reading.ways import (
    ANSWERS,
    CASE,
    WHY,
    closed,
    new_version,
    revised,
    said,
    signed,
    state,
    unlock,
)
from support.fake_desk import PASSWORD, SEED, FakeSigner, fake_desk

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain import canonical, events
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.reading.canonical_read import (
    CONTEXT,
    Signing,
    canonical_read,
    read_hash,
    signed_document,
    signing_of,
)
from seedcryo_reader.reading.reading import Reading


@pytest.fixture(scope="module")
def whole():
    """A signed read: its records, the signature last."""
    return signed()[0].records


def _holds(records, who: Signing, signature: str) -> bool:
    return signing.verify(FakeSigner.public, canonical_read(records, who), CONTEXT, bytes.fromhex(signature))


def test_the_canonical_read_is_the_canonical_json_of_what_it_says(whole):
    before, who = whole[:-1], signing_of(whole[-1].event)
    stamp = before[-1].stamp
    value = {
        "format": "seedcryo-read/1",
        "case": CASE,
        "protocol": {"id": stamp.protocol_id, "sha256": stamp.protocol_sha256},
        "reader": {"account": "reader1", "name": "Dr A. Reader"},
        "station": stamp.station,
        "study": {"id": "SEED-CRYO", "root": "0" * 16},
        "version": 1,
        "meaning": who.meaning,
        "signed_at": "2026-05-04T10:00:00.000000Z",
        "records": [
            {"hash": hashlib.sha256(one.body).hexdigest(), "body": canonical.decode(one.body)} for one in before
        ],
    }
    assert canonical_read(before, who) == canonical.encode(value)


def test_names_beyond_ascii_are_signed_canonically(whole):
    who = replace(signing_of(whole[-1].event), name='Dr Ä. "李" \\ Reader')
    data = canonical_read(whole[:-1], who)
    assert canonical.encode(canonical.decode(data)) == data


def test_a_signature_is_verified_with_the_public_key_alone(whole):
    document = canonical.decode(canonical.encode(dict(signed_document(whole))))
    public = signing.public_of(SEED)
    data = canonical.encode(document["read"])
    assert document["key"] == signing.key_id(public)
    assert signing.verify(public, data, b"seedcryo-read/1", bytes.fromhex(document["signature"]))
    assert read_hash(data) == whole[-1].event.read_sha256
    assert not signing.verify(signing.public_of(bytes(32)), data, CONTEXT, bytes.fromhex(document["signature"]))
    assert not signing.verify(public, data, b"seedcryo-study/1", bytes.fromhex(document["signature"]))


def test_records_that_do_not_end_with_a_signature_are_no_signed_read(whole):
    with pytest.raises(ValueError, match="do not end with a signature"):
        signed_document(whole[:-1])


def test_reader_and_station_are_those_of_the_last_record(whole):
    moved = replace(whole[-2].stamp, station="a" * 16)
    records = [*whole[:-2], replace(whole[-2], stamp=moved, stored=None)]
    value = canonical.decode(canonical_read(records, signing_of(whole[-1].event)))
    assert (value["station"], value["reader"]["account"]) == ("a" * 16, "reader1")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Dr B. Reader"},
        {"meaning": "I have seen this case."},
        {"signed_at": "2026-05-04T10:00:00.000001Z"},
        {"version": 2},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_signature_holds_for_nothing_else_that_is_said_of_it(whole, changes):
    event = whole[-1].event
    assert _holds(whole[:-1], signing_of(event), event.signature)
    assert not _holds(whole[:-1], replace(signing_of(event), **changes), event.signature)


def test_a_signature_copied_to_another_read_fails(whole):
    event, before = whole[-1].event, whole[:-1]
    others = {
        "another case": [replace(one, case_number="C-0002", stored=None) for one in before],
        "one record less": before[:-1],
        "one record more": [*before, before[-1]],
        "another order": [before[1], before[0], *before[2:]],
        "another reason": [*before[:-1], replace(before[-1], reason="none")],
        "another reader": [*before[:-1], replace(before[-1], stamp=replace(before[-1].stamp, actor="reader2"))],
        "another station": [*before[:-1], replace(before[-1], stamp=replace(before[-1].stamp, station="0" * 16))],
        "another study": [*before[:-1], replace(before[-1], stamp=replace(before[-1].stamp, study_id="SEED-TWO"))],
        "another first key": [*before[:-1], replace(before[-1], stamp=replace(before[-1].stamp, root_id="1" * 16))],
        "another protocol": [
            *before[:-1],
            replace(before[-1], stamp=replace(before[-1].stamp, protocol_sha256="0" * 64)),
        ],
    }
    held = [name for name, records in others.items() if _holds(records, signing_of(event), event.signature)]
    assert held == []


def test_every_single_record_counts(whole):
    event, before = whole[-1].event, list(whole[:-1])
    for place, one in enumerate(before):
        other = [*before[:place], replace(one, reason="changed", stored=None), *before[place + 1 :]]
        assert not _holds(other, signing_of(event), event.signature)


def test_a_wrong_password_signs_nothing_and_the_right_one_does_afterwards():
    reading, desk = closed()
    reading.answer_questionnaire(ANSWERS, "a guess")
    before = state(reading, desk)
    with pytest.raises(Refused) as refused:
        reading.sign("wrong")
    assert [one.code for one in refused.value.findings] == ["wrong-password"]
    assert "wrong" not in str(refused.value).replace("wrong-password", "")
    assert state(reading, desk) == before
    reading.sign(PASSWORD)
    assert reading.read.state is State.SIGNED


def test_the_questionnaire_comes_before_the_signature():
    reading, desk = closed()
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="questionnaire comes before"):
        reading.sign(PASSWORD)
    assert state(reading, desk) == before


@pytest.mark.parametrize("name", ["", "  ", "Dr A.\nReader", "x" * 501])
def test_a_printed_name_is_one_line(name):
    class Named(FakeSigner):
        printed_name = name

    _, desk = closed()
    reading = Reading(CASE, replace(desk.desk, signer=Named()))
    reading.answer_questionnaire(ANSWERS, "a guess")
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="The name"):
        reading.sign(PASSWORD)
    assert state(reading, desk) == before


def test_the_name_under_a_signature_is_the_accounts_own():
    reading, _ = signed()
    assert reading.read.signatures[0].name == FakeSigner.printed_name == reading.records[-1].event.name


def test_a_signature_may_say_why():
    reading, _ = closed()
    reading.answer_questionnaire(ANSWERS, "a guess")
    assert reading.sign(PASSWORD, "the read is done").reason == "the read is done"


def test_the_password_is_not_asked_of_the_key_where_signing_is_illegal():
    class Counting(FakeSigner):
        asked = 0

        def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
            Counting.asked += 1
            return super().sign(password, data, context)

    _, desk = signed()
    again = Reading(CASE, replace(desk.desk, signer=Counting()))
    with pytest.raises(IllegalAct, match="signed and frozen"):
        again.sign(PASSWORD)
    assert Counting.asked == 0


def test_a_signature_counts_even_where_the_images_cannot_be_removed_yet():
    desk = fake_desk()
    desk.images.purge_fails = True
    reading, _ = signed(desk)
    assert reading.read.state is State.SIGNED
    assert desk.log.stored[-1] == reading.records[-1]


def test_a_signed_read_takes_no_act():
    reading, desk = signed()
    before = state(reading, desk)
    for act in (
        lambda: said(reading, revised("TP1", "T01", "9"), why=WHY),
        lambda: unlock(reading, "TP1"),
        lambda: reading.answer_questionnaire(ANSWERS, "a guess"),
        lambda: reading.sign(PASSWORD),
        reading.undo,
        reading.lock,
    ):
        with pytest.raises(IllegalAct):
            act()
    assert state(reading, desk) == before


def test_notes_after_the_signature_are_kept_and_leave_it_as_it_is():
    reading, desk = signed()
    until = reading.records
    document = signed_document(until)
    notes = (
        events.ErratumNoted("TP1", "a slip"),
        events.ImageQueried("TP1", "other", "text"),
        events.IncidentalFindingReported("TP2", "an aneurysm"),
    )
    said(reading, *notes)
    assert reading.read.state is State.SIGNED
    assert [one.event for one in reading.records[len(until) :]] == list(notes)
    signature = reading.read.signatures[0]
    assert _holds(reading.records[: len(until) - 1], signing_of(until[-1].event), signature.signature)
    assert signed_document(reading.records[: len(until)]) == document
    assert Reading(CASE, desk.desk).read.incidental[0].text == "an aneurysm"


def test_the_next_version_signs_the_notes_that_were_written_before_it():
    reading, _ = signed()
    said(reading, events.ErratumNoted("TP2", "T02 is the other node"))
    new_version(reading, "TP2")
    reading.reveal()
    reading.lock()
    reading.sign(PASSWORD)
    bodies = [one["body"] for one in signed_document(reading.records)["read"]["records"]]
    assert [one["event"] for one in bodies].count("ErratumNoted") == 1
    assert [one["event"] for one in bodies].count("ReadSigned") == 1
    event = reading.records[-1].event
    assert _holds(reading.records[:-1], signing_of(event), event.signature)
