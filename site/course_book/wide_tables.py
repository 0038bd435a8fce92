"""A table of the text gets a name for the frame in which it scrolls sideways on a narrow screen.

The theme makes that frame, and lets the keyboard reach it when it scrolls; without a name a screen reader
would only say "group". The name is the table's caption, or the words of its first row.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

FRAME = '<div class="pst-scrollable-table-container">'


def table_name(node: nodes.table) -> str:
    """Return a table's caption, or its headings with commas between them; empty when it has neither."""
    if title := node.next_node(nodes.title):
        return title.astext()
    head = node.next_node(nodes.thead)
    return ", ".join(filter(None, (cell.astext() for cell in head.findall(nodes.entry)))) if head else ""


def visit_table(translator: SphinxTranslator, node: nodes.table) -> None:
    """Open the table as the theme does, and give its frame a name."""
    type(translator).visit_table(translator, node)
    place = translator.body.index(FRAME, len(translator.body) - 2)
    name = translator.attval(table_name(node))
    translator.body[place] = f'{FRAME[:-1]} role="group" aria-label="Table: {name}">'


def depart_table(translator: SphinxTranslator, node: nodes.table) -> None:
    """Close the table as the theme does."""
    type(translator).depart_table(translator, node)


def setup(app):
    """Have tables written by these."""
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
