"""A coordinator's desk without a station: log, parts, keys, protocols and day in memory."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from support.fake_desk import PROTOCOL_FILE

from seedcryo_reader.coordination.arrived import Arrived, DecisionArrived, ProgressArrived, ReadArrived
from seedcryo_reader.coordination.office.assigning import BatchWanted
from seedcryo_reader.coordination.office.office import Office, World
from seedcryo_reader.coordination.office.people import Applicant
from seedcryo_reader.coordination.office.persons import Me
from seedcryo_reader.coordination.ports import Judging, PartKnown, Send
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.discordance import OVERALL, Comparison, Difference, ReadResult, Variable
from seedcryo_reader.domain.dispute import WHOLE_CASE, Answer, Choice, Decision, Dispute, Mode, Unit
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import TrainingPassed
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord, ActStamp
from seedcryo_reader.domain.projection import ProjectedRead
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.role import Role

SHIPPED = load_protocol(PROTOCOL_FILE)
SHA = SHIPPED.sha256
DAY = "2026-03-10"
SEED = "00112233445566778899aabbccddeeff"
COVER = 6000
READERS = ("ada", "ben", "cem")
FIRST_PREVIOUS = "0" * 64


def sha(text: str) -> str:
    """A hash that stands for something."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class FakeLog:
    """A log in memory, with what arrived and what was sent."""

    stored: list[ActRecord] = field(default_factory=list)
    arrivals: dict[str, Arrived] = field(default_factory=dict)
    sent: dict[str, Send] = field(default_factory=dict)
    day: str = DAY

    def records(self, after: int = 0) -> Sequence[ActRecord]:
        return self.stored[after:]

    def append(self, act: object, sends: Sequence[Send] = ()) -> ActRecord:
        stamp = ActStamp(f"{self.day}T08:00:00.000000Z", 0, 1, "s" * 16, "carla", "f" * 16, "1", "STUDY", "a" * 16)
        self.stored.append(ActRecord(len(self.stored) + 1, FIRST_PREVIOUS, act, stamp))
        for send in sends:
            self.sent.setdefault(send.about, send)
        return self.stored[-1]

    def arrived(self, content: str) -> Arrived:
        return self.arrivals[content]

    def read(self, content: str) -> Read:
        one = self.arrivals[content]
        assert isinstance(one, ReadArrived)
        return Read(one.result.case_number)


@dataclass
class FakeParts:
    """Sealed parts in memory; one can be told to be damaged."""

    known: list[PartKnown] = field(default_factory=list)
    encrypted: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    damaged: str = ""

    def all(self) -> Sequence[PartKnown]:
        return sorted(self.known, key=lambda one: (one.case_number, one.part))

    def encrypted_to(self, sha256: str, recipients: Sequence[str]) -> str:
        if sha256 == self.damaged:
            raise Refused([Finding("changed", "The part was changed.")])
        self.encrypted.append((sha256, tuple(recipients)))
        return sha(f"{sha256} {recipients}")


@dataclass
class FakeCentre:
    """Gives leaves that say what they are for."""

    def leave(self, case_number, timepoint, recipient, *, and_later, version, reason) -> str:
        return f"{case_number} {timepoint} {recipient} {and_later} {version} {reason}"


@dataclass
class FakeProtocols:
    """The protocols of a station."""

    known: dict[str, Protocol] = field(default_factory=lambda: {SHA: SHIPPED})

    def criteria(self, sha256: str) -> Protocol:
        if sha256 not in self.known:
            raise Refused([Finding("unknown-protocol", "The station has no such protocol.")])
        return self.known[sha256]


class FakeJudging:
    """Two reads differ where overall progression dates from different timepoints."""

    def compare(self, first: ReadResult, second: ReadResult, _protocol: Protocol) -> Comparison:
        told = str(first.progressed_at), str(second.progressed_at)
        one = Difference(Variable.OVERALL_PROGRESSION, OVERALL, *told, ())
        differences = () if told[0] == told[1] else (one,)
        return Comparison(first.case_number, first.read_sha256, second.read_sha256, differences)

    def dispute_of(self, comparison, first, second, protocol, dispute_id, *, a_is_first) -> Dispute:
        assert comparison.is_discordant
        assert first.case_number == second.case_number
        empty = ProjectedRead((), ())
        return Dispute(
            dispute_id,
            comparison.case_number,
            protocol.protocol_id,
            protocol.sha256,
            Unit.CASE,
            Mode.FORCED_CHOICE,
            (str(a_is_first),),
            empty,
            empty,
            (),
            None,
        )

    def cover_size(self, _first: Read, _second: Read, _protocol: Protocol) -> int:
        return COVER


class FakeChance:
    def hexadecimal(self, digits: int) -> str:
        return "7" * digits


class Desk:
    """An office, and the world around it that a test moves."""

    def __init__(self, judging: Judging | None = None) -> None:
        self.log, self.parts, self.protocols = FakeLog(), FakeParts(), FakeProtocols()
        self.office = Office(
            World(
                Me("carla", "Dr. Carla Coordinator"),
                self.log,
                self.parts,
                FakeCentre(),
                self.protocols,
                judging or FakeJudging(),
                FakeChance(),
                self,
            )
        )

    def day(self) -> str:
        return self.log.day

    @property
    def state(self):
        return self.office.state

    def case(self, number: str):
        return self.state.cases[number]

    @property
    def acts(self) -> list[object]:
        return [record.act for record in self.log.stored]

    def sent_to(self, account: str) -> list[object]:
        return [send.message for send in self.log.sent.values() if send.to == account]

    # --- people ---

    def accept(self, name: str, role: Role, person: str | None = None, keys: str = "") -> None:
        self.office.accept(applicant(name, role, keys), person or f"Dr. {name.title()}")

    def train(self, name: str, until: str = "2027-03-10", *, passed: bool = True, protocol: str = SHA) -> None:
        """Each training of an account ends a day after the one before."""
        before = sum(isinstance(act, TrainingPassed) and act.account == name for act in self.acts)
        ended = f"2026-01-{5 + before:02}"
        self.office.record_training(TrainingPassed(name, "seed-cryo/1.0", protocol, passed, ended, until))

    def staff(self) -> "Desk":
        """Three readers, two adjudicators, intake and a second coordinator, all trained who have to be."""
        for name in READERS:
            self.accept(name, Role.READER)
            self.train(name)
        for name in ("dora", "emil"):
            self.accept(name, Role.ADJUDICATOR)
            self.train(name)
        self.accept("ina", Role.INTAKE)
        self.accept("carl", Role.COORDINATOR)
        return self

    # --- cases ---

    def seal(self, number: str, *timepoints: str | None) -> None:
        """More parts of a case; None is the closing part."""
        there = sum(part.case_number == number for part in self.parts.known)
        for part, timepoint in enumerate(timepoints, there):
            seal = sha(f"seal {number} {part}")
            self.parts.known.append(PartKnown(number, part, seal, sha(f"file {number} {part}"), timepoint, None))

    def assign(self, *cases: str, readers=("ada", "ben"), adjudicators=("dora",), seed: str = SEED):
        return self.office.assign(BatchWanted(SHA, cases, readers, adjudicators, seed))

    def ready(self, *cases: str) -> "Desk":
        """Staff, and closed cases that were assigned to ada and ben and released."""
        self.staff()
        for number in cases:
            self.seal(number, "TP0", "TP1", None)
        self.assign(*cases)
        assert self.office.release_due().findings == ()
        return self

    # --- what arrives ---

    def receive(self, one: Arrived, sender: str, day: str | None = None, content: str | None = None) -> str:
        name = content or sha(f"{one!r} {len(self.log.stored)}")
        self.log.arrivals[name] = one
        account = self.state.accounts.get(sender)
        key = "f" * 16 if account is None else account.key_id
        self.log.append(EnvelopeReceived(name, type(one).__name__, sender, key, day or self.log.day))
        return name

    def sign(self, number: str, reader: str, progressed_at: str | None = None, version: int = 1, **more) -> str:
        one = read_arrived(number, reader, progressed_at, version, **more)
        self.receive(one, reader)
        return one.result.read_sha256

    def lock(self, number: str, reader: str, locked: int, version: int = 1) -> None:
        self.receive(ProgressArrived(number, reader, version, locked), reader)

    def both_sign(self, number: str, first: str | None = None, second: str | None = None) -> None:
        plan = self.case(number).plan
        self.sign(number, plan.first, first)
        self.sign(number, plan.second, second)

    def decide(self, number: str, *answers: Answer, by: str = "dora", own: str | None = None) -> None:
        compared = self.case(number).last_compared
        decision = Decision(compared.dispute_id, number, answers, "measurement", "A is right.", own)
        self.receive(DecisionArrived(by, decision, f"{self.log.day}T10:00:00.000000Z"), by)

    def dispute(self, number: str) -> None:
        """Signed by both, and disputed."""
        self.both_sign(number, "TP1", None)
        assert self.office.compare_due().cases == 1


def applicant(name: str, role: Role, keys: str = "") -> Applicant:
    """What an enrolment says; other `keys` make other keys."""
    return Applicant(
        name,
        role,
        f"Dr. {name.title()}",
        sha(f"station {name}")[:16],
        f"age1{name}{keys}",
        sha(f"public {name}{keys}"),
        sha(f"exchange {name}{keys}"),
    )


def read_arrived(number: str, reader: str, progressed_at: str | None = None, version: int = 1, **more) -> ReadArrived:
    """A signed read; `more` are other fields of its result, or `signed_on`."""
    signed_on = more.pop("signed_on", DAY)
    name = sha(f"read {number} {reader} {progressed_at} {version} {sorted(more.items())}")
    result = ReadResult(
        number, reader, version, name, "seed-cryo/1.0", SHA, ("TP0", "TP1"), (), progressed_at, progressed_at, (), ()
    )
    return ReadArrived(replace(result, **more), signed_on)


def answer(choice: Choice, endpoint: str = WHOLE_CASE) -> Answer:
    """An adjudicator's answer."""
    return Answer(endpoint, choice)


def codes(refused) -> list[str]:
    """The codes of a refusal that pytest caught."""
    return [finding.code for finding in refused.value.findings]
