"""What the audit of reads finds in a log that somebody rewrote, with every number and hash made to fit."""

from dataclasses import replace

import pytest
from reading.ways import CASE, signed
from storage.reads.desks import SIGNER, STUDY, bodies, chained, changed, desk_of, first
from storage.vault.ways import CHEAP, WORDS

from seedcryo_reader.domain.read import Read
from seedcryo_reader.storage.reads.check import check_reads, derived_problems
from seedcryo_reader.storage.vault.vault import Place, Vault


@pytest.fixture(scope="module")
def vault(study_and_recovery, tmp_path_factory):
    """A vault with a signed read."""
    from storage.vault.ways import VAULT_MIGRATIONS

    place = Place(tmp_path_factory.mktemp("vaults"), "reader-a", study_and_recovery[0], VAULT_MIGRATIONS)
    with Vault.create(place, WORDS, cost=CHEAP) as one:
        signed(desk_of(one))
        yield one


@pytest.fixture
def values(vault):
    return bodies(vault.chain.entries())


def codes(entries, signer=SIGNER) -> list[str]:
    return [one.code for one in check_reads(entries, signer, STUDY).findings]


def test_a_log_that_nobody_changed_is_sound(vault):
    checked = check_reads(vault.chain.entries(), SIGNER, STUDY)
    assert checked.findings == []
    assert checked.events == vault.chain.last.seq > 20
    assert checked.reads[CASE].is_signed
    assert list(derived_problems(vault.database, checked)) == []


def test_a_log_chained_anew_without_a_change_is_the_same(vault, values):
    assert chained(values) == list(vault.chain.entries())


def _measure_otherwise(values):
    caliper = first(values, "MeasurementMade")["data"]["caliper"]
    caliper["long"], caliper["short"] = {"start": ["0.000"] * 3, "end": ["41.000", "0.000", "0.000"], "mm": "41"}, None


@pytest.mark.parametrize(
    "change",
    [
        _measure_otherwise,
        lambda values: values[3]["stamp"].update(utc="2026-05-04T09:15:00.000001Z"),
        lambda values: values[3]["stamp"].update(actor="reader-b"),
        lambda values: values[5].update(reason="another"),
        lambda values: first(values, "LocalFindingGiven")["data"].update(reason="another"),
        lambda values: first(values, "ReadSigned")["data"].update(signature="00" * 64),
        lambda values: first(values, "ReadSigned")["data"].update(signature="nothing"),
        lambda values: first(values, "ReadSigned")["data"].update(signed_at="2026-05-04T10:00:00.000001Z"),
        lambda values: first(values, "ReadSigned")["data"].update(meaning="I have seen this case."),
        lambda values: first(values, "ReadSigned")["data"].update(read_sha256="00" * 32),
    ],
)
def test_a_changed_event_breaks_the_signature_over_it(values, change):
    assert codes(changed(values, change)) == ["bad-signature"]


def test_another_printed_name_or_key_is_named(values):
    assert codes(chained(values), replace(SIGNER, name="Dr B. Reader")) == ["other-name"]
    assert codes(chained(values), replace(SIGNER, keys={})) == ["unknown-key"]
    [key] = SIGNER.keys
    assert codes(chained(values), replace(SIGNER, retired={key: "2026-05-04T09:14:59.000000Z"})) == ["retired-key"]
    assert codes(chained(values), replace(SIGNER, retired={key: "2026-05-04T09:15:01.000000Z"})) == []
    renamed = changed(values, lambda all_of: first(all_of, "ReadSigned")["data"].update(name="Dr B. Reader"))
    assert codes(renamed) == ["other-name", "bad-signature"]


@pytest.mark.parametrize("event", ["TimepointOpened", "TimepointLocked", "ConclusionRevealed", "CaseClosed"])
def test_an_event_that_was_left_out_shows(values, event):
    left_out = first(values, event)
    assert set(codes(chained(one for one in values if one is not left_out))) <= {"illegal-event", "bad-signature"}
    assert codes(chained(one for one in values if one is not left_out))


def test_an_event_that_cannot_have_happened_is_named_by_its_number(values):
    values.insert(1, values[0])
    checked = check_reads(chained(values), SIGNER, STUDY)
    assert [one.code for one in checked.findings] == ["illegal-event"]
    assert "Event 2 (C-0001)" in checked.findings[0].text
    assert checked.events == len(values)


def test_a_signature_holds_for_no_other_case(values):
    other = [one | {"case": "C-0002"} for one in values]
    checked = check_reads(chained([*values, *other]), SIGNER, STUDY)
    assert [one.code for one in checked.findings] == ["bad-signature"]
    assert "C-0002" in checked.findings[0].text


def test_a_body_that_is_no_event_is_named_and_other_cases_are_checked_all_the_same(values):
    first(values, "TimepointLocked")["event"] = "Nonsense"
    other = [values[0] | {"case": "C-0002"}]
    checked = check_reads(chained([*values, *other]), SIGNER, STUDY)
    assert [one.code for one in checked.findings] == ["damaged"]
    assert set(checked.reads) == {CASE, "C-0002"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE measurement SET long_mm = '99.9' WHERE lesion = 'T01' AND timepoint = 'TP1'",
        "DELETE FROM measurement WHERE timepoint = 'TP0'",
        "INSERT INTO measurement VALUES ('C-0001', 'TP9', 'T01', 'whole', 'endpoint', '9', NULL, '2.25', 1)",
        "INSERT INTO measurement VALUES ('C-0009', 'TP0', 'T01', 'whole', 'endpoint', '9', NULL, '2.25', 1)",
        "UPDATE read_state SET state = 'waiting'",
        "UPDATE read_state SET last_seq = 1",
        "DELETE FROM read_state",
        "INSERT INTO read_state VALUES ('C-0009', 'waiting', 1, 1, NULL, 1)",
    ],
)
def test_a_derived_table_that_was_edited_is_named(vault, statement):
    class Back(Exception):
        pass

    with pytest.raises(Back), vault.database.writing() as connection:  # noqa: PT012
        connection.exec_driver_sql(statement)
        checked = check_reads(vault.chain.entries(), SIGNER, STUDY)
        assert [one.code for one in derived_problems(vault.database, checked)] == ["derived-differs"]
        raise Back
    checked = check_reads(vault.chain.entries(), SIGNER, STUDY)
    assert list(derived_problems(vault.database, checked)) == []


def test_an_empty_log_is_sound():
    checked = check_reads([], SIGNER, STUDY)
    assert (checked.reads, checked.events, checked.findings) == ({}, 0, [])
    assert Read(CASE).timepoints == ()
