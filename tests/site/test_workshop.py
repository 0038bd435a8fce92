"""The workshop's pages: what the instructor reads, and what a learner doesn't."""

import re
from pathlib import Path

import pytest
from course_book.course import read_chapters
from course_book.instructor import note
from course_book.sessions import read_sessions
from test_pages import tables

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = read_chapters(ROOT / "chapters")[1].values()
SESSIONS = {session.slug: session for session in read_sessions(ROOT / "workshop" / "run-sheets.yml")}

pytestmark = pytest.mark.usefixtures("site")


def plain(text):
    """Return a text's words without markup and quotation marks, which the book sets anew."""
    return " ".join(re.findall(r"\w+", text.replace("'", "").replace("’", "")))


def test_the_notes_are_in_the_guide_and_not_in_the_chapters(page, base_url):
    page.goto(f"{base_url}/workshop/facilitator-guide.html")
    guide = plain(page.locator("main").text_content())
    for chapter in CHAPTERS:
        told = [plain(block) for block in note(chapter).split("\n\n")]
        assert [block for block in told if block not in guide] == []
        page.goto(f"{base_url}/chapters/{chapter.slug}.html")
        learners = plain(page.locator("html").text_content())
        assert [block for block in told if block in learners] == []


def test_the_run_sheets_tell_every_session_by_the_clock(page, base_url):
    page.goto(f"{base_url}/workshop/run-sheets.html")
    shown = tables(page)
    assert len(shown) == len(SESSIONS)
    for rows, session in zip(shown, SESSIONS.values(), strict=True):
        assert [int(row[1]) for row in rows] == [part.minutes for _, part in session.clock()]
    assert shown[0][1][0] == "09:10" and "5 to open, 15 to do, 10 to talk" in shown[0][1][3]


def test_learners_read_the_same_times_as_the_instructor(page, base_url):
    page.goto(f"{base_url}/workshop/run-sheets.html")
    day = tables(page)[0]
    page.goto(f"{base_url}/chapters/how-to-use.html")
    (same_day,) = (rows for rows in tables(page) if rows[0][0] == "09:00")
    assert [row[0] for row in same_day] == [*(row[0] for row in day), "16:45"]
    page.goto(f"{base_url}/chapters/ceo-path.html")
    (hour,) = tables(page)
    assert [row[0] for row in hour] == ["0–15", "15–20", "20–27", "27–35", "35–50", "50–60"]
    assert all(row[-1] for row in hour), "each part says what you get"


def test_a_helper_opens_the_example_s_answer(page, base_url):
    page.goto(f"{base_url}/workshop/exercise-list.html")
    card = page.locator("section#card-kpi-map")
    picture = card.locator("svg").first
    assert not picture.is_visible()
    card.get_by_text("The example’s answer").click()
    assert picture.is_visible()
    assert card.get_by_text("20 min").is_visible()
