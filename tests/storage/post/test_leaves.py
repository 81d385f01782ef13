"""Leaves that came in envelopes: found by the envelope's name, verified, and good for once."""

from dataclasses import replace
from datetime import date

import pytest
from storage.post.ways import CASE
from storage.vault.ways import refused

from seedcryo_reader.casefile.study.model import Revocation
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.messages.reader import ReadingAllowed
from seedcryo_reader.storage.leaves import EitherLeaves, LeaveFiles, PostedLeaves
from seedcryo_reader.storage.post.assigned import use_leave


@pytest.fixture
def leaves(centre, reader):
    return PostedLeaves(lambda: reader.vault.database, centre.study, reader.vault.recipient)


@pytest.fixture
def posted(centre, reader, folder):
    """The name of an envelope with a leave that was taken, and the leave."""
    text = centre.leave(reader)
    [letter] = centre.send(folder, reader, ReadingAllowed(CASE, text))
    reader.take_in(folder)
    return letter.content, text


def test_a_leave_is_found_by_its_envelope(leaves, posted):
    name, text = posted
    found = leaves.leave(name)
    assert (found.document, found.case_number, found.timepoint, found.version) == (text, CASE, "TP0", None)
    assert leaves.waiting(CASE) == (name,)
    assert leaves.waiting("C-0002") == ()


def test_a_leave_that_was_used_is_refused(reader, leaves, posted):
    name, text = posted
    with reader.vault.database.writing() as connection:
        use_leave(connection, text, "2026-05-04")
        use_leave(connection, text, "2026-05-05")
    assert refused(lambda: leaves.leave(name)) == ["used-leave"]
    assert leaves.waiting(CASE) == ()
    assert reader.state()["allowed"][0][3] == "2026-05-04"


def test_an_unknown_name_is_refused(leaves):
    assert refused(lambda: leaves.leave("00" * 32)) == ["no-leave"]


def test_a_leave_for_another_account_opens_nothing(centre, reader, posted):
    other = PostedLeaves(lambda: reader.vault.database, centre.study, "age1other")
    assert refused(lambda: other.leave(posted[0])) == ["other-account"]


def test_a_leave_is_looked_for_where_its_name_says(centre, reader, leaves, posted, tmp_path):
    files = LeaveFiles(tmp_path, centre.study, reader.vault.recipient, reader.owner.clock)
    either = EitherLeaves(files, leaves)
    (tmp_path / "one.seedleave").write_text(posted[1])
    assert either.leave(posted[0]) == either.leave("one.seedleave")
    with pytest.raises(EnvironmentFailure):
        either.leave("two.seedleave")


def test_the_day_that_the_envelope_came_decides_about_a_revoked_key(centre, reader, posted):
    def revoked_on(day):
        study = replace(centre.study, keys=(replace(centre.study.keys[0], revoked=Revocation(day, "lost")),))
        return PostedLeaves(lambda: reader.vault.database, study, reader.vault.recipient)

    assert revoked_on(date(2026, 5, 5)).leave(posted[0]).timepoint == "TP0"
    assert refused(lambda: revoked_on(date(2026, 5, 4)).leave(posted[0])) == ["unknown-key"]
