"""A signed-in coordinator as the screens see it: desk and stores behind the port that `ui.coordination` names."""

from pathlib import Path
from typing import Final

from seedcryo_reader.app.coordinator_office import CoordinatorStores
from seedcryo_reader.app.coordinator_post import exchanged_here, put_out, taken_in, went_round
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.posting import owner_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.casefile.study import formats, signing
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.coordination.agreement.collecting import Sources, collected
from seedcryo_reader.coordination.agreement.figures import Options
from seedcryo_reader.coordination.agreement.report import agreement_report
from seedcryo_reader.coordination.office import office as desk
from seedcryo_reader.coordination.office import releasing
from seedcryo_reader.coordination.office.assigning import BatchWanted
from seedcryo_reader.coordination.office.board import board
from seedcryo_reader.coordination.office.deciding import SettlementWanted
from seedcryo_reader.coordination.office.people import Applicant
from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.repeating import intake_account
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.state import Note
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import TrainingPassed
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.enrolment import Enrolment, read_enrolment
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post.tally import tally
from seedcryo_reader.storage.station.session import sign_in
from seedcryo_reader.ui.coordination.agreement.figures import agreement_shown
from seedcryo_reader.ui.coordination.showing import cases, double_reads, people, post
from seedcryo_reader.ui.coordination.showing.drawing import draw_shown
from seedcryo_reader.ui.coordination.shown.agreement import AgreementShown
from seedcryo_reader.ui.coordination.shown.assigning import Draw, DrawWish, Pool
from seedcryo_reader.ui.coordination.shown.done import Done
from seedcryo_reader.ui.coordination.shown.double_reads import DoubleRead, Settlement, UnlockWish
from seedcryo_reader.ui.coordination.shown.people import EnrolmentShown, ProtocolShown, Replaceable, TrainingWish
from seedcryo_reader.ui.coordination.shown.post import FileLine
from seedcryo_reader.ui.coordination.shown.snapshot import KeysShown, Snapshot

_BOOTSTRAP: Final = Options(seed=1, samples=2000)
"""As the command's defaults, so that both give the same figures."""


class CoordinatorWork:
    """What a coordinator works at. One thread at a time.

    Parameters
    ----------
    work : AtWork
        The account that is signed in.
    """

    def __init__(self, work: AtWork) -> None:
        self._work = work
        self._stores = CoordinatorStores(work)
        self._office = desk.Office(self._stores.world())

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once."""
        return self._work.session.notices

    def look(self, _watch: Watch) -> Snapshot:
        """How everything stands, once the post of the station's accounts went round."""
        trouble = went_round(self._work)
        stores, state = self._stores, self._office.state
        parts = stores.parts.all()
        due = releasing.due(state, parts, stores.release_of, stores.day())
        return Snapshot(
            day=stores.day(),
            keys=self._keys(),
            protocols=tuple(
                ProtocolShown(p.protocol_id, p.sha256, self._lacks(p.sha256)) for p in stores.study.protocols
            ),
            accounts=people.account_lines(state, stores.fingerprint),
            cases=cases.case_lines(board(state, parts), {one.case_number for one in due}),
            notes=cases.note_lines(state, self._with_intake),
            post=post.post_lines(state, tally(self._work.session.vault.database)),
            disputes=double_reads.dispute_lines(state, stores.compare),
            other_reasons=double_reads.other_reasons(state, stores.compare),
            unlock_reasons=double_reads.UNLOCK_REASONS,
            trouble=trouble,
            remarks=remarks(state, stores.day()),
        )

    # --- keys and accounts ---

    def adopt_keys(self, file: Path, password: str) -> None:
        """Keep the centre's keys in this account's vault."""
        found = open_keys(file, password)
        found.sealing_key(self._stores.study)
        self._work.session.vault.adopt_centre(found)

    def enrolment(self, file: Path) -> EnrolmentShown:
        """Who asks to be accepted."""
        one = self._enrolment(file)
        return EnrolmentShown(file, one.account, one.printed_name, one.role, one.station, one.fingerprint)

    def accept(self, enrolment: EnrolmentShown, person: str) -> None:
        """Accept an account whose fingerprint was compared; refused where the file became another one meanwhile."""
        one = self._enrolment(enrolment.file)
        if one.fingerprint != enrolment.fingerprint:
            text = f"{enrolment.file.name} was exchanged since its fingerprint was shown. Compare it again."
            raise Refused([Finding("other-fingerprint", text, (enrolment.file.name,))])
        self._office.accept(
            Applicant(
                one.account, one.role, one.printed_name, one.station, one.recipient, one.public, one.exchange
            ),
            person,
        )  # fmt: skip

    def revoke(self, account: str, day: str, reason: str) -> None:
        """Count nothing that comes from an account on a UTC day or later."""
        self._office.revoke(account, day, reason)

    def record_training(self, wish: TrainingWish) -> None:
        """Record how a training ended."""
        protocol = wish.protocol
        self._office.record_training(
            TrainingPassed(
                wish.account, protocol.protocol_id, protocol.sha256, wish.passed, wish.taken_on, wish.valid_until
            )
        )

    # --- assigning and sending ---

    def pool(self, protocol: ProtocolShown) -> Pool:
        """What can be drawn from."""
        state, day = self._office.state, self._stores.day()
        lines = cases.case_lines(board(state, self._stores.parts.all()), ())
        return Pool(
            tuple(one.case_number for one in lines if one.is_assignable and not one.is_repeat),
            people.candidates(state, Role.READER, protocol.sha256, day),
            people.candidates(state, Role.ADJUDICATOR, protocol.sha256, day),
            self._office.new_seed(),
        )

    def draw(self, wish: DrawWish) -> Draw:
        """What the draw comes to; that it was looked at is logged."""
        return draw_shown(self._office.draw(_batch(wish)))

    def assign(self, wish: DrawWish) -> int:
        """Assign what the draw comes to, and draw its hidden repeats."""
        if wish.repeats_percent and intake_account(self._office.state, self._stores.day()) is None:
            text = "Hidden repeats are sealed by intake, and no intake account is accepted. Accept one first."
            raise Refused([Finding("no-intake", text)])
        batch = self._office.assign(_batch(wish))
        if wish.repeats_percent and wish.cases:
            self._office.draw_repeats(batch.batch, wish.repeats_percent, wish.washout_days)
        return batch.batch

    def replaceable(self, case_number: str) -> tuple[Replaceable, ...]:
        """Who works at a case and can be replaced, by whom."""
        return people.replaceable(self._office.state, case_number, self._stores.day())

    def replace(self, case_number: str, before: str, after: str, reason: str) -> None:
        """Let a backup reader start a case anew, or another adjudicator decide about it."""
        wanted = ReplacementWanted(case_number, before, after, reason)
        if self._office.state.accounts[before].accepted.role is Role.ADJUDICATOR:
            self._office.replace_adjudicator(wanted)
        else:
            self._office.replace_reader(wanted)

    def release_due(self, watch: Watch) -> Done:
        """Encrypt and send every part that is due."""
        with self._stores.watched(watch):
            return _done(self._office.release_due(watch))

    def put_out(self, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
        """Put what waits to go out into a folder."""
        return put_out(self._work, folder, watch)

    def take_in(self, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
        """Take in what lies there for this account, sealed parts from intake too."""
        return taken_in(self._work, folder, watch)

    def exchange_here(self, watch: Watch) -> tuple[FileLine, ...]:
        """Both with the other accounts of this station."""
        return exchanged_here(self._work, watch)

    # --- reads ---

    def compare_due(self, watch: Watch) -> Done:
        """Compare the reads of every closed case that were both signed since."""
        return _done(self._office.compare_due(watch))

    def double_read(self, case_number: str) -> DoubleRead:
        """What is worked out of a case's reads."""
        state = self._office.state
        return double_reads.double_read(state, case_number, self._stores.parting(state, case_number))

    def allow_again(self, wish: UnlockWish, approver: str | None, password: str) -> None:
        """Unlock; where a second person has to approve, with that account's password."""
        if approver is not None:
            self._prove(approver, password)
        self._office.allow_again(
            UnlockWanted(wish.case_number, wish.account, wish.timepoint, wish.and_later, wish.code, wish.text, approver)
        )

    def settle(self, settlement: Settlement) -> None:
        """Record what the charter's person decided."""
        one = settlement
        self._office.settle(SettlementWanted(one.case_number, one.dispute_id, one.accepted, one.person, one.text))

    def handle_note(self, content: str, text: str) -> None:
        """Record what was done about a note."""
        self._office.handle_note(content, text)

    def forward_note(self, content: str) -> None:
        """Send a query about images on to intake."""
        self._office.forward_query(content)

    def agreement(self, watch: Watch) -> AgreementShown:
        """How well readers agree, worked out now."""

        def read(content: str) -> Read:
            if watch.cancelled is not None and watch.cancelled():
                raise Cancelled
            return self._stores.log.read(content)

        given = collected(self._office.state, Sources(read, self._stores.criteria))
        return agreement_shown(agreement_report(given, _BOOTSTRAP))

    # --- within ---

    def _lacks(self, protocol_sha256: str) -> tuple[str, ...]:
        """What a protocol does not say; nothing of one that is not at the station, which is told where it is needed."""
        try:
            return people.lacks(self._stores.criteria(protocol_sha256))
        except (Refused, EnvironmentFailure):
            return ()

    def _with_intake(self, content: str, note: Note) -> str | None:
        """The day of intake's receipt for a query that was sent on, empty before; None of any other note."""
        sent = owner_of(self._work).outbox.of(f"query {content}") if note.handled else None
        if sent is None or note.handled[-1].text != f"Sent on to {sent.account}.":
            return None
        return sent.receipted or ""

    def _keys(self) -> KeysShown | None:
        try:
            secrets = self._work.session.vault.centre
        except Refused:
            return None
        return KeysShown(tuple(map(signing.key_id, secrets.public_keys)), self._stores.study.root.fingerprint)

    def _enrolment(self, file: Path) -> Enrolment:
        return read_enrolment(formats.read_bounded(file), self._stores.study, file.name)

    def _prove(self, approver: str, password: str) -> None:
        """Prove that the person who approves is there: the password opens the vault whose key was accepted.

        Raises
        ------
        Refused
            ``wrong-password``, ``locked``; ``other-keys``: the account has other keys than those that were accepted.
        """
        station = self._work.station
        account = self._office.state.accounts.get(approver)
        with sign_in(station, approver, password, migrations() / "vault") as session:
            if account is None or session.vault.public.hex() != account.accepted.public:
                text = f"The account {approver} of this station is not the one that was accepted."
                raise Refused([Finding("other-keys", text)])


def _batch(wish: DrawWish) -> BatchWanted:
    return BatchWanted(wish.protocol.sha256, wish.cases, wish.readers, wish.adjudicators, wish.seed)


def _done(one: desk.Done) -> Done:
    return Done(one.cases, one.findings)
