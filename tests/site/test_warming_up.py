"""What is loaded before a press on Start: something where it helps, nothing where it costs the reader."""

import pytest
from playwright.sync_api import expect
from site_helpers import LOADED, start

CHAPTER = "chapters/04-from-business-goal-to-marketing-goal.html"
NEXT_CHAPTER = "chapters/05-which-numbers-matter.html"
SAVING = "Object.defineProperty(navigator, 'connection', {value: {saveData: true, effectiveType: '4g'}})"
# A tab that is closed gives its exercise free a moment later.
UNTIL_FREE = """async () => {
  while ((await navigator.locks.query()).held.length) await new Promise(resolve => setTimeout(resolve, 50));
}"""
SLOW = "Object.defineProperty(navigator, 'connection', {value: {saveData: false, effectiveType: '3g'}})"


@pytest.fixture
def runtime(page):
    """The addresses of the runtime's files that the page has asked for."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    return asked


def come_near(page, slug="goal-builder"):
    """Scroll to an exercise, as a reader does; return its button."""
    button = page.locator(f"#live-{slug} .rc-start")
    button.scroll_into_view_if_needed()
    return button


def test_when_the_exercise_comes_near_its_files_are_fetched_but_python_waits(page, base_url, runtime):
    page.goto(f"{base_url}/{CHAPTER}", wait_until="networkidle")
    assert not runtime
    with page.expect_request("**/goal-builder-*.zip"):
        come_near(page)
    assert [url for url in runtime if url.endswith(".bin")]
    assert not [url for url in runtime if "stdlib-" in url or "importers" in url]
    assert not page.workers


def test_python_starts_when_the_reader_reaches_for_the_button(page, base_url):
    page.goto(f"{base_url}/{CHAPTER}")
    with page.expect_worker():
        come_near(page).hover()
    start(page)
    assert len(page.workers) == 1


@pytest.mark.parametrize("line", [SAVING, SLOW])
def test_a_reader_who_saves_data_loads_nothing_before_the_press(page, base_url, runtime, line):
    page.add_init_script(line)
    page.goto(f"{base_url}/{CHAPTER}")
    come_near(page).hover()
    page.wait_for_load_state("networkidle")
    assert not runtime and not page.workers
    start(page)
    page.goto(f"{base_url}/{NEXT_CHAPTER}", wait_until="networkidle")
    assert not page.workers


def test_the_next_page_of_a_visit_has_python_ready_and_reads_the_plan_at_the_press(page, base_url):
    page.goto(f"{base_url}/{NEXT_CHAPTER}")
    start(page, "kpi-map")
    with page.expect_worker():
        page.goto(f"{base_url}/{CHAPTER}")

    other = page.context.new_page()
    other.goto(f"{base_url}/{CHAPTER}")
    start(other).get_by_role("textbox", name="The business goal", exact=True).fill("More enquiries")
    expect(other.get_by_text("Saved. It stays on this device.")).to_be_visible()
    other.close()
    page.evaluate(UNTIL_FREE)

    goal = start(page).get_by_role("textbox", name="The business goal", exact=True)
    expect(goal).to_have_value("More enquiries")
    assert len(page.workers) == 1


def get_ready_then_lose_the_line(page):
    """Wait until all that an exercise needs has arrived, then let nothing more come."""
    page.wait_for_load_state("networkidle")
    page.route("**/live/**", lambda route: route.abort())


def test_the_first_exercise_of_the_next_page_is_there_before_the_press(page, base_url):
    page.goto(f"{base_url}/{NEXT_CHAPTER}")
    start(page, "kpi-map")
    with page.expect_request("**/goal-builder-*.zip"):
        page.goto(f"{base_url}/{CHAPTER}")
    get_ready_then_lose_the_line(page)
    start(page)


def test_once_an_exercise_runs_another_is_there_when_the_reader_comes_near(page, base_url):
    page.goto(f"{base_url}/chapters/all-exercises.html")
    start(page, "job-ad-audit")
    with page.expect_request("**/time-budget-*.zip"):
        come_near(page, "time-budget")
    get_ready_then_lose_the_line(page)
    start(page, "time-budget")


def test_warming_up_that_fails_is_not_seen_at_the_press(browser, base_url):
    page = browser.new_page()
    page.route("**/python-*.bin", lambda route: route.abort())
    page.goto(f"{base_url}/{CHAPTER}")
    with page.expect_event("requestfailed"):
        come_near(page).hover()
    page.wait_for_load_state("networkidle")
    page.unroute("**/python-*.bin")
    page.locator("#live-goal-builder .rc-start").click()
    expect(page.locator("#live-goal-builder .rc-host input").first).to_be_attached(timeout=LOADED)
    expect(page.locator("#live-goal-builder").get_by_role("status").first).to_contain_text("ready")
    page.close()
