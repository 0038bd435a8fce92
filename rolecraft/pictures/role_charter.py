"""Picture of the role charter: the six points, which are there, and where to fill in the others."""

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, picture, text
from rolecraft.rules.role_charter import READY_TO_TALK, CharterResult, Point, chapter_of
from rolecraft.text import say

_WIDTH = 340
_ROW = 28
_STEP = 52  # width of one step of the stair to the signature
_GAP = 5.6


def points(result: CharterResult, language: str = "en") -> str:
    """Draw how far it is to the talk and to the signature, then the six points, each there or not yet."""

    def words(key: str, **values: object) -> str:
        return say(f"role_charter.{key}", language, **values)

    met, whole = result.points, len(result.required)
    parts = [text(0, 18, words("picture_count", points=met), size=16, weight=600)]
    for step in range(whole):
        x = step * (_STEP + _GAP)
        parts.append(bar(x, 30, _STEP, 14, ACCENT if step < met else "none", outline=MUTED))
    talk = READY_TO_TALK * (_STEP + _GAP) - _GAP
    parts += [
        text(talk, 62, words("picture_ready"), size=12, anchor="end"),
        text(_WIDTH, 62, words("picture_sign"), size=12, anchor="end"),
    ]
    y = 92
    for point in result.required:
        mark, colour = ("✓", ACCENT) if point.met else ("○", WARN)
        parts.append(text(10, y, mark, size=16, anchor="middle", weight=600, colour=colour))
        parts.append(text(28, y, words(f"point_{point.name}"), size=15))
        if not point.met:
            where = words("picture_chapter", chapters=_chapters(point))
            parts.append(text(_WIDTH, y, where, size=13, anchor="end", colour=WARN))
        y += _ROW
    missing = ", ".join(words(f"short_{point.name}") for point in result.required if not point.met)
    key = "picture_description" if missing else "picture_description_full"
    description = words(key, points=met, missing=missing)
    return picture(_WIDTH, y - 14, words("picture_title"), description, parts)


def _chapters(point: Point) -> str:
    """Return the chapters where a point is filled in: "1, 3"."""
    return ", ".join(str(chapter) for chapter in sorted({chapter_of(lack.section) for lack in point.lacks}))
