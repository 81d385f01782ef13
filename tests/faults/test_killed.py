"""Programs killed at random moments: what was told as saved is there, everything verifies, the work goes on."""

import os
import random
import signal
import time

from faults.conftest import finish
from faults.world import READER

IMAGE = b"DICM\x02\x00\x00\x00"  # the prefix and the first tag: four bytes alone turn up in ciphertext by chance
KILLS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def leftovers(folder):
    """Plain images, half-made folders and half-copied files."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "parts"]
    hidden = [path for path in folder.rglob("*") if path.name.startswith(".")]
    return [path for path in files if IMAGE in path.read_bytes()] + hidden + list((folder / "incoming").iterdir())


def ended(process, chance, seconds):
    """Kill a program somewhere between its start and its end; what it said."""
    number = chance.choice(KILLS)
    time.sleep(chance.uniform(0, seconds))
    os.killpg(process.pid, number) if number == signal.SIGKILL else process.send_signal(number)
    said = process.stdout.read().decode()
    process.stdout.close()
    process.wait()
    assert "mistake of the program" not in said
    return said


def whole_time(process):
    started = time.monotonic()
    finish(process)
    return time.monotonic() - started


def test_a_read_that_is_killed_keeps_all_it_told_and_goes_on_to_its_signature(hands, world, received, rounds):
    line = ("read", "play", world.script("C-0001"), "--shown", hands.shown)
    hands.take(received)
    seconds = whole_time(hands.child(*line))
    chance = random.Random(41)  # noqa: S311 - a moment, no secret
    for _ in range(rounds):
        hands.take(received)
        ended(hands.child(*line), chance, seconds)
        told = hands.told()
        assert hands.verify()[0] == 0
        there = hands.hashes()
        assert told == list(range(1, len(told) + 1))
        assert len(told) <= len(there) <= len(told) + 1
        assert len(there) >= 6 or not (hands.folder / "opened" / READER / "C-0001" / "TP1").exists()
        code, said = hands.play()
        assert (code, "signed" in said) == (0, True), said
        assert hands.hashes()[: len(there)] == there
        assert hands.verify()[0] == 0
        assert leftovers(hands.folder) == []
        assert not (hands.folder / "opened" / READER / "C-0001").exists()


def test_receiving_that_is_killed_leaves_whole_parts_and_the_rest_can_come_again(hands, world, rounds):
    files = world.parts()
    line = ("case", "receive", *files)
    seconds = whole_time(hands.child(*line))
    chance = random.Random(42)  # noqa: S311 - a moment, no secret
    for _ in range(rounds):
        hands.take(world.empty)
        ended(hands.child(*line), chance, seconds)
        assert hands.verify()[0] == 0
        code, said = hands.receive(*files)
        assert (code, said.count("received.") + said.count("already here.")) == (0, len(files)), said
        assert len(list((hands.folder / "parts").iterdir())) == len(files)
        assert leftovers(hands.folder) == []
        assert hands.verify()[0] == 0
