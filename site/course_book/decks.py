"""The slides of a session as MyST, from its run sheet, the chapters, and what is typed for the screen.

What is typed stands in workshop/slides/: a file for each chapter (`04-….md`), for an exercise without a
chapter (`role-charter.md`), for the talk (`talk.md`), and for moments without either (`moments.md`, by their
words in the run sheet). In a file, "## Your turn" parts what opens a chapter from what is talked about
afterwards.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from .course import Chapter, Course, CourseError, directives
from .sessions import Part, Session, clock, split

YOUR_TURN = "Your turn"
OPEN = re.compile(r"^\*\*Open\.\*\*.*\n*", re.MULTILINE)  # of a chapter's notes
RULES = "{rules-of-the-room}"  # as the facilitator guide has them
HOW = {"alone": "alone", "pairs": "in pairs", "group": "two pairs together", "room": "all together"}
# What a note can't show: roles that lead to other pages, and links.
LINKS = re.compile(
    r"\{(?:term|ref|doc)\}`([^`<]+?)(?: *<[^>]*>)?`|\[([^\]]+)\]\([^)]*\)| ?\{cite:\w+\}`[^`]*`"
)


@frozen
class Slide:
    """A slide. kind: how it looks. body and notes: MyST."""

    kind: str
    title: str
    body: str
    notes: str = ""

    def source(self) -> str:
        """Return the slide as MyST."""
        notes = f"\n\n:::::{{slide-notes}}\n{self.notes.strip()}\n:::::" if self.notes.strip() else ""
        return f"## {self.title}\n\n```{{slide-kind}} {self.kind}\n```\n\n{self.body.strip()}{notes}\n"


@frozen
class Screens:
    """What is typed for the screen of a chapter: (title, body) of slides before and after the exercise.

    turn: what stands on the exercise's own slide.
    """

    before: tuple[tuple[str, str], ...] = ()
    turn: str = ""
    after: tuple[tuple[str, str], ...] = ()


def sections(path: Path) -> list[tuple[str, str]]:
    """Return the headings of second level in a file, each with what stands below it."""
    found = re.split(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [(title.strip(), body.strip()) for title, body in zip(found[1::2], found[2::2], strict=True)]


def read_screens(path: Path) -> Screens:
    """Return what a file has for the screen; nothing when there is no such file."""
    if not path.exists():
        return Screens()
    all_of_it = sections(path)
    titles = [title for title, _ in all_of_it]
    at = titles.index(YOUR_TURN) if YOUR_TURN in titles else len(titles)
    turn = all_of_it[at][1] if at < len(titles) else ""
    return Screens(tuple(all_of_it[:at]), turn, tuple(all_of_it[at + 1 :]))


def sentence(words: str) -> str:
    """Return words with a full stop, unless they end with a mark of their own."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def plain(text: str) -> str:
    """Return MyST of a chapter for a note: links to other pages become words."""
    return LINKS.sub(lambda found: found[1] or found[2] or "", text)


class Deck:
    """Makes the slides of one session.

    course, chapters: of the book. folder: with what is typed for the screen. sheets: the number of each
    exercise's sheet, by slug.
    """

    def __init__(
        self,
        session: Session,
        course: Course,
        chapters: dict[int, Chapter],
        folder: Path,
        sheets: dict[str, int],
    ):
        self.session, self.course, self.chapters = session, course, chapters
        self.folder, self.sheets = folder, sheets
        self.moments = {title: self._with_rules(body) for title, body in sections(folder / "moments.md")}
        self.shown: set[str] = set()  # files whose slides have been shown

    def source(self) -> str:
        """Return the whole deck as MyST."""
        session = self.session
        first = f"{clock(session.start)}–{clock(session.end)}"
        head = (
            f"# {session.title}\n\n```{{slide-kind}} title\n```\n\n{session.audience}\n\n"
            f"**{first}**\n\nThe Focused Marketer\n"
        )
        if before := self._notes_of("Before today", session.homework("before")):
            head += f"\n:::::{{slide-notes}}\n{before}\n:::::\n"
        return "\n".join([head, *(slide.source() for slide in self.slides())])

    def slides(self) -> Iterator[Slide]:
        """Yield all slides after the title."""
        yield from self._agenda()
        for begins, part in self.session.clock():
            yield from self._part(self.session.start + begins, part)
        if after := self.session.homework("after"):
            lines = "\n".join(f"- {part.what}" for part in after)
            yield Slide("list", "After today", lines, self._notes_of("After today", after))

    def _with_rules(self, body: str) -> str:
        """Return a text with the rules of the room in place of "{rules-of-the-room}"."""
        if RULES not in body:
            return body
        guide = dict(sections(self.folder.parent / "facilitator-guide.md"))
        return body.replace(
            RULES, "\n".join(re.findall(r"^\d+\. .+$", guide["The rules of the room"], re.MULTILINE))
        )

    def _notes_of(self, title: str, parts: list[Part]) -> str:
        who = {"": "", "coordinator": "Coordinator: ", "manager": "Manager: "}
        lines = "".join(f"- {who[part.who]}{part.what}\n" for part in parts)
        return f"**{title}**\n\n{lines}" if parts else ""

    def _agenda(self) -> Iterator[Slide]:
        """Yield the day by the clock; a long one as two, before and after the longest break."""
        parts = [(self.session.start + begins, part) for begins, part in self.session.clock()]
        longest = max((part.minutes for _, part in parts if part.form == "break"), default=0)
        if len(parts) <= 8:
            halves = [parts]
        else:
            at = next(
                n for n, (_, part) in enumerate(parts) if part.form == "break" and part.minutes == longest
            )
            halves = [parts[: at + 1], parts[at + 1 :]]
        for number, half in enumerate(halves):
            rows = "".join(f"| {clock(begins)} | {part.what} |\n" for begins, part in half)
            end = half[-1][0] + half[-1][1].minutes
            title = "By the clock" if not number else "By the clock, after the break"
            yield Slide(
                "agenda", title, f"| From | What |\n|---|---|\n{rows}", f"This part ends at {clock(end)}."
            )

    def _part(self, begins: int, part: Part) -> Iterator[Slide]:
        """Yield the slides of one part."""
        end = clock(begins + part.minutes)
        if part.form == "break":
            yield Slide("break", part.what, f"until **{end}**", f"{part.minutes} minutes.")
            return
        chapter = self.chapters.get(part.chapter)
        file = self._file(part, chapter)
        known = file in self.shown or part.what in self.moments
        screens = Screens() if known else read_screens(self.folder / f"{file}.md")
        self.shown.add(file)
        yield self._opener(begins, part, chapter)
        ideas = screens.before if self.session.opens or not part.exercise else screens.before[:1]
        notes = sentence(f"{clock(begins)}–{end}: {part.what}")
        for title, body in ideas:
            yield Slide("idea", title, body, notes)
        if part.exercise and screens.turn:
            yield self._turn(begins, part, screens.turn, chapter)
        if part.form != "alone" or self.session.talks:
            for title, body in screens.after:
                yield Slide("talk", title, body, f"Until {end}. {notes}")
        if chapter and screens.turn and part.exercise == chapter.exercise and self.session.talks:
            yield from self._keep(chapter, notes)

    def _file(self, part: Part, chapter: Chapter | None) -> str:
        """Return the name of the file with what is typed for a part."""
        if part.talk:
            return "talk"
        if part.exercise and (not chapter or part.exercise != chapter.exercise):
            return part.exercise
        return chapter.slug if chapter else ""

    def _opener(self, begins: int, part: Part, chapter: Chapter | None) -> Slide:
        """Return the first slide of a part: what, how long, and the chapter's questions."""
        title, _, rest = part.what.partition(": ")
        end = clock(begins + part.minutes)
        lines = [f"**{clock(begins)}–{end}** · {HOW[part.form]}"]
        if part.what in self.moments:
            lines.append(self.moments[part.what])
        elif rest:
            lines.append(rest[0].upper() + rest[1:])
        # What is typed for a moment fills its slide.
        if part.need and part.what not in self.moments:
            lines.append(f"On the table: {part.need[0].lower()}{part.need[1:]}")
        if chapter and self.session.opens and not part.talk:
            lines.append("\n".join(f"- {question}" for question in chapter.questions))
        notes = [
            f"**{clock(begins)}–{end}, {part.minutes} minutes, {HOW[part.form]}.** {sentence(part.what)}"
        ]
        if part.need:
            notes.append(sentence(f"On the table: {part.need[0].lower()}{part.need[1:]}"))
        if part.gives:
            notes.append(sentence(f"What they have afterwards: {part.gives[0].lower()}{part.gives[1:]}"))
        if chapter:
            title_of = sentence(f"Chapter {chapter.number}: {chapter.title}")
            told = self._instructor(chapter, turn=False)
            # Nobody opens a chapter in the talk itself, nor alone or on the phone.
            if part.talk or not self.session.talks:
                told = OPEN.sub("", told)
            notes += [title_of, told]
        return Slide("opener", title, "\n\n".join(lines), "\n\n".join(notes))

    def _instructor(self, chapter: Chapter, turn: bool) -> str:
        """Return the chapter's notes for the instructor: those at the exercise, or all others."""
        found = directives(chapter.text, "instructor-note")
        return "\n\n".join(plain(one.body) for one in found if (one.section == YOUR_TURN) == turn)

    def _turn(self, begins: int, part: Part, steps: str, chapter: Chapter | None) -> Slide:
        """Return the slide that stays up during an exercise: what to do, how long, with whom, where."""
        if self.session.talks:
            opens, does, _ = split(part, self.session, self.chapters.values())
        else:
            opens, does = 0, part.minutes
        title = self.course.exercises[part.exercise]
        until = clock(begins + opens + does)
        where = f"exercises/{part.exercise}.html · sheet {self.sheets[part.exercise]}"
        facts = f"**{does} minutes, until {until}** · {HOW[part.form]}\n\n{where}"
        notes = [f"{does} minutes, until {until}. On paper: sheet {self.sheets[part.exercise]}."]
        if chapter:
            notes.append(self._instructor(chapter, turn=True))
        return Slide("turn", f"{YOUR_TURN}: {title}", f"{steps}\n\n{facts}", "\n\n".join(notes))

    def _keep(self, chapter: Chapter, notes: str) -> Iterator[Slide]:
        """Yield what somebody can do now, and the chapter's if-then plan."""
        can = "\n".join(f"- {objective.text}" for objective in chapter.objectives)
        # Where nobody has read the chapter, not all of it can be there yet.
        title = "Read the chapter, and you can …" if self.session.opens else "Can you now …"
        yield Slide("list", title, can, notes)
        for one in directives(chapter.text, "if-then"):
            yield Slide("keep", "One plan to keep", plain(one.body), notes)


def decks(
    sessions: tuple[Session, ...],
    course: Course,
    chapters: dict[int, Chapter],
    folder: Path,
    sheets: dict[str, int],
) -> dict[str, str]:
    """Return each session's slides as MyST, by slug.

    Raises:
        CourseError: when something is typed for a moment that no session has.
    """
    moments = {part.what for session in sessions for part in session.parts}
    typed = {title for title, _ in sections(folder / "moments.md")}
    if unknown := typed - moments:
        raise CourseError(f"moments.md: no run sheet has a part “{sorted(unknown)[0]}”")
    return {one.slug: Deck(one, course, chapters, folder, sheets).source() for one in sessions}
