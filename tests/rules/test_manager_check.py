import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import Activity, Audit, Forecast, HealthAnswers, ManagerCheck, Plan, RoleHealth, Triage
from rolecraft.rules import manager_check as rules
from rolecraft.rules.role_health_check import DIMENSIONS
from rolecraft.text import say

GUESS = dict.fromkeys(DIMENSIONS, 2)
TOP = dict(zip(rules.GUESSES, ("One", "Two", "Three", "Four", "Five"), strict=True))
WHOLE = Forecast(**GUESS, **TOP)
STATEMENTS = [field.name for field in fields(HealthAnswers) if field.name != "given_on"]
ANSWERS = HealthAnswers(**dict.fromkeys(STATEMENTS, 3))

steps = st.integers(-2, 6) | st.none()
names = st.sampled_from(["", " ", "One", "one ", "O N E", "Two", "Three", "Four", "Five", "Six"])
forecasts = st.builds(Forecast, **dict.fromkeys(DIMENSIONS, steps), **dict.fromkeys(rules.GUESSES, names))
audits = st.builds(Audit, **dict.fromkeys(rules.QUESTIONS, st.booleans()))
numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none()
triages = st.lists(st.builds(Activity, id=names, name=names, hours=numbers), max_size=12).map(
    lambda activities: Triage(activities=activities)
)
answers = st.builds(HealthAnswers, **dict.fromkeys(STATEMENTS, steps))


def keys(feedback):
    return [item.key.removeprefix("manager_check.") for item in feedback]


def audit(yes: int) -> ManagerCheck:
    return ManagerCheck(audit=Audit(**dict.fromkeys(rules.QUESTIONS[:yes], True)), answered=True)


def week(**hours) -> Triage:
    return Triage(
        activities=[Activity(f"a{n}", name, taken) for n, (name, taken) in enumerate(hours.items())]
    )


def test_the_example_is_on_the_way_and_guesses_four_of_five():
    plan = example.plan()
    result = rules.check(plan.manager_check)
    assert (result.yes, result.band, result.first_no, result.forecast_ready) == (4, "way", "dropped", True)
    assert keys(result.feedback) == ["good_some", "band_way", "next_dropped"]
    top = rules.compare_top(plan.manager_check.forecast, plan.activity_triage)
    assert (top.right, top.total, top.unseen) == (4, 5, ("Ad-hoc sales material",))
    assert [name for name, right in top.guessed if not right] == ["Search-ads tuning"]


@pytest.mark.parametrize(
    ("yes", "band", "said"),
    [
        (0, "load", ["good_honest", "band_load", "next_goal"]),
        (3, "load", ["good_some", "band_load", "next_answers"]),
        (4, "way", ["good_some", "band_way", "next_weekly"]),
        (6, "way", ["good_some", "band_way", "next_learning"]),
        (7, "ground", ["good_ground", "next_bought"]),
        (8, "ground", ["good_ground", "next_keep"]),
    ],
)
def test_each_band_comes_with_a_next_step(yes, band, said):
    result = rules.check(audit(yes))
    assert (result.yes, result.band) == (yes, band)
    assert keys(result.feedback) == said


def test_nothing_is_judged_before_the_questions_are_answered():
    result = rules.check(ManagerCheck())
    assert (result.yes, result.band) == (None, None)
    assert keys(result.feedback) == ["start"]
    assert keys(rules.check(ManagerCheck(forecast=WHOLE)).feedback) == ["good_begun", "start"]
    result = rules.check(ManagerCheck(audit=Audit(hours=True)))
    assert (result.ticked, result.yes, keys(result.feedback)) == (1, None, ["good_so_far", "next_all"])
    assert rules.check(evolve(audit(7), answered=False)).band is None
    assert rules.check(evolve(audit(8), answered=False)).band == "ground"


def test_names_count_as_the_same_whatever_their_case_and_blanks():
    forecast = evolve(WHOLE, top_1=" TIKTOK ", top_2="news letter")
    top = rules.compare_top(forecast, week(**{"Tik Tok": 5.0, "Newsletter": 4.0, "Fair": 3.0}))
    assert (top.right, top.total, top.unseen) == (2, 3, ("Fair",))


def test_names_that_share_a_word_are_perhaps_the_same():
    named = ("newsletter", "posts on instagram", "Trade fair", "Podcast", "Status meetings")
    forecast = Forecast(**GUESS, **dict(zip(rules.GUESSES, named, strict=True)))
    week_of = {
        "Newsletters to hotels": 6.0,
        "Daily Instagram posts": 5.0,
        "Trade-fair preparation": 4.0,
        "status meetings": 3.0,
        "Customer cases": 2.0,
    }
    top = rules.compare_top(forecast, week(**week_of))
    assert (top.right, top.unseen) == (1, ("Customer cases",))
    assert top.perhaps == tuple(zip(named[:3], list(week_of)[:3], strict=True))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("PR", "PR and press", 1),
        ("PR", "Sprint", 0),
        ("blogg", "Bloggposter", 1),
        ("Daily stand-up", "Daily Instagram posts", 0),
        ("Ads", "Leads", 0),
        ("★", "Fair", 0),
        ("", "", 0),
    ],
)
def test_how_much_two_names_have_in_common(one, other, alike):
    assert rules.alikeness(one, other) == rules.alikeness(other, one) == alike


def test_a_name_twice_counts_once_and_its_hours_together():
    triage = week(One=2.0, **{"one ": 2.5}, Two=4.0)
    assert rules.compare_top(WHOLE, triage).largest == {"One": 4.5, "Two": 4.0}
    assert rules.guesses(evolve(WHOLE, top_2="one")) == ("One", "Three", "Four", "Five")


def test_who_shares_the_fifth_place_is_among_the_largest():
    triage = week(a=9.0, b=8.0, c=7.0, d=6.0, One=3.0, Two=3.0, x=1.0)
    top = rules.compare_top(WHOLE, triage)
    assert list(top.largest) == ["a", "b", "c", "d", "One", "Two"]
    assert (top.right, top.total) == (2, 5)


def test_nobody_looks_before_five_are_guessed():
    triage = week(One=2.0)
    assert rules.compare_top(evolve(WHOLE, top_5=" "), triage) is None
    assert rules.compare_top(evolve(WHOLE, top_5="four"), triage) is None
    assert rules.compare_top(WHOLE, Triage()) is None
    assert rules.compare_top(WHOLE, week(One=0.0)) is None


@pytest.mark.parametrize(
    ("in_files", "in_charter", "shown"),
    [
        (False, False, False),
        (True, False, True),
        (False, True, False),  # the tick for the charter promises: "Never an answer, and never a number."
    ],
)
def test_the_health_check_is_shown_only_when_its_owner_ticks_it(in_files, in_charter, shown):
    plan = Plan(role_health_check=RoleHealth(first=ANSWERS, in_files=in_files, in_charter=in_charter))
    assert (rules.shown_health(plan) is not None) == shown


def test_a_tick_without_answers_shows_nothing():
    assert rules.shown_health(Plan(role_health_check=RoleHealth(in_files=True))) is None


def test_the_gap_is_the_mean_difference_in_points():
    health = RoleHealth(first=evolve(ANSWERS, clarity_1=0, clarity_2=0))
    gap = rules.compare_health(WHOLE, health)
    assert gap.rows["clarity"] == (50, 0) and gap.rows["support"] == (50, 75)
    assert gap.gap == pytest.approx((6 * 25 + 50) / 7)
    assert gap.furthest == "clarity"
    assert (
        rules.compare_health(Forecast(**dict.fromkeys(DIMENSIONS, 3)), RoleHealth(first=ANSWERS)).furthest
        == ""
    )


def test_the_newest_whole_round_counts():
    health = RoleHealth(first=ANSWERS, again=HealthAnswers(clarity_1=0))
    assert rules.compare_health(WHOLE, health).gap == 25
    health.again = HealthAnswers(**dict.fromkeys(STATEMENTS, 2))
    assert rules.compare_health(WHOLE, health).gap == 0


def test_the_answers_stay_closed_until_all_seven_are_guessed():
    assert rules.compare_health(evolve(WHOLE, recovery=None), RoleHealth(first=ANSWERS)) is None
    assert rules.compare_health(WHOLE, None) is None
    assert rules.compare_health(WHOLE, RoleHealth()) is None


@given(audits, st.booleans(), forecasts)
def test_whatever_is_answered_gets_an_answer_in_words(audit, answered, forecast):
    result = rules.check(ManagerCheck(audit=audit, answered=answered, forecast=forecast))
    kinds = [item.kind for item in result.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert kinds.count("next") == 1 and len(kinds) == len(set(kinds))
    assert all(say(item.key, **item.values) for item in result.feedback)
    assert 0 <= result.guessed <= 7 and 0 <= result.named <= 5


@given(forecasts, triages)
def test_any_guess_can_be_compared_with_any_week(forecast, triage):
    top = rules.compare_top(forecast, triage)
    if top is not None:
        assert 0 <= top.right <= top.total <= 5
        assert len(top.guessed) == 5
        assert list(top.largest.values()) == sorted(top.largest.values(), reverse=True)
        assert {*top.unseen, *(name for _, name in top.perhaps)} <= set(top.largest)
        assert not set(top.unseen) & {name for _, name in top.perhaps}


@given(forecasts, answers, answers)
def test_a_gap_is_never_more_than_the_whole_scale(forecast, first, again):
    gap = rules.compare_health(forecast, RoleHealth(first=first, again=again))
    assert gap is None or 0 <= gap.gap <= 100
