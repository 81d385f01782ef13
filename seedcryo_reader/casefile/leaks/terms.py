"""Words that tell the arm, found in any spelling: case, width, accents, look-alike letters, split or joined words."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from seedcryo_reader.casefile.leaks.texts import readings

_GAP: Final = r"[\W_]{0,3}"
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTER: Final = "a-z"
_CAN_BE_SPLIT: Final = 4
_SHORT: Final = 256
_MOST_SEEN: Final = 50_000
_LOOK_ALIKE: Final = str.maketrans("асеорхуіѕԁһьвкмнтαεικνορτυχıℓ", "aceopxyisdhbbkmhtaeiknoptuxil")


class Terms:
    """The term list, ready to search with.

    Parameters
    ----------
    terms : iterable of (term, match)
        Match "word": not inside a longer word, a plural is found; "part": anywhere; "neutral": innocent, taken out
        before. A space in a term stands for up to three signs that are no letters or digits.
    """

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        listed = [(_normal(term), match) for term, match in terms]
        telling = [_expression(term, whole=match == "word") for term, match in listed if match != "neutral"]
        bodies = [_expression(term, whole=False) for term, match in listed if match != "neutral"]
        neutral = [re.escape(term).replace(r"\ ", "[-_ ]?") for term, match in listed if match == "neutral"]
        # An alternation whose branches start with letters is several times faster than one that looks behind first.
        self._hint = re.compile("|".join(bodies))
        self._telling = re.compile("|".join(telling))
        self._seen: dict[bytes, bool] = {}
        self._neutral = re.compile(rf"(?<![{_LETTER}])(?:{'|'.join(neutral)})(?![{_LETTER}])" if neutral else r"(?!)")

    def are_in(self, text: str) -> bool:
        """Whether any term is in a text."""
        normal = _normal(text)
        if self._hint.search(normal) is None:
            return False
        return self._telling.search(self._neutral.sub(" ", normal)) is not None

    def are_in_bytes(self, value: bytes) -> bool:
        """Whether any term is in any text that the bytes may stand for; short values are remembered."""
        known = self._seen.get(value)
        if known is None:
            known = self.are_in(readings(value))
            if len(value) <= _SHORT and len(self._seen) < _MOST_SEEN:
                self._seen[value] = known
        return known


def _normal(text: str) -> str:
    """One spelling: camel case parted, compatibility forms, marks and invisible signs gone, lower case."""
    parted = _CAMEL.sub(" ", text)
    if parted.isascii():
        return parted.lower()
    decomposed = unicodedata.normalize("NFKD", parted)
    invisible = {sign for sign in set(decomposed) if unicodedata.category(sign) in {"Mn", "Cf"}}
    return decomposed.translate(dict.fromkeys(map(ord, invisible))).casefold().translate(_LOOK_ALIKE)


def _expression(term: str, *, whole: bool) -> str:
    body = _GAP.join(_split_word(word) for word in term.split(" "))
    if not whole:
        return body
    before = r"\d" if term[0].isdigit() else _LETTER
    if term[-1].isdigit():
        return rf"(?<![{before}]){body}(?!\d)"
    return rf"(?<![{before}]){body}(?:[\W_]?e?s)?(?![{_LETTER}])"


def _split_word(word: str) -> str:
    """A long word is also found with a sign between its letters: ``s-e-e-d``, ``冷 冻``."""
    long = len(word) >= _CAN_BE_SPLIT or (len(word) > 1 and not word.isascii())
    return (r"[\W_]?" if long else "").join(map(re.escape, word))
