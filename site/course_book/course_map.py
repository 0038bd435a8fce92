"""The directive {course-map}: the whole course in tables that a machine keeps true.

Each point of the article with the place where it is treated, each objective with what assesses it, and the
minutes, read from chapters/course.yml and the front matter of the chapters.
"""

from docutils import nodes

from .course import CourseError, article_points, directives
from .directive import CourseDirective
from .tables import cell, reference, table


class CourseMap(CourseDirective):
    """The three tables."""

    def run(self):
        """Return the tables; the page is read again whenever the plan or a chapter changes."""
        try:
            course, chapters = self.whole_course()
            return [
                self.chapters_table(course, chapters),
                self.article_table(course, chapters),
                self.objectives_table(course, chapters),
            ]
        except (CourseError, OSError) as problem:
            return self.warn(problem)

    def chapters_table(self, course, chapters):
        """Return chapters, exercises and minutes, with their sums."""
        rows = [
            [
                cell(str(chapter.number)),
                cell(reference(f"/chapters/{chapter.slug}", chapter.title, self.env.docname, "doc")),
                cell(course.exercises[chapter.exercise]),
                cell(str(chapter.minutes.coordinator)),
                cell(str(chapter.minutes.manager)),
            ]
            for chapter in chapters.values()
        ]
        sums = (
            sum(getattr(chapter.minutes, who) for chapter in chapters.values())
            for who in ("coordinator", "manager")
        )
        rows.append(
            [cell(""), cell(nodes.strong(text="All ten")), cell("")]
            + [cell(nodes.strong(text=str(minutes))) for minutes in sums]
        )
        heads = ["No.", "Chapter", "Exercise", "Minutes, coordinator", "Minutes, manager"]
        return table("Chapters, exercises and minutes", heads, rows, [5, 40, 25, 15, 15])

    def article_table(self, course, chapters):
        """Return each point of the article and where it is treated."""
        rows = []
        for point, words in course.article.items():
            places = []
            for planned in course.chapters:
                if point not in planned.article:
                    continue
                if places:
                    places.append("; ")
                places.append(self.place(point, chapters[planned.number]))
            rows.append([cell(point), cell(words), cell(*places)])
        return table("The article, point by point", ["Point", "In short", "Where"], rows, [8, 52, 40])

    def place(self, point, chapter):
        """Return a link to where a chapter treats a point."""
        boxes = directives(chapter.text, "article-point")
        sections = [box.section for box in boxes if point in article_points(box.argument)]
        if not sections:
            raise CourseError(f"{chapter.path.name} has no {{article-point}} for {point}")
        label = f"{point.lower()}-in-chapter-{chapter.number}"
        return reference(label, f"chapter {chapter.number}, {sections[0]}", self.env.docname)

    def objectives_table(self, course, chapters):
        """Return each objective and what shows that it is reached."""
        rows = [
            [
                cell(objective.id),
                cell(*self.inline(objective.text)),
                cell(self.assessed_by(objective, course)),
            ]
            for chapter in chapters.values()
            for objective in chapter.objectives
        ]
        heads = ["No.", "Afterwards you can", "Shown by"]
        return table("Objectives, and what shows that they are reached", heads, rows, [8, 57, 35])

    def assessed_by(self, objective, course):
        """Return "Goal builder, question 1" for an objective."""
        return ", ".join(
            course.exercises.get(item)
            or ("open question" if item.startswith("o") else f"question {item.rpartition('-')[2]}")
            for item in objective.assessed_by
        )


def setup(app):
    """Register the directive."""
    app.add_directive("course-map", CourseMap)
