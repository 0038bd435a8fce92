from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import (
    Activity,
    AreaScore,
    Backlog,
    FocusBlock,
    Goal,
    Item,
    JobAd,
    Mandate,
    Plan,
    RoleHealth,
    Skill,
    TimeBudget,
)
from rolecraft.rules import alignment, carry
from rolecraft.rules import role_charter as rules
from rolecraft.text import say

TODAY = example.today()
COURSE = yaml.safe_load((Path(__file__).parents[2] / "chapters" / "course.yml").read_text(encoding="utf-8"))


def keys(result: rules.CharterResult) -> list[str]:
    return [item.key.removeprefix("role_charter.") for item in result.feedback]


def example_plan() -> Plan:
    """The example, with its buttons pressed: everything is built on what is there."""
    plan = example.plan()
    for section, module in rules.SECTIONS.items():
        if hasattr(module, "carried"):
            own = getattr(plan, rules.module_name(section))
            carry.remember(own, module.carried(plan))
    return plan


def filled(*names: str) -> Plan:
    """An empty plan with these points filled from the example."""
    full, plan = example.plan(), Plan()
    parts = {
        "tasks": ("job_ad_audit", "area_map"),
        "results": ("goal_builder",),
        "methods": ("backlog_and_sprint",),
        "priorities": ("time_budget",),
    }
    for name in names:
        for section in parts.get(name, ()):
            setattr(plan, section, getattr(full, section))
    if "support" in names:
        plan.alignment.support_who, plan.alignment.reply = "Anders", "two days"
    if "powers" in names:
        plan.alignment.mandate = full.alignment.mandate
    return plan


def test_the_example_has_all_six_points_and_is_signed():
    result = rules.charter(example_plan(), TODAY)
    assert (result.points, result.stage, result.missing) == (6, "sign", ())
    assert [section.number for section in result.sections if not section.filled] == [2]
    assert not any(section.check for section in result.sections)
    assert keys(result) == ["good_sign", "next_review"]
    assert result.feedback[-1].values["day"] == date(2026, 9, 30)
    assert result.asked == 12
    assert {post.name: post.hours for post in result.week} == {
        "projects": 18,
        "meetings": 5,
        "admin": 4,
        "buffer": pytest.approx(6),
        "thinking": 4,
        "learning": 3,
    }


def test_the_ten_sections_are_the_ten_chapters_exercises():
    titles = COURSE["exercises"]
    assert len(rules.SECTIONS) == len(COURSE["chapters"])
    for section, chapter in zip(rules.SECTIONS, COURSE["chapters"], strict=True):
        assert rules.module_name(section) == chapter["exercise"].replace("-", "_")
        assert rules.chapter_of(section) == chapter["number"]
        assert say(f"role_charter.exercise_{rules.module_name(section)}") == titles[chapter["exercise"]]


def test_an_empty_plan_has_no_point_and_one_next_step():
    result = rules.charter(Plan(), TODAY)
    assert (result.points, result.stage) == (0, "begun")
    assert len(result.sections) == 10 and not any(section.filled for section in result.sections)
    assert keys(result) == ["start"]
    assert [lack.section for lack in result.missing] == [
        *("role", "areas", "goals", "ways", "ways", "week"),
        *("agreement", "agreement", "agreement"),
    ]


@pytest.mark.parametrize(
    ("section", "field", "empty", "point", "lack"),
    [
        ("job_ad_audit", "purpose", " \n", "tasks", "purpose"),
        ("area_map", "areas", [AreaScore("SEO", relevance=1, skill=1, interest=1)], "tasks", "focus"),
        ("goal_builder", "goals", [], "results", "goal"),
        ("backlog_and_sprint", "requests", "", "methods", "requests"),
        ("backlog_and_sprint", "cadence", "", "methods", "cadence"),
        ("time_budget", "gives_way", "", "priorities", "gives_way"),
        ("alignment", "support_who", "", "support", "support_who"),
        ("alignment", "mandate", Mandate(1, 1, 1, 1, 1, None), "powers", "mandate"),
        ("alignment", "mandate", Mandate(1, 1, 1, 1, 1, 99), "powers", "mandate"),
    ],
)
def test_what_each_point_needs(section, field, empty, point, lack):
    plan = example_plan()
    setattr(getattr(plan, section), field, empty)
    result = rules.charter(plan, TODAY, up_to_date=True)
    assert result.points == 5
    ((name, lacks),) = [(one.name, one.lacks) for one in result.required if not one.met]
    assert (name, [one.name for one in lacks]) == (point, [lack])
    (told,) = [one for one in result.sections if one.lacks]
    assert told.module == section
    assert keys(result) == ["good_talk", f"lack_{lack}", "next_talk"]


def test_help_needs_a_day_to_meet_or_a_time_until_an_answer():
    plan = example.plan()
    for when, reply, met in (("Mondays", "", True), ("", "two days", True), (" ", "", False)):
        plan.alignment.support_when, plan.alignment.reply = when, reply
        assert {point.name: point.met for point in rules.required(plan)}["support"] is met


@pytest.mark.parametrize(
    ("goal", "says"),
    [
        (Goal("g1", metric="calls", target=60.0, due=TODAY), True),
        (Goal("g1", metric="interviews", tests=6, due=TODAY), True),
        (Goal("g1", metric="calls", target=60.0), False),
        (Goal("g1", metric="calls", due=TODAY), False),
        (Goal("g1", metric="calls", target=float("nan"), due=TODAY), False),
        (Goal("g1", target=60.0, due=TODAY), False),
    ],
)
def test_a_result_says_what_how_much_and_by_when(goal, says):
    assert rules.says_result(goal) is says


@pytest.mark.parametrize(
    ("names", "stage", "told"),
    [
        (rules.POINTS[:1], "begun", ["good_points", "lack_goal", "next_points"]),
        (rules.POINTS[:3], "begun", ["good_points", "lack_gives_way", "next_points"]),
        (rules.POINTS[:4], "talk", ["good_talk", "lack_support_who", "next_talk"]),
        (rules.POINTS[:5], "talk", ["good_talk", "lack_mandate", "next_talk"]),
        (rules.POINTS, "sign", ["good_sign", "next_names"]),
    ],
)
def test_four_points_are_enough_to_talk_and_six_to_sign(names, stage, told):
    result = rules.charter(filled(*names), TODAY, up_to_date=True)
    assert (result.points, result.stage, keys(result)) == (len(names), stage, told)


def test_after_the_last_point_come_names_signature_and_review():
    plan = filled(*rules.POINTS)

    def following() -> str:
        return keys(rules.charter(plan, TODAY, up_to_date=True))[-1]

    plan.role_charter.coordinator = "Maja"
    assert following() == "next_names"
    plan.role_charter.manager = "Anders"
    assert following() == "next_sign"
    plan.role_charter.signed_on = TODAY
    assert following() == "next_review_day"
    plan.alignment.first_review = TODAY
    assert following() == "next_review"
    plan.alignment.first_review = date(2026, 9, 29)
    assert following() == "next_reviewed"


def test_a_later_exercise_is_to_be_checked_when_what_it_took_has_changed():
    plan = example_plan()
    assert rules.to_check(plan) == ()
    plan.time_budget.learning = 1.0
    again = rules.to_check(plan)
    assert "skills_plan" in again and "area_map" not in again
    result = rules.charter(plan, TODAY)
    assert tuple(one.module for one in result.sections if one.check) == again
    assert keys(result)[1] == "change_check"
    plan.time_budget.learning = None  # what is gone is a change, too
    assert "skills_plan" in rules.to_check(plan)
    plan.skills_plan = type(plan.skills_plan)()  # what is empty has nothing to check
    assert "skills_plan" not in rules.to_check(plan)


def test_of_the_health_check_only_what_is_ticked_in():
    health = RoleHealth(improve_1="Answers within two days", improve_2=" ")
    plan = Plan(role_health_check=health)
    assert rules.charter(plan, TODAY).improve == ()
    assert keys(rules.charter(plan, TODAY)) == ["start"]
    health.in_charter = True
    result = rules.charter(plan, TODAY)
    assert result.improve == ("Answers within two days",)
    assert [section.name for section in result.sections if section.filled] == ["improve"]


def test_the_limits_of_an_empty_board_are_no_agreement():
    plan = Plan(backlog_and_sprint=Backlog(capacity=18.0))
    assert not rules.charter(plan, TODAY).sections[6].filled
    plan.backlog_and_sprint.items.append(Item("i1", "Trade fair"))
    assert rules.charter(plan, TODAY).sections[6].filled


numbers = st.none() | st.sampled_from([0.0, -1.0, 1e300, float("nan"), float("inf"), -float("inf"), 40.0])
levels = st.none() | st.integers(-2, 9)
words = st.sampled_from(["", " ", "SEO", "g1", "<b>"])


@given(st.data())
def test_whatever_a_plan_holds_there_is_an_answer_in_words(data: st.DataObject):
    def some(strategy: st.SearchStrategy) -> list:
        return data.draw(st.lists(strategy, max_size=2))

    plan = Plan()
    plan.job_ad_audit = JobAd(text=data.draw(words), purpose=data.draw(words), share=data.draw(st.just(1.0)))
    plan.area_map.areas = some(st.builds(AreaScore, words, levels, levels, levels, numbers, words))
    plan.goal_builder.goals = some(
        st.builds(Goal, words, metric=words, target=numbers, tests=levels, due=st.none() | st.dates())
    )
    plan.activity_triage.activities = some(
        st.builds(Activity, words, words, numbers, levels, numbers, planned=numbers)
    )
    plan.backlog_and_sprint.items = some(st.builds(Item, words, words, hours=numbers))
    plan.time_budget = data.draw(st.builds(TimeBudget, contract=numbers, buffer=numbers, meetings=numbers))
    plan.time_budget.blocks = some(st.builds(FocusBlock, words, start=words, minutes=levels))
    plan.skills_plan.skills = some(st.builds(Skill, words, levels, levels, levels, levels, st.booleans()))
    plan.skills_plan.hours = data.draw(numbers)
    plan.alignment.mandate = Mandate(*(data.draw(levels) for _ in alignment.DECISIONS))
    result = rules.charter(plan, TODAY)
    assert result.points == sum(point.met for point in result.required)
    assert bool(result.missing) == (result.points < 6)
    for item in result.feedback:
        assert say(item.key, **item.values)
    kinds = [item.kind for item in result.feedback]
    assert kinds == sorted(set(kinds), key=["good", "change", "next", "note"].index)
