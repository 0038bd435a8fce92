"""What stands in the head of each page: who may do what, a description, and no script without use.

No page of this course asks another host for anything, and none loads what it doesn't need.
"""

import hashlib
import re
from html import escape
from pathlib import Path

from docutils import nodes

from . import security

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
# Pages whose text stands in a template.
DESCRIPTIONS = {
    "search": "Search the chapters, the exercises and the glossary of The Focused Marketer.",
    "404": "There is no such page. Here are the ways to the start, to all exercises and to the glossary.",
}
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


def describe(app, page, template, context, doctree):
    """Put into the head what the page may do, and the front matter's description or the first paragraph."""
    first = doctree.next_node(nodes.paragraph) if doctree else None
    told = (context.get("meta") or {}).get("description") or DESCRIPTIONS.get(page)
    description = told or (first.astext() if first else "")
    # The theme names the viewport once more.
    context["metatags"] = "\n" + security.META
    context["colour_mode"] = security.COLOUR_MODE
    if description:
        context["metatags"] += f'\n<meta name="description" content="{escape(description)}">\n'
    if description and doctree:
        # For the previews that address.py may add.
        previews = {"og:description": escape(description, False), "og:image:alt": context["title"]}
        context["meta"] = {**(context.get("meta") or {}), **previews}


def is_used(script, body: str) -> bool:
    """Tell whether a page has a use for a script.

    Not for the state of a notebook's widgets (200 kB), which only scripts of another host would read; not for
    tabs where there are none; and inline scripts only set options of the theme that stay as they are.
    """
    if WIDGET_STATE in getattr(script, "attributes", {}).values() or not getattr(script, "filename", None):
        return False
    return "design-tabs.js" not in str(script.filename) or "sd-tab-set" in body


def thin_out_scripts(app, page, template, context, doctree):
    """Leave out scripts without a use; let the others wait until the page is there."""
    context["script_files"] = [
        script for script in context["script_files"] if is_used(script, context.get("body", ""))
    ]
    for script in context["script_files"]:
        script.attributes.setdefault("defer", "defer")


def write_all_when_the_look_changes(app, env):
    """Have every page written anew when a style, a script or a template has: its address holds their hash.

    Sphinx looks at the text of pages only, and copies none of these files when no page has changed.
    """
    folders = [TEMPLATES, *(Path(app.confdir, path) for path in app.config.html_static_path)]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    look = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    before, env.course_look = getattr(env, "course_look", None), look
    return [] if before == look else sorted(env.found_docs)


def mend_tables_of_pandas(app, doctree):
    """Leave out the styles that pandas writes into a table: the policy forbids them, course.css has them.

    The corner above its row headings is empty, so it is no heading.
    """
    for raw in list(doctree.findall(nodes.raw)):
        html = raw.astext()
        if 'class="dataframe"' in html:
            plain = re.sub(r'<style scoped>.*?</style>| style="[^"]*"', "", html, flags=re.DOTALL)
            plain = plain.replace("<th></th>", "<td></td>")
            raw.replace_self(nodes.raw("", plain, format=raw["format"]))


def use_templates(app, config):
    """Put our templates before the theme's, so that one of ours can stand in for one of theirs."""
    config.templates_path.insert(0, str(TEMPLATES))


def setup(app):
    """Register the events."""
    # Jupyter Book sets it also when the extension that knows it isn't loaded.
    app.add_config_value("comments_config", {}, "html")
    app.connect("config-inited", use_templates)
    app.connect("doctree-read", mend_tables_of_pandas)
    app.connect("env-updated", write_all_when_the_look_changes)
    # Before the previews for other sites, which take the description over.
    app.connect("html-page-context", describe, priority=450)
    # After the other extensions, which add scripts in the same event.
    app.connect("html-page-context", thin_out_scripts, priority=900)
