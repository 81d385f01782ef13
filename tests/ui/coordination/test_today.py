from dataclasses import replace

import pytest
from ui.coordination.fake_desk import DAY, KEYS, PEOPLE, POST, case, new_study, study

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, Outcome, ReadLine
from seedcryo_reader.ui.coordination.today import (
    MOST_REMARKS,
    Need,
    Sieve,
    Step,
    counts,
    days_between,
    needs,
    passes,
    steps,
    waits_for_parts,
)


def test_what_needs_somebody_comes_with_the_most_urgent_first_and_findings_before_all() -> None:
    snapshot = study()
    sent_on = replace(snapshot.notes[0], content="ee" * 32, intake="2026-11-21")
    lacking = tuple(replace(one, lacks=("design",)) for one in snapshot.protocols)
    remark = Finding("reader-gone", "C-0004: reader-c was revoked and has not signed.")
    full = replace(snapshot, notes=(*snapshot.notes, sent_on), protocols=lacking, remarks=(remark,))
    found = needs(full)
    assert [one.need for one in found] == list(Need)
    assert found[0].about == "bb" * 32
    assert (found[0].count, found[0].days) == (1, 1)


def test_every_finding_has_a_line_of_its_own_the_older_first() -> None:
    snapshot = study()
    another = replace(snapshot.notes[1], content="dd" * 32, received_on="2026-11-18")
    found = needs(replace(snapshot, notes=(*snapshot.notes, another)))
    assert [one.days for one in found if one.need is Need.INCIDENTAL] == [5, 1]


def test_every_remark_has_a_line_of_its_own_until_there_are_too_many() -> None:
    remarks = tuple(Finding("two-contents", f"C-{number:04}: read twice.") for number in range(MOST_REMARKS + 3))

    def told(several):
        return [one for one in needs(replace(study(), remarks=several)) if one.need is Need.REMARK]

    assert told(()) == []
    assert [(one.count, one.about) for one in told(remarks[:MOST_REMARKS])] == [
        (1, one.text) for one in remarks[:MOST_REMARKS]
    ]
    assert [(one.count, one.about) for one in told(remarks)[MOST_REMARKS:]] == [(3, "")]


def test_what_was_handled_needs_nobody() -> None:
    snapshot = study()
    handled = tuple(replace(one, handled="done") for one in snapshot.notes)
    found = {one.need for one in needs(replace(snapshot, notes=handled))}
    assert not {Need.INCIDENTAL, Need.QUERY} & found


def test_the_longest_waiting_dispute_is_named() -> None:
    snapshot = study(40)
    waiting = [one for one in snapshot.disputes if one.standing == "waits for a decision"]
    oldest = min(waiting, key=lambda one: one.since)
    item = next(one for one in needs(snapshot) if one.need is Need.DISPUTE)
    assert (item.count, item.about) == (len(waiting), oldest.case_number)
    assert item.days == days_between(oldest.since, DAY)


@pytest.mark.parametrize(("last_in", "days"), [("2026-11-17", None), ("2026-11-16", 7), ("2026-01-01", 326)])
def test_silence_is_told_after_a_week(last_in: str, days: int | None) -> None:
    post = (replace(POST[0], last_in=last_in),)
    found = [one.days for one in needs(replace(study(), post=post)) if one.need is Need.RECEIPT]
    assert found == ([] if days is None else [days])


def test_a_revoked_reader_is_not_told_to_be_trained() -> None:
    late = next(one for one in PEOPLE if one.account == "reader-c")
    snapshot = replace(study(), accounts=(replace(late, revoked_on="2026-11-01"),))
    assert Need.TRAINING not in [one.need for one in needs(snapshot)]


def test_cases_wait_for_parts_once_all_that_was_sent_is_locked() -> None:
    both = (ReadLine("reader-a", 3), ReadLine("reader-b", 3))
    line = CaseLine("C-0001", 3, 3, is_closed=False, batch=1, reads=both)
    assert waits_for_parts(line)
    assert not waits_for_parts(replace(line, is_closed=True))
    assert not waits_for_parts(replace(line, parts=4))
    assert not waits_for_parts(replace(line, reads=(both[0], ReadLine("reader-b", 2))))
    assert not waits_for_parts(replace(line, reads=()))


def test_counts_are_those_of_the_sieves() -> None:
    cases = [case(k) for k in range(120)]
    found = counts(cases)
    assert found[Sieve.ALL] == 120
    assert found[Sieve.UNASSIGNED] == 10
    assert all(found[sieve] == sum(passes(one, sieve) for one in cases) for sieve in Sieve)
    settled = sum(found[one] for one in (Sieve.CONCORDANT, Sieve.DISPUTED, Sieve.DECIDED, Sieve.TO_COMPARE))
    assert settled == sum(one.outcome is not Outcome.OPEN for one in cases)


def test_a_read_that_is_done_again_is_being_read() -> None:
    again = CaseLine("C-0001", 3, 3, is_closed=True, batch=1, reads=(ReadLine("reader-a", 1, 1, is_again=True),))
    assert passes(again, Sieve.READING)
    assert not passes(replace(again, reads=(ReadLine("reader-a", 3, 1),)), Sieve.READING)


def test_the_first_steps_are_done_one_after_the_other() -> None:
    snapshot = new_study()
    assert [is_done for _step, is_done in steps(snapshot)] == [False] * len(Step)
    assert dict(steps(replace(snapshot, keys=KEYS)))[Step.KEYS]
    untrained = tuple(replace(one, trainings=()) for one in PEOPLE)
    known = dict(steps(replace(snapshot, accounts=untrained)))
    assert (known[Step.ACCOUNTS], known[Step.TRAINING]) == (True, False)
    assert all(is_done for _step, is_done in steps(study()))


def test_one_reader_is_not_enough() -> None:
    alone = tuple(one for one in PEOPLE if one.account in {"reader-a", "adjudicator-x"})
    assert not dict(steps(replace(new_study(), accounts=alone)))[Step.ACCOUNTS]
