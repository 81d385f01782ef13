"""Programs killed, disks full, folders read-only: what was promised is there, and the work goes on."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from storage.chain.ways import Store, body

from seedcryo_reader.domain.errors import EnvironmentFailure

CHILD = Path(__file__).with_name("child.py")
TESTS = Path(__file__).parents[2]


@pytest.mark.parametrize("how", ["shared", "alone"])
def test_every_entry_that_was_promised_is_there_after_a_kill(tmp_path, rounds, how):
    store, promised = Store(tmp_path, alone=how == "alone").make(), 0
    for number in range(max(3, rounds // 2)):
        chance = random.Random(number)  # noqa: S311
        child = subprocess.Popen(
            [sys.executable, "-P", CHILD, tmp_path, how],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(TESTS)},
        )
        assert child.stdout is not None
        with child:
            said = child.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            child.send_signal(signal.SIGKILL)
            said += child.stdout.read()
        promised = int(said[: said.rindex(b"\n")].split()[-1])
        seqs = store.seqs()
        assert seqs == list(range(1, len(seqs) + 1))
        assert promised <= len(seqs) <= promised + 1
    assert promised


@pytest.fixture
def small_disk(tmp_path):
    """A folder that holds little, and what makes it larger; where nothing can be mounted, a limit of the file size."""
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", folder], check=False).returncode == 0:
        yield folder, lambda: subprocess.run(["mount", "-o", "remount,size=8m", folder], check=True)
        subprocess.run(["umount", "-l", folder], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    yield folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def filled(chain, make) -> int:
    """Append until the disk is full; returns the last number that was promised."""
    promised = 0
    with suppress(EnvironmentFailure):
        for _ in range(200):
            promised = chain.append("s", make).seq
    return promised


@pytest.mark.parametrize("alone", [False, True], ids=["shared", "alone"])
def test_a_full_disk_costs_nothing_and_the_act_can_be_tried_again(small_disk, alone):
    folder, enlarge = small_disk
    store = Store(folder, alone=alone).make(2)

    def long(seq: int, previous: str) -> bytes:
        return body(seq, previous).replace(b"patience", b"patience" * 500)

    with store.open() as chain:
        promised = filled(chain, long)
        assert 2 < promised == chain.last.seq < 200
        with pytest.raises(EnvironmentFailure):
            chain.append("s", long)
        enlarge()
        assert chain.append("s", long).seq == promised + 1
    assert store.seqs() == list(range(1, promised + 2))


def test_a_head_without_room_is_made_good_before_the_next_entry(tmp_path, monkeypatch):
    store = Store(tmp_path, alone=True).make(1)
    with store.open() as chain:
        write = os.write
        monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[: len(data) // 2]))
        assert chain.append("s", body).seq == 2
        assert [line.split()[0] for line in store.lines()] == ["0", "1"]
        with pytest.raises(EnvironmentFailure):
            chain.append("s", body)
        assert chain.last.seq == 2
        monkeypatch.undo()
        assert chain.append("s", body).seq == 3
    assert [line.split()[0] for line in store.lines()] == ["0", "1", "2", "3"]
    assert store.seqs() == [1, 2, 3]
