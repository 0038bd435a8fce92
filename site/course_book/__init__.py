"""What the book adds to Jupyter Book: the boxes of a chapter, quizzes, worked numbers and live exercises.

Loaded by _config.yml. Each module has its directives and its own `setup(app)`:

- boxes.py: the boxes of a chapter
- quiz.py: quizzes
- worked.py: the numbers of the worked example
- live.py: the exercises in the page
- sources.py: the list of sources at the end of a chapter
- course_map.py: the tables of the whole course
- pages.py: what stands in the head of each page

directive.py has what the directives share. course.py reads the course (front matter of the chapters,
chapters/course.yml) for directives and tests.
"""

from . import boxes, course_map, live, pages, quiz, sources, worked


def setup(app):
    """Register everything with Sphinx."""
    for part in (pages, boxes, quiz, sources, worked, course_map, live):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
