"""A question with a mistake is refused with a sentence that says what to mend."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))

from course_book.course import CourseError, article_points  # noqa: E402
from course_book.open_question import read_task  # noqa: E402
from course_book.quiz import is_earlier, read_question  # noqa: E402

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


OPEN = """
objective: "4.1"
minutes: 3
question: What do you say?
rubric: [It names a group., It can be counted., It asks.]
good: {answer: Members come twice., why: A group and a number.}
weak: {answer: Be more visible., why: Nobody can count it.}
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


def test_a_warm_up_asks_about_an_earlier_chapter():
    assert is_earlier("3.4", 4) and not is_earlier("4.1", 4) and not is_earlier("5.1", 4)
    assert not is_earlier("10.1", 9) and not is_earlier("x", 9)
    assert is_earlier("1.2", 1), "before the first chapter, it is a guess about that chapter"


def test_a_good_open_question_is_read():
    task = read_task("o4-1", OPEN)
    assert (task.objective, task.minutes, len(task.rubric)) == ("4.1", 3, 3)
    assert task.weak.answer == "Be more visible."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("It names a group., ", ""), "at least three"),
        (("It asks.", "''"), "need words"),
        ((", why: Nobody can count it.", ""), "can't be read"),
        (("why: A group and a number.", "why: ''"), "need words"),
        (("minutes: 3\n", ""), "minutes"),
        (
            ("rubric: [It names a group., It can be counted., It asks.]", "rubric: It names."),
            "at least three",
        ),
    ],
)
def test_a_mistake_in_an_open_question_is_refused(change, says):
    with pytest.raises(CourseError, match=says):
        read_task("o4-1", OPEN.replace(*change))


def test_article_points_are_the_articles():
    assert article_points("A4, A5") == ["A4", "A5"]
    for wrong in ("", "A23", "4"):
        with pytest.raises(CourseError):
            article_points(wrong)
