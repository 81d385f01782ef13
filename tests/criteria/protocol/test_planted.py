"""One file with many mistakes of many kinds, some side by side: each is named once, with its key, and nothing else."""

import pytest
from criteria.protocol.files import SOURCE, at, changed, dropped, findings, named, spelled, steps
from hypothesis import given, settings
from hypothesis import strategies as st

FREE = {("paragraphs",), ("picklists",), ("sdtm", "not_evaluable")}
PLANTED = {
    "target_response.pr_percent": (30.0, "wrong-type", "target_response.pr_percent"),
    "signature": (None, "missing-key", "signature"),
    "lengths.colour": ("red", "unknown-key", "lengths.colour"),
    "identity.version": ("1.1", "impossible", "identity.id"),
    "calls.paragraph": ("9.9", "dangling", "calls.paragraph"),
    "reasons.non_target": ("nothing", "dangling", "reasons.non_target"),
    "overall.table": ("recist-2", "dangling", "overall.table"),
    "questions.2.asked_if.question": ("colour", "dangling", "questions[2].asked_if.question"),
    "local_progression.size.percent": ("25", "contradiction", "local_progression.size.percent"),
    "target_response.rule": ("recist-9", "dangling", "target_response.rule"),
    "questions.0.asked": ("sometimes", "wrong-value", "questions[0].asked"),
    "questions.1.reasons.answers": (["no idea"], "dangling", "questions[1].reasons.answers"),
    "paragraphs.6.1": ("", "wrong-value", "paragraphs.6.1"),
    "schedule.1.label": (7, "wrong-type", "schedule[1].label"),
    "design.release": ("never", "wrong-value", "design.release"),
    "design.colour": ("red", "unknown-key", "design.colour"),
    "local_progression.rules": (["size", "tissue", "shape"], "wrong-value", "local_progression.rules[2]"),
    "schedule.3.day": (180, "impossible", "schedule[3].day"),
    "endpoints.local_control.landmark": (9, "dangling", "endpoints.local_control.landmark"),
    "design.readers": (1, "impossible", "design.readers"),
    "new_lesions.node_min_mm": ("16", "impossible", "new_lesions.node_review_mm"),
    "charter.mimics": ([], "wrong-value", "charter.mimics"),
    "picklists.spare": (["a"], "unused", "picklists.spare"),
    "questionnaire.asked": ("yes", "wrong-type", "questionnaire.asked"),
    "sdtm.not_evaluable.fog": ("OTHER", "dangling", "sdtm.not_evaluable.fog"),
}
"""By the key that is changed: what it is changed to, and the code and path that name it."""


def test_every_planted_mistake_is_named_once_and_nothing_else():
    found = findings(changed({path: value for path, (value, _, _) in PLANTED.items()}))
    said = sorted((code, text.partition(": ")[0]) for code, text in found)
    assert said == sorted((code, path) for _, code, path in PLANTED.values())


@pytest.mark.parametrize("path", PLANTED)
def test_each_is_named_alone_too(path):
    value, code, named_path = PLANTED[path]
    assert named(changed({path: value})) == {(code, named_path)}


@settings(deadline=None, max_examples=25)
@given(st.sets(st.sampled_from(sorted(PLANTED)), min_size=1))
def test_any_choice_of_them_is_named_whole(paths):
    found = named(changed({path: PLANTED[path][0] for path in paths}))
    assert found == {(PLANTED[path][1], PLANTED[path][2]) for path in paths}


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([path for path in steps(SOURCE) if isinstance(path[-1], str)]))
def test_a_key_that_is_misspelt_is_named(path):
    wrong = (*path[:-1], f"{path[-1]}x")
    tables = dropped(path)
    at(tables, path[:-1])[wrong[-1]] = at(SOURCE, path)
    said = [text for _, text in findings(tables)]
    assert any(text.startswith(f"{spelled(wrong)}: ") for text in said) or path[:-1] in FREE
