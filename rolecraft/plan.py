"""The learner's plan: the one document that all exercises write to, each in its own section.

Every field holds what the learner entered and nothing that can be computed from it.
A number that the learner has begun to type and that can't be read yet is kept as text in `drafts`,
so that nothing entered is lost.
"""

import json
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from attrs import Factory, define

FORMAT = "rolecraft-plan"
VERSION = 2

Experience = Literal["junior", "mid", "senior"]
Language = Literal["en", "sv"]
AdLanguage = Literal["auto", "en", "sv"]
Ambition = Literal["stretch", "commitment"]
Role = Literal["outcome", "driver", "guardrail"]
Post = Literal["project", "meeting", "reactive"]
Column = Literal["next", "doing", "waiting", "done"]
Model = Literal["ice", "rice", "wsjf"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Hat = Literal["coordinator", "manager"]


@define
class Section:
    """What all sections share.

    revision: goes up by one with each change; a later exercise remembers the one it built on.
    drafts: inputs that can't be read yet, as typed; the key names the field ("share", "g1.baseline").
    built_on: what this section has taken from earlier exercises, name → fingerprint of the value, so that a
    later change of it can be told ("check again").
    """

    revision: int = 0
    drafts: dict[str, str] = Factory(dict)
    built_on: dict[str, str] = Factory(dict)


def fingerprint(value: Any) -> str:
    """Return a short text that is the same for the same value (of what JSON can hold) and else another."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def untouched(section: Section) -> bool:
    """Tell whether nothing has been entered in a section."""
    return section == type(section)(revision=section.revision, built_on=section.built_on)


@define
class JobAd(Section):
    """Section of the job-ad audit.

    text: the advertisement as pasted. language: of the advertisement. experience: asked for.
    share: of full time, 0.5 to 1.0. unticked: keys of hits that the learner has marked as wrong.
    purpose: the role in one sentence, "X exists so that Y".
    """

    text: str = ""
    language: AdLanguage = "auto"
    experience: Experience = "junior"
    share: float = 1.0
    unticked: list[str] = Factory(list)
    purpose: str = ""


@define
class HealthAnswers:
    """Answers to the fourteen statements of the health check, 0 (never) to 4 (always); None: no answer yet.

    Two a dimension: "workload_1" and "workload_2", and so on. given_on: the day of the answers.
    """

    workload_1: int | None = None
    workload_2: int | None = None
    fragmentation_1: int | None = None
    fragmentation_2: int | None = None
    clarity_1: int | None = None
    clarity_2: int | None = None
    mandate_1: int | None = None
    mandate_2: int | None = None
    support_1: int | None = None
    support_2: int | None = None
    learning_1: int | None = None
    learning_2: int | None = None
    recovery_1: int | None = None
    recovery_2: int | None = None
    given_on: date | None = None


@define
class RoleHealth(Section):
    """Section of the role health check. It stays out of every file and of the charter unless ticked in.

    first: the answers to begin with. again: those after about 90 days.
    improve_1, improve_2: what the learner wants to improve in how the work is set up.
    in_charter, in_files: whether charter and saved files may hold it.
    """

    first: HealthAnswers = Factory(HealthAnswers)
    again: HealthAnswers = Factory(HealthAnswers)
    improve_1: str = ""
    improve_2: str = ""
    in_charter: bool = False
    in_files: bool = False


@define
class AreaScore:
    """One of the twelve areas of work as the learner sees it.

    id: of the area, "SEO". relevance: for this quarter's goals, 0 to 3. skill: 0 to 5. interest: 0 to 3.
    hours: a week that it takes now. partner: who does it instead, or from whom it is bought.
    """

    id: str
    relevance: int | None = None
    skill: int | None = None
    interest: int | None = None
    hours: float | None = None
    partner: str = ""


@define
class AreaMap(Section):
    """Section of the area map.

    areas: those that something is entered for. asked: ids of the areas that the job ad asks for.
    week: hours in the working week. not_before: the day until which paused areas are not part of the role.
    """

    areas: list[AreaScore] = Factory(list)
    asked: list[str] = Factory(list)
    week: float | None = None
    not_before: date | None = None


@define
class Goal:
    """One goal of the quarter (a key result).

    id: "g1", "g2" …; stays with the goal. metric: what is counted. unit: "enquiries", "%".
    baseline, target, actual: in that unit. tests: of a learning goal, how many things to try.
    due: the last day. confidence: 0 to 10. level: the owner's skill in the area, 0 to 5.
    area: id of the area of work that it lies in ("SEO"), or empty.
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
    area: str = ""
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
    """

    outcome: str = ""
    period: str = "month"
    target: float | None = None
    goal: str = ""
    drivers: list[Driver] = Factory(list)
    metrics: list[Metric] = Factory(list)


@define
class Activity:
    """One thing that takes time in a normal week.

    id: "a1", "a2" … hours: a week now. impact: on this quarter's goals, 0 to 3.
    confidence: in that impact, 0.5 (guess), 0.8 (some data) or 1.0 (measured).
    required: by law, contract or promise. post: of the week's budget that it belongs to. driver: id of the
    link of the KPI map that it moves, or empty. who_else: could do it. planned: hours a week from now on.
    Of what is stopped: stop_on, told (who is told), if_wrong (what happens then), reversible.
    """

    id: str
    name: str = ""
    hours: float | None = None
    impact: int | None = None
    confidence: float | None = None
    required: bool = False
    post: Post = "project"
    driver: str = ""
    who_else: str = ""
    planned: float | None = None
    stop_on: date | None = None
    told: str = ""
    if_wrong: str = ""
    reversible: bool = False


@define
class Triage(Section):
    """Section of the activity triage."""

    activities: list[Activity] = Factory(list)


@define
class FocusBlock:
    """A stretch of the week that is kept free. id: "b1" … start: "09:00". minutes: its length."""

    id: str
    day: Weekday = "tuesday"
    start: str = ""
    minutes: int | None = None


@define
class TimeBudget(Section):
    """Section of the time budget; hours a week unless told otherwise.

    contract: paid hours. buffer: for what nobody can foresee, in per cent of contract.
    committed: promised to projects as things are now; committed_next: after the triage.
    open_tasks: begun and not finished (WIP); open_next: how many there shall be.
    finished: tasks a week (throughput). favour: hours of one more task, once. evening: hours outside the
    paid ones. blocks: focus blocks. gives_way: in which order things give way when time is short.
    """

    contract: float | None = None
    meetings: float | None = None
    admin: float | None = None
    buffer: float | None = None
    thinking: float | None = None
    learning: float | None = None
    committed: float | None = None
    committed_next: float | None = None
    open_tasks: float | None = None
    open_next: float | None = None
    finished: float | None = None
    favour: float | None = None
    evening: float | None = None
    blocks: list[FocusBlock] = Factory(list)
    gives_way: str = ""


@define
class Item:
    """One card on the board.

    id: "i1", "i2" … hours: its size. fixed: the day that it can't miss. begun, finished: days.
    ICE, 1 to 10: impact, confidence, ease. RICE: reach (people a month), effect (3, 2, 1, 0.5 or 0.25),
    certainty (1.0, 0.8 or 0.5), effort (person-months). WSJF, 1 2 3 5 8 13: value, urgency, risk, size.
    """

    id: str
    name: str = ""
    column: Column = "next"
    hours: float | None = None
    fixed: date | None = None
    begun: date | None = None
    finished: date | None = None
    impact: int | None = None
    confidence: int | None = None
    ease: int | None = None
    reach: float | None = None
    effect: float | None = None
    certainty: float | None = None
    effort: float | None = None
    value: int | None = None
    urgency: int | None = None
    risk: int | None = None
    size: int | None = None


@define
class Sprint:
    """A sprint that is over. id: "s1" … planned, done: how many items."""

    id: str
    planned: int | None = None
    done: int | None = None


@define
class Backlog(Section):
    """Section of backlog and sprint.

    model: by which the board is ordered. capacity: project hours a week. weeks: length of a sprint.
    most_doing, most_waiting: the limits on work in progress. not_seen: what the model does not see.
    requests: how a new request comes in. cadence: when the board is looked at.
    change, change_owner, change_on: what the last look back changes, who sees to it, from when.
    """

    items: list[Item] = Factory(list)
    sprints: list[Sprint] = Factory(list)
    model: Model = "ice"
    capacity: float | None = None
    weeks: float | None = 2.0
    most_doing: int | None = 2
    most_waiting: int | None = 2
    not_seen: str = ""
    requests: str = ""
    cadence: str = ""
    change: str = ""
    change_owner: str = ""
    change_on: date | None = None


@define
class Skill:
    """A skill that could be learned.

    id: of the area. now, target: levels 0 to 5. relevance, interest: 0 to 3.
    chosen: whether it is the one to learn now.
    """

    id: str
    now: int | None = None
    target: int | None = None
    relevance: int | None = None
    interest: int | None = None
    chosen: bool = False


@define
class SkillsPlan(Section):
    """Section of the skills plan.

    active: id of the area that the area map chose to learn. hours: a week, on paid time. private: a week, on
    private time; why_private: the reason. cost: of an hour of work; fees: for courses; currency: of both.
    step_1 … step_4: hours from level 0 to 1, 1 to 2, 2 to 3, 3 to 4. why: the chosen one in one line.
    proof: the work sample that shows it; seen_by: who looks at it. begins: the first session.
    """

    skills: list[Skill] = Factory(list)
    active: str = ""
    hours: float | None = None
    private: float | None = None
    why_private: str = ""
    cost: float | None = None
    fees: float | None = None
    currency: str = "SEK"
    step_1: float | None = 8.0
    step_2: float | None = 25.0
    step_3: float | None = 60.0
    step_4: float | None = 150.0
    why: str = ""
    proof: str = ""
    seen_by: str = ""
    begins: date | None = None


@define
class Ranked:
    """The place of an activity in somebody's order. id: of the activity. place: 1 for the most important."""

    id: str
    place: int | None = None


@define
class Mandate:
    """Who decides what: 0 ask first, 1 propose, 2 decide with notice, 3 decide and report, 4 decide."""

    content: int | None = None
    budget: int | None = None
    agency: int | None = None
    priorities: int | None = None
    website: int | None = None
    saying_no: int | None = None


@define
class View:
    """How one of the two sees the role.

    area_1 … area_3: ids of the three most important areas. ranks: of the activities.
    mandate: as it should be. hours: a week that should go to the goals.
    support: wanted (coordinator) or promised (manager).
    """

    area_1: str = ""
    area_2: str = ""
    area_3: str = ""
    ranks: list[Ranked] = Factory(list)
    mandate: Mandate = Factory(Mandate)
    hours: float | None = None
    support: str = ""


@define
class NamedActivity:
    """One of the activities that both put in order. id: "r1" …"""

    id: str
    name: str = ""


@define
class Alignment(Section):
    """Section of alignment and conversation.

    hat: whose view is in the form. contract: paid hours a week. activities: up to eight, the same for both.
    coordinator, manager: the two views. Agreed in the talk: mandate, hours, support_who, support_when, reply
    (time until an answer), first_review (about day 30), second_review (about day 90).
    """

    hat: Hat = "coordinator"
    contract: float | None = None
    activities: list[NamedActivity] = Factory(list)
    coordinator: View = Factory(View)
    manager: View = Factory(View)
    mandate: Mandate = Factory(Mandate)
    hours: float | None = None
    support_who: str = ""
    support_when: str = ""
    reply: str = ""
    first_review: date | None = None
    second_review: date | None = None


@define
class Audit:
    """The manager's eight yes-or-no answers about how the work is led."""

    goal: bool = False
    dropped: bool = False
    one_door: bool = False
    answers: bool = False
    weekly: bool = False
    hours: bool = False
    learning: bool = False
    bought: bool = False


@define
class Forecast:
    """The manager's guess of the employee's answers.

    Dimensions of the health check, 0 to 4. top_1 … top_5: the activities that take most of the week.
    """

    workload: int | None = None
    fragmentation: int | None = None
    clarity: int | None = None
    mandate: int | None = None
    support: int | None = None
    learning: int | None = None
    recovery: int | None = None
    top_1: str = ""
    top_2: str = ""
    top_3: str = ""
    top_4: str = ""
    top_5: str = ""


@define
class ManagerCheck(Section):
    """Section of the manager's own exercise. answered: whether the eight questions have been gone through."""

    audit: Audit = Factory(Audit)
    answered: bool = False
    forecast: Forecast = Factory(Forecast)


@define
class Charter(Section):
    """What the role charter holds beyond the other exercises.

    coordinator, manager, title: names, as signed. company: where. signed_on: the day of the agreement.
    hand_in: the random code of this plan's files for a room's result, empty before the first one.
    """

    coordinator: str = ""
    manager: str = ""
    title: str = ""
    company: str = ""
    signed_on: date | None = None
    hand_in: str = ""


@define
class Plan:
    """The whole plan, its sections in the order of the course. language: of messages and numbers."""

    language: Language = "en"
    job_ad_audit: JobAd = Factory(JobAd)
    role_health_check: RoleHealth = Factory(RoleHealth)
    area_map: AreaMap = Factory(AreaMap)
    goal_builder: Goals = Factory(Goals)
    kpi_map: KpiMap = Factory(KpiMap)
    activity_triage: Triage = Factory(Triage)
    backlog_and_sprint: Backlog = Factory(Backlog)
    time_budget: TimeBudget = Factory(TimeBudget)
    skills_plan: SkillsPlan = Factory(SkillsPlan)
    alignment: Alignment = Factory(Alignment)
    manager_check: ManagerCheck = Factory(ManagerCheck)
    role_charter: Charter = Factory(Charter)
