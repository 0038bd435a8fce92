"""Own files in an exercise, through the widgets' own callbacks."""

import sys
from datetime import date
from pathlib import Path

import pytest
from import_helpers import choose, opened, shown, words

from rolecraft import kpi_map, store
from rolecraft.text import say
from rolecraft.views.own_files import CalendarImport, TaskImport

KPI = "kpi_map."


@pytest.fixture
def numbers(book: store.Workbook):
    """A KPI map with the part for numbers open."""
    exercise = kpi_map()
    exercise.press(words("show_numbers"))
    return exercise


@pytest.fixture
def calendar(book: store.Workbook, monkeypatch: pytest.MonkeyPatch):
    """An exercise with a part for calendars open, and what it has handed over."""
    monkeypatch.setattr("rolecraft.views.kpi_map.KpiMap.today", date(2026, 11, 10))
    exercise, handed = kpi_map(), []
    part = CalendarImport(exercise, handed.append)
    opened(exercise, part)
    return exercise, part, handed


@pytest.fixture
def tasks(book: store.Workbook):
    """Return a function that opens a part for activities or items in an exercise."""

    def open_part(into: str):
        exercise, handed = kpi_map(), []
        part = TaskImport(exercise, into, handed.extend)
        opened(exercise, part)
        return exercise, part, handed

    return open_part


def test_numbers_change_the_chain_only_when_they_are_used(numbers, book: store.Workbook, tmp_path: Path):
    choose(numbers, "numbers", "ga4.csv")
    told = shown(numbers._report)
    assert words("period_numbers", first=date(2026, 8, 1), last=date(2026, 8, 31), days=31) in told
    assert "Sessions 12,000 all rows together" in told
    assert list(tmp_path.iterdir()) == [] and book.plan.kpi_map.drivers == []
    numbers.press(words("use"))
    # "Visits" and "Share that ask" are known by their names; the other two links are left as they are.
    assert [link.now for link in book.plan.kpi_map.drivers] == [12_000, 1.5, None, None]
    assert numbers._find(say(KPI + "label_now"), object).value == "12,000"
    numbers.press(words("undo"))
    assert book.plan.kpi_map.drivers == []
    assert numbers._find(say(KPI + "label_now"), object).value == ""


def test_any_figure_can_be_chosen_and_counts_become_a_month_s(numbers, book: store.Workbook):
    choose(numbers, "numbers", "ga4-exploration.csv")
    label = words("label_periods_covered", period="month")
    assert numbers._find(label, object).value == "3"
    link = words("label_link_figure", name=say(KPI + "chain_1"))
    key = next(key for option, key in numbers._find(link, object).options if option.startswith("Engaged"))
    numbers.enter(link, key)
    numbers.enter(label, "2")
    numbers.press(words("use"))
    assert book.plan.kpi_map.drivers[0].now == 6300 / 2


def test_links_that_are_renamed_or_added_are_offered_at_once(numbers):
    choose(numbers, "numbers", "ga4.csv")
    numbers.enter(say(KPI + "label_link"), "Phone <b>calls</b>")
    chosen = numbers._find(words("label_link_figure", name="Phone <b>calls</b>"), object)
    assert chosen.value.startswith("count sessions")  # chosen before, kept
    numbers.press(say(KPI + "add_link"))
    assert numbers._find(words("label_link_figure", name=words("link_unnamed", number=5)), object).value == ""


def test_a_later_change_is_not_undone_with_the_file(numbers, book: store.Workbook):
    choose(numbers, "numbers", "ga4.csv")
    numbers.press(words("use"))
    numbers.enter(say(KPI + "label_best"), "14,000")
    numbers.press(words("undo"))
    assert words("not_undone") in shown(numbers._report)
    assert (book.plan.kpi_map.drivers[0].now, book.plan.kpi_map.drivers[0].best) == (12_000, 14_000)


def test_a_file_that_can_t_be_used_keeps_what_was_there(numbers, book: store.Workbook):
    choose(numbers, "numbers", "ga4.csv")
    before = numbers._report._table.value
    choose(numbers, "numbers", "report.pdf", b"%PDF-1.7")
    told = shown(numbers._report)
    assert words("problem", name="report.pdf", problem=words("file_pdf")) in told
    assert "rc-live" in numbers._report._told._dom_classes
    assert numbers._report._table.value == before and "ga4.csv" in told
    choose(numbers, "numbers", "ga4.csv")
    assert words("file_pdf") not in shown(numbers._report)


def test_what_a_file_holds_is_shown_as_text(numbers):
    hostile = "<img src=x onerror=alert(1)>"
    choose(numbers, "numbers", f"{hostile}.csv", f"{hostile} a,{hostile} b\n1,2\n".encode())
    html = numbers._report._words.value + numbers._report._table.value
    assert "&lt;img" in html and "<img" not in html


def test_a_calendar_says_hours_free_pieces_and_what_it_left_out(calendar):
    exercise, part, handed = calendar
    choose(exercise, "calendar", "outlook.ics")
    told = shown(part)
    assert "Working weeks: 4, from 28 September 2026 to 30 October 2026." in told
    assert words("result_calendar", hours=1.75, gaps=1.25, blocks=5.25, longest=9) in told
    assert words("left_out", reasons="whole days: 1; shown as free: 1") in told
    assert "Friday 08:00–17:00" in told and handed == []
    exercise.enter(words("label_which_meetings"), "with_others")
    assert "nobody else invited: 1" in shown(part)
    exercise.press(words("use"))
    assert [round(found.hours, 2) for found in handed] == [1.25]


def test_the_working_day_and_the_weeks_can_be_chosen(calendar):
    exercise, part, _ = calendar
    choose(exercise, "calendar", "google.ics")
    with pytest.raises(LookupError):
        exercise.enter(words("label_which_meetings"), "all")  # everything there has other people
    exercise.enter(words("label_working_day"), (7, 16))
    assert part.result.hours == 4
    exercise.enter(words("label_weeks"), "next_4")
    assert words("calendar_no_meetings", weeks=60) in shown(part)  # nothing to come, and what was read stays
    assert part.result.hours == 4


def test_without_the_libraries_a_notebook_says_what_to_install(calendar, monkeypatch: pytest.MonkeyPatch):
    exercise, part, _ = calendar
    monkeypatch.setitem(sys.modules, "recurring_ical_events", None)
    choose(exercise, "calendar", "google.ics")
    assert words("calendar_library") in shown(part)


def test_a_time_report_becomes_activities_with_hours_a_week(tasks):
    exercise, part, handed = tasks("activities")
    choose(exercise, "tasks", "toggl.csv")
    assert words("read_tasks", name="toggl.csv", source=words("layout_toggl"), rows=4) in shown(part)
    exercise.enter(words("label_one_line_for"), "list")
    exercise.enter(words("label_whose"), "Maja")
    exercise.enter(words("label_weeks_covered"), "4")
    assert "Newsletter 1 Website 0.2" in shown(part)
    exercise.press(words("use"))
    assert handed == [("Newsletter", 1.0), ("Website", 0.2)]


def test_many_names_become_the_largest_and_everything_else(tasks):
    exercise, part, handed = tasks("activities")
    rows = "".join(f"Task {number},{number}\n" for number in range(1, 21))
    choose(exercise, "tasks", "many.csv", f"task,hours\n{rows}".encode())
    exercise.press(words("use"))
    assert len(handed) == 15 and handed[0] == ("Task 20", 20.0)
    assert handed[-1] == (words("everything_else", count=6), float(1 + 2 + 3 + 4 + 5 + 6))


def test_an_unknown_table_asks_which_column_is_which(tasks):
    exercise, part, handed = tasks("activities")
    choose(exercise, "tasks", "own.csv", b"x1;x2\nNewsletter;90\nFair;30\n")
    assert words("choose_name") in shown(part)
    exercise.press(words("use"))
    assert words("nothing_to_use") in shown(part) and handed == []
    exercise.enter(words("label_name_column"), 0)
    assert words("no_hours") in shown(part)
    exercise.enter(words("label_hours_column"), 1)
    exercise.enter(words("label_unit"), "minutes")
    exercise.press(words("use"))
    assert handed == [("Newsletter", 1.5), ("Fair", 0.5)]


def test_cards_that_are_done_stay_out_of_the_board(tasks):
    exercise, part, handed = tasks("items")
    choose(exercise, "tasks", "trello.csv")
    assert words("items_taken", taken=3, done=1) in shown(part)
    exercise.press(words("use"))
    assert [(task.name, task.column) for task in handed] == [
        ("Customer case: the dairy", "doing"),
        ("Trade-fair stand", "next"),
        ("Quote from the agency", "waiting"),
    ]
