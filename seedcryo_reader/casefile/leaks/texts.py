"""Bytes to every text they may stand for: whatever character set a file declares, or hides its words in.

DICOM PS3.5 section 6.1 (ISO 2022 escapes, GB18030, UTF-8); UTF-16 is not allowed there and is tried all the same.
"""

import re
from typing import Final

MOST_BYTES: Final = 1 << 16
"""How much of one value is searched for words; a longer one has no place in an image anyway."""

_LONGEST_TEXT: Final = 1024
_ESCAPE: Final = re.compile(rb"\x1b[\x20-\x2f]*[\x30-\x7e]")
_ODD_SIGNS: Final = re.compile(rb"[\x00\x1b]|~\{|\+[A-Za-z0-9/]{3}")
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PLAIN_RUN: Final = re.compile(rb"[\x20-\x7e]{3,}")
_EIGHT_BIT: Final = ("utf-8", "gb18030", "big5", "shift_jis", "euc_kr", "latin-1")
_SEVEN_BIT: Final = ("iso2022_jp_2", "iso2022_kr", "hz", "utf-7")
_WIDE: Final = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def readings(value: bytes) -> str:
    """Every text that these bytes may be, one to a line.

    Of a long value with control characters, which is no text, only the plain words in it and between its NULs.
    """
    head = value[:MOST_BYTES]
    if head.isascii() and not _ODD_SIGNS.search(head):
        return head.decode("ascii")
    if len(head) > _LONGEST_TEXT and _CONTROLS.search(head):
        return b"\n".join((*_PLAIN_RUN.findall(head), *_PLAIN_RUN.findall(head.translate(None, b"\0")))).decode("ascii")
    return "\n".join(dict.fromkeys(_decoded(head)))


def _decoded(head: bytes) -> list[str]:
    texts = [head.decode(charset, errors="ignore") for charset in (*_EIGHT_BIT, *_SEVEN_BIT)]
    if b"\0" in head or not head.isascii():
        texts += [part.decode(charset, errors="ignore") for charset in _WIDE for part in (head, head[1:])]
    if b"\x1b" in head:
        # Inside an escaped GB 2312 stretch in seven bits the high bits are missing.
        bare = _ESCAPE.sub(b"", head)
        texts += [part.decode("gb18030", errors="ignore") for part in (bare, bytes(byte | 0x80 for byte in bare))]
    return texts
