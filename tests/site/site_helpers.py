"""What several of the page tests do."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rolecraft.text import say

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
LOADED = 60_000  # milliseconds that a busy computer may need to start an exercise


def start(page, slug="goal-builder"):
    """Press Start; return the exercise when it is there."""
    exercise = page.locator(f"#live-{slug}")
    exercise.get_by_role("button", name="Start the exercise").click()
    expect(exercise.get_by_text("The exercise is ready.")).to_be_visible(timeout=LOADED)
    return exercise


def work_first_step(page, base_url, slug, label, words, answer):
    """Fill in an exercise's first input, hear the answer, reload, and find both again."""
    page.goto(f"{base_url}/exercises/{slug}.html")
    exercise = start(page, slug)
    exercise.get_by_role("textbox", name=label, exact=True).fill(words)
    expect(exercise.locator(".rc-host")).to_contain_text(answer)
    expect(exercise.get_by_text(say("frame.status_saved"))).to_be_visible()
    page.reload()
    exercise = start(page, slug)
    expect(exercise.get_by_role("textbox", name=label, exact=True)).to_have_value(words)
    expect(exercise.locator(".rc-host")).to_contain_text(answer)


def business_goal(exercise):
    """The goal builder's first input."""
    return exercise.get_by_role("textbox", name="The business goal", exact=True)


def kept_work(page):
    """Return the texts that the exercises keep in this browser, by name."""
    return page.evaluate("keptPlan.read()")


def put_plan(page, text):
    """Put a plan where the exercises keep it."""
    page.evaluate("text => keptPlan.replace(text)", text)


def axe_findings(page):
    """Return what axe says against the page, in words: WCAG 2.2, levels A and AA, and good practice."""
    found = Axe().run(page, options={"runOnly": RULES, "preload": False}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found
        for node in rule["nodes"]
    ]


def look(page, name, *arguments):
    """Return what one of the functions in looks.js finds in a page."""
    return page.evaluate(f"arguments => (\n{LOOKS}\n).{name}(...arguments)", list(arguments))
