import re
from pathlib import Path

from rolecraft import example, worked_numbers
from rolecraft.plan_json import plan_from_json, plan_to_json

CHAPTERS = Path(__file__).parents[2] / "chapters"


def test_the_example_is_a_plan_like_any_other():
    plan = example.plan()
    assert plan_from_json(plan_to_json(plan)) == plan


def test_each_call_gives_a_new_copy():
    example.plan().goal_builder.goals.clear()
    assert len(example.plan().goal_builder.goals) == 3


def test_every_link_in_the_map_leads_to_a_goal():
    plan = example.plan()
    goals = {goal.id for goal in plan.goal_builder.goals}
    assert {plan.kpi_map.goal, *(metric.goal for metric in plan.kpi_map.metrics)} - {""} <= goals


def test_the_company_is_openly_made_up():
    assert example.company()["fictional"] is True


def test_the_numbers_of_the_curriculum():
    numbers = worked_numbers.numbers()
    expected = {
        "goal_builder.kr1_grade": "0.70",
        "goal_builder.objective_grade": "0.77",
        "goal_builder.reply_grade": "0.60",
        "kpi_map.required_factor": "1.333",
        "kpi_map.alone_sessions": "16,000",
        "kpi_map.alone_qualified": "53.3",
        "kpi_map.equal_split": "7.5",
        "kpi_map.gain_qualified": "2.70",
        "kpi_map.per_hour_qualified": "0.27",
        "kpi_map.combined": "26.2",
        "paid.full_cac": "5,917",
        "paid.payback_full": "14.8",
    }
    assert {key: numbers[key] for key in expected} == expected
    assert worked_numbers.numbers("sv")["kpi_map.alone_sessions"] == "16\u00a0000"


def test_every_worked_number_in_the_chapters_exists():
    asked = {
        key
        for chapter in CHAPTERS.glob("*.md")
        for key in re.findall(r"\{worked\}`([^`]+)`", chapter.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= set(worked_numbers.numbers())
