"""How long each chapter takes and how easily it reads: make report.

Minutes as measured from the text, beside those that the chapter promises. Flesch reading ease: 60 and more is
plain English; the course's tests ask for at least 60.
"""

from pathlib import Path

from course_book.course import read_chapters
from course_book.measures import coordinator_minutes, manager_minutes, reading_ease, running_text, words

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "chapters"


def main():
    """Print one line a chapter, and one for each page beside the chapters."""
    print(f"{'':44}{'coordinator':>14}{'manager':>12}{'Flesch':>9}{'words':>8}")
    sums = [0, 0]
    chapters = read_chapters(CHAPTERS)[1].values()
    for chapter in chapters:
        text = running_text(chapter.text)
        minutes = (
            f"{coordinator_minutes(chapter):8.1f} of {chapter.minutes.coordinator:2}"
            f"{manager_minutes(chapter):6.1f} of {chapter.minutes.manager:2}"
        )
        print(f"{chapter.slug:44}{minutes}{reading_ease(text):9.1f}{len(words(' '.join(text))):8}")
        sums = [sums[0] + chapter.minutes.coordinator, sums[1] + chapter.minutes.manager]
    print(f"{'promised minutes in all':44}{sums[0]:14}{sums[1]:12}")
    for path in (*sorted(CHAPTERS.glob("*.md")), *sorted((ROOT / "workshop").glob("*.md"))):
        if path not in {chapter.path for chapter in chapters}:
            text = running_text(path.read_text(encoding="utf-8").split("---\n", 2)[-1])
            print(f"{path.stem:70}{reading_ease(text):9.1f}{len(words(' '.join(text))):8}")


if __name__ == "__main__":
    main()
