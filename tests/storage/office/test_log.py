"""Acts, the envelopes that they send and the envelopes that came are committed together or not at all."""

from dataclasses import replace
from datetime import date

import pytest
from storage.office.offices import DAY, clock, number, office_of, writer_of
from storage.vault.ways import CHEAP, WORDS, refused

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.messages.adjudicator import FROM_ADJUDICATOR, TO_ADJUDICATOR, DisputeWithdrawn
from seedcryo_reader.domain.messages.reader import TO_READER, CaseAssigned, CaseReassigned, ImageQuerySent, Receipt
from seedcryo_reader.domain.office.adjudicator import ADJUDICATOR_ACTS, DisputeShown
from seedcryo_reader.domain.office.coordinator import AccountRevoked, NoteHandled
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.exchange.envelope import Addressee, CentreTrust, Standing, opened, sealed
from seedcryo_reader.exchange.sender import CENTRE, sender_of
from seedcryo_reader.storage.office.log import Duties, Taken, VaultOffice
from seedcryo_reader.storage.office.mailing import Mailing, account_sender, centre_sender
from seedcryo_reader.storage.post.boxes import Inbox, Outbox
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.vault import Vault

HANDLED = NoteHandled("ab" * 32, "asked the site")
ASSIGNED = CaseAssigned("C-0001", 1, 1, "seed-cryo/1.0", "00" * 32)
QUERY = ImageQuerySent("C-0001", "TP1", "quality", "blurred", "2026-05-04T09:00:00.000000Z")


def outbox(centre):
    return Outbox(lambda: centre.vault.database)


def acts_of(centre):
    return [one.act for one in centre.office.records()]


def test_acts_come_back_in_order_with_who_when_and_where(staffed, reader, adjudicator):
    made = staffed.office.append(HANDLED)
    records = staffed.office.records()
    assert [one.act for one in records] == [reader.accepted, adjudicator.accepted, HANDLED]
    assert records[-1] == made
    assert staffed.office.records(after=made.seq - 1) == [made]
    assert staffed.office.records(after=made.seq) == []
    stamp = made.stamp
    assert (stamp.actor, stamp.station, stamp.session) == ("coordinator", "57" * 8, "5e" * 8)
    assert (stamp.utc, stamp.offset_minutes) == ("2026-05-04T09:15:00.000000Z", 480)
    assert (stamp.study_id, stamp.root_id) == (reader.study.study_id, reader.study.root_id)


def test_acts_and_letters_are_there_when_the_vault_is_opened_again(staffed):
    staffed.office.append(HANDLED, [Send("reader-a", ASSIGNED, "C-0001 to reader-a")])
    place = staffed.vault.place
    staffed.vault.close()
    with Vault.open(place, WORDS) as vault:
        assert [one.act for one in office_of(vault).records()][-1] == HANDLED
        assert [one.about for one in Outbox(lambda: vault.database).waiting()] == ["C-0001 to reader-a"]


def test_an_act_seals_what_it_sends_by_the_centres_key_for_its_account(staffed, reader, adjudicator, study):
    withdrawn = DisputeWithdrawn("12" * 8, "both agree")
    staffed.office.append(HANDLED, [Send("reader-a", ASSIGNED, "a"), Send("judge", withdrawn, "b", at_least=50_000)])
    first, second = outbox(staffed).waiting()
    came = reader.opens(first.data, CentreTrust(study, TO_READER))
    assert (came.message, came.sender, came.head, came.content) == (ASSIGNED, CENTRE, None, first.content)
    assert came.key_id == study.sealing_key.key_id
    assert (first.account, first.recipient, first.receipted) == ("reader-a", reader.recipient, None)
    assert adjudicator.opens(second.data, CentreTrust(study, TO_ADJUDICATOR)).message == withdrawn
    assert len(second.data) > 50_000 > len(first.data)


def test_what_was_sealed_under_its_natural_key_is_redelivered_as_it_is(staffed):
    staffed.office.append(HANDLED, [Send("reader-a", ASSIGNED, "a")])
    [before] = outbox(staffed).waiting()
    staffed.office.append(HANDLED, [Send("reader-a", CaseReassigned("C-0001", "ill"), "a"), *[_reassigned("b")] * 2])
    assert outbox(staffed).of("a") == before
    assert [one.about for one in outbox(staffed).waiting()] == ["a", "b"]
    assert outbox(staffed).of("c") is None


def _reassigned(about):
    return Send("reader-a", CaseReassigned("C-0002", "ill"), about)


def test_an_act_whose_letter_cannot_be_addressed_or_signed_did_not_happen(staffed, study_file):
    before = staffed.vault.chain.last
    sends = [Send("reader-a", ASSIGNED, "a"), Send("nobody", ASSIGNED, "b")]
    assert refused(lambda: staffed.office.append(HANDLED, sends)) == ["unknown-account"]
    assert staffed.vault.chain.last == before
    assert outbox(staffed).all() == ()
    place = staffed.vault.place
    staffed.vault.close()
    acts.rotate_signing_key(place, WORDS)
    with Vault.open(place, WORDS) as vault:
        assert refused(lambda: office_of(vault).append(HANDLED, sends[:1])) == ["no-centre-keys"]
        assert vault.chain.last == before


def test_the_key_that_seals_now_must_be_among_those_that_were_adopted(centre, study):
    stranger = replace(study.keys[0], public=bytes(32))
    for keys in ((*study.keys, stranger), ()):
        vault = type("Opened", (), {"place": replace(centre.vault.place, study=replace(study, keys=keys))})()
        vault.centre = centre.vault.centre
        assert refused(lambda vault=vault: centre_sender(vault)) == ["no-sealing-key"]


def test_an_account_that_was_undone_with_its_act_is_not_known_afterwards(staffed, reader):
    other = replace(reader, name="reader-b").accepted
    sends = [Send("reader-b", ASSIGNED, "a"), Send("nobody", ASSIGNED, "b")]
    assert refused(lambda: staffed.office.append(other, sends)) == ["unknown-account"]
    assert refused(lambda: staffed.office.book.addressee("reader-b")) == ["unknown-account"]
    staffed.office.append(replace(reader, name="reader-c").accepted)
    assert [one.account for one in staffed.office.book.accounts().accepted] == ["reader-a", "judge", "reader-c"]
    staffed.office.append(other, sends[:1])
    assert [one.account for one in outbox(staffed).waiting()] == ["reader-b"]


def test_an_envelope_that_came_is_logged_with_its_day_and_lies_in_the_inbox(staffed, reader):
    taken = staffed.taken(reader, QUERY, seq=9)
    assert staffed.office.receive(taken)
    content = taken.opened.content
    assert acts_of(staffed)[-1] == EnvelopeReceived(
        content, "ImageQuerySent", "reader-a", taken.opened.key_id, "2026-05-04"
    )
    kept = staffed.office.incoming(content)
    assert (kept.body, kept.head) == (taken.opened.body, f"9 {9:064x}")
    assert staffed.office.message(content) == QUERY
    assert staffed.office.arrived(content) == taken.arrived
    assert Inbox(lambda: staffed.vault.database).all("ImageQuerySent") == (kept,)


def test_the_same_envelope_again_changes_nothing(staffed, reader):
    taken = staffed.taken(reader, QUERY)
    assert staffed.office.receive(taken)
    last, rows = staffed.vault.chain.last, staffed.rows("inbox")
    assert not staffed.office.receive(taken)
    assert not staffed.office.receive(replace(taken, day=date(2026, 5, 5)))
    assert staffed.office.receive_many([taken, taken]) == 0
    assert (staffed.vault.chain.last, staffed.rows("inbox")) == (last, rows)


def test_many_envelopes_come_in_one_go_each_once(staffed, reader):
    one, other = staffed.taken(reader, QUERY), staffed.taken(reader, replace(QUERY, timepoint="TP2"))
    assert staffed.office.receive_many([one, other, one]) == 2
    assert [act.content for act in acts_of(staffed)[2:]] == [one.opened.content, other.opened.content]
    assert staffed.office.receive_many([]) == 0


def test_a_receipt_marks_the_letters_of_its_sender_alone(staffed, reader, adjudicator):
    sends = [Send("reader-a", ASSIGNED, "a"), Send("reader-a", CaseReassigned("C-0001", "ill"), "b")]
    staffed.office.append(HANDLED, sends)
    contents = [one.content for one in outbox(staffed).waiting()]
    staffed.office.receive(staffed.taken(adjudicator, Receipt(tuple(contents))))
    assert len(outbox(staffed).waiting()) == 2
    staffed.office.receive(staffed.taken(reader, Receipt((contents[0], "00" * 32))))
    assert [one.about for one in outbox(staffed).waiting()] == ["b"]
    assert outbox(staffed).of("a").receipted == "2026-05-04"
    staffed.office.receive(Taken(staffed.taken(reader, Receipt((contents[0],))).opened, date(2026, 6, 1)))
    assert outbox(staffed).of("a").receipted == "2026-05-04"


def test_what_an_envelope_brought_is_derived_again_where_the_table_lost_it(staffed, reader):
    taken = staffed.taken(reader, QUERY)
    staffed.office.receive(taken)
    with staffed.vault.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM arrived")
    assert staffed.office.arrived(taken.opened.content) == taken.arrived


def test_an_envelope_that_is_missing_or_cannot_be_read_is_named(staffed, reader):
    assert refused(lambda: staffed.office.message("00" * 32)) == ["damaged"]
    taken = staffed.taken(reader, QUERY)
    staffed.office.receive(taken)
    with staffed.vault.database.writing() as connection:
        connection.exec_driver_sql("UPDATE inbox SET body = x'00'")
    assert refused(lambda: staffed.office.message(taken.opened.content)) == ["damaged"]


@pytest.mark.parametrize("failing", ["inbox", "arrived", "outbox"])
def test_what_cannot_be_written_as_a_whole_is_not_written(staffed, reader, failing):
    taken = staffed.taken(reader, QUERY)
    with staffed.vault.database.writing() as connection:
        connection.exec_driver_sql(
            f"CREATE TEMP TRIGGER full BEFORE INSERT ON {failing} BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    before = staffed.vault.chain.last

    def act():
        if failing == "outbox":
            staffed.office.append(HANDLED, [Send("reader-a", ASSIGNED, "a")])
        else:
            staffed.office.receive_many([taken])

    with pytest.raises(Exception, match="no room"):
        act()
    assert staffed.vault.chain.last == before
    assert staffed.rows("inbox") == staffed.rows("arrived") == staffed.rows("outbox") == []
    with staffed.vault.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert staffed.office.receive(taken)


def test_a_full_disk_leaves_log_inbox_and_outbox_as_they_were(staffed, reader):
    taken = staffed.taken(reader, QUERY)
    pages = staffed.vault.database.pragma("page_count")[0][0]
    before = staffed.vault.chain.last
    staffed.vault.database.pragma(f"max_page_count = {pages}")
    sends = [Send("reader-a", ASSIGNED, f"letter {k}") for k in range(20)]
    with pytest.raises(EnvironmentFailure):
        staffed.office.append(HANDLED, sends)
    with pytest.raises(EnvironmentFailure):
        staffed.office.receive_many([taken, *(staffed.taken(reader, QUERY) for _ in range(20))])
    assert staffed.vault.chain.last == before
    assert staffed.rows("inbox") == staffed.rows("arrived") == staffed.rows("outbox") == []
    staffed.vault.database.pragma("max_page_count = 1000000")
    staffed.office.append(HANDLED, sends)
    assert len(outbox(staffed).waiting()) == 20
    assert staffed.office.receive(taken)


def test_an_act_of_another_role_or_a_bent_one_is_damaged(staffed, reader):
    staffed.vault.chain.append("office", lambda seq, previous: b'{"seq":%d,"previous":"%s"}' % (seq, previous.encode()))
    assert refused(staffed.office.records) == ["damaged"]


def test_an_adjudicator_signs_by_the_exchange_key_and_states_how_far_the_log_went(vault_place, centre, study):
    judge = replace(vault_place, account="judge")
    with Vault.create(judge, WORDS, cost=CHEAP) as vault:
        to = Addressee(CENTRE, centre.vault.recipient)
        mailing = Mailing(study, lambda: account_sender(vault), lambda _: to, number)
        duties = Duties(ADJUDICATOR_ACTS, TO_ADJUDICATOR)
        office = VaultOffice(lambda: vault, duties, writer_of(vault), clock, mailing)
        made = office.append(DisputeShown("12" * 8, None), [Send(CENTRE, Receipt(("ab" * 32,)), "r")])
        [letter] = Outbox(lambda: vault.database).waiting()
        trust = _Knows("judge", vault.exchange_public)
        came = opened(letter.data, centre.vault.identity, to, trust, study=study, received=DAY, shown="mail")
        assert (came.head.seq, came.head.hash) == (made.seq, vault.chain.last.hash)
        mine = _to_judge(vault, centre, study)
        assert office.receive(Taken(mine, DAY))
        assert office.message(mine.content) == DisputeWithdrawn("12" * 8, "both agree")
        assert [type(one.act).__name__ for one in office.records()] == ["DisputeShown", "EnvelopeReceived"]


def _to_judge(vault, centre, study):
    me = Addressee("judge", vault.recipient)
    message = DisputeWithdrawn("12" * 8, "both agree")
    made = sealed(message, centre_sender(centre.vault), me, study, number=number())
    trust = CentreTrust(study, TO_ADJUDICATOR)
    return opened(made.data, vault.identity, me, trust, study=study, received=DAY, shown="mail")


class _Knows:
    """Trusts one key."""

    def __init__(self, name, public):
        self._name, self._public = name, public

    def standing(self, name, _key_id, _on):
        assert name == self._name
        return Standing(self._public, revoked=False, kinds=FROM_ADJUDICATOR)


def test_whose_envelopes_count_is_told_by_key_day_and_role(staffed, reader):
    theirs = sender_of("reader-a", reader.exchange)
    staffed.office.append(AccountRevoked("reader-a", reader.accepted.exchange, "2026-06-01", "left"))
    before, after = date(2026, 5, 31), date(2026, 6, 1)
    assert not staffed.office.trust.standing("reader-a", theirs.key_id, before).revoked
    assert staffed.office.trust.standing("reader-a", theirs.key_id, after).revoked
    assert "SignedReadSent" in staffed.office.trust.standing("reader-a", theirs.key_id, before).kinds
    for name, key_id in (("reader-b", theirs.key_id), ("reader-a", "00" * 8)):
        assert staffed.office.trust.standing(name, key_id, before).public is None
    again = replace(reader, exchange=b"z" * 32)
    staffed.office.append(again.accepted)
    new = sender_of("reader-a", again.exchange)
    assert not staffed.office.trust.standing("reader-a", new.key_id, after).revoked
    assert staffed.office.trust.standing("reader-a", theirs.key_id, after).revoked
