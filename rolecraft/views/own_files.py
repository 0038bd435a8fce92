"""The learner's own files in an exercise: choose one, see what was read, then use it or not.

Each part is a folded piece of an exercise: place its `widget` in build(). Nothing in the plan changes before
"Use these" is pressed, and that can be undone. The importers are loaded when a file is chosen. What a file
holds is shown as text only.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import time
from html import escape
from typing import Any

import ipywidgets as widgets

from rolecraft.numbers import format_number, parse_number
from rolecraft.plan import Driver
from rolecraft.views.frame import Exercise, table_html

NONE = -1  # stands for "no column" in a list
MOST_LINKS = 8  # links of a chain that numbers can be chosen for
MOST_ITEMS = 40  # cards from one file
MOST_PEOPLE = 60
SHOWN = 12  # rows of a preview
SPACE = "0.5rem 0"  # between inputs, as between the fields of an exercise


class OwnFile:
    """What the three parts share. A subclass says what kind it is, what it reads and what it shows.

    kind: "calendar", "tasks" or "numbers", as in the messages show_<kind>, help_<kind>, choose_<kind>.
    accept: the endings of its files.
    """

    kind = ""
    accept = ".csv,.tsv,.txt,text/csv"

    def __init__(self, exercise: Exercise):
        self.exercise = exercise
        self.result: Any = None  # what the newest readable file holds
        self._content = b""
        self._name = ""
        self._filling = False
        self._before: Any = None  # the section before the last use
        self._inside = widgets.VBox()
        self.widget = exercise.folded(f"own_files.{self.kind}", self._inside, self._opened)

    # What a subclass fills in

    def choices(self) -> Sequence[widgets.Widget]:
        """Return the inputs that are shown once a file is read."""
        raise NotImplementedError

    def read(self, content: bytes) -> Any:
        """Return what a file holds; called for a new file, and again by reread()."""
        raise NotImplementedError

    def offer(self) -> None:
        """Set the choices as the file just read asks for."""

    def sentences(self) -> list[str]:
        """Return what was read, in plain sentences."""
        raise NotImplementedError

    def preview(self) -> str:
        """Return a table of what would be used, as HTML."""
        raise NotImplementedError

    def use(self) -> bool:
        """Put what is shown into the section; return whether there was anything."""
        raise NotImplementedError

    # What a subclass uses

    def say(self, key: str, **values: Any) -> str:
        """Return a message of own_files."""
        return self.exercise.say(f"own_files.{key}", **values)

    def dropdown(
        self, label: str, options: Sequence[tuple[str, Any]], reread: bool = False, **values: Any
    ) -> widgets.Dropdown:
        """Return a list to choose from, label_<label>. reread: the file is read again after a choice."""
        control = widgets.Dropdown(description=self.say(f"label_{label}", **values), options=options)
        control.layout = widgets.Layout(margin=SPACE)
        self._observe(control, reread)
        return control

    def text(self, label: str, **values: Any) -> widgets.Text:
        """Return a short text input, label_<label>."""
        control = widgets.Text(description=self.say(f"label_{label}", **values))
        control.layout = widgets.Layout(margin=SPACE)
        self._observe(control, reread=False)
        return control

    def _observe(self, control: widgets.Widget, reread: bool) -> None:
        def changed(_: Any) -> None:
            if not self._filling and self.result is not None:
                if reread:
                    self._try(self._content)
                self.refresh()

        control.observe(self.exercise.guard(changed), "value")

    def offer_options(
        self, control: widgets.Dropdown, options: Sequence[tuple[str, Any]], chosen: Any
    ) -> None:
        """Put new options into a list and choose one, without a reaction."""
        filling, self._filling = self._filling, True
        if tuple(options) != control.options:
            control.options = options
        control.value = chosen
        self._filling = filling

    def number(self, control: widgets.Text) -> float | None:
        """Return the positive number that was typed, None when there is none."""
        try:
            typed = parse_number(control.value, self.exercise.language)
        except ValueError:
            return None
        return typed if typed and typed > 0 else None

    def show(self, control: widgets.Widget, shown: bool) -> None:
        """Show or hide an input."""
        control.layout.display = None if shown else "none"

    # Opened, read, used

    def _opened(self) -> None:
        """Make what is inside when it is opened for the first time: each widget costs the page a message."""
        if self._inside.children:
            return
        exercise = self.exercise
        upload = exercise.file_button(f"own_files.choose_{self.kind}", self.accept, self._chosen)
        self._words = exercise.html("rc-live")
        self._choices = widgets.VBox(list(self.choices()))
        self._table = exercise.html()
        self._use = exercise.button("own_files.use", self._use_pressed, primary=True)
        self._undo = exercise.button("own_files.undo", self._undo_pressed)
        self._told = exercise.html("rc-live")
        for part in (self._choices, self._use, self._undo):
            self.show(part, False)
        self._inside.children = [
            exercise.paragraph(f"own_files.help_{self.kind}"),
            exercise.paragraph("own_files.stays_here"),
            upload,
            self._words,
            self._choices,
            self._table,
            exercise.row(self._use, self._undo),
            self._told,
        ]

    def _chosen(self, name: str, content: bytes) -> None:
        self._told.value = ""
        before = self._name
        self._name = name
        if self._try(content):
            self._content = content
            self.offer()
            self.refresh()
        else:
            self._name = before

    def _try(self, content: bytes) -> bool:
        """Read; when that doesn't work, say why and keep what was there."""
        from rolecraft.imports import ImportProblem

        try:
            self.result = self.read(content)
        except ImportProblem as problem:
            self._tell(self.exercise.say(problem.key, **problem.values))
        except ImportError as problem:  # the page says in words what could not be loaded
            self._tell(str(problem))
        else:
            return True
        return False

    def _tell(self, problem: str) -> None:
        words = self.say("problem", name=self._name, problem=problem)
        self._told.value = f'<div class="rc-problem">{escape(words)}</div>'

    def refresh(self) -> None:
        """Show what was read."""
        if self.result is None:
            return
        self._words.value = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences())
        self._table.value = self.preview()
        for part in (self._choices, self._use):
            self.show(part, True)

    def _use_pressed(self) -> None:
        exercise = self.exercise
        before = deepcopy(exercise.section)
        if not self.use():
            self._told.value = f"<p>{escape(self.say('nothing_to_use'))}</p>"
            return
        exercise.edited()
        exercise.show()
        self._before = before, exercise.plan, exercise.section.revision
        self.show(self._undo, True)
        self._told.value = f"<p>{escape(self.say('used'))}</p>"

    def _undo_pressed(self) -> None:
        exercise = self.exercise
        before, plan, revision = self._before
        self.show(self._undo, False)
        if exercise.plan is not plan or exercise.section.revision != revision:
            self._told.value = f"<p>{escape(self.say('not_undone'))}</p>"
            return
        before.revision = revision
        setattr(plan, exercise.module, before)
        exercise.show()
        exercise.edited()
        self._told.value = f"<p>{escape(self.say('undone'))}</p>"


class CalendarImport(OwnFile):
    """A calendar: hours in meetings, free stretches.

    use: called with the Calendar that was read (rolecraft.imports.calendar); it puts into the section what it
    needs.
    """

    kind = "calendar"
    accept = ".ics,text/calendar"

    def __init__(self, exercise: Exercise, use: Callable[[Any], None]):
        self._use_it = use
        super().__init__(exercise)

    def choices(self) -> Sequence[widgets.Widget]:
        """Return: which weeks, which hours, which meetings."""
        weeks = [(self.say(f"weeks_{name}"), name) for name in ("last_4", "last_8", "next_4")]
        self._weeks = self.dropdown("weeks", weeks, reread=True)
        spans = [(7, 16), (8, 16), (8, 17), (9, 17), (9, 18)]
        hours = [
            (self.say("hours_span", begin=_hour(begin), end=_hour(end)), (begin, end)) for begin, end in spans
        ]
        self._hours = self.dropdown("working_day", hours, reread=True)
        self.offer_options(self._hours, hours, (8, 17))
        which = [(self.say(f"meetings_{name}"), name) for name in ("all", "with_others")]
        self._which = self.dropdown("which_meetings", which, reread=True)
        return [self._weeks, self._hours, self._which]

    def read(self, content: bytes) -> Any:
        """Return the calendar, read as chosen."""
        from rolecraft.imports.calendar import read_calendar

        way, _, count = self._weeks.value.partition("_")
        begin, end = self._hours.value
        return read_calendar(
            content,
            self.exercise.today,
            int(count),
            ahead=way == "next",
            begin=time(begin),
            end=time(end),
            with_others=self._which.value == "with_others",
        )

    def offer(self) -> None:
        """Ask what counts as a meeting only where the file tells who is invited."""
        self.show(self._which, self.result.both)

    def sentences(self) -> list[str]:
        """Return period, hours, pieces, what was left out."""
        found = self.result
        lines = [
            self.say(
                "read_calendar",
                name=self._name,
                weeks=len(found.weeks),
                first=found.first,
                last=found.last,
                begin=f"{found.begin:%H:%M}",
                end=f"{found.end:%H:%M}",
                meetings=found.meetings,
            ),
            self.say("zone_named", zone=found.zone) if found.zone else self.say("zone_own"),
        ]
        if found.ahead and not self._weeks.value.startswith("next"):
            lines.append(self.say("weeks_to_come"))
        lines.append(
            self.say(
                "result_calendar",
                hours=found.hours,
                gaps=found.gaps_a_day,
                blocks=found.blocks_a_week,
                longest=found.longest / 60,
            )
        )
        free = [
            self.say("free_piece", day=self.say(f"day_{day}"), start=f"{start:%H:%M}", end=f"{end:%H:%M}")
            for day, start, end in found.always_free()[:4]
        ]
        lines.append(self.say("always_free", pieces="; ".join(free)) if free else self.say("never_free"))
        return lines + _left_out(self, found.left_out)

    def preview(self) -> str:
        """Return one row a week."""
        rows = [
            [
                self.say("week_of", day=week.monday),
                round(week.hours, 1),
                len(week.meetings),
                len(week.blocks),
            ]
            for week in self.result.weeks
        ]
        headings = [self.say(f"column_{name}") for name in ("week", "hours", "meetings", "blocks")]
        return table_html(headings, rows, self.say("caption_calendar"), self.exercise.language)

    def use(self) -> bool:
        """Hand the calendar over."""
        self._use_it(self.result)
        return True


class TaskImport(OwnFile):
    """A task list or time report.

    into: "activities" (use is called with a list of (name, hours a week or None)) or "items" (use is called
    with a list of tasks that are not done, rolecraft.imports.tasks.Task). use puts them into the section.
    """

    kind = "tasks"
    ROLES = ("name", "hours", "list", "day", "person")
    HOW = "columns"  # of the messages show_columns and hide_columns

    def __init__(self, exercise: Exercise, into: str, use: Callable[[list[Any]], None]):
        self._into, self._use_them = into, use
        super().__init__(exercise)

    @property
    def _weekly(self) -> bool:
        return self._into == "activities"

    def choices(self) -> Sequence[widgets.Widget]:
        """Return: which column holds what, whose tasks, how they become activities."""
        none = [(self.say("no_column"), NONE)]
        self._columns = {role: self.dropdown(f"{role}_column", none, reread=True) for role in self.ROLES}
        units = [(self.say(f"unit_{unit}"), unit) for unit in ("hours", "minutes", "seconds")]
        self._unit = self.dropdown("unit", units, reread=True)
        self._person = self.dropdown("whose", [(self.say("everybody"), "")])
        self._by = self.dropdown("one_line_for", [(self.say(f"by_{by}"), by) for by in ("name", "list")])
        self._covers = self.text("weeks_covered")
        self._offered: Any = ()  # the period that the weeks were proposed for
        columns = widgets.VBox([*self._columns.values(), self._unit])
        self._how = self.exercise.folded(f"own_files.{self.HOW}", columns)
        return [self._person, self._by, self._covers, self._how]

    def read(self, content: bytes) -> Any:
        """Return the tasks, read by their headings, or as chosen when it is the same file."""
        from rolecraft.imports import tasks

        if content is not self._content:
            return tasks.read_tasks(content)
        chosen = {
            role: None if control.value == NONE else control.value for role, control in self._columns.items()
        }
        old = self.result
        columns = tasks.Columns(
            **chosen, unit=self._unit.value, status=old.columns.status, done=old.columns.done
        )
        return tasks.read_rows(old.source, old.layout, columns)

    def offer(self) -> None:
        """Offer the file's columns, people and lists; choose what its headings say."""
        found = self.result
        options = [(self.say("no_column"), NONE)]
        for number, heading in enumerate(found.source.headings):
            if any(row[number] for row in found.source.rows[:500]):
                options.append((heading, number))
        offered = {number for _, number in options}
        for role, control in self._columns.items():
            column = getattr(found.columns, role)
            self.offer_options(control, options, column if column in offered else NONE)
        self.offer_options(self._unit, self._unit.options, found.columns.unit)
        self.offer_options(self._person, [(self.say("everybody"), "")], "")
        many = len({task.name.casefold() for task in found.tasks}) > _most_groups()
        lists = {task.list.casefold() for task in found.tasks if task.list}
        self.offer_options(self._by, self._by.options, "list" if many and len(lists) > 1 else "name")
        self._offered = ()

    def _offer_weeks(self) -> None:
        """Propose the weeks between the first and the last date, each time that these are others."""
        if self._offered == self.result.period:
            return
        self._offered, self._filling = self.result.period, True
        weeks = self.result.weeks
        self._covers.value = (
            format_number(weeks, 1 if weeks % 1 else 0, self.exercise.language) if weeks else "1"
        )
        self._filling = False

    def refresh(self) -> None:
        """Show what was read, with the choices that it leaves open."""
        if self.result is not None:
            people = self.result.people[:MOST_PEOPLE]
            options = [(self.say("everybody"), ""), *((person, person) for person in people)]
            chosen = self._person.value if self._person.value in people else ""
            self.offer_options(self._person, options, chosen)
            self._offer_weeks()
            self.show(self._person, len(people) > 1)
            self.show(self._unit, self.result.columns.hours is not None)
            self._ask_for_columns()
            self.show(self._by, self._weekly and any(task.list for task in self.result.tasks))
            self.show(self._covers, self._weekly and self.result.columns.hours is not None)
        super().refresh()

    def _ask_for_columns(self) -> None:
        """Open the choice of columns when nobody knows which has the names."""
        columns = self.result.columns
        button, choices = self._how.children
        if columns.name is None and columns.list is None and choices.layout.display == "none":
            button.click()

    def _mine(self) -> Any:
        return self.result.of(self._person.value)

    def activities(self) -> list[tuple[str, float | None]]:
        """Return (name, hours a week): the largest, and all others as one."""
        weeks = self.number(self._covers)
        groups = self._mine().groups(self._by.value, weeks)
        most = _most_groups()
        lines = [(group.name, _tenths(group.hours)) for group in groups[:most]]
        if len(groups) > most:
            rest = groups[most - 1 :]
            known = [group.hours for group in rest if group.hours is not None]
            name = self.say("everything_else", count=len(rest))
            lines[most - 1 :] = [(name, _tenths(sum(known)) if known else None)]
        return lines

    def items(self) -> list[Any]:
        """Return the tasks that are not done."""
        return [task for task in self._mine().tasks if task.column != "done"][:MOST_ITEMS]

    def sentences(self) -> list[str]:
        """Return rows, period, what was left out, what to choose."""
        mine = self._mine()
        source = self.say(f"layout_{mine.layout}")
        lines = [self.say("read_tasks", name=self._name, source=source, rows=len(mine.tasks))]
        if mine.columns.name is None and mine.columns.list is None:
            return [*lines, self.say("choose_name")]
        if mine.columns.hours is None:
            lines.append(self.say("no_hours"))
        else:
            without = sum(task.hours is None for task in mine.tasks)
            hours = sum(task.hours or 0 for task in mine.tasks)
            lines.append(self.say("hours_all", hours=hours, without=without))
        if mine.period:
            first, last = mine.period
            lines.append(self.say("period_tasks", first=first, last=last, weeks=mine.weeks))
        elif self._weekly and mine.columns.hours is not None:
            lines.append(self.say("no_dates"))
        if self._weekly and mine.columns.hours is not None and self.number(self._covers) is None:
            lines.append(self.exercise.say("frame.number_unreadable", typed=self._covers.value))
        if mine.guessed:
            lines.append(self.say("day_first", example=mine.guessed))
        if not self._weekly:
            done = sum(task.column == "done" for task in mine.tasks)
            lines.append(self.say("items_taken", taken=len(self.items()), done=done))
        return lines + _left_out(self, {**mine.left_out, "odd_hours": mine.odd_hours})

    def preview(self) -> str:
        """Return one row a line that would be used."""
        if self._weekly:
            rows = [list(line) for line in self.activities()]
            columns = ("activity", "hours_week")
        else:
            rows = [
                [task.name, task.hours, self.say(f"board_{task.column}")] for task in self.items()[:SHOWN]
            ]
            columns = ("task", "hours_task", "board")
        headings = [self.say(f"column_{name}") for name in columns]
        caption = self.say("caption_activities" if self._weekly else "caption_items")
        return table_html(headings, rows, caption, self.exercise.language) if rows else ""

    def use(self) -> bool:
        """Hand over what is shown."""
        made = self.activities() if self._weekly else self.items()
        if made:
            self._use_them(made)
        return bool(made)


class NumbersImport(OwnFile):
    """A report with numbers, for the links of a chain.

    links: gives the links. period: gives what the counts are per, in the learner's words. use: called with
    id of the link → its value today (rates in per cent); it puts them into the section.
    """

    kind = "numbers"

    def __init__(
        self,
        exercise: Exercise,
        links: Callable[[], Sequence[Driver]],
        period: Callable[[], str],
        use: Callable[[Mapping[str, float]], None],
    ):
        self._links, self._period, self._use_them = links, period, use
        super().__init__(exercise)

    def choices(self) -> Sequence[widgets.Widget]:
        """Return: how many periods the file covers, and a figure for each link."""
        self._covers = self.text("periods_covered", period=self._period() or self.say("period"))
        none = [(self.say("leave_link"), "")]
        self._chosen_figures = [self.dropdown("link_figure", none, name="") for _ in range(MOST_LINKS)]
        return [self._covers, *self._chosen_figures]

    def read(self, content: bytes) -> Any:
        """Return the figures."""
        from rolecraft.imports.figures import read_figures

        return read_figures(content)

    def offer(self) -> None:
        """Propose the periods that the file covers, and a figure for each link that clearly has one."""
        from rolecraft.imports.figures import match

        self._filling = True
        covered = self.result.periods(self._period())
        self._covers.value = format_number(covered, None, self.exercise.language) if covered else "1"
        self._filling = False
        matched = match(self._links(), self.result.figures)
        self._offer_figures({id: _key(figure) for id, figure in matched.items()})

    def _offer_figures(self, chosen: Mapping[str, str]) -> None:
        """Set the list of each link; chosen: id of the link → key of the figure."""
        links = self._links()[:MOST_LINKS]
        for number, control in enumerate(self._chosen_figures):
            self.show(control, number < len(links))
            if number >= len(links):
                continue
            link = links[number]
            options = [(self.say("leave_link"), "")]
            for figure in self._fitting(link):
                value = self._value(link, figure)
                options.append(
                    (self.say("figure_option", name=self._name_of(figure), value=value), _key(figure))
                )
            name = link.name.strip() or self.say("link_unnamed", number=number + 1)
            control.description = self.say("label_link_figure", name=name)
            keys = {key for _, key in options}
            key = chosen.get(link.id, "")
            self.offer_options(control, options, key if key in keys else "")

    def _fitting(self, link: Driver) -> list[Any]:
        return [figure for figure in self.result.figures if figure.kind == link.kind]

    def _now_chosen(self) -> dict[str, str]:
        links = self._links()[:MOST_LINKS]
        return {link.id: control.value for link, control in zip(links, self._chosen_figures, strict=False)}

    def refresh(self) -> None:
        """Show what was read; the links may have changed."""
        if self.result is not None:
            self._covers.description = self.say(
                "label_periods_covered", period=self._period() or self.say("period")
            )
            self._offer_figures(self._now_chosen())
        super().refresh()

    def _name_of(self, figure: Any) -> str:
        return figure.name or self.exercise.say(f"metrics.{figure.id}_name")

    def _value(self, link: Driver, figure: Any) -> float:
        """Return a figure as the link counts it: per period, in numbers that can be read at a glance."""
        value = figure.value
        if link.kind == "count":
            value /= self.number(self._covers) or 1
        return round(value) if abs(value) >= 100 else round(value, 2)

    def values(self) -> dict[str, float]:
        """Return id of the link → its value, for all that a figure is chosen for."""
        chosen, found = self._now_chosen(), {}
        for link in self._links():
            for figure in self._fitting(link):
                if chosen.get(link.id) == _key(figure):
                    found[link.id] = self._value(link, figure)
        return found

    def sentences(self) -> list[str]:
        """Return source, period, what could not be added up."""
        found = self.result
        source = self.say(f"layout_{found.layout}")
        lines = [self.say("read_numbers", name=self._name, source=source, rows=found.rows)]
        if found.first and found.last:
            lines.append(self.say("period_numbers", first=found.first, last=found.last, days=found.days))
        else:
            lines.append(self.say("no_period"))
        if found.guessed:
            lines.append(self.say("day_first", example=found.guessed))
        if found.totals:
            lines.append(self.say("totals_left_out", count=found.totals))
        if found.left_out:
            lines.append(self.say("not_added_up", names=", ".join(found.left_out[:SHOWN])))
        if self.number(self._covers) is None:
            lines.append(self.exercise.say("frame.number_unreadable", typed=self._covers.value))
        return lines

    def preview(self) -> str:
        """Return one row a figure: its value for the whole period, and how it was worked out."""
        rows = []
        for figure in self.result.figures:
            kind = "rate" if figure.kind == "rate" else "count"
            how = self.say(f"how_{figure.how}", of=" ÷ ".join(figure.of))
            rows.append([self._name_of(figure), self.say(f"value_{kind}", value=figure.value), how])
        headings = [self.say(f"column_{name}") for name in ("figure", "value", "how")]
        return table_html(headings, rows, self.say("caption_numbers"), self.exercise.language)

    def use(self) -> bool:
        """Hand over the values that are chosen."""
        values = self.values()
        if values:
            self._use_them(values)
        return bool(values)


def _left_out(part: OwnFile, counts: Mapping[str, int]) -> list[str]:
    reasons = [
        part.say("left_one", what=part.say(f"left_{reason}"), count=count)
        for reason, count in counts.items()
        if count
    ]
    return [part.say("left_out", reasons="; ".join(reasons))] if reasons else []


def _most_groups() -> int:
    from rolecraft.imports.tasks import MOST_GROUPS

    return MOST_GROUPS


def _key(figure: Any) -> str:
    return f"{figure.kind} {figure.id} {figure.name}"


def _tenths(hours: float | None) -> float | None:
    return None if hours is None else max(round(hours, 1), 0.1 if hours > 0 else 0.0)


def _hour(hour: int) -> str:
    return f"{hour:02}:00"
