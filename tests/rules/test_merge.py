"""Merging the manager's copy: nothing of either side is lost, and nobody's answer changes unasked."""

import types
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import (
    Activity,
    AreaMap,
    AreaScore,
    Charter,
    Driver,
    Goal,
    Goals,
    JobAd,
    KpiMap,
    Metric,
    Plan,
    RoleHealth,
    Section,
    Triage,
    View,
    untouched,
)
from rolecraft.plan_json import plan_from_json, plan_to_json
from rolecraft.rules.merge import Comparison, compare, merge, not_taken


def with_goals(*goals: Goal, **sections: Any) -> Plan:
    return Plan(goal_builder=Goals(goals=list(goals)), **sections)


def differences(mine: Plan, theirs: Plan) -> dict[str, tuple[Any, Any]]:
    return {one.key: (one.mine, one.theirs) for one in compare(mine, theirs).conflicts}


# What a learner meets


def test_what_only_the_manager_has_is_taken_and_what_only_i_have_stays():
    mine = Plan(job_ad_audit=JobAd(purpose="She exists so that customers ask."))
    theirs = Plan(role_charter=Charter(manager="Anders"), goal_builder=Goals(business_goal="24 customers"))
    comparison = compare(mine, theirs)
    assert comparison.conflicts == ()
    assert comparison.taken == {"goal_builder": 1, "role_charter": 1}
    merged = merge(mine, theirs, {})
    assert merged.job_ad_audit == mine.job_ad_audit
    assert (merged.role_charter.manager, merged.goal_builder.business_goal) == ("Anders", "24 customers")


def test_where_both_differ_mine_stays_until_somebody_chooses():
    mine, theirs = (
        with_goals(Goal("g1", metric="Enquiries", target=60.0)),
        with_goals(Goal("g1", metric="Enquiries", target=50.0, owner="Maja")),
    )
    key = "goal_builder.goals.g1.target"
    assert differences(mine, theirs) == {key: (60.0, 50.0)}
    for choices, target in (({}, 60), ({key: "mine"}, 60), ({key: "theirs"}, 50)):
        (goal,) = merge(mine, theirs, choices).goal_builder.goals
        assert (goal.target, goal.owner) == (target, "Maja")


def test_both_keeps_two_entries_with_ids_of_their_own():
    mine = with_goals(Goal("g1", metric="Enquiries", target=60.0), Goal("g2", metric="Interviews"))
    theirs = with_goals(Goal("g1", metric="Enquiries by phone", target=50.0))
    theirs.goal_builder.drafts = {"g1.baseline": "about forty"}
    theirs.kpi_map.metrics = [Metric("m1", name="Calls", goal="g1")]
    choices = {"goal_builder.goals.g1.target": "both"}
    merged = merge(mine, theirs, choices)
    assert merged.goal_builder.goals == [
        *mine.goal_builder.goals,
        evolve(theirs.goal_builder.goals[0], id="g3"),
    ]
    assert merged.goal_builder.drafts == {"g3.baseline": "about forty"}
    assert merged.kpi_map.metrics[0].goal == "g3"
    assert not_taken(compare(mine, theirs).conflicts, choices) == ()


def test_an_area_or_a_skill_is_never_there_twice():
    mine, theirs = (Plan(area_map=AreaMap(areas=[AreaScore("SEO", relevance=level)])) for level in (1, 3))
    (conflict,) = compare(mine, theirs).conflicts
    assert not conflict.both
    assert merge(mine, theirs, {conflict.key: "both"}).area_map.areas == mine.area_map.areas


def test_the_same_name_is_the_same_thing_whatever_its_id():
    mine = with_goals(Goal("g1", metric="Interviews"), Goal("g2", metric="Reply time"))
    theirs = with_goals(
        Goal("g1", metric="reply  time", target=10.0), Goal("g2", metric="Newsletter readers")
    )
    merged = merge(mine, theirs, {}).goal_builder.goals
    assert [(goal.id, goal.metric, goal.target) for goal in merged] == [
        ("g1", "Interviews", None),
        ("g2", "Reply time", 10.0),
        ("g3", "Newsletter readers", None),
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("Landing-page test", "Landing page A/B test", True),
        ("Instagram", "Daily Instagram posts", True),
        ("", "Trade fair", True),  # named later
        ("Instagram", "Trade fair", False),
    ],
)
def test_one_id_with_another_name_is_the_same_thing_when_the_names_are_alike(mine, theirs, same):
    plans = (Plan(activity_triage=Triage(activities=[Activity("a1", name)])) for name in (mine, theirs))
    assert len(merge(*plans, {}).activity_triage.activities) == (1 if same else 2)


def test_what_points_at_an_entry_follows_it_to_its_new_id():
    mine = with_goals(Goal("g1", metric="Interviews"))
    mine.kpi_map = KpiMap(drivers=[Driver("d1", "Sessions")])
    theirs = with_goals(Goal("g1", metric="Orders"))
    theirs.kpi_map = KpiMap(
        goal="g1", drivers=[Driver("d1", "Calls")], metrics=[Metric("m1", "Orders", goal="g1")]
    )
    theirs.activity_triage = Triage(activities=[Activity("a1", "Call back", driver="d1")])
    merged = merge(mine, theirs, {})
    assert [goal.id for goal in merged.goal_builder.goals] == ["g1", "g2"]
    assert (merged.kpi_map.goal, merged.kpi_map.metrics[0].goal) == ("g2", "g2")
    assert [driver.id for driver in merged.kpi_map.drivers] == ["d1", "d2"]
    assert merged.activity_triage.activities[0].driver == "d2"


def test_what_points_at_something_removed_does_not_point_at_something_else_afterwards():
    removed_here = with_goals(kpi_map=KpiMap(metrics=[Metric("m1", "Orders", goal="g1")]))
    merged = merge(removed_here, with_goals(Goal("g1", metric="Interviews")), {})
    assert (merged.goal_builder.goals[0].id, merged.kpi_map.metrics[0].goal) == ("g2", "g1")
    merged = merge(with_goals(Goal("g1", metric="Interviews")), removed_here, {})
    assert merged.kpi_map.metrics[0].goal not in ("", "g1")


def test_numbers_that_could_not_be_read_are_differences_too():
    mine, theirs = with_goals(Goal("g1", metric="Calls", target=60.0)), with_goals(Goal("g1", metric="Calls"))
    theirs.goal_builder.drafts = {"g1.target": "as many as possible"}
    key = "goal_builder.goals.g1.target"
    assert differences(mine, theirs) == {key: (60.0, "as many as possible")}
    assert merge(mine, theirs, {}).goal_builder.drafts == {}
    taken = merge(mine, theirs, {key: "theirs"}).goal_builder
    assert (taken.goals[0].target, taken.drafts) == (None, {"g1.target": "as many as possible"})


def test_what_was_typed_into_an_entry_that_is_gone_does_not_turn_up_in_another():
    mine = with_goals(Goal("g1", metric="Calls", target=60.0), Goal("g2", metric="Interviews"))
    theirs = with_goals(Goal("g1", metric="Calls", target=60.0))
    theirs.goal_builder.drafts = {"g2.target": "ten or so"}
    assert merge(mine, theirs, {}) == mine
    mine.goal_builder.drafts = {"g3.target": "ten or so"}
    (*_, added) = merge(mine, with_goals(Goal("g3", metric="Orders")), {}).goal_builder.goals
    assert added.id == "g4"


def test_a_number_that_could_not_be_read_belongs_to_the_view_that_it_was_typed_in():
    mine, theirs = Plan(), Plan()
    mine.alignment.manager.hours = 30.0
    theirs.alignment.drafts = {"manager.hours": "thirty", "coordinator.hours": "twenty"}
    (conflict,) = compare(mine, theirs).conflicts
    assert (conflict.key, conflict.theirs) == ("alignment.manager.hours", "thirty")
    assert merge(mine, theirs, {}).alignment.drafts == {"coordinator.hours": "twenty"}


def test_questions_that_nobody_has_answered_are_no_answers():
    mine, theirs = Plan(), Plan()
    mine.manager_check.forecast.top_1 = "Trade fair"
    theirs.manager_check.audit.weekly = True
    assert compare(mine, theirs).conflicts == ()
    assert merge(mine, theirs, {}).manager_check.audit.weekly
    mine.manager_check.audit.goal = True
    assert differences(mine, theirs)["manager_check.audit.weekly"] == (False, True)


def test_what_is_there_from_the_start_is_no_answer_until_something_else_is_entered():
    theirs = Plan(job_ad_audit=JobAd(share=0.8))
    assert merge(Plan(), theirs, {}).job_ad_audit.share == 0.8
    entered = Plan(job_ad_audit=JobAd(purpose="She exists."))
    assert differences(entered, theirs) == {"job_ad_audit.share": (1.0, 0.8)}


def test_both_views_are_merged_field_by_field_and_the_hat_stays_on():
    mine, theirs = Plan(), Plan()
    mine.alignment.coordinator = View(area_1="SEO", hours=18.0)
    theirs.alignment.hat = "manager"
    theirs.alignment.manager = View(area_1="PAID")
    theirs.alignment.coordinator = View(area_1="SEO", hours=20.0)
    assert differences(mine, theirs) == {"alignment.coordinator.hours": (18.0, 20.0)}
    merged = merge(mine, theirs, {}).alignment
    assert (merged.hat, merged.manager.area_1, merged.coordinator.hours) == ("coordinator", "PAID", 18.0)


def test_the_health_check_of_the_other_file_is_never_taken():
    theirs = example.plan()
    assert merge(Plan(), theirs, {}).role_health_check == RoleHealth()
    assert (
        compare(example.plan(), evolve(theirs, role_health_check=RoleHealth(improve_1="else"))).conflicts
        == ()
    )


def test_a_section_that_changes_is_newer_than_both_and_one_that_stays_is_not():
    mine, theirs = example.plan(), example.plan()
    theirs.role_charter.manager, theirs.role_charter.revision = "Anna", 7
    key = "role_charter.manager"
    assert merge(mine, theirs, {}) == mine
    merged = merge(mine, theirs, {key: "theirs"})
    assert merged.role_charter == evolve(theirs.role_charter, revision=8)
    assert merged.goal_builder == mine.goal_builder


def test_what_was_built_on_different_things_is_to_be_checked_again():
    mine, theirs = Plan(), Plan()
    mine.kpi_map = KpiMap(outcome="Orders", built_on={"goals": "one", "own": "same"})
    theirs.kpi_map = KpiMap(target=24.0, built_on={"goals": "other", "own": "same"})
    assert merge(mine, theirs, {}).kpi_map.built_on == {"goals": "", "own": "same"}
    assert merge(Plan(), theirs, {}).kpi_map.built_on == theirs.kpi_map.built_on


def test_what_is_left_out_is_told_with_its_value():
    mine = with_goals(Goal("g1", metric="Calls", owner="Maja", target=60.0))
    theirs = with_goals(Goal("g1", metric="Calls", owner="Anders", target=50.0))
    conflicts = compare(mine, theirs).conflicts
    left = not_taken(conflicts, {"goal_builder.goals.g1.owner": "theirs"})
    assert [(one.field, value) for one, value in left] == [("target", 50.0), ("owner", "Maja")]


# Whatever the plans hold

_SMALL = {  # a few names and ids, so that two plans often have the same
    str: st.sampled_from(["", "g1", "g2", "Calls", "calls ", "Call back later", "SEO", "אבג"]),
    float: st.sampled_from([0.0, 1.0, 40.0]),
    int: st.sampled_from([0, 1, 3]),
    bool: st.booleans(),
    date: st.sampled_from([date(2026, 7, 1), date(2026, 9, 30)]),
}
_DRAFTS = ["share", "g1.target", "g2.owner", "hours", "manager.hours", "else"]


def anything(kind: Any) -> st.SearchStrategy:
    """Any value of a type that a plan can hold."""
    if kind in _SMALL:
        return _SMALL[kind]
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inside)
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if one is type(None) else anything(one) for one in inside])
    if origin is list:
        ids = {"unique_by": lambda one: one.id} if attrs.has(inside[0]) else {"unique": True}
        return st.lists(anything(inside[0]), max_size=2, **ids)
    if origin is dict:
        return st.dictionaries(st.sampled_from(_DRAFTS), st.sampled_from(["about", "ten or so"]), max_size=1)
    hints = get_type_hints(kind)
    values = {
        name: anything(hint)
        for name, hint in hints.items()
        if name not in ("revision", "built_on", "id", "hand_in")  # the last one is nobody's answer
    }
    if "id" in hints:
        values["id"] = st.sampled_from(["g1", "g2", "g7"])
    return st.builds(kind, **values)


def sections(**some: Any) -> st.SearchStrategy:
    """Plans in which a few sections are filled in."""
    hints = get_type_hints(Plan)
    filled = {name: st.just(hints[name]()) | anything(hints[name]) for name in some}
    return st.builds(Plan, **filled)


def settled(plan: Plan) -> Plan:
    """Take away what stands behind a draft: in the exercises, what can't be read takes the number's place."""
    for part in attrs.fields(Plan):
        section = getattr(plan, part.name)
        for key in section.drafts if isinstance(section, Section) else ():
            identity, _, name = key.rpartition(".")
            for owner in owners(section, identity):
                if field := attrs.fields_dict(type(owner)).get(name):
                    setattr(owner, name, field.default)
    return plan


def owners(section: Section, identity: str) -> list[Any]:
    """What a draft's field belongs to: the section, one of its two views, or an entry of a list."""
    if not identity:
        return [section]
    inside = [getattr(section, field.name) for field in attrs.fields(type(section))]
    entries = [one for some in inside if isinstance(some, list) for one in some if attrs.has(type(one))]
    view = getattr(section, identity, None)
    return [one for one in entries if one.id == identity] + ([view] if attrs.has(type(view)) else [])


plans = sections(
    job_ad_audit=1, goal_builder=1, kpi_map=1, activity_triage=1, alignment=1, role_charter=1, skills_plan=1
).map(settled)


def ids_in(section: Section) -> set[str]:
    lists = (getattr(section, field.name) for field in attrs.fields(type(section)))
    return {one.id for some in lists if isinstance(some, list) for one in some if attrs.has(type(one))}


def values(thing: Any) -> Iterator[Any]:
    """Everything that somebody can have entered; no ids, which may change, and no yes or no."""
    if isinstance(thing, Section):
        if untouched(thing):
            return
        for key, typed in thing.drafts.items():
            if key.partition(".")[0] in (*ids_in(thing), "manager", key):  # not of an entry that is gone
                yield typed
    if attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            if field.name not in (
                "id",
                "goal",
                "driver",
                "hat",
                "revision",
                "drafts",
                "built_on",
                "language",
            ):
                yield from values(getattr(thing, field.name))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from values(one)
    elif thing not in (None, "", True, False) or (thing == 0 and not isinstance(thing, bool)):
        yield thing


@settings(max_examples=60)
@given(plans)
def test_merging_a_plan_with_itself_or_with_nothing_gives_that_plan(plan: Plan):
    assert merge(plan, plan, {}) == plan
    assert compare(plan, plan) == Comparison((), {})
    assert merge(plan, Plan(), {}) == plan
    taken = merge(Plan(), plan, {})
    assert compare(plan, taken).conflicts == ()
    assert [value for value in values(plan) if value not in list(values(taken))] == []


@settings(max_examples=120)
@given(plans, plans, st.data())
def test_every_value_of_either_side_is_in_the_result_or_told(mine: Plan, theirs: Plan, data: st.DataObject):
    before = deepcopy((mine, theirs))
    conflicts = compare(mine, theirs).conflicts
    assert len({one.key for one in conflicts}) == len(conflicts)
    choices = {
        one.key: choice
        for one in conflicts
        if (choice := data.draw(st.sampled_from([None, "mine", "theirs", *(["both"] if one.both else [])])))
    }
    merged = merge(mine, theirs, choices)
    assert (mine, theirs) == before
    there = [*values(merged), *(value for _, value in not_taken(conflicts, choices))]
    for side in (mine, theirs):
        assert [value for value in values(side) if value not in there] == []
    assert plan_from_json(plan_to_json(merged)) == merged
    for name in ("goals", "drivers"):
        ids = [one.id for one in getattr(merged.goal_builder if name == "goals" else merged.kpi_map, name)]
        assert len(ids) == len(set(ids))


@settings(max_examples=60)
@given(plans, plans)
def test_mine_stays_as_it_is_wherever_i_have_an_answer(mine: Plan, theirs: Plan):
    merged = merge(mine, theirs, {})
    assert merge(merged, mine, {}) == merged
    for goal, now in zip(mine.goal_builder.goals, merged.goal_builder.goals, strict=False):
        for field in attrs.fields(Goal):
            assert getattr(goal, field.name) in (None, "", getattr(now, field.name))


def test_even_a_damaged_plan_is_merged():
    odd = with_goals(
        Goal("", metric="x"), Goal("", metric="x"), Goal("g1"), Goal("g1", baseline=float("nan"))
    )
    odd.goal_builder.drafts = {"": "?", ".": "?", "g1.target": "?", "no.such.thing": "?"}
    for pair in ((odd, example.plan()), (example.plan(), odd), (odd, odd)):
        assert len(merge(*pair, {}).goal_builder.goals) >= 4
