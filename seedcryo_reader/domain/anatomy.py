"""The closed anatomical vocabulary: organs, and the places within each that a target may lie in.

A place is chosen, never typed, so that no free text travels with a case. Liver: Couinaud's segments as in the Brisbane
2000 terminology. Lymph nodes: the regions of the AJCC staging manual (8th edition) at the grain a read needs.
"""

from typing import Final

LYMPH_NODE: Final = "lymph node"
"""The organ whose lesions are measured by their short axis (RECIST 1.1, Eisenhauer 2009, section 3.1)."""

_SIDES: Final = ("left", "right")
_LOBES: Final = ("left upper lobe", "left lower lobe", "right upper lobe", "right middle lobe", "right lower lobe")

PLACES: Final[dict[str, tuple[str, ...]]] = {
    "liver": (
        *(f"segment {number}" for number in ("I", "II", "III", "IVa", "IVb", "V", "VI", "VII", "VIII")),
        "left lobe",
        "right lobe",
    ),
    "lung": (*_LOBES, "left hilum", "right hilum", "lingula"),
    "pleura": _SIDES,
    "mediastinum": ("anterior", "middle", "posterior"),
    "chest wall": _SIDES,
    "oesophagus": ("upper third", "middle third", "lower third"),
    "stomach": ("cardia", "body", "antrum"),
    "pancreas": ("head", "neck", "body", "tail", "uncinate process"),
    "bile duct": ("hilar", "extrahepatic", "gallbladder"),
    "spleen": ("whole organ",),
    "kidney": tuple(f"{side} {part}" for side in _SIDES for part in ("upper pole", "middle third", "lower pole")),
    "adrenal": _SIDES,
    "small bowel": ("duodenum", "jejunum", "ileum"),
    "colon": ("ascending", "transverse", "descending", "sigmoid"),
    "rectum": ("upper third", "middle third", "lower third"),
    "peritoneum": ("upper abdomen", "mid abdomen", "pelvis"),
    "retroperitoneum": ("left", "right", "midline"),
    "bladder": ("whole organ",),
    "prostate": ("left", "right", "midline"),
    "uterus": ("body", "cervix"),
    "ovary": _SIDES,
    "pelvic wall": ("left", "right", "presacral"),
    "head and neck": ("left", "right", "midline"),
    "thyroid": ("left lobe", "right lobe", "isthmus"),
    "brain": ("left supratentorial", "right supratentorial", "infratentorial"),
    "breast": _SIDES,
    "bone": ("skull", "cervical spine", "thoracic spine", "lumbar spine", "sacrum", "rib", "sternum", "scapula",
             "clavicle", "pelvis", "upper limb", "lower limb"),
    "soft tissue": ("head and neck", "trunk", "upper limb", "lower limb"),
    LYMPH_NODE: (
        "left cervical", "right cervical", "left supraclavicular", "right supraclavicular", "left axillary",
        "right axillary", "mediastinal", "left hilar", "right hilar", "hepatoduodenal", "mesenteric", "coeliac",
        "paraaortic", "left iliac", "right iliac", "left inguinal", "right inguinal", "perirectal",
    ),
}  # fmt: skip
"""Organ → its places."""


def why_no_place(organ: str) -> str:
    """What is wrong with a place that the vocabulary does not know, and what it knows; the value is not repeated."""
    if organ not in PLACES:
        return f"the organ is not in the vocabulary ({', '.join(PLACES)})"
    return f"the place is not one of the organ {organ!r} ({', '.join(PLACES[organ])})"


def is_place(organ: str, place: str) -> bool:
    """Whether the vocabulary knows this place in this organ."""
    return place in PLACES.get(organ, ())
