"""Reports with numbers, as tables: which tool they come from, which period, and what the whole of it says.

Counts are summed. A rate is worked out from the counts behind it (all clicks ÷ all impressions); where only
the rate is there with its base, it is weighted by the base; rates are never averaged. People who were counted
once a row (users, reach) can't be summed: they are used when the file has one row or a total of its own.

Layouts that are recognised. The vendors' help pages tell how to export, but list few headings; the headings
here are second-hand, from exports that others have published (English exports):

- Google Analytics 4, report or exploration as CSV (Google's help: "[GA4] Share and export reports"): comment
  lines with "#" give the period; rates are shares of 1; an exploration has a row that says "Grand total".
- Google Ads, report as CSV (Google Ads help: "Download your reports"): a line with the title, one with the
  period, and at the end rows that begin with "Total".
- Meta Ads Manager, table as CSV (Meta's help: "Export ads reporting data"): the period in each row.
- Mailchimp, all campaigns as CSV (Mailchimp's help: "Download or print campaign reports"), one row an email.
- Klaviyo, campaigns as CSV (Klaviyo's help: "Review campaign analytics", which names the export), the same.
- A plain sheet: one heading a number.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from rolecraft.imports import tables
from rolecraft.imports.files import ImportProblem, open_file
from rolecraft.plan import Driver
from rolecraft.rules.arithmetic import known, ratio
from rolecraft.rules.metrics import recognise

if TYPE_CHECKING:
    import pandas

MOST_FIGURES = 60  # of a plain sheet
How = Literal["sum", "total", "only", "divided", "weighted"]


@frozen
class Figure:
    """One number that the report gives for its whole period.

    id: of the metric, as in rules/metrics.py where that knows it ("sessions"), else the heading.
    name: the heading, or "" for one without a column of its own (its name is the message metrics.<id>_name).
    kind: "count" (also money) or "rate" (in per cent) or "ratio" (cost per click, ROAS).
    how: "sum" of the rows, "total" as the file's own total says, "only" one row has it, "divided" (of: the
    two headings), "weighted" by a base (of: the heading of the base).
    """

    id: str
    name: str
    kind: Literal["count", "rate", "ratio"]
    value: float
    how: How
    of: tuple[str, ...] = ()


@frozen
class Figures:
    """What a report says.

    layout: "ga4", "google_ads", "meta_ads", "mailchimp", "klaviyo" or "plain". first, last: the period, None
    when the file doesn't tell. rows: how many were used. left_out: headings of numbers that can't be added
    up. totals: how many rows with totals were left out, because the rows above are used. guessed: a date that
    could be read in two ways, read with the day first.
    """

    layout: str
    first: date | None
    last: date | None
    rows: int
    figures: tuple[Figure, ...] = field(repr=False)
    left_out: tuple[str, ...] = ()
    totals: int = 0
    guessed: str = ""

    @property
    def days(self) -> int | None:
        """How many days the period has."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    def periods(self, name: str) -> float | None:
        """Return how many weeks, months, quarters … the period has, None when one of them is not known.

        name: in the learner's words, "month", "a quarter", "vecka". Whole calendar months count as whole.
        """
        if self.layout in ("mailchimp", "klaviyo"):  # days of sending say little about the time between
            return None
        length = next((days for words, days in _PERIODS if re.search(words, name.casefold())), None)
        if not length or not self.days or not self.first or not self.last:
            return None
        whole_months = self.first.day == 1 and (self.last + timedelta(1)).day == 1
        if length >= _MONTH and whole_months:
            months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
            return months / round(length / _MONTH)
        return self.days / length

    def table(self) -> "pandas.DataFrame":
        """Return one row a figure: id, name, kind, value, how it was worked out, of what."""
        from rolecraft.tables import table

        rows = [(one.id, one.name, one.kind, one.value, one.how, " ÷ ".join(one.of)) for one in self.figures]
        return table(("id", "name", "kind", "value", "how", "of"), rows)


_MONTH = 365.25 / 12
_PERIODS = (
    (r"\b(quarter|kvartal)", 3 * _MONTH),
    (r"\b(month|månad)", _MONTH),
    (r"\b(week|veck)", 7),
    (r"\b(year|år)", 12 * _MONTH),
    (r"\b(day|dag|dygn)", 1),
)


def match(drivers: Iterable[Driver], figures: Iterable[Figure]) -> dict[str, Figure]:
    """Return for each driver that a figure clearly belongs to: id of the driver → the figure.

    Both must be the same known metric and of the same kind. No figure is given to two drivers.
    """
    free = {(figure.id, figure.kind): figure for figure in reversed(list(figures))}
    found = {}
    for driver in drivers:
        metric = recognise(driver.name)
        figure = free.pop((metric.id, driver.kind), None) if metric else None
        if figure:
            found[driver.id] = figure
    return found


@frozen
class Count:
    """A number that can be summed over the rows, unless it counts people once (unique)."""

    id: str
    headings: Sequence[str]
    unique: bool = False


@frozen
class Rate:
    """A number that is worked out: above ÷ below × factor, or its own column weighted by `below`."""

    id: str
    kind: Literal["rate", "ratio"]
    above: str
    below: str
    headings: Sequence[str] = ()
    factor: float = 100


@frozen
class Layout:
    """A tool's report. needs: groups of headings, lower case, how they begin; one of each group is there.

    counts, rates: what is read. fractions: rates are shares of 1.
    """

    id: str
    needs: Sequence[Sequence[str]]
    counts: Sequence[Count]
    rates: Sequence[Rate]
    fractions: bool = False


_EMAIL_RATES = (
    Rate("open_rate", "rate", "opens", "delivered", ("open rate",)),
    Rate("click_rate", "rate", "unique_clicks", "delivered", ("click rate",)),
    Rate("click_to_open", "rate", "unique_clicks", "opens"),
    Rate("unsubscribe_rate", "rate", "unsubscribes", "delivered", ("unsubscribe rate",)),
)
_AD_RATES = (
    Rate("ctr", "rate", "clicks", "impressions", ("ctr", "ctr (link click-through rate)")),
    Rate("cpc", "ratio", "cost", "clicks", ("avg. cpc",), 1),
    Rate("cpm", "ratio", "cost", "impressions", ("avg. cpm",), 1000),
    Rate("roas", "ratio", "revenue", "cost", (), 1),
)
LAYOUTS = (
    Layout(
        "ga4",
        (
            (
                "sessions",
                "total users",
                "active users",
                "views",
                "event count",
                "new users",
                "engaged sessions",
            ),
            ("engagement rate", "event count", "engaged sessions", "key events", "active users", "views")
            + ("average engagement time", "sessions", "total users"),
        ),
        (
            Count("sessions", ("sessions",)),
            Count("engaged_sessions", ("engaged sessions",)),
            Count("users", ("active users", "total users", "users"), unique=True),
            Count("page_views", ("views",)),
            Count("key_events", ("key events", "conversions")),
            Count("revenue", ("total revenue", "purchase revenue")),
        ),
        (
            Rate("engagement_rate", "rate", "engaged_sessions", "sessions", ("engagement rate",)),
            Rate("session_key_event_rate", "rate", "", "sessions", ("session key event rate",)),
            Rate("user_key_event_rate", "rate", "", "users", ("user key event rate",)),
        ),
        fractions=True,
    ),
    Layout(
        "google_ads",
        (
            ("impr.", "impressions", "clicks"),
            ("currency code", "avg. cpc", "avg. cost", "conv. rate", "cost / conv.", "campaign status")
            + ("campaign state", "campaign type", "ad group status"),
        ),
        (
            Count("impressions", ("impr.", "impressions")),
            Count("clicks", ("clicks",)),
            Count("cost", ("cost",)),
            Count("conversions", ("conversions",)),
            Count("revenue", ("conv. value", "conversion value")),
        ),
        (
            *_AD_RATES,
            Rate("conversions", "rate", "conversions", "clicks", ("conv. rate",)),
            Rate("cpa", "ratio", "cost", "conversions", ("cost / conv.",), 1),
        ),
    ),
    Layout(
        "meta_ads",
        (("reporting starts",), ("reporting ends",)),
        (
            Count("impressions", ("impressions",)),
            Count("reach", ("reach",), unique=True),
            Count("clicks", ("link clicks", "clicks (all)")),
            Count("cost", ("amount spent",)),
            Count("leads", ("leads", "on-facebook leads")),
            Count("results", ("results",)),
            Count("revenue", ("purchases conversion value", "website purchases conversion value")),
        ),
        (*_AD_RATES, Rate("cpl", "ratio", "cost", "leads", ("cost per lead",), 1)),
    ),
    Layout(
        "mailchimp",
        (("send date",), ("successful deliveries",), ("unique opens",)),
        (
            Count("recipients", ("total recipients",)),
            Count("delivered", ("successful deliveries",)),
            Count("opens", ("unique opens",)),
            Count("unique_clicks", ("unique clicks",)),
            Count("unsubscribes", ("unsubscribes",)),
            Count("complaints", ("abuse complaints",)),
            Count("customers", ("total orders",)),
            Count("revenue", ("total revenue",)),
        ),
        _EMAIL_RATES,
    ),
    Layout(
        "klaviyo",
        (("campaign name",), ("send time",), ("unique opens",)),
        (
            Count("recipients", ("total recipients",)),
            Count("delivered", ("successful deliveries",)),
            Count("opens", ("unique opens",)),
            Count("unique_clicks", ("unique clicks",)),
            Count("unsubscribes", ("unsubscribes",)),
            Count("complaints", ("spam complaints",)),
            Count("customers", ("unique placed order", "placed order")),
            Count("revenue", ("revenue",)),
        ),
        _EMAIL_RATES,
    ),
)
# What each count is called among the metrics, where that is another name.
_METRIC = {"opens": "open_rate", "unique_clicks": "click_rate", "key_events": "conversions"}

_DAYS = (
    "date",
    "day",
    "send date",
    "send time",
    "week",
    "month",
    "reporting starts",
    "datum",
    "månad",
    "vecka",
)
_TOTAL = re.compile(r"(grand )?totals?|total:.*|summa|totalt", re.IGNORECASE)
_RATE_WORDS = re.compile(r"rate\b|%|\bctr\b|share|per cent|percent|andel|frekvens|grad\b", re.IGNORECASE)
_NOT_SUMMED = re.compile(
    r"\bper\b|average|avg|\bid\b|position|rank|frequency|time|snitt|medel|\bcp[acmlv]\b|roas|budget|year|month|week"
    r"|score|weekday",
    re.IGNORECASE,
)


def read_figures(source: bytes | str | Path) -> Figures:
    """Read a report with numbers from a CSV file.

    source: a path or the content. Raises ImportProblem when it can't be used or has no numbers.
    """
    table = tables.read_table(open_file(source), lambda cells: any(_fits(one, cells) for one in LAYOUTS))
    headings = {heading.casefold() for heading in table.headings}
    layout = next((one for one in LAYOUTS if _fits(one, headings)), None)
    if layout and layout.id == "ga4" and not _from_ga4(table):
        layout = None
    rows, totals = _without_totals(table)
    columns = [[row[number] for row in rows] for number in range(len(table.headings))]
    total = totals[-1] if totals else None
    reader = _Reader(table, columns, total, len(rows))
    figures = reader.known(layout) if layout else reader.plain()
    if not figures:
        raise ImportProblem("figures_none")
    first, last, guessed = _period(table, columns)
    name = layout.id if layout else "plain"
    left_out = tuple(dict.fromkeys(reader.left_out))
    return Figures(name, first, last, len(rows), tuple(figures), left_out, len(totals), guessed)


def _fits(layout: Layout, headings: set[str]) -> bool:
    return all(any(heading.startswith(tuple(group)) for heading in headings) for group in layout.needs) and (
        len(headings) > 1
    )


def _from_ga4(table: tables.Table) -> bool:
    return any(row and row[0].startswith("#") for row in table.preamble)


def _without_totals(table: tables.Table) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the rows, and those with totals: called "Total", or naming nothing where all others do."""
    names = [table.find(name) for name in ("campaign name", "ad set name", "ad name")]
    named = next((column for column in names if column is not None), 0 if _from_ga4(table) else None)
    rows, totals = [], []
    for row in table.rows:
        is_total = any(_TOTAL.fullmatch(cell) for cell in (row[0], row[1], row[-1]))
        (totals if is_total or (named is not None and not row[named]) else rows).append(row)
    return (rows, totals) if rows else (totals, [])


class _Reader:
    """Works out the figures of one table."""

    def __init__(
        self, table: tables.Table, columns: list[list[str]], total: tuple[str, ...] | None, rows: int
    ):
        self.table, self.columns, self.total, self.rows = table, columns, total, rows
        self.left_out: list[str] = []

    def _find(self, headings: Sequence[str]) -> int | None:
        """Return the column with one of these headings; a currency in brackets may follow it."""
        plain = [re.sub(r" \([A-Z]{3}\)$", "", heading).casefold() for heading in self.table.headings]
        return next((plain.index(heading) for heading in headings if heading in plain), None)

    def _numbers(self, column: int) -> list[float | None]:
        return tables.numbers(self.columns[column], self.table.separator)

    def _total(self, column: int) -> float | None:
        if self.total is None:
            return None
        comma = tables.decimal_comma(self.columns[column], self.table.separator)
        return tables.number(self.total[column], comma)

    def _count(self, column: int, unique: bool) -> tuple[float, How] | None:
        there = [value for value in self._numbers(column) if value is not None]
        if not there:
            return None
        if len(there) == 1:
            return there[0], "only"
        if unique:
            total = self._total(column)
            if total is None:
                self.left_out.append(self.table.headings[column])
            return None if total is None else (total, "total")
        total = known(sum(there))
        return None if total is None else (total, "sum")

    def _mixed(self) -> bool:
        """Tell whether "results" are of several kinds, which no sum can hold."""
        kinds = self._find(("result indicator", "result type"))
        return kinds is not None and len({cell for cell in self.columns[kinds] if cell}) > 1

    def known(self, layout: Layout) -> list[Figure]:
        """Return the figures of a layout that is known."""
        found: list[Figure] = []
        values: dict[str, float] = {}
        places: dict[str, int] = {}
        for count in layout.counts:
            column = self._find(count.headings)
            if column is None:
                continue
            places[count.id] = column
            if count.id == "results" and self._mixed():
                self.left_out.append(self.table.headings[column])
                continue
            if read := self._count(column, count.unique):
                values[count.id] = read[0]
                id = _METRIC.get(count.id, count.id)
                found.append(Figure(id, self.table.headings[column], "count", *read))
        for rate in layout.rates:
            if figure := self._rate(rate, layout, values, places):
                found.append(figure)
        return found

    def _rate(
        self, rate: Rate, layout: Layout, values: Mapping[str, float], places: Mapping[str, int]
    ) -> Figure | None:
        column = self._find(rate.headings)
        name = "" if column is None else self.table.headings[column]
        if rate.above in values and rate.below in values:
            value = ratio(rate.factor * values[rate.above], values[rate.below])
            of = tuple(self.table.headings[places[part]] for part in (rate.above, rate.below))
            return None if value is None else Figure(rate.id, name, rate.kind, value, "divided", of)
        if column is None:
            return None
        shares = layout.fractions and not any("%" in cell for cell in self.columns[column])
        factor = 100 if shares and rate.kind == "rate" else 1
        own = self._numbers(column)
        there = [value for value in own if value is not None]
        if len(there) == 1:
            return Figure(rate.id, name, rate.kind, factor * there[0], "only")
        if rate.below in places:
            base = self._numbers(places[rate.below])
            pairs = [
                (value, part) for value, part in zip(own, base, strict=True) if None not in (value, part)
            ]
            value = ratio(factor * sum(value * part for value, part in pairs), sum(part for _, part in pairs))
            if value is not None:
                of = (self.table.headings[places[rate.below]],)
                return Figure(rate.id, name, rate.kind, value, "weighted", of)
        if there:
            self.left_out.append(name)
        return None

    def plain(self) -> list[Figure]:
        """Return a figure for each column of numbers of a sheet that nothing is known about."""
        found: list[Figure] = []
        for column, heading in enumerate(self.table.headings):
            cells = [cell for cell in self.columns[column] if cell]
            if heading.casefold() in _DAYS or any(tables.dates(cells[:20]).days):
                continue
            values = [value for value in self._numbers(column) if value is not None]
            if not values or len(values) * 2 < len(cells):
                continue
            rate = _RATE_WORDS.search(heading) or all("%" in cell for cell in cells)
            metric = recognise(heading)
            if len(values) == 1:
                kind = "rate" if rate else "count"
                read: tuple[float, How] | None = (values[0], "only")
            elif rate or _NOT_SUMMED.search(heading):
                self.left_out.append(heading)
                continue
            else:
                kind, read = "count", self._count(column, unique=False)
            if read:
                found.append(Figure(metric.id if metric else heading.casefold(), heading, kind, *read))
        return found[:MOST_FIGURES]


# The period

_RANGE_WORDS = re.compile(r"start date|end date|startdatum|slutdatum", re.IGNORECASE)


def _period(table: tables.Table, columns: list[list[str]]) -> tuple[date | None, date | None, str]:
    """Return the first and last day that the report covers, and a date that could be read in two ways."""
    above = _above(table.preamble)
    if above:
        return *above, ""
    headings = [heading.casefold() for heading in table.headings]
    if "reporting starts" in headings and "reporting ends" in headings:
        starts = tables.dates(columns[headings.index("reporting starts")])
        ends = tables.dates(columns[headings.index("reporting ends")])
        return *_span(starts.days, ends.days), starts.guessed or ends.guessed
    for number, heading in enumerate(headings):
        if heading in _DAYS:
            found = tables.dates(columns[number])
            first, last = _span(found.days, found.days)
            months = all(
                re.fullmatch(r"\d{4}[-/]\d{1,2}|[^\d]+ \d{4}", cell) for cell in columns[number] if cell
            )
            if last and (months or heading in ("month", "månad")):
                last = (last.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)
            elif last and heading in ("week", "vecka"):
                last += timedelta(6)
            if first:
                return first, last, found.guessed
    return None, None, ""


def _span(starts: Iterable[date | None], ends: Iterable[date | None]) -> tuple[date | None, date | None]:
    firsts, lasts = [day for day in starts if day], [day for day in ends if day]
    return (min(firsts), max(lasts)) if firsts and lasts else (None, None)


def _above(preamble: Iterable[Sequence[str]]) -> tuple[date, date] | None:
    """Return the period that stands above the table: "# Start date: 20260801", "1 Aug 2026 - 31 Aug 2026"."""
    named: list[date] = []
    for row in preamble:
        line = " ".join(cell for cell in row if cell).lstrip("# ")
        if _RANGE_WORDS.match(line):
            named += [day for day in tables.dates([line.partition(":")[2]]).days if day]
            if len(named) == 2:
                return min(named), max(named)
            continue
        parts = re.split(r"\s+[-–—]\s+|(?<=\d{8})-(?=\d{8})", line)
        if len(parts) == 2:
            days = tables.dates(parts).days
            if days[0] and days[1] and days[0] <= days[1]:
                return days[0], days[1]
    return None
