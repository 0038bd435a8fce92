"""The alignment on the screen: each answers alone, then both see how near they are and what to ask."""

from collections.abc import Sequence
from copy import deepcopy
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from attrs import frozen

from rolecraft import example
from rolecraft.pictures import alignment as pictures
from rolecraft.plan import Alignment, NamedActivity, Plan, Ranked, View
from rolecraft.plan_json import PlanFileError, plan_from_file
from rolecraft.rules import alignment as rules
from rolecraft.rules import goal_builder
from rolecraft.rules.areas import AREAS
from rolecraft.rules.feedback import Feedback
from rolecraft.text import say
from rolecraft.views.fields import hint_html
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html

if TYPE_CHECKING:
    import pandas

WEEK = 168  # hours


class _Line:
    """One line of the list: an activity's name, and its place for whoever is answering."""

    def __init__(self, exercise: "AlignmentExercise", number: int):
        self.exercise, self.number = exercise, number

    def _activity(self) -> NamedActivity:
        """Return the activity of this line, made if need be."""
        section = self.exercise.section
        while len(section.activities) <= self.number:
            section.activities.append(NamedActivity(rules.free_id(section)))
        return section.activities[self.number]

    def _there(self) -> bool:
        return self.number < len(self.exercise.section.activities)

    @property
    def name(self) -> str:
        return self._activity().name if self._there() else ""

    @name.setter
    def name(self, words: str) -> None:
        self._activity().name = words

    @property
    def place(self) -> int | None:
        return rules.place_of(self.exercise.view(), self._activity().id) if self._there() else None

    @place.setter
    def place(self, place: int | None) -> None:
        ranks, id = self.exercise.view().ranks, self._activity().id
        others = [rank for rank in ranks if rank.id != id]
        ranks[:] = others if place is None else [*others, Ranked(id, place)]


class _Hours:
    """The hours of whoever is answering; the hat as id, so that a number that can't be read stays theirs."""

    def __init__(self, exercise: "AlignmentExercise"):
        self.exercise = exercise

    @property
    def id(self) -> str:
        return self.exercise.section.hat

    @property
    def hours(self) -> float | None:
        return self.exercise.view().hours

    @hours.setter
    def hours(self, hours: float | None) -> None:
        self.exercise.view().hours = hours


@frozen
class _Before:
    """How it was before the other person's file: section, whose view, activities, view, what was unreadable.

    new_activities, new_view: as the file left them, to tell what was typed since.
    """

    section: Alignment
    hat: str
    activities: list[NamedActivity]
    view: View
    drafts: dict[str, str]
    new_activities: list[NamedActivity]
    new_view: View

    def still_there(self) -> bool:
        """Tell whether the other's view is still the file's."""
        typed = f"{self.hat}.hours" in self.section.drafts
        return rules.view_of(self.section, self.hat) == self.new_view and not typed

    def bring_back(self) -> None:
        """Take the file's view out again; a list that was changed or put in order since stays."""
        section, draft = self.section, f"{self.hat}.hours"
        here = {activity.id for activity in self.activities}
        ranks = rules.view_of(section, rules.other(self.hat)).ranks
        in_use = any(rank.id not in here for rank in ranks)
        if section.activities == self.new_activities and not in_use:
            section.activities = self.activities
        setattr(section, self.hat, self.view)
        if draft in self.drafts:
            section.drafts[draft] = self.drafts[draft]


class AlignmentExercise(Exercise):
    """One form for two views, by hat; the comparison opens when both views are there."""

    module = "alignment"
    rules = rules
    reads = ("job_ad_audit", "area_map", "goal_builder", "activity_triage", "time_budget")

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form, the places for answers, the script and what is agreed."""
        f, section, view = self.fields, self._section, self.view
        hats = [(self.say(f"hat_{hat}"), hat) for hat in rules.HATS]
        self._hat = f.choice(section, "hat", hats)
        self._hat.control.observe(self.guard(self._hat_chosen), "value")
        areas = [(self.say("area_unknown"), ""), *((self.say(f"areas.{area}_name"), area) for area in AREAS)]
        steps = [(self.say("mandate_unknown"), None)]
        steps += [(mandate_option(step, self.language), step) for step in rules.STEPS]
        asked = [f.choice(lambda: view().mandate, decision, steps) for decision in rules.DECISIONS]
        self._support = f.text(view, "support", rows=2)
        self._lines = [self._line(number) for number in range(rules.MOST_ACTIVITIES)]
        self._before: _Before | None = None

        self._other_words, self._answer = self.html("rc-live"), self.html("rc-live")
        self._picture, self._gaps, self._views = self.html(), self.html("rc-live"), self.html()
        self._script = self.html()
        self._undo_other = self.button("undo_other", self._undo_other_file)
        open_other = self.file_button("open_other", ".json,application/json", self._other_file)
        return [
            self.heading("heading_who"),
            self.row(self._hat, f.number(section, "contract", minimum=1, maximum=WEEK)),
            self.heading("heading_areas"),
            self.paragraph("intro_areas"),
            self.row(*(f.choice(view, name, areas) for name in rules.AREA_FIELDS)),
            self.heading("heading_order"),
            self.paragraph("intro_order"),
            *self._lines,
            self.heading("heading_mandate"),
            self.paragraph("intro_mandate"),
            *(self.row(*asked[start : start + 2]) for start in range(0, len(asked), 2)),
            self.heading("heading_time"),
            f.number(lambda: _Hours(self), "hours", minimum=0, maximum=WEEK).widget,
            self._support.widget,
            self.heading("heading_meet"),
            self.paragraph("intro_meet"),
            self.row(open_other, self._undo_other),
            self._other_words,
            self.heading("heading_result"),
            self._answer,
            self._picture,
            self._gaps,
            self._views,
            widgets.HTML(formula_html(self.say("formula"), self.language), layout=self.steady),
            self.folded("script", widgets.VBox([self._script])),
            self.folded("agreed", self._agreed(steps)),
        ]

    def _line(self, number: int) -> widgets.HBox:
        line = _Line(self, number)
        places = [(str(place), place) for place in range(1, rules.MOST_ACTIVITIES + 1)]
        name = self.fields.text(lambda: line, "name", "activity")
        place = self.fields.choice(lambda: line, "place", [(self.say("place_unknown"), None), *places])
        name.control.description = self.say("activity_number", number=number + 1)
        place.control.description = self.say("place_number", number=number + 1)
        row = self.row(name, place)
        row.layout = widgets.Layout()
        return row

    def _agreed(self, steps: list[tuple[str, int | None]]) -> widgets.VBox:
        f, section = self.fields, self._section
        decided = [
            f.choice(lambda: section().mandate, decision, steps, f"agreed_{decision}")
            for decision in rules.DECISIONS
        ]
        days = f.day(section, "first_review"), f.day(section, "second_review")
        self._second_review = days[1]
        self._offer = self.button("offer_days", self._offer_days)
        return widgets.VBox(
            [
                *(self.row(*decided[start : start + 2]) for start in range(0, len(decided), 2)),
                f.number(section, "hours", "agreed_hours", minimum=0, maximum=WEEK).widget,
                self.row(f.text(section, "support_who"), f.text(section, "support_when")),
                f.text(section, "reply").widget,
                self._offer,
                self.row(*days),
            ]
        )

    def _section(self) -> Alignment:
        return self.section

    def view(self) -> View:
        """Return the view of whoever is answering."""
        return rules.view_of(self.section, self.section.hat)

    def carried_words(self, name: str, value: Any) -> str:
        """Return in words what an earlier exercise gives."""
        if name == "areas":
            value = [say(f"areas.{area}_short", self.language) for area in value]
        return self.say(f"carried_{name}", value=", ".join(value) if isinstance(value, list) else value)

    # What changes what

    def fill(self) -> None:
        """Ask for the support that this hat is about, and put the two's own words into the script."""
        self._support.control.description = self.say(f"support_{self.section.hat}")
        self._script.value = script_html(self.plan, self.language)

    def _hat_chosen(self, change: Any) -> None:
        if not self.filling:
            self.show()

    def _offer_days(self) -> None:
        """Put in the days that are not chosen yet."""
        first, second = rules.review_days(self.today)
        section = self.section
        section.first_review = section.first_review or first
        section.second_review = section.second_review or second
        self.edited()
        self.show()

    def _other_file(self, name: str, content: bytes) -> None:
        """Take the other hat's view from the other person's file; say what was taken."""
        try:
            theirs = plan_from_file(content).alignment
        except PlanFileError as error:
            self._tell_file(self.say(error.key, **error.values))
            return
        self._example = None  # what is taken belongs into the own work
        section = self.section
        hat = rules.other(section.hat)
        before = deepcopy((section.activities, rules.view_of(section, hat), section.drafts))
        taken = rules.take_view(section, theirs)
        if not taken.parts:
            self.show()
            self._tell_file(self.say(f"{'same' if taken.same_hat else 'nothing'}_{hat}", name=name))
            return
        self.edited()
        self.show()
        after = deepcopy((section.activities, rules.view_of(section, hat)))
        self._before = _Before(section, hat, *before, *after)
        parts = ", ".join(self.say(f"name_{part}").lower() for part in taken.parts)
        lines = [self.say(f"taken_{hat}", name=name, parts=parts)]
        if taken.activities:
            lines.append(self.say("taken_activities"))
        if taken.unknown:
            lines.append(self.say("taken_unknown", names=", ".join(taken.unknown)))
        self._tell_file(*lines)

    def _undo_other_file(self) -> None:
        if self._before:
            self._before.bring_back()
            self._before = None
            self.edited()
            self.show()
            self._tell_file(self.say("undone_other"))

    def _tell_file(self, *lines: str) -> None:
        self._other_words.value = "".join(f"<p>{escape(line)}</p>" for line in lines)
        self._show_undo()

    def _show_undo(self) -> None:
        """Offer to undo as long as the section holds the file's view, and nobody has changed it since."""
        before = self._before
        can_undo = before is not None and before.section is self.section and before.still_there()
        self._undo_other.layout.display = None if can_undo else "none"

    # The answer

    def respond(self) -> None:
        """Show what is there of both views; when both are, how near they are and what to ask."""
        section, language = self.section, self.language
        result = rules.align(section)
        for number, line in enumerate(self._lines):
            line.layout.display = None if number <= len(section.activities) else "none"
        self._show_undo()
        self._answer.value = feedback_html(result.feedback, language)
        draw = pictures.nearness if result.ready else pictures.progress
        self._picture.value = draw(result, language)
        self._gaps.value = gaps_html(result, language) if result.ready else ""
        self._views.value = views_html(section, result, language) if result.ready else ""
        both = section.first_review is not None and section.second_review is not None
        self._offer.layout.display = "none" if both else None
        wrong = rules.wrong_days(section)
        self._second_review.tell(self.say("days_order") if wrong else "", problem=True)

    def table(self) -> "pandas.DataFrame":
        """Return the two views side by side; until both are there, only the one that is being filled in."""
        from rolecraft.tables import table

        result = rules.align(self.section)
        hats = rules.HATS if result.ready else (self.section.hat,)
        return table(*view_rows(self.section, result, hats, self.language))


def mandate_option(step: int, language: str = "en") -> str:
    """Return a step of a mandate with its number."""
    words = say(f"alignment.mandate_{step}", language)
    return say("alignment.mandate_option", language, step=step, words=words)


def gap_words(gap: Feedback, language: str = "en") -> str:
    """Return one of the largest differences as a question, as plain text."""
    values = dict(gap.values)
    for hat in rules.HATS:
        if gap.key == "alignment.gap_areas":
            values[hat] = say(f"areas.{values[hat]}_short", language)
        elif gap.key == "alignment.gap_mandate":
            values[hat] = say(f"alignment.mandate_{values[hat]}", language)
    if "decision" in values:
        values["decision"] = say(f"alignment.label_{values['decision']}", language)
    return say(gap.key, language, **values)


def gaps_html(result: rules.Agreement, language: str = "en") -> str:
    """Return the questions for the talk as a list."""
    heading = f"<p><strong>{escape(say('alignment.heading_gaps', language))}</strong></p>"
    if not result.gaps:
        return f"{heading}<p>{escape(say('alignment.no_gaps', language))}</p>"
    questions = "".join(f"<li>{escape(gap_words(gap, language))}</li>" for gap in result.gaps)
    return f"{heading}<ol>{questions}</ol>"


Table = tuple[list[str], list[list[Any]]]


def view_rows(
    section: Alignment, result: rules.Agreement, hats: Sequence[str] = rules.HATS, language: str = "en"
) -> Table:
    """Return headings and one row for each thing that a view says; decisions as steps, 0 to 4.

    hats: whose views to show.
    """

    def words(key: str, **values: Any) -> str:
        return say(f"alignment.{key}", language, **values)

    views = [rules.view_of(section, hat) for hat in hats]
    rows: list[list[Any]] = []
    for name in rules.AREA_FIELDS:
        areas = [getattr(view, name) for view in views]
        shown = [say(f"areas.{area}_short", language) if area in AREAS else None for area in areas]
        rows.append([words(f"label_{name}"), *shown])
    for placed in result.places:
        name = words("row_place", name=placed.activity.name.strip())
        rows.append([name, *(getattr(placed, hat) for hat in hats)])
    for decision in result.decisions:
        rows.append([words(f"label_{decision.id}"), *(getattr(decision, hat) for hat in hats)])
    rows.append([words("label_hours"), *(rules.usable_hours(view) for view in views)])
    return [words("column_what"), *(words(hat) for hat in hats)], rows


def views_html(section: Alignment, result: rules.Agreement, language: str = "en") -> str:
    """Return the two views side by side, and below them the support that each writes of."""
    headings, rows = view_rows(section, result, language=language)
    steps = " · ".join(mandate_option(step, language) for step in rules.STEPS)
    caption = say("alignment.caption_views", language, steps=steps)
    support = "".join(_support_html(section, hat, language) for hat in rules.HATS)
    return table_html(headings, rows, caption, language) + support


def _support_html(section: Alignment, hat: str, language: str) -> str:
    words = rules.view_of(section, hat).support.strip()
    return f"<p>{escape(say(f'alignment.both_{hat}', language, words=words))}</p>" if words else ""


def script_steps(language: str = "en") -> list[tuple[str, str, str]]:
    """Return the talk by the clock: when, what to do, a sentence to offer."""
    ends = accumulate(minutes for _, minutes in rules.SCRIPT)
    return [
        (
            say("alignment.clock", language, begin=end - minutes, end=end),
            say(f"alignment.script_{step}", language),
            say(f"alignment.sentence_{step}", language),
        )
        for (step, minutes), end in zip(rules.SCRIPT, ends, strict=True)
    ]


def script_html(plan: Plan, language: str = "en") -> str:
    """Return the script for the talk, with the role sentence and the if-then plans that there are."""

    def words(key: str, **values: Any) -> str:
        return escape(say(f"alignment.{key}", language, **values))

    steps = "".join(
        f"<li><strong>{escape(clock)}.</strong> {escape(step)}<br>{escape(sentence)}</li>"
        for clock, step, sentence in script_steps(language)
    )
    parts = [f'<p>{words("intro_script")}</p><ol class="rc-goals">{steps}</ol>']
    if purpose := plan.job_ad_audit.purpose.strip():
        parts.append(f"<p>{words('own_role', purpose=purpose)}</p>")
    plans = filter(None, map(goal_builder.if_then_sentence, plan.goal_builder.goals))
    if lines := "".join(f"<li>{escape(say(one.key, language, **one.values))}</li>" for one in plans):
        parts.append(f"<p>{words('own_plans')}</p><ul>{lines}</ul>")
    return "".join(parts)


def alignment() -> AlignmentExercise:
    """Open the alignment (chapter 10)."""
    return AlignmentExercise()


def on_paper(language: str = "en") -> list[tuple[str, list[str], int, str]]:
    """Return the script of the talk: (clock and step, boxes to tick, lines to write on, sentence as HTML)."""
    script = [(f"{clock} · {step}", [], 0, hint_html(words)) for clock, step, words in script_steps(language)]
    return [
        (say("alignment.paper_script", language), [], 0, hint_html(say("alignment.intro_script", language))),
        *script,
    ]


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    section = example.plan().alignment
    result = rules.align(section)
    return "".join(
        [
            pictures.nearness(result, language),
            feedback_html(result.feedback, language),
            gaps_html(result, language),
        ]
    )
