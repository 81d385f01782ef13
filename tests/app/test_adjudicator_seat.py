"""An adjudicator at a real station: disputes and parts come by post, a decision goes out by it."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pyrage
import pytest
from adjudication.ways import dispute, read_a, read_b
from casefile.part.ways import CHEAP, PASSWORD
from faults.world import CASES, World, make_world
from storage.post.ways import FakeCentre

from seedcryo_reader.adjudication.documents import parsed
from seedcryo_reader.adjudication.drafting import Draft
from seedcryo_reader.app.adjudicator_seat import AdjudicatorWork
from seedcryo_reader.app.leaves import leaves_of
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.posting import own_folder
from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.casefile.part.addressing import readdressed
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.domain.dispute import WHOLE_CASE, Choice, Dispute, DisputeState, Mode
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.adjudicator import FROM_ADJUDICATOR, DecisionSent, DisputeSent
from seedcryo_reader.domain.messages.reader import SignedReadSent, TrainingRecorded
from seedcryo_reader.domain.projection import projected
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.envelope import Addressee, Standing, opened
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.imaging.registration.register import registration_pool
from seedcryo_reader.imaging.watch import UNWATCHED
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import read_script
from seedcryo_reader.storage.reads.signed_read import read_signed
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.accounts import Account

JUDGE, CASE = "judge", CASES[0]
EVERY = ("TP0", "TP1")
DRAFT = Draft({WHOLE_CASE: Choice.A}, "new lesion", "Seen on the portal venous phase.")


@dataclass(frozen=True)
class Named:
    """An account as the centre writes to it."""

    name: str
    recipient: str

    @property
    def owner(self) -> "Named":
        return self

    @property
    def vault(self) -> "Named":
        return self


@dataclass(frozen=True)
class Bench:
    """A station with an adjudicator, and the centre."""

    world: World
    station: object
    centre: FakeCentre
    account: Account

    def send(self, *messages: object) -> None:
        self.centre.send(own_folder(self.station), Named(JUDGE, self.account.recipient), *messages)


def disputed(dispute_id: str = "a" * 16, mode: Mode = Mode.FORCED_CHOICE) -> Dispute:
    sides = tuple(replace(one, timepoints=one.timepoints[:2]) for one in (projected(read_a()), projected(read_b())))
    return replace(dispute(dispute_id, case_number=CASE, sides=sides, mode=mode), parting=None)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def bench(world, tmp_path):
    folder = shutil.copytree(world.empty, tmp_path / "st")
    keys = open_keys(world.folder / "s.seedkeys", PASSWORD)
    with open_station(folder) as station:
        place = station.place(JUDGE, migrations() / "vault")
        account = acts.enrol(station, place, Role.ADJUDICATOR, "Dr. Judge", password=PASSWORD, cost=CHEAP)
        study = station.study
    own = [pyrage.x25519.Identity.from_str(str(keys.identity))]
    for part in world.parts(CASE):
        readdressed(part, own, [account.recipient], tmp_path / part.name, UNWATCHED)
    return Bench(world, folder, FakeCentre(study, keys), account)


@contextmanager
def at_work(bench, *, parts=()):
    with (
        open_station(bench.station) as station,
        WorkerPool(slots=1) as pool,
        seated(station, JUDGE, PASSWORD, pool) as work,
        registration_pool() as registering,
    ):
        outcomes = [one.outcome for one in work.reception.receive(parts)]
        assert outcomes == ["received"] * len(parts)
        yield work, AdjudicatorWork(work, registering)


def came(bench, work) -> list[object]:
    """What lies in the station's post for the centre."""

    class Knows:
        def standing(self, *_: object) -> Standing:
            return Standing(work.session.vault.exchange_public, revoked=False, kinds=FROM_ADJUDICATOR)

    mail = own_folder(bench.station).mail(bench.centre.me.recipient)
    day = work.station.clock().utc.date()
    found = (
        opened(
            one.read_bytes(),
            bench.centre.identity,
            Addressee(CENTRE, bench.centre.me.recipient),
            Knows(),
            study=work.station.study,
            received=day,
            shown=one.name,
        )
        for one in mail
    )
    return [one.message for one in found]


def test_a_dispute_comes_by_post_is_decided_and_the_decision_goes_out(bench, tmp_path) -> None:
    bench.send(DisputeSent(disputed()))
    with at_work(bench, parts=sorted(tmp_path.glob("C-*"))) as (work, seat):
        [shown] = seat.disputes()
        assert (shown.case_number, shown.state, shown.wants_own_read) == (CASE, DisputeState.RECEIVED, False)
        seat.open_all(CASE, EVERY, UNWATCHED)
        images = seat.images.load(CASE, "TP1")
        deciding = seat.deciding(shown.dispute_id)
        deciding.show()
        seat.keep_draft(shown.dispute_id, "half a decision")
        assert seat.kept_draft(shown.dispute_id) == "half a decision"
        volume = images.series[0].volumes[0]
        assert not seat.register(volume, volume, UNWATCHED).trusted  # there is no body in these images
        statement = deciding.sign(DRAFT, PASSWORD)
        assert statement.signing.name == "Dr. Judge"
        [shown] = seat.disputes()
        assert (shown.state, shown.is_decided) == (DisputeState.DECIDED, True)
        with pytest.raises(Refused):
            seat.images.load(CASE, "TP0")
        decisions = [one for one in came(bench, work) if isinstance(one, DecisionSent)]
        assert [parsed(one.document, "d").statement for one in decisions] == [statement]
        assert seat.notices == ()


def test_an_own_read_is_made_before_a_and_b_and_goes_to_the_centre(bench, tmp_path) -> None:
    """The case is read as readers read it; the decision names the own read, which goes out as it was signed."""
    bench.send(DisputeSent(disputed("d" * 16, Mode.OWN_READ_FIRST)))
    with at_work(bench, parts=sorted(tmp_path.glob("C-*"))) as (work, seat):
        [shown] = seat.disputes()
        assert shown.wants_own_read
        reading = Reading(CASE, work.desk)
        player = Player(reading, work.images, lambda: PASSWORD, leaves_of(work, tmp_path))
        for act in read_script(bench.world.script(CASE).read_bytes(), "script").acts:
            player.play(act)
        [shown] = seat.disputes()
        assert not shown.wants_own_read
        deciding = seat.deciding(shown.dispute_id)
        deciding.show()
        statement = deciding.sign(replace(DRAFT, answers={WHOLE_CASE: Choice.OWN}), PASSWORD)
        assert statement.decision.own_read_sha256 == reading.read.signatures[-1].read_sha256
        seat.disputes()
        sent = came(bench, work)
    [document] = [one.document for one in sent if isinstance(one, SignedReadSent)]
    own = read_signed(document, bench.account.key.public, "own")
    assert own.read.signatures == ()
    assert own.signing.name == "Dr. Judge"
    assert [type(one).__name__ for one in sent if isinstance(one, DecisionSent)] == ["DecisionSent"]


def test_images_are_removed_when_the_case_is_closed(bench, tmp_path) -> None:
    with at_work(bench, parts=sorted(tmp_path.glob("C-*"))) as (_, seat):
        seat.open_all(CASE, EVERY, UNWATCHED)
        seat.close_case(CASE)
        with pytest.raises(Refused):
            seat.images.load(CASE, "TP0")


def test_an_own_read_is_asked_for_and_what_is_wrong_in_the_post_is_told(bench) -> None:
    bench.send(DisputeSent(disputed("b" * 16, Mode.OWN_READ_FIRST)))
    folder = own_folder(bench.station)
    [mail] = folder.mail(bench.account.recipient)
    mail.with_name("f" * 64 + mail.suffix).write_bytes(mail.read_bytes()[:-1])
    with at_work(bench) as (_, seat):
        [shown] = seat.disputes()
        assert shown.wants_own_read
        assert len(seat.notices) == 1
        with pytest.raises(Refused, match="yourself"):
            seat.deciding(shown.dispute_id).show()


@pytest.mark.parametrize(
    ("passed", "until", "code"),
    [(True, "2999-01-01", None), (True, "2026-01-31", "training-over"), (False, "2999-01-01", "training-failed")],
)
def test_only_who_is_trained_decides(bench, passed, until, code) -> None:
    about = disputed("c" * 16)
    told = TrainingRecorded(about.protocol_id, about.protocol_sha256, passed, "2026-01-01", until)
    other = TrainingRecorded("another/1.0", "f" * 64, not passed, "2026-01-01", "2026-01-01")
    bench.send(DisputeSent(about), told, other)
    with at_work(bench) as (_, seat):
        seat.disputes()
        if code is None:
            seat.deciding(about.dispute_id).show()
            return
        with pytest.raises(Refused) as refused:
            seat.deciding(about.dispute_id)
        assert [one.code for one in refused.value.findings] == [code]
