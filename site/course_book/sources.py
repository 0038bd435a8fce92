"""Each chapter lists the sources that it cites, by author, at its end.

The text names author and year, so the list needs no numbers in front of its entries. An entry may stand in
the lists of several chapters; sphinxcontrib-bibtex leads a citation to the list on its own page, and
_config.yml suppresses its warning about such doubles.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class PlainSources(SphinxPostTransform):
    """Make each list of sources a list like any other, in the place of docutils' numbered citations."""

    # After the citations in the text have found their sources.
    default_priority = 900

    def run(self, **options):
        """Turn every run of citations into one list; the anchors stay."""
        for group in {
            id(source.parent): source.parent for source in self.document.findall(nodes.citation)
        }.values():
            sources = [child for child in group if isinstance(child, nodes.citation)]
            items = [
                nodes.list_item(
                    "", *(part for part in source if not isinstance(part, nodes.label)), ids=source["ids"]
                )
                for source in sources
            ]
            group.replace_self(nodes.bullet_list("", *items, classes=["sources"]))


def setup(app):
    """Register the transform."""
    app.add_post_transform(PlainSources)
