"""What decided local control of a subject, and that no row of the results is without its reason."""

from coordination.endpoints.tables import M3, M6, M9, M12, day_rows, read_rows, with_values, worked

from seedcryo_reader.coordination.endpoints.control import Controlled, Status, of_subject
from seedcryo_reader.coordination.endpoints.tables import COLUMNS, rows


def test_of_several_targets_the_one_that_failed_first_gives_rule_and_day():
    late = Controlled(Status.FAILED, "local-progression", "Local progression on day 300.", 300)
    early = Controlled(Status.FAILED, "reintervention", "Treated again on day 100, before the landmark.", 100)
    unknown = Controlled(Status.FAILED, "not_evaluable", "Its status at the landmark is not known.")
    whole = of_subject(
        {"T01": unknown, "T02": late, "T03": early, "T04": Controlled(Status.CONTROLLED, "landmark", "-")}
    )
    assert (whole.lesion, whole.rule, whole.day) == ("T03", "reintervention", 100)
    assert of_subject({"T01": unknown, "T02": late}).lesion == "T02"


def test_every_row_has_its_reason_and_local_control_the_day_that_decided(protocol, tmp_path):
    visits = {
        "S1": {"TP0": "T01=40", "TP1": "T01=38", "TP4": "T01=60"},
        "S2": {"TP0": "T01=40"},
        "S3": {"TP0": "T01=40", "TP1": "T01=38", "TP4": "T01=38"},
        "S4": {"TP0": "T01=40", "TP1": "T01=38", "TP3": "T01=38"},
        "S5": {"TP0": "T01=40", "TP1": "T01=38"},
    }
    days = {"TP1": M3, "TP3": M9, "TP4": M12}
    more = {"S2": [("death", 20)], "S3": [("reintervention", M6)], "S5": [("cutoff", 200)]}
    reads = [row for subject, said in visits.items() for row in read_rows(said, subject)]
    scans = [
        row
        for subject, said in visits.items()
        for row in day_rows(
            {"TP0": -7} | {one: days[one] for one in said if one in days}, *more.get(subject, []), subject=subject
        )
    ]
    few = with_values(protocol, bootstrap=100)
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows(worked(tmp_path, reads, scans, few), few)]
    assert all(row["reason"].endswith(".") for row in found)
    assert [(row["rule"], row["day"]) for row in found if row["endpoint"] == "LC" and row["variant"] == "primary"] == [
        ("local-progression", "365"),
        ("death", "20"),
        ("reintervention", "182"),
        ("not_evaluable", ""),
        ("cutoff", "200"),
    ]
    assert {row["counts"] for row in found if row["endpoint"] != "BOR"} == {""}
