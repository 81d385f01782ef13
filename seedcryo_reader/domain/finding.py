"""A finding: something a person must see or fix, as a value."""

from dataclasses import dataclass

from seedcryo_reader.domain.canonical import Json


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation about the input, never an exception.

    Attributes
    ----------
    code : str
        Stable machine word such as ``"missing-slice"``; tests and other programs rely on it.
    text : str
        A plain English sentence with the numbers in it.
    files : tuple of str
        The files it is about, as shown to the user; empty when it is about all of them.
    """

    code: str
    text: str
    files: tuple[str, ...] = ()

    def plain(self) -> dict[str, Json]:
        """The finding as plain values, as every JSON report gives it."""
        return {"code": self.code, "text": self.text, "files": list(self.files)}

    def __post_init__(self) -> None:
        if not self.code or not self.text:
            msg = "a finding needs a code and a sentence"
            raise ValueError(msg)
