"""Making and opening a station, its log and its accounts."""

import pytest
from storage.station.conftest import NAME, codes, events, signed_in

from seedcryo_reader.domain.errors import EnvironmentFailure


def test_a_whole_day_at_a_station(place):
    with place.make() as station:
        assert events(station) == ["station-made"]


def test_signing_in_and_out_is_logged_with_how_far_the_vault_went(reader):
    with signed_in(reader) as session:
        assert session.account.name == NAME
        session.vault.chain.append(
            "C-0001", lambda seq, previous: b'{"previous":"%s","seq":%d}' % (previous.encode(), seq)
        )
        last = session.vault.chain.last
    assert events(reader, NAME) == ["account-added", "signed-in", "signed-out"]
    assert dict([*reader.entries(NAME)][-1].data) == {
        "session": session.session_id,
        "vault_seq": 1,
        "vault_hash": last.hash,
    }
    with pytest.raises(EnvironmentFailure, match="signed out"):
        _ = session.vault
    assert reader.check() == []
