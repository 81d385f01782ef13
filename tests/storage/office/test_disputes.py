"""An adjudicator's dispute in a real vault, and the images of a whole case at once."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from adjudication.ways import CASE as DISPUTED
from adjudication.ways import dispute
from casefile.conftest import sealed_chain, sealing_pool, source, station  # noqa: F401 - fixtures
from reading.ways import begun, signed
from storage.images.conftest import corrected, desk, folders, parts  # noqa: F401 - fixtures
from storage.images.desks import CASE
from storage.office.offices import PROTOCOL, clock, criteria, number, place_of, writer_of
from storage.vault.ways import CHEAP, WORDS
from support.fake_desk import FakeSigner

from seedcryo_reader.adjudication.desk import Deciding
from seedcryo_reader.adjudication.documents import parsed
from seedcryo_reader.adjudication.drafting import Draft
from seedcryo_reader.adjudication.ports import Desk, Seated
from seedcryo_reader.domain.dispute import WHOLE_CASE, Choice, DisputeState
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.messages.adjudicator import TO_ADJUDICATOR as KINDS
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, NothingToDecide
from seedcryo_reader.domain.office.adjudicator import ADJUDICATOR_ACTS
from seedcryo_reader.exchange.envelope import Addressee, CentreTrust, opened, sealed
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch
from seedcryo_reader.storage.office.disputes import StationCriteria, VaultDisputes, VaultOwnReads, WholeCases
from seedcryo_reader.storage.office.log import Duties, Taken, VaultOffice
from seedcryo_reader.storage.office.mailing import Mailing, account_sender, centre_sender
from seedcryo_reader.storage.post.boxes import Outbox
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.vault import Vault

DAY = date(2026, 5, 4)
DRAFT = Draft({WHOLE_CASE: Choice.B}, "slip of entry", "The caliper of A lies beside the lesion.")
EVERY = ("TP0", "TP1")


class Judge:
    """An adjudicator's vault with its log; `full` lets the disk be full."""

    def __init__(self, vault: Vault, centre) -> None:
        self.vault = vault
        self._centre = centre
        to = Addressee(CENTRE, centre.vault.recipient)
        mailing = Mailing(vault.place.study, lambda: account_sender(vault), lambda _name: to, number)
        self.office = VaultOffice(lambda: vault, Duties(ADJUDICATOR_ACTS, KINDS), writer_of(vault), clock, mailing)
        self.log = VaultDisputes(self.office)

    printed_name = FakeSigner.printed_name

    def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
        return acts.sign(self.vault.place, password, data, context)

    @property
    def desk(self) -> Desk:
        own_reads = VaultOwnReads(lambda _case: [])
        seated = Seated("judge", "57" * 8, "SEED-CRYO", "0" * 16)
        return Desk(self.log, self, StationCriteria(criteria), own_reads, seated, lambda: "2026-05-04T10:00:00.000000Z")

    def receive(self, *messages: object) -> None:
        study, me = self.vault.place.study, Addressee("judge", self.vault.recipient)
        for one in messages:
            made = sealed(one, centre_sender(self._centre.vault), me, study, number=number())
            trust = CentreTrust(study, KINDS)
            came = opened(made.data, self.vault.identity, me, trust, study=study, received=DAY, shown="mail")
            self.office.receive(Taken(came, DAY))

    @property
    def outbox(self) -> list[str]:
        return [one.about for one in Outbox(lambda: self.vault.database).waiting()]


@pytest.fixture
def judge(tmp_path, study, centre):
    with Vault.create(place_of(tmp_path / "judges", "judge", study), WORDS, cost=CHEAP) as vault:
        yield Judge(vault, centre)


def test_a_dispute_that_came_is_shown_decided_and_its_decision_waits_to_go_out(judge) -> None:
    judge.receive(NothingToDecide("0" * 64), DisputeSent(dispute()))
    deciding = Deciding(dispute().dispute_id, judge.desk)
    assert deciding.show() == dispute()
    assert deciding.protocol.sha256 == PROTOCOL.sha256
    statement = deciding.sign(DRAFT, WORDS)
    assert judge.outbox == [f"decision {dispute().dispute_id}"]
    again = Deciding(dispute().dispute_id, replace(judge.desk, log=VaultDisputes(judge.office)))
    assert (again.state, again.signed) == (DisputeState.DECIDED, statement)
    document = judge.log.records()[-1].act.document
    assert parsed(document.encode(), "d").statement == statement


def test_the_act_and_its_envelope_are_written_both_or_not_at_all(judge, monkeypatch) -> None:
    judge.receive(DisputeSent(dispute()))
    deciding = Deciding(dispute().dispute_id, judge.desk)
    deciding.show()
    before = judge.log.records()

    def full(*_: object) -> None:
        msg = "The disk is full."
        raise EnvironmentFailure(msg)

    monkeypatch.setattr(Outbox, "add", full)
    with pytest.raises(EnvironmentFailure):
        deciding.sign(DRAFT, WORDS)
    assert (judge.log.records(), judge.outbox) == (before, [])
    monkeypatch.undo()
    deciding.sign(DRAFT, WORDS)
    assert len(judge.outbox) == 1


def test_a_protocol_that_the_station_does_not_have_is_refused(judge) -> None:
    judge.receive(DisputeSent(replace(dispute(), protocol_sha256="0" * 64)))
    with pytest.raises(Refused):
        _ = Deciding(dispute().dispute_id, judge.desk).protocol


def test_an_own_read_counts_once_it_is_signed() -> None:
    reading, _ = signed()
    half, _ = begun()
    own = VaultOwnReads({DISPUTED: reading.records, "C-0002": half.records}.__getitem__)
    assert own.signed(DISPUTED) == reading.read.signatures[-1].read_sha256
    assert own.signed("C-0002") is None


# --- the images of a whole case ---


def test_all_timepoints_are_decoded_at_once_and_found_again(desk, parts) -> None:  # noqa: F811
    desk.receive(*parts)
    whole, told = WholeCases(desk.images), []
    whole.open_all(CASE, EVERY, Watch(told.append, None))
    assert all(isinstance(one, Progress) for one in told)
    assert [desk.images.load(CASE, one).index.timepoint for one in EVERY] == list(EVERY)
    count = len(told)
    whole.open_all(CASE, EVERY, Watch(told.append, None))
    assert count > 0
    assert len(told) == count
    whole.close([CASE])
    with pytest.raises(Refused):
        desk.images.load(CASE, "TP0")


def test_images_that_did_not_come_yet_are_named_and_the_others_stay(desk, parts) -> None:  # noqa: F811
    desk.receive(parts[0])
    with pytest.raises(Refused) as refused:
        WholeCases(desk.images).open_all(CASE, EVERY, UNWATCHED)
    assert [(one.code, one.files) for one in refused.value.findings] == [("no-part", ("TP1",))]
    assert desk.images.load(CASE, "TP0")


def test_damaged_images_are_decoded_again(desk, parts) -> None:  # noqa: F811
    desk.receive(*parts)
    whole = WholeCases(desk.images)
    whole.open_all(CASE, EVERY, UNWATCHED)
    first = next(path for path in sorted((desk.opened / CASE / "TP0").iterdir()) if path.name != "images.json")
    first.write_bytes(bytes(first.stat().st_size))
    shutil.rmtree(desk.opened / CASE / "TP1")
    whole.open_all(CASE, EVERY, UNWATCHED)
    for one in EVERY:
        images = desk.images.load(CASE, one)
        assert list(images.problems(images.index.seen)) == []


def test_of_a_timepoint_that_was_replaced_the_newest_images_are_shown(desk, corrected) -> None:  # noqa: F811
    desk.receive(*corrected)
    whole = WholeCases(desk.images)
    for _ in range(2):
        whole.open_all(CASE, ("TP0", "TP1", "TP2"), UNWATCHED)
        assert [desk.images.load(CASE, one).index.part for one in ("TP0", "TP1", "TP2")] == [2, 1, 3]


def test_whoever_cancels_finds_nothing_half_done(desk, parts) -> None:  # noqa: F811
    desk.receive(*parts)
    with pytest.raises(Cancelled):
        WholeCases(desk.images).open_all(CASE, EVERY, Watch(None, lambda: True))
    with pytest.raises(Refused):
        desk.images.load(CASE, "TP0")
