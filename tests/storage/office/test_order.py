"""Envelopes that are delivered five times in any order make the same state."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage.office.offices import centre_at
from storage.vault.ways import grow

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.messages.reader import (
    CaseReassigned,
    ImageQuerySent,
    IncidentalFindingSent,
    Receipt,
    SignedReadSent,
)
from seedcryo_reader.domain.office.coordinator import NoteHandled
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.storage.office.log import Taken

UTC = "2026-05-04T09:00:00.000000Z"


def deliveries(centre, reader, document):
    """What a reader may send, with receipts for letters of the office."""
    centre.office.append(reader.accepted)
    sends = [Send("reader-a", CaseReassigned("C-0001", f"reason {k}"), f"letter {k}") for k in range(2)]
    centre.office.append(NoteHandled("ab" * 32, "x"), sends)
    contents = [str(row[3]) for row in centre.rows("outbox")]
    query = ImageQuerySent("C-0001", "TP1", "quality", "blurred", UTC)
    messages = [
        SignedReadSent(document),
        query,
        query,  # asked twice: two envelopes
        replace(query, timepoint="TP2"),
        IncidentalFindingSent("C-0001", "TP2", "a nodule", UTC),
        Receipt((contents[0],)),
        Receipt(tuple(contents)),
    ]
    return [centre.taken(reader, one) for one in messages]


def state(centre):
    """What the office knows, without the order in which it came."""
    acts = [one.act for one in centre.office.records() if isinstance(one.act, EnvelopeReceived)]
    assert len(acts) == len(set(acts))
    arrived = {one.content: centre.office.arrived(one.content) for one in acts}
    return set(acts), arrived, centre.rows("inbox"), centre.rows("outbox")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_makes_the_same_state(tmp_path_factory, study, study_file, reader, document, data):
    with centre_at(tmp_path_factory.mktemp("c"), study, study_file) as centre:
        taken = deliveries(centre, reader, document)
        order = data.draw(st.permutations(taken * 5))
        cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), max_size=6)))
        for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
            centre.office.receive_many(order[start:end])
        expected = ({_act(one) for one in taken}, {one.opened.content: one.arrived for one in taken})
        acts, arrived, inbox, outbox = state(centre)
        assert (acts, arrived) == expected
        assert len(inbox) == len(taken)
        assert {len(body) % 1024 for _content, _kind, body in centre.rows("arrived")} == {0}  # no size tells what came
        assert [row[6] for row in outbox] == ["2026-05-04"] * 2


def _act(taken: Taken) -> EnvelopeReceived:
    one = taken.opened
    return EnvelopeReceived(one.content, one.kind, one.sender, one.key_id, taken.day.isoformat())


def test_acts_of_an_office_and_entries_of_another_subject_stand_in_one_log(staffed, reader):
    grow(staffed.vault, 2)
    staffed.office.append(NoteHandled("ab" * 32, "x"))
    assert [one.seq for one in staffed.office.records()] == [1, 2, 5]
