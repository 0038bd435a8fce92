"""What stands in the head of each page: a description for search engines, and no script without use.

No page of this course asks another host for anything, and none loads what it doesn't need.
"""

import hashlib
from html import escape
from pathlib import Path

from docutils import nodes

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


def describe(app, page, template, context, doctree):
    """Put the description of the page's front matter in its head, or else its first paragraph."""
    first = doctree.next_node(nodes.paragraph) if doctree else None
    description = (context.get("meta") or {}).get("description") or (first.astext() if first else "")
    if description:
        context["metatags"] += f'\n<meta name="description" content="{escape(description)}">'


def leave_out_widget_state(app, page, template, context, doctree):
    """Leave out the state of a notebook's widgets (200 kB), which only scripts of another host would use."""
    context["script_files"] = [
        file
        for file in context["script_files"]
        if WIDGET_STATE not in getattr(file, "attributes", {}).values()
    ]


def write_all_when_the_look_changes(app, env):
    """Have every page written anew when a style, a script or a template has: its address holds their hash.

    Sphinx looks at the text of pages only, and copies none of these files when no page has changed.
    """
    folders = [TEMPLATES, *(Path(app.confdir, path) for path in app.config.html_static_path)]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    look = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    before, env.course_look = getattr(env, "course_look", None), look
    return [] if before == look else sorted(env.found_docs)


def use_templates(app, config):
    """Put our templates before the theme's, so that one of ours can stand in for one of theirs."""
    config.templates_path.insert(0, str(TEMPLATES))


def setup(app):
    """Register the events."""
    # Jupyter Book sets it also when the extension that knows it isn't loaded.
    app.add_config_value("comments_config", {}, "html")
    app.connect("config-inited", use_templates)
    app.connect("env-updated", write_all_when_the_look_changes)
    app.connect("html-page-context", describe)
    # After the other extensions, which add scripts in the same event.
    app.connect("html-page-context", leave_out_widget_state, priority=900)
