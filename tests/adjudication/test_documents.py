"""A signed decision travels as canonical JSON that can be checked with the public key alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.adjudication.documents import (
    CONTEXT,
    Signing,
    Statement,
    decision_document,
    parsed,
    statement_bytes,
)
from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.dispute import Answer, Choice, Decision
from seedcryo_reader.domain.errors import Refused

SEED = bytes(range(32))
WHO = Signing(
    "judge",
    "Dr. Judge",
    "f" * 16,
    "SEED-CRYO",
    "0" * 16,
    "I have compared both reads.",
    "2026-05-04T09:00:00.000000Z",
)
SAID = Statement(
    Decision("0" * 16, "C-0042", (Answer("T02", Choice.A), Answer("overall", Choice.NEITHER)), "new lesion", "Näher"),
    "d" * 64,
    "seed-cryo",
    "e" * 64,
    WHO,
)


def document(said: Statement = SAID) -> bytes:
    public = signing.public_of(SEED)
    return decision_document(said, signing.key_id(public), signing.sign(statement_bytes(said), CONTEXT, SEED))


def changed(key: str, value: Json) -> bytes:
    whole = canonical.decode(document())
    assert isinstance(whole, dict)
    return canonical.encode({**whole, key: value})


def test_what_was_signed_is_read_back_and_its_signature_holds() -> None:
    found = parsed(document(), "d.json")
    assert found.statement == SAID
    assert found.signed == statement_bytes(SAID)
    assert signing.verify(signing.public_of(SEED), found.signed, CONTEXT, found.signature)
    assert found.key_id == signing.key_id(signing.public_of(SEED))


@given(comment=st.text(st.characters(exclude_categories=["Cs"]), max_size=50), choice=st.sampled_from(Choice))
def test_any_comment_and_choice_survives(comment: str, choice: Choice) -> None:
    said = replace(SAID, decision=replace(SAID.decision, comment=comment, answers=(Answer("case", choice),)))
    assert parsed(document(said), "d.json").statement == said


def test_no_byte_can_be_changed_without_being_noticed() -> None:
    whole, public = document(), signing.public_of(SEED)
    for at in range(len(whole)):
        other = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        try:
            found = parsed(other, "d.json")
        except Refused:
            continue
        is_same_key = found.key_id == signing.key_id(public)
        assert not (is_same_key and signing.verify(public, found.signed, CONTEXT, found.signature))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "not-canonical"),
        (document()[:-1], "not-canonical"),
        (b"[]", "wrong-format"),
        (changed("format", "seedcryo-decision/2"), "wrong-format"),
        (changed("more", 1), "other-fields"),
        (changed("key", "no key"), "bad-decision"),
        (changed("key", 1), "bad-decision"),
        (changed("signature", "00"), "bad-decision"),
        (changed("signature", None), "bad-decision"),
        (changed("decision", {}), "bad-decision"),
    ],
)
def test_what_is_no_decision_is_refused_and_named(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(data, "d.json")
    assert [(one.code, one.files) for one in refused.value.findings] == [(code, ("d.json",))]
