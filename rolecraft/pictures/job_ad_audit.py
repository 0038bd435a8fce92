"""The picture of the job-ad audit: what the text asks beside what one person carries, then area by area."""

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, bar, picture, text
from rolecraft.rules.job_ad_audit import Audit
from rolecraft.text import say

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_BAR_LEFT = 138
_BAR_WIDTH = 124
_ROW = 27
_MOST_LOAD = 1.5  # of one area


def breadth(audit: Audit, language: str = "en") -> str:
    """Draw load beside capacity, and a bar for each area: filled when asked for, dashed when only touched.

    Each bar also has its state in words.
    """

    def words(key: str, **values: object) -> str:
        return say(f"job_ad_audit.{key}", language, **values)

    def named(state: str) -> str:
        names = [say(f"areas.{area.id}_short", language) for area in audit.areas if area.state == state]
        return ", ".join(names) or words("picture_nothing")

    parts, y = [], 0.0
    scale = _WIDTH / max(audit.load, audit.capacity)
    for key, value, colour in (
        ("picture_one_person", audit.capacity, MUTED),
        ("picture_text_asks", audit.load, WARN if audit.load > audit.capacity else ACCENT),
    ):
        parts.append(
            text(0, y + 16, words(key, capacity=audit.capacity, load=audit.load), size=15, weight=600)
        )
        parts.append(bar(0, y + 23, value * scale, 14, colour))
        y += 48
    y += 10
    for area in audit.areas:
        state = area.state
        length = _BAR_WIDTH * area.load / _MOST_LOAD
        shown = 600 if state == "asked" else 400
        parts.append(text(0, y + 15, say(f"areas.{area.id}_short", language), size=15, weight=shown))
        if state == "asked":
            parts.append(bar(_BAR_LEFT, y + 3, length, 15, ACCENT))
        elif state == "little":
            parts.append(bar(_BAR_LEFT, y + 3, length, 15, "none", outline=ACCENT, dashed=True))
        parts.append(text(_WIDTH, y + 15, words(f"picture_{state}"), size=13, anchor="end", weight=shown))
        y += _ROW
    message = words(
        "picture_message",
        breadth=audit.breadth,
        overload=audit.overload,
        asked=named("asked"),
        little=named("little"),
        absent=named("not"),
    )
    return picture(_WIDTH, y, words("picture_title"), message, parts)
