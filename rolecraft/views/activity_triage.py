"""The activity triage on the screen: one activity at a time, then the curve of the week and a stop list."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import activity_triage as pictures
from rolecraft.plan import Activity, Triage
from rolecraft.rules import activity_triage as rules
from rolecraft.rules import carry
from rolecraft.text import say
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html
from rolecraft.views.own_files import TaskImport
from rolecraft.views.picker import Picker

if TYPE_CHECKING:
    import pandas

CONFIDENCE_NAMES = {rules.GUESS: "guess", rules.SOME_DATA: "data", rules.MEASURED: "measured"}
POSTS = ("project", "meeting", "reactive")


class ActivityTriage(Exercise):
    """A form for the activity that is chosen, its verdict, and what all of them say together."""

    module = "activity_triage"
    rules = rules
    reads = ("kpi_map",)

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form and the places for answers."""
        self._activities = Picker(
            self, "activity", lambda: self.section.activities, lambda: [Activity("a1")], Activity
        )
        self._up_to_date = True  # with the KPI map, before the newest change
        return [*self._form(), *self._next_form(), *self._result()]

    def _form(self) -> list[widgets.Widget]:
        """Return what is asked about an activity as it is now, and the verdict."""
        picker, f = self._activities, self.fields
        impacts = [(self.say(f"impact_{value}"), value) for value in rules.IMPACTS]
        sure = [(self.say(f"confidence_{name}"), value) for value, name in CONFIDENCE_NAMES.items()]
        posts = [(self.say(f"post_{post}"), post) for post in POSTS]
        self._verdict = self.html("rc-live")
        return [
            self.heading("heading_activities"),
            self.paragraph("intro_activities"),
            TaskImport(self, "activities", self._take_activities).widget,
            picker.choose,
            self.row(
                f.text(picker.item, "name"), f.number(picker.item, "hours", minimum=0, maximum=rules.WEEK)
            ),
            self.row(
                f.choice(picker.item, "impact", [(self.say("impact_unknown"), None), *impacts]),
                f.choice(picker.item, "confidence", [(self.say("confidence_unknown"), None), *sure]),
            ),
            f.yes(picker.item, "required").widget,
            f.choice(picker.item, "post", posts).widget,
            self._verdict,
        ]

    def _next_form(self) -> list[widgets.Widget]:
        """Return what is asked about the time from now on; a stop asks for more."""
        picker, f = self._activities, self.fields
        self._driver = f.choice(picker.item, "driver", [("", "")])
        self._stop = widgets.VBox(
            [
                self.paragraph("intro_stop"),
                self.row(f.day(picker.item, "stop_on"), f.text(picker.item, "told")),
                f.text(picker.item, "if_wrong", rows=2).widget,
                f.yes(picker.item, "reversible").widget,
            ]
        )
        self._next = self.button("next_activity", lambda: picker.turn_to(picker.number + 1))
        return [
            self.heading("heading_next"),
            self.row(
                f.number(picker.item, "planned", minimum=0, maximum=rules.WEEK),
                f.text(picker.item, "who_else"),
            ),
            self._driver.widget,
            self._stop,
            self.row(self._next, picker.add, picker.remove, picker.bring_back),
        ]

    def _result(self) -> list[widgets.Widget]:
        """Return the places for what all activities say together."""
        self._answer, self._picture = self.html("rc-live"), self.html()
        self._sorted, self._stops = self.html(), self.html()
        return [
            self.heading("heading_result"),
            self._answer,
            self._picture,
            self._sorted,
            widgets.HTML(formula_html(self.say("formula"), self.language)),
            self.heading("heading_stops"),
            self._stops,
        ]

    # What changes what

    def _take_activities(self, found: list[tuple[str, float | None]]) -> None:
        """Take activities from a task list: the hours of those that are here already, and new ones."""
        self._activities.take_over()
        section = self.section
        here = {activity.name.strip().casefold(): activity for activity in section.activities}
        for name, hours in found:
            activity = here.get(name.casefold())
            if activity is None:
                activity = Activity(self._activities.free_id(), name)
                section.activities.append(activity)
            if hours is not None:
                activity.hours = hours
                section.drafts.pop(f"{activity.id}.hours", None)

    def edited(self) -> None:
        """Take what is shown into the plan; a link that was chosen just now is as the KPI map has it."""
        self._activities.take_over()
        if self._up_to_date:
            carry.remember(self.section, self.carried())
        super().edited()

    def fill(self) -> None:
        """Show the activities to choose from, and the links that the KPI map has now."""
        self._activities.refresh()
        chosen = self._activities.item().driver
        options = [(self.say("driver_none"), "")]
        for number, driver in enumerate(self.plan.kpi_map.drivers, 1):
            if driver.name.strip():
                words = self.say("driver_name", number=number, name=driver.name.strip())
                options.append((words, driver.id))
        if chosen not in (value for _, value in options):
            options.append((self.say("driver_removed"), chosen))
        if tuple(options) != self._driver.control.options:
            self._driver.control.options = options
        self._driver.widget.layout.display = None if len(options) > 1 else "none"

    # The answers

    def respond(self) -> None:
        """Show the verdict of the activity in the form, and what all of them say."""
        picker, language = self._activities, self.language
        picker.refresh()
        result = rules.triage(Triage(activities=picker.items()), self.plan.kpi_map.drivers)
        one = result.items[picker.number]
        self._next.layout.display = None if picker.number + 1 < len(result.items) else "none"
        self._stop.layout.display = None if one.verdict == "stop" else "none"
        self._verdict.value = verdict_html(one, language) if one.started else ""
        self._answer.value = feedback_html(result.feedback, language)
        begun = any(item.started for item in result.items)
        self._picture.value = pictures.week(result, language) if begun else ""
        self._sorted.value = _table("sorted", sorted_rows(result, language), language)
        self._stops.value = stops_html(result, language)
        self._up_to_date = not self._changed()

    def table(self) -> "pandas.DataFrame":
        """Return the week as a table: one row an activity, the most effect per hour first."""
        from rolecraft.tables import table

        return table(*curve_rows(rules.triage(self.section), self.language))


def verdict_html(item: rules.ActivityResult, language: str = "en") -> str:
    """Return what the rules say about one activity."""
    verdict = say(f"activity_triage.verdict_{item.verdict or 'none'}", language)
    advice = say(item.advice.key, language, **item.advice.values)
    return f'<div class="rc-box"><strong>{escape(verdict)}.</strong> {escape(advice)}</div>'


Table = tuple[list[str], list[list[Any]]]


def _in_order(result: rules.TriageResult) -> list[rules.ActivityResult]:
    """Return what is on the curve, then what can't be compared yet."""
    compared = [step.item for step in result.curve]
    return compared + [item for item in result.items if item.started and item not in compared]


def _name(item: rules.ActivityResult, result: rules.TriageResult, language: str) -> str:
    number = result.items.index(item) + 1
    return item.activity.name.strip() or say("activity_triage.activity_unnamed", language, number=number)


def sorted_rows(result: rules.TriageResult, language: str = "en") -> Table:
    """Return headings and one row an activity: what to do with it, its hours now and from now on."""
    rows = [
        [
            _name(item, result, language),
            say(f"activity_triage.verdict_{item.verdict or 'none'}", language),
            item.hours,
            item.next_hours,
            item.relative,
        ]
        for item in _in_order(result)
    ]
    return _headings(("activity", "verdict", "hours", "next", "relative"), language), rows


def curve_rows(result: rules.TriageResult, language: str = "en") -> Table:
    """Return headings and one row an activity, with everything that the verdict comes from."""
    running = {id(step.item): step for step in result.curve}
    rows = []
    for item in _in_order(result):
        step = running.get(id(item))
        rows.append(
            [
                _name(item, result, language),
                item.hours,
                item.activity.impact,
                item.activity.confidence,
                item.contribution,
                item.relative,
                step.hours * result.hours if step else None,
                100 * step.effect if step else None,
                say(f"activity_triage.verdict_{item.verdict or 'none'}", language),
                item.next_hours,
            ]
        )
    columns = ("activity", "hours", "impact", "confidence", "contribution", "relative")
    more = ("running_hours", "running_effect", "verdict", "next")
    return _headings((*columns, *more), language), rows


def stop_rows(result: rules.TriageResult, language: str = "en") -> Table:
    """Return headings and one row for each activity that stops."""
    rows = []
    for item in result.stops:
        activity, wrong = item.activity, item.activity.if_wrong.strip()
        if activity.reversible:
            key = "can_undo" if wrong else "can_undo_only"
            wrong = say(f"activity_triage.{key}", language, words=wrong)
        won = None if item.hours is None else item.hours - (item.next_hours or 0)
        day = say("activity_triage.day", language, day=activity.stop_on) if activity.stop_on else None
        rows.append([_name(item, result, language), won, day, activity.told.strip(), wrong])
    return _headings(("activity", "won", "stop_on", "told", "if_wrong"), language), rows


def stops_html(result: rules.TriageResult, language: str = "en") -> str:
    """Return the stop list as a table, or in words that there is none."""
    if not result.stops:
        return f'<p class="rc-hint">{escape(say("activity_triage.stops_empty", language))}</p>'
    return _table("stops", stop_rows(result, language), language)


def _headings(columns: Sequence[str], language: str) -> list[str]:
    return [say(f"activity_triage.column_{name}", language) for name in columns]


def _table(name: str, table: Table, language: str) -> str:
    headings, rows = table
    caption = say(f"activity_triage.caption_{name}", language)
    return table_html(headings, rows, caption, language) if rows else ""


def activity_triage() -> ActivityTriage:
    """Open the activity triage (chapter 6)."""
    return ActivityTriage()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    plan = example.plan()
    result = rules.triage(plan.activity_triage, plan.kpi_map.drivers)
    return "".join(
        [
            pictures.week(result, language),
            feedback_html(result.feedback, language),
            _table("sorted", sorted_rows(result, language), language),
            stops_html(result, language),
        ]
    )
