"""Sources, orders and forged parts: what the fixtures of sealed parts are made of."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pydicom
import pyrage
from support.ct_files import ct_slice, mr_slice, save, write_stack

from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.archive import Entry, directory, local_header, read_archive
from seedcryo_reader.casefile.part.opening import OpenedPart, Trust, open_part
from seedcryo_reader.casefile.part.padding import padding_for
from seedcryo_reader.casefile.part.sealing import Centre, Order, Sealed, Sealer, Timepoint
from seedcryo_reader.casefile.part.signature import sign_manifest
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.kdf import Cost
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.keys import Keys
from seedcryo_reader.casefile.study.model import Protocol, Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

PASSWORD = "correct horse battery"  # noqa: S105 - opens nothing but what these tests make
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
TODAY = date(2026, 3, 1)
CT_SERIES, MR_SERIES = "1.2.3.4.5", "1.2.3.4.6"
TARGETS = (
    Target("T01", "liver", "segment VI", node=False, mark_mm=("-8.000", "-15.500", "105.000")),
    Target("T02", "lymph node", "paraaortic", node=True),
)
LABELS = {"ct": "CT portal venous", "mr": "MR T2"}
PINNED = {"T01": "ct", "T02": "MR T2"}

Members = dict[str, bytes]
big_ct = partial(ct_slice, rows=64, columns=64)


def write_source(folder: Path) -> Path:
    """Six CT slices in `ct` and three MR slices in `mr`."""

    def other_series(data: Any, k: int) -> None:
        data.SeriesInstanceUID = MR_SERIES
        data.SOPInstanceUID = f"{MR_SERIES}.{k + 1}"

    write_stack(folder / "ct", 6, make=big_ct)
    write_stack(folder / "mr", 3, other_series, mr_slice)
    return folder


@dataclass(frozen=True)
class Station:
    """A study on the disk, its centre, and a reader's key."""

    study_file: Path
    keys_file: Path
    study: Study
    keys: Keys
    rules: Rules
    rules_folder: Path
    reader: pyrage.x25519.Identity
    pool: WorkerPool

    @property
    def protocol(self) -> Protocol:
        return self.study.protocols[0]

    @property
    def recipient(self) -> str:
        return str(self.reader.to_public())

    @property
    def centre(self) -> Centre:
        return Centre(self.study, self.keys, self.rules_folder)

    @property
    def trust(self) -> Trust:
        return Trust(self.study, self.rules, TODAY)

    def order(self, out: Path, case_number: str = "C-0001") -> Order:
        return Order(case_number, self.protocol, (self.recipient,), out)

    def seal(
        self, out: Path, timepoint: Timepoint, scratch: Path, *, case_number: str = "C-0001",
        previous: Path | None = None, watch: Watch = UNWATCHED,
    ) -> Sealed:  # fmt: skip
        """Seal a timepoint after a part that is opened for it."""
        order = self.order(out, case_number)
        if previous is None:
            return Sealer(self.centre, order, None).seal(timepoint, self.pool, scratch, watch)
        with open_part(previous, self.trust, [self.reader], {}) as before:
            return Sealer(self.centre, order, before).seal(timepoint, self.pool, scratch, watch)

    def close(self, out: Path, previous: Path, case_number: str = "C-0001") -> Sealed:
        with open_part(previous, self.trust, [self.reader], {}) as before:
            return Sealer(self.centre, self.order(out, case_number), before).close()

    def plain(self, part: Path) -> bytes:
        """The archive inside a part, decrypted by the library alone."""
        return pyrage.decrypt(part.read_bytes(), [self.reader])

    def encrypted(self, archive: bytes) -> bytes:
        return pyrage.encrypt(archive, [pyrage.x25519.Recipient.from_str(self.recipient)])

    def refusal(self, file: Path, earlier: Mapping[int, str] | None = None, **trust: Any) -> list[str]:
        """Codes of the findings a part is refused with; an empty list for a sound part."""
        try:
            with open_part(file, replace(self.trust, **trust), [self.reader], earlier or {}):
                return []
        except Refused as refused:
            return [one.code for one in refused.findings]

    def forged(
        self, archive: bytes, change: Callable[[Members], None] = lambda _: None, *, padded: bool = True, **tags: bytes
    ) -> bytes:
        """An archive with changed files, made and signed as the centre would.

        `tags` replaces whole tag files after signing, by their first word: ``info=b"…"``.
        """
        members = members_of(archive)
        change(members)
        payload = {name: members[name] for name in members if name not in bag.TAG_FILES}
        identifier = _identifier(payload.get(bag.CASE, b""))

        def whole() -> Members:
            hashes = {name: bag.digest(data) for name, data in payload.items()}
            made = {**bag.leading(identifier), **bag.manifests(identifier, hashes)}
            key_id = self.keys.sealing_key(self.study)
            made[bag.SIGNATURE] = sign_manifest(made[bag.TAG_MANIFEST], key_id, self.keys.seed(key_id)).encoded()
            return {**payload, **made}

        if padded:
            payload[bag.PADDING] = b""
            payload[bag.PADDING] = bytes(padding_for(len(packed(whole())))[0])
        found = whole()
        for name in bag.TAG_FILES:
            if (word := name.partition(".")[0].replace("-", "_")) in tags:
                found[name] = tags[word]
        return packed(found)


def _identifier(case: bytes) -> str:
    """What the bag of this case.json is called; that of the first part where it cannot be read."""
    try:
        said = json.loads(case)
    except (ValueError, RecursionError):
        return "C-0001.p0"
    return f"{said['case']}.p{said['part']}"


PROTOCOLS = (Protocol("seed-cryo/0.1", "ab" * 32), Protocol("seed-cryo/0.2", "cd" * 32))


def make_station(
    folder: Path,
    pool: WorkerPool,
    protocols: tuple[Protocol, ...] = PROTOCOLS,
    recovery: tuple[str, ...] | None = None,
) -> Station:
    """A study in a folder, under keys whose password costs nothing to try."""
    access = Access(folder / "s.seedstudy", folder / "s.seedkeys", lambda: PASSWORD)
    recovery = recovery or (str(pyrage.x25519.Identity.generate().to_public()),)
    study = make_study(
        access, "SEED-CRYO", recovery=recovery, protocols=protocols, recovery_file=None, today=TODAY, cost=CHEAP
    )
    return Station(
        study_file=access.study,
        keys_file=access.keys,
        study=study,
        keys=open_keys(access.keys, PASSWORD),
        rules=read_rules(deidentification()),
        rules_folder=deidentification(),
        reader=pyrage.x25519.Identity.generate(),
        pool=pool,
    )


def members_of(archive: bytes) -> Members:
    """Name → content of a canonical archive, in order."""
    return {
        one.entry.name: archive[one.offset : one.offset + one.entry.size] for one in read_archive(memoryview(archive))
    }


def packed(members: Members | Iterable[tuple[str, bytes]], *, in_order: bool = True) -> bytes:
    """A canonical archive of these files."""
    pairs = list(members.items() if isinstance(members, dict) else members)
    if in_order:
        pairs.sort()
    entries = [Entry(name, len(data), zlib.crc32(data)) for name, data in pairs]
    body = b"".join(local_header(entry) + data for entry, (_, data) in zip(entries, pairs, strict=True))
    return body + directory(entries)


def changed_case(change: Callable[[dict[str, Any]], None]) -> Callable[[Members], None]:
    """A change of the files by a change of what case.json says."""

    def apply(members: Members) -> None:
        said = canonical.decode(members[bag.CASE])
        change(said)
        members[bag.CASE] = canonical.encode(said)

    return apply


def images_of(archive: bytes) -> Members:
    return {name: data for name, data in members_of(archive).items() if name.endswith(".dcm")}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def baseline(source: Path) -> Timepoint:
    """The order of a baseline of `write_source`."""
    return Timepoint("TP0", source, LABELS, PINNED, TARGETS)


def follow_up(source: Path, name: str = "TP1", **changes: Any) -> Timepoint:
    """The order of a later timepoint of the same images."""
    return replace(Timepoint(name, source, LABELS), **changes)


def described(part: OpenedPart) -> dict[str, int]:
    return {one.label: one.images for one in part.contents.series}


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in findings]


def change(path: Path, edit) -> None:
    data = pydicom.dcmread(path)
    edit(data)
    save(data, path)


def as_series(data, k: int, series: str) -> None:
    data.SeriesInstanceUID, data.SOPInstanceUID = series, f"{series}.{k + 1}"


def first_image(members) -> str:
    return next(name for name in members if name.startswith("data/series-01/"))
