"""The role charter as a document: ten sections from the plan, ready for print, Word, a wiki or a table.

It knows the plan, the rules and the words, and no widgets. What the health check says of somebody's health is
never in it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rolecraft.data_files import read_text
from rolecraft.document import (
    Chapter,
    Document,
    Field,
    Line,
    Note,
    Own,
    Part,
    Pointer,
    Table,
    to_markdown,
    to_page,
)
from rolecraft.plan import Plan
from rolecraft.rules import activity_triage, goal_builder, job_ad_audit
from rolecraft.rules import role_charter as rules
from rolecraft.rules.areas import AREAS
from rolecraft.text import say


def document(plan: Plan, today: date, result: rules.CharterResult | None = None) -> Document:
    """Return the charter of a plan, even of an empty one.

    today: the day that it is made, which it states. result: what the rules say, when that is known already.
    """
    return _Charter(plan, today, result or rules.charter(plan, today)).document()


def page(made: Document) -> str:
    """Return the charter as one HTML file for print."""
    return to_page(made, read_text("charter.css"))


def markdown(made: Document) -> str:
    """Return the charter as Markdown."""
    return to_markdown(made)


class _Charter:
    """Makes the document: one method a section, each giving its parts."""

    def __init__(self, plan: Plan, today: date, result: rules.CharterResult):
        self.plan, self.today, self.result = plan, today, result

    def say(self, key: str, **values: Any) -> str:
        """Return a message; a key without a file name is one of the charter's own."""
        return say(key if "." in key else f"role_charter.{key}", self.plan.language, **values)

    def document(self) -> Document:
        own = self.plan.role_charter
        names = [Own(words.strip()) for words in (own.title, own.company) if words.strip()]
        title: list[str | Own] = [self.say("document_title")]
        for number, name in enumerate(names):
            title += [", " if number else ": ", name]
        required = self.result.required
        missing = ", ".join(self.say(f"short_{point.name}") for point in required if not point.met)
        about = [
            self._field("document_day", (self._day(self.today),)),
            self._field(
                "document_points", (self.say(f"stage_{self.result.stage}", points=self.result.points),)
            ),
            self._field("document_missing", (missing,) if missing else ()),
        ]
        return Document(
            language=self.plan.language,
            title=tuple(title),
            about=tuple(part for part in about if part),
            chapters=tuple(map(self._chapter, self.result.sections)),
            end=(self._signatures(), Note(self.say("document_law"))),
        )

    def _chapter(self, section: rules.CharterSection) -> Chapter:
        parts: list[Part | None] = []
        if section.check:
            parts.append(Pointer(self.say("check", where=self.where(section)), "check", section.module))
        if section.filled:
            parts += getattr(self, f"_{section.name}")()
            parts += [Pointer(self.say(f"lack_{lack.name}"), place=section.module) for lack in section.lacks]
        elif section.name == "improve":
            parts.append(Note(self.say("empty_improve")))
        else:
            parts.append(Pointer(self.say("empty", where=self.where(section)), place=section.module))
            if section.name == "role":
                parts += self._facts()
        heading = f"{section.number}. {self.say(f'section_{section.name}')}"
        return Chapter(heading, tuple(part for part in parts if part))

    def where(self, section: rules.CharterSection) -> str:
        """Return in words where a section is filled in: exercise and chapter."""
        exercise = self.say(f"exercise_{section.module}")
        return self.say("where", exercise=exercise, chapter=section.number)

    # Small parts

    def _field(self, label: str, *lines: Line, listed: bool = False) -> Field | None:
        """Return a field, or None without anything in it."""
        lines = tuple(line for line in lines if line)
        return Field(self.say(label), lines, listed) if lines else None

    def _own(self, words: str) -> Line:
        return (Own(words.strip()),) if words.strip() else ()

    def _day(self, day: date | None) -> str:
        return self.say("day", day=day) if day else ""

    def _dated(self, day: date | None) -> Line:
        return (self._day(day),) if day else ()

    def _area(self, area: str) -> str:
        return self.say(f"areas.{area}_name") if area in AREAS else area

    def _table(self, name: str, columns: Iterable[str], rows: Iterable[tuple[Line, ...]]) -> Table:
        headings = tuple(self.say(f"column_{column}") for column in columns)
        return Table(self.say(f"caption_{name}"), headings, tuple(rows))

    def _number(self, value: float | None, unit: str = "") -> Line:
        """Return a number with the learner's own unit, nothing when it is missing."""
        if value is None:
            return ()
        number = self.say("number", value=value)
        return (f"{number} ", Own(unit.strip())) if unit.strip() else (number,)

    # The sections

    def _role(self) -> list[Part | None]:
        purpose = self.plan.job_ad_audit.purpose
        sentence = self._own(purpose)
        if sentence and not job_ad_audit.whole_sentence(purpose):
            sentence = (f"{self.say('purpose_begins')} ", *sentence)
        return [self._field("field_purpose", sentence), *self._facts()]

    def _facts(self) -> list[Part | None]:
        own, ad = self.plan.role_charter, self.plan.job_ad_audit
        said = ad.purpose.strip() or ad.text.strip()
        share = (self.say("percent", percent=100 * ad.share),) if said else ()
        asked = self.result.asked
        return [
            self._field("label_coordinator", self._own(own.coordinator)),
            self._field("label_manager", self._own(own.manager)),
            self._field("field_share", share),
            self._field("field_asked", () if asked is None else (self.say("of_areas", asked=asked),)),
        ]

    def _improve(self) -> list[Part | None]:
        return [self._field("field_improve", *map(self._own, self.result.improve), listed=True)]

    def _areas(self) -> list[Part | None]:
        areas = self.result.areas
        by_id = {area.id: area for area in areas.areas}

        # The skills plan has the last word on what is learned now.
        learn = self.result.learning.chosen or areas.learn

        def focus(area: str) -> Line:
            kind = "learn" if area == learn else "later" if area == areas.learn else "keep"
            return (f"{self._area(area)} ({self.say(f'focus_{kind}')})",)

        def with_partner(area: str) -> Line:
            partner = self._own(by_id[area].partner)
            return (f"{self._area(area)}: ", *partner) if partner else (self._area(area),)

        until = self.plan.area_map.not_before
        key = "field_not_before" if until else "field_not_now"
        paused = Field(self.say(key, day=until), tuple(map(with_partner, areas.paused)))
        return [
            self._field("field_focus", *map(focus, areas.focus)),
            self._field("field_learn", (self._area(learn),)) if learn and learn not in areas.focus else None,
            self._field("field_later", *((self._area(area),) for area in areas.queued if area != learn)),
            self._field("field_bought", *map(with_partner, areas.bought)),
            self._field("field_assisted", *map(with_partner, areas.assisted)),
            paused if areas.paused else None,
        ]

    def _goals(self) -> list[Part | None]:
        section = self.plan.goal_builder
        started = [one for one in self.result.goals.goals if one.started]
        columns = ("goal", "from", "to", "due", "type", "confidence", "owner")
        plans = [goal_builder.if_then_sentence(one.goal) for one in started]
        return [
            self._field("field_business_goal", self._own(section.business_goal)),
            self._field("field_objective", self._own(section.objective)),
            self._table("goals", columns, map(self._goal, started)) if started else None,
            self._field(
                "field_plans",
                *((Own(self.say(plan.key, **plan.values)),) for plan in plans if plan),
                listed=True,
            ),
        ]

    def _goal(self, one: goal_builder.GoalReview) -> tuple[Line, ...]:
        goal = one.goal
        to = self._number(goal.target, goal.unit)
        if not to and goal.tests:
            to = (self.say("tests", tests=goal.tests),)
        sure = () if goal.confidence is None else (self.say("number", value=goal.confidence),)
        kind = self.say(f"goal_builder.kind_{one.type.kind}")
        promise = self.say(f"promise_{goal.ambition}")
        return (
            self._own(goal.metric) or (self.say("unnamed"),),
            self._number(goal.baseline, goal.unit),
            to,
            self._dated(goal.due),
            (f"{kind}, {promise}",),
            sure,
            self._own(goal.owner),
        )

    def _scorecard(self) -> list[Part | None]:
        rows = [
            (
                self._own(row.kpi),
                (self.say(f"kpi_map.short_{row.role}"),),
                self._number(row.now, row.unit),
                self._number(row.target, row.unit),
                self._own(row.decision),
            )
            for row in self.result.scorecard
        ]
        return [self._table("scorecard", ("number", "role", "now", "target", "decision"), rows)]

    def _activities(self) -> list[Part | None]:
        groups: dict[str, list[Line]] = {verdict: [] for verdict in activity_triage.VERDICTS}
        for item in self.result.triage.items:
            if item.verdict:
                groups[item.verdict].append(self._activity(item))
        return [
            Field(self.say(f"activity_triage.verdict_{verdict}"), tuple(lines))
            for verdict, lines in groups.items()
            if lines
        ]

    def _activity(self, item: activity_triage.ActivityResult) -> Line:
        activity, now, after = item.activity, item.hours, item.next_hours
        line: list[str | Own] = [*(self._own(activity.name) or (self.say("unnamed"),))]
        details: list[Line] = []
        if now is not None and after is not None and after != now:
            details.append((self.say("hours_change", now=now, after=after),))
        elif now is not None:
            details.append((self.say("hours", hours=now),))
        if item.verdict == "stop":
            if activity.stop_on:
                details.append((self.say("stops", day=activity.stop_on),))
            if activity.told.strip():
                details.append((self.say("told"), " ", *self._own(activity.told)))
        return (*line, " (", *_joined(details), ")") if details else tuple(line)

    def _ways(self) -> list[Part | None]:
        board = self.plan.backlog_and_sprint
        change = [*self._own(board.change)]
        details = [self._own(board.change_owner), self._dated(board.change_on)]
        if change and any(details):
            change += [" (", *_joined(details), ")"]
        limits = [
            (self.say(f"at_most_{name}", most=most),)
            for name, most in (("doing", board.most_doing), ("waiting", board.most_waiting))
            if most is not None
        ]
        weeks = () if board.weeks is None else (self.say("weeks", weeks=board.weeks),)
        return [
            self._field("field_requests", self._own(board.requests)),
            self._field("field_cadence", self._own(board.cadence)),
            self._field("field_limits", *limits),
            self._field("field_sprint", weeks),
            self._field("field_change", tuple(change)),
        ]

    def _week(self) -> list[Part | None]:
        posts, contract = self.result.week, self.result.contract
        blocks = []
        for block in self.result.blocks:
            words: list[str | Own] = [self.say(f"time_budget.day_{block.day}")]
            if block.start.strip():
                words += [" ", *self._own(block.start)]
            if block.minutes:
                words.append(f", {self.say('minutes_long', minutes=block.minutes)}")
            blocks.append(tuple(words))
        hours = [
            (self.say("post_hours", post=self.say(f"time_budget.post_{post.name}"), hours=post.hours),)
            for post in posts
        ]
        return [
            self._field("field_contract", () if contract is None else (self.say("hours", hours=contract),)),
            self._field("field_posts", *hours),
            self._field("field_blocks", *blocks),
            self._field("field_gives_way", self._own(self.plan.time_budget.gives_way)),
        ]

    def _learning(self) -> list[Part | None]:
        section, review = self.plan.skills_plan, self.result.learning
        skill, milestone = review.skill, review.milestone
        levels: Line = ()
        if skill and skill.now is not None and skill.target is not None:
            levels = (self.say("levels", now=skill.now, target=skill.target),)
        paid = () if section.hours is None else (self.say("hours_weekly", hours=section.hours),)
        whole = ()
        if review.hours is not None and review.weeks is not None:
            whole = (self.say("way", hours=review.hours, weeks=review.weeks),)
        first = (
            ()
            if milestone is None or milestone.weeks is None
            else (self.say("milestone", level=milestone.level, weeks=milestone.weeks),)
        )
        money = self._number(review.cost, section.currency)
        return [
            self._field("field_learn", (self._area(review.chosen),), levels),
            self._field("field_paid", paid, whole, first),
            self._field("field_money", money),
            self._field("field_proof", self._own(section.proof)),
            self._field("field_seen_by", self._own(section.seen_by)),
            self._field("field_begins", self._dated(section.begins)),
        ]

    def _agreement(self) -> list[Part | None]:
        agreed = self.plan.alignment
        rows = [
            ((self.say(f"alignment.label_{decision}"),), (self.say(f"alignment.mandate_{step}"),))
            for decision, step in self.result.mandate.items()
            if step is not None
        ]
        goals = () if agreed.hours is None else (self.say("hours", hours=agreed.hours),)
        return [
            self._table("mandate", ("decision_about", "coordinator_may"), rows) if rows else None,
            self._field("field_hours", goals),
            self._field("field_support", self._own(agreed.support_who), self._own(agreed.support_when)),
            self._field("field_reply", self._own(agreed.reply)),
            self._field("field_reviews", self._dated(agreed.first_review), self._dated(agreed.second_review)),
        ]

    def _signatures(self) -> Table:
        own = self.plan.role_charter
        day = self._dated(own.signed_on)
        rows = tuple(
            ((self.say(f"label_{who}"),), self._own(getattr(own, who)), (), day)
            for who in ("coordinator", "manager")
        )
        headings = tuple(self.say(f"column_{name}") for name in ("who", "name", "signature", "date"))
        return Table(self.say("caption_signatures"), headings, rows, "signatures")


def _joined(lines: Iterable[Line]) -> Line:
    """Return lines as one, with commas between those that have something in them."""
    made: list[str | Own] = []
    for line in filter(None, lines):
        made += [", ", *line] if made else line
    return tuple(made)
