"""The activity triage: what each hour of the week gives, and what to stop, shrink, keep, test or grow.

Contribution = impact × confidence. Sorted by contribution per hour, the activities draw the learner's own
curve: which share of the hours gives 80 % of the effect. Values in, values and feedback out.
"""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Literal

from attrs import evolve, frozen

from rolecraft.plan import Activity, Driver, Plan, Triage
from rolecraft.rules.arithmetic import known, product, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback

IMPACTS = (0, 1, 2, 3)  # on this quarter's goals
GUESS, SOME_DATA, MEASURED = CONFIDENCES = (0.5, 0.8, 1.0)
WEEK = 168  # hours that there are

# Course rules of thumb, not research.
FEWEST, MOST = 8, 15  # activities that give a fair picture
ENOUGH = 4  # activities, before anything is said about all of them
MOST_TOP = 3  # activities with the highest impact
GROW, KEEP = 1.5, 0.75  # times the mean density, and above
SURE = SOME_DATA  # from this confidence on, what is good may grow; below, it is tested
EVEN = 60  # more than this per cent of the hours for 80 % of the effect: suspiciously even
MISALIGNED = 10  # more than this per cent of the hours: worth winning back

# What the curve is read at. That the famous 80/20 is no law: Sharp, Romaniuk & Graham (2019).
MOST_OF_EFFECT = 0.8
BEST_HOURS = 0.2

Verdict = Literal["grow", "test", "keep", "shrink", "minimise", "stop"]
VERDICTS: tuple[Verdict, ...] = ("grow", "test", "keep", "shrink", "minimise", "stop")

# What a stop needs, in the order in which it is asked for.
STOP_NEEDS = ("stop_on", "told", "if_wrong")


@frozen
class ActivityResult:
    """What the rules say about one activity.

    started: False while nothing is entered. hours: a week now. next_hours: a week from now on, as planned;
    without a plan as now, and none of what is stopped. contribution: impact × confidence, 0 to 3.
    density: contribution per hour. relative: density ÷ mean density. missing: what it needs before it can be
    sorted ("name", "hours", "impact", "confidence"). verdict: None while it can't be sorted.
    stop_missing: of STOP_NEEDS, what a stop lacks. advice: what the verdict means, or why there is none.
    Every number is None while it is not known.
    """

    activity: Activity
    started: bool
    hours: float | None
    next_hours: float | None
    contribution: float | None
    density: float | None
    relative: float | None
    missing: tuple[str, ...]
    verdict: Verdict | None
    stop_missing: tuple[str, ...]
    advice: Feedback


@frozen
class Step:
    """One activity on the curve. hours, effect: shares (0 to 1) of all, up to and with this one."""

    item: ActivityResult
    hours: float
    effect: float


@frozen
class TriageResult:
    """What the rules say about the whole week.

    items: in the learner's order. curve: those that can be compared, most contribution per hour first; empty
    below two. hours, contribution: of those that can be compared, summed. x80: share of the hours that gives
    80 % of the contribution. t20: share of the contribution that the best 20 % of the hours give.
    misaligned: share of the hours that has no impact and that nothing requires; won_back: those hours.
    For the time budget, hours a week: hours_on_goals (impact 1 or more), committed (projects that are not
    stopped, now), committed_next (the same, as planned), meetings (as planned).
    """

    items: tuple[ActivityResult, ...]
    curve: tuple[Step, ...]
    hours: float
    contribution: float
    x80: float | None
    t20: float | None
    misaligned: float | None
    won_back: float
    hours_on_goals: float
    committed: float
    committed_next: float
    meetings: float
    feedback: tuple[Feedback, ...] = ()

    @property
    def stops(self) -> tuple[ActivityResult, ...]:
        """The activities to stop."""
        return tuple(item for item in self.items if item.verdict == "stop")


# One activity


def usable_hours(value: float | None) -> float | None:
    """Return hours a week, or None when missing or impossible: below 0, or more than a week has."""
    return None if known(value) is None or not 0 <= value <= WEEK else value


def contribution(activity: Activity) -> float | None:
    """Return impact × confidence, 0 to 3; without impact it is 0, however sure. None while not known.

    The scales and the product are a course rule of thumb, in the manner of ICE and RICE scores.
    """
    if activity.impact not in IMPACTS:
        return None
    if activity.impact == 0:
        return 0.0
    return product(activity.impact, activity.confidence if activity.confidence in CONFIDENCES else None)


def verdict(activity: Activity, relative: float | None) -> Verdict | None:
    """Return the class of an activity. relative: its density ÷ the mean density.

    Judged as shown, with two decimals. The limits are course rules of thumb. None while it can't be said, and
    for what takes no hours: stopping it would give none back.
    """
    if not usable_hours(activity.hours):
        return None
    if activity.impact == 0:
        return "minimise" if activity.required else "stop"
    if relative is None:
        return None
    shown = round(relative, 2)
    if shown >= GROW:
        return "grow" if (activity.confidence or 0) >= SURE else "test"
    return "keep" if shown >= KEEP else "shrink"


def _missing(activity: Activity) -> tuple[str, ...]:
    there = {
        "name": activity.name.strip(),
        "hours": usable_hours(activity.hours) is not None,
        "impact": activity.impact in IMPACTS,
        "confidence": activity.confidence in CONFIDENCES,
    }
    return tuple(name for name, value in there.items() if not value)


@frozen
class _Measured:
    """What is known of an activity by itself. density: None without hours, which can't be compared."""

    activity: Activity
    hours: float | None
    contribution: float | None
    density: float | None


def _measured(activity: Activity) -> _Measured:
    hours, worth = usable_hours(activity.hours), contribution(activity)
    return _Measured(activity, hours, worth, ratio(worth, hours))


def _result(measured: _Measured, mean: float | None) -> ActivityResult:
    activity, hours = measured.activity, measured.hours
    relative = ratio(measured.density, mean)
    judged = verdict(activity, relative)
    planned = usable_hours(activity.planned)
    after = planned if planned is not None else 0.0 if judged == "stop" else hours
    needs = [name for name in STOP_NEEDS if not _filled(getattr(activity, name))]
    return ActivityResult(
        activity=activity,
        started=activity != Activity(activity.id),
        hours=hours,
        next_hours=after,
        contribution=measured.contribution,
        density=measured.density,
        relative=relative,
        missing=_missing(activity),
        verdict=judged,
        stop_missing=tuple(needs) if judged == "stop" else (),
        advice=_advice(activity, judged, relative, hours),
    )


def _filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _advice(activity: Activity, judged: Verdict | None, relative: float | None, hours: float | None):
    if judged is None:
        missing = [name for name in _missing(activity) if name != "name"]
        reason = missing[0] if missing else "alone" if hours else "no_hours"
        return Feedback("next", f"activity_triage.unsorted_{reason}")
    key = judged
    if judged == "stop" and activity.confidence == GUESS:
        key = "stop_guess"
    elif judged == "shrink" and activity.who_else.strip():
        key = "shrink_who"
    values = {"relative": relative, "who": activity.who_else.strip()}
    return Feedback("note", f"activity_triage.advice_{key}", values)


# The curve


def draw_curve(items: Iterable[ActivityResult]) -> tuple[Step, ...]:
    """Return the activities that can be compared, most contribution per hour first, with running shares.

    Empty when there are fewer than two, or when none of them contributes.
    """
    items = sorted((item for item in items if item.density is not None), key=lambda item: -item.density)
    all_hours = fsum(item.hours for item in items)
    everything = fsum(item.contribution for item in items)
    if len(items) < 2 or not everything:
        return ()
    steps, hours, effect = [], 0.0, 0.0
    for item in items:
        hours += item.hours
        effect += item.contribution
        steps.append(Step(item, min(hours / all_hours, 1.0), min(effect / everything, 1.0)))
    return tuple(steps)


def hours_for(curve: Sequence[Step], effect: float) -> float | None:
    """Return the share of the hours that gives this share of the effect; linear within an activity."""
    return _read([(step.effect, step.hours) for step in curve], effect)


def effect_of(curve: Sequence[Step], hours: float) -> float | None:
    """Return the share of the effect that the best share of the hours gives; linear within an activity."""
    return _read([(step.hours, step.effect) for step in curve], hours)


def _read(points: list[tuple[float, float]], at: float) -> float | None:
    before = (0.0, 0.0)
    for x, y in points:
        if x >= at:
            part = (at - before[0]) / (x - before[0]) if x > before[0] else 0.0
            return before[1] + part * (y - before[1])
        before = (x, y)
    return before[1] if points else None


# The whole week


def carried(plan: Plan) -> Carried:
    """Return what the triage builds on: the links of the KPI map that an activity points at, by id and name.

    Nothing while no activity points at one, so that a change of the map concerns nobody who does not use it.
    """
    linked = {activity.driver for activity in plan.activity_triage.activities} - {""}
    if not linked:
        return {}
    drivers = plan.kpi_map.drivers
    return {"drivers": [[driver.id, driver.name] for driver in drivers if driver.id in linked]}


def triage(section: Triage, drivers: Sequence[Driver] | None = None) -> TriageResult:
    """Sort the week and say what to do about it.

    drivers: the links of the KPI map, to tell when one was removed; None: not asked.
    """
    result = sort_week(section)
    feedback = [_good(result), _change(result), _next(result), *_notes(result, drivers)]
    return evolve(result, feedback=tuple(item for item in feedback if item))


def sort_week(section: Triage) -> TriageResult:
    """Sort the week, without a word about it: no feedback."""
    measured = [_measured(activity) for activity in section.activities]
    compared = [one for one in measured if one.density is not None]
    hours = fsum(one.hours for one in compared)
    effect = fsum(one.contribution for one in compared)
    mean = ratio(effect, hours) if len(compared) > 1 else None
    items = tuple(_result(one, mean) for one in measured)
    curve = draw_curve(items)
    won_back = fsum(item.hours or 0 for item in items if item.verdict == "stop")
    projects = [item for item in items if item.activity.post == "project" and item.verdict != "stop"]
    return TriageResult(
        items=items,
        curve=curve,
        hours=hours,
        contribution=effect,
        x80=hours_for(curve, MOST_OF_EFFECT),
        t20=effect_of(curve, BEST_HOURS),
        misaligned=ratio(won_back, hours),
        won_back=won_back,
        hours_on_goals=fsum(item.hours or 0 for item in items if (item.activity.impact or 0) in IMPACTS[1:]),
        committed=fsum(item.hours or 0 for item in projects),
        committed_next=fsum(item.next_hours or 0 for item in projects),
        meetings=fsum(item.next_hours or 0 for item in items if item.activity.post == "meeting"),
    )


def _tell(kind: Literal["good", "change", "next", "note"], key: str, **values: object) -> Feedback:
    return Feedback(kind, f"activity_triage.{key}", values)


def _compared(result: TriageResult) -> list[ActivityResult]:
    return [item for item in result.items if item.density is not None]


def _even(result: TriageResult) -> bool:
    """Tell whether the curve is suspiciously even; judged as shown, in per cent with one decimal."""
    return result.x80 is not None and round(100 * result.x80, 1) > EVEN


def _good(result: TriageResult) -> Feedback | None:
    compared = _compared(result)
    if result.curve and len(compared) >= ENOUGH and not _even(result):
        return _tell("good", "good_curve", x80=100 * result.x80, t20=100 * result.t20)
    if result.hours_on_goals and len(compared) > 1:
        return _tell("good", "good_on_goals", on_goals=result.hours_on_goals, hours=result.hours)
    return _tell("good", "good_begun") if any(item.started for item in result.items) else None


def _change(result: TriageResult) -> Feedback | None:
    compared = _compared(result)
    if len(compared) < ENOUGH:
        return None
    if all(item.activity.impact >= 2 for item in compared):
        return _tell("change", "rank_them", most=MOST_TOP)
    if _even(result):
        return _tell("change", "even_spread", x80=100 * result.x80)
    sure = [item.activity.confidence for item in compared if item.activity.confidence in CONFIDENCES]
    guesses = sure.count(GUESS)
    if 2 * guesses > len(sure):
        return _tell("change", "many_guesses", guesses=guesses, count=len(sure))
    if round(100 * (result.misaligned or 0), 1) > MISALIGNED:
        return _tell("change", "win_back", hours=result.won_back, share=100 * result.misaligned)
    return None


def _next(result: TriageResult) -> Feedback:
    started = [(number, item) for number, item in enumerate(result.items, 1) if item.started]
    if not started:
        return _tell("next", "start")
    for number, item in started:
        if item.missing:
            return _tell("next", f"next_{item.missing[0]}", number=number, name=item.activity.name.strip())
    if len(started) < ENOUGH:
        return _tell("next", "next_more")
    for item in result.stops:
        if item.stop_missing:
            return _tell("next", f"next_{item.stop_missing[0]}", name=item.activity.name.strip())
    for _, item in started:
        if item.verdict not in (None, "keep", "stop") and usable_hours(item.activity.planned) is None:
            return _tell("next", "next_planned", name=item.activity.name.strip())
    return _tell("next", "next_talk")


def _notes(result: TriageResult, drivers: Sequence[Driver] | None) -> list[Feedback]:
    notes = []
    count = sum(item.started for item in result.items)
    if ENOUGH <= count < FEWEST:
        notes.append(_tell("note", "few", count=count, fewest=FEWEST, most=MOST))
    elif count > MOST:
        notes.append(_tell("note", "many", count=count, fewest=FEWEST, most=MOST))
    now = fsum(item.hours or 0 for item in result.items)
    after = fsum(item.next_hours or 0 for item in result.items)
    if now and round(after - now, 2) > 0:
        notes.append(_tell("note", "plan_grows", more=after - now))
    if drivers is not None:
        there = {driver.id for driver in drivers}
        gone = [item.activity for item in result.items if item.activity.driver not in ("", *there)]
        notes += [_tell("note", "driver_gone", name=name) for name in dict.fromkeys(map(_named, gone))]
    return notes


def _named(activity: Activity) -> str:
    return activity.name.strip() or activity.id
