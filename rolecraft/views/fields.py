"""Inputs that write to the plan as they are used: text, number, choice, yes/no, date.

A field has a `widget` to place, `load()` fills it from the plan, and each change goes to the plan at once.
It always asks `owner()` for the part of the plan that it belongs to, because that changes:
own work or example, first goal or third.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft.numbers import format_number, parse_number

if TYPE_CHECKING:
    from rolecraft.views.frame import Exercise

Owner = Callable[[], Any]
HINT = '<div class="rc-hint">'
UNKNOWN = "unknown"  # stands for None in a list: ipywidgets shows an empty list for None


class Field:
    """One labelled input for one attribute of the plan.

    exercise: the exercise that it belongs to. control: the ipywidgets input; its description is the label.
    owner: gives the object with the attribute. name: of the attribute. hint: a short help under the input.
    unit: gives what a number is counted in, as a short sentence ("In hours."), or nothing.
    """

    def __init__(
        self,
        exercise: "Exercise",
        control: Any,
        owner: Owner,
        name: str,
        hint: str = "",
        unit: Callable[[], str] = str,
    ):
        self.exercise, self.control, self.owner, self.name = exercise, control, owner, name
        self.hint, self._unit = hint, unit
        self.note = exercise.html("rc-note", "rc-live")
        self.widget = widgets.VBox([control, self.note])
        self.widget.add_class("rc-field")
        self.tell()
        control.observe(exercise.guard(self._changed), "value")

    def tell(self, words: str = "", problem: bool = False) -> None:
        """Show words under the input, as a problem or as a remark; without words, the hint."""
        self._told = words, problem
        self.tell_again()

    def tell_again(self) -> None:
        """Show the same words again; the unit beside them may have changed."""
        (words, problem), unit = self._told, self._unit()
        if problem and words:
            self.note.value = f'<div class="rc-problem">{escape(words)}</div>'
        elif words:
            self.note.value = f'<div class="rc-remark">{escape(_joined(words, unit))}</div>'
        else:
            self.note.value = hint_html(_joined(unit, self.hint))

    def load(self) -> None:
        """Show what the plan holds."""
        self.control.value = self.shown(getattr(self.owner(), self.name))

    def shown(self, value: Any) -> Any:
        """Return the value as the control shows it."""
        return value

    def _changed(self, change: Any) -> None:
        if not self.exercise.filling:
            self.take(change["new"])
            self.exercise.edited()

    def take(self, value: Any) -> None:
        """Write what was entered to the plan."""
        setattr(self.owner(), self.name, value)


def hint_html(words: str) -> str:
    """Return a short help as HTML, nothing when there is none."""
    return f"{HINT}{escape(words)}</div>" if words else ""


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


class NumberField(Field):
    """A number typed as people write it; what can't be read is kept as a draft, with a kind message.

    minimum, maximum: both included, None for no limit. whole: no decimals.
    """

    def __init__(
        self,
        exercise: "Exercise",
        control: widgets.Text,
        owner: Owner,
        name: str,
        hint: str = "",
        minimum: float | None = None,
        maximum: float | None = None,
        whole: bool = False,
        unit: Callable[[], str] = str,
    ):
        self.minimum, self.maximum, self.whole = minimum, maximum, whole
        super().__init__(exercise, control, owner, name, hint, unit)

    @property
    def _draft(self) -> str:
        identity = getattr(self.owner(), "id", "")
        return f"{identity}.{self.name}" if identity else self.name

    def load(self) -> None:
        """Show the number, or what was typed when it can't be read as one."""
        draft = self.exercise.section.drafts.get(self._draft)
        if draft is None:
            value = getattr(self.owner(), self.name)
            self.control.value = "" if value is None else format_number(value, None, self.exercise.language)
            self.tell()
        else:
            self.control.value = draft
            self._read(draft)

    def take(self, value: str) -> None:
        """Write the number to the plan, or keep the text as a draft and say what to change."""
        number, readable = self._read(value)
        drafts = self.exercise.section.drafts
        drafts.pop(self._draft, None)
        if not readable:
            drafts[self._draft] = value
        if number is not None and self.whole:
            number = int(number)
        setattr(self.owner(), self.name, number)

    def _read(self, typed: str) -> tuple[float | None, bool]:
        say = self.exercise.say
        try:
            number = parse_number(typed, self.exercise.language)
        except ValueError:
            self.tell(say("frame.number_unreadable", typed=typed), problem=True)
            return None, False
        if number is None:
            self.tell()
            return None, True
        problem = ""
        if self.minimum is not None and number < self.minimum:
            problem = say("frame.number_low", minimum=self.minimum)
        elif self.maximum is not None and number > self.maximum:
            problem = say("frame.number_high", maximum=self.maximum)
        elif self.whole and number != int(number):
            problem = say("frame.number_whole")
        if problem:
            self.tell(problem, problem=True)
            return None, False
        # A separator can mean two things: say how it was read.
        self.tell(say("frame.number_read", value=number) if not typed.strip().isdigit() else "")
        return number, True


class ChoiceField(Field):
    """A drop-down list. A value that is not in the list (from a file, say) shows as the first option."""

    def shown(self, value: Any) -> Any:
        """Return the value if the list has it, else the list's first."""
        values = [option for _, option in self.control.options]
        value = UNKNOWN if value is None else value
        return value if value in values else values[0]

    def take(self, value: Any) -> None:
        """Write what was chosen to the plan."""
        super().take(None if value == UNKNOWN else value)


class Fields:
    """Makes the fields of one exercise and loads them all."""

    def __init__(self, exercise: "Exercise"):
        self.exercise = exercise
        self.all: list[Field] = []

    def load(self) -> None:
        """Show what the plan holds in every field."""
        for field in self.all:
            field.load()

    def _add(self, field: Field) -> Field:
        self.all.append(field)
        return field

    def _words(self, label: str) -> tuple[str, str]:
        """Return a field's label and its hint: the messages label_<name> and, if any, help_<name>."""
        exercise = self.exercise
        hint = exercise.say(f"help_{label}") if exercise.has_words(f"help_{label}") else ""
        return exercise.say(f"label_{label}"), hint

    def text(self, owner: Owner, name: str, label: str = "", rows: int = 1) -> Field:
        """Return a text input; rows above 1 make it a text area. label: of the messages, default the name."""
        words, hint = self._words(label or name)
        kind = widgets.Text if rows == 1 else widgets.Textarea
        size = {} if rows == 1 else {"rows": rows}
        control = kind(description=words, layout=self.exercise.steady, **size)
        return self._add(Field(self.exercise, control, owner, name, hint))

    def number(self, owner: Owner, name: str, label: str = "", **limits: Any) -> Field:
        """Return an input for a number; limits and unit as in NumberField."""
        words, hint = self._words(label or name)
        return self._add(
            NumberField(
                self.exercise,
                widgets.Text(description=words, layout=self.exercise.steady),
                owner,
                name,
                hint,
                **limits,
            )
        )

    def choice(self, owner: Owner, name: str, options: Sequence[tuple[str, Any]], label: str = "") -> Field:
        """Return a drop-down list; options are (words, value), None for a value that is not known."""
        words, hint = self._words(label or name)
        offered = [(option, UNKNOWN if value is None else value) for option, value in options]
        control = widgets.Dropdown(description=words, options=offered, layout=self.exercise.steady)
        return self._add(ChoiceField(self.exercise, control, owner, name, hint))

    def yes(self, owner: Owner, name: str, label: str = "") -> Field:
        """Return a checkbox."""
        words, hint = self._words(label or name)
        control = widgets.Checkbox(description=words, indent=False, layout=self.exercise.steady)
        return self._add(Field(self.exercise, control, owner, name, hint))

    def day(self, owner: Owner, name: str, label: str = "") -> Field:
        """Return an input for a date."""
        words, hint = self._words(label or name)
        return self._add(
            Field(
                self.exercise,
                widgets.DatePicker(description=words, layout=self.exercise.steady),
                owner,
                name,
                hint,
            )
        )
