"""An adjudicator's vault with its office and post, and a coordinator's post."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.office.offices import Centre, Person, place_of, writer_of
from storage.post.ways import FakeEnclosures, clock
from storage.vault.ways import CHEAP, WORDS
from support.fake_desk import SEED

from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain.messages.adjudicator import TO_ADJUDICATOR
from seedcryo_reader.domain.office.adjudicator import ADJUDICATOR_ACTS
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.office.log import Duties, VaultOffice
from seedcryo_reader.storage.office.mailing import Mailing, account_sender
from seedcryo_reader.storage.post.adjudicator import AdjudicatorMail
from seedcryo_reader.storage.post.centre import KnownCentre
from seedcryo_reader.storage.post.coordinator import CoordinatorMail
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.post import Post
from seedcryo_reader.storage.vault.vault import Vault


def owner_of(vault: Vault) -> Owner:
    study = vault.place.study
    return Owner(vault.place.account, lambda: vault, study, clock, secrets.token_bytes, lambda *_: None)


def coordinator_post(centre: Centre, shelf: Shelf) -> Post:
    owner = owner_of(centre.vault)
    return Post(owner, CoordinatorMail(owner, centre.office, shelf))


@dataclass(frozen=True)
class Judge:
    """An adjudicator; `parts` are those that are there."""

    vault: Vault
    office: VaultOffice
    post: Post
    parts: FakeEnclosures


@contextmanager
def judge_at(folder: Path, study: Study) -> Iterator[Judge]:
    with Vault.create(place_of(folder, "judge", study), WORDS, cost=CHEAP) as vault:
        yield judge_of(vault)


def judge_of(vault: Vault) -> Judge:
    """The adjudicator of an open vault."""
    owner, study = owner_of(vault), vault.place.study
    number = lambda: secrets.token_hex(8)  # noqa: E731
    mailing = Mailing(study, lambda: account_sender(vault), KnownCentre(owner).named, number)
    office = VaultOffice(lambda: vault, Duties(ADJUDICATOR_ACTS, TO_ADJUDICATOR), writer_of(vault), clock, mailing)
    parts = FakeEnclosures()
    return Judge(vault, office, Post(owner, AdjudicatorMail(owner, office, parts)), parts)


def accept(centre: Centre, vault: Vault, role: Role) -> None:
    """Accept the account of a vault."""
    study = vault.place.study
    person = Person(vault.place.account, role, study, SEED, identity=vault.identity, exchange=vault.exchange_seed)
    centre.office.append(person.accepted)
