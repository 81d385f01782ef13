"""What the coordinator's pages work at, over the stores of a real station: from the first keys to a released case."""

import json
import shutil
from dataclasses import replace

import pytest
from casefile.part.ways import PASSWORD
from support.command_line import run_line
from support.office_station import SEED, a_wish, at, made_office, open_office
from support.small_read import CASE, make_small_read

from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.posting import coordinator_office, go_round
from seedcryo_reader.app.signing_in import open_station, signed_in
from seedcryo_reader.app.worklist import worklist
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.office.coordinator import BatchAssigned, RepeatsDrawn
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.station import acts
from seedcryo_reader.ui.coordination.shown.double_reads import Settlement, UnlockWish
from seedcryo_reader.ui.coordination.shown.people import TrainingWish
from seedcryo_reader.ui.coordination.shown.post import Fate


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        return make_small_read(tmp_path_factory.mktemp("material"), pool)


@pytest.fixture(scope="module")
def fresh(material, tmp_path_factory):
    return made_office(material, tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def released(material, fresh, tmp_path_factory):
    """The same after the case was assigned and released. To be copied."""
    folder = tmp_path_factory.mktemp("released") / "all"
    shutil.copytree(fresh, folder)
    with at(folder) as desk:
        open_office(desk, material, folder)
        wish = a_wish(desk)
        assert desk.assign(wish) == 1
        assert desk.release_due(UNWATCHED).cases == 1
    return folder


@pytest.fixture
def place(fresh, tmp_path):
    shutil.copytree(fresh, tmp_path / "all")
    return tmp_path / "all"


@pytest.fixture
def running(released, tmp_path):
    shutil.copytree(released, tmp_path / "all")
    return tmp_path / "all"


def codes(refused):
    return {one.code for one in refused.value.findings}


def test_a_new_desk_knows_that_nothing_is_there_yet(place):
    with at(place) as desk:
        now = desk.look(UNWATCHED)
        assert (now.keys, now.accounts, now.cases, now.trouble) == (None, (), (), ())
        assert [one.protocol_id for one in now.protocols] == ["seed-cryo/1.0"]
        assert desk.agreement(UNWATCHED).groups == ()


def test_keys_are_adopted_with_their_password_alone(place, material):
    with at(place) as desk:
        with pytest.raises(Refused) as refused:
            desk.adopt_keys(material.centre.keys_file, "guess")
        assert codes(refused) == {"wrong-password"}
        desk.adopt_keys(material.centre.keys_file, PASSWORD)
        keys = desk.look(UNWATCHED).keys
        assert keys is not None
        assert len(keys.key_ids) == 1


def test_an_account_is_shown_and_accepted_with_the_same_fingerprint(place):
    file = place / "reader-a.seedaccount"
    with at(place) as desk:
        asked = desk.enrolment(file)
        assert (asked.account, asked.role, asked.printed_name) == ("reader-a", Role.READER, "Dr reader-a")
        desk.accept(asked, "Dr Ada")
        [line] = desk.look(UNWATCHED).accounts
        assert (line.account, line.person, line.fingerprint) == ("reader-a", "Dr Ada", asked.fingerprint)


def test_a_file_that_was_exchanged_after_it_was_shown_is_refused(place):
    file = place / "reader-a.seedaccount"
    with at(place) as desk:
        asked = desk.enrolment(file)
        file.write_bytes((place / "reader-b.seedaccount").read_bytes())
        with pytest.raises(Refused) as refused:
            desk.accept(asked, "Dr Ada")
        assert codes(refused) == {"other-fingerprint"}
        assert desk.look(UNWATCHED).accounts == ()


def test_parts_are_taken_in_from_a_folder_once(place, material):
    folder = material.parts[0].parent
    with at(place) as desk:
        desk.adopt_keys(material.centre.keys_file, PASSWORD)
        assert [one.fate for one in desk.take_in(folder, UNWATCHED)] == [Fate.TAKEN] * 3
        assert [one.fate for one in desk.take_in(folder, UNWATCHED)] == [Fate.HERE] * 3
        [line] = desk.look(UNWATCHED).cases
        assert (line.case_number, line.parts, line.is_closed, line.batch) == (CASE, 3, True, None)


def test_who_is_not_trained_says_so_and_a_draw_is_the_same_again(place, material):
    with at(place) as desk:
        open_office(desk, material, place)
        [protocol] = desk.look(UNWATCHED).protocols
        pool = desk.pool(protocol)
        assert pool.cases == (CASE,)
        assert [(one.account, bool(one.why_not)) for one in pool.readers] == [
            ("reader-a", False), ("reader-b", False), ("reader-c", True),
        ]  # fmt: skip
        assert len(pool.seed) == 32
        wish = a_wish(desk)
        assert desk.draw(wish) == desk.draw(wish)
        with pytest.raises(Refused) as refused:
            desk.draw(replace(wish, readers=("reader-a", "reader-c")))
        assert codes(refused) == {"not-trained"}
        assert desk.look(UNWATCHED).cases[0].batch is None


def test_hidden_repeats_are_drawn_with_the_batch(place, material):
    with at(place) as desk:
        open_office(desk, material, place)
        desk.assign(replace(a_wish(desk), repeats_percent=50, washout_days=42))
    with signed_in(place / "st", "coordinator", lambda: PASSWORD) as work:
        *_, batch, drawn = (one.act for one in coordinator_office(work).records())
    assert isinstance(batch, BatchAssigned)
    assert isinstance(drawn, RepeatsDrawn)
    assert (drawn.batch, drawn.percent, drawn.washout_days, drawn.seed) == (1, 50, 42, SEED)


def test_without_intake_no_repeat_is_drawn_and_nothing_is_assigned(place, material):
    with at(place) as desk:
        open_office(desk, material, place)
        desk.revoke("intake", desk.look(UNWATCHED).day, "left the study")
        with pytest.raises(Refused) as refused:
            desk.assign(replace(a_wish(desk), repeats_percent=10))
        assert codes(refused) == {"no-intake"}
        assert desk.look(UNWATCHED).cases[0].batch is None


def test_a_released_case_comes_to_its_readers_by_the_stations_own_post(running):
    with at(running) as desk:
        now = desk.look(UNWATCHED)
        [line] = now.cases
        assert (line.batch, line.parts, line.released, line.is_releasable) == (1, 3, 3, False)
        assert {one.account for one in line.reads} == {"reader-a", "reader-b"}
        assert {one.account: one.waiting > 0 for one in now.post}["reader-a"]
    with signed_in(running / "st", "reader-a", lambda: PASSWORD) as work:
        assert go_round(work) == ()
        assert [one.standing.case_number for one in worklist(work)] == [CASE]
    with at(running) as desk:
        post = {one.account: one for one in desk.look(UNWATCHED).post}
        assert (post["reader-a"].waiting, post["reader-b"].waiting > 0) == (0, True)
        assert post["reader-a"].last_in == desk.look(UNWATCHED).day


def test_a_folder_is_written_once_and_the_same_files_again(running, tmp_path):
    with at(running) as desk:
        first = desk.put_out(tmp_path / "stick", UNWATCHED)
        again = desk.put_out(tmp_path / "stick", UNWATCHED)
        assert {one.fate for one in first} == {Fate.WRITTEN}
        assert {one.fate for one in again} == {Fate.THERE}
        assert [(one.file, one.who) for one in first] == [(one.file, one.who) for one in again]
        assert {one.who for one in first if one.file.endswith(".seedcase")} == {
            "reader-a", "reader-b", "adjudicator"
        }  # fmt: skip
        assert [one.file for one in first if not one.who] == ["centre.seedcentre"]
        assert {one.fate for one in desk.exchange_here(UNWATCHED)} <= {Fate.THERE, Fate.WRITTEN, Fate.HERE}


def test_a_release_that_is_cancelled_sends_nothing(place, material):
    with at(place) as desk:
        open_office(desk, material, place)
        desk.assign(a_wish(desk))
        with pytest.raises(Cancelled):
            desk.release_due(Watch(None, lambda: True))
        assert desk.look(UNWATCHED).cases[0].is_releasable
        assert desk.release_due(UNWATCHED).cases == 1


def test_a_reader_and_the_adjudicator_can_be_replaced(place, material):
    with at(place) as desk:
        open_office(desk, material, place)
        desk.assign(a_wish(desk))
        now = desk.look(UNWATCHED)
        desk.record_training(
            TrainingWish("reader-c", now.protocols[0], passed=True, taken_on=now.day, valid_until="2999-01-01")
        )
        posts = {one.account: one for one in desk.replaceable(CASE)}
        assert posts.keys() == {"reader-a", "reader-b", "adjudicator"}
        assert [(one.account, one.why_not) for one in posts["reader-a"].candidates] == [("reader-c", ())]
        assert posts["adjudicator"].candidates == ()
        desk.replace(CASE, "reader-a", "reader-c", "on leave")
        assert {one.account for one in desk.look(UNWATCHED).cases[0].reads} == {"reader-c", "reader-b"}
        with pytest.raises(Refused) as refused:
            desk.replace(CASE, "adjudicator", "reader-b", "a mistake")
        assert "wrong-role" in codes(refused)


def test_a_timepoint_that_is_not_disputed_is_allowed_again_by_one_person(running):
    wish = UnlockWish(CASE, "reader-a", "TP0", and_later=False, code="reader-asked", text="as the note says")
    with at(running) as desk:
        shown = desk.double_read(CASE)
        assert (shown.parting, shown.needs_approver) == ("", False)
        assert [one.timepoints for one in shown.reads] == [(), ()]
        desk.allow_again(wish, None, "")
        with pytest.raises(Refused) as refused:
            desk.allow_again(replace(wish, code="because"), None, "")
        assert codes(refused) == {"unknown-reason"}


def test_who_left_without_a_signature_is_told_at_the_case(running):
    with at(running) as desk:
        assert desk.look(UNWATCHED).remarks == ()
        desk.revoke("reader-a", desk.look(UNWATCHED).day, "left the study")
        [remark] = desk.look(UNWATCHED).remarks
    assert remark.code == "reader-gone"
    assert remark.text.startswith(f"{CASE}: reader-a was revoked")


def test_who_approves_has_to_be_there(running):
    wish = UnlockWish(CASE, "reader-a", "TP0", and_later=False, code="reader-asked", text="as the note says")
    with at(running) as desk:
        with pytest.raises(Refused) as refused:
            desk.allow_again(wish, "approver", "guess")
        assert codes(refused) == {"wrong-password"}
        with pytest.raises(Refused) as refused:
            desk.allow_again(wish, "nobody", PASSWORD)
        assert codes(refused) == {"wrong-password"}
        desk.allow_again(wish, "approver", PASSWORD)


def test_an_approver_with_other_keys_than_were_accepted_approves_nothing(running):
    with open_station(running / "st") as station:
        acts.rotate_keys(station, station.place("approver", migrations() / "vault"), PASSWORD)
    wish = UnlockWish(CASE, "reader-a", "TP0", and_later=False, code="reader-asked", text="as the note says")
    with at(running) as desk:
        with pytest.raises(Refused) as refused:
            desk.allow_again(wish, "approver", PASSWORD)
        assert codes(refused) == {"other-keys"}


def test_a_query_that_was_sent_on_is_with_intake_until_it_is_handled(running, tmp_path, capfd):
    ask = {"act": "query", "timepoint": "TP0", "kind": "wrong series", "text": "The arterial phase is missing."}
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"format": 1, "case": CASE, "acts": [{"act": "open"}, ask]}))
    place = ("--station", running / "st", "--account", "reader-a", "--shown", tmp_path / "shown.log")
    with at(running) as desk:
        assert desk.look(UNWATCHED).notes == ()
    with signed_in(running / "st", "reader-a", lambda: PASSWORD) as work:
        go_round(work)
    code, out, err = run_line(("read", "play", script, *place), PASSWORD, capfd)
    assert code == 0, out + err
    with signed_in(running / "st", "reader-a", lambda: PASSWORD) as work:
        go_round(work)
    with at(running) as desk:
        [note] = desk.look(UNWATCHED).notes
        assert (note.handled, note.intake) == (None, None)
        desk.forward_note(note.content)
        [note] = desk.look(UNWATCHED).notes
        assert (note.handled, note.intake) == (None, "")
    with signed_in(running / "st", "intake", lambda: PASSWORD) as work:
        go_round(work)
    with at(running) as desk:
        now = desk.look(UNWATCHED)
        assert (now.notes[0].handled, now.notes[0].intake) == (None, now.day)
        desk.handle_note(note.content, "A new part came.")
        assert [(one.handled, one.intake) for one in desk.look(UNWATCHED).notes] == [("A new part came.", None)]


def test_what_a_protocol_that_is_not_at_the_station_lacks_is_not_known(place):
    for file in (place / "st" / "protocols").iterdir():
        file.unlink()
    with at(place) as desk:
        assert [one.lacks for one in desk.look(UNWATCHED).protocols] == [()]


def test_what_is_not_there_cannot_be_settled_handled_or_sent_on(running):
    with at(running) as desk:
        with pytest.raises(Refused) as refused:
            desk.settle(Settlement(CASE, "d1" * 8, None, "Prof Chair", "as the minutes say"))
        assert codes(refused) == {"nothing-to-settle"}
        for act in (lambda: desk.handle_note("aa" * 32, "told them"), lambda: desk.forward_note("aa" * 32)):
            with pytest.raises(Refused) as refused:
                act()
            assert codes(refused) == {"no-note"}
        assert desk.compare_due(UNWATCHED).cases == 0
