"""Tables and links, as nodes: what the directives put together from the course's own facts."""

from docutils import nodes
from sphinx import addnodes


def reference(target, text, docname, kind="ref"):
    """Return a link to a label ("ref") or a page ("doc") of the book; a missing one fails the build."""
    link = addnodes.pending_xref(
        "",
        nodes.inline(text=text),
        refdomain="std",
        reftype=kind,
        reftarget=target,
        refexplicit=True,
        refwarn=True,
    )
    link["refdoc"] = docname
    return link


def cell(*content):
    """Return a table cell with the given nodes or strings in one paragraph."""
    parts = [nodes.Text(part) if isinstance(part, str) else part for part in content]
    return nodes.entry("", nodes.paragraph("", "", *parts))


def table(title, heads, rows, widths, kind="course-map"):
    """Return a table with a caption and a row of headings. kind: its class, for the style sheet."""
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", nodes.row("", *(cell(head) for head in heads)))
    group += nodes.tbody("", *(nodes.row("", *row) for row in rows))
    return nodes.table("", nodes.title(text=title), group, classes=[kind])
