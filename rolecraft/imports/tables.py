"""Tables as text (CSV), as tools and spreadsheets save them: the cells, and what people write in them.

Separated by comma, semicolon or tab; numbers and dates as in English or Swedish. A point, a comma or a
date like 03/04/2026 can mean two things: what the rest of its column shows decides.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice

from attrs import frozen

from rolecraft.imports.files import ImportProblem, decode, open_file
from rolecraft.numbers import parse_number

MOST_ROWS = 50_000
MOST_COLUMNS = 1_000
MOST_CELLS = 1_000_000
LONGEST_PREAMBLE = 25  # rows above the headings: titles, comments, the period
_LOOKED_AT = 60  # rows that decide about the separator
_END = "end-of-the-table"  # a row of our own: when it is not the last, a quote was never closed


@frozen
class Table:
    """A table as it stands in a file.

    headings: no two the same. rows: as many cells each as there are headings. preamble: the rows above
    the headings. separator: between cells, "," ";" or a tab.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    preamble: tuple[tuple[str, ...], ...]
    separator: str

    def column(self, number: int | None) -> list[str]:
        """Return the cells of a column, counted from 0; empty ones when there is no such column."""
        if number is None or not 0 <= number < len(self.headings):
            return [""] * len(self.rows)
        return [row[number] for row in self.rows]

    def find(self, *names: str) -> int | None:
        """Return the number of the first column with one of these headings, in the order of the names."""
        plain = [heading.casefold() for heading in self.headings]
        return next((plain.index(name) for name in names if name in plain), None)


def read_table(content: bytes, is_heading: Callable[[set[str]], bool]) -> Table:
    """Read a table from a file.

    content: of the file. is_heading: tells whether cells (lower case) look like the headings of a known
    layout; when no row near the top does, the first row as wide as most others has the headings.
    Raises ImportProblem when it is no table, or one with more than MOST_ROWS rows or MOST_COLUMNS columns.
    """
    text = decode(open_file(content)).replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise ImportProblem("file_is_calendar")
    separator, text = _separator(text)
    comments, rows = _widest_block(_rows(text, separator))
    top = _heading_row(rows, is_heading)
    headings = _unlike(rows[top])
    width = len(headings)
    if width < 2 or top + 1 == len(rows):
        raise ImportProblem("table_none")
    if width * len(rows) > MOST_CELLS:
        raise ImportProblem("table_too_long", most=MOST_ROWS)
    body = (tuple((row + [""] * width)[:width]) for row in rows[top + 1 :])
    preamble = tuple(tuple(row) for row in [*comments, *rows[:top]])
    return Table(headings, tuple(row for row in body if any(row)), preamble, separator)


def _separator(text: str) -> tuple[str, str]:
    """Return what separates the cells, and the text without Excel's line that says so."""
    if said := re.match(r"sep=([,;\t])\n", text):
        return said[1], text[said.end() :]
    head = "\n".join(text[:100_000].split("\n")[: _LOOKED_AT * 4])

    def evenness(separator: str) -> tuple[float, int]:
        try:
            rows = list(islice(csv.reader(head.split("\n"), delimiter=separator), _LOOKED_AT))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            return 0, 0
        width, count = max(widths.items(), key=lambda item: item[0] * item[1])
        return count * min(width, 4), width

    return max((",", ";", "\t"), key=evenness), text


def _rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    lines = [line + "\n" for line in f"{text.rstrip(chr(10))}\n{_END}".split("\n")]
    try:
        for row in csv.reader(lines, delimiter=separator):
            if len(row) > MOST_COLUMNS:
                raise ImportProblem("table_too_wide", most=MOST_COLUMNS)
            if len(rows) > MOST_ROWS + LONGEST_PREAMBLE:
                raise ImportProblem("table_too_long", most=MOST_ROWS)
            rows.append([cell.strip() for cell in row])
    except csv.Error:  # a cell that never ends
        raise ImportProblem("table_open_quote") from None
    if rows.pop() != [_END]:
        raise ImportProblem("table_open_quote")
    return rows


def _widest_block(rows: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return comments and rows.

    A file that begins with comments ("#") may hold several tables, with empty rows between. Of these the
    widest counts: the first can be the few numbers behind a curve.
    """
    first = next((row for row in rows if any(row)), [""])
    if not first[0].startswith("#"):
        return [], rows
    comments = [row for row in rows if row and row[0].startswith("#")]
    blocks: list[list[list[str]]] = [[]]
    for row in rows:
        if not any(row) or row[0].startswith("#"):
            blocks.append([])
        else:
            blocks[-1].append(row)
    return comments, max(blocks, key=lambda block: len(block[0]) if len(block) > 1 else 0)


def _heading_row(rows: Sequence[Sequence[str]], is_heading: Callable[[set[str]], bool]) -> int:
    top = rows[:LONGEST_PREAMBLE]
    for number, row in enumerate(top):
        if is_heading({cell.casefold() for cell in row if cell}):
            return number
    widths = Counter(len(row) for row in rows[:_LOOKED_AT] if sum(map(bool, row)) > 1)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    for number, row in enumerate(top):
        if len(row) >= width > 1 and sum(map(bool, row)) > 1:
            return number
    raise ImportProblem("table_none")


def _unlike(cells: Iterable[str]) -> tuple[str, ...]:
    """Return headings of which no two are the same: a second "Labels" gets the number of its column."""
    headings: list[str] = []
    used: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:80]
        if not name or name.casefold() in used:
            name = f"{name} ({number})".strip()
        while name.casefold() in used:
            name += "*"
        used.add(name.casefold())
        headings.append(name)
    return tuple(headings)


# Numbers

_CURRENCY = re.compile(
    r"(?i)^(sek|eur|usd|gbp|nok|dkk|kr|us\$|[$€£])\s*|\s*(sek|eur|usd|gbp|nok|dkk|kr\.?|[$€£])$"
)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d{1,20})?e[+-]?\d{1,3}", re.IGNORECASE)


_VOTERS = 2_000  # numbers of a column that are asked


def _bare(cell: str) -> str:
    bare = _CURRENCY.sub("", cell.strip())
    return _SPACES.sub("", bare).removesuffix("%").replace("−", "-")


def decimal_comma(cells: Iterable[str], separator: str) -> bool:
    """Tell whether the numbers of a column have a decimal comma: 1.234,5 and 0,125, but not 1,234.5.

    When none of them shows it ("1,234"), a table with semicolons has decimal commas.
    """
    votes = 0
    for cell in islice((cell for cell in cells if "," in cell or "." in cell), _VOTERS):
        bare = _bare(cell)
        if not re.fullmatch(r"[+-]?[\d.,]+", bare):
            continue
        last = max(bare.rfind(","), bare.rfind("."))
        both = "," in bare and "." in bare
        grouping = bare.count(bare[last]) > 1
        decimals = len(bare) - last - 1 != 3 or bare[:last].lstrip("+-") in ("", "0")
        if both or decimals or grouping:
            is_decimal = not grouping
            votes += 1 if (bare[last] == ",") is is_decimal else -1
    return votes > 0 or (votes == 0 and separator == ";")


def number(cell: str, comma: bool) -> float | None:
    """Return the number in a cell, None when there is none. comma: whether that is the decimal sign."""
    if cell.isascii() and cell.isdigit() and len(cell) < 16:
        return float(cell)
    bare = _bare(cell)
    if _SCIENTIFIC.fullmatch(bare):
        return float(bare)
    plain = bare.replace(".", "").replace(",", ".") if comma else bare.replace(",", "")
    try:
        return parse_number(plain)
    except ValueError:
        return None


def numbers(cells: Sequence[str], separator: str) -> list[float | None]:
    """Return the numbers of a column; None for cells without one ("", "--", "n/a")."""
    comma = decimal_comma(cells, separator)
    return [number(cell, comma) for cell in cells]


# Durations

Unit = str  # "hours", "minutes" or "seconds"
PER_HOUR = {"hours": 1, "minutes": 60, "seconds": 3600}
_CLOCK = re.compile(r"(\d{1,5}):([0-5]?\d)(?::([0-5]?\d))?")
_PARTS = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*([a-zåäö]+)\.?", re.IGNORECASE)
# Hours that one of them has. A day of 8 and a week of 5 days, as Jira counts unless told otherwise.
_PART_HOURS = {"w": 40, "v": 40, "d": 8, "h": 1, "t": 1, "m": 1 / 60, "s": 1 / 3600}


def hours(cells: Sequence[str], separator: str, unit: Unit = "hours") -> list[float | None]:
    """Return a column's durations in hours; None for cells without one.

    "1:30:00" and "1:30" (h:mm), "2h 15m", "90 min", "1d 2h" (8 hours a day); plain numbers are in `unit`.
    """
    comma = decimal_comma(cells, separator)

    def read(cell: str) -> float | None:
        plain = number(cell, comma)
        if plain is not None:
            return plain / PER_HOUR[unit]
        if clock := _CLOCK.fullmatch(cell.strip()):
            return int(clock[1]) + int(clock[2]) / 60 + int(clock[3] or 0) / 3600
        parts = _PARTS.findall(cell)
        if not parts or _PARTS.sub("", cell).strip(" ,+") or any(_key(name) is None for _, name in parts):
            return None
        return sum(float(count.replace(",", ".")) * _PART_HOURS[_key(name)] for count, name in parts)

    def _key(name: str) -> str | None:
        letter = name[0].casefold()
        known = len(name) == 1 or name.casefold().startswith(
            ("week", "veck", "day", "dag", "hour", "hr", "tim", "min", "sec", "sek")
        )
        return letter if known and letter in _PART_HOURS else None

    return [read(cell) for cell in cells]


# Dates

_MONTHS = ("jan", "feb", "mar", "apr", "maj|may", "jun", "jul", "aug", "sep", "oct|okt", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_MONTH_ONLY = re.compile(r"(\d{4})[-/](\d{1,2})")
_TWO_WAYS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+([a-zåäö]{3,9})\.?[\s./,-]+(\d{4}|\d\d)(?!\d)", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)", re.IGNORECASE)


@frozen
class Dates:
    """The dates of a column. days: None for cells without one.

    guessed: a cell that could be read in two ways, if nothing in the column shows which is right
    ("03/04/2026"; it is read with the day first).
    """

    days: tuple[date | None, ...]
    guessed: str = ""


def dates(cells: Sequence[str]) -> Dates:
    """Return the dates of a column: ISO, 31/12/2026, 12/31/2026, 31.12.2026, "31 Dec 2026", "Dec 31, 2026".

    Words are English or Swedish; a time of the day behind is left out; "2026-08" is the first of the month.
    """
    firsts, seconds, unclear = [], [], ""
    for cell in cells:
        if found := _TWO_WAYS.match(cell.strip()):
            firsts.append(int(found[1]))
            seconds.append(int(found[3]))
            if found[2] == "/" and found[1] != found[3]:
                unclear = unclear or cell
    month_first = max(firsts, default=0) <= 12 < max(seconds, default=0)
    sure = month_first or max(firsts, default=0) > 12
    return Dates(tuple(_day(cell.strip(), month_first) for cell in cells), "" if sure else unclear)


def _day(cell: str, month_first: bool) -> date | None:
    try:
        if found := _ISO.match(cell) or _COMPACT.match(cell):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _MONTH_ONLY.fullmatch(cell):
            return date(int(found[1]), int(found[2]), 1)
        if found := _TWO_WAYS.match(cell):
            day, month = (found[3], found[1]) if month_first else (found[1], found[3])
            return date(_year(found[4]), int(month), int(day))
        if found := _DAY_FIRST.match(cell):
            return date(_year(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.match(cell):
            return date(int(found[3]), _month(found[1]), int(found[2]))
    except ValueError:  # the 31st of February
        pass
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(word: str) -> int:
    """Return the month that a word names. Raises ValueError when it names none."""
    for number, beginning in enumerate(_MONTHS, 1):
        if re.match(beginning, word, re.IGNORECASE):
            return number
    raise ValueError(word)
