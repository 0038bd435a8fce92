"""The exercises in the page: the directive `{live-exercise} goal-builder`, and the notebooks as pages.

The page shows what the exercise does and the worked example as a picture; *Start* runs exactly the call of
the notebook's cell with the tag "live". The runtime itself is built by site/live/build.py.
"""

import json
import shutil
from html import escape
from importlib import import_module
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from rolecraft.text import say

from . import sheets
from .outlines import whole_course
from .tables import reference

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    *("starting", "slow", "ready", "failed", "updated", "stopped", "from_file", "old_browser"),
    *("again", "reload", "details", "blocked", "elsewhere", "taken"),
)
LABELS = ("example", "start", "no_script", "notebook", "sheet", "kept", "your_data", "here", "leave")


class LiveExercise(nodes.General, nodes.Element):
    """An exercise in the page. Attributes: slug, code."""


class CodeCell(nodes.General, nodes.Element):
    """A cell of a notebook that a reader opens on request."""


def notebook_path(slug: str) -> Path:
    """Return the notebook of an exercise ("goal-builder")."""
    return ROOT / "exercises" / f"{slug}.ipynb"


def live_code(slug: str) -> str:
    """Return the code of the notebook's cell tagged "live".

    Raises ExtensionError when there is no such notebook, or not exactly one such cell.
    """
    try:
        notebook = nbformat.read(notebook_path(slug), as_version=4)
    except FileNotFoundError as error:
        raise ExtensionError(f"live-exercise: there is no exercises/{slug}.ipynb") from error
    cells = [cell.source for cell in notebook.cells if "live" in cell.metadata.get("tags", ())]
    if len(cells) != 1:
        raise ExtensionError(f'live-exercise: exercises/{slug}.ipynb needs one cell with the tag "live"')
    return cells[0]


def preview(module: str) -> str:
    """Return the worked example of an exercise as HTML."""
    return import_module(f"rolecraft.views.{module}").preview()


def depend_on_library(env) -> None:
    """Have the page read again when the exercise library changes: its picture and words come from there."""
    for path in (ROOT / "rolecraft").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            env.note_dependency(str(path))


class LiveExerciseDirective(SphinxDirective):
    """`{live-exercise} slug`: the exercise of exercises/slug.ipynb, ready to start."""

    required_arguments = 1

    def run(self):
        """Return the exercise's node."""
        slug = self.arguments[0]
        self.env.note_dependency(str(notebook_path(slug)))
        depend_on_library(self.env)
        try:
            return [LiveExercise(slug=slug, code=live_code(slug))]
        except ExtensionError as error:
            raise self.error(str(error)) from error


def exercise_html(slug: str, code: str, root: str, level: int) -> str:
    """Return the HTML of an exercise before it is started.

    root: way from the page to the top of the site ("../"). level: of the heading.
    """
    module = slug.replace("-", "_")
    words = {name: say(f"live.{name}") for name in WORDS} | {"error": say("frame.error", words="{words}")}
    kicker = say("live.kicker", name=say(f"role_charter.exercise_{module}"), minutes=say(f"{module}.minutes"))
    data = json.dumps({"code": code, "words": words}).replace("<", "\\u003c")
    text = {name: escape(say(f"{module}.{name}")) for name in ("title", "summary", "minutes")}
    live = {name: escape(say(f"live.{name}")) for name in LABELS}
    return f"""
<section class="rc-exercise" id="live-{slug}" data-live="{root}live/" aria-labelledby="live-{slug}-title">
<p class="rc-kicker">{escape(kicker)}</p>
<h{level} class="rc-title" id="live-{slug}-title">{text["title"]}</h{level}>
<p>{text["summary"]}</p>
<div class="rc-controls">
<button type="button" class="rc-start" hidden>{live["start"]}</button>
<progress class="rc-progress" max="100" aria-label="{live["start"]}" hidden></progress>
<p class="rc-state" role="status"></p>
</div>
<p class="rc-kept" role="status" hidden>{live["kept"]}
<a href="{root}chapters/your-data.html">{live["your_data"]}</a></p>
<div class="rc-elsewhere" role="alert" hidden><p></p>
<button type="button" class="rc-here">{live["here"]}</button>
<button type="button" class="rc-leave">{live["leave"]}</button></div>
<p class="rc-noscript">{live["no_script"]}</p>
<div class="rc-preview"><p>{live["example"]}</p><div class="rc">{preview(module)}</div></div>
<div class="rc-trouble" role="alert" hidden></div>
<div class="rc-host" role="group" aria-labelledby="live-{slug}-title" tabindex="-1" hidden></div>
<p class="rc-other"><a href="{root}notebooks/{slug}.ipynb" download>{live["notebook"]}</a>
<a href="{root}sheets/{slug}.html">{live["sheet"]}</a></p>
<script type="application/json">{data}</script>
</section>
"""


def visit_live_exercise(translator, node):
    """Write the exercise into the page."""
    root = "../" * translator.builder.current_docname.count("/")
    translator.body.append(exercise_html(node["slug"], node["code"], root, translator.section_level + 1))
    raise nodes.SkipNode


def visit_code_cell(translator, node):
    """Open the part that hides a cell."""
    words = escape(say("live.code_cells"))
    translator.body.append(f'<details class="rc-code"><summary>{words}</summary>\n')


def depart_code_cell(translator, node):
    """Close it."""
    translator.body.append("</details>\n")


def surroundings(app, slug: str) -> nodes.paragraph:
    """Return a line that leads from an exercise to its chapter, to the charter and to the glossary."""
    _, chapters = whole_course(app.env)

    def link(page, text):
        return reference(f"/{page}", text, app.env.docname, "doc")

    own = [c for c in chapters.values() if slug in (c.exercise, c.manager_exercise)]
    line = ["This exercise belongs to "]
    line.append(link(f"chapters/{own[0].slug}", f"chapter {own[0].number}") if own else "all chapters")
    if slug != "role-charter":
        line += [". What you agree on ends up in ", link("exercises/role-charter", "the role charter")]
    line += [". Words that are new to you are in the ", link("chapters/glossary", "glossary"), "."]
    return nodes.paragraph("", "", *(nodes.Text(part) if isinstance(part, str) else part for part in line))


def show_notebook(app, doctree):
    """In a notebook that is a page, put the exercise in place of its cell; fold the other cells."""
    slug = Path(app.env.docname).name
    if app.env.docname != f"exercises/{slug}":
        return
    depend_on_library(app.env)
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") != "cell_code":
            continue
        if "live" in cell.get("cell_metadata", {}).get("tags", ()):
            cell.replace_self([LiveExercise(slug=slug, code=live_code(slug)), surroundings(app, slug)])
        else:
            folded = CodeCell()
            cell.replace_self(folded)
            folded += cell


def copy_style(app):
    """Give the pictures of the exercises the exercises' own style; before pages are written."""
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "rolecraft" / "data" / "widgets.css", folder / "widgets.css")


def finish(app, exception):
    """Put the notebooks and the runtime beside the pages, and remove the runtime's files of earlier builds.

    Here and not by html_extra_path: Sphinx copies such files only when some page has changed, too.
    """
    if exception or app.builder.format != "html":
        return
    runtime, built = Path(app.outdir) / "live", ROOT / ".build" / "site" / "live"
    for path in runtime.glob("*"):
        if not (built / path.name).exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if built.is_dir():
        shutil.copytree(built, runtime, dirs_exist_ok=True)
    folder = Path(app.outdir) / "notebooks"
    folder.mkdir(exist_ok=True)
    for notebook in (ROOT / "exercises").glob("*.ipynb"):
        shutil.copyfile(notebook, folder / notebook.name)


def skip(translator, node):
    """Leave the exercise out of formats that can't run it."""
    raise nodes.SkipNode


def setup(app):
    """Register the directive, the notebooks' transform, the files beside the pages."""
    app.add_node(LiveExercise, html=(visit_live_exercise, None), latex=(skip, None), text=(skip, None))
    app.add_node(CodeCell, html=(visit_code_cell, depart_code_cell))
    app.add_directive("live-exercise", LiveExerciseDirective)
    app.connect("doctree-read", show_notebook)
    app.connect("builder-inited", copy_style)
    app.connect("build-finished", finish)
    app.add_js_file("one-tab.js", loading_method="defer", priority=400)
    app.add_js_file("live-start.js", loading_method="defer")
    app.add_css_file("widgets.css")
    app.add_css_file("live.css")
    sheets.setup(app)
