"""Values that a text of the file says too: a changed number is easily forgotten in the sentence about it.

It is compared both ways: what a value is has to be said, and what is said has to be the value. Where a paragraph says
several numbers of a unit, the words around each one tell which value it is about.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from seedcryo_reader.criteria.protocol.checks.compared import Compared, compared_values
from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections, readable
from seedcryo_reader.criteria.protocol.checks.said import Said, said_in, spelled_out
from seedcryo_reader.criteria.protocol.local_model import LocalProgression


class _Different(NamedTuple):
    """A value, and what says something else."""

    value: Compared
    said: str


def _paragraphs(sections: Sections) -> Iterator[Problem | _Different]:
    paragraphs: Mapping[str, str] = sections.get("paragraphs", {})
    values = list(compared_values(sections))
    for number in dict.fromkeys(one.paragraph for one in values):
        about = [one for one in values if one.paragraph == number]
        yield from _both_ways(about, paragraphs.get(number, ""), f"paragraphs.{number}", f"paragraph {number}")


def _notes(sections: Sections) -> Iterator[Problem | _Different]:
    """The charter's notes, which readers see beside what they fill in."""
    notes = dict(sections.get("charter", {})).get("notes", ())
    texts: dict[str, str] = dict(notes)
    for one in compared_values(sections):
        if one.note is not None and one.note in texts:
            yield from _both_ways([one], texts[one.note], f"charter.notes.{one.note}", f'the note "{one.note}"')


def _both_ways(values: list[Compared], text: str, path: str, name: str) -> Iterator[Problem | _Different]:
    for unit in dict.fromkeys(one.unit for one in values):
        of_unit = [one for one in values if one.unit == unit]
        numbers = {one: _meant(one, of_unit) for one in said_in(text, unit)}
        if numbers:
            yield from _of_unit(of_unit, numbers, path, name)


def _of_unit(
    values: list[Compared], numbers: Mapping[Said, list[Compared]], path: str, name: str
) -> Iterator[Problem | _Different]:
    loose = {said: meant for said, meant in numbers.items() if meant and said.value not in {one.value for one in meant}}
    for value in values:
        about = [said for said, meant in numbers.items() if value in meant]
        nobodys = [said for said in about if said in loose]
        if _contradicted(value, about, nobodys):
            yield _Different(value, f"{name} says {_list(nobodys or about or list(numbers))}")
            loose = {said: meant for said, meant in loose.items() if value not in meant}
    for said, meant in loose.items():
        are = " and ".join(f"{one.path} is {spelled_out(one.value, one.unit)}" for one in meant)
        yield Problem("contradiction", path, f"says {said.words}, but {are}; make both say the same")


def _contradicted(value: Compared, about: list[Said], nobodys: list[Said]) -> bool:
    """Whether a value is not said where it has to be; `nobodys` are the numbers about it that are no value at all."""
    if any(said.value == value.value for said in about):
        return False
    return bool(nobodys or (value.always and (about or value.value)))


def _meant(said: Said, values: list[Compared]) -> list[Compared]:
    """The values that a number can be about: by the words before it, else by those after it, else all of its unit."""
    for words in (said.before, said.after, said.since):
        found = [one for one in values if one.cue is not None and one.cue.search(words)]
        if found:
            return found
    return [one for one in values if one.always]


def _distance(sections: Sections) -> Iterator[Problem | _Different]:
    """What readers are asked has to be what the rule says: within how many mm of the target tissue counts."""
    questions = {one.id: one.text for one in sections.get("questions", ())}
    for local in readable(LocalProgression, sections, "local_progression"):
        if local.tissue is None or local.tissue.question not in questions or "paragraphs" not in sections:
            continue
        [value] = [one for one in compared_values(sections) if one.path == "local_progression.tissue.within_mm"]
        said = said_in(questions[local.tissue.question], "mm")
        of_paragraph = said_in(sections["paragraphs"].get(local.tissue.paragraph, ""), "mm")
        question = f'the question "{local.tissue.question}"'
        if said and value.value not in {one.value for one in said}:
            yield _Different(value, f"{question} says {_list(said)}")
        elif not said and value.value not in {one.value for one in of_paragraph}:
            text = f"is {value.value:f} mm, but {question} does not say so; say the distance in its text"
            yield Problem("contradiction", value.path, text)


def _list(numbers: list[Said]) -> str:
    return " and ".join(dict.fromkeys(one.words for one in numbers))


def _fractions(sections: Sections) -> Iterator[Problem]:
    """A percentage written as a fraction: 0.2 where 20 is meant."""
    for one in compared_values(sections):
        if one.path.endswith("percent") and one.value < 1:
            text = f'is {one.value:f}, less than one percent; percentages are written as "20", not as "0.2"'
            yield Problem("contradiction", one.path, text)


def text_problems(sections: Sections) -> Iterator[Problem]:
    """Every value and text that do not go together; of one value all texts that say something else at once."""
    said = {one.path: one for one in _fractions(sections)}
    yield from said.values()
    different: dict[str, list[_Different]] = {}
    others: list[Problem] = []
    for check in (_paragraphs, _notes, _distance):
        for one in check(sections):
            if isinstance(one, _Different):
                different.setdefault(one.value.path, []).append(one)
            else:
                others.append(one)
    yield from (_of_one_value(found) for path, found in different.items() if path not in said)
    yield from (one for one in others if one.path not in said.keys() | different.keys())


def _of_one_value(found: list[_Different]) -> Problem:
    value, all_of_them = found[0].value, "both" if len(found) == 1 else "all"
    texts = " and ".join(one.said for one in found)
    text = f"is {spelled_out(value.value, value.unit)}, but {texts}; make {all_of_them} say the same"
    return Problem("contradiction", value.path, text)
