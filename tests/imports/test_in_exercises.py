"""Own files in the exercises that have a place for them: what is used, and what was there before."""

from datetime import date

import pytest
from import_helpers import choose, words

from rolecraft import activity_triage, backlog_and_sprint, store, time_budget
from rolecraft.plan import Activity, Item
from rolecraft.text import say
from rolecraft.views.frame import Exercise


def test_hours_in_meetings_come_from_the_calendar(book: store.Workbook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Exercise, "today", date(2026, 11, 10))
    exercise = time_budget()
    exercise.enter(say("time_budget.label_contract"), "40")
    exercise.enter(say("time_budget.label_meetings"), "about 5")
    exercise.press(words("show_calendar"))
    choose(exercise, "calendar", "outlook.ics")
    assert book.plan.time_budget.meetings is None
    exercise.press(words("use"))
    assert (book.plan.time_budget.contract, book.plan.time_budget.meetings) == (40, 1.8)
    assert book.plan.time_budget.drafts == {}
    exercise.press(words("undo"))
    assert book.plan.time_budget.drafts == {"meetings": "about 5"}


def test_activities_come_from_a_time_report_and_keep_what_was_said_about_them(book: store.Workbook):
    own = Activity("a1", "Price list", hours=9, impact=2), Activity("a2", "Instagram", hours=3)
    book.plan.activity_triage.activities.extend(own)
    exercise = activity_triage()
    exercise.press(words("show_tasks"))
    choose(exercise, "tasks", "toggl.csv")
    exercise.press(words("use"))
    found = [(one.id, one.name, one.hours, one.impact) for one in book.plan.activity_triage.activities]
    assert found == [
        ("a1", "Price list", 0.5, 2),
        ("a2", "Instagram", 3, None),
        ("a3", "Write the newsletter", 2, None),
        ("a4", "Small fixes, again", 0.5, None),
    ]


def test_cards_come_from_a_board_and_none_twice(book: store.Workbook):
    book.plan.backlog_and_sprint.items.append(Item("i1", "trade-fair stand", hours=8))
    exercise = backlog_and_sprint()
    exercise.press(words("show_tasks"))
    choose(exercise, "tasks", "trello.csv")
    exercise.press(words("use"))
    exercise.press(words("use"))
    assert [(item.name, item.column, item.hours) for item in book.plan.backlog_and_sprint.items] == [
        ("trade-fair stand", "next", 8),
        ("Customer case: the dairy", "doing", None),
        ("Quote from the agency", "waiting", None),
    ]


@pytest.mark.parametrize("open_exercise", [time_budget, activity_triage, backlog_and_sprint])
def test_a_file_is_never_read_before_somebody_asks_for_it(book: store.Workbook, open_exercise):
    exercise = open_exercise()
    assert not any(words("stays_here") in text for text in exercise.read())
    assert book.plan == store.Plan()
