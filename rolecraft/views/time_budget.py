"""The time budget on the screen: paid hours, promises, waiting, focus blocks, and what gives way."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import time_budget as pictures
from rolecraft.plan import FocusBlock, TimeBudget
from rolecraft.rules import time_budget as rules
from rolecraft.rules.activity_triage import WEEK
from rolecraft.text import say
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html
from rolecraft.views.own_files import CalendarImport
from rolecraft.views.picker import Picker

if TYPE_CHECKING:
    import pandas

MOST_TASKS = 1000


class TimeBudgetView(Exercise):
    """Six steps on one screen; each is answered where it is filled in, and all of them at the end."""

    module = "time_budget"
    rules = rules
    reads = ("activity_triage",)

    def build(self) -> Sequence[widgets.Widget]:
        """Return the inputs of each step, and the places for answers."""
        self._sum, self._promised, self._flow = (self.html("rc-live") for _ in range(3))
        self._answer, self._picture, self._posts = self.html("rc-live"), self.html(), self.html()
        return [
            *self._hours_form(),
            *self._promises_form(),
            *self._flow_form(),
            *self._blocks_form(),
            self.heading("heading_gives_way"),
            self.fields.text(self._section, "gives_way", rows=3).widget,
            self.heading("heading_result"),
            self._answer,
            self._picture,
            self._posts,
            widgets.HTML(formula_html(self.say("formula"), self.language)),
        ]

    def _section(self) -> TimeBudget:
        return self.section

    def _hours(self, name: str) -> Any:
        return self.fields.number(self._section, name, minimum=0, maximum=WEEK)

    def _hours_form(self) -> list[widgets.Widget]:
        buffer = self.fields.number(self._section, "buffer", minimum=0, maximum=100)
        return [
            self.heading("heading_hours"),
            self.paragraph("intro_hours"),
            self.row(self._hours("contract"), self._hours("meetings")),
            CalendarImport(self, self._take_calendar).widget,
            self.row(self._hours("admin"), buffer),
            self.row(self._hours("thinking"), self._hours("learning")),
            self._hours("evening").widget,
            self._sum,
        ]

    def _promises_form(self) -> list[widgets.Widget]:
        return [
            self.heading("heading_promised"),
            self.row(self._hours("committed"), self._hours("committed_next")),
            self._hours("favour").widget,
            self._promised,
        ]

    def _flow_form(self) -> list[widgets.Widget]:
        tasks = [
            self.fields.number(self._section, name, minimum=0, maximum=MOST_TASKS)
            for name in ("open_tasks", "finished", "open_next")
        ]
        return [
            self.heading("heading_flow"),
            self.paragraph("intro_flow"),
            self.row(*tasks),
            self._flow,
        ]

    def _block_name(self, block: FocusBlock) -> str:
        """Return day and time of a block, nothing while it has no time."""
        return f"{self.say(f'day_{block.day}')} {block.start.strip()}" if block.start.strip() else ""

    def _blocks_form(self) -> list[widgets.Widget]:
        blocks = self._blocks = Picker(
            self, "block", lambda: self.section.blocks, _usual_blocks, FocusBlock, named=self._block_name
        )
        days = [(self.say(f"day_{day}"), day) for day in rules.WEEKDAYS]
        self._start = self.fields.text(blocks.item, "start")
        self._next_block = self.button("next_block", lambda: blocks.turn_to(blocks.number + 1))
        return [
            self.heading("heading_blocks"),
            self.paragraph("intro_blocks"),
            blocks.choose,
            self.row(
                self.fields.choice(blocks.item, "day", days),
                self._start,
                self.fields.number(blocks.item, "minutes", minimum=1, maximum=rules.DAY, whole=True),
            ),
            self.row(self._next_block, blocks.add, blocks.remove, blocks.bring_back),
        ]

    def _take_calendar(self, calendar: Any) -> None:
        """Take the hours in meetings from a calendar of the learner's."""
        self.section.meetings = round(calendar.hours, 1)
        self.section.drafts.pop("meetings", None)

    def edited(self) -> None:
        """Take the block in the form into the plan as soon as something is entered in it."""
        self._blocks.take_over()
        super().edited()

    def fill(self) -> None:
        """Show the blocks to choose from."""
        self._blocks.refresh()

    # The answers

    def respond(self) -> None:
        """Show what each step gives, and what the week says."""
        section, language = self.section, self.language
        self._blocks.refresh()
        more = self._blocks.number + 1 < len(self._blocks.items())
        self._next_block.layout.display = None if more else "none"
        typed = self._blocks.item().start.strip()
        wrong = typed and rules.minutes_of(typed) is None
        self._start.tell(self.say("start_unreadable", typed=typed) if wrong else "", problem=True)
        result = rules.budget(section)
        self._sum.value = _paragraphs(sum_lines(section, result, language))
        self._promised.value = _paragraphs(promise_lines(section, result, language))
        self._flow.value = _paragraphs(flow_lines(section, result, language))
        self._answer.value = feedback_html(result.feedback, language)
        self._picture.value = pictures.week(section, result, language)
        self._posts.value = posts_html(result, language)

    def table(self) -> "pandas.DataFrame":
        """Return the posts as a table: hours a week, and their share of the paid hours in per cent."""
        from rolecraft.tables import table

        return table(*post_rows(rules.budget(self.section), self.language))


def _usual_blocks() -> list[FocusBlock]:
    """Return two empty blocks to begin with, on two days."""
    return [FocusBlock("b1", "tuesday"), FocusBlock("b2", "thursday")]


# The answers in words


def sum_lines(section: TimeBudget, result: rules.Budget, language: str = "en") -> list[str]:
    """Return what is left for projects, as a sum once all posts are known."""
    if result.overdrawn:
        return [say("time_budget.words_overdrawn", language, over=result.overdrawn)]
    if result.left is None:
        return []
    if result.capacity is None:
        return [say("time_budget.words_left", language, left=result.left)]
    hours = {post.name: post.hours for post in result.posts}
    return [
        say(
            "time_budget.words_capacity",
            language,
            contract=result.contract,
            capacity=result.capacity,
            **hours,
        )
    ]


def promise_lines(section: TimeBudget, result: rules.Budget, language: str = "en") -> list[str]:
    """Return how much of the project hours is promised, and the price of a yes."""
    lines = []
    for key, hours, share in (
        ("now", result.committed, result.utilisation),
        ("next", result.committed_next, result.utilisation_next),
    ):
        if share is not None:
            values = {"hours": hours, "capacity": result.capacity, "share": 100 * share}
            lines.append(say(f"time_budget.words_{key}", language, **values))
    if lines:
        lines.append(say("time_budget.words_line", language, line=result.line))
    if result.price is not None:
        values = {"favour": section.favour, "capacity": result.capacity, "price": result.price}
        lines.append(say("time_budget.words_price", language, **values))
    return lines


def flow_lines(section: TimeBudget, result: rules.Budget, language: str = "en") -> list[str]:
    """Return how long people wait, now and with fewer open tasks."""
    if section.finished == 0:
        return [say("time_budget.words_nothing_finished", language)]
    lines = []
    for key, tasks, weeks in (
        ("words_lead_time", section.open_tasks, result.lead_time),
        ("words_lead_time_next", section.open_next, result.lead_time_next),
    ):
        if weeks is not None:
            values = {"open": tasks, "finished": section.finished, "weeks": weeks}
            lines.append(say(f"time_budget.{key}", language, **values))
    return lines


def _paragraphs(lines: Sequence[str]) -> str:
    return f'<div class="rc-box">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>' if lines else ""


def post_rows(result: rules.Budget, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row a post, then what is left for projects, too much, and the paid hours."""

    def words(key: str) -> str:
        return say(f"time_budget.{key}", language)

    rows = [
        [words(f"post_{post.name}"), post.hours, None if post.share is None else 100 * post.share]
        for post in result.posts
    ]
    if round(result.contract or 0, 2):  # what is shown as 0 hours can't be divided
        name = "post_left" if result.capacity is None else "post_projects"
        left = max(result.left, 0.0)
        rows.append([words(name), left, 100 * left / result.contract])
        if result.overdrawn:
            rows.append([words("post_over"), result.overdrawn, 100 * result.overdrawn / result.contract])
        rows.append([words("post_sum"), result.contract, 100.0])
    return [words(f"column_{name}") for name in ("post", "hours", "share")], rows


def posts_html(result: rules.Budget, language: str = "en") -> str:
    """Return the posts as a table, once the paid hours are there."""
    headings, rows = post_rows(result, language)
    caption = say("time_budget.caption_posts", language)
    return table_html(headings, rows, caption, language) if round(result.contract or 0, 2) else ""


def time_budget() -> TimeBudgetView:
    """Open the time budget (chapter 8)."""
    return TimeBudgetView()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    section = example.plan().time_budget
    result = rules.budget(section)
    lines = [
        *sum_lines(section, result, language),
        *promise_lines(section, result, language),
        *flow_lines(section, result, language),
    ]
    return "".join(
        [
            _paragraphs(lines),
            pictures.week(section, result, language),
            feedback_html(result.feedback, language),
            posts_html(result, language),
        ]
    )
