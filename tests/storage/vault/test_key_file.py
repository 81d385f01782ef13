"""The key file of a vault: every field is held to, and none can be moved from another account's file."""

import json

import pytest
from storage.vault.ways import CHEAP, WORDS, made, refused

from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.key_file import KeyFile, Wrapped, _checksum, read_key_file
from seedcryo_reader.storage.vault.vault import Place, Vault


@pytest.fixture
def place(vault_place):
    made(vault_place, 1)
    acts.rotate_signing_key(vault_place, WORDS)
    return vault_place


def fields(value, path=()):
    """Every place in a JSON value, the value itself left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from fields(one, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def used(place: Place) -> None:
    """Open the vault and sign with it: the signing key is opened for a signature alone."""
    Vault.open(place, WORDS).close()
    acts.sign(place, WORDS, b"a read", b"purpose")


def rewritten(place: Place, change) -> None:
    """Change the file as somebody would who knows how it is made: with a checksum that fits."""
    whole = json.loads(place.keys.read_bytes())
    change(whole)
    whole["checksum"] = _checksum(whole)
    place.keys.write_bytes(encode(whole))


def other(value):
    """Another value of the same kind."""
    match value:
        case str() if value.startswith("age1"):
            return "age1" + value[4:][::-1]
        case str():
            return ("1" if value[0] != "1" else "2") + value[1:]
        case int():
            return value + 1
        case list():
            return [*value, *value]
        case _:
            return {}


def test_a_file_comes_back_from_its_bytes(place):
    file = read_key_file(place.keys)
    assert isinstance(file, KeyFile)
    assert file.encoded() == place.keys.read_bytes()
    assert (file.account, file.study_id, len(file.retired), file.cost) == ("reader-a", "SEED-CRYO", 1, CHEAP)


def test_every_field_that_is_changed_removed_or_of_another_kind_is_refused(place):
    whole = place.keys.read_bytes()
    paths = [path for path in fields(json.loads(whole)) if path != ("checksum",)]
    assert len(paths) > 15
    for path in paths:
        for change in (
            lambda holder, key: holder.__setitem__(key, other(holder[key])),
            lambda holder, key: holder.__setitem__(key, None),
            lambda holder, key: holder.__setitem__(key, 1.5 if key == "memory_kib" else {"a": []}),
            lambda holder, key: holder.__delitem__(key),
        ):
            try:
                rewritten(place, lambda value, change=change, path=path: change(at(value, path[:-1]), path[-1]))
            except ValueError:  # it has no canonical form
                continue
            if place.keys.read_bytes() != whole:
                assert refused(lambda: used(place)), path
            place.keys.write_bytes(whole)


def test_a_field_of_another_accounts_file_under_the_same_password_is_refused(place, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    foreign = made(Place(folder, "reader-b", place.study, place.migrations))
    acts.rotate_signing_key(foreign, WORDS)
    theirs, whole = json.loads(foreign.keys.read_bytes()), place.keys.read_bytes()
    for path in fields(theirs):
        if path == ("checksum",) or at(theirs, path) == at(json.loads(whole), path):
            continue
        rewritten(place, lambda value, path=path: at(value, path[:-1]).__setitem__(path[-1], at(theirs, path)))
        assert refused(lambda: used(place)), path
        place.keys.write_bytes(whole)


def test_a_file_of_another_study_is_refused(place):
    rewritten(place, lambda whole: whole.__setitem__("study", "OTHER"))
    assert refused(lambda: Vault.open(place, WORDS)) == ["other-account"]


def test_a_newer_format_says_so(place):
    rewritten(place, lambda whole: whole.__setitem__("format", "seedcryo-vault/2"))
    assert refused(lambda: read_key_file(place.keys)) == ["newer-format"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format":"seedcryo-vault/1"}', b"\0" * 500])
def test_what_is_no_key_file_is_refused(place, data):
    place.keys.write_bytes(data)
    assert refused(lambda: read_key_file(place.keys)) == ["damaged"]


def test_what_is_wrapped_is_not_shown():
    assert "secret" not in repr(Wrapped(b"nonce", b"secret"))
