"""What is about the twelve areas of work: their names in words, and choosing which of them is in the form."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ipywidgets as widgets
from attrs import evolve

from rolecraft.rules.areas import AREAS
from rolecraft.rules.feedback import Feedback
from rolecraft.text import say
from rolecraft.views.fields import hint_html
from rolecraft.views.frame import Exercise

# Values of feedback that are ids of areas.
_IDS = frozenset(("area", "areas", "first", "active"))


def area_names(areas: Iterable[str], language: str = "en", short: bool = False) -> str:
    """Return the names of areas as a list in words; some have a comma inside."""
    kind = "short" if short else "name"
    return "; ".join(say(f"areas.{area}_{kind}", language) for area in areas)


def in_words(feedback: Iterable[Feedback], language: str = "en") -> list[Feedback]:
    """Return feedback with the names of areas where the rules have their ids."""

    def named(name: str, value: Any) -> Any:
        if name not in _IDS or not value:
            return value
        return area_names([value] if isinstance(value, str) else value, language)

    return [
        evolve(item, values={name: named(name, value) for name, value in item.values.items()})
        for item in feedback
    ]


class AreaChooser:
    """The twelve areas, all offered; one that nothing is entered for is not in the plan.

    own: gives the list in the plan. new: makes what the form shows of an area that is not in it yet.
    order: gives the ids in the order in which they are offered. marks: gives for an id what stands beside its
    name in the list ("asked for", "done").
    """

    def __init__(
        self,
        exercise: Exercise,
        own: Callable[[], list],
        new: Callable[[str], Any],
        order: Callable[[], Sequence[str]],
        marks: Callable[[str], Iterable[str]],
    ):
        self.exercise, self.own, self.new, self.order, self.marks = exercise, own, new, order, marks
        self.area = ""  # id of the area in the form; empty until one is chosen: then it is the first
        self._blank = new(AREAS[0])
        self.choose = widgets.Dropdown(description=exercise.say("label_area"), layout=exercise.steady)
        self.choose.add_class("rc-field")
        self.choose.observe(exercise.guard(self._chosen), "value")
        self.about = exercise.html()

    def item(self) -> Any:
        """Return what the plan holds of the area in the form, or an empty one."""
        area = self.area or self.order()[0]
        found = next((item for item in self.own() if item.id == area), None)
        if found is None and self._blank.id != area:
            self._blank = self.new(area)
        return found or self._blank

    def take_over(self) -> None:
        """Take the area in the form into the plan, once something is entered for it."""
        self.area = self.item().id  # it stays in the form, whatever comes first in the list
        blank = self._blank
        if blank != self.new(blank.id):
            self._blank = self.new(blank.id)
            if all(item.id != blank.id for item in self.own()):
                self.own().append(blank)

    def refresh(self) -> None:
        """Keep the list, its marks and the words about the area as the plan is."""
        exercise, item = self.exercise, self.item()
        options = []
        for area in self.order():
            name = area_names([area], exercise.language, short=True)
            options.append((" · ".join([name, *self.marks(area)]), area))
        filling, exercise.filling = exercise.filling, True
        if tuple(options) != self.choose.options:
            self.choose.options = options
        self.choose.value = item.id
        exercise.filling = filling
        self.about.value = hint_html(exercise.say(f"area_map.about_{item.id}"))

    def turn_to(self, area: str) -> None:
        """Show this area, and bring reader and keyboard back to the top of the form."""
        self.area = area
        self.exercise.show()
        self.choose.focus()

    def _chosen(self, change: Any) -> None:
        if not self.exercise.filling and change["new"] is not None:
            self.area = change["new"]
            self.exercise.show()
