"""What was on the screen is kept per case, in place of what was before, until the signature."""

import pytest
from reading.ways import ANSWERS, CASE, closed
from sqlalchemy import func, select
from storage.reads.desks import desk_of
from storage.vault.ways import CHEAP, WORDS
from support.fake_desk import PASSWORD

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.reads.display import LARGEST, VaultDisplay
from seedcryo_reader.storage.vault.tables import display
from seedcryo_reader.storage.vault.vault import Vault


@pytest.fixture
def vault(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as one:
        yield one


@pytest.fixture
def shown(vault):
    return VaultDisplay(lambda: vault.database)


def test_what_is_kept_last_is_there_after_the_next_sign_in(vault, shown, vault_place):
    assert shown.kept(CASE) is None
    for number in range(3):
        shown.keep(CASE, f'{{"slice": {number}, "word": "层"}}')
    shown.keep("C-0002", "{}")
    vault.close()
    with Vault.open(vault_place, WORDS) as again:
        other = VaultDisplay(lambda: again.database)
        assert (other.kept(CASE), other.kept("C-0002")) == ('{"slice": 2, "word": "层"}', "{}")
        with again.database.reading() as connection:
            assert connection.execute(select(func.count()).select_from(display)).scalar() == 2


def test_it_is_no_event_and_no_plain_text_on_the_disk(vault, shown, vault_place):
    before = vault.chain.last
    shown.keep(CASE, '{"word": "heliotrope"}')
    assert vault.chain.last == before
    vault.close()
    assert not any(b"heliotrope" in path.read_bytes() for path in vault_place.folder.iterdir())


def test_what_is_too_large_is_refused_and_the_earlier_stays(shown):
    shown.keep(CASE, "é" * (LARGEST // 2))
    with pytest.raises(EnvironmentFailure, match="nothing of the read is lost"):
        shown.keep(CASE, "é" * (LARGEST // 2) + "x")
    assert len(shown.kept(CASE)) == LARGEST // 2


def test_it_goes_with_the_signature_and_does_not_come_back(vault, shown):
    reading, _ = closed(desk_of(vault))
    shown.keep(CASE, "{}")
    shown.keep("C-0002", "{}")
    reading.answer_questionnaire(ANSWERS, "a guess")
    assert shown.kept(CASE) == "{}"
    reading.sign(PASSWORD)
    assert (shown.kept(CASE), shown.kept("C-0002")) == (None, "{}")
    shown.keep(CASE, "{}")
    assert shown.kept(CASE) is None
