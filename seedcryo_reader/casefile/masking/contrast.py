"""Two free texts of which the reader is told one word each: contrast agent, and convolution kernel."""

import re
from typing import Final

_NO_AGENT: Final = re.compile(
    r"(no|none|nil|n|n[./]?a\.?|w[./]?o\.?|without|unenhanced|native|plain|non[- ]?(enhanced|contrast)|false"
    r"|negative|0|-)"
    r"([ _-]+(iv|i\.v\.|oral|contrast|agent|enhancement|media|medium|cm))*",
    re.IGNORECASE,
)
_UNCLEAR: Final = re.compile(r"unknown|unspecified|not (known|specified|recorded)|\?+|\.+|\*+|x+", re.IGNORECASE)
_NEGATION: Final = re.compile(
    r"\b(no|not|none|nil|without|w/o|sans|ohne|kein\w*|senza|sin|sem|nao|não|zonder|neg\w*)\b|\b(c|iv|oral)-(?!\w)",
    re.IGNORECASE,
)
"""A word that denies, among others: what it denies a program does not know, so nothing is said."""

_NO_AGENT_CHINESE: Final = frozenset(
    word.encode(charset).decode("latin-1")
    for word in ("无", "否", "平扫", "未增强")
    for charset in ("gb18030", "utf-8")
)


def agent_given(agent: str) -> str | None:
    """Whether a contrast agent (0018,0010) was given, by what is written there.

    Parameters
    ----------
    agent : str
        The value, its bytes read as Latin-1.

    Returns
    -------
    "YES", "NO" or None
        None where the value says nothing.
    """
    agent = agent.strip(" \0")  # a last byte of Chinese text may be what Latin-1 calls a blank
    if not agent or _UNCLEAR.fullmatch(agent):
        return None
    if _NO_AGENT.fullmatch(agent) or agent in _NO_AGENT_CHINESE:
        return "NO"
    return None if _NEGATION.search(agent) else "YES"


_NAMED: Final = {
    **dict.fromkeys(("SOFT", "STANDARD", "STND", "STD", "STD+", "DETAIL", "CHEST"), "SOFT_TISSUE"),
    "LUNG": "LUNG",
    **dict.fromkeys(("BONE", "BONEPLUS", "EDGE", "ULTRA"), "BONE"),
    **dict.fromkeys(("A", "B", "C", "XCA", "XCB", "XCC"), "SOFT_TISSUE"),
    **dict.fromkeys(("L", "YA", "YB", "YC"), "LUNG"),
    **dict.fromkeys(("D", "E", "YD", "YE"), "BONE"),
    **dict.fromkeys(("UA", "UB", "UC"), "BRAIN"),
}
"""GE, then Philips."""

_SIEMENS: Final = re.compile(r"(B|I|J|T|H|U|Br|Bl|Bv|Bf|Hr|Hv|Hc|Hp|Qr|Ur)(\d{2})[a-z]?(?:-\d)?")
_SIEMENS_SHARPNESS: Final = {
    "body": ((49, "SOFT_TISSUE"), (69, "LUNG"), (99, "BONE")),
    "head": ((49, "BRAIN"), (99, "BONE")),
}
_CANON: Final = re.compile(r"FC(\d{2})")
_CANON_RANGES: Final = ((19, "SOFT_TISSUE"), (29, "BRAIN"), (39, "BONE"), (49, None), (59, "LUNG"), (69, "BRAIN"))


def kernel_class(kernel: str) -> str | None:
    """Class of a convolution kernel (0018,1210), by the names and number ranges that vendors publish.

    Parameters
    ----------
    kernel : str
        The value; of several (Siemens adds the strength of its iteration) the first counts.

    Returns
    -------
    "SOFT_TISSUE", "LUNG", "BONE", "BRAIN" or None
        None for a kernel that is not in the tables.
    """
    name = kernel.split("\\", 1)[0].strip()
    if match := _SIEMENS.fullmatch(name):
        sharpness = int(match[2])
        if match[1] == "Bl":
            return "LUNG"
        kind = "head" if match[1].startswith("H") else "body"
        return next((what for highest, what in _SIEMENS_SHARPNESS[kind] if sharpness <= highest), None)
    if match := _CANON.fullmatch(name):
        return next((what for highest, what in _CANON_RANGES if int(match[1]) <= highest), None)
    return _NAMED.get(name.upper())
