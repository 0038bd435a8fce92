"""The picture of the role health check: demands against resources, and the seven parts, in both rounds."""

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text
from rolecraft.rules.role_health_check import (
    DEMANDS,
    RECOVERY,
    RESOURCES,
    TOTAL,
    Change,
    Health,
    Review,
    as_shown,
)
from rolecraft.text import say

_WIDTH = 340
_MIDDLE = _WIDTH / 2
_GROUPS = (("demands", DEMANDS), ("resources", RESOURCES), ("recovery", (RECOVERY,)))
_COLOURS = {"demands": WARN, "resources": ACCENT, "recovery": MUTED}


def bars(review: Review, language: str = "en") -> str:
    """Draw demands and resources pulling at each other, then the seven parts as bars.

    With two rounds, the first is outlined and the second is filled. What is not answered is said in words.
    """

    def words(key: str, **values: object) -> str:
        return say(f"role_health_check.{key}", language, **values)

    both = bool(review.again.answered)
    rounds = [("first", review.first), ("again", review.again)] if both else [("first", review.first)]
    parts, y = [], 18.0
    for name, health in rounds:
        parts += _pull(health, words(f"picture_{name}") if both else "", both and name == "first", y, words)
        y += 60
    if both:
        parts.append(text(0, y - 4, words("picture_key"), size=13, colour=MUTED))
        y += 26
    changes = {change.name: change for change in review.changes}
    for group, names in _GROUPS:
        parts.append(text(0, y, words(f"group_{group}"), size=14, weight=600))
        y += 24
        for name in names:
            parts += _part(changes[name], both, _COLOURS[group], y, words)
            y += 44 if both else 36
        y += 8
    return picture(_WIDTH, y - 20, words("picture_title"), _description(review, rounds, words), parts)


def _pull(health: Health, name: str, outlined: bool, y: float, words) -> list[str]:
    """Return demands to the left and resources to the right of the middle, and what that gives."""
    if health.balance is None:
        said = words("picture_count", answered=health.answered, total=TOTAL)
    else:
        said = words("picture_balance", balance=as_shown(health.balance))
    parts = [text(0, y, f"{name}: {said}" if name else said, size=16, weight=600)]
    for side, value, colour in ((-1, health.demands, WARN), (1, health.resources, ACCENT)):
        key = "demands" if side < 0 else "resources"
        shown = words(f"name_{key}")
        if value is not None:
            shown = words("picture_one", name=shown, value=as_shown(value))
            length = _MIDDLE * value / 100
            start = _MIDDLE - length if side < 0 else _MIDDLE
            parts.append(_bar(start, y + 24, length, colour, outlined))
        anchor = "end" if side < 0 else "start"
        parts.append(text(_MIDDLE + side * 6, y + 19, shown, size=13, anchor=anchor))
    parts.append(line(_MIDDLE, y + 8, _MIDDLE, y + 36))
    return parts


def _part(change: Change, both: bool, colour: str, y: float, words) -> list[str]:
    """Return the name of a part, its numbers, and a bar for each round."""
    parts = [text(0, y, words(f"name_{change.name}"), size=14), _numbers(change, y, words)]
    heights = ((change.first, True), (change.again, False)) if both else ((change.first, False),)
    for row, (value, outlined) in enumerate(heights):
        top = y + 6 + 11 * row
        parts.append(line(0, top + 9, _WIDTH, top + 9))
        if value is not None:
            parts.append(_bar(0, top, _WIDTH * value / 100, colour, outlined))
    return parts


def _numbers(change: Change, y: float, words) -> str:
    there = [value for value in (change.first, change.again) if value is not None]
    if len(there) == 2:
        shown = words("picture_both", first=as_shown(there[0]), again=as_shown(there[1]))
    else:
        shown = words("picture_value", value=as_shown(there[0])) if there else words("picture_missing")
    return text(_WIDTH, y, shown, size=13, anchor="end", colour="currentColor" if there else MUTED)


def _bar(x: float, y: float, width: float, colour: str, outlined: bool) -> str:
    if outlined:
        return bar(x + 0.5, y + 0.5, width - 1, 8, "none", outline=colour)
    return bar(x, y, width, 9, colour)


def _description(review: Review, rounds: list[tuple[str, Health]], words) -> str:
    """Return the picture in words: the balance and the profile of each round, then the parts."""
    said = []
    for name, health in rounds:
        told = _round(health, words)
        if len(rounds) > 1:
            told = words("picture_round", round=words(f"picture_{name}"), words=told)
        said.append(told)
    for change in review.changes:
        name = words(f"name_{change.name}")
        if change.change is not None:
            values = {"first": as_shown(change.first), "again": as_shown(change.again)}
            said.append(words("picture_moved", name=name, **values) + ".")
        else:
            value = change.first if change.again is None else change.again
            if value is not None:
                said.append(words("picture_one", name=name, value=as_shown(value)) + ".")
    return " ".join(said)


def _round(health: Health, words) -> str:
    parts = []
    if health.answered < TOTAL:
        parts.append(words("picture_count", answered=health.answered, total=TOTAL))
    if health.balance is not None:
        values = {name: as_shown(getattr(health, name)) for name in ("demands", "resources", "balance")}
        parts += [words("line_balance", **values), words(f"balance_{health.verdict}")]
    if health.profile:
        parts.append(words(f"profile_{health.profile}"))
    return " ".join(parts)
