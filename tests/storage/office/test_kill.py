"""A program that is killed while it acts and receives leaves each round whole or not begun."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from storage.office.child import BATCH
from storage.office.offices import centre_at, office_of
from storage.vault.ways import WORDS

from seedcryo_reader.storage.post.boxes import Outbox
from seedcryo_reader.storage.reads.check import Signer, check_reads, derived_problems
from seedcryo_reader.storage.vault.vault import Vault

CHILD = Path(__file__).with_name("child.py")
TESTS = Path(__file__).parents[2]


def killed(folder, study_file, seconds):
    """Let the program run, kill it so long after its first round; how many rounds it promised."""
    command = [sys.executable, "-P", CHILD, folder, study_file]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as child:
        first = child.stdout.readline()
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        told = [first, *child.stdout.read().splitlines(keepends=True)]
    return int(next(line for line in reversed(told) if line.endswith(b"\n")))


def test_a_kill_leaves_log_inbox_and_outbox_of_one_mind(tmp_path, study, study_file, rounds):
    with centre_at(tmp_path / "v", study, study_file) as centre:
        place = centre.vault.place
    promised = 0
    for seed in range(max(2, rounds // 5)):
        promised += killed(place.folder, study_file, random.Random(seed).uniform(0.01, 0.2))  # noqa: S311
        with Vault.open(place, WORDS) as vault:
            acts = Counter(type(one.act).__name__ for one in office_of(vault).records())
            letters = len(Outbox(lambda opened=vault: opened.database).all())
            checked = check_reads(vault.chain.entries(), Signer("C", vault.recipient, {}, {}), study)
            assert [*checked.findings, *derived_problems(vault.database, checked)] == []
        assert letters == BATCH * acts["NoteHandled"]
        assert acts["EnvelopeReceived"] % BATCH == 0
        assert acts["NoteHandled"] >= acts["EnvelopeReceived"] // BATCH >= promised
