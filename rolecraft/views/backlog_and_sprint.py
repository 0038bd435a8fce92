"""Backlog and sprint on the screen: a board, what comes first and why, and what fits into two weeks."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import backlog_and_sprint as pictures
from rolecraft.plan import Backlog, Item, Model, Sprint
from rolecraft.rules import backlog_and_sprint as rules
from rolecraft.text import say
from rolecraft.views.fields import Field
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html
from rolecraft.views.own_files import TaskImport
from rolecraft.views.picker import Picker

if TYPE_CHECKING:
    import pandas

MOST_WEEKS = 4  # in a sprint; the Scrum Guide (2020) says at most a month
SHOWN_SWAPS = 2
WEEK = 168  # hours


class BacklogAndSprint(Exercise):
    """One form, for the item that is chosen; below it the board, the order, the sprint and how to work."""

    module = "backlog_and_sprint"
    rules = rules
    reads = ("activity_triage", "time_budget")

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form and the places for answers."""
        items = self._items = Picker(self, "item", lambda: self.section.items, lambda: [Item("i1")], Item)
        self._sprints = Picker(
            self, "sprint", lambda: self.section.sprints, lambda: [Sprint("s1")], Sprint, named="id"
        )
        section, item, f = self._section, items.item, self.fields

        columns = [(self.say(f"choice_{column}"), column) for column in rules.COLUMNS]
        column = f.choice(item, "column", columns)
        column.control.observe(self.guard(self._moved), "value")
        self._begun, self._finished = f.day(item, "begun"), f.day(item, "finished")
        models = [(self.say(f"model_{model}"), model) for model in rules.MODELS]
        self._all_scores = False
        self._show_scores = self.button("show_all_scores", self._toggle_scores)
        self._next_item = self.button("next_item", lambda: items.turn_to(items.number + 1))

        self._answer, self._feedback, self._sprint = (self.html("rc-live") for _ in range(3))
        self._suggestion, self._picture, self._order = self.html(), self.html(), self.html()
        formulas = ("ice", "rice", "wsjf", "model", "sprint", "limits")
        return [
            self.heading("heading_items"),
            self.paragraph("intro_items"),
            TaskImport(self, "items", self._take_tasks).widget,
            items.choose,
            f.text(item, "name").widget,
            self.row(f.number(item, "hours", minimum=0), f.day(item, "fixed")),
            column.widget,
            self.row(self._begun, self._finished),
            self.heading("heading_scores"),
            f.choice(section, "model", models).widget,
            self._suggestion,
            *self._scores(f, item),
            self._show_scores,
            self._answer,
            self.row(self._next_item, items.add, items.remove, items.bring_back),
            self.heading("heading_board"),
            self._picture,
            self._feedback,
            self.row(
                f.number(section, "most_doing", minimum=1, whole=True),
                f.number(section, "most_waiting", minimum=1, whole=True),
            ),
            self.heading("heading_order"),
            self._order,
            f.text(section, "not_seen", rows=2).widget,
            self.heading("heading_sprint"),
            self.paragraph("intro_sprint"),
            self.row(
                f.number(section, "capacity", minimum=0, maximum=WEEK),
                f.number(section, "weeks", minimum=1, maximum=MOST_WEEKS),
            ),
            self._sprint,
            self.folded("sprints", self._last_sprints(f)),
            self.heading("heading_ways"),
            f.text(section, "requests", rows=2).widget,
            f.text(section, "cadence", rows=2).widget,
            f.text(section, "change", rows=2).widget,
            self.row(f.text(section, "change_owner"), f.day(section, "change_on")),
            widgets.HTML(
                formula_html("\n".join(self.say(f"formula_{part}") for part in formulas), self.language)
            ),
        ]

    def _section(self) -> Any:
        return self.section

    def _scores(self, f: Any, item: Any) -> list[widgets.Widget]:
        """Return the inputs of each model; only those of the chosen one are shown, unless all are wanted."""

        def choice(name: str) -> Field:
            values = ((self._choice(name, value), value) for value in rules.ALLOWED[name])
            return f.choice(item, name, [(self.say("not_said"), None), *values])

        self._parts: dict[Model, widgets.VBox] = {}
        for model, names in rules.PARTS.items():
            fields = [
                choice(name) if name in rules.ALLOWED else f.number(item, name, minimum=0) for name in names
            ]
            self._parts[model] = widgets.VBox([self.paragraph(f"intro_{model}"), self.row(*fields)])
        return list(self._parts.values())

    def _choice(self, name: str, value: float) -> str:
        if name == "effect":
            return self.say(f"effect_{value:g}".replace(".", ""))
        return self.say(f"certainty_{100 * value:.0f}") if name == "certainty" else f"{value}"

    def _last_sprints(self, f: Any) -> widgets.VBox:
        sprints = self._sprints
        return widgets.VBox(
            [
                sprints.choose,
                self.row(
                    f.number(sprints.item, "planned", minimum=1, whole=True),
                    f.number(sprints.item, "done", minimum=0, whole=True),
                ),
                self.row(sprints.add, sprints.remove, sprints.bring_back),
            ]
        )

    # What changes what

    def edited(self) -> None:
        """Take what is in the form into the plan as soon as something is entered in it."""
        self._items.take_over()
        self._sprints.take_over()
        super().edited()

    def fill(self) -> None:
        """Show the items and sprints to choose from."""
        self._items.refresh()
        self._sprints.refresh()

    def _take_tasks(self, tasks: list[Any]) -> None:
        """Take cards from a task list, except for those that are on the board already."""
        self._items.take_over()
        here = {item.name.strip().casefold() for item in self.section.items}
        for task in tasks:
            if task.name.casefold() not in here:
                hours = None if task.hours is None else round(task.hours, 1)
                item = Item(self._items.free_id(), task.name, task.column, hours)
                self.section.items.append(item)
                here.add(task.name.casefold())

    def _moved(self, change: Any) -> None:
        """Note the days that follow from a move."""
        if not self.filling:
            rules.move(self._items.item(), change["new"], self.today)
            self.edited()
            self.show()

    def _toggle_scores(self) -> None:
        self._all_scores = not self._all_scores
        self._show_scores.description = self.say("hide_all_scores" if self._all_scores else "show_all_scores")
        self._show_parts()

    def _show_parts(self) -> None:
        for model, parts in self._parts.items():
            shown = self._all_scores or model == self.section.model
            parts.layout.display = None if shown else "none"

    def carried_words(self, name: str, value: Any) -> str:
        """Return in words what there is to take: the hours, or the activities by name."""
        if name == "items":
            value = ", ".join(
                activity if hours is None else self.say("carried_item", name=activity, hours=hours)
                for activity, hours in value
            )
        return super().carried_words(name, value)

    # The answers

    def respond(self) -> None:
        """Show what the item in the form needs, the board, the order and what fits into a sprint."""
        section, language = self.section, self.language
        self._items.refresh()
        self._sprints.refresh()
        review = rules.review(section, self.today)
        item = self._items.item()
        self._begun.widget.layout.display = None if item.column != "next" or item.begun else "none"
        self._finished.widget.layout.display = None if item.column == "done" else "none"
        more = self._items.number + 1 < len(self._items.items())
        self._next_item.layout.display = None if more else "none"
        self._show_parts()

        reason = review.suggestion.reason
        words = self.say(reason.key, **reason.values) if review.order else ""
        self._suggestion.value = f"<p>{escape(words)}</p>" if words else ""
        self._answer.value = self._about(item, review)
        self._picture.value = pictures.board(section, review, language)
        self._feedback.value = feedback_html(review.feedback, language)
        self._order.value = order_html(review, language)
        self._sprint.value = sprint_html(section, review, language)

    def _about(self, item: Item, review: rules.Review) -> str:
        """Return score, place and advice for the item in the form."""
        one = next((one for one in review.items if one.item is item), None)
        if one is None:
            return ""
        chosen = self.section.model
        lines = []
        for model in sorted(rules.MODELS, key=lambda model: model != chosen):
            if one.scores[model] is not None:
                key = "item_score" if one.ranks[model] else "item_score_done"
                values = {
                    "model": self.say(f"short_{model}"),
                    "score": self.say(f"score_{model}", score=one.scores[model]),
                    "place": one.ranks[model],
                    "count": sum(other.ranks[model] is not None for other in review.items),
                }
                lines.append(self.say(key, **values))
        if one.missing:
            parts = ", ".join(self.say(f"label_{part}") for part in one.missing)
            lines.append(self.say("item_missing", parts=parts))
        shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
        box = f'<div class="rc-box">{shown}</div>' if shown else ""
        return box + (feedback_html([one.advice], self.language) if one.advice else "")

    def table(self) -> "pandas.DataFrame":
        """Return the items as a table: one row an item, with score and place under each model."""
        from rolecraft.tables import table

        return table(*item_rows(rules.review(self.section, self.today), self.language))


def item_rows(review: rules.Review, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row an item, in the order of the board."""

    def words(key: str, **values: Any) -> str:
        return say(f"backlog_and_sprint.{key}", language, **values)

    headings = [words("column_item"), words("column_where"), words("label_hours")]
    for model in rules.MODELS:
        name = words(f"short_{model}")
        headings += [name, words("column_place", model=name)]
    rows = []
    for one in review.items:
        row = [one.item.name.strip(), words(f"column_{one.item.column}"), one.hours]
        for model in rules.MODELS:
            row += [one.scores[model], one.ranks[model]]
        rows.append(row)
    return headings, rows


def order_html(review: rules.Review, language: str = "en") -> str:
    """Return the order under each model side by side, and in words where the models differ and why."""

    def words(key: str, **values: Any) -> str:
        return say(f"backlog_and_sprint.{key}", language, **values)

    def cell(one: rules.ItemResult, model: Model) -> str | None:
        if one.ranks[model] is None:
            return None
        score = words(f"score_{model}", score=one.scores[model])
        return words("cell_score", score=score, place=one.ranks[model])

    if not any(one.ranks[model] for one in review.ranked for model in rules.MODELS):
        return ""
    headings = [words("column_item"), *(words(f"short_{model}") for model in rules.MODELS)]
    rows = [[one.item.name.strip(), *(cell(one, model) for model in rules.MODELS)] for one in review.ranked]
    lines = [*compare_words(review.comparison, language), words("talk")]
    shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return table_html(headings, rows, words("caption_order"), language) + shown


def compare_words(comparison: rules.Comparison, language: str = "en") -> list[str]:
    """Return sentences: what the models agree on, which items change places, and because of what."""

    def words(key: str, **values: Any) -> str:
        return say(f"backlog_and_sprint.{key}", language, **values)

    if not comparison.models:
        return []
    lines = [words("compare_top", name=comparison.top)] if comparison.top else []
    for swap in comparison.swaps[:SHOWN_SWAPS]:
        others = _listed([words(f"short_{model}") for model in swap.others], language)
        names = {"first": swap.first, "second": swap.second}
        told = words("swap", model=words(f"short_{swap.model}"), others=others, **names)
        lines.append(f"{told} {say(swap.reason.key, language, **swap.reason.values)}")
    more = len(comparison.swaps) - SHOWN_SWAPS
    if more > 0:
        lines.append(words("more_swaps_one" if more == 1 else "more_swaps", count=more))
    if not comparison.swaps and len(comparison.models) > 1:
        lines.append(words("compare_same"))
    return lines


def sprint_html(section: Backlog, review: rules.Review, language: str = "en") -> str:
    """Return what a sprint has room for, what is planned, what fits, and how the last ones went."""

    def words(key: str, **values: Any) -> str:
        return say(f"backlog_and_sprint.{key}", language, **values)

    lines = []
    if review.capacity is not None and review.room is not None:
        values = {"capacity": review.capacity, "hours": section.capacity, "weeks": section.weeks}
        lines.append(words("sprint_room", **values))
        if review.items:
            lines.append(words("sprint_load", doing=review.doing_hours, next=review.next_hours))
            lines.append(words(f"sprint_{review.verdict}", room=review.room, names=", ".join(review.fits)))
        if review.unknown_hours:
            lines.append(words("sprint_unknown", count=review.unknown_hours))
    if review.completion:
        shares = _listed([words("share", share=share) for share in review.completion], language)
        lines.append(words("sprint_completion", shares=shares))
    return f'<div class="rc-box">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>' if lines else ""


def _listed(words: Sequence[str], language: str) -> str:
    """Return "a", "a and b", "a, b and c"."""
    *some, last = words
    return say("backlog_and_sprint.and", language, some=", ".join(some), last=last) if some else last


def backlog_and_sprint() -> BacklogAndSprint:
    """Open backlog and sprint (chapter 7)."""
    return BacklogAndSprint()


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    section = example.plan().backlog_and_sprint
    review = rules.review(section, example.today())
    return "".join(
        [
            pictures.board(section, review, language),
            order_html(review, language),
            _entered(section, ("not_seen",), language),
            sprint_html(section, review, language),
            _entered(section, ("requests", "cadence", "change", "change_owner", "change_on"), language),
            feedback_html(review.feedback, language),
        ]
    )


def _entered(section: Backlog, names: Iterable[str], language: str) -> str:
    lines = []
    for name in names:
        label, entered = say(f"backlog_and_sprint.label_{name}", language), getattr(section, name)
        words = say("backlog_and_sprint.day", language, day=entered) if name == "change_on" else entered
        lines.append(f"<p><strong>{escape(label)}</strong> {escape(words)}</p>")
    return "".join(lines)
