"""What the slides need of Sphinx: notes for the speaker, the look of a slide, pictures and worked numbers.

Loaded by site/slides/conf.py, which builds what decks.py writes.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx_revealjs.nodes import revealjs_section

from . import figures, security, worked
from .wide_pictures import columns


class SlideNotes(nodes.General, nodes.Element):
    """What only the speaker sees."""


class SlideNotesDirective(SphinxDirective):
    """`{slide-notes}`: content for the speaker."""

    has_content = True

    def run(self):
        """Return the notes."""
        notes = SlideNotes()
        self.state.nested_parse(self.content, self.content_offset, notes)
        return [notes]


class SlideKind(SphinxDirective):
    """`{slide-kind} opener`: how this slide looks."""

    required_arguments = 1

    def run(self):
        """Return what sphinx-revealjs writes into the slide's tag."""
        kind = revealjs_section()
        kind.attributes = {"data-kind": self.arguments[0]}
        return [kind]


def visit_figure(translator, node):
    """Write a picture as wide as a slide; its caption is left out: who speaks says it."""
    pictures = columns(node["svg"])
    kind = "two" if len(pictures) > 1 else "one"
    translator.body.append(f'<figure class="course-figure {kind}">{"".join(pictures)}</figure>\n')
    raise nodes.SkipNode


def visit_notes(translator, node):
    """Open the notes."""
    translator.body.append('<aside class="notes">\n')


def depart_notes(translator, node):
    """Close them."""
    translator.body.append("</aside>\n")


def tell(app, page, template, context, doctree):
    """Tell the template what the page may do and what it is."""
    first = doctree.next_node(nodes.paragraph) if doctree else None
    context["policy"], context["description"] = security.META, first.astext() if first else ""


def setup(app):
    """Register the directives and their nodes."""
    figures.setup(app)
    app.add_node(figures.CourseFigure, override=True, html=(visit_figure, None))
    worked.setup(app)
    app.add_node(SlideNotes, html=(visit_notes, depart_notes))
    app.add_directive("slide-notes", SlideNotesDirective)
    app.add_directive("slide-kind", SlideKind)
    app.connect("html-page-context", tell)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
