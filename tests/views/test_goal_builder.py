"""The goal builder, used as a learner uses it: type, choose, press, read."""

import ipywidgets as widgets
import pytest

from rolecraft import goal_builder, store
from rolecraft.plan import AreaScore
from rolecraft.text import say


def words(key: str, **values: object) -> str:
    return say(f"goal_builder.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def labels(exercise: widgets.Widget) -> list[str]:
    """The labels of the inputs that are shown."""
    found: list[str] = []

    def walk(widget: widgets.Widget) -> None:
        if widget.layout.display == "none":
            return
        if isinstance(widget, widgets.ValueWidget) and getattr(widget, "description", ""):
            found.append(widget.description)
        for child in getattr(widget, "children", ()):
            walk(child)

    walk(exercise)
    return found


def test_a_newcomer_is_told_where_to_begin(book: store.Workbook):
    assert any(words("start") in answer for answer in goal_builder().read())


def test_the_example_is_a_full_goal_with_its_grade(book: store.Workbook):
    exercise = goal_builder()
    exercise.press(say("frame.show_example"))
    said = " ".join(exercise.read())
    assert words("good_all_points") in said
    assert words("graded_green", grade=0.7667) in said
    table = exercise.table()
    assert list(table[words("column_points")]) == [8, 8, 8]
    assert [round(grade, 2) for grade in table[words("column_grade")]] == [0.7, 0.6, 1.0]


def test_each_change_is_answered_at_once(book: store.Workbook):
    exercise = goal_builder()
    exercise.press(say("frame.show_example"))
    exercise.enter(label("owner"), "Maja and Anders")
    assert any(words("change_owner_several", owner="Maja and Anders") in answer for answer in exercise.read())
    exercise.enter(label("owner"), "Maja")
    assert any(words("good_all_points") in answer for answer in exercise.read())


@pytest.mark.parametrize(
    ("level", "baseline", "kind"), [(1, "40", "learning"), (4, "", "learning"), (4, "40", "performance")]
)
def test_the_form_asks_what_the_type_of_goal_needs(
    book: store.Workbook, level: int, baseline: str, kind: str
):
    exercise = goal_builder()
    exercise.enter(label("metric"), "enquiries")
    exercise.enter(label("level"), level)
    exercise.enter(label("baseline"), baseline)
    asked, hidden = ("tests", "target") if kind == "learning" else ("target", "tests")
    assert label(asked) in labels(exercise)
    assert label(hidden) not in labels(exercise)
    assert any(answer.startswith(words(f"kind_{kind}")) for answer in exercise.read())


def test_several_goals_and_the_advice_to_drop_one(book: store.Workbook):
    exercise = goal_builder()
    exercise.enter(label("metric"), "first")
    for name in ("second", "third", "fourth"):
        exercise.press(words("add_goal"))
        exercise.enter(label("metric"), name)
    assert [goal.metric for goal in book.plan.goal_builder.goals] == ["first", "second", "third", "fourth"]
    assert any(words("drop_one", count=4, most=3) in answer for answer in exercise.read())
    exercise.enter(label("which_goal"), 1)
    exercise.enter(label("metric"), "second, better")
    assert book.plan.goal_builder.goals[1].metric == "second, better"


def test_a_choice_that_is_not_made_yet_says_so_for_each_goal(book: store.Workbook):
    exercise = goal_builder()
    exercise.enter(label("level"), 3)
    exercise.press(words("add_goal"))
    assert exercise._find(label("level"), widgets.Dropdown).label == words("level_unknown")
    assert [goal.level for goal in book.plan.goal_builder.goals] == [3, None]


def test_what_needs_a_change_is_said_where_it_was_entered(book: store.Workbook):
    exercise = goal_builder()
    exercise.enter(label("owner"), "everybody")
    assert words("change_owner_nobody", owner="everybody") in exercise.read()
    exercise.enter(label("owner"), "Maja")
    assert words("change_owner_nobody", owner="everybody") not in exercise.read()


def test_the_unit_stands_beside_the_numbers(book: store.Workbook):
    exercise = goal_builder()
    baseline, target, actual = (field.note for field in exercise._in_unit)
    assert words("in_unit", unit="") not in baseline.value
    exercise.enter(label("unit"), "hours")
    assert words("in_unit", unit="hours") in baseline.value
    exercise.enter(label("level"), 3)
    exercise.enter(label("baseline"), "20")
    for note in (baseline, target, actual):
        assert words("in_unit", unit="hours") in note.value
    exercise.enter(label("unit"), "<b>")
    assert "<b>" not in target.value


def test_a_removed_goal_can_be_brought_back(book: store.Workbook):
    exercise = goal_builder()
    exercise.enter(label("metric"), "first")
    exercise.press(words("add_goal"))
    exercise.enter(label("metric"), "second")
    exercise.press(words("remove_goal", number=2))
    assert [goal.metric for goal in book.plan.goal_builder.goals] == ["first"]
    exercise.press(words("bring_back_goal"))
    assert [goal.metric for goal in book.plan.goal_builder.goals] == ["first", "second"]


def test_nothing_is_written_until_something_is_entered(book: store.Workbook):
    exercise = goal_builder()
    exercise.enter(label("business_goal"), "24 customers")
    assert book.plan.goal_builder.goals == []
    exercise.enter(label("metric"), "enquiries")
    assert len(book.plan.goal_builder.goals) == 1


def test_an_area_brings_its_level_from_the_area_map_unless_one_is_said(book: store.Workbook):
    book.plan.area_map.areas = [AreaScore("SEO", skill=1), AreaScore("WEB", skill=4)]
    exercise = goal_builder()
    exercise.enter(label("area"), "SEO")
    assert book.plan.goal_builder.goals[0].level == 1
    assert exercise._find(label("level"), widgets.Dropdown).value == 1
    exercise.enter(label("area"), "WEB")
    assert book.plan.goal_builder.goals[0].level == 1
    assert not any(say("frame.check_again") in answer for answer in exercise.read())


@pytest.mark.parametrize(("button", "level"), [("frame.take_new", 3), ("frame.stay", 1)])
def test_a_changed_level_in_the_area_map_is_told(book: store.Workbook, button: str, level: int):
    seo = AreaScore("SEO", skill=1)
    book.plan.area_map.areas = [seo, AreaScore("WEB", skill=4)]
    exercise = goal_builder()
    exercise.enter(label("area"), "SEO")
    seo.skill = 3
    book.edited("area_map", None)

    def told(levels: str) -> bool:
        words_ = say("frame.carried_changed", what=words("carried_levels", levels=levels))
        return any(words_ in answer for answer in exercise.read())

    name = say("areas.SEO_name")
    assert told(f"{name}: 3")
    exercise.press(words("add_goal"))
    exercise.enter(label("area"), "WEB")  # another change doesn't make the reminder go away
    assert told(f"{name}: 3; {say('areas.WEB_name')}: 4")
    exercise.press(say(button))
    assert not any(say("frame.check_again") in answer for answer in exercise.read())
    assert [goal.level for goal in book.plan.goal_builder.goals] == [level, 4]
