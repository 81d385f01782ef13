"""A coordinator's desk without stores: a study as it looks in its second month, of any size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from seedcryo_reader.domain.discordance import Cause, Difference, Variable
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.watch import Progress, Watch
from seedcryo_reader.ui.coordination.shown.agreement import AgreementShown, Figure, Numbers
from seedcryo_reader.ui.coordination.shown.assigning import Draw, DrawWish, PlanLine, Pool, RepeatLine
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, NoteLine, Outcome, ReadLine
from seedcryo_reader.ui.coordination.shown.done import Done
from seedcryo_reader.ui.coordination.shown.double_reads import (
    DisputeLine,
    DisputeStanding,
    DoubleRead,
    LockedRead,
    OtherReason,
    Settlement,
    UnlockReason,
    UnlockWish,
)
from seedcryo_reader.ui.coordination.shown.people import (
    AccountLine,
    Candidate,
    EnrolmentShown,
    ProtocolShown,
    Replaceable,
    TrainingLine,
    TrainingWish,
)
from seedcryo_reader.ui.coordination.shown.post import FileLine, PostLine
from seedcryo_reader.ui.coordination.shown.snapshot import KeysShown, Snapshot
from seedcryo_reader.ui.shared.picture import Axis, Bar, Bars, Course, Dot, Estimate, Forest, Level, Scatter

DAY = "2026-11-23"
PROTOCOL = ProtocolShown("seed-cryo/1.0", "5e" * 32)
OLD = ProtocolShown("seed-cryo/0.9", "09" * 32)
SEED = "8f3a5c1e9b7d2460f1e2d3c4b5a69788"
KEYS = KeysShown(("4c1f0a9be2d87356",), "7G4K-22QX-9D1M-PF0A-C3HV")
PASSWORD = "a second pair of eyes"  # noqa: S105
TRAINED = TrainingLine(
    PROTOCOL.protocol_id, PROTOCOL.sha256, passed=True, taken_on="2026-03-02", valid_until="2027-03-02"
)
LATE = replace(TRAINED, taken_on="2025-10-01", valid_until="2026-10-01")
REASONS = (
    UnlockReason("wrong-lesion", "another lesion was measured"),
    UnlockReason("images-replaced", "images were replaced"),
    UnlockReason("data-entry", "slip of the hand"),
)


def person(account: str, name: str, role: Role, **more: object) -> AccountLine:
    fingerprint = " ".join(f"{hash_of(account) >> k & 0xFFFF:04x}" for k in (0, 9, 18, 24, 30, 36))
    return replace(AccountLine(account, name, name, role, f"station-{account[-1]}", fingerprint), **more)


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode() * 3, "big") % (1 << 52)


PEOPLE = (
    person("reader-a", "Dr Ada Reader", Role.READER, trainings=(TRAINED,)),
    person("reader-b", "Dr Ben Reader", Role.READER, trainings=(TRAINED,)),
    person("reader-c", "Dr Chen Reader", Role.READER, trainings=(LATE,)),
    person("adjudicator-x", "Prof Xu Adjudicator", Role.ADJUDICATOR, trainings=(TRAINED,)),
    person("intake-1", "Ina Intake", Role.INTAKE),
    person("approver-2", "Amir Approver", Role.COORDINATOR),
    person("reader-z", "Dr Zoe Left", Role.READER, trainings=(TRAINED,), revoked_on="2026-09-01", revoked_for="left"),
)

OUTCOMES = (Outcome.CONCORDANT, Outcome.DISPUTED, Outcome.DECIDED, Outcome.TO_COMPARE, Outcome.OPEN, Outcome.CONCORDANT)


def case(k: int) -> CaseLine:
    """A case by its place: every kind of standing comes up in the first twelve."""
    number = f"C-{k + 1:04d}" if k < 9999 else f"C-{k + 1}"
    kind = k % 12
    if kind == 10:
        return CaseLine(number, 4, 0, is_closed=True)
    if kind == 11:
        return CaseLine(number, 5, 2, is_closed=True, batch=2, reads=reads(1, None, 0, None), is_releasable=True)
    if kind in (6, 7):
        both = reads(2, None, kind - 6, None) if kind == 6 else reads(3, None, 3, None)
        return CaseLine(number, 3, 3, is_closed=kind == 6, batch=2, reads=both, adjudicator="adjudicator-x")
    outcome = Outcome.NEITHER if kind == 8 else Outcome.SETTLED if kind == 9 else OUTCOMES[kind]
    is_signed = outcome is not Outcome.OPEN
    both = reads(5, 1 if is_signed else None, 5, 1 if is_signed else None)
    settled = {Outcome.CONCORDANT: ("reader-a",), Outcome.DECIDED: ("reader-b",), Outcome.SETTLED: ("reader-a",)}
    return CaseLine(
        number,
        6,
        6,
        is_closed=True,
        batch=1,
        reads=both,
        adjudicator="adjudicator-x",
        outcome=outcome,
        accepted=settled.get(outcome, ()),
    )


def reads(first: int, first_signed: int | None, second: int, second_signed: int | None) -> tuple[ReadLine, ...]:
    return (ReadLine("reader-a", first, first_signed), ReadLine("reader-b", second, second_signed))


def difference(variable: Variable, about: str, first: str, second: str, cause: Cause) -> Difference:
    return Difference(variable, about, first, second, (cause,))


DIFFERENCES = (
    (difference(Variable.LOCAL_PROGRESSION, "T02", "TP3", "none", Cause.TARGET_MEASURE),),
    (
        difference(Variable.OVERALL_PROGRESSION, "overall", "TP2", "none", Cause.NEW_LESION),
        difference(Variable.LOCAL_EVALUABILITY, "T01", "evaluable", "not evaluable", Cause.EVALUABILITY),
    ),
)
PARTING = "TP3, T02: reader-a 24.1 mm (LP), reader-b 22.9 mm (no LP); same slice; 1.0 mm would turn it."


def disputes(cases: Sequence[CaseLine]) -> tuple[DisputeLine, ...]:
    standings = {
        Outcome.DISPUTED: DisputeStanding.WAITS,
        Outcome.DECIDED: DisputeStanding.DECIDED,
        Outcome.NEITHER: DisputeStanding.NEITHER,
        Outcome.SETTLED: DisputeStanding.SETTLED,
    }
    found = []
    for k, one in enumerate(cases):
        if one.outcome not in standings:
            continue
        is_decided = one.outcome is not Outcome.DISPUTED
        found.append(
            DisputeLine(
                one.case_number, f"{k:016x}", standings[one.outcome], f"2026-11-{k % 20 + 1:02d}", "adjudicator-x",
                ("reader-a", "reader-b"), DIFFERENCES[k % 2],
                (one.accepted[0] if one.accepted else "neither",) if is_decided else (),
                "target measurement" if is_decided else "",
                "The rim belongs to the zone; B measured across the vessel." if is_decided else "",
            )
        )  # fmt: skip
    return tuple(found)


NOTES = (
    NoteLine("aa" * 32, False, "C-0007", "reader-b", "TP2", "Arterial phase missing.", "2026-11-20"),
    NoteLine(
        "bb" * 32, True, "C-0012", "reader-a", "TP1", "Filling defect in the right pulmonary artery.", "2026-11-22"
    ),
    NoteLine("cc" * 32, False, "C-0002", "reader-a", "TP0", "Wrong series pinned.", "2026-11-02", "Intake told."),
)
POST = (
    PostLine("reader-a", 3, 41, "2026-11-22"),
    PostLine("reader-b", 12, 30, "2026-11-10"),
    PostLine("adjudicator-x", 0, 18, "2026-11-19"),
    PostLine("intake-1", 0, 0, None),
)


def study(cases: int = 12) -> Snapshot:
    lines = tuple(case(k) for k in range(cases))
    return Snapshot(
        DAY,
        KEYS,
        (PROTOCOL, OLD),
        PEOPLE,
        lines,
        NOTES,
        POST,
        disputes(lines),
        (
            OtherReason(
                "C-0006", "Progression at TP2 in both: NL01 in the lung for reader-a, T01 31.4 mm for reader-b."
            ),
        ),
        REASONS,
    )


def new_study() -> Snapshot:
    return Snapshot(DAY, None, (PROTOCOL,), unlock_reasons=REASONS)


def refusal(code: str, *texts: str) -> Refused:
    return Refused([Finding(code, text) for text in texts])


@dataclass
class FakeDesk:
    """Does what it is told to its snapshot, and remembers what was asked."""

    shown: Snapshot = field(default_factory=study)
    done: list[tuple[object, ...]] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    during: Callable[[Watch], None] = lambda _watch: None
    files: tuple[FileLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    needs_approver: bool = True
    is_small: bool = False
    notices: tuple[Finding, ...] = ()

    def look(self, watch: Watch) -> Snapshot:
        return self.shown

    def adopt_keys(self, file: Path, password: str) -> None:
        self._do("adopt", file.name)
        if password != PASSWORD:
            raise refusal("wrong-password", "The password does not open the key file.")
        self.shown = replace(self.shown, keys=KEYS)

    def enrolment(self, file: Path) -> EnrolmentShown:
        if file.suffix != ".seedaccount":
            raise refusal("not-an-enrolment", f"{file.name} is no enrolment file.")
        return EnrolmentShown(
            file, "reader-d", "Dr Dana Reader", Role.READER, "station-d", "9b21 07fe 41cc a0d3 77e1 5c06"
        )

    def accept(self, enrolment: EnrolmentShown, person: str) -> None:
        self._do("accept", enrolment.account, person)
        e = enrolment
        line = AccountLine(e.account, person, e.printed_name, e.role, e.station, e.fingerprint)
        self.shown = replace(self.shown, accounts=(*self.shown.accounts, line))

    def revoke(self, account: str, day: str, reason: str) -> None:
        self._do("revoke", account, day, reason)
        self._change(account, revoked_on=day, revoked_for=reason)

    def record_training(self, wish: TrainingWish) -> None:
        self._do("train", wish)
        line = TrainingLine(
            wish.protocol.protocol_id, wish.protocol.sha256, wish.passed, wish.taken_on, wish.valid_until
        )
        self._change(wish.account, trainings=(line,))

    def pool(self, protocol: ProtocolShown) -> Pool:
        why = {"reader-c": ("training expired on 2026-10-01",)}
        here = [one for one in self.shown.accounts if one.revoked_on is None]
        known = {
            role: tuple(
                Candidate(one.account, one.printed_name, why.get(one.account, ())) for one in here if one.role is role
            )
            for role in (Role.READER, Role.ADJUDICATOR)
        }
        cases = tuple(one.case_number for one in self.shown.cases if one.is_assignable)
        return Pool(cases, known[Role.READER], known[Role.ADJUDICATOR], SEED)

    def draw(self, wish: DrawWish) -> Draw:
        if len(wish.readers) < 2:
            raise refusal("too-few-readers", "Choose two readers or more.")
        first, second = wish.readers[:2]
        plans = tuple(
            PlanLine(one, first, second, wish.adjudicators[0], (first, second)[k % 2])
            for k, one in enumerate(wish.cases)
        )
        orders = ((first, (*wish.cases, "C-0815")), (second, tuple(reversed(wish.cases))))
        return Draw(plans, orders, (RepeatLine("C-0815", first),))

    def assign(self, wish: DrawWish) -> int:
        self._do("assign", wish)
        assigned = [
            replace(one, batch=3, reads=(ReadLine(wish.readers[0]), ReadLine(wish.readers[1])))
            if one.case_number in wish.cases else one
            for one in self.shown.cases
        ]  # fmt: skip
        self.shown = replace(self.shown, cases=tuple(assigned))
        return 3

    def replaceable(self, case_number: str) -> tuple[Replaceable, ...]:
        backup = Candidate("reader-d", "Dr Dana Reader")
        late = Candidate("reader-c", "Dr Chen Reader", ("reader-c has a training that ended on 2026-10-01.",))
        other = Candidate("adjudicator-y", "Prof Yu Adjudicator")
        return (
            Replaceable("reader-a", Role.READER, (late, backup)),
            Replaceable("adjudicator-x", Role.ADJUDICATOR, (other,)),
        )

    def replace(self, case_number: str, before: str, after: str, reason: str) -> None:
        self._do("replace", case_number, before, after, reason)

    def release_due(self, watch: Watch) -> Done:
        self._long("release", watch)
        return Done(2, self.findings)

    def compare_due(self, watch: Watch) -> Done:
        self._long("compare", watch)
        return Done(2, self.findings)

    def put_out(self, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
        self._long(f"out {folder.name}", watch)
        return self.files

    def take_in(self, folder: Path, watch: Watch) -> tuple[FileLine, ...]:
        self._long(f"in {folder.name}", watch)
        return self.files

    def exchange_here(self, watch: Watch) -> tuple[FileLine, ...]:
        self._long("here", watch)
        return self.files

    def double_read(self, case_number: str) -> DoubleRead:
        return DoubleRead(
            case_number,
            PARTING,
            (LockedRead("reader-a", ("TP0", "TP1", "TP2", "TP3"), 1), LockedRead("reader-b", ("TP0", "TP1"), None)),
            self.needs_approver,
        )

    def allow_again(self, wish: UnlockWish, approver: str | None, password: str) -> None:
        if self.needs_approver and password != PASSWORD:
            raise refusal("wrong-password", "The password of approver-2 is wrong.")
        self._do("allow", wish, approver)

    def settle(self, settlement: Settlement) -> None:
        self._do("settle", settlement)

    def handle_note(self, content: str, text: str) -> None:
        self._do("handle", content, text)
        notes = [replace(one, handled=text) if one.content == content else one for one in self.shown.notes]
        self.shown = replace(self.shown, notes=tuple(notes))

    def forward_note(self, content: str) -> None:
        self._do("forward", content)

    def agreement(self, watch: Watch) -> AgreementShown:
        self._long("agreement", watch)
        return SMALL if self.is_small else AGREEMENT

    def _do(self, *what: object) -> None:
        if self.fails:
            raise self.fails.pop()
        self.done.append(what)

    def _long(self, what: str, watch: Watch) -> None:
        assert watch.progress is not None
        assert watch.cancelled is not None
        watch.progress(Progress(1, 2))
        self.during(watch)
        if watch.cancelled():
            raise Cancelled
        self._do(what)

    def _change(self, account: str, **what: object) -> None:
        people = [replace(one, **what) if one.account == account else one for one in self.shown.accounts]
        self.shown = replace(self.shown, accounts=tuple(people))


def axis(title: str, low: int, high: int, step: int) -> Axis:
    return Axis(title, low, high, tuple((k, str(k)) for k in range(low, high + 1, step)))


def _scatter() -> Scatter:
    dots = tuple(
        Dot(10 + (k * 37 % 60), ((k * 53) % 90 - 45) / 10, f"C-{k:04d} T01, TP2: {k % 9 - 4} mm") for k in range(80)
    )
    levels = (
        Level(0.2, "bias 0.2 mm", low=-0.3, high=0.7),
        Level(4.9, "+4.9 mm", True, 4.1, 5.7),
        Level(-4.5, "−4.5 mm", True, -5.3, -3.7),
    )
    return Scatter(axis("mean of both, mm", 0, 80, 20), axis("reader-a − reader-b, mm", -8, 8, 4), dots, levels)


def _course() -> Course:
    months = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
    shares = (38, 41, 35, 44, 39, 71, 42, 36)
    dots = tuple(Dot(k, one, f"{months[k]}: {one} %", is_loud=one > 65) for k, one in enumerate(shares))
    x = Axis("month both reads were in", -0.5, 7.5, tuple(enumerate(months)))
    return Course(x, axis("adjudicated, %", 0, 100, 25), dots, Level(41, "mean 41 %"), tuple((18, 64) for _ in shares))


AGREEMENT = AgreementShown(
    "120 cases that both readers signed, 3 pairs, 12 hidden repeats. Intervals: 2000 resamples of cases, seed 1.",
    (
        (
            "Do they come to the same?",
            (
                Figure(
                    "Cohen's kappa",
                    "n = 120 cases, 212 targets; intervals resample whole cases.",
                    Forest(
                        Axis("kappa", 0, 1, ((0, "0"), (0.5, "0.5"), (1, "1"))),
                        (
                            Estimate("Local progression", "0.71 (0.58–0.82)", 0.71, 0.58, 0.82),
                            Estimate("Overall response", "0.55 (0.43–0.66)", 0.55, 0.43, 0.66),
                            Estimate("Evaluability", "too few: n = 3", None),
                        ),
                    ),
                    Numbers(
                        ("What", "kappa", "low", "high", "n"), (("Local progression", "0.71", "0.58", "0.82", "212"),)
                    ),
                ),
                Figure(
                    "Why reads differ",
                    "49 disputes; one can have several causes.",
                    Bars(
                        (Bar("new lesion", 24, "24"), Bar("target measurement", 18, "18"), Bar("evaluability", 4, "4")),
                        24,
                    ),
                    Numbers(
                        ("Cause", "n"), (("new lesion", "24"), ("target measurement", "18"), ("evaluability", "4"))
                    ),
                ),
            ),
        ),
        (
            "Do they measure the same?",
            (
                Figure(
                    "Bland–Altman, between readers",
                    "n = 412 pairs in 120 cases.",
                    _scatter(),
                    Numbers(("Mean", "Difference"), (("21.0", "0.4"),)),
                ),
                Figure(
                    "Bland–Altman, same reader",
                    "Too few: 3 pairs; at least 10 are needed.",
                    None,
                    Numbers(("n",), (("3",),)),
                ),
            ),
        ),
        (
            "How often is a third opinion needed?",
            (
                Figure(
                    "Adjudication rate over time",
                    "41 % of 120 cases; September lies above its limit.",
                    _course(),
                    Numbers(("Month", "%"), (("Apr", "38"),)),
                ),
            ),
        ),
    ),
)
SMALL = AgreementShown("No case was signed by both readers yet.", ())
