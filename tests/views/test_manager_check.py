"""The manager's check as a manager uses it: eight ticks, a guess, and only what the colleague shows."""

from datetime import UTC, datetime

import ipywidgets as widgets
import pytest

from rolecraft import example, manager_check, store
from rolecraft.plan import Activity, Plan
from rolecraft.plan_json import for_others, plan_to_json
from rolecraft.rules import manager_check as rules
from rolecraft.rules.role_health_check import DIMENSIONS
from rolecraft.text import say
from rolecraft.views.manager_check import SAID, preview

GUESSED = (
    "daily instagram posts",
    "Trade-fair preparation",
    "Search-ads tuning",
    "Status  meetings",
    "Podcast",
)


def words(key: str, **values) -> str:
    return say(f"manager_check.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def answers(exercise) -> str:
    return " ".join(exercise.read())


def guess(exercise) -> None:
    for name in DIMENSIONS:
        exercise.enter(label(SAID[name]), 2)
    for name, activity in zip(rules.GUESSES, GUESSED, strict=True):
        exercise.enter(label(name), activity)


def colleague(shows: bool) -> Plan:
    """What the colleague's file holds."""
    plan = example.plan()
    plan.role_health_check.in_files = shows
    return for_others(plan)


def open_file(exercise, plan: Plan | bytes, name: str = "maja.json") -> None:
    """Choose a file as the browser does."""
    content = plan if isinstance(plan, bytes) else plan_to_json(plan).encode()
    file = {"name": name, "type": "application/json", "size": len(content), "content": content}
    upload = exercise._find(words("open_colleague"), widgets.FileUpload)
    upload.value = [{**file, "last_modified": datetime.now(UTC)}]


def test_the_example_shows_the_hours_and_never_the_health_check(book: store.Workbook):
    exercise = manager_check()
    exercise.press(say("frame.show_example"))
    said = answers(exercise)
    assert words("top_right", right=4, total=5) in said
    assert words("top_unseen", name="Ad-hoc sales material", hours=6) in said
    assert words("health_theirs") in said and words("caption_health") not in said
    assert words("picture_count", yes=4, total=8, band=words("band_short_way")) in exercise._picture.value
    assert len(exercise.table()) == 8 + 7 + 5


def test_nothing_is_judged_before_the_manager_is_done(book: store.Workbook):
    exercise = manager_check()
    assert words("start") in answers(exercise)
    exercise.enter(label("weekly"), True)
    assert words("good_so_far", ticked=1) in answers(exercise)
    assert words("good_so_far", ticked=1) in exercise._picture.value
    assert words("band_load") not in answers(exercise)
    exercise.press(words("all_answered"))
    assert words("band_load") in answers(exercise) and words("next_goal") in answers(exercise)
    exercise.enter(label("weekly"), False)
    assert words("good_honest") in answers(exercise)


def test_eight_ticks_are_an_answer_without_the_button(book: store.Workbook):
    exercise = manager_check()
    for question in rules.QUESTIONS:
        assert not book.plan.manager_check.answered
        exercise.enter(label(question), True)
    assert book.plan.manager_check.answered and words("next_keep") in answers(exercise)
    exercise.enter(label("goal"), False)
    assert words("good_ground", yes=7, total=8) in answers(exercise)


def test_eight_times_not_yet_is_an_answer_too(book: store.Workbook):
    exercise = manager_check()
    exercise.press(words("all_answered"))
    assert book.plan.manager_check.answered
    assert words("good_honest") in answers(exercise)
    with pytest.raises(LookupError):
        exercise.press(words("all_answered"))


def test_nothing_is_compared_before_the_guess_is_whole(book: store.Workbook):
    exercise = manager_check()
    open_file(exercise, colleague(shows=True))
    assert words("compare_first") in answers(exercise)
    assert "Ad-hoc" not in answers(exercise)
    guess(exercise)
    assert words("guess_done") in answers(exercise)
    assert words("top_right", right=3, total=5) in answers(exercise)
    exercise.enter(label("top_5"), "")
    assert words("guess_left", answers=0, activities=1) in answers(exercise)
    assert "Ad-hoc" not in answers(exercise)


def test_a_guess_in_other_words_is_neither_right_nor_missed(book: store.Workbook):
    exercise = manager_check()
    guess(exercise)
    exercise.enter(label("top_5"), "sales material")
    open_file(exercise, colleague(shows=False))
    pair = words("pair", guess="sales material", name="Ad-hoc sales material")
    said = answers(exercise)
    assert words("top_perhaps", pairs=pair) in said and words("guessed_perhaps") in said
    assert words("top_right", right=3, total=5) in said
    assert words("top_unseen", name="Ad-hoc sales material", hours=6) not in said
    assert words("top_less", name="sales material") not in said


def test_a_file_with_the_health_check_ticked_in_shows_the_gap(book: store.Workbook):
    exercise = manager_check()
    guess(exercise)
    open_file(exercise, colleague(shows=True))
    said = answers(exercise)
    assert words("health_gap", gap=5.357) in said
    assert words("health_theirs") not in said


def test_a_file_without_it_says_whose_it_is(book: store.Workbook):
    exercise = manager_check()
    guess(exercise)
    open_file(exercise, colleague(shows=False))
    assert words("health_theirs") in answers(exercise)
    assert words("caption_health") not in answers(exercise)


def test_the_file_is_compared_and_not_kept(book: store.Workbook, tmp_path):
    exercise = manager_check()
    guess(exercise)
    before = plan_to_json(book.plan)
    open_file(exercise, colleague(shows=True))
    exercise.enter(label("goal"), True)
    assert "Ad-hoc sales material" in answers(exercise)
    kept = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert "Ad-hoc sales material" not in kept and '"workload_1": 3' not in kept
    exercise.enter(label("goal"), False)
    exercise.press(words("close_colleague"))
    assert "Ad-hoc" not in answers(exercise) and words("compare_nothing") in answers(exercise)
    assert plan_to_json(book.plan).partition("manager_check")[0] == before.partition("manager_check")[0]


@pytest.mark.parametrize(("tick", "shown"), [(None, False), ("in_charter", False), ("in_files", True)])
def test_on_one_computer_the_health_check_stays_closed_until_it_is_ticked(
    book: store.Workbook, tick: str | None, shown: bool
):
    book.plan.role_health_check.first = example.plan().role_health_check.first
    book.plan.activity_triage.activities.append(Activity("a1", "Podcast", 4.0))
    if tick:
        setattr(book.plan.role_health_check, tick, True)
    exercise = manager_check()
    guess(exercise)
    assert words("top_all", total=1) in answers(exercise)
    assert (words("caption_health") in answers(exercise)) == shown
    assert (words("health_theirs") in answers(exercise)) != shown


def test_a_tick_that_is_taken_away_closes_it_again(book: store.Workbook):
    book.plan.role_health_check.first = example.plan().role_health_check.first
    book.plan.role_health_check.in_files = True
    exercise = manager_check()
    guess(exercise)
    assert words("caption_health") in answers(exercise)
    book.plan.role_health_check.in_files = False
    book.edited("role_health_check", None)
    assert words("caption_health") not in answers(exercise)
    exercise.press(say("frame.show_work"))
    exercise.enter(say("frame.with_health"), True)  # the same tick, at the bottom of this exercise
    assert words("caption_health") in answers(exercise)
    exercise.enter(say("frame.with_health"), False)
    assert words("caption_health") not in answers(exercise)


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"\xff\xfe", "file_no_json"), (b"[]", "file_no_plan"), (b'{"version": 1}', "file_no_plan")],
)
def test_a_file_that_can_t_be_read_is_answered_kindly(book: store.Workbook, content: bytes, key: str):
    exercise = manager_check()
    open_file(exercise, content)
    assert say(f"frame.{key}") in answers(exercise)
    with pytest.raises(LookupError):
        exercise.press(words("close_colleague"))


def test_a_file_opened_beside_the_example_is_compared_with_the_own_guess(book: store.Workbook):
    exercise = manager_check()
    guess(exercise)
    exercise.press(say("frame.show_example"))
    open_file(exercise, colleague(shows=False))
    assert say("frame.example_banner") not in answers(exercise)
    assert words("top_right", right=3, total=5) in answers(exercise)
    exercise.press(say("frame.show_example"))  # which is compared with its own week
    assert words("top_right", right=4, total=5) in answers(exercise)


def test_names_from_the_file_and_guesses_are_shown_as_text(book: store.Workbook):
    exercise = manager_check()
    guess(exercise)
    hostile = "<img src=x onerror=alert(1)>"
    exercise.enter(label("top_5"), hostile)
    theirs = Plan()
    theirs.activity_triage.activities = [Activity("a1", f"{hostile}2", 4.0), Activity("a2", "Cases", 3.0)]
    open_file(exercise, theirs, name=f"{hostile}.json")
    shown = "".join(place.value for place in vars(exercise).values() if isinstance(place, widgets.HTML))
    assert "alert(1)&gt;2" in shown and "<img" not in shown


def test_the_page_shows_the_worked_example_before_the_start():
    assert words("next_dropped") in preview() and 'role="img"' in preview()
    assert words("caption_health") not in preview()
