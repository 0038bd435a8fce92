"""Build the slides of all sessions into _build/html/slides: python site/build_slides.py

sphinx-revealjs brings reveal.js; of its files, only those that a slide uses are put beside the slides. What
is built from the same sources already stays.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from changes import fingerprint, packages

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent
SETTINGS = SITE / "slides"
SOURCES, PAGES, READ = (ROOT / ".build" / name for name in ("slides", "slides-html", "slides-read"))
BUILT = ROOT / "_build" / "html" / "slides"
TYPED = ROOT / "workshop" / "slides"
MARK = ROOT / ".build" / "slides-built-from"
# Of reveal.js: the program, its style, and the plugin that keeps the speaker's window in step.
REVEAL = ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js")
SPEAKER = "plugin/notes/speaker-view.html"
SPEAKER_IS = "The speaker’s window of the slides: this slide, the next one, a clock, and notes."


def reveal_folder() -> Path:
    """Return the folder of reveal.js that sphinx-revealjs brings. Raises FileNotFoundError without it."""
    package = Path(find_spec("sphinx_revealjs").origin).parent
    found = sorted(package.rglob(SPEAKER))
    if not found:
        raise FileNotFoundError(f"sphinx-revealjs brings no {SPEAKER} any more; look for it in {package}")
    return found[-1].parents[2]


def write_sources() -> None:
    """Write each session's slides, and the list of them, as MyST; what stays the same is left alone."""
    from course_book.course import read_chapters
    from course_book.decks import decks
    from course_book.sessions import FILE, read_sessions

    course, chapters = read_chapters(ROOT / "chapters")
    sessions = read_sessions(ROOT / FILE)
    numbers = {slug: number for number, slug in enumerate(course.exercises, 1)}
    sources = decks(sessions, course, chapters, TYPED, numbers)
    listed = "".join(f"- [{one.title}]({one.slug}.md): {one.audience}.\n" for one in sessions)
    toctree = "```{toctree}\n:hidden:\n" + "".join(f"{one.slug}\n" for one in sessions) + "```\n"
    keys = (TYPED / "index.md").read_text(encoding="utf-8")
    sources["index"] = keys.replace("{decks}", listed) + "\n" + toctree
    SOURCES.mkdir(parents=True, exist_ok=True)
    for old in SOURCES.glob("*.md"):
        if old.stem not in sources:
            old.unlink()
    for name, text in sources.items():
        path = SOURCES / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def write_speaker(html: str, folder: Path, policy: str) -> None:
    """Write the speaker's window with its style and script in files: our policy allows none in a page."""
    ((style, script),) = re.findall(r"<style>(.*?)</style>.*<script>(.*?)</script>", html, re.DOTALL)
    # Ours gives no minutes for single slides, so their clock stays hidden.
    style += "\n.pacing, .pacing-title { display: none !important }\n"
    (folder / "speaker.css").write_text(style, encoding="utf-8")
    (folder / "speaker.js").write_text(script, encoding="utf-8")
    head = (
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f'<meta name="description" content="{SPEAKER_IS}">'
    )
    for old, new in (
        (r"^.*?<html", "<!doctype html>\n<html"),
        (r"<head>", f"<head>\n{policy}\n{head}"),
        (r"<style>.*?</style>", '<link rel="stylesheet" href="speaker.css">'),
        (r"<script>.*?</script>", '<script src="speaker.js"></script>'),
        (r' style="display: none"', ""),
        (r"<select ", '<select aria-label="Layout" '),
    ):
        html = re.sub(old, new, html, flags=re.DOTALL)
    (folder / "speaker.html").write_text(html, encoding="utf-8")


def sources() -> str:
    """Return a hash of all that the slides are made from."""
    folders = [ROOT / name for name in ("chapters", "workshop", "rolecraft")]
    texts = map(fingerprint, [*folders, SETTINGS, SITE / "course_book"])
    own = Path(__file__).read_text(encoding="utf-8")
    return hashlib.sha256("".join([*texts, own, packages()]).encode()).hexdigest()


def build_slides() -> int:
    """Build what is not current; return Sphinx's exit code, which is not 0 after any warning."""
    from course_book.security import META

    now = sources()
    if BUILT.is_dir() and MARK.exists() and MARK.read_text(encoding="utf-8") == now:
        return 0
    write_sources()
    command = [sys.executable, "-m", "sphinx", "-b", "revealjs", "-W", "--keep-going", "-n", "-q"]
    problems = subprocess.run(
        [*command, "-c", str(SETTINGS), "-d", str(READ), str(SOURCES), str(PAGES)]
    ).returncode
    if problems:
        shutil.rmtree(READ, ignore_errors=True)  # or the next run would not see the warnings again
        return problems
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    for page in SOURCES.glob("*.md"):
        shutil.copy2(PAGES / f"{page.stem}.html", BUILT)
    reveal = reveal_folder()
    for file in (*(reveal / name for name in REVEAL), *(SETTINGS / "static").iterdir()):
        shutil.copy2(file, BUILT)
    write_speaker((reveal / SPEAKER).read_text(encoding="utf-8"), BUILT, META)
    MARK.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(build_slides())
