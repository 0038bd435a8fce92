"""The skills plan: which one skill to learn now, how many hours that takes, and what shows that it worked.

The hours for each level, the limits and the days of review are course rules of thumb, not research. That
spaced reviews and using what one learns help: Dunlosky et al. 2013; Blume et al. 2010.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from attrs import evolve, frozen

from rolecraft.plan import Plan, Skill, SkillsPlan
from rolecraft.rules import area_map
from rolecraft.rules.area_map import MOST_INTEREST, MOST_RELEVANCE, MOST_SKILL
from rolecraft.rules.areas import AREAS
from rolecraft.rules.arithmetic import known, product, ratio
from rolecraft.rules.carry import Carried
from rolecraft.rules.feedback import Feedback

# Course rules of thumb, not research; the learner may think otherwise.
TOP_STEP = 4  # the highest level for which there is a rule of thumb for hours
LONG_WEEKS = 26  # a plan that is longer gets a milestone
FEW_HOURS = 1.0  # a week; fewer make hardly any way
FULL_WEEK = 40.0  # hours, for comparison
REVIEW_DAYS = (1, 7, 21, 60)  # after the first session
STUDY_HOURS = 5 * FULL_WEEK  # from more than this, longer study may be the better way
FEW_SKILLS = 3  # with fewer to learn in the area map, others are offered, too


@frozen
class Step:
    """One level up. hours: of this step. total, weeks: from today to its end; None when not known."""

    level: int
    hours: float | None
    total: float | None
    weeks: float | None


@frozen
class SkillResult:
    """What the rules say about one skill.

    now, target: levels 0 to 5; without a target of its own, the next level. gap: target − now.
    missing: what the priority still needs. priority: SP = R × gap + I, None while it can't be told.
    hours: from now to target.
    """

    id: str
    now: int | None
    target: int | None
    relevance: int | None
    interest: int | None
    gap: int | None
    missing: tuple[str, ...]
    priority: int | None
    hours: float | None
    ticked: bool


@frozen
class SkillsReview:
    """What the rules say about the plan.

    skills: the started ones, the highest priority first. priority: of each, by id.
    chosen: id of the one that the plan is for: the one that is ticked; until one is, the area map's, else
    that with the highest priority; "" without any. ticked: all that are ticked.
    first: with the highest priority, or "". active: the area map's, or "". challenged: whether another has a
    higher priority than the map's. steps: the way of the chosen one, or of all levels while there is none.
    hours, weeks, cost: of the whole way. share: of a 40-hour week, in per cent.
    milestone: the step to aim for first when the way is long. reviews: days to look back. ends: about when.
    """

    skills: tuple[SkillResult, ...]
    priority: Mapping[str, int | None]
    chosen: str
    ticked: tuple[str, ...]
    first: str
    active: str
    challenged: bool
    steps: tuple[Step, ...]
    hours: float | None
    weeks: float | None
    cost: float | None
    share: float | None
    milestone: Step | None
    reviews: tuple[date, ...]
    ends: date | None
    feedback: tuple[Feedback, ...]

    @property
    def skill(self) -> SkillResult | None:
        """Return the chosen skill."""
        return next((skill for skill in self.skills if skill.id == self.chosen), None)


def skill_priority(
    relevance: int | None, now: int | None, target: int | None, interest: int | None
) -> int | None:
    """Return SP = R × (target − now) + I; None when one is missing, or nothing is left to learn.

    relevance, interest: 0 to 3. now, target: levels 0 to 5. Course rule of thumb.
    """
    if relevance is None or interest is None or now is None or target is None or target <= now:
        return None
    return relevance * (target - now) + interest


def steps(section: SkillsPlan, now: int, target: int) -> tuple[Step, ...]:
    """Return the way from one level to another, a step a level, with the section's own hours for each."""
    hours = (section.step_1, section.step_2, section.step_3, section.step_4)
    pace = _amount(section.hours)
    made, total = [], 0.0
    for level in range(now + 1, target + 1):
        own = _amount(hours[level - 1]) if level <= TOP_STEP else None
        total = None if own is None or total is None else known(total + own)
        made.append(Step(level, own, total, ratio(total, pace)))
    return tuple(made)


def review(section: SkillsPlan) -> SkillsReview:
    """Put the skills in order, plan the chosen one, and say what to do next."""
    active = section.active if section.active in AREAS else ""
    entered: dict[str, Skill] = {}
    for skill in section.skills:
        if skill.id in AREAS and skill != Skill(skill.id):
            entered.setdefault(skill.id, skill)
    skills = sorted(
        (judge(section, skill) for skill in entered.values()),
        key=lambda skill: (
            skill.priority is None,
            -(skill.priority or 0),
            skill.id != active,  # of equals, the area map's
            -(skill.relevance or 0),
            AREAS.index(skill.id),
        ),
    )
    priority = {skill.id: skill.priority for skill in skills}
    first = next((skill.id for skill in skills if skill.priority is not None), "")
    ticked = tuple(skill.id for skill in skills if skill.ticked)
    chosen = _chosen(skills, ticked, active)
    way: tuple[Step, ...] = steps(section, 0, TOP_STEP)
    if chosen:
        way = steps(section, chosen.now, chosen.target) if (chosen.gap or 0) > 0 else ()
    last = way[-1] if chosen and way else None
    weeks = last.weeks if last else None
    result = SkillsReview(
        skills=tuple(skills),
        priority=priority,
        chosen=chosen.id if chosen else "",
        ticked=ticked,
        first=first,
        active=active,
        challenged=_below(priority.get(active), priority.get(first)),
        steps=way,
        hours=last.total if last else None,
        weeks=weeks,
        cost=_cost(last.total if last else None, section),
        share=product(100, ratio(_amount(section.hours), FULL_WEEK)),
        milestone=way[0] if _long(weeks) and len(way) > 1 else None,
        reviews=_days(section.begins, REVIEW_DAYS),
        ends=next(iter(_days(section.begins, [7 * weeks])), None) if weeks is not None else None,
        feedback=(),
    )
    return evolve(result, feedback=tuple(_feedback(section, result)))


def judge(section: SkillsPlan, skill: Skill) -> SkillResult:
    """Judge one skill by itself."""
    now, target = _level(skill.now, MOST_SKILL), _level(skill.target, MOST_SKILL)
    if target is None and now is not None and now < MOST_SKILL:
        target = now + 1
    relevance, interest = _level(skill.relevance, MOST_RELEVANCE), _level(skill.interest, MOST_INTEREST)
    gap = None if now is None or target is None else target - now
    needed = {"now": now, "relevance": relevance, "interest": interest}
    return SkillResult(
        id=skill.id,
        now=now,
        target=target,
        relevance=relevance,
        interest=interest,
        gap=gap,
        missing=tuple(name for name, value in needed.items() if value is None),
        priority=skill_priority(relevance, now, target, interest),
        hours=steps(section, now, target)[-1].total if gap is not None and gap > 0 else None,
        ticked=skill.chosen,
    )


def _chosen(skills: Sequence[SkillResult], ticked: Sequence[str], active: str) -> SkillResult | None:
    wanted = ticked[0] if ticked else active
    by_id = {skill.id: skill for skill in skills}
    return by_id.get(wanted) or next((skill for skill in skills if skill.gap is None or skill.gap > 0), None)


def _below(priority: int | None, highest: int | None) -> bool:
    return priority is not None and highest is not None and priority < highest


def _cost(hours: float | None, section: SkillsPlan) -> float | None:
    work = product(hours, _amount(section.cost))
    return None if work is None else known(work + (_amount(section.fees) or 0))


def _long(weeks: float | None) -> bool:
    return weeks is not None and round(weeks, 1) > LONG_WEEKS


def _level(value: int | None, most: int) -> int | None:
    return value if value is not None and 0 <= value <= most else None


def _amount(value: float | None) -> float | None:
    value = known(value)
    return value if value is not None and value >= 0 else None


def _days(begins: date | None, days: Iterable[float]) -> tuple[date, ...]:
    if begins is None:
        return ()
    try:
        return tuple(begins + timedelta(days=after) for after in days)
    except OverflowError:  # beyond the calendar
        return ()


# What to say; skills are named by the id of their area, and the view puts them in words


def _feedback(section: SkillsPlan, result: SkillsReview) -> list[Feedback]:
    if not result.skills:
        begun = section != SkillsPlan(
            revision=section.revision, drafts=section.drafts, built_on=section.built_on
        )
        good = [Feedback("good", "skills_plan.good_begun")] if begun else []
        return [*good, Feedback("next", "skills_plan.start")]
    items = [_good(section, result), _change(section, result), _next(section, result), *_notes(result)]
    return [item for item in items if item]


def _good(section: SkillsPlan, result: SkillsReview) -> Feedback:
    values = {"area": result.chosen, "first": result.first, "active": result.active}
    if len(result.ticked) == 1:
        decided = result.challenged and section.why.strip()
        return Feedback("good", f"skills_plan.{'good_decided' if decided else 'good_one'}", values)
    enough = (_amount(section.hours) or 0) >= FEW_HOURS and result.share is not None
    if enough and not section.private:
        values = {"hours": section.hours, "share": result.share}
        return Feedback("good", "skills_plan.good_paid", values)
    return Feedback("good", "skills_plan.good_begun")


def _change(section: SkillsPlan, result: SkillsReview) -> Feedback | None:
    skill = result.skill

    def change(key: str, **values: object) -> Feedback:
        return Feedback("change", f"skills_plan.{key}", {"area": result.chosen, **values})

    if len(result.ticked) > 1:
        return change("several", areas=result.ticked)
    if skill and skill.gap is not None and skill.gap <= 0:
        return change("target_low", now=skill.now)
    if result.challenged and not section.why.strip():
        return change(
            "challenge",
            first=result.first,
            first_priority=result.priority[result.first],
            active=result.active,
            active_priority=result.priority[result.active],
        )
    if _amount(section.private) and not section.why_private.strip():
        return change("private", hours=section.private)
    hours = _amount(section.hours)
    if skill is None or hours is None:
        return None
    if result.ticked and not section.proof.strip():
        return change("proof")
    if round(hours, 2) < FEW_HOURS:
        key = "no_hours" if result.weeks is None else "few_hours"
        return change(key, hours=hours, weeks=result.weeks)
    if result.milestone:
        step = result.milestone
        return change("long", weeks=result.weeks, level=step.level, hours=step.hours, until=step.weeks)
    if _long(result.weeks):
        return change("long_step", weeks=result.weeks, most=LONG_WEEKS)
    return None


def _next(section: SkillsPlan, result: SkillsReview) -> Feedback:
    skill = result.skill
    if skill is None:
        return Feedback("next", "skills_plan.next_other")
    if skill.missing:
        return Feedback("next", f"skills_plan.next_{skill.missing[0]}", {"area": skill.id})
    if not result.ticked:
        return Feedback("next", "skills_plan.next_tick", {"area": skill.id})
    for name, entered in (
        ("hours", known(section.hours) is not None),
        ("why", section.why.strip()),
        ("cost", known(section.cost) is not None),
        ("seen_by", section.seen_by.strip()),
        ("begins", section.begins),
    ):
        if not entered:
            return Feedback("next", f"skills_plan.next_{name}", {"area": skill.id})
    return Feedback("next", "skills_plan.next_book", {"begins": section.begins})


def _notes(result: SkillsReview) -> list[Feedback]:
    notes = []
    waiting = tuple(
        skill.id for skill in result.skills if skill.priority is not None and skill.id != result.chosen
    )
    if waiting and len(result.ticked) == 1:
        notes.append(Feedback("note", "skills_plan.note_queue", {"areas": waiting}))
    if result.steps and result.chosen and result.hours is None:
        notes.append(Feedback("note", "skills_plan.note_no_hours", {"level": TOP_STEP}))
    if result.hours is not None and round(result.hours, 2) > STUDY_HOURS:
        notes.append(Feedback("note", "skills_plan.note_sweden", {"hours": result.hours}))
    return notes


# What comes from the area map and the time budget


def carried(plan: Plan) -> Carried:
    """Return skills to choose from and the one to learn (area map), and paid hours a week (time budget).

    Skills: those to learn now or later; when these are fewer than three, also others of some relevance that
    are not done alone yet, the highest focus score first. Each as [id, level now, relevance, interest].
    The area to learn is "" once the map that the plan has its area from has none any more.
    """
    found: dict[str, object] = {}
    areas = area_map.review(plan.area_map)
    by_id = {area.id: area for area in areas.areas}
    wanted = [by_id[area] for area in (areas.learn, *areas.queued) if area]
    others = [
        area
        for area in areas.areas
        if area not in wanted and area.relevance and area.skill is not None and area.skill < area_map.ALONE
    ]
    others.sort(key=lambda area: -(area.score or 0))
    offered = [*wanted, *others[: max(FEW_SKILLS - len(wanted), 0)]]
    if offered:
        found["skills"] = [[area.id, area.skill, area.relevance, area.interest] for area in offered]
    if areas.learn or plan.skills_plan.active:
        found["active"] = areas.learn
    hours = _amount(plan.time_budget.learning)
    if hours is not None:
        found["hours"] = hours
    return found


def take(section: SkillsPlan, plan: Plan, names: Iterable[str]) -> None:
    """Write what comes from the area map and the time budget; targets and all that was typed stay."""
    found = carried(plan)
    there = {skill.id: skill for skill in reversed(section.skills)}
    for name in names:
        if name == "skills":
            for area, now, relevance, interest in found.get("skills", ()):
                if area not in there:
                    there[area] = Skill(area)
                    section.skills.append(there[area])
                given = {"now": now, "relevance": relevance, "interest": interest}
                for field, value in given.items():
                    if value is not None:  # the map does not say it yet; what was typed here stays
                        setattr(there[area], field, value)
        elif name in ("active", "hours") and name in found:
            setattr(section, name, found[name])
            section.drafts.pop(name, None)
