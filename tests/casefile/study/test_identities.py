"""Keys as people hand them over."""

from itertools import count

import pyrage
import pytest

from seedcryo_reader.casefile.study import age_keys
from seedcryo_reader.casefile.study.identities import all_recipients_from, identities_from, recipients_from
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

ONE, TWO = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
AS_AGE_KEYGEN_WRITES = f"""# created: 2026-03-01T12:00:00+01:00
# public key: {ONE.to_public()}
{ONE}
"""


def never() -> str:
    pytest.fail("a password was asked for")


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes):
        path = tmp_path / "keys.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_a_file_of_age_keygen_opens_what_age_encrypted(file):
    [identity] = identities_from(file(AS_AGE_KEYGEN_WRITES), never)
    assert pyrage.decrypt(pyrage.encrypt(b"part", [ONE.to_public()]), [identity]) == b"part"


def test_several_identities_windows_line_ends_and_empty_lines(file):
    found = identities_from(file(f"\r\n# mine\r\n{ONE}\r\n  {TWO}  \r\n"), never)
    assert [str(one) for one in found] == [str(ONE), str(TWO)]


def test_a_key_file_asks_for_its_password_once(made):
    asked = []

    def password():
        asked.append(1)
        return made.password

    [identity] = identities_from(made.recovery, password)
    assert asked == [1]
    sealed = pyrage.encrypt(b"vault", [pyrage.x25519.Recipient.from_str(made.study.recovery[0])])
    assert pyrage.decrypt(sealed, [identity]) == b"vault"


def test_a_damaged_key_file_is_refused_before_anybody_types(made):
    made.recovery.write_bytes(made.recovery.read_bytes().replace(b'"lanes":1', b'"lanes":2'))
    with pytest.raises(Refused) as refused:
        identities_from(made.recovery, never)
    assert codes(refused) == ["damaged"]


def test_a_wrong_password(made):
    with pytest.raises(Refused) as refused:
        identities_from(made.recovery, lambda: "something else")
    assert codes(refused) == ["wrong-password"]


LOST = str(ONE)[:-1]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ["bad-identity"]),
        ("# nothing but a comment\n", ["bad-identity"]),
        (f"{LOST}\n{TWO}\n{str(TWO).lower()}\n", ["bad-identity", "bad-identity"]),
        (f"{ONE.to_public()}\n", ["bad-identity"]),
        ("AGE-SECRET-KEY-PQ-1ABC\n", ["bad-identity"]),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", ["bad-identity"]),
        ("age-encryption.org/v1\n-> scrypt x 18\n", ["encrypted-identity"]),
        ("-----BEGIN AGE ENCRYPTED FILE-----\n", ["encrypted-identity"]),
        (b"\xff\xfe\x00", ["no-text"]),
    ],
    ids=count(),
)
def test_what_is_no_identity_file_is_never_quoted(file, content, expected):
    path = file(content)
    with pytest.raises(Refused) as refused:
        identities_from(path, never)
    assert codes(refused) == expected
    assert all(finding.files == (str(path),) for finding in refused.value.findings)
    assert LOST[20:40] not in str(refused.value)


def test_a_bad_line_is_named_by_its_number(file):
    with pytest.raises(Refused, match="Line 3 is no age identity"):
        identities_from(file(f"# x\n{ONE}\n{LOST}\n"), never)


def test_recipients_typed_in_or_in_files(file, made):
    one, two = str(ONE.to_public()), str(TWO.to_public())
    assert recipients_from(one) == (one,)
    assert recipients_from(str(made.recovery)) == made.study.recovery
    assert recipients_from(str(made.access.keys)) == (made.keys.recipient,)
    assert recipients_from(str(file(f"# readers\n{one}\n\n{two}\n{one}\n"))) == (one, two)
    assert all_recipients_from([two, one, two]) == (two, one)


@pytest.mark.parametrize(
    "text", ["age1", str(ONE.to_public())[:-1], str(ONE.to_public()).replace("1", "2", 2) + "q"], ids=count()
)
def test_a_mistyped_recipient(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((Refused, EnvironmentFailure)) as failure:
        recipients_from(text)
    assert text[:20] in str(failure.value)


def test_a_secret_key_is_never_taken_for_a_recipient(file):
    with pytest.raises(Refused) as refused:
        recipients_from(str(file(AS_AGE_KEYGEN_WRITES)))
    assert codes(refused) == ["secret-key"]
    assert str(ONE) not in str(refused.value)


@pytest.mark.parametrize("content", ["", "age1nonsense\n", b"\xff", "{}"])
def test_a_file_without_recipients(file, content):
    with pytest.raises(Refused):
        recipients_from(str(file(content)))


def test_all_that_is_wrong_with_several(file, tmp_path):
    with pytest.raises(Refused) as refused:
        all_recipients_from(["age1x", str(file("age1y\nage1z\n"))])
    assert codes(refused) == ["bad-recipient"] * 3


@pytest.mark.parametrize(
    "text",
    [str(ONE.to_public()).upper(), f" {ONE.to_public()}", f"{ONE.to_public()}\n", "", "age1\0", "ü", "age1tag1x"],
    ids=count(),
)
def test_only_the_one_spelling_of_a_recipient(text):
    assert age_keys.recipient(text) is None


@pytest.mark.parametrize(
    "text", [str(ONE).lower(), f"{ONE} ", "", "AGE-SECRET-KEY-1\0", "ü", str(ONE.to_public())], ids=count()
)
def test_only_the_one_spelling_of_an_identity(text):
    assert age_keys.identity(text) is None
