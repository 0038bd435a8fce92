"""Progress, the record and the self-assessment in a real browser: kept there, true, usable by everybody."""

import json
from pathlib import Path

import pytest
from course_book.course import read_chapters
from course_book.plans import hours_and_minutes
from playwright.sync_api import expect
from site_helpers import axe_findings, put_plan, start

import rolecraft
from rolecraft.plan import Plan
from rolecraft.plan_json import plan_to_json

ROOT = Path(__file__).resolve().parents[2]
COURSE, CHAPTERS = read_chapters(ROOT / "chapters")
FIRST = next(iter(CHAPTERS.values()))
FOURTH = CHAPTERS[4]
ALL_MINUTES = {
    who: sum(getattr(chapter.minutes, who) for chapter in CHAPTERS.values())
    for who in ("coordinator", "manager")
}
FOR_COORDINATORS = len(rolecraft.EXERCISES) - 1  # the manager's check is the manager's
DAY = "25 November 2026"
PROGRESS, SELF = "chapters/progress.html", "chapters/self-assessment.html"
# The browser refuses everything under our name, as it does where storage is blocked or full.
BLOCK = """for (const name of ['getItem', 'setItem', 'removeItem']) {
  const real = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key.startsWith('focused-marketer')) throw new DOMException('full', 'QuotaExceededError');
    return real.call(this, key, ...rest);
  };
}"""


@pytest.fixture
def opened(page, base_url):
    """Open a page of the course, on a known day."""
    page.context.clock.set_fixed_time("2026-11-25T12:00:00")

    def open_page(name, tab=page):
        tab.goto(f"{base_url}/{name}")
        return tab

    return open_page


def chapter_page(chapter):
    return f"chapters/{chapter.slug}.html"


def stored(page, key="focused-marketer"):
    return page.evaluate("key => localStorage.getItem(key)", key)


def sidebar(page):
    return page.locator(".course-progress")


def in_words(done, worked, left, exercises=FOR_COORDINATORS):
    words = [f"{done} of {len(CHAPTERS)} chapters", f"{worked} of {exercises} exercises"]
    return " · ".join([*words, f"{hours_and_minutes(left)} left"])


def judge(page, chapter, words):
    """Give every line of a chapter the same answer."""
    for line in page.locator(f"#self-{chapter} .self-objective").all():
        line.get_by_role("radio", name=words).check()


def test_a_chapter_marked_as_done_is_done_everywhere_and_can_be_taken_back(page, opened):
    other = opened("chapters/start.html", page.context.new_page())
    expect(sidebar(other)).to_contain_text(in_words(0, 0, ALL_MINUTES["coordinator"]))
    expect(other.locator(".progress-summary")).to_be_hidden()
    done = opened(chapter_page(FIRST)).locator(".chapter-done")
    done.get_by_role("button", name="Mark this chapter as done").press("Enter")
    expect(done.get_by_role("status")).to_have_text(f"✓ Done on {DAY}.")

    left = ALL_MINUTES["coordinator"] - FIRST.minutes.coordinator
    following = list(CHAPTERS.values())[1]
    summary = other.locator(".progress-summary")
    for tab in (page, other):
        expect(sidebar(tab)).to_contain_text(in_words(1, 0, left))
        expect(tab.get_by_role("link", name=f"{FIRST.title} (done)")).to_be_visible()
        expect(tab.locator(".bd-docs-nav .done-mark")).to_have_count(1)
    expect(summary).to_contain_text(in_words(1, 0, left))
    expect(summary.get_by_role("progressbar")).to_have_js_property("value", 1)
    go_on = summary.get_by_role("link", name=f"Go on with chapter {following.number}: {following.title}")
    go_on.click()
    expect(other.get_by_role("heading", level=1)).to_contain_text(following.title)

    page.reload()
    expect(done.get_by_role("status")).to_have_text(f"✓ Done on {DAY}.")
    done.get_by_role("button", name="Not done after all?").press("Enter")
    expect(sidebar(other)).to_contain_text(in_words(0, 0, ALL_MINUTES["coordinator"]))
    expect(page.locator(".done-mark")).to_have_count(0)


def test_each_chapter_has_its_button_before_its_sources(page, opened):
    for chapter in CHAPTERS.values():
        opened(chapter_page(chapter))
        button = page.locator(f'.chapter-done[data-chapter="{chapter.number}"]')
        assert button.evaluate("e => e.nextElementSibling.querySelector('h2').textContent").startswith(
            "Sources"
        )


def test_the_manager_s_way_takes_the_manager_s_minutes(page, opened):
    opened(PROGRESS).get_by_role("radio", name="I shape the role").check()
    words = in_words(0, 0, ALL_MINUTES["manager"], FOR_COORDINATORS + 1)
    expect(sidebar(page)).to_contain_text(words)
    page.reload()
    expect(page.get_by_role("radio", name="I shape the role")).to_be_checked()
    expect(page.locator('[data-section="manager_check"]')).to_be_visible()


def test_exercises_count_when_they_hold_work_of_one_s_own(page, opened):
    opened(PROGRESS)
    assert page.evaluate("indexedDB.databases()") == [], "looking must not leave a database behind"
    plan = Plan()
    plan.goal_builder.business_goal, plan.goal_builder.revision = "More enquiries", 3
    plan.kpi_map.revision = 4  # as after opening a file in which it is empty
    plan.manager_check.answered, plan.manager_check.revision = True, 1
    put_plan(page, plan_to_json(plan))
    page.reload()
    expect(sidebar(page)).to_contain_text(f"2 of {FOR_COORDINATORS + 1} exercises")
    for section, words in (
        ("goal_builder", "✓ with your work in it"),
        ("manager_check", "✓ with your work in it"),
        ("kpi_map", "nothing of yours yet"),
    ):
        expect(page.locator(f'[data-section="{section}"] .progress-state')).to_have_text(words)


def test_a_beginner_s_words_stand_in_the_page_from_the_start_so_nothing_moves(
    page, opened, browser, base_url
):
    words = (".progress-track .progress-said", ".progress-list .progress-state")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{base_url}/{PROGRESS}")
    before = [plain.locator(part).all_text_contents() for part in words]
    assert not plain.locator(words[1]).first.is_visible(), "without a script nobody knows"
    plain.context.close()
    opened(PROGRESS)
    expect(sidebar(page)).to_contain_text(f"0 of {FOR_COORDINATORS} exercises")
    assert [page.locator(part).all_text_contents() for part in words] == before
    assert len(before[1]) == len(CHAPTERS) + len(rolecraft.EXERCISES)


def test_looking_leaves_no_database_where_the_browser_cannot_list_them(page, opened):
    page.add_init_script(
        "window.list = indexedDB.databases.bind(indexedDB); delete IDBFactory.prototype.databases"
    )
    opened("chapters/start.html")
    expect(sidebar(page)).to_contain_text(f"0 of {FOR_COORDINATORS} exercises")
    assert page.evaluate("list()") == []


def test_work_in_an_exercise_counts_while_it_is_entered(page, opened):
    exercise = start(opened("exercises/goal-builder.html"))
    expect(sidebar(page)).to_contain_text(f"0 of {FOR_COORDINATORS} exercises")
    exercise.get_by_role("textbox", name="The business goal", exact=True).fill("More enquiries")
    expect(sidebar(page)).to_contain_text(f"1 of {FOR_COORDINATORS} exercises")


def test_the_record_says_what_was_done_and_who_says_so(page, opened):
    opened(chapter_page(FOURTH)).get_by_role("button", name="Mark this chapter as done").click()
    judge(opened(SELF), 4, "With help")
    opened(PROGRESS).get_by_label("Your name").fill('<script>document.title = "taken"</script>')
    with page.expect_download() as download:
        page.get_by_label("Your name").press("Enter")
    assert download.value.suggested_filename == "course-record-2026-11-25.html"
    record = page.context.new_page()
    record.set_content(Path(download.value.path()).read_text(encoding="utf-8"))
    assert record.title() == "The Focused Marketer: course record"
    for words in (
        'Name: <script>document.title = "taken"</script>',
        "This record is self-reported. Nobody has examined it. The page wrote it from what its reader "
        "marked as done in this browser.",
        f"Chapters marked as done: 1 of {len(CHAPTERS)}",
        f"4. {FOURTH.title}, {DAY}",
        f"for the coordinator: {FOURTH.minutes.coordinator} min",
        f"Exercises with own work: 0 of {FOR_COORDINATORS}",
    ):
        expect(record.locator("body")).to_contain_text(words)
    assert record.locator("td").all_inner_texts() == [f"4. {FOURTH.title}", "1.0", "–"]
    assert record.locator("script").count() == 0
    assert axe_findings(record) == []


def test_clearing_asks_once_and_leaves_the_exercises_alone(page, opened):
    opened(chapter_page(FIRST)).get_by_role("button", name="Mark this chapter as done").click()
    opened(PROGRESS)
    put_plan(page, "{}")
    clear = page.get_by_role("button", name="Clear my progress")
    for answer in ("Keep it", "Clear it"):
        assert "chapters" in stored(page)
        clear.press("Enter")
        assert page.get_by_role("dialog").get_by_role("button").all_inner_texts() == ["Keep it", "Clear it"]
        assert axe_findings(page) == []
        page.get_by_role("button", name=answer).press("Enter")
        expect(clear).to_be_focused()
    expect(page.get_by_text("Cleared. Your work in the exercises is still there.")).to_be_visible()
    expect(page.locator(".done-mark")).to_have_count(0)
    assert stored(page) is None
    assert [database["name"] for database in page.evaluate("indexedDB.databases()")] == [
        "the-focused-marketer"
    ]


def test_the_self_assessment_says_where_to_begin_and_what_has_grown(page, opened):
    opened(SELF)
    numbers = list(CHAPTERS)
    first, second, weak = numbers[0], numbers[1], numbers[2]
    judge(page, first, "On my own")
    advice = page.locator(".self-advice")
    expect(advice).to_be_hidden()
    judge(page, second, "With help")
    assert advice.inner_text() == f"Begin with {second}. {CHAPTERS[second].title}."
    judge(page, weak, "Not yet")
    assert advice.inner_text() == (
        f"Begin with {weak}. {CHAPTERS[weak].title} and {second}. {CHAPTERS[second].title}."
    )
    page.get_by_role("button", name="After the course").click()
    expect(page.locator(".self-assessment input:checked")).to_have_count(0)
    line = page.locator(f"#self-{weak} .self-objective").first
    line.get_by_role("radio", name="On my own").check()
    page.locator(f"#self-{second} .self-objective").first.get_by_role("radio", name="Not yet").check()

    page.reload()  # the second round has begun, so the page opens there
    expect(page.get_by_role("button", name="After the course")).to_have_attribute("aria-pressed", "true")
    expect(line.get_by_role("radio", name="On my own")).to_be_checked()
    cells = [
        row.locator("th, td").all_inner_texts()[1:] for row in page.locator(".self-result tbody tr").all()
    ]
    lines = len(CHAPTERS[weak].objectives)
    some = f"(1 of {lines} judged)"
    assert cells == [["2.0", "–"], ["1.0", f"0.0 {some}"], ["0.0", f"2.0 {some}"]]
    expect(page.locator(".self-grown")).to_contain_text("Grown: 1 of the 2 that you judged twice. Lower")
    expect(page.locator(".self-list")).to_contain_text("from not yet to on my own")
    expect(page.get_by_text("That shows what you feel sure of, not what you can do")).to_be_visible()
    assert axe_findings(page) == []


def test_the_self_assessment_asks_for_every_objective_and_works_by_keyboard(page, opened):
    opened(SELF)
    objectives = [objective.id for chapter in CHAPTERS.values() for objective in chapter.objectives]
    asked = page.locator(".self-objective").evaluate_all(
        "all => all.map(line => line.querySelector('input').dataset.objective)"
    )
    assert asked == objectives
    line = page.get_by_role("radiogroup").first
    line.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(line.get_by_role("radio", name="With help")).to_be_checked()
    said = page.locator(".self-said")
    expect(said).to_have_text(f"Before the course: 1 of {len(objectives)} judged.")
    assert json.loads(stored(page))["self"] == {"before": {objectives[0]: 1}, "before_on": "2026-11-25"}
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.objective") == objectives[1]
    for radio in page.locator(".self-step input").all()[:3]:
        assert min(radio.bounding_box()["width"], radio.bounding_box()["height"]) >= 24, "target size"


def test_two_tabs_keep_each_other_s_parts(page, opened):
    other = opened("chapters/start.html", page.context.new_page())
    opened("chapters/start.html")
    write = "([part, value]) => courseMemory.write(part, value)"
    assert other.evaluate(write, ["quiz", {"q4-1": "b"}]) is True
    # The browser needs a moment to tell one tab what the other has stored.
    page.wait_for_function("courseMemory.read('quiz')")
    assert page.evaluate(write, ["track", "manager"]) is True
    assert json.loads(stored(page)) == {"quiz": {"q4-1": "b"}, "track": "manager"}
    page.evaluate("courseMemory.clear('track')")
    other.wait_for_function("!courseMemory.read('track')")
    assert json.loads(stored(other)) == {"quiz": {"q4-1": "b"}}


def test_without_storage_the_page_works_and_says_that_nothing_is_kept(page, opened):
    page.add_init_script(BLOCK)
    done = opened(chapter_page(FIRST)).locator(".chapter-done")
    done.get_by_role("button").click()
    expect(done.get_by_role("status")).to_contain_text("This browser keeps nothing for this page")
    opened(SELF)
    for chapter in list(CHAPTERS)[:2]:
        judge(page, chapter, "Not yet")
    expect(page.locator(".self-said")).to_contain_text("This browser keeps nothing for this page")
    expect(page.locator(".self-advice")).to_contain_text("Begin with")
    assert page.evaluate("courseMemory.read('self')") is None


@pytest.mark.parametrize("text", ['{"quiz": {"q1-1', '["b"]', '"b"', "null"])
def test_damaged_text_is_put_aside_not_lost(page, opened, text):
    opened("chapters/start.html")
    page.evaluate("text => localStorage.setItem('focused-marketer', text)", text)
    page.evaluate("localStorage.setItem('focused-marketer.damaged', 'an older one')")
    opened(chapter_page(FIRST)).get_by_role("button", name="Mark this chapter as done").click()
    assert json.loads(stored(page)) == {"chapters": {str(FIRST.number): "2026-11-25"}}
    assert stored(page, "focused-marketer.damaged") == "an older one"
    assert stored(page, "focused-marketer.damaged.2") == text
    expect(opened(PROGRESS).get_by_text("could not be read")).to_be_visible()


def test_parts_of_another_shape_harm_nothing(page, opened):
    opened("chapters/start.html")
    odd = {"chapters": {"1": 5, "4": "<b>x</b>", "99": "2026-11-25"}, "self": "yes", "track": {}, "quiz": [1]}
    page.evaluate("odd => localStorage.setItem('focused-marketer', JSON.stringify(odd))", odd)
    for name in (PROGRESS, SELF, chapter_page(FOURTH)):
        opened(name)
        expect(sidebar(page)).to_contain_text(in_words(0, 0, ALL_MINUTES["coordinator"]))


def test_without_javascript_there_is_no_dead_button(browser, base_url):
    page = browser.new_context(java_script_enabled=False).new_page()
    for name in (PROGRESS, SELF, chapter_page(FIRST)):
        page.goto(f"{base_url}/{name}")
        for dead in ("course-progress", "chapter-done", "progress-track", "progress-record", "self-rounds"):
            assert page.locator(f".{dead}").locator("visible=true").count() == 0
    page.goto(f"{base_url}/{SELF}")
    expect(page.locator(".self-assessment noscript p")).to_be_visible()
    assert page.get_by_role("radiogroup").count() == sum(len(c.objectives) for c in CHAPTERS.values())
    page.context.close()


@pytest.mark.parametrize("name", [PROGRESS, SELF])
def test_it_fits_the_narrowest_window(page, opened, name):
    page.set_viewport_size({"width": 320, "height": 700})
    opened(SELF)
    judge(page, 4, "Not yet")
    page.get_by_role("button", name="After the course").click()
    judge(page, 4, "With help")
    opened(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
