"""Patients about whom two careful readers can differ, or agree for different reasons; in few and thick slices."""

from __future__ import annotations

from seedcryo_reader.demo.phantom.cases.series import PORTAL
from seedcryo_reader.demo.phantom.story import GONE, Case, Expected, Lesion, tumour, unreadable, zone

HAIRBREADTH = Case(
    name="C-0009",
    covers=("local progression by a hairbreadth", "SD by sum"),
    story="At TP3 a zone is 5.4 mm and 22 % larger than at its smallest: half a millimetre less is no progression.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment VI", at=(-96, -2, -12), turn=62, approach=172,
            course=(tumour(26, 21), zone(29, 24), zone(24, 20), zone(29.4, 23)),
        ),
        Lesion(
            "T02", "liver", "segment IVa", at=(-36, -56, 14), turn=15, approach=-100,
            course=(tumour(20, 17), zone(23, 19), zone(18, 15), zone(13, 11)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "SD"),
        viable=("baseline", "CR", "CR", "CR"),
        local=((), (), (), ("T01",)),
    ),
    thick=True,
)  # fmt: skip

UNCLEAR = Case(
    name="C-0010",
    covers=("equivocal new lesion", "PR by sum"),
    story="The target responds; a small spot in the liver at TP2 hardly grows and stays unclear.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment V", at=(-78, -42, -10), turn=-40, approach=-160,
            course=(tumour(28, 22), zone(31, 25), zone(24, 20), zone(17, 14)),
        ),
    ),
    new_lesions=(
        Lesion(
            "N01", "liver", "segment VII", at=(-92, 24, 12), turn=20,
            course=(GONE, GONE, tumour(6, 5), tumour(7, 6)),
            doubt=("none", "none", "equivocal", "equivocal"),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "PR"),
        viable=("baseline", "CR", "CR", "CR"),
        local=((), (), (), ()),
    ),
    thick=True,
)  # fmt: skip

TWO_NEW = Case(
    name="C-0011",
    covers=("two new lesions at one timepoint", "kidney"),
    story="A kidney lesion shrinks a little; at TP2 there are two unequivocal new lesions, far apart.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "kidney", "right lower pole", at=(-68, 46, -34), turn=60,
            course=(tumour(24, 20), zone(27, 22), zone(22, 18), zone(19, 16)),
        ),
    ),
    new_lesions=(
        Lesion(
            "N01", "liver", "segment II", at=(28, -58, 6), turn=12,
            course=(GONE, GONE, tumour(13, 11), tumour(17, 14)),
            doubt=("none", "none", "unequivocal", "unequivocal"),
        ),
        Lesion(
            "N02", "lung", "left lower lobe", at=(90, 38, 44), turn=-20,
            course=(GONE, GONE, tumour(12, 10), tumour(16, 13)),
            doubt=("none", "none", "unequivocal", "unequivocal"),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "SD"),
        viable=("baseline", "CR", "CR", "CR"),
        local=((), (), (), ()),
    ),
    thick=True,
)  # fmt: skip

OBSCURED = Case(
    name="C-0012",
    covers=("node", "not evaluable", "metal"),
    story="TP2 is spoilt by motion; at TP4 streaks of metal lie over one target, so that it may be judged or not.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment VIII", at=(-74, -24, 22), turn=-30, markers=11, approach=-150,
            course=(tumour(25, 20), zone(28, 23), unreadable(zone(25, 20)), zone(22, 18), zone(19, 16)),
        ),
        Lesion(
            "T02", "lymph node", "paraaortic", at=(32, 8, -44), turn=74, node=True,
            course=(tumour(25, 17), tumour(24, 16), unreadable(tumour(22, 15)), tumour(20, 13), tumour(18, 12)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "NE", "SD", "SD"),
        viable=("baseline", "PR", "NE", "PR", "PR"),
        local=((), (), (), (), ()),
    ),
    moved_at=frozenset({2}),
    thick=True,
)  # fmt: skip

OUTSIDE = Case(
    name="C-0013",
    covers=("non-target disease", "SD by sum"),
    story="The target stays controlled while a small untreated lesion grows at TP3: clearly, or not yet clearly.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "adrenal", "left", at=(40, 17, 24), turn=68,
            course=(tumour(27, 21), zone(29, 23), zone(25, 20), zone(23, 18)),
        ),
    ),
    non_targets=(
        Lesion(
            "NT01", "liver", "segment VII", at=(-86, 24, 14), turn=0,
            course=(tumour(9, 8), tumour(9, 8), tumour(10, 9), tumour(16, 13)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "SD"),
        viable=("baseline", "CR", "CR", "CR"),
        local=((), (), (), ()),
    ),
    thick=True,
)  # fmt: skip

DOUBLE_READS: tuple[Case, ...] = (HAIRBREADTH, UNCLEAR, TWO_NEW, OBSCURED, OUTSIDE)
