"""The exercises on paper: one plain page each, with the questions, lines to write on, and the example.

The questions are those of the exercise itself: its widgets are made once, and each input becomes a label
with room to write.
"""

from html import escape
from importlib import import_module
from pathlib import Path

import ipywidgets as widgets

from rolecraft.text import say

STYLE = """
body { font: 11pt/1.5 system-ui, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em;
  color: #1a1a1a; background: #fff; --rc-muted: #595959 }
.line { border-bottom: 1px solid #767676; height: 2.2em }
.question { break-inside: avoid; margin: 0 0 1.2em }
.question p { margin: 0; font-weight: 600 }
.options { list-style: "☐  "; margin: .3em 0 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #767676; padding: .3em .5em; text-align: left }
svg { max-width: 100%; height: auto }
@media print { nav { display: none } body { margin: 0; max-width: none } h2 { break-after: avoid } }
"""


def shown(widget):
    """Yield a widget and everything in it in reading order; what is folded counts, what is hidden doesn't."""
    if getattr(widget, "layout", None) is not None and widget.layout.display == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from shown(child)


def question_html(widget) -> str:
    """Return an input as a question with room for the answer; nothing for other widgets."""
    label = escape(getattr(widget, "description", ""))
    if not label or not isinstance(widget, widgets.ValueWidget) or isinstance(widget, widgets.FileUpload):
        return ""
    if isinstance(widget, widgets.Checkbox):
        return f'<ul class="options"><li>{label}</li></ul>'
    options = getattr(widget, "_options_labels", ())
    if options:
        room = '<ul class="options">' + "".join(f"<li>{escape(option)}</li>" for option in options) + "</ul>"
    else:
        room = '<div class="line"></div>' * (4 if isinstance(widget, widgets.Textarea) else 1)
    return f'<div class="question"><p>{label}</p>{room}</div>'


def sheet_html(module: str) -> str:
    """Return the whole page of one exercise ("goal_builder")."""
    view = import_module(f"rolecraft.views.{module}")
    title, minutes = say(f"{module}.title"), say(f"{module}.minutes")
    questions = "".join(question_html(widget) for widget in shown(getattr(view, module)()))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(say("live.sheet_title", title=title))}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../_static/widgets.css">
<style>{STYLE}</style>
</head>
<body>
<nav><a href="../exercises/{module.replace("_", "-")}.html">{escape(say("live.sheet_back"))}</a></nav>
<main>
<h1>{escape(title)}</h1>
<p>{escape(say(f"{module}.summary"))}</p>
<p>{escape(say("live.sheet_how", minutes=minutes))}</p>
<h2>{escape(say("live.sheet_own"))}</h2>
{questions}
<h2>{escape(say("live.sheet_example"))}</h2>
<div class="rc">{view.preview()}</div>
</main>
</body>
</html>
"""


def write_sheets(app, exception):
    """Write the sheets beside the pages."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "sheets"
    folder.mkdir(exist_ok=True)
    for notebook in (Path(app.srcdir) / "exercises").glob("*.ipynb"):
        page = folder / f"{notebook.stem}.html"
        page.write_text(sheet_html(notebook.stem.replace("-", "_")), encoding="utf-8")


def setup(app):
    """Write the sheets after each build."""
    app.connect("build-finished", write_sheets)
