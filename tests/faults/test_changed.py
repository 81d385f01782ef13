"""One byte changed anywhere, or files of yesterday put back: refused and named, or nothing was touched by it."""

import random
import shutil
import signal

import pytest
from faults.world import READER

NEVER_SILENT = (
    "vaults/*.sqlite",
    "vaults/*.keys",
    "study.seedstudy",
    "protocols/*.toml",
    "parts/*",
    "opened/*/*/*/*.voxels",
)
HARMLESS_AT_TIMES = ("vaults/*.head", "station.sqlite", "station.head", "opened/*/*/*/images.json")
VAULT, VAULT_HEAD = f"vaults/{READER}.sqlite", f"vaults/{READER}.head"


def flip(hands, pattern, chance):
    """Change one byte of one file; its name."""
    path = chance.choice(sorted(one for one in hands.folder.glob(pattern) if "reader-b" not in one.name))
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= chance.randrange(1, 256)
    path.unlink()
    path.write_bytes(data)
    path.chmod(0o600)
    return path.name


@pytest.mark.parametrize("pattern", [*NEVER_SILENT, *HARMLESS_AT_TIMES])
def test_a_changed_byte_is_named_or_changes_nothing(hands, begun, rounds, pattern):
    hands.take(begun)
    events = hands.hashes()
    chance = random.Random(f"43 {pattern}")  # noqa: S311 - a place, no secret
    for _ in range(rounds):
        hands.take(begun)
        name = flip(hands, pattern, chance)
        code, said = hands.verify()
        if code == 0:
            assert pattern in HARMLESS_AT_TIMES
            assert hands.hashes() == events
        else:
            assert code == 1
            assert name in said or "images of TP" in said or "voxels" in said


@pytest.mark.parametrize("name", [f"{VAULT}-wal", "station.sqlite-wal"])
def test_a_changed_byte_in_the_log_of_a_killed_program_loses_nothing_that_was_told(
    hands, world, begun, rounds, tmp_path, name
):
    hands.take(begun)
    process = hands.child("read", "play", world.script("C-0002"), "--shown", hands.shown)
    while not hands.told():
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    process.wait()
    told, killed = hands.told()[-1], tmp_path / "killed"
    shutil.copytree(hands.folder, killed)
    chance = random.Random(f"44 {name}")  # noqa: S311 - a place, no secret
    for _ in range(rounds):
        hands.take(killed)
        flip(hands, name, chance)
        code, said = hands.verify()
        assert len(hands.hashes()) >= told if code == 0 else name.removesuffix("-wal").rpartition("/")[2] in said


@pytest.mark.parametrize(
    "names",
    [
        (VAULT,),
        (VAULT_HEAD,),
        ("station.sqlite",),
        ("station.head",),
        (VAULT, VAULT_HEAD),
        (VAULT, VAULT_HEAD, f"vaults/{READER}.keys"),
        ("station.sqlite", "station.head"),
        (VAULT, "station.sqlite"),
        (VAULT_HEAD, "station.head"),
    ],
)
def test_files_of_yesterday_are_named(hands, begun, names):
    hands.take(begun)
    assert hands.run("read", "play", hands.first_acts(14, "C-0002"), "--shown", hands.shown)[0] == 0
    for name in names:
        shutil.copy2(begun / name, hands.folder / name)
    code, said = hands.verify()
    assert code == 1
    assert any(name.rpartition("/")[2] in said for name in names)
    assert hands.run("read", "list")[0] == 1
    assert hands.play("C-0002")[0] == 1
