"""The exercises on paper: one plain page each, with the questions, lines to write on, and the example.

The questions are those of the exercise itself: its widgets are made once, and each input becomes a label
with room to write. A view whose inputs make no sense on paper says in on_paper() what to ask instead.
"""

from html import escape
from importlib import import_module
from pathlib import Path

import ipywidgets as widgets

from rolecraft.text import say
from rolecraft.views.fields import UNKNOWN, hint_html

from .security import META


def inside(widget):
    """Yield a widget and everything in it in reading order; what is folded or hidden counts, too."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def question_html(label: str, options=(), lines=0, hint="") -> str:
    """Return a question with boxes to tick and lines to write on. hint: HTML."""
    ticks = "".join(f"<li>{escape(option)}</li>" for option in options)
    boxes = f'<ul class="options">{ticks}</ul>' if ticks else ""
    room = '<div class="line"></div>' * lines
    return f'<div class="question"><p>{escape(label)}</p>{hint}{boxes}{room}</div>'


def field_html(field) -> str:
    """Return an input of an exercise as a question with room for the answer."""
    control = field.control
    if isinstance(control, widgets.Checkbox):
        return question_html("", [control.description])
    # "Not said yet" and "find out by itself" are for the screen only.
    skipped = (UNKNOWN, "", "auto")
    options = [label for label, value in getattr(control, "options", ()) if value not in skipped]
    lines = 0 if options else 3 if isinstance(control, widgets.Textarea) else 1
    return question_html(control.description, options, lines, hint_html(field.hint))


def questions_html(exercise) -> str:
    """Return all inputs of an exercise under their headings; a heading without inputs is left out."""
    fields = {field.control: field for field in exercise.fields.all}
    parts, heading = [], ""
    for widget in inside(exercise):
        if isinstance(widget, widgets.HTML) and widget.value.startswith("<h4>"):
            heading = widget.value.replace("h4>", "h3>")
        elif widget in fields:
            parts += [heading, field_html(fields[widget])]
            heading = ""
    return "".join(parts)


def sheet_html(module: str) -> str:
    """Return the whole page of one exercise ("goal_builder")."""
    view = import_module(f"rolecraft.views.{module}")
    title, minutes = say(f"{module}.title"), say(f"{module}.minutes")
    if hasattr(view, "on_paper"):
        questions = "".join(question_html(*question) for question in view.on_paper())
    else:
        questions = questions_html(getattr(view, module)())
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{META}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{escape(say(f"{module}.summary"))}">
<title>{escape(say("live.sheet_title", title=title))}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../_static/widgets.css">
<link rel="stylesheet" href="../_static/sheet.css">
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
