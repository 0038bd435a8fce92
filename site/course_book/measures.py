"""What can be measured in a chapter's text: how easily it reads, and how long it takes.

`make report` prints the figures; the tests of the course hold the chapters to them.
"""

import re
from collections.abc import Iterable

from .course import FENCE, Chapter, directives
from .open_question import read_task
from .quiz import Question, read_question

WORDS_A_MINUTE = 200
RECALL_MINUTES = 0.5  # a retrieval question: three short options
_COUNT = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NOT_PROSE = (
    *("quiz", "open-question", "bibliography", "live-exercise", "chapter-head", "course-figure"),
    "instructor-note",
)
_MANAGERS_BOXES = ("article-point", "worked-example", "manager", "charter", "if-then")


def words(text: str) -> list[str]:
    """Return the words of a text without its markup."""
    return re.findall(r"[A-Za-z0-9À-ÿ'’-]+", text)


def syllables(word: str) -> int:
    """Count the syllables of an English word well enough for a reading-ease score."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) or re.search(r"[^dt]ed$", word)
    return max(1, groups - bool(silent and groups > 1))


def reading_ease(paragraphs: Iterable[str]) -> float:
    """Flesch reading ease (Flesch, 1948): 206.835 − 1.015 words a sentence − 84.6 syllables a word."""
    text = " ".join(paragraphs)
    all_words = words(text)
    sentences = len(re.findall(r"[.!?:]+(?=[\s\"”)]|$)", text)) or 1
    return (
        206.835 - 1.015 * len(all_words) / sentences - 84.6 * sum(map(syllables, all_words)) / len(all_words)
    )


def running_text(text: str) -> list[str]:
    """Return the paragraphs that a reader reads as prose: no tables, lists, quizzes, markup or code."""
    text = without(text, _NOT_PROSE)
    text = re.sub(r"^[`:]{3,}.*$|^:\w+:.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r" ?\{cite:\w\}`[^`]*`", "", text)
    text = re.sub(r"\{worked\}`[^`]*`", "2", text)
    text = re.sub(r"\{\w+\}`([^`<]*?)(?: *<[^`]*>)?`", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    marked = re.compile(r"[#|\-+>%]|\d+\. |\* ")
    return [re.sub(r"[*_`]", "", block) for block in blocks if block and not marked.match(block)]


def questions(chapter: Chapter) -> list[Question]:
    """Return every quiz question of a chapter, those about earlier chapters first as they stand."""
    return [read_question(quiz.argument, quiz.body) for quiz in directives(chapter.text, "quiz")]


def coordinator_minutes(chapter: Chapter) -> float:
    """Return reading, small tasks on paper, the exercise and the questions, in minutes."""
    text = without(chapter.text.partition("## Sources")[0], ("quiz", "open-question", "manager"))
    on_paper = sum(
        _COUNT.index(word) for word in re.findall(rf"\{{admonition\}}.*\b({'|'.join(_COUNT)}) minutes?", text)
    )
    asked = questions(chapter)
    recalled = [question for question in asked if question.id.startswith("r")]
    open_minutes = sum(
        read_task(task.argument, task.body).minutes for task in directives(chapter.text, "open-question")
    )
    answering = RECALL_MINUTES * len(recalled) + len(asked) - len(recalled) + open_minutes
    return _reading(text) + on_paper + chapter.exercise_minutes.coordinator + answering


def manager_minutes(chapter: Chapter) -> float:
    """Return the manager's way through a chapter in minutes: reading, and a part of the exercise.

    Read are the opening, the boxes that say what the article says, the example and what concerns the manager.
    The questions at the end are the coordinator's.
    """
    opening = without(chapter.text.partition("## The article")[0], ("quiz", "chapter-head"))
    boxes = [box.body for name in _MANAGERS_BOXES for box in directives(chapter.text, name)]
    return _reading(" ".join([opening, *boxes])) + chapter.exercise_minutes.manager


def _reading(text: str) -> float:
    """Return the minutes that reading takes; the text behind a role's name counts when it is shown."""
    shown = re.sub(r"\{(?:cite:\w|worked|ref)\}`[^`]*`", "", text)
    return len(words(shown)) / WORDS_A_MINUTE


def without(text: str, names: Iterable[str]) -> str:
    """Return a text without the directives of these names."""
    names = set(names)
    return FENCE.sub(lambda fence: "" if fence["name"] in names else fence[0], text)
