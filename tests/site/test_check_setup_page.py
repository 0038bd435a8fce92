"""The page that tries out a computer before a session: ready, or what to do; and it leaves nothing behind."""

import pytest
from playwright.sync_api import expect
from site_helpers import LOADED, axe_findings, kept_work, put_plan

from rolecraft.plan import Plan
from rolecraft.plan_json import plan_to_json

PAGE = "workshop/check-setup.html"
NAME = "the-focused-marketer-check"
PLAN = plan_to_json(Plan())
# Where a browser keeps things, without the settings of the page's frame.
KEPT = """async () => [
  ...(await indexedDB.databases()).map(database => database.name),
  ...Object.keys(localStorage).filter(name => !['mode', 'theme'].includes(name)),
]"""

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def visit(browser, base_url):
    """Open the check in a fresh browser, where a script may have changed something before the page's own."""
    contexts = []

    def open_page(script=""):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.add_init_script(script)
        page.goto(f"{base_url}/{PAGE}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def check(page):
    """Press the button with a key; return what is said."""
    page.get_by_role("button", name="Check this computer").press("Enter")
    return page.locator(".setup-check").get_by_role("status")


def test_ready_with_the_work_untouched_and_nothing_left_behind(page, base_url):
    page.goto(f"{base_url}/{PAGE}")
    put_plan(page, PLAN)
    before, loads = page.evaluate(KEPT), []
    # Not "load": that may come after the answer, when a picture is slow.
    page.on("domcontentloaded", lambda: loads.append(page.url))
    said = check(page)
    expect(said).to_contain_text("Ready.", timeout=LOADED)
    expect(said).to_contain_text("what you enter is kept")
    assert len(loads) == 1, "the page was loaded again, so what was kept has survived that"
    assert page.url == f"{base_url}/{PAGE}"
    expect(page.get_by_role("button", name="Check this computer")).to_be_focused()
    assert axe_findings(page) == []
    assert kept_work(page) == {"my-plan.json": PLAN}
    assert page.evaluate(KEPT) == before


def test_files_that_do_not_arrive_are_told_with_a_line_for_the_it_department(visit):
    page = visit()
    page.route("**/python-*.bin", lambda route: route.abort())
    said = check(page)
    expect(said).to_contain_text("Python did not start.", timeout=LOADED)
    expect(said.locator("p").last).to_contain_text("fetch")
    page.unroute("**/python-*.bin")
    expect(check(page)).to_contain_text("Ready.", timeout=LOADED)  # and the next press tries again


def test_a_connection_that_takes_for_ever_is_told(visit):
    page = visit()
    page.clock.install()
    page.route("**/python-*.bin", lambda route: None)  # no answer at all
    said = check(page)
    expect(said).to_contain_text("Python is starting.")
    page.clock.fast_forward("02:01")
    expect(said).to_contain_text("ask your instructor for the offline edition")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("delete window.WebAssembly", "WebAssembly is switched off in this browser"),
        ("delete window.DecompressionStream", "This browser is too old."),
        # A browser that empties its storage whenever a page is left.
        (f"if (location.hash) indexedDB.deleteDatabase('{NAME}')", "The browser has forgotten what was kept"),
    ],
)
def test_what_else_a_browser_may_lack_is_told(visit, script, words):
    said = check(visit(script))
    expect(said).to_contain_text("Not ready yet.", timeout=LOADED)
    expect(said).to_contain_text(words)


def test_where_storage_is_blocked_it_says_how_to_allow_it(page_without_storage, base_url):
    page_without_storage.goto(f"{base_url}/{PAGE}")
    expect(check(page_without_storage)).to_contain_text("Allow this address to store data", timeout=LOADED)


def test_a_check_that_was_broken_off_is_deleted_with_everything_else(page, base_url):
    page.goto(f"{base_url}/chapters/your-data.html")
    page.evaluate(
        f"new Promise(done => {{ indexedDB.open('{NAME}').onsuccess = e => done(e.target.result.close()); }})"
    )
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Delete it", exact=True).click()
    expect(page.get_by_text("Deleted.")).to_be_visible()
    for _ in range(50):
        if NAME not in page.evaluate(KEPT):
            return
        page.wait_for_timeout(100)
    pytest.fail("it is still there")
