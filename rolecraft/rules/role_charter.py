"""The role charter: what the one document holds, what it lacks, and which parts to check again.

Six points are required: which tasks, which results, which special ways of working, what comes first when
time is not enough, whom to turn to for help, and which powers. They are what a Swedish employer must make
sure that employees know: AFS 2023:2 (until 2024: AFS 2015:4, 10 §), explained by Suntarbetsliv ("Tydlighet").
Other countries have similar duties. When exactly a point counts as filled is the course's choice.

Values in, values and feedback out; rolecraft/charter.py makes the document.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import ModuleType
from typing import Any, Literal

from attrs import evolve, frozen

from rolecraft.plan import Backlog, FocusBlock, Goal, Plan, untouched
from rolecraft.rules import (
    activity_triage,
    alignment,
    area_map,
    backlog_and_sprint,
    carry,
    goal_builder,
    job_ad_audit,
    kpi_map,
    role_health_check,
    skills_plan,
    time_budget,
)
from rolecraft.rules.arithmetic import known
from rolecraft.rules.feedback import Feedback

# The ten sections in their order: what each is about, and the exercise that fills it.
SECTIONS: Mapping[str, ModuleType] = {
    "role": job_ad_audit,
    "improve": role_health_check,
    "areas": area_map,
    "goals": goal_builder,
    "scorecard": kpi_map,
    "activities": activity_triage,
    "ways": backlog_and_sprint,
    "week": time_budget,
    "learning": skills_plan,
    "agreement": alignment,
}

POINTS = ("tasks", "results", "methods", "priorities", "support", "powers")

# Course rules of thumb, not research.
READY_TO_TALK = 4  # of six points
READY_TO_SIGN = 6

Stage = Literal["begun", "talk", "sign"]


@frozen
class Lack:
    """Something that a required point still needs. section: of SECTIONS, where it is filled in.

    name: the message role_charter.lack_<name> says what to do.
    """

    name: str
    section: str


@frozen
class Point:
    """One of the six required points: its name, and what it lacks."""

    name: str
    lacks: tuple[Lack, ...]

    @property
    def met(self) -> bool:
        """Whether it is filled."""
        return not self.lacks


@frozen
class Post:
    """One post of the week: its name ("meetings"; "projects" for what is left), and hours a week."""

    name: str
    hours: float


@frozen
class CharterSection:
    """One of the ten sections.

    name: of SECTIONS; module: the exercise. number: 1 to 10, which is also the chapter of the exercise.
    filled: whether there is anything to show. check: whether something that it builds on has changed since.
    lacks: what the required points still need here.
    """

    number: int
    name: str
    module: str
    filled: bool
    check: bool
    lacks: tuple[Lack, ...]


@frozen
class CharterResult:
    """What the charter holds; the rest of its words are the plan's own.

    points: how many of the six are filled, 0 to 6. required: the six. stage: "talk" from 4, "sign" with 6.
    asked: how many of the twelve areas the job ad asks for, None without an ad.
    improve: what the learner wants to improve, only when that is ticked into the charter.
    """

    points: int
    required: tuple[Point, ...]
    stage: Stage
    sections: tuple[CharterSection, ...]
    asked: int | None
    improve: tuple[str, ...]
    areas: area_map.AreaReview
    goals: goal_builder.Review
    scorecard: tuple[kpi_map.Row, ...]
    triage: activity_triage.TriageResult
    week: tuple[Post, ...]
    contract: float | None
    blocks: tuple[FocusBlock, ...]
    learning: skills_plan.SkillsReview
    mandate: Mapping[str, int | None]
    feedback: tuple[Feedback, ...] = ()

    @property
    def missing(self) -> tuple[Lack, ...]:
        """Everything that the six points still need, in their order."""
        return tuple(lack for point in self.required for lack in point.lacks)


def module_name(section: str) -> str:
    """Return the name of the exercise that fills a section of the charter."""
    return SECTIONS[section].__name__.rpartition(".")[2]


def chapter_of(section: str) -> int:
    """Return the number of a section, which is also the chapter of the exercise that fills it."""
    return list(SECTIONS).index(section) + 1


def to_check(plan: Plan) -> tuple[str, ...]:
    """Return the exercises, by name, that took something from earlier ones that has changed since."""
    found = []
    for name, rules in ((module_name(section), rules) for section, rules in SECTIONS.items()):
        own = getattr(plan, name)
        if not hasattr(rules, "carried") or untouched(own):
            continue
        carried = rules.carried(plan)
        if carry.changed(own, carried) or (hasattr(rules, "take") and carry.gone(own, carried)):
            found.append(name)
    return tuple(found)


# The six points


def says_result(goal: Goal) -> bool:
    """Tell whether a goal says what is counted, how much of it (a target, or things to try), and by when."""
    much = known(goal.target) is not None or (goal.tests or 0) >= 1
    return bool(goal.metric.strip()) and much and goal.due is not None


def required(plan: Plan) -> tuple[Point, ...]:
    """Return the six required points, each with what it lacks.

    tasks: the role in one sentence, and at least one focus area. results: at least one goal that says what,
    how much and by when. methods: how a request comes in, and when the board is looked at. priorities: the
    order in which things give way when time is short. support: whom to turn to, and when they meet or how
    soon there is an answer. powers: all six decisions are agreed.
    """
    agreed, board = plan.alignment, plan.backlog_and_sprint
    given: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
        "tasks": (
            ("purpose", "role", _said(plan.job_ad_audit.purpose)),
            ("focus", "areas", bool(area_map.review(plan.area_map).focus)),
        ),
        "results": (("goal", "goals", any(map(says_result, plan.goal_builder.goals))),),
        "methods": (
            ("requests", "ways", _said(board.requests)),
            ("cadence", "ways", _said(board.cadence)),
        ),
        "priorities": (("gives_way", "week", _said(plan.time_budget.gives_way)),),
        "support": (
            ("support_who", "agreement", _said(agreed.support_who)),
            ("support_when", "agreement", _said(agreed.support_when) or _said(agreed.reply)),
        ),
        "powers": (("mandate", "agreement", None not in _mandate(plan).values()),),
    }
    return tuple(
        Point(point, tuple(Lack(name, section) for name, section, there in given[point] if not there))
        for point in POINTS
    )


def stage(points: int) -> Stage:
    """Return what this many of the six points are enough for. The limits are course rules of thumb."""
    return "sign" if points >= READY_TO_SIGN else "talk" if points >= READY_TO_TALK else "begun"


def _said(words: str) -> bool:
    return bool(words.strip())


def _mandate(plan: Plan) -> dict[str, int | None]:
    return {name: alignment.step_of(plan.alignment.mandate, name) for name in alignment.DECISIONS}


# The whole charter


def charter(plan: Plan, today: date, up_to_date: bool = False) -> CharterResult:
    """Return what the charter holds and lacks.

    today: the day from which dates are counted. up_to_date: True for a plan whose parts fit together by
    themselves, as the worked example's do; otherwise each section is checked against what it builds on.
    """
    goals, areas = goal_builder.review(plan.goal_builder, today), area_map.review(plan.area_map)
    health = plan.role_health_check
    improve = (health.improve_1.strip(), health.improve_2.strip()) if health.in_charter else ()
    points = required(plan)
    met = sum(point.met for point in points)
    week = time_budget.budget(plan.time_budget)
    result = CharterResult(
        points=met,
        required=points,
        stage=stage(met),
        sections=(),
        asked=job_ad_audit.audit(plan.job_ad_audit).breadth if _said(plan.job_ad_audit.text) else None,
        improve=tuple(filter(None, improve)),
        areas=areas,
        goals=goals,
        scorecard=kpi_map.measurement_plan(plan.kpi_map, plan.goal_builder),
        triage=activity_triage.triage(plan.activity_triage),
        week=_week(week),
        contract=week.contract,
        blocks=tuple(block for block in plan.time_budget.blocks if block.start.strip() or block.minutes),
        learning=skills_plan.review(plan.skills_plan),
        mandate=_mandate(plan),
    )
    again = () if up_to_date else to_check(plan)
    result = evolve(result, sections=tuple(_sections(plan, result, again)))
    return evolve(result, feedback=tuple(_feedback(plan, result, today)))


def _sections(plan: Plan, result: CharterResult, again: Iterable[str]) -> Iterable[CharterSection]:
    agreed = plan.alignment
    written = (agreed.support_who, agreed.support_when, agreed.reply)
    filled = {
        "role": _said(plan.job_ad_audit.purpose),
        "improve": bool(result.improve),
        "areas": any(area.verdict for area in result.areas.areas),
        "goals": _said(plan.goal_builder.business_goal) or any(one.started for one in result.goals.goals),
        "scorecard": bool(result.scorecard),
        "activities": any(item.verdict for item in result.triage.items),
        "ways": _has_ways(plan.backlog_and_sprint),
        "week": bool(result.week or result.blocks) or _said(plan.time_budget.gives_way),
        "learning": bool(result.learning.chosen),
        "agreement": any(map(_said, written))
        or any(step is not None for step in result.mandate.values())
        or agreed.first_review is not None
        or agreed.second_review is not None,
    }
    for number, name in enumerate(SECTIONS, 1):
        lacks = tuple(lack for lack in result.missing if lack.section == name)
        module = module_name(name)
        yield CharterSection(number, name, module, filled[name], module in again, lacks)


def _has_ways(board: Backlog) -> bool:
    """Tell whether anything was said about the board; its limits alone are there from the start."""
    said = any(map(_said, (board.requests, board.cadence, board.change)))
    return said or any(_said(item.name) for item in board.items)


def _week(budget: time_budget.Budget) -> tuple[Post, ...]:
    """Return the posts of the week that have hours; what is left of the paid hours is for projects."""
    hours = {"projects": budget.capacity, **{post.name: post.hours for post in budget.posts}}
    return tuple(Post(name, value) for name, value in hours.items() if value)


# Feedback


def _tell(kind: Literal["good", "change", "next", "note"], key: str, **values: Any) -> Feedback:
    return Feedback(kind, f"role_charter.{key}", values)


def _feedback(plan: Plan, result: CharterResult, today: date) -> Iterable[Feedback]:
    begun = [section for section in result.sections if section.filled]
    if not begun:
        return [_tell("next", "start")]
    told = [_good(result, len(begun)), _change(result), _next(plan, result, today)]
    return [one for one in told if one]


def _good(result: CharterResult, begun: int) -> Feedback:
    if not result.points:
        return _tell("good", "good_begun", sections=begun)
    key = {"sign": "good_sign", "talk": "good_talk", "begun": "good_points"}[result.stage]
    return _tell("good", key, points=result.points, talk=READY_TO_TALK)


def _change(result: CharterResult) -> Feedback | None:
    again = [str(section.number) for section in result.sections if section.check]
    if again:  # what is there and no longer fits comes before what is not there yet
        return _tell("change", "change_check", chapters=", ".join(again), count=len(again))
    if result.missing:
        return _tell("change", f"lack_{result.missing[0].name}")
    return None


def _next(plan: Plan, result: CharterResult, today: date) -> Feedback:
    if result.stage == "begun":
        return _tell("next", "next_points", left=READY_TO_TALK - result.points, talk=READY_TO_TALK)
    if result.stage == "talk":
        return _tell("next", "next_talk")
    own, agreed = plan.role_charter, plan.alignment
    if not (_said(own.coordinator) and _said(own.manager)):
        return _tell("next", "next_names")
    if own.signed_on is None:
        return _tell("next", "next_sign")
    days = [day for day in (agreed.first_review, agreed.second_review) if day is not None]
    coming = [day for day in days if day >= today]
    if coming:
        return _tell("next", "next_review", day=min(coming))
    return _tell("next", "next_reviewed" if days else "next_review_day")
