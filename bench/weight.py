"""What a page weighs over the wire, before and after Start."""

from measure import fresh_visitor, total, until_visible
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


def weigh_lite(playwright) -> dict:
    """Return the bytes that the same exercise takes in a stock JupyterLite."""
    with lite_server() as (server, candidate), fresh_visitor(playwright) as visitor, visitor.visit() as page:
        page.goto(candidate.address, wait_until="commit")
        until_visible(page, candidate.wanted)
        page.wait_for_timeout(STAY)
        return total(server.given)
