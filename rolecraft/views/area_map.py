"""The area map on the screen: twelve areas, one at a time, and the T that they make."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import area_map as pictures
from rolecraft.plan import AreaScore
from rolecraft.rules import area_map as rules
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.area_chooser import AreaChooser, area_names, in_words
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html

if TYPE_CHECKING:
    import pandas

HOURS_OF_A_WEEK = 168


class AreaMap(Exercise):
    """One form, for the area that is chosen; the answer looks at that area, then at all twelve."""

    module = "area_map"
    rules = rules
    reads = ("job_ad_audit",)

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form and the places for answers."""
        areas = self._areas = AreaChooser(
            self, lambda: self.section.areas, AreaScore, lambda: rules.order(self.section), self._marks
        )
        self._review = rules.review(self.section)
        section, area, f = self._section, areas.item, self.fields
        levels = (
            ("relevance", rules.MOST_RELEVANCE),
            ("skill", rules.MOST_SKILL),
            ("interest", rules.MOST_INTEREST),
        )
        relevance, skill, interest = (
            f.choice(area, name, self._options(name, most)) for name, most in levels
        )
        self._partner = f.text(area, "partner")
        self._verdict, self._all = self.html("rc-live"), self.html("rc-live")
        self._picture, self._not, self._table = self.html(), self.html(), self.html()
        return [
            self.heading("heading_areas"),
            self.paragraph("intro"),
            areas.choose,
            areas.about,
            relevance.widget,
            self.row(skill, interest, f.number(area, "hours", minimum=0, maximum=HOURS_OF_A_WEEK)),
            self._verdict,
            self._partner.widget,
            self.button("go_on", self._go_on),
            self.heading("heading_week"),
            self.row(
                f.number(section, "week", minimum=1, maximum=HOURS_OF_A_WEEK), f.day(section, "not_before")
            ),
            self.heading("heading_map"),
            self._picture,
            self._all,
            self.heading("heading_not"),
            self._not,
            self._table,
            widgets.HTML(formula_html(self.say("formula"), self.language)),
        ]

    def _section(self) -> Any:
        return self.section

    def _options(self, name: str, most: int) -> list[tuple[str, int | None]]:
        unknown = (self.say(f"{name}_unknown"), None)
        return [unknown, *((self.say(f"{name}_{value}"), value) for value in range(most + 1))]

    def _marks(self, area: str) -> Iterable[str]:
        """Return what stands beside an area in the list: asked for in the ad, and how far it has come."""
        one = self._result(area)
        if area in self.section.asked:
            yield self.say("mark_asked")
        if one.verdict:
            yield self.say(f"verdict_{one.verdict}")
        elif one.started:
            yield self.say("mark_begun")

    def _result(self, area: str) -> rules.AreaResult:
        return self._review.areas[AREAS.index(area)]

    def _go_on(self) -> None:
        """Turn to the next area without a verdict; when there is none, simply to the next."""
        order = rules.order(self.section)
        place = order.index(self._areas.item().id) + 1
        following = [*order[place:], *order[:place]]
        waiting = (area for area in following if self._result(area).verdict is None)
        self._areas.turn_to(next(waiting, following[0]))

    def edited(self) -> None:
        """Take the area in the form into the plan as soon as something is entered for it."""
        self._areas.take_over()
        super().edited()

    def carried_words(self, name: str, value: Any) -> str:
        """Return in words what the ad asks for."""
        return self.say(f"carried_{name}", count=len(value))

    # The answer

    def respond(self) -> None:
        """Show what the area in the form is, and the map of all twelve."""
        section, language = self.section, self.language
        review = self._review = rules.review(section, self.today)
        self._areas.refresh()
        one = self._result(self._areas.item().id)
        needed = one.verdict in ("buy", "pause", "assist") or self._areas.item().partner
        self._partner.widget.layout.display = None if needed else "none"
        self._verdict.value = verdict_html(one, language) if one.started else ""
        self._picture.value = pictures.t_shape(review, language)
        self._all.value = feedback_html(in_words(review.feedback, language), language)
        self._not.value = not_doing_html(review, section.not_before, language)
        self._table.value = _table(review, language)

    def table(self) -> "pandas.DataFrame":
        """Return the areas that something is entered for, the highest focus score first."""
        from rolecraft.tables import table

        return table(*area_rows(rules.review(self.section), self.language))


def verdict_html(one: rules.AreaResult, language: str = "en") -> str:
    """Return what one area is, and why; or what is still to say about it."""

    def words(key: str, **values: Any) -> str:
        return escape(say(f"area_map.{key}", language, **values))

    name = area_names([one.id], language)
    if one.verdict is None:
        missing = ", ".join(say(f"area_map.part_{part}", language) for part in one.missing)
        return (
            f'<div class="rc-box"><strong>{escape(name)}.</strong> {words("to_say", missing=missing)}</div>'
        )
    verdict = say(f"area_map.verdict_{one.verdict}", language)
    reason = f"reason_pause_{one.relevance}" if one.verdict == "pause" else f"reason_{one.verdict}"
    score = "" if one.score is None else f" {words('score', score=one.score)}"
    title = words("judged", area=name, verdict=verdict)
    return f'<div class="rc-box"><strong>{title}.</strong> {words(reason)}{score}</div>'


def not_doing_html(review: rules.AreaReview, until: date | None, language: str = "en") -> str:
    """Return the not-doing list: what is paused, until when, and what somebody else does."""

    def words(key: str, **values: Any) -> str:
        return say(f"area_map.{key}", language, **values)

    def listed(heading: str, lines: list[str]) -> str:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        return f"<p>{escape(heading)}</p><ul>{items}</ul>" if lines else ""

    def paused(area: rules.AreaResult) -> str:
        line = words("not_little" if area.limit else "not_stop", area=area_names([area.id], language))
        if area.hours:
            line = words("not_now", line=line, hours=area.hours)
        return f"{line} · {area.partner}" if area.partner else line

    heading = words("not_until", day=until) if until else words("not_for_now")
    by_hours = sorted(review.areas, key=lambda area: -(area.hours or 0))
    waiting = [paused(area) for area in by_hours if area.verdict == "pause"]
    bought = [
        f"{area_names([area.id], language)}: {area.partner or words('not_nobody')}"
        for area in review.areas
        if area.verdict == "buy"
    ]
    lists = listed(heading, waiting) + listed(words("not_bought"), bought)
    return lists or f'<p class="rc-hint">{escape(words("not_empty"))}</p>'


def area_rows(review: rules.AreaReview, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row for each area that something is entered for."""
    columns = ("area", "verdict", "score", "relevance", "skill", "interest", "hours", "partner")
    started = [area for area in review.areas if area.started]
    started.sort(key=lambda area: (area.score is None, -(area.score or 0), area.id not in review.focus))
    return [say(f"area_map.column_{name}", language) for name in columns], [
        [
            area_names([area.id], language),
            say(f"area_map.verdict_{area.verdict}", language) if area.verdict else None,
            area.score,
            area.relevance,
            area.skill,
            area.interest,
            area.hours,
            area.partner or None,
        ]
        for area in started
    ]


def _table(review: rules.AreaReview, language: str) -> str:
    headings, rows = area_rows(review, language)
    return table_html(headings, rows, say("area_map.caption_areas", language), language) if rows else ""


def area_map() -> AreaMap:
    """Open the area map (chapter 3)."""
    return AreaMap()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    section = example.plan().area_map
    review = rules.review(section)
    return "".join(
        [
            pictures.t_shape(review, language),
            feedback_html(in_words(review.feedback, language), language),
            not_doing_html(review, section.not_before, language),
            _table(review, language),
        ]
    )
