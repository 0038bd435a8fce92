"""The part of the role charter that brings another copy of the plan in: compare, choose, put together."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft.document import Chapter, Document, Line, Own, Table, showable, to_markdown
from rolecraft.plan import Plan
from rolecraft.plan_json import PlanFileError, plan_from_file
from rolecraft.rules import merge as rules
from rolecraft.rules.areas import AREAS
from rolecraft.text import catalogue
from rolecraft.views.frame import table_html

if TYPE_CHECKING:
    from rolecraft.views.role_charter import RoleCharter

SHOWN, SHOWN_NAME = 300, 60  # characters of a text, side by side, and of a name
MOST_SHOWN = 50  # differences in the table; all can be chosen from the list

# Where a field's label has another name than the field.
_LABELS = {
    ("kpi_map", "drivers", "name"): "link",
    ("kpi_map", "drivers", "owner"): "link_owner",
    ("kpi_map", "metrics", "name"): "number",
    ("kpi_map", "metrics", "goal"): "number_goal",
    ("kpi_map", "metrics", "now"): "number_now",
    ("kpi_map", "metrics", "target"): "number_target",
    ("alignment", "activities", "name"): "activity",
}
# Fields with a few fixed values, which have words of their own: the messages <field>_<value>.
_CHOICES = ("ambition", "column", "day", "experience", "kind", "language", "model", "post", "role")


class Merging:
    """Opens a file, shows what differs, takes a choice for each difference, and puts both together.

    Until "put together" is pressed nothing changes. Afterwards the values that were left out stay on the
    screen, and can be saved, until the next file is opened.
    """

    def __init__(self, exercise: "RoleCharter"):
        self.exercise = exercise
        self._theirs: Plan | None = None
        self._merged: Plan | None = None  # the plan right after putting together, while it is the plan
        self._name = ""
        self._choices: dict[str, rules.Choice] = {}
        self._conflicts: tuple[rules.Conflict, ...] = ()
        self._left: tuple[tuple[str, str, str], ...] = ()  # what, in the plan now, left out
        self._said = exercise.html("rc-live")
        self._both, self._out = exercise.html(), exercise.html()
        self._which = widgets.Dropdown(description=exercise.say("label_which_difference"))
        self._which.layout = widgets.Layout()
        self._which.add_class("rc-field")
        self._which.observe(exercise.guard(self._chosen), "value")
        self._one = exercise.html("rc-live")
        self._keep = {
            choice: exercise.button(f"keep_{choice}", self._choice(choice))
            for choice in ("mine", "theirs", "both")
        }
        self._decide = exercise.row(*self._keep.values())
        self._decide.layout = widgets.Layout()
        self._apply = exercise.button("put_together", self._put_together, primary=True)
        self._drop = exercise.button("leave_file", self._leave)
        self._undo = exercise.button("undo_merge", self._undone)
        self._save = exercise.button("save_left", self._save_left)
        open_file = exercise.file_button("open_copy", ".json,application/json", self._opened)
        inside = [
            exercise.paragraph("intro_merge"),
            open_file,
            self._said,
            self._which,
            self._one,
            self._decide,
            self._both,
            exercise.row(self._apply, self._drop, self._undo),
            self._out,
            self._save,
        ]
        self.widget = exercise.folded("merge", widgets.VBox(inside))
        self.widget.layout = widgets.Layout()

    # What is done

    def _opened(self, name: str, content: bytes) -> None:
        self._theirs, self._choices, self._left = None, {}, ()
        try:
            self._theirs = plan_from_file(content)
        except PlanFileError as error:
            self.show()
            self._tell(self.exercise.say(error.key, **error.values))
            return
        self._name = name
        self.show()

    def _summary(self, found: rules.Comparison) -> list[str]:
        """Return in words what putting both together would do."""
        say = self.exercise.say
        lines = [say("copy_read", name=self._name)]
        if found.taken:
            sections = ", ".join(
                say(
                    "taken_section_one" if count == 1 else "taken_section",
                    exercise=say(f"exercise_{name}"),
                    count=count,
                )
                for name, count in found.taken.items()
            )
            lines.append(say("copy_adds", sections=sections))
        if found.conflicts:
            lines.append(say("copy_differs", count=len(found.conflicts)))
        return lines if len(lines) > 1 else [*lines, say("copy_same")]

    def _choice(self, choice: rules.Choice) -> Any:
        def choose() -> None:
            conflict = self._at()
            if conflict:
                self._choices[conflict.key] = choice
                undecided = [one.key for one in self._conflicts if one.key not in self._choices]
                self.show(go_to=undecided[0] if undecided else conflict.key)

        return choose

    def _chosen(self, _: Any) -> None:
        if not self.exercise.filling:
            self.show()

    def _put_together(self) -> None:
        if self._theirs is None:
            return
        exercise, mine = self.exercise, self.exercise.workbook.plan
        merged = rules.merge(mine, self._theirs, self._choices)
        conflicts = rules.compare(mine, self._theirs).conflicts
        words = Words(exercise, merged)
        left = []
        for conflict, value in rules.not_taken(conflicts, self._choices):
            kept = conflict.theirs if self._choices.get(conflict.key) == "theirs" else conflict.mine
            left.append((words.label(conflict), words.value(conflict, kept), words.value(conflict, value)))
        self._left, self._theirs, self._choices = tuple(left), None, {}
        exercise.workbook.replace(merged)
        self._merged = exercise.workbook.plan
        self.show()
        self._tell(exercise.say("merged"))
        self._undo.focus()  # the button that was pressed is gone

    def _leave(self) -> None:
        self._theirs, self._choices = None, {}
        self.show()
        self._tell(self.exercise.say("frame.file_kept"))

    def _undone(self) -> None:
        self._left = ()
        self.exercise.workbook.undo_replace()
        self.show()
        self._tell(self.exercise.say("frame.file_undone"))

    def _save_left(self) -> None:
        say = self.exercise.say
        text = to_markdown(left_document(self.exercise, self._left))
        self._tell(self.exercise.deliver(say("left_name"), text.encode("utf-8"), "text/markdown"))

    # What is shown

    def _tell(self, *lines: str) -> None:
        self._said.value = "".join(f"<p>{escape(line)}</p>" for line in lines)

    def _at(self) -> rules.Conflict | None:
        """Return the difference that is chosen in the list."""
        return next((one for one in self._conflicts if one.key == self._which.value), None)

    def show(self, visible: bool = True, go_to: str = "") -> None:
        """Show the differences between the plan as it is now and the file that is open, if any."""
        exercise = self.exercise
        self.widget.layout.display = None if visible else "none"
        mine, theirs = exercise.workbook.plan, self._theirs
        self._conflicts = ()
        if theirs:
            found = rules.compare(mine, theirs)
            self._conflicts = found.conflicts
            self._tell(*self._summary(found))
        words = Words(exercise, rules.merge(mine, theirs, {}) if theirs else mine)
        self._offer(words, go_to)
        conflict = self._at()
        self._one.value = self._side_by_side(words, conflict) if conflict else ""
        self._both.value = self._overview(words)
        headings = [exercise.say(f"column_{name}") for name in ("what", "kept", "left_out")]
        caption = exercise.say("caption_left")
        rows = [tuple(_cut(cell) for cell in row) for row in self._left[:MOST_SHOWN]]
        self._out.value = table_html(headings, rows, caption, exercise.language) if rows else ""
        for part, needed in (
            (self._which, bool(self._conflicts)),
            (self._decide, conflict is not None),
            (self._keep["both"], conflict is not None and conflict.both),
            (self._apply, theirs is not None),
            (self._drop, theirs is not None),
            (self._undo, self._merged is mine),
            (self._save, bool(self._left)),
        ):
            part.layout.display = None if needed else "none"

    def _offer(self, words: "Words", go_to: str) -> None:
        exercise = self.exercise
        options = []
        for number, conflict in enumerate(self._conflicts, 1):
            done = exercise.say(f"chosen_{self._choices.get(conflict.key, 'none')}")
            label = exercise.say("difference", number=number, label=words.label(conflict), chosen=done)
            options.append((label, conflict.key))
        keys = [key for _, key in options]
        wanted = go_to or self._which.value
        filling, exercise.filling = exercise.filling, True
        if tuple(options) != self._which.options:
            self._which.options = options
        self._which.value = wanted if wanted in keys else keys[0] if keys else None
        exercise.filling = filling

    def _side_by_side(self, words: "Words", conflict: rules.Conflict) -> str:
        say = self.exercise.say
        sides = "".join(
            f"<p><strong>{escape(say(f'column_{side}'))}:</strong> "
            f'<span dir="auto">{escape(_cut(words.value(conflict, getattr(conflict, side))))}</span></p>'
            for side in ("mine", "theirs")
        )
        label = f'<p><strong dir="auto">{escape(words.label(conflict))}</strong></p>'
        return f'<div class="rc-box">{label}{sides}</div>'

    def _overview(self, words: "Words") -> str:
        say = self.exercise.say
        if not self._conflicts:
            return ""
        headings = [say(f"column_{name}") for name in ("what", "mine", "theirs", "choice")]
        rows = [
            (
                words.label(one),
                _cut(words.value(one, one.mine)),
                _cut(words.value(one, one.theirs)),
                say(f"chosen_{self._choices.get(one.key, 'none')}"),
            )
            for one in self._conflicts[:MOST_SHOWN]
        ]
        return table_html(headings, rows, say("caption_differences"), self.exercise.language)


class Words:
    """Says differences in words: by the exercises' own labels, and names instead of ids.

    plan: holds everything that an id can point at.
    """

    def __init__(self, exercise: "RoleCharter", plan: Plan):
        self.exercise, self.plan = exercise, plan

    def _message(self, section: str, name: str) -> str:
        """Return a message of an exercise, "" when it has none of that name."""
        language = self.exercise.language
        try:
            return catalogue(section, language).get(name, "")
        except OSError:
            return ""

    def label(self, conflict: rules.Conflict) -> str:
        """Return what a difference is about: exercise, entry and field."""
        say, path, field = self.exercise.say, conflict.path, conflict.field
        own = _LABELS.get((conflict.section, path[0], field), field)
        agreed = conflict.section == "alignment" and path[0] not in ("coordinator", "manager")
        label = (
            (self._message(conflict.section, f"label_agreed_{field}") if agreed else "")
            or self._message(conflict.section, f"label_{own}")
            or field.replace("_", " ")
        )
        exercise = say(f"exercise_{conflict.section}")
        if conflict.section == "alignment" and not agreed:
            exercise = f"{exercise}, {say(f'alignment.{path[0]}')}"
        item = _cut(showable(conflict.item or self._entry(conflict)), SHOWN_NAME)
        return say("about_entry" if item else "about", exercise=exercise, label=label, item=item)

    def _entry(self, conflict: rules.Conflict) -> str:
        """Return the name of an entry that goes by its id: an area, or an activity that was put in order."""
        id = conflict.path[-2] if len(conflict.path) > 2 else ""
        if id in AREAS:
            return self.exercise.say(f"areas.{id}_name")
        named = {one.id: one.name.strip() for one in self.plan.alignment.activities}
        return named.get(id, "") if conflict.section == "alignment" else ""

    def value(self, conflict: rules.Conflict, value: Any) -> str:
        """Return a value as people write it."""
        say, field = self.exercise.say, conflict.field
        if isinstance(value, bool):
            return say("yes" if value else "no")
        if isinstance(value, date):
            return say("day", day=value)
        if isinstance(value, int | float) or field in _CHOICES:
            name = "mandate" if "mandate" in conflict.path else field
            message = self._message(conflict.section, f"{name}_{value}")
            if message and "{" not in message:
                return message
        if isinstance(value, int | float):
            return say("number", value=value)
        if value in AREAS:
            return say(f"areas.{value}_name")
        goals = {one.id: one.metric for one in self.plan.goal_builder.goals} if field == "goal" else {}
        drivers = {one.id: one.name for one in self.plan.kpi_map.drivers} if field == "driver" else {}
        return showable({**goals, **drivers}.get(value, "").strip() or value)


def _cut(words: str, most: int = SHOWN) -> str:
    return words if len(words) <= most else f"{words[:most]}…"


def left_document(exercise: "RoleCharter", left: Sequence[tuple[str, str, str]]) -> Document:
    """Return what was left out when two plans were put together, as a document."""
    headings = tuple(exercise.say(f"column_{name}") for name in ("what", "kept", "left_out"))
    rows: tuple[tuple[Line, ...], ...] = tuple(tuple((Own(cell),) for cell in row) for row in left)
    table = Table(exercise.say("caption_left"), headings, rows)
    title = exercise.say("left_title")
    return Document(exercise.language, (title,), (), (Chapter(exercise.say("column_left_out"), (table,)),))
