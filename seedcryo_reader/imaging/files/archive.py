"""ZIP archives and DICOMDIR files: what they point at. Runs in a worker.

Members are unpacked one by one under names of our own, so no name in an archive ever becomes a path.
"""

import lzma
import os
import zipfile
import zlib
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

MOST_MEMBERS: Final = 200_000
_BLOCK: Final = 1 << 20
_META_REACH: Final = 4096
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, RuntimeError)


class Member(msgspec.Struct, frozen=True, array_like=True):
    """One archive member to unpack: its index in the archive, and the file to write."""

    archive: bytes
    index: int
    target: bytes


def list_members(item: msgspec.Raw, _limits: Limits) -> list[tuple[int, str]]:
    """Index and name of every file in a ZIP archive."""
    archive = _open(msgspec.msgpack.decode(item, type=bytes))
    if len(archive.infolist()) > MOST_MEMBERS:
        raise FileTrouble("limit-output", f"has {len(archive.infolist())} members; at most {MOST_MEMBERS} are unpacked")
    return [(index, info.filename) for index, info in enumerate(archive.infolist()) if not info.is_dir()]


def unpack_member(item: msgspec.Raw, limits: Limits) -> int:
    """Unpack one member; returns its size in bytes. The target must not exist yet."""
    job = msgspec.msgpack.decode(item, type=Member)
    archive = _open(job.archive)
    info = archive.infolist()[job.index]
    if info.flag_bits & 1:
        raise FileTrouble("encrypted", "is encrypted in its archive; unpack it with its password first")
    size = 0
    target = Path(os.fsdecode(job.target))
    try:
        with archive.open(info) as source, target.open("xb") as copy:
            while block := source.read(_BLOCK):
                size += len(block)
                if size > limits.output_bytes:
                    raise FileTrouble("limit-output", f"unfolds to more than {limits.output_bytes // 1024**2} MiB")
                copy.write(block)
    except OSError as error:
        target.unlink(missing_ok=True)
        if error.errno is not None:  # of the disk; a damaged BZIP2 stream has no number
            raise
        raise FileTrouble("unreadable", "is damaged in its archive") from error
    except _DAMAGED as error:
        target.unlink(missing_ok=True)
        raise FileTrouble("unreadable", "is damaged in its archive") from error
    except FileTrouble:
        target.unlink(missing_ok=True)
        raise
    return size


class _Last(NamedTuple):
    """The archive opened last, kept because reading its directory again for every member would take hours."""

    stamp: tuple[bytes, int, int]
    archive: zipfile.ZipFile


_last: list[_Last] = []


def _open(path: bytes) -> zipfile.ZipFile:
    status = Path(os.fsdecode(path)).stat()
    stamp = (path, status.st_size, status.st_mtime_ns)
    if _last and _last[0].stamp == stamp:
        return _last[0].archive
    close_archive()
    try:
        archive = zipfile.ZipFile(os.fsdecode(path))
    except (*_DAMAGED, ValueError) as error:
        raise FileTrouble("unreadable", "is a damaged ZIP archive") from error
    _last.append(_Last(stamp, archive))
    return archive


def close_archive() -> None:
    """Let go of the archive opened last, so that its disc can be taken out."""
    while _last:
        _last.pop().archive.close()


def referenced_files(item: msgspec.Raw, _limits: Limits) -> list[list[str]] | None:
    """Path parts of every file a DICOMDIR names (Referenced File ID, PS3.3 F.3.2.2); None for any other file.

    Raises
    ------
    FileTrouble
        It is a DICOMDIR, and damaged or without a single file.
    """
    path = Path(os.fsdecode(msgspec.msgpack.decode(item, type=bytes)))
    with path.open("rb") as stream:
        if syntaxes.MEDIA_DIRECTORY.encode() not in stream.read(_META_REACH):
            return None
    found = []
    try:
        from pydicom import dcmread

        directory = dcmread(path, stop_before_pixels=True)
        if directory.file_meta.get("MediaStorageSOPClassUID") != syntaxes.MEDIA_DIRECTORY:
            return None
        for record in directory.get("DirectoryRecordSequence", []):
            parts = record.get("ReferencedFileID")
            if parts:
                found.append([parts] if isinstance(parts, str) else [str(part) for part in parts])
    except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError, EOFError, OSError) as error:
        raise FileTrouble("unreadable", "is damaged; give the folder it lies in instead") from error
    if not found:
        raise FileTrouble("unreadable", "names no files; give the folder it lies in instead")
    return found
