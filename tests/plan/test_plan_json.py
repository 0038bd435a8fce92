"""A plan survives its file; everything else is refused with a reason."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import FORMAT, VERSION, Driver, Goal, Goals, JobAd, KpiMap, Metric, Plan, RoleHealth
from rolecraft.plan_json import (
    DATA_FORMAT,
    PlanFileError,
    for_others,
    plan_from_file,
    plan_from_json,
    plan_to_json,
)
from rolecraft.rules import carry, kpi_map
from rolecraft.text import say

number = st.none() | st.floats(-1e15, 1e15)
drafts = st.dictionaries(st.text(), st.text(), max_size=2)
plans = st.builds(
    Plan,
    language=st.sampled_from(["en", "sv"]),
    job_ad_audit=st.builds(
        JobAd,
        drafts=drafts,
        text=st.text(),
        share=st.floats(0.5, 1),
        unticked=st.lists(st.text(), max_size=3),
    ),
    goal_builder=st.builds(
        Goals,
        business_goal=st.text(),
        goals=st.lists(
            st.builds(
                Goal,
                id=st.text(),
                metric=st.text(),
                baseline=number,
                target=number,
                due=st.none() | st.dates(),
                confidence=st.none() | st.integers(-(10**15), 10**15),
                ambition=st.sampled_from(["stretch", "commitment"]),
            ),
            max_size=4,
        ),
    ),
    kpi_map=st.builds(
        KpiMap,
        drivers=st.lists(st.builds(Driver, id=st.text(), name=st.text(), now=number), max_size=3),
        metrics=st.lists(st.builds(Metric, id=st.text(), monthly=st.booleans(), now=number), max_size=3),
    ),
)


@given(plans)
def test_a_plan_comes_back_as_it_was(plan: Plan):
    text = plan_to_json(plan)
    assert plan_from_json(text) == plan
    assert plan_to_json(plan_from_json(text)) == text
    text.encode("utf-8")


def test_a_plan_from_before_numbers_had_a_start_and_a_target_still_opens():
    document = json.loads(plan_to_json(Plan(kpi_map=KpiMap(metrics=[Metric("m1", "Reply time")]))))
    for name in ("now", "target"):
        del document["kpi_map"]["metrics"][0][name]
    assert plan_from_json(json.dumps(document)).kpi_map.metrics == [Metric("m1", "Reply time")]


def test_every_older_version_opens_with_all_that_it_holds():
    folder = Path(__file__).parent / "versions"
    assert {int(path.stem) for path in folder.glob("*.json")} == set(range(1, VERSION))
    for path in folder.glob("*.json"):
        plan = plan_from_json(path.read_text(encoding="utf-8"))
        assert plan.goal_builder.goals == [
            evolve(goal, area="") for goal in example.plan().goal_builder.goals
        ]
        assert plan.kpi_map.drivers == example.plan().kpi_map.drivers
        assert carry.changed(plan.kpi_map, kpi_map.carried(plan)) == (), "nothing to check that was checked"
        assert plan_from_json(plan_to_json(plan)) == plan


@pytest.mark.parametrize("part", ["kpi_map", "goal_builder"])
def test_an_older_plan_with_a_foreign_part_is_refused(part: str):
    document = {"format": FORMAT, "version": 1, "kpi_map": {"goals_revision": 0}, part: 5}
    with pytest.raises(PlanFileError):
        plan_from_json(json.dumps(document))


def test_a_file_for_others_leaves_out_the_health_check_unless_it_is_ticked_in():
    plan = example.plan()
    assert for_others(plan).role_health_check == RoleHealth()
    assert for_others(plan).goal_builder == plan.goal_builder
    plan.role_health_check.in_files = True
    assert for_others(plan) == plan


def test_half_an_emoji_can_be_saved():
    plan = Plan(job_ad_audit=JobAd(text="half \ud83d"))
    assert plan_from_json(plan_to_json(plan).encode("utf-8").decode("utf-8")) == plan


def with_change(path: list, value: object) -> str:
    plan = Plan(goal_builder=Goals(goals=[Goal("g1", metric="enquiries")]))
    document = json.loads(plan_to_json(plan))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "file_no_json"),
        ("{", "file_no_json"),
        ("[" * 100_000, "file_no_json"),
        ("[1, 2]", "file_no_plan"),
        ('{"cells": []}', "file_no_plan"),
        (with_change(["format"], "another"), "file_no_plan"),
        (with_change(["version"], "1"), "file_no_plan"),
        (with_change(["version"], 3), "file_newer"),
        (with_change(["goal_builder"], 5), "file_damaged"),
        (with_change(["goal_builder", "goals"], {"a": 1}), "file_damaged"),
        (with_change(["goal_builder", "goals", 0, "baseline"], "40"), "file_damaged"),
        (with_change(["goal_builder", "goals", 0, "due"], "tomorrow"), "file_damaged"),
        (with_change(["goal_builder", "goals", 0, "ambition"], "huge"), "file_damaged"),
        (with_change(["job_ad_audit", "share"], 10**400), "file_damaged"),
        (with_change(["goal_builder", "goals", 0, "tests"], 10**400), "file_damaged"),
        (with_change(["language"], "../en"), "file_damaged"),
        (b'{"broken \xff byte"'.decode("utf-8", "surrogateescape"), "file_no_json"),
        (plan_to_json(Plan()).replace("1.0", "NaN"), "file_no_json"),
        (plan_to_json(Plan()).replace("1.0", "1e999"), "file_damaged"),
        (" " * 10_000_001, "file_too_large"),
    ],
    ids=lambda value: value if len(value) < 30 else value[:12],
)
def test_refuses_with_a_reason_that_has_words(text: str, key: str):
    with pytest.raises(PlanFileError) as refused:
        plan_from_json(text)
    assert refused.value.key == f"frame.{key}"
    assert say(refused.value.key, **refused.value.values)


def test_names_the_damaged_part():
    with pytest.raises(PlanFileError) as refused:
        plan_from_json(with_change(["goal_builder", "goals", 0, "baseline"], "40"))
    assert refused.value.values == {"where": "goal_builder.goals[0].baseline"}


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused(text: str):
    with pytest.raises(PlanFileError):
        plan_from_json(text)


def test_a_file_with_everything_opens_as_the_plan_in_it():
    plan = Plan(goal_builder=Goals(business_goal=f"grow {DATA_FORMAT}"))
    file = {"format": DATA_FORMAT, "version": 1, "plan": plan_to_json(plan), "progress": {}}
    assert plan_from_file(json.dumps(file).encode()) == plan
    assert plan_from_file(plan_to_json(plan).encode()) == plan


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ({"format": DATA_FORMAT}, "file_no_work"),
        ({"format": DATA_FORMAT, "plan": {"version": 2}}, "file_no_work"),
        ({"format": DATA_FORMAT, "plan": "half a fi"}, "file_no_json"),
        ({"format": "other", "name": DATA_FORMAT}, "file_no_plan"),
        ([DATA_FORMAT], "file_no_plan"),
    ],
)
def test_a_file_with_everything_but_work_is_refused_with_the_reason(file: object, key: str):
    with pytest.raises(PlanFileError) as refused:
        plan_from_file(json.dumps(file).encode())
    assert refused.value.key == f"frame.{key}"
    assert say(refused.value.key)
