"""The workshop's sessions add up, and give each chapter and exercise the minutes that it asks for."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.course import CourseError, Minutes, directives, read_chapters  # noqa: E402
from course_book.instructor import note  # noqa: E402
from course_book.sessions import TALK, exercise_minutes, homework_minutes, read_sessions  # noqa: E402

SESSIONS = {session.slug: session for session in read_sessions(ROOT / "workshop" / "run-sheets.yml")}
COURSE, CHAPTERS = read_chapters(ROOT / "chapters")
FOUR = [f"session-{number}" for number in range(1, 5)]
# Minutes from start to end, and without breaks.
PROMISED = {"one-day": (465, 360), **dict.fromkeys(FOUR, (90, 85)), "ceo": (60, 60), "day-90": (30, 30)}
LONGEST_WITHOUT_BREAK = 90  # minutes

sessions = pytest.mark.parametrize("session", SESSIONS.values(), ids=SESSIONS)
chapters = pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda chapter: chapter.slug)


def test_all_sessions_are_there_and_as_long_as_promised():
    lengths = {slug: (session.end - session.start, session.net) for slug, session in SESSIONS.items()}
    assert lengths == PROMISED


@sessions
def test_the_parts_add_up_on_the_clock(session):
    parts = [part for _, part in session.clock()]
    assert sum(part.minutes for part in parts) == session.end - session.start
    assert sum(part.minutes for part in parts if part.form != "break") == session.net


@sessions
def test_nobody_sits_too_long_without_a_break(session):
    sitting = 0
    for _, part in session.clock():
        sitting = 0 if part.form == "break" else sitting + part.minutes
        assert sitting <= LONGEST_WITHOUT_BREAK, part.what


@sessions
def test_each_exercise_has_the_minutes_that_it_takes_and_time_to_talk(session):
    parts = [part for _, part in session.clock() if part.exercise]
    for slug in {part.exercise for part in parts}:
        given = [part for part in parts if part.exercise == slug]
        opening = session.opens if any(part.chapter for part in given) else 0
        needed = exercise_minutes(slug, CHAPTERS.values()) + session.talks + opening
        assert sum(part.minutes for part in given) >= needed, slug


def test_a_group_has_time_to_open_a_chapter_that_nobody_has_read_and_to_talk():
    assert (SESSIONS["one-day"].opens, SESSIONS["one-day"].talks) == (5, 5)
    assert {SESSIONS[slug].talks for slug in FOUR} == {5}
    for slug in FOUR:
        read = [number for part in SESSIONS[slug].homework("before") for number in part.reads]
        assert read == SESSIONS[slug].chapters


def test_the_slower_reader_sets_the_pace():
    times = {slug: exercise_minutes(slug, CHAPTERS.values()) for slug in COURSE.exercises}
    assert times["goal-builder"] == CHAPTERS[4].exercise_minutes.manager > 20
    assert times["kpi-map"] == CHAPTERS[5].exercise_minutes.coordinator > 10
    assert (times["role-health-check"], times["manager-check"], times["role-charter"]) == (10, 15, 15)


def test_homework_has_the_minutes_of_what_is_read_done_and_talked_about():
    (reading,) = SESSIONS["session-2"].homework("before")
    assert homework_minutes(reading, CHAPTERS) == Minutes(50, 10)
    (talk,) = SESSIONS["session-4"].homework("after")
    assert homework_minutes(talk, CHAPTERS) == Minutes(TALK, TALK)


@sessions
def test_the_talk_has_the_minutes_of_its_script(session):
    assert all(part.minutes == TALK for _, part in session.clock() if part.talk)
    if session.slug in ("one-day", "session-4"):
        assert [part.talk for part in session.parts].count(True) == 1


@pytest.mark.parametrize("slugs", [["one-day"], FOUR], ids=["one-day", "four-sessions"])
def test_every_chapter_and_exercise_is_there_or_left_out_for_a_reason(slugs):
    left_out = {one.chapter: one.why for slug in slugs for one in SESSIONS[slug].left_out}
    assert all(left_out.values())
    assert sorted([*left_out, *(n for slug in slugs for n in SESSIONS[slug].chapters)]) == list(CHAPTERS)
    exercises = {part.exercise for slug in slugs for part in SESSIONS[slug].parts if part.exercise}
    assert exercises == set(COURSE.exercises)


@sessions
def test_the_health_check_is_never_done_in_the_room(session):
    for part in session.parts:
        if part.exercise == "role-health-check":
            assert (part.form, part.when, part.who) == ("homework", "before", "coordinator")


@pytest.mark.parametrize(
    ("old", "new"),
    [("form: room", "form: rooms"), ("minutes: 10", "minuets: 10"), ('what: "Hello"', "chapter: 1")],
)
def test_a_slip_in_the_file_is_told(tmp_path, old, new):
    good = (
        '- {slug: s, title: S, for: all, start: "09:00", end: "09:10", net: 10, '
        'parts: [{minutes: 10, what: "Hello", form: room}]}'
    )
    path = tmp_path / "run-sheets.yml"
    path.write_text(good)
    assert read_sessions(path)[0].net == 10
    path.write_text(good.replace(old, new))
    with pytest.raises(CourseError, match=r"run-sheets\.yml"):
        read_sessions(path)


@chapters
def test_each_chapter_tells_the_instructor_what_it_is_for_and_what_to_skip(chapter):
    told = note(chapter)
    labels = re.findall(r"^\*\*(.+?)[.?]\*\*", told, re.MULTILINE)
    assert labels == ["Purpose", "Open", "Known confusions", "Ask, don't tell", "Late"]
    assert 60 <= len(told.split()) <= 150


def test_a_helper_finds_every_exercise_with_its_solution_and_wrong_turns():
    page = (ROOT / "workshop" / "exercise-list.md").read_text(encoding="utf-8")
    cards = directives(page, "exercise-card")
    assert [card.argument for card in cards] == list(COURSE.exercises)
    for card in cards:
        solution = re.search(r"^\*\*Worked solution\.\*\* (.+)$", card.body, re.MULTILINE)[1]
        typed = re.sub(r"\{worked\}`[^`]*`|of 100|1 July", "", solution)
        assert not re.search(r"\d", typed), "numbers of the example come from the library"
        assert "{worked}`" in solution
        wrong_turns = re.findall(r"^- .+$", card.body, re.MULTILINE)
        assert len(wrong_turns) >= 3
        assert sum("?" in turn for turn in wrong_turns) >= 2
