"""Tables as CSV files that spreadsheets open as what they are: text and numbers, never formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | float | None

# OWASP, "CSV Injection": a cell that begins like this may be run as a formula; the wide forms of Asian
# keyboards count too, and so does what follows spaces.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n\0]")  # noqa: RUF001
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: str = "en") -> str:
    """Return a table as CSV text; the caller adds the byte order mark that makes Excel read it as UTF-8.

    language: "sv" separates with semicolons and writes 1,5, as spreadsheets set to Swedish expect.
    A text that could be taken for a formula gets an apostrophe in front, as OWASP advises.
    """
    swedish = language == "sv"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if swedish else ",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in [headings, *rows]:
        writer.writerow([_cell(value, "," if swedish else ".") for value in row])
    return out.getvalue()


def _cell(value: Cell, decimal: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:.10g}".replace(".", decimal)
    return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
