"""The exercises on paper: each input has its place, and what was written gives the same when typed in."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import ipywidgets as widgets
import pytest

import rolecraft
from rolecraft import example, store
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.frame import Exercise
from rolecraft.views.picker import Picker

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.paper import Place, places  # noqa: E402
from course_book.sheets import charter_form, sheet_html  # noqa: E402

COURSE = list(rolecraft.EXERCISES)


@pytest.fixture(autouse=True)
def own_plan(tmp_path, monkeypatch):
    """A learner without any work, on the worked example's own day."""
    store.use(store.FileDrive(tmp_path))
    monkeypatch.setattr(Exercise, "today", example.today())


class Numbered(HTMLParser):
    """Finds the numbered places of a sheet: number and label."""

    def __init__(self, html: str):
        super().__init__()
        self.places: list[list[str]] = []
        self.reading = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("class")
        if kind == "no":
            self.places.append(["", ""])
        self.reading = {"no": 0, "label": 1}.get(kind)

    def handle_endtag(self, tag):
        self.reading = None

    def handle_data(self, data):
        if self.reading is not None:
            self.places[-1][self.reading] += data


def on_screen(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """Yield a widget and all that stands in it, from top to bottom; what is folded, too."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from on_screen(child)


@pytest.mark.parametrize("module", COURSE)
def test_each_input_has_its_place_on_the_sheet_in_the_order_of_the_screen(module):
    exercise = getattr(rolecraft, module)()
    inputs = {field.control for field in exercise.fields.all}
    labels = [widget.description for widget in on_screen(exercise) if widget in inputs]
    assert len(labels) == len(inputs)
    on_sheet = Numbered(sheet_html(module, 1)).places
    assert on_sheet == [[str(number), label] for number, label in enumerate(labels, 1)]


def chooser(place: Place) -> widgets.Dropdown:
    return place.several.choose


def rows(place: Place) -> list[int | str]:
    """Return the items that a place is written for: numbers from 0, or areas; one for all without items."""
    if place.several is None:
        return [0]
    return [value for _, value in chooser(place).options]


def groups(found: list[Place]) -> Iterator[tuple[Place, list[Place]]]:
    """Yield the places that stand in one table, in order."""
    together: list[Place] = []
    for place in found:
        if together and place.several is not together[0].several:
            yield together[0], together
            together = []
        together.append(place)
    yield together[0], together


def written(place: Place, blank: Place) -> str:
    """Return what somebody writes at a place of the sheet, which knows no words of the learner's own."""
    control = place.input.control
    if isinstance(control, widgets.Dropdown):
        codes = {words: code for code, words in blank.choices.items()}
        return codes.get(control.label, "" if blank.choices else control.label)
    if isinstance(control, widgets.Checkbox):
        return "x" if control.value else ""
    return str(control.value or "")


def fill_in_on_paper(module: str, hat: str = "") -> list[tuple[int, int | str, str]]:
    """Return the worked example as somebody writes it on the blank sheet: (number, item, words)."""
    blank = {place.number: place for place in places(getattr(rolecraft, module)())}
    guide = getattr(rolecraft, module)()
    guide.press(say("frame.show_example"))
    found = places(guide)
    if hat:
        found[0].input.control.value = hat
    sheet = []
    for first, together in groups(found):
        for row in rows(first):
            if first.several:
                chooser(first).value = row
            sheet += [(place.number, row, written(place, blank[place.number])) for place in together]
    return sheet


def type_in(module: str, sheet: list[tuple[int, int | str, str]]):
    """Type a filled sheet into the exercise, number by number, through its inputs; return the exercise."""
    exercise = getattr(rolecraft, module)()
    blank = {place.number: place.choices for place in places(exercise)}
    for number, row, words in sheet:
        place = places(exercise)[number - 1]
        if isinstance(place.several, Picker) and row >= len(chooser(place).options):
            place.several.add.click()
        if place.several and chooser(place).value != row:
            chooser(place).value = row
        control = place.input.control
        if isinstance(control, widgets.Dropdown):
            if words:
                control.label = blank[number].get(words, words)
        elif isinstance(control, widgets.DatePicker):
            control.value = date.fromisoformat(words) if words else None
        elif isinstance(control, widgets.Checkbox):
            control.value = bool(words)
        else:
            control.value = words
    return exercise


def answers(exercise) -> list[str]:
    """Return what an exercise answers while the first of several items, by number or name, is in the form."""
    for place in places(exercise):
        if place.several:
            chooser(place).value = min(rows(place))
    return exercise.read()


def test_the_worked_example_written_on_paper_gives_the_same_when_it_is_typed_in():
    for module in COURSE:
        if (
            module == "role_charter"
        ):  # the week of chapter 8 came after the board: a look back, as on the screen
            rolecraft.backlog_and_sprint().press(say("frame.stay"))
        hats = ("coordinator", "manager") if module == "alignment" else ("",)
        for hat in hats:
            exercise = type_in(module, fill_in_on_paper(module, hat))
        guide = getattr(rolecraft, module)()
        guide.press(say("frame.show_example"))
        if module == "role_health_check":  # its second round is a second sheet, 90 days later
            assert exercise.plan.role_health_check.first == guide.plan.role_health_check.first
        else:
            # Without "You are looking at an example".
            assert answers(exercise) == answers(guide)[1:], module


def test_the_charter_form_has_every_section_and_nothing_of_the_example():
    form = unescape(charter_form())
    assert len(re.findall(r"<h2>\d+\. ", form)) == 10
    assert say("alignment.label_saying_no") in form
    filled_in = [*AREAS, "Maja", "Anders", "2026", "enquiries", "Landing-page", "40 h"]
    assert [words for words in filled_in if re.search(rf"\b{words}\b", re.sub(r"<[^>]+>", " ", form))] == []
