"""The picture of the area map: a T. Its bar is all twelve areas, its stems are those in focus."""

from rolecraft.pictures.svg import ACCENT, MUTED, bar, picture, text
from rolecraft.rules.area_map import AreaResult, AreaReview
from rolecraft.text import say

ON_ACCENT = "var(--rc-on-accent, #fff)"

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_COLUMNS = 3
_GAP = 4
_CELL = (_WIDTH - 2 * _GAP) / _COLUMNS
_ROW = 42
_STEM = 56
_LEVEL = 22  # height of one level of skill
_ORDER = ("queue", "assist", "buy", "pause", None)  # of what is not in focus
_PLACES = {0: (), 1: (1,), 2: (0, 2), 3: (0, 1, 2)}  # of the areas in focus, in the last row


def t_shape(review: AreaReview, language: str = "en") -> str:
    """Draw all areas as a broad bar, each with its verdict in words, and a stem under each in focus.

    A stem is as deep as the skill; the level that is being learned hangs under it, dashed.
    """

    def words(key: str, **values: object) -> str:
        return say(f"area_map.{key}", language, **values)

    by_id = {area.id: area for area in review.areas}
    focus = [by_id[area] for area in review.focus]
    others = [area for area in review.areas if area.id not in review.focus]
    others.sort(key=lambda area: (_ORDER.index(_group(area)), -(area.score or 0)))
    parts = []
    for place, area in enumerate(_arranged(focus, others)):
        x = (place % _COLUMNS) * (_CELL + _GAP)
        y = (place // _COLUMNS) * (_ROW + _GAP)
        parts += _cell(area, x, y, area in focus, words, language)
    bottom = (len(review.areas) // _COLUMNS) * (_ROW + _GAP) - _GAP
    height = bottom
    for place, area in zip(_PLACES[len(focus)], focus, strict=True):
        middle = place * (_CELL + _GAP) + _CELL / 2
        drawn, end = _stem(area, middle, bottom, words)
        parts += drawn
        height = max(height, end)
    return picture(
        _WIDTH, height + 4, words("picture_title"), _description(review, focus, words, language), parts
    )


def _group(area: AreaResult) -> str | None:
    # An area to keep that found no room among the three in focus stands first.
    return "queue" if area.verdict in ("keep", "learn") else area.verdict


def _arranged(focus: list[AreaResult], others: list[AreaResult]) -> list[AreaResult]:
    """Return the areas row by row, those in focus at their places in the last row."""
    places = _PLACES[len(focus)]
    rest = iter(others)
    upper = [next(rest) for _ in range(len(focus) + len(others) - _COLUMNS)]
    last = [focus[places.index(place)] if place in places else next(rest) for place in range(_COLUMNS)]
    return upper + last


def _cell(area: AreaResult, x: float, y: float, focus: bool, words, language: str) -> list[str]:
    verdict = words(f"verdict_{area.verdict}") if area.verdict else words("picture_open")
    colour = ON_ACCENT if focus else "currentColor"
    dashed = area.verdict in ("pause", None)
    box = (
        bar(x, y, _CELL, _ROW, ACCENT)
        if focus
        else bar(x + 0.75, y + 0.75, _CELL - 1.5, _ROW - 1.5, "none", outline=MUTED, dashed=dashed)
    )
    middle = x + _CELL / 2
    name = say(f"areas.{area.id}_short", language)
    return [
        box,
        text(middle, y + 18, name, size=12, anchor="middle", weight=600, colour=colour),
        text(middle, y + 34, verdict, size=12.5, anchor="middle", colour=colour),
    ]


def _stem(area: AreaResult, middle: float, top: float, words) -> tuple[list[str], float]:
    skill = area.skill or 0
    left, y = middle - _STEM / 2, top
    parts = [bar(left, top, _STEM, skill * _LEVEL, ACCENT)] if skill else []
    for level in range(1, skill + 1):
        parts.append(text(middle, y + 16, str(level), size=13, anchor="middle", colour=ON_ACCENT))
        y += _LEVEL
    if area.verdict == "learn":
        parts.append(bar(left + 0.75, y + 2, _STEM - 1.5, _LEVEL, "none", outline=ACCENT, dashed=True))
        parts.append(text(middle, y + 18, f"↓ {skill + 1}", size=13, anchor="middle", colour=ACCENT))
        y += _LEVEL + 2
    parts.append(text(middle, y + 17, words("picture_skill", skill=skill), size=12.5, anchor="middle"))
    return parts, y + 20


def _description(review: AreaReview, focus: list[AreaResult], words, language: str) -> str:
    def name(area: str) -> str:
        return say(f"areas.{area}_short", language)

    stems = [
        words("picture_stem", area=name(area.id), verdict=words(f"verdict_{area.verdict}"), skill=area.skill)
        for area in focus
    ]
    said = [words("picture_focus", areas="; ".join(stems)) if stems else words("picture_no_focus")]
    for verdict in ("keep", "queue", "assist", "buy", "pause", None):
        names = [
            name(area.id) for area in review.areas if area.verdict == verdict and area.id not in review.focus
        ]
        if names and verdict:
            said.append(words("picture_group", verdict=words(f"verdict_{verdict}"), areas="; ".join(names)))
        elif names:
            said.append(words("picture_rest", areas="; ".join(names)))
    return " ".join(said)
