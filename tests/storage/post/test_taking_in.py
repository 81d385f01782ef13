"""What comes to a reader: taken once, in any order and however often, or refused by name with nothing changed."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from storage.post.ways import CASE, DIGEST, PROTOCOL, bent, names

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.messages.adjudicator import NothingToDecide
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    CaseClosing,
    CaseReassigned,
    PartReleased,
    ReadingAllowed,
    Receipt,
    TrainingRecorded,
)
from seedcryo_reader.exchange.centre import FILE
from seedcryo_reader.exchange.envelope import Addressee
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post.assigned import Assignments

PART, CLOSING = "1a" * 32, "1b" * 32


def assigned(case=CASE, batch=1, place=1):
    return CaseAssigned(case, batch, place, PROTOCOL, DIGEST)


def trained(on="2026-05-01", until="2026-12-31", *, passed=True):
    return TrainingRecorded(PROTOCOL, DIGEST, passed, on, until)


def everything(centre, reader):
    return [
        *(assigned(f"C-{number:04}", 1, place) for place, number in enumerate((7, 3, 9), 1)),
        assigned("C-0003", 2, 1),
        trained(),
        trained("2026-05-02"),
        trained("2026-05-02", passed=False),
        CaseReassigned("C-0009", "The reader is ill."),
        PartReleased(CASE, 0, "00" * 32, PART),
        CaseClosing(CASE, 1, "01" * 32, CLOSING),
        ReadingAllowed(CASE, centre.leave(reader)),
        Receipt(("ee" * 32,)),
    ]


@pytest.fixture
def assignments(reader):
    return Assignments(lambda: reader.vault.database)


def test_envelopes_in_any_order_and_many_times_make_the_same_state(centre, make, tmp_path):
    chance = random.Random(7)  # noqa: S311 - an order, no secret
    states = []
    for number in range(3):
        reader = make(folder=f"vaults-{number}")
        reader.parts.there |= {PART, CLOSING}
        own = [centre.seal(each, reader) for each in everything(centre, reader)]
        for part in range(5):
            folder = Folder(tmp_path / f"stick-{number}-{part}")
            for letter in own if part == 4 else chance.sample(own, chance.randrange(1, len(own))):
                folder.put(reader.vault.recipient, letter.data)
            reader.take_in(folder)
        assert reader.take_in(folder) == ["already here"] * len(own)
        found = reader.state()
        assert len(found["inbox"]) == len(own)
        states.append({table: found[table] for table in ("assignment", "training")})
    assert states[0] == states[1] == states[2]
    assert [(row[0], row[1], row[2], row[5]) for row in states[0]["assignment"]] == [
        ("C-0003", 2, 1, None),
        ("C-0007", 1, 1, None),
        ("C-0009", 1, 3, "The reader is ill."),
    ]
    assert states[0]["training"] == [(DIGEST, PROTOCOL, 0, "2026-05-02", "2026-12-31")]


def test_the_worklist_is_in_the_order_of_the_assignment_and_others_come_after_it(centre, reader, folder, assignments):
    centre.send(folder, reader, assigned("C-0007", 2, 1), assigned("C-0003", 1, 2), assigned("C-0009", 1, 1))
    reader.take_in(folder)
    assert assignments.in_order(["C-0005", "C-0003", "C-0001"]) == ("C-0009", "C-0003", "C-0007", "C-0001", "C-0005")


def test_without_an_assignment_cases_are_sorted_by_number(assignments):
    assert assignments.in_order(["C-0005", "C-0003"]) == ("C-0003", "C-0005")
    assert assignments.problems("C-0005", "2026-05-04") == ()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([], None),
        ([trained()], None),
        ([trained(until="2026-05-04")], None),
        ([trained(until="2026-05-03")], "training-over"),
        ([trained(passed=False)], "training-failed"),
        ([trained(passed=False), trained("2026-05-02")], None),
        ([trained(), trained("2026-05-02", passed=False)], "training-failed"),
        ([trained(passed=False), CaseReassigned(CASE, "ill")], "taken-away"),
    ],
)
def test_a_case_opens_only_while_it_is_the_readers_and_training_holds(centre, reader, folder, assignments, more, code):
    centre.send(folder, reader, assigned(), *more)
    reader.take_in(folder)
    assert [one.code for one in assignments.problems(CASE, "2026-05-04")] == ([] if code is None else [code])
    assert assignments.problems("C-0002", "2026-05-04") == ()


def test_a_case_that_was_taken_away_stays_so_whatever_came_first(centre, reader, folder, assignments):
    away, back = centre.seal(CaseReassigned(CASE, "ill"), reader), centre.seal(assigned(), reader)
    for one in (away, back):
        folder.put(reader.vault.recipient, one.data)
        reader.take_in(folder)
    assert assignments.taken_away() == {CASE}
    assert [one.batch for one in assignments.all()] == [1]


def test_an_envelope_waits_for_the_part_that_it_names_and_is_not_answered_before(centre, reader, folder):
    [letter] = centre.send(folder, reader, PartReleased(CASE, 0, "00" * 32, PART))
    before = reader.state()
    assert reader.take_in(folder) == ["waiting"]
    assert reader.state() == before
    reader.post.put_out(folder)
    assert centre.messages(folder, reader) == []
    reader.parts.there.add(PART)
    assert reader.take_in(folder) == ["taken"]
    reader.post.put_out(folder)
    assert centre.messages(folder, reader) == [Receipt((letter.content,))]


def test_a_part_that_was_changed_leaves_its_envelope_untaken(centre, reader, folder):
    centre.send(folder, reader, PartReleased(CASE, 0, "00" * 32, PART))
    reader.parts.bad.add(PART)
    assert reader.take_in(folder) == ["refused"]
    assert reader.state()["inbox"] == []


def test_a_leave_for_another_case_or_account_is_refused(centre, make, folder):
    reader, other = make(), make("reader-b")
    whose = [ReadingAllowed(CASE, centre.leave(other)), ReadingAllowed("C-0002", centre.leave(reader))]
    centre.send(folder, reader, *whose, ReadingAllowed(CASE, "{}"))
    assert reader.take_in(folder) == ["refused"] * 3
    assert (reader.state()["inbox"], reader.state()["allowed"]) == ([], [])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("changed", "not-for-this-account"),
        ("cut off", "not-an-envelope"),
        ("empty", "not-an-envelope"),
        ("another account's", "not-for-this-account"),
        ("another name's", "not-for-this-account"),
        ("foreign study", "other-study"),
        ("kind of another role", "unknown-kind"),
        ("not the centre's", "unknown-sender"),
    ],
)
def test_what_is_not_sound_is_named_and_changes_nothing(centre, make, folder, kind, code):
    reader, other = make(), make("reader-b")
    data = {
        "another account's": lambda: centre.seal(assigned(), other).data,
        "another name's": lambda: centre.seal(assigned(), reader, name="reader-b").data,
        "foreign study": lambda: centre.seal(assigned(), reader, study=replace(centre.study, study_id="X")).data,
        "kind of another role": lambda: centre.seal(NothingToDecide("x"), reader).data,
        "not the centre's": lambda: (
            other.owner.letter("x", assigned(), Addressee("reader-a", reader.vault.recipient)).data
        ),
    }.get(kind, lambda: centre.seal(assigned(), reader).data)()
    path = folder.put(reader.vault.recipient, data)
    if kind == "changed":
        bent(path)
    if kind in {"cut off", "empty"}:
        path.write_bytes(data[:-1] if kind == "cut off" else b"")
    before, lying = reader.state(), names(folder)
    [report] = reader.post.take_in(folder).files
    assert (report.outcome, report.file, [one.code for one in report.findings]) == ("refused", path.name, [code])
    assert all(path.name in one.files for one in report.findings)
    assert (reader.state(), names(folder)) == (before, lying)
    assert reader.notes == [("envelope-refused", {"code": code})]


def test_one_that_is_refused_does_not_stop_the_others(centre, reader, folder):
    centre.send(folder, reader, assigned(), trained())
    bent(folder.mail(reader.vault.recipient)[0])
    assert sorted(reader.take_in(folder)) == ["refused", "taken"]


def test_what_is_refused_is_logged_once_and_said_each_time(centre, reader, folder):
    centre.send(folder, reader, assigned(), trained())
    mail = folder.mail(reader.vault.recipient)
    bent(mail[0])
    for _ in range(3):
        assert "refused" in reader.take_in(folder)
    assert reader.notes == [("envelope-refused", {"code": "not-for-this-account"})]
    mail[1].with_name("another.seedmail").write_bytes(b"")
    reader.take_in(folder)
    assert [data["code"] for _, data in reader.notes] == ["not-for-this-account", "not-an-envelope"]


def test_the_same_envelope_under_two_names_is_one(centre, reader, folder):
    centre.send(folder, reader, assigned())
    [path] = folder.mail(reader.vault.recipient)
    path.with_name("copy of it.seedmail").write_bytes(path.read_bytes())
    assert sorted(reader.take_in(folder)) == ["already here", "taken"]


def test_a_file_that_was_taken_is_not_read_again_and_its_name_hides_no_other(centre, reader, folder):
    centre.send(folder, reader, assigned(), trained())
    mail = folder.mail(reader.vault.recipient)
    kept = mail[1].read_bytes()
    mail[1].write_bytes(mail[0].read_bytes())  # the name of one that is yet to come
    assert sorted(reader.take_in(folder)) == ["already here", "taken"]
    assert sorted(reader.take_in(folder)) == ["already here", "already here"]
    mail[1].write_bytes(kept)
    assert sorted(reader.take_in(folder)) == ["already here", "taken"]
    reader.take_in(folder)
    mail[0].write_bytes(b"read by nobody any more")
    assert reader.take_in(folder) == ["refused", "already here"]
    mail[0].rename(mail[0].with_name(f"{mail[1].name[:16]}{'0' * 48}.seedmail"))
    assert sorted(reader.take_in(folder)) == ["already here", "refused"]


def test_a_folder_that_has_the_name_of_an_envelope_is_named_and_the_rest_is_taken(centre, reader, folder):
    centre.send(folder, reader, assigned())
    place = folder.mail(reader.vault.recipient)[0].parent
    (place / "a.seedmail").mkdir()
    found = {one.file: one for one in reader.post.take_in(folder).files}
    assert [one.code for one in found["a.seedmail"].findings] == ["not-a-file"]
    assert sorted(one.outcome for name, one in found.items() if name != FILE) == ["refused", "taken"]


def test_what_lies_there_for_others_is_not_looked_at(centre, make, folder):
    reader, other = make(), make("reader-b")
    centre.send(folder, other, assigned())
    assert (reader.take_in(folder), reader.notes) == ([], [])


def test_a_folder_that_is_not_there_is_said(reader, tmp_path):
    with pytest.raises(EnvironmentFailure, match="Put the stick in"):
        reader.post.take_in(Folder(tmp_path / "no"))


def test_taking_can_be_cancelled_and_gone_on_with(centre, reader, folder):
    centre.send(folder, reader, assigned(), trained())
    with pytest.raises(Cancelled):
        reader.post.take_in(folder, Watch(cancelled=lambda: True))
    assert reader.state()["inbox"] == []
    told = []
    reader.post.take_in(folder, Watch(told.append))
    assert [(one.done, one.total) for one in told] == [(0, 2), (1, 2)]
    assert len(reader.state()["inbox"]) == 2


@pytest.fixture
def unreadable(monkeypatch):
    """Makes files whose reading fails."""

    def make(*names):
        whole = Path.open

        def opened(self, *args, **more):
            if self.name in names:
                raise OSError(5, "Input/output error")
            return whole(self, *args, **more)

        monkeypatch.setattr(Path, "open", opened)

    return make


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_taken(centre, reader, folder, unreadable):
    centre.send(folder, reader, assigned(), trained())
    first = folder.mail(reader.vault.recipient)[0].name
    unreadable(first, FILE)
    found = {one.file: one for one in reader.post.take_in(folder).files}
    assert {name: one.outcome for name, one in found.items() if name in {first, FILE}} == {
        first: "refused",
        FILE: "refused",
    }
    assert {one.findings[0].code for one in found.values() if one.findings} == {"not-readable"}
    assert len(reader.state()["inbox"]) == 1


def test_much_is_taken_a_little_at_a_time(centre, reader, folder, monkeypatch):
    monkeypatch.setattr("seedcryo_reader.storage.post.post._BATCH_BYTES", 5000)
    centre.send(folder, reader, *(assigned(place=n) for n in range(1, 6)))
    assert reader.take_in(folder) == ["taken"] * 5
    assert reader.take_in(folder) == ["already here"] * 5


def test_a_report_says_what_became_of_each_file(centre, reader, folder):
    centre.send(folder, reader, PartReleased(CASE, 0, "00" * 32, PART))
    report = reader.post.take_in(folder)
    assert (report.count("waiting"), report.count("refused")) == (1, 0)
    [one] = [each.plain() for each in report.files if each.outcome == "waiting"]
    assert (one["outcome"], one["findings"][0]["code"]) == ("waiting", "part-missing")


def test_a_training_that_holds_opens_the_case(centre, reader, folder, assignments):
    centre.send(folder, reader, assigned(), trained(passed=False))
    reader.take_in(folder)
    with pytest.raises(Refused, match="was not passed"):
        assignments.refuse_closed(CASE, "2026-05-04")
    centre.send(folder, reader, trained("2026-05-03"), CaseReassigned("C-0002", "b"), CaseReassigned("C-0002", "a"))
    reader.take_in(folder)
    assignments.refuse_closed(CASE, "2026-05-04")
    assert {one.case_number: one.taken_away for one in assignments.all()} == {CASE: None, "C-0002": "b"}
