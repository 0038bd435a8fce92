"""What the directives of the course share: the chapter they stand in, lines of MyST, and mistakes told."""

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .course import read_chapter
from .outlines import whole_course


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
