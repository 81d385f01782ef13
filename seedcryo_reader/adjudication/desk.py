"""One dispute on the desk: A and B are shown, and decided. What is not allowed now is refused and changes nothing."""

from typing import Final

from seedcryo_reader.adjudication.documents import CONTEXT, Signing, Statement, decision_document, statement_bytes
from seedcryo_reader.adjudication.drafting import Draft, choices, decision_of, problems
from seedcryo_reader.adjudication.ports import Desk
from seedcryo_reader.adjudication.standing import Standing, standings
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.dispute import (
    Choice,
    Dispute,
    DisputeState,
    IllegalStep,
    Mode,
    Step,
    next_state,
    sha256_of,
)
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.adjudicator import DecisionSent
from seedcryo_reader.domain.office.adjudicator import DecisionSigned, DisputeShown

MEANING: Final = (
    "I have compared both reads of this case on its images, without knowledge of the readers and of the treatment, and"
    " this is my decision."
)


class Deciding:
    """A dispute on the desk. Every act either is committed, or raises and changes nothing.

    Acts raise `Refused` where they may not happen (``not-now``, ``own-read-first``) or something is missing, and
    `EnvironmentFailure` where the log cannot be written.
    """

    def __init__(self, dispute_id: str, desk: Desk) -> None:
        """Take it from the log; raises Refused where no such dispute came."""
        self._dispute_id = dispute_id
        self._desk = desk
        self._standing = self._found()

    def reload(self) -> None:
        """Take it from the log again: another dispute may have come in its place."""
        self._standing = self._found()

    @property
    def case_number(self) -> str:
        """The case it is about."""
        return self._standing.dispute.case_number

    @property
    def dispute_id(self) -> str:
        """Its id."""
        return self._dispute_id

    @property
    def state(self) -> DisputeState:
        """Where it stands."""
        return self._standing.state

    @property
    def signed(self) -> Statement | None:
        """The decision as it was signed, if it was."""
        return self._standing.signed

    @property
    def timepoints(self) -> tuple[str, ...]:
        """The timepoints that have to be seen, baseline first."""
        return tuple(one.name for one in self._standing.dispute.a.timepoints)

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets of the case."""
        return tuple(one.target_id for one in self._standing.dispute.a.targets)

    @property
    def printed_name(self) -> str:
        """The name that stands under the decision."""
        return self._desk.signer.printed_name

    @property
    def dispute(self) -> Dispute:
        """A and B with the questions, while they may be looked at.

        Raises
        ------
        Refused
            They were not shown yet, or the dispute is over.
        """
        self._check(Step.DECIDE)
        return self._standing.dispute

    @property
    def protocol(self) -> Protocol:
        """The protocol that both reads were read by.

        Raises
        ------
        Refused
            The station does not have it.
        """
        dispute = self._standing.dispute
        return self._desk.protocols.criteria(dispute.protocol_id, dispute.protocol_sha256)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered to a question."""
        return choices(self._standing.own_read_sha256)

    def own_read(self) -> str | None:
        """The own read by which A and B may be shown now; None where the protocol asks for none.

        Raises
        ------
        Refused
            ``own-read-first``: it is not signed yet.
        """
        if self._standing.dispute.mode is not Mode.OWN_READ_FIRST:
            return None
        own = self._standing.own_read_sha256 or self._desk.own_reads.signed(self.case_number)
        if own is None:
            text = f"Read {self.case_number} yourself and sign it first: read A and read B are shown after that."
            raise Refused([Finding("own-read-first", text, (self.case_number,))])
        return own

    def check_showable(self) -> None:
        """Refuse, where A and B may not be shown now.

        Raises
        ------
        Refused
            ``own-read-first`` or ``not-now``.
        """
        self.reload()
        if self.state is not DisputeState.SHOWN:
            self._check(Step.SHOW)
            self.own_read()

    def show(self) -> Dispute:
        """Show A and B, which is logged the first time."""
        self.check_showable()
        if self.state is DisputeState.RECEIVED:
            self._desk.log.append(DisputeShown(self._dispute_id, self.own_read()))
            self.reload()
        return self.dispute

    def problems(self, draft: Draft) -> tuple[Finding, ...]:
        """What keeps a draft from being signed."""
        return tuple(problems(self.dispute, self._standing.own_read_sha256, draft))

    def sign(self, draft: Draft, password: str) -> Statement:
        """Sign the decision and send it to the centre.

        Raises
        ------
        Refused
            Something is missing, all of it at once; ``wrong-password``; ``not-now``: the dispute ended meanwhile.
        """
        self.reload()
        found = self.problems(draft)
        if found:
            raise Refused(found)
        statement = self._statement(draft)
        key_id, signature = self._desk.signer.sign(password, statement_bytes(statement), CONTEXT)
        document = decision_document(statement, key_id, signature)
        self.reload()  # signing takes a second, in which an envelope may have come
        self._check(Step.DECIDE)
        self._desk.log.append(DecisionSigned(self._dispute_id, document.decode()), DecisionSent(document))
        self.reload()
        return statement

    def _statement(self, draft: Draft) -> Statement:
        dispute, seated = self.dispute, self._desk.seated
        return Statement(
            decision_of(dispute, self._standing.own_read_sha256, draft),
            sha256_of(dispute),
            dispute.protocol_id,
            dispute.protocol_sha256,
            Signing(
                seated.account,
                self._desk.signer.printed_name,
                seated.station,
                seated.study_id,
                seated.root_id,
                MEANING,
                self._desk.utc(),
            ),
        )

    def _check(self, step: Step) -> None:
        try:
            next_state(self.state, step)
        except IllegalStep as illegal:
            raise Refused([Finding("not-now", str(illegal))]) from illegal

    def _found(self) -> Standing:
        every = standings(self._desk.log.records(), self._desk.log.message)
        for one in every:
            if one.dispute.dispute_id == self._dispute_id:
                return one
        text = f"There is no dispute {self._dispute_id} here. Take in the envelopes of the centre."
        raise Refused([Finding("no-such-dispute", text)])
