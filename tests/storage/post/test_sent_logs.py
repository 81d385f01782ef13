"""What a reader's envelopes tell of the log is held against what was released, and against one another."""

# ruff: noqa: F811 - fixtures that are imported

from dataclasses import replace
from hashlib import sha256

import pytest
from storage.office.conftest import centre, document, reader, reading, study  # noqa: F401 - fixtures
from storage.office.offices import DAY
from storage.post.people import coordinator_post

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.events import CaseClosed, TimepointOpened
from seedcryo_reader.domain.messages.reader import ImageQuerySent, LockedTimepointsSent, SignedReadSent
from seedcryo_reader.domain.office.coordinator import PartsReleased
from seedcryo_reader.exchange.envelope import Head, Opened
from seedcryo_reader.reading.canonical_read import locked_document
from seedcryo_reader.storage.images.order import ReceivedPart
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.post.boxes import Incoming
from seedcryo_reader.storage.post.sent_logs import Released, contradictions, refuse_contradicted

CASE = "C-0001"


@pytest.fixture
def seals(reading):
    """The parts that were read, with their seals."""
    events = (one.event for one in reading.records)
    return {one.part: one.seal for one in events if isinstance(one, TimepointOpened | CaseClosed)}


def released(seals, parts=None):
    known = {part: frozenset({seal}) for part, seal in seals.items()}
    return lambda case: Released(known if case == CASE else {}, frozenset(seals if parts is None else parts))


FAR = Head(9_999, "ab" * 32)


def envelope(kind, body, head=FAR):
    return Opened("ab" * 32, kind.__name__, None, "reader-a", "ab" * 8, "0" * 16, head, body)


def codes(one, known):
    try:
        refuse_contradicted(one, known, "mail")
    except Refused as refused:
        return [found.code for found in refused.findings]
    return []


def test_a_read_of_what_was_released_passes(reading, document, seals):
    assert codes(envelope(SignedReadSent, document), released(seals)) == []
    assert codes(envelope(LockedTimepointsSent, locked_document(reading.records)), released(seals)) == []
    assert codes(envelope(ImageQuerySent, b"{}"), released({})) == []


def test_other_images_than_were_released_are_refused(reading, document, seals):
    for part in seals:
        assert codes(envelope(SignedReadSent, document), released(seals | {part: "ee" * 32})) == ["other-images"]
    locked = envelope(LockedTimepointsSent, locked_document(reading.records))
    assert codes(locked, released(seals | {0: "ee" * 32})) == ["other-images"]


def test_a_part_that_was_never_released_to_the_reader_is_refused(document, seals):
    assert codes(envelope(SignedReadSent, document), released(seals, list(seals)[:-1])) == ["other-images"]


def test_a_case_that_came_by_hand_is_held_against_what_is_known_of_it(document, seals):
    assert codes(envelope(SignedReadSent, document), released(seals, ())) == []
    assert codes(envelope(SignedReadSent, document), released({}, ())) == []
    assert codes(envelope(SignedReadSent, document), released(seals | {0: "ee" * 32}, ())) == ["other-images"]


def test_a_read_that_goes_further_than_its_log_is_refused(reading, document, seals):
    last = reading.records[-2]
    digest = sha256(last.body).hexdigest()
    for head, expected in (
        (Head(last.seq + 1, "ab" * 32), []),
        (Head(last.seq, digest), []),
        (Head(last.seq, "ab" * 32), ["bad-read"]),
        (Head(last.seq - 1, "ab" * 32), ["bad-read"]),
        (None, ["bad-read"]),
    ):
        assert codes(envelope(SignedReadSent, document, head), released(seals)) == expected


def test_a_log_begins_with_the_first_entry_and_with_no_other(reading, seals):
    records = reading.records
    for first in (replace(records[0], previous="ab" * 32), replace(records[0], seq=2, previous="0" * 64)):
        bent = locked_document([replace(one, stored=None) for one in (first, *records[1:])])
        assert "bad-read" in codes(envelope(LockedTimepointsSent, bent), released(seals))


def came(kind, records, head=None):
    body = locked_document(records)
    return Incoming("ab" * 32, kind.__name__, "reader-a", "ab" * 8, "2026-05-04", "0" * 16, head, body)


def test_what_was_left_out_of_a_read_is_named_where_another_envelope_holds_it(reading):
    records = reading.records
    whole = came(LockedTimepointsSent, records)
    assert list(contradictions([whole, came(LockedTimepointsSent, records[:8])])) == []
    for place in (1, 3):
        lacking = came(LockedTimepointsSent, [*records[:place], *records[place + 1 :]])
        [finding] = contradictions([lacking, whole])
        assert finding.code == "records-left-out"
        assert finding.text.count(f": {records[place].seq}.") == 1


def test_many_that_were_left_out_are_not_all_named(reading):
    records = reading.records
    lacking = came(LockedTimepointsSent, [records[0], *records[8:]])
    [finding] = contradictions([lacking, came(LockedTimepointsSent, records)])
    assert finding.text.count(": 2, 3, 4, 5, 6, ….") == 1


def test_a_log_that_was_written_anew_is_named_by_what_was_stated_of_it(reading):
    whole = came(LockedTimepointsSent, reading.records)
    stated = came(ImageQuerySent, reading.records, f"4 {'ab' * 32}")
    assert [one.code for one in contradictions([whole, stated])] == ["log-forked"]
    assert list(contradictions([whole, replace(stated, sender="reader-b")])) == []
    assert list(contradictions([replace(whole, body=b"{}")])) == []


def test_the_coordinator_refuses_images_that_nobody_released(centre, reader, document, seals, folder, tmp_path):
    (tmp_path / "st" / "parts").mkdir(parents=True)
    post = coordinator_post(centre, Shelf(tmp_path / "st", lambda: "token"))
    received = ReceivedParts(lambda: centre.vault.database)
    centre.office.append(reader.accepted)
    for part in seals:
        received.add(ReceivedPart(f"{part:064x}", CASE, part, "ee" * 32, "timepoint", f"TP{part}", None, DAY))
    me = centre.vault.recipient
    folder.put(me, reader.sends(SignedReadSent(document), me).data)
    [report] = post.take_in(folder).files
    assert (report.outcome, {one.code for one in report.findings}) == ("refused", {"other-images"})
    assert len(report.findings) == len(seals)
    for part, seal in seals.items():  # intake sent the case again as it was
        received.add(ReceivedPart(f"a{part:063x}", CASE, part, seal, "timepoint", f"TP{part}", None, DAY))
    centre.office.append(PartsReleased(CASE, ("reader-a",), tuple(seals), ("cd" * 32,) * len(seals), True))
    assert [one.outcome for one in post.take_in(folder).files] == ["taken"]
