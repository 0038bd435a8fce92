"""The role charter on the screen: six points, the document, its files, another copy, a hand-in."""

import sys
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import charter, example
from rolecraft.document import Document, linked, to_html, to_rows
from rolecraft.pictures import role_charter as pictures
from rolecraft.plan_json import for_others, plan_to_json
from rolecraft.rules import role_charter as rules
from rolecraft.text import say
from rolecraft.views.frame import PLAN_FILE, Exercise, feedback_html, formula_html
from rolecraft.views.handing_in import HandingIn
from rolecraft.views.merging import Merging

if TYPE_CHECKING:
    import pandas


class RoleCharter(Exercise):
    """The charter of the whole plan; only names, title and day of signing are entered here."""

    module = "role_charter"
    rules = rules

    def build(self) -> Sequence[widgets.Widget]:
        """Return the points, the fields, the document, the buttons, another copy's part and a workshop's."""
        f, section = self.fields, self._section
        self._answer, self._picture, self._missing = self.html("rc-live"), self.html(), self.html()
        self._document, self._with_health_too = self.html(), self.html()
        self._saved = self.html("rc-live")
        self._merging, self._handing_in = Merging(self), HandingIn(self)
        return [
            self.heading("heading_points"),
            self._picture,
            self._answer,
            self._missing,
            widgets.HTML(formula_html(self.say("formula"), self.language), layout=self.steady),
            self.heading("heading_own"),
            self.row(f.text(section, "coordinator"), f.text(section, "manager")),
            self.row(f.text(section, "title"), f.text(section, "company")),
            self.paragraph("intro_own"),
            f.day(section, "signed_on").widget,
            self.heading("heading_charter"),
            self.paragraph("intro_charter"),
            self._document,
            self.row(
                self.button("save_page", self._save_page, primary=True),
                self.button("save_markdown", self._save_markdown),
                self.button("frame.save_file", self._save_plan),
            ),
            self._saved,
            self.paragraph("intro_save"),
            self._with_health_too,
            self._merging.widget,
            self._handing_in.widget,
        ]

    def _section(self) -> Any:
        return self.section

    # The answer

    def fill(self) -> None:
        """Forget what was said about a file that was saved; compare the other copy with the plan as it is."""
        self._saved.value = ""
        self._merging.show(visible=self._example is None)
        ticked = self.workbook.plan.role_health_check.in_files
        words = f'<p class="rc-hint">{escape(self.say("with_health"))}</p>'
        self._with_health_too.value = words if ticked else ""

    def respond(self) -> None:
        """Show the six points, what is missing, and the whole charter."""
        result, made = self._made()
        self._picture.value = pictures.points(result, self.language)
        self._answer.value = feedback_html(result.feedback, self.language)
        self._missing.value = missing_html(result, self.language)
        self._document.value = to_html(made, top=5, address=page_of)
        self._handing_in.show(visible=self._example is None)

    def _made(self) -> tuple[rules.CharterResult, Document]:
        # The example fits together, though nobody has pressed the buttons that say so.
        result = rules.charter(self.plan, self.today, up_to_date=self._example is not None)
        return result, charter.document(self.plan, self.today, result)

    def document(self) -> str:
        """Return the charter as one HTML file for print."""
        return charter.page(self._made()[1])

    def markdown(self) -> str:
        """Return the charter as Markdown."""
        return charter.markdown(self._made()[1])

    def table(self) -> "pandas.DataFrame":
        """Return what stands in the charter: section, field, words."""
        from rolecraft.tables import table

        headings = [self.say(f"column_{name}") for name in ("section", "field", "words")]
        return table(headings, to_rows(self._made()[1]))

    # Files

    def _save_page(self) -> None:
        self._save("page_name", self.document(), "text/html")

    def _save_markdown(self) -> None:
        self._save("markdown_name", self.markdown(), "text/markdown")

    def _save(self, name: str, text: str, mime: str) -> None:
        self._tell_saved(self.deliver(self.say(name), text.encode("utf-8"), mime))

    def _save_plan(self) -> None:
        content = plan_to_json(for_others(self.workbook.plan)).encode("utf-8")
        self._tell_saved(self.deliver(PLAN_FILE, content, "application/json"))

    def _tell_saved(self, words: str) -> None:
        self._saved.value = f"<p>{escape(words)}</p>"


def page_of(exercise: str) -> str:
    """Return the address of an exercise's page, seen from any page of the course; "" in a notebook."""
    return f"../exercises/{exercise.replace('_', '-')}.html" if sys.platform == "emscripten" else ""


def missing_html(result: rules.CharterResult, language: str = "en") -> str:
    """Return what the six points still need, one line each, with the place to fill it in."""

    def words(key: str) -> str:
        return say(f"role_charter.{key}", language)

    if not result.missing:
        return ""
    lines = "".join(
        f"<li>{linked(words(f'lack_{lack.name}'), page_of(rules.module_name(lack.section)))}</li>"
        for lack in result.missing
    )
    return f"<p><strong>{escape(words('heading_missing'))}</strong></p><ul>{lines}</ul>"


def role_charter() -> RoleCharter:
    """Open the role charter (chapter 10)."""
    return RoleCharter()


def on_paper(language: str = "en") -> list[tuple[str, list[str], int]]:
    """Return what the exercise sees by itself: (question, boxes to tick, lines to write on)."""
    points = [say(f"role_charter.point_{name}", language) for name in rules.POINTS]
    return [(say("role_charter.paper_points", language), points, 0)]


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    plan, today = example.plan(), example.today()
    result = rules.charter(plan, today, up_to_date=True)
    return "".join(
        [
            pictures.points(result, language),
            feedback_html(result.feedback, language),
            to_html(charter.document(plan, today, result), top=None),
        ]
    )
