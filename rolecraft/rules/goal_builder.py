"""The goal builder: which type of goal, how well it is put, and how far it got.

Values in, values and feedback out; the view makes words of it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum
from typing import Literal

from attrs import frozen

from rolecraft.plan import AreaMap, Goal, Goals, Plan
from rolecraft.rules.areas import AREAS
from rolecraft.rules.arithmetic import known
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback
from rolecraft.rules.metrics import KnownMetric, recognise

# Course rules of thumb, not research; the learner may think otherwise.
MOST_GOALS = 3  # for one person and quarter
DAYS_AHEAD = 100  # a quarter and a little
STRETCH_CONFIDENCE = (4, 7)  # of 10
COMMITMENT_CONFIDENCE = 8
TASK_CONFIDENCE = 9  # this sure of everything: tasks, not goals
LEARNING_LEVEL = 2  # at this skill (0 to 5) or below: learn first
LINK_WORDS = 4  # fewer make no sentence

HIGHEST_LEVEL = 5  # of a skill

# Grades: bands after Doerr (2018), Measure What Matters, with the gaps between them closed;
# 0.6 to 0.7 as the sweet spot of stretch goals after Google re:Work, "Grade OKRs".
GREEN = 0.7
YELLOW = 0.4
SWEET_SPOT = (0.6, 0.7)

Kind = Literal["learning", "performance"]
Band = Literal["green", "yellow", "red"]

# What follows one of these only describes the measure: "enquiries from Sweden and Norway" is one measure.
_DESCRIBES = re.compile(r"\b(?:from|in|by|for|with|to|per|on|via|between|at|från|av|för|med|till|på|via)\b")
_SEVERAL_METRICS = re.compile(r"\S\s*(?:[,;]|\s[+&]\s|\b(?:and|och|plus)\b)\s*\S")
_SEVERAL_OWNERS = re.compile(r"\S\s*(?:[,;/+&]|\b(?:and|och|or|eller)\b)\s*\S")
_NOBODY_IN_PARTICULAR = frozenset(
    ("we", "us", "all", "everyone", "everybody", "team", "department", "vi", "alla", "teamet", "avdelningen")
)


@frozen
class GoalType:
    """Which type fits: "learning" (find and test ways) or "performance" (reach a result), and the reason."""

    kind: Kind
    reason: Feedback


@frozen
class Point:
    """One of the eight points of a good goal.

    name: "metric", "baseline", "target" (of a learning goal: "tests"), "due", "owner", "link", "ambition" or
    "plan"; the message goal_builder.point_<name> says what it asks for. met: whether the goal has it.
    advice: what to change; None when it is met.
    """

    name: str
    met: bool
    advice: Feedback | None


@frozen
class GoalReview:
    """What the rules say about one goal.

    started: False while nothing is entered. quality: how many points are met, 0 to 8.
    grade: 0 to 1, None while it can't be graded. vanity: the vanity metric that it counts, if any.
    """

    goal: Goal
    started: bool
    type: GoalType
    points: tuple[Point, ...]
    quality: int
    grade: float | None
    band: Band | None
    vanity: KnownMetric | None
    feedback: tuple[Feedback, ...]


@frozen
class Review:
    """What the rules say about all goals of the quarter; `feedback` is about them as a whole.

    grade: of the objective, the mean of the goals that have one.
    """

    goals: tuple[GoalReview, ...]
    grade: float | None
    band: Band | None
    feedback: tuple[Feedback, ...]


def grade_key_result(start: float | None, target: float | None, actual: float | None) -> float | None:
    """Return how much of the way from start to target was gone: (actual − start) ÷ (target − start), 0 to 1.

    Works downwards too (reply time from 20 to 10 hours) and for yes/no results (0 and 1).
    None when a number is missing or start and target are the same. Google re:Work, "Grade OKRs".
    """
    if known(start) is None or known(target) is None or known(actual) is None or start == target:
        return None
    # Halves, so that not even the largest numbers overflow.
    way, gone = target / 2 - start / 2, actual / 2 - start / 2
    if way == 0:
        return None
    return min(max(gone / way, 0.0), 1.0)


def grade_objective(grades: Sequence[float | None], weights: Sequence[float] | None = None) -> float | None:
    """Return the mean of the grades, 0 to 1; goals without a grade (None) don't count.

    weights: one for each grade, zero or more; without them all count the same, as in the goal builder.
    None when no grade counts. Raises ValueError for weights that are negative, endless, too few or too many.
    The mean: Google re:Work, "Grade OKRs". Weights: the course's addition.
    """
    if weights is None:
        weights = [1.0] * len(grades)
    if len(weights) != len(grades) or any(known(weight) is None or weight < 0 for weight in weights):
        raise ValueError("one weight for each grade, zero or more")
    heaviest = max(weights, default=0)
    if not heaviest:
        return None
    counted = [
        (grade, weight / heaviest) for grade, weight in zip(grades, weights, strict=True) if grade is not None
    ]
    whole = fsum(weight for _, weight in counted)
    if not whole:
        return None
    return min(max(fsum(grade * weight for grade, weight in counted) / whole, 0.0), 1.0)


def band(grade: float | None) -> Band | None:
    """Return the colour band of a grade; judged as it is shown, with two decimals."""
    if grade is None:
        return None
    shown = round(grade, 2)
    return "green" if shown >= GREEN else "yellow" if shown >= YELLOW else "red"


def goal_type(goal: Goal) -> GoalType:
    """Return the type that fits: a learning goal when the skill is low or nobody knows the baseline.

    The finding that beginners do better with learning goals: Seijts & Latham 2005; Locke & Latham 2019.
    The limit of the level is a course rule of thumb.
    """
    unskilled = goal.level is not None and goal.level <= LEARNING_LEVEL
    no_baseline = known(goal.baseline) is None
    if unskilled or no_baseline:
        why = "both" if unskilled and no_baseline else "level" if unskilled else "baseline"
        return GoalType(
            "learning", Feedback("note", f"goal_builder.type_learning_{why}", {"level": goal.level})
        )
    why = "performance_level_unknown" if goal.level is None else "performance"
    return GoalType("performance", Feedback("note", f"goal_builder.type_{why}", {"level": goal.level}))


def grade_goal(goal: Goal) -> float | None:
    """Return the grade of a goal, 0 to 1, or None while it has none.

    A learning goal without baseline and target is graded by how many of its tests were done.
    """
    grade = grade_key_result(goal.baseline, goal.target, goal.actual)
    if grade is None and goal.tests and goal_type(goal).kind == "learning" and known(goal.target) is None:
        grade = grade_key_result(0, goal.tests, goal.actual)
    return grade


def if_then_parts(goal: Goal) -> tuple[str, str]:
    """Return cue and action without "if", "then" and the full stop that people write themselves."""
    cue = re.sub(r"^(?:if|when|om|när)(?:\s+|$)", "", goal.cue.strip(), flags=re.IGNORECASE)
    action = re.sub(r"^(?:then|så)(?:\s+|$)", "", goal.action.strip(), flags=re.IGNORECASE)
    return cue.rstrip(" .,;"), action.rstrip(" .,;")


def if_then_sentence(goal: Goal) -> Feedback | None:
    """Return the if-then plan as one sentence, None while cue or action is missing."""
    cue, action = if_then_parts(goal)
    return (
        Feedback("note", "goal_builder.if_then", {"cue": cue, "action": action}) if cue and action else None
    )


def quality(goal: Goal, today: date) -> tuple[Point, ...]:
    """Return the eight points of a good goal, in the order in which to mend them.

    Specific goals with feedback: Locke & Latham 2002. If-then plans: Gollwitzer & Sheeran 2006.
    That it is these eight is the course's choice.
    """
    return (
        _point("metric", _metric_problem(goal)),
        _point("baseline", "change_baseline" if known(goal.baseline) is None else ""),
        _tests_point(goal) if goal_type(goal).kind == "learning" else _target_point(goal),
        _point("due", _due_problem(goal, today), days=DAYS_AHEAD),
        _point("owner", _owner_problem(goal), owner=goal.owner.strip()),
        _point("link", _link_problem(goal)),
        _point("ambition", _ambition_problem(goal), confidence=goal.confidence),
        _point("plan", _plan_problem(goal)),
    )


def _point(name: str, problem: str, **values: object) -> Point:
    advice = Feedback("change", f"goal_builder.{problem}", values) if problem else None
    return Point(name, not problem, advice)


def _metric_problem(goal: Goal) -> str:
    metric = goal.metric.strip().casefold()
    if not metric:
        return "change_metric_missing"
    measure = _DESCRIBES.split(metric)[0]
    return "change_metric_several" if _SEVERAL_METRICS.search(measure) else ""


def _tests_point(goal: Goal) -> Point:
    return _point("tests", "" if goal.tests is not None and goal.tests >= 1 else "change_tests")


def _target_point(goal: Goal) -> Point:
    if known(goal.target) is None:
        return _point("target", "change_target_missing")
    return _point("target", "change_target_same" if goal.target == goal.baseline else "")


def _due_problem(goal: Goal, today: date) -> str:
    if goal.due is None:
        return "change_due_missing"
    days = (goal.due - today).days
    if days < 0:  # a goal that is over and has its result is done, not late
        return "" if known(goal.actual) is not None else "change_due_past"
    return "change_due_far" if days > DAYS_AHEAD else ""


def _owner_problem(goal: Goal) -> str:
    owner = goal.owner.strip().casefold()
    if not owner:
        return "change_owner_missing"
    if _SEVERAL_OWNERS.search(owner):
        return "change_owner_several"
    return "change_owner_nobody" if _NOBODY_IN_PARTICULAR & set(owner.split()) else ""


def _link_problem(goal: Goal) -> str:
    words = len(goal.link.split())
    return "change_link_missing" if not words else "change_link_short" if words < LINK_WORDS else ""


def _ambition_problem(goal: Goal) -> str:
    if goal.confidence is None:
        return "change_confidence_missing"
    if goal.ambition == "commitment":
        return "" if goal.confidence >= COMMITMENT_CONFIDENCE else "change_commitment_unsure"
    low, high = STRETCH_CONFIDENCE
    if goal.confidence < low:
        return "change_stretch_too_far"
    return "change_stretch_too_sure" if goal.confidence > high else ""


def _plan_problem(goal: Goal) -> str:
    cue, action = if_then_parts(goal)
    if cue and action:
        return ""
    return "change_action_missing" if cue else "change_cue_missing" if action else "change_plan_missing"


def review_goal(goal: Goal, today: date) -> GoalReview:
    """Review one goal."""
    started = goal != Goal(id=goal.id, ambition=goal.ambition)
    points = quality(goal, today)
    met = sum(point.met for point in points)
    found = recognise(goal.metric)
    vanity = found if found and found.type == "vanity" else None
    grade = grade_goal(goal)
    feedback = _goal_feedback(goal, points, met, vanity) if started else ()
    return GoalReview(
        goal, started, goal_type(goal), points, met, grade, band(grade), vanity, tuple(feedback)
    )


def _goal_feedback(
    goal: Goal, points: tuple[Point, ...], met: int, vanity: KnownMetric | None
) -> list[Feedback]:
    feedback = []
    if met == len(points):
        feedback.append(Feedback("good", "goal_builder.good_all_points"))
    elif met:
        feedback.append(Feedback("good", "goal_builder.good_points", {"met": met}))
    missing = [point.advice for point in points if point.advice]
    feedback += missing[:1]
    if goal.metric.strip() and known(goal.baseline) is None:
        feedback.append(Feedback("next", "goal_builder.baseline_task", {"metric": goal.metric.strip()}))
    elif len(missing) > 1:
        feedback.append(Feedback("next", "goal_builder.next_points", {"left": len(missing) - 1}))
    elif not missing and known(goal.actual) is None:
        feedback.append(Feedback("next", "goal_builder.next_grade", {"due": goal.due}))
    if vanity:
        feedback.append(Feedback("note", "goal_builder.vanity", {"metric": goal.metric.strip()}))
    return feedback


def review(goals: Goals, today: date) -> Review:
    """Review all goals of the quarter. today: the day from which dates are counted."""
    reviews = tuple(review_goal(goal, today) for goal in goals.goals)
    grade = grade_objective([item.grade for item in reviews])
    return Review(reviews, grade, band(grade), tuple(_feedback(goals, reviews, grade)))


def _feedback(goals: Goals, reviews: tuple[GoalReview, ...], grade: float | None) -> list[Feedback]:
    started = [item for item in reviews if item.started]
    if not started:
        if not goals.business_goal.strip():
            return [Feedback("next", "goal_builder.start")]
        return [
            Feedback("good", "goal_builder.good_business_goal"),
            Feedback("next", "goal_builder.start_goal"),
        ]
    feedback = [_good(goals, started, grade), _change(goals, started, grade), _next(reviews)]
    if grade is not None:
        feedback.append(Feedback("note", "goal_builder.never_pay"))
    return [item for item in feedback if item]


def _good(goals: Goals, started: list[GoalReview], grade: float | None) -> Feedback | None:
    values = {"grade": grade, "count": len(started)}
    if grade is not None and round(grade, 2) >= YELLOW:
        return Feedback("good", f"goal_builder.{_grade_words(started, grade)}", values)
    complete = sum(item.quality == len(item.points) for item in started)
    if complete:
        return Feedback("good", "goal_builder.good_complete", {"complete": complete, "count": len(started)})
    if len(started) <= MOST_GOALS and len(started) > 1:
        return Feedback("good", "goal_builder.good_few", values)
    if goals.business_goal.strip():
        return Feedback("good", "goal_builder.good_business_goal")
    return Feedback("good", "goal_builder.good_begun")


def _grade_words(started: list[GoalReview], grade: float) -> str:
    shown = round(grade, 2)
    graded = [item for item in started if item.grade is not None]
    if _all_reached(graded):
        return "graded_full"
    stretch = any(item.goal.ambition == "stretch" for item in graded)
    if stretch and SWEET_SPOT[0] <= shown <= SWEET_SPOT[1]:
        return "graded_sweet_spot"
    return "graded_green" if shown >= GREEN else "graded_yellow"


def _change(goals: Goals, started: list[GoalReview], grade: float | None) -> Feedback | None:
    if len(started) > MOST_GOALS:
        return Feedback("change", "goal_builder.drop_one", {"count": len(started), "most": MOST_GOALS})
    if not goals.business_goal.strip():
        return Feedback("change", "goal_builder.no_business_goal")
    # What was reached, or what these goals are, matters more than how their common line is put.
    graded = [item for item in started if item.grade is not None]
    if len(graded) == len(started):
        if grade is not None and round(grade, 2) < YELLOW:
            return Feedback("change", "goal_builder.graded_red", {"grade": grade})
        if _all_reached(graded) and any(item.goal.ambition == "stretch" for item in graded):
            return Feedback("change", "goal_builder.aim_higher")
    elif all((item.goal.confidence or 0) >= TASK_CONFIDENCE for item in started):
        return Feedback("change", "goal_builder.tasks", {"confidence": TASK_CONFIDENCE})
    if not goals.objective.strip():
        return Feedback("change", "goal_builder.no_objective")
    return None


def _all_reached(graded: list[GoalReview]) -> bool:
    return all(item.grade == 1 for item in graded)


def _next(reviews: tuple[GoalReview, ...]) -> Feedback:
    started = [item for item in reviews if item.started]
    if all(item.grade is not None for item in started):
        return Feedback("next", "goal_builder.next_quarter")
    unfinished = [item for item in started if item.quality < len(item.points)]
    if not unfinished:
        return Feedback("next", "goal_builder.next_read_aloud")
    worst = min(unfinished, key=lambda item: item.quality)
    number = reviews.index(worst) + 1
    return Feedback("next", "goal_builder.next_goal", {"number": number, "met": worst.quality})


# What comes from the area map


def levels(goals: Goals, areas: AreaMap) -> dict[str, int]:
    """Return the skill, 0 to 5, that the area map has for each area that a goal lies in, by the area's id."""
    linked = {goal.area for goal in goals.goals}
    skills = {area.id: area.skill for area in reversed(areas.areas) if area.skill is not None}
    return {
        area: skills[area]
        for area in AREAS
        if area in linked and area in skills and 0 <= skills[area] <= HIGHEST_LEVEL
    }


def carried(plan: Plan) -> Carried:
    """Return the skill levels of the areas that goals lie in, once a goal lies in one that has a level."""
    found = levels(plan.goal_builder, plan.area_map)
    return {"levels": found} if found else {}


def take(section: Goals, plan: Plan, names: Iterable[str]) -> None:
    """Write the levels of the area map to the goals that lie in these areas; all else stays as it is."""
    if "levels" in names:
        found = levels(section, plan.area_map)
        for goal in section.goals:
            goal.level = found.get(goal.area, goal.level)
