"""The KPI map on the screen: an outcome, the chain behind it, a test of each number, one page."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import kpi_map as pictures
from rolecraft.plan import Driver, Goals, Metric
from rolecraft.rules import carry
from rolecraft.rules import kpi_map as rules
from rolecraft.spreadsheet import to_csv
from rolecraft.text import say
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html
from rolecraft.views.own_files import NumbersImport
from rolecraft.views.picker import Picker

if TYPE_CHECKING:
    import pandas

COMMON_CHAIN = 4  # links that are there to begin with


class KpiMap(Exercise):
    """Outcome, chain, numbers, result: four steps on one screen, answered as they are filled in."""

    module = "kpi_map"
    rules = rules
    reads = ("goal_builder",)

    def build(self) -> Sequence[widgets.Widget]:
        """Return the inputs of each step, and the places for answers."""
        section = self._section
        links = self._links = Picker(
            self,
            "link",
            lambda: self.section.drivers,
            self._usual_chain,
            Driver,
            taken=lambda: {activity.driver for activity in self.plan.activity_triage.activities},
        )
        numbers = self._numbers = Picker(
            self, "number", lambda: self.section.metrics, lambda: [Metric("m1")], Metric
        )
        self._linked = False  # whether anything was linked to a goal before the newest change
        f = self.fields

        self._no_goals = self.paragraph("no_goals_yet")
        self._no_goals.layout = widgets.Layout()
        self._goal = f.choice(section, "goal", [("", "")])
        self._goal.control.observe(self.guard(self._goal_chosen), "value")
        self._number_goal = f.choice(numbers.item, "goal", [("", "")], "number_goal")
        kinds = [(self.say(f"kind_{kind}"), kind) for kind in ("count", "rate")]
        roles = [(self.say(f"role_{role}"), role) for role in rules.ROLES]
        self._in_unit = [f.number(links.item, name, minimum=0, unit=self._unit) for name in ("now", "best")]
        self._next_link = self.button("next_link", lambda: links.turn_to(links.number + 1))
        self._report = NumbersImport(
            self, links.items, lambda: self.section.period.strip(), self._take_values
        )

        self._chain, self._verdict, self._tested = self.html(), self.html("rc-live"), self.html()
        self._answer, self._picture, self._compared = self.html("rc-live"), self.html(), self.html()
        self._plan, self._saved = self.html(), self.html("rc-live")
        self._save = self.button("save_csv", self._save_csv, primary=True)
        formulas = f"{self.say('formula_chain')}\n{self.say('formula_test', most=rules.MOST_KPIS)}"
        return [
            self.heading("heading_outcome"),
            self._no_goals,
            self._goal.widget,
            f.text(section, "outcome").widget,
            self.row(f.text(section, "period"), f.number(section, "target", minimum=0)),
            self.heading("heading_chain"),
            self.paragraph("intro_chain"),
            links.choose,
            self.row(f.text(links.item, "name", "link"), f.choice(links.item, "kind", kinds)),
            self.row(*self._in_unit, f.number(links.item, "hours", minimum=0)),
            f.text(links.item, "owner", "link_owner").widget,
            self.row(self._next_link, links.add, links.remove, links.bring_back),
            self._chain,
            self._report.widget,
            self.heading("heading_numbers"),
            self.paragraph("intro_numbers"),
            numbers.choose,
            self.row(f.text(numbers.item, "name", "number"), f.choice(numbers.item, "role", roles)),
            self._number_goal.widget,
            f.yes(numbers.item, "influence").widget,
            f.text(numbers.item, "source", rows=2).widget,
            f.yes(numbers.item, "monthly").widget,
            self.row(
                f.number(numbers.item, "now", "number_now"), f.number(numbers.item, "target", "number_target")
            ),
            f.yes(numbers.item, "has_target").widget,
            f.text(numbers.item, "decision", rows=2).widget,
            self._verdict,
            self.row(
                numbers.add, self.button("add_links", self._add_links), numbers.remove, numbers.bring_back
            ),
            self._tested,
            self.heading("heading_result"),
            self._answer,
            self._picture,
            self._compared,
            widgets.HTML(formula_html(formulas, self.language)),
            self.heading("heading_plan"),
            self._plan,
            self._save,
            self._saved,
        ]

    def _section(self) -> Any:
        return self.section

    def _unit(self) -> str:
        """Return what the link in the form is counted in."""
        if self._links.item().kind == "rate":
            return self.say("unit_rate")
        period = self.section.period.strip()
        return self.say("unit_count", period=period) if period else ""

    def _usual_chain(self) -> list[Driver]:
        """Return a common chain to begin with: a count, then shares of it."""
        return [
            Driver(f"d{number}", self.say(f"chain_{number}"), "count" if number == 1 else "rate")
            for number in range(1, COMMON_CHAIN + 1)
        ]

    @property
    def _goals(self) -> Goals:
        return self.plan.goal_builder

    # What changes what

    def edited(self) -> None:
        """Take what is shown into the plan; a map without links yet is up to date with the goals."""
        self._links.take_over()
        self._numbers.take_over()
        if not self._linked:
            carry.remember(self.section, self.carried())
        super().edited()

    def fill(self) -> None:
        """Offer the goals that there are now, and keep both lists."""
        self._offer_goals(self._goal.control, self.section.goal)
        self._offer_goals(self._number_goal.control, self._numbers.item().goal)
        there = any(goal.metric.strip() for goal in self._goals.goals)
        self._no_goals.layout.display = "none" if there else None
        self._goal.widget.layout.display = None if there or self.section.goal else "none"
        self._links.refresh()
        self._numbers.refresh()

    def _offer_goals(self, control: widgets.Dropdown, chosen: str) -> None:
        options = [(self.say("goal_none"), "")]
        for number, goal in enumerate(self._goals.goals, 1):
            key = "goal_name" if goal.metric.strip() else "goal_unnamed"
            options.append((self.say(key, number=number, metric=goal.metric.strip()), goal.id))
        if chosen not in (value for _, value in options):
            options.append((self.say("goal_removed"), chosen))
        if tuple(options) != control.options:
            control.options = options

    def _goal_chosen(self, change: Any) -> None:
        """Take outcome and target from the goal, so that nothing is typed twice."""
        goal = next((goal for goal in self._goals.goals if goal.id == change["new"]), None)
        if self.filling or goal is None or self.section.outcome.strip() or goal.unit.strip() == "%":
            return
        self.section.outcome = goal.metric.strip()
        if self.section.target is None:
            self.section.target = goal.target
        self.edited()
        self.show()

    def _take_values(self, values: Mapping[str, float]) -> None:
        """Take today's values of links from a report."""
        self._links.take_over(by_force=True)
        for link in self.section.drivers:
            if link.id in values:
                link.now = values[link.id]
                self.section.drafts.pop(f"{link.id}.now", None)

    def _add_links(self) -> None:
        """Add the links of the chain that are not among the numbers yet, with the answers that are known."""
        self._numbers.take_over()
        metrics = self.section.metrics
        names = {metric.name.strip().casefold() for metric in metrics}
        for link in self._links.items():
            if link.name.strip() and link.name.strip().casefold() not in names:
                known = link.now is not None and link.best is not None
                goal = self.section.goal
                metric = Metric(
                    self._numbers.free_id(), link.name, goal=goal, influence=not link.owner, has_target=known
                )
                metrics.append(metric)
        self.edited()
        self.show()

    # The answers

    def respond(self) -> None:
        """Show what the map says."""
        section, language = self.section, self.language
        result = rules.map_kpis(section, self._goals)
        self._linked = bool(section.goal or any(metric.goal for metric in section.metrics))
        self._links.refresh()
        self._numbers.refresh()
        more = self._links.number + 1 < len(self._links.items())
        for field in self._in_unit:
            field.tell_again()
        self._next_link.layout.display = None if more else "none"

        self._chain.value = _table("chain", chain_rows(result, language), language)
        self._verdict.value = self._judge(self._numbers.item())
        self._tested.value = _table("numbers", number_rows(result, language), language)
        self._answer.value = feedback_html(result.feedback, language)
        self._picture.value = pictures.driver_tree(result, language) if result.drivers else ""
        self._compared.value = required_html(result, language)
        shown = _table("plan", plan_rows(result, language, with_units=True), language)
        self._plan.value = shown or f'<p class="rc-hint">{escape(self.say("plan_empty"))}</p>'
        self._save.layout.display = None if shown else "none"
        self._saved.value = ""
        self._report.refresh()

    def _judge(self, metric: Metric) -> str:
        """Return what the test says about the number in the form."""
        if not metric.name.strip():
            return ""
        test = rules.assess_metric(metric, self._goals)
        verdict = self.say("verdict_keep" if test.keep else "verdict_drop", yes=test.yes)
        advice = self.say(test.advice.key, **test.advice.values)
        lines = [f"<strong>{escape(verdict)}</strong>", escape(advice)]
        if test.known:
            words = {
                part: self.say(f"metrics.{test.known.id}_{part}") for part in ("name", "formula", "trap")
            }
            lines.append(escape(self.say("vanity" if test.vanity else "known", **words)))
        return f'<div class="rc-box">{"".join(f"<p>{line}</p>" for line in lines)}</div>'

    def _save_csv(self) -> None:
        result = rules.map_kpis(self.section, self._goals)
        text = to_csv(*plan_rows(result, self.language), self.language)
        # The mark in front makes Excel read it as UTF-8; half an emoji has no UTF-8 and becomes "?".
        content = b"\xef\xbb\xbf" + text.encode("utf-8", "replace")
        words = self.deliver(self.say("csv_name"), content, "text/csv")
        self._saved.value = f"<p>{escape(words)}</p>"

    def table(self) -> "pandas.DataFrame":
        """Return the measurement plan: one row a number, rates in per cent."""
        from rolecraft.tables import table

        return table(*plan_rows(rules.map_kpis(self.section, self._goals), self.language))


Table = tuple[list[str], list[list[Any]]]


def chain_rows(result: rules.KpiResult, language: str = "en") -> Table:
    """Return headings and one row a link that has a name or a number."""

    def shown(item: rules.DriverResult, value: float | None) -> str | None:
        return None if value is None else say(f"kpi_map.value_{item.driver.kind}", language, value=value)

    rows = [
        [
            item.driver.name.strip() or say("kpi_map.link_unnamed", language, number=number),
            shown(item, item.now),
            shown(item, item.needed)
            if item.possible
            else say("kpi_map.needed_impossible", language, needed=item.needed),
            shown(item, item.best),
            item.hours,
            item.gain,
            item.per_hour,
        ]
        for number, item in enumerate(result.drivers, 1)
    ]
    return _headings(("link", "now", "needed", "best", "hours", "gain", "per_hour"), language), rows


def number_rows(result: rules.KpiResult, language: str = "en") -> Table:
    """Return headings and one row for each number that was tested."""
    rows = []
    for item in result.metrics:
        key = {
            (True, False): "keep",
            (True, True): "keep_vanity",
            (False, False): "drop",
            (False, True): "often_vanity",
        }[item.keep, item.vanity]
        rows.append([item.metric.name.strip(), say(f"kpi_map.{key}", language), item.yes])
    return _headings(("number", "verdict", "yes"), language), rows


def plan_rows(result: rules.KpiResult, language: str = "en", with_units: bool = False) -> Table:
    """Return the measurement plan: headings, and one row a number.

    with_units: "1.5 %" in one cell, for people; otherwise the number and its unit in two, for tables.
    """

    def values(row: rules.Row) -> list[Any]:
        if not with_units:
            return [row.now, row.target, row.unit]
        kind = "rate" if row.unit == "%" else "count"
        return [
            None if value is None else say(f"kpi_map.value_{kind}", language, value=value)
            for value in (row.now, row.target)
        ]

    rows = []
    for row in result.plan:
        source = row.formula_source
        if not source and row.known:
            source = say(f"metrics.{row.known.id}_formula", language)
        rows.append(
            [
                row.kpi,
                say(f"kpi_map.short_{row.role}", language),
                *values(row),
                row.decision,
                row.goal,
                source,
                row.how_often,
                row.owner or say("kpi_map.owner_you", language),
            ]
        )
    units = () if with_units else ("unit",)
    about = ("decision", "goal", "formula_source", "how_often", "owner")
    columns = ("kpi", "role", "now", "target", *units, *about)
    return _headings(columns, language), rows


def required_html(result: rules.KpiResult, language: str = "en") -> str:
    """Return in words how far it is to the target, empty while that is not known."""
    if result.required is None or result.equal_split is None or result.required <= 1:
        return ""
    split = 100 * (result.equal_split - 1)
    words = say("kpi_map.words_required", language, required=result.required, split=split)
    return f"<p>{escape(words)}</p>"


def _headings(columns: Sequence[str], language: str) -> list[str]:
    return [say(f"kpi_map.column_{name}", language) for name in columns]


def _table(name: str, table: Table, language: str) -> str:
    headings, rows = table
    return table_html(headings, rows, say(f"kpi_map.caption_{name}", language), language) if rows else ""


def kpi_map() -> KpiMap:
    """Open the KPI map (chapter 5)."""
    return KpiMap()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    plan = example.plan()
    result = rules.map_kpis(plan.kpi_map, plan.goal_builder)
    return "".join(
        [
            pictures.driver_tree(result, language),
            required_html(result, language),
            feedback_html(result.feedback, language),
            _table("numbers", number_rows(result, language), language),
            _table("plan", plan_rows(result, language, with_units=True), language),
        ]
    )
