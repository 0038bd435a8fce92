"""Tables as CSV files that spreadsheets open as what they are: text and numbers, never formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | float | None

# Where a spreadsheet could see a cell begin that it runs as a formula (OWASP, "CSV Injection"): at the start
# of a text, and after a separator or line break in it, because a file that is opened with another separator
# than it was saved with falls apart there, quotes or not. Blanks and quotes before the sign don't help; the
# wide signs of Asian keyboards count, too.
_CELL_BEGINS = re.compile(r"(^|[;,\t\r\n])(?=[\s\"\0]*[=+\-@＝＋－＠])|^(?=[\t\r\n\0])")  # noqa: RUF001


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: str = "en") -> str:
    """Return a table as CSV text; the caller adds the byte order mark that makes Excel read it as UTF-8.

    language: "sv" separates with semicolons and writes 1,5, as spreadsheets set to Swedish expect.
    A text that could be taken for a formula gets an apostrophe in front, as OWASP advises, also after a
    separator or line break inside it: then it is safe in a spreadsheet that expects another separator.
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
    return _CELL_BEGINS.sub(r"\g<0>'", value)
