"""What each tissue is worth in each series: HU in CT, arbitrary signal in MR."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Palette:
    """Tissue values of one kind of series; ``grain`` scales organ texture, ``edge_mm`` is the half edge width."""

    air: float
    couch_shell: float
    couch_core: float
    skin: float
    fat: float
    muscle: float
    cortical_bone: float
    marrow: float
    disc: float
    canal: float
    cartilage: float
    lung: float
    lung_vessel: float
    heart_wall: float
    aorta: float
    vena_cava: float
    portal: float
    hepatic_vein: float
    liver: float
    spleen: float
    kidney_cortex: float
    kidney_medulla: float
    pancreas: float
    adrenal: float
    bile: float
    gut_wall: float
    gut_fluid: float
    gut_gas: float
    stool: float
    viable: float
    treated: float
    node: float
    track: float
    grain: float
    edge_mm: float


PORTAL_VENOUS = Palette(
    air=-1005,
    couch_shell=40,
    couch_core=-930,
    skin=-5,
    fat=-105,
    muscle=62,
    cortical_bone=760,
    marrow=190,
    disc=92,
    canal=28,
    cartilage=105,
    lung=-868,
    lung_vessel=55,
    heart_wall=112,
    aorta=158,
    vena_cava=148,
    portal=176,
    hepatic_vein=168,
    liver=118,
    spleen=124,
    kidney_cortex=192,
    kidney_medulla=168,
    pancreas=98,
    adrenal=82,
    bile=8,
    gut_wall=98,
    gut_fluid=18,
    gut_gas=-985,
    stool=-10,
    viable=60,
    treated=8,
    node=88,
    track=40,
    grain=1.0,
    edge_mm=1.0,
)

ARTERIAL = replace(
    PORTAL_VENOUS,
    heart_wall=135,
    aorta=318,
    vena_cava=92,
    portal=104,
    hepatic_vein=66,
    liver=74,
    spleen=138,
    kidney_cortex=205,
    kidney_medulla=82,
    pancreas=118,
    adrenal=74,
    gut_wall=118,
    viable=128,
    muscle=58,
    node=72,
    lung_vessel=120,
)

MR_T1_POST = Palette(
    air=4,
    couch_shell=4,
    couch_core=4,
    skin=210,
    fat=150,
    muscle=265,
    cortical_bone=40,
    marrow=215,
    disc=190,
    canal=120,
    cartilage=180,
    lung=24,
    lung_vessel=620,
    heart_wall=520,
    aorta=830,
    vena_cava=800,
    portal=860,
    hepatic_vein=840,
    liver=560,
    spleen=610,
    kidney_cortex=880,
    kidney_medulla=810,
    pancreas=520,
    adrenal=450,
    bile=120,
    gut_wall=520,
    gut_fluid=130,
    gut_gas=6,
    stool=200,
    viable=375,
    treated=165,
    node=470,
    track=260,
    grain=3.2,
    edge_mm=1.5,
)

MR_T2 = replace(
    MR_T1_POST,
    skin=300,
    fat=620,
    muscle=150,
    marrow=340,
    disc=420,
    canal=1150,
    lung=26,
    lung_vessel=90,
    heart_wall=170,
    aorta=45,
    vena_cava=70,
    portal=85,
    hepatic_vein=80,
    liver=250,
    spleen=470,
    kidney_cortex=520,
    kidney_medulla=640,
    pancreas=330,
    adrenal=260,
    bile=1200,
    gut_wall=240,
    gut_fluid=1050,
    stool=420,
    viable=470,
    treated=120,
    node=430,
    track=160,
)
