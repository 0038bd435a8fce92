"""The built book, served on this computer, in a real browser; never skipped for want of either."""

import json
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

import browser as course_browser  # noqa: E402
import serve  # noqa: E402

expect.set_options(timeout=15_000)  # milliseconds; a busy computer is no failure


@pytest.fixture(scope="session")
def site():
    """The folder of the built book."""
    folder = serve.BUILT_BOOK
    if not (folder / "index.html").is_file():
        pytest.fail(
            "The book is not built, so its pages cannot be tested. Build it first: make book", pytrace=False
        )
    return folder


@pytest.fixture(scope="session")
def base_url(site):
    """Address of the book, without the slash at the end."""
    with serve.server(site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser_path():
    """Where Chromium, Chrome or Edge is."""
    try:
        return course_browser.find()
    except course_browser.NoBrowser as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture(scope="session")
def playwright(browser_path):
    """What drives the browsers; after browser_path, which may start another, and only one can run."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright, browser_path):
    """Chromium, Chrome or Edge, without a window."""
    chromium = playwright.chromium.launch(executable_path=browser_path, args=list(course_browser.FLAGS))
    yield chromium
    chromium.close()


@pytest.fixture
def page_without_storage(browser, browser_path, tmp_path):
    """A page in a browser whose settings forbid every site to keep anything."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings))
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=browser_path, args=list(course_browser.FLAGS)
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def watched(base_url):
    """Make a page keep what must not happen: errors, and requests to another host (which are stopped)."""
    problems = []

    def watch(page):
        def stay_at_home(route):
            url = urlsplit(route.request.url)
            if url.scheme in ("data", "blob") or f"{url.scheme}://{url.netloc}" == base_url:
                return route.continue_()
            problems.append(f"asks another host: {route.request.url}")
            return route.abort()

        def listen(message):
            if message.type == "error" or "invalid theme" in message.text:
                problems.append(f"console: {message.text} ({message.location['url']})")

        page.context.route("**/*", stay_at_home)
        page.on("console", listen)
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        return page

    yield watch
    assert not problems, "\n".join(dict.fromkeys(problems))


@pytest.fixture
def page(browser, watched):
    """A page of a fresh visitor. The test fails when the page has an error or asks another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield watched(context.new_page())
    context.close()
