"""The coordinator's guide names acts and keys as the program has them, and leads only where there is a page."""

import re
from typing import get_args

import pytest

from seedcryo_reader.app.paths import resources
from seedcryo_reader.storage.post.report import Outcome
from seedcryo_reader.ui.shared.actions import ACTS

MANUAL = resources() / "manual"
TEXT = (MANUAL / "coordinators-guide.md").read_text("utf-8")
KEYS = {act.name: act.keys for act in ACTS.values()}
HERE = {act.name: act.keys for act in ACTS.values() if act.context == "coordination"}


def test_every_key_stands_at_its_act() -> None:
    told = [(" ".join(name.split()), key) for name, key in re.findall(r"\*\*([^*]+)\*\*\s\(`([^`]+)`\)", TEXT)]
    told += re.findall(r"^\| ([^|]+) \| `([^`]+)` \|", TEXT, re.MULTILINE)
    told = [one for one in told if one[0] not in {"Record their training"}]
    assert len(told) > 15
    assert [(name, key) for name, key in told if key not in KEYS.get(name, ())] == []


def test_every_act_with_a_key_of_its_own_is_told() -> None:
    told = set(re.findall("`([^`]+)`", TEXT))
    missing = {name for name, keys in HERE.items() if keys and not told & set(keys)}
    assert missing <= {"Look again", "Revoke…"}


def test_links_lead_to_pages_of_the_manual() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (MANUAL / target).is_file(), target


def test_every_outcome_of_an_exchange_is_told() -> None:
    told = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`[^|]+) \|", TEXT, re.MULTILINE)))
    assert {*get_args(Outcome), "counts", "files", "format", "account"} <= {*told}


@pytest.mark.parametrize("page", ["sealed-case.md", "study.md"])
def test_examples_name_a_protocol_that_says_how_double_reads_go(page) -> None:
    named = re.findall(r"seed-cryo/[0-9.]*[0-9]", (MANUAL / page).read_text("utf-8"))
    assert {*named} == {"seed-cryo/1.0"}
