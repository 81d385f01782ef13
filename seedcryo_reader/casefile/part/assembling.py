"""Put a part together. Everything in it follows from the input, byte for byte; only the encryption is new each time.

Members stand in the archive in the order of their names, and the names are chosen so that this is also the order in
which they become known: images while others are still being masked, then the padding, then the manifests.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
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

Sign = Callable[[bytes], Signature]


@dataclass(frozen=True)
class Piece:
    """A file of the bag: its name, length, SHA-256 (hex), CRC-32, and where its bytes come from."""

    name: str
    size: int
    sha256: str
    crc: int
    chunks: Callable[[], Iterable[bytes]]

    @property
    def entry(self) -> Entry:
        """The file as a member of the archive."""
        return Entry(self.name, self.size, self.crc)


def piece_of(name: str, chunks: Callable[[], Iterable[bytes]]) -> Piece:
    """A file whose bytes are read once here to be measured."""
    size, crc, sha256 = 0, 0, hashlib.sha256()
    for chunk in chunks():
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        sha256.update(chunk)
    return Piece(name, size, sha256.hexdigest(), crc, chunks)


def piece_of_bytes(name: str, data: bytes) -> Piece:
    """A file held in memory."""
    return piece_of(name, lambda: (data,))


def file_chunks(path: Path) -> Iterator[bytes]:
    """Bytes of a file."""
    with path.open("rb") as stream:
        while chunk := stream.read(_READ):
            yield chunk


@dataclass(frozen=True)
class Assembly:
    """A part that is put together while it is read.

    Attributes
    ----------
    contents : Contents
    images : iterable of Piece
        Masked images in the order of their names in the bag; each new iteration gives the same.
    secret : bytes
        The study's secret; the padding comes from it.
    sign : callable
        Signs the tag manifest.
    at_least : int
        The archive has at least so many bytes.
    """

    contents: Contents
    images: Iterable[Piece]
    secret: bytes = field(repr=False)
    sign: Sign
    at_least: int = 0

    def pieces(self) -> Iterator[Piece]:
        """Members of the archive, in order.

        Raises
        ------
        Refused
            More than a part can hold.
        """
        yield from (piece_of_bytes(name, data) for name, data in bag.leading(self.contents.identifier).items())
        payload = [piece_of_bytes(bag.CASE, self.contents.encoded())]
        yield from payload
        for image in self.images:
            payload.append(image)
            yield image
        payload.append(self._padding(payload))
        yield payload[-1]
        yield from _manifests(self.contents, payload, self.sign)

    def chunks(self) -> Iterator[bytes]:
        """Bytes of the canonical archive."""
        entries = []
        for piece in self.pieces():
            entries.append(piece.entry)
            yield local_header(piece.entry)
            yield from piece.chunks()
        yield directory(entries)

    def _padding(self, payload: list[Piece]) -> Piece:
        identifier = self.contents.identifier
        # Hashes, checksums and signatures have one length whatever they are of, so the rest can be measured beforehand.
        whole = [*payload, Piece(bag.PADDING, 0, "0" * 64, 0, tuple)]
        leading = [piece_of_bytes(name, data) for name, data in bag.leading(identifier).items()]
        unsigned = _manifests(self.contents, whole, lambda _: Signature("0" * 16, bytes(64)))
        unpadded = archive_size([piece.entry for piece in (*leading, *whole, *unsigned)])
        length, size = padding_for(unpadded, self.at_least)
        if size > MOST_BYTES or len(payload) + len(bag.TAG_FILES) + 1 > MOST_MEMBERS:
            text = (
                f"The timepoint has {len(payload) - 1} images of {unpadded / 1024**3:.1f} GiB; a part holds up to "
                f"{MOST_MEMBERS - len(bag.TAG_FILES) - 2} images and 3 GiB. Choose fewer series."
            )
            raise Refused([Finding("too-large", text)])
        return piece_of(bag.PADDING, lambda: padding_bytes(self.secret, identifier, length))


def _manifests(contents: Contents, payload: list[Piece], sign: Sign) -> list[Piece]:
    files = bag.manifests(contents.identifier, {piece.name: piece.sha256 for piece in payload})
    files[bag.SIGNATURE] = sign(files[bag.TAG_MANIFEST]).encoded()
    return [piece_of_bytes(name, files[name]) for name in sorted(files)]
