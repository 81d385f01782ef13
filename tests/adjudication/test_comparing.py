"""A beside B: what parts them comes first, what they agree in is told apart from it."""

from dataclasses import replace

from adjudication.ways import dispute, parting, protocol, read_with
from reading.ways import found, measured, non_target, none_new, recorded, said
from support.fake_desk import fake_desk
from support.reads_apart import pair

from seedcryo_reader.adjudication.comparing import Line, Recorded, Summed, What, lines
from seedcryo_reader.adjudication.sides import SideRead, sides_of
from seedcryo_reader.criteria.evaluation import Counted
from seedcryo_reader.domain import events
from seedcryo_reader.domain.discordance import Cause
from seedcryo_reader.domain.lesion import Absent
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.projection import projected
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.reading import Reading


def sides(a: Read | None = None, b: Read | None = None) -> tuple[SideRead, SideRead]:
    given = None if a is None or b is None else (projected(a), projected(b))
    return sides_of(dispute(sides=given), protocol())


def compared(a: Read | None = None, b: Read | None = None, *, at: str = "TP2") -> list[Line]:
    return [one for one in lines(sides(a, b), None) if one.timepoint == at]


def one(every: list[Line], what: What, about: str = "") -> Line:
    (line,) = (line for line in every if (line.what, line.about) == (what, about))
    return line


def test_where_they_part_the_lengths_are_shown_that_explain_it() -> None:
    every = compared()
    length, local = one(every, What.LENGTH, "T01"), one(every, What.LOCAL, "T01")
    assert isinstance(length.a, Caliper)
    assert isinstance(length.b, Caliper)
    assert (str(length.a.long.mm), str(length.b.long.mm), length.parts) == ("25.1", "24.2", True)
    assert isinstance(local.a, Counted)
    assert isinstance(local.b, Counted)
    assert (local.a.value, local.b.value, local.parts) == ("LP", "no LP", True)
    assert {line.about for line in every if line.parts} == {"T01", ""}
    assert not one(every, What.LENGTH, "T02").parts


def test_before_they_part_nothing_does() -> None:
    assert [line for line in compared(at="TP0") + compared(at="TP1") if line.parts] == []


def test_the_lesion_at_which_they_first_part_is_shown_also_where_it_is_judged_alike() -> None:
    a, b = read_with("22").read, read_with("22.4").read
    every = lines(sides(a, b), parting())
    assert [(line.timepoint, line.about) for line in every if line.parts] == [("TP2", "T01")]
    assert [line for line in lines(sides(a, b), None) if line.parts] == []


def test_what_both_say_alike_is_no_difference_also_where_the_reads_part() -> None:
    seen = "TP1: equivocal new lesion in lung (lingula), new tissue at T01; TP2: NL01 {0}, T01 22, {1} tissue at T01"
    every = compared(*pair(seen.format("unequivocal", "larger"), seen.format("equivocal", "same")).reads)
    assert one(every, What.NEW_LESIONS).parts
    assert not one(every, What.ANY_NEW_LESION).parts
    assert one(every, What.ANY_NEW_LESION).a is not None
    assert one(every, What.FINDING, "T01 tissue-change").parts
    assert not one(every, What.LENGTH, "T01").parts
    assert not one(every, What.SUM).parts


def test_questions_come_in_the_order_of_the_protocol() -> None:
    one_read = sides(*pair("TP2: new tissue at T01", "").reads)
    asked = ("tissue", "enhancement", "tissue-change")
    every = [line.about for line in lines(one_read, None, asked) if line.timepoint == "TP2" and line.question]
    assert every == [f"T01 {name}" for name in ("contiguous", *asked)] + ["T02 contiguous", "T02 tissue"]


def test_a_length_explains_nothing_where_a_finding_or_a_call_parts_the_reads() -> None:
    a, b = read_with("25.1", "LP").read, read_with("24.2").read
    for cause, is_told in ((Cause.LOCAL_FINDING, False), (Cause.CALL, False), (Cause.TARGET_MEASURE, True)):
        every = lines(sides(a, b), replace(parting(), cause=cause))
        (length,) = (line for line in every if (line.timepoint, line.what, line.about) == ("TP2", What.LENGTH, "T01"))
        assert length.parts is is_told


def test_at_the_baseline_there_are_lengths_and_a_sum_and_no_conclusion() -> None:
    assert [line.what for line in compared(at="TP0")] == [What.LENGTH, What.LENGTH, What.SUM]
    total = one(compared(at="TP0"), What.SUM).a
    assert total == Summed(total.mm, ())  # type: ignore[union-attr]


def test_a_read_beside_itself_parts_nowhere() -> None:
    same = read_with("25.1", "LP").read
    assert [line for line in lines(sides(same, same), None) if line.parts] == []


def other(*acts: object) -> Read:
    """A read whose TP1 says something else, as far as it goes."""
    reading = Reading("C-0001", fake_desk().desk)
    reading.open_next()
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    said(reading, recorded("TP0", "NT01"))
    reading.lock()
    reading.open_next()
    said(reading, *acts)  # type: ignore[arg-type]
    return reading.read


def test_an_absent_target_beside_a_measured_one_parts_and_so_does_an_answer() -> None:
    a = other(measured("TP1", "T01", "22"), found("TP1", "T01", "tissue"))
    b = other(events.LesionMarkedAbsent("TP1", "T01", Extent.WHOLE), found("TP1", "T01", "tissue", "uncertain"))
    every = compared(a, b, at="TP1")
    length = one(every, What.LENGTH, "T01")
    assert (type(length.a), length.b, length.parts) == (Caliper, Absent(), True)
    assert one(every, What.FINDING, "T01 tissue").parts


def test_lesions_that_readers_found_stand_each_in_a_line_of_its_own() -> None:
    a = other(non_target("TP1", "NT01", "unequivocal progression"), recorded("TP1", "NL01"))
    b = other(non_target("TP1", "NT01"), none_new("TP1"))
    every = compared(a, b, at="TP1")
    non_targets = [line for line in every if line.what is What.NON_TARGET_LESION]
    assert [(type(line.a), type(line.b), line.parts) for line in non_targets] == [
        (Recorded, type(None), True),
        (type(None), Recorded, True),
    ]
    (new,) = (line for line in every if line.what is What.NEW_LESION)
    assert isinstance(new.a, Recorded)
    assert (new.a.lesion.organ, new.a.state, new.b) == ("lung", None, None)
    assert one(every, What.ANY_NEW_LESION).b is not None
    assert [line.what for line in every][-1] is What.OVERALL


def test_a_lesion_that_a_reader_chose_is_never_set_beside_one_of_the_other() -> None:
    def with_chosen(length: str) -> Read:
        reading = Reading("C-0001", fake_desk().desk)
        reading.open_next()
        said(reading, recorded("TP0", "R01"), measured("TP0", "R01", length))
        return reading.read

    every = compared(with_chosen("21"), with_chosen("30"), at="TP0")
    chosen = [line for line in every if line.about == "R01"]
    assert [(line.a is None, line.b is None) for line in chosen] == [(False, True), (True, False)]


def test_a_timepoint_that_is_not_evaluable_in_one_read_says_so_first() -> None:
    a = other(events.TimepointMarkedNotEvaluable("TP1", "poor scan quality"))
    first = compared(a, other(), at="TP1")[0]
    assert (first.what, first.a, first.b, first.parts) == (What.NOT_EVALUABLE, "poor scan quality", None, True)


def test_that_a_reader_called_it_makes_no_difference_and_is_told_only_where_it_was_computed_otherwise() -> None:
    as_computed, otherwise = "TP2: T01 28, call T01 LP", "TP2: T01 28, call T01 no LP"
    for a, b, is_called in ((as_computed, "TP2: T01 28", False), (otherwise, otherwise, True)):
        line = one(compared(*pair(a, b).reads), What.LOCAL, "T01")
        assert isinstance(line.a, Counted)
        assert (line.a.called, line.parts) == (is_called, False)


def test_the_timepoints_of_a_side_are_those_of_its_read() -> None:
    assert sides()[0].timepoints == ("TP0", "TP1", "TP2")
    assert [one.name for one in sides()] == ["A", "B"]
