"""What directives share: their chapter, lines of MyST, mistakes told, a script for the page."""

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .course import read_chapter
from .outlines import whole_course


def add_script(app, node, name):
    """Give the pages on which a node stands a script that no other page needs.

    node: class of the node. name: of a file in site/static.
    """

    def give(app, page, template, context, doctree):
        if doctree and doctree.next_node(node):
            app.add_js_file(name, loading_method="defer")

    app.connect("html-page-context", give)


class CourseDirective(SphinxDirective):
    """A directive that knows its chapter; a mistake in it ends the build with an error."""

    def chapter(self):
        """Return the chapter that this page is. Raises CourseError when it isn't one."""
        return read_chapter(Path(self.env.doc2path(self.env.docname)))

    def whole_course(self):
        """Return the plan of the course and its chapters by number, each with its outline as text.

        A change of the plan or of an outline makes this page anew. Raises CourseError and OSError.
        """
        return whole_course(self.env)

    def content_nodes(self):
        """Return the directive's content as parsed MyST."""
        parsed = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, parsed)
        return parsed.children

    def inline(self, text):
        """Return a line of MyST (emphasis, worked numbers) as inline nodes."""
        return self.state.inline_text(text, self.lineno)[0]

    def warn(self, problem):
        """Return a warning that says what to mend, in the place of what the directive would show."""
        return [self.state.document.reporter.warning(f"{self.name}: {problem}", line=self.lineno)]
