"""Pictures of a room's result: rows of bars, and the room's curve. They draw only what may be shown."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text

if TYPE_CHECKING:
    import pandas

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_BAR_LEFT, _BAR_WIDTH = 138, 116
_ROW, _HEADING = 27, 34
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 330, 72, 260  # of the curve


@frozen
class Row:
    """A bar. shown: its number in words. share: how long it is, 0 to 1."""

    name: str
    shown: str
    share: float


def rows(title: str, bars: Sequence[Row]) -> str:
    """Draw one bar below the other, each with its name and its number in words."""
    parts, height = _bars(bars, 0)
    return picture(_WIDTH, height, title, f"{_said(bars)}.", parts)


def rows_under_headings(title: str, blocks: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """Draw several blocks of bars, each under its heading."""
    parts, said, y = [], [], 0.0
    for heading, bars in blocks:
        drawn, end = _bars(bars, y + _HEADING)
        parts += [text(0, y + 20, heading, size=15, weight=600), *drawn]
        said.append(f"{heading}: {_said(bars)}.")
        y = end + 6
    return picture(_WIDTH, y, title, " ".join(said), parts)


def _said(bars: Sequence[Row]) -> str:
    return "; ".join(f"{row.name} {row.shown}" for row in bars)


def _bars(bars: Sequence[Row], y: float) -> tuple[list[str], float]:
    parts = []
    for row in bars:
        parts += [
            text(0, y + 16, row.name, size=14),
            bar(_BAR_LEFT, y + 4, _BAR_WIDTH * row.share, 15, ACCENT),
            text(_WIDTH, y + 16, row.shown, size=13, anchor="end"),
        ]
        y += _ROW
    return parts, y


def curve(shares: "pandas.DataFrame", words: Callable[..., str]) -> str:
    """Draw the room's curve, with the band of the middle half where there is one.

    shares: index: hours in per cent; middle, lower, upper: effect in per cent.
    words: gives the messages of debrief.
    """
    t20 = shares["middle"][20]
    middle = [(0, 0), *shares["middle"].items()]
    across, up = _x(20), _y(t20)
    small = {"size": 13, "colour": MUTED}
    parts = [
        text(0, 16, words("curve_line_1"), size=16, weight=600),
        text(0, 37, words("curve_line_2", t20=t20), size=16, weight=600),
        text(0, 62, words("curve_effect"), **small),
    ]
    if "upper" in shares:
        outline = [(0, 0), *shares["upper"].items(), *reversed([(0, 0), *shares["lower"].items()])]
        parts.append(f'<polygon points="{_path(outline)}" fill="{ACCENT}" fill-opacity="0.2"/>')
    parts += [
        line(_LEFT, _TOP, _LEFT, _BOTTOM),
        line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM),
        f'<polyline points="{_path([(0, 0), (100, 100)])}" fill="none" stroke="{MUTED}" stroke-width="1.2" '
        f'stroke-dasharray="4 4"/>',
        f'<polyline points="{_path(middle)}" fill="none" stroke="{ACCENT}" stroke-width="3"/>',
        line(_LEFT, up, across, up, WARN),
        line(across, up, across, _BOTTOM, WARN),
        text(_LEFT - 6, _TOP + 6, words("curve_percent", share=100), size=13, anchor="end"),
        text(_LEFT - 6, up + 4, words("curve_percent", share=t20), size=13, anchor="end", weight=600),
        text(across, _BOTTOM + 17, words("curve_percent", share=20), size=13, anchor="middle", weight=600),
        text(_RIGHT, _BOTTOM + 17, words("curve_percent", share=100), size=13, anchor="end"),
        text(_LEFT, _BOTTOM + 38, words("curve_hours"), **small),
    ]
    said = "; ".join(_point(hours, row, words) for hours, row in shares.iterrows())
    return picture(_WIDTH, _BOTTOM + 46, words("curve_picture"), f"{said}.", parts)


def _point(hours: int, row: "pandas.Series", words: Callable[..., str]) -> str:
    if "upper" not in row:
        return words("curve_point", hours=hours, effect=row["middle"])
    values = {"effect": row["middle"], "lower": row["lower"], "upper": row["upper"]}
    return words("curve_point_band", hours=hours, **values)


def _x(hours: float) -> float:
    return _LEFT + hours / 100 * (_RIGHT - _LEFT)


def _y(effect: float) -> float:
    return _BOTTOM - effect / 100 * (_BOTTOM - _TOP)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_x(hours):.1f},{_y(effect):.1f}" for hours, effect in points)
