"""Task lists and time reports, one small file a tool, made after what their exports look like."""

from datetime import date
from pathlib import Path

import pytest

from rolecraft.imports import ImportProblem, read_tasks
from rolecraft.imports.tasks import Columns, read_rows, working_weeks

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("name", "layout", "tasks"),
    [
        (
            "toggl",
            "toggl",
            [
                ("Write the newsletter", 2.5, "Newsletter", "next"),
                ("Write the newsletter", 1.5, "Newsletter", "next"),
                ("Small fixes, again", 1, "Website", "next"),
                ("Price list", 1, "Sales", "next"),
            ],
        ),
        (
            "trello",
            "trello",
            [
                ("Customer case: the dairy", None, "Doing", "doing"),
                ("Trade-fair stand", None, "To do", "next"),
                ("Autumn newsletter", None, "Done", "done"),
                ("Quote from the agency", None, "Waiting for others", "waiting"),
            ],
        ),
        (
            "asana",
            "asana",
            [("Landing-page test", 3, "Website", "doing"), ("Send invoices", 0.5, "Admin", "done")],
        ),
        (
            "planner",
            "planner",
            [
                ("Landing-page test", None, "Website", "doing"),
                ("Gifts and cards", None, "Sales", "next"),
                ("Monthly report", None, "Sales", "done"),
            ],
        ),
        (
            "jira",
            "jira",
            [("Landing-page test", 3, "Marketing", "doing"), ("Newsletter", 1.5, "Marketing", "done")],
        ),
        (
            "sheet-sv",
            "plain",
            [
                ("Nyhetsbrev på svenska", 1.5, "Innehåll", "next"),
                ("Mässan i Älmhult", 2.5, "Mässor", "next"),
                ("Små ändringar", 0.125, "Webb", "next"),
            ],
        ),
    ],
)
def test_a_known_layout_is_read_by_its_headings(name: str, layout: str, tasks: list):
    found = read_tasks(FILES / f"{name}.csv")
    assert found.layout == layout
    assert [(task.name, task.hours, task.list, task.column) for task in found.tasks] == tasks
    assert len(found.table()) == len(tasks)


def test_what_is_left_out_is_counted():
    assert read_tasks(FILES / "trello.csv").left_out["archived"] == 1
    assert read_tasks(FILES / "sheet-sv.csv").left_out["no_name"] == 1  # the sum below the rows
    odd = read_tasks(b"task,hours\na,-1\nb,1000000\nc,2\n")
    assert odd.odd_hours == 2 and [task.hours for task in odd.tasks] == [None, None, 2]


def test_hours_a_week_are_all_hours_over_the_weeks_of_the_period():
    found = read_tasks(FILES / "toggl.csv")
    assert (found.period, found.weeks) == ((date(2026, 9, 1), date(2026, 9, 14)), 2)
    assert [(one.name, one.hours, one.rows) for one in found.groups("list")] == [
        ("Newsletter", 2, 2),
        ("Sales", 0.5, 1),
        ("Website", 0.5, 1),
    ]
    assert found.groups("list", weeks=4)[0].hours == 1
    assert [one.name for one in found.of("Anders").groups()] == ["Price list"]


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        (date(2026, 9, 7), date(2026, 9, 11), 1),  # Monday to Friday
        (date(2026, 9, 9), date(2026, 9, 9), 1),  # never less than one
        (date(2026, 9, 1), date(2026, 9, 30), 22 / 5),  # 22 working days
        (date(2026, 9, 5), date(2026, 9, 20), 2),  # from a Saturday to a Sunday
    ],
)
def test_a_week_is_five_working_days(first: date, last: date, weeks: float):
    assert working_weeks(first, last) == weeks


def test_without_known_headings_the_learner_says_which_column_is_which():
    unknown = read_tasks(b"x1,x2,x3\nNewsletter,90,maja\nFair,30,maja\n")
    assert unknown.columns.name is None and unknown.tasks == ()
    chosen = read_rows(unknown.source, unknown.layout, Columns(name=0, hours=1, unit="minutes", person=2))
    assert [(task.name, task.hours) for task in chosen.tasks] == [("Newsletter", 1.5), ("Fair", 0.5)]
    assert chosen.people == ("maja",) and chosen.weeks is None
    with pytest.raises(ImportProblem):
        read_rows(unknown.source, unknown.layout, Columns(name=7))
