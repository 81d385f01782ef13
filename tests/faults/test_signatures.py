"""A signed read as a file: nothing in it can be changed, and no signature fits another read."""

import json
import random

import pytest
from faults.world import OTHER, READER

from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.storage.reads.signed_read import read_signed


@pytest.fixture
def signed(hands, world, tmp_path):
    """(account, case) → bytes of the exported read, and account → public key."""
    files = {}
    for account, cases in ((READER, ("C-0001", "C-0002")), (OTHER, ("C-0001",))):
        assert hands.receive(*world.parts(), account=account)[0] == 0
        for case in cases:
            assert hands.play(case, account)[0] == 0
            out = tmp_path / f"{account}-{case}.json"
            assert hands.run("read", "export", "--case", case, "--out", out, account=account)[0] == 0
            files[account, case] = out.read_bytes()
    shown = json.loads(hands.run("station", "show", "--json", account=None)[1])
    return files, {one["name"]: bytes.fromhex(one["keys"][0]["public"]) for one in shown["accounts"]}


def test_a_signature_fits_its_own_read_and_key_only(signed, rounds):
    files, public = signed
    sound = files[READER, "C-0001"]
    assert read_signed(sound, public[READER], "f").signing.name == f"Dr {READER}"
    with pytest.raises(Refused):
        read_signed(sound, public[OTHER], "f")
    whole = json.loads(sound)
    for other in (json.loads(files[READER, "C-0002"]), json.loads(files[OTHER, "C-0001"])):
        for part in ("read", "signature", "key"):
            if other[part] != whole[part]:
                with pytest.raises(Refused):
                    read_signed(encode(whole | {part: other[part]}), public[READER], "f")
    for part in whole["read"]:
        with pytest.raises(Refused):
            read_signed(encode(whole | {"read": whole["read"] | {part: "other"}}), public[READER], "f")
    chance = random.Random(45)  # noqa: S311 - a place, no secret
    for _ in range(20 * rounds):
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        with pytest.raises(Refused):
            read_signed(bytes(data), public[READER], "f")
    read_signed(sound, public[READER], "f")


def test_nothing_a_reader_keeps_stands_in_the_open(hands, world, signed):
    # Five bytes and more: three turn up in half a megabyte of ciphertext by chance, once in thirty runs.
    words = (b"C-0001", b'"T01"', b"liver", b'"TP0"', b"MeasurementMade", b"AGE-SECRET", hands.password.encode())
    for path in hands.folder.rglob("*"):
        if path.is_file() and path.parent.name not in {"parts", "protocols"}:
            data = path.read_bytes()
            assert [word for word in words if word in data] == []
            assert path.stat().st_mode & 0o077 == 0
    trail = hands.run("audit", "show", "--case", "C-0001", "--json", account=OTHER)[1]
    assert "I do not know" not in trail
    assert {one["actor"] for one in json.loads(trail)["events"]} == {OTHER}
