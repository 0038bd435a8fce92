"""Every page of the built book, as a reader gets it: quiet, at home, light, and usable by everybody."""

import gzip
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import expect
from site_helpers import axe_findings

CONTENTS = (Path(__file__).resolve().parents[2] / "_toc.yml").read_text(encoding="utf-8")
PAGES = [f"{page}.html" for page in re.findall(r"(?:file|root): (\S+)", CONTENTS)]
SHEETS = [page.replace("exercises/", "sheets/") for page in PAGES if page.startswith("exercises/")]
SHEETS += ["sheets/charter-form.html"]
CHAPTERS = [page for page in PAGES if re.match(r"chapters/\d\d-", page)]
SIZE_LIMIT = 500_000  # bytes over the wire before anybody presses Start
QUIZ = "form.quiz:not(.open-question)"
COMPRESSED = {"html", "css", "js", "mjs", "json", "svg"}

pytestmark = pytest.mark.usefixtures("site")


def test_every_page_of_the_contents_is_built(site):
    assert [name for name in PAGES if not (site / name).is_file()] == []
    assert len(CHAPTERS) == 10


def tables(page):
    """Return each table of a page as rows of texts, without the row of headings."""
    return page.locator("table").evaluate_all(
        "all => all.map(t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.innerText.trim())))"
    )


def test_the_ways_through_the_course_lead_through_every_chapter(page, base_url):
    page.goto(f"{base_url}/chapters/manager-path.html")
    (way,) = tables(page)
    assert [row[0].partition(".")[0] for row in way[:-1]] == [str(n) for n in range(1, 11)]
    assert way[1][2].startswith("Manager’s check"), "chapter 2: never the colleague's health check"
    assert way[-1][-1].replace("\u00a0", " ") == "3 h 25 min"
    page.goto(f"{base_url}/chapters/how-to-use.html")
    plans = [rows for rows in tables(page) if re.match(r"Week 1$|Session 1:", rows[0][0])]
    assert len(plans) == 2
    for rows in plans:
        studied = [int(number) for row in rows for number in re.findall(r"(\d+)\. ", row[1])]
        assert studied == list(range(1, 11))
        assert rows[-1][-1].replace("\u00a0", " ") == "3 h 25 min"


def dead_links(page, base_url, site):
    """Return the links to this book that lead to no page, or to no place on it."""
    for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
        address, anchor = urldefrag(link)
        if not address.startswith(base_url):
            continue
        target = site / unquote(urlsplit(address).path).lstrip("/")
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file() or (
            anchor and f'id="{unquote(anchor)}"' not in target.read_text(encoding="utf-8", errors="ignore")
        ):
            yield link


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_and_whole_and_fits_a_phone(page, base_url, site, name):
    page.goto(f"{base_url}/{name}", wait_until="networkidle")
    assert "The Focused Marketer" in page.title()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1:visible").count() == 1
    assert page.locator('meta[name="description"]').get_attribute("content")
    assert list(dead_links(page, base_url, site)) == []
    silent = "img:not([alt]), svg:not([aria-label]):not([aria-labelledby]):not([aria-hidden='true'])"
    assert page.locator(silent).evaluate_all("all => all.map(e => e.outerHTML.slice(0, 120))") == []
    ids = page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
    assert [id for id, times in Counter(ids).items() if times > 1] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page scrolls sideways"


@pytest.mark.parametrize("name", [*PAGES, "search.html", "404.html"])
def test_axe_finds_nothing_in_light_and_dark(page, base_url, name):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(f"{base_url}/{name}")
        assert page.locator("html").get_attribute("data-theme") == scheme
        page.evaluate("for (const hidden of document.querySelectorAll('details')) hidden.open = true")
        assert axe_findings(page) == []


@pytest.mark.parametrize("name", SHEETS)
def test_axe_finds_nothing_on_a_sheet_to_print(page, base_url, name):
    assert page.goto(f"{base_url}/{name}").ok
    assert axe_findings(page) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_light_before_start(page, base_url, site, name):
    loaded = []
    page.on("response", lambda response: loaded.append(response.url))
    page.goto(f"{base_url}/{name}", wait_until="networkidle")
    sizes = {}
    for path in {unquote(urlsplit(url).path).lstrip("/") for url in loaded}:
        content = (site / path).read_bytes()
        sizes[path] = len(gzip.compress(content) if path.rpartition(".")[2] in COMPRESSED else content)
    assert sum(sizes.values()) <= SIZE_LIMIT, sizes


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_quiz_answers_by_keyboard_and_says_why(page, base_url, name):
    page.goto(f"{base_url}/{name}")
    for quiz in page.locator(QUIZ).all():
        options = quiz.get_by_role("radio")
        verdict = quiz.get_by_role("status")
        quiz.get_by_role("button", name="Check my answer").press("Enter")
        assert verdict.inner_text() == "Choose an answer first."
        options.first.focus()
        page.keyboard.press("Space")
        whys = [why.strip() for why in quiz.locator("details .quiz-why").all_text_contents()]
        said = []
        for number in range(options.count()):
            if number:
                page.keyboard.press("ArrowDown")
            assert options.nth(number).is_checked()
            assert verdict.inner_text() == ""
            page.keyboard.press("Enter")
            said.append(verdict.inner_text())
            assert whys[number] in said[-1]
        assert sum(text.startswith("Right.") for text in said) == 1


def test_answers_are_remembered_in_this_browser_only(page, browser, base_url):
    address = f"{base_url}/{CHAPTERS[0]}"
    page.goto(address)
    quiz, task = page.locator("form#q1-1"), page.locator("form.open-question")
    quiz.get_by_role("radio").nth(1).check()
    quiz.get_by_role("button", name="Check my answer").click()
    task.get_by_role("textbox").fill("<b>More classes</b> book a visit.")
    task.get_by_role("checkbox").nth(2).check()
    expect(task.get_by_role("status")).to_have_text("Kept in this browser. Nobody else sees it.")
    page.reload()
    expect(quiz.get_by_role("radio").nth(1)).to_be_checked()
    expect(quiz.get_by_role("status")).to_contain_text("Right.")
    expect(task.get_by_role("textbox")).to_have_value("<b>More classes</b> book a visit.")
    assert [box.is_checked() for box in task.get_by_role("checkbox").all()] == [False, False, True, False]
    other = browser.new_context()
    stranger = other.new_page()
    stranger.goto(address)
    assert stranger.locator("input:checked").count() == 0
    other.close()


def test_without_javascript_the_answers_are_there(browser, base_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    quiz = page.locator(QUIZ).first
    assert not quiz.get_by_role("button").is_visible()
    quiz.get_by_text("All answers, and why").click()
    assert quiz.locator(".quiz-why:visible").count() == quiz.get_by_role("radio").count()
    context.close()


@pytest.mark.parametrize("name", ["chapters/start.html"])
def test_search_finds_a_chapter(page, base_url, name):
    page.goto(f"{base_url}/{name}")
    page.keyboard.press("Control+k")
    page.keyboard.type("vanity")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Which numbers matter?").first.wait_for()


def test_search_shows_where_the_word_stands_and_says_how_many_pages_have_it(page, base_url):
    page.goto(f"{base_url}/search.html?q=company")  # its stem, "compani", stands nowhere
    pages = page.locator("#search-results ul.search > li")
    page.get_by_text(re.compile(r"^Pages found: \d+$")).wait_for()
    excerpts = pages.locator(".context")
    excerpts.first.wait_for()
    assert excerpts.count() > 5
    assert all("compan" in words.lower() for words in excerpts.all_inner_texts())


def test_search_finds_the_words_of_the_glossary(page, base_url):
    page.goto(f"{base_url}/search.html?q=key+event")
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/glossary.html#term-key-event")


def test_paper_is_dark_on_white_also_for_readers_in_dark_mode(page, base_url):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{base_url}/{CHAPTERS[0]}")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.emulate_media(media="print", color_scheme="dark")
    colours = "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    assert page.locator(".box-head li").first.evaluate(colours) == ["rgb(34, 34, 34)", "rgb(255, 255, 255)"]
