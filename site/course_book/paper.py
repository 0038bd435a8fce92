"""What an exercise asks, as places on paper: each input gets a number, in the order of the screen.

On paper, several items of a kind (goals, activities) stand side by side in a table, where the screen shows
one after the other; questions with the same answers share their boxes to tick. A choice is written as the
digit that it begins with, or as a letter.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from itertools import groupby

import ipywidgets as widgets
from attrs import field, frozen

from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.area_chooser import AreaChooser, area_names
from rolecraft.views.fields import UNKNOWN, Field, NumberField
from rolecraft.views.frame import Exercise
from rolecraft.views.picker import Picker

# "Not said yet" and "find out by itself" are for the screen only.
SKIPPED = (UNKNOWN, "", "auto")
NUMBERED = re.compile(r"([\d.]+(?: %)?)(?:: (.+))?")  # "0: never", "3"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LINE = '<div class="line"></div>'
FEW = 4  # columns or fewer stand side by side for items with many questions; more items are rows


@frozen
class Room:
    """How much room a sheet gives to an exercise.

    items: how many of a kind ("goal") there is room for. parts: names of inputs with which a new table
    begins, and for how many items. lines: to write on, by the name of an input. own: columns to work out by
    hand, by kind, as keys of messages.
    """

    items: dict[str, int] = field(factory=dict)
    parts: dict[str, int] = field(factory=dict)
    lines: dict[str, int] = field(factory=dict)
    own: dict[str, str] = field(factory=dict)


@frozen(eq=False)
class Place:
    """Where an input is written. number: on the sheet, from 1. input: of the exercise."""

    number: int
    input: Field

    @property
    def label(self) -> str:
        """What stands above it, on the screen and on paper."""
        return self.input.control.description

    @cached_property
    def choices(self) -> dict[str, str]:
        """How each choice is written: {"0": "0: never"} or {"A": "Content"}; empty for other inputs."""
        options = getattr(self.input.control, "options", ())
        shown = [str(words) for words, value in options if value not in SKIPPED]
        numbers = [NUMBERED.fullmatch(words) for words in shown]
        codes = [found[1] for found in numbers] if all(numbers) else LETTERS
        return dict(zip(codes, shown, strict=False))

    def meaning(self, code: str) -> str:
        """Return what a digit or letter stands for; nothing when it says it itself."""
        numbered = NUMBERED.fullmatch(self.choices[code])
        return (numbered[2] or "") if numbered else self.choices[code]

    @property
    def has_key(self) -> bool:
        """Tell whether its digits or letters must be explained."""
        return any(map(self.meaning, self.choices))

    @property
    def several(self) -> Picker | AreaChooser | None:
        """The list of goals, say, of which the screen shows one at a time."""
        owner = getattr(self.input.owner, "__self__", None)
        return owner if isinstance(owner, Picker | AreaChooser) else None

    @property
    def is_tick(self) -> bool:
        """Tell whether it is a box to tick."""
        return isinstance(self.input.control, widgets.Checkbox)


def inside(widget) -> Iterator[widgets.Widget]:
    """Yield a widget and everything in it in reading order; what is folded or hidden counts, too."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def places(exercise: Exercise) -> list[Place]:
    """Return the places of all inputs of an exercise, in the order of the screen."""
    inputs = {one.control: one for one in exercise.fields.all}
    found = [inputs[widget] for widget in inside(exercise) if widget in inputs]
    return [Place(number, one) for number, one in enumerate(found, 1)]


def headings(exercise: Exercise) -> dict[Field, str]:
    """Return the headings on the screen by the input that comes first under them."""
    inputs = {one.control: one for one in exercise.fields.all}
    above, heading = {}, ""
    for widget in inside(exercise):
        if isinstance(widget, widgets.HTML) and (title := re.match(r"<h4>(.*)</h4>", widget.value)):
            heading = title[1]
        elif widget in inputs and heading:
            above[inputs[widget]], heading = heading, ""
    return above


def form_html(exercise: Exercise, room: Room) -> str:
    """Return all places of an exercise with room to write."""
    above, parts, number = headings(exercise), [], 0

    def alike(place: Place):
        nonlocal number
        if place.several and place.input.name in room.parts or place.input in above and not place.several:
            number += 1
        if place.several:
            return number, id(place.several)
        if place.is_tick:
            return number, "ticks"
        if place.has_key:
            return number, tuple(place.choices.items())
        return number, "lines"

    for _, group in groupby(places(exercise), alike):
        together = list(group)
        first = together[0]
        if first.input in above:
            parts.append(f"<h2>{above[first.input]}</h2>")
        if first.several:
            parts.append(items_html(exercise, together, room))
        elif first.is_tick:
            parts.append(ticks_html(together))
        elif len(together) > 1 and first.has_key:
            parts.append(grid_html(together))
        else:
            parts.append("".join(line_html(place, room) for place in together))
    return f'<div class="form">{"".join(parts)}</div>'


def label_html(place: Place, hint: bool = True) -> str:
    """Return number and label of a place, and the short help."""
    words = place.input.hint
    small = f' <span class="hint">{escape(words)}</span>' if words and hint else ""
    return f'<b class="no">{place.number}</b> <span class="label">{escape(place.label)}</span>{small}'


def key_html(place: Place) -> str:
    """Return what the digits or letters of a choice mean; nothing when they say it themselves."""
    if not place.has_key:
        return ""
    words = " · ".join(f"<b>{code}</b>&nbsp;{escape(place.meaning(code))}" for code in place.choices)
    return f'<span class="key">{words}</span>'


def line_html(place: Place, room: Room) -> str:
    """Return one question with lines to write on, or boxes to tick."""
    if place.has_key:
        options = "".join(f"<li><b>{code}</b> {escape(place.meaning(code))}</li>" for code in place.choices)
        return f'<div class="wide place"><p>{label_html(place)}</p><ul class="options">{options}</ul></div>'
    tall = isinstance(place.input.control, widgets.Textarea)
    lines = room.lines.get(place.input.name, 2 if tall else 1)
    kind = "wide" if tall else "short" if short(place) else ""
    beside = " beside" if lines == 1 and not place.input.hint else ""
    return f'<div class="{kind} place{beside}"><p>{label_html(place)}</p>{LINE * lines}</div>'


def short(place: Place) -> bool:
    """Tell whether little is written: a number, a day, a digit."""
    return isinstance(place.input, NumberField) or isinstance(
        place.input.control, widgets.Dropdown | widgets.DatePicker
    )


def is_day(place: Place) -> bool:
    """Tell whether it is a date."""
    return isinstance(place.input.control, widgets.DatePicker)


def ticks_html(together: list[Place]) -> str:
    """Return boxes to tick, each with its statement."""
    items = "".join(f'<li class="place">{label_html(place)}</li>' for place in together)
    return f'<ul class="ticks wide">{items}</ul>'


def table_html(kind: str, name: str, head: str, rows: str) -> str:
    """Return a table in a frame that scrolls on a phone, within the keyboard's reach. name: of the frame."""
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(name)}"><table class="{kind}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def grid_html(together: list[Place]) -> str:
    """Return questions with the same answers as a table with a box for each answer."""
    codes = together[0].choices
    head = "".join(f'<th scope="col">{code}</th>' for code in codes)
    box = '<td class="box">☐</td>' * len(codes)
    rows = "".join(
        f'<tr class="place"><th scope="row">{label_html(place, hint=False)}</th>{box}</tr>'
        for place in together
    )
    table = table_html("grid", together[0].label, f"<td></td>{head}", rows)
    return f'<div class="wide"><p>{key_html(together[0])}</p>{table}</div>'


def items_html(exercise: Exercise, together: list[Place], room: Room) -> str:
    """Return a table for several items: few stand side by side, many one under the other."""
    several = together[0].several
    if isinstance(several, AreaChooser):
        names = [area_names([area], exercise.language) for area in AREAS]
        return by_rows(exercise, together, names, say("live.sheet_area"), room.own.get("area", ""))
    kind, goes_on = say(f"live.sheet_{several.kind}"), room.parts.get(together[0].input.name)
    count = goes_on or room.items[several.kind]
    # Where a table goes on, only some of the items are asked about: which, is written there, too.
    numbers = ["…" if goes_on else str(number) for number in range(1, count + 1)]
    if count <= FEW or len(together) > 2 * FEW and not any(len(p.label) > 24 for p in together):
        return side_by_side(together, numbers, kind)
    return by_rows(exercise, together, numbers, kind, room.own.get(several.kind, ""))


def by_rows(exercise: Exercise, together: list[Place], names: Iterable[str], kind: str, own: str) -> str:
    """Return a table with one row an item; what the digits and letters mean stands below."""
    head = "".join(
        f'<th scope="col" class="{width(place)} place">{label_html(place, hint=False)}</th>'
        for place in together
    )
    head += f'<th scope="col" class="own">{escape(exercise.say(own))}</th>' if own else ""
    cells = "".join(f"<td>{'☐' if place.is_tick else ''}</td>" for place in together)
    cells += "<td></td>" if own else ""
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>' for name in names)
    keys = "".join(
        f'<li><b class="ref">{place.number}</b> {escape(place.input.hint)} {key_html(place)}</li>'
        for place in together
        if place.input.hint or place.has_key
    )
    named = " named" if isinstance(together[0].several, AreaChooser) else ""
    table = table_html(f"rows{named}", kind, f'<th scope="col">{escape(kind)}</th>{head}', rows)
    return f'<div class="wide">{table}<ul class="keys">{keys}</ul></div>'


def width(place: Place) -> str:
    """Return the class of a column: narrow for a digit, a tick or a number, wide for words."""
    if is_day(place):
        return "day"
    return "narrow" if place.is_tick or short(place) else "words"


def side_by_side(together: list[Place], names: Iterable[str], kind: str) -> str:
    """Return a table with one column an item, and the help beside each question."""
    head = "".join(f'<th scope="col">{escape(kind)} {name}</th>' for name in names)
    rows = []
    for place in together:
        tall = ' class="tall"' if isinstance(place.input.control, widgets.Textarea) else ""
        box = f"<td>{'☐' if place.is_tick else ''}</td>" * len(list(names))
        rows.append(
            f'<tr{tall}><th scope="row" class="place">{label_html(place)} {key_html(place)}</th>{box}</tr>'
        )
    return f'<div class="wide">{table_html("columns", kind, f"<td></td>{head}", "".join(rows))}</div>'
