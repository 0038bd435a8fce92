"""The worked example as a learner's actions: what to choose, type and press, exercise by exercise.

The actions are not written down anywhere: they are found by filling an empty exercise until it shows what the
same exercise shows with the example's plan. Each is then played by its words on the screen, in the browser
and in notebooks.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import ipywidgets as widgets
from attrs import frozen

import rolecraft
from rolecraft.text import catalogue, say
from rolecraft.views.area_chooser import AreaChooser
from rolecraft.views.frame import Exercise, _shown
from rolecraft.views.picker import Picker

ROUNDS = 4  # an answer may open the next question, so the form is gone through more than once
INPUTS = (widgets.Text, widgets.Textarea, widgets.Dropdown, widgets.Checkbox, widgets.DatePicker)
FRAME_ONLY = {say("frame.with_health")}  # about files, no part of an exercise


@frozen
class Action:
    """One thing that a learner does.

    kind: "press", "type", "choose", "tick" or "day". words: on the button or above the input. place: which of
    several with the same words, from 0. value: what goes in; of a choice its words, of a day "2026-09-30".
    """

    kind: str
    words: str
    place: int = 0
    value: Any = None


def inputs(exercise: Exercise, words: str | None = None) -> list[widgets.Widget]:
    """Return the visible inputs, or those with these words above them."""
    found = [w for w in _shown(exercise) if isinstance(w, INPUTS) and w.description not in FRAME_ONLY]
    return found if words is None else [w for w in found if w.description == words]


def do(exercise: Exercise, action: Action) -> None:
    """Do one action in this Python, as in a notebook."""
    if action.kind == "press":
        exercise.press(action.words)
        return
    control = inputs(exercise, action.words)[action.place]
    if action.kind == "choose":
        control.label = action.value
    elif action.kind == "day":
        control.value = date.fromisoformat(action.value)
    else:
        control.value = action.value


def actions(name: str) -> Iterator[Action]:
    """Yield what turns the empty exercise into the worked example; the plan so far is in the workbook.

    Each action has been done in this Python when it is yielded.
    """
    own, guide = getattr(rolecraft, name)(), getattr(rolecraft, name)()
    guide.press(say("frame.show_example"))

    def act(action: Action) -> Action:
        do(own, action)
        return action

    def fill() -> Iterator[Action]:
        for _ in range(ROUNDS):
            same = True
            for wanted in inputs(guide):
                if wanted in choosers(guide):
                    continue
                place = inputs(guide, wanted.description).index(wanted)
                mine = inputs(own, wanted.description)
                if place < len(mine) and (found := difference(mine[place], wanted, place)):
                    same = False
                    yield act(found)
            if same:
                return

    messages = catalogue(name)
    folded = [words for key, words in messages.items() if key.startswith("show_")]
    for words in folded:
        if all(words in buttons(exercise) for exercise in (own, guide)):
            guide.press(words)
            yield act(Action("press", words))
    yield from fill()
    for number in range(len(choosers(guide))):
        for _, item in choosers(guide)[number].options:
            choosers(guide)[number].value = item
            mine = choosers(own)[number]
            offered = {value: words for words, value in mine.options}
            if item not in offered:
                yield act(Action("press", picker_of(own, mine).add.description))
            elif mine.value != item:
                yield act(Action("choose", mine.description, 0, offered[item]))
            yield from fill()
    # Whose view is in the form decides nothing for the plan; it ends as in the example.
    for hat in hats(own):
        yield act(Action("choose", hat.description, 0, hat.options[0][0]))


def buttons(exercise: Exercise) -> list[str]:
    """Return the words on the visible buttons."""
    return [w.description for w in _shown(exercise) if isinstance(w, widgets.Button)]


def choosers(exercise: Exercise) -> list[widgets.Dropdown]:
    """Return the lists that decide which item is in the form, also while they are hidden."""
    lists = [part.choose for part in vars(exercise).values() if isinstance(part, Picker | AreaChooser)]
    return [*hats(exercise), *lists]


def hats(exercise: Exercise) -> list[widgets.Dropdown]:
    """Return the list that decides whether coordinator or manager fills in, where there is one."""
    return [field.control for field in exercise.fields.all if field.name == "hat"]


def picker_of(exercise: Exercise, chooser: widgets.Dropdown) -> Picker:
    """Return the list of items behind a chooser."""
    return next(part for part in vars(exercise).values() if getattr(part, "choose", None) is chooser)


def difference(mine: widgets.Widget, wanted: widgets.Widget, place: int) -> Action | None:
    """Return what makes one input show what the other shows, None when it does."""
    if isinstance(wanted, widgets.Dropdown):
        if mine.label == wanted.label or wanted.label not in [words for words, _ in mine.options]:
            return None
        return Action("choose", wanted.description, place, wanted.label)
    if mine.value == wanted.value:
        return None
    if isinstance(wanted, widgets.DatePicker):
        return Action("day", wanted.description, place, wanted.value.isoformat()) if wanted.value else None
    kind = "tick" if isinstance(wanted, widgets.Checkbox) else "type"
    return Action(kind, wanted.description, place, wanted.value)
