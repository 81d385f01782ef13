"""Print how long a coordinator takes in signed reads as envelopes, against a bare loop over the same bytes.

``.venv/bin/python -P tests/bench/envelopes.py [--reads N] [--rounds N]``. Ours reads each file of a folder, opens the
envelope, holds the read in it against the sender's accepted keys and what was released, folds it, works out what it
comes to, and commits log, inbox and results. The peer decrypts, verifies both signatures, parses, and holds each record
against its hash and the one before, in memory. Honest figures need a quiet machine; the load is printed.
"""

import argparse
import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyrage
from reading.ways import signed
from storage.office.offices import DAY, Centre, Person, centre_at, desk_of, place_of
from storage.post.people import coordinator_post
from storage.vault.ways import CHEAP, RECOVERY_WORDS, WORDS
from support.fake_desk import SEED

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.messages.reader import SignedReadSent
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.exchange.sender import CONTEXT as ENVELOPE
from seedcryo_reader.reading.canonical_read import CONTEXT as READ
from seedcryo_reader.reading.canonical_read import signed_document
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.vault.vault import Vault

START = 68
"""Bytes before the content: its length and the signature."""


def taken_in(centre: Centre, folder: Path, expected: int) -> None:
    """As the page and the command take them in."""
    report = coordinator_post(centre, Shelf(folder / "shelf", str)).take_in(Folder(folder))
    assert [one.outcome for one in report.files] == ["taken"] * expected, report.files[:1]


def bare(files: list[bytes], identity: pyrage.x25519.Identity, exchange: bytes, public: bytes) -> int:
    """Decrypt, verify, parse, and check the chain of records; nothing is kept."""
    records = 0
    for data in files:
        inside = pyrage.decrypt(data[: -int.from_bytes(data[-4:])], [identity])
        size = int.from_bytes(inside[:4])
        content = inside[START : START + size]
        assert signing.verify(exchange, content, ENVELOPE, inside[4:START])
        line, _, body = content.partition(b"\n")
        json.loads(line)
        whole = json.loads(body)
        read = json.dumps(whole["read"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert signing.verify(public, read, READ, bytes.fromhex(whole["signature"]))
        previous = "0" * 64
        for one in whole["read"]["records"]:
            text = json.dumps(one["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            assert hashlib.sha256(text).hexdigest() == one["hash"]
            assert one["body"]["previous"] == previous
            previous = one["hash"]
            records += 1
    return records


def study_in(folder: Path) -> tuple[Study, Path]:
    """A study with cheap passwords."""
    file = folder / "s.seedstudy"
    access = Access(file, folder / "s.seedkeys", lambda: RECOVERY_WORDS)
    kept = folder / "s.recovery.seedkeys"
    return make_study(access, "SEED-CRYO", recovery=(), protocols=(), recovery_file=kept, today=DAY, cost=CHEAP), file


def main() -> None:
    """Print medians and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reads", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ours, theirs, records, size = [], [], 0, 0
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        study, file = study_in(folder)
        with Vault.create(place_of(folder / "reader", "reader-a", study), WORDS, cost=CHEAP) as vault:
            document = canonical.encode(dict(signed_document(signed(desk_of(vault))[0].records)))
        reader = Person("reader-a", Role.READER, study, SEED)
        for number in range(given.rounds):
            with centre_at(folder / f"centre-{number}", study, file) as centre:
                centre.office.append(reader.accepted)
                sent = [reader.sends(SignedReadSent(document), centre.vault.recipient) for _ in range(given.reads)]
                files = [one.data for one in sent]
                post = folder / f"post-{number}"
                for one in files:
                    Folder(post).put(centre.vault.recipient, one)
                identity = centre.vault.identity
                public, exchange = signing.public_of(SEED), signing.public_of(reader.exchange)
                begun = time.perf_counter()
                records = bare(files, identity, exchange, public)
                theirs.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                taken_in(centre, post, given.reads)
                ours.append(time.perf_counter() - begun)
                size = len(files[0])
    mine, peer = statistics.median(ours), statistics.median(theirs)
    each = f"{records // given.reads} records and {size >> 10} KiB each"
    print(f"load {os.getloadavg()[0]:.1f}; {given.reads} signed reads, {each}")
    print(f"taken in {mine:.2f} s; bare decrypt, verify, parse and chain check {peer:.2f} s; ratio {mine / peer:.2f}")


if __name__ == "__main__":
    main()
