"""Each chapter lists the sources that it cites, by author, at its end.

The text names author and year, so the list needs no numbers in front of its entries. An entry may stand in
the lists of several chapters; sphinxcontrib-bibtex leads a citation to the list on its own page, and
_config.yml suppresses its warning about such doubles.
"""

from docutils import nodes


def drop_numbers(app, doctree, docname):
    """Take the number away from each source in a list."""
    for source in doctree.findall(nodes.citation):
        source.children = [child for child in source.children if not isinstance(child, nodes.label)]


def setup(app):
    """Register the event."""
    app.connect("doctree-resolved", drop_numbers)
