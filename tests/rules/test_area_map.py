from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.pictures import area_map as pictures
from rolecraft.plan import AreaMap, AreaScore, JobAd, Plan
from rolecraft.rules import area_map as rules
from rolecraft.rules import carry
from rolecraft.rules.areas import AREAS
from rolecraft.text import say

numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none()
levels = st.integers(-2, 7) | st.integers() | st.none()
scores = st.builds(
    AreaScore,
    id=st.sampled_from(AREAS) | st.text(max_size=5),
    relevance=levels,
    skill=levels,
    interest=levels,
    hours=numbers,
    partner=st.text(max_size=20),
)
maps = st.builds(
    AreaMap,
    areas=st.lists(scores, max_size=20),
    asked=st.lists(st.sampled_from(AREAS) | st.text(max_size=5), max_size=5),
    week=numbers,
    not_before=st.dates() | st.none(),
)


def keys(feedback, kind=""):
    return [item.key.removeprefix("area_map.") for item in feedback if not kind or item.kind == kind]


def by_id(review):
    return {area.id: area for area in review.areas}


def all_twelve(**changes) -> AreaMap:
    """A map with each area at 2, 3, 2, unless told otherwise: id=(relevance, skill, interest, hours)."""
    usual = (2, 3, 2, 3.0)
    return AreaMap(areas=[AreaScore(area, *changes.get(area, usual)) for area in AREAS])


def test_the_numbers_of_the_curriculum():
    review = rules.review(example.plan().area_map)
    found = {area.id: (area.score, area.verdict) for area in review.areas}
    assert found == {
        "CONTENT": (12, "keep"),
        "CRM": (10, "learn"),
        "ANALYTICS": (9, "queue"),
        "PM": (9, "keep"),
        "CRO": (8, "queue"),
        "SOCIAL": (7, "pause"),
        "STRATEGY": (6, "buy"),
        "EVENTS": (6, "pause"),
        "WEB": (6, "pause"),
        "PAID": (5, "buy"),
        "DESIGN": (5, "pause"),
        "SEO": (4, "pause"),
    }
    assert review.focus == ("CONTENT", "CRM", "PM")
    assert (review.learn, review.queued) == ("CRM", ("ANALYTICS", "CRO"))
    assert (review.little, review.share, review.back) == (21, 52.5, 17)
    assert keys(review.feedback) == ["good_focus", "win_back", "next_show", "note_queue", "note_bought"]


@pytest.mark.parametrize(
    ("relevance", "skill", "interest", "said"),
    [
        (0, 5, 3, "pause"),
        (1, None, None, "pause"),  # nothing else can change it
        (2, 1, 1, "buy"),
        (2, 0, 2, "learn"),
        (3, 2, 2, "learn"),
        (2, 2, 1, "assist"),
        (2, 3, 0, "keep"),
        (3, 5, 3, "keep"),
        (None, 5, 3, None),
        (2, None, 3, None),
        (2, 3, None, None),
    ],
)
def test_the_first_rule_that_fits_decides(relevance, skill, interest, said):
    assert rules.verdict(relevance, skill, interest) == said


def test_the_score_counts_skill_only_up_to_three():
    assert rules.focus_score(3, 3, 3) == rules.focus_score(3, 5, 3) == 12
    assert rules.focus_score(0, 0, 0) == 0
    assert rules.focus_score(3, None, 3) is None


def test_one_area_is_learned_even_when_three_others_score_higher():
    review = rules.review(
        all_twelve(PM=(3, 3, 3, 1), CONTENT=(3, 3, 3, 1), WEB=(3, 4, 3, 1), SEO=(2, 0, 2, 0))
    )
    assert review.learn == "SEO"
    assert review.focus == ("PM", "CONTENT", "SEO")


def test_of_equal_scores_the_more_relevant_comes_first_then_the_one_that_takes_less():
    # 2·3 + 0 + 3, 2·2 + 2 + 3 and again: all nine.
    changes = {"WEB": (3, 3, 0, 9.0), "SEO": (2, 3, 2, 1.0), "CRM": (2, 3, 2, 2.0)}
    assert rules.review(all_twelve(**changes)).focus == ("WEB", "SEO", "CRM")


def test_what_the_ad_asks_for_is_offered_first():
    assert rules.order(AreaMap(asked=["SEO", "CONTENT", "no such"]))[:3] == ("CONTENT", "SEO", "PM")
    assert rules.review(AreaMap(asked=["EVENTS"])).waiting == "EVENTS"


@pytest.mark.parametrize(("top", "said"), [(3, False), (4, True)])
def test_if_everything_is_a_three_nothing_is(top, said):
    areas = [AreaScore(area, relevance=3) for area in AREAS[:top]]
    assert ("everything_3" in keys(rules.review(AreaMap(areas=areas)).feedback, "change")) == said


@pytest.mark.parametrize(("hours", "said"), [(8.0, False), (8.19, False), (8.21, True)])
def test_hours_to_win_back_from_more_than_a_fifth_of_the_week(hours, said):
    section = AreaMap(areas=[AreaScore("EVENTS", relevance=1, hours=hours)], week=40)
    review = rules.review(section)
    assert ("win_back" in keys(review.feedback, "change")) == said
    assert review.back == hours - 1


def test_without_a_week_the_hours_are_added_up_once_all_areas_are_done():
    areas = [AreaScore("EVENTS", relevance=0, hours=10)]
    assert rules.review(AreaMap(areas=areas)).share is None
    review = rules.review(all_twelve(EVENTS=(0, 3, 2, 10)))
    assert (review.week, review.back) == (43, 10)
    assert review.share == pytest.approx(100 * 10 / 43)


def test_a_mentor_before_a_tool_and_no_change_hides_another():
    areas = dict.fromkeys(AREAS, (1, 2, 2, 3.0))
    feedback = rules.review(all_twelve(**areas)).feedback
    assert keys(feedback, "change") == ["no_focus"]
    assert keys(feedback, "note") == ["mentor", "win_back"]
    two = AreaMap(areas=[AreaScore("SEO", 2, 1, 2), AreaScore("WEB", 2, 1, 2)])
    assert "mentor" not in keys(rules.review(two).feedback), "too early to tell"


def test_next_is_an_area_then_who_does_the_bought_ones_then_a_day_then_the_talk():
    section = AreaMap()
    assert keys(rules.review(section).feedback) == ["start"]
    section.areas = [AreaScore("SEO", hours=1)]
    assert keys(rules.review(section).feedback) == ["good_begun", "next_area"]
    section = all_twelve(PAID=(2, 0, 0, 2), EVENTS=(1, 3, 1, 2))
    assert keys(rules.review(section).feedback, "next") == ["next_partner"]
    next(area for area in section.areas if area.id == "PAID").partner = "an agency"
    assert keys(rules.review(section).feedback, "next") == ["next_not_before"]
    section.not_before = date(2027, 1, 1)
    assert keys(rules.review(section).feedback, "next") == ["next_show"]


def test_a_day_that_has_passed_is_said():
    section = all_twelve(EVENTS=(1, 3, 1, 2))
    section.not_before = date(2027, 1, 1)
    for today, said in ((date(2027, 1, 1), []), (date(2027, 1, 2), ["not_before_past"])):
        assert keys(rules.review(section, today).feedback, "change") == said
    section.areas = section.areas[:1]  # nothing waits
    assert "not_before_past" not in keys(rules.review(section, date(2028, 1, 1)).feedback)


def test_what_is_out_of_range_counts_as_not_said():
    areas = [AreaScore("SEO", 9, -1, 4, -3.0), AreaScore("SEO", 3, 3, 3), AreaScore("XYZ", 3, 3, 3)]
    review = rules.review(AreaMap(areas=areas))
    seo = by_id(review)["SEO"]
    assert (seo.relevance, seo.skill, seo.interest, seo.hours) == (None,) * 4
    assert seo.missing == ("relevance", "skill", "interest")
    assert review.focus == ()


@given(maps)
def test_whatever_is_entered_gets_an_answer_and_a_picture(section):
    review = rules.review(section, example.today())
    assert [area.id for area in review.areas] == list(AREAS)
    assert len(review.focus) <= 3 and len(set(review.focus)) == len(review.focus)
    assert sum(area.verdict == "learn" for area in review.areas) == bool(review.learn)
    assert not review.learn or review.learn in review.focus
    assert all(by_id(review)[area].verdict in ("keep", "learn") for area in review.focus)
    assert 0 <= review.back <= review.little
    kinds = [item.kind for item in review.feedback]
    assert kinds.count("next") == 1 and kinds.count("good") <= 1 and kinds.count("change") <= 1
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    for item in review.feedback:
        assert say(item.key, **item.values)
    assert pictures.t_shape(review)


@given(maps)
def test_the_order_in_which_areas_were_entered_does_not_matter(section):
    section.areas = list({area.id: area for area in section.areas}.values())
    review = rules.review(section)
    section.areas.reverse()
    again = rules.review(section)
    assert (again.areas, again.focus, again.feedback) == (review.areas, review.focus, review.feedback)


# What comes from the job ad


def plan_with_ad(text: str) -> Plan:
    return Plan(job_ad_audit=JobAd(text=text))


def test_the_ad_gives_the_areas_that_it_asks_for():
    assert rules.carried(Plan()) == rules.carried(plan_with_ad("We are nice.")) == {}
    plan = plan_with_ad("You are an expert in SEO and Google Ads.")
    assert rules.carried(plan) == {"asked": ["SEO", "PAID"]}
    plan.job_ad_audit.unticked = ["SEO:seo"]
    assert rules.carried(plan) == {"asked": ["PAID"]}


def test_taking_keeps_all_that_was_entered():
    plan = plan_with_ad("You are an expert in SEO.")
    section = carry.begin(AreaMap, plan, rules.carried(plan), rules.take)
    assert (section.asked, section.areas) == (["SEO"], [])
    section.areas = [AreaScore("EVENTS", 1, 2, 3, 4.0, "Sales")]
    plan.job_ad_audit.text = "You are an expert in Google Ads."
    assert carry.changed(section, rules.carried(plan)) == ("asked",)
    rules.take(section, plan, ["asked"])
    assert (section.asked, section.areas) == (["PAID"], [AreaScore("EVENTS", 1, 2, 3, 4.0, "Sales")])
    rules.take(section, Plan(), ["asked", "no such"])
    assert section.areas
