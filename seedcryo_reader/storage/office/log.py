"""The log of a coordinator or an adjudicator: their acts in the chain of the account's vault, with outbox and inbox.

An act, the envelopes that it sends and the envelope that it received are committed together or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from seedcryo_reader.coordination.arrived import Arrived
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.coding import BadMessage, Kinds, message_from
from seedcryo_reader.domain.messages.reader import Receipt
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import SUBJECT, ActRecord, ActStamp
from seedcryo_reader.exchange.envelope import Head, Opened
from seedcryo_reader.storage.chain.chain import Also, Entry, Make
from seedcryo_reader.storage.clock import Clock, written
from seedcryo_reader.storage.office.acts import act_of
from seedcryo_reader.storage.office.arrivals import Arrivals
from seedcryo_reader.storage.office.mailing import Mailing
from seedcryo_reader.storage.post.boxes import Inbox, Incoming, Outbox
from seedcryo_reader.storage.reads.log import Writer
from seedcryo_reader.storage.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Duties:
    """What a role does and gets: its acts by name, and the kinds of messages that come to it."""

    acts: Mapping[str, type]
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Taken:
    """An envelope that was opened on a UTC day, and what it says where the role derives something of it."""

    opened: Opened
    day: date
    arrived: Arrived | None = None


class VaultOffice:
    """The acts of an account, over its vault, which may have been locked and opened again meanwhile."""

    def __init__(
        self, vault: Callable[[], Vault], duties: Duties, writer: Writer, clock: Clock, mailing: Mailing
    ) -> None:
        self._vault = vault
        self._duties = duties
        self._writer = writer
        self._clock = clock
        self._mailing = mailing
        self._outbox = Outbox(lambda: vault().database)
        self._inbox = Inbox(lambda: vault().database)
        self.arrivals = Arrivals(lambda: vault().database)

    def records(self, after: int = 0) -> Sequence[ActRecord]:
        """Every act whose number is larger than `after`, in order.

        Raises
        ------
        Refused
            ``damaged``: one is none.
        """
        with collector_paused():
            entries = self._vault().chain.entries(subject=SUBJECT, after=after)
            return [act_of(entry, self._duties.acts) for entry in entries]

    def append(self, act: object, sends: Sequence[Send] = ()) -> ActRecord:
        """Commit an act together with the sealed envelopes that it sends; both are on disk when this returns.

        What was sealed under its natural key before is not sealed again.

        Raises
        ------
        EnvironmentFailure
            It could not be written; log and outbox are as they were.
        Refused
            An envelope cannot be signed or addressed; likewise.
        """
        made: list[ActRecord] = []

        def send(connection: Connection, entry: Entry) -> None:
            head = Head(entry.seq, entry.hash)
            for one in sends:
                if self._outbox.of(one.about) is None:
                    self._outbox.add(connection, self._mailing.letter(one, head))

        self._vault().chain.append(SUBJECT, self._make(act, made), send)
        return made[-1]

    def receive(self, taken: Taken) -> bool:
        """Commit that an envelope came; whether it had not come before.

        Raises
        ------
        EnvironmentFailure
            It could not be written; nothing was changed.
        """
        return self.receive_many([taken]) == 1

    def receive_many(self, taken: Iterable[Taken]) -> int:
        """Commit that envelopes came, all of them or none; how many had not come before.

        Raises
        ------
        EnvironmentFailure
            They could not be written; nothing was changed.
        """
        database = self._vault().database
        with database.turn(), collector_paused():
            with database.reading():
                new = {one.opened.content: one for one in taken if not self._inbox.has(one.opened.content)}
            self._vault().chain.append_all(SUBJECT, [self._receiving(one) for one in new.values()])
        return len(new)

    def message(self, content: str) -> object:
        """What an envelope of the log brought, as its message.

        Raises
        ------
        Refused
            ``damaged``: it is not in the inbox, or none of this role.
        """
        one = self.incoming(content)
        try:
            return message_from(one.kind, one.body, self._duties.kinds)
        except BadMessage as error:
            raise _damaged(content, f"cannot be read: {error}") from error

    def incoming(self, content: str) -> Incoming:
        """An envelope of the log as it lies in the inbox.

        Raises
        ------
        Refused
            ``damaged``: it is not there.
        """
        one = self._inbox.of(content)
        if one is None:
            raise _damaged(content, "is missing")
        return one

    def _receiving(self, taken: Taken) -> tuple[Make, Also]:
        opened, day = taken.opened, taken.day.isoformat()
        act = EnvelopeReceived(opened.content, opened.kind, opened.sender, opened.key_id, day)

        def keep(connection: Connection, _entry: Entry) -> None:
            self._inbox.add(connection, Incoming.of(opened, day))
            if taken.arrived is not None:
                self.arrivals.add(connection, opened.content, taken.arrived)
            if isinstance(opened.message, Receipt):
                self._outbox.receipt(opened.sender, opened.message.of, day)

        return self._make(act, []), keep

    def _make(self, act: object, made: list[ActRecord]) -> Make:
        stamp = self._stamp()

        def make(seq: int, previous: str) -> bytes:
            made.append(ActRecord(seq, previous, act, stamp))
            return made[-1].encoded()

        return make

    def _stamp(self) -> ActStamp:
        now, writer = self._clock(), self._writer
        return ActStamp(
            utc=written(now.utc),
            offset_minutes=now.offset_minutes,
            monotonic_us=now.monotonic_us,
            session=writer.session,
            actor=writer.account,
            station=writer.station,
            software=writer.software,
            study_id=writer.study_id,
            root_id=writer.root_id,
        )


def _damaged(content: str, what: str) -> Refused:
    text = f"The envelope {content[:16]} that the log names {what}. Fetch a backup of the vault."
    return Refused([Finding("damaged", text)])
