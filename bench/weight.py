"""What a page weighs over the wire, before and after Start, and what the exercise library adds to it."""

import json
import zipfile
import zlib

from measure import fresh_visitor, total, until_visible

# isort: split
from live import build as live_build  # in site/, which measure makes known
from starting import BOOK, CHAPTER, STAY, book_server, lite_server, place


def chapters() -> list[str]:
    """Return the addresses of the chapters within the book."""
    return sorted(path.relative_to(BOOK).as_posix() for path in BOOK.glob("chapters/[0-9][0-9]-*.html"))


def weigh_course(playwright) -> dict:
    """Return the bytes that a fresh visitor fetches: each chapter before Start, one chapter after it."""
    before = {}
    with book_server() as server:
        for name in chapters():
            with fresh_visitor(playwright) as visitor, visitor.visit() as page:
                server.given.clear()
                page.goto(server.url + name, wait_until="networkidle")
                before[name] = total(server.given)
                if name == CHAPTER:
                    server.given.clear()
                    until_visible(page, *place("goal-builder"))
                    page.wait_for_load_state("networkidle")
                    after = total(server.given)
    return {"before_start": before, "after_start": after}


# What the library needs beside the widgets, in the archive of packages.
OWN_PACKAGES = {"attr", "attrs", "cattrs", "snowballstemmer", "typing_extensions.pyc"}


def weigh_library() -> dict[str, int]:
    """Return for each exercise the bytes of library and dependencies that its page needs, compressed.

    What all exercises share lies in the image of Python's memory and is weighed as compressed files.
    """
    folder = BOOK / "live"
    names = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    packages = next(one["archive"] for one in names["late"] if one["archive"].startswith("packages"))
    with zipfile.ZipFile(folder / packages) as archive:
        infos = archive.infolist()
    always = sum(one.compress_size for one in infos if one.filename.split("/")[0] in OWN_PACKAGES)
    course = next(live_build.KEPT.glob("course-*/course"))
    shared = [live_build.built(path, course) for path in live_build.parts.parts()[""]]
    always += sum(len(zlib.compress(path.read_bytes(), 9)) for path in shared)
    return {slug: always + (folder / part).stat().st_size for slug, part in names["exercises"].items()}


def weigh_lite(playwright) -> dict:
    """Return the bytes that the same exercise takes in a stock JupyterLite."""
    with lite_server() as (server, candidate), fresh_visitor(playwright) as visitor, visitor.visit() as page:
        page.goto(candidate.address, wait_until="commit")
        until_visible(page, candidate.wanted)
        page.wait_for_timeout(STAY)
        return total(server.given)
