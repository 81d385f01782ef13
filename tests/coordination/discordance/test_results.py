"""What a read comes to."""

import pytest
from coordination.discordance.pairs import played, protocol, result
from criteria.reads import SHIPPED, changed, read_of, sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reads_apart import CASE, shipped

from seedcryo_reader.coordination.discordance.results import best_of, landmark_of, result_of
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.codec import plain, value_from
from seedcryo_reader.domain.discordance import Cause, ReadResult
from seedcryo_reader.domain.lesion import NewLesions, NewLesionsAnswer
from seedcryo_reader.domain.read import Call, Read

GROWN = "TP2: T01 30.1, new lesion in lung (lingula); TP3: NL01 resolved"


@pytest.fixture
def grown():
    return result(played(GROWN, "").first, protocol())


def test_a_result_says_which_read_it_is_of(grown):
    one = played(GROWN, "").first
    assert (grown.case_number, grown.reader, grown.version, grown.read_sha256) == (CASE, "reader1", 1, one.sha256)
    assert (grown.protocol_id, grown.protocol_sha256) == (protocol().protocol_id, protocol().sha256)
    assert grown.timepoints == ("TP0", "TP1", "TP2", "TP3")


def test_progression_has_its_timepoint_its_causes_and_its_reasons_in_words(grown):
    target, other = grown.local
    assert (target.target, target.progressed_at, target.found_at, target.cause) == (
        "T01",
        "TP2",
        "TP2",
        Cause.TARGET_MEASURE,
    )
    assert target.grounds.startswith("Local progression: 30.1 mm is +8.1 mm and +36.8 % over the nadir 22.0 mm at TP1")
    assert (other.progressed_at, other.found_at, other.cause, other.grounds) == (None, None, None, "")
    assert (target.statuses, other.statuses) == (("no LP", "LP", "LP"), ("no LP", "no LP", "no LP"))
    assert (grown.progressed_at, grown.found_at) == ("TP2", "TP2")
    assert grown.causes == (Cause.NEW_LESION, Cause.TARGET_MEASURE)
    assert grown.new_lesions == ("lung, lingula",)
    assert grown.grounds[0] == "new lesion in lung, lingula"
    assert "46.1 mm" in grown.grounds[1]
    assert grown.responses == ("SD", "PD", "PD")


def test_a_read_without_progression_has_neither_timepoint_nor_cause():
    calm = result(played(GROWN, "").second, protocol())
    assert (calm.progressed_at, calm.found_at, calm.causes, calm.grounds, calm.new_lesions) == (None, None, (), (), ())
    assert all(one.evaluable for one in calm.local)


def test_a_call_that_nothing_bears_out_is_the_cause_and_says_so():
    called = result(played("TP2: call T01 LP, call overall PD", "").first, protocol())
    assert (called.local[0].cause, called.causes) == (Cause.CALL, (Cause.CALL,))
    assert called.local[0].grounds == "called LP where the criteria say no LP"
    assert called.grounds == ("called PD where the criteria say SD",)
    assert (called.local[0].computed, called.computed) == (("no LP", "no LP", "LP"), ("SD", "SD", "PD"))


def test_local_progression_is_a_cause_overall_where_it_counts_so():
    words = "local progression counts as progression"
    found = result(played("TP2: T01 28", "", 3, words).first, protocol(words))
    assert (found.progressed_at, found.causes) == ("TP2", (Cause.TARGET_MEASURE,))
    assert found.grounds[0].startswith("T01: Local progression: 28.0 mm")


def test_what_progression_rests_on_is_named_by_what_both_readers_know():
    said = "TP0: NT01 in liver (segment V); TP2: T01 31, T02 20, NT01 progression"
    found = result(played(said, "").first, protocol())
    assert (found.non_targets, found.grown) == (("liver, segment V",), ("T01",))
    words = "local progression counts as progression"
    found = result(played("TP2: T01 28, T02 21.5, new tissue at T02", "", 3, words).first, protocol(words))
    assert found.grown == ("T01", "T02")
    calm = result(played(GROWN, "").second, protocol())
    assert (calm.non_targets, calm.grown) == ((), ())


def test_lesions_that_grew_alike_are_all_named_and_a_missing_length_is_none():
    two = played("TP2: T01 30, T02 24", "TP2: T01 not evaluable, T02 50")
    alike, one_missing = (result(one, protocol()) for one in (two.first, two.second))
    assert (alike.grown, one_missing.grown) == (("T01", "T02"), ("T02",))


def test_a_result_is_stored_and_comes_back_as_it_was(grown):
    assert value_from(ReadResult, plain(grown)) == grown


def test_the_status_is_asked_at_the_landmark_or_at_the_last_timepoint_of_a_shorter_case():
    names = [f"TP{number}" for number in range(6)]
    assert landmark_of(names, shipped()) == "TP4"
    assert landmark_of(names[:3], shipped()) == "TP2"
    assert landmark_of(names, changed(shipped(), {"endpoints": None})) == "TP5"


def test_a_case_of_a_baseline_alone_progresses_nowhere_and_is_not_evaluable():
    found = result_of(read_of("T01", sheet("T01=20")), load_protocol(SHIPPED), "r", 1, "0" * 64)
    assert (found.progressed_at, found.local[0].progressed_at, found.local[0].evaluable) == (None, None, False)


def test_a_read_of_which_nothing_was_read_comes_to_nothing():
    with pytest.raises(ValueError, match=f"no timepoint of {CASE} was read"):
        result_of(Read(CASE), shipped(), "r", 1, "0" * 64)


def test_best_response_is_worked_out_only_where_the_protocol_compares_it():
    read = read_of("T01", sheet("T01=20"), sheet("T01=10", any_new_lesion=NewLesionsAnswer(NewLesions.NONE)))
    assert result_of(read, shipped(), "r", 1, "").best_response is None
    assert result_of(read, protocol("best response too"), "r", 1, "").best_response == "PR"


def test_the_best_response_comes_before_the_first_progression():
    assert best_of(("SD", "PR", "PD", "CR")) == "PR"
    assert best_of(("NE", "SD")) == "SD"
    assert best_of(()) is None


lengths = st.lists(st.integers(1, 60), min_size=2, max_size=5)


@settings(max_examples=60, deadline=None)
@given(lengths, st.lists(st.sampled_from(("LP", "no LP", "NE", None)), min_size=5, max_size=5))
def test_what_is_found_never_depends_on_what_comes_later(given_mm, calls):
    by = load_protocol(SHIPPED)
    sheets = [
        sheet(f"T01={mm}", **({"calls": {"T01": Call(call)}} if call and place else {}))
        for place, (mm, call) in enumerate(zip(given_mm, calls, strict=False))
    ]
    whole = result_of(read_of("T01", *sheets), by, "r", 1, "")
    shorter = result_of(read_of("T01", *sheets[:-1]), by, "r", 1, "")
    assert whole.local[0].statuses[:-1] == shorter.local[0].statuses
    assert whole.responses[:-1] == shorter.responses
    for now, before in ((whole, shorter), (whole.local[0], shorter.local[0])):
        if before.found_at is not None:
            assert (now.found_at, now.progressed_at) == (before.found_at, before.progressed_at)
