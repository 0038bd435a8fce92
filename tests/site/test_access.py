"""For everybody: narrow, zoomed, on paper, without script, read aloud, in colours that the reader chose."""

import re

import pytest
from playwright.sync_api import expect
from site_helpers import look, start
from test_exercises import FIRST_STEPS, SLUGS
from test_pages import CHAPTERS, PAGES, SHEETS

from rolecraft.text import say

ALL = [*PAGES, "search.html", "404.html", *SHEETS]
NARROW = {"width": 320, "height": 640}  # a window of 1280 px at 400 %: WCAG 2.2, 1.4.10
PAPER = {"width": 680, "height": 960}  # A4 without its margins, in CSS px

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def open_page(browser):
    """Open pages with settings of a reader, such as forced_colors="active"."""
    contexts = []

    def new(**settings):
        contexts.append(browser.new_context(**settings))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


def on_all_pages(page, base_url, find, names=ALL):
    """Return what find(page) finds on each page, with the page's name; nothing when all is well."""
    found = []
    for name in names:
        page.goto(f"{base_url}/{name}")
        found += [f"{name}: {problem}" for problem in find(page)]
    return found


def add_style(page, css):
    """Do what a reader's own style does; a page's policy takes no style element."""
    script = "c => { const s = new CSSStyleSheet(); s.replaceSync(c); document.adoptedStyleSheets.push(s); }"
    page.evaluate(script, css)


@pytest.mark.parametrize(
    ("window", "css"),
    [
        (NARROW, ""),
        ({"width": 640, "height": 640}, "html { font-size: 200% !important }"),
        # WCAG 2.2, 1.4.12
        (
            NARROW,
            "* { line-height: 1.5 !important; letter-spacing: 0.12em !important }"
            "* { word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
        ),
    ],
    ids=["narrow", "twice the letters", "wide spacing"],
)
def test_every_page_fits_and_nothing_is_cut(open_page, base_url, window, css):
    def find(page):
        add_style(page, css)
        return look(page, "overflowing")

    assert on_all_pages(open_page(viewport=window), base_url, find) == []


def test_tables_on_a_phone_keep_words_whole(open_page, base_url):
    page = open_page(viewport={"width": 390, "height": 740})
    assert on_all_pages(page, base_url, lambda page: look(page, "brokenWords", 16), PAGES) == []


def test_on_a_wide_screen_the_lines_stay_readable(open_page, base_url):
    page = open_page(viewport={"width": 1920, "height": 1000})
    assert on_all_pages(page, base_url, lambda page: look(page, "longLines", 100), PAGES) == []


def test_the_button_for_light_and_dark_says_which_is_chosen(page, base_url):
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    page.get_by_role("button", name="Light or dark: As on this device", exact=True).click()
    page.get_by_role("button", name=re.compile("Light or dark: (Light|Dark)$")).wait_for()


def test_a_phone_reaches_what_is_pressed_and_what_scrolls(open_page, base_url):
    page = open_page(viewport={"width": 360, "height": 740})

    def find(page):
        return [*look(page, "small"), *look(page, "unreachable")]  # WCAG 2.2, 2.5.8 and 2.1.1

    assert on_all_pages(page, base_url, find) == []


def test_the_bar_at_the_top_never_hides_the_focus(open_page, base_url):
    page = open_page(viewport={"width": 360, "height": 640})
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    page.locator(".right-next").focus()
    found = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        found += look(page, "covered")
    assert found == []


def test_nothing_moves_for_readers_who_asked_for_that(open_page, base_url):
    page = open_page(reduced_motion="reduce")
    names = ["chapters/start.html", CHAPTERS[0], "chapters/progress.html", "search.html", "404.html"]
    assert on_all_pages(page, base_url, lambda page: look(page, "moving"), names) == []


@pytest.mark.parametrize(("palette", "chosen"), [("dark", "light"), ("light", "dark")])
def test_colours_that_the_reader_chose_show_every_picture_and_the_focus(open_page, base_url, palette, chosen):
    """The palette of the system counts, whatever the page's own button says."""
    page = open_page(forced_colors="active", color_scheme=palette)
    page.add_init_script(
        f"localStorage.setItem('mode', '{chosen}'); localStorage.setItem('theme', '{chosen}')"
    )
    for name in CHAPTERS:
        page.goto(f"{base_url}/{name}")
        assert page.locator("html").get_attribute("data-theme") == chosen
        assert page.locator(".course-figure svg").count() > 0
        assert look(page, "faint", ".course-figure svg :is(rect, path, line, circle)", 3) == []
    current = page.locator(".bd-sidebar-primary [aria-current=page]")
    assert float(current.evaluate("e => parseFloat(getComputedStyle(e).borderLeftWidth)")) > 2
    page.keyboard.press("Control+k")
    ring = "() => getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(ring) != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_inputs_stand_out(open_page, base_url, scheme):
    """WCAG 2.2, 1.4.11."""
    page = open_page(color_scheme=scheme)
    page.goto(f"{base_url}/exercises/goal-builder.html")
    start(page)
    inputs = ".rc :is(input[type=text], select, textarea, .jupyter-button)"
    assert page.locator(inputs).count() > 5
    assert look(page, "faint", inputs, 3) == []
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    assert look(page, "faint", ".open-question textarea", 3) == []


# Keeps every text that a screen reader is given to say.
LISTEN = """
window.said = [];
document.addEventListener('DOMContentLoaded', () => new MutationObserver(changes => {
    for (const {target} of changes) {
        const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
        const words = element?.closest('[role=status], [role=alert], [aria-live]')?.textContent.trim();
        if (words) window.said.push(words);
    }
}).observe(document.body, {childList: true, subtree: true, characterData: true}));
"""
# What is said instead of the answer: the charter is a document, and the map has more to say than is read out.
SAID = {"role-charter": say("frame.status_saved"), "kpi-map": say("kpi_map.verdict_drop", yes=0)}


@pytest.mark.parametrize(("slug", "label", "words", "answer"), FIRST_STEPS, ids=SLUGS)
def test_an_answer_is_read_out_once_and_shortly(page, base_url, slug, label, words, answer):
    page.add_init_script(LISTEN)
    page.goto(f"{base_url}/exercises/{slug}.html")
    exercise = start(page, slug)
    box = exercise.get_by_role("textbox", name=label, exact=True)
    expect(box).to_have_attribute("aria-describedby", re.compile("rc-note-"))
    page.evaluate("said.length = 0")
    box.press_sequentially(words, delay=30)
    expect(page.locator("#rc-said")).not_to_be_empty()
    said = page.evaluate("said")
    assert SAID.get(slug, answer) in " ".join(said)
    assert len(said) <= 2, "once, however many letters"
    assert all(len(text) < 500 for text in said)


def test_what_cannot_be_read_as_a_number_is_said(page, base_url):
    page.goto(f"{base_url}/exercises/time-budget.html")
    box = start(page, "time-budget").get_by_role(
        "textbox", name=say("time_budget.label_contract"), exact=True
    )
    box.fill("abc")
    unreadable = say("frame.number_unreadable", typed="abc")
    expect(page.locator("#rc-said")).to_contain_text(unreadable)
    note = page.locator(f"#{box.get_attribute('aria-describedby')}")
    expect(note).to_contain_text(unreadable)
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("40")
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_each_page_has_its_own_title_one_main_heading_and_names_for_pictures_and_tables(page, base_url):
    titles = []

    def find(page):
        titles.append(page.title())
        assert page.locator("main h1:visible").count() == 1
        named = page.locator("svg.rc-picture, .pst-scrollable-table-container")
        nameless = "all => all.filter(e => !e.getAttribute('aria-label')).map(e => e.outerHTML.slice(0, 80))"
        return named.evaluate_all(nameless)

    assert on_all_pages(page, base_url, find) == []
    assert len(set(titles)) == len(ALL)


def test_swedish_words_are_marked_as_swedish(page, base_url):
    page.goto(f"{base_url}/chapters/glossary.html")
    assert "rollöverenskommelse" in page.locator("dl.glossary [lang=sv]").all_inner_texts()
    others = page.locator("dl.glossary dd em:not([lang])").all_inner_texts()
    assert [words for words in others if re.search("[åäö]", words)] == []
    page.goto(f"{base_url}/chapters/sources.html")
    (title,) = page.locator(".sources [lang=sv]", has_text="Symptom på stress").all_inner_texts()
    assert "[" not in title


def test_without_javascript_nothing_that_says_something_is_hidden(open_page, base_url):
    # What needs a script stays away; the copies of headings are for paper.
    away = ".pst-js-only, [hidden], .onlyprint, .headerlink, .bd-sidebar-secondary"
    away += ", .search-button__kbd-shortcut, script, style, noscript, dialog, template, option"
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    assert on_all_pages(page, base_url, lambda page: look(page, "hidden", away)) == []
    for slug in SLUGS:
        page.goto(f"{base_url}/exercises/{slug}.html")
        exercise = page.locator(f"#live-{slug}")
        expect(exercise.locator(".rc-preview")).to_be_visible()
        expect(exercise.get_by_text(say("live.no_script"))).to_be_visible()
    page.get_by_role("link", name="1. Several jobs in one ad").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Several jobs in one ad")


def test_paper_has_the_text_and_nothing_to_press(open_page, base_url):
    def find(page):
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        pressed = (
            "nav, button, .bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-area"
        )
        shown = page.locator(pressed).locator("visible=true")
        assert page.locator("h1:visible").count() == 1
        return [
            *shown.evaluate_all("all => all.map(e => e.outerHTML.slice(0, 120))"),
            *look(page, "overflowing"),
        ]

    page = open_page(java_script_enabled=False)
    assert on_all_pages(page, base_url, find) == []
    page = open_page()
    page.goto(f"{base_url}/exercises/role-charter.html")
    exercise = start(page, "role-charter")
    exercise.get_by_role("button", name=say("frame.show_example")).click()
    expect(exercise.get_by_text(say("frame.example_banner"))).to_be_visible()
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    expect(exercise.locator(".rc-host .rc-doc")).to_be_visible()
    expect(exercise.locator("button:visible")).to_have_count(0)
    assert look(page, "overflowing") == []
