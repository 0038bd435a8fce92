"""Pictures of the alignment: what is there of each view, and then how near the two are in each part."""

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text
from rolecraft.rules import alignment as rules
from rolecraft.text import say

_WIDTH = 340
_COLUMNS = {"coordinator": 207, "manager": 302}  # the middle of each
_ROW = 30
_BAR = 50  # a part: its words, its bar, and air


def progress(result: rules.Agreement, language: str = "en") -> str:
    """Draw which parts of each view are there. What a view says is not shown."""

    def words(key: str, **values: object) -> str:
        return say(f"alignment.{key}", language, **values)

    parts, said = [], []
    for hat, middle in _COLUMNS.items():
        parts.append(text(middle, 18, words(hat), size=14, anchor="middle", weight=600))
        there = len(rules.VIEW_PARTS) - len(result.lacking[hat])
        said.append(words("progress_count", name=words(hat), there=there, total=len(rules.VIEW_PARTS)))
    y = 28
    for part in rules.VIEW_PARTS:
        parts += [line(0, y, _WIDTH, y), text(0, y + 20, words(f"need_{part}"), size=14)]
        for hat, middle in _COLUMNS.items():
            missing = part in result.lacking[hat]
            key, sign, colour = ("no", "○", WARN) if missing else ("yes", "✓", ACCENT)
            shown = f"{sign} {words(f'progress_{key}')}"
            parts.append(text(middle, y + 20, shown, size=14, anchor="middle", colour=colour))
        y += _ROW
    return picture(_WIDTH, y, words("progress_title"), " ".join(said), parts)


def nearness(result: rules.Agreement, language: str = "en") -> str:
    """Draw the four parts as bars: as long as the part counts, filled as far as the two views agree."""

    def words(key: str, **values: object) -> str:
        return say(f"alignment.{key}", language, **values)

    parts = [text(0, 20, words("picture_score", score=result.score), size=18, weight=600)]
    said = [words("picture_description", score=result.score)]
    most = max(rules.WEIGHTS.values())
    y = 34
    for part, weight in rules.WEIGHTS.items():
        name, points = words(f"name_{part}"), rules.points(result, part)
        whole = _WIDTH * weight / most
        said.append(words("picture_part", name=name, points=points, most=weight))
        parts += [
            text(0, y + 18, name, size=15, weight=600),
            text(_WIDTH, y + 18, words("picture_points", points=points, most=weight), size=14, anchor="end"),
            bar(1, y + 25, whole - 2, 14, "none", outline=MUTED),
            bar(1, y + 25, (whole - 2) * getattr(result, part), 14, ACCENT),
        ]
        y += _BAR
    return picture(_WIDTH, y, words("picture_title"), " ".join(said), parts)
