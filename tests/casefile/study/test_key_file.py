"""Secrets under a password."""

import copy
import itertools
import json
import pickle
from hashlib import sha256

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcryo_reader.casefile.study import age_keys, kdf, key_file, signing
from seedcryo_reader.casefile.study.key_file import key_file_bytes, open_keys, stated_recipient
from seedcryo_reader.casefile.study.keys import CentreSecrets, Keys, Role
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

SAME_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def with_checksum(whole: dict) -> bytes:
    """The file after a change that takes care of the checksum, as an attacker would."""
    whole.pop("checksum", None)
    whole["checksum"] = sha256(canonical.encode(whole)).hexdigest()
    return canonical.encode(whole)


@pytest.fixture
def changed(made, tmp_path):
    def change(**changes):
        whole = json.loads(made.access.keys.read_bytes())
        for name, value in changes.items():
            if isinstance(value, dict):
                whole[name].update(value)
            else:
                whole[name] = value
        path = tmp_path / "changed.seedkeys"
        path.write_bytes(with_checksum(whole))
        return path

    return change


def test_what_was_sealed_is_opened(made, tmp_path):
    centre = CentreSecrets((b"\1" * 32, b"\2" * 32), b"\3" * 32)
    keys = Keys("k", "SEED-CRYO", Role.COORDINATOR, age_keys.new_identity(), centre)
    (tmp_path / "k").write_bytes(key_file_bytes(keys, made.password, made.cheap))
    opened = open_keys(tmp_path / "k", made.password)
    assert opened.centre == centre
    assert str(opened.identity) == str(keys.identity)
    assert (opened.recipient, opened.key_ids, opened.uid_secret) == (keys.recipient, keys.key_ids, b"\3" * 32)
    assert (opened.study_id, opened.role, opened.file) == ("SEED-CRYO", Role.COORDINATOR, str(tmp_path / "k"))


def test_it_signs_with_the_key_that_is_named(made):
    study, keys = made.study, made.keys
    signature = keys.sign(b"data", b"purpose/1", study.root_id)
    assert signing.verify(study.root.public, b"data", b"purpose/1", signature)
    assert keys.sealing_key(study) == study.root_id
    with pytest.raises(Refused) as refused:
        keys.sign(b"data", b"purpose/1", "0" * 16)
    assert codes(refused) == ["key-not-here"]


def test_an_account_has_nothing_to_seal_with(made):
    keys = open_keys(made.recovery, made.password)
    assert (keys.role, keys.key_ids) == (Role.RECOVERY, ())
    assert made.study.recovery == (keys.recipient,)
    for act in (lambda: keys.uid_secret, lambda: keys.sign(b"", b"p", "x"), lambda: keys.sealing_key(made.study)):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["no-coordinator"]


@pytest.mark.parametrize("password", ["", "correct horse batter", "Correct horse battery", "correct horse battery "])
def test_a_wrong_password(made, password):
    with pytest.raises(Refused) as refused:
        open_keys(made.access.keys, password)
    assert codes(refused) == ["wrong-password"]
    assert refused.value.findings[0].files == (str(made.access.keys),)


def test_the_same_password_in_other_code_points(tmp_path, made):
    keys = Keys("k", None, Role.ACCOUNT, age_keys.new_identity())
    (tmp_path / "k").write_bytes(key_file_bytes(keys, "Grüße aus Köln", made.cheap))
    assert open_keys(tmp_path / "k", "Gru\u0308ße aus Ko\u0308ln").recipient == keys.recipient


@SAME_FILE
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_any_byte_changed_is_refused_and_named(made, tmp_path, place, flip):
    data = bytearray(made.access.keys.read_bytes())
    data[int(place * len(data))] ^= flip
    (tmp_path / "flipped").write_bytes(data)
    with pytest.raises(Refused) as refused:
        open_keys(tmp_path / "flipped", made.password)
    assert all(finding.files == (str(tmp_path / "flipped"),) for finding in refused.value.findings)
    assert "wrong-password" not in codes(refused)


@SAME_FILE
@given(place=st.floats(0, 1, exclude_max=True))
def test_cut_anywhere_is_refused(made, place):
    data = made.access.keys.read_bytes()
    with pytest.raises(Refused):
        stated_recipient(data[: int(place * len(data))], "k")


OTHER = str(age_keys.recipient_of(age_keys.new_identity()))


@pytest.mark.parametrize(
    "changes",
    [
        {"study": "OTHER"},
        {"study": None},
        {"role": "account"},
        {"public": {"recipient": OTHER}},
        {"public": {"keys": []}},
        {"kdf": {"passes": 2}},
        {"kdf": {"memory_kib": 16}},
        {"kdf": {"salt": "00" * 16}},
        {"nonce": "00" * 12},
        {"sealed": "00" * 400},
        {"sealed": "00"},
    ],
)
def test_what_stands_beside_cannot_be_changed_even_with_a_new_checksum(changed, made, changes):
    with pytest.raises(Refused) as refused:
        open_keys(changed(**changes), made.password)
    assert codes(refused) == ["wrong-password"]


HOSTILE = [
    {"memory_kib": 1 << 30}, {"memory_kib": (1 << 20) + 1}, {"memory_kib": 7}, {"memory_kib": "8"}, {"memory_kib": -8},
    {"passes": 11}, {"passes": 0}, {"passes": 2**53 - 1}, {"lanes": 17}, {"lanes": 0}, {"lanes": True},
    {"lanes": 2, "memory_kib": 15}, {"salt": ""}, {"salt": "00" * 15}, {"salt": "00" * 100_000}, {"salt": None},
    {"name": "argon2d"}, {"name": "none"}, {"extra": 1},
]  # fmt: skip


@pytest.mark.parametrize("parameters", HOSTILE)
def test_a_hostile_cost_is_refused_before_it_costs_anything(changed, made, monkeypatch, parameters):
    monkeypatch.setattr(kdf, "hash_secret_raw", lambda *_: pytest.fail("was computed"))
    with pytest.raises(Refused) as refused:
        open_keys(changed(kdf=parameters), made.password)
    assert set(codes(refused)) <= {"bad-field", "unknown-field"}
    assert all("kdf." in finding.text for finding in refused.value.findings)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"role": "reader"}, "role"), ({"role": None}, "role"), ({"study": "a b"}, "study"), ({"nonce": "00"}, "nonce"),
        ({"sealed": ""}, "sealed"), ({"sealed": "zz"}, "sealed"), ({"public": None}, "public"), ({"x": 1}, "x"),
        ({"public": {"recipient": "age1"}}, "public.recipient"), ({"kdf": None}, "kdf"), ({"sealed": None}, "sealed"),
    ],
)  # fmt: skip
def test_a_bad_field_is_refused_by_its_name(changed, made, changes, name):
    with pytest.raises(Refused) as refused:
        open_keys(changed(**changes), made.password)
    assert [finding.text.split(" ")[0] for finding in refused.value.findings] == [name]


def test_a_newer_format_is_said_as_such(changed, made):
    with pytest.raises(Refused) as refused:
        open_keys(changed(format="seedcryo-keys/2"), made.password)
    assert codes(refused) == ["newer-format"]


def test_the_format_is_as_the_manual_says(made):
    """Opened here with nothing of the program: Argon2id, ChaCha20-Poly1305 and canonical JSON."""
    whole = json.loads(made.access.keys.read_bytes())
    beside = {name: whole[name] for name in ("format", "study", "role", "public", "kdf", "nonce")}
    canonical_beside = json.dumps(beside, sort_keys=True, separators=(",", ":")).encode()
    cost = whole["kdf"]
    salt = bytes.fromhex(cost["salt"])
    key = hash_secret_raw(
        made.password.encode(), salt, cost["passes"], cost["memory_kib"], cost["lanes"], 32, Type.ID, 19
    )
    sealed, nonce = bytes.fromhex(whole["sealed"]), bytes.fromhex(whole["nonce"])
    inside = json.loads(ChaCha20Poly1305(key).decrypt(nonce, sealed, b"seedcryo-keys/1\0" + canonical_beside))
    assert set(inside) == {"identity", "centre"}
    assert inside["identity"].startswith("AGE-SECRET-KEY-1")
    assert {len(seed) for seed in inside["centre"]["seeds"]} == {64}
    assert len(inside["centre"]["uid_secret"]) == 64


def test_no_salt_nonce_or_sealed_byte_comes_twice(made):
    files = [json.loads(key_file_bytes(made.keys, made.password, made.cheap)) for _ in range(20)]
    for name in ("nonce", "sealed", "checksum"):
        assert len({one[name] for one in files}) == 20
    assert len({one["kdf"]["salt"] for one in files}) == 20


def secrets_of(keys: Keys) -> list[str]:
    raw = [*keys.centre.seeds, keys.centre.uid_secret]
    return [str(keys.identity), *(one.hex() for one in raw), *(repr(one)[2:-1] for one in raw)]


def test_nothing_printed_shows_a_secret(made):
    keys = made.keys
    shown = [repr(keys), str(keys), f"{keys}", repr(keys.centre), f"{keys.centre}", repr([keys]), repr(keys.identity)]
    with pytest.raises(Refused) as refused:
        open_keys(made.access.keys, "another password")
    shown += [str(refused.value), repr(refused.value), repr(refused.value.__cause__)]
    for secret, text in itertools.product([*secrets_of(keys), made.password, "another password"], shown):
        assert secret not in text


def test_the_file_shows_no_secret(made):
    data = made.access.keys.read_text()
    for secret in [*secrets_of(made.keys), made.password]:
        assert secret not in data


def test_the_usual_cost_is_the_second_recommendation_of_rfc_9106():
    assert (kdf.USUAL_COST.memory_kib, kdf.USUAL_COST.passes, kdf.USUAL_COST.lanes) == (65536, 3, 4)


def test_a_machine_without_the_memory_is_said_plainly(changed, made, monkeypatch):
    def no_memory(*_):
        raise kdf.HashingError("Memory allocation error")

    monkeypatch.setattr(kdf, "hash_secret_raw", no_memory)
    with pytest.raises(EnvironmentFailure, match="1024 MiB of memory"):
        open_keys(changed(kdf={"memory_kib": 1 << 20}), made.password)


def resealed(made, inside: bytes, **outside) -> bytes:
    """A key file sealed by somebody who knows the password and breaks the rules inside."""
    whole = json.loads(made.access.keys.read_bytes())
    whole.update(outside)
    key = kdf.derive(made.password, bytes.fromhex(whole["kdf"]["salt"]), made.cheap)
    nonce = bytes.fromhex(whole["nonce"])
    whole["sealed"] = ChaCha20Poly1305(key).encrypt(nonce, inside, key_file._beside(whole)).hex()
    return with_checksum(whole)


SOUND = {"identity": str(age_keys.new_identity()), "centre": {"seeds": ["11" * 32], "uid_secret": "22" * 32}}


@pytest.mark.parametrize(
    ("path", "value", "role"),
    [
        (["identity"], "AGE-SECRET-KEY-1", "coordinator"),
        (["identity"], None, "coordinator"),
        (["centre"], None, "coordinator"),
        (["centre", "seeds"], [], "coordinator"),
        (["centre", "seeds"], ["11"], "coordinator"),
        (["centre", "uid_secret"], "22", "coordinator"),
        (["extra"], 1, "coordinator"),
        (["centre", "extra"], 1, "coordinator"),
        (["extra"], 1, "account"),
        ([], None, "account"),
        ([], None, "coordinator"),
    ],
)
def test_what_is_inside_is_read_strictly_too(made, tmp_path, path, value, role):
    inside = copy.deepcopy(SOUND)
    spot = inside
    for name in path[:-1]:
        spot = spot[name]
    if path:
        spot[path[-1]] = value
    (tmp_path / "k").write_bytes(resealed(made, canonical.encode(inside), role=role))
    with pytest.raises(Refused) as refused:
        open_keys(tmp_path / "k", made.password)
    assert set(codes(refused)) <= {"bad-field", "unknown-field"}
    assert SOUND["identity"] not in str(refused.value)


def test_what_is_inside_and_is_no_canonical_json(made, tmp_path):
    (tmp_path / "k").write_bytes(resealed(made, pickle.dumps(SOUND)))
    with pytest.raises(Refused) as refused:
        open_keys(tmp_path / "k", made.password)
    assert codes(refused) == ["not-canonical"]
