from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.numbers import format_number
from rolecraft.plan import AreaMap, AreaScore, Goal, Goals, Plan
from rolecraft.rules import goal_builder as rules
from rolecraft.text import say

TODAY = date(2026, 7, 1)
GOOD = Goal(
    "g1",
    metric="Enquiries from existing customers in Sweden and Norway",
    baseline=40,
    target=60,
    due=date(2026, 9, 30),
    owner="Maja",
    confidence=6,
    level=3,
    link="Every fourth enquiry becomes an order.",
    cue="a request comes in",
    action="I put it in Next",
)
numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none()
finite = st.floats(allow_nan=False, allow_infinity=False)
words = st.text(max_size=30)
goals = st.builds(
    Goal,
    id=words,
    metric=words,
    baseline=numbers,
    target=numbers,
    tests=st.integers() | st.none(),
    due=st.dates() | st.none(),
    owner=words,
    ambition=st.sampled_from(["stretch", "commitment"]),
    confidence=st.integers() | st.none(),
    level=st.integers() | st.none(),
    link=words,
    cue=words,
    action=words,
    actual=numbers,
)


def keys(feedback):
    return [item.key.removeprefix("goal_builder.") for item in feedback]


@pytest.mark.parametrize(
    ("start", "target", "actual", "grade"),
    [
        (40, 60, 54, 0.70),
        (1.5, 2.0, 1.8, 0.60),
        (0, 6, 6, 1.00),
        (20, 10, 14, 0.60),  # reply time: lower is better
        (0, 1, 0, 0),  # yes or no
        (0, 1, 1, 1),
        (40, 60, 30, 0),
        (40, 60, 90, 1),
    ],
)
def test_grade_is_how_much_of_the_way_was_gone(start, target, actual, grade):
    assert rules.grade_key_result(start, target, actual) == pytest.approx(grade)


@pytest.mark.parametrize("numbers", [(None, 60, 54), (40, None, 54), (40, 60, None), (40, 40, 40)])
def test_no_grade_without_start_target_and_a_way_between(numbers):
    assert rules.grade_key_result(*numbers) is None


def test_objective_is_the_mean_of_its_graded_goals():
    assert rules.grade_objective([0.70, 0.60, 1.00]) == pytest.approx(2.30 / 3)
    assert rules.grade_objective([0.70, None, 1.00]) == pytest.approx(0.85)
    assert rules.grade_objective([None, None]) is None


def test_weights_let_one_goal_count_more_than_another():
    assert rules.grade_objective([0.5, 1.0], weights=[3, 1]) == pytest.approx(0.625)
    assert rules.grade_objective([0.5, None, 1.0], weights=[3, 5, 1]) == pytest.approx(0.625)
    assert rules.grade_objective([0.5, 1.0], weights=[0, 2]) == 1
    assert rules.grade_objective([0.5, 1.0], weights=[0, 0]) is None
    for wrong in ([1], [1, -1], [1, float("inf")], [1, 2, 3]):
        with pytest.raises(ValueError, match="weight"):
            rules.grade_objective([0.5, 1.0], weights=wrong)


@pytest.mark.parametrize(
    ("grade", "band"),
    [(1, "green"), (0.7, "green"), (0.69, "yellow"), (0.4, "yellow"), (0.39, "red"), (0, "red")],
)
def test_bands_leave_no_gap(grade, band):
    assert rules.band(grade) == band


def test_a_band_is_judged_by_the_number_that_is_shown():
    assert format_number(0.6951, 2) == "0.70"
    assert rules.band(0.6951) == "green"


@given(finite, finite, finite)
def test_grades_stay_between_nothing_and_everything(start, target, actual):
    grade = rules.grade_key_result(start, target, actual)
    assert grade is None or 0 <= grade <= 1


@given(finite, finite, finite, finite)
def test_more_of_the_way_never_gives_a_lower_grade(start, target, one, other):
    less, more = sorted((one, other), reverse=target < start)
    grades = rules.grade_key_result(start, target, less), rules.grade_key_result(start, target, more)
    assert None in grades or grades[0] <= grades[1]


def test_learn_first_when_the_skill_is_low_or_nobody_knows_the_start():
    assert rules.goal_type(GOOD).kind == "performance"
    assert rules.goal_type(evolve(GOOD, level=2)).kind == "learning"
    no_start = rules.goal_type(evolve(GOOD, baseline=None))
    assert (no_start.kind, no_start.reason.key) == ("learning", "goal_builder.type_learning_baseline")
    assert rules.goal_type(evolve(GOOD, level=None)).kind == "performance"


def test_a_good_goal_has_all_eight_points():
    review = rules.review_goal(GOOD, TODAY)
    assert (review.quality, len(review.points)) == (8, 8)
    assert keys(review.feedback) == ["good_all_points", "next_grade"]


@pytest.mark.parametrize(
    ("change", "point", "advice"),
    [
        ({"metric": " "}, "metric", "change_metric_missing"),
        ({"metric": "Leads and visibility"}, "metric", "change_metric_several"),
        ({"metric": "Leads, followers"}, "metric", "change_metric_several"),
        ({"baseline": float("nan"), "tests": 3}, "baseline", "change_baseline"),
        ({"target": None}, "target", "change_target_missing"),
        ({"target": 40}, "target", "change_target_same"),
        ({"level": 1}, "tests", "change_tests"),
        ({"due": None}, "due", "change_due_missing"),
        ({"due": TODAY - timedelta(days=1)}, "due", "change_due_past"),
        ({"due": TODAY + timedelta(days=101)}, "due", "change_due_far"),
        ({"owner": ""}, "owner", "change_owner_missing"),
        ({"owner": "Maja and Anders"}, "owner", "change_owner_several"),
        ({"owner": "Maja/Anders"}, "owner", "change_owner_several"),
        ({"owner": "The team"}, "owner", "change_owner_nobody"),
        ({"link": "more sales"}, "link", "change_link_short"),
        ({"confidence": None}, "ambition", "change_confidence_missing"),
        ({"confidence": 8}, "ambition", "change_stretch_too_sure"),
        ({"confidence": 3}, "ambition", "change_stretch_too_far"),
        ({"confidence": 7, "ambition": "commitment"}, "ambition", "change_commitment_unsure"),
        ({"cue": "If "}, "plan", "change_cue_missing"),
        ({"action": ""}, "plan", "change_action_missing"),
    ],
)
def test_a_point_that_is_missing_says_what_to_change(change, point, advice):
    review = rules.review_goal(evolve(GOOD, **change), TODAY)
    missing = [(item.name, item.advice.key) for item in review.points if not item.met]
    assert missing == [(point, f"goal_builder.{advice}")]
    assert review.quality == 7


@pytest.mark.parametrize(
    "metric", ["Enquiries from farms and builders", "Sign-ups, per month", "Brand searches", "R&D downloads"]
)
def test_one_measure_may_need_several_words(metric):
    assert rules.quality(evolve(GOOD, metric=metric), TODAY)[0].met


@pytest.mark.parametrize("owner", ["Maja", "Anna-Karin Öberg", "Anders Andersson"])
def test_one_owner_may_have_several_names(owner):
    assert rules.quality(evolve(GOOD, owner=owner), TODAY)[4].met


def test_dates_within_a_hundred_days_count_and_a_goal_with_its_result_is_not_late():
    for days in (0, 100):
        assert rules.quality(evolve(GOOD, due=TODAY + timedelta(days=days)), TODAY)[3].met
    assert rules.quality(evolve(GOOD, due=date(2026, 6, 30), actual=50), TODAY)[3].met


def test_a_learning_goal_names_what_to_try_and_is_graded_by_what_was_tried():
    goal = evolve(GOOD, baseline=None, target=None, tests=3, actual=2)
    review = rules.review_goal(goal, TODAY)
    assert {point.name: point.met for point in review.points}["tests"]
    assert review.grade == pytest.approx(2 / 3)


def test_without_a_start_two_weeks_of_counting_are_offered():
    assert "baseline_task" in keys(rules.review_goal(evolve(GOOD, baseline=None), TODAY).feedback)


def test_a_vanity_metric_points_to_the_kpi_map():
    review = rules.review_goal(evolve(GOOD, metric="Followers on LinkedIn"), TODAY)
    assert review.vanity.id == "followers"
    assert keys(review.feedback)[-1] == "vanity"


def test_if_then_sentence_takes_what_people_write_themselves():
    goal = evolve(GOOD, cue="If a request comes in,", action="then I put it in Next.")
    sentence = rules.if_then_sentence(goal)
    assert say(sentence.key, **sentence.values) == "If a request comes in, then I put it in Next."
    assert rules.if_then_sentence(evolve(GOOD, cue="")) is None


def review_of(*goals, **section):
    section = {"business_goal": "Grow", "objective": "More enquiries", **section}
    return rules.review(Goals(goals=list(goals), **section), TODAY)


def test_an_empty_plan_says_where_to_start():
    assert keys(rules.review(Goals(), TODAY).feedback) == ["start"]
    assert keys(rules.review(Goals(goals=[Goal("g1")]), TODAY).feedback) == ["start"]
    assert keys(review_of(Goal("g1")).feedback) == ["good_business_goal", "start_goal"]


def test_more_than_three_goals_means_drop_one():
    three = [evolve(GOOD, id=f"g{number}") for number in range(3)]
    assert "drop_one" not in keys(review_of(*three).feedback)
    assert "drop_one" in keys(review_of(*three, evolve(GOOD, id="g4")).feedback)
    assert "drop_one" not in keys(review_of(*three, Goal("g4")).feedback)


def test_certain_of_everything_means_tasks():
    sure = evolve(GOOD, confidence=9, ambition="commitment")
    assert "tasks" in keys(review_of(sure, evolve(sure, id="g2", confidence=10)).feedback)
    assert "tasks" not in keys(review_of(sure, GOOD).feedback)
    assert "tasks" in keys(review_of(sure, objective="").feedback)


def test_a_missing_objective_is_said_when_nothing_matters_more():
    assert "no_objective" in keys(review_of(GOOD, objective="").feedback)
    assert "no_objective" in keys(review_of(evolve(GOOD, actual=56), objective="").feedback)
    assert "graded_red" in keys(review_of(evolve(GOOD, actual=41), objective="").feedback)


@pytest.mark.parametrize(
    ("actual", "key"),
    [
        (47, "graded_red"),
        (50, "graded_yellow"),
        (53, "graded_sweet_spot"),
        (56, "graded_green"),
        (60, "aim_higher"),
    ],
)
def test_the_grade_leads_to_a_talk_never_to_pay(actual, key):
    feedback = keys(review_of(evolve(GOOD, actual=actual)).feedback)
    assert key in feedback
    assert feedback[-1] == "never_pay"


def test_aim_higher_only_when_every_goal_was_reached_in_full():
    nearly = evolve(GOOD, id="g2", baseline=0, target=1000, actual=996)  # with the other, 1.00 on average
    feedback = keys(review_of(evolve(GOOD, actual=60), nearly).feedback)
    assert "aim_higher" not in feedback
    assert "graded_full" not in feedback


def test_full_marks_on_a_promise_are_just_good():
    kept = evolve(GOOD, ambition="commitment", confidence=8, actual=60)
    assert keys(review_of(kept).feedback)[:1] == ["graded_full"]
    assert "aim_higher" not in keys(review_of(kept).feedback)


def test_the_example_is_the_curriculum_s():
    review = rules.review(example.plan().goal_builder, example.today())
    assert [round(one.grade, 2) for one in review.goals] == [0.70, 0.60, 1.00]
    assert round(review.grade, 2) == 0.77
    assert [one.type.kind for one in review.goals] == ["performance", "performance", "learning"]
    assert [one.quality for one in review.goals] == [8, 8, 8]


@given(st.lists(goals, max_size=5), words, words, st.dates())
def test_whatever_is_entered_gets_an_answer_in_words(entered, business_goal, objective, today):
    review = rules.review(Goals(goals=entered, business_goal=business_goal, objective=objective), today)
    items = list(review.feedback)
    for one in review.goals:
        items += [*one.feedback, one.type.reason, *(point.advice for point in one.points if point.advice)]
    for item in items:
        assert say(item.key, **item.values)
    assert sum(item.kind == "change" for item in review.feedback) <= 1
    kinds = [item.kind for item in review.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)


@given(st.lists(goals, max_size=5).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_goals_changes_no_grade(orders):
    one, other = (rules.review(Goals(goals=list(order)), TODAY).grade for order in orders)
    assert one == pytest.approx(other)


def test_levels_come_from_the_area_map_for_goals_that_lie_in_an_area():
    areas = AreaMap(
        areas=[AreaScore("SEO", skill=1), AreaScore("WEB", skill=4), AreaScore("CRM", relevance=3)]
    )
    goals = Goals(
        goals=[Goal("g1", area="SEO", level=3), Goal("g2", level=2), Goal("g3", area="CRM", level=0)]
    )
    plan = Plan(area_map=areas, goal_builder=goals)
    assert rules.carried(plan) == {"levels": {"SEO": 1}}
    rules.take(goals, plan, ["levels"])
    assert [goal.level for goal in goals.goals] == [1, 2, 0]
    assert rules.carried(Plan(area_map=areas, goal_builder=Goals(goals=[Goal("g1")]))) == {}
