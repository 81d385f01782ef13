"""A key of the centre that is revoked takes nothing with it: what waits for a receipt is sealed anew by another key."""

# ruff: noqa: F811 - fixtures that are imported

from dataclasses import replace
from datetime import date, timedelta

import pytest
from storage.office.conftest import adjudicator, centre, reader, study  # noqa: F401 - fixtures
from storage.office.offices import DAY, office_of
from storage.post.people import owner_of

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.keys import CentreSecrets, Keys, Role
from seedcryo_reader.casefile.study.model import Revocation, SigningKey
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.messages.adjudicator import TO_ADJUDICATOR, NothingToDecide
from seedcryo_reader.domain.messages.reader import TO_READER, CaseAssigned, IncidentalFindingSent, Receipt
from seedcryo_reader.domain.office.coordinator import NoteHandled
from seedcryo_reader.exchange.centre import FILE
from seedcryo_reader.exchange.envelope import CentreTrust
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.post.coordinator import CoordinatorMail
from seedcryo_reader.storage.post.drafts import drafted
from seedcryo_reader.storage.post.post import Post

FOUND = IncidentalFindingSent("C-0001", "TP0", "A filling defect.", "2026-05-04T09:00:00.000000Z")
ASSIGNED = CaseAssigned("C-0001", 1, 1, "p/1", "00" * 32)
COVER = NothingToDecide("0" * 100)


def post_of(centre):
    owner, vault = owner_of(centre.vault), centre.vault
    (vault.place.folder / "st" / "parts").mkdir(parents=True, exist_ok=True)
    shelf = Shelf(vault.place.folder / "st", lambda: "token")
    return Post(owner, CoordinatorMail(owner, office_of(vault), shelf))


@pytest.fixture
def busy(centre, reader, adjudicator, folder):
    """An office that sent two envelopes and owes a receipt for what came; one of them was acknowledged."""
    for one in (reader, adjudicator):
        centre.office.append(one.accepted)
    sends = [Send("reader-a", ASSIGNED, "assigned"), Send("reader-a", replace(ASSIGNED, place=2), "answered")]
    centre.office.append(NoteHandled("ab" * 32, "x"), [*sends, Send("judge", COVER, "compared", 20_000)])
    me = centre.vault.recipient
    folder.put(me, reader.sends(FOUND, me).data)
    content = owner_of(centre.vault).outbox.of("answered").content
    folder.put(me, reader.sends(Receipt((content,)), me).data)
    post_of(centre).take_in(folder)
    post_of(centre).put_out(folder)
    return centre


def revoke(centre, on: date):
    """Revoke the key that signed until now, and adopt a new one."""
    vault, study = centre.vault, centre.vault.place.study
    seeds = (*vault.centre.seeds, b"n" * 32)
    old = replace(study.keys[-1], revoked=Revocation(on, "lost"))
    new = replace(study, keys=(*study.keys[:-1], old, SigningKey(signing.public_of(b"n" * 32), DAY)))
    vault.place = replace(vault.place, study=new)
    secrets = CentreSecrets(seeds, vault.centre.uid_secret)
    vault.adopt_centre(Keys("keys", new.study_id, Role.COORDINATOR, vault.identity, secrets))
    return new


def outbox(centre):
    return {one.about: one for one in owner_of(centre.vault).outbox.all()}


def outcomes(report):
    return sorted(one.outcome for one in report.files if one.file != FILE)


def test_what_waits_is_sealed_anew_once_and_says_the_same(busy, reader, adjudicator, folder):
    before = outbox(busy)
    new = revoke(busy, DAY)
    assert outcomes(post_of(busy).put_out(folder)) == ["written"] * 3
    after = outbox(busy)
    assert after.keys() == before.keys() == {"assigned", "answered", "compared", "receipt reader-a 1"}
    assert {about for about in after if after[about] == before[about]} == {"answered"}
    assert len(after["compared"].data) == len(before["compared"].data) > 20_000
    for_reader, for_judge = CentreTrust(new, TO_READER), CentreTrust(new, TO_ADJUDICATOR)
    reader, adjudicator = replace(reader, study=new), replace(adjudicator, study=new)
    assert reader.opens(after["assigned"].data, for_reader).message == ASSIGNED
    assert adjudicator.opens(after["compared"].data, for_judge).message == COVER
    assert len(reader.opens(after["receipt reader-a 1"].data, for_reader).message.of) == 1
    assert outcomes(post_of(busy).put_out(folder)) == ["already there"] * 3
    assert outbox(busy) == after


@pytest.mark.parametrize("on", [DAY + timedelta(1), date(2030, 1, 1)])
def test_while_the_key_counts_the_same_bytes_go_out(busy, folder, on):
    before = outbox(busy)
    revoke(busy, on)
    assert outcomes(post_of(busy).put_out(folder)) == ["already there"] * 3
    assert outbox(busy) == before


def test_a_draft_is_forgotten_once_its_envelope_is_acknowledged(busy):
    with busy.vault.database.reading() as connection:
        assert {about for about, _ in drafted(connection)} == {"assigned", "compared", "receipt reader-a 1"}


def test_a_draft_is_as_large_whatever_its_envelope_says(busy):
    with busy.vault.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name, length(value) FROM secret WHERE name LIKE 'draft %'").all()
    sizes = dict(tuple(one) for one in rows)
    assert sizes["draft assigned"] > 4 * len(outbox(busy)["assigned"].data) // 3
    assert sizes["draft receipt reader-a 1"] < 100
