"""Time from Start to a live exercise: the course, a stock JupyterLite and Python alone, by turns."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import lite
from advertisement import advertisement
from measure import (
    PATIENCE,
    ROOT,
    Line,
    Server,
    Unmeasured,
    fresh_visitor,
    serving,
    sizes,
    summary,
    until_visible,
)
from playwright.sync_api import Page

BOOK = ROOT / "_build" / "html"
CHAPTER = "chapters/04-from-business-goal-to-marketing-goal.html"
NEXT_CHAPTER = "chapters/05-which-numbers-matter.html", "kpi-map"
SLOW_LINE = 20e6, 0.030  # bits a second, seconds until each answer
READING = (0, 3_000)  # milliseconds that a reader looks at the next page before the press on Start
ALL_EXERCISES = "chapters/all-exercises.html"
INPUT = ":is(input, textarea, select)"
CALL = "from rolecraft import goal_builder; goal_builder()"
STAY = 2_000  # milliseconds that a visitor stays and looks; meanwhile the browser writes its caches
QUIET = 1_000  # milliseconds without a change after which an answer is complete

# In the page: put a text into the audit's field as a paste does, and wait until the answer no longer changes.
# What the exercise says about saving is no answer.
UNTIL_ANSWERED = """
([host, text, quiet, patience]) => new Promise((resolve, reject) => {
  const field = host.querySelector('textarea');
  const status = host.querySelector('.rc-status');
  let shown;
  new MutationObserver(changes => {
    if (changes.some(({target}) => !status?.contains(target)))
      requestAnimationFrame(() => { shown = performance.now(); });
  }).observe(host, {subtree: true, childList: true, characterData: true});
  const began = performance.now();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'}));
  const look = setInterval(() => {
    const now = performance.now();
    if (shown && now - shown > quiet) resolve(shown - began);
    else if (now - began > patience) reject(new Error('the audit gave no answer'));
    else return;
    clearInterval(look);
  }, 50);
})
"""


class Candidate(NamedTuple):
    """One way to get an exercise. address: its page. wanted: what must be visible. button: what starts it."""

    address: str
    wanted: str
    button: str = ""


def place(slug: str) -> tuple[str, str]:
    """Return the selectors of an exercise's first input and of its Start button."""
    return f"#live-{slug} .rc-host {INPUT}", f"#live-{slug} .rc-start"


def need_book() -> None:
    """Raise Unmeasured when the book is not built."""
    if not (BOOK / "live" / "manifest.json").is_file():
        raise Unmeasured("The book with its live exercises is not built. Build it first: make book")


@contextmanager
def book_server() -> Iterator[Server]:
    """Serve the built book and, beside it, the page with Python alone."""
    need_book()
    here = Path(__file__).resolve().parent
    pyodide = ROOT / "site" / "live" / "node_modules" / "pyodide"
    files = {"bare.html": here, "bare-worker.js": here, "pyodide.mjs": pyodide, "pyodide-lock.json": pyodide}
    with serving(BOOK, {f"/bench/{name}": folder / name for name, folder in files.items()}) as server:
        yield server


@contextmanager
def lite_server() -> Iterator[tuple[Server, Candidate]]:
    """Serve the stock JupyterLite. Raises lite.NoLite when it can't be built here."""
    with serving(lite.build()) as server:
        options = f"kernel=python&hideCodeInput=1&showBanner=0&execute=1&code={quote(CALL)}"
        yield server, Candidate(f"{server.url}{lite.PAGE}#{options}", f".rc {INPUT}")


def first_exercise(playwright, rounds: int, with_lite: bool) -> dict:
    """Measure each candidate by turns, each time with a fresh profile and then once more with the same one.

    The course and Python alone run from the click on Start. JupyterLite has no such button: it runs from the
    navigation. `course_with_page` is the course counted the same way, its page's loading included.
    """
    with ExitStack() as stack:
        book = stack.enter_context(book_server())
        candidates = {
            "course": Candidate(book.url + CHAPTER, *place("goal-builder")),
            "python_alone": Candidate(f"{book.url}bench/bare.html", "output", "button"),
        }
        if with_lite:
            candidates["jupyterlite"] = stack.enter_context(lite_server())[1]
        times = {name: {"cold": [], "warm": []} for name in [*candidates, "course_with_page"]}
        for _ in range(rounds):
            for name, candidate in candidates.items():
                with fresh_visitor(playwright) as visitor:
                    for when in ("cold", "warm"):
                        with visitor.visit() as page:
                            loading, took = start(page, candidate)
                        times[name][when].append(took)
                        if name == "course":
                            times["course_with_page"][when].append(loading + took)
    return {name: {when: summary(found) for when, found in both.items()} for name, both in times.items()}


def start(page: Page, candidate: Candidate) -> tuple[float, float]:
    """Open a candidate's page and start its exercise; return the page's loading and the start in ms."""
    page.goto(candidate.address, wait_until="networkidle" if candidate.button else "commit")
    loading = page.evaluate("performance.getEntriesByType('navigation')[0].duration")
    took = until_visible(page, candidate.wanted, candidate.button)
    page.wait_for_timeout(STAY)
    return loading, took


def more_exercises(playwright, rounds: int) -> dict:
    """Measure the second and third exercise of a page, and the audit's answer to a long advertisement.

    Each round is a fresh visitor who starts the goal builder first; the audit comes second in the first
    round, third in the next, and so on. Before each press, the visitor scrolls to the exercise and looks at
    it.
    """
    times = {"second": [], "third": [], "answer": []}
    with book_server() as server:
        for number in range(rounds):
            slugs = ["job-ad-audit", "kpi-map"][:: -1 if number % 2 else 1]
            with fresh_visitor(playwright) as visitor, visitor.visit() as page:
                start(page, Candidate(server.url + ALL_EXERCISES, *place("goal-builder")))
                for position, slug in zip(("second", "third"), slugs, strict=True):
                    wanted, button = place(slug)
                    page.locator(button).scroll_into_view_if_needed()
                    page.wait_for_timeout(STAY)
                    times[position].append(until_visible(page, wanted, button))
                    page.wait_for_timeout(STAY)
                audit = page.query_selector("#live-job-ad-audit .rc-host")
                words = [audit, advertisement(number), QUIET, PATIENCE]
                times["answer"].append(page.evaluate(UNTIL_ANSWERED, words))
    return {name: summary(found) for name, found in times.items()}


def slow_line(playwright, rounds: int) -> dict:
    """Measure the first exercise of fresh visitors over a slow line, from the click on Start."""
    times = []
    with book_server() as server:
        course = Candidate(server.url + CHAPTER, *place("goal-builder"))
        for number in range(rounds + 1):
            with fresh_visitor(playwright) as visitor, visitor.visit() as page:
                took = start(page, course)[1]
            if number:
                times.append(took)
            else:  # this visitor came for the files: a host has them compressed before anybody asks
                for path in set(server.given):
                    sizes(path)
                server.line = Line(*SLOW_LINE)
    return summary(times)


def next_page(playwright, rounds: int) -> dict:
    """Measure the first exercise of the next page, for a reader who has started one on the page before.

    Returns times for each time of READING, in seconds, between the page's loading and the click.
    """
    times = {f"{wait / 1000:g}": [] for wait in READING}
    address, slug = NEXT_CHAPTER
    with book_server() as server:
        for _ in range(rounds):
            for wait in READING:
                with fresh_visitor(playwright) as visitor, visitor.visit() as page:
                    start(page, Candidate(server.url + CHAPTER, *place("goal-builder")))
                    page.goto(server.url + address, wait_until="load")
                    page.wait_for_timeout(wait)
                    times[f"{wait / 1000:g}"].append(until_visible(page, *place(slug)))
    return {wait: summary(found) for wait, found in times.items()}
