"""The course keeps its promises: each point of the article, each objective, exercise, question and minute."""

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.course import article_points, directives, read_chapters, read_course  # noqa: E402
from course_book.figures import FIGURES, alternative  # noqa: E402
from course_book.measures import (  # noqa: E402
    WORDS_A_MINUTE,
    coordinator_minutes,
    manager_minutes,
    questions,
    reading_ease,
    running_text,
    without,
    words,
)
from course_book.open_question import read_task  # noqa: E402
from course_book.plans import hours_and_minutes  # noqa: E402
from course_book.quiz import is_earlier  # noqa: E402

import rolecraft  # noqa: E402
from rolecraft.text import say  # noqa: E402

COURSE = read_course(ROOT / "chapters" / "course.yml")
PLANNED = {planned.number: planned for planned in COURSE.chapters}
WRITTEN = list(read_chapters(ROOT / "chapters")[1].values())
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
ONE_OF_EACH = ["chapter-head", "live-exercise", "charter", "if-then", "open-question", "bibliography"]
EASY = 60  # Flesch reading ease: plain English, understood by pupils of 13 to 15
LONGEST_PARAGRAPH = 90  # words
OBJECTIVES = {objective.id for chapter in WRITTEN for objective in chapter.objectives}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Days, times and names; everything else with a digit is a number of the example.
NO_NUMBER_OF_THE_EXAMPLE = (
    rf"\b\d{{1,2}} (?:{MONTHS})\b(?: \d{{4}})?|\b\d\d:\d\d\b|GA4|30-page|[Cc]hapters? \d+|of 100"
)
CITED = re.compile(r"\{cite:\w+\}`([^`]+)`")

chapters = pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.slug)


def asked(chapter, kind):
    """Return the questions of a chapter: "r" those that recall earlier chapters, "q" its own."""
    return [question for question in questions(chapter) if question.id.startswith(kind)]


def test_every_point_of_the_article_has_a_chapter():
    planned = {point for chapter in COURSE.chapters for point in chapter.article}
    assert planned == set(COURSE.article) == {f"A{number}" for number in range(1, 23)}


def test_the_plan_has_ten_chapters_with_an_exercise_each():
    assert [planned.number for planned in COURSE.chapters] == list(range(1, 11))
    exercises = [planned.exercise for planned in COURSE.chapters]
    without_chapter = ["manager-check", "role-charter"]
    assert sorted(exercises + without_chapter) == sorted(COURSE.exercises)
    assert set(COURSE.exercises) == {name.replace("_", "-") for name in rolecraft.EXERCISES}


def test_pages_say_how_long_the_course_takes():
    """What start.md and manager-path.md say in words: 30 to 45 minutes, 15 to 30, seven hours, 3 h 25 min."""
    alone = [chapter.minutes.coordinator for chapter in WRITTEN]
    manager = [chapter.minutes.manager for chapter in WRITTEN]
    assert (min(alone), max(alone), round(sum(alone) / 60)) == (30, 45, 7)
    assert (min(manager), max(manager), sum(manager)) == (15, 30, 205)


def test_minutes_are_said_as_people_say_them():
    assert [hours_and_minutes(minutes).replace("\u00a0", " ") for minutes in (205, 45, 60, 0)] == [
        "3 h 25 min",
        "45 min",
        "1 h",
        "0 min",
    ]


def test_every_written_chapter_is_in_the_plan_and_the_book():
    files = {path.stem for path in (ROOT / "chapters").glob("[0-9][0-9]-*.md")}
    assert files == {planned.slug for planned in COURSE.chapters}
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
def test_two_questions_recall_earlier_chapters_and_four_apply_this_one(chapter):
    recalling, applying = asked(chapter, "r"), asked(chapter, "q")
    assert [question.id for question in questions(chapter)] == [
        *(f"r{chapter.number}-{n}" for n in (1, 2)),
        *(f"q{chapter.number}-{n}" for n in range(1, 5)),
    ]
    assert {question.objective for question in recalling} <= OBJECTIVES
    assert all(is_earlier(question.objective, chapter.number) for question in recalling)
    assert {question.objective for question in applying} <= {objective.id for objective in chapter.objectives}


@chapters
def test_each_objective_is_assessed_by_what_exists(chapter):
    objective_of = {question.id: question.objective for question in asked(chapter, "q")}
    for box in directives(chapter.text, "open-question"):
        assert box.argument == f"o{chapter.number}-1"
        objective_of[box.argument] = read_task(box.argument, box.body).objective
    for objective in chapter.objectives:
        assert objective.assessed_by, objective.id
        for item in objective.assessed_by:
            assert item == chapter.exercise or objective_of.get(item) == objective.id, (objective.id, item)
    claimed = {item for objective in chapter.objectives for item in objective.assessed_by}
    assert claimed == {chapter.exercise, *objective_of}


@chapters
def test_the_right_answer_is_not_given_away_by_its_place_or_length(chapter):
    places = Counter(
        [option.right for option in question.options].index(True) for question in asked(chapter, "q")
    )
    assert max(places.values()) <= 2
    longest = [
        max(question.options, key=lambda option: len(option.text)).right for question in asked(chapter, "q")
    ]
    assert sum(longest) <= 1


@chapters
def test_the_minutes_are_honest(chapter):
    assert coordinator_minutes(chapter) == pytest.approx(chapter.minutes.coordinator, rel=0.2)
    assert manager_minutes(chapter) == pytest.approx(chapter.minutes.manager, rel=0.2)
    assert 25 <= chapter.minutes.coordinator <= 45 and 15 <= chapter.minutes.manager <= 30


@chapters
def test_chapter_page_and_notebook_promise_the_same_minutes_for_the_exercise(chapter):
    promised = f"{chapter.exercise_minutes.coordinator} minutes"
    assert say(f"{chapter.exercise.replace('-', '_')}.minutes") == promised
    notebook = (ROOT / "exercises" / f"{chapter.exercise}.ipynb").read_text(encoding="utf-8")
    assert f"**Time:** {promised}" in notebook


@chapters
def test_it_reads_easily(chapter):
    paragraphs = running_text(chapter.text)
    assert not [text for text in paragraphs if len(words(text)) > LONGEST_PARAGRAPH]
    assert reading_ease(paragraphs) >= EASY


def test_each_source_is_cited_and_each_citation_has_its_source():
    listed = set(
        re.findall(r"^@\w+\{([^,]+),", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    )
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "chapters").glob("*.md"))
    assert {key.strip() for keys in CITED.findall(pages) for key in keys.split(",")} == listed


@chapters
def test_each_claim_with_evidence_names_its_source(chapter):
    marked = [
        block
        for block in re.split(r"\n\s*\n", chapter.text)
        if re.search(r"\*\*(?:Strong|Mixed|Weak)\b|\*\*(?:strong|mixed|weak)\*\*", block)
    ]
    assert marked, "no claim says how strong its evidence is"
    for block in marked:
        assert CITED.search(block), block


@chapters
def test_folklore_stands_only_where_it_is_corrected_at_once(chapter):
    for block in re.split(r"\n\s*\n", chapter.text):
        sentences = re.split(r"(?<=[.?!:]) ", block)
        for number, sentence in enumerate(sentences):
            if re.search(r"23 minutes|\b70-20-10\b|10,000 hours|\b80/20\b|\b40 % of", sentence):
                here = " ".join(sentences[max(0, number - 1) : number + 3])
                assert re.search(r"\bnot\b|n't\b|\bno\b|estimate|guess|weak", here, re.IGNORECASE), here


@chapters
def test_it_has_a_picture(chapter):
    assert directives(chapter.text, "course-figure")


@pytest.mark.parametrize("name", FIGURES)
def test_each_picture_says_its_message_in_words(name):
    says = alternative(FIGURES[name]())
    assert len(words(says)) >= 15
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "chapters").glob("*.md")]
    assert any(f"{{course-figure}} {name}\n" in page for page in pages), "no page shows it"


@chapters
def test_the_numbers_of_the_example_come_from_the_library(chapter):
    boxes = [box.body for box in directives(chapter.text, "worked-example")]
    prose = without(chapter.text, ["quiz", "open-question", "worked-example"])
    told = [block for block in re.split(r"\n\s*\n", prose) if re.search("Maja|Anders|Nordlunda", block)]
    for text in [*boxes, *told]:
        typed = re.sub(r"\{\w+\}`[^`]*`|\[[^\]]*\]\([^)]*\)", "", text)
        typed = re.sub(NO_NUMBER_OF_THE_EXAMPLE, "", typed)
        assert not re.search(r"\d", typed), re.findall(r".*\d.*", typed)


@chapters
def test_there_is_something_to_do_at_least_every_ten_minutes(chapter):
    doing = r"^[`:]{3,}\{(?:quiz|open-question|live-exercise)\}|^:::\{admonition\} Try it on paper"
    text = chapter.text.partition("## Sources")[0]
    for part in re.split(doing, without(text, ["manager"]), flags=re.MULTILINE):
        assert len(words(part)) <= 10 * WORDS_A_MINUTE


def test_the_glossary_has_what_the_chapters_link_and_nothing_else():
    glossary = (ROOT / "chapters" / "glossary.md").read_text(encoding="utf-8")
    terms = set(re.findall(r"^(?=\S)(?![-#{`:]|[A-Z][^\n]*[.]$)([^\n]+)\n  \S", glossary, re.MULTILINE))
    used = set()
    for chapter in WRITTEN:
        for shown, target in re.findall(r"\{term\}`([^`<]+?)(?: *<([^`>]+)>)?`", chapter.text):
            used.add((target or shown).strip())
    assert {term.lower() for term in used} == {term.lower() for term in terms}


def test_reading_ease_tells_easy_from_hard():
    easy = ["The cat sat on the mat. It was a warm day. She had no plan to move."]
    hard = ["Organisational prioritisation necessitates comprehensive institutional consideration."]
    assert reading_ease(easy) > 90 > 0 > reading_ease(hard)
