"""The slides of each session say what its run sheet and its chapters say."""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.course import CourseError, directives, read_chapters  # noqa: E402
from course_book.decks import Deck, Slide, decks, plain  # noqa: E402
from course_book.figures import FIGURES  # noqa: E402
from course_book.sessions import read_sessions  # noqa: E402
from course_book.wide_pictures import columns, extent  # noqa: E402

TYPED = ROOT / "workshop" / "slides"
SESSIONS = {session.slug: session for session in read_sessions(ROOT / "workshop" / "run-sheets.yml")}
COURSE, CHAPTERS = read_chapters(ROOT / "chapters")
SHEETS = {slug: number for number, slug in enumerate(COURSE.exercises, 1)}


def deck(slug: str) -> list[Slide]:
    return list(Deck(SESSIONS[slug], COURSE, CHAPTERS, TYPED, SHEETS).slides())


@pytest.mark.parametrize("slug", SESSIONS)
def test_each_part_has_its_slide_with_its_time(slug):
    session = SESSIONS[slug]
    shown = [slide for slide in deck(slug) if slide.kind in ("opener", "break")]
    parts = list(session.clock())
    assert [slide.title for slide in shown] == [part.what.partition(": ")[0] for _, part in parts]
    for slide, (begins, part) in zip(shown, parts, strict=True):
        end = session.start + begins + part.minutes
        assert f"{end // 60:02}:{end % 60:02}" in slide.body


@pytest.mark.parametrize("slug", SESSIONS)
def test_each_exercise_says_how_long_with_whom_and_where(slug):
    session = SESSIONS[slug]
    exercises = list(dict.fromkeys(part.exercise for _, part in session.clock() if part.exercise))
    turns = [slide for slide in deck(slug) if slide.kind == "turn"]
    assert len(turns) == len(exercises)
    for slide, exercise in zip(turns, exercises, strict=True):
        assert COURSE.exercises[exercise] in slide.title
        assert f"exercises/{exercise}.html · sheet {SHEETS[exercise]}" in slide.body
        assert re.search(r"\d+ minutes, until \d\d:\d\d\*\* · (alone|in pairs)", slide.body)


def test_what_a_chapter_says_comes_from_the_chapter():
    slides = deck("one-day")
    text = "\n".join(slide.body for slide in slides)
    notes = "\n".join(slide.notes for slide in slides)
    for number in {part.chapter for part in SESSIONS["one-day"].parts if part.chapter}:
        chapter = CHAPTERS[number]
        assert all(question in text for question in chapter.questions)
        assert all(objective.text in text for objective in chapter.objectives)
        assert all(plain(one.body) in text for one in directives(chapter.text, "if-then"))
        assert all(plain(one.body).strip() in notes for one in directives(chapter.text, "instructor-note"))


def test_how_to_open_a_chapter_is_told_where_one_is_opened_and_nowhere_else():
    notes = {slide.title: slide.notes for slide in deck("one-day") if slide.kind == "opener"}
    assert "**Open.**" in notes["Two views of the role"]
    assert "**Open.**" not in notes["The conversation"] and "**Purpose.**" in notes["The conversation"]
    alone = [slide.notes for slug in ("ceo", "day-90") for slide in deck(slug)]
    assert not any("**Open.**" in told for told in alone)


def test_every_slide_has_notes_for_the_speaker():
    assert [slide.title for slug in SESSIONS for slide in deck(slug) if not slide.notes.strip()] == []


def test_a_text_for_a_part_that_no_session_has_is_told(tmp_path):
    (tmp_path / "moments.md").write_text("## Coffee with the band\n\nLoud.\n", encoding="utf-8")
    with pytest.raises(CourseError, match="Coffee with the band"):
        decks(tuple(SESSIONS.values()), COURSE, CHAPTERS, tmp_path, SHEETS)


def test_in_notes_links_to_other_pages_are_words():
    said = plain(
        "See [chapter 3](03.md), {term}`areas <area>` and {ref}`this`. So it is {cite:p}`locke2019`."
    )
    assert said == "See chapter 3, areas and this. So it is."


TALL = ["ad-breadth", "board", "contribution-curve", "driver-tree", "health-bars", "week"]


def test_what_is_wide_stays_in_one_piece():
    assert all(columns(FIGURES[name]()) == [FIGURES[name]()] for name in ("bridge", "queue", "staircase"))


@pytest.mark.parametrize("name", TALL)
def test_a_tall_picture_stands_in_two_columns_and_loses_nothing(name):
    svg = FIGURES[name]()
    assert len(columns(svg)) == 2
    parts = []
    for column in columns(svg):
        root = ElementTree.fromstring(column)
        _, top, _, height = map(float, root.get("viewBox").split())
        assert all(top <= begin and end <= top + height for begin, end in map(extent, root))
        parts += map(extent, root)
    assert sorted(parts) == sorted(map(extent, ElementTree.fromstring(svg)))
    assert "".join(columns(svg)).count('role="img"') == 1, "its words are told once"


def test_a_picture_that_cannot_be_cut_is_told():
    drawn = '<path d="M0 0 L9 900"/>'
    with pytest.raises(ValueError, match="<path>"):
        columns(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 900">{drawn}</svg>')
