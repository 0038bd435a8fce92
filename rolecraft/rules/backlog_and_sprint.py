"""The board: what is begun, what waits, what comes first under three models, and what a sprint has room for.

Values in, values and feedback out; the view makes words of it. Only items with a name are on the board.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, count
from math import inf
from statistics import median
from typing import Literal

from attrs import evolve, frozen

from rolecraft.plan import Backlog, Column, Item, Model, Plan, Sprint
from rolecraft.rules import activity_triage, time_budget
from rolecraft.rules.arithmetic import known, product, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback

# Course rules of thumb, not research. (The limits on work in progress, 2 and 2, are defaults in the plan.)
KEPT_FREE = 0.85  # of the project hours is planned; the rest is for surprises
PLAN_LESS = 70  # per cent of a sprint's items done; below it twice running: plan less
PLAN_BOLDER = 3  # sprints with everything done, one after the other: plan bolder
TOO_OLD = 2  # times the median age
YOUNG = 7  # days; nothing is too old before

COLUMNS: tuple[Column, ...] = ("next", "doing", "waiting", "done")
BEGUN: tuple[Column, ...] = ("doing", "waiting")
MODELS: tuple[Model, ...] = ("ice", "rice", "wsjf")

# What each model multiplies or adds, in the order in which it is asked.
PARTS: Mapping[Model, tuple[str, ...]] = {
    "ice": ("impact", "confidence", "ease"),
    "rice": ("reach", "effect", "certainty", "effort"),
    "wsjf": ("value", "urgency", "risk", "size"),
}
TENTHS = tuple(range(1, 11))
EFFECTS = (3.0, 2.0, 1.0, 0.5, 0.25)
CERTAINTIES = (1.0, 0.8, 0.5)
SIZES = (1, 2, 3, 5, 8, 13)
# The values that a part can have; reach and effort are free numbers.
ALLOWED: Mapping[str, tuple[float, ...]] = {
    **dict.fromkeys(PARTS["ice"], TENTHS),
    "effect": EFFECTS,
    "certainty": CERTAINTIES,
    **dict.fromkeys(PARTS["wsjf"], SIZES),
}

_COMPARED = 20  # items from the top that are compared pair by pair
_LARGEST = 1000  # hours of an item that is taken over


@frozen
class ItemResult:
    """What the rules say about one item on the board.

    scores: under each model, None while a part is missing. ranks: 1 for the highest score among the items
    that are not done, equal scores share a rank; None without a score or when done.
    missing: parts that the chosen model still needs. age: days since it was begun, while it is not done.
    took: days from begun to finished, once it is done. old: older than twice the median age.
    advice: what to do about it, one thing; None when there is nothing.
    """

    item: Item
    hours: float | None
    scores: Mapping[Model, float | None]
    ranks: Mapping[Model, int | None]
    missing: tuple[str, ...]
    age: int | None
    took: int | None
    old: bool
    advice: Feedback | None


@frozen
class Swap:
    """Two items that change places: under `model` first comes before second, under `others` after it.

    reason: what makes the difference under `model`.
    """

    first: str
    second: str
    model: Model
    others: tuple[Model, ...]
    reason: Feedback


@frozen
class Comparison:
    """Where the models agree and where not.

    models: those with scores for two items or more. top: the name of the item that all of them put first, if
    they do. swaps: pairs that change places, those nearest the top of the chosen order first.
    """

    models: tuple[Model, ...]
    top: str
    swaps: tuple[Swap, ...]


@frozen
class Suggestion:
    """The model that fits what is on the board, and the reason."""

    model: Model
    reason: Feedback


@frozen
class Review:
    """What the rules say about the board and the sprint.

    items: all that have a name. ranked: those that are not done, best first under the chosen model; without
    a score, last. order: their ids. columns: the items of each column in that order, Done newest first.
    capacity: hours that a sprint has room for. doing, waiting: how many items.
    doing_hours, next_hours: their hours as far as they are known. room: hours that are left of the capacity
    after Doing. fits: names of items in Next that fit into it, in order. verdict: what follows for Next.
    unknown_hours: how many items in Doing and Next have no hours yet.
    completion: how much of each of the last three sprints was done, in whole per cent, oldest first.
    """

    items: tuple[ItemResult, ...]
    ranked: tuple[ItemResult, ...]
    order: tuple[str, ...]
    columns: Mapping[Column, tuple[ItemResult, ...]]
    suggestion: Suggestion
    comparison: Comparison
    capacity: float | None
    doing: int
    waiting: int
    doing_hours: float
    next_hours: float
    room: float | None
    fits: tuple[str, ...]
    verdict: Literal["full", "fits", "none", "empty"]
    unknown_hours: int
    completion: tuple[int, ...]
    feedback: tuple[Feedback, ...]


# Scores


def ice(impact: int | None, confidence: int | None, ease: int | None) -> float | None:
    """Return impact × confidence × ease, each 1 to 10; None when one is missing. After Sean Ellis."""
    return product(
        *(_allowed(name, part) for name, part in zip(PARTS["ice"], (impact, confidence, ease), strict=True))
    )


def rice(
    reach: float | None, effect: float | None, certainty: float | None, effort: float | None
) -> float | None:
    """Return reach × effect × certainty ÷ effort; None when one is missing. After Sean McBride, Intercom.

    reach: people a month, 0 or more. effect: 3, 2, 1, 0.5 or 0.25. certainty: 1.0, 0.8 or 0.5.
    effort: person-months, above 0.
    """
    if known(effort) is None or effort <= 0:
        return None
    reach = _not_negative(reach)
    return ratio(product(reach, _allowed("effect", effect), _allowed("certainty", certainty)), effort)


def wsjf(value: int | None, urgency: int | None, risk: int | None, size: int | None) -> float | None:
    """Return (value + urgency + risk) ÷ size, each 1, 2, 3, 5, 8 or 13; None when one is missing.

    Weighted shortest job first: Reinertsen; the parts of the cost of delay as in SAFe.
    """
    parts = (value, urgency, risk, size)
    if any(_allowed(name, part) is None for name, part in zip(PARTS["wsjf"], parts, strict=True)):
        return None
    return ratio(value + urgency + risk, size)


def scores(item: Item) -> dict[Model, float | None]:
    """Return the item's score under each model."""
    return {
        "ice": ice(item.impact, item.confidence, item.ease),
        "rice": rice(item.reach, item.effect, item.certainty, item.effort),
        "wsjf": wsjf(item.value, item.urgency, item.risk, item.size),
    }


def _allowed(name: str, value: float | None) -> float | None:
    return value if value in ALLOWED[name] else None


def _not_negative(value: float | None) -> float | None:
    return value if known(value) is not None and value >= 0 else None


def _positive(value: float | None) -> float | None:
    return value if known(value) is not None and value > 0 else None


def _shown(score: float | None) -> float | None:
    """Return a score as it is shown: what looks equal is equal."""
    return None if score is None else round(score, 2)


def _part(item: Item, name: str) -> float | None:
    value = getattr(item, name)
    if name == "reach":
        return _not_negative(value)
    return _positive(value) if name == "effort" else _allowed(name, value)


def _missing(item: Item, model: Model) -> tuple[str, ...]:
    return tuple(name for name in PARTS[model] if _part(item, name) is None)


# Where the models disagree


def compare(items: Sequence[ItemResult]) -> Comparison:
    """Compare the order of items under the models that have scores for two or more of them.

    items: not done, best first under the chosen model; of many, the first twenty are compared.
    """
    items = items[:_COMPARED]
    models = tuple(model for model in MODELS if sum(one.scores[model] is not None for one in items) >= 2)
    if len(models) < 2:
        return Comparison(models, "", ())
    first = [_only_first(items, model) for model in models]
    top = first[0].item.name.strip() if first[0] and all(one is first[0] for one in first) else ""
    pairs = (_swap(one, other, models) for one, other in combinations(items, 2))
    return Comparison(models, top, tuple(swap for swap in pairs if swap))


def _only_first(items: Sequence[ItemResult], model: Model) -> ItemResult | None:
    first = [one for one in items if one.ranks[model] == 1]
    return first[0] if len(first) == 1 else None


def _swap(one: ItemResult, other: ItemResult, models: tuple[Model, ...]) -> Swap | None:
    for_one, for_other = [], []
    for model in models:
        mine, theirs = _shown(one.scores[model]), _shown(other.scores[model])
        if mine is not None and theirs is not None and mine != theirs:
            (for_one if mine > theirs else for_other).append(model)
    if not for_one or not for_other:
        return None
    # Told from the model that stands alone; of two, from the one that agrees with the order of the items.
    alone = min(for_one, for_other, key=len)
    others = for_other if alone is for_one else for_one
    first, second = (one.item, other.item) if alone is for_one else (other.item, one.item)
    reason = _reason(alone[0], first, second)
    return Swap(first.name.strip(), second.name.strip(), alone[0], tuple(others), reason)


def _reason(model: Model, first: Item, second: Item) -> Feedback:
    """Return the part that speaks most for `first` under a model that puts it before `second`."""

    def times(name: str) -> float:
        mine, theirs = _part(first, name), _part(second, name)
        if name in ("effort", "size"):  # less is better
            mine, theirs = theirs, mine
        return mine / theirs if theirs else inf

    parts = PARTS[model]
    if model == "wsjf":
        delay = parts[:-1]
        size = times("size")
        sums = [sum(_part(item, name) for name in delay) for item in (first, second)]
        more = max(delay, key=lambda name: _part(first, name) - _part(second, name))
        name = "size" if size >= sums[0] / sums[1] else more
    else:
        name = max(parts, key=times)
    values = {"first": first.name.strip(), "mine": _part(first, name), "theirs": _part(second, name)}
    return Feedback("note", f"backlog_and_sprint.reason_{name}", values)


def suggest(items: Iterable[Item]) -> Suggestion:
    """Return the model that fits the items that are not done: a course rule of thumb.

    A fixed date among them: WSJF, which asks for the date. All have a reach: RICE. Otherwise: ICE.
    """
    items = list(items)
    fixed = [item for item in items if item.fixed]
    if fixed:
        values = {"name": fixed[0].name.strip(), "count": len(fixed)}
        return Suggestion("wsjf", Feedback("note", "backlog_and_sprint.suggest_wsjf", values))
    if items and all(_not_negative(item.reach) is not None for item in items):
        return Suggestion("rice", Feedback("note", "backlog_and_sprint.suggest_rice"))
    return Suggestion("ice", Feedback("note", "backlog_and_sprint.suggest_ice"))


# The sprint


def sprint_capacity(hours: float | None, weeks: float | None) -> float | None:
    """Return the hours that a sprint has room for: project hours a week × weeks × 0.85.

    None when one is missing or not above zero. That 15 % are kept free is a course rule of thumb.
    """
    return product(_positive(hours), _positive(weeks), KEPT_FREE)


def completion(sprints: Iterable[Sprint]) -> tuple[int, ...]:
    """Return how much of each of the last three sprints was done, in whole per cent, oldest first.

    Sprints with nothing planned, or without a result, don't count.
    """
    shares = []
    for sprint in sprints:
        if (
            sprint.planned is not None
            and sprint.planned >= 1
            and sprint.done is not None
            and sprint.done >= 0
        ):
            shares.append(round(100 * sprint.done / sprint.planned))
    return tuple(shares[-PLAN_BOLDER:])


def move(item: Item, column: Column, today: date) -> None:
    """Move an item to a column and note the days that follow from it, where none is noted yet.

    It is begun when it comes to Doing or Waiting for the first time, and finished when it comes to Done.
    Out of Done, it is not finished any more.
    """
    item.column = column
    if column in BEGUN and item.begun is None:
        item.begun = today
    if column != "done":
        item.finished = None
    elif item.finished is None:
        item.finished = today


# The whole board


def review(section: Backlog, today: date) -> Review:
    """Review the board and the sprint. today: the day from which ages are counted."""
    named = [item for item in section.items if item.name.strip()]
    capacity = sprint_capacity(section.capacity, section.weeks)
    items = _results(named, section.model, capacity, today)
    not_done = sorted(
        (one for one in items if one.item.column != "done"), key=lambda one: one.ranks[section.model] or inf
    )
    done = sorted(
        (one for one in items if one.item.column == "done"),
        key=lambda one: one.item.finished or date.min,
        reverse=True,
    )
    columns = {
        column: tuple(one for one in (*not_done, *done) if one.item.column == column) for column in COLUMNS
    }
    doing_hours, next_hours = _hours(columns["doing"]), _hours(columns["next"])
    room = None if capacity is None else capacity - doing_hours
    fits = _fits(columns["next"], room)
    made = Review(
        items=items,
        ranked=tuple(not_done),
        order=tuple(one.item.id for one in not_done),
        columns=columns,
        suggestion=suggest(one.item for one in not_done),
        comparison=compare(not_done),
        capacity=capacity,
        doing=len(columns["doing"]),
        waiting=len(columns["waiting"]),
        doing_hours=doing_hours,
        next_hours=next_hours,
        room=room,
        fits=fits,
        verdict=_verdict(columns["next"], room, fits),
        unknown_hours=sum(one.hours is None for one in (*columns["doing"], *columns["next"])),
        completion=completion(section.sprints),
        feedback=(),
    )
    feedback = [_good(section, made), _change(section, made, today), _next(section, made, not_done)]
    feedback.append(_date_comes_late(not_done, section.model))
    return evolve(made, feedback=tuple(item for item in feedback if item))


def limit(most: int | None) -> int | None:
    """Return a limit on work in progress, None when there is none."""
    return most if most is not None and most >= 1 else None


def _results(
    items: Sequence[Item], model: Model, capacity: float | None, today: date
) -> tuple[ItemResult, ...]:
    scored = [scores(item) for item in items]
    ranks: list[dict[Model, int | None]] = [{} for _ in items]
    for name in MODELS:
        counted = [
            _shown(score[name])
            for item, score in zip(items, scored, strict=True)
            if item.column != "done" and score[name] is not None
        ]
        places = {score: place for place, score in reversed([*enumerate(sorted(counted, reverse=True), 1)])}
        for item, score, rank in zip(items, scored, ranks, strict=True):
            rank[name] = None if item.column == "done" else places.get(_shown(score[name]))
    ages = [_age(item, today) for item in items]
    middle = median([age for age in ages if age is not None] or [0])
    results = []
    for item, score, rank, age in zip(items, scored, ranks, ages, strict=True):
        old = age is not None and age > YOUNG and age > TOO_OLD * middle
        hours = _not_negative(item.hours)
        results.append(
            ItemResult(
                item=item,
                hours=hours,
                scores=score,
                ranks=rank,
                missing=_missing(item, model),
                age=age,
                took=_took(item),
                old=old,
                advice=_advice(item, hours, age, middle if old else None, capacity, today),
            )
        )
    return tuple(results)


def _age(item: Item, today: date) -> int | None:
    begun = item.column != "done" and item.begun is not None and item.begun <= today
    return (today - item.begun).days if begun else None


def _took(item: Item) -> int | None:
    both = item.column == "done" and item.begun is not None and item.finished is not None
    return (item.finished - item.begun).days if both and item.finished >= item.begun else None


def _advice(
    item: Item,
    hours: float | None,
    age: int | None,
    middle: float | None,
    capacity: float | None,
    today: date,
) -> Feedback | None:
    """Return the one thing to do about an item. middle: the median age, when the item is too old."""
    if item.column == "done":
        wrong = item.begun is not None and item.finished is not None and item.finished < item.begun
        return Feedback("change", "backlog_and_sprint.days_turned") if wrong else None
    if item.fixed is not None and item.fixed < today:
        return _about(item, "change", "fixed_past", day=item.fixed)
    if middle is not None:
        return _about(item, "change", "too_old", age=age, middle=middle)
    if hours is not None and capacity is not None and _hour(hours) > _hour(capacity):
        return _about(item, "change", "too_large", hours=hours, capacity=capacity)
    if item.column in BEGUN and item.begun is None:
        return Feedback("next", "backlog_and_sprint.begun_missing")
    return Feedback("next", "backlog_and_sprint.hours_missing") if hours is None else None


def _about(item: Item, kind: str, key: str, **values: object) -> Feedback:
    return Feedback(kind, f"backlog_and_sprint.{key}", {"name": item.name.strip(), **values})


def _hour(hours: float) -> float:
    """Return hours as they are shown, with at most two decimals."""
    return round(hours, 2)


def _hours(items: Iterable[ItemResult]) -> float:
    return known(sum(one.hours or 0 for one in items)) or 0.0


def _fits(items: Iterable[ItemResult], room: float | None) -> tuple[str, ...]:
    """Return the names of the items that fit into the room, taken in their order."""
    fits = []
    for one in items:
        if room is not None and one.hours is not None and _hour(one.hours) <= _hour(room):
            fits.append(one.item.name.strip())
            room -= one.hours
    return tuple(fits)


def _verdict(
    items: Sequence[ItemResult], room: float | None, fits: Sequence[str]
) -> Literal["full", "fits", "none", "empty"]:
    if fits:
        return "fits"
    if room is None or _hour(room) <= 0:
        return "full"
    return "none" if any(one.hours is not None for one in items) else "empty"


def _good(section: Backlog, made: Review) -> Feedback | None:
    most_doing, most_waiting = limit(section.most_doing), limit(section.most_waiting)
    if most_doing and most_waiting and 0 < made.doing <= most_doing and made.waiting <= most_waiting:
        values = {"doing": made.doing, "most_doing": most_doing}
        values |= {"waiting": made.waiting, "most_waiting": most_waiting}
        return Feedback("good", "backlog_and_sprint.good_limits", values)
    for key, some in (("good_done", made.columns["done"]), ("good_begun", made.items)):
        if some:
            one = "_one" if len(some) == 1 else ""
            return Feedback("good", f"backlog_and_sprint.{key}{one}", {"count": len(some)})
    return None


def _change(section: Backlog, made: Review, today: date) -> Feedback | None:
    for column, there, most in (
        ("doing", made.doing, limit(section.most_doing)),
        ("waiting", made.waiting, limit(section.most_waiting)),
    ):
        if most and there > most:
            values = {"count": there, "most": most}
            return Feedback("change", f"backlog_and_sprint.too_many_{column}", values)
    advice = {one.advice.key.rpartition(".")[2]: one.advice for one in reversed(made.items) if one.advice}
    if "fixed_past" in advice:
        return advice["fixed_past"]
    if soon := _soon(section, made, today):
        return soon
    if made.room is not None and _hour(made.room) < 0:
        values = {"hours": made.doing_hours, "capacity": made.capacity}
        return Feedback("change", "backlog_and_sprint.too_many_hours", values)
    if "too_old" in advice:
        return advice["too_old"]
    last = made.completion
    if len(last) >= 2 and max(last[-2:]) < PLAN_LESS:
        return Feedback("change", "backlog_and_sprint.plan_less", {"one": last[-2], "two": last[-1]})
    if len(last) == PLAN_BOLDER and min(last) >= 100:
        return Feedback("change", "backlog_and_sprint.plan_bolder")
    if section.change.strip():
        if not section.change_owner.strip():
            return Feedback("change", "backlog_and_sprint.change_owner_missing")
        if section.change_on is None:
            return Feedback("change", "backlog_and_sprint.change_day_missing")
    return None


def _soon(section: Backlog, made: Review, today: date) -> Feedback | None:
    """Return what to say about the first fixed date within a sprint of something that is not begun."""
    days = product(_positive(section.weeks), 7)
    fixed = [one.item for one in made.columns["next"] if one.item.fixed]
    if days is None or not fixed:
        return None
    first = min(fixed, key=lambda item: item.fixed)
    left = (first.fixed - today).days
    return _about(first, "change", "fixed_soon", day=first.fixed) if 0 <= left <= days else None


def _next(section: Backlog, made: Review, not_done: Sequence[ItemResult]) -> Feedback:
    if not made.items:
        return Feedback("next", "backlog_and_sprint.start")
    if not not_done:
        return Feedback("next", "backlog_and_sprint.next_all_done")
    if len(made.items) == 1:
        return Feedback("next", "backlog_and_sprint.next_more")
    ranked = [one for one in not_done if one.ranks[section.model]]
    if len(ranked) < min(2, len(not_done)):
        return Feedback("next", "backlog_and_sprint.next_scores")
    if not made.doing and made.columns["next"]:
        return _about(made.columns["next"][0].item, "next", "next_begin")
    for key, entered in (
        ("next_not_seen", section.not_seen.strip()),
        ("next_capacity", made.capacity is not None),
        ("next_requests", section.requests.strip()),
        ("next_cadence", section.cadence.strip()),
        ("next_look_back", section.change.strip()),
    ):
        if not entered:
            return Feedback("next", f"backlog_and_sprint.{key}")
    return Feedback("next", "backlog_and_sprint.next_show")


def _date_comes_late(not_done: Sequence[ItemResult], model: Model) -> Feedback | None:
    """Return a note about an item with a fixed date in the lower half of the order: a date doesn't move."""
    ranked = [one for one in not_done if one.ranks[model]]
    late = [one for one in ranked if one.item.fixed and one.ranks[model] > len(ranked) / 2]
    if len(ranked) < 2 or not late:
        return None
    one = min(late, key=lambda one: one.item.fixed)
    values = {"day": one.item.fixed, "place": one.ranks[model], "count": len(ranked)}
    return _about(one.item, "note", "fixed_late", **values)


# What earlier exercises give


def carried(plan: Plan) -> Carried:
    """Return project hours a week from the time budget, and what is worth doing in the activity triage.

    "capacity": hours a week. "items": [name, hours a week from now on] of the projects to grow, test or keep.
    """
    there = {}
    capacity = time_budget.budget(plan.time_budget).capacity
    if capacity is not None and _hour(capacity) > 0:
        there["capacity"] = _hour(capacity)
    items = []
    for one in activity_triage.triage(plan.activity_triage).items:
        name = one.activity.name.strip()
        if name and one.activity.post == "project" and one.verdict in ("grow", "test", "keep"):
            items.append([name, one.next_hours])
    if items:
        there["items"] = items
    return there


def take(section: Backlog, plan: Plan, names: Iterable[str]) -> None:
    """Take these over: the capacity, and items that the board does not have yet; none is changed or removed.

    An item starts with the hours of one sprint: hours a week × weeks.
    """
    there, names = carried(plan), tuple(names)
    if "capacity" in names and "capacity" in there:
        section.capacity = there["capacity"]
        section.drafts.pop("capacity", None)
    on_board = {_plain(item.name) for item in section.items}
    for name, hours in there.get("items", ()) if "items" in names else ():
        if _plain(name) not in on_board:
            on_board.add(_plain(name))
            size = product(hours, _positive(section.weeks))
            size = round(size, 1) if size is not None and 0 < size <= _LARGEST else None
            section.items.append(Item(_free_id(section), name, hours=size))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _free_id(section: Backlog) -> str:
    used = {item.id for item in section.items} | {key.partition(".")[0] for key in section.drafts}
    return next(id for number in count(1) if (id := f"i{number}") not in used)
