"""Put a part together. Everything in it follows from the input, byte for byte; only the encryption is new each time."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.archive import MOST_BYTES, MOST_MEMBERS, Entry, archive_size, directory, local_header
from seedcryo_reader.casefile.part.contents import Contents
from seedcryo_reader.casefile.part.padding import padding_bytes, padding_for
from seedcryo_reader.casefile.part.signature import Signature
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

_READ: Final = 1024**2

Chunks = Iterable[bytes]


@dataclass(frozen=True)
class Piece:
    """A payload file: its name, length, SHA-256 (hex), CRC-32, and where its bytes come from."""

    name: str
    size: int
    sha256: str
    crc: int
    chunks: Callable[[], Chunks]


def piece_of(name: str, chunks: Callable[[], Chunks]) -> Piece:
    """A payload file whose bytes are read once here to be measured."""
    size, crc, sha256 = 0, 0, hashlib.sha256()
    for chunk in chunks():
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        sha256.update(chunk)
    return Piece(name, size, sha256.hexdigest(), crc, chunks)


def piece_of_bytes(name: str, data: bytes) -> Piece:
    """A payload file held in memory."""
    return piece_of(name, lambda: (data,))


def file_chunks(path: Path) -> Iterator[bytes]:
    """Bytes of a file."""
    with path.open("rb") as stream:
        while chunk := stream.read(_READ):
            yield chunk


@dataclass(frozen=True)
class Plain:
    """A part before encryption: its members in order, the size of their archive, and the seal."""

    pieces: tuple[Piece, ...]
    size: int
    seal: str

    def chunks(self) -> Iterator[bytes]:
        """Bytes of the canonical archive."""
        entries = [Entry(piece.name, piece.size, piece.crc) for piece in self.pieces]
        for entry, piece in zip(entries, self.pieces, strict=True):
            yield local_header(entry)
            yield from piece.chunks()
        yield directory(entries)


def plain_part(
    contents: Contents, images: Sequence[Piece], secret: bytes, sign: Callable[[bytes], Signature], at_least: int
) -> Plain:
    """Pad, bag and sign.

    Parameters
    ----------
    images : sequence of Piece
        Masked images under their names in the bag.
    secret : bytes
        The study's secret; the padding comes from it.
    sign : callable
        Signs the tag manifest.
    at_least : int
        The archive has at least so many bytes.

    Raises
    ------
    Refused
        More than a part can hold.
    """
    payload = [piece_of_bytes(bag.CASE, contents.encoded()), *images]

    def size_with(padding: int) -> int:
        # Hashes, checksums and the signature have one length whatever is in them.
        nothing = Piece(bag.PADDING, padding, "0" * 64, 0, tuple)
        tags = _tag_pieces(contents, [*payload, nothing], lambda _: Signature("0" * 16, bytes(64)))
        return archive_size([Entry(one.name, one.size, 0) for one in (*payload, nothing, *tags)])

    length, size = padding_for(size_with, at_least)
    if size > MOST_BYTES or len(payload) + len(bag.TAG_FILES) + 1 > MOST_MEMBERS:
        text = (
            f"The timepoint has {len(images)} images of {size_with(0) / 1024**3:.1f} GiB; a part holds up to "
            f"{MOST_MEMBERS - len(bag.TAG_FILES) - 2} images and 3 GiB. Choose fewer series."
        )
        raise Refused([Finding("too-large", text)])
    payload.append(piece_of(bag.PADDING, lambda: padding_bytes(secret, contents.identifier, length)))
    tags = _tag_pieces(contents, payload, sign)
    manifest = next(piece for piece in tags if piece.name == bag.TAG_MANIFEST)
    return Plain(tuple(sorted([*payload, *tags], key=lambda piece: piece.name)), size, manifest.sha256)


def _tag_pieces(contents: Contents, payload: Sequence[Piece], sign: Callable[[bytes], Signature]) -> list[Piece]:
    hashes = {piece.name: piece.sha256 for piece in payload}
    files = bag.tag_files(contents.identifier, hashes, [piece.size for piece in payload])
    files[bag.SIGNATURE] = sign(files[bag.TAG_MANIFEST]).encoded()
    return [piece_of_bytes(name, data) for name, data in files.items()]
