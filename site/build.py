"""Build the book into _build/html: the live exercises' runtime, the pages, the slides, compressed copies.

    python site/build.py

Ends with an error when a page has a warning or a notebook fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
SITE = ROOT / ".build" / "site"  # what the book copies beside its pages

sys.path.insert(0, str(ROOT / "site"))

from changes import fingerprint, packages  # noqa: E402


def forget_old_results() -> None:
    """Throw away executed notebooks and read pages when the code that makes them has changed, or a package.

    The cache of notebooks looks at their cells only, and Sphinx at the text of a page.
    """
    mark = BUILD / ".fingerprint"
    now = fingerprint(ROOT / "rolecraft") + fingerprint(ROOT / "site" / "course_book") + packages()
    if not mark.exists() or mark.read_text() != now:
        for folder in (".jupyter_cache", ".doctrees"):
            shutil.rmtree(BUILD / folder, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    mark.write_text(now)


def build_pages(source: Path = ROOT) -> int:
    """Run Jupyter Book on the book in a folder; return its exit code, which is not 0 after any warning."""
    jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command = [*jupyter_book, "build", str(source), "-W", "--keep-going", "-n", "-q"]
    with tempfile.TemporaryDirectory() as empty:
        # The builder's own plan must never show up in the book: notebooks run with an empty one.
        done = subprocess.run(command, cwd=source, env={**os.environ, "ROLECRAFT_FOLDER": empty})
    if done.returncode:
        # Sphinx reads only changed pages, so a second run would not see the warnings again.
        shutil.rmtree(source / "_build" / ".doctrees", ignore_errors=True)
    return done.returncode


def main() -> int:
    """Build everything that is not current; return the exit code."""
    from build_slides import build_slides
    from compress import compress
    from live.build import build_runtime

    build_runtime(SITE / "live")
    forget_old_results()
    problems = build_pages() or build_slides()
    # Also after a warning: a server prefers the copies, and they must never be older than the pages.
    compress(BUILD / "html", ROOT / ".build" / "compressed")
    return problems


if __name__ == "__main__":
    sys.exit(main())
