"""The manager's check on the screen: eight questions, a guess, a comparison when the colleague wants it."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from attrs import frozen

from rolecraft import example
from rolecraft.pictures import manager_check as pictures
from rolecraft.plan import ManagerCheck, Plan, RoleHealth, Triage
from rolecraft.plan_json import PlanFileError, plan_from_file
from rolecraft.rules import manager_check as rules
from rolecraft.rules.role_health_check import DIMENSIONS
from rolecraft.text import say
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html

if TYPE_CHECKING:
    import pandas

# What the colleague would say: the label of each dimension, in words of its own.
SAID = {
    "workload": "much_to_do",
    "fragmentation": "broken_up",
    "clarity": "clear",
    "mandate": "may_decide",
    "support": "gets_help",
    "learning": "paid_time",
    "recovery": "lets_go",
}


@frozen
class Colleague:
    """What is compared with: the hours, and the health check only when its owner shows it."""

    triage: Triage
    health: RoleHealth | None


class ManagerCheckExercise(Exercise):
    """Questions and guess above; the comparison with the colleague's plan below, once the guess is whole."""

    module = "manager_check"
    rules = rules
    reads = ("role_health_check", "activity_triage")

    def build(self) -> Sequence[widgets.Widget]:
        """Return the questions, the guess, and the places for answers."""
        f = self.fields
        self._file: Colleague | None = None  # in memory only, and only what is compared
        self._answered = self.button("all_answered", self._all_answered, primary=True)
        self._answer, self._picture = self.html("rc-live"), self.html()
        self._guess, self._colleague_words = self.html("rc-live"), self.html("rc-live")
        self._compared = self.html("rc-live")
        self._close = self.button("close_colleague", self._close_file)
        open_colleague = self.file_button("open_colleague", ".json,application/json", self._open_file)
        options = [(self.say("guess_unknown"), None)]
        options += [(self.say(f"guess_{step}"), step) for step in range(5)]
        guessed = [f.choice(self._forecast, name, options, SAID[name]) for name in DIMENSIONS]
        tops = [f.text(self._forecast, name) for name in rules.GUESSES]
        return [
            self.heading("heading_audit"),
            self.paragraph("intro_audit"),
            *(f.yes(lambda: self.section.audit, question).widget for question in rules.QUESTIONS),
            self._answered,
            self._answer,
            self._picture,
            self.heading("heading_forecast"),
            self.paragraph("intro_forecast"),
            *(self.row(*guessed[start : start + 2]) for start in range(0, len(guessed), 2)),
            self.heading("heading_top"),
            self.paragraph("intro_top"),
            tops[0].widget,
            self.row(*tops[1:3]),
            self.row(*tops[3:]),
            self._guess,
            self.heading("heading_compare"),
            self.paragraph("intro_compare"),
            self.row(open_colleague, self._close),
            self._colleague_words,
            self._compared,
            widgets.HTML(formula_html(self.say("formula"), self.language), layout=self.steady),
        ]

    def _forecast(self) -> Any:
        return self.section.forecast

    def edited(self) -> None:
        """Eight ticks are an answer without the button, too; it stays one when a tick is taken away."""
        section = self.section
        section.answered = section.answered or rules.ticked(section.audit) == len(rules.QUESTIONS)
        super().edited()

    def _all_answered(self) -> None:
        self.section.answered = True
        self.edited()

    # The colleague's file

    def _open_file(self, name: str, content: bytes) -> None:
        """Read the colleague's file for the comparison; nothing of it goes into the plan."""
        try:
            plan = plan_from_file(content)
        except PlanFileError as error:
            self._tell_file(self.say(error.key, **error.values))
            return
        self._file = Colleague(plan.activity_triage, rules.shown_health(plan))
        if self._example:  # it is compared with the own guess
            self._example = None
            self.show()
        self._tell_file(self.say("file_read", name=name))
        self.respond()

    def _close_file(self) -> None:
        self._file = None
        self._tell_file(self.say("file_closed"))
        self.respond()

    def _tell_file(self, words: str) -> None:
        self._colleague_words.value = f"<p>{escape(words)}</p>"

    def _colleague(self) -> Colleague:
        """Return what there is to compare with: the opened file, else what is on this computer."""
        return self._file if self._file and not self._example else on_this_computer(self.plan)

    # The answer

    def respond(self) -> None:
        """Show what the eight answers say, and how near the guess is, once it is whole."""
        section, language = self.section, self.language
        result = rules.check(section)
        self._answered.layout.display = None if result.yes is None else "none"
        self._close.layout.display = None if self._file else "none"
        self._answer.value = feedback_html(result.feedback, language)
        self._picture.value = pictures.answers(section.audit, result, language)
        self._guess.value = guess_html(section, result, language)
        self._compared.value = compared_html(section, result, self._colleague(), language)

    def table(self) -> "pandas.DataFrame":
        """Return the eight answers and the guess: one row each. Nothing of the colleague's is in it."""
        from rolecraft.tables import table

        return table(*answer_rows(self.section, self.language))


def on_this_computer(plan: Plan) -> Colleague:
    """Return what the plan on this computer gives to compare with, when both use one computer."""
    return Colleague(plan.activity_triage, rules.shown_health(plan))


def guess_html(section: ManagerCheck, result: rules.Check, language: str = "en") -> str:
    """Return in words what is guessed, and what is left to guess."""

    def words(key: str, **values: Any) -> str:
        return escape(say(f"manager_check.{key}", language, **values))

    lines = []
    if names := rules.guesses(section.forecast):
        lines.append(words("guessed_names", names=", ".join(f"“{name}”" for name in names)))
    if result.forecast_ready:
        lines.append(words("guess_done"))
    elif result.guessed or result.named:
        answers, activities = len(DIMENSIONS) - result.guessed, len(rules.GUESSES) - result.named
        lines.append(words("guess_left", answers=answers, activities=activities))
    return "".join(f"<p>{line}</p>" for line in lines)


def compared_html(
    section: ManagerCheck, result: rules.Check, colleague: Colleague, language: str = "en"
) -> str:
    """Return the comparison of the guess with what the colleague shows; questions, no verdicts."""
    if not result.forecast_ready:
        return f"<p>{escape(say('manager_check.compare_first', language))}</p>"
    return _top_html(rules.compare_top(section.forecast, colleague.triage), language) + _health_html(
        rules.compare_health(section.forecast, colleague.health), language
    )


def _top_html(top: rules.TopFive | None, language: str) -> str:
    def words(key: str, **values: Any) -> str:
        return escape(say(f"manager_check.{key}", language, **values))

    if top is None:
        return f"<p>{words('compare_nothing')}</p>"
    if top.right == top.total:
        return f"<p>{words('top_all', total=top.total)}</p>{_top_table(top, language)}"
    alike = {guess for guess, _ in top.perhaps}
    asked = [words("top_unseen", name=name, hours=top.largest[name]) for name in top.unseen]
    asked += [words("top_less", name=name) for name, right in top.guessed if not right and name not in alike]
    questions = "".join(f"<li>{line}</li>" for line in asked)
    counted = words("top_right", right=top.right, total=top.total)
    if top.perhaps:
        pairs = "; ".join(
            say("manager_check.pair", language, guess=guess, name=name) for guess, name in top.perhaps
        )
        counted += f" {words('top_perhaps', pairs=pairs)}"
    return f"<p>{counted}</p>{_top_table(top, language)}<ul>{questions}</ul>"


def _top_table(top: rules.TopFive, language: str) -> str:
    headings = [say(f"manager_check.column_{name}", language) for name in ("activity", "week", "guessed")]
    found = dict.fromkeys(top.unseen, "no") | dict.fromkeys((name for _, name in top.perhaps), "perhaps")
    rows = [
        [name, hours, say(f"manager_check.guessed_{found.get(name, 'yes')}", language)]
        for name, hours in top.largest.items()
    ]
    return table_html(headings, rows, say("manager_check.caption_top", language), language)


def _health_html(gap: rules.HealthGap | None, language: str) -> str:
    def words(key: str, **values: Any) -> str:
        return escape(say(f"manager_check.{key}", language, **values))

    if gap is None:
        return f"<p>{words('health_theirs')}</p>"
    said = {name: say(f"manager_check.label_{SAID[name]}", language) for name in DIMENSIONS}
    headings = [say(f"manager_check.column_{name}", language) for name in ("dimension", "guess", "answer")]
    rows = [[said[name], guess, answer] for name, (guess, answer) in gap.rows.items()]
    table = table_html(headings, rows, say("manager_check.caption_health", language), language)
    if not gap.furthest:
        return f"<p>{words('health_same')}</p>{table}"
    return (
        f"<p>{words('health_gap', gap=gap.gap)}</p>{table}"
        f"<p>{words('health_furthest', name=said[gap.furthest])}</p>"
    )


def answer_rows(section: ManagerCheck, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row for each question, guessed answer and guessed activity."""

    def words(key: str) -> str:
        return say(f"manager_check.{key}", language)

    rows: list[list[Any]] = []
    for question in rules.QUESTIONS:
        yes = getattr(section.audit, question)
        shown = words("yes") if yes else words("not_yet") if section.answered else None
        rows.append([words(f"label_{question}"), shown])
    for name in DIMENSIONS:
        step = getattr(section.forecast, name)
        rows.append([words(f"label_{SAID[name]}"), words(f"guess_{step}") if step in range(5) else None])
    for guess in rules.GUESSES:
        rows.append([words(f"label_{guess}"), getattr(section.forecast, guess).strip() or None])
    return [words("column_question"), words("column_yours")], rows


def manager_check() -> ManagerCheckExercise:
    """Open the manager's check."""
    return ManagerCheckExercise()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    plan = example.plan()
    section = plan.manager_check
    result = rules.check(section)
    return "".join(
        [
            pictures.answers(section.audit, result, language),
            feedback_html(result.feedback, language),
            compared_html(section, result, on_this_computer(plan), language),
        ]
    )
