"""The time budget as a learner uses it: inputs and clicks go through the widgets' own callbacks."""

from pathlib import Path

import ipywidgets as widgets
import pytest

from rolecraft import activity_triage, store, time_budget
from rolecraft.plan import Activity, FocusBlock
from rolecraft.plan_json import plan_from_json
from rolecraft.text import say
from rolecraft.views.time_budget import preview

HOURS = {"contract": "40", "meetings": "5", "admin": "4", "buffer": "15 %", "thinking": "4", "learning": "3"}


def words(key: str, **values) -> str:
    return say(f"time_budget.{key}", **values)


def answers(exercise) -> str:
    return " ".join(exercise.read())


def value(exercise, label: str):
    return exercise._find(words(f"label_{label}"), object).value


def enter(exercise, **entered: str) -> None:
    for label, typed in entered.items():
        exercise.enter(words(f"label_{label}"), typed)


@pytest.fixture
def triaged(book: store.Workbook) -> list[Activity]:
    """Activities that were entered in the triage."""
    made = book.plan.activity_triage.activities
    made.append(Activity("a1", "Cases", 27.0, 3, 1.0, planned=17.0))
    made.append(Activity("a2", "Status", 5.0, 0, 1.0, required=True, post="meeting"))
    book.plan.activity_triage.revision = 1
    return made


def test_opening_it_changes_nothing_and_says_where_to_begin(book: store.Workbook, tmp_path: Path):
    exercise = time_budget()
    assert words("start") in answers(exercise)
    assert list(tmp_path.iterdir()) == []


def test_the_example_shows_every_number_of_the_week(book: store.Workbook):
    exercise = time_budget()
    exercise.press(say("frame.show_example"))
    said = answers(exercise)
    assert "40 − 5 − 4 − 6 (buffer) − 4 − 3 = 18 hours a week for projects." in said
    assert "150 %" in said and "94 %" in said and "Up to 15.3 hours" in said
    assert "14 open ÷ 3.5 a week = 4.0 weeks" in said and "With 6 open: 1.7 weeks" in said
    assert "6 hours ÷ 18 hours a week = 0.33 weeks" in said
    table = exercise.table()
    assert list(table[words("column_hours")]) == [5, 4, 6, 4, 3, 18, 40]
    assert list(table[words("column_share")]) == [12.5, 10, 15, 10, 7.5, 45, 100]


def test_each_step_is_answered_as_it_is_filled_in(book: store.Workbook, tmp_path: Path):
    exercise = time_budget()
    enter(exercise, contract="40")
    assert words("words_left", left=40) in answers(exercise)
    assert words("next_meetings") in answers(exercise)
    enter(exercise, **HOURS)
    assert "= 18 hours a week for projects." in answers(exercise)
    assert words("next_committed") in answers(exercise)
    enter(exercise, committed="27")
    assert words("promised_too_much", over=9, share=150) in answers(exercise)
    enter(exercise, committed_next="15")
    assert words("good_room", share=83.3) in answers(exercise)
    enter(exercise, favour="6")
    assert words("words_price", favour=6, capacity=18, price=0.333) in answers(exercise)
    enter(exercise, open_tasks="14", finished="3.5", open_next="6")
    assert words("words_lead_time", open=14, finished=3.5, weeks=4) in answers(exercise)
    enter(exercise, finished="0")
    assert words("words_nothing_finished") in answers(exercise)
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8")).time_budget
    assert (stored.contract, stored.buffer, stored.committed_next, stored.finished) == (40, 15, 15, 0)
    enter(exercise, thinking="30")
    assert words("words_overdrawn", over=8) in answers(exercise)
    hours = dict(exercise.table()[[words("column_post"), words("column_hours")]].values.tolist())
    assert (hours[words("post_projects")], hours[words("post_over")], hours[words("post_sum")]) == (0, 8, 40)


def test_focus_blocks_are_booked_one_after_the_other(book: store.Workbook):
    exercise = time_budget()
    enter(exercise, **HOURS, committed="15")
    assert words("next_blocks", minutes=90) in answers(exercise)
    enter(exercise, start="09:00", minutes="120")
    assert words("book_blocks", count=1, minutes=90) in answers(exercise)
    exercise.press(words("next_block"))
    enter(exercise, day="friday", start="13.30", minutes="90")
    assert words("book_blocks", count=1, minutes=90) not in answers(exercise)
    picture = exercise._picture.value
    assert "Tuesday 09:00, 120 minutes; Friday 13:30, 90 minutes" in picture
    enter(exercise, minutes="60")
    assert words("picture_block_short", when="Friday 13:30", minutes=60) in exercise._picture.value
    assert [(block.day, block.minutes) for block in book.plan.time_budget.blocks] == [
        ("tuesday", 120),
        ("friday", 60),
    ]


def test_blocks_are_added_removed_and_brought_back(book: store.Workbook):
    exercise = time_budget()
    exercise.press(words("add_block"))
    enter(exercise, start="15:00", minutes="90")
    enter(exercise, which_block=0)
    exercise.press(words("remove_block", number=1))
    assert [block.day for block in book.plan.time_budget.blocks] == ["thursday", "tuesday"]
    exercise.press(words("bring_back_block"))
    assert len({block.id for block in book.plan.time_budget.blocks}) == 3


def test_a_time_that_can_t_be_read_is_kept_with_a_kind_word(book: store.Workbook):
    exercise = time_budget()
    enter(exercise, start="after lunch")
    assert words("start_unreadable", typed="after lunch") in answers(exercise)
    again = time_budget()
    assert value(again, "start") == "after lunch"
    exercise.press(words("next_block"))
    assert words("start_unreadable", typed="after lunch") not in answers(exercise)
    enter(exercise, start="9")
    assert words("start_unreadable", typed="9") not in answers(exercise)
    assert exercise._blocks.choose.label == words("block_name", number=2, name="Thursday 9")


def test_numbers_that_can_t_be_used_are_kept_and_said(book: store.Workbook):
    exercise = time_budget()
    enter(exercise, contract="forty", buffer="120")
    assert say("frame.number_unreadable", typed="forty") in answers(exercise)
    assert say("frame.number_high", maximum=100) in answers(exercise)
    assert (value(time_budget(), "contract"), value(time_budget(), "buffer")) == ("forty", "120")


def test_it_starts_from_what_the_triage_gives(book: store.Workbook, triaged: list[Activity], tmp_path: Path):
    exercise = time_budget()
    assert (value(exercise, "meetings"), value(exercise, "committed")) == ("5", "27")
    assert value(exercise, "committed_next") == "17"
    assert words("start") in answers(exercise)
    assert list(tmp_path.iterdir()) == []
    enter(exercise, contract="40")
    assert book.plan.time_budget.committed == 27
    assert say("frame.check_again") not in answers(exercise)


def test_a_changed_triage_is_told_and_taken_without_losing_anything(
    book: store.Workbook, triaged: list[Activity]
):
    exercise = time_budget()
    enter(exercise, **HOURS, committed="25")
    triage = activity_triage()
    triage.enter(say("activity_triage.label_planned"), "12")
    changed = say("frame.carried_changed", what=words("carried_committed_next", value=12))
    assert changed in answers(exercise)
    assert words("carried_meetings", value=5) not in answers(exercise)
    assert value(exercise, "committed_next") == "17"
    exercise.press(say("frame.take_new"))
    assert changed not in answers(exercise)
    assert (value(exercise, "committed_next"), value(exercise, "committed")) == ("12", "25")
    triage.enter(say("activity_triage.label_hours"), "30")
    assert words("carried_committed", value=30) in answers(exercise)
    exercise.press(say("frame.stay"))
    assert say("frame.check_again") not in answers(exercise)
    assert value(exercise, "committed") == "25"


def test_a_triage_that_is_emptied_is_told_and_takes_nothing_away(
    book: store.Workbook, triaged: list[Activity]
):
    exercise = time_budget()
    enter(exercise, **HOURS)
    triaged.pop()
    book.edited("activity_triage", None)
    assert say("frame.carried_gone") in answers(exercise)
    with pytest.raises(LookupError):
        exercise.press(say("frame.take_new"))  # there is nothing to take
    triaged.clear()
    book.edited("activity_triage", None)
    assert say("frame.carried_gone") in answers(exercise)
    exercise.press(say("frame.stay"))
    assert say("frame.check_again") not in answers(time_budget())
    assert (value(exercise, "meetings"), value(exercise, "committed")) == ("5", "27")


def test_own_numbers_from_before_the_triage_stay_until_they_are_taken(book: store.Workbook):
    exercise = time_budget()
    enter(exercise, **HOURS, committed="20")
    triage = activity_triage()
    triage.enter(say("activity_triage.label_name"), "Cases")
    assert say("frame.check_again") not in answers(exercise)
    triage.enter(say("activity_triage.label_hours"), "27")
    assert say("frame.carried_new", what=words("carried_committed", value=27)) in answers(exercise)
    assert value(exercise, "committed") == "20"
    exercise.press(say("frame.take_new"))
    assert value(exercise, "committed") == "27"


def test_the_picture_tells_the_week_in_words(book: store.Workbook):
    exercise = time_budget()
    enter(exercise, contract="40", meetings="5", committed="50")
    picture = exercise._picture.value
    assert "40 paid hours: Meetings 5 h; Left so far 35 h. Promised now: 50 h." in picture
    assert words("picture_over", hours=15) in picture
    enter(exercise, **HOURS, committed="17")
    assert "Learning 3 h; Projects 18 h. Promised now: 17 h." in exercise._picture.value
    assert words("picture_over", hours=15) not in exercise._picture.value


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    hostile = "<img src=x onerror=alert(1)>"
    book.plan.time_budget.blocks = [FocusBlock("b1", "monday", hostile, 120)]
    exercise = time_budget()
    enter(exercise, gives_way=hostile, contract=hostile)
    shown = [field.note.value for field in exercise.fields.all]
    shown += [place.value for place in vars(exercise).values() if isinstance(place, widgets.HTML)]
    assert "onerror" in "".join(shown) and "<img" not in "".join(shown)


def test_the_page_before_the_start():
    html = preview()
    assert "= 18 hours" in html and 'role="img"' in html
