"""The skills plan on the screen: one skill out of twelve areas, and the way up on paid time."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import skills_plan as pictures
from rolecraft.plan import Skill
from rolecraft.plan import SkillsPlan as Section
from rolecraft.rules import skills_plan as rules
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.area_chooser import AreaChooser, area_names, in_words
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html

if TYPE_CHECKING:
    import pandas

HOURS_OF_A_WEEK = 168


class SkillsPlan(Exercise):
    """One form for the skill that is thought of, one for the plan of the skill that is ticked."""

    module = "skills_plan"
    rules = rules
    reads = ("area_map", "time_budget")

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form and the places for answers."""
        self._review = rules.review(self.section)
        skills = self._skills = AreaChooser(
            self, lambda: self.section.skills, Skill, self._order, self._marks
        )
        section, skill, f = self._section, skills.item, self.fields
        levels = [(self.say(f"level_{level}"), level) for level in range(rules.MOST_SKILL + 1)]
        now = f.choice(skill, "now", [(self.say("now_unknown"), None), *levels])
        target = f.choice(skill, "target", [(self.say("target_next"), None), *levels[1:]])
        week = {"minimum": 0, "maximum": HOURS_OF_A_WEEK}
        self._why_private = f.text(section, "why_private")
        steps = [f.number(section, f"step_{level}", minimum=0) for level in range(1, rules.TOP_STEP + 1)]
        self._priority, self._all = self.html("rc-live"), self.html("rc-live")
        self._figures = self.html("rc-live")
        self._queue, self._picture, self._reviews = self.html(), self.html(), self.html()
        return [
            self.heading("heading_skill"),
            self.paragraph("intro"),
            skills.choose,
            skills.about,
            self.row(now, target),
            self.row(
                f.choice(skill, "relevance", self._options("relevance", rules.MOST_RELEVANCE)),
                f.choice(skill, "interest", self._options("interest", rules.MOST_INTEREST)),
            ),
            f.yes(skill, "chosen").widget,
            self._priority,
            self._queue,
            self.heading("heading_plan"),
            f.text(section, "why", rows=2).widget,
            self.row(f.number(section, "hours", **week), f.number(section, "private", **week)),
            self._why_private.widget,
            self.row(
                f.number(section, "cost", minimum=0),
                f.number(section, "fees", minimum=0),
                f.text(section, "currency"),
            ),
            f.text(section, "proof", rows=2).widget,
            self.row(f.text(section, "seen_by"), f.day(section, "begins")),
            self.folded("steps", widgets.VBox([self.paragraph("intro_steps"), self.row(*steps)])),
            self.heading("heading_answer"),
            self._figures,
            self._picture,
            self._all,
            self.heading("heading_reviews"),
            self._reviews,
            widgets.HTML(formula_html(self.say("formula"), self.language)),
        ]

    def _section(self) -> Any:
        return self.section

    def _options(self, name: str, most: int) -> list[tuple[str, int | None]]:
        unknown = (self.say(f"{name}_unknown"), None)
        return [unknown, *((self.say(f"{name}_{value}"), value) for value in range(most + 1))]

    def _order(self) -> Sequence[str]:
        """Return all areas, those that are in the plan first."""
        there = [skill.id for skill in self.section.skills if skill.id in AREAS]
        return tuple(dict.fromkeys([*there, *AREAS]))

    def _marks(self, area: str) -> Iterable[str]:
        """Return what stands beside a skill in the list: its priority, and whether it is the one."""
        if area in self._review.priority:
            priority = self._review.priority[area]
            if priority is None:
                yield self.say("mark_begun")
            else:
                yield self.say("mark_priority", priority=priority)
        if area in self._review.ticked:
            yield self.say("mark_chosen")

    def edited(self) -> None:
        """Take the skill in the form into the plan as soon as something is entered for it."""
        self._skills.take_over()
        super().edited()

    def carried_words(self, name: str, value: Any) -> str:
        """Return in words what the area map and the time budget give."""
        if name == "skills":
            return self.say("carried_skills", skills=area_names((one[0] for one in value), self.language))
        if name == "active" and not value:
            return self.say("carried_active_none")
        if name == "active":
            return self.say("carried_active", area=area_names([value], self.language))
        return super().carried_words(name, value)

    # The answer

    def respond(self) -> None:
        """Show the priority of the skill in the form, the queue, and what the plan says."""
        section, language = self.section, self.language
        review = self._review = rules.review(section)
        self._skills.refresh()
        area = self._skills.item().id
        one = next((skill for skill in review.skills if skill.id == area), None)
        self._why_private.widget.layout.display = None if section.private or section.why_private else "none"
        self._priority.value = priority_html(one, language) if one else ""
        self._queue.value = _table(review, language)
        self._figures.value = figures_html(section, review, language)
        self._picture.value = pictures.staircase(review, language)
        self._all.value = feedback_html(in_words(review.feedback, language), language)
        self._reviews.value = reviews_html(review, language)

    def table(self) -> "pandas.DataFrame":
        """Return the skills, the highest priority first."""
        from rolecraft.tables import table

        return table(*skill_rows(rules.review(self.section), self.language))


def _words(key: str, language: str, **values: Any) -> str:
    return escape(say(f"skills_plan.{key}", language, **values))


def priority_html(one: rules.SkillResult, language: str = "en") -> str:
    """Return the priority of one skill and how it comes about, or what is still to say."""
    if one.priority is not None:
        words = _words(
            "priority",
            language,
            priority=one.priority,
            relevance=one.relevance,
            gap=one.gap,
            interest=one.interest,
        )
    elif one.missing:
        missing = ", ".join(say(f"skills_plan.part_{part}", language) for part in one.missing)
        words = _words("to_say", language, missing=missing)
    else:
        words = _words("nothing_left", language)
    return f'<div class="rc-box"><strong>{escape(area_names([one.id], language))}.</strong> {words}</div>'


def figures_html(section: Section, review: rules.SkillsReview, language: str = "en") -> str:
    """Return the plan in figures: the way, hours, weeks, share of a week, cost, end."""
    skill, lines = review.skill, []
    if skill and review.hours is not None:
        area = area_names([skill.id], language)
        lines.append(_words("line_way", language, area=area, now=skill.now, target=skill.target))
        key = "line_hours" if review.weeks is None else "line_weeks"
        lines.append(_words(key, language, hours=review.hours, weeks=review.weeks))
    if review.share is not None:
        lines.append(_words("line_share", language, hours=section.hours, share=review.share))
    if review.cost is not None:
        lines.append(_words("line_cost", language, cost=review.cost, currency=section.currency.strip()))
    if review.ends:
        lines.append(_words("line_ends", language, ends=review.ends))
    return f'<div class="rc-box">{"<br>".join(lines)}</div>' if lines else ""


def reviews_html(review: rules.SkillsReview, language: str = "en") -> str:
    """Return the days to look back."""
    if not review.reviews:
        return f'<p class="rc-hint">{_words("reviews_none", language)}</p>'
    days = "".join(f"<li>{_words('review_day', language, day=day)}</li>" for day in review.reviews)
    return f"<p>{_words('reviews', language)}</p><ul>{days}</ul>"


def skill_rows(review: rules.SkillsReview, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row a skill."""
    columns = ("area", "priority", "now", "target", "relevance", "interest", "hours", "chosen")
    return [say(f"skills_plan.column_{name}", language) for name in columns], [
        [
            area_names([skill.id], language),
            skill.priority,
            skill.now,
            skill.target,
            skill.relevance,
            skill.interest,
            skill.hours,
            say("skills_plan.yes", language) if skill.ticked else None,
        ]
        for skill in review.skills
    ]


def _table(review: rules.SkillsReview, language: str) -> str:
    headings, rows = skill_rows(review, language)
    return table_html(headings, rows, say("skills_plan.caption_queue", language), language) if rows else ""


def skills_plan() -> SkillsPlan:
    """Open the skills plan (chapter 9)."""
    return SkillsPlan()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    section = example.plan().skills_plan
    review = rules.review(section)
    return "".join(
        [
            pictures.staircase(review, language),
            figures_html(section, review, language),
            feedback_html(in_words(review.feedback, language), language),
            _table(review, language),
            reviews_html(review, language),
        ]
    )
