"""The server for readers and tests, and the search for a browser."""

import threading
from urllib.request import urlopen

import browser as course_browser
import pytest
import serve


def test_files_have_the_types_that_live_exercises_need(tmp_path):
    kinds = {
        "page.mjs": "text/javascript",
        "python.wasm": "application/wasm",
        "data.json": "application/json",
    }
    for name in kinds:
        (tmp_path / name).write_text("1")
    with serve.server(tmp_path) as server, serve.server(tmp_path) as second:
        assert second.server_port != server.server_port
        assert server.server_address[0] == "127.0.0.1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name, kind in kinds.items():
            with urlopen(f"http://127.0.0.1:{server.server_port}/{name}") as answer:
                assert answer.headers.get_content_type() == kind
        server.shutdown()


def test_a_browser_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv("COURSE_BROWSER", "no-such-browser")
    with pytest.raises(course_browser.NoBrowser, match="no-such-browser"):
        course_browser.find()


def test_a_computer_without_a_browser_is_told_how_to_mend_it(monkeypatch):
    monkeypatch.delenv("COURSE_BROWSER", raising=False)
    monkeypatch.setattr(course_browser, "COMMANDS", ())
    monkeypatch.setattr(course_browser, "USUAL_PLACES", ())
    monkeypatch.setattr(course_browser, "_downloaded_by_playwright", lambda: None)
    monkeypatch.setattr(course_browser, "_install_commands", lambda: [[["no-such-installer"]]])
    with pytest.raises(course_browser.NoBrowser, match="Install one of them"):
        course_browser.install()
