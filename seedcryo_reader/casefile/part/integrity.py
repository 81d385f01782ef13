"""Is a part what was sealed? Its tag files, its signature, and the hash of every byte."""

import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.box import Box
from seedcryo_reader.casefile.part.signature import read_signature
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.imaging.watch import Watch

_MOST_NAMED = 20


def read_tag_files(box: Box) -> dict[str, bytes]:
    """Bytes of the five tag files.

    Raises
    ------
    Refused
        One is missing, or larger than one can be.
    """
    missing = [name for name in bag.TAG_FILES if name not in box.members]
    if missing:
        raise box.refusal("not-canonical", f"The part lacks {', '.join(missing)}.")
    if any(box.members[name].entry.size > bag.LARGEST_TAG_FILE for name in bag.TAG_FILES):
        raise box.refusal("too-large", "A tag file of the part is larger than one can be.")
    return {name: bytes(box.content(name)) for name in bag.TAG_FILES}


def signer(box: Box, tags: dict[str, bytes], study: Study, received: date) -> str:
    """Id of the key that signed the tag manifest, a key that the study trusts on the day the part was received.

    Raises
    ------
    Refused
        No signature, one that does not hold, or by a key that does not count.
    """
    signature = read_signature(tags[bag.SIGNATURE])
    if signature is None:
        raise box.refusal("not-signed", "The part carries no signature that can be read.")
    key = study.key(signature.key_id)
    if key is None:
        text = f"The part is signed with key {signature.key_id}, which the study file does not know."
        raise box.refusal("unknown-key", f"{text} Get the newest study file, or ask where the part comes from.")
    if not signature.holds(key.public, tags[bag.TAG_MANIFEST]):
        raise box.refusal("bad-signature", "The part was changed after it was signed, or another key signed it.")
    if not study.trusts(signature.key_id, received):
        text = f"The part is signed with key {signature.key_id}, which is revoked and does not count on {received}."
        advice = "If the part was received before, give that day; else ask the centre to sign it with another key."
        raise box.refusal("revoked-key", f"{text} {advice}")
    return signature.key_id


def check_payload(box: Box, tags: dict[str, bytes], watch: Watch) -> dict[str, str]:
    """Hold every payload file against the manifest and its CRC; returns file name → SHA-256.

    Raises
    ------
    Refused
        The manifest lists other files than there are, or a file was changed.
    Cancelled
        The person cancelled.
    """
    hashes = bag.read_manifest(tags[bag.MANIFEST], box.file)
    if sorted(hashes) != box.payload or not {bag.CASE, bag.PADDING} <= set(hashes):
        raise box.refusal("not-canonical", "The part does not hold the files that its manifest lists.")

    def matches(name: str) -> bool:
        if watch.cancelled is not None and watch.cancelled():
            raise Cancelled
        with box.content(name) as content:
            return bag.digest(content) == hashes[name] and zlib.crc32(content) == box.members[name].entry.crc

    # Hashing lets go of the interpreter, so two threads use two processors.
    with ThreadPoolExecutor(2) as threads:
        changed = [name for name, well in zip(hashes, threads.map(matches, hashes), strict=True) if not well]
    if changed:
        text = f"{len(changed)} of {len(hashes)} files of the part do not have the hash that the manifest says."
        named = [box.finding("changed", f"{name} was changed after sealing.") for name in changed[:_MOST_NAMED]]
        raise Refused([box.finding("changed", text), *named])
    return hashes
