"""The workshop's sessions, as workshop/run-sheets.yml has them, with the minutes that the course asks for.

The run sheets, the tables on the learners' pages and the slides are made from what is read here.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml
from attrs import field, frozen
from attrs.validators import in_

from rolecraft.rules import alignment
from rolecraft.text import say

from .course import Chapter, CourseError, Minutes

FILE = "workshop/run-sheets.yml"
FORMS = ("alone", "pairs", "group", "room", "break", "homework")
TALK = sum(minutes for _, minutes in alignment.SCRIPT)


@frozen
class Part:
    """A part of a session. minutes: on the clock; of homework, only what no chapter or exercise tells.

    when: homework comes before or after the session. who: coordinator or manager, empty for both.
    need: what must be on the table. gives: what somebody has afterwards. talk: it is chapter 10's talk.
    """

    what: str
    form: str = field(validator=in_(FORMS))
    minutes: int = 0
    chapter: int = 0
    exercise: str = ""
    talk: bool = False
    need: str = ""
    gives: str = ""
    when: str = field(default="", validator=in_(("", "before", "after")))
    who: str = field(default="", validator=in_(("", "coordinator", "manager")))
    reads: tuple[int, ...] = field(default=(), converter=tuple)
    page: str = ""


@frozen
class LeftOut:
    """A chapter that a session leaves out, and why."""

    chapter: int
    why: str


@frozen
class Session:
    """A session. start and end: minutes since midnight. net: minutes without breaks.

    opens, talks: minutes, at least, to open a chapter and to talk about an exercise.
    """

    slug: str
    title: str
    audience: str
    start: int
    end: int
    net: int
    opens: int
    talks: int
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]

    def clock(self) -> Iterator[tuple[int, Part]]:
        """Yield each part on the clock with the minute at which it begins, counted from the start."""
        begins = 0
        for part in self.parts:
            if part.form != "homework":
                yield begins, part
                begins += part.minutes

    def homework(self, when: str) -> list[Part]:
        """Return what is done "before" or "after" the session."""
        return [part for part in self.parts if part.when == when]

    @property
    def chapters(self) -> list[int]:
        """The numbers of the chapters that it works with on the clock, in the course's order."""
        return sorted({part.chapter for _, part in self.clock() if part.chapter})


def read_sessions(path: Path) -> tuple[Session, ...]:
    """Return the sessions of workshop/run-sheets.yml.

    Raises:
        CourseError: when a session or a part lacks something, or has something that nobody knows.
    """
    return _sessions(path.name, path.read_text(encoding="utf-8"))


@cache
def _sessions(name: str, source: str) -> tuple[Session, ...]:
    try:
        return tuple(_session(entry) for entry in yaml.safe_load(source))
    except (AttributeError, KeyError, TypeError, ValueError, yaml.YAMLError) as problem:
        raise CourseError(f"{name}: {problem}") from problem


def _session(entry: dict) -> Session:
    known = dict(entry)
    return Session(
        audience=known.pop("for"),
        start=_minutes_since_midnight(known.pop("start")),
        end=_minutes_since_midnight(known.pop("end")),
        opens=known.pop("opens", 0),
        talks=known.pop("talks", 0),
        parts=tuple(Part(**part) for part in known.pop("parts")),
        left_out=tuple(LeftOut(**one) for one in known.pop("left_out", ())),
        **known,
    )


def _minutes_since_midnight(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    return 60 * hours + minutes


def clock(minutes: int) -> str:
    """Return minutes since midnight as on a clock: 545 is "09:05"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def exercise_minutes(slug: str, chapters: Iterable[Chapter]) -> int:
    """Return how long an exercise takes the slower of its readers, in minutes, without any talk about it."""
    said = int(say(f"{slug.replace('-', '_')}.minutes").split()[0])
    same = (c for c in chapters if c.exercise == c.manager_exercise == slug)
    return max([said, *(chapter.exercise_minutes.manager for chapter in same)])


def homework_minutes(part: Part, chapters: dict[int, Chapter]) -> Minutes:
    """Return how long homework takes each reader: chapters without their exercises, an exercise, a talk."""
    both = part.minutes + TALK * part.talk
    if part.exercise:
        both += exercise_minutes(part.exercise, chapters.values())
    read = [chapters[number] for number in part.reads]
    return Minutes(
        both + sum(c.minutes.coordinator - c.exercise_minutes.coordinator for c in read),
        both + sum(c.minutes.manager - c.exercise_minutes.manager for c in read),
    )


def split(part: Part, session: Session, chapters: Iterable[Chapter]) -> tuple[int, int, int]:
    """Return the minutes of a part with an exercise: to open its chapter, to do it, to talk about it."""
    opens = session.opens if part.chapter else 0
    does = exercise_minutes(part.exercise, chapters)
    return opens, does, part.minutes - opens - does
