"""The course keeps its promises: each point of the article, each objective, exercise, question and minute."""

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.course import FENCE, article_points, directives, read_chapter, read_course  # noqa: E402
from course_book.quiz import read_question  # noqa: E402

COURSE = read_course(ROOT / "chapters" / "course.yml")
PLANNED = {planned.number: planned for planned in COURSE.chapters}
WRITTEN = [
    read_chapter(ROOT / "chapters" / f"{planned.slug}.md") for planned in COURSE.chapters if planned.slug
]
ANATOMY = [
    "The article's point",
    "The idea",
    "Worked example",
    "Your turn",
    "For the manager",
    "What this adds to your role charter",
    "One if-then plan",
    "Check yourself",
    "Sources",
]
ONE_OF_EACH = ["chapter-head", "live-exercise", "charter", "if-then", "bibliography"]
WORDS_A_MINUTE = 200
EASY = 60  # Flesch reading ease: plain English, understood by pupils of 13 to 15
LONGEST_PARAGRAPH = 90  # words
COUNT = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

chapters = pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.slug)


def running_text(chapter):
    """Return the paragraphs that a reader reads as prose: no tables, lists, quizzes, markup or code."""
    text = chapter.text
    for fence in FENCE.finditer(text):
        if fence["name"] in ("quiz", "bibliography", "live-exercise", "chapter-head"):
            text = text.replace(fence[0], "")
    text = re.sub(r"^[`:]{3,}.*$|^:\w+:.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r" ?\{cite:\w\}`[^`]*`", "", text)
    text = re.sub(r"\{worked\}`[^`]*`", "2", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    marked = re.compile(r"[#|\-+>%]|\d+\. |\* ")
    return [re.sub(r"[*_`]", "", block) for block in blocks if block and not marked.match(block)]


def words(text):
    return re.findall(r"[A-Za-z0-9À-ÿ'’-]+", text)


def syllables(word):
    """Count the syllables of an English word well enough for a reading-ease score."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) or re.search(r"[^dt]ed$", word)
    return max(1, groups - bool(silent and groups > 1))


def reading_ease(paragraphs):
    """Flesch reading ease (Flesch, 1948): 206.835 − 1.015 words a sentence − 84.6 syllables a word."""
    text = " ".join(paragraphs)
    all_words = words(text)
    sentences = len(re.findall(r"[.!?:]+(?=[\s\"”)]|$)", text)) or 1
    return (
        206.835 - 1.015 * len(all_words) / sentences - 84.6 * sum(map(syllables, all_words)) / len(all_words)
    )


def questions(chapter):
    return [read_question(quiz.argument, quiz.body) for quiz in directives(chapter.text, "quiz")]


def test_every_point_of_the_article_has_a_chapter():
    planned = {point for chapter in COURSE.chapters for point in chapter.article}
    assert planned == set(COURSE.article) == {f"A{number}" for number in range(1, 23)}


def test_the_plan_has_ten_chapters_with_an_exercise_each():
    assert [planned.number for planned in COURSE.chapters] == list(range(1, 11))
    assert {planned.exercise for planned in COURSE.chapters} == set(COURSE.exercises)


def test_every_written_chapter_is_in_the_plan_and_the_book():
    files = {path.stem for path in (ROOT / "chapters").glob("[0-9][0-9]-*.md")}
    assert files == {planned.slug for planned in COURSE.chapters if planned.slug}
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert all(f"chapters/{slug}" in contents for slug in files)


@chapters
def test_front_matter_and_plan_say_the_same(chapter):
    planned = PLANNED[chapter.number]
    assert (chapter.title, chapter.exercise, chapter.article, chapter.minutes) == (
        planned.title,
        planned.exercise,
        planned.article,
        planned.minutes,
    )


@chapters
def test_each_of_its_points_of_the_article_is_told(chapter):
    told = {
        point for box in directives(chapter.text, "article-point") for point in article_points(box.argument)
    }
    assert told == set(chapter.article)


@chapters
def test_anatomy(chapter):
    headings = re.findall(r"^## (.+)$", chapter.text, re.MULTILINE)
    assert [heading.replace("’", "'") for heading in headings] == ANATOMY
    for name in ONE_OF_EACH:
        assert len(directives(chapter.text, name)) == 1, name
    assert directives(chapter.text, "worked-example")
    assert directives(chapter.text, "manager")


@chapters
def test_the_exercise_is_there_as_page_and_notebook(chapter):
    assert directives(chapter.text, "live-exercise")[0].argument == chapter.exercise
    assert (ROOT / "exercises" / f"{chapter.exercise}.ipynb").is_file()


@chapters
def test_four_questions_each_for_an_objective(chapter):
    asked = questions(chapter)
    assert [question.id for question in asked] == [f"q{chapter.number}-{n}" for n in range(1, 5)]
    assert {question.objective for question in asked} <= {objective.id for objective in chapter.objectives}


@chapters
def test_each_objective_is_assessed_by_what_exists(chapter):
    objective_of = {question.id: question.objective for question in questions(chapter)}
    for objective in chapter.objectives:
        assert objective.assessed_by, objective.id
        for item in objective.assessed_by:
            assert item == chapter.exercise or objective_of.get(item) == objective.id, (objective.id, item)
    claimed = {item for objective in chapter.objectives for item in objective.assessed_by}
    assert claimed >= {chapter.exercise, *objective_of}


@chapters
def test_the_right_answer_is_not_given_away_by_its_place_or_length(chapter):
    places = Counter(
        [option.right for option in question.options].index(True) for question in questions(chapter)
    )
    assert max(places.values()) <= 2
    longest = [
        max(question.options, key=lambda option: len(option.text)).right for question in questions(chapter)
    ]
    assert sum(longest) <= 3


def coordinator_minutes(chapter):
    """Return reading, small tasks on paper, the exercise and a minute for each question."""
    text = chapter.text.partition("## Sources")[0]
    on_paper = sum(
        COUNT.index(word) for word in re.findall(rf"\{{admonition\}}.*\b({'|'.join(COUNT)}) minutes?", text)
    )
    for fence in FENCE.finditer(text):
        if fence["name"] in ("quiz", "manager"):
            text = text.replace(fence[0], "")
    reading = len(words(re.sub(r"\{[\w:-]+\}`[^`]*`", "", text))) / WORDS_A_MINUTE
    return reading + on_paper + chapter.exercise_minutes.coordinator + len(questions(chapter))


@chapters
def test_the_minutes_are_honest(chapter):
    assert coordinator_minutes(chapter) == pytest.approx(chapter.minutes.coordinator, rel=0.2)


@chapters
def test_it_reads_easily(chapter):
    paragraphs = running_text(chapter)
    assert not [text for text in paragraphs if len(words(text)) > LONGEST_PARAGRAPH]
    assert reading_ease(paragraphs) >= EASY


def test_each_source_is_cited_and_each_citation_has_its_source():
    listed = set(
        re.findall(r"^@\w+\{([^,]+),", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    )
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "chapters").glob("*.md"))
    cited = {key.strip() for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", pages) for key in keys.split(",")}
    assert cited == listed


def test_reading_ease_tells_easy_from_hard():
    easy = ["The cat sat on the mat. It was a warm day. She had no plan to move."]
    hard = ["Organisational prioritisation necessitates comprehensive institutional consideration."]
    assert reading_ease(easy) > 90 > 0 > reading_ease(hard)
