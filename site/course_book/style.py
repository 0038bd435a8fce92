"""One style sheet and one small font of icons for the whole book, with what its pages use.

The theme brings ten sheets for every kind of page, a tenth of which is used here, and two thousand icons, of
which ten are. The words in the pages' tags are remembered, so that only pages written anew are read.
"""

import hashlib
import json
import logging
import re
import tempfile
from itertools import chain
from pathlib import Path

from fontTools import subset
from live.build import HERE, install_modules, node

logging.getLogger("fontTools").setLevel(logging.WARNING)
NAME = "book.css"
LINK = re.compile(rf"({re.escape(NAME)}\?v=)\w*")
# Sheets of the theme and of extensions, in the order in which they overrule each other; then ours.
THEIRS = (
    *("basic.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css"),
    *("mystnb.*.css", "sphinx-design.min.css"),
)
OURS = ("course.css", "access.css", "widgets.css", "live.css", "progress.css")
# The theme's scripts name classes that no page has when it is written.
THEIR_SCRIPTS = ("scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js")
# Elements and states that only a running exercise puts into a page; its classes are all in our own sheets.
IN_EXERCISES = (
    "a button caption code details fieldset h2 h3 h4 h5 hr input label legend li ol optgroup option output p "
    "pre progress select small span strong summary svg table tbody td textarea tfoot th thead time tr ul "
    "checkbox date disabled file hidden number radio readonly text type"
)
ICONS = "vendor/fontawesome/webfonts/fa-solid-900.woff2"
ICON = re.compile(r'"\\(f[0-9a-f]{3})"')
# Nobody asks for these: icons as a script and in other formats, maps for the theme's developers, what the
# theme needs only while it builds.
UNUSED = (
    *("scripts/fontawesome.js*", "**/*.map", "**/fa-regular-*", "**/fa-brands-*", "**/*.ttf"),
    *("*-macros.html", "locales/**/*.po", "locales/**/*.mo"),
)


def words_in_tags(html: str) -> set[str]:
    """Return the words in a page's tags: elements, attributes, classes, ids."""
    return set(re.findall(r"[A-Za-z_][\w-]*", " ".join(re.findall(r"<[A-Za-z][^>]*>", html))))


def read(static: Path, patterns: tuple[str, ...]) -> str:
    """Return the text of files in the order of their names. Raises FileNotFoundError when one isn't there."""
    texts = []
    for pattern in patterns:
        found = sorted(static.glob(pattern))
        if not found:
            raise FileNotFoundError(f"The book's style needs {pattern}, which the theme doesn't bring.")
        # All stand in one folder now.
        texts += [path.read_text(encoding="utf-8").replace("url(../", "url(") for path in found]
    return "\n".join(texts)


def one_sheet(*texts: str) -> str:
    """Return one style sheet. texts: their sheets, ours, the words of all pages."""
    install_modules()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("theirs.css", "ours.css", "words.txt")]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        return node("style.mjs", *files)


def shrink_icons(font: Path, css: str) -> None:
    """Leave in the font of icons only those that a style sheet names."""
    options = subset.Options(flavor="woff2", layout_features=[])
    icons = subset.load_font(str(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[int(code, 16) for code in ICON.findall(css)])
    subsetter.subset(icons)
    subset.save_font(icons, str(font), options)


def note_page(app, page, template, context, doctree):
    """Note a page that is written in this build."""
    app.env.course_written = {*getattr(app.env, "course_written", ()), page}


def write_style(app, exception):
    """Write the sheet, and its version into the pages: into all of them when it has changed."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static, sheet = out / "_static", out / "_static" / NAME
    memory = Path(app.doctreedir, "book-style.json")
    known = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {}
    pages = [out / f"{page}.html" for page in getattr(app.env, "course_written", ())]
    words = set(known.get("words", ())).union(*(words_in_tags(page.read_text("utf-8")) for page in pages))
    theirs, ours, scripts = (read(static, names) for names in (THEIRS, OURS, THEIR_SCRIPTS))
    content = " ".join(sorted(words.union(re.findall(r"[\w-]+", scripts), IN_EXERCISES.split())))
    tools = ((HERE / name).read_text("utf-8") for name in ("style.mjs", "package-lock.json"))
    key = hashlib.sha256("\0".join((theirs, ours, content, *tools)).encode()).hexdigest()
    if key != known.get("key") or not sheet.exists():
        sheet.write_text(one_sheet(theirs, ours, content), encoding="utf-8")
    css = sheet.read_text(encoding="utf-8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    for page in pages if version == known.get("version") else out.rglob("*.html"):
        page.write_text(LINK.sub(rf"\g<1>{version}", page.read_text("utf-8")), encoding="utf-8")
    memory.write_text(json.dumps({"words": sorted(words), "key": key, "version": version}), encoding="utf-8")

    shrink_icons(static / ICONS, css)
    for path in chain.from_iterable(static.glob(pattern) for pattern in UNUSED):
        path.unlink()


def setup(app):
    """Write the sheet after each build, when the theme has written its colours of code."""
    app.connect("html-page-context", note_page)
    app.connect("build-finished", write_style, priority=900)
