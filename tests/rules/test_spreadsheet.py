"""Tables as files: a spreadsheet reads back what was written, and never a formula."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rolecraft.spreadsheet import to_csv

anything = st.text(st.characters(exclude_categories=["Cs"]))
nasty = st.text("=+-@;,\t\r\n\0\"' a1＝", max_size=12)  # noqa: RUF001
cells = anything | nasty | st.sampled_from(["=1+1", " =1+1", "\t=A1", "-5", "+46 31", "@x", "y;=1+1"])
tables = st.lists(st.tuples(cells, cells, cells), max_size=5)
languages = st.sampled_from(["en", "sv"])


def read(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(tables, languages)
def test_a_spreadsheet_reads_back_the_text(rows, language):
    def plain(table):
        return [[cell.replace("'", "") for cell in row] for row in table]

    headings = ["KPI", "Goal", "Decision"]
    back = read(to_csv(headings, rows, language), ";" if language == "sv" else ",")
    assert plain(back) == plain([headings, *rows])


@given(tables, languages, st.sampled_from(",;\t"))
@example([("x", "y;=1+1", "")], "en", ";")
@example([("x", "y,=1+1", "")], "sv", ",")
@example([("x", "y\n=1+1", "")], "en", ";")
@example([("x", 'y;"=1+1', "")], "en", ";")
def test_no_cell_is_a_formula_whatever_separator_the_spreadsheet_expects(rows, language, delimiter):
    for row in read(to_csv(["KPI", "Goal", "Decision"], rows, language), delimiter):
        for cell in row:
            inside = re.sub(r"^[\s\"\0]+|[\s\"\0]+$", "", cell)
            assert not re.match(r"[=+\-@＝＋－＠]", inside)  # noqa: RUF001


@pytest.mark.parametrize("words", ["We write, call and meet", "a - b", "50 %; 60 %", "R&D,\nmail"])
def test_ordinary_words_stay_as_they_are(words):
    assert read(to_csv(["a"], [[words]]), ",")[1] == [words]


def test_numbers_stay_numbers():
    assert to_csv(["a", "b", "c"], [[1.5, None, -12000.0]]) == '"a","b","c"\r\n"1.5","","-12000"\r\n'
    assert to_csv(["a", "b"], [[1.5, "x;y"]], "sv") == '"a";"b"\r\n"1,5";"x;y"\r\n'
    assert to_csv(["a"], [[-5], ["-5"]]).splitlines()[1:] == ['"-5"', '"\'-5"'], "a text is never a number"
