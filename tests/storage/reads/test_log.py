"""The log of reads in a vault: every legal act is there with what is derived from it, an illegal one leaves nothing."""

import tempfile
from pathlib import Path

import pytest
from domain.acts import CASE, opened
from domain.chance import STARTS, THROWS, act_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage.reads.desks import SIGNER, STUDY, log_of
from storage.vault.ways import CHEAP, WORDS, refused

from seedcryo_reader.domain import canonical, events
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.fold import applied, folded
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.ports import NewEvent, ProtocolRef
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.reads.check import check_reads, derived_problems
from seedcryo_reader.storage.reads.derived import derived_rows, stored_rows
from seedcryo_reader.storage.reads.log import record_of
from seedcryo_reader.storage.vault.vault import Place, Vault

PROTOCOL = ProtocolRef("seed-cryo/0.1", "fe" * 32)
FEW = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def append(log, event, read, last):
    """Commit an event; returns its number and the read after it."""
    act = NewEvent(CASE, event, None, PROTOCOL, last)
    record, after = log.append(act, lambda seq: applied(read, event, seq))
    return record.seq, after


@FEW
@given(st.sampled_from(STARTS), st.lists(THROWS, min_size=5, max_size=40))
def test_what_is_derived_says_what_the_log_says_whatever_is_tried(vault_place, start, throws):
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), "reader-a", vault_place.study, vault_place.migrations)
        with Vault.create(place, WORDS, cost=CHEAP) as vault:
            log, read, last = log_of(vault), Read(CASE), 0
            planned = [event for _, event in start().log]
            for throw in (*planned, *throws):
                event = act_of(read, throw) if isinstance(throw, tuple) else throw
                try:
                    last, read = append(log, event, read, last)
                except IllegalAct:
                    assert vault.chain.last.seq == last
                with vault.database.reading() as connection:
                    assert stored_rows(connection, CASE) == (derived_rows(read, last) if last else ([], []))
            again = log.records(CASE)
            assert folded(CASE, ((one.seq, one.event) for one in again)) == read
            checked = check_reads(vault.chain.entries(), SIGNER, STUDY)
            assert checked.reads == ({CASE: read} if last else {})
            assert list(derived_problems(vault.database, checked)) == []


@pytest.fixture
def vault(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as one:
        yield one


def test_records_of_a_case_are_its_own(vault):
    log = log_of(vault)
    for case in ("C-0001", "C-0002", "C-0001"):
        read = folded(case, ((one.seq, one.event) for one in log.records(case)))
        event = events.TimepointLocked("TP0") if read.timepoints else opened("TP0", 0)
        act = NewEvent(case, event, "why", PROTOCOL, log.records(case)[-1].seq if read.timepoints else 0)
        log.append(act, lambda seq, read=read, event=event: applied(read, event, seq))
    assert [one.seq for one in log.records("C-0001")] == [1, 3]
    assert [one.seq for one in log.records("C-0002")] == [2]
    assert log.records("C-0003") == []
    assert {one.reason for one in log.records("C-0001")} == {"why"}


def test_a_case_that_was_changed_elsewhere_is_not_written_to(vault):
    log = log_of(vault)
    seq, read = append(log, opened("TP0", 0), Read(CASE), 0)
    with pytest.raises(EnvironmentFailure, match="another window"):
        append(log, events.TimepointLocked("TP0"), read, 0)
    assert vault.chain.last.seq == seq
    assert append(log, events.TimepointLocked("TP0"), read, seq)[0] == seq + 1


def test_a_closed_vault_takes_no_event(vault):
    log = log_of(vault)
    vault.close()
    with pytest.raises(EnvironmentFailure, match="Sign in again"):
        append(log, opened("TP0", 0), Read(CASE), 0)


def test_an_entry_that_is_no_record_or_stands_in_anothers_place_is_named(vault):
    append(log_of(vault), opened("TP0", 0), Read(CASE), 0)
    [entry] = vault.chain.entries()
    value = canonical.decode(entry.body)
    assert isinstance(value, dict)
    bent = [
        Entry(1, "C-0002", entry.hash, entry.previous, entry.body),
        Entry(2, CASE, entry.hash, entry.previous, entry.body),
        Entry(1, CASE, entry.hash, "1" * 64, entry.body),
        Entry(1, CASE, entry.hash, entry.previous, canonical.encode(value | {"event": "Unknown"})),
        Entry(1, CASE, entry.hash, entry.previous, b"{}"),
    ]
    for one in bent:
        assert refused(lambda one=one: record_of(one)) == ["damaged"]
