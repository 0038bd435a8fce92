"""The exercises live in the page: started, used, left and found again, as a reader does it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from site_helpers import LOADED, business_goal, start

CHAPTER = "chapters/04-from-business-goal-to-marketing-goal.html"
ALL = "chapters/all-exercises.html"
OWN_FILES = Path(__file__).resolve().parents[1] / "imports" / "files"
GOAL = "More enquiries from the customers we have"


@pytest.fixture
def page_with(site, base_url, page):
    """Open an exercise's page with other code in its place: what no exercise of the course does."""

    def open_page(code):
        html = (site / "exercises/goal-builder.html").read_text("utf-8")
        html, found = re.subn(r'"code": "(?:[^"\\]|\\.)*"', lambda _: f'"code": {json.dumps(code)}', html)
        assert found == 1
        address = f"{base_url}/exercises/goal-builder.html"
        page.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(address)
        return start(page)

    return open_page


def test_an_exercise_starts_by_keyboard_answers_and_is_found_again_after_a_reload(page, base_url):
    page.goto(f"{base_url}/{CHAPTER}")
    page.locator("#live-goal-builder .rc-start").focus()
    page.keyboard.press("Enter")
    exercise = page.locator("#live-goal-builder")
    goal = business_goal(exercise)
    expect(goal).to_be_visible(timeout=LOADED)
    expect(exercise.locator(".rc-host")).to_be_focused()
    expect(exercise.locator(".rc-preview")).to_be_hidden()
    answer = exercise.locator(".rc-host .rc-feedback").last
    before = answer.inner_text()
    goal.fill(GOAL)
    expect(answer).not_to_have_text(before)
    expect(exercise.get_by_text("Saved. It stays on this device.")).to_be_visible()

    page.reload()
    expect(business_goal(start(page))).to_have_value(GOAL)


def test_the_exercises_of_a_page_share_one_python(page, base_url):
    page.goto(f"{base_url}/{ALL}")
    start(page, "goal-builder")
    start(page, "kpi-map")
    assert len(page.workers) == 1


def test_files_go_in_and_out_byte_by_byte(page, page_with):
    exercise = page_with(
        """
import ipywidgets as widgets
from rolecraft import store
choose, said = widgets.FileUpload(description="Choose"), widgets.Label()
save = widgets.Button(description="Save")
choose.observe(lambda change: setattr(said, "value", bytes(change["new"][0]["content"]).hex()), "value")
drive = store.workbook().drive
save.on_click(lambda _: drive.deliver("all.bin", bytes(range(256)), "application/octet-stream"))
widgets.VBox([choose, said, save])
"""
    )
    with page.expect_file_chooser() as chooser:
        exercise.get_by_role("button", name="Choose").click()
    chooser.value.set_files(
        [{"name": "four.bin", "mimeType": "application/octet-stream", "buffer": b"\0\1\xfe\xff"}]
    )
    expect(exercise.get_by_text("0001feff")).to_be_visible()

    with page.expect_download() as download:
        exercise.get_by_role("button", name="Save").click()
    assert download.value.suggested_filename == "all.bin"
    assert download.value.path().read_bytes() == bytes(range(256))


def test_what_a_calendar_needs_is_loaded_when_one_is_read(page, page_with):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    calendar = (OWN_FILES / "outlook.ics").read_bytes()
    exercise = page_with(
        f"""
from datetime import date
import ipywidgets as widgets
from rolecraft.imports import read_calendar
read, said = widgets.Button(description="Read"), widgets.Label()
def press(_):
    try:
        said.value = f"{{read_calendar({calendar!r}, date(2026, 11, 10)).hours}} hours"
    except ImportError as error:
        said.value = str(error)
read.on_click(press)
widgets.VBox([read, said])
"""
    )
    assert not [url for url in asked if "importers" in url]
    page.route("**/importers-*.zip", lambda route: route.fulfill(status=204))  # something, but not the file
    exercise.get_by_role("button", name="Read").click()
    expect(exercise.get_by_text("Check your connection and try again")).to_be_visible()
    page.unroute("**/importers-*.zip")
    exercise.get_by_role("button", name="Read").click()
    expect(exercise.get_by_text("1.75 hours")).to_be_visible()


def test_modules_that_no_exercise_needs_are_found_all_the_same(page, page_with):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    exercise = page_with(
        """
import ipywidgets as widgets
find, said = widgets.Button(description="Find"), widgets.Label()
def press(_):
    import colorsys, cattrs.cols, email.mime.text
    said.value = f"{colorsys.__name__}, {cattrs.cols.__name__}, {email.mime.text.__name__}"
find.on_click(press)
widgets.VBox([find, said])
"""
    )
    assert not [url for url in asked if "stdlib-" in url]
    exercise.get_by_role("button", name="Find").click()
    expect(exercise.get_by_text("colorsys, cattrs.cols, email.mime.text")).to_be_visible()


def test_chance_is_another_one_in_each_page(page_with):
    draw = """
import random, uuid
import ipywidgets as widgets
made = widgets.Label()
made.value = f"drawn {random.random()} {uuid.uuid4()} {made.model_id}"
made
"""
    draws = [page_with(draw).get_by_text("drawn ").inner_text().split() for _ in range(2)]
    assert all(one != other for one, other in list(zip(*draws, strict=True))[1:])


def test_an_error_is_said_in_words_and_the_input_stays(page_with):
    exercise = page_with(
        """
import ipywidgets as widgets
name, again = widgets.Text(description="Name"), widgets.HTML()
again.add_class("rc-live")
def greet(change):
    again.value = f"Hello {change['new']}"
    if change["new"] == "nobody":
        raise ValueError("nobody is here")
name.observe(greet, "value")
widgets.VBox([name, again])
"""
    )
    exercise.get_by_label("Name").fill("nobody")
    expect(exercise.get_by_role("alert")).to_contain_text("What you have entered is still here")
    expect(exercise.get_by_role("alert")).to_contain_text("nobody is here")
    expect(exercise.get_by_label("Name")).to_have_value("nobody")
    exercise.get_by_label("Name").fill("Maja")
    expect(exercise.get_by_role("status").filter(has_text="Hello Maja")).to_be_visible()


def test_a_call_that_fails_is_said_in_words(page_with):
    exercise = page_with("raise RuntimeError('no such exercise')")
    expect(exercise.get_by_role("alert")).to_contain_text("no such exercise")


@pytest.mark.parametrize("lack", ["delete window.WebAssembly", "delete window.DecompressionStream"])
def test_a_browser_that_cannot_run_it_says_so_and_offers_notebook_and_sheet(page, base_url, lack):
    page.add_init_script(lack)
    page.goto(f"{base_url}/{CHAPTER}")
    exercise = page.locator("#live-goal-builder")
    expect(exercise.get_by_role("status")).to_contain_text("This browser can’t run the exercise")
    expect(exercise.locator(".rc-start")).to_be_hidden()
    for way in exercise.locator(".rc-other a").all():
        assert page.request.get(f"{base_url}/chapters/{way.get_attribute('href')}").ok


def test_a_page_opened_as_a_file_says_what_to_do(browser, site):
    page = browser.new_page()
    page.goto((site / CHAPTER).as_uri())
    expect(page.locator("#live-goal-builder").get_by_role("status")).to_contain_text("opened as a file")
    page.close()


def test_without_javascript_the_page_shows_the_example_and_the_other_ways(browser, base_url):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{base_url}/{CHAPTER}")
    exercise = page.locator("#live-goal-builder")
    expect(exercise.get_by_text("JavaScript is switched off")).to_be_visible()
    expect(exercise.locator(".rc-preview")).to_contain_text("Nordlunda Pumps")
    expect(exercise.get_by_role("button", name="Start the exercise")).to_be_hidden()
    expect(exercise.get_by_role("link", name="Print it as a sheet")).to_be_visible()
    page.context.close()


def test_a_broken_connection_is_told_and_the_next_press_tries_again(browser, base_url):
    page = browser.new_page()
    page.route("**/python-*.bin", lambda route: route.abort())
    page.goto(f"{base_url}/{CHAPTER}")
    exercise = page.locator("#live-goal-builder")
    exercise.get_by_role("button", name="Start the exercise").click()
    expect(exercise.get_by_role("status").first).to_contain_text("could not be started", timeout=LOADED)
    page.unroute("**/python-*.bin")
    exercise.get_by_role("button", name="Try again").click()
    expect(business_goal(exercise)).to_be_visible(timeout=LOADED)
    page.close()


def test_before_start_a_page_loads_nothing_of_the_runtime(page, base_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base_url}/{CHAPTER}", wait_until="networkidle")
    assert not [url for url in asked if "/live/" in url]


def test_the_sheet_has_the_questions_of_the_exercise(page, base_url):
    page.goto(f"{base_url}/sheets/goal-builder.html")
    expect(page.get_by_text("The business goal", exact=True)).to_be_visible()
    expect(page.locator(".line").first).to_be_visible()


def test_an_exercise_leads_to_its_chapter_the_charter_and_the_glossary(page, base_url):
    for name, title in (
        ("chapter 4", "From business goal to marketing goal"),
        ("the role charter", "See your role charter"),
        ("glossary", "Glossary"),
    ):
        page.goto(f"{base_url}/exercises/goal-builder.html")
        page.locator(".rc-exercise + p").get_by_role("link", name=name).click()
        expect(page.locator("article h1")).to_contain_text(title)


def test_a_notebook_page_has_the_exercise_in_place_of_its_cell(page, base_url):
    page.goto(f"{base_url}/exercises/goal-builder.html")
    assert "goal_builder()" not in page.locator("article").inner_text()
    start(page)
