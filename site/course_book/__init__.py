"""What the book adds to Jupyter Book: the boxes of a chapter, quizzes, worked numbers and live exercises.

Loaded by _config.yml. Each module has its directives and its own `setup(app)`:

- boxes.py: the boxes of a chapter
- quiz.py: quizzes
- open_question.py: questions without one right answer, with a rubric
- figures.py: the pictures of a chapter
- worked.py: the numbers of the worked example
- live.py: the exercises in the page
- sources.py: the list of sources at the end of a chapter
- course_map.py: the tables of the whole course
- languages.py: which words are Swedish
- wide_tables.py: names for the frames in which tables scroll
- plans.py: ways through the course, with their minutes
- run_sheets.py: the workshop's sessions by the clock
- instructor.py: what each chapter tells whoever leads a workshop
- exercise_list.py: the exercises, for helpers in the room
- handouts.py: the lists of slides and worksheets
- progress.py: how far the reader has come
- your_data.py: what is kept in the reader's browser
- check_setup.py: whether a computer is ready for a session
- self_assessment.py: what the reader can do, judged before and after
- pages.py: what stands in the head of each page
- address.py: what needs the address at which the book is published
- security.py: what a page may do
- style.py: the style sheet, and the icons, with what the pages use
- hosts.py: settings for common web hosts

directive.py and tables.py have what the directives share. course.py reads the course (front matter of the
chapters, chapters/course.yml) for directives and tests, outlines.py keeps what pages about the whole course
need of it, measures.py what can be measured in its text. sessions.py reads the workshop's sessions, decks.py
makes their slides, and slides.py is the extension that builds those. paper.py puts the exercises on paper,
for sheets.py, which live.py loads.
"""

from . import (
    address,
    boxes,
    check_setup,
    course_map,
    exercise_list,
    figures,
    handouts,
    hosts,
    instructor,
    languages,
    live,
    open_question,
    outlines,
    pages,
    plans,
    progress,
    quiz,
    run_sheets,
    self_assessment,
    sources,
    style,
    wide_tables,
    worked,
    your_data,
)

PARTS = (
    address,
    outlines,
    pages,
    boxes,
    quiz,
    open_question,
    figures,
    handouts,
    sources,
    languages,
    worked,
    wide_tables,
    course_map,
    plans,
    run_sheets,
    instructor,
    exercise_list,
    live,
    progress,
    your_data,
    check_setup,
    self_assessment,
    style,
    hosts,
)


def setup(app):
    """Register everything with Sphinx."""
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
