"""What travels of a read before it is signed: every record up to the last lock, and nothing after it."""

import hashlib

import pytest
from reading.scripts import WHOLE, play, script
from reading.ways import CASE, WHY, locked, new_version, revised, said, signed
from support.fake_desk import fake_desk

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.events import TimepointLocked
from seedcryo_reader.reading.canonical_read import locked_document


@pytest.fixture(scope="module")
def records():
    return signed()[0].records


def locks(records):
    return [number for number, one in enumerate(records, 1) if isinstance(one.event, TimepointLocked)]


def test_it_is_canonical_and_holds_each_record_with_its_hash(records):
    data = locked_document(records)
    value = canonical.decode(data)
    assert canonical.encode(value) == data
    upto = records[: locks(records)[-1]]
    listed = [{"body": canonical.decode(one.body), "hash": hashlib.sha256(one.body).hexdigest()} for one in upto]
    assert value == {"format": "seedcryo-locked/1", "case": CASE, "version": 1, "records": listed}


def test_what_comes_after_the_last_lock_does_not_travel(records):
    first = locks(records)[0]
    assert locked_document(records[: locks(records)[1] - 1]) == locked_document(records[:first])
    assert locked_document(records) != locked_document(records[:first])


def test_the_version_is_the_one_that_the_last_lock_belongs_to():
    whole = signed()[0]
    before = locked_document(whole.records)
    new_version(whole, "TP1")
    assert locked_document(whole.records) == before
    said(whole, revised("TP1", "T01", "22.5"), why=WHY)
    whole.reveal()
    locked(whole, WHY)
    assert canonical.decode(locked_document(whole.records))["version"] == 2


def test_a_read_with_no_lock_has_nothing_to_send():
    desk = fake_desk()
    play(desk, script(WHOLE), 3)
    with pytest.raises(ValueError, match="no timepoint"):
        locked_document(desk.log.records(CASE))
