"""An envelope is taken whole and as it was signed, or refused by name."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pyrage
import pytest
from exchange.ways import HEAD, MESSAGE, NUMBER, TODAY, ReaderTrust, revoked
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.adjudicator import NothingToDecide
from seedcryo_reader.domain.messages.reader import PartReleased, Receipt, SignedReadSent
from seedcryo_reader.exchange.envelope import Addressee, opened, sealed
from seedcryo_reader.exchange.padding import step
from seedcryo_reader.exchange.sender import CONTEXT, sender_of


def code_of(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    assert all(one.files == ("one.seedmail",) and one.text.endswith(".") for one in caught.value.findings)
    return caught.value.findings[0].code


def inside(both, data: bytes) -> bytes:
    return pyrage.decrypt(data[: -int.from_bytes(data[-4:])], [both.reader_identity])


def encrypted(both, plain: bytes) -> bytes:
    data = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(both.to_reader.recipient)])
    return data + (4).to_bytes(4)


def framed(content: bytes, signature: bytes) -> bytes:
    return len(content).to_bytes(4) + signature + content


def forged(both, *, body: bytes | None = None, **changes) -> bytes:
    """An envelope whose header says something else, signed by the centre's own key."""
    whole = inside(both, both.sent().data)
    size = int.from_bytes(whole[:4])
    line, _, said = whole[68 : 68 + size].partition(b"\n")
    header = canonical.decode(line)
    assert isinstance(header, dict)
    content = canonical.encode({**header, **changes}) + b"\n" + (said if body is None else body)
    return encrypted(both, framed(content, both.centre.sign(content)))


def test_what_was_sealed_is_opened(both):
    letter = both.sent()
    taken = both.taken(letter.data)
    assert (taken.message, taken.kind, taken.sender, taken.number) == (MESSAGE, "CaseAssigned", "centre", NUMBER)
    assert (taken.content, taken.key_id, taken.head) == (letter.content, both.centre.key_id, None)
    assert letter.file_sha256 == hashlib.sha256(letter.data).hexdigest()


def test_the_centre_opens_what_an_account_signed_and_learns_how_far_its_log_went(both):
    taken = both.taken_at_the_centre(both.answered(Receipt(("c" * 64,))).data)
    assert (taken.sender, taken.head, taken.message) == ("reader-a", HEAD, Receipt(("c" * 64,)))


def test_a_signed_document_travels_as_its_bytes_are(both):
    document = b'{"anything": 1.5}'
    taken = both.taken_at_the_centre(both.answered(SignedReadSent(document)).data)
    assert taken.body == document
    assert taken.message == SignedReadSent(document)


def test_two_envelopes_of_one_message_differ_as_files_and_are_the_same_content(both):
    first, second = both.sent(), both.sent()
    assert first.data != second.data
    assert first.content == second.content


def test_another_number_makes_another_envelope(both):
    other = sealed(MESSAGE, both.centre, both.to_reader, both.study, number="f" * 16)
    assert other.content != both.sent().content


@pytest.mark.parametrize("number", ["", "0" * 15, "0" * 17, "G" * 16])
def test_a_number_is_sixteen_hex_digits(both, number):
    with pytest.raises(ValueError, match="16 hex digits"):
        sealed(MESSAGE, both.centre, both.to_reader, both.study, number=number)


def test_every_byte_that_is_changed_is_noticed(both):
    data = both.sent().data
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        assert code_of(lambda data=bytes(changed): both.taken(data)) in {"not-an-envelope", "not-for-this-account"}


def test_every_byte_inside_that_is_changed_is_noticed_even_by_who_can_encrypt(both):
    plain = inside(both, both.sent().data)
    for at in [*range(600), len(plain) - 1]:
        changed = bytearray(plain)
        changed[at] ^= 1
        assert code_of(lambda plain=bytes(changed): both.taken(encrypted(both, plain)))


def test_what_was_cut_off_is_refused_wherever(both):
    data = both.sent().data
    for size in [*range(60), *range(60, len(data), 97), len(data) - 1]:
        assert code_of(lambda size=size: both.taken(data[:size])) in {"not-an-envelope", "not-for-this-account"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"age-encryption.org/v1\n", b"\x00" * 5000])
def test_what_is_no_envelope_is_refused(both, data):
    assert code_of(lambda: both.taken(data)) in {"not-an-envelope", "not-for-this-account"}


def test_a_file_of_any_step_has_one_size_of_its_own(both):
    for size in (0, 60_000, 65_000, 130_000, 400_000):
        documents = (b"x" * size, b"y" * size)
        sizes = {len(both.answered(SignedReadSent(one)).data) for one in documents for _ in range(20)}
        assert len(sizes) == 1


def test_an_end_that_claims_to_be_longer_than_it_can_is_refused(both):
    data = both.sent().data
    assert code_of(lambda: both.taken(data[:-4] + (2000).to_bytes(4))) == "not-an-envelope"
    assert code_of(lambda: both.taken(data[:-4] + bytes(4))) == "not-an-envelope"


@pytest.mark.parametrize("plain", [b"", b"abc", bytes(68), bytes(4096), b"\xff" * 200])
def test_what_holds_nothing_is_refused(both, plain):
    assert code_of(lambda: both.taken(encrypted(both, plain))) == "changed"


def test_a_file_beyond_all_bounds_is_not_even_decrypted(both, monkeypatch):
    monkeypatch.setattr("seedcryo_reader.exchange.envelope.LARGEST", 100)
    assert code_of(lambda: both.taken(both.sent().data)) == "too-large"


def test_another_account_cannot_open_it(both):
    stranger = age_keys.new_identity()
    me = Addressee("reader-b", age_keys.recipient_of(stranger))
    trust = ReaderTrust("centre", bytes(32))
    data = both.sent().data
    act = lambda: opened(data, stranger, me, trust, study=both.study, received=TODAY, shown="one.seedmail")  # noqa: E731
    assert code_of(act) == "not-for-this-account"


def test_an_account_that_has_the_key_of_another_name_is_refused(both):
    other = Addressee("reader-z", both.to_reader.recipient)
    assert code_of(lambda: both.taken(both.sent().data, me=other)) == "not-for-this-account"


def test_another_study_is_refused(both):
    other = replace(both.study, study_id="OTHER")
    assert code_of(lambda: both.taken(both.sent().data, study=other)) == "other-study"


def test_another_study_of_the_same_name_is_refused(both):
    root = {"id": both.study.study_id, "root": "f" * 16}
    assert code_of(lambda: both.taken(forged(both, study=root))) == "other-study"


@pytest.mark.parametrize("name", ["centre", "reader-b"])
def test_a_sender_that_is_not_known_is_refused(both, name):
    stranger = sender_of(name, b"s" * 32)
    data = sealed(MESSAGE, stranger, both.to_reader, both.study, number=NUMBER).data
    assert code_of(lambda: both.taken(data)) == "unknown-sender"


def test_the_centres_key_under_another_name_is_no_centre(both):
    data = sealed(MESSAGE, replace(both.centre, name="reader-b"), both.to_reader, both.study, number=NUMBER).data
    assert code_of(lambda: both.taken(data)) == "unknown-sender"


@pytest.mark.parametrize(("days", "counts"), [(-1, True), (0, False), (1, False)])
def test_a_key_counts_until_the_day_before_it_was_revoked(both, days, counts):
    study = revoked(both.study, TODAY)
    on = TODAY + timedelta(days=days)
    if counts:
        assert both.taken(both.sent().data, study=study, on=on).message == MESSAGE
    else:
        assert code_of(lambda: both.taken(both.sent().data, study=study, on=on)) == "revoked-sender"


@pytest.mark.parametrize(("day", "counts"), [(date(2026, 2, 28), True), (TODAY, False)])
def test_so_does_an_accounts(both, day, counts):
    trust = ReaderTrust("reader-a", both.reader_public, TODAY)
    data = both.answered(Receipt(())).data
    if counts:
        assert both.taken_at_the_centre(data, trust, on=day).kind == "Receipt"
    else:
        assert code_of(lambda: both.taken_at_the_centre(data, trust, on=day)) == "revoked-sender"


def test_what_a_forger_signs_is_changed_not_revoked(both):
    study = revoked(both.study, TODAY)
    plain = bytearray(inside(both, both.sent().data))
    plain[10] ^= 1
    assert code_of(lambda: both.taken(encrypted(both, bytes(plain)), study=study)) == "changed"


def test_a_message_of_another_role_does_not_come_in(both):
    assert code_of(lambda: both.taken(both.sent(NothingToDecide("")).data)) == "unknown-kind"


def test_a_message_that_is_none_of_its_kind_is_refused(both):
    body = canonical.encode({"case_number": "C-0042"})
    data = forged(both, body=body, body_sha256=hashlib.sha256(body).hexdigest())
    assert code_of(lambda: both.taken(data)) == "bad-message"


def test_a_message_whose_fields_hold_what_none_may_hold_is_refused(both):
    sent = both.sent(replace(MESSAGE, case_number="C-1\x1b[31m", place=0))
    with pytest.raises(
        Refused, match=r"The case_number is not a case number such as C-0042\. The place is no number"
    ) as caught:
        both.taken(sent.data)
    assert caught.value.findings[0].code == "bad-message"


def test_a_body_that_does_not_have_the_hash_in_the_header_is_refused(both):
    assert code_of(lambda: both.taken(forged(both, body=b"{}"))) == "changed"


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "seedcryo-envelope/0"},
        {"format": 1},
        {"kind": "lower"},
        {"number": "1"},
        {"head": {"seq": -1, "hash": "0" * 64}},
        {"head": 1},
        {"from": "centre"},
        {"to": {"name": "reader-a", "recipient": "age1"}},
        {"body_sha256": ""},
        {"more": 1},
        {"study": None},
        {"kind": "x" * 5000},
    ],
)
def test_a_header_that_is_none_is_refused(both, changes):
    assert code_of(lambda: both.taken(forged(both, **changes))) == "changed"


def test_a_header_that_is_no_json_is_refused(both):
    content = b"nothing\n{}"
    data = encrypted(both, framed(content, both.centre.sign(content)))
    assert code_of(lambda: both.taken(data)) == "changed"


def test_a_newer_version_asks_for_a_newer_program(both):
    assert code_of(lambda: both.taken(forged(both, format="seedcryo-envelope/2"))) == "newer-format"


def test_a_signature_for_another_purpose_is_none(both):
    size = int.from_bytes(inside(both, both.sent().data)[:4])
    content = inside(both, both.sent().data)[68 : 68 + size]
    assert CONTEXT == b"seedcryo-envelope/1"
    other = signing.sign(content, b"seedcryo-leave/1", bytes(range(32)))
    assert code_of(lambda: both.taken(encrypted(both, framed(content, other)))) == "changed"


@settings(max_examples=30)
@given(st.binary(max_size=9000), st.integers(0, 20000))
def test_the_size_of_a_file_tells_the_step_and_nothing_else(both, document, at_least):
    letter = sealed(
        SignedReadSent(document), both.reader, both.to_centre, both.study, number=NUMBER, head=HEAD, at_least=at_least
    )
    plain = pyrage.decrypt(letter.data[: -int.from_bytes(letter.data[-4:])], [both.centre_identity])
    content = int.from_bytes(plain[:4])
    assert len(plain) == step(max(at_least, 68 + content))
    again = sealed(
        SignedReadSent(b"x" * len(document)),
        both.reader,
        both.to_centre,
        both.study,
        number=NUMBER,
        head=HEAD,
        at_least=at_least,
    )
    assert len(again.data) == len(letter.data)


@pytest.mark.parametrize(
    ("size", "padded"), [(0, 4096), (4096, 4096), (4097, 6144), (6145, 8192), (8193, 12288), (100_000, 131_072)]
)
def test_steps_are_half_as_much_again_or_twice(size, padded):
    assert step(size) == padded


def test_nothing_of_the_content_can_be_read_in_the_file(both):
    data = both.sent(PartReleased("C-0042", 1, "a" * 64, "b" * 64)).data
    assert not any(word in data for word in (b"C-0042", b"reader-a", b"centre", b"PartReleased", b"SEED-CRYO"))
