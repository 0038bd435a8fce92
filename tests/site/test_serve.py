"""The server for readers and tests, and the search for a browser."""

import gzip
import os
import threading
from http.client import HTTPConnection
from pathlib import Path

import browser as course_browser
import pytest
import serve


@pytest.fixture
def folder(tmp_path):
    """A folder of files as the build leaves them, one of them with its compressed copy."""
    names = (
        "page.mjs",
        "python.wasm",
        "data.json",
        "text.html",
        "live/manifest.json",
        "live/part-0a1b2c3d4e.zip",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / "python.wasm.gz").write_bytes(gzip.compress(b"1"))
    return tmp_path


@pytest.fixture
def get(folder):
    """Ask a server for a file of the folder; the answer has headers and status."""
    with serve.server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def ask(name, **headers):
            connection = HTTPConnection("127.0.0.1", server.server_port)
            connection.request("GET", f"/{name}", headers=headers)
            return connection.getresponse()

        yield ask
        server.shutdown()


def test_files_have_the_types_that_live_exercises_need(get):
    kinds = {
        "page.mjs": "text/javascript; charset=utf-8",
        "python.wasm": "application/wasm",
        "data.json": "application/json",
        "text.html": "text/html; charset=utf-8",
    }
    for name, kind in kinds.items():
        assert get(name).getheader("Content-Type") == kind


def test_browsers_that_take_it_get_the_compressed_copy(get):
    packed = get("python.wasm?v=1", **{"Accept-Encoding": "gzip, deflate"})
    assert (packed.getheader("Content-Encoding"), packed.getheader("Content-Type")) == (
        "gzip",
        "application/wasm",
    )
    assert gzip.decompress(packed.read()) == b"1"
    plain = get("python.wasm")
    assert (plain.getheader("Content-Encoding"), plain.read()) == (None, b"1")
    assert get("data.json", **{"Accept-Encoding": "gzip"}).getheader("Content-Encoding") is None


def test_a_new_build_is_seen_at_once_and_what_never_changes_is_kept(get):
    rules = {name: get(name).getheader("Cache-Control") for name in ("text.html", "live/manifest.json")}
    assert set(rules.values()) == {"no-cache"}
    assert "immutable" in get("live/part-0a1b2c3d4e.zip").getheader("Cache-Control")
    gone = get("live/part-0000000000.zip")
    assert (gone.status, gone.getheader("Cache-Control")) == (404, "no-cache")


def test_an_address_that_is_not_there_gets_the_book_s_own_page(get, folder):
    (folder / "404.html").write_text("<h1>There is no such page</h1>", encoding="utf-8")
    gone = get("chapters/nowhere.html", **{"Accept-Encoding": "gzip"})
    assert (gone.status, gone.getheader("Content-Type")) == (404, "text/html; charset=utf-8")
    assert "no such page" in gone.read().decode()


def test_two_servers_take_two_ports_that_no_other_computer_reaches(tmp_path):
    with serve.server(tmp_path) as server, serve.server(tmp_path) as second:
        assert second.server_port != server.server_port
        assert server.server_address[0] == "127.0.0.1"


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
