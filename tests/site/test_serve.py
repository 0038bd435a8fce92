"""The server for readers and tests, and the search for a browser."""

import os
import threading
from pathlib import Path
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


@pytest.mark.parametrize(
    ("variable", "find"),
    [("COURSE_BROWSER", course_browser.install), ("COURSE_FIREFOX", course_browser.install_firefox)],
)
def test_a_named_browser_that_is_not_there_is_told_and_no_other_one_installed(monkeypatch, variable, find):
    monkeypatch.setenv(variable, "no-such-browser")
    monkeypatch.setattr(course_browser.subprocess, "run", lambda *_, **__: pytest.fail("it installs"))
    with pytest.raises(course_browser.NoBrowser, match="no-such-browser"):
        find()


@pytest.mark.parametrize(
    ("install", "variable", "ways", "said"),
    [
        (course_browser.install, "COURSE_BROWSER", "_ways_to_chromium", "Install one of them"),
        (course_browser.install_firefox, "COURSE_FIREFOX", "_ways_to_firefox", "in Firefox, too"),
    ],
)
def test_a_computer_without_a_browser_is_told_how_to_mend_it(monkeypatch, install, variable, ways, said):
    monkeypatch.delenv(variable, raising=False)
    for places in ("COMMANDS", "USUAL_PLACES", "FIREFOX_COMMANDS", "FIREFOX_PLACES"):
        monkeypatch.setattr(course_browser, places, ())
    monkeypatch.setattr(course_browser, "_downloaded_by_playwright", lambda: None)
    monkeypatch.setattr(course_browser, ways, lambda: [[["no-such-installer"]]])
    with pytest.raises(course_browser.NoBrowser, match=said):
        install()


def program(folder: Path, name: str, exit_code: int) -> str:
    """Write a program that does nothing but end with this code; return its path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="a browser on Windows doesn't tell its version")
def test_a_program_that_only_asks_for_a_browser_is_passed_over(monkeypatch, tmp_path):
    stub, real = program(tmp_path, "chromium-browser", 10), program(tmp_path, "google-chrome", 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("COURSE_BROWSER", raising=False)
    assert course_browser.find() == real
    monkeypatch.setenv("COURSE_BROWSER", stub)
    with pytest.raises(course_browser.NoBrowser, match="does not run"):
        course_browser.find()
