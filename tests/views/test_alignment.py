"""The alignment as two people use it: each with a hat, on one computer or with files."""

from datetime import UTC, date, datetime

import ipywidgets as widgets
import pytest

from rolecraft import alignment, store
from rolecraft.plan import Plan
from rolecraft.plan_json import plan_from_json, plan_to_json
from rolecraft.rules import alignment as rules
from rolecraft.text import say
from rolecraft.views.alignment import on_paper, preview
from rolecraft.views.fields import UNKNOWN

AREAS = {"coordinator": ("CONTENT", "CRM", "ANALYTICS"), "manager": ("CONTENT", "SOCIAL", "PAID")}
PLACES = {"coordinator": (1, 2, 3), "manager": (3, 1, 2)}
HOURS = {"coordinator": "18", "manager": "30"}


def words(key: str, **values) -> str:
    return say(f"alignment.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def answers(exercise) -> str:
    return " ".join(exercise.read())


def everything(exercise) -> str:
    """All that the page holds, seen or not: inputs, answers, picture."""
    found: list[str] = []

    def walk(widget: widgets.Widget) -> None:
        found.append(str(getattr(widget, "value", "")))
        for child in getattr(widget, "children", ()):
            walk(child)

    walk(exercise)
    return "\n".join(found)


def fill_in(exercise, hat: str, names=("Newsletter", "Cases", "Trade fair")) -> None:
    exercise.enter(label("hat"), hat)
    for field, area in zip(rules.AREA_FIELDS, AREAS[hat], strict=True):
        exercise.enter(label(field), area)
    for number, (name, place) in enumerate(zip(names, PLACES[hat], strict=True), 1):
        exercise.enter(words("activity_number", number=number), name)
        exercise.enter(words("place_number", number=number), place)
    for decision in rules.DECISIONS:
        exercise.enter(label(decision), 3 if hat == "coordinator" else 1)
    exercise.enter(label("hours"), HOURS[hat])
    exercise.enter(words(f"support_{hat}"), f"words of the {hat}")


def open_other(exercise, name: str, plan: Plan | bytes) -> None:
    """Choose a file as the browser does."""
    content = plan if isinstance(plan, bytes) else plan_to_json(plan).encode()
    upload = exercise._find(words("open_other"), widgets.FileUpload)
    file = {"name": name, "type": "application/json", "size": len(content), "content": content}
    upload.value = [{**file, "last_modified": datetime.now(UTC)}]


def filled_plan(hat: str, folder, **changes) -> Plan:
    """The plan of somebody who has filled in the exercise on another computer."""
    folder.mkdir()
    book = store.use(store.FileDrive(folder))
    fill_in(alignment(), hat, **changes)
    return book.plan


def change_contract(book: store.Workbook, hours: float) -> None:
    """As the time budget on the same page does it."""
    book.plan.time_budget.contract = hours
    book.edited("time_budget", None)


def test_the_example_compares_both_views(book: store.Workbook):
    exercise = alignment()
    exercise.press(say("frame.show_example"))
    said = answers(exercise)
    assert words("verdict_wait", score=55.1488, talk=60) in said
    assert words("gap_time", coordinator=18, manager=30) in said
    assert "7.0 of 35 points" in exercise._picture.value
    table = exercise.table()
    assert list(table.columns[1:]) == [words("coordinator"), words("manager")]
    assert len(table) == 3 + 8 + 6 + 1
    assert book.plan.alignment.coordinator.area_1 == ""


def test_side_by_side_nothing_of_the_other_is_seen_until_both_are_done(book: store.Workbook):
    exercise = alignment()
    assert words("start") in answers(exercise) and words("no_gaps") not in answers(exercise)
    fill_in(exercise, "coordinator")
    exercise.enter(label("contract"), "40")
    assert words("next_other_manager") in answers(exercise)
    exercise.enter(label("hat"), "manager")
    seen = everything(exercise)
    assert words("closed_coordinator") in seen
    assert (
        "words of the coordinator" not in seen
        and exercise._find(label("area_2"), widgets.Dropdown).value == ""
    )
    assert exercise._find(label("hours"), widgets.Text).value == ""
    assert list(exercise.table().columns) == [words("column_what"), words("manager")]
    fill_in(exercise, "manager")
    said = answers(exercise)
    assert words("both_coordinator", words="words of the coordinator") in said
    assert "Social media" in said and "CRM, email" in said
    section = book.plan.alignment
    assert (section.coordinator.hours, section.manager.hours) == (18, 30)
    assert [rules.place_of(section.manager, each.id) for each in section.activities] == [3, 1, 2]


def test_the_hat_decides_whose_support_is_asked_for(book: store.Workbook):
    exercise = alignment()
    exercise.enter(words("support_coordinator"), "answers")
    exercise.enter(label("hat"), "manager")
    exercise.enter(words("support_manager"), "Mondays")
    assert book.plan.alignment.coordinator.support == "answers"
    assert book.plan.alignment.manager.support == "Mondays"


def test_a_number_that_can_t_be_read_stays_with_its_hat(book: store.Workbook):
    exercise = alignment()
    exercise.enter(label("hours"), "about 20")
    assert say("frame.number_unreadable", typed="about 20") in answers(exercise)
    exercise.enter(label("hat"), "manager")
    assert exercise._find(label("hours"), widgets.Text).value == ""
    exercise.enter(label("hours"), "30")
    exercise.enter(label("hat"), "coordinator")
    assert exercise._find(label("hours"), widgets.Text).value == "about 20"
    assert book.plan.alignment.drafts == {"coordinator.hours": "about 20"}


def test_a_new_line_opens_as_soon_as_one_has_a_name(book: store.Workbook):
    exercise = alignment()
    with pytest.raises(LookupError):
        exercise.enter(words("activity_number", number=2), "Cases")
    exercise.enter(words("activity_number", number=1), "Newsletter")
    exercise.enter(words("activity_number", number=2), "Cases")
    exercise.enter(words("place_number", number=2), 1)
    exercise.enter(words("place_number", number=2), UNKNOWN)
    assert [activity.name for activity in book.plan.alignment.activities] == ["Newsletter", "Cases"]
    assert book.plan.alignment.coordinator.ranks == []


def test_the_other_persons_file_gives_their_view_only(tmp_path):
    theirs = filled_plan("manager", tmp_path / "theirs", names=("cases", "TRADE FAIR", "Podcast"))
    theirs.goal_builder.business_goal = "not this"
    theirs.alignment.contract = 20
    mine = filled_plan("coordinator", tmp_path / "mine")
    exercise = alignment()
    exercise.enter(label("contract"), "40")
    open_other(exercise, "<b>anders</b>.json", theirs)
    said = answers(exercise)
    parts = "areas, order, decisions, hours, support"
    assert words("taken_manager", name="<b>anders</b>.json", parts=parts) in said
    assert "<b>" not in exercise._other_words.value
    assert words("taken_unknown", names="Podcast") in said
    section = mine.alignment
    assert rules.chosen_areas(section.manager) == AREAS["manager"]
    assert [rules.place_of(section.manager, each.id) for each in section.activities] == [None, 3, 1]
    assert (section.coordinator.area_2, section.coordinator.hours, section.contract) == ("CRM", 18, 40)
    assert mine.goal_builder.business_goal == ""
    stored = plan_from_json((tmp_path / "mine" / store.PLAN_NAME).read_text(encoding="utf-8"))
    assert stored.alignment == section
    exercise.press(words("undo_other"))
    assert section.manager.area_1 == "" and section.coordinator.area_1 == "CONTENT"
    with pytest.raises(LookupError):
        exercise.press(words("undo_other"))


def test_undoing_a_file_keeps_what_was_typed_afterwards(tmp_path):
    theirs = filled_plan("manager", tmp_path / "theirs")
    mine = filled_plan("coordinator", tmp_path / "mine")
    exercise = alignment()
    open_other(exercise, "anders.json", theirs)
    exercise.enter(words("activity_number", number=4), "Podcast")
    exercise.press(words("undo_other"))
    assert [one.name for one in mine.alignment.activities][3:] == ["Podcast"]
    assert mine.alignment.manager.area_1 == ""


def test_undoing_a_file_keeps_the_list_that_came_with_it_once_it_is_used(tmp_path):
    theirs = filled_plan("manager", tmp_path / "theirs")
    (tmp_path / "mine").mkdir()
    mine = store.use(store.FileDrive(tmp_path / "mine")).plan
    exercise = alignment()
    open_other(exercise, "anders.json", theirs)
    exercise.enter(words("place_number", number=2), 1)
    exercise.press(words("undo_other"))
    (rank,) = mine.alignment.coordinator.ranks
    assert {one.id: one.name for one in mine.alignment.activities}[rank.id] == "Cases"


def test_a_file_can_not_be_undone_over_what_the_other_person_typed_since(tmp_path):
    theirs = filled_plan("manager", tmp_path / "theirs")
    mine = filled_plan("coordinator", tmp_path / "mine")
    exercise = alignment()
    open_other(exercise, "anders.json", theirs)
    exercise.enter(label("hat"), "manager")
    exercise.enter(label("hours"), "20")
    with pytest.raises(LookupError):
        exercise.press(words("undo_other"))
    assert mine.alignment.manager.hours == 20


def test_a_manager_with_an_empty_exercise_gets_the_list_and_not_yet_the_answers(tmp_path):
    theirs = filled_plan("coordinator", tmp_path / "theirs")
    (tmp_path / "mine").mkdir()
    book = store.use(store.FileDrive(tmp_path / "mine"))
    exercise = alignment()
    exercise.enter(label("hat"), "manager")
    exercise.enter(label("contract"), "40")
    open_other(exercise, "maja.json", theirs)
    assert words("taken_activities") in answers(exercise)
    assert exercise._find(words("activity_number", number=2), widgets.Text).value == "Cases"
    seen = everything(exercise)
    assert "words of the coordinator" not in seen and "CRM, email" not in answers(exercise)
    fill_in(exercise, "manager")
    assert "CRM, email" in answers(exercise)
    assert rules.align(book.plan.alignment).ready


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"\xff\xfe no plan", say("frame.file_no_json")),
        (b"{}", say("frame.file_no_plan")),
        (plan_to_json(Plan()).encode(), words("nothing_manager", name="x.json")),
    ],
)
def test_a_file_that_gives_nothing_is_answered_kindly_and_changes_nothing(
    book: store.Workbook, content: bytes, answer: str
):
    exercise = alignment()
    exercise.enter(label("hours"), "18")
    before = plan_to_json(book.plan)
    open_other(exercise, "x.json", content)
    assert answer in exercise.read()
    assert plan_to_json(book.plan) == before


def test_two_with_the_same_hat_are_told(tmp_path):
    theirs = filled_plan("coordinator", tmp_path / "theirs")
    (tmp_path / "mine").mkdir()
    store.use(store.FileDrive(tmp_path / "mine"))
    exercise = alignment()
    open_other(exercise, "maja.json", theirs)
    assert words("same_manager", name="maja.json") in answers(exercise)


def test_a_file_opened_beside_the_example_belongs_to_the_own_work(tmp_path):
    theirs = filled_plan("manager", tmp_path / "theirs")
    mine = filled_plan("coordinator", tmp_path / "mine")
    exercise = alignment()
    exercise.press(say("frame.show_example"))
    open_other(exercise, "anders.json", theirs)
    assert say("frame.example_banner") not in answers(exercise)
    assert mine.alignment.manager.area_3 == "PAID"


def test_what_was_agreed_is_kept_and_days_are_offered(book: store.Workbook):
    exercise = alignment()
    exercise.press(words("show_agreed"))
    exercise.enter(label("agreed_hours"), "20")
    exercise.enter(label("agreed_budget"), 2)
    exercise.enter(label("support_who"), "Anders")
    exercise.enter(label("first_review"), date(2030, 1, 7))
    exercise.press(words("offer_days"))
    section = book.plan.alignment
    assert (section.hours, section.mandate.budget, section.support_who) == (20, 2, "Anders")
    assert section.coordinator.hours is None
    assert section.first_review == date(2030, 1, 7)
    assert section.second_review == rules.review_days(date.today())[1]
    assert words("days_order") in answers(exercise)
    exercise.enter(label("second_review"), date(2030, 4, 8))
    assert words("days_order") not in answers(exercise)


def test_the_script_has_the_two_own_words(book: store.Workbook):
    book.plan.job_ad_audit.purpose = "She exists so that <i>customers</i> ask"
    exercise = alignment()
    exercise.press(words("show_script"))
    said = answers(exercise)
    assert words("clock", begin=55, end=60) in said
    assert "She exists so that <i>customers</i> ask" in said
    assert "<i>" not in exercise._script.value


def test_it_starts_from_earlier_exercises_and_tells_when_they_change(book: store.Workbook):
    book.plan.time_budget.contract = 36.0
    exercise = alignment()
    assert exercise._find(label("contract"), widgets.Text).value == "36"
    exercise.enter(label("hours"), "18")
    assert book.plan.alignment.contract == 36
    change_contract(book, 30)
    assert words("carried_contract", value=30) in answers(exercise)
    exercise.press(say("frame.stay"))
    assert book.plan.alignment.contract == 36
    change_contract(book, 32)
    exercise.press(say("frame.take_new"))
    assert (book.plan.alignment.contract, book.plan.alignment.coordinator.hours) == (32, 18)
    assert say("frame.check_again") not in answers(exercise)


def test_what_there_is_to_take_is_told_by_name(book: store.Workbook):
    exercise = alignment()
    told = exercise.carried_words("areas", ["CRM", "PM"])
    assert told == words("carried_areas", value="CRM, email, Coordination")
    assert exercise.carried_words("activities", ["a", "b"]) == words("carried_activities", value="a, b")


def test_what_the_two_write_is_shown_as_text(book: store.Workbook):
    exercise = alignment()
    hostile = "<img src=x onerror=alert(1)>"
    exercise.enter(label("contract"), "40")
    for hat in rules.HATS:
        fill_in(exercise, hat, names=(hostile, f"{hostile}2", f"{hostile}3"))
        exercise.enter(words(f"support_{hat}"), hostile)
    assert rules.align(book.plan.alignment).ready
    shown = [place.value for place in vars(exercise).values() if isinstance(place, widgets.HTML)]
    assert "alert(1)" in "".join(shown) and "<img" not in "".join(shown)


def test_page_and_paper_have_what_they_need():
    assert "55.1 of 100" in preview() and 'role="img"' in preview()
    assert words("clock", begin=0, end=5) in " ".join(step for step, *_ in on_paper())
