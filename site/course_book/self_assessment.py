"""The directive {self-assessment}: what a reader can do, judged by the reader, before and after the course.

It asks for every objective of every chapter in the book, in three steps. What is ticked stays in the browser,
and the page says where to begin and what has grown (static/self-assessment.js). Without JavaScript and on
paper it is a checklist.
"""

from docutils import nodes

from .course import CourseError
from .directive import CourseDirective, add_script
from .tables import reference

STEPS = ("Not yet", "With help", "On my own")  # worth 0, 1 and 2
OPEN = """
<div class="self-assessment">
<noscript><p>JavaScript is switched off in this browser, so nothing that you tick is kept. Print this
page, and tick on paper.</p></noscript>
<div class="self-rounds pst-js-only" role="group" aria-label="Which round?">
<button type="button" data-round="before" aria-pressed="true">Before the course</button>
<button type="button" data-round="after" aria-pressed="false">After the course</button>
</div>
<p class="self-said pst-js-only" role="status"></p>
"""
CLOSE = """
<section class="self-result pst-js-only" aria-labelledby="self-result-title" hidden>
<h2 id="self-result-title">What you said</h2>
<p class="self-advice"></p>
<table><caption>Mean of each chapter, from 0 (not yet) to 2 (on my own).
<span class="self-days"></span></caption>
<thead><tr><th scope="col">Chapter</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody></tbody></table>
<p class="self-grown"></p>
<ul class="self-list"></ul>
<p>You judged yourself. That shows what you feel sure of, not what you can do; the
<a href="{charter}">charter</a> shows that.</p>
</section>
</div>
"""


def steps_html(id: str) -> str:
    """Return the three steps of an objective ("4.1") as radio buttons."""
    name = f"self-{id.replace('.', '-')}"
    return "".join(
        f'<span class="self-step"><input type="radio" name="{name}" id="{name}-{worth}" value="{worth}" '
        f'data-objective="{id}"><label for="{name}-{worth}">{words}</label></span>\n'
        for worth, words in enumerate(STEPS)
    )


class SelfAssessmentNode(nodes.General, nodes.Element):
    """The whole form; its children are Part nodes."""


class Part(nodes.General, nodes.Element):
    """A chapter: its link, then Objective nodes. Attribute: number."""


class ObjectiveNode(nodes.General, nodes.TextElement):
    """An objective, with its words as children. Attribute: objective, its id."""


class SelfAssessment(CourseDirective):
    """The self-assessment over all objectives."""

    def run(self):
        """Return the form."""
        try:
            _, chapters = self.whole_course()
        except (CourseError, OSError) as problem:
            return self.warn(problem)
        return [SelfAssessmentNode("", *map(self.part, chapters.values()))]

    def part(self, chapter):
        """Return the questions about one chapter."""
        title = f"{chapter.number}. {chapter.title}"
        link = reference(f"/chapters/{chapter.slug}", title, self.env.docname, "doc")
        part = Part("", nodes.inline("", "", link), number=chapter.number)
        for objective in chapter.objectives:
            part += ObjectiveNode("", "", *self.inline(objective.text), objective=objective.id)
        return part


def visit_form(translator, node):
    """Open the form, with links to each chapter's questions for whoever does one chapter only."""
    jumps = "\n".join(
        f'<a href="#self-{part["number"]}"><span class="visually-hidden">Chapter </span>{part["number"]}</a>'
        for part in node
    )
    translator.body.append(
        f'{OPEN}<nav class="self-jumps" aria-label="One chapter only">Only one chapter?\n{jumps}</nav>\n'
        "<form>\n"
    )


def depart_form(translator, node):
    """Close the form, and leave room for the result."""
    builder = translator.builder
    charter = builder.get_relative_uri(builder.current_docname, "exercises/role-charter")
    translator.body.append(f"</form>\n{CLOSE.format(charter=charter)}")


def visit_part(translator, node):
    """Write a chapter; its link is the legend."""
    number = node["number"]
    translator.body.append(
        f'<fieldset class="self-chapter" id="self-{number}" data-chapter="{number}"><legend>'
    )
    node[0].walkabout(translator)
    translator.body.append("</legend>\n")
    for objective in node[1:]:
        objective.walkabout(translator)
    translator.body.append("</fieldset>\n")
    raise nodes.SkipNode


def visit_objective(translator, node):
    """Open an objective."""
    id = f"self-{node['objective'].replace('.', '-')}"
    translator.body.append(
        f'<div class="self-objective" role="radiogroup" aria-labelledby="{id}"><p id="{id}">'
    )


def depart_objective(translator, node):
    """Close an objective with its three steps."""
    translator.body.append(f'</p>\n<div class="self-steps">\n{steps_html(node["objective"])}</div></div>\n')


def setup(app):
    """Register the directive and its nodes."""
    app.add_node(SelfAssessmentNode, html=(visit_form, depart_form))
    app.add_node(Part, html=(visit_part, None))
    app.add_node(ObjectiveNode, html=(visit_objective, depart_objective))
    app.add_directive("self-assessment", SelfAssessment)
    add_script(app, SelfAssessmentNode, "self-assessment.js")
