"""The role {worked}: a number of the worked example, computed by the exercises' own rules.

A number that stands in a chapter as {worked}`kpi_map.required_factor` can't drift from what the exercise
shows. An unknown key is a warning, so the build fails.
"""

from functools import cache

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from rolecraft import worked_numbers

numbers = cache(worked_numbers.numbers)  # computed once a build


class Worked(SphinxRole):
    """Put the number that the key names."""

    def run(self):
        """Return the number as text; a warning for an unknown key."""
        try:
            value = numbers()[self.text.strip()]
        except KeyError:
            warning = self.inliner.reporter.warning(f"worked: unknown number “{self.text}”", line=self.lineno)
            return [nodes.inline(text=self.text, classes=["worked"])], [warning]
        return [nodes.inline(text=str(value), classes=["worked"])], []


def setup(app):
    """Register the role."""
    app.add_role("worked", Worked())
