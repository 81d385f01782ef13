"""An adjudicator's seat without stores: disputes in memory, images of one bright ball."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from adjudication.ways import FakeDecisionLog, FakeOwnReads, desk
from support.fake_desk import UID
from support.shown_images import MadeImages, made_images, made_volume

from seedcryo_reader.adjudication.desk import Deciding
from seedcryo_reader.adjudication.standing import standings
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.registration.judging import Registered
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Progress, Watch
from seedcryo_reader.ui.adjudication.ports import DisputeShown


def images() -> MadeImages:
    """Two series; the frames of the first one are called as the fake desk calls its images."""
    volume = made_volume()
    places = [one.position_mm[2] for one in volume.sources if one.position_mm is not None]
    named = (replace(one, sop_instance=UID, frame=int(z) + 1) for one, z in zip(volume.sources, places, strict=True))
    return made_images(replace(volume, sources=tuple(named)), made_volume(noise=8))


@dataclass
class FakeStore:
    made: MadeImages = field(default_factory=images)
    damaged: bool = False

    def load(self, _case_number: str, timepoint: str) -> MadeImages:
        if self.damaged:
            raise Refused([Finding("no-images", f"The images of {timepoint} are not on this station.")])
        return self.made


@dataclass
class FakeAdjudicator:
    """`opened` and `closed` say which cases were asked for; `fails` is raised by the next opening."""

    log: FakeDecisionLog
    own: FakeOwnReads = field(default_factory=FakeOwnReads)
    notices: tuple[Finding, ...] = ()
    images: FakeStore = field(default_factory=FakeStore)
    opened: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)
    fails: list[Exception] = field(default_factory=list)

    def disputes(self) -> Sequence[DisputeShown]:
        return tuple(
            DisputeShown(
                one.dispute.dispute_id,
                one.dispute.case_number,
                one.state,
                one.wants_own_read and self.own.signed(one.dispute.case_number) is None,
                one.signed is not None,
            )
            for one in standings(self.log.records(), self.log.message)
        )

    def deciding(self, dispute_id: str) -> Deciding:
        return Deciding(dispute_id, desk(self.log, self.own))

    def open_all(self, case_number: str, timepoints: Sequence[str], watch: Watch) -> None:
        self.opened.append((case_number, timepoints))
        if watch.progress is not None:
            watch.progress(Progress(1, 3))
        if self.fails:
            raise self.fails.pop()

    def close_case(self, case_number: str) -> None:
        self.closed.append(case_number)

    def register(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        raise NotImplementedError

    def kept_draft(self, dispute_id: str) -> str | None:
        return self.drafts.get(dispute_id)

    def keep_draft(self, dispute_id: str, text: str) -> None:
        self.drafts[dispute_id] = text
