"""What every exercise does the same way, shown on the goal builder."""

import json
from datetime import UTC, datetime
from pathlib import Path

import ipywidgets as widgets
import pytest

from rolecraft import goal_builder, store
from rolecraft.plan import Plan
from rolecraft.plan_json import plan_from_json, plan_to_json
from rolecraft.rules import goal_builder as rules
from rolecraft.text import say

BUSINESS_GOAL = say("goal_builder.label_business_goal")
BASELINE = say("goal_builder.label_baseline")
OWN = "24 new customers a month"


def stored(folder: Path) -> Plan:
    return plan_from_json((folder / store.PLAN_NAME).read_text(encoding="utf-8"))


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def choose_file(exercise, name: str, content: bytes) -> None:
    """What the browser does when the learner chooses a file."""
    exercise._upload.value = [
        {
            "name": name,
            "type": "application/json",
            "size": len(content),
            "content": content,
            "last_modified": datetime.now(UTC),
        }
    ]


def test_each_key_press_is_saved(book: store.Workbook, tmp_path: Path):
    exercise = goal_builder()
    for end in range(1, len(OWN) + 1):
        exercise.enter(BUSINESS_GOAL, OWN[:end])
        assert stored(tmp_path).goal_builder.business_goal == OWN[:end]


def test_opening_and_the_example_leave_no_trace(book: store.Workbook, tmp_path: Path):
    exercise = goal_builder()
    exercise.press(say("frame.show_example"))
    assert say("frame.example_banner") in exercise.read()
    exercise.enter(BUSINESS_GOAL, "tried out in the example")
    exercise.enter(BASELINE, "not a number")
    exercise.press(say("frame.back_to_own"))
    assert list(tmp_path.iterdir()) == []
    assert exercise._find(BUSINESS_GOAL, object).value == ""


def test_one_click_back_to_my_own(book: store.Workbook):
    exercise = goal_builder()
    exercise.enter(BUSINESS_GOAL, OWN)
    exercise.press(say("frame.show_example"))
    assert exercise._find(BUSINESS_GOAL, object).value != OWN
    exercise.press(say("frame.back_to_own"))
    assert exercise._find(BUSINESS_GOAL, object).value == OWN


def test_what_cannot_be_read_as_a_number_stays_with_a_kind_word(book: store.Workbook, tmp_path: Path):
    goal_builder().enter(BASELINE, "about forty")
    again = goal_builder()
    assert again._find(BASELINE, object).value == "about forty"
    assert say("frame.number_unreadable", typed="about forty") in again.read()
    again.enter(BASELINE, "1 040,5")
    assert stored(tmp_path).goal_builder.goals[0].baseline == 1040.5
    assert stored(tmp_path).goal_builder.drafts == {}
    assert say("frame.number_read", value=1040.5) in again.read()


def test_the_same_exercise_twice_on_a_page_shows_the_same(book: store.Workbook):
    one, two = goal_builder(), goal_builder()
    one.enter(BUSINESS_GOAL, OWN)
    assert two._find(BUSINESS_GOAL, object).value == OWN


def test_an_error_inside_is_told_in_words_and_keeps_the_input(
    book: store.Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    exercise = goal_builder()
    with monkeypatch.context() as broken:
        broken.setattr(rules, "review", lambda *_: 1 / 0)
        exercise.enter(BUSINESS_GOAL, OWN)
    assert any("division by zero" in answer for answer in exercise.read())
    assert "division by zero" in exercise._error.value and "rc-live" in exercise._error._dom_classes
    assert exercise._find(BUSINESS_GOAL, object).value == OWN
    assert stored(tmp_path).goal_builder.business_goal == OWN
    exercise.enter(BUSINESS_GOAL, OWN + "!")
    assert not any("division by zero" in answer for answer in exercise.read())


def test_an_exercise_that_cannot_show_its_plan_still_opens_files(
    book: store.Workbook, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as broken:
        broken.setattr(rules, "review", lambda *_: 1 / 0)
        exercise = goal_builder()
        assert any("division by zero" in answer for answer in exercise.read())
        exercise.press(say("frame.show_work"))
        choose_file(exercise, "good.json", plan_to_json(Plan()).encode())
    exercise.press(say("frame.file_use"))
    assert not any("division by zero" in answer for answer in exercise.read())


def test_a_saved_file_opens_elsewhere_after_asking_and_can_be_undone(book: store.Workbook, tmp_path: Path):
    exercise = goal_builder()
    exercise.enter(BUSINESS_GOAL, OWN)
    exercise.press(say("frame.show_work"))
    exercise.press(say("frame.save_file"))
    saved = next(tmp_path.glob("my-role-plan*.json")).read_bytes()

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    store.use(store.FileDrive(elsewhere))
    other = goal_builder()
    other.enter(BUSINESS_GOAL, "something else")
    other.press(say("frame.show_work"))
    choose_file(other, "my-role-plan.json", saved)
    assert other._find(BUSINESS_GOAL, object).value == "something else", (
        "nothing happens before the learner agrees"
    )
    other.press(say("frame.file_use"))
    assert other._find(BUSINESS_GOAL, object).value == OWN
    assert stored(elsewhere).goal_builder.business_goal == OWN
    other.press(say("frame.file_undo"))
    assert stored(elsewhere).goal_builder.business_goal == "something else"


def saved_file(exercise, folder: Path) -> dict:
    """What the button hands out."""
    for old in folder.glob("my-role-plan*.json"):
        old.unlink()
    exercise.press(say("frame.save_file"))
    (path,) = folder.glob("my-role-plan*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_health_check_leaves_in_a_file_only_when_it_is_ticked_in(book: store.Workbook, tmp_path: Path):
    exercise = goal_builder()
    exercise.press(say("frame.show_work"))
    with pytest.raises(LookupError):
        exercise.enter(say("frame.with_health"), True)  # nothing there yet, so nothing to ask
    book.plan.role_health_check.first.workload_1 = 4
    book.edited("role_health_check", None)
    assert saved_file(exercise, tmp_path)["role_health_check"]["first"]["workload_1"] is None
    assert stored(tmp_path).role_health_check.first.workload_1 == 4
    exercise.enter(say("frame.with_health"), True)
    assert saved_file(exercise, tmp_path)["role_health_check"]["first"]["workload_1"] == 4
    exercise.enter(say("frame.with_health"), False)
    assert saved_file(exercise, tmp_path)["role_health_check"]["first"]["workload_1"] is None


def test_a_file_without_a_health_check_leaves_the_one_that_is_here(book: store.Workbook, tmp_path: Path):
    book.plan.role_health_check.improve_1 = "answers within two days"
    exercise = goal_builder()
    exercise.press(say("frame.show_work"))
    choose_file(exercise, "my-role-plan.json", plan_to_json(Plan()).encode())
    exercise.press(say("frame.file_use"))
    assert stored(tmp_path).role_health_check.improve_1 == "answers within two days"


def test_keeping_what_i_have_changes_nothing_and_forgets_the_file(book: store.Workbook, tmp_path: Path):
    exercise = goal_builder()
    exercise.enter(BUSINESS_GOAL, OWN)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    exercise.press(say("frame.show_work"))
    choose_file(exercise, "my-role-plan.json", plan_to_json(Plan()).encode())
    exercise.press(say("frame.file_keep"))
    assert say("frame.file_kept") in exercise._file_words.value
    assert "rc-live" in exercise._file_words._dom_classes
    exercise._use.click()  # as a click that was on its way
    assert exercise._find(BUSINESS_GOAL, object).value == OWN
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    for button in ("file_use", "file_keep", "file_undo"):
        with pytest.raises(LookupError):
            exercise.press(say(f"frame.{button}"))


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "frame.file_no_json"),
        (b"\xff\xd8\xff\xe0 a photo", "frame.file_no_json"),
        (b'{"cells": [], "nbformat": 4}', "frame.file_no_plan"),
        (plan_to_json(Plan()).replace('"version": 2', '"version": 99').encode(), "frame.file_newer"),
    ],
)
def test_a_foreign_file_is_refused_and_overwrites_nothing(
    book: store.Workbook, tmp_path: Path, content: bytes, key: str
):
    exercise = goal_builder()
    exercise.enter(BUSINESS_GOAL, OWN)
    before = (tmp_path / store.PLAN_NAME).read_bytes()
    choose_file(exercise, "holiday.jpg", content)
    assert any(say(key) in widget.value for widget in [exercise._file_words])
    assert (tmp_path / store.PLAN_NAME).read_bytes() == before


def test_a_learners_words_are_never_html(book: store.Workbook):
    exercise = goal_builder()
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    for label in ("business_goal", "objective", "metric", "owner", "cue", "action", "baseline", "link"):
        exercise.enter(say(f"goal_builder.label_{label}"), hostile)
    shown = "".join(widget.value for widget in walk(exercise) if isinstance(widget, widgets.HTML))
    assert hostile not in shown and "<img" not in shown and "<script" not in shown
    assert "&lt;img src=x" in shown
