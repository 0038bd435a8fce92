"""The slides in a browser: readable from the last row, with notes, and printable; the sheets on paper."""

import re
import unicodedata
from pathlib import Path

import pdf
import pytest
from pypdf import PdfReader
from site_helpers import axe_findings

ROOT = Path(__file__).resolve().parents[2]
DECKS = re.findall(r"^- slug: (\S+)", (ROOT / "workshop" / "run-sheets.yml").read_text("utf-8"), re.MULTILINE)
EXERCISES = sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))
SMALLEST = 20  # px of 720 that a text on a slide has at least
# What is wrong with the slide that is shown.
PROBLEMS = """smallest => {
  const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect(), found = [];
  const title = slide.querySelector("h1, h2")?.textContent ?? "no title";
  if (!slide.querySelector("aside.notes")?.textContent.trim()) found.push("no notes");
  if (slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth) found.push("scrolls");
  for (const part of slide.querySelectorAll("*")) {
    if (part.closest("aside")) continue;
    const place = part.getBoundingClientRect(), words = part.textContent.trim().slice(0, 30);
    if (place.left < box.left || place.right > box.right || place.bottom > box.bottom - 34)
      found.push(`does not fit: ${part.tagName} ${words}`);
    if (![...part.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const scale = part.ownerSVGElement?.getScreenCTM().a ?? 1;
    if (parseFloat(getComputedStyle(part).fontSize) * scale < smallest) found.push(`too small: ${words}`);
  }
  for (const picture of slide.querySelectorAll("figure svg"))
    if (picture.getBoundingClientRect().height < 100) found.push("no picture");
  for (const figure of slide.querySelectorAll("figure"))
    if (!figure.querySelector("svg[role=img][aria-label]")) found.push("no words for a picture");
  return found.map(words => `${title}: ${words}`);
}"""

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def screen(page):
    """A page as large as a slide."""
    page.set_viewport_size({"width": 1280, "height": 720})
    return page


def until(page, condition):
    """Wait for something in a page. (Playwright's own way runs words as a script: the policy forbids it.)"""
    while not page.evaluate(condition):
        page.wait_for_timeout(50)


def open_deck(page, base_url, slug):
    assert page.goto(f"{base_url}/slides/{slug}.html").ok
    until(page, "Reveal.isReady()")


@pytest.mark.parametrize("slug", DECKS)
def test_each_slide_fits_and_can_be_read_from_the_last_row(screen, base_url, slug):
    open_deck(screen, base_url, slug)
    assert "The Focused Marketer" in screen.title()
    assert screen.locator("html").get_attribute("lang") == "en"
    problems = []
    for number in range(screen.evaluate("Reveal.getTotalSlides()")):
        screen.evaluate(f"Reveal.slide({number})")
        problems += screen.evaluate(PROBLEMS, SMALLEST)
    assert problems == []


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("'<p>One more line.</p>'.repeat(20)", "does not fit"),
        ("'<table><tr><td>' + 'word'.repeat(100) + '</td></tr></table>'", "does not fit"),
        ("'<p><small>' + 'The small print.' + '</small></p>'", "too small"),
    ],
)
def test_a_slide_with_too_much_on_it_would_be_found(screen, base_url, added, told):
    open_deck(screen, base_url, "day-90")
    screen.evaluate(f"Reveal.getCurrentSlide().insertAdjacentHTML('beforeend', {added})")
    screen.evaluate("document.querySelectorAll('small').forEach(one => one.style.fontSize = '16px')")
    assert any(told in problem for problem in screen.evaluate(PROBLEMS, SMALLEST))


def test_the_keys_go_through_a_deck(screen, base_url):
    open_deck(screen, base_url, "ceo")
    screen.keyboard.press("ArrowRight")
    assert screen.evaluate("Reveal.getIndices().h") == 1
    screen.keyboard.press("End")
    assert screen.evaluate("Reveal.isLastSlide()")
    assert screen.get_by_role("button", name="previous slide").is_enabled()


def test_the_speaker_sees_notes_that_follow_the_screen_and_can_lead_it(screen, base_url):
    open_deck(screen, base_url, "session-2")
    for _ in range(2):  # also when the window was closed, and is opened once more
        with screen.expect_popup() as opened:
            screen.keyboard.press("s")
        speaker = opened.value
        speaker.get_by_text("Read chapters 4 and 5").wait_for()
        speaker.locator("#current-slide iframe").wait_for()
        screen.keyboard.press("ArrowRight")
        speaker.get_by_text("This part ends at 10:30").wait_for()
        speaker.keyboard.press("ArrowLeft")
        until(screen, "Reveal.getIndices().h === 0")
        speaker.close()
        until(screen, "speaker.closed")


def test_what_the_slides_keep_is_named_with_the_readers_data(screen, base_url):
    open_deck(screen, base_url, "day-90")
    with screen.expect_popup() as opened:
        screen.keyboard.press("s")
    opened.value.get_by_label("Layout").select_option(label="Tall")
    until(opened.value, "localStorage.length > 0")
    screen.goto(f"{base_url}/chapters/your-data.html")
    kept = screen.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert "reveal-speaker-layout" in kept
    named = screen.locator("table").inner_text()
    assert [name for name in kept if name not in named] == []


def test_axe_finds_nothing_in_the_list_and_in_a_deck(screen, base_url):
    screen.goto(f"{base_url}/slides/index.html")
    assert axe_findings(screen) == []
    links = screen.get_by_role("main").get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [f"{slug}.html" for slug in DECKS]
    open_deck(screen, base_url, "session-1")
    for number in (0, 1, 4, 5):
        screen.evaluate(f"Reveal.slide({number})")
        assert axe_findings(screen) == []


def test_a_deck_prints_one_page_a_slide(screen, base_url, tmp_path):
    pdf.print_page(screen, f"{base_url}/slides/session-2.html", tmp_path / "deck.pdf")
    document = PdfReader(tmp_path / "deck.pdf")
    screen.emulate_media(media="screen")
    assert len(document.pages) == screen.evaluate("Reveal.getTotalSlides()")
    texts = [page.extract_text() for page in document.pages]
    assert "By the clock" in texts[1] and "25 minutes, until 09:30" in " ".join(texts)
    assert "Purpose." not in " ".join(texts), "notes are for the speaker only"
    assert float(document.pages[0].mediabox.width) / float(document.pages[0].mediabox.height) == 1280 / 720


def squeezed(text):
    """Return letters and marks without spaces and hyphens; "ﬁ" becomes "fi"."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", [*EXERCISES, "charter-form"])
def test_a_worksheet_fits_one_sheet_of_paper_and_is_told_to_screen_readers(page, base_url, tmp_path, name):
    pdf.print_page(page, f"{base_url}/sheets/{name}.html", tmp_path / "sheet.pdf")
    document = PdfReader(tmp_path / "sheet.pdf")
    assert len(document.pages) <= 2, "both sides of one sheet"
    for side in document.pages:
        assert (round(side.mediabox.width), round(side.mediabox.height)) in ((595, 842), (596, 842)), "A4"
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"].startswith("en")
    assert document.metadata.title == page.title()
    # A word may be divided at the end of a line, and columns are read line by line: so, word by word.
    text = squeezed("".join(side.extract_text() for side in document.pages))
    words = {word for label in page.locator(".label").all_inner_texts() for word in label.split()}
    assert [word for word in words if squeezed(word) not in text] == []
