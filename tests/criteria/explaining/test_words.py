"""How numbers, lists and tables are written, and that no text of a file can break the document."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.criteria.explaining.words import (
    bullets,
    code,
    counted,
    days,
    listed,
    literal,
    number,
    percent,
    quoted,
    sourced,
    table,
)


@pytest.mark.parametrize(
    ("value", "written"), [("5", "5"), ("5.0", "5"), ("0", "0"), ("0.50", "0.5"), ("1000", "1000"), ("1.25", "1.25")]
)
def test_a_number_has_no_needless_zeros(value, written):
    assert number(Decimal(value)) == written
    assert percent(Decimal(value)) == f"{written} %"


def test_what_is_counted_is_in_the_right_number():
    assert [days(count) for count in (0, 1, 28)] == ["0 days", "1 day", "28 days"]
    assert counted(1, "reader", "readers") == "1 reader"


def test_lists_are_read_as_they_are_spoken():
    assert listed([]) == "none"
    assert listed(["a"]) == "a"
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_sentence_keeps_its_full_stop_behind_the_paragraph():
    assert sourced("It counts.", "3.1") == "It counts (paragraph 3.1)."


def test_an_empty_bullet_is_none():
    assert list(bullets("one", "", "two")) == ["- one", "- two", ""]


def test_signs_of_markdown_in_a_text_stay_signs():
    assert literal("a | b *c* _d_ <e>\n[f](g) `h` \\") == r"a \| b \*c\* \_d\_ \<e\> \[f\](g) \`h\` \\"
    assert quoted("a\nb") == "“a b”"


@pytest.mark.parametrize(("text", "shown"), [("a.b", "`a.b`"), ("a `b`", "`` a `b` ``"), ("``", "``` `` ```")])
def test_code_is_fenced_by_more_backticks_than_it_holds(text, shown):
    assert code(text) == shown


@given(st.lists(st.text(), min_size=3, max_size=3))
def test_a_row_has_as_many_cells_as_its_head_whatever_they_hold(cells):
    head, rule, row, end = table(("A", "B", "C"), [[literal(one) for one in cells]])
    assert (head, rule, end) == ("| A | B | C |", "| --- | --- | --- |", "")
    assert "\n" not in row
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 4


def test_a_pipe_that_nobody_escaped_does_not_end_a_cell():
    assert list(table(("A",), [["`a|b`"], [r"a\|b"]]))[2:4] == [r"| `a\|b` |", r"| a\|b |"]
