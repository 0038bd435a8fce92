"""The picture of the manager's check: the eight questions, each with a yes or not yet."""

from rolecraft.pictures.svg import ACCENT, MUTED, WARN, picture, text
from rolecraft.plan import Audit
from rolecraft.rules import manager_check as rules
from rolecraft.text import say

_WIDTH = 340
_ROW = 26


def answers(audit: Audit, result: rules.Check, language: str = "en") -> str:
    """Draw the eight answers and how many are a yes."""

    def words(key: str, **values: object) -> str:
        return say(f"manager_check.{key}", language, **values)

    total = len(rules.QUESTIONS)
    if result.band is None and result.ticked:
        heading = description = words("good_so_far", ticked=result.ticked)
    elif result.band is None:
        heading, description = words("picture_empty"), words("picture_description_empty", total=total)
    else:
        values = {"yes": result.yes, "total": total, "band": words(f"band_short_{result.band}")}
        heading = words("picture_count", **values)
        missing = [words(f"short_{each}") for each in rules.QUESTIONS if not getattr(audit, each)]
        key = "picture_description" if missing else "picture_description_full"
        description = words(key, missing=", ".join(missing), **values)
    parts = [text(0, 18, heading, size=16, weight=600)]
    y = 46
    for question in rules.QUESTIONS:
        if getattr(audit, question):
            sign, shown, colour = "✓", words("yes"), ACCENT
        else:
            sign, shown, colour = "○", words("not_yet"), WARN
        if result.band is None:
            shown, colour = "", MUTED
        parts += [
            text(10, y, sign, size=16, anchor="middle", weight=600, colour=colour),
            text(28, y, words(f"short_{question}"), size=15),
            text(_WIDTH, y, shown, size=13, anchor="end", colour=colour),
        ]
        y += _ROW
    return picture(_WIDTH, y - 12, words("picture_title"), description, parts)
