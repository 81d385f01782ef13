"""Ed25519 with a purpose."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from seedcryo_reader.casefile.study.signing import fingerprint, key_id, public_of, sign, verify

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")


def test_the_public_key_is_that_of_rfc_8032_section_7_1_test_1():
    assert public_of(SEED) == PUBLIC


def test_a_signature_is_plain_ed25519_over_purpose_zero_byte_and_data():
    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(sign(b"data", b"purpose/1", SEED), b"purpose/1\0data")


def test_it_holds_for_its_data_purpose_and_key_only():
    made = sign(b"data", b"purpose/1", SEED)
    assert verify(PUBLIC, b"data", b"purpose/1", made)
    assert not verify(PUBLIC, b"date", b"purpose/1", made)
    assert not verify(PUBLIC, b"data", b"purpose/2", made)
    assert not verify(public_of(b"\1" * 32), b"data", b"purpose/1", made)


@pytest.mark.parametrize("index", range(64))
def test_a_changed_byte_of_the_signature(index):
    made = bytearray(sign(b"data", b"purpose/1", SEED))
    made[index] ^= 1
    assert not verify(PUBLIC, b"data", b"purpose/1", bytes(made))


@pytest.mark.parametrize(
    ("public", "signature"), [(b"", b"\0" * 64), (PUBLIC[:-1], b"\0" * 64), (PUBLIC, b""), (PUBLIC, b"\0" * 65)]
)
def test_wrong_lengths_are_no_match(public, signature):
    assert not verify(public, b"data", b"purpose/1", signature)


@pytest.mark.parametrize("context", [b"", b"purpose\0", b"\0"])
def test_a_purpose_that_does_not_end_where_it_seems_to(context):
    with pytest.raises(ValueError, match="context"):
        sign(b"data", context, SEED)
    with pytest.raises(ValueError, match="context"):
        verify(PUBLIC, b"data", context, b"\0" * 64)


def test_a_signature_without_purpose_is_none():
    plain = Ed25519PrivateKey.from_private_bytes(SEED).sign(b"data")
    assert not verify(PUBLIC, b"data", b"purpose/1", plain)


def test_names_of_a_key():
    digits = sha256(PUBLIC).hexdigest()
    assert key_id(PUBLIC) == digits[:16]
    assert fingerprint(PUBLIC).split(" ") == [digits[start : start + 4] for start in range(0, 32, 4)]
