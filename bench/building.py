"""Time to build the book, beside plain Jupyter Book on the same chapters and notebooks.

Both build copies in a folder of their own; the checkout is only read. Plain Jupyter Book has a stock
configuration and the same text: the course's boxes are its ordinary admonitions, and what it has no word for
(quizzes, live exercises, tables made from the chapters' front matter) is left out. So the difference is what
the course adds: the runtime in the browser, its own directives, warnings as errors.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import ROOT, Unmeasured, summary

WITHOUT_CACHES = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
CHANGED = "chapters/04-from-business-goal-to-marketing-goal.md"
BOXES = "article-point|worked-example|manager|charter|if-then"
WITHOUT_EQUAL = (
    "quiz|open-question|live-exercise|chapter-head|chapter-list|course-map|course-figure|manager-path|"
    "study-plan|progress|self-assessment|your-data|run-sheet|session-plan|instructor-note|instructor-notes|"
    "exercise-list|exercise-card"
)
STOCK = ("-c", "from jupyter_book.cli.main import main; main()", "build", ".", "-q")
STOCK_CONFIG = """\
title: The Focused Marketer
author: The authors of The Focused Marketer
only_build_toc_files: true
execute:
  execute_notebooks: cache
bibtex_bibfiles: [references.bib]
"""


def plain(text: str) -> str:
    """Return a chapter without the course's own directives and roles."""
    text = re.sub(rf"^(`{{3,}})\{{({WITHOUT_EQUAL})\}}.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    # An admonition needs a title, which some of the course's boxes bring along.
    text = re.sub(rf"^(`{{3,}})\{{({BOXES})\}}", r"\1{admonition} \2", text, flags=re.MULTILINE)
    return re.sub(r"\{worked\}`[^`]*`", "7", text)


def copy_course(folder: Path) -> None:
    """Copy the checkout as it lies, without what was built; with what npm fetched, since that is no build."""
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.is_dir() and path.name[0] not in "._":
            shutil.copytree(path, folder / path.name, ignore=WITHOUT_CACHES, symlinks=True)
        elif path.is_file():
            shutil.copy(path, folder)


def copy_plain(folder: Path, source: Path = ROOT) -> None:
    """Copy chapters and notebooks of a course for plain Jupyter Book."""
    for name in ("chapters", "exercises", "workshop"):
        shutil.copytree(source / name, folder / name, ignore=WITHOUT_CACHES)
    for page in (*folder.glob("chapters/*.md"), *folder.glob("workshop/*.md")):
        page.write_text(plain(page.read_text("utf-8")), "utf-8")
    for name in ("_toc.yml", "references.bib"):
        shutil.copy(source / name, folder)
    (folder / "_config.yml").write_text(STOCK_CONFIG)


def change_one_line(folder: Path, number: int) -> None:
    """Add a sentence to the first paragraph of a chapter."""
    chapter = folder / CHANGED
    front, heading, text = re.split(r"^(# .*\n)", chapter.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE)
    paragraph = re.search(r"^[A-Z\"].*$", text, re.MULTILINE)[0]
    text = text.replace(paragraph, f"{paragraph} That makes {number + 1}.", 1)
    chapter.write_text(front + heading + text, "utf-8")


def timed(folder: Path, *command: str) -> float:
    """Run a build; return its time in milliseconds. Raises Unmeasured when it fails."""
    with tempfile.TemporaryDirectory() as empty:
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, "ROLECRAFT_FOLDER": empty},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-10:])
        raise Unmeasured(f"A build failed: {' '.join(command)}\n{end}")
    return (time.perf_counter() - began) * 1000


def build_times(rounds: int) -> dict:
    """Measure by turns: all from nothing, all but the runtime from nothing, and one changed line.

    From nothing includes pip's fetching of a few small wheels, or taking them from its cache.
    """
    times = {name: {"cold": [], "changed": []} for name in ("course", "plain")}
    times["course"]["cold_runtime_there"] = []
    ours = ("site/build.py",)
    with tempfile.TemporaryDirectory(prefix="course-bench-") as work:
        course, plain_book = Path(work) / "course", Path(work) / "plain"
        copy_course(course)
        copy_plain(plain_book)
        for number in range(rounds):
            for folder in (course / ".build", course / "_build", plain_book / "_build"):
                shutil.rmtree(folder, ignore_errors=True)
            times["course"]["cold"].append(timed(course, *ours))
            times["plain"]["cold"].append(timed(plain_book, *STOCK))
            for folder in (course, plain_book):
                change_one_line(folder, number)
            times["course"]["changed"].append(timed(course, *ours))
            times["plain"]["changed"].append(timed(plain_book, *STOCK))
            shutil.rmtree(course / "_build")
            times["course"]["cold_runtime_there"].append(timed(course, *ours))
    return {name: {what: summary(took) for what, took in kinds.items()} for name, kinds in times.items()}
