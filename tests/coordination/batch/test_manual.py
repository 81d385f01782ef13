"""The page of the manual is held against the program."""

import re

from coordination.batch.tables import RECIST, cases

from seedcryo_reader.app.paths import resources
from seedcryo_reader.coordination.batch.columns import NEEDED, OPTIONAL
from seedcryo_reader.coordination.batch.results import LESION_COLUMNS, TIMEPOINT_COLUMNS
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.protocol.reader import load_protocol

PAGE = (resources() / "manual" / "evaluate.md").read_text("utf-8")


def named(part: str) -> list[str]:
    """The words in the first cells of a part's table of columns."""
    cells = re.findall(r"^\| (`[^|]*`) \|", part, re.MULTILINE)
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def test_every_column_of_the_long_format_is_explained():
    needed, _, rest = PAGE.partition("These may be left out:")
    assert list(named(needed.partition("```")[2])) == list(NEEDED)
    assert set(named(rest.partition("| set | states |")[0])) == set(OPTIONAL)


def test_every_column_of_the_results_is_explained_in_order():
    results = PAGE.partition("## Results")[2]
    assert named(results) == list(TIMEPOINT_COLUMNS)
    lesions = results.partition("With `--lesions` a row")[2].partition("`--json`")[0]
    assert [one for one in re.findall(r"`([a-z_]+)`", lesions) if one in LESION_COLUMNS] == list(LESION_COLUMNS)


def test_the_example_is_a_table_that_is_read(tmp_path):
    example = re.search(r"```\n(.*?)```", PAGE, re.DOTALL)
    [case] = cases(tmp_path, example[1])
    responses = [one.overall for one in evaluations(case.course, load_protocol(RECIST))]
    assert responses == [None, "SD", "PD"]
