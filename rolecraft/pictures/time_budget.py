"""The picture of the time budget: the paid hours by post, the promises beside them, and the focus blocks."""

from collections.abc import Callable, Sequence

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text
from rolecraft.plan import FocusBlock, TimeBudget
from rolecraft.rules.time_budget import BLOCK, WEEKDAYS, Budget, length_of, minutes_of
from rolecraft.text import say

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_TOP, _BOTTOM = 44.0, 264.0  # of the stacked bar
_STACK = 58  # its width
_LABEL = 17  # between two labels beside it, at least
_PROMISED = (236, 292)  # where the two bars of promises begin
_PROMISED_WIDTH = 40
_MOST = 1.5  # times the paid hours: a higher bar is cut there; its number stands below it
_DAY = _WIDTH / len(WEEKDAYS)
_DAY_TALL = 140.0
_LINE = 15  # of text in a block
_FIRST, _LAST = 8 * 60, 17 * 60  # minutes after midnight that are drawn at least
_FILLED = {"meetings": MUTED, "admin": MUTED, "thinking": ACCENT, "learning": ACCENT}

Words = Callable[..., str]


def week(section: TimeBudget, result: Budget, language: str = "en") -> str:
    """Draw the paid hours as one bar of posts, the promises on the same floor, and five days with blocks."""

    def words(key: str, **values: object) -> str:
        return say(f"time_budget.{key}", language, **values)

    segments = _segments(result, words)
    if not round(result.contract or 0, 2) or not segments:  # what is shown as 0 hours can't be divided
        parts, y = [text(0, 16, words("picture_no_hours"), size=14, colour=MUTED)], 26.0
        said = [words("picture_no_hours").rstrip(".")]
    else:
        parts, y = [*_stack(result, segments, words), *_promises(result, words)], _BOTTOM + 44
        posts = "; ".join(name for _, _, name in segments)
        said = [f"{words('picture_paid', hours=result.contract)}: {posts}"]
    for key, hours in (("now", result.committed), ("next", result.committed_next)):
        if hours is not None:
            said.append(words(f"picture_said_{key}", hours=hours))
    blocks = [block for block in section.blocks if length_of(block)]
    parts += _days(blocks, y, words)
    named = "; ".join(_in_words(block, words) for block in blocks) or words("picture_no_blocks")
    said.append(f"{words('picture_blocks')}: {named}")
    return picture(_WIDTH, y + 52 + _DAY_TALL, words("picture_title"), ". ".join(said) + ".", parts)


# The hours


def _segments(result: Budget, words: Words) -> list[tuple[str, float, str]]:
    """Return post, hours and words of each part of the bar, from the top down; what is left comes last."""
    found = [(post.name, post.hours) for post in result.posts if post.hours]
    if result.left is not None and result.left > 0:
        found.append(("left" if result.capacity is None else "projects", result.left))
    return [
        (name, hours, words("picture_post", name=words(f"post_{name}"), hours=hours)) for name, hours in found
    ]


def _scale(result: Budget) -> float:
    """Return the height of one hour; the bar and the promises share it."""
    contract = result.contract or 0
    promised = max(result.committed or 0, result.committed_next or 0)
    return (_BOTTOM - _TOP) / max(contract, min(promised, _MOST * contract), contract + result.overdrawn)


def _stack(result: Budget, segments: Sequence[tuple[str, float, str]], words: Words) -> list[str]:
    scale = _scale(result)
    top = _BOTTOM - scale * sum(hours for _, hours, _ in segments)
    parts = [text(0, 16, words("picture_paid", hours=result.contract), size=15, weight=600)]
    middles, y = [], top
    for name, hours, _ in segments:
        fill = _FILLED.get(name, "none")
        outline, dashed = (ACCENT, False) if name == "projects" else (MUTED, True)
        tall = scale * hours
        parts.append(
            bar(1, y + 0.75, _STACK, tall - 1.5, fill)
            if fill != "none"
            else bar(1, y + 0.75, _STACK, tall - 1.5, fill, outline=outline, dashed=dashed)
        )
        middles.append(y + tall / 2)
        y += tall
    for middle, place, (_, _, label) in zip(middles, _spread(middles), segments, strict=True):
        parts += [
            line(_STACK + 3, middle, _STACK + 14, place),
            text(_STACK + 19, place + 4.5, label, size=13.5),
        ]
    if result.overdrawn:
        paid = _BOTTOM - scale * result.contract
        parts.append(line(0, paid, _STACK + 2, paid, WARN))
    return parts


def _spread(middles: Sequence[float]) -> list[float]:
    """Return places for the labels: as near to the middles as they can be without touching each other."""
    places: list[float] = []
    for middle in middles:
        places.append(max(middle, places[-1] + _LABEL) if places else max(middle, _TOP + 4))
    lowest = _BOTTOM - 4
    for number in reversed(range(len(places))):
        places[number] = min(places[number], lowest)
        lowest = places[number] - _LABEL
    return places


def _promises(result: Budget, words: Words) -> list[str]:
    scale = _scale(result)
    room = max(result.left or 0, 0)
    parts, shown = [], False
    for x, key, hours in zip(
        _PROMISED, ("now", "next"), (result.committed, result.committed_next), strict=True
    ):
        if hours is None:
            continue
        shown = True
        inside, over = min(hours, room), max(hours - room, 0)
        floor = _BOTTOM - scale * inside
        ceiling = max(floor - scale * over, _TOP - 4)
        middle = x + _PROMISED_WIDTH / 2
        parts += [
            bar(x, floor, _PROMISED_WIDTH, _BOTTOM - floor, ACCENT),
            bar(x, ceiling, _PROMISED_WIDTH, floor - ceiling, WARN),
            text(
                middle,
                _BOTTOM + 17,
                words("picture_hours", hours=hours),
                size=14,
                anchor="middle",
                weight=600,
            ),
            text(middle, _BOTTOM + 33, words(f"picture_{key}"), size=13, anchor="middle"),
        ]
        if over:
            more = words("picture_over", hours=over)
            parts.append(text(middle, ceiling - 5, more, size=13, anchor="middle", weight=600, colour=WARN))
    if shown:
        edge = _BOTTOM - scale * room
        parts.append(line(_PROMISED[0] - 8, edge, _WIDTH, edge, "currentColor"))
        parts.append(text(_WIDTH, 16, words("picture_promised"), size=15, anchor="end", weight=600))
    return parts


# The days


def _days(blocks: Sequence[FocusBlock], y: float, words: Words) -> list[str]:
    placed = [(minutes_of(block.start), block) for block in blocks]
    known = [(start, start + length_of(block)) for start, block in placed if start is not None]
    first = min([_FIRST, *(start for start, _ in known)])
    minute = _DAY_TALL / (max([_LAST, *(end for _, end in known)]) - first)
    parts = [text(0, y + 16, words("picture_blocks"), size=15, weight=600)]
    top = y + 46
    for number, day in enumerate(WEEKDAYS):
        x = number * _DAY
        parts.append(text(x + _DAY / 2, y + 38, words(f"short_{day}"), size=13, anchor="middle"))
        parts.append(bar(x + 2, top, _DAY - 4, _DAY_TALL, "none", outline=MUTED))
        for start, block in placed:
            if block.day == day:
                above = 0 if start is None else start - first
                tall = min(length_of(block) * minute, _DAY_TALL)
                parts += _block(block, x + 2, top + above * minute, tall, words)
    return parts


def _block(block: FocusBlock, x: float, y: float, tall: float, words: Words) -> list[str]:
    """Draw one block; one that is too short to count is dashed."""
    counts = length_of(block) >= BLOCK
    colour = "var(--rc-on-accent, #fff)" if counts else "currentColor"
    fill, outline = (ACCENT, "none") if counts else ("none", ACCENT)
    parts = [bar(x, y, _DAY - 4, tall, fill, outline=outline, dashed=not counts)]
    lines = [clock(block), words("picture_minutes", minutes=block.minutes)]
    lines = [shown for shown in lines if shown][: int(tall // _LINE)]
    below = y + tall / 2 + 4.5 - _LINE * (len(lines) - 1) / 2
    for shown in lines:
        parts.append(text(x + _DAY / 2 - 2, below, shown, size=12, anchor="middle", colour=colour))
        below += _LINE
    return parts


def clock(block: FocusBlock) -> str:
    """Return when a block starts as "09:00", empty while that is not known."""
    start = minutes_of(block.start)
    return "" if start is None else f"{start // 60:02d}:{start % 60:02d}"


def _in_words(block: FocusBlock, words: Words) -> str:
    key = "picture_block" if length_of(block) >= BLOCK else "picture_block_short"
    when = f"{words(f'day_{block.day}')} {clock(block)}".rstrip()
    return words(key, when=when, minutes=block.minutes)
