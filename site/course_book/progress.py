"""How far a reader has come: the directive {progress}, a button at the end of each chapter, the sidebar.

The page itself finds out, from what its reader has marked and entered in this browser (static/progress.js and
progress-page.js). Here it gets the facts that it needs, as JSON: chapters with their minutes, exercises, and
how the plan of the exercises looks while it is empty. They stand in the sidebar, which every page has.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

from attrs import asdict
from docutils import nodes

from rolecraft import EXERCISES
from rolecraft.plan import Plan
from rolecraft.plan_json import plan_to_json

from .course import Course, read_course
from .directive import CourseDirective
from .plans import hours_and_minutes

# The exercise that only the manager does.
FOR_MANAGERS = "manager-check"
SIDEBAR = ("navbar-logo", "icon-links", "search-button-field", "course-progress", "sbt-sidebar-nav")
NO_SCRIPT = "JavaScript is switched off in this browser, so this page can’t tell how far you have come."
NEEDS_SCRIPT = "This needs JavaScript, which is switched off in this browser."


def plan_path(app) -> Path:
    """Return the plan of the course."""
    return Path(app.srcdir) / "chapters" / "course.yml"


def facts(course: Course) -> dict[str, Any]:
    """Return what the page needs to know of the chapters and exercises."""
    empty = json.loads(plan_to_json(Plan()))
    exercises = []
    for section in EXERCISES:
        slug = section.replace("_", "-")
        # What these two hold doesn't tell whether somebody has entered something.
        del empty[section]["revision"], empty[section]["built_on"]
        exercises.append(
            {
                "section": section,
                "title": course.exercises[slug],
                "page": f"exercises/{slug}",
                "forManagers": slug == FOR_MANAGERS,
                "empty": empty[section],
            }
        )
    chapters = [
        {
            "number": planned.number,
            "title": planned.title,
            "page": f"chapters/{planned.slug}",
            "minutes": asdict(planned.minutes),
        }
        for planned in course.chapters
    ]
    return {"chapters": chapters, "exercises": exercises}


def list_html(items: list[dict[str, Any]], link) -> str:
    """Return chapters or exercises as a list that says behind each how it stands.

    It says so as for somebody who begins, so that nothing moves when the page's script has found out.
    link: gives the address of a page, as seen from this one.
    """
    lines = []
    for item in items:
        number = item.get("number")
        mark = f'data-chapter="{number}"' if number else f'data-section="{item["section"]}"'
        title = escape(f"{number}. {item['title']}" if number else item["title"])
        link_html = f'<a href="{link(item["page"])}">{title}</a>'
        state = f"not done yet, {item['minutes']['coordinator']} min" if number else "nothing of yours yet"
        state_html = f'<span class="progress-state pst-js-only">{state}</span>'
        lines.append(f"<li {mark}>{link_html} {state_html}</li>\n")
    return f'<ul class="progress-list">\n{"".join(lines)}</ul>\n'


SUMMARY = """
<section class="progress-summary pst-js-only" aria-label="Your progress" hidden>
<progress aria-label="Chapters done"></progress>
<p class="progress-words"></p>
<p class="progress-next"><a class="btn" href=""></a></p>
</section>
"""
TRACK = """
<fieldset class="progress-track pst-js-only">
<legend>Which way do you take?</legend>
<div><input type="radio" name="track" id="track-coordinator" value="coordinator">
<label for="track-coordinator">I do the marketing: the whole chapter</label></div>
<div><input type="radio" name="track" id="track-manager" value="manager">
<label for="track-manager">I shape the role: the manager’s boxes and exercises</label></div>
<p class="progress-said" role="status">This way, {left} are left.</p>
</fieldset>
"""
RECORD = """
<form class="progress-record pst-js-only">
<p><label for="record-name">Your name, if you want it on the record</label>
<input type="text" id="record-name" maxlength="100" autocomplete="name"></p>
<p class="progress-tick"><input type="checkbox" id="record-self" checked>
<label for="record-self">With my self-assessment</label></p>
<button type="submit" class="progress-button">Save my record as a file</button>
<p class="progress-said" role="status"></p>
</form>
"""
CLEAR = """
<p class="progress-damaged" hidden>Something that this page kept could not be read, so it began anew. The old
text was put aside in this browser’s storage under “focused-marketer.damaged”. Clearing removes it, too.</p>
<div class="progress-clear pst-js-only">
<button type="button" class="progress-button">Clear my progress</button>
<p class="progress-said" role="status"></p>
<dialog aria-labelledby="clear-question">
<form method="dialog">
<p id="clear-question">Clear the chapters that you marked, your answers to the questions, your self-assessment
and your choice of a way? They can’t be brought back. Your work in the exercises stays.</p>
<button type="submit" class="progress-button" value="keep">Keep it</button>
<button type="submit" class="progress-button" value="clear">Clear it</button>
</form>
</dialog>
</div>
"""


def track_html(chapters: list[dict[str, Any]]) -> str:
    """Return the choice of a way, with the time that somebody has before them who begins."""
    return TRACK.format(left=hours_and_minutes(sum(each["minutes"]["coordinator"] for each in chapters)))


def part_html(part: str, known: dict[str, Any], link) -> str:
    """Return a part of the page of progress, or an empty string when there is none of that name."""
    parts = {
        "summary": lambda: SUMMARY,
        "track": lambda: f"<noscript><p>{NO_SCRIPT}</p></noscript>{track_html(known['chapters'])}",
        "chapters": lambda: list_html(known["chapters"], link),
        "exercises": lambda: list_html(known["exercises"], link),
        "record": lambda: f"<noscript><p>{NEEDS_SCRIPT}</p></noscript>{RECORD}",
        "clear": lambda: f"<noscript><p>{NEEDS_SCRIPT}</p></noscript>{CLEAR}",
    }
    return parts[part]() if part in parts else ""


class ProgressPart(nodes.General, nodes.Element):
    """A part of what the course shows about progress. Attribute: part."""


class ChapterDone(nodes.General, nodes.Element):
    """The button that marks a chapter as done. Attribute: number."""


class Progress(CourseDirective):
    """`{progress}`: how far the reader has come; with an argument, another part of the page of progress."""

    optional_arguments = 1

    def run(self):
        """Return the part, or a warning when there is none of that name."""
        part = self.arguments[0] if self.arguments else "summary"
        if not part_html(part, {"chapters": [], "exercises": []}, str):
            return self.warn(f"there is no part “{part}”")
        return [ProgressPart(part=part)]


def visit_progress(translator, node):
    """Write the part."""
    builder = translator.builder

    def link(page):
        return builder.get_relative_uri(builder.current_docname, page)

    translator.body.append(part_html(node["part"], current_facts(builder.app), link))
    raise nodes.SkipNode


def visit_chapter_done(translator, node):
    """Write the button and the line that says how the chapter stands."""
    translator.body.append(
        f'<section class="chapter-done pst-js-only" data-chapter="{node["number"]}" '
        'aria-label="This chapter">\n<p class="progress-said" role="status"></p>\n'
        '<button type="button" class="progress-button">Mark this chapter as done</button>\n</section>\n'
    )
    raise nodes.SkipNode


def add_done_button(app, doctree):
    """Put the button before a chapter's sources, so that no chapter needs a line for it."""
    app.env.note_dependency(str(plan_path(app)))
    numbers = {f"chapters/{planned.slug}": planned.number for planned in read_course(plan_path(app)).chapters}
    if app.env.docname not in numbers:
        return
    button = ChapterDone(number=numbers[app.env.docname])
    for section in doctree.findall(nodes.section):
        if section[0].astext() == "Sources":
            section.parent.insert(section.parent.index(section), button)
            return


def current_facts(app) -> dict[str, Any]:
    """Return the facts for this build."""
    return facts(read_course(plan_path(app)))


def write_all_when_changed(app, env):
    """Have every page written anew when the facts have changed, since each of them holds the facts."""
    known = current_facts(app)
    before, env.course_facts = getattr(env, "course_facts", None), known
    return [] if before == known else sorted(env.found_docs)


def give_facts(app, page, template, context, doctree):
    """Hand the facts to the sidebar, and the page of progress its script."""
    context["course_facts"] = json.dumps(app.env.course_facts, separators=(",", ":")).replace("<", "\\u003c")
    if doctree and any(node["part"] == "track" for node in doctree.findall(ProgressPart)):
        app.add_js_file("progress-page.js", loading_method="defer")


def put_in_sidebar(app, config):
    """Show progress above the list of chapters."""
    config.html_sidebars = {"**": [f"{name}.html" for name in SIDEBAR]}


def setup(app):
    """Register the directive, the button, the sidebar and the scripts."""
    app.add_node(ProgressPart, html=(visit_progress, None))
    app.add_node(ChapterDone, html=(visit_chapter_done, None))
    app.add_directive("progress", Progress)
    app.connect("config-inited", put_in_sidebar)
    app.connect("doctree-read", add_done_button)
    app.connect("env-updated", write_all_when_changed)
    app.connect("html-page-context", give_facts)
    # Before the scripts that ask it what they had kept.
    app.add_js_file("remember.js", loading_method="defer", priority=400)
    app.add_js_file("kept-plan.js", loading_method="defer", priority=400)
    app.add_js_file("progress.js", loading_method="defer")
    app.add_css_file("progress.css")
