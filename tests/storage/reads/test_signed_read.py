"""A signed read as a file: it holds with the reader's public key alone, and no changed byte passes."""

import pytest
from reading.ways import CASE, signed
from storage.vault.ways import refused
from support.fake_desk import FakeSigner

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.reading.canonical_read import signed_document
from seedcryo_reader.storage.reads.signed_read import read_signed

OTHER = signing.public_of(b"7" * 32)


@pytest.fixture(scope="module")
def whole():
    return signed()[0]


@pytest.fixture(scope="module")
def document(whole):
    return canonical.encode(signed_document(whole.records))


def test_a_signed_read_comes_back_as_it_was_signed(whole, document):
    found = read_signed(document, FakeSigner.public, "read.json")
    assert found.records == tuple(whole.records[:-1])
    assert found.read.case_number == CASE
    assert found.read.timepoints == whole.read.timepoints
    assert (found.signing.name, found.signing.version) == (FakeSigner.printed_name, 1)


def test_no_changed_byte_passes(document, rounds):
    for place in range(0, len(document), 1 if rounds > 10 else 61):
        bent = bytearray(document)
        bent[place] ^= 1 << place % 8
        with pytest.raises(Refused):
            read_signed(bytes(bent), FakeSigner.public, "read.json")


def test_a_cut_or_lengthened_file_is_refused(document):
    for data in (document[:-1], document[1:], document + b"\n", document + document, b"", b"{}", b"null", b"[" * 9999):
        assert refused(lambda data=data: read_signed(data, FakeSigner.public, "read.json"))


def test_another_public_key_is_named(document):
    assert refused(lambda: read_signed(document, OTHER, "read.json")) == ["unknown-key"]


def value(document):
    return canonical.decode(document)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda one: one.update(key=signing.key_id(OTHER)), "unknown-key"),
        (lambda one: one.update(key=None), "unknown-key"),
        (lambda one: one.update(format="seedcryo-signed-read/2"), "wrong-format"),
        (lambda one: one.update(read=None), "bad-signature"),
        (lambda one: one.update(signature=one["signature"].upper()), "bad-signature"),
        (lambda one: one.update(signature=None), "bad-signature"),
        (lambda one: one["read"].update(version=2), "bad-signature"),
        (lambda one: one["read"]["records"].pop(), "bad-signature"),
        (lambda one: one["read"].update(more=1), "bad-signature"),
    ],
)
def test_what_is_changed_with_everything_else_made_to_fit_is_refused(document, change, code):
    one = value(document)
    change(one)
    assert refused(lambda: read_signed(canonical.encode(one), FakeSigner.public, "read.json")) == [code]


@pytest.mark.parametrize(
    "change",
    [
        lambda read: read.update(records=[]),
        lambda read: read.update(records=None),
        lambda read: read.update(more=1),
        lambda read: read.update(version="1"),
        lambda read: read["records"].reverse(),
        lambda read: read["records"][0].update(hash="0" * 64),
        lambda read: read["records"][0].update(body=None),
        lambda read: read.update(reader=None),
        lambda read: read.update(case="C-0002"),
    ],
)
def test_a_read_that_was_signed_and_is_none_is_refused(document, change):
    from support.fake_desk import SEED

    from seedcryo_reader.reading.canonical_read import CONTEXT

    one = value(document)
    change(one["read"])
    one["signature"] = signing.sign(canonical.encode(one["read"]), CONTEXT, SEED).hex()
    assert refused(lambda: read_signed(canonical.encode(one), FakeSigner.public, "read.json")) == ["bad-read"]


def test_nothing_may_stand_beside_a_signed_read(document):
    one = value(document) | {"more": "unsigned words"}
    assert refused(lambda: read_signed(canonical.encode(one), FakeSigner.public, "read.json")) == ["other-fields"]
