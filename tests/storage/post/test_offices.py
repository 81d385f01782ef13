"""The post of the coordinator, an adjudicator and intake: into their logs, held against accepted keys."""

# ruff: noqa: F811 - fixtures that are imported

import random
import shutil
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from reading.ways import signed
from storage.office.conftest import adjudicator, centre, reader, study  # noqa: F401 - fixtures
from storage.office.offices import DAY, PROTOCOL, Centre, Person, desk_of, office_of, place_of
from storage.post.people import accept, coordinator_post, judge_at, judge_of, owner_of
from storage.post.ways import FakeEnclosures, bent, clock, names
from storage.vault.ways import CHEAP, WORDS

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.messages.adjudicator import DecisionSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.messages.intake import QueryForwarded
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    CaseClosing,
    IncidentalFindingSent,
    PartReleased,
    Receipt,
    SignedReadSent,
)
from seedcryo_reader.domain.office.adjudicator import DecisionSigned
from seedcryo_reader.domain.office.coordinator import AccountRevoked, NoteHandled, PartsReleased
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.centre import FILE, CentreAddress, address_bytes, read_address
from seedcryo_reader.exchange.envelope import CentreTrust
from seedcryo_reader.exchange.folder import tag
from seedcryo_reader.reading.canonical_read import signed_document
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.post.centre import KnownCentre
from seedcryo_reader.storage.post.coordinator import CoordinatorMail
from seedcryo_reader.storage.post.intake import IntakeMail
from seedcryo_reader.storage.post.post import Post
from seedcryo_reader.storage.post.reader import ReaderMail
from seedcryo_reader.storage.vault.acts import rotate_signing_key
from seedcryo_reader.storage.vault.vault import Vault

CASE = "C-0001"
FOUND = IncidentalFindingSent(CASE, "TP0", "A filling defect.", "2026-05-04T09:00:00.000000Z")
PART = b"a sealed part"
FILE_HASH = sha256(PART).hexdigest()


@pytest.fixture
def shelf(tmp_path):
    (tmp_path / "st" / "parts").mkdir(parents=True)
    return Shelf(tmp_path / "st", lambda: "token")


@pytest.fixture
def post(centre, shelf):
    """The post of a coordinator who accepted nobody yet."""
    return coordinator_post(centre, shelf)


def kinds(one: Centre):
    return [type(record.act).__name__ for record in one.office.records()]


def outcomes(report):
    return [one.outcome for one in report.files if one.file != FILE]


def put(folder, one: Centre, person: Person, *messages):
    return [folder.put(one.vault.recipient, person.sends(each, one.vault.recipient).data) for each in messages]


def test_what_an_account_sent_before_it_was_accepted_counts_afterwards(centre, reader, post, folder):
    put(folder, centre, reader, FOUND)
    [report] = post.take_in(folder).files
    assert (report.outcome, report.findings[0].code) == ("refused", "unknown-sender")
    assert kinds(centre) == []
    centre.office.append(reader.accepted)
    assert outcomes(post.take_in(folder)) == ["taken"]
    assert kinds(centre) == ["AccountAccepted", "EnvelopeReceived"]
    assert outcomes(post.take_in(folder)) == ["already here"]


def test_what_comes_on_the_day_that_an_account_is_revoked_does_not_count(centre, reader, post, folder):
    centre.office.append(reader.accepted)
    put(folder, centre, reader, FOUND)
    centre.office.append(AccountRevoked("reader-a", reader.accepted.exchange, "2026-05-05", "left"))
    assert outcomes(post.take_in(folder)) == ["taken"]
    put(folder, centre, reader, FOUND)
    centre.office.append(AccountRevoked("reader-a", reader.accepted.exchange, "2026-05-04", "left"))
    before = kinds(centre)
    found = post.take_in(folder).files
    assert sorted(one.outcome for one in found) == ["already here", "refused"]
    assert kinds(centre) == before


def moved(days):
    """A clock that was set to another day."""
    now = clock()
    return lambda: replace(now, utc=now.utc + timedelta(days))


def post_by(centre, shelf, its_clock):
    owner = replace(owner_of(centre.vault), clock=its_clock)
    return Post(owner, CoordinatorMail(owner, centre.office, shelf))


def reader_post(owner):
    return Post(owner, ReaderMail(owner, FakeEnclosures()))


def test_a_clock_that_is_set_back_brings_no_day_before_a_revocation(centre, reader, shelf, folder):
    centre.office.append(reader.accepted)
    centre.office.append(AccountRevoked("reader-a", reader.accepted.exchange, "2026-05-04", "left"))
    put(folder, centre, reader, FOUND)
    assert outcomes(post_by(centre, shelf, moved(-3)).take_in(folder)) == ["refused"]


def test_nor_does_one_after_an_exchange_in_which_nothing_came(centre, reader, shelf, folder):
    centre.office.append(reader.accepted)
    assert outcomes(post_by(centre, shelf, moved(2)).take_in(folder)) == []
    centre.office.append(AccountRevoked("reader-a", reader.accepted.exchange, "2026-05-06", "left"))
    put(folder, centre, reader, FOUND)
    assert outcomes(post_by(centre, shelf, clock).take_in(folder)) == ["refused"]


def test_a_clock_that_was_years_ahead_counts_no_more_once_the_log_goes_on_by_a_sound_one(centre, reader, shelf, folder):
    centre.office.append(reader.accepted)
    for _ in range(2):
        assert outcomes(post_by(centre, shelf, moved(3650)).take_in(folder)) == []
    put(folder, centre, reader, FOUND)
    assert outcomes(post_by(centre, shelf, moved(-3)).take_in(folder)) == ["taken"]
    assert [row[4] for row in centre.rows("inbox")] == ["2026-05-04"]


def test_an_exchange_over_midnight_is_of_one_day(centre, reader, shelf, folder):
    centre.office.append(reader.accepted)
    put(folder, centre, reader, FOUND, FOUND)
    days = iter((0, *[1] * 99))

    def midnight_passes():
        return moved(next(days))()

    assert outcomes(post_by(centre, shelf, midnight_passes).take_in(folder)) == ["taken"] * 2
    assert [row[4] for row in centre.rows("inbox")] == ["2026-05-04"] * 2


def test_a_read_whose_signature_does_not_hold_is_refused_and_the_rest_is_taken(
    centre,
    reader,
    post,
    folder,
    study,
    tmp_path,
):
    centre.office.append(reader.accepted)
    with Vault.create(place_of(tmp_path / "r", "reader-a", study), WORDS, cost=CHEAP) as vault:
        document = canonical.encode(signed_document(signed(desk_of(vault))[0].records))
    changed = document.replace(b'"key":"', b'"key":"0', 1)
    put(folder, centre, reader, SignedReadSent(document), SignedReadSent(changed), FOUND)
    assert sorted(outcomes(post.take_in(folder))) == ["refused", "taken", "taken"]
    assert kinds(centre).count("EnvelopeReceived") == 2
    assert PROTOCOL.sha256.encode() in document


def test_every_sender_gets_one_receipt_of_all_that_came_from_it(centre, reader, adjudicator, post, folder):
    for one in (reader, adjudicator):
        centre.office.append(one.accepted)
    sent = [reader.sends(FOUND, centre.vault.recipient) for _ in range(3)]
    for one in sent:
        folder.put(centre.vault.recipient, one.data)
    put(folder, centre, adjudicator, Receipt(("00" * 32,)))
    post.take_in(folder)
    post.put_out(folder)
    [path] = folder.mail(reader.recipient)
    assert folder.mail(adjudicator.recipient) == []  # a receipt is not answered
    found = reader.opens(path.read_bytes(), CentreTrust(centre.vault.place.study, {"Receipt": Receipt}))
    assert set(found.message.of) == {one.content for one in sent}
    lying = names(folder)
    post.take_in(folder)
    post.put_out(folder)
    assert names(folder) == lying


def test_letters_and_parts_go_out_until_a_receipt_came(centre, reader, post, shelf, folder, tmp_path):
    centre.office.append(reader.accepted)
    part = tmp_path / "part"
    part.write_bytes(PART)
    shutil.copy(part, shelf.path(FILE_HASH))
    message = CaseClosing(CASE, 0, "00" * 32, FILE_HASH)
    assigned = CaseAssigned(CASE, 1, 1, "p/1", "00" * 32)
    act = PartsReleased(CASE, ("reader-a",), (0,), (FILE_HASH,), closing=True)
    about = f"part {CASE} 0 reader-a"
    centre.office.append(act, [Send("reader-a", message, about), Send("reader-a", assigned, "assigned")])
    assert sorted(outcomes(post.put_out(folder))) == ["written"] * 3
    assert folder.part(reader.recipient, FILE_HASH).read_bytes() == PART
    assert sorted(outcomes(post.put_out(folder))) == ["already there"] * 3
    content = owner_of(centre.vault).outbox.of(about).content
    put(folder, centre, reader, Receipt((content,)))
    post.take_in(folder)
    other = type(folder)(tmp_path / "other")
    assert outcomes(post.put_out(other)) == ["written"]
    assert not list(other.root.rglob("*.seedcase"))


def test_a_part_goes_out_to_those_alone_who_have_not_answered(centre, reader, adjudicator, post, shelf, folder):
    for one in (reader, adjudicator):
        centre.office.append(one.accepted)
    shelf.path(FILE_HASH).write_bytes(PART)
    who = ("reader-a", "judge")
    message = PartReleased(CASE, 0, "00" * 32, FILE_HASH)
    sends = [Send(name, message, f"part {CASE} 0 {name}") for name in who]
    centre.office.append(PartsReleased(CASE, who, (0,), (FILE_HASH,), closing=False), sends)
    content = owner_of(centre.vault).outbox.of(f"part {CASE} 0 reader-a").content
    put(folder, centre, reader, Receipt((content,)))
    post.take_in(folder)
    post.put_out(folder)
    assert folder.part(reader.recipient, FILE_HASH) is None
    assert folder.part(adjudicator.recipient, FILE_HASH) is not None


def test_an_account_that_is_not_known_any_more_gets_no_letter(centre, post, shelf):
    mail = CoordinatorMail(owner_of(centre.vault), centre.office, shelf)
    assert mail.letter("receipt nobody 1", Receipt(()), "nobody") is None


def test_a_part_that_is_gone_from_the_shelf_is_said_and_letters_go_out(centre, reader, post, folder):
    centre.office.append(reader.accepted)
    act = PartsReleased(CASE, ("reader-a",), (0,), (FILE_HASH,), closing=False)
    message = PartReleased(CASE, 0, "00" * 32, FILE_HASH)
    centre.office.append(act, [Send("reader-a", message, f"part {CASE} 0 reader-a")])
    found = {one.outcome: one for one in post.put_out(folder).files if one.file != FILE}
    assert set(found) == {"refused", "written"}
    assert found["refused"].findings[0].code == "part-missing"


def test_the_folder_says_where_the_centre_is_and_a_changed_address_is_put_right(centre, post, folder, study):
    post.put_out(folder)
    path = folder.root / FILE
    before = path.read_bytes()
    assert read_address(before, study, clock().utc.date(), FILE).recipient == centre.vault.recipient
    post.put_out(folder)
    assert path.read_bytes() == before
    bent(path, 40)
    post.put_out(folder)
    assert read_address(path.read_bytes(), study, clock().utc.date(), FILE).recipient == centre.vault.recipient


@pytest.mark.parametrize("kind", ["study", "json", "newer"])
def test_somebody_elses_file_in_the_place_of_the_address_stays_as_it_is(centre, post, folder, study, kind):
    other = replace(study, study_id="OTHER-1")
    address = CentreAddress("2026-05-04T09:00:00.000000Z", centre.vault.recipient)
    data = {
        "study": address_bytes(address, centre.vault.centre, other),
        "json": b"{}",
        "newer": b'{"format":"seedcryo-centre/2"}',
    }[kind]
    (folder.root / FILE).write_bytes(data)
    with pytest.raises(Refused, match="nothing was written there") as caught:
        post.put_out(folder)
    assert ("OTHER-1" in str(caught.value)) == (kind == "study")
    assert [one.read_bytes() for one in folder.root.rglob("*")] == [data]


@pytest.mark.parametrize("damaged", [lambda data: b"", lambda data: data[:100], lambda data: bytes(len(data))])
def test_an_address_that_is_empty_or_cut_is_put_right(post, folder, damaged):
    post.put_out(folder)
    sound = (folder.root / FILE).read_bytes()
    (folder.root / FILE).write_bytes(damaged(sound))
    assert {one.file: one.outcome for one in post.put_out(folder).files} == {FILE: "written"}
    assert (folder.root / FILE).read_bytes() == sound


def test_the_address_of_a_centre_that_moved_is_replaced(centre, post, folder, study, make):
    address = CentreAddress("2026-05-04T09:00:00.000000Z", make().vault.recipient)
    (folder.root / FILE).write_bytes(address_bytes(address, centre.vault.centre, study))
    post.put_out(folder)
    assert read_address((folder.root / FILE).read_bytes(), study, DAY, FILE).recipient == centre.vault.recipient


def test_a_part_that_was_changed_on_the_shelf_is_named_and_letters_go_out(centre, reader, post, shelf, folder):
    centre.office.append(reader.accepted)
    shelf.path(FILE_HASH).write_bytes(b"another thing")
    act = PartsReleased(CASE, ("reader-a",), (0,), (FILE_HASH,), closing=False)
    message = PartReleased(CASE, 0, "00" * 32, FILE_HASH)
    centre.office.append(act, [Send("reader-a", message, f"part {CASE} 0 reader-a")])
    found = {one.outcome: one for one in post.put_out(folder).files if one.file != FILE}
    assert set(found) == {"refused", "written"}
    assert found["refused"].findings[0].code == "part-changed"


def test_a_folder_in_the_place_of_a_letter_is_named_and_the_others_go_out(centre, reader, post, folder):
    centre.office.append(reader.accepted)
    for place in (1, 2):
        assigned = CaseAssigned(CASE, 1, place, "p/1", "00" * 32)
        centre.office.append(NoteHandled("ab" * 32, "asked"), [Send("reader-a", assigned, f"assigned {place}")])
    name = f"{owner_of(centre.vault).outbox.of('assigned 1').file_sha256}.seedmail"
    (folder.root / tag(reader.recipient) / name).mkdir(parents=True)
    found = {one.file: one for one in post.put_out(folder).files if one.file != FILE}
    assert sorted(one.outcome for one in found.values()) == ["refused", "written"]
    assert found[name].findings[0].code == "not-a-file"


def test_an_address_is_taken_when_it_is_newer_and_sound(make, centre, post, folder, tmp_path):
    account = make()
    known = KnownCentre(account.owner)
    assert known.addressee() is None
    assert known.learn(folder.root, DAY) is None
    with pytest.raises(Refused, match="not known yet"):
        known.named("centre")
    post.put_out(folder)
    assert known.learn(folder.root, DAY).outcome == "taken"
    assert known.learn(folder.root, DAY) is None
    assert known.named("centre").recipient == centre.vault.recipient
    with pytest.raises(Refused):
        known.named("reader-b")
    (folder.root / FILE).write_bytes(b"{}")
    assert known.learn(folder.root, DAY).findings[0].code == "wrong-format"
    (folder.root / FILE).write_bytes(b"x" * (2 << 20))
    assert known.learn(folder.root, DAY).findings[0].code == "too-large"
    assert known.addressee().recipient == centre.vault.recipient
    (folder.root / FILE).unlink()
    (folder.root / FILE).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_bytes(b"{}")
    assert known.learn(folder.root, DAY) is None


def test_an_address_of_the_future_is_refused_and_one_that_was_taken_is_put_right(make, centre, folder):
    account, (keys, study) = make(), (centre.vault.centre, centre.vault.place.study)

    def take_in(issued, recipient, years):
        """What becomes of an address by a clock that is years ahead."""
        (folder.root / FILE).write_bytes(address_bytes(CentreAddress(issued, recipient), keys, study))
        owner = replace(account.owner, clock=moved(366 * years))
        return [
            one.findings[0].code if one.findings else one.outcome for one in reader_post(owner).take_in(folder).files
        ]

    wrong, right = account.vault.recipient, centre.vault.recipient
    assert take_in("2036-01-01T00:00:00.000000Z", wrong, years=0) == ["future-address"]
    assert KnownCentre(account.owner).addressee() is None
    assert take_in("2036-01-01T00:00:00.000000Z", wrong, years=10) == ["taken"]
    assert take_in("2026-05-04T09:00:00.000000Z", right, years=10) == []
    assert take_in("2026-05-04T09:00:00.000000Z", right, years=0) == ["taken"]
    assert KnownCentre(account.owner).named("centre").recipient == right
    assert take_in("2026-05-04T09:00:00.000000Z", right, years=0) == []


def test_envelopes_many_times_in_any_order_make_the_same_office(centre, reader, post, folder, tmp_path):
    centre.office.append(reader.accepted)
    chance = random.Random(3)  # noqa: S311
    made = [reader.sends(FOUND, centre.vault.recipient) for _ in range(6)]
    for _ in range(5):
        stick = type(folder)(tmp_path / f"{chance.randrange(1 << 30)}")
        for one in chance.sample(made, 5):
            stick.put(centre.vault.recipient, one.data)
        post.take_in(stick)
    assert kinds(centre).count("EnvelopeReceived") == 6
    assert len(centre.rows("inbox")) == len(centre.rows("arrived")) == 6


# --- an adjudicator and intake ---


@pytest.fixture
def judge(tmp_path, study):
    with judge_at(tmp_path / "j", study) as one:
        yield one


def test_an_adjudicator_takes_disputes_and_covers_alike(centre, judge, post, folder):
    vault, office, own, parts = judge.vault, judge.office, judge.post, judge.parts
    accept(centre, vault, Role.ADJUDICATOR)
    messages = [
        NothingToDecide("x" * 100),
        DisputeWithdrawn("d1", "agreed"),
        PartReleased(CASE, 0, "00" * 32, FILE_HASH),
    ]
    sends = [Send("judge", one, f"{number}") for number, one in enumerate(messages)]
    centre.office.append(AccountRevoked("nobody", "00" * 32, "2026-05-05", "left"), sends)
    post.put_out(folder)
    assert sorted(outcomes(own.take_in(folder))) == ["taken", "taken", "waiting"]
    parts.there.add(FILE_HASH)
    assert sorted(outcomes(own.take_in(folder))) == ["already here", "already here", "taken"]
    assert [type(one.act).__name__ for one in office.records()] == ["EnvelopeReceived"] * 3
    found = [office.message(one.act.content) for one in office.records()]
    assert sorted(map(str, found)) == sorted(map(str, messages))
    assert outcomes(own.put_out(folder)) == ["written"]


def test_what_an_adjudicator_does_goes_to_the_centre_once_it_is_known_where_it_is(centre, judge, post, folder):
    office, own = judge.office, judge.post
    act = DecisionSigned("d1", "{}")
    send = Send("centre", DecisionSent(b"{}"), "decision d1")
    with pytest.raises(Refused, match="not known yet"):
        office.append(act, [send])
    assert office.records() == []
    post.put_out(folder)
    own.take_in(folder)
    office.append(act, [send])
    assert outcomes(own.put_out(folder)) == ["written"]


def test_a_decision_that_waits_is_sealed_anew_after_the_key_was_changed(judge, centre, post, folder):
    post.put_out(folder)
    judge.post.take_in(folder)
    send = Send("centre", DecisionSent(b"{}"), "decision d1")
    judge.office.append(DecisionSigned("d1", "{}"), [send])
    judge.post.put_out(folder)
    judge.vault.close()
    rotate_signing_key(judge.vault.place, WORDS)
    with Vault.open(judge.vault.place, WORDS) as vault:
        accept(centre, vault, Role.ADJUDICATOR)
        again = judge_of(vault)
        assert sorted(outcomes(again.post.put_out(folder))) == ["written"]
        assert outcomes(again.post.put_out(folder)) == ["already there"]
        [letter] = owner_of(vault).outbox.waiting()
    assert centre.opened(letter).message == DecisionSent(b"{}")


def test_intake_gets_what_is_forwarded_and_answers_it(centre, make, post, folder):
    account = make("intake")
    own = Post(account.owner, IntakeMail(account.owner))
    accept(centre, account.vault, Role.INTAKE)
    sends = [Send("intake", QueryForwarded(CASE, "TP0", "other", "?"), "q"), Send("intake", Receipt(("0" * 64,)), "r")]
    centre.office.append(AccountRevoked("nobody", "00" * 32, "2026-05-05", "left"), sends)
    post.put_out(folder)
    assert outcomes(own.take_in(folder)) == ["taken"] * 2
    assert [one.kind for one in account.owner.inbox.all("QueryForwarded")] == ["QueryForwarded"]
    assert outcomes(own.put_out(folder)) == ["written"]


def test_a_folder_that_is_full_leaves_nothing_half_written(centre, reader, post, folder, monkeypatch):
    centre.office.append(reader.accepted, [Send("reader-a", CaseAssigned(CASE, 1, 1, "p/1", "00" * 32), "assigned")])

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("seedcryo_reader.exchange.folder.os.fsync", full)
        with pytest.raises(EnvironmentFailure, match="No space left"):
            post.put_out(folder)
    assert not list((folder.root / tag(reader.recipient)).glob("*"))
    assert outcomes(post.put_out(folder)) == ["written"]


def test_the_office_of_an_account_is_read_anew_by_the_next_program(centre, reader, post, folder):
    centre.office.append(reader.accepted)
    put(folder, centre, reader, FOUND)
    post.take_in(folder)
    again = office_of(centre.vault)
    assert [type(one.act).__name__ for one in again.records()] == ["AccountAccepted", "EnvelopeReceived"]
