"""A whole SDTM data set, laid out as public ones are, against a second implementation of RECIST 1.1."""

import pytest
from coordination.batch.sdtm_set import VISITS, data_set

from seedcryo_reader.app.paths import resources
from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.protocol.reader import load_protocol


@pytest.mark.parametrize("seed", range(12))
def test_every_overall_response_of_a_public_layout_follows_from_tu_and_tr(tmp_path, seed):
    protocol = load_protocol(resources() / "protocols" / "recist-1.1" / "1.0.toml")
    made = data_set(seed)
    notices: list[str] = []
    found = {
        (case.subject, case.assessor.evaluator, case.assessor.evaluator_id, one.timepoint.name): one.overall
        for case in read_cases(made.write(tmp_path), protocol, notices.append)
        for one in evaluations(case.course, protocol)
        if one.overall is not None
    }
    told = {(row["USUBJID"], row["TREVAL"], row["TREVALID"], row["VISIT"]) for row in made.tr}
    last = {key[:3]: max(VISITS.index(one[3]) for one in told if one[:3] == key[:3]) for key in told}
    wanted = {key: value for key, value in made.expected.items() if VISITS.index(key[3]) <= last[key[:3]]}
    between = {key for key in wanted if key not in told and key not in found}
    assert found == {key: value for key, value in wanted.items() if key not in between}
    assert all(wanted[key] == "NE" for key in between)
    assert not notices


def test_the_made_data_sets_hold_every_kind_of_response():
    values = {value for seed in range(12) for value in data_set(seed).expected.values()}
    assert values == {"CR", "PR", "SD", "PD", "NE", "NON-CR/NON-PD"}
