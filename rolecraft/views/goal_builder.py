"""The goal builder on the screen: from a business goal to at most three goals that can be followed up."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import goal_builder as pictures
from rolecraft.plan import Goal
from rolecraft.rules import carry
from rolecraft.rules import goal_builder as rules
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.frame import Exercise, feedback_html, formula_html
from rolecraft.views.picker import Picker

if TYPE_CHECKING:
    import pandas


class GoalBuilder(Exercise):
    """One form, for the goal that is chosen; the answer looks at that goal, then at all of them."""

    module = "goal_builder"
    rules = rules
    reads = ("area_map",)

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form and the places for answers."""
        goals = self._goals = Picker(
            self,
            "goal",
            lambda: self.section.goals,
            lambda: [Goal("g1")],
            Goal,
            named="metric",
            taken=lambda: {self.plan.kpi_map.goal, *(metric.goal for metric in self.plan.kpi_map.metrics)},
        )
        section, goal, f = self._section, goals.item, self.fields

        self._target = f.number(goal, "target", unit=self._unit)
        self._tests = f.number(goal, "tests", minimum=1, whole=True)
        baseline = f.number(goal, "baseline", unit=self._unit)
        actual = f.number(goal, "actual", unit=self._result_unit)
        self._in_unit = (baseline, self._target, actual)
        levels = self._options("level", range(rules.HIGHEST_LEVEL + 1))
        areas = [(self.say("area_none"), ""), *((self.say(f"areas.{area}_name"), area) for area in AREAS)]
        area = f.choice(goal, "area", areas)
        area.control.observe(self.guard(self._area_chosen), "value")
        self._linked: list[str] = []  # the areas of the goals before the newest change
        self._again = False  # whether there was something to check again before it
        promises = [(self.say(f"ambition_{kind}"), kind) for kind in ("stretch", "commitment")]
        sure = [(self.say("confidence_unknown"), None), *((str(step), step) for step in range(11))]
        about = self._about = {
            "metric": f.text(goal, "metric"),
            "due": f.day(goal, "due"),
            "owner": f.text(goal, "owner"),
            "ambition": f.choice(goal, "confidence", sure),
        }

        self._type, self._points, self._all = self.html("rc-live"), self.html("rc-live"), self.html("rc-live")
        self._picture, self._written = self.html(), self.html()
        formulas = "\n".join(self.say(f"formula_{part}") for part in ("quality", "type", "grade"))
        return [
            self.heading("heading_business"),
            f.text(section, "business_goal", rows=2).widget,
            f.text(section, "objective").widget,
            self.heading("heading_goals"),
            goals.choose,
            self.row(about["metric"], f.text(goal, "unit")),
            area.widget,
            self.row(f.choice(goal, "level", levels), baseline),
            self._type,
            self.row(self._target, self._tests, about["due"]),
            self.row(about["owner"], about["ambition"]),
            f.choice(goal, "ambition", promises).widget,
            f.text(goal, "link", rows=3).widget,
            self.heading("heading_plan"),
            f.text(goal, "obstacle").widget,
            self.row(f.text(goal, "cue", rows=2), f.text(goal, "action", rows=2)),
            self.folded("later", widgets.VBox([actual.widget])),
            self._points,
            self._picture,
            self.row(goals.add, goals.remove, goals.bring_back),
            self.heading("heading_result"),
            self._written,
            self._all,
            widgets.HTML(formula_html(formulas, self.language)),
        ]

    def _options(self, name: str, values: range) -> list[tuple[str, int | None]]:
        unknown = (self.say(f"{name}_unknown"), None)
        return [unknown, *((self.say(f"{name}_{value}"), value) for value in values)]

    def _section(self) -> Any:
        return self.section

    def _unit(self) -> str:
        unit = self._goals.item().unit.strip()
        return self.say("in_unit", unit=unit) if unit else ""

    def _result_unit(self) -> str:
        """Return the unit of the result; a learning goal may count the things that were tried instead."""
        learning = rules.goal_type(self._goals.item()).kind == "learning"
        return "" if learning else self._unit()

    def edited(self) -> None:
        """Take the goal in the form into the plan as soon as something is entered in it."""
        self._goals.take_over()
        if self._areas() != self._linked and not self._again:
            # The learner has changed which levels there are to take; that is no news from the area map.
            levels = rules.levels(self.section, self.plan.area_map)
            carry.remember(self.section, {"levels": levels} if levels else {})
        super().edited()

    def _areas(self) -> list[str]:
        return [goal.area for goal in self.section.goals]

    def _area_chosen(self, change: Any) -> None:
        """Take the level from the area map when none is said, so that nothing is typed twice."""
        goal = self._goals.item()
        level = rules.levels(self.section, self.plan.area_map).get(goal.area)
        if self.filling or goal.level is not None or level is None:
            return
        goal.level = level
        self.edited()
        self.show()

    def carried_words(self, name: str, value: Any) -> str:
        """Return in words which levels the area map has."""
        levels = (
            self.say("level_of", area=self.say(f"areas.{area}_name"), level=level)
            for area, level in value.items()
        )
        return self.say(f"carried_{name}", levels="; ".join(levels))

    def fill(self) -> None:
        """Show the goals to choose from."""
        self._goals.refresh()

    # The answer

    def respond(self) -> None:
        """Show what the goal in the form has and needs, and how the goals are as a whole."""
        self._goals.refresh()
        self._linked, self._again = self._areas(), bool(self._changed())
        review = rules.review(self.section, self.today)
        one = rules.review_goal(self._goals.item(), self.today)
        learning = one.type.kind == "learning"
        self._target.widget.layout.display = "none" if learning else None
        self._tests.widget.layout.display = None if learning else "none"
        words = (
            f"<strong>{escape(self.say(f'kind_{one.type.kind}'))}.</strong> "
            f"{escape(self.say(one.type.reason.key, **one.type.reason.values))}"
        )
        self._type.value = f'<div class="rc-box">{words}</div>' if one.started else ""
        for field in self._in_unit:
            field.tell_again()
        # What was entered and needs a change is said where it was entered, too.
        for point in one.points:
            if field := self._about.get(point.name):
                entered = getattr(one.goal, field.name) not in (None, "")
                problem = self.say(point.advice.key, **point.advice.values) if point.advice else ""
                field.tell(problem if entered else "", problem=True)
        self._points.value = feedback_html(one.feedback, self.language)
        self._picture.value = pictures.quality(one, self.language)
        self._written.value = goals_html(review, self.language)
        self._all.value = feedback_html(review.feedback, self.language)

    def table(self) -> "pandas.DataFrame":
        """Return the goals as a table: one row a goal, with its points (0 to 8) and grade (0 to 1)."""
        from rolecraft.tables import table

        return table(*goal_rows(rules.review(self.section, self.today), self.language))


def goal_rows(review: rules.Review, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row a goal."""
    columns = ("metric", "type", "baseline", "target", "due", "owner", "points", "grade")
    headings = [say(f"goal_builder.column_{name}", language) for name in columns]
    return headings, [
        [
            one.goal.metric or say("goal_builder.goal_unnamed", language, number=number),
            say(f"goal_builder.kind_{one.type.kind}", language),
            one.goal.baseline,
            one.goal.tests if one.type.kind == "learning" else one.goal.target,
            say("goal_builder.day", language, day=one.goal.due) if one.goal.due else None,
            one.goal.owner,
            one.quality,
            one.grade,
        ]
        for number, one in enumerate(review.goals, start=1)
    ]


def goals_html(review: rules.Review, language: str = "en") -> str:
    """Return the goals written out, one paragraph each: what, from where to where, by when, who, how good."""

    def words(key: str, **values: Any) -> str:
        return escape(say(f"goal_builder.{key}", language, **values))

    def written(number: int, one: rules.GoalReview) -> str:
        goal, parts = one.goal, []
        if one.type.kind == "learning" and goal.tests:
            parts.append(words("line_tests", tests=goal.tests))
        elif goal.baseline is not None and goal.target is not None:
            parts.append(words("line_way", baseline=goal.baseline, target=goal.target, unit=goal.unit))
        if goal.due:
            parts.append(words("line_due", due=goal.due))
        if goal.owner:
            parts.append(escape(goal.owner))
        parts.append(words("quality", met=one.quality, total=len(one.points)))
        if one.grade is not None:
            parts.append(f"{words('grade', grade=one.grade)} ({words(f'band_{one.band}')})")
        title = escape(goal.metric) or words("goal_unnamed", number=number)
        plan = rules.if_then_sentence(goal)
        promise = f"<br>{escape(say(plan.key, language, **plan.values))}" if plan else ""
        return f"<li><strong>{title}</strong><br>{' · '.join(parts)}{promise}</li>"

    lines = "".join(written(number, one) for number, one in enumerate(review.goals, start=1))
    return f'<ol class="rc-goals">{lines}</ol>' if lines else ""


def goal_builder() -> GoalBuilder:
    """Open the goal builder (chapter 4)."""
    return GoalBuilder()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    goals = example.plan().goal_builder
    review = rules.review(goals, example.today())
    lines = (
        ("label_business_goal", goals.business_goal),
        ("label_objective", goals.objective),
    )
    return "".join(
        [
            *(
                f"<p><strong>{escape(say(f'goal_builder.{label}', language))}:</strong> {escape(words)}</p>"
                for label, words in lines
            ),
            goals_html(review, language),
            pictures.quality(review.goals[0], language),
            feedback_html(review.feedback, language),
        ]
    )
