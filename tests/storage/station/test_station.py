"""Making and opening a station, its log and its accounts."""

import os
import stat
from datetime import date, timedelta
from hashlib import sha256

import pytest
from storage.station.conftest import CHEAP, MIGRATIONS, NAME, TODAY, codes, events

from seedcryo_reader.casefile.study.acts import add_protocols, make_study, rotate_key
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.station.accounts import PublicKeys
from seedcryo_reader.storage.station.station import Station

RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
KEYS = PublicKeys(b"\x07" * 32, RECIPIENT)


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_station_is_made_of_a_study_file_and_holds_its_own_copies(place):
    with place.make() as station:
        [first] = station.entries()
        assert (first.event, first.software, first.offset_minutes) == ("station-made", "0.3.0", 60)
        assert first.data["study"] == "SEED-CRYO"
        assert first.data["root"] == station.study.root_id
        assert first.data["station"] == station.station_id
        assert len(station.station_id) == 16
        [(digits, path)] = station.protocol_files().items()
        assert digits == station.study.protocols[0].sha256
        assert path.read_bytes() == place.protocols[0].read_bytes()
        assert station.check() == []
    assert place.check() == []
    assert names(place.folder) == [
        "incoming",
        "opened",
        "parts",
        "protocols",
        "station.head",
        "station.sqlite",
        "study.seedstudy",
        "vaults",
    ]


def test_nobody_else_may_look_into_a_station(place):
    place.make().close()
    for path in [place.folder, *place.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_an_empty_folder_becomes_a_station_and_any_other_stays_as_it_is(place):
    place.folder.mkdir()
    place.make().close()
    with pytest.raises(Refused) as refused:
        place.make()
    assert codes(refused) == ["not-empty"]
    assert place.check() == []
    assert names(place.folder.parent) == ["0.1.toml", "s.recovery.seedkeys", "s.seedkeys", "s.seedstudy", "station"]


def test_a_protocol_that_the_study_does_not_name_is_refused_and_nothing_is_made(place, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text("format = 2\n")
    place.protocols.append(other)
    with pytest.raises(Refused) as refused:
        place.make()
    assert [(one.code, one.files) for one in refused.value.findings] == [("unknown-protocol", (str(other),))]
    assert not place.folder.exists()


def test_a_study_file_that_was_changed_makes_no_station(place):
    data = place.study_file.read_bytes()
    place.study_file.write_bytes(data.replace(b"SEED-CRYO", b"SEED-CRYA"))
    with pytest.raises(Refused) as refused:
        place.make()
    assert codes(refused) == ["bad-signature"]
    assert not place.folder.exists()


def test_a_failure_half_way_leaves_nothing(place, monkeypatch):
    monkeypatch.setattr("seedcryo_reader.storage.station.station.create_head", _full)
    before = names(place.folder.parent)
    with pytest.raises(EnvironmentFailure, match="No space left"):
        place.make()
    assert names(place.folder.parent) == before


def _full(path) -> None:
    raise OSError(28, os.strerror(28))


def test_a_folder_that_is_no_station_is_told_so(tmp_path, place):
    with pytest.raises(EnvironmentFailure, match="is no station"):
        Station.open(tmp_path, MIGRATIONS / "station", place.clock, "0.3.0")


def test_an_account_is_found_by_its_name(station):
    added = station.add_account("reader-a", Role.READER, "Dr A. Reader", KEYS)
    station.add_account("intake", Role.INTAKE, "B. Intake", KEYS)
    assert station.accounts() == (station.account("intake"), added)
    assert (added.role, added.printed_name, added.recipient) == (Role.READER, "Dr A. Reader", RECIPIENT)
    assert added.public_keys() == {added.key.key_id: KEYS.public}
    with pytest.raises(Refused) as refused:
        station.account("reader-b")
    assert codes(refused) == ["no-account"]
    assert station.check() == []


def test_an_account_is_added_once_and_all_its_problems_are_told_at_once(station):
    station.add_account(NAME, Role.READER, "Dr A. Reader", KEYS)
    with pytest.raises(Refused) as refused:
        station.add_account(NAME, Role.READER, " Dr\u202eA. ", PublicKeys(b"\x07" * 31, "age1"))
    assert codes(refused) == ["bad-printed-name", "bad-key", "bad-recipient", "account-exists"]
    assert events(station) == ["station-made", "account-added"]


@pytest.mark.parametrize("name", ["", "Reader", "1a", "-a", "a" * 33, "a/b", "a.b", "ä", "a\n"])
def test_names_of_accounts_can_be_names_of_files_everywhere(station, name):
    with pytest.raises(Refused) as refused:
        station.add_account(name, Role.READER, "Dr A. Reader", KEYS)
    assert codes(refused) == ["bad-account-name"]


def test_an_account_that_another_program_added_meanwhile_is_refused(place, station, monkeypatch):
    with place.open() as other:
        check = other.refuse_account

        def meanwhile(*_) -> None:
            monkeypatch.setattr(other, "refuse_account", check)
            station.add_account(NAME, Role.READER, "Dr A. Reader", KEYS)

        monkeypatch.setattr(other, "refuse_account", meanwhile)
        with pytest.raises(Refused) as refused:
            other.add_account(NAME, Role.READER, "Dr B. Reader", KEYS)
    assert codes(refused) == ["account-exists"]
    assert station.account(NAME).printed_name == "Dr A. Reader"
    assert station.check() == []


def test_two_programs_write_one_log(place, station):
    with place.open() as other:
        for number in range(5):
            station.note("part-received", {"sha256": f"{number:064x}", "size": number}, NAME)
            other.note("part-refused", {"code": "not-for-us"})
        assert [one.seq for one in other.entries()] == list(range(1, 12))
        assert [one.hash for one in other.entries()] == [one.hash for one in station.entries()]
    assert station.check() == []


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("part-opened", {}),
        ("part-refused", {"code": "x", "patient": "Doe"}),
        ("part-refused", {}),
        ("part-received", {"sha256": "00" * 32, "size": True}),
        ("part-received", {"sha256": "00" * 32, "size": [1]}),
    ],
)
def test_nothing_is_logged_that_the_table_of_entries_does_not_know(station, event, data):
    with pytest.raises(ValueError, match=r"entry"):
        station.note(event, data)
    assert events(station) == ["station-made"]


def test_a_part_that_is_received_again_is_no_other_part(place, station):
    for _ in range(2):
        station.note("part-received", {"sha256": "ab" * 32, "size": 12})
    assert station.check() == []
    place.open().close()


def test_a_clock_that_was_set_back_is_logged_before_anything_else(place, station):
    place.clock.set(timedelta(days=-1))
    station.note("images-purged", {})
    station.note("images-purged", {})
    changed = [*station.entries()][1]
    assert events(station) == ["station-made", "clock-changed", "images-purged", "images-purged"]
    assert changed.data["earlier"][:10] == "2026-02-28"
    assert changed.data["later"] == next(station.entries()).utc


def test_a_later_revision_of_the_study_is_taken_with_its_protocols(place, station, tmp_path):
    file = tmp_path / "0.2.toml"
    file.write_text("format = 2\n")
    digits = sha256(file.read_bytes()).hexdigest()
    add_protocols(place.access, [Protocol("seed-cryo/0.2", digits)])
    assert station.update_study(place.study_file).revision == 2
    station.update_study(place.study_file, [file])
    assert set(station.protocol_files()) == {one.sha256 for one in station.study.protocols}
    assert events(station) == ["station-made", "study-updated"]
    with place.open() as again:
        assert again.study == station.study
    assert station.check() == []


def test_a_study_file_that_does_not_follow_is_refused(place, station, tmp_path):
    with pytest.raises(Refused) as refused:
        station.update_study(place.study_file)
    assert codes(refused) == ["same-revision"]
    other = type(place.access)(tmp_path / "o.seedstudy", tmp_path / "o.seedkeys", place.access.password)
    make_study(
        other, "SEED-CRYO", recovery=(), protocols=(), recovery_file=tmp_path / "o.seed", today=TODAY, cost=CHEAP
    )
    with pytest.raises(Refused) as refused:
        station.update_study(other.study)
    assert codes(refused) == ["other-root"]
    assert station.check() == []


def test_an_update_of_the_study_that_was_cut_off_is_logged_when_the_station_is_opened(place):
    place.make().close()
    rotate_key(place.access, date(2026, 3, 2), CHEAP)
    (place.folder / "study.seedstudy").write_bytes(place.study_file.read_bytes())
    with place.open() as station:
        assert events(station) == ["station-made", "study-updated"]
        assert station.check() == []
