"""The directive {quiz}: one question with radio buttons and an explanation for every option.

An id like q4-1 is a question of its chapter; r4-1 asks to recall something of an earlier chapter before the
chapter begins. It needs no kernel and works with the keyboard, a screen reader and, as a list of answers,
without JavaScript. We weighed jupyterquiz: it shows questions only as the output of an executed cell, brings
inline scripts with random ids (so a build is never the same twice), and its options are not form controls.
"""

import yaml
from attrs import frozen
from docutils import nodes

from .course import Chapter, CourseError, check_assesses
from .directive import CourseDirective


@frozen
class Option:
    """An answer to choose, and what to think or do next for whoever chooses it."""

    text: str
    why: str
    right: bool = False


@frozen
class Question:
    """A quiz question of a chapter, and the objective that it assesses."""

    id: str
    objective: str
    question: str
    options: tuple[Option, ...]


def read_question(id: str, body: str) -> Question:
    """Return the question that the YAML in a quiz directive describes.

    Raises:
        CourseError: when the YAML is broken, a field is missing or unknown, there are fewer than three
            options, an option has no explanation, or not exactly one is right.
    """
    try:
        fields = yaml.safe_load(body)
        options = tuple(Option(**option) for option in fields["options"])
        question = Question(id, str(fields["objective"]), fields["question"], options)
    except (yaml.YAMLError, KeyError, TypeError) as problem:
        raise CourseError(f"{id} can't be read: {problem}") from problem
    if len(options) < 3:
        raise CourseError(f"{id} has {len(options)} options; give at least three")
    if sum(option.right is True for option in options) != 1:
        raise CourseError(f"{id} needs exactly one option with `right: true`")
    for option in options:
        if not (isinstance(option.text, str) and isinstance(option.why, str) and option.why.strip()):
            raise CourseError(f"{id} needs a text and a why for every option; check “{option.text}”")
    return question


def is_earlier(objective: str, chapter: int) -> bool:
    """Tell whether an objective, "3.2", is one of an earlier chapter. Before the first there is none, so it
    asks for a guess about its own."""
    number = objective.partition(".")[0]
    return number.isdecimal() and int(number) < max(chapter, 2)


def check_recalls(id: str, objective: str, chapter: Chapter) -> None:
    """Check that a question asks about an earlier chapter. Raises CourseError when it doesn't."""
    if not is_earlier(objective, chapter.number):
        raise CourseError(f"{id} recalls {objective}, which is no objective of an earlier chapter")


class QuizNode(nodes.General, nodes.Element):
    """A question: its first child is the question, the others are Choice nodes."""


class Choice(nodes.General, nodes.Element):
    """An option: a radio button with its label. Attributes: question, letter."""


class Answers(nodes.General, nodes.Element):
    """The answers and why, closed until asked for; its children are Answer nodes."""


class Answer(nodes.General, nodes.Element):
    """An option with its explanation. Attributes: letter, right."""


class Quiz(CourseDirective):
    """A quiz question."""

    required_arguments = 1
    has_content = True

    def run(self):
        """Return the question, or a warning that says what to mend."""
        id = self.arguments[0]
        try:
            question = read_question(id, "\n".join(self.content))
            check = check_recalls if id.startswith("r") else check_assesses
            check(id, question.objective, self.chapter())
        except CourseError as problem:
            return self.warn(problem)
        label = "Warm-up" if id.startswith("r") else "Question"
        quiz = QuizNode("", ids=[id], label=f"{label} {id.rpartition('-')[2]}")
        quiz += nodes.inline("", "", *self.inline(question.question))
        answers = Answers()
        for letter, option in zip("abcdefgh", question.options, strict=False):
            text = nodes.inline("", "", *self.inline(option.text), classes=["quiz-text"])
            quiz += Choice("", text, question=id, letter=letter)
            answers += Answer(
                "",
                text.deepcopy(),
                nodes.paragraph("", "", *self.inline(option.why), classes=["quiz-why"]),
                letter=letter,
                right=option.right,
            )
        quiz += answers
        return [quiz]


def visit_quiz(translator, node):
    """Open the form; the question itself is its legend."""
    translator.body.append(
        f'<form class="quiz" id="{node["ids"][0]}"><fieldset>\n'
        f'<legend><span class="quiz-number">{translator.encode(node["label"])}</span> '
    )
    node[0].walkabout(translator)
    translator.body.append("</legend>\n")
    for choice in node[1:-1]:
        choice.walkabout(translator)
    translator.body.append(
        '<button type="submit" class="quiz-check pst-js-only">Check my answer</button>\n</fieldset>\n'
        '<div class="quiz-verdict" role="status"></div>\n'
    )
    node[-1].walkabout(translator)
    translator.body.append("</form>\n")
    raise nodes.SkipNode


def visit_choice(translator, node):
    """Open a radio button with its label."""
    id = f"{node['question']}-{node['letter']}"
    translator.body.append(
        f'<div class="quiz-option"><input type="radio" id="{id}" name="{node["question"]}" '
        f'value="{node["letter"]}"><label for="{id}">'
    )


def depart_choice(translator, node):
    """Close the label."""
    translator.body.append("</label></div>\n")


def visit_answers(translator, node):
    """Open the list of all answers."""
    translator.body.append('<details class="quiz-all"><summary>All answers, and why</summary><ul>\n')


def depart_answers(translator, node):
    """Close the list of all answers."""
    translator.body.append("</ul></details>\n")


def visit_answer(translator, node):
    """Say in words whether the option is right, then the option and its explanation."""
    verdict, words = ("right", "Right:") if node["right"] else ("wrong", "Not the best:")
    translator.body.append(
        f'<li data-letter="{node["letter"]}" data-verdict="{verdict}">'
        f'<strong class="quiz-{verdict}">{words}</strong> '
    )


def depart_answer(translator, node):
    """Close the option."""
    translator.body.append("</li>\n")


def setup(app):
    """Register the directive, its nodes and its script."""
    app.add_node(QuizNode, html=(visit_quiz, None))
    app.add_node(Choice, html=(visit_choice, depart_choice))
    app.add_node(Answers, html=(visit_answers, depart_answers))
    app.add_node(Answer, html=(visit_answer, depart_answer))
    app.add_directive("quiz", Quiz)
    app.add_js_file("quiz.js", loading_method="defer")
