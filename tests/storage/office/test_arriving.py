"""What comes from readers and adjudicators is held against their accepted keys; whatever does not hold is named."""

import hashlib
from dataclasses import replace

import pytest
from reading.ways import CASE, WHY, baseline, begun, follow_up, locked, signed
from storage.office.offices import PROTOCOL, clock, criteria, desk_of, place_of
from storage.vault.ways import CHEAP, WORDS, refused
from support.fake_desk import PASSWORD, SEED

from seedcryo_reader.adjudication.documents import CONTEXT, Signing, Statement, decision_document, statement_bytes
from seedcryo_reader.casefile.study import signing
from seedcryo_reader.coordination.arrived import (
    DecisionArrived,
    IncidentalArrived,
    ProgressArrived,
    QueryArrived,
    ReadArrived,
    ReceiptArrived,
)
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.coordination.office.answering import Asked
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.codec import plain
from seedcryo_reader.domain.dispute import Answer, Choice, Decision, Dispute, Mode, Question, Unit, sha256_of
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.adjudicator import DecisionSent
from seedcryo_reader.domain.messages.intake import RepeatWanted
from seedcryo_reader.domain.messages.reader import (
    ImageQuerySent,
    IncidentalFindingSent,
    LockedTimepointsSent,
    Receipt,
    SignedReadSent,
)
from seedcryo_reader.domain.projection import ProjectedRead
from seedcryo_reader.reading.canonical_read import CONTEXT as READ
from seedcryo_reader.reading.canonical_read import locked_document, signed_document
from seedcryo_reader.reading.ports import Leave
from seedcryo_reader.storage.office import documents
from seedcryo_reader.storage.office.accounts import Accounts
from seedcryo_reader.storage.office.arriving import Arriving
from seedcryo_reader.storage.office.centre import VaultCentre
from seedcryo_reader.storage.office.documents import signed_read
from seedcryo_reader.storage.reads.signed_read import read_signed
from seedcryo_reader.storage.vault.vault import Vault

UTC = "2026-05-04T09:00:00.000000Z"
QUERY = ImageQuerySent(CASE, "TP1", "quality", "blurred", UTC)
INCIDENTAL = IncidentalFindingSent(CASE, "TP1", "a nodule", UTC)
DECISION = Decision("12" * 8, CASE, (Answer("case", Choice.A),), "measurement", "A measured the whole lesion")
DISPUTE = Dispute(
    dispute_id="12" * 8,
    case_number=CASE,
    protocol_id=PROTOCOL.protocol_id,
    protocol_sha256=PROTOCOL.sha256,
    unit=Unit.CASE,
    mode=Mode.FORCED_CHOICE,
    reasons=("measurement",),
    a=ProjectedRead((), ()),
    b=ProjectedRead((), ()),
    questions=(Question("case", ("Progression at TP2",), ("No progression",)),),
    parting=None,
)


def asked(dispute_id):
    """The one dispute that was sent."""
    if dispute_id != DISPUTE.dispute_id:
        raise Refused([Finding("unknown-dispute", "It was not sent.")])
    return Asked(DISPUTE, "judge", sha256_of(DISPUTE))


@pytest.fixture
def arriving(study, reader, adjudicator):
    """Brings messages of accepted accounts, without envelopes around them."""

    return Arriving(study, lambda: Accounts((reader.accepted, adjudicator.accepted)), criteria, asked)


def codes(arriving, message, sender="reader-a"):
    return refused(lambda: arriving.arrived(sender, message, "mail"))


def resigned(document, change, seed=SEED):
    """The read after somebody who has the key changed it and signed it again."""
    value = canonical.decode(document)
    change(value["read"])
    inside = canonical.encode(value["read"])
    value["signature"] = signing.sign(inside, READ, seed).hex()
    value["key"] = signing.key_id(signing.public_of(seed))
    return canonical.encode(value)


def rehashed(read, change):
    """Change each record of a read and make its hashes fit."""
    previous = None
    for one in read["records"]:
        change(one["body"])
        if previous is not None:
            one["body"]["previous"] = previous
        one["hash"] = previous = hashlib.sha256(canonical.encode(one["body"])).hexdigest()


def stamped(**values):
    def change(read):
        rehashed(read, lambda body: body["stamp"].update(values))
        read["reader"]["account"] = read["records"][-1]["body"]["stamp"]["actor"]
        read["study"] = read["records"][-1]["body"]["stamp"]["study"]
        read["protocol"] = read["records"][-1]["body"]["stamp"]["protocol"]

    return change


# --- signed reads ----------------------------------------------------------------------------------------------------


def test_a_signed_read_comes_to_its_result(arriving, document, reading):
    value = canonical.decode(document)["read"]
    came = arriving.arrived("reader-a", SignedReadSent(document), "mail")
    assert isinstance(came, ReadArrived)
    assert (came.result.case_number, came.result.reader, came.result.version) == (CASE, "reader-a", 1)
    assert came.signed_on == value["signed_at"][:10]
    assert came.result.read_sha256 == reading.records[-1].event.read_sha256
    assert came.result == result_of(reading.read, PROTOCOL, "reader-a", 1, came.result.read_sha256)


def test_the_quick_way_and_the_careful_way_say_the_same(document, reader, monkeypatch):
    public = signing.public_of(reader.seed)
    quick = signed_read(document, public, "mail")
    assert quick[0] == read_signed(document, public, "mail")
    monkeypatch.setattr(documents, "_quick", lambda *_: None)
    assert signed_read(document, public, "mail") == quick


def test_the_whole_read_is_there_again_from_the_inbox(staffed, reader, document, reading):
    taken = staffed.taken(reader, SignedReadSent(document))
    staffed.office.receive(taken)
    content = taken.opened.content
    assert staffed.office.read(content).timepoints == reading.read.timepoints
    assert staffed.office.arrived(content) == taken.arrived
    with staffed.vault.database.writing() as connection:
        connection.exec_driver_sql("UPDATE inbox SET body = CAST(replace(body, 'SEED', 'WEED') AS BLOB)")
    assert refused(lambda: staffed.office.read(content)) == ["bad-signature"]


def test_no_changed_byte_of_a_signed_read_passes(arriving, document, rounds):
    for place in range(0, len(document), 1 if rounds > 10 else 997):
        bent = bytearray(document)
        bent[place] ^= 1 << place % 8
        assert codes(arriving, SignedReadSent(bytes(bent)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda read: read["reader"].update(name="Dr B. Reader"), "other-name"),
        (stamped(actor="reader-b"), "other-account"),
        (stamped(study={"id": "SEED-CRYO", "root": "00" * 8}), "other-study"),
        (lambda read: read.update(version=2), "illegal-event"),
        (lambda read: read.update(signed_at="yesterday"), "bad-read"),
        (lambda read: read.update(records=read["records"][:-2]), "illegal-event"),  # it was not closed
        (lambda read: read["records"].pop(3), "bad-read"),
        (lambda read: read.update(more=1), "bad-read"),
        (lambda read: read["records"].clear(), "bad-read"),
        (lambda read: read["records"][0].update(hash="00" * 32), "bad-read"),
    ],
)
def test_a_read_that_its_reader_changed_and_signed_again_is_named(arriving, document, change, expected):
    assert expected in codes(arriving, SignedReadSent(resigned(document, change)))


def test_a_read_in_which_records_of_two_cases_stand_is_named(arriving, document):
    def mixed(read):
        body = read["records"][4]["body"]
        body["case"] = "C-0002"
        rehashed(read, lambda _: None)

    assert "bad-read" in codes(arriving, SignedReadSent(resigned(document, mixed)))


def test_a_read_whose_records_do_not_follow_one_another_is_named(arriving, document):
    def unchained(read):
        one = read["records"][4]
        one["body"]["previous"] = "ab" * 32
        one["hash"] = hashlib.sha256(canonical.encode(one["body"])).hexdigest()

    assert codes(arriving, SignedReadSent(resigned(document, unchained))) == ["bad-read"]


def test_a_read_by_a_protocol_that_the_station_does_not_have_is_named(arriving, document):
    change = stamped(protocol={"id": "seed-cryo/1.0", "sha256": "00" * 32})
    assert codes(arriving, SignedReadSent(resigned(document, change))) == ["no-protocol"]


def test_a_read_of_another_account_or_key_is_named(arriving, document, adjudicator):
    assert codes(arriving, SignedReadSent(document), "judge") == ["unknown-key"]
    assert codes(arriving, SignedReadSent(resigned(document, lambda _: None, b"q" * 32))) == ["unknown-key"]
    assert codes(arriving, SignedReadSent(b"{}")) == ["unknown-key"]
    theirs = resigned(document, lambda _: None, adjudicator.seed)
    assert codes(arriving, SignedReadSent(theirs), "judge") == ["other-account", "other-name"]


def test_a_read_signed_before_the_key_was_changed_counts(study, reader, document, arriving):
    again = replace(reader, seed=b"n" * 32).accepted
    accounts = arriving.accounts()
    renewed = replace(arriving, accounts=lambda: replace(accounts, accepted=(*accounts.accepted, again)))
    assert renewed.arrived("reader-a", SignedReadSent(document), "mail").result.version == 1


# --- returns to a timepoint ------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(centre, study, reader, tmp_path):
    """A second version, by a leave of the centre for this recipient."""

    def make(recipient, reason=WHY):
        given = VaultCentre(lambda: centre.vault, clock, lambda: "ab" * 8)
        text = given.leave(CASE, "TP2", recipient, and_later=False, version=2, reason=reason)
        with Vault.create(place_of(tmp_path / "r", "reader-a", study), WORDS, cost=CHEAP) as vault:
            desk = desk_of(vault)
            reading = signed(desk)[0]
            reading.go_back(Leave(text, CASE, "TP2", False, 2, WHY))
            reading.reveal()
            locked(reading, "corrected")
            reading.sign(PASSWORD)
        return canonical.encode(signed_document(reading.records))

    return make


def test_a_second_version_is_taken_with_the_centres_leave(arriving, corrected, reader):
    came = arriving.arrived("reader-a", SignedReadSent(corrected(reader.recipient)), "mail")
    assert came.result.version == 2


def test_a_version_without_a_leave_that_allows_it_is_named(arriving, corrected, reader, adjudicator):
    assert codes(arriving, SignedReadSent(corrected(adjudicator.recipient))) == ["bad-leave"]


def test_a_leave_for_another_reason_is_none(arriving, corrected, reader):
    assert codes(arriving, SignedReadSent(corrected(reader.recipient, "another reason"))) == ["bad-leave"]


# --- progress, notes, receipts ---------------------------------------------------------------------------------------


@pytest.fixture
def half_read(study, tmp_path):
    """The records of a case with two locked timepoints."""
    with Vault.create(place_of(tmp_path / "r", "reader-a", study), WORDS, cost=CHEAP) as vault:
        reading, _ = begun(desk_of(vault))
        baseline(reading)
        follow_up(reading)
        reading.open_next()
        return list(reading.records)


def test_locked_timepoints_tell_how_far_a_read_has_come(arriving, half_read):
    came = arriving.arrived("reader-a", LockedTimepointsSent(locked_document(half_read)), "mail")
    assert came == ProgressArrived(CASE, "reader-a", 1, 2)


def test_locked_timepoints_that_were_changed_or_are_another_accounts_are_named(arriving, half_read):
    document = locked_document(half_read)
    for bent in (document[:-1], document.replace(b'"T01"', b'"T09"'), document.replace(b":1}", b":2}"), b"{}"):
        assert codes(arriving, LockedTimepointsSent(bent)) == ["bad-read"]
    assert codes(arriving, LockedTimepointsSent(document), "judge") == ["other-account"]
    value = canonical.decode(document)
    value["records"] = []
    assert codes(arriving, LockedTimepointsSent(canonical.encode(value))) == ["bad-read"]


def test_notes_and_receipts_come_with_their_sender(arriving):
    def came(message):
        return arriving.arrived("reader-a", message, "mail")

    assert came(QUERY) == QueryArrived(CASE, "reader-a", "TP1", "quality", "blurred", UTC)
    assert came(INCIDENTAL) == IncidentalArrived(CASE, "reader-a", "TP1", "a nodule", UTC)
    assert came(Receipt(("ab" * 32,))) == ReceiptArrived("reader-a", ("ab" * 32,))
    with pytest.raises(ValueError, match="RepeatWanted"):
        came(RepeatWanted(CASE, "C-0002"))


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"case_number": "42"}, 1),
        ({"timepoint": "month 6"}, 1),
        ({"text": "  "}, 1),
        ({"noted_at": "yesterday"}, 1),
        ({"case_number": "", "noted_at": ""}, 2),
    ],
)
@pytest.mark.parametrize("note", [QUERY, INCIDENTAL])
def test_a_note_without_its_place_time_or_text_is_named(arriving, note, change, count):
    assert codes(arriving, replace(note, **change)) == ["bad-note"] * count


# --- decisions -------------------------------------------------------------------------------------------------------


def decided(person, decision=DECISION, **changes):
    """A decision document; what is changed is signed too."""
    told = Signing(person.name, person.printed_name, "57" * 8, person.study.study_id, person.study.root_id, "I", UTC)
    hashed = hashlib.sha256(canonical.encode(plain(DISPUTE))).hexdigest()
    statement = Statement(decision, hashed, PROTOCOL.protocol_id, PROTOCOL.sha256, replace(told, **changes))
    signature = signing.sign(statement_bytes(statement), CONTEXT, person.seed)
    return decision_document(statement, signing.key_id(signing.public_of(person.seed)), signature)


def test_a_signed_decision_comes_with_its_time(arriving, adjudicator):
    came = arriving.arrived("judge", DecisionSent(decided(adjudicator)), "mail")
    assert came == DecisionArrived("judge", DECISION, UTC)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"account": "reader-a"}, ["other-account"]),
        ({"name": "Dr X"}, ["other-account"]),
        ({"root_id": "00" * 8}, ["other-study"]),
        ({"signed_at": "yesterday"}, ["bad-decision"]),
        ({"study_id": "OTHER", "account": "x", "signed_at": ""}, ["other-account", "other-study", "bad-decision"]),
    ],
)
def test_a_decision_that_says_something_else_of_itself_is_named(arriving, adjudicator, changes, expected):
    assert codes(arriving, DecisionSent(decided(adjudicator, **changes)), "judge") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"answers": ()}, ["no-answer"]),
        (
            {"answers": (Answer("T09", Choice.A),), "reason": "no such"},
            ["no-answer", "unknown-endpoint", "unknown-reason"],
        ),
        ({"dispute_id": "34" * 8}, ["unknown-dispute"]),
    ],
)
def test_a_decision_that_does_not_answer_what_was_asked_is_named_and_does_not_come(
    arriving, adjudicator, changes, expected
):
    document = decided(adjudicator, replace(DECISION, **changes))
    assert codes(arriving, DecisionSent(document), "judge") == expected


def test_a_decision_that_was_changed_or_signed_by_another_is_named(arriving, adjudicator, reader):
    document = decided(adjudicator)
    assert codes(arriving, DecisionSent(document.replace(b'"A"', b'"B"')), "judge") == ["bad-signature"]
    assert codes(arriving, DecisionSent(document[:-1]), "judge") == ["not-canonical"]
    assert codes(arriving, DecisionSent(decided(reader)), "judge") == ["unknown-key"]


def test_an_envelope_is_looked_into_before_it_is_received(staffed, reader, document):
    came = staffed.opened(reader.sends(SignedReadSent(document[:-1]), staffed.vault.recipient))
    assert refused(lambda: staffed.office.arriving(came, "mail"))
    assert staffed.rows("inbox") == []
