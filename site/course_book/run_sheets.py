"""The sessions by the clock, from workshop/run-sheets.yml: {run-sheet}, and {session-plan} for learners."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives as options

from .course import CourseError
from .plans import PlanDirective, hours_and_minutes
from .sessions import FILE, Part, Session, clock, homework_minutes, read_sessions, split
from .tables import cell, reference, table

HOW = {"alone": "Alone", "pairs": "In pairs", "group": "Two pairs together", "room": "All together"}


def linked(links: list, begin: str) -> list:
    """Return links with commas between them, and words before the first; nothing without a link."""
    pieces = []
    for link in links:
        pieces += [nodes.Text(", " if pieces else begin), link]
    return pieces


class SessionDirective(PlanDirective):
    """Something about the sessions; the page is read again whenever their file changes."""

    def sessions(self) -> dict[str, Session]:
        """Return the sessions by slug. Raises CourseError."""
        path = Path(self.env.srcdir, FILE)
        self.env.note_dependency(str(path))
        return {session.slug: session for session in read_sessions(path)}


class RunSheet(SessionDirective):
    """`{run-sheet} one-day`: a session by the clock.

    Options: `short` for learners, without what only the one in front of the room needs; `from-zero` counts
    minutes from the beginning, for somebody who begins at any time and needs the exercises only.
    """

    required_arguments = 1
    option_spec = {"short": options.flag, "from-zero": options.flag}

    def run(self):
        """Return the table and what belongs to it, or a warning that says what to mend."""
        try:
            self.course, self.chapters = self.whole_course()
            session = self.sessions()[self.arguments[0]]
            if "short" in self.options:
                return [self.short_table(session)]
            return [
                *self.homework("Before", session.homework("before")),
                self.full_table(session),
                nodes.paragraph(text=self.sum(session)),
                *self.homework("Afterwards", session.homework("after")),
                *self.left_out(session),
            ]
        except (CourseError, KeyError, OSError) as problem:
            return self.warn(problem)

    def where(self, part: Part) -> list:
        """Return links to a part's exercise, chapter and page; a page that the book lacks is left out."""
        links = []
        docname = self.env.docname
        if part.exercise:
            title = self.course.exercises[part.exercise]
            links.append(reference(f"/exercises/{part.exercise}", title, docname, "doc"))
        if part.chapter:
            slug = self.chapters[part.chapter].slug
            links.append(reference(f"/chapters/{slug}", f"chapter {part.chapter}", docname, "doc"))
        if part.page in self.env.found_docs:
            links.append(reference(f"/{part.page}", "how", docname, "doc"))
        return links

    def full_table(self, session: Session):
        """Return the table for whoever leads the session."""
        rows = []
        for begins, part in session.clock():
            where = self.where(part)
            rows.append(
                [
                    cell(clock(session.start + begins)),
                    cell(str(part.minutes)),
                    cell(*self.inline(part.what), *linked(where, begin="; ")),
                    cell(self.how(part, session)),
                    cell(*self.inline(part.need)),
                ]
            )
        heads = ["From", "Min.", "What", "How", "On the table"]
        return table(session.title, heads, rows, [8, 7, 41, 22, 22], kind="run-sheet")

    def how(self, part: Part, session: Session) -> str:
        """Return how a part is done: "In pairs: 5 to open, 15 to do, 10 to talk"."""
        how = HOW.get(part.form, "")
        if not (part.exercise and session.talks):
            return how
        opens, does, talks = split(part, session, self.chapters.values())
        pieces = [f"{opens} to open"] * bool(opens) + [f"{does} to do", f"{talks} to talk"]
        return f"{how}: {', '.join(pieces)}"

    def sum(self, session: Session) -> str:
        """Return how long it is in all."""
        breaks = session.end - session.start - session.net
        rest = f", and {hours_and_minutes(breaks)} of breaks" if breaks else ""
        end = clock(session.end)
        return f"For: {session.audience}. End: {end}. {hours_and_minutes(session.net)} of work{rest}."

    def homework(self, when: str, parts: list[Part]) -> list:
        """Return what is done before or after, with the minutes that it takes."""
        items = nodes.bullet_list()
        for part in parts:
            times = homework_minutes(part, self.chapters)
            minutes = hours_and_minutes(getattr(times, part.who or "coordinator"))
            if not part.who and times.manager != times.coordinator:
                minutes += f", manager {hours_and_minutes(times.manager)}"
            who = f"{part.who.capitalize()}: " if part.who else ""
            line = nodes.paragraph("", who, *self.inline(part.what), nodes.Text(f" ({minutes}"))
            line += [*linked(self.where(part), begin=", "), nodes.Text(").")]
            items += nodes.list_item("", line)
        return [nodes.paragraph("", "", nodes.strong(text=f"{when}:")), items] if parts else []

    def left_out(self, session: Session) -> list:
        """Return what of the course the session leaves out, and why."""
        return [
            nodes.paragraph(
                "", "", nodes.strong(text=f"Left out: chapter {one.chapter}. "), *self.inline(one.why)
            )
            for one in session.left_out
        ]

    def short_table(self, session: Session):
        """Return the table for whoever takes part."""
        from_zero = "from-zero" in self.options
        gives = any(part.gives for part in session.parts)
        rows = []
        for begins, part in session.clock():
            time = f"{begins}–{begins + part.minutes}" if from_zero else clock(session.start + begins)
            where = self.where(part)[:1] if from_zero else self.where(part)
            row = [cell(time), cell(*self.inline(part.what)), cell(*linked(where, begin=""))]
            rows.append(row + [cell(*self.inline(part.gives))] * gives)
        if not from_zero:
            rows.append([cell(clock(session.end)), cell("End"), cell("")] + [cell("")] * gives)
        heads = ["Minutes" if from_zero else "From", "You do", "Where"] + ["You get"] * gives
        widths = [12, 40, 24, 24] if gives else [12, 55, 33]
        return table(session.title, heads, rows, widths, kind="run-sheet")


class SessionPlan(SessionDirective):
    """`{session-plan} session-1 session-2`: chapters, homework and minutes of some sessions, for learners."""

    required_arguments = 1
    optional_arguments = 20

    def table(self, course, chapters):
        """Return one row a session. Raises CourseError when there is no such session."""
        sessions = self.sessions()
        if unknown := [slug for slug in self.arguments if slug not in sessions]:
            raise CourseError(f"there is no session {unknown[0]}")
        parts = []
        for slug in self.arguments:
            also = ". ".join(part.what for part in sessions[slug].homework("after"))
            studied = [chapters[number] for number in sessions[slug].chapters]
            parts.append((sessions[slug].title, studied, f"{also}."))
        return self.by_parts(parts)


def setup(app):
    """Register the directives."""
    app.add_directive("run-sheet", RunSheet)
    app.add_directive("session-plan", SessionPlan)
