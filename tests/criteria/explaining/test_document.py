"""The explanation as somebody reads it who knows RECIST: what it says, what it warns of, and that it is true."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from criteria.reads import SHIPPED
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.explaining import local_size, new_lesions, non_target, target
from seedcryo_reader.criteria.explaining.document import CHAPTERS, Audience, explanation, sentences
from seedcryo_reader.criteria.explaining.options import leaves
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.growth import Limit
from seedcryo_reader.criteria.local import state_after
from seedcryo_reader.criteria.protocol.local_model import LocalProgression
from seedcryo_reader.criteria.protocol.reader import load_protocol

CAUTION = "**Caution"


def chapter(protocol, title):
    """The lines of one chapter."""
    return list(next(one for one in CHAPTERS if one.title == title).lines(protocol))


def cells(lines):
    """The rows of its tables, without heads."""
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("|")]
    return [row for row in rows if set(row) != {"---"}]


def test_it_says_first_that_nobody_confirmed_it_and_which_file_it_is(protocol, explained):
    text = explained(protocol)
    assert text.startswith(f"# {protocol.identity.title}\n\n> **UNCONFIRMED: a proposal.**")
    assert f"| SHA-256 of the file | {protocol.sha256} |" in text
    assert "| Approvals | none named |" in text


def test_of_a_confirmed_file_it_says_only_what_the_file_says_of_itself(with_option, explained):
    text = explained(with_option("identity.status", "confirmed"))
    assert "UNCONFIRMED" not in text
    assert "**Status “confirmed”, as the protocol's file says of itself.** The documents named below are the" in text


def test_chapters_are_numbered_and_every_table_stands_by_itself(protocol, explained):
    lines = explained(protocol).splitlines()
    titles = [line for line in lines if line.startswith("## ")]
    assert titles == [
        *(f"## {place}. {one.title}" for place, one in enumerate(CHAPTERS, 1)),
        "## 24. Appendix: options and their values",
    ]
    for before, line in pairwise(lines):
        if line.startswith("|") and not before.startswith("|"):
            assert before == ""
        if before.startswith("|") and line.startswith("|"):
            assert len(cells([before, line])) < 2 or len({len(row) for row in cells([before, line])}) == 1


def test_no_key_of_the_file_stands_in_a_sentence(protocol):
    keys = {str(part) for path, _ in leaves(protocol) for part in path if "_" in str(part)}
    text = " ".join(sentences(protocol)).replace("\\", "")
    assert {key for key in keys if key in text} == set()


@pytest.mark.parametrize(
    "file", sorted(SHIPPED.parents[1].rglob("*.toml")), ids=lambda one: f"{one.parent.name}-{one.stem}"
)
def test_every_shipped_file_is_explained_also_one_of_format_1(file, explained):
    text = explained(load_protocol(file))
    assert text.endswith("|\n")
    assert "None" not in text


# --- rules -----------------------------------------------------------------------------------------------------------


def test_the_rules_of_every_family_have_words():
    for family in FAMILIES.values():
        assert {rule.name for rule in family.target} <= target.RULES.keys()
        assert {rule.name for rule in family.non_target} <= non_target.RULES.keys()
        assert {rule.name for rule in family.new_lesions} <= new_lesions.RULES.keys()


def test_target_response_is_told_in_the_order_of_the_rules(protocol):
    rows = cells(chapter(protocol, "Response of the targets"))[1:]
    assert [row[1] for row in rows] == ["NA", "NE", "CR", "PD", "PD", "NE", "PR", "SD"]
    assert rows[4][2].startswith("the sum is at least 20 % and at least 5 mm over the nadir")
    assert rows[4][3] == "sum ≥ 1.2 × nadir and sum − nadir ≥ 5 mm"
    assert rows[6][3] == "sum ≤ 0.7 × baseline"


def test_rows_that_the_file_does_without_are_not_told(with_option):
    plain = cells(chapter(with_option("target_response.reappearance_is_pd", False), "Response of the targets"))[1:]
    assert [row[1] for row in plain] == ["NA", "NE", "CR", "PD", "NE", "PR", "SD"]
    lasting = cells(chapter(with_option("target_response.pr_persistence", "eortc"), "Response of the targets"))[1:]
    assert [row[1] for row in lasting] == ["NA", "NE", "CR", "PD", "PD", "NE", "PR", "PR", "SD"]
    others = cells(chapter(with_option("non_target_response.reappearance_is_pd", False), _NON_TARGET))[1:]
    assert [row[1] for row in others] == ["NA", "PD", "NON-CR/NON-PD", "NE", "CR"]


_NON_TARGET = "Response of the non-target disease"


def test_mrecist_is_told_in_its_own_words(with_option):
    rows = cells(chapter(with_option("non_target_response.rule", "mrecist"), _NON_TARGET))
    assert ["4", "IR/SD", "a lesion still enhances"] in rows
    viable = with_option("target_response.extent", "viable")
    assert "without viable (enhancing) tissue" in "\n".join(chapter(viable, "Response of the targets"))


@pytest.mark.parametrize(("rule", "joined"), [("choi", "or"), ("mchoi", "and")])
def test_choi_is_told_with_its_limit_of_attenuation(with_option, protocol, rule, joined):
    response = protocol.target_response.model_copy(update={"rule": rule, "attenuation_percent": Decimal(15)})
    rows = cells(chapter(with_option("target_response", response), "Response of the targets"))
    assert [row[3] for row in rows if row[1] == "PR"] == [
        f"sum ≤ 0.7 × baseline {joined} attenuation ≤ 0.85 × baseline attenuation"
    ]
    unlimited = response.model_copy(update={"attenuation_percent": None})
    text = "\n".join(chapter(with_option("target_response", unlimited), "Response of the targets"))
    assert "(no limit given) × baseline attenuation" in text
    assert "A partial response, once reached" not in text


@given(
    st.decimals("0.01", "1000", places=2),
    st.decimals("0", "1000", places=2),
    st.booleans(),
    st.decimals("0", "500", places=1),
    st.decimals("0", "500", places=1),
)
def test_the_formula_of_growth_is_the_one_that_is_compared(share, floor, inclusive, current, nadir):
    rule = SIZE.model_copy(update={"percent": share, "floor_mm": floor, "inclusive": inclusive})
    [line] = [one for one in local_size.lines(rule, PROTOCOL) if "× nadir" in one]
    found = re.search(
        r"diameter ([≥>]) ([0-9.]+) × nadir and (?:diameter > nadir|diameter − nadir \1 ([0-9.]+) mm)\. It", line
    )
    times, least = Decimal(found[2]), Decimal(found[3] or 0)
    by = current - nadir
    told = by > 0 and (
        current >= times * nadir and by >= least if found[1] == "≥" else current > times * nadir and by > least
    )
    assert told == Limit(share, floor, inclusive).reached(current, nadir)


PROTOCOL = load_protocol(SHIPPED)
SIZE = PROTOCOL.local_progression.size


def test_the_overall_table_is_the_one_that_is_looked_up(protocol):
    rows = cells(chapter(protocol, "Overall response of a timepoint"))[1:]
    assert [(row[1], row[2], row[3], row[4].strip("*")) for row in rows] == [
        (row["target"], row["non_target"], row["new_lesion"], row["overall"]) for row in tables.table("recist-1.1")
    ]


def test_states_are_those_of_the_table_and_begin_anew_where_progression_does_not_stay(protocol, with_option):
    def state_rows(one):
        rows = cells(chapter(one, "Local progression of each target"))
        head = next(place for place, row in enumerate(rows) if row[0] == "State before")
        return rows[head][1:], {row[0]: row[1:] for row in rows[head + 1 :]}

    found, rows = state_rows(protocol)
    assert rows == {before: [state_after(before, one) for one in found] for before in rows}
    assert set(rows["progressed"]) == {"progressed"}
    _, anew = state_rows(with_option("local_progression.stays", False))
    assert anew["progressed"] == rows["controlled"] == anew["controlled"]


def test_all_pairs_of_the_confirmed_table_are_told_once(protocol):
    rows = cells(chapter(protocol, "Best overall response"))[1:]
    assert ["CR", "PR", "SD", "PD", "RECIST 1.1 table 3"] in rows
    assert len(rows) * 2 == len(tables.table("best-recist-1.1"))


def test_a_new_node_of_any_size_counts_where_no_limit_is_given(protocol, with_option):
    rule = protocol.new_lesions.model_copy(update={"node_min_mm": Decimal(0), "node_review_mm": Decimal(0)})
    text = "\n".join(chapter(with_option("new_lesions", rule), "New lesions"))
    assert "A new lymph node counts whatever its short axis" in text


def test_limits_that_say_nothing_are_not_told(protocol, with_option):
    rule = protocol.new_lesions.model_copy(update={"node_review_mm": protocol.new_lesions.node_min_mm})
    text = "\n".join(chapter(with_option("new_lesions", rule), "New lesions"))
    assert "- A new lymph node with a known short axis below 10 mm is no new lesion.\n" in text
    rows = cells(chapter(with_option("target_response.pd_floor_mm", Decimal(0)), "Response of the targets"))
    assert "sum ≥ 1.2 × nadir and sum > nadir" in [row[3] for row in rows]
    assert not any("0 mm over" in row[2] for row in rows)
    form = protocol.questionnaire.model_copy(update={"asked": False, "questions": ()})
    lines = chapter(with_option("questionnaire", form), "Blinding questionnaire")
    assert lines == ["Readers are not asked which treatment the images suggest (paragraph 6.1).", ""]


@pytest.mark.parametrize("early", [True, False])
def test_where_there_is_no_grace_period_growth_is_judged_from_the_first_follow_up_on(protocol, with_option, early):
    reference = protocol.reference.model_copy(update={"timepoint": 0, "grace_until": 0})
    size = protocol.local_progression.size.model_copy(update={"before_reference": early})
    local = protocol.local_progression.model_copy(update={"size": size})
    one = with_option("reference", reference).model_copy(update={"local_progression": local})
    assert "- There is no grace period: growth is judged at every follow-up." in chapter(one, _REFERENCE)
    for title in ("Sum of diameters, baseline and nadir", "Local progression of each target"):
        assert any(re.match(r"- Growth .*from the first follow-up on[ .]", line) for line in chapter(one, title))


_REFERENCE = "Reference timepoint and grace period"


# --- cautions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("local_progression.tissue.only_after_absence", True, "this option favours an arm."),
        ("local_progression.size.before_reference", True, "a rule by size alone calls that local progression"),
        ("local_progression.size.nadir_from", "baseline", "larger than the tumour was can be local progression"),
        ("local_progression.size.merged_against", "each", "merging alone can then be growth"),
        ("local_progression.rules", ("size",), "nothing but size is looked at"),
        ("target_response.treated.before_reference", True, "an effect of the treatment"),
        ("target_response.treated.nadir_from", "baseline", "larger than the tumour was can then be progression"),
        ("target_response.nadir_visits", "any", "such a sum is too small"),
        ("new_lesions.outside_baseline_images", "equivocal", "RECIST 1.1 counts it as new"),
        ("overall.new_lesions_not_assessable", "none", "is missed without a word"),
        ("reference.if_missing", "not evaluable", "growth over the gap is never judged"),
        ("calls.reveal", "live", "no judgement of its own"),
    ],
)
def test_an_option_that_is_a_known_pitfall_has_a_caution_and_the_proposal_none(
    with_option, protocol, path, value, words
):
    assert not any(CAUTION in line for line in sentences(protocol))
    [line] = [line for line in sentences(with_option(path, value)) if CAUTION in line]
    assert words in line.partition(CAUTION)[2]


# --- what is not there -----------------------------------------------------------------------------------------------


def test_a_file_for_stations_only_says_what_it_does_not_say(protocol):
    names = ("derived", "best_response", "endpoints", "design", "adjudication", "sdtm")
    missing = protocol.model_copy(update={**dict.fromkeys(names), "schedule": (), "questions": ()})
    text = explanation(missing)
    for words in (
        "says nothing of a best response",
        "says nothing of a local control rate",
        "says nothing of PFS",
        "has no schedule",
        "says nothing of the number of readers",
        "says nothing of adjudication",
        "No category of treatment response is derived",
        "has no words for SDTM tables",
        "No question is asked about targets",
    ):
        assert words in text


def test_local_rules_that_are_not_used_are_not_told(protocol, with_option):
    local = LocalProgression.model_validate({**dict(protocol.local_progression), "tissue": None, "contiguous": None})
    text = "\n".join(chapter(with_option("local_progression", local), "Local progression of each target"))
    assert "**By size**" in text
    assert "**By tissue**" not in text
    assert "**By contiguity**" not in text
    bare = local.model_copy(update={"size": None})
    assert "**By size**" not in "\n".join(
        chapter(with_option("local_progression", bare), "Local progression of each target")
    )


def test_without_calls_the_rules_conclude_from_what_was_measured(protocol, with_option):
    calls = protocol.calls.model_copy(update={"local_progression": False, "overall": False})
    assert "The reader makes no call" in chapter(with_option("calls", calls), "The reader's calls")[0]


def test_viable_parts_are_named_where_they_are_measured(with_option):
    text = "\n".join(chapter(with_option("measuring.viable", ("non-nodal", "node")), "What is measured"))
    assert "of prespecified targets that are non-nodal lesions and lymph nodes, its viable (enhancing) part too" in text


def survival_rows(protocol, **choices):
    """The rows of the table of censoring under other choices."""
    survival = protocol.endpoints.survival.model_copy(update=choices)
    endpoints = protocol.endpoints.model_copy(update={"survival": survival})
    lines = chapter(protocol.model_copy(update={"endpoints": endpoints}), "Progression-free survival and local PFS")
    return {row[0]: row for row in cells(lines)[1:]}


@pytest.mark.parametrize(
    ("choices", "rows"),
    [
        ({}, {"R01"}),
        ({"reintervention": "event"}, {"R02"}),
        ({"reintervention": "ignore"}, set()),
        ({"residual": "event"}, {"R01", "R03"}),
        ({"death_ends_lpfs": False}, {"R01", "R04"}),
    ],
)
def test_only_the_rows_of_censoring_that_can_apply_are_told(protocol, choices, rows):
    told = survival_rows(protocol, **choices)
    assert {row for row in told if row.startswith("R")} == rows
    assert {f"P{place:02}" for place in range(1, 14)} <= told.keys()


@pytest.mark.parametrize("day", ["first", "last"])
def test_the_day_of_progression_by_measurement_is_the_one_that_was_chosen(protocol, day):
    assert f"by measurement: {day} scan of" in survival_rows(protocol, sum_progression_day=day)["P03"][4]


def local_control(protocol, **choices):
    """The chapter about the rate under other choices."""
    rule = protocol.endpoints.local_control.model_copy(update=choices)
    endpoints = protocol.endpoints.model_copy(update={"local_control": rule})
    return "\n".join(chapter(protocol.model_copy(update={"endpoints": endpoints}), "Local control rate"))


def test_a_competing_event_is_told_only_where_a_death_is_one(protocol):
    assert "competing" not in local_control(protocol)
    assert "a competing event of a target comes before" in local_control(protocol, death="competing")


def test_a_window_of_the_landmark_that_is_not_the_schedules_is_a_caution(protocol):
    assert CAUTION not in local_control(protocol)
    assert f"{CAUTION}:** in the schedule of visits TP4 has another window, day 337 to day 393" in local_control(
        protocol, latest=400
    )


def test_one_side_is_not_told_what_is_for_the_other(protocol):
    readers = explanation(protocol, Audience.READERS)
    centre = explanation(protocol, Audience.COORDINATOR, appendix=False)
    assert "## 16. " not in readers
    assert "Month 12" not in readers
    assert "endpoints." not in readers
    assert "## 11. Questions" in readers
    assert "`overall.pd_stays`" in readers
    assert "## 16. " in centre
    assert "## 11. " not in centre
    assert "## 24. " not in centre
    assert "the others keep their numbers" in readers
    assert "Chapters for readers only are left out here" in centre
    assert "`schedule[4].day`" in explanation(protocol, Audience.COORDINATOR)
