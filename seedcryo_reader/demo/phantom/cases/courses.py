"""Eight patients, one for each kind of course that a lesion may take."""

from __future__ import annotations

from seedcryo_reader.demo.phantom.cases.series import ARTERIAL, PORTAL, T1, T2
from seedcryo_reader.demo.phantom.story import (
    GONE,
    Case,
    Expected,
    Lesion,
    Oval,
    coalesced,
    merged,
    speck,
    split,
    tumour,
    unreadable,
    zone,
)

PARTIAL = Case(
    name="C-0001",
    covers=("PR by sum", "two phases", "metal"),
    story="Two liver lesions; the zones grow a little at TP1, then involute to a partial response.",
    modality="CT",
    series=(PORTAL, ARTERIAL),
    targets=(
        Lesion(
            "T01", "liver", "segment VI", at=(-96, -2, -18), turn=62, markers=11, approach=172,
            course=(tumour(31, 25), zone(34, 28, Oval(14, 9, 5)), zone(27, 22), zone(20, 16), zone(15, 12)),
        ),
        Lesion(
            "T02", "liver", "segment IVa", at=(-36, -56, 14), turn=15, approach=-100,
            course=(tumour(22, 18), zone(24, 20), zone(19, 16), zone(14, 12), zone(11, 9)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "PR", "PR"),
        viable=("baseline", "PR", "CR", "CR", "CR"),
        local=((), (), (), (), ()),
    ),
)  # fmt: skip

COMPLETE = Case(
    name="C-0002",
    covers=("CR by sum", "node", "too small to measure"),
    story="Liver and lung lesion disappear; a node shrinks below 10 mm short axis but stays visible.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment VIII", at=(-74, -24, 22), turn=-30, approach=-150,
            course=(tumour(18, 15), zone(21, 18), zone(12, 10), GONE, GONE),
        ),
        Lesion(
            "T02", "lymph node", "paraaortic", at=(32, 8, -48), turn=74, node=True,
            course=(tumour(26, 17), tumour(23, 15), tumour(19, 12), tumour(13, 8), tumour(12, 7)),
        ),
        Lesion(
            "T03", "lung", "right lower lobe", at=(-66, 56, 46), turn=25,
            course=(tumour(16, 13), zone(19, 16), speck(3.5), GONE, GONE),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "PR", "CR", "CR"),
        viable=("baseline", "PR", "PR", "CR", "CR"),
        local=((), (), (), (), ()),
    ),
)  # fmt: skip

STABLE = Case(
    name="C-0003",
    covers=("SD by sum", "not evaluable", "metal"),
    story="Adrenal and liver lesion stay the same size; TP2 is spoilt by motion and noise.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "adrenal", "left", at=(40, 17, 27), turn=68,
            course=(
                tumour(28, 21), zone(30.5, 23, Oval(12, 9, 5)), unreadable(zone(30, 23, Oval(11, 9, 5))),
                zone(29, 22, Oval(10, 8, 5)), zone(27, 21, Oval(9, 8, 5)), zone(28, 21, Oval(9, 8, 5)),
            ),
        ),
        Lesion(
            "T02", "liver", "segment V", at=(-80, -40, -14), turn=-48, markers=8, approach=-168,
            course=(
                tumour(26, 22), zone(29, 24, Oval(10, 8, -6)), unreadable(zone(28, 24, Oval(9, 8, -6))),
                zone(27, 23, Oval(8, 7, -6)), zone(25, 21, Oval(7, 6, -5)), zone(26, 21, Oval(7, 6, -5)),
            ),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "NE", "SD", "SD", "SD"),
        viable=("baseline", "PR", "NE", "PR", "PR", "PR"),
        local=((), (), (), (), (), ()),
    ),
    moved_at=frozenset({2}),
)  # fmt: skip

PROGRESS = Case(
    name="C-0004",
    covers=("PD by sum", "non-target disease"),
    story="Liver and lung lesion shrink to a nadir at TP2 and grow back at TP3.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment III", at=(28, -58, 6), turn=8, approach=-80,
            course=(
                tumour(24, 19), zone(26, 21, Oval(10, 8, 4)), zone(22, 18, Oval(8, 7, 3)), zone(29, 22, Oval(20, 14)),
            ),
        ),
        Lesion(
            "T02", "lung", "left lower lobe", at=(88, 40, 45), turn=-35,
            course=(
                tumour(18, 15), zone(17, 14, Oval(7, 6, 1)), zone(15, 12, Oval(6, 5)), zone(21, 17, Oval(12, 9)),
            ),
        ),
    ),
    non_targets=(
        Lesion(
            "NT01", "liver", "segment VII", at=(-86, 24, 14), turn=0,
            course=(tumour(8, 7), tumour(8, 7), tumour(8, 7), tumour(9, 8)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "PD"),
        viable=("baseline", "PR", "PR", "PD"),
        local=((), (), (), ("T01", "T02")),
    ),
)  # fmt: skip

LOCAL = Case(
    name="C-0005",
    covers=("local progression without PD by sum", "kidney"),
    story="A viable nodule appears at the edge of one zone at TP3 and grows at TP4, while the sum goes on falling.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment VII", at=(-94, 2, 16), turn=40, approach=165,
            course=(
                tumour(26, 20), zone(30, 25), zone(26, 22), zone(22, 18, Oval(7, 7, 12)), zone(20, 16, Oval(11, 11, 9)),
            ),
        ),
        Lesion(
            "T02", "liver", "segment II", at=(28, -57, 6), turn=5, approach=-95,
            course=(tumour(28, 21), zone(31, 24), zone(25, 20), zone(20, 16), zone(18, 14)),
        ),
        Lesion(
            "T03", "kidney", "right lower pole", at=(-68, 46, -38), turn=60,
            course=(tumour(24, 20), zone(26, 22), zone(22, 19), zone(20, 17), zone(19, 16)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "SD", "SD"),
        viable=("baseline", "CR", "CR", "PD", "PD"),
        local=((), (), (), ("T01",), ("T01",)),
    ),
)  # fmt: skip

NEW = Case(
    name="C-0006",
    covers=("new lesion", "PR by sum", "non-target disease"),
    story="Targets respond; a liver speck at TP2 is an unequivocal new lesion at TP3, with another one in the lung.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment V", at=(-78, -42, -10), turn=-40, approach=-160,
            course=(tumour(30, 24), zone(33, 27, Oval(9, 8, -7)), zone(24, 20), zone(19, 15)),
        ),
        Lesion(
            "T02", "liver", "segment II", at=(28, -58, 6), turn=12, approach=-85,
            course=(tumour(20, 17), zone(22, 18), zone(16, 13), zone(12, 10)),
        ),
    ),
    non_targets=(
        Lesion(
            "NT01", "lymph node", "paraaortic", at=(32, 8, -48), turn=80, node=True,
            course=(tumour(17, 12), tumour(17, 12), tumour(16, 11.5), tumour(16, 11.5)),
        ),
    ),
    new_lesions=(
        Lesion(
            "N01", "liver", "segment VII", at=(-92, 24, 12), turn=20,
            course=(GONE, GONE, tumour(6, 5), tumour(16, 13)),
            doubt=("none", "none", "equivocal", "unequivocal"),
        ),
        Lesion(
            "N02", "lung", "left lower lobe", at=(90, 38, 47), turn=-20,
            course=(GONE, GONE, GONE, tumour(11, 9)),
            doubt=("none", "none", "none", "unequivocal"),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "PR"),
        viable=("baseline", "PR", "CR", "CR"),
        local=((), (), (), ()),
    ),
)  # fmt: skip

SPLIT_MERGE = Case(
    name="C-0007",
    covers=("split", "merge", "node", "PR by sum"),
    story="One large liver lesion falls into two parts at TP2; two neighbours coalesce at TP3; a node shrinks.",
    modality="CT",
    series=(PORTAL,),
    targets=(
        Lesion(
            "T01", "liver", "segment VII", at=(-92, -2, 14), turn=70,
            course=(
                tumour(42, 26), zone(44, 29, Oval(10, 9, 12)),
                split(zone(16, 14, along=-13), zone(13, 12, along=13)),
                split(zone(12, 10, along=-13), zone(10, 9, along=13)),
                split(zone(10, 9, along=-13), zone(9, 8, along=13)),
            ),
        ),
        Lesion(
            "T02", "liver", "segment V", at=(-100, -22, -24), turn=-28,
            course=(
                tumour(18, 15), tumour(19, 15), tumour(19, 15), coalesced(Oval(20, 15, 3), Oval(20, 15, 21)),
                coalesced(Oval(17, 13, 5.5), Oval(17, 13, 18.5)),
            ),
        ),
        Lesion(
            "T03", "liver", "segment IVa", at=(-77, -33, -24), turn=-28,
            course=(tumour(15, 13), tumour(16, 14), tumour(16, 14), merged("T02"), merged("T02")),
        ),
        Lesion(
            "T04", "lymph node", "paraaortic", at=(32, 8, -46), turn=70, node=True,
            course=(tumour(27, 18), tumour(25, 16), tumour(22, 14), tumour(20, 13), tumour(19, 12)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "SD", "SD", "SD", "PR"),
        viable=("baseline", "PR", "PR", "PR", "PR"),
        local=((), (), (), (), ()),
    ),
)  # fmt: skip

MAGNETIC = Case(
    name="C-0008",
    covers=("MR", "PD by whole size only", "PR by sum"),
    story="MR: at TP1 the zones are much larger than the lesions were, yet nothing enhances; then they involute.",
    modality="MR",
    series=(T1, T2),
    targets=(
        Lesion(
            "T01", "liver", "segment VI", at=(-92, -4, -4), turn=64, approach=170,
            course=(tumour(25, 20), zone(38, 32), zone(27, 22), zone(22, 18), zone(16, 13)),
        ),
        Lesion(
            "T02", "liver", "segment IVa", at=(-40, -54, 12), turn=10, approach=-95,
            course=(tumour(21, 17), zone(33, 27), zone(23, 19), zone(18, 14), zone(13, 11)),
        ),
    ),
    expected=Expected(
        whole=("baseline", "PD", "SD", "SD", "PR"),
        viable=("baseline", "CR", "CR", "CR", "CR"),
        local=((), (), (), (), ()),
    ),
)  # fmt: skip

COURSES: tuple[Case, ...] = (PARTIAL, COMPLETE, STABLE, PROGRESS, LOCAL, NEW, SPLIT_MERGE, MAGNETIC)
