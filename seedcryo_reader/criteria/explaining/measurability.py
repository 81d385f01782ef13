"""Which lesions can be measured at the baseline."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.words import bullets, cited, listed, literal, mm, number, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol

_NODES: Final = {
    "ask": (
        "Whether thick slices raise the limit for lymph nodes too is not settled (EORTC): such a node is put to the "
        "reader as a decision."
    ),
    "as others": (
        "Thick slices raise the limit for lymph nodes as they do for other lesions; a node below it is non-target "
        "disease."
    ),
    "no matter": "Thick slices do not change the limit for lymph nodes.",
}

_PRIOR: Final = {
    "not measurable": (
        "A lesion that was treated locally before the trial is not measurable, whether or not it has progressed since."
    ),
    "not measurable unless progressed": (
        "A lesion that was treated locally before the trial is measurable only if it has progressed since."
    ),
    "measurable": "A lesion that was treated locally before the trial is measurable as any other.",
}


def lines(protocol: Protocol) -> Iterator[str]:
    """The limits as a table, then what no limit says."""
    rule = protocol.measurability
    thick, times = mm(rule.thick_slice_mm), number(rule.slice_factor)
    yield from sentence(f"Measurable at the baseline {cited(rule.paragraph)}:")
    yield from table(
        ("Lesion", "Measurable if"),
        (
            (f"Non-nodal, CT or MRI, slices at most {thick} apart", f"longest diameter ≥ {mm(rule.non_nodal_mm)}"),
            (
                f"Non-nodal, CT or MRI, slices more than {thick} apart",
                f"longest diameter ≥ {times} × slice distance, and ≥ {mm(rule.non_nodal_mm)}",
            ),
            ("Non-nodal, chest X-ray", f"longest diameter ≥ {mm(rule.chest_xray_mm)}"),
            ("Superficial, by calipers", f"longest diameter ≥ {mm(rule.caliper_mm)}"),
            ("Lymph node", f"short axis ≥ {mm(rule.node_target_mm)}"),
        ),
    )
    known = f"{mm(rule.node_pathological_mm)} to below {mm(rule.node_target_mm)}"
    yield from bullets(
        f"A lymph node with a short axis of {known} is pathological, and non-target disease; below "
        f"{mm(rule.node_pathological_mm)} it is normal, and no disease.",
        _NODES[rule.thick_slice_nodes],
        "Ultrasound may be used to measure, with the limits of CT and MRI."
        if rule.ultrasound
        else "Ultrasound is never used to measure.",
        _PRIOR[rule.prior_treatment] + " Treatment in the trial does not matter here: the baseline lies before it.",
        f"Never measurable: {listed(map(literal, rule.never), none='no kind of lesion is named')}.",
        f"No disease at all: {listed(map(literal, rule.no_disease), none='no kind of lesion is named')}.",
    )
