"""The picture of the KPI map: the chain of drivers, what each could become, and where an hour gives most."""

from rolecraft.pictures.svg import ACCENT, MUTED, bar, line, picture, text
from rolecraft.rules.kpi_map import DriverResult, KpiResult
from rolecraft.text import say

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_BOX = 84
_GAP = 26
_LONGEST = 34  # characters of a name that fit on one line beside its number


def driver_tree(result: KpiResult, language: str = "en") -> str:
    """Draw the chain from the first link down to the outcome.

    Each link shows today's value, its best, the hours, its gain, and a bar for its gain per hour. The link
    with most gain per hour, and those that together reach the target, are marked in words.
    """

    def words(key: str, **values: object) -> str:
        return say(f"kpi_map.{key}", language, **values)

    most = max((item.per_hour for item in result.drivers if item.per_hour is not None), default=0)
    parts, y = [], 1.0
    for number, item in enumerate(result.drivers, 1):
        if number > 1:
            parts += _joint(y, "×")
            y += _GAP
        parts += _link(number, item, y, most, item.driver.id in result.reach, words)
        y += _BOX
    if result.drivers:
        parts += _joint(y, "=")
        y += _GAP
    lines = _outcome_lines(result, words)
    height = 16 + 21 * len(lines)
    parts.append(bar(1, y, _WIDTH - 2, height, "none", outline=ACCENT))
    for row, shown in enumerate(lines):
        weight = 600 if row == 0 else 400
        parts.append(text(12, y + 22 + 21 * row, shown, size=15, weight=weight))
    return picture(_WIDTH, y + height + 1, words("picture_title"), _description(result, words), parts)


def _joint(y: float, sign: str) -> list[str]:
    middle = _WIDTH / 2
    return [
        line(middle, y, middle, y + 5),
        text(middle, y + 18, sign, size=16, anchor="middle", weight=600),
        line(middle, y + 21, middle, y + _GAP),
    ]


def _link(number: int, item: DriverResult, y: float, most: float, chosen: bool, words) -> list[str]:
    best = item.rank == 1
    parts = [bar(1, y, _WIDTH - 2, _BOX, "none", outline=ACCENT if best or chosen else MUTED)]
    parts.append(text(12, y + 21, f"{number}. {_short(item.driver.name)}", size=15, weight=600))
    parts.append(text(12, y + 42, _values(item, words), size=14))
    if item.gain is not None:
        key = "picture_gain" if item.per_hour is None else "picture_gain_per_hour"
        parts.append(text(12, y + 62, words(key, gain=item.gain, per_hour=item.per_hour), size=14))
    right = {"anchor": "end", "size": 13, "weight": 600, "colour": ACCENT}
    if chosen:
        parts.append(text(_WIDTH - 12, y + 42, words("picture_chosen"), **right))
    if best:
        parts.append(text(_WIDTH - 12, y + 62, words("picture_most"), **right))
    if item.per_hour is not None and item.per_hour > 0:
        parts.append(bar(12, y + 70, (_WIDTH - 24) * item.per_hour / most, 7, ACCENT if best else MUTED))
    return parts


def _values(item: DriverResult, words) -> str:
    kind = item.driver.kind
    if item.now is None:
        return words("picture_no_value")
    shown = words(f"value_{kind}", value=item.now)
    if item.best is not None:
        shown = f"{shown} → {words(f'value_{kind}', value=item.best)}"
    return f"{shown} · {words('picture_hours', hours=item.hours)}" if item.hours is not None else shown


def _outcome_lines(result: KpiResult, words) -> list[str]:
    lines = [_short(result.outcome or words("outcome_unnamed"))]
    values = {"target": result.target, "now": result.outcome_now, "combined": result.combined}
    if result.outcome_now is not None:
        lines.append(words("picture_now", **values))
    if result.target is not None:
        lines.append(words("picture_target", **values))
    if result.combined is not None:
        lines.append(words("picture_combined", **values))
    return lines


def _description(result: KpiResult, words) -> str:
    links = [f"{item.driver.name}: {_values(item, words)}" for item in result.drivers]
    best = next((item.driver.name for item in result.drivers if item.rank == 1), None)
    if best:
        links.append(words("picture_best", name=best))
    return ". ".join([*links, *_outcome_lines(result, words)]) + "."


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
