"""Write the offline edition, one zip: python site/offline/edition.py

The book must be built, with its slides and worksheets. The zip has the pages with the browser's Python, a
start script, the notebooks and what they need, and the page "Start here". The same content gives the same
bytes.
"""

import sys
import zipfile
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "site"), str(HERE)]

import notebooks  # noqa: E402
import serve  # noqa: E402
from course_book.course import read_course  # noqa: E402
from course_book.plain_page import plain_page  # noqa: E402

from rolecraft.text import say  # noqa: E402

TARGET = ROOT / "_build" / "the-focused-marketer-offline.zip"
LARGEST = 40_000_000  # bytes; what fits a mail server's or a chat's limit, or a slow line in a minute or two
# For web hosts: copies of other files, settings, what search engines and other books ask for.
COPIES = {".gz", ".br"}
FOR_HOSTS = {"_headers", ".htaccess", ".nojekyll", ".buildinfo", "objects.inv", "sitemap.xml", "hosts"}
PACKED_ALREADY = {".png", ".whl", ".woff2", ".zip"}
# A double-click starts these.
PROGRAMS = {"start.py", "start-mac.command"}
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3  # the system whose rights the zip names, wherever it was made


class Incomplete(RuntimeError):
    """Something that belongs into the offline edition is not built."""


def site(html: Path) -> dict[str, bytes]:
    """Return the files of the built book that a reader needs: name within the book → content."""
    files = {path.relative_to(html): path for path in html.rglob("*") if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in files.items()
        if name.parts[0] not in FOR_HOSTS and name.suffix not in COPIES
    }


def missing(pages: dict[str, bytes], exercises: list[str]) -> list[str]:
    """Return what the built book lacks, each with the command that makes it."""
    needed = {"index.html": "make book", serve.MANIFEST: "make book", "slides/index.html": "make slides"}
    for name in [*exercises, "charter-form"]:
        needed[f"worksheets/{name}.pdf"] = "make worksheets"
    return [f"{name} ({command})" for name, command in needed.items() if name not in pages]


def start_here(exercises: list[str]) -> str:
    """Return the page "Start here", which tells how to begin. exercises: "goal-builder" …"""
    titles = {name: say(f"{name.replace('-', '_')}.title") for name in exercises}
    sheets = "\n".join(f"- [{title}](course/worksheets/{name}.pdf)" for name, title in titles.items())
    text = (HERE / "start-here.md").read_text(encoding="utf-8")
    text = text.replace("{worksheets}", sheets).replace("{address}", f"http://127.0.0.1:{serve.FIRST_PORT}/")
    title, _, _ = text.partition("\n")
    body = MarkdownIt("commonmark").enable("table").render(text)
    return plain_page(
        f"{title.removeprefix('# ')}: The Focused Marketer",
        f"<body>\n<main>\n{body}</main>\n</body>",
        ["course/start-here.css"],
        "course/_static/favicon.svg",
    )


def own_files(exercises: list[str]) -> dict[str, bytes]:
    """Return what is added to the book's pages: name in the zip → content."""
    texts = {
        "Start here.html": start_here(exercises),
        "course/start-here.css": (HERE / "start-here.css").read_text(encoding="utf-8"),
        "start.py": (ROOT / "site" / "serve.py").read_text(encoding="utf-8"),
        "start-mac.command": (HERE / "start-mac.command").read_text(encoding="utf-8"),
        "check_setup.py": (ROOT / "workshop" / "check_setup.py").read_text(encoding="utf-8"),
        "requirements.txt": notebooks.requirements(),
        "LICENSE": (ROOT / "LICENSE").read_text(encoding="utf-8"),
    }
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    # Windows' command line stumbles over other ends of lines.
    batch = (HERE / "start-windows.bat").read_text(encoding="utf-8").replace("\n", "\r\n")
    files["start-windows.bat"] = batch.encode("ascii")
    files[f"wheels/{notebooks.wheel_name()}"] = notebooks.build_wheel()
    # Not within the pages: a plan that is kept beside a notebook must never be handed out to a room.
    for notebook in notebooks.files():
        files[f"notebooks/{notebook.name}"] = notebook.read_bytes()
    return files


def write_zip(files: dict[str, bytes], target: Path) -> None:
    """Write files into a zip. files: name in the zip → content."""
    with zipfile.ZipFile(target, "w", compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.create_system = UNIX
            entry.external_attr = (0o100755 if name in PROGRAMS else 0o100644) << 16
            packed = Path(name).suffix in PACKED_ALREADY
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def build(html: Path, target: Path) -> None:
    """Write the offline edition of a built book. Raises Incomplete when a part of it is missing."""
    exercises = read_course(ROOT / "chapters" / "course.yml").exercises
    pages = site(html)
    if lacking := missing(pages, exercises):
        raise Incomplete("The offline edition needs what is not built yet: " + ", ".join(lacking))
    files = {f"course/{name}": content for name, content in pages.items()} | own_files(exercises)
    write_zip(files, target)
    if (size := target.stat().st_size) > LARGEST:
        target.unlink()
        raise Incomplete(f"The offline edition has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}.")


def main() -> None:
    """Write the zip and tell its size; end with a sentence when something is missing."""
    try:
        build(serve.BUILT_BOOK, TARGET)
    except Incomplete as problem:
        sys.exit(str(problem))
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
