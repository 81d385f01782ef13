"""The acts of a coordinator. A field's name and meaning never change once released: acts are hashed as written.

A field that was added later has a default, which is what a record says that was written without it.

Days are UTC days (``2026-03-01``), hashes 64 hex digits. What came from others lies beside the log as it was signed;
the log names it by the hash of its signed content (`domain.office.received.EnvelopeReceived`).
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.role import Role


@dataclass(frozen=True, slots=True)
class AccountAccepted:
    """The keys of an account of another station were compared by their fingerprint and accepted.

    Attributes
    ----------
    account : str
        Its name, which no other accepted account of the study has.
    person, printed_name : str
        Who it is (one person holds one role), and the name under signatures.
    role : Role
    station : str
        Id of its station.
    recipient : str
        Its ``age1…``.
    public, exchange : str
        Public halves (hex) of the key that signs reads and of the one that signs envelopes.
    """

    account: str
    person: str
    printed_name: str
    role: Role
    station: str
    recipient: str
    public: str
    exchange: str


@dataclass(frozen=True, slots=True)
class AccountRevoked:
    """What comes from this account on `day` or later does not count."""

    account: str
    exchange: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrainingPassed:
    """How an account's training for a protocol version ended; it holds to `valid_until`, that day included."""

    account: str
    protocol_id: str
    protocol_sha256: str
    passed: bool
    taken_on: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class CasePlan:
    """A case in a batch: its two readers, whose read is accepted should they agree, and who decides if they do not.

    All of it is drawn from the batch's seed. The parts of a case are encrypted to all three at once, so that nobody can
    tell from a file that a case is disputed.
    """

    case_number: str
    first: str
    second: str
    accepted: str
    adjudicator: str


@dataclass(frozen=True, slots=True)
class ReaderOrder:
    """The order in which a reader reads the cases of a batch; among them the hidden repeats of earlier batches."""

    reader: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeedShown:
    """What a seed draws was looked at before cases were assigned as `batch`: whoever tries seeds out leaves a trace.

    The draw that is assigned stands there too, so that none is missing.
    `cases`, `readers` and `adjudicators` are what was drawn over, in the order of their names.
    """

    batch: int
    seed: str
    protocol_sha256: str
    cases: tuple[str, ...]
    readers: tuple[str, ...]
    adjudicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchAssigned:
    """Cases were assigned: whoever has the seed and the names can draw the same again.

    Attributes
    ----------
    batch : int
        1, 2, ….
    algorithm : str
        Name and version of the draw, such as ``"seedcryo-draw/1"``.
    seed : str
        32 hex digits.
    protocol_id, protocol_sha256 : str
    cases : tuple of str
        What was drawn over, in the order of their numbers; none in a batch of hidden repeats alone.
    readers, adjudicators : tuple of str
        Likewise, in the order of their names.
    plans : tuple of CasePlan
        In the order of `cases`.
    orders : tuple of ReaderOrder
        In the order of `readers`.
    shown : int
        How many draws were looked at for it (`SeedShown`), this one among them; 0 in records from before that was kept.
    """

    batch: int
    algorithm: str
    seed: str
    protocol_id: str
    protocol_sha256: str
    cases: tuple[str, ...]
    readers: tuple[str, ...]
    adjudicators: tuple[str, ...]
    plans: tuple[CasePlan, ...]
    orders: tuple[ReaderOrder, ...]
    shown: int = 0


@dataclass(frozen=True, slots=True)
class RepeatPlan:
    """A hidden repeat: `case_number` is to be sealed again as `as_number`, for `reader`, after the wash-out."""

    case_number: str
    as_number: str
    reader: str


@dataclass(frozen=True, slots=True)
class RepeatsDrawn:
    """Which cases of a batch are read again by one of their readers, drawn from the batch's seed.

    They are served in a later batch, so that no place tells what they are.

    Attributes
    ----------
    batch : int
    algorithm, seed : str
    percent : int
        How many of a hundred cases.
    washout_days : int
        Least days between the signature of the read and the release of its repeat.
    plans : tuple of RepeatPlan
        In the order of their cases.
    passed_over : tuple of str
        Numbers that were drawn and are in use already, as they came: without them nobody could draw the same again.
    """

    batch: int
    algorithm: str
    seed: str
    percent: int
    washout_days: int
    plans: tuple[RepeatPlan, ...]
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReaderReplaced:
    """A backup reader takes a case over and starts at TP0; the draft of the other is kept there, never inherited.

    `accepted` is the reader whose read is accepted should both agree from now on: the one drawn before, or where that
    one was replaced the one who took over.
    """

    case_number: str
    before: str
    after: str
    accepted: str
    reason: str


@dataclass(frozen=True, slots=True)
class AdjudicatorReplaced:
    """Somebody else decides about a case from now on; what is not decided yet goes to them as a new dispute."""

    case_number: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartsReleased:
    """Parts of a case were encrypted and sent to these accounts.

    `files` are the hashes of the new files, in the order of `parts`; `closing` says whether the closing part is one.
    """

    case_number: str
    accounts: tuple[str, ...]
    parts: tuple[int, ...]
    files: tuple[str, ...]
    closing: bool


@dataclass(frozen=True, slots=True)
class ReadingAllowedAgain:
    """An unlock: a reader may read a timepoint again.

    Attributes
    ----------
    case_number, account, timepoint : str
    and_later : bool
    version : int or None
        The version of a signed read that it begins.
    code : str
        One of the closed list of reasons.
    text : str
        The same in words.
    approver : str or None
        The second account that approved it; needed once a dispute was opened.
    leave : str
        The centre's signed leave.
    """

    case_number: str
    account: str
    timepoint: str
    and_later: bool
    version: int | None
    code: str
    text: str
    approver: str | None
    leave: str


@dataclass(frozen=True, slots=True)
class ReadsCompared:
    """Two signed reads of a closed case were compared; written as long whether they differ or not.

    Attributes
    ----------
    case_number : str
    first, second : str
        SHA-256 of the reads, in the order of the assignment.
    dispute_id : str
        Drawn for every comparison.
    a_is : str
        ``"first"`` or ``"second"``: which read stands on side A, drawn from the batch's seed.
    discordant : str
        ``"yes"`` or ``"no "``.
    adjudicator : str
        Who decides it, or would have.
    supersedes : str or None
        The dispute id of the comparison before it, of the same case.
    dispute_sha256 : str
        Of the canonical bytes of the dispute that was sent; zeros where none was, empty in records without it.
    """

    case_number: str
    first: str
    second: str
    dispute_id: str
    a_is: str
    discordant: str
    adjudicator: str
    supersedes: str | None
    dispute_sha256: str = ""


@dataclass(frozen=True, slots=True)
class CaseSettled:
    """The person named by the charter settled a case of which the adjudicator took neither read.

    `decision` names the envelope of the decision that was settled upon. Of several settlements the last one counts.
    """

    case_number: str
    dispute_id: str
    accepted: str | None
    person: str
    text: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class NoteHandled:
    """A query or an incidental finding that came from a reader was dealt with; `content` names its envelope."""

    content: str
    text: str


CoordinatorAct: TypeAlias = (
    EnvelopeReceived
    | AccountAccepted
    | AccountRevoked
    | TrainingPassed
    | SeedShown
    | BatchAssigned
    | RepeatsDrawn
    | ReaderReplaced
    | AdjudicatorReplaced
    | PartsReleased
    | ReadingAllowedAgain
    | ReadsCompared
    | CaseSettled
    | NoteHandled
)

COORDINATOR_ACTS: Final[dict[str, type]] = {one.__name__: one for one in CoordinatorAct.__args__}
