"""The role health check as a learner uses it: inputs and clicks go through the widgets' own callbacks."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import ipywidgets as widgets
import pytest
import yaml

from rolecraft import role_health_check, store
from rolecraft.plan_json import plan_from_json
from rolecraft.rules import role_health_check as rules
from rolecraft.text import catalogue, say
from rolecraft.views.frame import plain_text
from rolecraft.views.role_health_check import on_paper, preview

ITEMS = [name for names in rules.STATEMENTS.values() for name in names]
COURSE = Path(__file__).parents[2] / "chapters" / "course.yml"
TODAY = date.today()


def words(key: str, **values) -> str:
    return say(f"role_health_check.{key}", **values)


def label(name: str, again: bool = False) -> str:
    statement = words(f"label_{name}")
    return words("statement_again", statement=statement) if again else statement


def answers(exercise) -> str:
    return " ".join(exercise.read())


def answer_all(exercise, step: int = 2, again: bool = False, **other: int) -> None:
    """Answer each statement; other: another step for both statements of a dimension."""
    for name in ITEMS:
        exercise.enter(label(name, again), other.get(name.rpartition("_")[0], step))


def shown(widget: widgets.Widget) -> str:
    """All HTML that is shown without opening anything."""
    if widget.layout.display == "none":
        return ""
    own = widget.value if isinstance(widget, widgets.HTML) else ""
    return own + "".join(map(shown, getattr(widget, "children", ())))


def stored(folder: Path):
    return plan_from_json((folder / store.PLAN_NAME).read_text(encoding="utf-8")).role_health_check


def test_a_newcomer_learns_what_it_is_not_where_help_is_and_where_to_begin(
    book: store.Workbook, tmp_path: Path
):
    exercise = role_health_check()
    page = plain_text(shown(exercise))
    for key in ("what_it_is", "help_always", "private"):
        assert words(key) in page
    assert words("start", total=14) in answers(exercise)
    assert list(tmp_path.iterdir()) == []


def test_the_example_has_both_rounds_and_what_changed(book: store.Workbook):
    exercise = role_health_check()
    exercise.press(say("frame.show_example"))
    said = answers(exercise)
    assert words("good_up", first=-37.5, again=-3.1) in said
    assert f"{words('name_clarity')} {words('changed_resource_up', change='+25')}" in said
    assert f"{words('name_workload')} {words('changed_same', change='-12.5')}" in said
    table = exercise.table()
    assert list(table[words("column_first")]) == [75, 62.5, 37.5, 37.5, 25, 25, 50, 68.8, 31.3, -37.5]
    assert list(table[words("column_change")])[:3] == [-12.5, -12.5, 25]


def test_each_answer_is_answered_saved_and_dated(book: store.Workbook, tmp_path: Path):
    exercise = role_health_check()
    exercise.enter(label("workload_1"), 3)
    assert words("good_begun", answered=1, total=14) in answers(exercise)
    assert words("repeat_on", day=TODAY + timedelta(days=90), days=90) in answers(exercise)
    assert (stored(tmp_path).first.workload_1, stored(tmp_path).first.given_on) == (3, TODAY)
    assert exercise._find(words("label_first_day"), widgets.DatePicker).value == TODAY


def test_strained_is_the_employer_s_matter_and_names_the_chapter(book: store.Workbook):
    exercise = role_health_check()
    answer_all(exercise, 1, workload=3, fragmentation=3, recovery=2)
    said = answers(exercise)
    assert words("strained") in said
    assert words("next_clarity", score=25) in said
    assert words("profile_high_strain") in said and words("profile_note", cut_off=50) in said


def test_low_recovery_brings_help_to_the_front_and_better_recovery_takes_it_back(book: store.Workbook):
    exercise = role_health_check()
    exercise.enter(label("recovery_1"), 1)
    assert words("care") not in answers(exercise)
    exercise.enter(label("recovery_2"), 2)
    said = answers(exercise)
    assert words("care") in said
    assert all(place in said for place in words("care_places").splitlines())
    exercise.enter(label("recovery_2"), 3)
    assert words("care") not in answers(exercise)
    assert words("help_always") in plain_text(shown(exercise))


def test_the_day_is_the_learner_s_own(book: store.Workbook):
    exercise = role_health_check()
    day = TODAY - timedelta(days=100)
    exercise.enter(words("label_first_day"), day)
    answer_all(exercise)
    assert book.plan.role_health_check.first.given_on == day
    assert words("next_repeat", day=day + timedelta(days=90)) in answers(exercise)


def test_after_ninety_days_the_same_statements_are_answered_again(book: store.Workbook, tmp_path: Path):
    exercise = role_health_check()
    exercise.enter(words("label_first_day"), TODAY - timedelta(days=100))
    answer_all(exercise)
    with pytest.raises(LookupError):
        exercise.enter(label("clarity_1", again=True), 4)
    exercise.press(words("show_again"))
    answer_all(exercise, again=True, clarity=4)
    said = answers(exercise)
    assert f"{words('name_clarity')} {words('changed_resource_up', change='+50')}" in said
    assert f"{words('name_balance')} {words('changed_same', change='+12.5')}" in said
    assert words("repeat_on", day=TODAY + timedelta(days=90), days=90) in said
    assert (stored(tmp_path).again.clarity_1, stored(tmp_path).again.given_on) == (4, TODAY)
    assert stored(tmp_path).first.clarity_1 == 2
    exercise.enter(words("label_again_day"), TODAY - timedelta(days=101))
    assert words("day_before") in plain_text(shown(exercise))
    again = role_health_check()
    again.press(words("show_again"))
    assert again._find(label("clarity_1", again=True), widgets.Dropdown).value == 4


def test_the_check_leaves_this_device_only_when_ticked(book: store.Workbook, tmp_path: Path):
    exercise = role_health_check()
    exercise.enter(label("workload_1"), 3)
    assert f"{words('charter_out')} {words('files_out')}" in answers(exercise)
    exercise.press(say("frame.show_work"))

    def saved() -> dict:
        exercise.press(say("frame.save_file"))
        file = tmp_path / "my-role-plan.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        file.unlink()
        return content["role_health_check"]

    assert saved()["first"]["workload_1"] is None
    exercise.enter(words("label_in_files"), True)
    assert words("files_in") in answers(exercise)
    assert saved()["first"]["workload_1"] == 3
    exercise.enter(say("frame.with_health"), False)  # the same tick, beside the file buttons
    assert exercise._find(words("label_in_files"), widgets.Checkbox).value is False
    assert words("files_out") in answers(exercise)
    assert saved()["first"]["workload_1"] is None


def test_only_what_to_improve_is_offered_to_the_charter(book: store.Workbook):
    exercise = role_health_check()
    exercise.enter(words("label_in_charter"), True)
    assert words("charter_empty") in answers(exercise)
    exercise.enter(words("label_improve_1"), "Fewer urgent requests")
    said = answers(exercise)
    assert words("charter_in") in said
    assert f"{words('improve_list')} Fewer urgent requests" in said
    assert book.plan.role_health_check.in_charter and not book.plan.role_health_check.in_files


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    exercise = role_health_check()
    exercise.enter(words("label_improve_2"), "<img src=x onerror=alert(1)>")
    assert "&lt;img" in shown(exercise) and "<img" not in shown(exercise)


def test_the_picture_says_balance_and_profile_of_both_rounds(book: store.Workbook):
    exercise = role_health_check()
    exercise.press(say("frame.show_example"))
    (picture,) = re.findall(r'role="img" aria-label="([^"]+)"', shown(exercise))
    first, again = picture.split(words("picture_again") + ": ")
    assert words("line_balance", demands=68.8, resources=31.3, balance=-37.5) in first
    assert words("profile_high_strain") in first and words("profile_active") in again
    assert words("picture_moved", name=words("name_support"), first=25, again=50) in again


def test_chapters_have_the_names_that_the_course_gives_them():
    titles = {one["number"]: one["title"] for one in yaml.safe_load(COURSE.read_text("utf-8"))["chapters"]}
    named = set()
    for message in catalogue("role_health_check").values():
        for number, title in re.findall(r"(?:[Cc]hapters? |and )(\d+), “([^”]+)”", message):
            assert titles[int(number)] == title, message
            named.add(int(number))
    assert named == {4, 6, 7, 8, 9, 10}


def test_it_is_never_called_a_diagnosis_without_a_not():
    for key, message in catalogue("role_health_check").items():
        for before in re.findall(r"(.{0,12})\bdiagnosis", message):
            assert re.search(r"\b(?:not a|no) $", before), key


def test_the_sheet_says_first_where_help_is():
    assert on_paper()[0][0] == words("heading_help")


def test_the_page_shows_the_worked_example_before_the_start():
    html = preview()
    said = plain_text(html)
    assert words("line_balance", demands=68.8, resources=31.3, balance=-37.5) in said
    assert words("next_support", score=25) in said and words("also_learning", score=25) in said
    assert html.count('role="img"') == 1 and not re.search(r"[{}]", said)
