"""The numbers of the worked example, each computed from its plan by the exercises' own rules.

The book prints these; the exercises in the page don't need them, so they are a module of their own.
"""

from math import ceil, exp, factorial, fsum, sqrt
from statistics import NormalDist
from typing import Any

from rolecraft import example
from rolecraft.data_files import read_text
from rolecraft.numbers import format_number
from rolecraft.plan import JobAd
from rolecraft.rules import (
    activity_triage,
    alignment,
    area_map,
    backlog_and_sprint,
    goal_builder,
    job_ad_audit,
    kpi_map,
    manager_check,
    paid_media,
    role_charter,
    role_health_check,
    skills_plan,
    time_budget,
)


def numbers(language: str = "en") -> dict[str, str]:
    """Return the example's numbers as text without units, "kpi_map.required_factor" to "1.333".

    Rates are in per cent ("1.5" means 1.5 %), money is in SEK.
    """
    values = {
        **_company_numbers(),
        **_ad_numbers(),
        **_health_numbers(),
        **_area_numbers(),
        **_goal_numbers(),
        **_kpi_numbers(),
        **_paid_numbers(),
        **_triage_numbers(),
        **_sprint_numbers(),
        **_budget_numbers(),
        **_skill_numbers(),
        **_alignment_numbers(),
        **_charter_numbers(),
    }
    return {
        key: format_number(value, decimals, language).replace("-", "−")
        for key, (value, decimals) in values.items()
    }


# Each number with how many decimals to show; None for as many as it needs, at most 2.
Numbers = dict[str, tuple[Any, int | None]]


# The article's sentence on what a coordinator is to be an expert in, as a list (Johansson 2018).
_ARTICLE = (
    "expert inom projektledning, content marketing, digital analys, SEO, CPC, CRM, SoMe, "
    "konverteringsoptimering"
)


def _company_numbers() -> Numbers:
    return {"company.staff": (example.company()["staff"], None)}


def _ad_numbers() -> Numbers:
    broad = job_ad_audit.audit(example.plan().job_ad_audit)
    focused = job_ad_audit.audit(JobAd(text=read_text("ads/focused-en.txt")))
    article = job_ad_audit.audit(JobAd(text=_ARTICLE, language="sv"))
    values: Numbers = {
        "breadth": (broad.breadth, None),
        "load": (broad.load, 2),
        "capacity": (broad.capacity, None),
        "overload": (broad.overload, 2),
        "jobs": (broad.jobs, None),
        "clarity": (len(broad.says), None),
        "focused_breadth": (focused.breadth, None),
        "focused_overload": (focused.overload, 2),
        "article_breadth": (article.breadth, None),
        "article_overload": (article.overload, 2),
    }
    return {f"job_ad_audit.{key}": value for key, value in values.items()}


def _goal_numbers() -> Numbers:
    review = goal_builder.review(example.plan().goal_builder, example.today())
    values: Numbers = {"goal_builder.objective_grade": (review.grade, 2)}
    for number, one in enumerate(review.goals, 1):
        values[f"goal_builder.kr{number}_grade"] = (one.grade, 2)
        for name in ("baseline", "target", "actual"):
            decimals = 1 if one.goal.unit == "%" else None
            values[f"goal_builder.kr{number}_{name}"] = (getattr(one.goal, name), decimals)
    results = [one.grade for one in review.goals if one.type.kind == "performance"]
    values["goal_builder.results_grade"] = (fsum(results) / len(results), 2)
    reply = example.data()["reply_time"]
    values["goal_builder.reply_baseline"] = (reply["start"], None)
    values["goal_builder.reply_target"] = (reply["target"], None)
    values["goal_builder.reply_actual"] = (reply["actual"], None)
    values["goal_builder.reply_grade"] = (goal_builder.grade_key_result(**reply), 2)
    return values


def _kpi_numbers() -> Numbers:
    plan = example.plan()
    result = kpi_map.map_kpis(plan.kpi_map, plan.goal_builder)
    sessions, rate, qualified, win = result.drivers
    values: Numbers = {
        "sessions": (sessions.now, 0),
        "leads": (rate.stage, 0),
        "qualified": (qualified.stage, 0),
        "outcome_now": (result.outcome_now, None),
        "target": (result.target, None),
        "required_factor": (result.required, 3),
        "equal_split": (100 * (result.equal_split - 1), 1),
        "combined": (result.combined, 1),
        "sessions_best": (sessions.best, 0),
    }
    values |= {
        "leads_quarter": (3 * rate.stage, 0),
        "chance": (100 * _chance_of_at_least(result.target, result.outcome_now), 0),
        "visits_to_test": (_visits_to_tell_apart(rate.now / 100, rate.best / 100), 0),
        "months_to_test": (_visits_to_tell_apart(rate.now / 100, rate.best / 100) / sessions.now, 1),
    }
    for name, driver in (("sessions", sessions), ("rate", rate), ("qualified", qualified), ("win", win)):
        values[f"alone_{name}"] = (driver.needed, 0 if name == "sessions" else 1)
        values[f"gain_{name}"] = (driver.gain, 2)
        values[f"per_hour_{name}"] = (driver.per_hour, 2)
        values[f"hours_{name}"] = (driver.hours, None)
        if name != "sessions":
            values[f"{name}_now"] = (driver.now, None)
            values[f"{name}_best"] = (driver.best, None)
    return {f"kpi_map.{key}": value for key, value in values.items()}


def _chance_of_at_least(count: float, mean: float) -> float:
    """Return how probable a month with this count or more is by chance alone (Poisson)."""
    return 1 - exp(-mean) * fsum(mean**k / factorial(k) for k in range(ceil(count)))


def _visits_to_tell_apart(now: float, best: float) -> float:
    """Return the visits, to the nearest thousand, that a test of two pages takes to tell two shares apart.

    The usual normal approximation for two equal groups, 5 % significance on both sides, 80 % power.
    """
    normal, middle = NormalDist(), (now + best) / 2
    spread = normal.inv_cdf(0.975) * sqrt(2 * middle * (1 - middle))
    spread += normal.inv_cdf(0.8) * sqrt(now * (1 - now) + best * (1 - best))
    return round(2 * (spread / (best - now)) ** 2, -3)


def _paid_numbers() -> Numbers:
    campaign = paid_media.Campaign(**example.data()["campaign"])
    ads, full = paid_media.cpa(campaign), paid_media.full_cac(campaign)
    values: Numbers = {name: (value, None) for name, value in example.data()["campaign"].items()}
    values |= {
        "margin": (100 * campaign.margin, None),
        "churn": (100 * campaign.churn, None),
        "cpa": (ads, 0),
        "roas": (paid_media.roas(campaign), 1),
        "break_even_roas": (paid_media.break_even_roas(campaign), 1),
        "full_cac": (full, 0),
        "cac_with_fewer": (full * campaign.customers / (campaign.customers - 2), 0),
        "cac_with_more": (full * campaign.customers / (campaign.customers + 2), 0),
        "fewer": (campaign.customers - 2, None),
        "more": (campaign.customers + 2, None),
        "ltv": (paid_media.ltv(campaign), 0),
        "ltv_cac_ads": (paid_media.ltv_to_cost(campaign, ads), 1),
        "ltv_cac_full": (paid_media.ltv_to_cost(campaign, full), 1),
        "payback_ads": (paid_media.payback_months(campaign, ads), 1),
        "payback_full": (paid_media.payback_months(campaign, full), 1),
    }
    return {f"paid.{key}": value for key, value in values.items()}


def _health_numbers() -> Numbers:
    review = role_health_check.review(example.plan().role_health_check, example.today())
    values: Numbers = {"days": (review.days, None)}
    for when, health in (("first", review.first), ("again", review.again)):
        sums = {name: getattr(health, name) for name in ("demands", "resources", "balance")}
        for name, points in (health.scores | sums).items():
            values[f"{when}_{name}"] = (role_health_check.as_shown(points), None)
    for change in (*review.changes, *review.overall):
        values[f"change_{change.name}"] = (role_health_check.as_shown(change.change), None)
    return {f"role_health_check.{key}": value for key, value in values.items()}


def _area_numbers() -> Numbers:
    """Return for each area, "area_map.crm_score" and the like, what was entered and its focus score."""
    review = area_map.review(example.plan().area_map)
    values: Numbers = {
        "asked": (len(example.plan().area_map.asked), None),
        "focus": (len(review.focus), None),
        "hours": (review.hours, None),
        "little": (review.little, None),
        "share": (review.share, 1),
        "back": (review.back, None),
    }
    for area in review.areas:
        for name in ("relevance", "interest", "skill", "score", "hours"):
            values[f"{area.id.lower()}_{name}"] = (getattr(area, name), None)
    return {f"area_map.{key}": value for key, value in values.items()}


def _triage_numbers() -> Numbers:
    """Return the whole week, and "activity_triage.a1_hours" … for the activities in their order."""
    plan = example.plan()
    result = activity_triage.triage(plan.activity_triage, plan.kpi_map.drivers)
    values: Numbers = {
        "hours": (result.hours, None),
        "contribution": (result.contribution, 1),
        "x80": (100 * result.x80, 0),
        "t20": (100 * result.t20, 0),
        "misaligned": (100 * result.misaligned, 1),
        "won_back": (result.won_back, None),
        "hours_on_goals": (result.hours_on_goals, None),
        "committed": (result.committed, None),
        "committed_next": (result.committed_next, None),
    }
    for item in result.items:
        for name, value, decimals in (
            ("hours", item.hours, None),
            ("next", item.next_hours, None),
            ("impact", item.activity.impact, None),
            ("confidence", item.activity.confidence, 1),
            ("contribution", item.contribution, 1),
            ("relative", item.relative, 2),
        ):
            values[f"{item.activity.id}_{name}"] = (value, decimals)
    for step in result.curve:
        values[f"{step.item.activity.id}_cumulated_hours"] = (100 * step.hours, 0)
        values[f"{step.item.activity.id}_cumulated_effect"] = (100 * step.effect, 0)
    return {f"activity_triage.{key}": value for key, value in values.items()}


def _sprint_numbers() -> Numbers:
    """Return the board, and "backlog_and_sprint.i1_ice", "…i1_ice_rank" … for the items in their order."""
    section = example.plan().backlog_and_sprint
    review = backlog_and_sprint.review(section, example.today())
    values: Numbers = {
        "weeks": (section.weeks, None),
        "most_doing": (section.most_doing, None),
        "most_waiting": (section.most_waiting, None),
        "kept_free": (backlog_and_sprint.KEPT_FREE, 2),
        "capacity": (review.capacity, 1),
        "doing_hours": (review.doing_hours, None),
        "over": (review.doing_hours - review.capacity, 1),
    }
    for number, (sprint, share) in enumerate(zip(section.sprints, review.completion, strict=True), 1):
        values[f"sprint{number}_planned"] = (sprint.planned, None)
        values[f"sprint{number}_done"] = (sprint.done, None)
        values[f"sprint{number}_completion"] = (share, None)
    for result in review.items:
        item = result.item
        for name in ("hours", "impact", "confidence", "ease", "value", "urgency", "risk", "size", "effort"):
            values[f"{item.id}_{name}"] = (getattr(item, name), None)
        values[f"{item.id}_reach"] = (item.reach, 0)
        values[f"{item.id}_effect"] = (item.effect, None)
        values[f"{item.id}_certainty"] = (item.certainty, 1)
        values[f"{item.id}_age"] = (result.age, None)
        for model, score in result.scores.items():
            values[f"{item.id}_{model}"] = (score, 2 if model == "wsjf" else 0)
            values[f"{item.id}_{model}_rank"] = (result.ranks[model], None)
    return {f"backlog_and_sprint.{key}": value for key, value in values.items() if value[0] is not None}


def _budget_numbers() -> Numbers:
    section = example.plan().time_budget
    result = time_budget.budget(section)
    values: Numbers = {post.name: (post.hours, None) for post in result.posts}
    values |= {
        "contract": (result.contract, None),
        "buffer_share": (section.buffer, None),
        "capacity": (result.capacity, None),
        "committed": (result.committed, None),
        "committed_next": (result.committed_next, None),
        "too_much": (result.committed - result.capacity, None),
        "utilisation": (100 * result.utilisation, 0),
        "utilisation_next": (100 * result.utilisation_next, 0),
        "line": (result.line, 1),
        "open": (section.open_tasks, None),
        "open_next": (section.open_next, None),
        "finished": (section.finished, None),
        "lead_time": (result.lead_time, 1),
        "lead_time_next": (result.lead_time_next, 1),
        "favour": (section.favour, None),
        "price": (result.price, 2),
        "price_days": (5 * result.price, 1),
        "focus_blocks": (result.focus_blocks, None),
        "block_minutes": (section.blocks[0].minutes, None),
    }
    for utilisation in (50, 70, 80, 90, 95):
        values[f"queue_{utilisation}"] = (time_budget.queue_factor(utilisation / 100), 1)
    return {f"time_budget.{key}": value for key, value in values.items()}


def _skill_numbers() -> Numbers:
    """Return the plan for the chosen skill, and "skills_plan.crm_priority" and the like for each."""
    section = example.plan().skills_plan
    review = skills_plan.review(section)
    values: Numbers = {
        "week_hours": (section.hours, None),
        "hour_cost": (section.cost, None),
        "hours": (review.hours, None),
        "weeks": (review.weeks, 1),
        "cost": (review.cost, 0),
        "share": (review.share, 1),
        "milestone_hours": (review.milestone.total, None),
        "milestone_cost": (review.milestone.total * section.cost, 0),
        "milestone_weeks": (review.milestone.weeks, 1),
        "second_step_hours": (review.steps[1].hours, None),
    }
    for skill in review.skills:
        one_level = skills_plan.skill_priority(skill.relevance, skill.now, skill.now + 1, skill.interest)
        values[f"{skill.id.lower()}_one_level"] = (one_level, None)
        for name in ("now", "target", "relevance", "interest", "gap", "priority", "hours"):
            values[f"{skill.id.lower()}_{name}"] = (getattr(skill, name), None)
    return {f"skills_plan.{key}": value for key, value in values.items()}


def _alignment_numbers() -> Numbers:
    plan = example.plan()
    section = plan.alignment
    result = alignment.align(section)
    values: Numbers = {
        "score": (result.score, 1),
        "areas": (result.areas, 2),
        "mandate": (result.mandate, 3),
        "order": (result.order, 3),
        "time": (result.time, 2),
        "shared": (len(result.shared), None),
        "hours_coordinator": (section.coordinator.hours, None),
        "hours_manager": (section.manager.hours, None),
        "hours_agreed": (section.hours, None),
        "contract": (section.contract, None),
        "talk": (alignment.TALK, None),
    }
    for part in ("areas", "mandate", "order", "time"):
        values[f"{part}_points"] = (alignment.points(result, part), 1)
    for decision in result.decisions:
        values[f"{decision.id}_coordinator"] = (decision.coordinator, None)
        values[f"{decision.id}_manager"] = (decision.manager, None)
        values[f"{decision.id}_agreed"] = (getattr(section.mandate, decision.id), None)
    for placed in result.places:
        values[f"{placed.activity.id}_coordinator"] = (placed.coordinator, None)
        values[f"{placed.activity.id}_manager"] = (placed.manager, None)
    top = manager_check.compare_top(plan.manager_check.forecast, plan.activity_triage)
    guess = plan.manager_check.forecast
    numbers = {f"alignment.{key}": value for key, value in values.items()}
    return numbers | {
        "manager_check.top_right": (top.right, None),
        "manager_check.top_total": (top.total, None),
        "manager_check.guess_support": (role_health_check.points(guess.support), None),
        "manager_check.guess_learning": (role_health_check.points(guess.learning), None),
    }


def _charter_numbers() -> Numbers:
    result = role_charter.charter(example.plan(), example.today())
    return {"role_charter.points": (result.points, None)}
