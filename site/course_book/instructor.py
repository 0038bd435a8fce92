"""Notes for whoever leads a workshop: written in each chapter, shown in the facilitator guide only.

A chapter has one `{instructor-note}`, at its end. It leaves nothing on the chapter's page.
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from .course import Chapter, CourseError, directives
from .plans import hours_and_minutes
from .run_sheets import SessionDirective
from .sessions import exercise_minutes
from .tables import reference


class InstructorNote(SphinxDirective):
    """A note for the instructor, in a chapter."""

    has_content = True

    def run(self):
        """Return nothing: learners read the chapter without it."""
        return []


def note(chapter: Chapter) -> str:
    """Return a chapter's note, as MyST. Raises CourseError when it hasn't exactly one."""
    notes = directives(chapter.text, "instructor-note")
    if len(notes) != 1:
        raise CourseError(f"{chapter.path.name} needs one {{instructor-note}} and has {len(notes)}")
    return notes[0].body


class InstructorNotes(SessionDirective):
    """`{instructor-notes}`: the notes of all chapters, each with its minutes in a room."""

    def run(self):
        """Return one section a chapter, or a warning that says what to mend."""
        try:
            _, chapters = self.whole_course()
            return [self.section(chapter, chapters) for chapter in chapters.values()]
        except (CourseError, OSError) as problem:
            return self.warn(problem)

    def section(self, chapter: Chapter, chapters: dict[int, Chapter]):
        """Return a chapter's note under its title."""
        section = nodes.section("", nodes.title("", f"{chapter.number}. {chapter.title}"))
        section["ids"] = [make_id(self.env, self.state.document, "note", str(chapter.number))]
        link = reference(f"/chapters/{chapter.slug}", "Open the chapter", self.env.docname, "doc")
        section += nodes.paragraph("", "", link, nodes.Text(self.minutes(chapter, chapters)))
        self.state.nested_parse(StringList(note(chapter).splitlines(), chapter.path.name), 0, section)
        return section

    def minutes(self, chapter: Chapter, chapters: dict[int, Chapter]) -> str:
        """Return how long the chapter takes in each session, in words."""
        does = exercise_minutes(chapter.exercise, chapters.values())
        rooms = []
        for session in self.sessions().values():
            minutes = sum(part.minutes for _, part in session.clock() if part.chapter == chapter.number)
            if minutes:
                rooms.append(f"{hours_and_minutes(minutes)} in “{session.title.partition(':')[0]}”")
        return f". The exercise takes {hours_and_minutes(does)}. In a room: {', '.join(rooms)}."


def setup(app):
    """Register the directives."""
    app.add_directive("instructor-note", InstructorNote)
    app.add_directive("instructor-notes", InstructorNotes)
