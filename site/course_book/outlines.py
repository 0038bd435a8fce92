"""The outlines of all chapters, kept as files: what pages about the whole course are made from.

A page is read again when a file changes that it depends on. If these pages depended on the chapters, each
changed word would make all of them anew, and the longer the course, the longer that takes.
"""

from pathlib import Path

from .course import Chapter, Course, outline, read_chapters, read_course


def outlines_folder(env) -> Path:
    """Return the folder that holds the plan of the course and, under a chapter's name, its outline."""
    return Path(env.doctreedir) / "outlines"


def whole_course(env) -> tuple[Course, dict[int, Chapter]]:
    """Return the plan of the course and its chapters by number, each with its outline as text.

    The page that is being read is read again when the plan or an outline changes. Raises CourseError and
    OSError.
    """
    folder = outlines_folder(env)
    course, chapters = read_chapters(folder)
    for path in (folder / "course.yml", *(chapter.path for chapter in chapters.values())):
        env.note_dependency(str(path))
    return course, chapters


def put(path: Path, text: str) -> None:
    """Write a text unless the file has it already: then its date stays."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def write_outlines(app):
    """Bring the outlines up to date, before Sphinx asks which pages are not."""
    chapters, folder = Path(app.srcdir) / "chapters", outlines_folder(app.env)
    folder.mkdir(parents=True, exist_ok=True)
    plan = chapters / "course.yml"
    put(folder / plan.name, plan.read_text(encoding="utf-8"))
    for planned in read_course(plan).chapters:
        chapter = chapters / f"{planned.slug}.md"
        if chapter.exists():
            put(folder / chapter.name, outline(chapter.read_text(encoding="utf-8")))
        else:
            (folder / chapter.name).unlink(missing_ok=True)


def setup(app):
    """Register the event."""
    app.connect("builder-inited", write_outlines)
