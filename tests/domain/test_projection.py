"""A projection says what a read says, and nothing of its reader."""

import json

from domain import acts
from domain.chance import walks
from hypothesis import HealthCheck, given, settings

from seedcryo_reader.domain import events
from seedcryo_reader.domain.codec import plain, value_from
from seedcryo_reader.domain.projection import ProjectedRead, projected, read_of
from seedcryo_reader.domain.read import Call


def without_reasons(read):
    return [{about: Call(call.value) for about, call in one.sheet.calls.items()} for one in read.timepoints]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(walks())
def test_the_sheets_come_back_from_a_projection(walk):
    desk, strides = walk
    read = next((one.after for one in reversed(strides) if one.after is not None), desk.read)
    shown = projected(read)
    again = read_of(read.case_number, value_from(ProjectedRead, plain(shown)))
    assert projected(again) == shown
    assert again.targets == read.targets
    for mine, its in zip(again.timepoints, read.timepoints, strict=True):
        assert (mine.name, mine.sheet.assessments, mine.sheet.findings) == (
            its.name,
            its.sheet.assessments,
            its.sheet.findings,
        )
        assert mine.sheet.recorded == its.sheet.recorded
        assert mine.sheet.recist_set == its.sheet.recist_set
        assert mine.sheet.new_lesions == its.sheet.new_lesions
        assert mine.sheet.non_targets == its.sheet.non_targets
        assert mine.sheet.any_new_lesion == its.sheet.any_new_lesion
        assert mine.sheet.not_evaluable == its.sheet.not_evaluable
    assert [one.sheet.calls for one in again.timepoints] == without_reasons(read)


def test_seals_names_and_the_reasons_of_calls_do_not_travel():
    desk = acts.Desk().open().lock().open("TP1")
    desk.do(events.CallMade("TP1", "overall", "PD", "as Dr. Ada sees it"))
    text = json.dumps(plain(projected(desk.read)))
    assert "Ada" not in text
    assert desk.read.timepoints[0].seal not in text
    assert '"value": "PD"' in text
