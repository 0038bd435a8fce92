"""Ways through the course, with minutes that come from the chapters: {manager-path} and {study-plan}."""

import yaml
from docutils import nodes

from .course import CourseError, directives
from .directive import CourseDirective
from .tables import cell, reference, table


def hours_and_minutes(minutes: int) -> str:
    """Return minutes as people say them, in one piece: 205 is "3 h 25 min", 45 is "45 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(parts).replace(" ", "\u00a0")


class PlanDirective(CourseDirective):
    """A table over chapters."""

    def run(self):
        """Return the table, or a warning that says what to mend."""
        try:
            return [self.table(*self.whole_course())]
        except (CourseError, OSError) as problem:
            return self.warn(problem)

    def link(self, chapter):
        """Return a link to a chapter, with its number."""
        return reference(
            f"/chapters/{chapter.slug}", f"{chapter.number}. {chapter.title}", self.env.docname, "doc"
        )


class ManagerPath(PlanDirective):
    """Chapter by chapter what the manager reads and does, and how long it takes."""

    def table(self, course, chapters):
        """Return one row a chapter, and the sum."""
        rows = []
        for chapter in chapters.values():
            titles = "; ".join(box.argument for box in directives(chapter.text, "manager"))
            slug = chapter.manager_exercise
            exercise = reference(f"/exercises/{slug}", course.exercises[slug], self.env.docname, "doc")
            rows.append(
                [
                    cell(self.link(chapter)),
                    cell(titles),
                    cell(exercise, f", {chapter.exercise_minutes.manager} min"),
                    cell(str(chapter.minutes.manager)),
                ]
            )
        total = sum(chapter.minutes.manager for chapter in chapters.values())
        rows.append([cell(nodes.strong(text="All ten")), cell(""), cell(""), cell(hours_and_minutes(total))])
        heads = ["Chapter", "Boxes for you", "You do", "Minutes in all"]
        return table("The manager’s way through the course", heads, rows, [25, 40, 20, 15])


class StudyPlan(PlanDirective):
    """A plan by weeks or sessions. Content: YAML, a list of {when, chapters, also}."""

    has_content = True

    def table(self, course, chapters):
        """Return one row a part with its minutes.

        Raises:
            CourseError: when the YAML can't be read or names a chapter that is none.
        """
        try:
            parts = [
                (part["when"], [chapters[number] for number in part["chapters"]], part.get("also", ""))
                for part in yaml.safe_load("\n".join(self.content))
            ]
        except (yaml.YAMLError, KeyError, TypeError) as problem:
            raise CourseError(f"the plan can't be read: {problem}") from problem
        rows, sums = [], [0, 0]
        for when, studied, also in parts:
            links = [piece for chapter in studied for piece in ("; ", self.link(chapter))][1:]
            minutes = [sum(getattr(c.minutes, who) for c in studied) for who in ("coordinator", "manager")]
            sums = [total + more for total, more in zip(sums, minutes, strict=True)]
            rows.append(
                [cell(when), cell(*links), cell(*self.inline(also))]
                + [cell(hours_and_minutes(more)) for more in minutes]
            )
        rows.append(
            [cell(nodes.strong(text="In all")), cell(""), cell("")]
            + [cell(hours_and_minutes(s)) for s in sums]
        )
        heads = ["When", "Chapters", "At work, in between", "Coordinator", "Manager"]
        return table("Chapters and minutes", heads, rows, [12, 34, 30, 12, 12])


def setup(app):
    """Register the directives."""
    app.add_directive("manager-path", ManagerPath)
    app.add_directive("study-plan", StudyPlan)
