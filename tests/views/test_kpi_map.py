"""The KPI map as a learner uses it: inputs and clicks go through the widgets' own callbacks."""

import csv
import re
from pathlib import Path

import pytest

from rolecraft import goal_builder, kpi_map, store
from rolecraft.plan import Goal
from rolecraft.plan_json import plan_from_json
from rolecraft.text import say
from rolecraft.views.kpi_map import preview


def words(key: str, **values) -> str:
    return say(f"kpi_map.{key}", **values)


def answers(exercise) -> str:
    return " ".join(exercise.read())


def enter_link(exercise, now: str, best: str, hours: str) -> None:
    exercise.enter(words("label_now"), now)
    exercise.enter(words("label_best"), best)
    exercise.enter(words("label_hours"), hours)


def enter_chain(exercise) -> None:
    exercise.enter(words("label_outcome"), "New customers")
    exercise.enter(words("label_target"), "24")
    enter_link(exercise, "12,000", "13,200", "30")
    for link in (("1.5", "1.9", "24"), ("40 %", "46 %", "10"), ("25", "27", "12")):
        exercise.press(words("next_link"))
        enter_link(exercise, *link)


@pytest.fixture
def goal(book: store.Workbook) -> Goal:
    """A goal that was made in the goal builder."""
    made = Goal("g1", metric="Enquiries", baseline=40, target=60, owner="Maja")
    book.plan.goal_builder.goals.append(made)
    book.plan.goal_builder.revision = 1
    return made


def test_opening_it_changes_nothing_and_says_where_to_begin(book: store.Workbook, tmp_path: Path):
    exercise = kpi_map()
    assert words("start") in answers(exercise)
    assert list(tmp_path.iterdir()) == []


def test_from_an_empty_map_to_the_driver_that_gives_most(book: store.Workbook, tmp_path: Path):
    exercise = kpi_map()
    enter_chain(exercise)
    result = answers(exercise)
    assert words("good_reach", count=2, combined=26.22, target=24) in result
    assert "2.7 0.27" in result  # the share that fit: gain, and gain per hour
    assert words("picture_most") in exercise._picture.value
    assert "aria-label" in exercise._picture.value
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8"))
    assert [link.now for link in stored.kpi_map.drivers] == [12000, 1.5, 40, 25]
    assert [link.name for link in stored.kpi_map.drivers][0] == words("chain_1")


def test_what_was_entered_is_there_when_it_is_opened_again(book: store.Workbook, tmp_path: Path):
    enter_chain(kpi_map())
    store.use(store.FileDrive(tmp_path))
    again = kpi_map()
    assert again._find(words("label_now"), object).value == "12,000"
    assert words("good_reach", count=2, combined=26.22, target=24) in answers(again)


def test_a_number_that_can_t_be_read_is_kept_and_belongs_to_its_link(book: store.Workbook):
    exercise = kpi_map()
    exercise.enter(words("label_now"), "about 12")
    assert say("frame.number_unreadable", typed="about 12") in answers(exercise)
    exercise.press(words("next_link"))
    assert exercise._find(words("label_now"), object).value == ""
    exercise.enter(words("label_which_link"), 0)
    assert exercise._find(words("label_now"), object).value == "about 12"


def test_a_link_is_added_removed_and_brought_back(book: store.Workbook):
    exercise = kpi_map()
    exercise.press(words("add_link"))
    exercise.enter(words("label_link"), "Share that pay")
    names = [link.name for link in book.plan.kpi_map.drivers]
    assert len(names) == 5 and names[-1] == "Share that pay"
    exercise.press(words("remove_link", number=5))
    assert len(book.plan.kpi_map.drivers) == 4
    exercise.press(words("bring_back_link"))
    assert book.plan.kpi_map.drivers[-1].name == "Share that pay"
    ids = [link.id for link in book.plan.kpi_map.drivers]
    assert len(set(ids)) == 5


def test_a_link_of_the_common_chain_can_be_removed_at_once(book: store.Workbook):
    exercise = kpi_map()
    exercise.press(words("remove_link", number=1))
    assert [link.name for link in book.plan.kpi_map.drivers] == [words(f"chain_{n}") for n in (2, 3, 4)]


def test_goals_of_the_goal_builder_are_there_and_nothing_is_typed_twice(book: store.Workbook, goal: Goal):
    exercise = kpi_map()
    assert words("no_goals_yet") not in answers(exercise)
    exercise.enter(words("label_goal"), "g1")
    assert exercise._find(words("label_outcome"), object).value == "Enquiries"
    assert book.plan.kpi_map.target == 60


def test_a_goal_made_on_the_same_page_appears_at_once(book: store.Workbook):
    exercise = kpi_map()
    goals = goal_builder()
    goals.enter(say("goal_builder.label_metric"), "Enquiries")
    choices = [label for label, _ in exercise._find(words("label_goal"), object).options]
    assert words("goal_name", number=1, metric="Enquiries") in choices


def test_changed_goals_ask_for_a_look_until_they_are_checked(book: store.Workbook, goal: Goal):
    exercise = kpi_map()
    exercise.enter(words("label_goal"), "g1")
    assert words("carried_goals") not in answers(exercise)
    goal_builder().enter(say("goal_builder.label_target"), "70")
    assert words("carried_goals") in answers(exercise)
    exercise.enter(words("label_period"), "quarter")  # another change doesn't make the reminder go away
    assert words("carried_goals") in answers(exercise)
    exercise.press(say("frame.stay"))
    assert words("carried_goals") not in answers(exercise)


def test_a_removed_goal_is_said_and_never_silently_replaced(book: store.Workbook, goal: Goal):
    exercise = kpi_map()
    exercise.enter(words("label_goal"), "g1")
    goal_builder().press(say("goal_builder.remove_goal", number=1))
    assert words("outcome_goal_gone") in answers(exercise)
    assert book.plan.kpi_map.goal == "g1"


def test_a_vanity_metric_is_named_with_its_reason(book: store.Workbook):
    exercise = kpi_map()
    exercise.enter(words("label_number"), "Newsletter open rate")
    result = answers(exercise)
    assert words("vanity", trap=say("metrics.open_rate_trap")) in result
    assert words("verdict_drop", yes=0) in result


def test_a_number_that_passes_joins_the_measurement_plan(book: store.Workbook, goal: Goal):
    exercise = kpi_map()
    exercise.enter(words("label_number"), "Reply time")
    exercise.enter(words("label_role"), "guardrail")
    exercise.enter(words("label_number_goal"), "g1")
    exercise.enter(words("label_influence"), True)
    exercise.enter(words("label_source"), "the shared inbox")
    exercise.enter(words("label_monthly"), True)
    assert "Reply time" not in exercise._plan.value
    exercise.enter(words("label_decision"), "we pause campaigns")
    assert words("verdict_keep", yes=5) in answers(exercise)
    assert "we pause campaigns" in exercise._plan.value


def test_a_guardrail_has_its_numbers_in_the_plan(book: store.Workbook, goal: Goal):
    exercise = kpi_map()
    exercise.enter(words("label_number"), "Reply time")
    exercise.enter(words("label_role"), "guardrail")
    exercise.enter(words("label_number_goal"), "g1")
    exercise.enter(words("label_influence"), True)
    exercise.enter(words("label_source"), "hours, in the shared inbox")
    exercise.enter(words("label_decision"), "we pause campaigns")
    assert "Reply time" not in exercise._plan.value
    exercise.enter(words("label_number_now"), "14")
    exercise.enter(words("label_number_target"), "10.5")
    assert words("verdict_keep", yes=5) in answers(exercise)
    row = exercise.table().iloc[-1]
    assert (row[words("column_now")], row[words("column_target")]) == (14, 10.5)


def test_the_form_says_what_a_link_is_counted_in(book: store.Workbook):
    exercise = kpi_map()
    today = exercise._in_unit[0].note
    assert words("unit_count", period="month") in today.value
    exercise.enter(words("label_period"), "quarter")
    assert words("unit_count", period="quarter") in today.value
    exercise.enter(words("label_now"), "12,000")
    assert words("unit_count", period="quarter") in today.value
    exercise.enter(words("label_kind"), "rate")
    assert words("unit_rate") in today.value


def test_links_of_the_chain_become_numbers_to_test_once(book: store.Workbook):
    exercise = kpi_map()
    enter_chain(exercise)
    exercise.press(words("add_links"))
    exercise.press(words("add_links"))
    named = [metric.name for metric in book.plan.kpi_map.metrics if metric.name]
    assert named == [words(f"chain_{number}") for number in range(1, 5)]


def test_the_measurement_plan_as_a_file_and_as_a_table(book: store.Workbook, tmp_path: Path):
    exercise = kpi_map()
    enter_chain(exercise)
    exercise.enter(words("label_outcome"), '=HYPERLINK("http://x")')
    exercise.press(words("save_csv"))
    assert any("measurement-plan.csv" in text for text in exercise.read())
    assert "rc-live" in exercise._saved._dom_classes
    assert (tmp_path / "measurement-plan.csv").read_bytes().startswith(b"\xef\xbb\xbf"), (
        "Excel needs the mark"
    )
    with (tmp_path / "measurement-plan.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    assert rows[0][0] == '\'=HYPERLINK("http://x")'
    assert rows[0][headings.index(words("column_target"))] == "24"
    table = exercise.table()
    assert list(table[words("column_now")])[1:] == [12000, 1.5, 40, 25]


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    exercise = kpi_map()
    enter_chain(exercise)
    hostile = "<img src=x onerror=alert(1)>"
    exercise.enter(words("label_outcome"), hostile)
    exercise.enter(words("label_link"), hostile)
    exercise.enter(words("label_link_owner"), hostile)
    exercise.enter(words("label_number"), hostile)
    exercise.press(words("add_links"))
    shown = [place.value for place in vars(exercise).values() if hasattr(place, "value")]
    assert not any("<img" in str(value) for value in shown)


def test_the_example_and_back(book: store.Workbook, tmp_path: Path):
    exercise = kpi_map()
    exercise.enter(words("label_outcome"), "Orders")
    exercise.press(say("frame.show_example"))
    assert "26.2" in answers(exercise)
    exercise.enter(words("label_target"), "30")
    exercise.press(say("frame.back_to_own"))
    assert exercise._find(words("label_outcome"), object).value == "Orders"
    assert book.plan.kpi_map.target is None


def test_the_page_shows_the_worked_example_before_the_start():
    html = preview()
    assert "26.2" in html and 'role="img"' in html
    assert not re.search(r"[{}]", re.sub(r"<svg.*?</svg>", "", html))
