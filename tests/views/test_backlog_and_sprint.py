"""Backlog and sprint as a learner uses it: inputs and clicks go through the widgets' own callbacks."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import ipywidgets as widgets
import pytest

from rolecraft import activity_triage, backlog_and_sprint, example, store
from rolecraft.plan_json import plan_from_json
from rolecraft.rules import backlog_and_sprint as rules
from rolecraft.text import say
from rolecraft.views.backlog_and_sprint import preview

TODAY = date.today()
HOSTILE = "<img src=x onerror=alert(1)>"


def words(key: str, **values) -> str:
    return say(f"backlog_and_sprint.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def answers(exercise) -> str:
    return " ".join(exercise.read())


def picture(exercise) -> str:
    """What somebody hears who can't see the board."""
    return unescape(re.search(r'aria-label="([^"]+)"', exercise._picture.value)[1])


def shown(widget) -> Iterator:
    if widget.layout.display != "none":
        yield widget
        for child in getattr(widget, "children", ()):
            yield from shown(child)


def labels(exercise) -> list[str]:
    """The labels of the inputs that are shown."""
    return [
        one.description for one in shown(exercise) if isinstance(one, widgets.ValueWidget) and one.description
    ]


def add(exercise, name: str, column: str = "next") -> None:
    """Write one more item."""
    if exercise.section.items:
        exercise.press(words("add_item"))
    exercise.enter(label("name"), name)
    if column != "next":
        exercise.enter(label("column"), column)


def test_opening_it_changes_nothing_and_says_where_to_begin(book: store.Workbook, tmp_path: Path):
    exercise = backlog_and_sprint()
    assert words("start") in answers(exercise)
    assert f"{words('column_doing')}, {words('count_limit', count=0, most=2)}" in picture(exercise)
    assert list(tmp_path.iterdir()) == []


def test_from_an_empty_board_to_an_order_with_its_reason(book: store.Workbook, tmp_path: Path):
    exercise = backlog_and_sprint()
    add(exercise, "Cases")
    assert words("next_more") in answers(exercise)
    for part, value in (("impact", 7), ("confidence", 6), ("ease", 5)):
        exercise.enter(label(part), value)
    assert words("item_score", model="ICE", score="210", place=1, count=1) in answers(exercise)
    exercise.enter(label("model"), "wsjf")
    for part, value in (("value", 8), ("urgency", 2), ("risk", 3), ("size", 5)):
        exercise.enter(label(part), value)
    add(exercise, "TikTok")
    for part, value in (("value", 2), ("urgency", 1), ("risk", 3)):
        exercise.enter(label(part), value)
    assert words("item_missing", parts=label("size")) in answers(exercise)
    exercise.enter(label("size"), 2)
    exercise.press(words("show_all_scores"))
    for part, value in (("impact", 3), ("confidence", 3), ("ease", 7)):
        exercise.enter(label(part), value)
    swap = words("swap", first="TikTok", second="Cases", model="WSJF", others="ICE")
    assert f"{swap} {words('reason_size', mine=2, theirs=5)}" in answers(exercise)
    exercise.enter(label("size"), 5)
    assert words("compare_top", name="Cases") in answers(exercise)
    assert words("compare_same") in answers(exercise)
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8")).backlog_and_sprint
    assert [(item.id, item.name, item.size) for item in stored.items] == [
        ("i1", "Cases", 5),
        ("i2", "TikTok", 5),
    ]


def test_only_the_parts_of_the_chosen_model_are_asked_unless_all_are_wanted(book: store.Workbook):
    exercise = backlog_and_sprint()

    def asked():
        return {
            model
            for model, parts in rules.PARTS.items()
            if {label(part) for part in parts} <= set(labels(exercise))
        }

    assert asked() == {"ice"}
    exercise.enter(label("model"), "rice")
    assert asked() == {"rice"}
    exercise.press(words("show_all_scores"))
    assert asked() == {"ice", "rice", "wsjf"}
    exercise.press(words("hide_all_scores"))
    assert asked() == {"rice"}


def test_rice_takes_numbers_and_choices(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "Landing page")
    exercise.enter(label("model"), "rice")
    exercise.enter(label("reach"), "12,000")
    exercise.enter(label("effect"), 1.0)
    exercise.enter(label("certainty"), 0.8)
    exercise.enter(label("effort"), "0.15")
    assert words("item_score", model="RICE", score="64,000", place=1, count=1) in answers(exercise)
    assert words("suggest_rice") in answers(exercise)


def test_moving_notes_the_day_and_it_can_be_corrected(book: store.Workbook, tmp_path: Path):
    exercise = backlog_and_sprint()
    add(exercise, "Landing page")
    assert label("begun") not in labels(exercise)
    exercise.enter(label("column"), "doing")
    item = book.plan.backlog_and_sprint.items[0]
    assert exercise._find(label("begun"), widgets.DatePicker).value == item.begun == TODAY
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8"))
    assert stored.backlog_and_sprint.items[0].begun == TODAY
    assert label("finished") not in labels(exercise)
    exercise.enter(label("begun"), TODAY - timedelta(days=3))
    assert words("card_age_2", days=3) in picture(exercise)
    exercise.enter(label("column"), "waiting")
    assert item.begun == TODAY - timedelta(days=3)
    exercise.enter(label("column"), "done")
    assert exercise._find(label("finished"), widgets.DatePicker).value == item.finished == TODAY
    assert words("card_took_2", days=3) in picture(exercise)
    exercise.enter(label("finished"), TODAY - timedelta(days=9))
    assert words("days_turned") in answers(exercise)


def test_the_first_item_may_be_moved_before_it_has_a_name(book: store.Workbook):
    exercise = backlog_and_sprint()
    exercise.enter(label("column"), "doing")
    exercise.enter(label("name"), "Landing page")
    (item,) = book.plan.backlog_and_sprint.items
    assert (item.column, item.begun) == ("doing", TODAY)


def test_choosing_another_item_moves_nothing(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "A", "doing")
    exercise.enter(label("begun"), None)
    add(exercise, "B", "done")
    exercise.enter(label("which_item"), 0)
    exercise.press(words("next_item"))
    assert [item.column for item in book.plan.backlog_and_sprint.items] == ["doing", "done"]
    assert [item.begun for item in book.plan.backlog_and_sprint.items] == [None, None]


def test_one_too_many_in_doing_is_said_at_once(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "A", "doing")
    add(exercise, "B", "doing")
    assert words("card_over") not in exercise._picture.value
    add(exercise, "C", "doing")
    assert words("too_many_doing", count=3, most=2) in answers(exercise)
    assert words("count_limit", count=3, most=2) in picture(exercise)
    assert words("card_over") in exercise._picture.value
    exercise.enter(label("most_doing"), "3")
    assert words("too_many_doing", count=3, most=2) not in answers(exercise)


def test_the_sprint_says_what_fits(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "A", "doing")
    exercise.enter(label("hours"), "20")
    add(exercise, "B")
    exercise.enter(label("capacity"), "18")
    assert words("sprint_unknown", count=1) in answers(exercise)
    exercise.enter(label("hours"), "8")
    result = answers(exercise)
    assert words("sprint_room", capacity=30.6, hours=18, weeks=2) in result
    assert words("sprint_fits", room=10.6, names="B") in result
    exercise.enter(label("weeks"), "1")
    assert words("sprint_full") in answers(exercise)
    exercise.enter(label("weeks"), "9")
    assert book.plan.backlog_and_sprint.drafts == {"weeks": "9"}


def test_sprints_that_are_over_say_how_much_to_plan(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "A")
    exercise.press(words("show_sprints"))
    exercise.enter(label("planned"), "6")
    exercise.enter(label("done"), "3")
    exercise.press(words("add_sprint"))
    exercise.enter(label("planned"), "5")
    exercise.enter(label("done"), "3")
    assert words("plan_less", one=50, two=60) in answers(exercise)
    assert words("sprint_completion", shares="50 % and 60 %") in answers(exercise)


def test_an_item_is_removed_and_brought_back(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "A")
    add(exercise, "B", "doing")
    exercise.press(words("remove_item", number=2))
    assert [item.name for item in book.plan.backlog_and_sprint.items] == ["A"]
    assert "B" not in picture(exercise)
    exercise.press(words("bring_back_item"))
    assert [item.name for item in book.plan.backlog_and_sprint.items] == ["A", "B"]


def test_a_number_that_can_t_be_read_is_kept_and_belongs_to_its_item(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "A")
    exercise.enter(label("hours"), "about 12")
    assert say("frame.number_unreadable", typed="about 12") in answers(exercise)
    add(exercise, "B")
    assert exercise._find(label("hours"), widgets.Text).value == ""
    exercise.enter(label("which_item"), 0)
    assert exercise._find(label("hours"), widgets.Text).value == "about 12"


# From earlier exercises


@pytest.fixture
def earlier(book: store.Workbook) -> store.Workbook:
    """A plan with the example's triage and time budget."""
    book.plan.activity_triage = example.plan().activity_triage
    book.plan.time_budget = example.plan().time_budget
    return book


def test_a_new_board_starts_from_earlier_exercises(earlier: store.Workbook):
    exercise = backlog_and_sprint()
    assert "Search-ads tuning" in picture(exercise)
    assert exercise._find(label("capacity"), widgets.Text).value == "18"
    assert earlier.plan.backlog_and_sprint.items == []
    exercise.enter(label("requests"), "one form")
    assert len(earlier.plan.backlog_and_sprint.items) == 4
    assert say("frame.check_again") not in answers(exercise)


def test_later_changes_are_told_and_taken_or_not(earlier: store.Workbook):
    exercise = backlog_and_sprint()
    exercise.enter(label("name"), "My own name for it")
    triage = activity_triage()
    triage.enter(say("activity_triage.label_name"), "Landing-page test, second round")
    assert "Landing-page test, second round (3 h a week)" in answers(exercise)
    exercise.press(say("frame.take_new"))
    names = [item.name for item in earlier.plan.backlog_and_sprint.items]
    assert names[0] == "My own name for it"
    assert names[-1] == "Landing-page test, second round"
    assert say("frame.check_again") not in answers(exercise)
    earlier.plan.time_budget.contract = 30.0
    earlier.edited("time_budget", None)
    assert say("frame.carried_changed", what=exercise.carried_words("capacity", 9.5)) in answers(exercise)
    exercise.press(say("frame.stay"))
    assert say("frame.check_again") not in answers(exercise)
    assert earlier.plan.backlog_and_sprint.capacity == 18


# The example, and what never changes


def test_the_example_and_back(book: store.Workbook):
    exercise = backlog_and_sprint()
    add(exercise, "Mine")
    exercise.press(say("frame.show_example"))
    result = answers(exercise)
    assert words("compare_top", name="Landing-page test") in result
    assert words("sprint_room", capacity=30.6, hours=18, weeks=2) in result
    assert f"{words('column_waiting')}, {words('count_limit', count=1, most=2)}" in picture(exercise)
    exercise.enter(label("column"), "done")
    table = exercise.table()
    assert list(table["ICE"]) == [336, 210, 63, 50]
    assert [round(score, 2) for score in table["WSJF"]] == [5.33, 2.6, 3.0, 2.38]
    assert list(table[words("column_place", model="WSJF")])[1:] == [2, 1, 3]
    exercise.press(say("frame.back_to_own"))
    assert exercise._find(label("name"), widgets.Text).value == "Mine"
    assert exercise._find(label("column"), widgets.Dropdown).value == "next"


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    exercise = backlog_and_sprint()
    exercise.press(say("frame.show_example"))
    for item in exercise.section.items:
        item.name = f"{HOSTILE}{item.id}"
    exercise.enter(label("capacity"), "100")  # so that something fits, by name
    exercise.enter(label("not_seen"), HOSTILE)
    places = [one.value for one in shown(exercise) if isinstance(one, widgets.HTML)]
    assert sum("&lt;img" in value for value in places) >= 5
    assert not any("<img" in value for value in places)


def test_the_page_shows_the_worked_example_before_the_start():
    html = preview()
    assert html.count('role="img"') == 1 and "5.33 (1)" in html and "30.6 h" in html
    assert not re.search(r"[{}]", html)
