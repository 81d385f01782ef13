"""Words that tell the arm, and dates, in every spelling; innocent words are left alone."""

import pytest
from casefile.leaks.masked_ct import image

from seedcryo_reader.casefile.leaks import codes as code_table
from seedcryo_reader.casefile.leaks import values
from seedcryo_reader.casefile.leaks.check import check_text

TELLING = [
    "seed", "Seeds", "SEED IMPLANT", "PostSeedCT", "seed_implant", "I-125", "I125", "i 125", "125I", "¹²⁵I", "125-I",
    "Iodine-125", "IODINE 125 seed", "iodine seed", "brachytherapy",
    "BRACHY", "postbrachy", "cryo", "Cryoablation",
    "cryo-ablation", "argon-helium", "Argon/Helium", "iceball", "ice ball", "ICE-BALL", "ablated", "RF ablation", "TPS",
    "needle", "needles",
    "probe", "applicator", "粒子", "碘125", "碘-125",
    "冷冻", "冷 冻", "氩氦刀", "消融术",
    "近距离放疗", "植入", "ｓｅｅｄ", "ＣＲＹＯ", "Ｉ－１２５",
    "s-e-e-d", "S E E D", "c.r.y.o", "séed", "cr\u200byo", "ѕееd", "сryo",
    "Pd-103", "brach\u00adytherapy", "seed, cryo arm", "SEED-CRYO seed", "SEED-CRYOABLATION",
]  # fmt: skip
INNOCENT = [
    "iodinated contrast", "Iodine contrast", "iodine map", "proceed", "seeded", "needless", "probed",
    "CT portal venous",
    "brachycephaly", "SEED-CRYO", "seedcryo-reader", "MR T2", "exceeds", "2125", "5125", "paragon", "https", "liver",
    "steps", "碘造影剂", "Procedure", "MI125X", "HI 1250", "jargon", "",
]  # fmt: skip
DATES = [
    "2024-01-31", "2024/1/31", "2024.01.31", "20240131",
    "31.01.2024", "31/1/2024", "01/31/2024", "31 Jan 2024",
    "January 31, 2024", "20240131.dcm", "2024年1月31日", "20240131120000",
    "２０２４-01-31", '"19310227"', "scan of 19310227",
]  # fmt: skip
NO_DATES = [
    "1.2.840.10008.1.2",
    "2.25." + "1" * 39,
    "TP20",
    '{"bytes":20240131}',
    "9" * 20,
    "20249931",
    "1.1",
    "c20240131",
]


@pytest.mark.parametrize("text", TELLING)
def test_telling_words_are_found(text, rules):
    assert [one.code for one in check_text(text, rules, "case.json")] == ["arm-term"]


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_words_are_not(text, rules):
    assert check_text(text, rules, "case.json") == ()


@pytest.mark.parametrize("text", DATES)
def test_dates_are_found(text, rules):
    assert [one.code for one in check_text(text, rules, "case.json")] == ["date"]


@pytest.mark.parametrize("text", NO_DATES)
def test_other_numbers_are_no_dates(text, rules):
    assert check_text(text, rules, "case.json") == ()


def test_escaped_text_is_read(rules):
    assert [one.code for one in check_text('{"label":"\\u7c92\\u5b50"}', rules, "x")] == ["arm-term"]
    assert [one.code for one in check_text("\\ud800 seed", rules, "x")] == ["arm-term"]


@pytest.mark.parametrize(
    "charset", ["utf-8", "gb18030", "gb2312", "big5", "utf-16-le", "utf-16-be", "utf-16", "hz", "utf-7"]
)
@pytest.mark.parametrize("word", ["seed", "冷凍", "粒子"])
def test_words_are_found_in_every_character_set(charset, word, codes):
    try:
        value = word.encode(charset)
    except UnicodeEncodeError:
        value = word.encode("gb18030")
    assert {"free-text", "arm-term"} <= set(codes(image({0x00181016: ("LO", value)})))


@pytest.mark.parametrize("value", [
    b"\x1b$)A\xc1\xa3\xd7\xd3", b"\x1b$AA#WS\x1b(B", b"SE\x1b(BED", b"\x1b$)Cseed", b"cr\0yo", b"see\\d",
])  # fmt: skip
def test_words_are_found_behind_escapes_and_separators(value, codes):
    assert "arm-term" in codes(image({0x00181016: ("LO", value)}))


@pytest.mark.parametrize(("vr", "tag"), [
    ("LO", 0x00091001), ("UN", 0x00091001), ("OB", 0x00091001), ("UT", 0x00091001), ("PN", 0x00100010),
    ("CS", 0x00180015),
    ("DS", 0x00180050), ("UI", 0x0020000E), ("DA", 0x00080020), ("IS", 0x00200013),
    ("AE", 0x00080054), ("OW", 0x00282000),
])  # fmt: skip
def test_words_are_found_whatever_the_vr(vr, tag, codes):
    assert "arm-term" in codes(image({tag: (vr, b"CRYOABLATION")}))


def test_words_are_found_in_a_binary_value_that_is_not_too_large(codes):
    blob = bytes(range(256)) * 7
    assert "arm-term" in codes(image({0x00291010: ("OB", blob + b" I-125 seeds " + blob)}))
    assert "arm-term" in codes(image({0x00291010: ("OB", blob + "iceball".encode("utf-16-le") + blob)}))
    assert "arm-term" not in codes(image({0x00291010: ("OB", blob)}))
    larger = codes(image({0x00291010: ("OB", blob * 3 + b" I-125 seeds ")}))
    assert ("private" in larger, "arm-term" in larger) == (True, False)


def test_no_permitted_value_tells_the_arm(rules):
    texts = [term for terms in code_table.CODES.values() for term in terms.replace("@", " ").split()]
    texts += [meaning for _, entries in values.CODED.values() for meaning in entries.values()]
    texts += [piece for pattern in values.TEXTS.values() for piece in pattern.replace("-?", "-").split("|")]
    assert [text for text in texts if rules.terms.are_in(text)] == []
