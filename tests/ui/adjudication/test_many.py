"""Many disputes of every kind are decided by the keyboard alone, and each record says what was chosen."""

import random
from dataclasses import replace
from itertools import cycle

from adjudication.ways import FakeOwnReads, log_with
from support.reads_apart import APART, apart, pair, shipped
from ui.adjudication.apart import disputed
from ui.adjudication.fakes import FakeAdjudicator
from ui.adjudication.hands import CTRL, Hands, Key, texts

from seedcryo_reader.adjudication.documents import parsed
from seedcryo_reader.domain.dispute import Choice, Dispute, Mode
from seedcryo_reader.ui.adjudication.ending import ClosedPage
from seedcryo_reader.ui.adjudication.page import DisputePage

WAYS = sorted(set(APART) - {"alike", "different new lesion"})
KEYS = {Choice.A: Key.Key_A, Choice.B: Key.Key_B, Choice.OWN: Key.Key_W, Choice.NEITHER: Key.Key_N}
LOOKS = (Key.Key_P, Key.Key_D, Key.Key_E, Key.Key_BracketLeft, Key.Key_F4, Key.Key_F2, Key.Key_X, Key.Key_V)
SEVERAL = pair("TP1: T01 30, new lesion in bone (thoracic spine)", "TP3: larger tissue at T02")


def drawn(at: int, rnd: random.Random) -> Dispute:
    """A dispute; in turn per case and per endpoint, and after an own read."""
    ruled = {"unit": ("case", "endpoint")[at % 2], "mode": ("forced choice", "own read first")[at % 3 == 0]}
    protocol = shipped()
    assert protocol.adjudication is not None
    protocol = protocol.model_copy(update={"adjudication": protocol.adjudication.model_copy(update=ruled)})
    reads = SEVERAL if at % 4 == 3 else apart(WAYS[at % len(WAYS)])
    made = disputed(reads, protocol, f"{rnd.getrandbits(64):016x}", a_is_first=rnd.random() < 1 / 2)
    return replace(made, case_number=f"C-{at:04}")


def opened(hands: Hands, one: Dispute, own: FakeOwnReads) -> DisputePage:
    """The next dispute, which is this one, after the own read where it comes first."""
    hands.press(Key.Key_N, with_=CTRL)
    if one.mode is Mode.OWN_READ_FIRST:
        assert f"Read {one.case_number} yourself" in texts(hands.until(ClosedPage))
        own.there[one.case_number] = "d" * 64
        hands.press(Key.Key_W, with_=CTRL)
        hands.settle()
        hands.press(Key.Key_N, with_=CTRL)
    return hands.looked_at()


def test_disputes_of_every_kind_are_decided_one_after_the_other(qtbot, at_home, background) -> None:
    rnd = random.Random(8)  # noqa: S311 - no secret
    disputes = sorted((drawn(at, rnd) for at in range(10)), key=lambda one: one.dispute_id)
    own = FakeOwnReads()
    seat = FakeAdjudicator(log_with(disputes), own)
    hands = Hands(qtbot, at_home(seat), background)
    turns: dict[tuple[Choice, ...], cycle[Choice]] = {}
    wanted = []
    for one in disputes:
        page = opened(hands, one, own)
        hands.press(*rnd.choices(LOOKS, k=4))
        turn = turns.setdefault(page.choices, cycle(page.choices[::-1]))
        answers = {each.endpoint: next(turn) for each in one.questions}
        hands.press(*(KEYS[choice] for choice in answers.values()))
        hands.press(Key.Key_4)
        hands.write(f"As seen in {one.case_number}.")
        hands.press(Key.Key_Return, with_=CTRL)
        hands.sign()
        has_own = "d" * 64 if one.mode is Mode.OWN_READ_FIRST else None
        wanted.append((one.case_number, answers, "local finding", f"As seen in {one.case_number}.", has_own))
        hands.press(Key.Key_W, with_=CTRL)
        hands.settle()
    decided = [parsed(one.document, "d").statement.decision for one in seat.log.sent]
    assert wanted == [
        (one.case_number, {each.endpoint: each.choice for each in one.answers}, one.reason, one.comment, own_read)
        for one, own_read in ((each, each.own_read_sha256) for each in decided)
    ]
    assert {choice for one in wanted for choice in one[1].values()} == set(Choice)
    assert max(len(one[1]) for one in wanted) > 1
