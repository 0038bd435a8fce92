"""Pictures of the goal builder: the eight points of a goal, and how far it got."""

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, picture, text
from rolecraft.rules.goal_builder import GoalReview
from rolecraft.text import say

_WIDTH = 340
_ROW = 26


def quality(review: GoalReview, language: str = "en") -> str:
    """Draw the eight points of a goal as steps, each there or not yet, and its grade when it has one."""

    def words(key: str, **values: object) -> str:
        return say(f"goal_builder.{key}", language, **values)

    count = words("quality", met=review.quality, total=len(review.points))
    parts = [text(0, 18, count, size=16, weight=600)]
    y = 46
    for point in review.points:
        mark, colour = ("✓", ACCENT) if point.met else ("○", WARN)
        parts.append(text(10, y, mark, size=16, anchor="middle", weight=600, colour=colour))
        parts.append(text(28, y, words(f"point_{point.name}"), size=15))
        if not point.met:
            parts.append(text(_WIDTH, y, words("not_met"), size=13, anchor="end", colour=WARN))
        y += _ROW
    missing = ", ".join(words(f"point_{point.name}") for point in review.points if not point.met)
    key = "picture_description" if missing else "picture_description_full"
    description = words(key, met=review.quality, total=len(review.points), missing=missing)
    if review.grade is not None:
        band = words(f"band_{review.band}")
        description = f"{description} {words('picture_grade', grade=review.grade, band=band)}"
        parts += [
            text(0, y + 8, words("grade", grade=review.grade), size=16, weight=600),
            text(_WIDTH, y + 8, band, size=14, anchor="end"),
            bar(0, y + 18, _WIDTH, 12, "none", outline=MUTED),
            bar(0, y + 18, _WIDTH * review.grade, 12, ACCENT),
        ]
        y += 38
    return picture(_WIDTH, y, words("picture_title"), description, parts)
