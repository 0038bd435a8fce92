"""Swedish words are marked as Swedish, so that a screen reader doesn't read them as English.

They stand in two places: in the glossary, in italics in brackets, and in the lists of sources, as titles with
a translation in square brackets after them.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

SWEDISH = "language-sv"  # docutils turns a class of this kind into the attribute lang="sv"
IN_BRACKETS = re.compile(r"\((?:Swedish: )?$")
TITLE = re.compile(r"^(?P<title>.+?)(?P<rest> \[.+)$", re.DOTALL)


def in_glossary(node) -> bool:
    """Tell whether a node stands in the glossary."""
    while node := node.parent:
        if isinstance(node, addnodes.glossary):
            return True
    return False


def mark_glossary(document) -> None:
    """Mark the words in italics that stand in brackets in the glossary."""
    for words in document.findall(nodes.emphasis):
        before = words.previous_sibling()
        if before is not None and IN_BRACKETS.search(before.astext()) and in_glossary(words):
            words["classes"].append(SWEDISH)


def mark_titles(document) -> None:
    """Mark the Swedish titles in lists of sources; what stands in square brackets is their translation."""
    for source in document.findall(nodes.list_item):
        if "sources" not in source.parent["classes"] or "In Swedish" not in source.astext():
            continue
        for text in list(source.findall(nodes.Text)):
            if found := TITLE.match(text):
                title = nodes.inline("", found["title"], classes=[SWEDISH])
                text.parent.replace(text, [title, nodes.Text(found["rest"])])
                break


class SwedishWords(SphinxPostTransform):
    """Mark the Swedish words of a page."""

    # After the sources have become lists (sources.py).
    default_priority = 910

    def run(self, **options):
        """Mark them."""
        mark_glossary(self.document)
        mark_titles(self.document)


def setup(app):
    """Register the transform."""
    app.add_post_transform(SwedishWords)
