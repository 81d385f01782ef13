"""The desk with the engine's own comparison and real reads."""

from dataclasses import replace

import pytest
from coordination.office.desk import Desk
from support import reads_apart

from seedcryo_reader.coordination.arrived import ReadArrived
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.coordination.office.judging import Engine
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, NothingToDecide
from seedcryo_reader.domain.messages.coding import message_bytes
from seedcryo_reader.exchange.padding import step

CASE = reads_apart.CASE
HEADER = 1024
"""More than the signature and the header of an envelope have."""


def sent_about(first, second):
    """What the adjudicator gets when ada and ben signed these reads."""
    desk = Desk(Engine()).ready(CASE)
    reads = {}
    for account, signed in (("ada", first), ("ben", second)):
        result = result_of(signed.read, reads_apart.shipped(), account, 1, signed.sha256)
        reads[desk.receive(ReadArrived(result, "2026-03-10"), account)] = signed.read
    desk.log.read = reads.__getitem__
    assert desk.office.compare_due().findings == ()
    [send] = [send for about, send in desk.log.sent.items() if about.startswith("compared")]
    return send


def test_reads_that_cannot_be_compared_are_told_and_the_other_cases_are_compared():
    desk = Desk(Engine()).ready(CASE, "C-0002")
    by = reads_apart.shipped()
    short = reads_apart.signed_read("", reads_apart.FIRST, 2, by)
    long = reads_apart.signed_read("", reads_apart.SECOND, 3, by)
    reads = {}
    for number, pair in ((CASE, (short, long)), ("C-0002", (long, long))):
        for account, signed in zip(("ada", "ben"), pair, strict=True):
            result = replace(result_of(signed.read, by, account, 1, signed.sha256), case_number=number)
            reads[desk.receive(ReadArrived(result, "2026-03-10"), account)] = signed.read
    desk.log.read = reads.__getitem__
    done = desk.office.compare_due()
    assert (done.cases, [(one.code, one.files) for one in done.findings]) == (1, [("incomparable", (CASE,))])
    assert desk.case(CASE).compared == ()
    assert desk.case("C-0002").compared
    with pytest.raises(Refused, match="cannot be compared"):
        desk.office.comparison(CASE)


def test_nobody_can_tell_a_dispute_by_its_size():
    apart = reads_apart.apart("new lesion")
    dispute, cover = sent_about(apart.first, apart.second), sent_about(apart.first, apart.first)
    assert isinstance(dispute.message, DisputeSent)
    assert isinstance(cover.message, NothingToDecide)
    sizes = {step(max(len(message_bytes(one.message)) + HEADER, one.at_least)) for one in (dispute, cover)}
    assert len(sizes) == 1
