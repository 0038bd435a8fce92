"""The role charter, used as a learner uses it: look, write names, save files, bring the manager's copy in."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipywidgets as widgets
import pytest

from rolecraft import area_map, example, role_charter, store, time_budget
from rolecraft.plan import Goal, Goals, Metric, NamedActivity, Plan, Ranked
from rolecraft.plan_json import plan_from_json, plan_to_json
from rolecraft.rules import carry
from rolecraft.rules import role_charter as rules
from rolecraft.text import say

ROOT = Path(__file__).resolve().parents[2]
HTML = "<img src=x onerror=alert(1)>"


def words(key: str, **values: object) -> str:
    return say(f"role_charter.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def said(exercise: widgets.Widget) -> str:
    return " ".join(exercise.read())


def stored(folder: Path) -> Plan:
    return plan_from_json((folder / store.PLAN_NAME).read_text(encoding="utf-8"))


def shown(exercise: widgets.Widget, button: str) -> bool:
    try:
        return bool(exercise._find(button, widgets.Button))
    except LookupError:
        return False


def open_copy(exercise: widgets.Widget, plan: Plan | bytes, name: str = "anders.json") -> None:
    """What the browser does when the learner chooses a file."""
    content = plan if isinstance(plan, bytes) else plan_to_json(plan).encode()
    file = {"name": name, "type": "application/json", "size": len(content), "content": content}
    exercise.enter(words("open_copy"), [{**file, "last_modified": datetime.now(UTC)}])


def with_goal(**values: Any) -> Plan:
    return Plan(goal_builder=Goals(goals=[Goal("g1", metric="Enquiries", **values)]))


def merging(book: store.Workbook, mine: Plan, theirs: Plan) -> Any:
    """The exercise with a plan and another copy of it that has just been opened."""
    book.plan = mine
    exercise = role_charter()
    exercise.press(words("show_merge"))
    open_copy(exercise, theirs)
    return exercise


# The charter


def test_a_newcomer_sees_ten_empty_sections_and_where_to_begin(book: store.Workbook):
    answer = said(role_charter())
    assert words("start") in answer
    for section in rules.SECTIONS:
        assert words(f"section_{section}") in answer
    assert words("stage_begun", points=0) in answer


def test_in_the_page_what_is_missing_is_a_link_and_in_files_it_is_plain(
    book: store.Workbook, monkeypatch: pytest.MonkeyPatch
):
    assert "<a " not in role_charter()._document.value  # a notebook's pages are elsewhere
    monkeypatch.setattr("rolecraft.views.role_charter.sys", SimpleNamespace(platform="emscripten"))
    exercise = role_charter()
    exercise.enter(label("coordinator"), HTML)
    to_areas = '<a href="../exercises/area-map.html">'
    where = words("where", exercise=words("exercise_area_map"), chapter=3)
    assert f"{to_areas}{words('empty', where=where)}</a>" in exercise._document.value
    assert f"{to_areas}{words('lack_focus')}</a>" in exercise._missing.value
    pages = set(re.findall(r'href="../(.+?)\.html"', exercise._document.value + exercise._missing.value))
    assert len(pages) == 9 and all((ROOT / f"{page}.ipynb").is_file() for page in pages)
    assert "<img" not in exercise._document.value
    assert "<a " not in exercise.document() and "../exercises" not in exercise.markdown()


def test_the_example_is_ready_to_sign_and_has_nothing_to_check(book: store.Workbook):
    exercise = role_charter()
    exercise.press(say("frame.show_example"))
    answer = said(exercise)
    assert words("good_sign") in answer
    assert words("stage_sign", points=6) in answer
    assert words("check", where="")[:11] not in answer
    assert "Anders" in answer and "38,250 SEK" in answer


def test_names_go_into_the_charter_as_they_are_typed(book: store.Workbook, tmp_path: Path):
    exercise = role_charter()
    for name, text in (
        ("coordinator", "Maja"),
        ("manager", "Anders"),
        ("title", "Coordinator"),
        ("company", "N"),
    ):
        exercise.enter(label(name), text)
    exercise.enter(label("signed_on"), date(2026, 9, 30))
    answer = said(exercise)
    assert "Role charter: Coordinator , N" in answer and "Manager: Anders" in answer
    assert answer.count("30 September 2026") == 2
    assert stored(tmp_path).role_charter.manager == "Anders"


def test_it_follows_the_other_exercises(book: store.Workbook):
    charter, budget = role_charter(), time_budget()
    assert words("lack_gives_way") in said(charter)
    budget.enter(say("time_budget.label_gives_way"), "First the posts")
    answer = said(charter)
    assert "First the posts" in answer and words("lack_gives_way") not in answer
    assert words("good_points", points=1) in answer


def test_a_later_exercise_is_marked_until_it_is_checked_again(book: store.Workbook):
    book.plan = example.plan()
    for section, module in rules.SECTIONS.items():
        if hasattr(module, "carried"):
            carry.remember(getattr(book.plan, rules.module_name(section)), module.carried(book.plan))
    charter, areas = role_charter(), area_map()
    mark = words("check", where=words("where", exercise=words("exercise_area_map"), chapter=3))
    assert mark not in said(charter)
    book.plan.job_ad_audit.text = "You are an expert in SEO."
    book.edited("job_ad_audit", None)
    assert mark in said(charter) and words("change_check", chapters="3") in said(charter)
    areas.press(say("frame.stay"))
    assert mark not in said(charter)


def test_the_tick_at_the_bottom_is_told_beside_the_button_for_the_plan_file(book: store.Workbook):
    book.plan.role_health_check.first.workload_1 = 4
    exercise = role_charter()
    exercise.press(say("frame.show_work"))
    for ticked in (True, False):
        exercise.enter(say("frame.with_health"), ticked)
        assert (words("with_health") in exercise._with_health_too.value) == ticked


def test_the_table_and_the_texts_hold_the_charter(book: store.Workbook):
    exercise = role_charter()
    exercise.press(say("frame.show_example"))
    table = exercise.table()
    assert list(table.columns) == [words(f"column_{name}") for name in ("section", "field", "words")]
    (row,) = table[table[words("column_field")] == words("field_reply")].values.tolist()
    assert row == [f"10. {words('section_agreement')}", words("field_reply"), "two working days"]
    assert exercise.markdown().startswith("# Role charter: Marketing coordinator, Nordlunda Pumps")
    assert exercise.document().startswith("<!doctype html>")


def test_three_files_and_the_sentence_where_they_went(book: store.Workbook, tmp_path: Path):
    exercise = role_charter()
    exercise.enter(label("coordinator"), "Maja")
    names = {
        words("save_page"): words("page_name"),
        words("save_markdown"): words("markdown_name"),
        say("frame.save_file"): "my-role-plan.json",  # the same words as at the bottom, for the same file
    }
    for button, name in names.items():
        exercise.press(button)
        assert (tmp_path / name).is_file()
        assert say("frame.file_saved", place=tmp_path / name) in said(exercise)
    page, markdown, plan = ((tmp_path / name).read_text("utf-8") for name in names.values())
    assert (page, markdown) == (exercise.document(), exercise.markdown())
    assert plan_from_json(plan).role_charter.coordinator == "Maja"


def test_the_health_check_leaves_in_no_file_unless_it_is_ticked(book: store.Workbook, tmp_path: Path):
    book.plan.role_health_check.first.workload_1 = 4
    book.plan.role_health_check.improve_1 = "quiet mornings"
    exercise = role_charter()
    for button in ("role_charter.save_page", "role_charter.save_markdown", "frame.save_file"):
        exercise.press(say(button))
    for file in tmp_path.iterdir():
        assert "quiet mornings" not in file.read_text("utf-8")
    saved = json.loads((tmp_path / "my-role-plan.json").read_text("utf-8"))
    assert saved["role_health_check"]["first"]["workload_1"] is None


# The other copy


def test_nothing_changes_before_both_are_put_together(book: store.Workbook, tmp_path: Path):
    mine = with_goal(target=60.0)
    exercise = merging(book, mine, with_goal(target=50.0, owner="Anders"))
    answer = said(exercise)
    assert words("copy_read", name="anders.json") in answer
    assert words("copy_differs", count=1) in answer
    assert "New from the file: Goal builder (1 answer)." in answer
    assert book.plan == with_goal(target=60.0) and list(tmp_path.iterdir()) == []
    exercise.press(words("leave_file"))
    assert say("frame.file_kept") in said(exercise)
    assert book.plan == with_goal(target=60.0) and not shown(exercise, words("put_together"))


@pytest.mark.parametrize(("button", "target", "left"), [("keep_mine", 60, "50"), ("keep_theirs", 50, "60")])
def test_a_difference_is_shown_side_by_side_and_decided(book: store.Workbook, button, target, left):
    exercise = merging(book, with_goal(target=60.0), with_goal(target=50.0))
    about = words(
        "about_entry",
        exercise=words("exercise_goal_builder"),
        item="Enquiries",
        label=say("goal_builder.label_target"),
    )
    assert f"{about} {words('column_mine')}: 60 {words('column_theirs')}: 50" in said(exercise)
    exercise.press(words(button))
    exercise.press(words("put_together"))
    assert book.plan.goal_builder.goals[0].target == target
    assert f"{about} {target} {left}" in said(exercise)


def test_both_entries_can_stay_and_an_area_is_never_offered_twice(book: store.Workbook):
    exercise = merging(book, with_goal(target=60.0), with_goal(target=50.0))
    exercise.press(words("keep_both"))
    exercise.press(words("put_together"))
    assert [(goal.id, goal.target) for goal in book.plan.goal_builder.goals] == [("g1", 60), ("g2", 50)]
    assert not shown(exercise, words("save_left"))
    one, other = example.plan(), example.plan()
    other.area_map.areas[0].skill = 5
    exercise = merging(book, one, other)
    assert shown(exercise, words("keep_theirs")) and not shown(exercise, words("keep_both"))


def test_each_choice_leads_to_the_next_difference(book: store.Workbook):
    mine, theirs = with_goal(target=60.0, owner="Maja"), with_goal(target=50.0, owner="Anders")
    exercise = merging(book, mine, theirs)
    which = exercise._find(label("which_difference"), widgets.Dropdown)
    assert [value for _, value in which.options] == [
        "goal_builder.goals.g1.target",
        "goal_builder.goals.g1.owner",
    ]
    exercise.press(words("keep_theirs"))
    assert which.value.endswith("owner")
    exercise.press(words("keep_theirs"))
    assert which.value.endswith("owner") and words("chosen_theirs") in which.label
    exercise.enter(label("which_difference"), "goal_builder.goals.g1.target")
    exercise.press(words("keep_mine"))
    exercise.press(words("put_together"))
    (goal,) = book.plan.goal_builder.goals
    assert (goal.target, goal.owner) == (60, "Anders")


def test_what_was_left_out_can_be_saved_and_the_whole_can_be_undone(book: store.Workbook, tmp_path: Path):
    exercise = merging(book, with_goal(link="Mine " * 500), with_goal(link="Theirs | " * 500))
    exercise.press(words("put_together"))
    assert stored(tmp_path).goal_builder.goals[0].link.startswith("Mine")
    assert words("merged") in said(exercise) and not shown(exercise, words("put_together"))
    exercise.press(words("save_left"))
    left = (tmp_path / words("left_name")).read_text("utf-8")
    assert left.count("Theirs \\|") == 500 and left.count("Mine") == 500
    replaced = plan_from_json((tmp_path / store.REPLACED_NAME).read_text("utf-8"))
    assert replaced.goal_builder.goals[0].link.startswith("Mine")
    exercise.press(words("undo_merge"))
    assert say("frame.file_undone") in said(exercise) and not shown(exercise, words("undo_merge"))
    assert book.plan.goal_builder.goals[0].link == "Mine " * 500
    assert not shown(exercise, words("save_left")) and words("caption_left") not in said(exercise)


def test_undo_is_offered_only_as_long_as_it_undoes_this(book: store.Workbook):
    exercise = merging(book, with_goal(), Plan(goal_builder=Goals(business_goal="24 customers")))
    exercise.press(words("put_together"))
    assert shown(exercise, words("undo_merge"))
    exercise.press(say("frame.show_example"))
    assert not shown(exercise, words("undo_merge")) and not shown(exercise, words("hide_merge"))
    exercise.press(say("frame.back_to_own"))
    assert shown(exercise, words("undo_merge"))
    book.replace(Plan())
    assert not shown(exercise, words("undo_merge"))


def test_the_differences_follow_the_plan_while_the_file_is_open(book: store.Workbook):
    exercise = merging(book, with_goal(target=60.0), with_goal(target=50.0))
    book.plan.goal_builder.goals[0].target = 50.0
    book.edited("goal_builder", None)
    assert not shown(exercise, words("keep_mine"))
    exercise.enter(label("manager"), "Anders")
    exercise.press(words("put_together"))
    assert (book.plan.role_charter.manager, book.plan.goal_builder.goals[0].target) == ("Anders", 50)


def test_new_answers_from_the_file_are_counted_by_exercise(book: store.Workbook):
    theirs = Plan(goal_builder=Goals(business_goal="24 customers"))
    theirs.alignment.manager = example.plan().alignment.manager
    answer = said(merging(book, Plan(), theirs))
    assert re.search(r"New from the file: Goal builder \(1 answer\), Alignment \(\d\d answers\)\.", answer)


def test_a_copy_that_says_the_same_and_a_file_of_another_kind(book: store.Workbook):
    exercise = merging(book, example.plan(), example.plan())
    assert words("copy_same") in said(exercise)
    open_copy(exercise, b"\xff no plan")
    assert say("frame.file_no_json") in said(exercise) and not shown(exercise, words("put_together"))


def test_a_health_check_in_the_file_is_not_read(book: store.Workbook):
    exercise = merging(book, Plan(), example.plan())
    exercise.press(words("put_together"))
    assert book.plan.role_health_check.first.workload_1 is None
    assert book.plan.role_health_check.improve_1 == ""
    assert len(book.plan.goal_builder.goals) == 3


def test_ids_are_told_as_names_and_values_in_the_exercises_words(book: store.Workbook):
    mine, theirs = example.plan(), example.plan()
    theirs.kpi_map.metrics[0].goal = "g2"
    theirs.alignment.mandate.website = 1
    theirs.alignment.manager.ranks[0].place = 7
    theirs.goal_builder.goals[0].ambition = "commitment"
    theirs.area_map.areas[0].skill = 5
    theirs.alignment.manager.area_1 = "SEO"
    theirs.manager_check.forecast.workload = 4
    theirs.role_charter.signed_on = date(2026, 10, 1)
    answer = said(merging(book, mine, theirs))
    for shown_words in (
        theirs.goal_builder.goals[1].metric,
        f"{say('alignment.label_agreed_website')} {say('alignment.mandate_2')} {say('alignment.mandate_1')}",
        f"“Landing-page test”: {say('alignment.label_place')} 3 7",
        f"{say('goal_builder.ambition_stretch')} {say('goal_builder.ambition_commitment')}",
        f"“{say('areas.CONTENT_name')}”: {say('area_map.label_skill')} {say('area_map.skill_3')}",
        f"{say('areas.CONTENT_name')} {say('areas.SEO_name')}",
        "workload 2 4",
        "1 July 2026 1 October 2026",
    ):
        assert shown_words in answer


def test_a_learners_words_in_the_other_copy_stay_words(book: store.Workbook):
    mine, theirs = with_goal(link="mine", owner=HTML), with_goal(link=HTML)
    for plan in (mine, theirs):
        plan.goal_builder.goals[0].metric = f"{HTML}\ud83d" + "x" * 200
        plan.alignment.activities = [NamedActivity("r1", HTML)]
        plan.kpi_map.metrics = [Metric("m1", HTML, goal="g1")]
    mine.alignment.manager.ranks, theirs.alignment.manager.ranks = [Ranked("r1", 1)], [Ranked("r1", 2)]
    exercise = merging(book, mine, theirs)
    exercise.press(words("put_together"))

    def places(widget: widgets.Widget) -> list[str]:
        inside = [html for child in getattr(widget, "children", ()) for html in places(child)]
        return inside + ([widget.value] if isinstance(widget, widgets.HTML) else [])

    html = "".join(places(exercise))
    assert "<img" not in html and "&lt;img" in html
    html.encode("utf-8")
