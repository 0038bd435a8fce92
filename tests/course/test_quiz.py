"""A quiz question with a mistake is refused with a sentence that says what to mend."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))

from course_book.course import CourseError, article_points  # noqa: E402
from course_book.quiz import read_question  # noqa: E402

GOOD = """
objective: "4.1"
question: Which one?
options:
  - text: A
    why: Look again at the first table.
  - text: B
    why: "Yes: it names a behaviour."
    right: true
  - text: C
    why: That is an activity.
"""


def test_a_good_question_is_read():
    question = read_question("q4-1", GOOD)
    assert [option.right for option in question.options] == [False, True, False]
    assert question.objective == "4.1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("    right: true\n", ""), "exactly one"),
        (("why: That is an activity.", "why: No.\n    right: true"), "exactly one"),
        (("why: That is an activity.", "why: ''"), "why for every option"),
        (("why: That is an activity.", "because: x"), "can't be read"),
        (("  - text: C\n    why: That is an activity.\n", ""), "at least three"),
        (('objective: "4.1"\n', ""), "objective"),
        (("question: Which one?", "question: [Which"), "can't be read"),
    ],
)
def test_a_mistake_is_refused(change, says):
    with pytest.raises(CourseError, match=says):
        read_question("q4-1", GOOD.replace(*change))


def test_article_points_are_the_articles():
    assert article_points("A4, A5") == ["A4", "A5"]
    for wrong in ("", "A23", "4"):
        with pytest.raises(CourseError):
            article_points(wrong)
