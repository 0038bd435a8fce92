"""The skills plan, used as a learner uses it: choose a skill, tick one, plan its hours."""

import re
from html import unescape

import pytest

from rolecraft import example, store
from rolecraft.plan import Skill
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.area_map import area_map
from rolecraft.views.skills_plan import preview, skills_plan


def words(key: str, **values: object) -> str:
    return say(f"skills_plan.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def answers(exercise) -> str:
    return " ".join(exercise.read())


def offered(exercise) -> list[str]:
    return [option for option, _ in exercise._find(label("area"), object).options]


def picture(exercise) -> str:
    return unescape(re.search(r'aria-label="([^"]+)"', exercise._picture.value)[1])


def rate(exercise, area: str, now: int, relevance: int, interest: int) -> None:
    exercise.enter(label("area"), area)
    exercise.enter(label("now"), now)
    exercise.enter(label("relevance"), relevance)
    exercise.enter(label("interest"), interest)


@pytest.fixture
def mapped(book: store.Workbook) -> store.Workbook:
    """A workbook with the example's area map, and nothing else."""
    book.plan.area_map = example.plan().area_map
    return book


def test_a_newcomer_sees_all_levels_and_is_told_where_to_begin(book: store.Workbook):
    exercise = skills_plan()
    assert words("start") in answers(exercise)
    assert words("picture_general") in picture(exercise)
    assert len(offered(exercise)) == 12
    assert (book.plan.skills_plan.skills, book.plan.skills_plan.revision) == ([], 0)


def test_from_one_level_to_a_plan_with_hours_weeks_and_cost(book: store.Workbook):
    exercise = skills_plan()
    exercise.enter(label("area"), "SEO")
    exercise.enter(label("now"), 1)
    assert book.plan.skills_plan.skills == [Skill("SEO", now=1)]
    assert words("line_hours", hours=25) in answers(exercise)
    exercise.enter(label("hours"), "5")
    exercise.enter(label("cost"), "450")
    assert words("line_weeks", hours=25, weeks=5) in answers(exercise)
    assert words("line_cost", cost=11_250, currency="SEK") in answers(exercise)
    assert words("picture_step_weeks", level=2, hours=25, weeks=5) in picture(exercise)
    exercise.enter(label("target"), 3)
    assert words("line_weeks", hours=85, weeks=17) in answers(exercise)


def test_the_priority_shows_how_it_comes_about(book: store.Workbook):
    exercise = skills_plan()
    exercise.enter(label("now"), 1)
    left = ", ".join(words(f"part_{part}") for part in ("relevance", "interest"))
    assert words("to_say", missing=left) in answers(exercise)
    rate(exercise, "PM", 1, 3, 2)
    assert words("priority", priority=5, relevance=3, gap=1, interest=2) in answers(exercise)
    assert offered(exercise)[0] == f"{say('areas.PM_short')} · {words('mark_priority', priority=5)}"


def test_only_one_at_a_time(book: store.Workbook):
    exercise = skills_plan()
    for area in ("SEO", "CRM"):
        rate(exercise, area, 1, 3, 2)
        exercise.enter(label("chosen"), True)
    both = "; ".join(say(f"areas.{area}_name") for area in ("SEO", "CRM"))
    assert words("several", areas=both) in answers(exercise)
    exercise.enter(label("chosen"), False)
    assert words("good_one", area=say("areas.SEO_name")) in answers(exercise)


def test_hours_on_private_time_are_asked_about_kindly(book: store.Workbook):
    exercise = skills_plan()
    rate(exercise, "SEO", 1, 3, 2)
    with pytest.raises(LookupError):
        exercise.enter(label("why_private"), "x")
    exercise.enter(label("private"), "2")
    assert words("private", hours=2) in answers(exercise)
    exercise.enter(label("why_private"), "I like it.")
    assert words("private", hours=2) not in answers(exercise)
    exercise.enter(label("private"), "0")
    exercise.enter(label("why_private"), "")  # what was written stays in sight


def test_the_hours_of_a_level_are_one_s_own(book: store.Workbook):
    exercise = skills_plan()
    exercise.enter(label("now"), 0)
    exercise.press(words("show_steps"))
    exercise.enter(label("step_1"), "12")
    assert words("line_hours", hours=12) in answers(exercise)
    assert book.plan.skills_plan.step_1 == 12


def test_the_example_is_the_worked_one(book: store.Workbook):
    exercise = skills_plan()
    exercise.press(say("frame.show_example"))
    said = answers(exercise)
    assert words("line_weeks", hours=85, weeks=28.333) in said
    assert words("line_cost", cost=38_250, currency="SEK") in said
    assert words("line_share", hours=3, share=7.5) in said
    assert words("long", weeks=28.333, level=2, hours=25, until=8.333) in said
    assert words("picture_step_milestone", level=2) in picture(exercise)
    assert list(exercise.table()[words("column_priority")]) == [8, 5, 5, 2]
    exercise.enter(label("why"), "")
    areas = {"first": say("areas.ANALYTICS_name"), "active": say("areas.CRM_name")}
    assert words("challenge", **areas, first_priority=8, active_priority=5) in answers(exercise)
    exercise.press(say("frame.back_to_own"))
    assert book.plan.skills_plan.skills == []


def test_it_starts_from_the_area_map_and_the_time_budget(mapped: store.Workbook):
    mapped.plan.time_budget.learning = 3.0
    exercise = skills_plan()
    assert offered(exercise)[0] == f"{say('areas.CRM_short')} · {words('mark_priority', priority=5)}"
    assert words("line_weeks", hours=60, weeks=20) in answers(exercise)
    assert say("frame.check_again") not in answers(exercise)
    assert mapped.plan.skills_plan.skills == []
    exercise.enter(label("chosen"), True)
    assert [(skill.id, skill.chosen) for skill in mapped.plan.skills_plan.skills] == [
        ("CRM", True),
        ("ANALYTICS", False),
        ("CRO", False),
    ]


@pytest.mark.parametrize(("button", "level"), [("frame.take_new", 2), ("frame.stay", 1)])
def test_a_changed_map_is_told_and_the_learner_decides(mapped: store.Workbook, button: str, level: int):
    exercise = skills_plan()
    exercise.enter(label("area"), "ANALYTICS")
    exercise.enter(label("target"), 3)
    areas = area_map()
    areas.enter(say("area_map.label_area"), "ANALYTICS")
    areas.enter(say("area_map.label_skill"), 2)
    named = "; ".join(say(f"areas.{area}_name") for area in ("CRM", "ANALYTICS", "CRO"))
    told = say("frame.carried_changed", what=words("carried_skills", skills=named))
    assert told in answers(exercise)
    exercise.press(say(button))
    assert told not in answers(exercise)
    analytics = mapped.plan.skills_plan.skills[1]
    assert (analytics.id, analytics.now, analytics.target) == ("ANALYTICS", level, 3)


def test_what_else_can_change_before_has_its_words(mapped: store.Workbook):
    exercise = skills_plan()
    exercise.enter(label("chosen"), True)
    mapped.plan.time_budget.learning = 2.0
    next(area for area in mapped.plan.area_map.areas if area.id == "CRM").skill = 3
    mapped.edited("area_map", None)
    said = answers(exercise)
    assert words("carried_active", area=say("areas.ANALYTICS_name")) in said
    assert words("carried_hours", value=2) in said


def test_what_is_no_longer_there_to_take_is_told_and_nothing_goes(mapped: store.Workbook):
    mapped.plan.time_budget.learning = 3.0
    exercise = skills_plan()
    exercise.enter(label("chosen"), True)
    before = list(mapped.plan.skills_plan.skills)
    mapped.plan.time_budget.learning = None
    mapped.plan.area_map.areas = []
    mapped.edited("area_map", None)
    said = answers(exercise)
    assert say("frame.carried_gone") in said
    assert say("frame.carried_changed", what=words("carried_active_none")) in said
    assert (mapped.plan.skills_plan.active, mapped.plan.skills_plan.hours) == ("CRM", 3)
    exercise.press(say("frame.take_new"))
    assert mapped.plan.skills_plan.active == ""
    assert (mapped.plan.skills_plan.skills, mapped.plan.skills_plan.hours) == (before, 3)
    assert say("frame.check_again") not in answers(exercise)


def test_a_number_that_can_t_be_read_is_kept(book: store.Workbook):
    exercise = skills_plan()
    exercise.enter(label("hours"), "three")
    exercise.enter(label("cost"), "-450")
    again = skills_plan()
    assert again._find(label("hours"), object).value == "three"
    assert again._find(label("cost"), object).value == "-450"
    assert say("frame.number_unreadable", typed="three") in answers(again)


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    hostile = "<img src=x onerror=alert(1)>"
    exercise = skills_plan()
    rate(exercise, "SEO", 1, 3, 2)
    exercise.enter(label("hours"), "3")
    exercise.enter(label("cost"), "450")
    for name in ("currency", "why", "proof", "seen_by"):
        exercise.enter(label(name), hostile)
    assert hostile in answers(exercise)
    assert not any("<img" in str(getattr(place, "value", "")) for place in vars(exercise).values())


def test_the_page_shows_the_example():
    html = preview()
    assert 'role="img"' in html and "38,250 SEK" in html
    assert not re.search(r"[{}]", re.sub(r"<svg.*?</svg>", "", html))
    assert say(f"areas.{AREAS[2]}_name") in html
