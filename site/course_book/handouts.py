"""What there is to show and to print: {deck-list}, the slides of each session; {sheet-list}, worksheets."""

from docutils import nodes

from rolecraft.text import say

from .plans import hours_and_minutes
from .run_sheets import SessionDirective
from .sheets import FORM
from .tables import cell, table


def link(words: str, file: str, docname: str) -> nodes.reference:
    """Return a link to a file below the top of the site that is no page of the book."""
    return nodes.reference("", words, internal=True, refuri="../" * docname.count("/") + file)


class DeckList(SessionDirective):
    """`{deck-list}`: one row a session, with a link to its slides."""

    def table(self, course, chapters):
        """Return the table."""
        rows = [
            [
                cell(link(session.title, f"slides/{session.slug}.html", self.env.docname)),
                cell(session.audience),
                cell(hours_and_minutes(session.net)),
            ]
            for session in self.sessions().values()
        ]
        return table("The slides", ["Slides", "For", "Work"], rows, [40, 44, 16])


class SheetList(SessionDirective):
    """`{sheet-list}`: one row a worksheet, with the number that the slides call it by."""

    def table(self, course, chapters):
        """Return the table."""
        names = {slug: say(f"{slug.replace('-', '_')}.title") for slug in course.exercises}
        names[FORM] = say("live.sheet_form")
        numbers = [*map(str, range(1, len(names))), ""]
        rows = [
            [cell(number), cell(link(name, f"sheets/{slug}.html", self.env.docname))]
            for number, (slug, name) in zip(numbers, names.items(), strict=True)
        ]
        return table("The worksheets", ["Sheet", "What it is for"], rows, [15, 85])


def setup(app):
    """Register the directives."""
    app.add_directive("deck-list", DeckList)
    app.add_directive("sheet-list", SheetList)
