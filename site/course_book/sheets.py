"""The exercises on paper: one page each, with numbered places to write, and the charter as a form.

The places are those of the exercise itself (paper.py), so that what was written can be typed in later, in the
same order. `make worksheets` prints each page as a PDF that fits one sheet of A4, both sides at most.
"""

import re
from html import escape
from importlib import import_module
from pathlib import Path

import ipywidgets as widgets

from rolecraft import charter, example
from rolecraft.document import Field, Note, Own
from rolecraft.text import say

from .course import read_course
from .paper import Room, form_html, inside, table_html
from .plain_page import plain_page

# How many items there is room for, where a table goes on elsewhere, and what is worked out by hand.
ROOMS = {
    "area_map": Room(own={"area": "column_verdict"}),
    "goal_builder": Room(items={"goal": 3}),
    "kpi_map": Room(items={"link": 4, "number": 4}),
    "activity_triage": Room(
        items={"activity": 12},
        parts={"stop_on": 4},
        own={"activity": "column_contribution"},
    ),
    "backlog_and_sprint": Room(items={"item": 8, "sprint": 2}),
    "time_budget": Room(items={"block": 3}, lines={"gives_way": 3}),
    "skills_plan": Room(own={"area": "column_priority"}),
    "job_ad_audit": Room(lines={"text": 0}),
}
# Where the places fill the sheet, the example stands on the page only, or without its tables.
WITHOUT_EXAMPLE = {"alignment", "backlog_and_sprint", "role_charter"}
WITHOUT_TABLES = {"kpi_map"}
FORM = "charter-form"
LINES = 3  # at most, for a field of the charter's form


def question_html(label: str, options=(), lines=0, hint="") -> str:
    """Return a question with boxes to tick and lines to write on. hint: HTML."""
    ticks = "".join(f"<li>{escape(option)}</li>" for option in options)
    boxes = f'<ul class="boxes">{ticks}</ul>' if ticks else ""
    room = '<div class="line"></div>' * lines
    return f'<div class="question"><p>{escape(label)}</p>{hint}{boxes}{room}</div>'


def by_hand_html(exercise) -> str:
    """Return how the exercise works its answers out, as it says itself; nothing when it doesn't."""
    formulas = (
        re.fullmatch(r"<details><summary>(.*?)</summary>(.*)</details>", widget.value, re.DOTALL)
        for widget in inside(exercise)
        if isinstance(widget, widgets.HTML)
    )
    return "".join(
        f"<h2>{title}</h2>{words}" for title, words in (found.groups() for found in formulas if found)
    )


def page_html(name: str, title: str, summary: str, back: str, body: str) -> str:
    """Return a whole page. back: the file of the page that it belongs to, below the top of the site."""
    whole = f"""<body class="{name}">
<nav><a href="../{back}">{escape(say("live.sheet_back"))}</a></nav>
<main>
{body}
</main>
</body>"""
    styles = [f"../_static/{style}.css" for style in ("widgets", "sheet")]
    return plain_page(say("live.sheet_title", title=title), whole, styles, "data:,", summary)


def sheet_html(module: str, number: int) -> str:
    """Return the page of one exercise ("goal_builder"). number: of the sheet."""
    view = import_module(f"rolecraft.views.{module}")
    exercise = getattr(view, module)()
    title, summary = say(f"{module}.title"), say(f"{module}.summary")
    questions = "".join(question_html(*one) for one in view.on_paper()) if hasattr(view, "on_paper") else ""
    form = form_html(exercise, ROOMS.get(module, Room()))
    # The talk comes after both have answered; all else that has no number comes first.
    own = f"{form}{questions}" if module == "alignment" else f"{questions}{form}"
    kept = " screen-only" if module in WITHOUT_EXAMPLE else " no-tables" if module in WITHOUT_TABLES else ""
    body = f"""<h1><span class="sheet-number">{number}</span> {escape(title)}</h1>
<p class="how">{escape(summary)} {escape(say("live.sheet_how", minutes=say(f"{module}.minutes")))}</p>
{own}
<section class="by-hand">{by_hand_html(exercise)}</section>
<section class="example{kept}"><h2>{escape(say("live.sheet_example"))}</h2>
<div class="rc">{view.preview()}</div></section>"""
    slug = module.replace("_", "-")
    return page_html(slug, title, summary, f"exercises/{slug}.html", body)


def charter_form() -> str:
    """Return the role charter with room to write, in the sections of the worked example's own charter."""
    plan = example.plan()
    plan.role_health_check.in_charter = True
    made = charter.document(plan, example.today())
    body = f"""<h1>{escape(say("live.sheet_form"))}</h1>
<p class="how">{escape(say("live.sheet_form_how"))}</p>
{"".join(map(_chapter_html, made.chapters))}
{"".join(map(_part_html, made.end))}"""
    return page_html(
        FORM, say("live.sheet_form"), say("live.sheet_form_how"), "exercises/role-charter.html", body
    )


def _chapter_html(chapter) -> str:
    parts = "".join(_part_html(part) for part in chapter.parts if not isinstance(part, Note))
    return f'<section class="chapter"><h2>{escape(chapter.heading)}</h2>{parts}</section>'


def _part_html(part) -> str:
    """Return a part of the charter with room in place of what the example says."""
    if isinstance(part, Note):
        return f'<p class="hint">{escape(part.words)}</p>'
    if isinstance(part, Field):
        # A day in a label is the example's.
        label = re.sub(r" \d+ \w+ \d{4}$", " …", part.label)
        lines = '<div class="line"></div>' * min(len(part.lines), LINES)
        longest = max(sum(len(str(piece)) for piece in line) for line in part.lines)
        wide = " wide" if len(part.lines) > 2 or longest > 60 else ""
        return f'<div class="field{wide}"><p>{escape(label)}</p><div>{lines}</div></div>'
    heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in part.headings)
    rows = "".join(_row_html(row) for row in part.rows)
    return f"<h3>{escape(part.caption)}</h3>{table_html('blank', part.caption, heads, rows)}"


def _row_html(row) -> str:
    """Return a row with room to write; only a heading that the course gives stays."""
    first, *others = row
    said = "" if any(isinstance(piece, Own) for piece in first) else "".join(map(str, first))
    heading = f'<th scope="row">{escape(said)}</th>' if said else "<td></td>"
    return f"<tr>{heading}{'<td></td>' * len(others)}</tr>"


def sheets(course_file: Path) -> dict[str, str]:
    """Return all pages by name: "goal-builder" and so on, in the course's order, and "charter-form"."""
    slugs = read_course(course_file).exercises
    pages = {slug: sheet_html(slug.replace("-", "_"), number) for number, slug in enumerate(slugs, 1)}
    return pages | {FORM: charter_form()}


def write_sheets(app, exception):
    """Write the sheets beside the pages; one that has changed has no printed copy any more."""
    if exception or app.builder.format != "html":
        return
    folder, printed = Path(app.outdir) / "sheets", Path(app.outdir) / "worksheets"
    folder.mkdir(exist_ok=True)
    for name, page in sheets(Path(app.srcdir, "chapters", "course.yml")).items():
        file = folder / f"{name}.html"
        if not file.exists() or file.read_text(encoding="utf-8") != page:
            file.write_text(page, encoding="utf-8")
            (printed / f"{name}.pdf").unlink(missing_ok=True)


def setup(app):
    """Write the sheets after each build."""
    app.connect("build-finished", write_sheets)
