"""The course in Firefox: every page, every exercise, own files, and a private window.

On a computer without Firefox these tests are left out, and say so; in continuous integration they fail.
"""

import json
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import browser as course_browser
import pytest
from playwright.sync_api import expect
from site_helpers import LOADED, start, work_first_step
from test_exercises import FIRST_STEPS, SLUGS
from test_pages import CHAPTERS, PAGES, QUIZ

from rolecraft.text import say


class Elsewhere(BaseHTTPRequestHandler):
    """Stands for every other host: refuses and keeps what it is asked, by pages and by workers."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_error(502)

    do_CONNECT = do_POST = do_HEAD = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def elsewhere():
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def settings(elsewhere, tmp_path_factory):
    """How to launch the Firefox of this computer, with the world outside replaced."""
    try:
        path = course_browser.find_firefox()
    except course_browser.NoBrowser as problem:
        if os.environ.get("CI"):
            pytest.fail(str(problem), pytrace=False)
        pytest.skip(str(problem))
    # The channel is what has Playwright speak to an ordinary Firefox.
    return {
        "channel": "moz-firefox",
        "executable_path": path,
        "proxy": {"server": f"http://127.0.0.1:{elsewhere.server_port}"},
        "downloads_path": tmp_path_factory.mktemp("downloads"),
    }


@pytest.fixture(scope="session")
def firefox(playwright, settings):
    running = playwright.firefox.launch(**settings)
    yield running
    running.close()


@pytest.fixture
def quiet(elsewhere):
    """Watch a page; the test fails when it has an error or asks another host."""
    problems = []
    elsewhere.asked.clear()

    def watch(page):
        page.on("console", lambda said: said.type == "error" and problems.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        return page

    yield watch
    assert problems + [f"asks another host: {address}" for address in elsewhere.asked] == []


@pytest.fixture
def page(firefox, quiet):
    """A page of a fresh visitor."""
    context = firefox.new_context(viewport={"width": 1280, "height": 900})
    yield quiet(context.new_page())
    context.close()


def wait_for_file(page, folder):
    """Return the file that Firefox has saved; it tells nobody when a script has pressed the link."""
    for _ in range(150):
        for file in folder.iterdir():
            if file.stat().st_size and file.suffix != ".part":
                return file
        page.wait_for_timeout(100)
    return pytest.fail("nothing was saved")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_quietly(page, base_url, name):
    page.goto(f"{base_url}/{name}")
    expect(page.locator("h1:visible")).to_have_count(1)


@pytest.mark.parametrize(("slug", "label", "words", "answer"), FIRST_STEPS, ids=SLUGS)
def test_an_exercise_takes_input_answers_and_has_both_after_a_reload(
    page, base_url, slug, label, words, answer
):
    work_first_step(page, base_url, slug, label, words, answer)


def test_a_quiz_answers_and_is_remembered(page, base_url):
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    quiz = page.locator(QUIZ).first
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Check my answer").click()
    expect(quiz.get_by_role("status")).not_to_be_empty()
    page.reload()
    expect(quiz.get_by_role("radio").first).to_be_checked()
    expect(quiz.get_by_role("status")).not_to_be_empty()


def test_an_own_file_is_read_and_the_work_is_saved_as_a_file(page, settings, base_url, tmp_path):
    page.goto(f"{base_url}/exercises/activity-triage.html")
    exercise = start(page, "activity-triage")
    exercise.get_by_role("button", name=say("own_files.show_tasks"), exact=True).click()
    tasks = tmp_path / "week.csv"
    tasks.write_text("Task;Hours\nNyhetsbrev åäö;2,5\nTrade fair;4\n", encoding="cp1252")
    with page.expect_file_chooser() as chooser:
        exercise.get_by_role("button", name=say("own_files.choose_tasks")).click()
    chooser.value.set_files(tasks)
    exercise.get_by_role("button", name=say("own_files.use"), exact=True).click()
    hours = exercise.get_by_role("textbox", name=say("activity_triage.label_hours"), exact=True)
    expect(hours).to_have_value(re.compile("^(2.5|4)$"))
    exercise.get_by_role("button", name=say("frame.show_work")).click()
    exercise.get_by_role("button", name=say("frame.save_file")).click()
    saved = wait_for_file(page, settings["downloads_path"])
    assert saved.name == "my-role-plan.json"
    plan = json.loads(saved.read_text(encoding="utf-8"))
    assert "Nyhetsbrev åäö" in [each["name"] for each in plan["activity_triage"]["activities"]]


def test_a_private_window_has_the_exercises_and_keeps_them_while_it_is_open(
    playwright, settings, quiet, base_url, tmp_path
):
    prefs = {"browser.privatebrowsing.autostart": True}
    private = playwright.firefox.launch_persistent_context(tmp_path, firefox_user_prefs=prefs, **settings)
    work_first_step(quiet(private.new_page()), base_url, *FIRST_STEPS[0])
    private.close()


def test_the_check_of_the_computer_says_ready(page, base_url):
    page.goto(f"{base_url}/workshop/check-setup.html")
    page.get_by_role("button", name="Check this computer").click()
    expect(page.get_by_text("Ready.", exact=True)).to_be_visible(timeout=LOADED)


def test_from_the_folder_there_are_text_pictures_and_quizzes_and_start_says_what_to_do(page, site):
    for name in CHAPTERS:
        page.goto((site / name).as_uri())
        lacking = "all => all.filter(i => i.checkVisibility() && !i.naturalWidth).map(i => i.src)"
        assert page.locator("img").evaluate_all(lacking) == []
        quiz = page.locator(QUIZ).first
        quiz.get_by_role("radio").first.check()
        quiz.get_by_role("button", name="Check my answer").click()
        expect(quiz.get_by_role("status")).to_contain_text(re.compile("Right|Not the best answer"))
        expect(page.locator(".rc-exercise .rc-state").first).to_have_text(say("live.from_file"))
