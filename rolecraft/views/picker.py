"""One form for many: choose which goal, link or number is in the form; add, remove, bring back."""

from collections.abc import Callable
from itertools import count
from typing import Any

import ipywidgets as widgets

from rolecraft.plan import Plan
from rolecraft.views.frame import Exercise


class Picker:
    """A list of which one item at a time is in the form: choose, add, remove, bring back.

    kind: "goal", "link" or "number", as in the messages add_<kind>, remove_<kind>, <kind>_name …
    own: gives the list in the plan. usual: makes what is shown while that is empty.
    new: makes an item with the id that it is given. named: the attribute with an item's name, or gives it.
    taken: gives ids that something else still points at, so that no new item gets them.
    """

    def __init__(
        self,
        exercise: Exercise,
        kind: str,
        own: Callable[[], list],
        usual: Callable[[], list],
        new: Callable[[str], Any],
        named: str | Callable[[Any], str] = "name",
        taken: Callable[[], set[str]] = set,
    ):
        self.exercise, self.kind, self.own, self.usual, self.new = exercise, kind, own, usual, new
        self.named, self.taken = named, taken
        self.number = 0  # of the item in the form, counted from 0
        self._shown = usual()
        self._removed: tuple[Plan, int, Any] | None = None
        self.choose = widgets.Dropdown(description=exercise.say(f"label_which_{kind}"))
        self.choose.layout = widgets.Layout()
        self.choose.add_class("rc-field")
        self.choose.observe(exercise.guard(self._chosen), "value")
        self.add = exercise.button(f"add_{kind}", self._add)
        self.remove = exercise.button(f"remove_{kind}", self._remove, number=1)
        self.bring_back = exercise.button(f"bring_back_{kind}", self._bring_back)

    def items(self) -> list:
        """Return the plan's list, or what there is to begin with."""
        return self.own() or self._shown

    def item(self) -> Any:
        """Return the item in the form."""
        items = self.items()
        return items[min(self.number, len(items) - 1)]

    def take_over(self, by_force: bool = False) -> None:
        """Take what there is to begin with into the plan, once something is entered in it."""
        drafts = any(
            key.startswith(f"{item.id}.") for item in self._shown for key in self.exercise.section.drafts
        )
        if not self.own() and (by_force or drafts or self._shown != self.usual()):
            self.own().extend(self._shown)
            self._shown = self.usual()

    def refresh(self) -> None:
        """Keep the choices and the buttons as the list is."""
        items, exercise = self.items(), self.exercise
        self.number = min(self.number, len(items) - 1)
        names = []
        for number, item in enumerate(items):
            name = (self.named(item) if callable(self.named) else getattr(item, self.named)).strip()
            key = f"{self.kind}_name" if name else f"{self.kind}_unnamed"
            names.append((exercise.say(key, number=number + 1, name=name), number))
        filling, exercise.filling = exercise.filling, True
        if tuple(names) != self.choose.options:
            self.choose.options = names
        self.choose.value = self.number
        exercise.filling = filling
        self.remove.description = exercise.say(f"remove_{self.kind}", number=self.number + 1)
        for part, needed in (
            (self.choose, len(items) > 1),
            (self.add, self.own() or len(items) > 1),
            (self.remove, self.own() or len(items) > 1),
            (self.bring_back, self._can_bring_back()),
        ):
            part.layout.display = None if needed else "none"

    def free_id(self) -> str:
        """Return an id that no item has, removed ones and drafts included."""
        used = self.taken() | {item.id for item in self.items()}
        used |= {key.split(".")[0] for key in self.exercise.section.drafts}
        if self._removed:
            used.add(self._removed[2].id)
        letter = self.usual()[0].id[0]
        return next(id for number in count(1) if (id := f"{letter}{number}") not in used)

    def go_to(self, number: int) -> None:
        """Show the item with this number, counted from 0."""
        self.number = number
        self.exercise.show()

    def turn_to(self, number: int) -> None:
        """Show the item with this number, and bring reader and keyboard back to the top of the form."""
        self.go_to(number)
        if len(self.items()) > 1:
            self.choose.focus()

    def _chosen(self, change: Any) -> None:
        if not self.exercise.filling and change["new"] is not None:
            self.go_to(change["new"])

    def _add(self) -> None:
        self.take_over(by_force=True)
        self.own().append(self.new(self.free_id()))
        self.exercise.edited()
        self.turn_to(len(self.own()) - 1)

    def _remove(self) -> None:
        self.take_over(by_force=True)
        number = self.number  # answering the edit may move it
        self._removed = (self.exercise.plan, number, self.own().pop(number))
        self.exercise.edited()
        self.turn_to(max(0, number - 1))

    def _can_bring_back(self) -> bool:
        """Tell whether something was removed from the plan that is shown: own work or example."""
        return self._removed is not None and self._removed[0] is self.exercise.plan

    def _bring_back(self) -> None:
        if self._removed and self._can_bring_back():
            _, number, item = self._removed
            self._removed = None
            self.own().insert(number, item)
            self.exercise.edited()
            self.turn_to(number)
