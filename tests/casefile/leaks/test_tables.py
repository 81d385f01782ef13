"""The tables are read whole, and a damaged one stops the checker."""

import csv
import itertools
import shutil
import time

import pytest
from casefile.leaks.masked_ct import image
from pydicom.datadict import DicomDictionary

from seedcryo_reader.casefile.leaks.dictionary import entry
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.leaks.tables import ARM_FILE, CLASSES_FILE, PROFILE_FILE, TERMS_FILE, read_tables
from seedcryo_reader.domain.errors import EnvironmentFailure


def test_every_row_is_used(tables):
    read = read_tables(tables)
    assert len(read.profile) + len(read.repeating) + 1 == 621 - 1  # (60XX,3000) and (60XX,4000) are one entry
    assert (len(read.arm), len(read.classes)) == (106, 103)


def test_reading_is_quick(tables):
    start = time.perf_counter()
    read_rules(tables)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("name", [PROFILE_FILE, ARM_FILE, CLASSES_FILE, TERMS_FILE])
@pytest.mark.parametrize("damage", ["gone", "short", "empty", "binary", "unknown"])
def test_a_damaged_table_is_refused(tables, tmp_path, name, damage):
    folder = tmp_path / "tables"
    shutil.copytree(tables, folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if damage == "gone":
        path.unlink()
    elif damage == "binary":
        path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    elif damage == "unknown":
        path.write_text(text.replace(",X,", ",Q,").replace("remove for", "keep for").replace(",word,", ",some,")
                        .replace("uid,name", "id,name"), encoding="utf-8")  # fmt: skip
    else:
        path.write_text(text[: len(text) // 2] if damage == "short" else "", encoding="utf-8")
    with pytest.raises(EnvironmentFailure, match=name):
        read_rules(folder)


def test_every_attribute_of_the_arm_list_is_noticed_with_a_value(tables, codes):
    with (tables / ARM_FILE).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    passed = []
    for row in rows:
        tag, vr = int(row["tag"][1:5] + row["tag"][6:10], 16), row["vr"]
        value = [{0x00080104: ("LO", b"QXZ")}] if vr == "SQ" else b"20240101" if vr in {"DA", "FD"} else b"QXZWVJ"
        if not codes(image({tag: (vr, value)})):
            passed.append(row["keyword"])
    assert passed == []


def test_every_attribute_of_table_e_1_1_is_noticed_with_a_value(tables, codes, rules):
    passed = []
    for tag in read_tables(tables).profile:
        if tag >> 16 < 8:
            continue
        for vr in sorted(entry(tag).vrs):
            value = [{0x00080104: ("LO", b"QXZ")}] if vr == b"SQ" else b"QXZWVJKY"
            if not codes(image({tag: (vr.decode(), value)})):
                passed.append(f"{tag:08X}")
    assert passed == []


@pytest.mark.parametrize(
    "value", [b"QXZWVJKY", b"19310227", b"DOE^JANE", "张三丰李".encode()], ids=["letters", "digits", "name", "zh"]
)
def test_every_attribute_of_dicom_is_noticed_with_such_a_value(value, codes):
    kinds = [(tag, vr) for tag, (vrs, *_) in DicomDictionary.items() for vr in vrs.split(" or ")]
    # Four bytes of digits are a plausible small float, of which no name or date can be made.
    tried = itertools.filterfalse(lambda one: one[1] == "FL" and value.isdigit(), kinds)
    passed = [
        f"{tag:08X} {vr}"
        for tag, vr in tried
        if 8 <= tag >> 16 < 0xFFFE and vr not in {"SQ", "NONE"} and not codes(image({tag: (vr, value)}))
    ]
    assert passed == []
