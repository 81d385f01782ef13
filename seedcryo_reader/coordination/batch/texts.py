"""The lines of a text file as spreadsheets write it, whatever its coding and line ends."""

import codecs
import io
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

NOT_UTF8: Final = 'is not written in UTF-8. Save the table as "CSV UTF-8" and try again.'

_WORKBOOK: Final = 'is an Excel workbook or packed. Save the table as "CSV UTF-8" and give that file.'
_PACKED: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: .xlsx, which is a ZIP archive, and the older .xls."""

_LONGEST_LINE: Final = 1 << 20
_HEAD: Final = 1 << 16
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotText(Exception):
    """The file is no text; the message says what it is, and what to do."""


class Lines:
    """The lines of a stream as texts; `offset`, `line` and `bad` say how far it went, and how many were no text."""

    def __init__(self, stream: IO[bytes], say: Callable[[int, str], None]) -> None:
        self._stream = stream
        self._say = say
        stream.seek(0)
        mark = stream.read(len(codecs.BOM_UTF8))
        self.offset = len(mark) if mark == codecs.BOM_UTF8 else 0
        self.line = self.bad = 0
        stream.seek(self.offset)

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(_LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.offset += len(raw)
        self.line += 1
        if len(raw) == _LONGEST_LINE:
            self._refuse(f"The line is longer than {_LONGEST_LINE} bytes: this is no table of reads.")
            while raw and not raw.endswith(b"\n"):
                raw = self._stream.readline(_LONGEST_LINE)
                self.offset += len(raw)
            return "\n"
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self._refuse(f"The line {NOT_UTF8}")
            return raw.decode("utf-8", "replace")

    def _refuse(self, text: str) -> None:
        self.bad += 1
        self._say(self.line, text)


def readable(path: Path, stack: ExitStack) -> IO[bytes]:
    """The file as UTF-8 that can be sought in.

    Raises
    ------
    NotText
        It is none.
    OSError
        It cannot be read.
    """
    stream: IO[bytes] = stack.enter_context(path.open("rb"))
    if not stream.seekable():
        stream = _copied(stream, stack)
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_PACKED):
        raise NotText(_WORKBOOK)
    if head.startswith(_WIDE):
        return _in_utf8(stream, "utf-16", stack)
    if b"\0" in head:
        raise NotText(NOT_UTF8)
    if b"\r" in head and b"\n" not in head:
        return _in_utf8(stream, "utf-8", stack)
    return stream


def _copied(stream: IO[bytes], stack: ExitStack) -> IO[bytes]:
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def _in_utf8(stream: IO[bytes], coding: str, stack: ExitStack) -> IO[bytes]:
    """A copy in UTF-8 with the line ends of today."""
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(coding)(), translate=True)
    try:
        for piece in iter(lambda: stream.read(_HEAD), b""):
            copy.write(decoder.decode(piece).encode("utf-8"))
        copy.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError as error:
        raise NotText(NOT_UTF8) from error
    copy.seek(0)
    return copy
