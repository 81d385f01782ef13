"""The bag inside a part: RFC 8493 (BagIt 1.0) with SHA-256 manifests, each tag file in one spelling only.

After decryption anyone can check a part without this program: ``sha256sum -c manifest-sha256.txt``, then
``sha256sum -c tagmanifest-sha256.txt``, then the Ed25519 signature over the bytes of the tag manifest.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Final

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

BAGIT: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature.json"
TAG_FILES: Final = (BAGIT, INFO, MANIFEST, SIGNATURE, TAG_MANIFEST)

CASE: Final = "data/case.json"
PADDING: Final = "data/size-padding.bin"
"""Stands behind the images, because their sizes decide about its own."""

LARGEST_TAG_FILE: Final = 4 * 1024**2

_INFO: Final = re.compile(rb"External-Identifier: C-[0-9]{4}\.p(0|[1-9][0-9]?)\n")
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([a-z0-9./-]+)\n")


def digest(data: bytes | memoryview) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest(hashes: Mapping[str, str]) -> bytes:
    """Manifest of some files, sorted by name (RFC 8493 section 2.1.3)."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode("ascii")


def read_manifest(data: bytes, file: str) -> dict[str, str]:
    """File name → SHA-256 of the payload manifest of a part in its one spelling; `file` is the part for the finding.

    Raises
    ------
    Refused
        It is not what `manifest` writes.
    """
    hashes = {match[2]: match[1] for match in _LINE.finditer(data.decode("ascii", "replace"))}
    if not hashes or manifest(hashes) != data:
        text = f"The file {MANIFEST} inside the part is not in its canonical form."
        raise Refused([Finding("not-canonical", text, (file,))])
    return hashes


def leading(identifier: str) -> dict[str, bytes]:
    """Tag files that stand before the payload: whose bag it is, and that it is one.

    The metadata (RFC 8493 section 2.2.2) has no date, and no Payload-Oxum: the manifest says it all, and what stands
    first can be written before the last image is masked.
    """
    return {INFO: f"External-Identifier: {identifier}\n".encode("ascii"), BAGIT: DECLARATION}


def stated_part(info: bytes) -> int | None:
    """Number of the part that the bag's metadata names; None when they are not what `leading` writes."""
    match = _INFO.fullmatch(info)
    return int(match[1]) if match else None


def manifests(identifier: str, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Manifest and tag manifest of a payload of these names and hashes."""
    files = {**leading(identifier), MANIFEST: manifest(hashes)}
    tags = manifest({name: digest(content) for name, content in files.items()})
    return {MANIFEST: files[MANIFEST], TAG_MANIFEST: tags}
