"""What a participant of a workshop hands in for the room's result: a few numbers, and nobody's words.

Made from a plan by the exercises' own rules. No name, no text and no health answer is ever in it.
"""

import os
import re
from typing import Any

from attrs import Attribute, define, field

from rolecraft.plan import Activity, Plan, Section, fingerprint
from rolecraft.plan_json import body_of, structured, to_json
from rolecraft.rules import activity_triage, alignment, job_ad_audit, time_budget
from rolecraft.rules.areas import AREAS

FORMAT = "rolecraft-hand-in"
VERSION = 1
# The sections of a plan that it is made from. Of the last one it takes the plan's code, and no names.
READS = ("job_ad_audit", "activity_triage", "time_budget", "alignment", "role_charter")
# Kinds of work that somebody stops: an area, or one of these.
KINDS = (*AREAS, "meeting", "reactive", "other")
# The curve is read at these shares of the hours, 10 % to 100 %.
TENTHS = tuple(tenth / 10 for tenth in range(1, 11))

_CODE = re.compile("[0-9a-f]{16}|")
_ROUNDING = 0.002  # of a share


def _between(least: float, most: float) -> Any:
    def check(owner: object, attribute: "Attribute[Any]", value: Any) -> None:
        if value is not None and not least <= value <= most:
            raise ValueError(f"{attribute.name}: {least} to {most} expected")

    return check


def _each_once(known: tuple[str, ...]) -> Any:
    def check(owner: object, attribute: "Attribute[Any]", value: list[str] | None) -> None:
        if value is not None and (len(set(value)) < len(value) or not set(value) <= set(known)):
            raise ValueError(f"{attribute.name}: known ids expected, each once")

    return check


def _code(owner: object, attribute: "Attribute[str]", value: str) -> None:
    if not _CODE.fullmatch(value):
        raise ValueError(f"{attribute.name}: sixteen of 0-9 and a-f expected")


def _curve(owner: object, attribute: "Attribute[Any]", value: list[float] | None) -> None:
    if value is None:
        return
    if len(value) != len(TENTHS) or value[-1] < 1 - _ROUNDING:
        raise ValueError(f"{attribute.name}: ten shares up to 1 expected")
    if value != sorted(value) or value[0] < 0 or value[-1] > 1:
        raise ValueError(f"{attribute.name}: shares that never fall expected")


@define
class Pair:
    """How near a coordinator and a manager are.

    views: a fingerprint of both views, so that a pair that hands in two files counts once.
    areas, mandate, order, time: the four parts, 0 (far apart) to 1 (the same). score: 0 to 100.
    """

    views: str = field(validator=_code)
    areas: float = field(validator=_between(0, 1))
    mandate: float = field(validator=_between(0, 1))
    order: float = field(validator=_between(0, 1))
    time: float = field(validator=_between(0, 1))
    score: float = field(validator=_between(0, 100))


@define
class HandIn:
    """What one participant hands in; what an exercise has not given yet is None.

    code: random, stays with the plan, so that a newer file replaces an older one. edits: how often the plan
    was changed. asked: ids of the areas that the ad asks for. curve: shares of the effect that the best
    TENTHS of the hours give. stops: of KINDS, what is stopped. won_back: hours a week that this frees.
    focus: hours a week in blocks that are long enough to think in.
    """

    code: str = field(default="", validator=_code)
    edits: int = field(default=0, validator=_between(0, 10**15))
    asked: list[str] | None = field(default=None, validator=_each_once(AREAS))
    curve: list[float] | None = field(default=None, validator=_curve)
    stops: list[str] | None = field(default=None, validator=_each_once(KINDS))
    won_back: float | None = field(default=None, validator=_between(0, activity_triage.WEEK))
    focus: float | None = field(default=None, validator=_between(0, activity_triage.WEEK))
    pair: Pair | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it for the room's result."""
        parts = (self.asked, self.curve, self.stops, self.focus, self.pair)
        return all(part is None for part in parts)


def new_code() -> str:
    """Return a random code."""
    return os.urandom(8).hex()


def hand_in(plan: Plan) -> HandIn:
    """Return what the room's result needs of a plan; the other sections than READS are not looked at."""
    triage = activity_triage.sort_week(plan.activity_triage)
    sorted_items = [item for item in triage.items if item.verdict]
    enough = sum(item.density is not None for item in triage.items) >= activity_triage.ENOUGH
    curve = triage.curve if enough else ()
    sections: list[Section] = [getattr(plan, name) for name in READS]
    return HandIn(
        code=plan.role_charter.hand_in if _CODE.fullmatch(plan.role_charter.hand_in) else "",
        edits=sum(section.revision for section in sections),
        asked=_asked(plan),
        curve=[round(activity_triage.effect_of(curve, tenth) or 0, 3) for tenth in TENTHS] if curve else None,
        stops=_kinds([item.activity for item in triage.stops]) if sorted_items else None,
        won_back=_rounded(activity_triage.usable_hours(triage.won_back)) if sorted_items else None,
        focus=_focus(plan),
        pair=_pair(plan),
    )


def to_file(handed: HandIn) -> bytes:
    """Return it as the file to hand in."""
    return to_json(FORMAT, VERSION, handed).encode("utf-8")


def from_document(document: Any) -> HandIn:
    """Read it from JSON's values. Raises PlanFileError when it is none, newer, or holds impossible values."""
    return structured(body_of(document, FORMAT, VERSION), HandIn)


def _asked(plan: Plan) -> list[str] | None:
    asked = job_ad_audit.asked_areas(plan.job_ad_audit)
    return None if asked is None else list(asked)


def _kinds(activities: list[Activity]) -> list[str]:
    """Return the kinds of some activities: planned work by the areas that its name tells of."""
    projects = [activity for activity in activities if activity.post == "project"]
    kinds = {activity.post for activity in activities} - {"project"}
    for areas in job_ad_audit.named_areas([" ".join(activity.name.split()) for activity in projects]):
        kinds |= areas or {"other"}
    return [kind for kind in KINDS if kind in kinds]


def _focus(plan: Plan) -> float | None:
    budget = plan.time_budget
    if time_budget.usable_hours(budget.contract) is None and not budget.blocks:
        return None
    return _rounded(time_budget.focus_hours(budget.blocks))


def _pair(plan: Plan) -> Pair | None:
    section = plan.alignment
    found = alignment.compare(section)
    if found.score is None:
        return None
    places = sorted([placed.coordinator or 0, placed.manager or 0] for placed in found.places)
    steps = [[decision.coordinator, decision.manager] for decision in found.decisions]
    views = [
        [*alignment.chosen_areas(view), alignment.usable_hours(view)]
        for view in (section.coordinator, section.manager)
    ]
    return Pair(
        views=fingerprint([views, steps, places]),
        areas=round(found.areas, 3),
        mandate=round(found.mandate, 3),
        order=round(found.order, 3),
        time=round(found.time, 3),
        score=round(found.score, 1),
    )


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)
