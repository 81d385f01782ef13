"""What goes out of a reader's log: under natural keys, sealed once, redelivered as it is until a receipt came."""

from dataclasses import replace

import pyrage
import pytest
from reading.ways import (
    ANSWERS,
    WHY,
    baseline,
    follow_up,
    leave,
    locked,
    new_version,
    revised,
    said,
    unlock,
)
from storage.post.ways import CASE, DIGEST, PROTOCOL, account_of, names
from storage.vault.ways import WORDS
from support.fake_desk import PASSWORD

from seedcryo_reader.domain import canonical, events
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    CaseReassigned,
    ImageQuerySent,
    IncidentalFindingSent,
    LockedTimepointsSent,
    ReadingAllowed,
    Receipt,
    SignedReadSent,
)
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.reading.canonical_read import locked_document, signed_document
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.storage.post.receipts import is_receipt
from seedcryo_reader.storage.vault.acts import rotate_signing_key
from seedcryo_reader.storage.vault.vault import Vault


@pytest.fixture
def reading(reader):
    return Reading(CASE, reader.desk.desk)


@pytest.fixture
def known(centre, reader, folder):
    """The centre's address is known."""
    centre.address(folder)
    reader.take_in(folder)
    return folder


def whole(reading):
    """Read a case to its signature."""
    reading.open_next()
    baseline(reading)
    follow_up(reading)
    follow_up(reading, "30.1")
    reading.open_next()
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)


def abouts(reader):
    return [one.about for one in reader.owner.outbox.waiting()]


def outcomes(reader, folder):
    return sorted(one.outcome for one in reader.post.put_out(folder).files)


def test_nothing_is_sealed_before_it_is_known_where_the_centre_is(centre, reader, reading, folder):
    whole(reading)
    assert outcomes(reader, folder) == []
    centre.address(folder)
    assert [one.outcome for one in reader.post.take_in(folder).files] == ["taken"]
    assert outcomes(reader, folder) == ["written"]


def test_a_signed_read_travels_once_as_it_was_signed(centre, reader, reading, known):
    whole(reading)
    assert outcomes(reader, known) == ["written"]
    assert centre.messages(known, reader) == [SignedReadSent(canonical.encode(signed_document(reading.records)))]
    assert abouts(reader) == ["read C-0001 v1"]
    lying = names(known)
    assert outcomes(reader, known) == ["already there"]
    assert names(known) == lying


def test_the_envelope_says_how_far_the_log_went(centre, reader, reading, known):
    whole(reading)
    reader.post.put_out(known)
    [one] = centre.came(known, reader)
    last = reader.vault.chain.last
    assert (one.sender, one.head.seq, one.head.hash) == ("reader-a", last.seq, last.hash)


def test_what_is_locked_travels_early_and_only_the_newest_of_it(centre, reader, reading, known):
    reading.open_next()
    assert outcomes(reader, known) == []
    baseline(reading)
    follow_up(reading)
    reader.post.put_out(known)
    [first] = centre.messages(known, reader)
    assert first == LockedTimepointsSent(locked_document(reading.records))
    follow_up(reading)
    reader.post.put_out(known)
    found = centre.messages(known, reader)
    assert len(found) == 2
    assert LockedTimepointsSent(locked_document(reading.records)) in found


def test_a_timepoint_that_is_locked_again_and_a_second_version_travel_too(centre, reader, reading, known):
    reading.open_next()
    baseline(reading)
    reader.post.put_out(known)
    unlock(reading, "TP0")
    said(reading, revised("TP0", "T01", "23.5"), why=WHY)
    locked(reading, WHY)
    reader.post.put_out(known)
    assert len(abouts(reader)) == 2
    follow_up(reading)
    follow_up(reading)
    reading.open_next()
    reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)
    new_version(reading, "TP2")
    said(reading, revised("TP2", "T01", "22.5"), why=WHY)
    reading.reveal()
    locked(reading, WHY)
    reader.post.put_out(known)
    last = reading.records[-1].seq
    assert abouts(reader)[2:] == ["read C-0001 v1", f"locked C-0001 v2 TP2 e{last}"]
    reading.sign(PASSWORD)
    reader.post.put_out(known)
    assert abouts(reader)[4:] == ["read C-0001 v2"]
    assert SignedReadSent(canonical.encode(signed_document(reading.records))) in centre.messages(known, reader)


def test_questions_and_findings_travel_each_by_itself(centre, reader, reading, known):
    reading.open_next()
    said(
        reading,
        events.ImageQueried("TP0", "wrong series", "Is this portal venous?"),
        events.IncidentalFindingReported("TP0", "A filling defect."),
        events.IncidentalFindingReported("TP0", "A filling defect."),
    )
    reader.post.put_out(known)
    at = [one.stamp.utc for one in reading.records[1:]]
    assert sorted(centre.messages(known, reader), key=str) == [
        ImageQuerySent(CASE, "TP0", "wrong series", "Is this portal venous?", at[0]),
        IncidentalFindingSent(CASE, "TP0", "A filling defect.", at[1]),
        IncidentalFindingSent(CASE, "TP0", "A filling defect.", at[2]),
    ]
    assert len(set(abouts(reader))) == 3


def test_a_case_that_was_taken_away_is_sent_no_more_but_what_matters_to_the_patient_is(centre, reader, reading, known):
    centre.send(known, reader, CaseAssigned(CASE, 1, 1, PROTOCOL, DIGEST), CaseReassigned(CASE, "ill"))
    reader.take_in(known)
    whole(reading)
    said(reading, events.IncidentalFindingReported("TP0", "A filling defect."))
    reader.post.put_out(known)
    assert [one for one in abouts(reader) if not is_receipt(one)] == [f"finding C-0001 e{reading.records[-1].seq}"]
    assert len(reading.records) > 1  # what was read of it stays here


def test_the_same_bytes_go_into_every_folder_until_a_receipt_names_them(centre, reader, reading, known, tmp_path):
    whole(reading)
    reader.post.put_out(known)
    other = Folder(tmp_path / "other")
    assert outcomes(reader, other) == ["written"]
    [path] = other.mail(centre.me.recipient)
    assert path.read_bytes() == (known.root / path.relative_to(other.root)).read_bytes()
    [letter] = reader.owner.outbox.waiting()
    centre.send(known, reader, Receipt((letter.content, "00" * 32)))
    reader.take_in(known)
    assert outcomes(reader, Folder(tmp_path / "third")) == []
    found = reader.owner.outbox.of("read C-0001 v1")
    assert found.receipted == "2026-05-04"


def test_each_envelope_is_answered_once_in_one_receipt_and_a_receipt_never(centre, reader, known):
    assigned = (CaseAssigned(CASE, 1, place, PROTOCOL, DIGEST) for place in (1, 2, 3))
    letters = centre.send(known, reader, *assigned, Receipt(()))
    reader.take_in(known)
    reader.post.put_out(known)
    [receipt] = centre.messages(known, reader)
    assert set(receipt.of) == {one.content for one in letters[:3]}
    later = centre.send(known, reader, CaseReassigned(CASE, "ill"))
    for _ in range(3):
        reader.take_in(known)
        reader.post.put_out(known)
    assert sorted(len(one.of) for one in centre.messages(known, reader)) == [1, 3]
    assert Receipt((later[0].content,)) in centre.messages(known, reader)


def test_a_receipt_is_owed_until_it_is_known_where_the_centre_is(centre, reader, folder):
    folder.put(reader.vault.recipient, centre.seal(CaseAssigned(CASE, 1, 1, PROTOCOL, DIGEST), reader).data)
    reader.take_in(folder)
    assert outcomes(reader, folder) == []
    centre.address(folder)
    reader.take_in(folder)
    assert outcomes(reader, folder) == ["written"]


def test_a_leave_is_marked_as_used_once_it_was(centre, reader, reading, known):
    reading.open_next()
    baseline(reading)
    text = centre.leave(reader)
    centre.send(known, reader, ReadingAllowed(CASE, text), ReadingAllowed(CASE, text + ""))
    reader.take_in(known)
    used = lambda: [row[3] for row in reader.state()["allowed"]]  # noqa: E731
    assert used() == [None, None]
    one = leave("TP0")
    reading.go_back(type(one)(text, CASE, "TP0", and_later=False, version=None, reason="The wrong slice."))
    reader.post.put_out(known)
    assert used() == ["2026-05-04", "2026-05-04"]


def test_a_full_disk_leaves_the_outbox_as_it_was_or_the_folder_to_be_gone_on_with(reader, reading, known, monkeypatch):
    whole(reading)
    before = reader.state()

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("seedcryo_reader.exchange.folder.os.open", full)
        with pytest.raises(EnvironmentFailure, match="No space left"):
            reader.post.put_out(known)
    assert reader.state()["inbox"] == before["inbox"]
    assert not [name for name in names(known) if "partial" in name]
    assert outcomes(reader, known) == ["written"]


def test_after_the_signing_key_was_changed_what_waits_is_sealed_anew(centre, reader, reading, known):
    whole(reading)
    done = CaseAssigned(CASE, 1, 1, PROTOCOL, DIGEST)
    centre.send(known, reader, done)
    reader.take_in(known)
    reader.post.put_out(known)
    sent = {one.about: one for one in reader.owner.outbox.waiting()}
    reader.vault.close()
    rotate_signing_key(reader.vault.place, WORDS)
    with Vault.open(reader.vault.place, WORDS) as vault:
        again = account_of(vault, centre.study)
        other = Folder(known.root.parent / "other")
        again.post.put_out(other)
        new = {one.about: one for one in again.owner.outbox.waiting()}
        assert new.keys() == sent.keys() == {"read C-0001 v1", "receipt centre 1"}
        assert not {one.content for one in new.values()} & {one.content for one in sent.values()}
        expected = [Receipt, SignedReadSent]
        assert [type(one) for one in centre.messages(other, again)] == expected
        before = again.state()
        again.post.put_out(other)
        assert again.state() == before


def test_when_the_centre_is_elsewhere_what_waits_is_sealed_for_there_and_what_was_answered_is_not(
    centre, reader, reading, known, tmp_path
):
    reading.open_next()
    baseline(reading)
    reader.post.put_out(known)
    [letter] = reader.owner.outbox.waiting()
    centre.send(known, reader, Receipt((letter.content,)))
    reader.take_in(known)
    follow_up(reading)
    reader.post.put_out(known)
    moved = replace(centre, identity=pyrage.x25519.Identity.generate())
    other = Folder(tmp_path / "other")
    moved.address(other, "2026-05-04T09:00:00.000000Z")
    reader.take_in(other)
    reader.post.put_out(other)
    assert [type(one) for one in moved.messages(other, reader)] == [LockedTimepointsSent]
    assert len(reader.owner.outbox.all()) == 2
    centre.address(other)  # an older address changes nothing
    reader.take_in(other)
    assert reader.post.put_out(other).count("already there") == 1
