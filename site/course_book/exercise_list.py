"""All exercises on one page, for helpers in a room who have not read the chapters.

`{exercise-card} goal-builder` says what a helper needs to know about one exercise. Time, places and the
picture of the worked example come from the course; what only people know stands in the card.
`{exercise-list}` is the table of all of them.
"""

from docutils import nodes
from docutils.parsers.rst import directives as options

from rolecraft.text import say

from .course import CourseError
from .live import depend_on_library, preview
from .plans import hours_and_minutes
from .run_sheets import SessionDirective, linked
from .sessions import clock, exercise_minutes
from .tables import cell, reference, table


class ExerciseDirective(SessionDirective):
    """Something about exercises: their words come from the library."""

    def title(self, slug: str) -> str:
        """Return what an exercise asks you to do: "Build your goals"."""
        return say(f"{slug.replace('-', '_')}.title")

    def chapter_of(self, slug: str, chapters):
        """Return the chapter that an exercise belongs to; None when it is all chapters'."""
        return next((c for c in chapters.values() if slug in (c.exercise, c.manager_exercise)), None)

    def names(self, slug: str, course) -> str:
        """Return both names of an exercise: "Build your goals (Goal builder)"."""
        return f"{self.title(slug)} ({course.exercises[slug]})"

    def begins(self) -> dict[str, str]:
        """Return when each exercise begins in the one day, by slug; without those that are done before."""
        day = self.sessions()["one-day"]
        return {part.exercise: clock(day.start + minute) for minute, part in day.clock()}

    def sheet(self, slug: str, course) -> nodes.reference:
        """Return a link to the exercise on paper, with the number that the slides call it by."""
        up = "../" * self.env.docname.count("/")
        number = list(course.exercises).index(slug) + 1
        return nodes.reference("", f"sheet {number}", internal=True, refuri=f"{up}sheets/{slug}.html")


class ExerciseList(ExerciseDirective):
    """`{exercise-list}`: the exercises in the course's order, with minutes and their place in the day."""

    def table(self, course, chapters):
        """Return one row an exercise."""
        depend_on_library(self.env)
        begins, rows = self.begins(), []
        for slug in course.exercises:
            chapter = self.chapter_of(slug, chapters)
            rows.append(
                [
                    cell(nodes.reference("", self.names(slug, course), internal=True, refid=f"card-{slug}")),
                    cell(self.link(chapter) if chapter else "All chapters"),
                    cell(str(exercise_minutes(slug, chapters.values()))),
                    cell(begins.get(slug, "Before the day, alone")),
                    cell(self.sheet(slug, course)),
                ]
            )
        heads = ["Exercise", "Chapter", "Minutes", "In the one day", "On paper"]
        return table("All exercises", heads, rows, [28, 32, 12, 14, 14], kind="run-sheet")


class ExerciseCard(ExerciseDirective):
    """`{exercise-card} slug`: one exercise. Content: the worked solution, and wrong turns with a question.

    Options: `group`, how many do it together; `needs`, what they must have.
    """

    required_arguments = 1
    has_content = True
    option_spec = {"group": options.unchanged_required, "needs": options.unchanged_required}

    def run(self):
        """Return the section, or a warning that says what to mend."""
        slug = self.arguments[0]
        try:
            course, chapters = self.whole_course()
            if slug not in course.exercises or not self.options.keys() >= self.option_spec.keys():
                raise CourseError(f"{slug} must be an exercise, with :group: and :needs:")
            return [self.section(slug, course, chapters)]
        except (CourseError, OSError) as problem:
            return self.warn(problem)

    def section(self, slug: str, course, chapters):
        """Return everything about one exercise under its title."""
        depend_on_library(self.env)
        module = slug.replace("-", "_")
        section = nodes.section("", nodes.title("", self.names(slug, course)), ids=[f"card-{slug}"])
        self.state.document.note_explicit_target(section, section)
        section += nodes.paragraph(text=say(f"{module}.summary"))
        time = hours_and_minutes(exercise_minutes(slug, chapters.values()))
        if slug in self.begins():  # what each does alone, before the day, isn't talked about in the room
            time += ", and time to talk"
        section += nodes.bullet_list(
            "",
            self.line("Time", nodes.Text(time)),
            self.line("Group", *self.inline(self.options["group"])),
            self.line("On the table", *self.inline(self.options["needs"])),
            self.line("Where", *linked(self.places(slug, course, chapters), begin="")),
        )
        section += self.content_nodes()
        section += nodes.raw(
            "",
            f'<details class="rc-code"><summary>The example’s answer, as the exercise shows it</summary>'
            f'<div class="rc">{preview(module)}</div></details>',
            format="html",
        )
        return section

    def line(self, label: str, *content):
        """Return a list item that begins with a bold word."""
        return nodes.list_item("", nodes.paragraph("", "", nodes.strong(text=f"{label}: "), *content))

    def places(self, slug: str, course, chapters) -> list:
        """Return links to the exercise, its sheet and its chapter."""
        chapter = self.chapter_of(slug, chapters)
        exercise = reference(f"/exercises/{slug}", "the exercise", self.env.docname, "doc")
        return [exercise, self.sheet(slug, course), *([self.link(chapter)] if chapter else [])]


def setup(app):
    """Register the directives."""
    app.add_directive("exercise-list", ExerciseList)
    app.add_directive("exercise-card", ExerciseCard)
