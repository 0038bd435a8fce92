"""What a reader enters survives crash, full disk, a second tab and an older course, and goes when told to."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from site_helpers import LOADED, axe_findings, business_goal, kept_work, put_plan, start

from rolecraft.plan import HealthAnswers, Plan, RoleHealth
from rolecraft.plan_json import plan_from_file, plan_from_json, plan_to_json

GOAL_BUILDER = "exercises/goal-builder.html"
CHAPTER = "chapters/04-from-business-goal-to-marketing-goal.html"
YOUR_DATA = "chapters/your-data.html"
PLAN = "my-plan.json"
GOAL = "More enquiries from the customers we have"
SAVED = "Saved. It stays on this device."
FULL = "Not saved: this browser has no more room"
ELSEWHERE = "This exercise is open in another tab or window, too."
OLD_PLAN = Path(__file__).resolve().parents[1] / "plan" / "versions" / "1.json"

# Writes into another database, 1 kB at a time, until nothing more fits.
FILL = """() => new Promise(resolve => {
  const opening = indexedDB.open('filler');
  opening.onupgradeneeded = () => opening.result.createObjectStore('all');
  opening.onsuccess = function more() {
    const work = opening.result.transaction('all', 'readwrite');
    work.objectStore('all').put('x'.repeat(1000), Math.random());
    work.oncomplete = more;
    work.onabort = resolve;
  };
})"""


@pytest.fixture
def opened(page, base_url):
    """Open a page of the course, in the first tab or in a new one."""

    def open_page(name=GOAL_BUILDER, tab=None):
        tab = tab or (page.context.new_page() if page.url != "about:blank" else page)
        tab.goto(f"{base_url}/{name}")
        return tab

    return open_page


def said(exercise, words):
    """A message of the exercise."""
    return exercise.locator(".rc-host").get_by_text(words)


def enter(exercise, words):
    """Enter a business goal and wait until it is saved."""
    business_goal(exercise).fill(words)
    expect(said(exercise, SAVED)).to_be_visible()


def press_start(tab):
    """Press Start on an exercise that may ask something first."""
    exercise = tab.locator("#live-goal-builder")
    exercise.get_by_role("button", name="Start the exercise").press("Enter")
    return exercise


def goal_kept(page):
    return plan_from_json(kept_work(page)[PLAN]).goal_builder.business_goal


# --- survives -------------------------------------------------------------------------------------


def test_what_was_saved_survives_a_crash_of_the_tab(page, opened):
    enter(start(opened()), GOAL)
    with page.expect_event("crash"):
        try:
            page.goto("chrome://crash")
        except Exception as gone:  # noqa: BLE001
            assert "crash" in str(gone).lower()
    again = opened()
    # The tab that crashed has the exercise no more, so nothing asks.
    expect(business_goal(start(again))).to_have_value(GOAL)


def test_a_full_storage_is_said_nothing_is_lost_and_room_saves_it(page, opened, base_url):
    line = opened().context.new_cdp_session(page)
    line.send("Storage.overrideQuotaForOrigin", {"origin": base_url, "quotaSize": 100_000})
    exercise = start(page)
    enter(exercise, "before")
    page.evaluate(FILL)
    business_goal(exercise).fill(GOAL)
    expect(said(exercise, FULL)).to_be_visible()
    expect(said(exercise, FULL)).to_contain_text("Save it as a file (below)")
    assert goal_kept(page) == "before"
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.href = '../chapters/start.html'")
    page.wait_for_timeout(500)
    assert questions == ["beforeunload"], "leaving would lose something, so the browser asks"
    line.send("Storage.overrideQuotaForOrigin", {"origin": base_url})
    expect(said(exercise, SAVED)).to_be_visible()  # by itself
    assert goal_kept(page) == GOAL


def test_where_storage_is_blocked_it_is_said_before_work_starts(page_without_storage, base_url):
    page = page_without_storage
    page.goto(f"{base_url}/{GOAL_BUILDER}")
    exercise = page.locator("#live-goal-builder")
    expect(exercise.locator(".rc-kept")).to_contain_text("This browser keeps nothing for this page")
    start(page)
    expect(exercise.locator(".rc-kept")).to_be_visible()
    expect(said(exercise, "Not saved: this browser keeps nothing for this page")).to_be_visible()
    business_goal(exercise).fill(GOAL)
    expect(said(exercise, "Not saved")).to_be_visible()
    with page.expect_download() as download:
        exercise.get_by_role("button", name="Save your work as a file, or open a file").click()
        exercise.get_by_role("button", name="Save my work as a file").click()
    assert plan_from_file(download.value.path().read_bytes()).goal_builder.business_goal == GOAL


def test_before_start_it_is_said_where_work_is_kept_and_what_a_private_window_does(page, opened):
    exercise = opened().locator("#live-goal-builder")
    expect(exercise.get_by_text("A private window forgets it as soon as you close it.")).to_be_visible()
    exercise.get_by_role("link", name="More about your data").click()
    expect(page.get_by_role("heading", name="Your data", level=1)).to_be_visible()


def test_a_plan_of_an_older_course_opens_and_goes_on(page, opened):
    put_plan(opened(), OLD_PLAN.read_text(encoding="utf-8"))
    exercise = start(page)
    old = json.loads(OLD_PLAN.read_text(encoding="utf-8"))
    expect(business_goal(exercise)).to_have_value(old["goal_builder"]["business_goal"])
    enter(exercise, GOAL)
    now = plan_from_json(kept_work(page)[PLAN])
    assert now.goal_builder.business_goal == GOAL
    assert now.goal_builder.objective == old["goal_builder"]["objective"]


def test_a_plan_of_a_newer_course_is_not_touched(page, opened):
    newer = re.sub(r'"version": \d+', '"version": 99', plan_to_json(Plan()))
    put_plan(opened(), newer)
    exercise = start(page)
    expect(said(exercise, "comes from a newer edition")).to_be_visible()
    business_goal(exercise).fill(GOAL)
    expect(said(exercise, "Not saved. See the note above.")).to_be_visible()
    assert kept_work(page) == {PLAN: newer}


# --- two tabs -------------------------------------------------------------------------------------


def test_the_later_tab_asks_and_takes_the_work_along(page, opened):
    earlier = start(opened())
    enter(earlier, "from the first tab")
    later_tab = opened()
    later = press_start(later_tab)
    question = later.get_by_role("alert").filter(has_text=ELSEWHERE)
    expect(question).to_be_visible()
    assert axe_findings(later_tab) == []

    later.get_by_role("button", name="Leave it there").press("Enter")
    expect(question).to_be_hidden()
    expect(later.get_by_role("button", name="Start the exercise")).to_be_focused()
    business_goal(earlier).fill("still at work here")

    press_start(later_tab)
    expect(later.get_by_role("button", name="Work here")).to_be_focused()
    later_tab.keyboard.press("Enter")
    expect(business_goal(later)).to_have_value("still at work here", timeout=LOADED)
    expect(earlier.get_by_role("alert").filter(has_text="so this one pauses")).to_be_visible()
    expect(earlier.locator(".rc-host")).to_have_js_property("inert", True)
    enter(later, GOAL)

    earlier.get_by_role("button", name="Work here").press("Enter")
    expect(business_goal(earlier)).to_have_value(GOAL)
    expect(earlier.locator(".rc-host")).to_be_focused()
    expect(later.locator(".rc-host")).to_have_js_property("inert", True)
    enter(earlier, "back in the first tab")
    assert goal_kept(page) == "back in the first tab"


def test_nothing_asks_on_the_next_page_or_after_the_other_tab_is_closed(page, opened):
    enter(start(opened()), GOAL)
    opened(CHAPTER, page)
    expect(business_goal(start(page))).to_have_value(GOAL)
    other = opened()
    page.close()
    expect(business_goal(start(other))).to_have_value(GOAL)


def test_an_open_question_in_two_tabs_loses_nothing(page, opened):
    one, two = opened(CHAPTER), opened(CHAPTER)
    answer = "form.open-question textarea"
    one.locator(answer).fill("written in the first tab")
    expect(two.locator(answer)).to_have_value("written in the first tab")
    two.locator(answer).press_sequentially(", and in the second")
    two.reload()
    expect(two.locator(answer)).to_have_value(re.compile("first tab.*, and|, and.*first tab"))


# --- the page “Your data” -------------------------------------------------------------------------


def shown(page):
    """Press *Show*; return the names of what is kept."""
    page.get_by_role("button", name="Show what is kept").press("Enter")
    expect(page.locator(".data-show [role=status]")).to_contain_text("kept here")
    return re.findall(r"\((\S+)\)", page.locator(".data-list").inner_text())


def health_plan():
    """A plan with an answer to the health check."""
    health = RoleHealth(first=HealthAnswers(workload_1=3), revision=1)
    plan = Plan(role_health_check=health)
    plan.goal_builder.business_goal, plan.goal_builder.revision = GOAL, 1
    return plan


def save_everything(page, with_health=False):
    page.get_by_label("With my answers to the role health check").set_checked(with_health)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save everything as a file").click()
    return download.value.path().read_text(encoding="utf-8")


def take_back(page, content, answer="Take the file"):
    page.get_by_label("A file that you saved").set_input_files(
        [{"name": "mine.json", "mimeType": "application/json", "buffer": content.encode()}]
    )
    page.get_by_role("button", name=answer).press("Enter")
    return page.locator(".data-take-back [role=status]")


def test_it_shows_everything_as_text(page, opened):
    odd = "<img src=x onerror=alert(1)>"
    put_plan(opened(YOUR_DATA), plan_to_json(Plan()).replace("en", odd))
    page.evaluate("courseMemory.write('open', {'o4-1': {text: '<b>mine</b>', ticked: []}})")
    assert {PLAN, "focused-marketer", "theme"} <= set(shown(page))
    entry = page.locator(".data-list details").first
    entry.locator("summary").press("Enter")
    expect(entry.locator("pre")).to_contain_text(odd)
    expect(page.locator(".data-list :is(img, b)")).to_have_count(0)
    with page.expect_download() as download:
        entry.get_by_role("button", name="Save this version as a file").press("Enter")
    assert download.value.path().read_text(encoding="utf-8") == kept_work(page)[PLAN]
    assert axe_findings(page) == []
    assert page.context.cookies() == []


def test_the_table_names_all_that_the_course_keeps(page, opened):
    enter(start(opened()), GOAL)
    page.goto(page.url.replace(GOAL_BUILDER, "search.html?q=sprint"))
    page.locator("#search-results a").first.click()
    opened(YOUR_DATA, page)
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    named = page.locator("table").inner_text()
    assert [name for name in kept if name not in named] == []
    assert [each["name"] for each in page.evaluate("indexedDB.databases()")] == ["the-focused-marketer"]
    assert set(kept) <= set(shown(page))


def test_a_saved_file_is_taken_back_into_another_browser_and_into_an_exercise(browser, page, opened):
    put_plan(opened(YOUR_DATA), plan_to_json(health_plan()))
    page.evaluate("courseMemory.write('track', 'manager')")
    file = save_everything(page)
    assert "workload_1" not in file, "the health check is left out unless it is ticked in"
    assert plan_from_file(file.encode()).goal_builder.business_goal == GOAL

    other = browser.new_context().new_page()
    other.goto(page.url)
    expect(take_back(other, save_everything(page, with_health=True))).to_contain_text("Taken back.")
    assert plan_from_json(kept_work(other)[PLAN]).role_health_check.first.workload_1 == 3
    assert other.evaluate("courseMemory.read('track')") == "manager"
    other.context.close()


def test_taking_back_asks_keeps_what_was_here_and_reaches_an_open_exercise(page, opened):
    exercise = start(opened())
    for words in ("changed more often", "than what the file holds", "what was here"):
        enter(exercise, words)
    data = opened(YOUR_DATA)
    file = plan_to_json(health_plan())
    expect(take_back(data, file, "Keep what I have")).to_have_text("Nothing was changed.")
    expect(business_goal(exercise)).to_have_value("what was here")
    expect(take_back(data, file)).to_contain_text("Taken back.")
    expect(business_goal(exercise)).to_have_value(GOAL)
    assert "what was here" in kept_work(page)["my-plan.replaced.json"]
    enter(exercise, "and on")
    assert plan_from_json(kept_work(page)[PLAN]).role_health_check.first.workload_1 == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("half a fi", "This file is not from this course, or it is damaged."),
        ('{"format": "somebody-else"}', "This file is not from this course, or it is damaged."),
        ('{"format": "the-focused-marketer-data", "version": 1}', "holds nothing that can be taken back"),
        (plan_to_json(Plan()).replace('"version": 2', '"version": 99'), "from a newer edition"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(page, opened, content, words):
    opened(YOUR_DATA)
    page.get_by_label("A file that you saved").set_input_files(
        [{"name": "mine.json", "mimeType": "application/json", "buffer": content.encode()}]
    )
    said = page.locator(".data-take-back [role=status]")
    expect(said).to_contain_text(words)
    assert kept_work(page) == {}
    page.get_by_label("A file that you saved").set_input_files(
        [{"name": "good.json", "mimeType": "application/json", "buffer": plan_to_json(Plan()).encode()}]
    )
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(said).to_be_empty()


def test_delete_deletes_everything_also_from_an_open_exercise(page, opened):
    exercise = start(opened())
    enter(exercise, "first")
    enter(exercise, GOAL)
    data = opened(YOUR_DATA)
    data.evaluate("courseMemory.write('track', 'manager')")
    delete = data.get_by_role("button", name="Delete everything")
    delete.press("Enter")
    assert axe_findings(data) == []
    data.get_by_role("button", name="Keep it").press("Enter")
    assert goal_kept(data) == GOAL
    delete.press("Enter")
    data.get_by_role("button", name="Delete it").press("Enter")
    expect(data.locator(".data-delete [role=status]")).to_contain_text("Deleted.")
    expect(delete).to_be_focused()
    expect(business_goal(exercise)).to_have_value("")
    data.get_by_role("button", name="Show what is kept").click()
    expect(data.get_by_text("Nothing is kept here.")).to_be_visible()

    enter(exercise, "new work")
    assert GOAL not in json.dumps(kept_work(page)), "what was deleted comes back with nothing"
    assert goal_kept(page) == "new work"


def test_nothing_comes_back_when_it_is_deleted_while_the_exercise_is_saving(page, opened):
    goal = business_goal(start(opened()))
    for number in range(5):
        # Python begins to work on the input, and meanwhile everything is deleted.
        goal.evaluate(
            """async (box, text) => {
              box.value = text;
              box.dispatchEvent(new InputEvent('input', {bubbles: true}));
              await keptPlan.forget();
            }""",
            f"{GOAL} {number}",
        )
        expect(goal).to_have_value("")
        page.wait_for_timeout(200)
        assert kept_work(page) == {}


def test_without_javascript_it_tells_where_data_is_and_how_to_delete_it(browser, base_url):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{base_url}/{YOUR_DATA}")
    expect(page.get_by_text("Every browser can delete what a site has kept.")).to_be_visible()
    assert page.locator(".your-data").locator("visible=true").count() == 0
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_the_window(page, opened, width):
    page.set_viewport_size({"width": width, "height": 700})
    put_plan(opened(YOUR_DATA), plan_to_json(health_plan()))
    shown(page)
    page.locator(".data-list summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
