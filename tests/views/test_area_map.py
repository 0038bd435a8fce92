"""The area map, used as a learner uses it: choose an area, answer, go on."""

import re
from datetime import date
from html import unescape

import pytest

from rolecraft import store
from rolecraft.plan import AreaScore
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.area_map import area_map, preview


def words(key: str, **values: object) -> str:
    return say(f"area_map.{key}", **values)


def label(name: str) -> str:
    return words(f"label_{name}")


def answers(exercise) -> str:
    return " ".join(exercise.read())


def offered(exercise) -> list[str]:
    return [option for option, _ in exercise._find(label("area"), object).options]


def rate(exercise, relevance: int, skill: int, interest: int) -> None:
    exercise.enter(label("relevance"), relevance)
    exercise.enter(label("skill"), skill)
    exercise.enter(label("interest"), interest)


def picture(exercise) -> str:
    return unescape(re.search(r'aria-label="([^"]+)"', exercise._picture.value)[1])


def asks_for(book: store.Workbook, text: str) -> None:
    """Somebody has pasted this ad into the job-ad audit."""
    book.plan.job_ad_audit.text = text
    book.edited("job_ad_audit", None)


def test_a_newcomer_is_told_where_to_begin_and_nothing_is_stored(book: store.Workbook):
    exercise = area_map()
    assert words("start", area=say("areas.PM_name")) in answers(exercise)
    assert len(offered(exercise)) == 12
    exercise.enter(label("area"), "CRM")
    exercise.press(words("go_on"))
    assert exercise._areas.item().id == "SOCIAL"
    assert (book.plan.area_map.areas, book.plan.area_map.revision) == ([], 0)


def test_an_area_comes_into_the_plan_when_something_is_entered_for_it(book: store.Workbook):
    exercise = area_map()
    exercise.enter(label("area"), "CRM")
    exercise.enter(label("hours"), "2.5")
    assert book.plan.area_map.areas == [AreaScore("CRM", hours=2.5)]
    assert f"{say('areas.CRM_short')} · {words('mark_begun')}" in offered(exercise)
    exercise.enter(label("area"), "PM")
    assert exercise._find(label("hours"), object).value == ""
    exercise.enter(label("area"), "CRM")
    assert exercise._find(label("hours"), object).value == "2.5"
    assert [area.id for area in book.plan.area_map.areas] == ["CRM"]


def test_each_answer_is_judged_at_once(book: store.Workbook):
    exercise = area_map()
    exercise.enter(label("relevance"), 3)
    left = ", ".join(words(f"part_{part}") for part in ("skill", "interest"))
    assert words("to_say", missing=left) in answers(exercise)
    rate(exercise, 3, 2, 2)
    assert words("reason_learn") in answers(exercise)
    assert words("score", score=10) in answers(exercise)
    assert picture(exercise).startswith(f"{words('picture_title')}. In focus: Coordination (Learn now")
    exercise.enter(label("skill"), 3)
    assert words("reason_keep") in answers(exercise)
    exercise.enter(label("relevance"), 1)
    assert words("reason_pause_1") in answers(exercise)
    assert "Pause: Coordination" in picture(exercise)


def test_who_does_it_instead_is_asked_when_somebody_else_shall(book: store.Workbook):
    exercise = area_map()
    with pytest.raises(LookupError):
        exercise.enter(label("partner"), "an agency")
    rate(exercise, 2, 0, 1)
    assert words("not_nobody") in answers(exercise)
    exercise.enter(label("partner"), "an agency")
    assert f"{say('areas.PM_name')}: an agency" in answers(exercise)


def test_going_on_leads_through_all_twelve_and_then_round(book: store.Workbook):
    exercise = area_map()
    for area in AREAS:
        assert exercise._areas.item().id == area
        exercise.enter(label("relevance"), 0)
        exercise.press(words("go_on"))
    assert exercise._areas.item().id == AREAS[0]
    assert words("no_focus") in answers(exercise)
    exercise.press(words("go_on"))
    assert exercise._areas.item().id == AREAS[1]


def test_the_not_doing_list_has_its_day(book: store.Workbook):
    exercise = area_map()
    exercise.enter(label("relevance"), 1)
    exercise.enter(label("hours"), "6")
    assert words("not_for_now") in answers(exercise)
    exercise.enter(label("not_before"), date(2020, 1, 1))
    assert words("not_before_past", day=date(2020, 1, 1)) in answers(exercise)
    exercise.press(say("frame.show_example"))
    assert words("not_until", day=exercise.section.not_before) in answers(exercise)
    assert words("win_back", little=21, share=52.5, back=17, most=20) in answers(exercise)


def test_the_example_is_the_worked_one_and_leaves_own_work_alone(book: store.Workbook):
    exercise = area_map()
    exercise.enter(label("relevance"), 3)
    exercise.press(say("frame.show_example"))
    table = exercise.table()
    assert list(table[words("column_score")]) == [12, 10, 9, 9, 8, 7, 6, 6, 6, 5, 5, 4]
    assert list(table[words("column_verdict")][:4]) == ["Keep", "Learn now", "Keep", "Learn later"]
    exercise.enter(label("area"), "SEO")
    exercise.enter(label("relevance"), 3)
    exercise.press(say("frame.back_to_own"))
    assert book.plan.area_map.areas == [AreaScore("PM", relevance=3)]


def test_it_starts_from_what_the_ad_asks_for(book: store.Workbook):
    asks_for(book, "You are an expert in SEO.")
    exercise = area_map()
    seo = f"{say('areas.SEO_short')} · {words('mark_asked')}"
    assert offered(exercise)[0] == seo and exercise._areas.item().id == "SEO"
    assert say("frame.check_again") not in answers(exercise)
    assert book.plan.area_map.asked == []
    exercise.enter(label("relevance"), 2)
    assert book.plan.area_map.asked == ["SEO"]


@pytest.mark.parametrize(("button", "asked"), [("frame.take_new", ["PAID"]), ("frame.stay", ["SEO"])])
def test_a_changed_ad_is_told_and_the_learner_decides(book: store.Workbook, button: str, asked: list[str]):
    asks_for(book, "You are an expert in SEO.")
    exercise = area_map()
    rate(exercise, 2, 1, 2)
    asks_for(book, "You are an expert in Google Ads.")
    told = say("frame.carried_changed", what=words("carried_asked", count=1))
    assert told in answers(exercise)
    assert book.plan.area_map.asked == ["SEO"], "nothing changes silently"
    exercise.press(say(button))
    assert told not in answers(exercise)
    assert book.plan.area_map.asked == asked
    assert book.plan.area_map.areas == [AreaScore("SEO", 2, 1, 2)]


@pytest.mark.parametrize(("button", "asked"), [("frame.take_new", []), ("frame.stay", ["SEO"])])
def test_an_ad_that_is_gone_is_told_and_the_learner_decides(
    book: store.Workbook, button: str, asked: list[str]
):
    asks_for(book, "You are an expert in SEO.")
    exercise = area_map()
    rate(exercise, 2, 1, 2)
    asks_for(book, "")
    assert say("frame.carried_changed", what=words("carried_asked", count=0)) in answers(exercise)
    assert book.plan.area_map.asked == ["SEO"]
    exercise.press(say(button))
    assert say("frame.check_again") not in answers(exercise)
    assert book.plan.area_map.asked == asked
    assert book.plan.area_map.areas == [AreaScore("SEO", 2, 1, 2)]


def test_the_area_in_the_form_stays_there_when_others_come_first(book: store.Workbook):
    exercise = area_map()
    exercise.enter(label("hours"), "5")
    asks_for(book, "You are an expert in SEO.")
    exercise.press(say("frame.take_new"))
    assert offered(exercise)[0].startswith(say("areas.SEO_short"))
    assert exercise._find(label("hours"), object).value == "5"


def test_a_number_that_can_t_be_read_is_kept_with_its_area(book: store.Workbook):
    exercise = area_map()
    exercise.enter(label("hours"), "about six")
    exercise.enter(label("week"), "-5")
    assert say("frame.number_unreadable", typed="about six") in answers(exercise)
    exercise.enter(label("area"), "CRM")
    assert exercise._find(label("hours"), object).value == ""
    again = area_map()
    assert again._find(label("hours"), object).value == "about six"
    assert again._find(label("week"), object).value == "-5"


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    hostile = "<img src=x onerror=alert(1)>"
    exercise = area_map()
    for area in ("PM", "SEO"):
        exercise.enter(label("area"), area)
        rate(exercise, 1 if area == "PM" else 2, 0, 0)
        exercise.enter(label("partner"), hostile)
    assert hostile in answers(exercise)
    assert not any("<img" in str(getattr(place, "value", "")) for place in vars(exercise).values())


def test_the_page_shows_the_example():
    html = preview()
    assert 'role="img"' in html and words("not_bought") in html
    assert not re.search(r"[{}]", re.sub(r"<svg.*?</svg>", "", html))
