"""The role health check: what the work asks, what helps to do it, and how both change in about 90 days.

It looks at how the work is set up, never at a person, and it is no diagnosis. The fourteen statements are the
course's own. That demands are weighed against resources follows the Swedish rules on workload (AFS 2015:4,
4 §, now in AFS 2023:2); the four profiles are inspired by Karasek (1979).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from math import floor, fsum
from typing import Literal

from attrs import evolve, frozen

from rolecraft.plan import Forecast, HealthAnswers, RoleHealth
from rolecraft.rules.feedback import Feedback

DEMANDS = ("workload", "fragmentation")
RESOURCES = ("clarity", "mandate", "support", "learning")
RECOVERY = "recovery"
DIMENSIONS = (*DEMANDS, *RESOURCES, RECOVERY)
STATEMENTS = {dimension: (f"{dimension}_1", f"{dimension}_2") for dimension in DIMENSIONS}
TOTAL = sum(len(names) for names in STATEMENTS.values())

STEP = 25  # points that one step of an answer (0 to 4) is worth

# Course rules of thumb, not research. Studies put the cut-off in different places (Alves et al. 2013).
CUT_OFF = 50  # demands and mandate from here count as high; a dimension up to here as one to begin with
STRAINED = -25  # balance at which demands clearly exceed resources
LOW_RECOVERY = 40
SAME = 12.5  # a change up to here is "about the same": one step on one of a dimension's two statements
REPEAT_AFTER = 90  # days
MOST_BEGINNINGS = 2

Profile = Literal["high_strain", "active", "relaxed", "passive"]
Verdict = Literal["strained", "slight", "even", "more"]
Direction = Literal["same", "up", "down"]


@frozen
class Health:
    """What one round of answers says; numbers are points, and None while an answer is missing.

    answered: of the fourteen statements. scores: of each dimension, 0 to 100 (high workload and fragmentation
    mean much to carry). demands, resources: 0 to 100. balance: resources − demands, −100 to 100.
    verdict: of the balance. begin: at most two dimensions that leave least room, the first ones to look at.
    recovery_low: whether the box about help comes first.
    """

    answered: int
    scores: dict[str, float | None]
    demands: float | None
    resources: float | None
    balance: float | None
    verdict: Verdict | None
    profile: Profile | None
    begin: tuple[str, ...]
    recovery_low: bool
    feedback: tuple[Feedback, ...] = ()


@frozen
class Change:
    """How one number went from the first round to the second, in points.

    name: of a dimension, or "demands", "resources", "balance". direction: None while one of both is missing.
    """

    name: str
    first: float | None
    again: float | None
    change: float | None
    direction: Direction | None


@frozen
class Review:
    """What both rounds say.

    changes: of the seven dimensions. overall: of demands, resources and balance. days: between the rounds.
    now: the newest round that has a balance, else the first. recovery: the newest that is known.
    recovery_low: whether help comes first. repeat_on: when to answer next. due: whether that day has come.
    feedback: about everything.
    """

    first: Health
    again: Health
    now: Health
    changes: tuple[Change, ...]
    overall: tuple[Change, ...]
    days: int | None
    recovery: float | None
    recovery_low: bool
    repeat_on: date | None
    due: bool
    feedback: tuple[Feedback, ...]


def as_shown(points: float) -> float:
    """Return points with one decimal as people round them: 31.25 becomes 31.3."""
    return floor(points * 10 + 0.5) / 10


def points(answer: int | None) -> float | None:
    """Return an answer of 0 (never) to 4 (always) as 0 to 100 points; None when it is none of these."""
    return float(STEP * answer) if answer in range(5) else None


def assess(answers: HealthAnswers) -> Health:
    """Return what one round of answers says: scores, balance, profile and where to begin.

    A dimension is the mean of its two statements. Demands: mean of workload and fragmentation. Resources:
    mean of clarity, mandate, support and learning. Balance: resources − demands. Recovery stands beside
    them. That it is these statements and limits is the course's choice.
    """
    entered = {name: points(getattr(answers, name)) for names in STATEMENTS.values() for name in names}
    answered = sum(value is not None for value in entered.values())
    scores = {dimension: _mean(entered[name] for name in names) for dimension, names in STATEMENTS.items()}
    demands, resources = (_mean(scores[name] for name in names) for names in (DEMANDS, RESOURCES))
    balance = None if demands is None or resources is None else resources - demands
    recovery = scores[RECOVERY]
    health = Health(
        answered=answered,
        scores=scores,
        demands=demands,
        resources=resources,
        balance=balance,
        verdict=_verdict(balance),
        profile=_profile(demands, scores["mandate"]),
        begin=() if balance is None else _begin(scores),
        recovery_low=recovery is not None and recovery < LOW_RECOVERY,
    )
    return evolve(health, feedback=tuple(_feedback(health)))


def _mean(values: Iterable[float | None]) -> float | None:
    values = list(values)
    there = [value for value in values if value is not None]
    return fsum(there) / len(there) if len(there) == len(values) else None


def _verdict(balance: float | None) -> Verdict | None:
    if balance is None:
        return None
    if balance <= STRAINED:
        return "strained"
    return "slight" if balance < 0 else "even" if balance == 0 else "more"


def _profile(demands: float | None, mandate: float | None) -> Profile | None:
    """Return the profile. Inspired by Karasek 1979; the cut-off is a course rule of thumb."""
    if demands is None or mandate is None:
        return None
    if demands >= CUT_OFF:
        return "active" if mandate >= CUT_OFF else "high_strain"
    return "relaxed" if mandate >= CUT_OFF else "passive"


def _begin(scores: dict[str, float | None]) -> tuple[str, ...]:
    """Return the dimensions that leave least room, at most two; of equal ones, resources come first.

    A demand counts from the other end: a workload of 75 leaves as little room as a support of 25.
    """
    room = {name: scores[name] for name in RESOURCES} | {name: 100 - scores[name] for name in DEMANDS}
    least = min(room.values())
    return tuple(name for name in room if room[name] == least <= CUT_OFF)[:MOST_BEGINNINGS]


def _feedback(health: Health, balance: Change | None = None, overdue: date | None = None) -> list[Feedback]:
    """Return what to say about a round. balance: how it changed. overdue: when new answers were due."""
    if not health.answered:
        return [_say("next", "start", total=TOTAL)]
    feedback = [_good(health, balance), _change_first(health, balance)]
    if health.answered < TOTAL:
        feedback.append(_say("next", "next_answers", left=TOTAL - health.answered))
    elif overdue:
        feedback.append(_say("next", "next_repeat", day=overdue))
    elif health.begin:
        feedback.append(_chapter("next", "next", health.begin[0], health))
        feedback += [_chapter("note", "also", name, health) for name in health.begin[1:]]
    else:
        feedback.append(_say("next", "next_keep"))
    if health.verdict == "strained":
        feedback += [_recovery("note", health)] if health.recovery_low else []
        feedback.append(_say("note", "duty"))
    return [item for item in feedback if item]


def _good(health: Health, balance: Change | None) -> Feedback:
    if balance and balance.direction == "up":
        return _say("good", "good_up", **_from_to(balance))
    if health.verdict is None:
        return _say("good", "good_begun", answered=health.answered, total=TOTAL)
    if health.verdict == "more":
        return _say("good", "good_more")
    best = max(RESOURCES, key=lambda name: health.scores[name])
    if health.scores[best] > CUT_OFF:
        return _say("good", f"good_{best}", score=as_shown(health.scores[best]))
    return _say("good", "good_seen")


def _change_first(health: Health, balance: Change | None) -> Feedback | None:
    """Return the one thing to change, the most important first."""
    if health.verdict == "strained":
        return _say("change", "strained")
    if health.recovery_low:
        return _recovery("change", health)
    if balance and balance.direction == "down":
        return _say("change", "went_down", **_from_to(balance))
    return _say("change", health.verdict) if health.verdict in ("slight", "even") else None


def _recovery(kind: str, health: Health) -> Feedback:
    return _say(kind, "recovery", recovery=as_shown(health.scores[RECOVERY]), low=LOW_RECOVERY)


def _chapter(kind: str, words: str, name: str, health: Health) -> Feedback:
    return _say(kind, f"{words}_{name}", score=as_shown(health.scores[name]))


def _from_to(balance: Change) -> dict[str, float]:
    return {"first": as_shown(balance.first), "again": as_shown(balance.again)}


def _say(kind: str, key: str, **values: object) -> Feedback:
    return Feedback(kind, f"role_health_check.{key}", values)


def review(section: RoleHealth, today: date | None = None) -> Review:
    """Return what both rounds say, and how the numbers changed between them.

    today: the day from which "time to answer again" is judged; without it nothing is due.
    A change of up to 12.5 points is "about the same" (a course rule of thumb).
    """
    first, again = assess(section.first), assess(section.again)
    now = again if again.balance is not None else first
    resting = again if again.scores[RECOVERY] is not None else first
    days = None
    if section.first.given_on and section.again.given_on and again.answered:
        days = (section.again.given_on - section.first.given_on).days
    overall = tuple(
        _change(name, getattr(first, name), getattr(again, name))
        for name in ("demands", "resources", "balance")
    )
    newest, given = (again, section.again) if again.answered else (first, section.first)
    repeat_on = _repeat_on(given)
    due = today is not None and repeat_on is not None and today >= repeat_on
    return Review(
        first=first,
        again=again,
        now=now,
        changes=tuple(_change(name, first.scores[name], again.scores[name]) for name in DIMENSIONS),
        overall=overall,
        days=days,
        recovery=resting.scores[RECOVERY],
        recovery_low=resting.recovery_low,
        repeat_on=repeat_on,
        due=due,
        feedback=tuple(_feedback(newest, overall[-1], repeat_on if due else None)),
    )


def _change(name: str, first: float | None, again: float | None) -> Change:
    change = None if first is None or again is None else again - first
    direction = None
    if change is not None:
        direction = "same" if abs(change) <= SAME else "up" if change > 0 else "down"
    return Change(name, first, again, change, direction)


def _repeat_on(answers: HealthAnswers) -> date | None:
    try:
        return answers.given_on + timedelta(days=REPEAT_AFTER) if answers.given_on else None
    except OverflowError:  # a day at the end of the calendar, from a file
        return None


def forecast_differences(forecast: Forecast, answers: HealthAnswers) -> dict[str, float]:
    """Return for each dimension guess − answer in points, −100 to 100; without those that one side lacks.

    forecast: the manager's guess, 0 to 4 a dimension, each step worth 25 points. Course's own.
    """
    scores = assess(answers).scores
    guesses = {name: points(getattr(forecast, name)) for name in DIMENSIONS}
    return {
        name: guesses[name] - scores[name]
        for name in DIMENSIONS
        if guesses[name] is not None and scores[name] is not None
    }


def forecast_gap(forecast: Forecast, answers: HealthAnswers) -> float | None:
    """Return how far guess and answers lie apart: the mean absolute difference, 0 to 100 points.

    None while no dimension has both. Course's own.
    """
    differences = forecast_differences(forecast, answers).values()
    return fsum(map(abs, differences)) / len(differences) if differences else None
