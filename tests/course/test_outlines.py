"""Pages about the whole course are made from outlines: they change when these do, and not with every word."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from attrs import evolve

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.course import directives, outline, read_chapter  # noqa: E402
from course_book.instructor import note  # noqa: E402
from course_book.outlines import write_outlines  # noqa: E402

CHAPTERS = sorted((ROOT / "chapters").glob("[0-9]*.md"))
PLAN = """\
chapters:
  - {number: 1, title: One, slug: 01-one, exercise: e, article: [A1], minutes: {coordinator: 1, manager: 1}}
exercises: {e: E}
article: {A1: Words}
"""
CHAPTER = """\
---
description: About one
---
# One

## The idea

```{manager} Decide
Words.
```

```{instructor-note}
Ask first.
```
"""


@pytest.fixture
def course(tmp_path: Path) -> SimpleNamespace:
    """A course of one chapter."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "course.yml").write_text(PLAN)
    (tmp_path / "chapters" / "01-one.md").write_text(CHAPTER)
    return SimpleNamespace(srcdir=tmp_path, env=SimpleNamespace(doctreedir=tmp_path / "doctrees"))


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("Words.", "Other words, and more of them.", False),
        ("About one", "About two", True),
        ("# One", "# Two", True),
        ("## The idea", "## The thought", True),
        ("Decide", "Say no", True),
        ("Ask first.", "Ask last.", True),
    ],
)
def test_an_outline_changes_only_with_what_other_pages_tell_of_a_chapter(course, old, new, told):
    chapter = course.srcdir / "chapters" / "01-one.md"
    kept = course.env.doctreedir / "outlines" / "01-one.md"
    write_outlines(course)
    before = kept.read_text(), kept.stat().st_mtime_ns
    chapter.write_text(CHAPTER.replace(old, new))
    write_outlines(course)
    assert ((kept.read_text(), kept.stat().st_mtime_ns) != before) is told


def test_a_chapter_that_is_gone_has_no_outline(course):
    write_outlines(course)
    (course.srcdir / "chapters" / "01-one.md").unlink()
    write_outlines(course)
    assert [path.name for path in (course.env.doctreedir / "outlines").iterdir()] == ["course.yml"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_an_outline_tells_what_pages_about_the_whole_course_need(path: Path, tmp_path: Path):
    chapter, kept = read_chapter(path), tmp_path / path.name
    kept.write_text(outline(path.read_text(encoding="utf-8")), encoding="utf-8")
    short = read_chapter(kept)
    assert evolve(short, path=path, text="") == evolve(chapter, text="")
    for name in ("manager", "article-point"):
        boxes, in_short = (directives(one.text, name) for one in (chapter, short))
        assert [(box.argument, box.section) for box in boxes] == [
            (box.argument, box.section) for box in in_short
        ]
    assert note(short) == note(chapter)
