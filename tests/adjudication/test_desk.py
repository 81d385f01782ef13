"""A dispute is shown, decided and signed; whatever may not happen is refused with a sentence and changes nothing."""

from dataclasses import replace

import pytest
from adjudication.ways import CASE, UTC, FakeDecisionLog, FakeOwnReads, desk, dispute, log_with
from support.fake_desk import PASSWORD, FakeSigner

from seedcryo_reader.adjudication.desk import MEANING, Deciding
from seedcryo_reader.adjudication.documents import CONTEXT, parsed, statement_bytes
from seedcryo_reader.adjudication.drafting import Draft
from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain.dispute import WHOLE_CASE, Choice, DisputeState, Mode, sha256_of
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn
from seedcryo_reader.domain.office.adjudicator import DecisionSigned, DisputeShown

ONE, TWO = "a" * 16, "b" * 16
DRAFT = Draft({WHOLE_CASE: Choice.A}, "new lesion", "The margin is treated tissue.")


def taken(log: FakeDecisionLog, own: FakeOwnReads | None = None) -> Deciding:
    return Deciding(ONE, desk(log, own))


def shown(log: FakeDecisionLog) -> Deciding:
    deciding = taken(log)
    deciding.show()
    return deciding


@pytest.fixture
def log() -> FakeDecisionLog:
    return log_with([dispute(ONE)])


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.findings[0].code


def test_before_they_are_shown_a_and_b_cannot_be_had(log: FakeDecisionLog) -> None:
    deciding = taken(log)
    assert (deciding.case_number, deciding.dispute_id, deciding.timepoints) == (CASE, ONE, ("TP0", "TP1", "TP2"))
    with pytest.raises(Refused, match="not shown yet"):
        _ = deciding.dispute
    with pytest.raises(Refused, match="not shown yet"):
        deciding.sign(DRAFT, PASSWORD)
    assert deciding.show() == dispute(ONE)
    assert deciding.state is DisputeState.SHOWN


def test_that_they_were_shown_is_logged_once(log: FakeDecisionLog) -> None:
    shown(log).show()
    taken(log).show()
    assert [one.act for one in log.records()[1:]] == [DisputeShown(ONE, None)]


def test_a_decision_is_signed_logged_and_sent_as_one_document(log: FakeDecisionLog) -> None:
    deciding = shown(log)
    statement = deciding.sign(DRAFT, PASSWORD)
    assert deciding.state is DisputeState.DECIDED
    assert deciding.signed == statement
    document = log.sent[0].document
    assert log.records()[-1].act == DecisionSigned(ONE, document.decode())
    found = parsed(document, "d.json")
    assert signing.verify(FakeSigner.public, found.signed, CONTEXT, found.signature)
    assert found.statement == statement
    assert statement_bytes(statement) == found.signed
    assert statement.dispute_sha256 == sha256_of(dispute(ONE))
    assert (statement.signing.name, statement.signing.meaning, statement.signing.signed_at) == (
        deciding.printed_name,
        MEANING,
        UTC,
    )
    assert taken(log).signed == statement


def test_a_decided_dispute_is_neither_decided_nor_shown_again(log: FakeDecisionLog) -> None:
    deciding = shown(log)
    deciding.sign(DRAFT, PASSWORD)
    before = log.records()
    for act in (lambda: deciding.sign(DRAFT, PASSWORD), deciding.show, lambda: deciding.dispute):
        with pytest.raises(Refused, match="decided") as refused:
            act()
        assert code_of(refused) == "not-now"
    assert log.records() == before


def test_all_that_is_missing_is_refused_at_once_and_nothing_is_signed(log: FakeDecisionLog) -> None:
    deciding = shown(log)
    with pytest.raises(Refused) as refused:
        deciding.sign(Draft(), PASSWORD)
    assert [one.code for one in refused.value.findings] == ["no-answer", "no-reason", "no-comment"]
    assert refused.value.findings == deciding.problems(Draft())
    assert log.sent == []


def test_a_wrong_password_signs_nothing(log: FakeDecisionLog) -> None:
    deciding = shown(log)
    with pytest.raises(Refused) as refused:
        deciding.sign(DRAFT, "wrong")
    assert code_of(refused) == "wrong-password"
    assert deciding.state is DisputeState.SHOWN
    assert log.sent == []


def test_what_cannot_be_written_is_not_decided(log: FakeDecisionLog) -> None:
    deciding = shown(log)
    log.fails = True
    with pytest.raises(EnvironmentFailure, match="disk is full"):
        deciding.sign(DRAFT, PASSWORD)
    deciding.reload()
    assert deciding.state is DisputeState.SHOWN


@pytest.mark.parametrize(
    ("news", "state", "words"),
    [
        (DisputeWithdrawn(ONE, "They agree now."), DisputeState.WITHDRAWN, "withdrawn"),
        (DisputeSent(dispute(TWO), ONE), DisputeState.SUPERSEDED, "took its place"),
    ],
)
def test_what_ended_meanwhile_is_not_decided(log: FakeDecisionLog, news, state: DisputeState, words: str) -> None:
    deciding = shown(log)
    log.receive(news)
    with pytest.raises(Refused, match=words):
        deciding.sign(DRAFT, PASSWORD)
    assert deciding.state is state
    assert log.sent == []


def test_what_ended_while_it_was_being_signed_is_not_decided(log: FakeDecisionLog) -> None:
    class Slow(FakeSigner):
        def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
            log.receive(DisputeWithdrawn(ONE, "They agree now."))
            return super().sign(password, data, context)

    deciding = Deciding(ONE, replace(desk(log), signer=Slow()))
    deciding.show()
    with pytest.raises(Refused, match="withdrawn"):
        deciding.sign(DRAFT, PASSWORD)
    assert log.sent == []


def test_a_decided_dispute_is_superseded_but_never_withdrawn_and_keeps_its_decision(log: FakeDecisionLog) -> None:
    deciding = shown(log)
    statement = deciding.sign(DRAFT, PASSWORD)
    log.receive(DisputeWithdrawn(ONE, "They agree now."))
    assert taken(log).state is DisputeState.DECIDED
    log.receive(DisputeSent(dispute(TWO), ONE))
    after = taken(log)
    assert (after.state, after.signed) == (DisputeState.SUPERSEDED, statement)


def test_where_an_own_read_is_asked_for_a_and_b_come_after_it() -> None:
    log, own = log_with([dispute(ONE, mode=Mode.OWN_READ_FIRST)]), FakeOwnReads()
    deciding = taken(log, own)
    for act in (deciding.check_showable, deciding.show, lambda: deciding.dispute):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused, match="Read C-0001 yourself") as refused:
        deciding.show()
    assert code_of(refused) == "own-read-first"
    assert len(log.records()) == 1
    own.there[CASE] = "d" * 64
    deciding.show()
    assert log.records()[-1].act == DisputeShown(ONE, "d" * 64)
    assert Choice.OWN in deciding.choices
    own.there[CASE] = "e" * 64
    statement = deciding.sign(replace(DRAFT, answers={WHOLE_CASE: Choice.OWN}), PASSWORD)
    assert statement.decision.own_read_sha256 == "d" * 64


def test_a_dispute_that_never_came_is_refused(log: FakeDecisionLog) -> None:
    with pytest.raises(Refused) as refused:
        Deciding(TWO, desk(log))
    assert code_of(refused) == "no-such-dispute"


def test_the_protocol_is_the_one_that_both_were_read_by(log: FakeDecisionLog) -> None:
    assert taken(log).protocol.protocol_id == dispute().protocol_id
    other = log_with([replace(dispute(ONE), protocol_sha256="0" * 64)])
    with pytest.raises(Refused):
        _ = taken(other).protocol
