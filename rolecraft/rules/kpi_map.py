"""The KPI map: the chain of drivers behind an outcome, the test of each number, and the plan for measuring.

Outcome = first link × rate × rate … , for instance customers = sessions × share that ask × share that fit
× share that buy. Values in, values and feedback out; the view makes words of it.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from attrs import evolve, frozen

from rolecraft.plan import Driver, Goals, KpiMap, Metric, Plan, Role
from rolecraft.rules.arithmetic import known, product, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback
from rolecraft.rules.metrics import KnownMetric, recognise

# Course rules of thumb, not research.
MOST_KPIS = 7  # beside the outcome: up to 5 drivers and 2 guardrails
MOST_GUARDRAILS = 2
YES_TO_KEEP = 5  # of six questions, the first and the last among them
MOST_COMBINED = 10  # drivers for which every combination is tried
WHOLE = 100  # per cent: no rate is more

# The roles in a measurement plan, in their order on the page.
ROLES: tuple[Role, ...] = ("outcome", "driver", "guardrail")

# The six questions of the KPI test, in the order in which they are asked.
QUESTIONS = ("linked", "influence", "source", "monthly", "has_target", "decision")

_CLOSE = 1 - 1e-9  # a target reached but for the last digit of the arithmetic is reached


@frozen
class DriverResult:
    """What the rules say about one driver. Rates are in per cent, as in the plan.

    now, best: None when they are impossible, too: a rate above 100 %.
    stage: what the chain gives up to and with this driver, a count per period. needed: the value that this
    driver alone would have to reach; possible: False when that is a rate above 100 %.
    gain: what its best value adds to the outcome, per period; per_hour: the same per hour of work.
    rank: 1 for the most gain per hour, None without a gain. Every figure is None while a number is missing.
    """

    driver: Driver
    now: float | None
    best: float | None
    stage: float | None
    needed: float | None
    possible: bool
    gain: float | None
    hours: float | None
    per_hour: float | None
    rank: int | None


@frozen
class MetricResult:
    """The KPI test of one number.

    answers: yes or no to each of QUESTIONS. yes: how many. keep: whether it passes.
    known: the metric that the course recognises by its name, if any; vanity: whether it is a vanity metric.
    advice: what to do about it, one thing.
    """

    metric: Metric
    answers: dict[str, bool]
    yes: int
    keep: bool
    known: KnownMetric | None
    vanity: bool
    advice: Feedback


@frozen
class Row:
    """One line of the measurement plan.

    kpi: its name. goal: what the goal that it serves counts. now, target: in `unit` ("%" or "").
    formula_source, decision: in the learner's words, may be empty; known: if the course knows its formula.
    how_often: the period in the learner's words ("month"). owner: of the driver or the goal;
    empty means the learner.
    """

    kpi: str
    role: Role
    goal: str
    formula_source: str
    known: KnownMetric | None
    now: float | None
    target: float | None
    unit: str
    how_often: str
    owner: str
    decision: str


@frozen
class KpiResult:
    """What the rules say about the whole map.

    outcome_now: what the chain gives, per period. required: target ÷ outcome now.
    equal_split: the factor for each driver when all share the work. reach: the ids of the fewest drivers
    (and among those, the fewest hours) that reach the target, in order of gain per hour; empty when none do.
    combined: the outcome when these are done; with_all: when all are.
    """

    outcome: str
    period: str
    target: float | None
    drivers: tuple[DriverResult, ...]
    outcome_now: float | None
    required: float | None
    equal_split: float | None
    reach: tuple[str, ...]
    combined: float | None
    with_all: float | None
    metrics: tuple[MetricResult, ...]
    plan: tuple[Row, ...]
    feedback: tuple[Feedback, ...] = ()


# The chain


def chain(drivers: Iterable[Driver], chosen: Collection[str] = ()) -> list[float | None]:
    """Return the value after each driver; drivers whose id is in `chosen` count with their best value."""
    value: float | None = 1.0
    stages = []
    for driver in drivers:
        best = _value(driver, driver.best)
        number = best if driver.id in chosen and best is not None else driver.now
        value = product(value, _factor(driver, number))
        stages.append(value)
    return stages


def outcome(drivers: Iterable[Driver], chosen: Collection[str] = ()) -> float | None:
    """Return what the chain gives when the chosen drivers reach their best values: effects multiply.

    Arithmetic of a funnel; that no link changes another is the course's simplification.
    """
    stages = chain(drivers, chosen)
    return stages[-1] if stages else None


def equal_split(required: float | None, count: int) -> float | None:
    """Return the factor for each of `count` drivers that share the work: the count-th root of `required`.

    The geometric mean, since effects multiply: arithmetic, no research. None without a number to share.
    """
    if known(required) is None or required < 0 or count < 1:
        return None
    return required ** (1 / count)


def fewest_drivers(drivers: Sequence[DriverResult], target: float | None) -> tuple[str, ...]:
    """Return the ids of the fewest drivers whose best values reach the target; among those, the fewest hours.

    Fewest first is the course's choice, because it is about fewer balls in the air. Empty when the target is
    reached already, is missing, or is out of reach.
    """
    whole = [item.driver for item in drivers]
    if _usable(target) is None or (outcome(whole) or 0) >= target * _CLOSE:
        return ()
    helpful = [item for item in drivers if item.gain is not None and item.gain > 0]
    helpful = sorted(helpful, key=_by_rank)[:MOST_COMBINED]
    for size in range(1, len(helpful) + 1):
        reaching = [
            some
            for some in combinations(helpful, size)
            if (outcome(whole, [item.driver.id for item in some]) or 0) >= target * _CLOSE
        ]
        if reaching:
            best = min(reaching, key=_hours)
            return tuple(item.driver.id for item in best)
    return ()


def _hours(items: Iterable[DriverResult]) -> float:
    return sum(float("inf") if item.hours is None else item.hours for item in items)


def _by_rank(item: DriverResult) -> float:
    return float("inf") if item.rank is None else item.rank


def _usable(value: float | None) -> float | None:
    """Return the value, or None when it is missing, not finite or negative: counts and rates never are."""
    return None if known(value) is None or value < 0 else value


def _value(driver: Driver, value: float | None) -> float | None:
    """Return a value of a driver, or None when it can't be: what is not usable, and a rate above 100 %."""
    value = _usable(value)
    return None if value is None or (driver.kind == "rate" and value > WHOLE) else value


def _factor(driver: Driver, value: float | None) -> float | None:
    value = _value(driver, value)
    return None if value is None else value / 100 if driver.kind == "rate" else value


def _driver_results(drivers: Sequence[Driver], required: float | None) -> tuple[DriverResult, ...]:
    now = outcome(drivers)
    gains: list[float | None] = []
    per_hour: list[float | None] = []
    for driver in drivers:
        best = outcome(drivers, [driver.id]) if _value(driver, driver.best) is not None else None
        gains.append(None if best is None or now is None else best - now)
        per_hour.append(ratio(gains[-1], _usable(driver.hours)))
    order = sorted((value for value in per_hour if value is not None and value > 0), reverse=True)
    results = []
    for driver, stage, gain, value in zip(drivers, chain(drivers), gains, per_hour, strict=True):
        needed = product(_value(driver, driver.now), required)
        results.append(
            DriverResult(
                driver=driver,
                now=_value(driver, driver.now),
                best=_value(driver, driver.best),
                stage=stage,
                needed=needed,
                possible=needed is None or _value(driver, needed) is not None,
                gain=gain,
                hours=_usable(driver.hours),
                per_hour=value,
                rank=order.index(value) + 1 if value in order else None,
            )
        )
    return tuple(results)


# The KPI test


def assess_metric(metric: Metric, goals: Goals) -> MetricResult:
    """Ask the six questions about one number.

    It passes with five yes or more, the first (linked to a goal) and the last (would lead to a decision)
    among them: the number of five is a course rule of thumb. The fifth is yes when it is ticked, or when
    both numbers are there.
    """
    numbers = known(metric.now) is not None and known(metric.target) is not None
    answers = {
        "linked": any(goal.id == metric.goal for goal in goals.goals),
        "influence": metric.influence,
        "source": bool(metric.source.strip()),
        "monthly": metric.monthly,
        "has_target": metric.has_target or numbers,
        "decision": bool(metric.decision.strip()),
    }
    yes = sum(answers.values())
    keep = yes >= YES_TO_KEEP and answers["linked"] and answers["decision"]
    found = recognise(metric.name)
    vanity = found is not None and found.type == "vanity"
    return MetricResult(metric, answers, yes, keep, found, vanity, _advice(metric, answers, yes, keep))


def _advice(metric: Metric, answers: dict[str, bool], yes: int, keep: bool) -> Feedback:
    values = {"name": metric.name.strip(), "yes": yes}
    if metric.goal and not answers["linked"]:
        return Feedback("change", "kpi_map.goal_gone", values)
    # The first and the last decide, so they are mended first.
    for question in ("linked", "decision", *QUESTIONS[1:-1]):
        if not answers[question]:
            kind = "next" if keep else "change"
            return Feedback(kind, f"kpi_map.no_{question}", values)
    return Feedback("good", "kpi_map.keep_all", values)


# The measurement plan


def measurement_plan(section: KpiMap, goals: Goals) -> tuple[Row, ...]:
    """Return one page: the outcome, the drivers of the chain, and the numbers that passed the test.

    A number with the same name as the outcome or a driver is not repeated: it lends its source and decision.
    The numbers of the chain or of the goal come before those that the learner gave the metric itself.
    """
    names = {goal.id: goal for goal in goals.goals}
    by_name = {_plain(metric.name): metric for metric in section.metrics if metric.name.strip()}
    rows = []
    placed = set()

    def add(kpi: str, role: Role, goal: str, owner: str, now: float | None, target: float | None, unit: str):
        metric = by_name.get(_plain(kpi))
        if metric and now is None:
            now = known(metric.now)
        if metric and target is None:
            target = known(metric.target)
        served = names.get(metric.goal if metric and metric.goal in names else goal)
        placed.add(_plain(kpi))
        rows.append(
            Row(
                kpi=kpi.strip(),
                role=role,
                goal=served.metric.strip() if served else "",
                formula_source=metric.source.strip() if metric else "",
                known=recognise(kpi),
                now=now,
                target=target,
                unit=unit,
                how_often=section.period.strip(),
                owner=owner.strip() or (served.owner.strip() if served else ""),
                decision=metric.decision.strip() if metric else "",
            )
        )

    if section.outcome.strip():
        now = outcome(section.drivers)
        add(section.outcome, "outcome", section.goal, "", now, _usable(section.target), "")
    for driver in section.drivers:
        if driver.name.strip():
            unit = "%" if driver.kind == "rate" else ""
            now, best = _value(driver, driver.now), _value(driver, driver.best)
            add(driver.name, "driver", section.goal, driver.owner, now, best, unit)
    for metric in section.metrics:
        if metric.name.strip() and _plain(metric.name) not in placed and assess_metric(metric, goals).keep:
            served = names[metric.goal]
            same = _plain(served.metric) == _plain(metric.name)  # then its numbers are the goal's
            now, target = (known(served.baseline), known(served.target)) if same else (None, None)
            add(metric.name, metric.role, metric.goal, "", now, target, served.unit if same else "")
    return tuple(sorted(rows, key=lambda row: ROLES.index(row.role)))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


# The whole map


def carried(plan: Plan) -> Carried:
    """Return what the map builds on: the goals as they are, once something in it is linked to one."""
    section = plan.kpi_map
    if not section.goal and not any(metric.goal for metric in section.metrics):
        return {}
    goals = plan.goal_builder.goals
    return {"goals": [[goal.id, goal.metric, goal.unit, goal.baseline, goal.target] for goal in goals]}


def map_kpis(section: KpiMap, goals: Goals) -> KpiResult:
    """Work out the whole map from the learner's section, and from the goals that it builds on."""
    target = _usable(section.target)
    now = outcome(section.drivers)
    required = ratio(target, now)
    drivers = _driver_results(section.drivers, required)
    reach = fewest_drivers(drivers, target)
    result = KpiResult(
        outcome=section.outcome.strip(),
        period=section.period.strip(),
        target=target,
        drivers=drivers,
        outcome_now=now,
        required=required,
        equal_split=equal_split(required, len(drivers)),
        reach=reach,
        combined=outcome(section.drivers, reach) if reach else None,
        with_all=outcome(section.drivers, [driver.id for driver in section.drivers]),
        metrics=tuple(assess_metric(metric, goals) for metric in section.metrics if metric.name.strip()),
        plan=measurement_plan(section, goals),
    )
    feedback = [_good(result), _change(result), _next(result), *_notes(section, goals)]
    return evolve(result, feedback=tuple(item for item in feedback if item))


def _good(result: KpiResult) -> Feedback | None:
    if result.reach:
        values = {"count": len(result.reach), "combined": result.combined, "target": result.target}
        key = "good_reach_one" if len(result.reach) == 1 else "good_reach"
        return Feedback("good", f"kpi_map.{key}", values)
    if result.required is not None and result.required <= 1:
        return Feedback("good", "kpi_map.good_already", {"now": result.outcome_now, "target": result.target})
    if result.outcome_now:
        return Feedback("good", "kpi_map.good_chain", {"now": result.outcome_now})
    kept = sum(item.keep for item in result.metrics)
    if kept:
        return Feedback("good", "kpi_map.good_kept", {"kept": kept, "count": len(result.metrics)})
    return Feedback("good", "kpi_map.good_begun") if result.outcome else None


def _over(driver: Driver) -> bool:
    """Tell whether a driver has a rate above 100 %."""
    rates = (driver.now, driver.best) if driver.kind == "rate" else ()
    return any(_usable(rate) is not None and rate > WHOLE for rate in rates)


def _change(result: KpiResult) -> Feedback | None:
    for number, item in enumerate(result.drivers, 1):
        if _over(item.driver):
            return Feedback("change", "kpi_map.rate_over_100", {"number": number})
        if item.now == 0:
            return Feedback("change", "kpi_map.link_zero", {"number": number})
        if item.now is not None and item.best is not None and item.best < item.now:
            return Feedback("change", "kpi_map.best_below_now", {"number": number})
    reported = _beside_outcome(result)
    if reported > MOST_KPIS:
        return Feedback("change", "kpi_map.too_many", {"count": reported, "most": MOST_KPIS})
    bests = [item.best for item in result.drivers]
    if None not in (result.target, result.with_all, *bests) and result.with_all < result.target * _CLOSE:
        values = {"with_all": result.with_all, "target": result.target}
        return Feedback("change", "kpi_map.out_of_reach", values)
    if _only_lagging(result.metrics):
        return Feedback("change", "kpi_map.only_lagging")
    failed = [item for item in result.metrics if not item.keep]
    if failed:
        values = {"count": len(failed), "name": failed[0].metric.name.strip()}
        return Feedback("change", "kpi_map.some_fail" if len(failed) > 1 else "kpi_map.some_fail_one", values)
    return None


def _beside_outcome(result: KpiResult) -> int:
    """Return how many numbers there are to follow beside the outcome, whether they pass the test or not."""
    links = {_plain(item.driver.name) for item in result.drivers}
    reported = {_plain(item.metric.name) for item in result.metrics if item.metric.role != "outcome"}
    return len((links | reported) - {"", _plain(result.outcome)})


def _only_lagging(metrics: Sequence[MetricResult]) -> bool:
    about_goals = [item for item in metrics if not item.vanity and item.metric.role != "guardrail"]
    late = [
        item.metric.role == "outcome" or (item.known is not None and item.known.type == "lag")
        for item in about_goals
    ]
    return bool(late) and all(late)


def _next(result: KpiResult) -> Feedback:
    if not result.outcome:
        return Feedback(
            "next", "kpi_map.next_outcome" if result.drivers or result.metrics else "kpi_map.start"
        )
    if result.target is None:
        return Feedback("next", "kpi_map.next_target")
    if not result.drivers:
        return Feedback("next", "kpi_map.next_drivers")
    for number, item in enumerate(result.drivers, 1):
        if _over(item.driver):
            return Feedback("next", "kpi_map.next_rate", {"number": number})
    for name in ("now", "best", "hours"):
        for number, item in enumerate(result.drivers, 1):
            if getattr(item, name) is None or (name == "hours" and not item.hours and item.gain):
                return Feedback("next", f"kpi_map.next_{name}", {"number": number})
    if not result.metrics:
        return Feedback("next", "kpi_map.next_metrics")
    return Feedback("next", "kpi_map.next_talk")


def _notes(section: KpiMap, goals: Goals) -> list[Feedback]:
    notes = []
    existing = {goal.id for goal in goals.goals}
    if section.goal and section.goal not in existing:
        notes.append(Feedback("note", "kpi_map.outcome_goal_gone"))
    named = [metric for metric in section.metrics if metric.name.strip()]
    guardrails = sum(metric.role == "guardrail" for metric in named)
    if named and not guardrails:
        notes.append(Feedback("note", "kpi_map.no_guardrail"))
    if guardrails > MOST_GUARDRAILS:
        values = {"count": guardrails, "most": MOST_GUARDRAILS}
        notes.append(Feedback("note", "kpi_map.many_guardrails", values))
    names = [driver.name for driver in section.drivers] + [metric.name for metric in section.metrics]
    found = {metric.id for metric in map(recognise, names) if metric}
    if "open_rate" in found:
        notes.append(Feedback("note", "kpi_map.open_rate"))
    if "conversions" in found:
        notes.append(Feedback("note", "kpi_map.conversions"))
    for number, driver in enumerate(section.drivers, 1):
        if driver.owner.strip():
            values = {"number": number, "owner": driver.owner.strip()}
            notes.append(Feedback("note", "kpi_map.agree_with", values))
        elif (known_metric := recognise(driver.name)) and known_metric.id == "win_rate":
            notes.append(Feedback("note", "kpi_map.agree_with_sales", {"number": number}))
    return notes
