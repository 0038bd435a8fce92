"""The page “Your data”: the directive {your-data} with the parts that show, save, take back and delete it.

The page's script does the work (static/your-data.js); it gets the format and version of the plan from here.
"""

import json

from docutils import nodes

from rolecraft.plan import FORMAT, VERSION
from rolecraft.plan_json import DATA_FORMAT

from .directive import CourseDirective, add_script

NO_SCRIPT = "<noscript><p>This needs JavaScript, which is switched off in this browser.</p></noscript>"
FACTS = json.dumps({"planFormat": FORMAT, "planVersion": VERSION, "dataFormat": DATA_FORMAT})
PARTS = {
    "show": f"""
<section class="your-data data-show pst-js-only" aria-label="What is kept">
<button type="button" class="progress-button">Show what is kept</button>
<p class="progress-said" role="status"></p>
<div class="data-list"></div>
<script type="application/json" id="data-facts">{FACTS}</script>
</section>
""",
    "save": """
<form class="your-data data-save pst-js-only">
<p class="progress-tick"><input type="checkbox" id="data-health">
<label for="data-health">With my answers to the role health check, and with versions that could not be
read</label></p>
<button type="submit" class="progress-button">Save everything as a file</button>
<p class="progress-said" role="status"></p>
</form>
""",
    "take-back": """
<div class="your-data data-take-back pst-js-only">
<p><label for="data-file">A file that you saved</label>
<input type="file" id="data-file" accept=".json,application/json"></p>
<p class="progress-said" role="status"></p>
<dialog aria-labelledby="take-back-question">
<form method="dialog">
<p id="take-back-question"></p>
<button type="submit" class="progress-button" value="keep">Keep what I have</button>
<button type="submit" class="progress-button" value="take">Take the file</button>
</form>
</dialog>
</div>
""",
    "delete": """
<div class="your-data data-delete pst-js-only">
<button type="button" class="progress-button">Delete everything</button>
<p class="progress-said" role="status"></p>
<dialog aria-labelledby="delete-question">
<form method="dialog">
<p id="delete-question">Delete your work in all exercises, with its earlier versions, and your progress,
answers and self-assessment? Nobody can bring them back. Files that you saved stay where they are.</p>
<button type="submit" class="progress-button" value="keep">Keep it</button>
<button type="submit" class="progress-button" value="delete">Delete it</button>
</form>
</dialog>
</div>
""",
}


class DataPart(nodes.General, nodes.Element):
    """A part of the page. Attribute: part."""


class YourData(CourseDirective):
    """`{your-data} show`, `save`, `take-back` or `delete`."""

    required_arguments = 1

    def run(self):
        """Return the part, or a warning when there is none of that name."""
        if self.arguments[0] not in PARTS:
            return self.warn(f"there is no part “{self.arguments[0]}”")
        return [DataPart(part=self.arguments[0])]


def visit_part(translator, node):
    """Write the part."""
    translator.body.append(NO_SCRIPT + PARTS[node["part"]])
    raise nodes.SkipNode


def setup(app):
    """Register the directive and the script."""
    app.add_node(DataPart, html=(visit_part, None))
    app.add_directive("your-data", YourData)
    add_script(app, DataPart, "your-data.js")
