"""The reader's call is what counts where the protocol says so; what only a call says is dated as a measurement."""

from coordination.endpoints.tables import (
    DAY_COLUMNS,
    M3,
    M6,
    READ_COLUMNS,
    day_rows,
    ended,
    read_rows,
    with_values,
    write,
)

from seedcryo_reader.coordination.endpoints.working_out import work_out

VISITS = {"TP0": "T01=40", "TP1": "T01=38", "TP2": "T01=60"}


def called(folder, protocol, overall=(), local=(), visits=VISITS):
    """The result of one subject, with calls as pairs of timepoint and value."""
    said = dict(local)
    rows = [(*row, said.get(row[2], "") if row[4] == "target" else "") for row in read_rows(visits)]
    blank = ("",) * (len(READ_COLUMNS) - 5)
    rows += [("S1", "R1", timepoint, "", "timepoint", *blank, call) for timepoint, call in overall]
    reads = write(folder / "reads.csv", (*READ_COLUMNS, "call"), rows)
    days = write(folder / "days.csv", DAY_COLUMNS, day_rows({"TP0": -7, "TP1": [M3, M3 + 5], "TP2": [M6, M6 + 5]}))
    (found,) = work_out(reads, days, protocol, lambda _text: None)
    return found


def test_a_call_overrules_what_was_computed(protocol, tmp_path):
    computed = called(tmp_path, protocol)
    assert ended(computed.pfs["strict"]) == ended(computed.lpfs["strict"]) == ("EVENT", M6 + 5, "P03")
    stable = called(tmp_path, protocol, overall=[("TP2", "SD")])
    assert ended(stable.pfs["strict"]) == ("CENSORED", M6 + 5, "P02")
    assert ended(stable.lpfs["strict"]) == ("EVENT", M6 + 5, "P03")
    local = called(tmp_path, protocol, local=[("TP2", "no LP")])
    assert ended(local.lpfs["strict"]) == ("CENSORED", M6 + 5, "P02")


def test_progression_that_only_a_call_says_has_the_day_of_a_measurement(protocol, tmp_path):
    found = called(tmp_path, protocol, overall=[("TP1", "PD")], local=[("TP1", "LP")])
    assert ended(found.pfs["strict"]) == ended(found.lpfs["strict"]) == ("EVENT", M3 + 5, "P03")
    assert found.lesions[0].timepoint == "TP1"
    first = called(tmp_path, with_values(protocol, sum_progression_day="first"), overall=[("TP1", "PD")])
    assert first.pfs["strict"].day == M3


def test_where_what_is_computed_counts_calls_change_nothing(protocol, tmp_path):
    computed = with_values(protocol, calls__counts="computed")
    with_calls = called(tmp_path, computed, overall=[("TP1", "PD"), ("TP2", "SD")], local=[("TP1", "LP")])
    assert with_calls == called(tmp_path, computed)


def test_local_progression_that_stays_keeps_the_day_of_its_measurement(protocol, tmp_path):
    visits = {"TP0": "T01=40", "TP1": "T01=30", "TP2": "T01=60", "TP3": "T01=61/present/new/none"}
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, read_rows(visits))
    scans = {"TP0": -7, "TP1": M3, "TP2": [M6, M6 + 5], "TP3": 273}
    days = write(tmp_path / "days.csv", DAY_COLUMNS, day_rows(scans))
    (found,) = work_out(reads, days, protocol, lambda _text: None)
    assert ended(found.lpfs["strict"]) == ("EVENT", M6 + 5, "P03")
