"""Ways through the course, with minutes from the chapters: {manager-path}, {study-plan}, {chapter-list}."""

from html import escape

import attrs
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

    def by_parts(self, parts: list[tuple[str, list, str]]):
        """Return one row a part (when, chapters, what else), with its minutes, and the sums."""
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
        return self.by_parts(parts)


class ChapterList(nodes.General, nodes.Element):
    """Some chapters in a row. Attribute: chapters, a list of (slug, number, title, description, minutes)."""


class ChapterListDirective(PlanDirective):
    """`{chapter-list} 1 6`: what each chapter of these gives, and how long it takes whom."""

    required_arguments = 2

    def table(self, course, chapters):
        """Return the list."""
        first, last = map(int, self.arguments)
        shown = [chapters[number] for number in range(first, last + 1)]
        return ChapterList(
            first=first,
            chapters=[(c.slug, c.number, c.title, c.description, attrs.astuple(c.minutes)) for c in shown],
        )


def visit_chapter_list(translator, node):
    """Write the list."""
    builder = translator.builder
    items = []
    for slug, number, title, description, (coordinator, manager) in node["chapters"]:
        page = builder.get_relative_uri(builder.current_docname, f"chapters/{slug}")
        items.append(
            f'<li><p class="chapter-title"><span class="chapter-number" aria-hidden="true">{number}</span>'
            f'<a href="{page}">{escape(title)}</a></p>\n<p>{escape(description)}</p>\n'
            f'<p class="chapter-minutes">{coordinator} min · manager {manager} min</p></li>'
        )
    translator.body.append(f'<ol class="chapter-list" start="{node["first"]}">\n{"".join(items)}</ol>\n')
    raise nodes.SkipNode


def setup(app):
    """Register the directives."""
    app.add_directive("manager-path", ManagerPath)
    app.add_directive("study-plan", StudyPlan)
    app.add_node(ChapterList, html=(visit_chapter_list, None))
    app.add_directive("chapter-list", ChapterListDirective)
