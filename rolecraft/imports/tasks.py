"""Task lists and time reports as tables: which layout it is, what was worked on, and how many hours a week.

Layouts that are recognised by their headings (English exports). The vendors' help pages tell how to export,
but list few headings; the headings here are second-hand, from exports that others have published:

- Toggl Track, detailed report as CSV (Toggl's help: "Exporting reports"): Duration as h:mm:ss.
- Trello, board as CSV, a paid plan (Trello's help: "Exporting data from Trello"): a card has no hours.
- Asana, project as CSV (Asana's help: "Exporting from Asana"): times in minutes (Asana's API counts in
  minutes; that the file does so, too, is a guess that the learner sees and can change).
- Microsoft Planner, exported to Excel, then saved as CSV (Microsoft's help: "Export your plan to Excel").
- Jira, search exported as CSV (Atlassian's help: "Export work items"): times in seconds.
- A plain sheet, with headings in English or Swedish.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from rolecraft.imports import tables
from rolecraft.imports.files import ImportProblem, open_file
from rolecraft.plan import Column

if TYPE_CHECKING:
    import pandas

MOST_HOURS = 24 * 366  # of one row; more is no duration but something else
MOST_GROUPS = 15  # activities: the triage asks for 8 to 15


@frozen
class Columns:
    """Which column holds what, as numbers counted from 0; None: none does.

    name: of the task. hours: its time, in `unit` ("hours", "minutes", "seconds") where it is a plain number.
    list: project, list or bucket that it belongs to. day: of the work, or when it is due. person: whose.
    status: how far it has come. done: the day that it was finished, or a yes.
    """

    name: int | None = None
    hours: int | None = None
    unit: tables.Unit = "hours"
    list: int | None = None
    day: int | None = None
    person: int | None = None
    status: int | None = None
    done: int | None = None


@frozen
class Task:
    """One row. hours: its time, None when the file has none. column: of the board, as its status says."""

    name: str
    hours: float | None = None
    list: str = ""
    day: date | None = None
    person: str = ""
    column: Column = "next"


@frozen
class Group:
    """Rows of the same name or list. hours: a week; None when none of the rows has any. rows: how many."""

    name: str
    hours: float | None
    rows: int


@frozen
class TaskList:
    """What a task list holds.

    layout: "toggl", "trello", "asana", "planner", "jira" or "plain". columns: how it was read.
    tasks: the rows with a name. left_out: reason → how many rows ("no_name": or a sum; "archived").
    odd_hours: of how many tasks the hours can't be right and are not used. guessed: a date that could be
    read in two ways, read with the day first.
    """

    layout: str
    source: tables.Table = field(repr=False)
    columns: Columns
    tasks: tuple[Task, ...] = field(repr=False)
    left_out: Mapping[str, int]
    odd_hours: int = 0
    guessed: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Whose tasks they are."""
        return tuple(sorted({task.person for task in self.tasks if task.person}, key=str.casefold))

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day, None without dates."""
        days = [task.day for task in self.tasks if task.day]
        return (min(days), max(days)) if days else None

    @property
    def weeks(self) -> float | None:
        """How many working weeks of five days the period has, at least one; None without dates."""
        return working_weeks(*self.period) if self.period else None

    def of(self, person: str) -> "TaskList":
        """Return only the tasks of one person; with "", all of them."""
        if not person:
            return self
        return evolve(self, tasks=tuple(task for task in self.tasks if task.person == person))

    def groups(self, by: str = "name", weeks: float | None = None) -> tuple[Group, ...]:
        """Return what takes time, most hours first.

        by: "name" or "list" (rows without a list go by their names). weeks: that all hours together cover;
        None takes the weeks of the period, or one when there are no dates.
        """
        weeks = weeks or self.weeks or 1
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            name = (task.list if by == "list" else "") or task.name
            found.setdefault(name.casefold(), []).append(task)
        made = []
        for rows in found.values():
            known = [task.hours for task in rows if task.hours is not None]
            name = (rows[0].list if by == "list" else "") or rows[0].name
            made.append(Group(name, sum(known) / weeks if known else None, len(rows)))
        return tuple(
            sorted(made, key=lambda group: (-(group.hours or 0), -group.rows, group.name.casefold()))
        )

    def table(self) -> "pandas.DataFrame":
        """Return one row a task: name, list, hours, day, person, column."""
        from rolecraft.tables import table

        rows = [(task.name, task.list, task.hours, task.day, task.person, task.column) for task in self.tasks]
        return table(("name", "list", "hours", "day", "person", "column"), rows)


def working_weeks(first: date, last: date) -> float:
    """Return how many working weeks (of five days, Monday to Friday) lie from first to last, at least one."""
    whole, rest = divmod((last - first).days + 1, 7)
    days = 5 * whole + sum((first + timedelta(more)).weekday() < 5 for more in range(rest))
    return max(1.0, days / 5)


@frozen
class Layout:
    """A tool's table. needs: headings that tell it, lower case. Of the rest, the first one that is there."""

    id: str
    needs: frozenset[str]
    name: Sequence[str]
    hours: Sequence[str] = ()
    unit: tables.Unit = "hours"
    list: Sequence[str] = ()
    day: Sequence[str] = ()
    person: Sequence[str] = ()
    status: Sequence[str] = ()
    done: Sequence[str] = ()


LAYOUTS = (
    Layout(
        "toggl",
        frozenset({"description", "duration", "start date"}),
        name=("description",),
        hours=("duration",),
        list=("project", "client"),
        day=("start date",),
        person=("user", "member"),
    ),
    Layout(
        "trello",
        frozenset({"card name", "list name"}),
        name=("card name",),
        hours=("estimated time", "estimate", "hours", "time"),
        list=("list name",),
        day=("due date",),
        person=("members",),
        status=("list name",),
        done=("due complete",),
    ),
    Layout(
        "asana",
        frozenset({"task id", "name", "completed at"}),
        name=("name",),
        hours=("actual time", "estimated time"),
        unit="minutes",
        list=("projects", "section/column"),
        day=("due date",),
        person=("assignee",),
        status=("section/column",),
        done=("completed at",),
    ),
    Layout(
        "planner",
        frozenset({"task name", "bucket name"}),
        name=("task name",),
        hours=("effort", "estimated hours"),
        list=("bucket name",),
        day=("due date",),
        person=("assigned to",),
        status=("progress", "bucket name"),
        done=("completed date",),
    ),
    Layout(
        "jira",
        frozenset({"summary", "issue key"}),
        name=("summary",),
        hours=("time spent", "original estimate", "σ time spent", "σ original estimate"),
        unit="seconds",
        list=("project name", "project key"),
        day=("due date",),
        person=("assignee",),
        status=("status",),
        done=("resolved",),
    ),
)
PLAIN = Layout(
    "plain",
    frozenset(),
    name=("task", "task name", "activity", "name", "title", "description", "what")
    + ("uppgift", "aktivitet", "namn", "titel", "beskrivning", "vad"),
    hours=("hours", "time", "duration", "hours a week", "hours/week", "time spent", "minutes", "estimate")
    + ("timmar", "tid", "tidsåtgång", "timmar per vecka", "minuter", "antal timmar"),
    list=("project", "list", "category", "customer", "projekt", "lista", "kategori", "kund"),
    day=("date", "day", "start date", "due date", "datum", "dag", "startdatum"),
    person=("person", "user", "who", "owner", "assignee", "employee", "vem", "ansvarig", "medarbetare"),
    status=("status", "column", "progress", "kolumn"),
    done=("done", "completed", "klar", "avslutad"),
)

# Where a card is on the board: words of its list or status, English and Swedish.
_STATUS: tuple[tuple[Column, tuple[str, ...]], ...] = (
    ("waiting", ("wait", "blocked", "on hold", "review", "väntar", "pausad", "granskas")),
    (
        "done",
        ("done", "complete", "closed", "resolved", "finished", "published", "klar", "avslutad", "färdig"),
    ),
    ("doing", ("doing", "progress", "ongoing", "started", "active", "pågår", "pågående", "gör nu")),
)
_NOT_BEGUN = ("not started", "not begun", "ej påbörjad", "inte påbörjad", "to do", "incomplete")
_NO = ("", "no", "false", "0", "nej", "falskt")
_NO_NAME = ("", "total", "grand total", "sum", "summa", "totalt")


def read_tasks(source: bytes | str | Path, columns: Columns | None = None) -> TaskList:
    """Read a task list or time report from a CSV file.

    source: a path or the content. columns: which column holds what; None finds out by the headings.
    Raises ImportProblem when it can't be used. A list in which no column is known as the name has no tasks:
    choose the columns and read again.
    """
    table = tables.read_table(open_file(source), _known)
    plain = {heading.casefold() for heading in table.headings}
    layout = next((layout for layout in LAYOUTS if layout.needs <= plain), PLAIN)
    return read_rows(table, layout.id, columns or _find_columns(table, layout))


def _known(cells: set[str]) -> bool:
    if any(layout.needs <= cells for layout in LAYOUTS):
        return True
    return bool(cells & set(PLAIN.name)) and bool(cells & {*PLAIN.hours, *PLAIN.list, *PLAIN.day})


def _find_columns(table: tables.Table, layout: Layout) -> Columns:
    found = {
        role: table.find(*getattr(layout, role))
        for role in ("name", "hours", "list", "day", "person", "status", "done")
    }
    unit = layout.unit
    if layout is PLAIN and found["hours"] is not None:
        heading = table.headings[found["hours"]].casefold()
        unit = "minutes" if heading.startswith("min") else "hours"
    return Columns(**found, unit=unit)


def read_rows(table: tables.Table, layout: str, columns: Columns) -> TaskList:
    """Return the tasks of a table, read with these columns."""
    hours = tables.hours(table.column(columns.hours), table.separator, columns.unit)
    days = tables.dates(table.column(columns.day))
    names, lists, people = (table.column(part) for part in (columns.name, columns.list, columns.person))
    statuses, dones = table.column(columns.status), table.column(columns.done)
    archived = table.column(table.find("archived") if layout == "trello" else None)
    left_out = dict.fromkeys(("archived", "no_name"), 0)
    odd = 0
    tasks = []
    for row, name in enumerate(names):
        time = hours[row]
        name = name or lists[row]  # time that was noted on a project only
        if archived[row].casefold() not in _NO:
            left_out["archived"] += 1
            continue
        if name.casefold() in _NO_NAME:
            left_out["no_name"] += 1
            continue
        if time is not None and not 0 <= time <= MOST_HOURS:
            odd, time = odd + 1, None
        column = "done" if dones[row].casefold() not in _NO else _column(statuses[row])
        tasks.append(Task(name[:200], time, lists[row][:200], days.days[row], people[row][:200], column))
    if not tasks and (columns.name, columns.list) != (None, None):
        raise ImportProblem("tasks_none")
    return TaskList(layout, table, columns, tuple(tasks), left_out, odd, days.guessed)


def _column(status: str) -> Column:
    plain = status.casefold()
    if any(words in plain for words in _NOT_BEGUN):
        return "next"
    return next((column for column, words in _STATUS if any(word in plain for word in words)), "next")
