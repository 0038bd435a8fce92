"""The alignment: how the coordinator and the manager each see the role, how near they are, what to ask.

Both answer on their own. Only when both views are there is anything compared; what is missing gives no score.
Values in, values and feedback out; the view makes words of it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import count
from math import fsum, sqrt
from typing import Literal

from attrs import evolve, frozen

from rolecraft.plan import Alignment, Hat, Mandate, NamedActivity, Plan, Ranked, View
from rolecraft.rules import activity_triage, area_map
from rolecraft.rules.areas import AREAS
from rolecraft.rules.arithmetic import known, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback

HATS: tuple[Hat, Hat] = ("coordinator", "manager")
AREA_FIELDS = ("area_1", "area_2", "area_3")
DECISIONS = ("content", "budget", "agency", "priorities", "website", "saying_no")
STEPS = range(5)  # of a mandate: ask first, propose, decide with notice, decide and report, decide
VIEW_PARTS = ("areas", "order", "mandate", "hours")  # what a view needs, in the order of the form

# Course rules of thumb, not research: what counts how much, and what the score means.
Part = Literal["areas", "mandate", "order", "time"]
WEIGHTS: dict[Part, int] = {"areas": 35, "mandate": 25, "order": 25, "time": 15}  # points, of 100
SIGN = 80
TALK = 60
MOST_ACTIVITIES = 8
FEWEST_PLACES = 3  # of activities that both have put in order
MOST_GAPS = 3
FIRST_REVIEW, SECOND_REVIEW = 30, 90  # days

# The talk by the clock: each step and its minutes, an hour together.
SCRIPT = (("purpose", 5), ("role", 10), ("gaps", 15), ("goals", 10), ("time", 10), ("plans", 5), ("sign", 5))

Verdict = Literal["sign", "talk", "wait"]


@frozen
class Decision:
    """Who decides about one thing, as each sees it: steps 0 to 4, None while not said."""

    id: str
    coordinator: int | None
    manager: int | None


@frozen
class Placed:
    """The place of one activity in each order, 1 for the most important; None while it has none."""

    activity: NamedActivity
    coordinator: int | None
    manager: int | None


@frozen
class Agreement:
    """What the rules say about the two views.

    lacking: hat → what its view needs before the two can be compared, of VIEW_PARTS. no_contract: the paid
    hours a week are not known. areas, mandate, order, time: the four parts, 0 (far apart) to 1 (the same),
    None while one can't be worked out. score: 0 to 100, None unless all four are there. gaps: the three
    largest differences as questions, the costliest part first. shared: ids of the areas that both have.
    uncompared: activities that have a place from only one of the two, or from none.
    """

    lacking: dict[Hat, tuple[str, ...]]
    no_contract: bool
    areas: float | None
    mandate: float | None
    order: float | None
    time: float | None
    score: float | None
    verdict: Verdict | None
    shared: tuple[str, ...]
    decisions: tuple[Decision, ...]
    places: tuple[Placed, ...]
    uncompared: tuple[NamedActivity, ...]
    gaps: tuple[Feedback, ...]
    feedback: tuple[Feedback, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether both views are there, so that they may be shown side by side."""
        return self.score is not None


# What a view says


def other(hat: Hat) -> Hat:
    """Return the hat of the other person."""
    return "manager" if hat == "coordinator" else "coordinator"


def view_of(section: Alignment, hat: Hat) -> View:
    """Return the view of this hat."""
    return section.manager if hat == "manager" else section.coordinator


def named_activities(section: Alignment) -> tuple[NamedActivity, ...]:
    """Return the activities to put in order: those with a name, at most eight, each id once."""
    activities = {}
    for activity in section.activities[:MOST_ACTIVITIES]:
        if activity.name.strip():
            activities.setdefault(activity.id, activity)
    return tuple(activities.values())


def chosen_areas(view: View) -> tuple[str, ...]:
    """Return the ids of the areas that a view has chosen, each once."""
    chosen = [getattr(view, name) for name in AREA_FIELDS]
    return tuple(dict.fromkeys(area for area in chosen if area in AREAS))


def place_of(view: View, activity: str) -> int | None:
    """Return the place that a view gives to the activity with this id, 1 to 8, or None."""
    place = next((rank.place for rank in view.ranks if rank.id == activity), None)
    return place if place in range(1, MOST_ACTIVITIES + 1) else None


def step_of(mandate: Mandate, decision: str) -> int | None:
    """Return the step, 0 to 4, that is written for a decision, or None."""
    step = getattr(mandate, decision)
    return step if step in STEPS else None


def usable_hours(view: View) -> float | None:
    """Return the hours a week of a view, or None when missing or impossible."""
    return view.hours if known(view.hours) is not None and view.hours >= 0 else None


def usable_contract(section: Alignment) -> float | None:
    """Return the paid hours a week, or None when missing or impossible."""
    return section.contract if known(section.contract) is not None and section.contract > 0 else None


def lacking(section: Alignment, hat: Hat) -> tuple[str, ...]:
    """Return what a view needs before it can be compared, of VIEW_PARTS."""
    view = view_of(section, hat)
    placed = [place_of(view, activity.id) for activity in named_activities(section)]
    there = {
        "areas": len(chosen_areas(view)) == len(AREA_FIELDS),
        "order": len(placed) - placed.count(None) >= FEWEST_PLACES,
        "mandate": all(step_of(view.mandate, decision) is not None for decision in DECISIONS),
        "hours": usable_hours(view) is not None,
    }
    return tuple(part for part in VIEW_PARTS if not there[part])


# The four parts


def same_areas(one: Iterable[str], two: Iterable[str]) -> float | None:
    """Return the share of areas that both have among all that anybody has, 0 to 1 (Jaccard 1901)."""
    one, two = set(one), set(two)
    return ratio(len(one & two), len(one | two)) if one and two else None


def same_mandate(one: Mandate, two: Mandate) -> float | None:
    """Return 1 − mean difference ÷ 4 over the six decisions, 0 to 1. Course rule of thumb."""
    steps = [(step_of(one, decision), step_of(two, decision)) for decision in DECISIONS]
    if any(None in pair for pair in steps):
        return None
    return 1 - sum(abs(a - b) for a, b in steps) / len(steps) / STEPS[-1]


def spearman(one: Sequence[float], two: Sequence[float]) -> float | None:
    """Return the rank correlation of two orders of the same things, −1 to 1 (Spearman 1904).

    As Pearson's correlation of mean ranks, so that equal places are allowed. None below two things, or when
    somebody gives everything the same place.
    """
    ranks = mean_ranks(one), mean_ranks(two)
    if len(one) < 2:
        return None
    middle = (len(one) + 1) / 2
    apart = [[rank - middle for rank in order] for order in ranks]
    spread = [fsum(x * x for x in order) for order in apart]
    if not all(spread):
        return None
    together = fsum(a * b for a, b in zip(*apart, strict=True))
    return min(max(together / sqrt(spread[0] * spread[1]), -1.0), 1.0)


def mean_ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, 1 for the smallest; equal ones share the mean of their ranks."""
    return [
        sum(value < mine for value in values) + (1 + sum(value == mine for value in values)) / 2
        for mine in values
    ]


def same_order(places: Iterable[Placed]) -> float | None:
    """Return (ρ + 1) ÷ 2 over what both have put in order, 0 (the other way round) to 1 (the same order).

    None below three such activities. That ρ becomes a share like this is a course rule of thumb.
    """
    both = _both(places)
    rho = spearman([p.coordinator for p in both], [p.manager for p in both])
    return None if rho is None or len(both) < FEWEST_PLACES else (rho + 1) / 2


def same_time(one: float | None, two: float | None, contract: float | None) -> float | None:
    """Return 1 − min(1, difference ÷ contract), all in hours a week. Course rule of thumb."""
    if one is None or two is None:
        return None
    apart = ratio(abs(one - two), contract)
    return None if apart is None else 1 - min(1.0, apart)


def alignment_score(parts: dict[Part, float | None]) -> float | None:
    """Return the points of all parts together, 0 to 100, or None when a part is missing.

    The weights are a course rule of thumb.
    """
    if any(value is None for value in parts.values()):
        return None
    return fsum(WEIGHTS[part] * value for part, value in parts.items())


def judge(score: float | None) -> Verdict | None:
    """Return what the score means; judged as it is shown, with one decimal. Course rule of thumb."""
    if score is None:
        return None
    shown = round(score, 1)
    return "sign" if shown >= SIGN else "talk" if shown >= TALK else "wait"


def _both(places: Iterable[Placed]) -> list[Placed]:
    return [placed for placed in places if placed.coordinator is not None and placed.manager is not None]


# The two views together


def align(section: Alignment) -> Agreement:
    """Compare the two views, as far as both are there, and say what to talk about."""
    result = compare(section)
    if result.ready:
        result = evolve(result, gaps=_gaps(section, result))
    return evolve(result, feedback=tuple(_feedback(section, result)))


def compare(section: Alignment) -> Agreement:
    """Compare the two views, without a word about it: no gaps, no feedback."""
    activities, (one, two) = named_activities(section), (section.coordinator, section.manager)
    contract = usable_contract(section)
    missing = {hat: lacking(section, hat) for hat in HATS}
    decisions = tuple(Decision(id, step_of(one.mandate, id), step_of(two.mandate, id)) for id in DECISIONS)
    places = tuple(Placed(each, place_of(one, each.id), place_of(two, each.id)) for each in activities)
    compared = {placed.activity.id for placed in _both(places)}
    areas = chosen_areas(one), chosen_areas(two)
    parts: dict[Part, float | None] = {
        "areas": same_areas(*areas),
        "mandate": same_mandate(one.mandate, two.mandate),
        "order": same_order(places),
        "time": same_time(usable_hours(one), usable_hours(two), contract),
    }
    score = None if any(missing.values()) else alignment_score(parts)
    return Agreement(
        lacking=missing,
        no_contract=contract is None,
        **parts,
        score=score,
        verdict=judge(score),
        shared=tuple(area for area in areas[0] if area in areas[1]),
        decisions=decisions,
        places=places,
        uncompared=tuple(activity for activity in activities if activity.id not in compared),
        gaps=(),
    )


def points(result: Agreement, part: Part) -> float | None:
    """Return the points that a part gives, from 0 to its weight."""
    value = getattr(result, part)
    return None if value is None else WEIGHTS[part] * value


def _gaps(section: Alignment, result: Agreement) -> tuple[Feedback, ...]:
    """Return the largest differences as questions.

    Each part that costs points asks about its largest difference, the costliest part first; when fewer than
    three parts differ, their next differences follow, by the points that each costs.
    """
    parts = [
        _area_gaps(section, result),
        _mandate_gaps(result),
        _order_gaps(result),
        _time_gaps(section, result),
    ]
    parts = [sorted(gaps, key=lambda gap: -gap[0]) for gaps in parts if gaps]
    parts.sort(key=lambda gaps: -fsum(lost for lost, _ in gaps))
    first = [gaps[0] for gaps in parts]
    rest = sorted((gap for gaps in parts for gap in gaps[1:]), key=lambda gap: -gap[0])
    return tuple(question for _, question in [*first, *rest][:MOST_GAPS])


Gaps = list[tuple[float, Feedback]]  # the points that each difference costs, and the question


def _lost(result: Agreement, part: Part) -> float:
    return WEIGHTS[part] * (1 - getattr(result, part))


def _area_gaps(section: Alignment, result: Agreement) -> Gaps:
    one, two = (
        [area for area in chosen_areas(view_of(section, hat)) if area not in result.shared] for hat in HATS
    )
    lost = _lost(result, "areas") / max(len(one), 1)
    return [(lost, _question("areas", coordinator=a, manager=b)) for a, b in zip(one, two, strict=True)]


def _mandate_gaps(result: Agreement) -> Gaps:
    whole = STEPS[-1] * len(DECISIONS)
    return [
        (
            WEIGHTS["mandate"] * abs(each.coordinator - each.manager) / whole,
            _question("mandate", decision=each.id, coordinator=each.coordinator, manager=each.manager),
        )
        for each in result.decisions
        if each.coordinator != each.manager
    ]


def _order_gaps(result: Agreement) -> Gaps:
    both = _both(result.places)
    orders = mean_ranks([p.coordinator for p in both]), mean_ranks([p.manager for p in both])
    squares = [(a - b) ** 2 for a, b in zip(*orders, strict=True)]
    whole, lost = fsum(squares), _lost(result, "order")
    return [
        (
            lost * square / whole,
            _question(
                "order",
                name=placed.activity.name.strip(),
                coordinator=placed.coordinator,
                manager=placed.manager,
            ),
        )
        for placed, square in zip(both, squares, strict=True)
        if square
    ]


def _time_gaps(section: Alignment, result: Agreement) -> Gaps:
    one, two = (view_of(section, hat).hours for hat in HATS)
    return [(_lost(result, "time"), _question("time", coordinator=one, manager=two))] if one != two else []


def _question(part: Part, **values: object) -> Feedback:
    return Feedback("note", f"alignment.gap_{part}", values)


# Feedback


def _tell(kind: Literal["good", "change", "next", "note"], key: str, **values: object) -> Feedback:
    return Feedback(kind, f"alignment.{key}", values)


def _feedback(section: Alignment, result: Agreement) -> list[Feedback]:
    return _compared(section, result) if result.ready else _not_yet(section, result)


def _not_yet(section: Alignment, result: Agreement) -> list[Feedback]:
    hat = section.hat
    mine, theirs = result.lacking[hat], result.lacking[other(hat)]
    there = len(VIEW_PARTS) - len(mine)
    feedback = []
    if not mine:
        feedback.append(_tell("good", "good_done"))
    elif there:
        feedback.append(_tell("good", "good_parts", there=there, total=len(VIEW_PARTS)))
    elif view_of(section, hat) != View():
        feedback.append(_tell("good", "good_begun"))
    over = _over_paid(section, (hat,))
    if over:
        feedback.append(_tell("change", "hours_over", hours=over[0], contract=section.contract))
    if mine:
        key = "start" if view_of(section, hat) == View() else f"next_{mine[0]}"
        feedback.append(_tell("next", key, fewest=FEWEST_PLACES))
    elif result.no_contract:
        feedback.append(_tell("next", "next_contract"))
    elif theirs:
        # A file whose activities have other names gives everything but the order.
        key = "next_order_of" if theirs == ("order",) else "next_other"
        feedback.append(_tell("next", f"{key}_{other(hat)}"))
    elif over:
        pass  # one change at a time
    elif len(_both(result.places)) < FEWEST_PLACES:
        feedback.append(_tell("change", "order_few", fewest=FEWEST_PLACES))
    else:
        feedback.append(_tell("change", "order_tied"))
    if mine and len(theirs) < len(VIEW_PARTS):
        feedback.append(_tell("note", f"closed_{other(hat)}"))
    return feedback


def _compared(section: Alignment, result: Agreement) -> list[Feedback]:
    feedback = []
    if result.verdict == "sign":
        feedback.append(_tell("good", "verdict_sign", score=result.score, sign=SIGN))
        open_points = len(still_open(section))
        key = "next_agree" if open_points else "next_charter"
        feedback.append(_tell("next", key, left=open_points))
    else:
        nearest = max(WEIGHTS, key=lambda part: getattr(result, part))
        value = getattr(result, nearest)
        feedback.append(_tell("good", f"good_{nearest}" if value else "good_honest", value=value))
        key = result.verdict
        if key == "wait" and round(result.areas, 2) == 1:
            key = "wait_gaps"  # the areas come first, unless those are what the two agree on
        feedback.append(_tell("change", f"verdict_{key}", score=result.score, talk=TALK, sign=SIGN))
        feedback.append(_tell("next", "next_talk"))
    if result.uncompared:
        values = {"left_out": len(result.uncompared), "count": len(result.places)}
        feedback.append(_tell("note", "left_out", **values))
    for hours in _over_paid(section, HATS):
        feedback.append(_tell("note", "hours_over", hours=hours, contract=section.contract))
    return feedback


def _over_paid(section: Alignment, hats: Iterable[Hat]) -> tuple[float, ...]:
    """Return the hours for the goals, of these views and as agreed, that are more than the paid hours."""
    contract = usable_contract(section)
    said = [usable_hours(view_of(section, hat)) for hat in hats]
    said.append(known(section.hours))
    over = (hours for hours in said if None not in (hours, contract) and hours > contract)
    return tuple(dict.fromkeys(over))


# What is agreed in the talk


def still_open(section: Alignment) -> tuple[str, ...]:
    """Return what is not agreed yet: ids of decisions, then names of the section's other agreed fields."""
    decisions = [decision for decision in DECISIONS if step_of(section.mandate, decision) is None]
    words = [name for name in ("support_who", "support_when", "reply") if not getattr(section, name).strip()]
    days = [name for name in ("first_review", "second_review") if getattr(section, name) is None]
    hours = [] if known(section.hours) is not None else ["hours"]
    return (*decisions, *hours, *words, *days)


def review_days(today: date) -> tuple[date, date]:
    """Return days for the two reviews, about 30 and 90 days from today, never on a weekend.

    The distances are course rules of thumb.
    """
    first, second = (_working_day(today + timedelta(days)) for days in (FIRST_REVIEW, SECOND_REVIEW))
    return first, second


def _working_day(day: date) -> date:
    return day + timedelta(max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def wrong_days(section: Alignment) -> bool:
    """Tell whether the second review does not come after the first."""
    first, second = section.first_review, section.second_review
    return first is not None and second is not None and second <= first


# What earlier exercises give


def carried(plan: Plan) -> Carried:
    """Return what there is to start from: focus areas, activities, hours on goals, paid hours.

    activities: from the triage, those that work on the goals (impact 1 or more, or not said), most hours
    first: what takes most of the week is where a different order costs most. What is to be stopped or only
    kept small needs no place in an order.
    """
    focus = [area for area in area_map.review(plan.area_map).focus if area in AREAS]
    triage = activity_triage.triage(plan.activity_triage)
    ranked = [item for item in plan.activity_triage.activities if item.name.strip() and item.impact != 0]
    ranked.sort(key=lambda item: -(known(item.hours) or 0))
    names: dict[str, str] = {}
    for item in ranked:
        names.setdefault(_plain(item.name), item.name.strip())
    hours, contract = known(triage.hours_on_goals), known(plan.time_budget.contract)
    gives = {
        "areas": focus[: len(AREA_FIELDS)],
        "activities": list(names.values())[:MOST_ACTIVITIES],
        "hours": hours if hours and hours > 0 else None,
        "contract": contract if contract and contract > 0 else None,
    }
    return {name: value for name, value in gives.items() if value}


def take(section: Alignment, plan: Plan, names: Iterable[str]) -> None:
    """Write these into the section; areas and hours into the coordinator's view.

    Activities are added while there is room, none is removed or renamed. New focus areas come first, then the
    coordinator's other ones.
    """
    gives = carried(plan)
    for name in names:
        if name == "areas" and name in gives:
            areas = dict.fromkeys([*gives[name], *chosen_areas(section.coordinator)])
            for field, area in zip(AREA_FIELDS, areas, strict=False):
                setattr(section.coordinator, field, area)
        elif name == "activities" and name in gives:
            _add_activities(section, gives[name])
        elif name == "hours" and name in gives:
            section.coordinator.hours = gives[name]
            section.drafts.pop("coordinator.hours", None)
        elif name == "contract" and name in gives:
            section.contract = gives[name]
            section.drafts.pop("contract", None)


def _add_activities(section: Alignment, names: Iterable[str]) -> None:
    placed = {rank.id for hat in HATS for rank in view_of(section, hat).ranks}
    empty = [each for each in section.activities if not each.name.strip() and each.id not in placed]
    section.activities = [activity for activity in section.activities if activity not in empty]
    there = {_plain(activity.name) for activity in section.activities}
    for name in names:
        if _plain(name) not in there and len(section.activities) < MOST_ACTIVITIES:
            section.activities.append(NamedActivity(free_id(section), name))


def free_id(section: Alignment) -> str:
    """Return an id that no activity has and no place points at."""
    used = {activity.id for activity in section.activities}
    used |= {rank.id for hat in HATS for rank in view_of(section, hat).ranks}
    return next(id for number in count(1) if (id := f"r{number}") not in used)


def _plain(name: str) -> str:
    """Return a name so that case, blanks and signs make no difference; without letters, as it is."""
    return " ".join(re.findall(r"\w+", name.casefold())) or name.strip()


# What the other person's file gives


@frozen
class Taken:
    """What was taken from the other person's file.

    hat: whose view. parts: what it holds, of VIEW_PARTS and "support"; empty when there is nothing to take.
    activities: how many were taken because there were none here. unknown: names of the activities in it that
    are not in the list here. same_hat: instead, the file holds a view of the same hat as here.
    """

    hat: Hat
    parts: tuple[str, ...] = ()
    activities: int = 0
    unknown: tuple[str, ...] = ()
    same_hat: bool = False


def take_view(section: Alignment, theirs: Alignment) -> Taken:
    """Take the other hat's view from the other person's section; what this hat has entered stays as it is.

    The list of activities comes along only when there is none here. Places go by the activities' names, since
    each plan has ids of its own.
    """
    hat = other(section.hat)
    view = view_of(theirs, hat)
    parts = _entered(theirs, hat)
    if not parts:
        return Taken(hat, same_hat=bool(_entered(theirs, section.hat)))
    names = {activity.id: activity.name.strip() for activity in named_activities(theirs)}
    taken = 0
    if not named_activities(section):
        section.activities = []
        for name in names.values():
            section.activities.append(NamedActivity(free_id(section), name))
        taken = len(names)
    ours = {_plain(activity.name): activity.id for activity in reversed(named_activities(section))}
    places, unknown = {}, {}
    for id, name in names.items():
        if place := place_of(view, id):
            if here := ours.get(_plain(name)):
                places.setdefault(here, place)
            else:
                unknown[name] = True
    ranks = [Ranked(id, place) for id, place in places.items()]
    setattr(section, hat, evolve(view, ranks=ranks, mandate=evolve(view.mandate)))
    section.drafts.pop(f"{hat}.hours", None)
    return Taken(hat, parts, taken, tuple(unknown))


def _entered(section: Alignment, hat: Hat) -> tuple[str, ...]:
    """Return of which parts a view holds anything."""
    view = view_of(section, hat)
    there = {
        "areas": chosen_areas(view),
        "order": any(place_of(view, activity.id) for activity in named_activities(section)),
        "mandate": any(step_of(view.mandate, decision) is not None for decision in DECISIONS),
        "hours": usable_hours(view) is not None,
        "support": view.support.strip(),
    }
    return tuple(part for part, value in there.items() if value)
