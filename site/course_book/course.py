"""Read the course as its sources state it: the plan of ten chapters, and the chapters themselves.

The directives of the book and the tests of the course read it here, so that both see the same.
"""

import re
from functools import cache
from pathlib import Path

import yaml
from attrs import frozen

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
FENCE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<argument>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
# The instructor's note is meant for another page, so an outline has all of it.
IN_OUTLINE = re.compile(
    r"^(?:(?P<note>`{3,})\{instructor-note\}\n(?s:.*?)^(?P=note)|#+ |`{3,}|:{3,})[^\n]*\n", re.MULTILINE
)


class CourseError(ValueError):
    """The front matter of a chapter or the plan of the course says something that can't be."""


@frozen
class Minutes:
    """How long something takes the coordinator, and how long the manager."""

    coordinator: int
    manager: int


@frozen
class Objective:
    """What a reader can do after a chapter, and which exercise and quiz questions show it."""

    id: str
    text: str
    assessed_by: tuple[str, ...]


@frozen
class Chapter:
    """A chapter as its front matter describes it. manager_exercise: the manager's own, if there is one."""

    path: Path
    description: str
    number: int
    exercise: str
    manager_exercise: str
    article: tuple[str, ...]
    minutes: Minutes
    exercise_minutes: Minutes
    questions: tuple[str, ...]
    objectives: tuple[Objective, ...]
    title: str
    text: str

    @property
    def slug(self) -> str:
        """The file's name without its ending, for instance 05-which-numbers-matter."""
        return self.path.stem


@frozen
class PlannedChapter:
    """A chapter of the course as chapters/course.yml plans it. slug: its file's name without ending."""

    number: int
    title: str
    slug: str
    exercise: str
    article: tuple[str, ...]
    minutes: Minutes


@frozen
class Course:
    """The whole course: its chapters, its exercises' titles and the article's points in short."""

    chapters: tuple[PlannedChapter, ...]
    exercises: dict[str, str]
    article: dict[str, str]


@frozen
class Directive:
    """A directive as it stands in a chapter; section is the heading of second level above it."""

    name: str
    argument: str
    body: str
    section: str


def read_course(path: Path) -> Course:
    """Return the plan of the course from chapters/course.yml.

    Raises:
        CourseError: when a chapter lacks a field.
    """
    return _course(path.name, path.read_text(encoding="utf-8"))


# Every page asks for the plan, and every question for its chapter: each content is read once.
@cache
def _course(name: str, source: str) -> Course:
    plan = yaml.safe_load(source)
    try:
        chapters = tuple(
            PlannedChapter(
                chapter["number"],
                chapter["title"],
                chapter["slug"],
                chapter["exercise"],
                tuple(chapter["article"]),
                Minutes(**chapter["minutes"]),
            )
            for chapter in plan["chapters"]
        )
        return Course(chapters, plan["exercises"], plan["article"])
    except (KeyError, TypeError) as problem:
        raise CourseError(f"{name}: {problem}") from problem


def read_chapter(path: Path) -> Chapter:
    """Return a chapter.

    Raises:
        CourseError: when the file has no front matter with a `course:` part, or a field of it is missing.
    """
    return _chapter(path, path.read_text(encoding="utf-8"))


@cache
def _chapter(path: Path, source: str) -> Chapter:
    found = FRONT_MATTER.match(source)
    front = yaml.safe_load(found[1]) if found else {}
    if "course" not in (front or {}):
        raise CourseError(f"{path.name} has no `course:` in its front matter")
    text = source[found.end() :]
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    course = front["course"]
    try:
        return Chapter(
            path=path,
            description=front["description"],
            number=course["chapter"],
            exercise=course["exercise"],
            manager_exercise=course.get("manager_exercise", course["exercise"]),
            article=tuple(course["article"]),
            minutes=Minutes(**course["minutes"]),
            exercise_minutes=Minutes(**course["exercise_minutes"]),
            questions=tuple(course["questions"]),
            objectives=tuple(
                Objective(str(objective["id"]), objective["text"], tuple(objective["assessed_by"]))
                for objective in course["objectives"]
            ),
            title=title[1].strip() if title else "",
            text=text,
        )
    except (KeyError, TypeError) as problem:
        raise CourseError(f"{path.name}: front matter `course:` lacks or misspells {problem}") from problem


def read_chapters(folder: Path) -> tuple[Course, dict[int, Chapter]]:
    """Return the plan of the course in a folder, and its chapters by number.

    Raises:
        CourseError: when the plan or a chapter can't be read.
    """
    course = read_course(folder / "course.yml")
    return course, {
        planned.number: read_chapter(folder / f"{planned.slug}.md") for planned in course.chapters
    }


def outline(source: str) -> str:
    """Return a chapter's front matter, its headings, and its directives without what is in most of them."""
    front = FRONT_MATTER.match(source)
    begin = front.end() if front else 0
    return source[:begin] + "".join(part[0] for part in IN_OUTLINE.finditer(source, begin))


def check_assesses(id: str, objective: str, chapter: Chapter) -> None:
    """Check that a question of a chapter assesses one of its objectives.

    Raises:
        CourseError: when it doesn't.
    """
    if objective not in {known.id for known in chapter.objectives}:
        raise CourseError(f"{id} assesses {objective}, which is no objective of this chapter")


def directives(text: str, name: str) -> list[Directive]:
    """Return every directive of a name in a chapter's Markdown, in order."""
    return [
        Directive(name, found["argument"].strip(), found["body"], section_at(text, found.start()))
        for found in FENCE.finditer(text)
        if found["name"] == name
    ]


def section_at(text: str, position: int) -> str:
    """Return the heading of second level above a position, or an empty string."""
    return (re.findall(r"^## (.+)$", text[:position], re.MULTILINE) or [""])[-1].strip()


def article_points(argument: str) -> list[str]:
    """Return the points that the argument of an {article-point} names: "A4 A5" → ["A4", "A5"].

    Raises:
        CourseError: when a word isn't one of A1 to A22.
    """
    points = argument.replace(",", " ").split()
    known = {f"A{number}" for number in range(1, 23)}
    if not points or set(points) - known:
        raise CourseError(f"article points are A1 to A22, not “{argument}”")
    return points
