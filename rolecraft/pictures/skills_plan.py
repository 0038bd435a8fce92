"""The picture of the skills plan: a staircase from today's level to the one wanted, with its hours."""

from rolecraft.pictures.svg import ACCENT, MUTED, bar, picture, text
from rolecraft.rules.skills_plan import SkillsReview, Step
from rolecraft.text import say

ON_ACCENT = "var(--rc-on-accent, #fff)"

_WIDTH = 340  # so that the words can be read on a phone of 320 px
_GAP = 4
_TOP = 44  # room for the words above the highest stair
_LOW = 30  # height of the first stair
_RISE = 34
_WIDE = 80  # a stair with room for longer words


def staircase(review: SkillsReview, language: str = "en") -> str:
    """Draw a stair for each level: what it adds in hours, and after how many weeks it is reached.

    The first stair is today's level, the last and filled one is the goal. A milestone has its name in words.
    """

    def words(key: str, **values: object) -> str:
        return say(f"skills_plan.{key}", language, **values)

    skill, steps = review.skill, review.steps
    if not steps:
        parts = [text(0, 20, words("picture_nothing"), size=15)]
        return picture(_WIDTH, 30, words("picture_title"), words("picture_nothing"), parts)
    count = len(steps) + 1
    wide = (_WIDTH - (count - 1) * _GAP) / count
    bottom = _TOP + _LOW + _RISE * len(steps)
    first = steps[0].level - 1
    parts = _stair(0, wide, bottom, _LOW, first, words("picture_today") if skill else "", words)
    for number, step in enumerate(steps, 1):
        goal = skill is not None and number == len(steps)
        name = words("picture_goal") if goal else ""
        if step == review.milestone:
            name = words("picture_milestone")
        x, height = number * (wide + _GAP), _LOW + _RISE * number
        parts += _stair(x, wide, bottom, height, step.level, name, words, goal)
        colour = ON_ACCENT if goal else "currentColor"
        for row, line in enumerate(_inside(step, wide, words)):
            y = bottom - height + 20 + 19 * row
            size = 13 if wide > _WIDE else 12
            parts.append(text(x + wide / 2, y, line, size=size, anchor="middle", colour=colour))
    return picture(_WIDTH, bottom + 2, words("picture_title"), _description(review, words, language), parts)


def _stair(
    x: float, wide: float, bottom: float, height: float, level: int, name: str, words, goal: bool = False
) -> list[str]:
    top = bottom - height
    outline = ACCENT if name else MUTED
    box = bar(x + 0.75, top, wide - 1.5, height, ACCENT if goal else "none", outline=outline)
    middle = x + wide / 2
    parts = [box, text(middle, top - 8, words("picture_level", level=level), anchor="middle", weight=600)]
    if name:
        parts.append(text(middle, top - 25, name, size=13, anchor="middle", colour=ACCENT))
    return parts


def _inside(step: Step, wide: float, words) -> list[str]:
    if step.hours is None:
        return ["?"]
    lines = [words("picture_hours", hours=step.hours)]
    if step.weeks is not None:
        lines.append(words("picture_weeks" if wide > _WIDE else "picture_weeks_short", weeks=step.weeks))
    return lines


def _description(review: SkillsReview, words, language: str) -> str:
    skill = review.skill
    if skill:
        area = say(f"areas.{skill.id}_name", language)
        said = [words("picture_way", area=area, now=skill.now, target=skill.target)]
    else:
        said = [words("picture_general")]
    for step in review.steps:
        if step.total is not None:
            key = "picture_step" if step.weeks is None else "picture_step_weeks"
            said.append(words(key, level=step.level, hours=step.total, weeks=step.weeks))
    if review.milestone:
        said.append(words("picture_step_milestone", level=review.milestone.level))
    return " ".join(said)
