"""Agreement as figures: a picture where there is enough to paint one, the sentence, and the numbers behind both."""

from dataclasses import dataclass

from seedcryo_reader.ui.shared.picture import Picture


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table: the names of its columns, and its rows as texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes
    ----------
    title : str
    says : str
        What it comes to with n, method and interval; where there are too few, that.
    picture : Picture or None
        None where there are too few.
    numbers : Numbers
    """

    title: str
    says: str
    picture: Picture | None
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """Every figure, under the headings that they belong to.

    Attributes
    ----------
    says : str
        Over how many cases, with which seed.
    groups : tuple of (str, tuple of Figure)
    """

    says: str
    groups: tuple[tuple[str, tuple[Figure, ...]], ...]
