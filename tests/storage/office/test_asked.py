"""The dispute that was sent is worked out again of what the log holds."""

from coordination.discordance.pairs import results
from coordination.office.desk import FakeLog, sha
from storage.office.offices import criteria
from storage.vault.ways import refused
from support.reads_apart import apart, shipped

from seedcryo_reader.coordination.arrived import ReadArrived
from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import dispute_of
from seedcryo_reader.coordination.office.answering import Asked
from seedcryo_reader.coordination.office.state import CONCORDANT, DISCORDANT
from seedcryo_reader.domain.dispute import sha256_of
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import NoteHandled, ReadsCompared
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.storage.office.asked import AskedBook

BY = shipped()
TWO = apart("target measurement", protocol=BY)
ID = "0123456789abcdef"


class Log(FakeLog):
    """A log with whole reads, of which some may be damaged."""

    lost: tuple[str, ...] = ()

    def arrived(self, content):
        if content in self.lost:
            raise Refused([Finding("damaged", "It is damaged.")])
        return super().arrived(content)

    def read(self, content):
        return {sha("first"): TWO.first, sha("second"): TWO.second}[content].read

    def signed(self, *names):
        of = dict(zip(("first", "second"), results(TWO, BY), strict=True))
        for name in names:
            self.arrivals[sha(name)] = ReadArrived(of[name], "2026-03-01")
            self.append(EnvelopeReceived(sha(name), "SignedReadSent", name, "f" * 16, "2026-03-01"))

    def compared(self, dispute_id=ID, discordant=DISCORDANT, a_is="second"):
        hashes = TWO.first.sha256, TWO.second.sha256
        self.append(ReadsCompared("C-0001", *hashes, dispute_id, a_is, discordant, "judge", None))


def test_a_dispute_that_was_sent_is_worked_out_as_it_was():
    log = Log()
    book = AskedBook(log, criteria)
    assert refused(lambda: book.asked(ID)) == ["unknown-dispute"]
    log.signed("first", "second")
    log.append(NoteHandled(sha("note"), "Called."))
    log.compared()
    log.compared("f" * 16, CONCORDANT)
    log.compared("e" * 16, a_is="first")
    comparison = compare(*results(TWO, BY), BY)
    for dispute_id, a_is_first in ((ID, False), ("e" * 16, True)):
        made = dispute_of(comparison, *TWO.reads, BY, dispute_id, a_is_first=a_is_first)
        assert book.asked(dispute_id) == Asked(made, "judge", sha256_of(made))
    assert refused(lambda: book.asked("f" * 16)) == ["unknown-dispute"]


def test_the_hash_of_a_dispute_is_that_of_what_was_sent_where_the_log_tells_it():
    log = Log()
    log.signed("first", "second")
    hashes = TWO.first.sha256, TWO.second.sha256
    log.append(ReadsCompared("C-0001", *hashes, ID, "first", DISCORDANT, "judge", None, sha("as it was sent")))
    assert AskedBook(log, criteria).asked(ID).dispute_sha256 == sha("as it was sent")


def test_a_dispute_whose_reads_are_damaged_is_named_and_others_are_not_touched():
    log = Log()
    log.lost = (sha("first"),)
    log.signed("first", "second")
    log.compared()
    assert refused(lambda: AskedBook(log, criteria).asked(ID)) == ["damaged"]
