from coordination.office.desk import Desk, answer

from seedcryo_reader.coordination.office.board import board
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import Outcome, ReadCell, Reading
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.dispute import Choice

CASE = "C-0001"


def row(desk, number=CASE):
    return {one.case_number: one for one in board(desk.state, desk.parts.all())}[number]


def test_a_row_follows_a_case_from_its_first_part_to_the_decision():
    desk = Desk().staff()
    desk.seal(CASE, "TP0", "TP1")
    seen = [row(desk)]
    assert (seen[0].sealed, seen[0].is_complete, seen[0].batch, seen[0].reads) == (2, False, None, ())
    desk.assign(CASE)
    seen.append(row(desk))
    assert (seen[1].released, seen[1].is_closed, seen[1].adjudicator) == (0, False, "dora")
    desk.seal(CASE, None)
    desk.office.release_due()
    seen.append(row(desk))
    assert (seen[2].sealed, seen[2].released, seen[2].is_complete, seen[2].is_closed) == (3, 3, True, True)
    plan = desk.case(CASE).plan
    desk.sign(CASE, plan.first, "TP1")
    seen.append(row(desk))
    desk.sign(CASE, plan.second)
    seen.append(row(desk))
    desk.office.compare_due()
    seen.append(row(desk))
    desk.decide(CASE, answer(Choice.A))
    seen.append(row(desk))
    assert [one.outcome for one in seen] == [
        Outcome.SEALED,
        Outcome.ASSIGNED,
        Outcome.RELEASED,
        Outcome.WAITING,
        Outcome.TO_COMPARE,
        Outcome.DISPUTED,
        Outcome.DECIDED,
    ]
    assert [bool(one.accepted) for one in seen] == [False] * 6 + [True]


def test_nobody_waits_for_the_next_version_of_a_reader_who_left():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada")
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP0", False, "data-entry", "typed wrong"))
    desk.lock(CASE, "ada", 1, version=2)
    desk.log.day = "2026-05-01"
    desk.office.revoke("ada", "2026-05-01", "left the study")
    assert ReadCell("ada", Reading.SIGNED, 2, 1) in row(desk).reads


def test_a_reader_is_followed_from_lock_to_lock_to_the_next_version():
    desk = Desk().ready(CASE)

    def first():
        return {one.reader: one for one in row(desk).reads}["ada"]

    assert first() == ReadCell("ada", Reading.NOT_BEGUN, 0, None)
    desk.lock(CASE, "ada", 1)
    assert first() == ReadCell("ada", Reading.READING, 1, None)
    desk.sign(CASE, "ada")
    assert first() == ReadCell("ada", Reading.SIGNED, 2, 1)
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP0", False, "data-entry", "typed wrong"))
    assert first() == ReadCell("ada", Reading.READING_AGAIN, 0, 1)
    desk.lock(CASE, "ada", 2, version=2)
    assert first() == ReadCell("ada", Reading.READING_AGAIN, 2, 1)
    desk.sign(CASE, "ada", version=2)
    assert first() == ReadCell("ada", Reading.SIGNED, 2, 2)


def test_what_lies_at_one_reader_only_is_not_released_to_all():
    desk = Desk().ready(CASE)
    desk.accept("dag", desk.state.accounts["ada"].accepted.role)
    desk.train("dag")
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "dag", "on leave"))
    assert row(desk).released == 0
    desk.office.release_due()
    assert row(desk).released == 3


def test_a_hidden_repeat_is_shown_as_one():
    desk = Desk().ready(CASE, "C-0002")
    plan = desk.office.draw_repeats(1, 50, 0).plans[0]
    found = row(desk, plan.as_number)
    assert (found.repeat_of, found.batch, found.reads) == (plan.case_number, None, ())
    desk.seal(plan.as_number, "TP0", None)
    desk.assign()
    found = row(desk, plan.as_number)
    assert [one.reader for one in found.reads] == [plan.reader]
    assert (found.batch, found.adjudicator, found.outcome) == (2, None, Outcome.ASSIGNED)


def test_rows_are_in_the_order_of_the_cases_and_strays_have_none():
    desk = Desk().ready("C-0002", CASE)
    desk.sign("C-0777", "ada")
    desk.seal("C-0003", "TP0")
    assert [one.case_number for one in board(desk.state, desk.parts.all())] == [CASE, "C-0002", "C-0003"]
