"""Time to build books of more and more chapters, beside plain Jupyter Book on the same text.

The books are made of the course's own ten chapters, copied under new numbers; the twelve exercises stay. What
counts is one changed line: the course may need longer than plain Jupyter Book, but not by more with every
chapter.
"""

import re
import shutil
import tempfile
from pathlib import Path

import yaml
from building import STOCK, change_one_line, copy_course, copy_plain, timed
from measure import ROOT, summary

MOST_ROUNDS = 3  # a book of 160 chapters takes minutes
LABELS = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)


def copied_chapter(text: str, number: int, new: int) -> str:
    """Return a chapter's text under a new number: its ids of objectives and questions, and its labels."""
    text = text.replace(f"\n  chapter: {number}\n", f"\n  chapter: {new}\n", 1)
    text = re.sub(rf'"{number}\.(\d)"', rf'"{new}.\1"', text)
    text = re.sub(rf"\b([qro]){number}-(\d)", rf"\g<1>{new}-\2", text)
    # Questions of the first chapter that ask for a guess about it: now they recall it.
    text = re.sub(rf'^(```{{quiz}} r.*\nobjective: )"{new}\.', rf'\1"{number}.', text, flags=re.MULTILINE)
    for label in LABELS.findall(text):
        text = text.replace(label, f"{label}-{new}")
    return text


def add_chapters(book: Path, count: int) -> None:
    """Give a copy of the course as many chapters as asked for.

    Args:
        book: folder of the copy, which has the course's ten.
        count: of chapters in the end.
    """
    plan_file, contents_file = book / "chapters" / "course.yml", book / "_toc.yml"
    plan, contents = (yaml.safe_load(path.read_text("utf-8")) for path in (plan_file, contents_file))
    part = next(part for part in contents["parts"] if part["caption"] == "Chapters")
    originals = list(plan["chapters"])
    for new in range(len(originals) + 1, count + 1):
        one = originals[(new - 1) % len(originals)]
        slug, text = f"{new}-{one['slug'][3:]}", (book / "chapters" / f"{one['slug']}.md").read_text("utf-8")
        (book / "chapters" / f"{slug}.md").write_text(copied_chapter(text, one["number"], new), "utf-8")
        plan["chapters"].append({**one, "number": new, "slug": slug})
        part["chapters"].append({"file": f"chapters/{slug}", "title": f"{new}. {one['title']}"})
    for path, content in ((plan_file, plan), (contents_file, contents)):
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def scale_times(sizes: list[int], rounds: int) -> dict:
    """Measure for each number of chapters: all pages from nothing, once, and by turns one changed line.

    The browser's Python is there, since it doesn't depend on the chapters.

    Returns:
        {number of chapters: {"course" or "plain": {"cold" or "changed": summary}}}
    """
    found = {}
    for count in sizes:
        times = {name: {"cold": [], "changed": []} for name in ("course", "plain")}
        with tempfile.TemporaryDirectory(prefix="course-bench-") as work:
            books = {"course": Path(work, "course"), "plain": Path(work, "plain")}
            copy_course(books["course"])
            shutil.copytree(ROOT / ".build" / "site", books["course"] / ".build" / "site")
            add_chapters(books["course"], count)
            copy_plain(books["plain"], books["course"])
            commands = {"course": ("site/build.py",), "plain": STOCK}
            for name, book in books.items():
                times[name]["cold"].append(timed(book, *commands[name]))
            for number in range(min(rounds, MOST_ROUNDS)):
                for name, book in books.items():
                    change_one_line(book, number)
                    times[name]["changed"].append(timed(book, *commands[name]))
        found[count] = {
            name: {what: summary(took) for what, took in kinds.items()} for name, kinds in times.items()
        }
    return found
