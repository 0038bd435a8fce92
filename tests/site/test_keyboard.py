"""The course by keyboard alone: no test here ever uses a mouse, or puts the focus anywhere by itself."""

import re

import pytest
from playwright.sync_api import expect
from site_helpers import LOADED
from test_exercises import FIRST_STEPS, SLUGS
from test_pages import CHAPTERS, QUIZ

from rolecraft.text import say

PHONE = {"width": 360, "height": 740}
MOST = 250  # presses of Tab from one end of a page to the other
# What has the focus, as a reader meets it: its words, how it is marked, and whether anything covers it. (The
# calendar button inside an input for a date has the browser's own mark, which no script sees.)
FOCUSED = """() => {
  for (const movement of document.getAnimations()) movement.finish();
  const e = document.activeElement, box = e.getBoundingClientRect();
  e.dataset.reached = '';
  const [x, y] = [box.x + box.width / 2, Math.max(box.y, Math.min(box.y + box.height / 2, innerHeight - 1))];
  const top = document.elementFromPoint(x, y);
  const searchBox = e.closest('.bd-search'); // all of it shows the focus of its input
  const marks = [e, searchBox].filter(Boolean).map(each => getComputedStyle(each)).map(style =>
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || /rgb\\(/.test(style.boxShadow));
  return {
    tag: e.tagName,
    html: e.outerHTML.slice(0, 160),
    words: (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent).trim(),
    inside: Boolean(e.closest('.rc-host')),
    marked: marks.includes(true) || e.matches(':not(:focus-visible)'),
    seen: e === document.body || Boolean(top && (e.contains(top) || top.contains(e))),
    above: top?.outerHTML.slice(0, 160),
  };
}"""
# What could have the focus and never had it. A radio group is one stop; a part that is folded is none.
NOT_REACHED = """where => [...document.querySelector(where).querySelectorAll(
    'a[href], button, summary, select, textarea, input:not([type=file], [type=radio]), [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && !('reached' in e.dataset))
  .map(e => e.outerHTML.slice(0, 160))"""
RING = "e => [getComputedStyle(e).outlineColor, getComputedStyle(document.body).backgroundColor]"


@pytest.fixture
def page(page):
    page.emulate_media(reduced_motion="reduce")
    return page


def press(page, key="Tab"):
    """Press a key; return what has the focus then, which must be marked and in sight."""
    page.keyboard.press(key)
    focused = page.evaluate(FOCUSED)
    assert focused["marked"], f"the focus can't be seen: {focused['html']}"
    assert focused["seen"], f"the focus is out of sight: {focused['html']}, below {focused['above']}"
    return focused


def go_to(page, wanted, key="Tab"):
    """Press Tab until what this locator names has the focus."""
    for _ in range(MOST):
        press(page, key)
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"{wanted} can't be reached")


def skip_to_the_text(page):
    press(page)
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")


def contrast(colours):
    """Return the contrast of two colours written as rgb(…), as WCAG counts it: 1 to 21."""

    def luminance(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted(map(luminance, colours))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("slug", "label", "words", "answer"), FIRST_STEPS, ids=SLUGS)
def test_an_exercise_is_done_from_start_to_file(page, base_url, slug, label, words, answer):
    page.goto(f"{base_url}/exercises/{slug}.html")
    exercise = page.locator(f"#live-{slug}")
    skip_to_the_text(page)
    go_to(page, exercise.get_by_role("button", name="Start the exercise"))
    page.keyboard.press("Enter")
    expect(exercise.get_by_text("The exercise is ready.")).to_be_visible(timeout=LOADED)

    # At its beginning, which a reader can see and whose name a screen reader says.
    host = exercise.get_by_role("group", name=exercise.locator(".rc-title").inner_text(), exact=True)
    expect(host).to_be_focused()
    assert host.evaluate("e => e.getBoundingClientRect().top") < page.viewport_size["height"] / 2
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert contrast(host.evaluate(RING)) >= 3

    press(page)
    example = exercise.get_by_role("button", name=say("frame.show_example"))
    expect(example).to_be_focused()
    page.keyboard.press("Enter")
    expect(exercise.get_by_text(say("frame.example_banner"))).to_be_visible()
    back = exercise.get_by_role("button", name=say("frame.back_to_own"))
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(example).to_be_focused()

    saved = None
    for _ in range(MOST):
        focused = press(page)
        if not focused["inside"]:
            break
        if focused["words"] == label:
            page.keyboard.type(words)
            expect(exercise.locator(".rc-host")).to_contain_text(answer)
        if focused["words"] == say("frame.show_work"):
            page.keyboard.press("Enter")
            expect(exercise.get_by_text(say("frame.work_help"))).to_be_visible()
        if focused["words"] == say("frame.save_file"):
            with page.expect_download() as saved:
                page.keyboard.press("Enter")
    written = saved.value.path().read_text(encoding="utf-8")
    assert (words in written) == (
        slug != "role-health-check"
    )  # those answers are in no file unless asked for
    assert page.evaluate(NOT_REACHED, ".rc-host") == []
    assert press(page, "Shift+Tab")["inside"], "the way back into the exercise"


def test_what_an_exercise_asks_is_answered_with_the_usual_keys(page, base_url):
    page.goto(f"{base_url}/exercises/manager-check.html")
    exercise = page.locator("#live-manager-check")
    skip_to_the_text(page)
    go_to(page, exercise.get_by_role("button", name="Start the exercise"))
    page.keyboard.press("Enter")
    expect(exercise.get_by_text("The exercise is ready.")).to_be_visible(timeout=LOADED)
    box = exercise.get_by_role("checkbox").first
    go_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    choice = exercise.get_by_role("combobox").first
    go_to(page, choice)
    before = choice.input_value()
    page.keyboard.press("ArrowDown")
    assert choice.input_value() != before
    formula = exercise.locator("details > summary").first
    go_to(page, formula)
    page.keyboard.press("Space")
    expect(exercise.locator("details > p").first).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    "name", ["chapters/start.html", CHAPTERS[0], "chapters/self-assessment.html", "chapters/progress.html"]
)
def test_the_focus_goes_through_a_page_and_is_always_in_sight(page, base_url, name, size):
    page.set_viewport_size(size)
    page.goto(f"{base_url}/{name}")
    for _ in range(MOST):
        if press(page)["tag"] == "BODY":
            break
    assert page.evaluate(NOT_REACHED, "main") == []


def test_a_quiz_is_answered(page, base_url):
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    skip_to_the_text(page)
    quiz = page.locator(QUIZ).first
    go_to(page, quiz.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(quiz.get_by_role("radio").nth(1)).to_be_checked()
    go_to(page, quiz.get_by_role("button", name="Check my answer"))
    page.keyboard.press("Enter")
    expect(quiz.get_by_role("status")).not_to_be_empty()
    go_to(page, quiz.get_by_text("All answers, and why"))


def test_a_chapter_is_marked_as_done_and_the_self_assessment_filled_in(page, base_url):
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    skip_to_the_text(page)
    done = page.locator(".chapter-done")
    go_to(page, done.get_by_role("button", name="Mark this chapter as done"))
    page.keyboard.press("Enter")
    expect(done.get_by_role("status")).to_contain_text("Done on")
    expect(done.get_by_role("button")).to_be_focused()

    page.goto(f"{base_url}/chapters/self-assessment.html")
    skip_to_the_text(page)
    answers = page.locator(".self-objective").first.get_by_role("radio")
    go_to(page, answers.first)
    page.keyboard.press("ArrowDown")
    expect(answers.nth(1)).to_be_checked()


def test_light_and_dark_are_switched(page, base_url):
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    go_to(page, page.get_by_role("button", name="Light or dark"))
    modes = []
    for _ in range(3):
        page.keyboard.press("Enter")
        modes.append(page.locator("html").get_attribute("data-mode"))
    assert sorted(modes) == ["auto", "dark", "light"]


def test_the_search_opens_takes_words_and_gives_the_focus_back(page, base_url):
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    button = page.get_by_role("button", name="Search").first
    go_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("vanity")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=vanity")
    page.locator("#search-results li").first.wait_for()
    go_to(page, page.locator("#search-results").get_by_role("link", name="Which numbers matter?").first)


def test_the_menu_of_a_phone_opens_and_gives_the_focus_back(page, base_url):
    page.set_viewport_size(PHONE)
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    button = page.locator(".primary-toggle:visible")
    go_to(page, button)
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("link", name="Self-assessment"))
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
