"""The directive {open-question}: a question without one right answer.

The reader writes an answer, holds it against a rubric, and then opens a good and a weak sample with the
reasons why. Nobody else sees the answer: the page keeps it in the browser (site/static/quiz.js).
"""

import yaml
from attrs import frozen
from docutils import nodes

from .course import CourseError, check_assesses
from .directive import CourseDirective


@frozen
class Sample:
    """An answer that somebody might give, and what to think of it."""

    answer: str
    why: str


@frozen
class Task:
    """An open question of a chapter. minutes: for writing an answer and judging it."""

    id: str
    objective: str
    question: str
    minutes: int
    rubric: tuple[str, ...]
    good: Sample
    weak: Sample


def read_task(id: str, body: str) -> Task:
    """Return the open question that the YAML in the directive describes.

    Raises:
        CourseError: when the YAML is broken, a field is missing, unknown or empty, or the rubric has fewer
            than three lines.
    """
    try:
        fields = yaml.safe_load(body)
        rubric = fields.pop("rubric")
        good, weak = Sample(**fields.pop("good")), Sample(**fields.pop("weak"))
        task = Task(
            id=id,
            rubric=tuple(rubric),
            good=good,
            weak=weak,
            **{**fields, "objective": str(fields["objective"])},
        )
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as problem:
        raise CourseError(f"{id} can't be read: {problem}") from problem
    if not isinstance(rubric, list) or len(rubric) < 3:
        raise CourseError(f"{id} needs a list of at least three lines as its rubric")
    texts = (task.question, *rubric, good.answer, good.why, weak.answer, weak.why)
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise CourseError(f"{id}: the question, each line of the rubric and both samples need words")
    return task


class OpenQuestionNode(nodes.General, nodes.Element):
    """An open question: the question, a Rubric, and the samples as paragraphs."""


class Rubric(nodes.General, nodes.Element):
    """The list of what to look for; its children are inline nodes. Attribute: question."""


class Samples(nodes.General, nodes.Element):
    """The two sample answers, closed until asked for."""


class OpenQuestion(CourseDirective):
    """An open question with a rubric."""

    required_arguments = 1
    has_content = True

    def run(self):
        """Return the question, or a warning that says what to mend."""
        id = self.arguments[0]
        try:
            task = read_task(id, "\n".join(self.content))
            check_assesses(id, task.objective, self.chapter())
        except CourseError as problem:
            return self.warn(problem)
        node = OpenQuestionNode("", ids=[id], minutes=task.minutes)
        node += nodes.inline("", "", *self.inline(task.question))
        rubric = Rubric("", question=id)
        rubric += [nodes.inline("", "", *self.inline(line)) for line in task.rubric]
        samples = Samples()
        for title, sample in (("A good answer", task.good), ("A weak answer", task.weak)):
            samples += nodes.paragraph("", "", nodes.strong(text=title), classes=["sample-title"])
            samples += nodes.paragraph("", "", *self.inline(sample.answer), classes=["sample-answer"])
            samples += nodes.paragraph("", "", nodes.strong(text="Why? "), *self.inline(sample.why))
        node += [rubric, samples]
        return [node]


def visit_open_question(translator, node):
    """Open the form; the question is the label of the field to write in."""
    id = node["ids"][0]
    translator.body.append(
        f'<form class="quiz open-question" id="{id}">'
        f'<label for="{id}-answer"><span class="quiz-number">In your own words, '
        f"about {node['minutes']} minutes</span> "
    )
    node[0].walkabout(translator)
    translator.body.append(
        f'</label>\n<textarea class="pst-js-only" id="{id}-answer" rows="6" maxlength="4000"></textarea>\n'
        '<p class="open-kept" role="status"></p>\n'
    )
    for part in node[1:]:
        part.walkabout(translator)
    translator.body.append("</form>\n")
    raise nodes.SkipNode


def visit_rubric(translator, node):
    """Write the rubric as boxes to tick."""
    translator.body.append("<fieldset><legend>Now judge it yourself. Tick what your answer has.</legend>\n")
    for number, line in enumerate(node.children, 1):
        id = f"{node['question']}-{number}"
        translator.body.append(
            f'<div class="quiz-option"><input type="checkbox" id="{id}" value="{number}"><label for="{id}">'
        )
        line.walkabout(translator)
        translator.body.append("</label></div>\n")
    translator.body.append("</fieldset>\n")
    raise nodes.SkipNode


def visit_samples(translator, node):
    """Open the two samples."""
    translator.body.append('<details class="quiz-all"><summary>A good and a weak answer, and why</summary>\n')


def depart_samples(translator, node):
    """Close the two samples."""
    translator.body.append("</details>\n")


def setup(app):
    """Register the directive and its nodes; quiz.js keeps what is written."""
    app.add_node(OpenQuestionNode, html=(visit_open_question, None))
    app.add_node(Rubric, html=(visit_rubric, None))
    app.add_node(Samples, html=(visit_samples, depart_samples))
    app.add_directive("open-question", OpenQuestion)
