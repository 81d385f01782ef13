"""Every option of the file changes what the explanation says in words, and a comparison names it and those words."""

import pytest
from criteria.explaining.walking import options, others, replaced
from criteria.reads import SHIPPED

from seedcryo_reader.criteria.explaining.comparing import differences
from seedcryo_reader.criteria.explaining.document import sentences
from seedcryo_reader.criteria.explaining.options import leaves, plain, written
from seedcryo_reader.criteria.protocol.findings import spelled
from seedcryo_reader.criteria.protocol.model import Approval
from seedcryo_reader.criteria.protocol.reader import load_protocol

PROTOCOL = load_protocol(SHIPPED)
OPTIONS = [(path, annotation, value) for path, annotation, value in options(PROTOCOL)]
ONLY_CHOICE = {("sets", "endpoint", "lesions"), ("design", "order")}
NO_APPROVAL = ("identity", "approvals")
ONLY_TABLE = {("best_response", "table"), ("endpoints", "survival", "table")}


def test_the_walk_finds_every_option_of_the_file():
    walked = {path for path, _, _ in OPTIONS}
    assert {path for path, _ in leaves(PROTOCOL)} <= walked
    assert len(walked) > 200


@pytest.mark.parametrize(("path", "annotation", "value"), OPTIONS, ids=[spelled(one[0]) for one in OPTIONS])
def test_another_value_changes_the_words_and_is_told_apart(path, annotation, value):
    alternatives = list(others(path, annotation, value))
    assert alternatives or path in ONLY_CHOICE | ONLY_TABLE | {NO_APPROVAL, ("schedule",)} or value is None
    texts = [list(sentences(replaced(PROTOCOL, path, one))) for one in (value, *alternatives)]
    for place, text in enumerate(texts):
        assert text not in texts[:place]
    for other in alternatives[:1]:
        found = list(differences(PROTOCOL, replaced(PROTOCOL, path, other)))
        assert found
        assert all(one.removed or one.added for one in found)
        if path[-1] != "id":
            assert [(one.old, one.new) for one in found] == [(value, other)]


@pytest.mark.parametrize("path", sorted(ONLY_TABLE), ids=spelled)
def test_a_table_that_is_the_only_one_of_its_kind_is_named(path):
    [(_, value)] = [one for one in leaves(PROTOCOL) if one[0] == path]
    assert any(f"the table “{value}”" in line for line in sentences(PROTOCOL))


def test_an_approval_is_told_by_role_and_document(explained):
    approvals = (Approval(role="trial physician", document="Charter 1.0"),)
    approved = replaced(PROTOCOL, NO_APPROVAL, approvals)
    assert "| Approved by trial physician | Charter 1.0 |" in explained(approved)
    [found] = differences(PROTOCOL, approved)
    assert (found.path, found.new) == (NO_APPROVAL, approvals)


def test_a_key_of_ones_own_that_has_another_name_is_told():
    for name in ("paragraphs", "picklists"):
        old = getattr(PROTOCOL, name)
        first, *_ = old
        renamed = {f"{key}9" if key == first else key: one for key, one in old.items()}
        other = PROTOCOL.model_copy(update={name: renamed})
        assert list(sentences(other)) != list(sentences(PROTOCOL))
        assert {one.path for one in differences(PROTOCOL, other)} == {(name, first), (name, f"{first}9")}


def test_every_option_stands_in_the_appendix_with_its_value(explained):
    [_, appendix] = explained(PROTOCOL).split("## 24. Appendix")
    for path, value in leaves(PROTOCOL):
        told_elsewhere = path[0] in {"paragraphs", "charter"}
        assert (f"| `{spelled(path)}` | `{written(value)}` |" in appendix) is not told_elsewhere


def test_a_value_is_written_as_json_has_it():
    local = plain(PROTOCOL.local_progression)
    assert local["rules"] == ["size", "tissue", "contiguous"]
    assert local["size"]["percent"] == "20"
    assert plain(PROTOCOL.paragraphs)["3.3"] == PROTOCOL.paragraphs["3.3"]
    assert written(None) == "(not there)"
