"""Numbers are written from their value, exactly where geometry needs it, and never in a source's characters."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from seedcryo_reader.casefile.masking import attributes
from seedcryo_reader.casefile.masking.rules import Number
from seedcryo_reader.casefile.masking.spelling import decimal_string, rounded
from seedcryo_reader.imaging.files.elements import Elements

VALID = st.one_of(
    st.from_regex(r"[+-]?[0-9]{1,14}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{0,7}\.[0-9]{1,7}", fullmatch=True),
    st.from_regex(r"-?\.[0-9]{14}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]\.[0-9]{0,8}[eE][+-]?[0-9]{2}", fullmatch=True),
)


@given(VALID)
def test_a_valid_decimal_string_keeps_its_value_and_stays_valid(text):
    spelled = decimal_string(float(text))
    assert float(spelled) == float(text)
    assert len(spelled) <= 16
    assert set(spelled) <= set("0123456789+-.eE")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_keeps_its_value(value):
    assert float(decimal_string(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_rounded_numbers_are_short_and_near(value):
    assert len(decimal_string(rounded(value))) <= 16
    assert math.isclose(rounded(value), value, rel_tol=1e-5)


@pytest.mark.parametrize(
    "raw", [b"120TOKEN", b"nan", b"inf", b"1e999", b"", b"1\\2", b"-5", b"13800138000", b"\xb2", b"12 0"]
)
def test_what_is_no_number_in_range_is_left_out(raw):
    assert Number("DS", 0, 1000).element(_data("KVP", raw), 0x00180060) is None


@pytest.mark.parametrize(
    ("raw", "written"),
    [(b"  0120.000 ", b"120 "), (b"+1.2e2 ", b"120 "), (b"1_2_0", b"120 "), (b"120.123456789", b"120.123 ")],
)
def test_spellings_that_could_carry_something_are_evened_out(raw, written):
    assert Number("DS", 0, 1000).element(_data("KVP", raw), 0x00180060)[8:] == written


def test_whole_numbers_are_whole():
    assert Number("IS", 0, 100).element(_data("EchoNumbers", b"1.5"), 0x00180086) is None
    assert Number("IS", 0, 100).element(_data("EchoNumbers", b"007 "), 0x00180086)[8:] == b"7 "


def test_windows_come_in_pairs():
    data = Dataset()
    data.WindowCenter, data.WindowWidth = [40, 60], [400, 90]
    assert set(attributes.window(Elements(data))) == {0x00281050, 0x00281051}
    data.WindowWidth = [400]
    assert attributes.window(Elements(data)) == {}


def _data(keyword: str, raw: bytes) -> Elements:
    data = Dataset()
    setattr(data, keyword, None)
    data[keyword]._value = raw
    return Elements(data)
