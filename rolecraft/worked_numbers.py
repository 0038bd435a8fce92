"""The numbers of the worked example, each computed from its plan by the exercises' own rules.

The book prints these; the exercises in the page don't need them, so they are a module of their own.
"""

from typing import Any

from rolecraft import example
from rolecraft.data_files import read_text
from rolecraft.numbers import format_number
from rolecraft.plan import JobAd
from rolecraft.rules import goal_builder, job_ad_audit, kpi_map, paid_media


def numbers(language: str = "en") -> dict[str, str]:
    """Return the example's numbers as text without units, "kpi_map.required_factor" to "1.333".

    Rates are in per cent ("1.5" means 1.5 %), money is in SEK.
    """
    values = {**_ad_numbers(), **_goal_numbers(), **_kpi_numbers(), **_paid_numbers()}
    return {key: format_number(value, decimals, language) for key, (value, decimals) in values.items()}


# Each number with how many decimals to show; None for as many as it needs, at most 2.
Numbers = dict[str, tuple[Any, int | None]]


# The article's sentence on what a coordinator is to be an expert in, as a list (Johansson 2018).
_ARTICLE = (
    "expert inom projektledning, content marketing, digital analys, SEO, CPC, CRM, SoMe, "
    "konverteringsoptimering"
)


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
        "red_flags": (len(broad.red_flags), None),
        "focused_breadth": (focused.breadth, None),
        "focused_overload": (focused.overload, 2),
        "focused_clarity": (len(focused.says), None),
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
    for name, driver in (("sessions", sessions), ("rate", rate), ("qualified", qualified), ("win", win)):
        values[f"alone_{name}"] = (driver.needed, 0 if name == "sessions" else 1)
        values[f"gain_{name}"] = (driver.gain, 2)
        values[f"per_hour_{name}"] = (driver.per_hour, 2)
        values[f"hours_{name}"] = (driver.hours, None)
        if name != "sessions":
            values[f"{name}_now"] = (driver.now, None)
            values[f"{name}_best"] = (driver.best, None)
    return {f"kpi_map.{key}": value for key, value in values.items()}


def _paid_numbers() -> Numbers:
    campaign = paid_media.Campaign(**example.data()["campaign"])
    ads, full = paid_media.cpa(campaign), paid_media.full_cac(campaign)
    values: Numbers = {name: (value, None) for name, value in example.data()["campaign"].items()}
    values |= {
        "margin": (100 * campaign.margin, None),
        "churn": (100 * campaign.churn, None),
        "ctr": (100 * paid_media.ctr(campaign), None),
        "cpc": (paid_media.cpc(campaign), None),
        "cpm": (paid_media.cpm(campaign), None),
        "cvr": (100 * paid_media.cvr(campaign), None),
        "cpl": (paid_media.cpl(campaign), 0),
        "cpa": (ads, 0),
        "roas": (paid_media.roas(campaign), 1),
        "break_even_roas": (paid_media.break_even_roas(campaign), 1),
        "full_cac": (full, 0),
        "ltv": (paid_media.ltv(campaign), 0),
        "ltv_cac_ads": (paid_media.ltv_to_cost(campaign, ads), 1),
        "ltv_cac_full": (paid_media.ltv_to_cost(campaign, full), 1),
        "payback_ads": (paid_media.payback_months(campaign, ads), 1),
        "payback_full": (paid_media.payback_months(campaign, full), 1),
    }
    return {f"paid.{key}": value for key, value in values.items()}
