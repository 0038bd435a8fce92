"""Pictures of ideas that belong to a chapter and to no exercise: what a chapter explains, drawn.

Where a rule has the numbers (the queue, the days to look back, the minutes of the talk), they come from it.
"""

from collections.abc import Callable
from math import cos, exp, pi, sin

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, line, picture, text
from rolecraft.rules import alignment, role_health_check, skills_plan, time_budget
from rolecraft.rules.area_map import AreaReview
from rolecraft.text import say

_WIDTH = 340  # as the pictures of the exercises: so that the words can be read on a phone
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 330, 46, 216  # of the curves
_QUEUE = (50, 80, 90, 95)  # how full the week is, in per cent, where the curve has a mark
_QUEUE_FROM = 25
_LAST_DAY = 75


def _words(language: str) -> Callable[..., str]:
    def words(key: str, **values: object) -> str:
        return say(f"concepts.{key}", language, **values)

    return words


def balls(review: AreaReview, language: str = "en") -> str:
    """Draw a person with all areas in the air as balls; those in focus are large, and named."""
    words = _words(language)
    last = len(review.areas) - 1
    parts = [
        f'<circle cx="170" cy="112" r="19" fill="{MUTED}"/>',
        f'<path d="M124 200 V174 Q124 140 170 140 T216 174 V200" fill="{MUTED}"/>',
        f'<path d="M132 164 Q86 156 62 124 M208 164 Q254 156 278 124" fill="none" stroke="{MUTED}" '
        'stroke-width="11" stroke-linecap="round"/>',
    ]
    named = []
    for place, area in enumerate(review.areas):
        angle = pi * (0.04 + 0.92 * place / last)
        x, y = 170 - 150 * cos(angle), 176 - 156 * sin(angle)
        if area.id in review.focus:
            row = 232 + 26 * len(named)
            named.append(say(f"areas.{area.id}_name", language))
            parts += [_ball(x, y, 16), _ball(12, row - 5, 8), text(30, row, named[-1], size=15, weight=600)]
        else:
            parts.append(_ball(x, y, 9, chosen=False))
    row = 232 + 26 * len(named)
    rest = words("balls_rest", count=last + 1 - len(named))
    parts += [_ball(12, row - 5, 7, chosen=False), text(30, row, rest, size=15, colour=MUTED)]
    description = words("balls_description", total=last + 1, count=len(named), focus=", ".join(named))
    return picture(_WIDTH, row + 12, words("balls_title"), description, parts)


def _ball(x: float, y: float, radius: float, chosen: bool = True) -> str:
    look = f'fill="{ACCENT}"' if chosen else f'fill="none" stroke="{MUTED}" stroke-width="2"'
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}" {look}/>'


def demands_and_resources(language: str = "en") -> str:
    """Draw a balance: what the work asks on one side, what helps on the other."""
    words = _words(language)

    def names(dimensions: tuple[str, ...]) -> list[str]:
        return [say(f"role_health_check.name_{name}", language) for name in dimensions]

    demands, resources = names(role_health_check.DEMANDS), names(role_health_check.RESOURCES)
    recovery = say("role_health_check.name_recovery", language)
    parts = [
        line(80, 58, 260, 38, ACCENT),
        f'<path d="M170 48 L158 74 H182 Z" fill="{ACCENT}"/>',
        line(80, 58, 80, 84),
        line(260, 38, 260, 84),
        text(80, 24, words("demands_asks"), size=13, weight=600, anchor="middle"),
        text(260, 24, words("demands_helps"), size=13, weight=600, anchor="middle"),
    ]
    for middle, listed, colour in ((80, demands, WARN), (260, resources, ACCENT)):
        for row, name in enumerate(listed):
            y = 84 + 32 * row
            parts += [
                bar(middle - 72, y, 144, 27, "none", outline=colour),
                text(middle, y + 18, name, size=14, anchor="middle"),
            ]
    parts.append(
        text(80, 204, words("demands_beside", recovery=recovery), size=13, anchor="middle", colour=MUTED)
    )
    description = words(
        "demands_description",
        demands=", ".join(demands).lower(),
        resources=", ".join(resources).lower(),
        recovery=recovery,
    )
    return picture(_WIDTH, 220, words("demands_title"), description, parts)


def bridge(language: str = "en") -> str:
    """Draw the three parts between a business goal and Monday's work."""
    words = _words(language)
    parts = []
    for row, name in enumerate(("goal", "part", "activity")):
        y = 4 + 88 * row
        middle = name == "part"
        parts += [
            bar(8, y, 324, 54, "none", outline=ACCENT if middle else MUTED, dashed=middle),
            text(170, y + 23, words(f"bridge_{name}"), size=15, weight=600, anchor="middle"),
            text(170, y + 43, words(f"bridge_{name}_asks"), size=14, anchor="middle"),
        ]
        if row:
            arrow = y - 5
            parts += [
                line(170, arrow, 170, arrow - 20, ACCENT),
                f'<path d="M170 {arrow - 25} l-6 9 h12 Z" fill="{ACCENT}"/>',
                text(182, arrow - 8, words("bridge_so"), size=13, colour=MUTED),
            ]
    return picture(_WIDTH, 238, words("bridge_title"), words("bridge_description"), parts)


def queue(language: str = "en") -> str:
    """Draw how waiting grows as the week fills, with marks where the chapter names numbers."""
    words = _words(language)
    most = time_budget.queue_factor(_QUEUE[-1] / 100)

    def place(full: float) -> tuple[float, float]:
        share = (full - _QUEUE_FROM) / (100 - _QUEUE_FROM)
        times = time_budget.queue_factor(full / 100)
        return _LEFT + share * (_RIGHT - _LEFT), _BOTTOM - times / most * (_BOTTOM - _TOP)

    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, range(_QUEUE_FROM, _QUEUE[-1] + 1)))
    parts = [
        text(_LEFT, 20, words("queue_up"), size=14, weight=600),
        line(_LEFT, _TOP - 12, _LEFT, _BOTTOM),
        line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM),
        f'<polyline points="{curve}" fill="none" stroke="{ACCENT}" stroke-width="2.5"/>',
        text(_RIGHT, _BOTTOM + 24, words("queue_across"), size=14, weight=600, anchor="end"),
    ]
    marks = []
    for full in _QUEUE:
        x, y = place(full)
        times = time_budget.queue_factor(full / 100)
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{ACCENT}"/>',
            text(x - 8, y - 8, words("queue_mark", full=full, times=times), size=13, anchor="end"),
        ]
        marks.append(words("queue_point", full=full, times=times))
    description = words("queue_description", marks="; ".join(marks))
    return picture(_WIDTH, 248, words("queue_title"), description, parts)


def spacing(language: str = "en") -> str:
    """Sketch how looking back slows forgetting, with the days that the skills plan proposes."""
    words = _words(language)
    days = skills_plan.REVIEW_DAYS

    def points(begin: float, end: float, speed: float) -> list[str]:
        found = []
        for step in range(31):
            day = begin + (end - begin) * step / 30
            x = _LEFT + day / _LAST_DAY * (_RIGHT - _LEFT)
            found.append(f"{x:.1f},{_BOTTOM - exp(-speed * (day - begin)) * (_BOTTOM - _TOP):.1f}")
        return found

    with_looks, speed = [], 0.6  # of forgetting; each look back makes it slower. Chosen for the eye
    for begin, end in zip((0, *days), (*days, _LAST_DAY), strict=True):
        with_looks += points(begin, end, speed)
        speed /= 3.2
    without = points(0, _LAST_DAY, 0.6)
    parts = [
        text(_LEFT, 20, words("spacing_up"), size=14, weight=600),
        line(_LEFT, _TOP - 12, _LEFT, _BOTTOM),
        line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM),
        f'<polyline points="{" ".join(without)}" fill="none" stroke="{MUTED}" stroke-width="2" '
        'stroke-dasharray="5 4"/>',
        f'<polyline points="{" ".join(with_looks)}" fill="none" stroke="{ACCENT}" stroke-width="2.5"/>',
        text(_RIGHT, _TOP - 8, words("spacing_with"), size=14, anchor="end", colour=ACCENT),
        text(_RIGHT, _BOTTOM - 10, words("spacing_without"), size=14, anchor="end", colour=MUTED),
        text(_RIGHT, _BOTTOM + 40, words("spacing_across"), size=14, weight=600, anchor="end"),
        text(0, _BOTTOM + 62, words("spacing_note"), size=13, colour=MUTED),
    ]
    for day in days:
        x = _LEFT + day / _LAST_DAY * (_RIGHT - _LEFT)
        parts += [
            line(x, _BOTTOM, x, _BOTTOM + 5),
            text(x, _BOTTOM + 20, f"{day}", size=13, anchor="middle"),
        ]
    description = words("spacing_description", days=", ".join(map(str, days)))
    return picture(_WIDTH, 284, words("spacing_title"), description, parts)


def talk(language: str = "en") -> str:
    """Draw the talk of the alignment as a column of its minutes."""
    words = _words(language)
    scale, y = 5.2, 8.0
    parts, said = [], []
    for name, minutes in alignment.SCRIPT:
        tall = scale * minutes
        shown, long = words(f"talk_{name}"), words("talk_minutes", minutes=minutes)
        parts += [
            bar(70, y + 1, 14, tall - 2, ACCENT),
            text(60, y + tall / 2 + 5, long, size=14, anchor="end"),
            text(96, y + tall / 2 + 5, shown, size=15),
        ]
        said.append(f"{shown}, {long}")
        y += tall
    total = sum(minutes for _, minutes in alignment.SCRIPT)
    parts.append(text(96, y + 22, words("talk_total", total=total), size=14, weight=600))
    description = words("talk_description", total=total, count=len(alignment.SCRIPT), parts="; ".join(said))
    return picture(_WIDTH, y + 32, words("talk_title"), description, parts)
