"""What all exercises share: the example on request, saving and opening files, answers and errors in words."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from html import escape, unescape
from typing import Any

import ipywidgets as widgets

from rolecraft import example, store
from rolecraft.data_files import read_text
from rolecraft.numbers import format_number
from rolecraft.plan import Plan, untouched
from rolecraft.plan_json import PlanFileError, for_others, plan_from_file, plan_to_json
from rolecraft.rules import carry
from rolecraft.rules.feedback import Feedback
from rolecraft.text import catalogue, say
from rolecraft.views.fields import HINT, Fields

PLAN_FILE = "my-role-plan.json"


def feedback_html(items: Iterable[Feedback], language: str = "en") -> str:
    """Return feedback as an HTML list; its kind stands in words before each message."""
    lines = (
        f'<li class="rc-{item.kind}"><strong>{escape(say(f"frame.kind_{item.kind}", language))}:</strong> '
        f"{escape(say(item.key, language, **item.values))}</li>"
        for item in items
    )
    return f'<ul class="rc-feedback">{"".join(lines)}</ul>'


def formula_html(words: str, language: str = "en") -> str:
    """Return a formula that opens on a click; each line of the words becomes a paragraph."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in words.splitlines())
    return f"<details><summary>{escape(say('frame.formula', language))}</summary>{lines}</details>"


def table_html(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "", language: str = "en"
) -> str:
    """Return a table as HTML that scrolls sideways on a phone; the first cell of a row is its heading.

    Cells are plain text, numbers (written as people write them) or None (an empty cell).
    """

    def cell(value: Any) -> str:
        if value is None:
            return ""
        return format_number(value, None, language) if isinstance(value, int | float) else escape(str(value))

    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{cell(first)}</th>{"".join(f"<td>{cell(one)}</td>" for one in others)}</tr>'
        for first, *others in rows
    )
    shown_caption = f"<caption>{escape(caption)}</caption>" if caption else ""
    # A box that scrolls must be reachable with the keyboard.
    return (
        f'<div class="rc-scroll" tabindex="0" role="group" aria-label="{escape(caption or headings[0])}">'
        f"<table>{shown_caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def plain_text(html: str) -> str:
    """Return what a reader sees of an HTML text: no tags, single spaces; style and pictures left out."""
    html = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


class Exercise(widgets.VBox):
    """An exercise on the screen. A subclass says what is in it:

    module: its name in the library, which is also the name of its section in the plan.
    rules: the module of its rules; when that has carried() and take() (rules/carry.py), a new section starts
    from what earlier exercises give, and later changes there are told.
    reads: sections of other exercises that it takes from or shows; None for all of them.
    build(): return the widgets of inputs and answers, once.  fill(): beyond the fields, show the section.
    respond(): work out the feedback from the section and show it.
    """

    module = ""
    rules: Any = None
    reads: tuple[str, ...] | None = None

    def __init__(self) -> None:
        self.workbook = store.workbook()
        self.filling = False
        # One layout for all widgets that never change theirs: each further one is a message to the page.
        self.steady = widgets.Layout()
        self._example: Plan | None = None
        self._opened: Plan | None = None
        self._beginning: Any = None  # what is shown while the plan's own section is empty
        self.fields = Fields(self)
        self._toggle = self.button("frame.show_example", self._toggle_example)
        self._status = self.html("rc-status", "rc-live")
        self._banner = self.html()
        self._error = self.html("rc-live")
        self._answers = [self._banner, self._check_again(), *self.build(), self._error]
        top = widgets.HBox([self._toggle, self._status])
        top.add_class("rc-row")
        parts = [top, *self._answers, self._work()]
        if sys.platform != "emscripten":  # a page has the style already; its policy takes none from elsewhere
            parts.insert(0, widgets.HTML(f"<style>{read_text('widgets.css')}</style>"))
        super().__init__(parts)
        self.add_class("rc")
        self.add_class(f"rc-{self.module.replace('_', '-')}")
        self.workbook.listen(self._heard)
        self._show_guarded()

    # What a subclass fills in

    def build(self) -> Sequence[widgets.Widget]:
        """Return the widgets of the exercise."""
        raise NotImplementedError

    def fill(self) -> None:
        """Show what the section holds, beyond what the fields show by themselves."""

    def respond(self) -> None:
        """Work out the feedback and show it."""
        raise NotImplementedError

    # What a subclass uses

    @property
    def plan(self) -> Plan:
        """The learner's plan, or the example's while that is shown."""
        return self._example or self.workbook.plan

    @property
    def section(self) -> Any:
        """This exercise's section; while it is empty, one that starts from what earlier exercises give."""
        own = getattr(self.plan, self.module)
        return self._beginning if self._beginning is not None and untouched(own) else own

    @property
    def language(self) -> str:
        """Language of messages and numbers."""
        return self.plan.language

    @property
    def today(self) -> date:
        """Today; while the example is shown, the example's own day, so that it never grows old."""
        return example.today() if self._example else date.today()

    def say(self, key: str, **values: Any) -> str:
        """Return a message; a key without a file name is one of this exercise's own."""
        return say(key if "." in key else f"{self.module}.{key}", self.workbook.plan.language, **values)

    def has_words(self, key: str) -> bool:
        """Tell whether this exercise has a message of that name."""
        return key in catalogue(self.module, self.workbook.plan.language)

    def html(self, *classes: str) -> widgets.HTML:
        """Return an empty place for answers; the class rc-live has changes announced to screen readers."""
        place = widgets.HTML(layout=self.steady)
        for name in ("rc-answer", *classes):
            place.add_class(name)
        return place

    def heading(self, key: str) -> widgets.HTML:
        """Return a heading."""
        return widgets.HTML(f"<h4>{escape(self.say(key))}</h4>", layout=self.steady)

    def paragraph(self, key: str, **values: Any) -> widgets.HTML:
        """Return a short help as a paragraph."""
        words = f'<p class="rc-hint">{escape(self.say(key, **values))}</p>'
        return widgets.HTML(words, layout=self.steady)

    def row(self, *parts: Any) -> widgets.HBox:
        """Return fields or widgets side by side; on a phone, one under the other."""
        row = widgets.HBox([getattr(part, "widget", part) for part in parts], layout=self.steady)
        row.add_class("rc-row")
        return row

    def button(
        self, key: str, action: Callable[[], None], primary: bool = False, **values: Any
    ) -> widgets.Button:
        """Return a button with this message (and its values) on it that does the action."""
        button = widgets.Button(description=self.say(key, **values))
        if primary:
            button.add_class("rc-primary")
        button.on_click(self.guard(lambda _: action()))
        return button

    def file_button(self, key: str, accept: str, take: Callable[[str, bytes], None]) -> widgets.FileUpload:
        """Return a button with this message on it that lets the learner choose one file of their own.

        accept: endings and types, as in HTML. take: called with the file's name and content, guarded.
        The file is read here and goes nowhere.
        """
        upload = widgets.FileUpload(accept=accept, description=self.say(key))

        def chosen(change: Any) -> None:
            if change["new"]:
                file = change["new"][-1]
                upload.value = ()  # so that the same file can be chosen again
                take(file["name"], bytes(file["content"]))

        upload.observe(self.guard(chosen), "value")
        return upload

    def folded(
        self, name: str, content: widgets.VBox, toggled: Callable[[], None] = lambda: None
    ) -> widgets.VBox:
        """Return content behind a button that shows and hides it, by mouse and keyboard.

        name: of the messages show_<name> and hide_<name>; "file.name" for messages of another file.
        toggled: called after each change. (The Accordion of ipywidgets can't be reached by keyboard.)
        """
        file, _, last = f"{self.module}.{name}".rpartition(".")
        file = file.rpartition(".")[2]
        content.layout.display = "none"

        def toggle() -> None:
            opened = content.layout.display == "none"
            content.layout.display = None if opened else "none"
            button.description = self.say(f"{file}.{'hide' if opened else 'show'}_{last}")
            toggled()

        button = self.button(f"{file}.show_{last}", toggle)
        return widgets.VBox([button, content], layout=self.steady)

    def guard(self, callback: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return the callback so that an error in it is shown in words and ends nothing."""

        @wraps(callback)
        def guarded(event: Any) -> None:
            try:
                callback(event)
                self._error.value = ""
            except Exception as error:
                words = self.say("frame.error", words=f"{type(error).__name__}: {error}")
                self._error.value = f'<div class="rc-box rc-problem">{escape(words)}</div>'

        return guarded

    def edited(self) -> None:
        """Save what was just entered and answer it."""
        if self._example is None:
            setattr(self.workbook.plan, self.module, self.section)  # from now on it is the learner's own
            self.workbook.edited(self.module, self)
        self._show_changed()
        self.respond()

    def show(self) -> None:
        """Fill every input from the plan and answer."""
        self._beginning = self._begin()
        self.filling = True
        try:
            self.fill()
            self.fields.load()
        finally:
            self.filling = False
        self._show_status()
        self._show_changed()
        self.respond()

    def deliver(self, name: str, content: bytes, mime: str) -> str:
        """Hand a file to the learner; return the sentence that says where it went, or why not."""
        try:
            return self.say("frame.file_saved", place=self.workbook.drive.deliver(name, content, mime))
        except OSError as error:
            return self.say("frame.file_not_saved", reason=error.strerror or str(error))

    # For notebooks and tests: the same clicks and inputs, by the words on the screen

    def press(self, words: str) -> None:
        """Press the button with these words on it. Raises LookupError when no such button is shown."""
        self._find(words, widgets.Button).click()

    def enter(self, label: str, value: Any) -> None:
        """Put a value into the input with this label. Raises LookupError when no such input is shown."""
        self._find(label, widgets.ValueWidget).value = value

    def read(self) -> list[str]:
        """Return what the exercise answers now, as plain text; no headings, hints and formulas."""
        shown = (widget for part in self._answers for widget in _shown(part))
        places = (widget for widget in shown if "rc-answer" in getattr(widget, "_dom_classes", ()))
        texts = (plain_text(place.value) for place in places if HINT not in place.value)
        return [text for text in texts if text]

    def _find(self, words: str, kind: type) -> Any:
        for widget in _shown(self):
            if isinstance(widget, kind) and getattr(widget, "description", None) == words:
                return widget
        raise LookupError(words)

    def __repr__(self) -> str:
        return self.say("frame.repr", title=self.say("title"))

    # What earlier exercises give

    def carried(self) -> carry.Carried:
        """Return what there is to take from earlier exercises."""
        return self.rules.carried(self.plan) if hasattr(self.rules, "carried") else {}

    def carried_words(self, name: str, value: Any) -> str:
        """Return in words what one of these is: the message carried_<name>."""
        return self.say(f"carried_{name}", value=value)

    def _begin(self) -> Any:
        own = getattr(self.plan, self.module)
        if self._example or not hasattr(self.rules, "take") or not untouched(own):
            return None
        section = carry.begin(type(own), self.plan, self.carried(), self.rules.take)
        section.revision = own.revision
        return section

    def _changed(self) -> tuple[str, ...]:
        if self._example or untouched(getattr(self.plan, self.module)):
            return ()
        return carry.changed(self.section, self.carried())

    def _gone(self) -> tuple[str, ...]:
        if self._example or not hasattr(self.rules, "take") or untouched(getattr(self.plan, self.module)):
            return ()
        return carry.gone(self.section, self.carried())

    def _check_again(self) -> widgets.Widget:
        self._again_words = self.html("rc-live")
        self._take = self.button("frame.take_new", self._take_new, primary=True)
        self._stay = self.button("frame.stay", self._stay_as_is)
        buttons = self.row(self._take, self._stay)
        return widgets.VBox([self._again_words, buttons], layout=self.steady)

    def _show_changed(self) -> None:
        names, gone, carried = self._changed(), self._gone(), self.carried()
        lines = ""
        for name in names:
            key = "changed" if name in self.section.built_on else "new"
            words = self.say(f"frame.carried_{key}", what=self.carried_words(name, carried[name]))
            lines += f"<li>{escape(words)}</li>"
        if gone:  # only its name is known, and it may stand in several inputs, so it is told once and stays
            lines += f"<li>{escape(self.say('frame.carried_gone'))}</li>"
        heading = escape(self.say("frame.check_again"))
        box = f'<div class="rc-box rc-again"><strong>{heading}</strong><ul>{lines}</ul></div>'
        self._again_words.value = box if lines else ""
        self._stay.layout.display = None if lines else "none"
        self._take.layout.display = None if names and hasattr(self.rules, "take") else "none"

    def _take_new(self) -> None:
        names = self._changed()
        self.rules.take(self.section, self.plan, names)
        self._stay_as_is()
        self.show()

    def _stay_as_is(self) -> None:
        carry.remember(self.section, self.carried())
        self.edited()

    # The example

    def _toggle_example(self) -> None:
        self._example = None if self._example else example.plan()
        self.show()

    def _show_status(self) -> None:
        words, book = "", self.workbook
        if book.problem and not self._example:
            words = self.say(book.problem)
        elif self._example:
            words = self.say("frame.example_banner")
        self._banner.value = f'<div class="rc-banner">{escape(words)}</div>' if words else ""
        self._toggle.description = self.say("frame.back_to_own" if self._example else "frame.show_example")
        if self._example:
            status = self.say("frame.status_example")
        elif book.saved is None:
            status = self.say("frame.status_empty")
        elif book.saved:
            status = self.say("frame.status_saved")
        elif book.reason:
            status = self.say("frame.status_failed", reason=book.reason)
        else:
            status = self.say("frame.status_locked")
        self._status.value = f'<span class="rc-hint">{escape(status)}</span>'
        health = book.plan.role_health_check
        self._with_health.value = health.in_files
        self._with_health.layout.display = "none" if untouched(health) else None

    def _heard(self, section: str, by: object) -> None:
        """Another exercise, another window or the store has changed something."""
        if section == "saved":
            self._show_status()
        elif by is not self and self._example is None and self._concerns(section):
            self._show_guarded()

    def _concerns(self, section: str) -> bool:
        return self.reads is None or section in ("", self.module, *self.reads)

    def _show_guarded(self) -> None:
        """Show; whatever a plan from a file holds, the exercise opens, so that another file can be opened."""
        self.guard(lambda _: self.show())(None)

    # The learner's work as a file

    def _work(self) -> widgets.Widget:
        self._upload = self.file_button("frame.open_file", ".json,application/json", self._file_chosen)
        self._with_health = widgets.Checkbox(description=self.say("frame.with_health"), indent=False)
        self._with_health.observe(self.guard(self._health_ticked), "value")
        self._file_words = self.html("rc-live")
        self._use = self.button("frame.file_use", self._use_file, primary=True)
        self._keep = self.button("frame.file_keep", self._keep_mine)
        self._undo = self.button("frame.file_undo", self._undo_file)
        self._ask()
        content = widgets.VBox(
            [
                widgets.HTML(f'<p class="rc-hint">{escape(self.say("frame.work_help"))}</p>'),
                self._with_health,
                self.row(self.button("frame.save_file", self._save_file), self._upload),
                self._file_words,
                self.row(self._use, self._keep, self._undo),
            ]
        )
        return self.folded("frame.work", content)

    def _ask(self, words: str = "", *, buttons: Sequence[widgets.Button] = ()) -> None:
        self._file_words.value = f"<p>{escape(words)}</p>" if words else ""
        for button in (self._use, self._keep, self._undo):
            button.layout.display = None if button in buttons else "none"

    def _save_file(self) -> None:
        content = plan_to_json(for_others(self.workbook.plan)).encode("utf-8")
        self._ask(self.deliver(PLAN_FILE, content, "application/json"))

    def _health_ticked(self, change: Any) -> None:
        health = self.workbook.plan.role_health_check
        if change["new"] != health.in_files:
            health.in_files = change["new"]
            self.workbook.edited("role_health_check", self)
            if self._concerns("role_health_check"):
                self.show()

    def _file_chosen(self, name: str, content: bytes) -> None:
        try:
            self._opened = plan_from_file(content)
        except PlanFileError as error:
            self._ask(self.say(error.key, **error.values))
        else:
            self._ask(self.say("frame.file_ready", name=name), buttons=(self._use, self._keep))

    def _use_file(self) -> None:
        if self._opened:
            self._example = None
            self.workbook.replace(self._opened)
            self._ask(self.say("frame.file_opened"), buttons=(self._undo,))
            self._undo.focus()  # the button that was pressed is gone, and the page above has grown

    def _keep_mine(self) -> None:
        self._opened = None
        self._ask(self.say("frame.file_kept"))

    def _undo_file(self) -> None:
        self.workbook.undo_replace()
        self._ask(self.say("frame.file_undone"))


def _shown(widget: Any) -> Iterable[Any]:
    """Yield a widget and all inside it, in reading order, without those that are hidden."""
    if getattr(widget, "layout", None) is not None and widget.layout.display == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _shown(child)
