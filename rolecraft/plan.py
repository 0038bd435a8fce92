"""The learner's plan: the one document that all exercises write to, each in its own section.

Every field holds what the learner entered and nothing that can be computed from it.
A number that the learner has begun to type and that can't be read yet is kept as text in `drafts`,
so that nothing entered is lost.
"""

from datetime import date
from typing import Literal

from attrs import Factory, define

FORMAT = "rolecraft-plan"
VERSION = 1

Experience = Literal["junior", "mid", "senior"]
Language = Literal["en", "sv"]
AdLanguage = Literal["auto", "en", "sv"]
Ambition = Literal["stretch", "commitment"]
Role = Literal["outcome", "driver", "guardrail"]


@define
class Section:
    """What all sections share.

    revision: goes up by one with each change; a later exercise remembers the one it built on.
    drafts: inputs that can't be read yet, as typed; the key names the field ("share", "g1.baseline").
    """

    revision: int = 0
    drafts: dict[str, str] = Factory(dict)


@define
class JobAd(Section):
    """Section of the job-ad audit.

    text: the advertisement as pasted. language: of the advertisement. experience: asked for.
    share: of full time, 0.5 to 1.0. unticked: keys of hits that the learner has marked as wrong.
    """

    text: str = ""
    language: AdLanguage = "auto"
    experience: Experience = "junior"
    share: float = 1.0
    unticked: list[str] = Factory(list)


@define
class Goal:
    """One goal of the quarter (a key result).

    id: "g1", "g2" …; stays with the goal. metric: what is counted. unit: "enquiries", "%".
    baseline, target, actual: in that unit. tests: of a learning goal, how many things to try.
    due: the last day. confidence: 0 to 10. level: the owner's skill in the area, 0 to 5.
    ambition: "stretch" (reach for it) or "commitment" (promised). link: how it helps the business goal.
    cue, action: the if-then plan ("If cue, then action").
    """

    id: str
    metric: str = ""
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    tests: int | None = None
    due: date | None = None
    owner: str = ""
    ambition: Ambition = "stretch"
    confidence: int | None = None
    level: int | None = None
    link: str = ""
    obstacle: str = ""
    cue: str = ""
    action: str = ""
    actual: float | None = None


@define
class Goals(Section):
    """Section of the goal builder.

    business_goal: in the manager's words. objective: marketing's part of it, in one line.
    """

    business_goal: str = ""
    objective: str = ""
    goals: list[Goal] = Factory(list)


@define
class Driver:
    """One link in the chain from reach to outcome.

    id: "d1", "d2" … kind: "count" (the first link, for instance sessions a month) or "rate" (a percentage).
    now, best: today's value and the best that is realistic; rates in per cent (1.5 means 1.5 %).
    hours: of work to get from now to best. owner: who can move it; empty means the learner.
    """

    id: str
    name: str = ""
    kind: Literal["count", "rate"] = "rate"
    now: float | None = None
    best: float | None = None
    hours: float | None = None
    owner: str = ""


@define
class Metric:
    """One number that is reported today, and the six questions of the KPI test.

    id: "m1", "m2" … goal: id of the goal that it is linked to, or empty.
    role: its place in the measurement plan. influence: we can influence it.
    source: its formula and where it is read. monthly: updated at least monthly.
    has_target: start and target exist. now, target: the numbers themselves, as the source counts them
    (rates in per cent); with both, has_target need not be said. decision: what we would do if it changed.
    """

    id: str
    name: str = ""
    role: Role = "driver"
    goal: str = ""
    influence: bool = False
    source: str = ""
    monthly: bool = False
    has_target: bool = False
    decision: str = ""
    now: float | None = None
    target: float | None = None


@define
class KpiMap(Section):
    """Section of the KPI map.

    outcome: what is counted in the end, for instance "new customers". period: of all counts ("month").
    target: of the outcome, per period. goal: id of the goal that the outcome serves, or empty.
    goals_revision: the revision of the goals that this map was built on.
    """

    outcome: str = ""
    period: str = "month"
    target: float | None = None
    goal: str = ""
    drivers: list[Driver] = Factory(list)
    metrics: list[Metric] = Factory(list)
    goals_revision: int = 0


@define
class Plan:
    """The whole plan. language: of messages and numbers."""

    language: Language = "en"
    job_ad_audit: JobAd = Factory(JobAd)
    goal_builder: Goals = Factory(Goals)
    kpi_map: KpiMap = Factory(KpiMap)
