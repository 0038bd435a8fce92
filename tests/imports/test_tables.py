"""What people write in the cells of a table, and files that are none."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rolecraft.imports import ImportProblem, open_file, read_calendar, read_figures, read_tasks, tables
from rolecraft.imports.files import LARGEST_FILE
from rolecraft.text import catalogue

READERS = (read_calendar, read_figures, read_tasks)


def problem(reader, content: bytes) -> str:
    """The key of the message that a file is refused with."""
    with pytest.raises(ImportProblem) as refused:
        reader(content)
    assert str(refused.value)  # a notebook shows the sentence
    return refused.value.key.removeprefix("own_files.")


@pytest.mark.parametrize(
    ("cells", "separator", "expected"),
    [
        (["1,234", "12,000"], ",", [1234, 12000]),
        (["1,234", "12,000"], ";", [1.234, 12]),
        (["1,234", "0,5"], ",", [1234 / 1000, 0.5]),
        (["1.500", "2.250,75"], ",", [1500, 2250.75]),
        (["1 234,50", "12"], ",", [1234.5, 12]),
        (["US$3.20", "SEK 100.00", "--", "12 %", "n/a"], ",", [3.2, 100, None, 12, None]),
        (["1e-4", "1" * 30], ",", [0.0001, None]),
    ],
)
def test_the_column_decides_what_a_comma_means(cells, separator, expected):
    assert tables.numbers(cells, separator) == expected


def test_durations_in_the_ways_that_tools_and_people_write_them():
    cells = ["01:30:00", "1:30", "2h 15m", "90 min", "2,5", "1d 2h", "2 tim 30 min", "", "soon", "3 apples"]
    read = [1.5, 1.5, 2.25, 1.5, 2.5, 10, 2.5, None, None, None]
    assert tables.hours(cells, ";") == read
    assert tables.hours(["90", "30"], ",", "minutes") == [1.5, 0.5]
    assert tables.hours(["5400"], ",", "seconds") == [1.5]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-03",
        "2026-10-03T08:00:00Z",
        "20261003",
        "3 okt 2026",
        "03/Oct/26 9:00 AM",
        "Oct 3, 2026 08:30 am",
    ]
    + ["3 October 2026", "3.10.2026", "3/10/2026"],
)
def test_dates_in_english_and_swedish(cell: str):
    assert tables.dates([cell]).days == (date(2026, 10, 3),)


def test_the_column_decides_what_comes_first_in_a_date():
    assert tables.dates(["03/04/2026", "12/31/2026"]).days[0] == date(2026, 3, 4)
    assert tables.dates(["03/04/2026", "31/12/2026"]).days[0] == date(2026, 4, 3)
    unclear = tables.dates(["03/04/2026"])
    assert unclear.days == (date(2026, 4, 3),) and unclear.guessed == "03/04/2026"
    assert tables.dates(["31/02/2026", "no", ""]).days == (None, None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str):
    text = "Uppgift,Timmar\r\nMässan i Älmhult,2\r\nÅrsredovisning,3\r\n".replace(",", separator)
    found = read_tasks(text.encode(encoding))
    assert [(task.name, task.hours) for task in found.tasks] == [
        ("Mässan i Älmhult", 2),
        ("Årsredovisning", 3),
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b" \n", "file_empty"),
        (b"%PDF-1.7 ...", "file_pdf"),
        (b"\x89PNG\r\n\x1a\n", "file_picture"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "file_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_excel"),
        (b"PK\x03\x04" + b"\0" * 26 + b"maja@nordlunda.example.ics", "file_zip"),
        (b"\n<!DOCTYPE html><html>Sign in</html>", "file_html"),
        (b"\x01\x02\0\x03\x04\x05\0\0" * 20, "file_binary"),
        (b"x" * (LARGEST_FILE + 1), "file_too_large"),
    ],
)
def test_a_foreign_file_is_refused_with_what_to_do(reader, content: bytes, key: str):
    assert problem(reader, content) == key


def test_every_reason_has_a_sentence_that_says_that_nothing_was_changed():
    words = catalogue("own_files")
    keys = [key for key in words if key.startswith(("file_", "table_", "calendar_"))]
    assert len(keys) > 12
    assert [key for key in keys if "Nothing was changed." not in words[key]] == ["calendar_library"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"task,hours\n" + b"a,1\n" * 60_000, "table_too_long"),
        (b"a," * 10_000 + b"\n" + b"1," * 10_000, "table_too_wide"),
        (b",".join(b"n" for _ in range(900)) + b"\n" + (b"1," * 899 + b"1\n") * 2000, "table_too_long"),
        (b'task,hours\n"never closed,1\nb,2\n', "table_open_quote"),
        (b'task,hours\n"never closed,1\n' + b"b,2\n" * 40_000, "table_open_quote"),
        (b"task\nonly one column\n", "table_none"),
        (b"task,hours\n", "table_none"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "file_is_calendar"),
    ],
)
def test_a_table_that_can_t_be_used(content: bytes, key: str):
    assert problem(read_tasks, content) == problem(read_figures, content) == key


def test_a_large_file_on_disk_is_not_even_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert problem(read_tasks, path) == "file_too_large"
    (tmp_path / "small.csv").write_bytes(b"task,hours\na,1\n")
    assert open_file(str(tmp_path / "small.csv")) == b"task,hours\na,1\n"


_BITS = [
    "task,hours\n",
    "a;1,5\n",
    '"',
    "\n",
    "# Start date: 20260801\n",
    "2026-13-45,",
    "1:99:00",
    "Total,1\n",
]
_BITS += [
    "sep=;\n",
    "Reporting starts,Reporting ends,Results\n",
    "\t",
    "é",
    "-",
    "1e999,",
    "\0",
    "%",
    "Sessions,Views\n",
]


@given(
    st.lists(st.sampled_from(_BITS) | st.text(max_size=6), max_size=30).map("".join) | st.binary(max_size=200)
)
@example("task,hours\nTotal,1\n")
def test_any_table_gives_a_result_or_a_sentence(written: str | bytes):
    content = written if isinstance(written, bytes) else written.encode("utf-8", "replace")
    for reader in (read_tasks, read_figures):
        try:
            result = reader(content)
        except ImportProblem as refused:
            assert refused.key.removeprefix("own_files.") in catalogue("own_files")
        else:
            assert result.table() is not None
