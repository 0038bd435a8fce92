"""The picture of the triage: the learner's own curve, its biggest steps, and the hours by verdict."""

from collections.abc import Callable, Sequence
from math import fsum

from attrs import frozen

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text
from rolecraft.rules.activity_triage import MOST_OF_EFFECT, VERDICTS, ActivityResult, Step, TriageResult
from rolecraft.text import say

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 330, 72, 260  # of the curve
_BIGGEST = 3  # steps that are named
_LONGEST = 25  # characters of a name beside its number and its share
_BAR_LEFT, _BAR_WIDTH = 152, 138
_ROW = 25
_COLOURS = {"grow": ACCENT, "test": ACCENT, "keep": ACCENT, "stop": WARN}

Words = Callable[..., str]


@frozen
class _NamedStep:
    """One of the biggest steps. number: on the curve, from its start. share: of the effect, 0 to 1."""

    number: int
    name: str
    share: float
    hours: float
    middle: tuple[float, float]


def week(result: TriageResult, language: str = "en") -> str:
    """Draw the curve of effect against hours with its 80 % point, and below it the hours of each verdict.

    The biggest steps of the curve have numbers, and their names below. While there is no curve, only the
    hours are drawn.
    """

    def words(key: str, **values: object) -> str:
        return say(f"activity_triage.{key}", language, **values)

    if result.curve:
        steps = _biggest(result.curve)
        parts = [*_axes(result, words), *_line(result.curve, steps), *_named(steps, words)]
        y = _BOTTOM + 68 + 21.0 * len(steps)
        said = [
            f"{words('picture_curve_effect')} {words('picture_curve_hours', x80=100 * result.x80)}",
            words("picture_fifth", t20=100 * result.t20),
            f"{words('picture_steps')}: {'; '.join(_in_words(step, words) for step in steps)}",
        ]
    else:
        parts, y = [text(0, 16, words("picture_no_curve"), size=14, colour=MUTED)], 30.0
        said = [words("picture_no_curve").rstrip(".")]
    rows = _hours_by_verdict(result.items)
    parts += _bars(rows, y, words)
    shown = [
        f"{words(f'verdict_{verdict}')} {words('picture_hours', hours=hours)} ({', '.join(names)})"
        for verdict, hours, names in rows
    ]
    said.append(f"{words('picture_verdicts')}: {'; '.join(shown)}")
    height = y + 34 + _ROW * len(rows)
    return picture(_WIDTH, height, words("picture_title"), ". ".join(said) + ".", parts)


# The curve


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _y(share: float) -> float:
    return _BOTTOM - share * (_BOTTOM - _TOP)


def _axes(result: TriageResult, words: Words) -> list[str]:
    across, up = _x(result.x80), _y(MOST_OF_EFFECT)
    left = {"size": 13, "anchor": "end"}
    parts = [
        text(0, 16, words("picture_curve_effect"), size=16, weight=600),
        text(0, 37, words("picture_curve_hours", x80=100 * result.x80), size=16, weight=600),
        text(0, 62, words("picture_effect"), size=13, colour=MUTED),
        line(_LEFT, _TOP, _LEFT, _BOTTOM),
        line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM),
        _polyline([(_x(0), _y(0)), (_x(1), _y(1))], MUTED, 1.2, dashed=True),
        _polyline([(_LEFT, up), (across, up), (across, _BOTTOM)], WARN, 1.5),
        text(_LEFT - 6, _TOP + 6, words("picture_share", share=100), **left),
        text(_LEFT - 6, up + 4, words("picture_share", share=100 * MOST_OF_EFFECT), weight=600, **left),
        text(0, _BOTTOM + 38, words("picture_even"), size=13, colour=MUTED),
    ]
    at = words("picture_hours", hours=round(result.x80 * result.hours, 1))
    parts.append(text(across, _BOTTOM + 17, at, size=13, anchor="middle", weight=600))
    if result.x80 < 0.75:  # else the two would touch
        whole = words("picture_hours", hours=result.hours)
        parts.append(text(_RIGHT, _BOTTOM + 17, whole, size=13, anchor="end"))
    return parts


def _biggest(curve: Sequence[Step]) -> list[_NamedStep]:
    """Return the steps with the largest shares of the effect, from left to right."""
    everything = fsum(step.item.contribution for step in curve)
    found = []
    before = (0.0, 0.0)
    for step in curve:
        middle = (before[0] + step.hours) / 2, (before[1] + step.effect) / 2
        found.append((step.item.contribution / everything, step, middle))
        before = step.hours, step.effect
    largest = sorted((one for one in found if one[0] > 0), key=lambda one: -one[0])[:_BIGGEST]
    largest.sort(key=lambda one: one[2])
    return [
        _NamedStep(
            number, step.item.activity.name.strip() or step.item.activity.id, share, step.item.hours, middle
        )
        for number, (share, step, middle) in enumerate(largest, 1)
    ]


def _line(curve: Sequence[Step], steps: Sequence[_NamedStep]) -> list[str]:
    points = [(0.0, 0.0), *((step.hours, step.effect) for step in curve)]
    parts = [_polyline([(_x(hours), _y(effect)) for hours, effect in points], ACCENT, 3)]
    for step in steps:
        x, y = _x(step.middle[0]), _y(step.middle[1])
        parts += _badge(x, y, step.number)
    return parts


def _badge(x: float, y: float, number: int) -> list[str]:
    colour = "var(--rc-on-accent, #fff)"
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{ACCENT}"/>',
        text(x, y + 4.5, str(number), size=13, anchor="middle", weight=600, colour=colour),
    ]


def _named(steps: Sequence[_NamedStep], words: Words) -> list[str]:
    y = _BOTTOM + 62
    parts = []
    for step in steps:
        name = step.name if len(step.name) <= _LONGEST else f"{step.name[: _LONGEST - 1]}…"
        share = words("picture_step", share=100 * step.share, hours=step.hours)
        parts += _badge(9, y - 5, step.number)
        parts += [text(26, y, name, size=14), text(_WIDTH, y, share, size=14, anchor="end")]
        y += 21
    return parts


def _in_words(step: _NamedStep, words: Words) -> str:
    return f"{step.name}, {words('picture_step', share=100 * step.share, hours=step.hours)}"


def _polyline(points: Sequence[tuple[float, float]], colour: str, width: float, dashed: bool = False) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        f'stroke-linejoin="round"{dash}/>'
    )


# The hours of each verdict


def _hours_by_verdict(items: Sequence[ActivityResult]) -> list[tuple[str, float, list[str]]]:
    """Return verdict, hours and names, for each verdict that something has; "none" for what is not sorted."""
    rows = []
    for verdict in (*VERDICTS, None):
        some = [item for item in items if item.started and item.verdict == verdict]
        if some:
            names = [item.activity.name.strip() or item.activity.id for item in some]
            rows.append((verdict or "none", fsum(item.hours or 0 for item in some), names))
    return rows


def _bars(rows: Sequence[tuple[str, float, list[str]]], y: float, words: Words) -> list[str]:
    parts = [text(0, y + 14, words("picture_verdicts"), size=15, weight=600)]
    y += 26
    most = max((hours for _, hours, _ in rows), default=0)
    for verdict, hours, _ in rows:
        wide = _BAR_WIDTH * hours / most if most else 0.0
        unsorted = verdict == "none"
        colour = "none" if unsorted else _COLOURS.get(verdict, MUTED)
        parts += [
            text(0, y + 16, words(f"verdict_{verdict}"), size=14),
            bar(_BAR_LEFT, y + 4, wide, 15, colour, outline=MUTED if unsorted else "none", dashed=unsorted),
            text(_BAR_LEFT + wide + 6, y + 16, words("picture_hours", hours=hours), size=14),
        ]
        y += _ROW
    return parts
