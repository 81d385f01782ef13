"""Rates over all subjects and their intervals."""

from decimal import Decimal

import pytest
from coordination.endpoints.tables import M3, M12, day_rows, read_rows, with_values, worked
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.endpoints.control import Status
from seedcryo_reader.coordination.endpoints.rates import of_lesions, of_subjects
from seedcryo_reader.coordination.endpoints.results import reader_rates


@pytest.fixture(scope="module")
def options(protocol):
    """Few samples are enough here."""
    return with_values(protocol, bootstrap=200).endpoints.local_control


@pytest.mark.parametrize(
    ("count", "of", "expected"),
    [
        (49, 52, ("0.9423", "0.8436", "0.9802")),
        (172, 202, ("0.8515", "0.7959", "0.8939")),
        (0, 10, ("0.0000", "0.0000", "0.2775")),
        (10, 10, ("1.0000", "0.7225", "1.0000")),
    ],
)
def test_a_rate_of_subjects_has_the_wilson_interval(count, of, expected, options):
    found = of_subjects(count, of, options)
    assert tuple(map(str, (found.rate, found.lower, found.upper))) == expected
    assert wilson(count, of) == pytest.approx((float(found.lower), float(found.upper)), abs=6e-5)


def wilson(count, of):
    """Wilson's formula written out, with the normal quantile for 95 %."""
    z, share = 1.959963984540054, count / of
    middle, spread = share + z * z / (2 * of), z * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def test_the_level_of_confidence_is_the_protocol_s(options):
    wide, narrow = (
        of_subjects(30, 40, options.model_copy(update={"confidence": Decimal(level)})) for level in ("99", "80")
    )
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_without_anything_to_count_there_is_no_rate(options):
    assert (of_subjects(0, 0, options).rate, of_lesions({"S1": []}, options).rate) == (None, None)


def test_lesions_of_one_subject_are_drawn_together(options):
    """Ten subjects of ten lesions that all share one fate vary as ten, not as a hundred."""
    clustered = {f"S{k}": [k < 8] * 10 for k in range(10)}
    single = {f"S{k}": [k % 10 < 8] for k in range(100)}
    wide, narrow = of_lesions(clustered, options), of_lesions(single, options)
    assert (wide.rate, narrow.rate) == (Decimal("0.8000"), Decimal("0.8000"))
    assert wide.upper - wide.lower > 2 * (narrow.upper - narrow.lower)


def test_the_same_seed_gives_the_same_interval_and_another_one_another(options):
    found = {f"S{k}": [k % 3 > 0, k % 4 > 0, k % 5 > 0] for k in range(30)}
    assert of_lesions(found, options) == of_lesions(found, options)
    assert of_lesions(found, options) != of_lesions(found, options.model_copy(update={"seed": 1}))


@settings(deadline=None, max_examples=25)
@given(
    found=st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.lists(st.booleans(), max_size=4), max_size=8),
    shuffled=st.randoms(use_true_random=False),
)
def test_the_order_of_subjects_and_lesions_never_matters(found, shuffled, options):
    subjects = [(subject, shuffled.sample(lesions, len(lesions))) for subject, lesions in found.items()]
    shuffled.shuffle(subjects)
    rate = of_lesions(dict(subjects), options)
    assert rate == of_lesions(found, options)
    if rate.of:
        assert 0 <= rate.lower <= rate.rate <= rate.upper <= 1 or rate.count not in {0, rate.of}


def test_rates_count_what_is_controlled_or_failed_and_tell_the_rest_apart(protocol, tmp_path):
    """Four subjects of two targets: all controlled; one failed; one not evaluable; dead without an assessment."""
    last = {"A": "T01=38; T02=38", "B": "T01=38; T02=60", "C": "T01=38; T02=NE", "D": None}
    reads, days = [], []
    for subject, said in last.items():
        visits = {"TP0": "T01=40; T02=40", "TP1": "T01=38; T02=38"} | ({"TP4": said} if said else {})
        reads += read_rows(visits, subject)
        scans = {"TP0": -7, "TP1": M3} | ({"TP4": M12} if said else {})
        days += day_rows(scans, *((("death", 200),) if not said else ()), subject=subject)
    days += day_rows({}, ("reintervention", 100, "T01"), ("reintervention", 150, "T01"), subject="A")
    competing = with_values(protocol, death="competing", bootstrap=100)
    results = worked(tmp_path, reads, days, competing)
    (reader,) = reader_rates(results, competing)
    rates = reader_rates(results, competing)[reader]
    assert (rates.lesions["assisted"].count, rates.lesions["assisted"].of) == (4, 5)
    assert (rates.lesions["primary"].count, rates.lesions["primary"].of) == (3, 5)
    assert (rates.subjects["assisted"].count, rates.subjects["assisted"].of) == (1, 2)
    assert rates.subject_statuses["assisted"] == {
        Status.CONTROLLED: 1,
        Status.FAILED: 1,
        Status.EXCLUDED: 1,
        Status.COMPETING: 1,
    }
    assert rates.lesion_statuses["primary"][Status.COMPETING] == 2
    assert {what: (one.count, one.of) for what, one in rates.treated_again.items()} == {
        "lesions by landmark": (1, 8),
        "subjects by landmark": (1, 4),
        "lesions ever": (1, 8),
        "subjects ever": (1, 4),
    }


@pytest.mark.parametrize(("day", "count"), [(393, 1), (394, 0)])
def test_a_further_treatment_counts_up_to_the_end_of_the_landmark_s_window(day, count, protocol, tmp_path):
    few = with_values(protocol, bootstrap=100)
    reads = read_rows({"TP0": "T01=40", "TP1": "T01=38"})
    results = worked(tmp_path, reads, day_rows({"TP0": -7, "TP1": M3}, ("reintervention", day)), few)
    again = reader_rates(results, few)["R1"].treated_again
    assert (again["lesions by landmark"].count, again["subjects by landmark"].count) == (count, count)
    assert (again["lesions ever"].count, again["subjects ever"].count) == (1, 1)
