"""Accounts around an office, and what a reader's log says."""

import pytest
from reading.ways import signed
from storage.office.offices import Person, centre_at, desk_of, place_of
from storage.vault.ways import CHEAP, WORDS
from support.fake_desk import SEED

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.role import Role
from seedcryo_reader.reading.canonical_read import signed_document
from seedcryo_reader.storage.vault.vault import Vault


@pytest.fixture(scope="session")
def study(study_and_recovery):
    return study_and_recovery[0]


@pytest.fixture(scope="session")
def reader(study):
    return Person("reader-a", Role.READER, study, SEED)


@pytest.fixture(scope="session")
def adjudicator(study):
    return Person("judge", Role.ADJUDICATOR, study, b"j" * 32, "Dr J. Judge", exchange=b"y" * 32)


@pytest.fixture(scope="session")
def reading(study, tmp_path_factory):
    """The reading of a case that was signed in the reader's vault."""
    with Vault.create(place_of(tmp_path_factory.mktemp("r"), "reader-a", study), WORDS, cost=CHEAP) as vault:
        return signed(desk_of(vault))[0]


@pytest.fixture(scope="session")
def document(reading):
    """The signed read as it is sent."""
    return canonical.encode(signed_document(reading.records))


@pytest.fixture
def centre(tmp_path, study, study_file):
    """An office that accepted nobody yet."""
    with centre_at(tmp_path / "office", study, study_file) as one:
        yield one


@pytest.fixture
def staffed(centre, reader, adjudicator):
    """An office that accepted a reader and an adjudicator."""
    for one in (reader, adjudicator):
        centre.office.append(one.accepted)
    return centre
