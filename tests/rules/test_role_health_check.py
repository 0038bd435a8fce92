from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import Forecast, HealthAnswers, RoleHealth
from rolecraft.plan_json import plan_from_json
from rolecraft.rules import role_health_check as rules
from rolecraft.text import say

ITEMS = [name for names in rules.STATEMENTS.values() for name in names]
DAY = date(2026, 7, 1)
answers = st.builds(
    HealthAnswers,
    **{name: st.integers(0, 4) | st.integers() | st.floats() | st.none() for name in ITEMS},
    given_on=st.dates() | st.none(),
)
complete = st.builds(HealthAnswers, **{name: st.integers(0, 4) for name in ITEMS})


def given_answers(usual: int | None = 2, **steps: int | None) -> HealthAnswers:
    """Answers that are all the same, but for some dimensions: both of their statements get that step."""
    values = {name: steps.get(name.rpartition("_")[0], usual) for name in ITEMS}
    return HealthAnswers(**values, given_on=DAY)


def keys(feedback) -> list[str]:
    return [item.key.removeprefix("role_health_check.") for item in feedback]


@pytest.fixture
def worked() -> rules.Review:
    return rules.review(example.plan().role_health_check, example.today())


def test_the_example_is_the_curriculum_s(worked: rules.Review):
    first = worked.first
    assert first.scores == {
        "workload": 75,
        "fragmentation": 62.5,
        "clarity": 37.5,
        "mandate": 37.5,
        "support": 25,
        "learning": 25,
        "recovery": 50,
    }
    assert (first.demands, first.resources, first.balance) == (68.75, 31.25, -37.5)
    assert (rules.as_shown(first.demands), rules.as_shown(first.resources)) == (68.8, 31.3)
    assert (first.verdict, first.profile, first.begin) == ("strained", "high_strain", ("support", "learning"))
    assert keys(first.feedback) == ["good_seen", "strained", "next_support", "also_learning", "duty"]


def test_the_example_after_ninety_days(worked: rules.Review):
    directions = {change.name: change.direction for change in (*worked.changes, *worked.overall)}
    grown = {"clarity", "support", "learning", "resources", "balance"}
    assert {name for name, direction in directions.items() if direction == "up"} == grown
    assert {direction for name, direction in directions.items() if name not in grown} == {"same"}
    assert worked.now is worked.again
    assert (worked.again.balance, worked.days, worked.repeat_on) == (-3.125, 91, date(2026, 12, 29))
    assert keys(worked.feedback) == ["good_up", "slight", "next_workload"]


@pytest.mark.parametrize(
    ("demands", "mandate", "profile"),
    [(2, 1, "high_strain"), (2, 2, "active"), (1, 2, "relaxed"), (1, 1, "passive")],
)
def test_the_profile_has_its_cut_off_at_fifty(demands: int, mandate: int, profile: str):
    found = rules.assess(given_answers(workload=demands, fragmentation=demands, mandate=mandate))
    assert found.profile == profile


@pytest.mark.parametrize(
    ("others", "demands", "verdict"),
    [(2, 3, "strained"), (3, 4, "strained"), (2, 2, "even"), (2, 1, "more")],
)
def test_the_balance_is_resources_less_demands(others: int, demands: int, verdict: str):
    health = rules.assess(given_answers(others, workload=demands, fragmentation=demands))
    assert health.balance == 25 * (others - demands)
    assert health.verdict == verdict


def test_just_above_the_limit_demands_are_only_slightly_higher():
    at_limit = given_answers(workload=3, fragmentation=3)
    assert rules.assess(evolve(at_limit, clarity_1=3)).verdict == "slight"
    assert "strained" in keys(rules.assess(at_limit).feedback)


def test_a_dimension_waits_for_both_of_its_statements():
    health = rules.assess(evolve(given_answers(), support_2=None))
    assert health.scores["support"] is None
    assert (health.resources, health.balance, health.verdict, health.begin) == (None, None, None, ())
    assert (health.demands, health.profile, health.answered) == (50, "active", 13)
    assert keys(health.feedback) == ["good_begun", "next_answers"]


def test_recovery_is_not_averaged_in():
    low, high = (rules.assess(given_answers(recovery=step)) for step in (0, 4))
    assert (low.balance, low.profile, low.begin) == (high.balance, high.profile, high.begin)


@pytest.mark.parametrize(("steps", "low"), [((2, 1), True), ((2, 2), False), ((0, 3), True)])
def test_low_recovery_comes_first(steps: tuple[int, int], low: bool):
    entered = evolve(given_answers(), recovery_1=steps[0], recovery_2=steps[1])
    health = rules.assess(entered)
    assert health.recovery_low is low
    changes = [item.key for item in health.feedback if item.kind == "change"]
    assert changes == [f"role_health_check.{'recovery' if low else 'even'}"]


def test_low_recovery_is_told_even_when_the_balance_is_the_first_thing():
    health = rules.assess(given_answers(1, workload=4, fragmentation=4, recovery=0))
    assert keys(health.feedback)[1] == "strained"
    assert "recovery" in keys(health.feedback)


@pytest.mark.parametrize(
    ("steps", "begin"),
    [
        ({"clarity": 1}, ("clarity",)),
        ({"mandate": 0, "clarity": 1}, ("mandate",)),
        ({"workload": 4}, ("workload",)),
        ({"fragmentation": 3}, ("fragmentation",)),
        ({"workload": 3, "learning": 1}, ("learning", "workload")),  # a resource first
        ({}, ("clarity", "mandate")),  # all the same: at most two
    ],
)
def test_where_to_begin_is_where_least_room_is_left(steps: dict[str, int], begin: tuple[str, ...]):
    assert rules.assess(given_answers(**steps)).begin == begin


def test_where_nothing_is_low_nothing_is_sought():
    health = rules.assess(given_answers(3, workload=1, fragmentation=1))
    assert health.begin == ()
    assert keys(health.feedback) == ["good_more", "next_keep"]


def test_what_helps_most_is_said_when_demands_are_higher():
    health = rules.assess(given_answers(1, workload=3, fragmentation=3, support=3))
    assert keys(health.feedback)[0] == "good_support"


def test_an_empty_check_says_where_to_start():
    review = rules.review(RoleHealth(), DAY)
    assert keys(review.feedback) == ["start"]
    assert (review.repeat_on, review.due, review.recovery_low) == (None, False, False)


@pytest.mark.parametrize(
    ("first", "again", "direction"),
    [((2, 2), (2, 3), "same"), ((2, 2), (3, 3), "up"), ((2, 2), (1, 2), "same"), ((2, 2), (1, 1), "down")],
)
def test_one_step_on_one_statement_is_about_the_same(first, again, direction):
    rounds = [evolve(given_answers(), clarity_1=one, clarity_2=two) for one, two in (first, again)]
    review = rules.review(RoleHealth(first=rounds[0], again=rounds[1]))
    assert {change.name: change.direction for change in review.changes}["clarity"] == direction


def test_a_balance_that_went_down_is_the_thing_to_talk_about():
    worse = given_answers(workload=3, fragmentation=2)
    review = rules.review(RoleHealth(first=given_answers(3), again=evolve(worse, clarity_1=3)))
    assert review.overall[-1].direction == "same"
    assert "slight" in keys(review.feedback)
    review = rules.review(RoleHealth(first=given_answers(3, workload=2), again=worse))
    assert review.overall[-1].direction == "down"
    assert "went_down" in keys(review.feedback)


def test_answers_are_due_on_the_ninetieth_day():
    section = RoleHealth(first=given_answers())
    day = DAY + timedelta(days=90)
    early, due = rules.review(section, day - timedelta(days=1)), rules.review(section, day)
    assert (early.repeat_on, early.due, due.due) == (day, False, True)
    assert "next_repeat" not in keys(early.feedback)
    assert keys(due.feedback) == ["good_seen", "even", "next_repeat"]
    begun = evolve(section, again=HealthAnswers(workload_1=2, given_on=day))
    assert keys(rules.review(begun, day + timedelta(days=200)).feedback) == ["good_begun", "next_answers"]


def test_a_round_without_its_day_has_no_day_to_repeat():
    for given_on in (None, date.max):
        review = rules.review(RoleHealth(first=evolve(given_answers(), given_on=given_on)), DAY)
        assert (review.repeat_on, review.due) == (None, False)


def test_a_guess_and_the_answers_in_points():
    guess = Forecast(workload=2, clarity=3, support=1, recovery=2)
    entered = evolve(given_answers(workload=3, clarity=1), recovery_2=None)
    differences = rules.forecast_differences(guess, entered)
    assert differences == {"workload": -25, "clarity": 50, "support": -25}
    assert rules.forecast_gap(guess, entered) == pytest.approx(100 / 3)
    assert rules.forecast_gap(Forecast(), entered) is None
    assert rules.forecast_gap(Forecast(workload=7), entered) is None


@given(complete)
def test_numbers_stay_in_their_ranges(entered: HealthAnswers):
    health = rules.assess(entered)
    assert all(0 <= score <= 100 for score in health.scores.values())
    assert health.balance == health.resources - health.demands
    assert -100 <= health.balance <= 100
    assert health.verdict == "more" or health.begin, (
        "with a balance that is not positive, there is a first step"
    )


@given(complete, st.sampled_from([f"{name}_{n}" for name in rules.RESOURCES for n in (1, 2)]))
def test_a_better_answer_about_a_resource_never_lowers_the_balance(entered: HealthAnswers, statement: str):
    better = evolve(entered, **{statement: min(4, getattr(entered, statement) + 1)})
    assert rules.assess(better).balance >= rules.assess(entered).balance


@given(answers, answers, st.dates() | st.none())
def test_whatever_is_entered_gets_an_answer_in_words(first, again, today):
    review = rules.review(RoleHealth(first=first, again=again), today)
    assert review.feedback
    for item in review.feedback:
        assert say(item.key, **item.values)
    kinds = [item.kind for item in review.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert max(map(kinds.count, ("good", "change"))) <= 1 and kinds.count("next") == 1


@given(answers, st.builds(Forecast, **{name: st.integers() | st.none() for name in rules.DIMENSIONS}))
def test_the_gap_is_never_more_than_everything(entered, guess):
    gap = rules.forecast_gap(guess, entered)
    assert gap is None or 0 <= gap <= 100


def test_odd_answers_from_a_file_count_as_missing():
    plan = plan_from_json(
        '{"format": "rolecraft-plan", "version": 2,'
        ' "role_health_check": {"first": {"workload_1": 9, "workload_2": -1}}}'
    )
    assert rules.assess(plan.role_health_check.first).answered == 0
