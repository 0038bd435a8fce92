"""The area map: which areas of work to keep, learn, buy or pause, and which few to focus on.

The rules and their limits are course rules of thumb, not research. The picture of the T, broad with a deep
stem or two: Brown 2005 (IDEO).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from attrs import evolve, frozen

from rolecraft.plan import AreaMap, AreaScore, JobAd, Plan
from rolecraft.rules import job_ad_audit
from rolecraft.rules.areas import AREAS
from rolecraft.rules.arithmetic import known, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback

# The highest level of each of the three.
MOST_RELEVANCE, MOST_SKILL, MOST_INTEREST = 3, 5, 3

# Course rules of thumb, not research; the learner may think otherwise.
MOST_FOCUS = 3  # focus areas of one person
MOST_TOP = 3  # areas with the highest relevance, before they need ranking
ALONE = 3  # skill from which somebody does it alone
LITTLE = 1  # relevance up to which an area is paused
LITTLE_HOURS = 1.0  # a week that an area of relevance 1 may keep
MOST_LITTLE = 20  # per cent of the week that areas of little relevance may take

Verdict = Literal["keep", "learn", "queue", "buy", "pause", "assist"]


@frozen
class AreaResult:
    """What the rules say about one area.

    relevance, skill, interest: as entered, None when missing or out of range. hours: a week now.
    missing: which of the three a verdict still needs. score: focus score F, 0 to 12, None without all three.
    verdict: None while something is missing. limit: hours a week that a paused area may keep, else None.
    """

    id: str
    started: bool
    relevance: int | None
    skill: int | None
    interest: int | None
    hours: float | None
    partner: str
    missing: tuple[str, ...]
    score: int | None
    verdict: Verdict | None
    limit: float | None


@frozen
class AreaReview:
    """What the rules say about all twelve areas, in their fixed order.

    focus: at most three, the highest score first. learn: the one to learn now, or "". queued: to learn later.
    bought, paused, assisted: their ids. waiting: the first without a verdict, those that the ad asks for
    first, or "". hours: of all areas. week: of the working week, None while it can't be told.
    little: hours in areas of little relevance. share: that part of the week in per cent.
    back: hours of them that can be won back.
    """

    areas: tuple[AreaResult, ...]
    focus: tuple[str, ...]
    learn: str
    queued: tuple[str, ...]
    bought: tuple[str, ...]
    paused: tuple[str, ...]
    assisted: tuple[str, ...]
    waiting: str
    hours: float | None
    week: float | None
    little: float
    share: float | None
    back: float
    feedback: tuple[Feedback, ...]


def focus_score(relevance: int | None, skill: int | None, interest: int | None) -> int | None:
    """Return F = 2R + I + min(S, 3), 0 to 12, or None when one is missing. Course rule of thumb.

    relevance: for this quarter's goals, 0 to 3. skill: 0 to 5. interest: 0 to 3.
    """
    if relevance is None or skill is None or interest is None:
        return None
    return 2 * relevance + interest + min(skill, ALONE)


def verdict(relevance: int | None, skill: int | None, interest: int | None) -> Verdict | None:
    """Return what to do with an area; None while it can't be said. The first rule that fits counts.

    Relevance 0 or 1: pause, whatever else. Skill and interest 0 or 1: buy. Skill up to 2 and interest from 2:
    learn. Skill from 3: keep. Otherwise: assist somebody who leads it. Course rules of thumb.
    """
    if relevance is not None and relevance <= LITTLE:
        return "pause"
    if relevance is None or skill is None or interest is None:
        return None
    if skill <= 1 and interest <= 1:
        return "buy"
    if skill < ALONE and interest >= 2:
        return "learn"
    return "keep" if skill >= ALONE else "assist"


def order(section: AreaMap) -> tuple[str, ...]:
    """Return the ids of all twelve areas, those that the job ad asks for first."""
    asked = set(section.asked)
    return tuple(sorted(AREAS, key=lambda area: area not in asked))


def review(section: AreaMap, today: date | None = None) -> AreaReview:
    """Judge every area, choose the focus, and say what to do next.

    today: the day from which dates are counted; without it no date is judged.
    """
    entered: dict[str, AreaScore] = {}
    for area in section.areas:
        entered.setdefault(area.id, area)
    judged = [judge(entered.get(area, AreaScore(area))) for area in AREAS]
    to_learn = _best_first(area for area in judged if area.verdict == "learn")
    later = {area.id for area in to_learn[1:]}  # one at a time
    areas = tuple(evolve(area, verdict="queue") if area.id in later else area for area in judged)

    keep = _best_first(area for area in areas if area.verdict == "keep")
    chosen = _best_first([*to_learn[:1], *keep[: MOST_FOCUS - len(to_learn[:1])]])
    rank = order(section)
    open_areas = sorted((a.id for a in areas if a.verdict is None), key=rank.index)
    hours = known(sum(area.hours or 0 for area in areas))
    week = _hours(section.week) or (hours if not open_areas else None)
    little = [area for area in areas if area.limit is not None and area.hours]
    little_hours = known(sum(area.hours for area in little)) or 0.0
    part = ratio(little_hours, week)
    result = AreaReview(
        areas=areas,
        focus=tuple(area.id for area in chosen),
        learn=to_learn[0].id if to_learn else "",
        queued=tuple(area.id for area in to_learn[1:]),
        bought=_ids(areas, "buy"),
        paused=_ids(areas, "pause"),
        assisted=_ids(areas, "assist"),
        waiting=open_areas[0] if open_areas else "",
        hours=hours,
        week=week,
        little=little_hours,
        share=None if part is None else known(100 * part),
        back=known(sum(max(area.hours - area.limit, 0) for area in little)) or 0.0,
        feedback=(),
    )
    return evolve(result, feedback=tuple(_feedback(section, result, today)))


def judge(area: AreaScore) -> AreaResult:
    """Judge one area by itself; which of those to learn must wait is not known here."""
    relevance = _level(area.relevance, MOST_RELEVANCE)
    skill = _level(area.skill, MOST_SKILL)
    interest = _level(area.interest, MOST_INTEREST)
    said = verdict(relevance, skill, interest)
    levels = {"relevance": relevance, "skill": skill, "interest": interest}
    return AreaResult(
        id=area.id,
        started=area != AreaScore(area.id),
        **levels,
        hours=_hours(area.hours),
        partner=area.partner.strip(),
        missing=() if said else tuple(name for name, level in levels.items() if level is None),
        score=focus_score(relevance, skill, interest),
        verdict=said,
        limit=relevance * LITTLE_HOURS if said == "pause" else None,
    )


def _level(value: int | None, most: int) -> int | None:
    return value if value is not None and 0 <= value <= most else None


def _hours(value: float | None) -> float | None:
    value = known(value)
    return value if value is not None and value >= 0 else None


def _best_first(areas: Iterable[AreaResult]) -> list[AreaResult]:
    """Sort by falling score; of equals the more relevant first, then the one that takes fewer hours."""
    return sorted(areas, key=lambda area: (-(area.score or 0), -(area.relevance or 0), area.hours or 0))


def _ids(areas: Sequence[AreaResult], said: Verdict) -> tuple[str, ...]:
    return tuple(area.id for area in areas if area.verdict == said)


# What to say; areas are named by id, and the view puts them in words


def _feedback(section: AreaMap, result: AreaReview, today: date | None) -> list[Feedback]:
    if not any(area.started for area in result.areas):
        return [Feedback("next", "area_map.start", {"area": result.waiting})]
    changes = _changes(section, result, today)
    feedback = [_good(result), *changes[:1], _next(section, result)]
    # These can stay true for long, so none of them hides the others.
    feedback += [evolve(change, kind="note") for change in changes[1:]]
    if result.queued:
        feedback.append(Feedback("note", "area_map.note_queue", {"areas": result.queued}))
    if result.bought:
        feedback.append(Feedback("note", "area_map.note_bought"))
    return feedback


def _good(result: AreaReview) -> Feedback:
    if result.focus:
        key = "good_focus" if len(result.focus) > 1 else "good_focus_one"
        return Feedback("good", f"area_map.{key}", {"areas": result.focus})
    if result.paused:
        return Feedback("good", "area_map.good_chosen_away", {"count": len(result.paused)})
    return Feedback("good", "area_map.good_begun")


def _changes(section: AreaMap, result: AreaReview, today: date | None) -> list[Feedback]:
    top = sum(area.relevance == MOST_RELEVANCE for area in result.areas)
    skills = [area.skill for area in result.areas if area.skill is not None]
    changes = []
    if top > MOST_TOP:
        values = {"count": top, "most": MOST_TOP}
        changes.append(Feedback("change", "area_map.everything_3", values))
    if not result.waiting and not result.focus:
        changes.append(Feedback("change", "area_map.no_focus"))
    if len(skills) >= MOST_FOCUS and max(skills) < ALONE:
        changes.append(Feedback("change", "area_map.mentor"))
    if result.share is not None and round(result.share) > MOST_LITTLE and result.back > 0:
        values = {"little": result.little, "share": result.share, "back": result.back, "most": MOST_LITTLE}
        changes.append(Feedback("change", "area_map.win_back", values))
    until = section.not_before
    if result.paused and until is not None and today is not None and until < today:
        changes.append(Feedback("change", "area_map.not_before_past", {"day": until}))
    return changes


def _next(section: AreaMap, result: AreaReview) -> Feedback:
    if result.waiting:
        done = sum(area.verdict is not None for area in result.areas)
        return Feedback("next", "area_map.next_area", {"done": done, "area": result.waiting})
    nobody = [area.id for area in result.areas if area.verdict == "buy" and not area.partner]
    if nobody:
        return Feedback("next", "area_map.next_partner", {"area": nobody[0]})
    if result.paused and section.not_before is None:
        return Feedback("next", "area_map.next_not_before")
    return Feedback("next", "area_map.next_show")


# What comes from the job-ad audit


def carried(plan: Plan) -> Carried:
    """Return which areas the job ad asks for, once there is an ad that asks for any.

    No areas at all, when those that the map has came from an ad that is gone.
    """
    ad = plan.job_ad_audit
    asked = _asked(ad.text, ad.language, tuple(ad.unticked)) if ad.text.strip() else ()
    return {"asked": list(asked)} if asked or plan.area_map.asked else {}


@lru_cache(maxsize=2)  # own work and example; reading an ad takes long
def _asked(text: str, language: str, unticked: tuple[str, ...]) -> tuple[str, ...]:
    # Experience and share change how much one person carries, not what is asked for.
    audit = job_ad_audit.audit(JobAd(text=text, language=language, unticked=list(unticked)))
    return tuple(area.id for area in audit.areas if area.asked)


def take(section: AreaMap, plan: Plan, names: Iterable[str]) -> None:
    """Write what comes from the ad into the section; what the learner entered stays as it is."""
    if "asked" in names:
        section.asked = carried(plan).get("asked", [])
