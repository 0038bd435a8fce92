"""The picture of the board: four columns under each other, cards with size and age, limits as free places."""

from typing import Any

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text
from rolecraft.plan import Backlog, Column
from rolecraft.rules.backlog_and_sprint import BEGUN, COLUMNS, ItemResult, Review, limit
from rolecraft.text import say

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_CARD = 50
_LINE = 20
_FREE = 30
_GAP = 6
_LONGEST = 34  # characters of a name that fit on a card
_MOST = {"next": 8, "doing": 8, "waiting": 8, "done": 4}  # cards of a column that are drawn


def board(section: Backlog, review: Review, language: str = "en") -> str:
    """Draw the board. A column with a limit shows its free places; what is too much is said on the card."""

    def words(key: str, **values: Any) -> str:
        return say(f"backlog_and_sprint.{key}", language, **values)

    parts: list[str] = []
    described = []
    y = 0.0
    for column in COLUMNS:
        items, most = review.columns[column], _limit(section, column)
        over = most is not None and len(items) > most
        count = words("count_limit", count=len(items), most=most) if most else f"{len(items)}"
        title, colour = words(f"column_{column}"), WARN if over else "currentColor"
        parts.append(text(0, y + 18, title, size=16, weight=600))
        parts.append(
            text(_WIDTH, y + 18, count, size=15, anchor="end", weight=600 if over else 400, colour=colour)
        )
        parts.append(line(0, y + 26, _WIDTH, y + 26))
        y += 34
        shown = items[: _MOST[column]]
        for place, one in enumerate(shown, 1):
            card, height = _card(one, y, most is not None and place > most, words)
            parts += card
            y += height + _GAP
        more = len(items) - len(shown)
        rest = words("and_more", count=more) if more else ""
        if more:
            parts.append(text(10, y + 16, rest, size=14, colour=MUTED))
            y += 28
        free = min((most or 0) - len(items), _MOST[column])
        for _ in range(free):
            parts.append(bar(1, y, _WIDTH - 2, _FREE, "none", outline=MUTED, dashed=True))
            parts.append(text(_WIDTH / 2, y + 20, words("free_place"), anchor="middle", colour=MUTED))
            y += _FREE + _GAP
        if not items and free <= 0:
            parts.append(text(10, y + 14, words("column_empty"), size=14, colour=MUTED))
            y += 24
        y += 12
        described.append(_described(title, count if most else "", shown, rest, words))
    return picture(_WIDTH, y, words("picture_title"), " ".join(described), parts)


def _limit(section: Backlog, column: Column) -> int | None:
    if column not in BEGUN:
        return None
    return limit(section.most_doing if column == "doing" else section.most_waiting)


def _card(one: ItemResult, y: float, over: bool, words) -> tuple[list[str], float]:
    """Return a card and its height: one line more for a date that can't be missed."""
    about, fixed = _about(one, words), _fixed(one, words)
    height = _CARD + _LINE if fixed else _CARD
    parts = [
        bar(1, y, _WIDTH - 2, height, "none", outline=WARN if over or one.old else ACCENT),
        text(10, y + 20, _short(one.item.name.strip()), size=15, weight=600),
        text(10, y + 40, about, size=13),
    ]
    if over:
        parts.append(text(_WIDTH - 10, y + 40, words("card_over"), size=13, anchor="end", colour=WARN))
    if fixed:
        parts.append(text(10, y + 40 + _LINE, fixed, size=13, weight=600))
    return parts, height


def _about(one: ItemResult, words) -> str:
    """Return hours and age in words, as far as they are known."""
    about = []
    if one.hours is not None:
        about.append(words("card_hours", hours=one.hours))
    if one.took is not None:
        about.append(words(f"card_took_{min(one.took, 2)}", days=one.took))
    elif one.age is not None:
        about.append(words("card_old" if one.old else f"card_age_{min(one.age, 2)}", days=one.age))
    return " · ".join(about)


def _fixed(one: ItemResult, words) -> str:
    fixed = one.item.fixed if one.item.column != "done" else None
    return words("card_fixed", day=fixed) if fixed else ""


def _described(title: str, count: str, items: tuple[ItemResult, ...], rest: str, words) -> str:
    cards = []
    for one in items:
        about = ", ".join(filter(None, (_about(one, words), _fixed(one, words))))
        cards.append(f"{_short(one.item.name.strip())} ({about})" if about else _short(one.item.name.strip()))
    if rest:
        cards.append(rest)
    heading = f"{title}, {count}" if count else title
    return f"{heading}: {'; '.join(cards) or words('column_empty')}."


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
