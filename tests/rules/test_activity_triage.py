from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import Activity, Driver, Plan, Triage
from rolecraft.rules import activity_triage as rules
from rolecraft.rules.activity_triage import triage
from rolecraft.text import say

numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none()
words = st.text(max_size=20)
activities = st.builds(
    Activity,
    id=words,
    name=words,
    hours=numbers | st.floats(0, 40),
    impact=st.integers(-1, 4) | st.none(),
    confidence=st.sampled_from([None, 0.5, 0.8, 1.0, 0.3, float("nan")]),
    required=st.booleans(),
    post=st.sampled_from(["project", "meeting", "reactive"]),
    driver=st.sampled_from(["", "d1", "d9"]),
    who_else=words,
    planned=numbers,
    stop_on=st.dates() | st.none(),
    told=words,
    if_wrong=words,
)
sorted_ones = st.builds(
    Activity,
    id=st.just("a1"),
    name=st.just("x"),
    hours=st.floats(0.25, 40),
    impact=st.sampled_from(rules.IMPACTS),
    confidence=st.sampled_from(rules.CONFIDENCES),
    required=st.booleans(),
)


def week(*rows, **more) -> Triage:
    """A week of (hours, impact, confidence)."""
    return Triage(
        activities=[
            Activity(f"a{number}", f"Activity {number}", hours, impact, confidence, **more)
            for number, (hours, impact, confidence) in enumerate(rows, 1)
        ]
    )


def keys(result) -> list[str]:
    return [item.key.removeprefix("activity_triage.") for item in result.feedback]


@pytest.fixture
def worked():
    plan = example.plan()
    return triage(plan.activity_triage, plan.kpi_map.drivers)


def test_the_worked_example_is_the_curriculum_s(worked):
    assert (worked.contribution, worked.hours) == (pytest.approx(9.9), 40)
    assert worked.contribution / worked.hours == pytest.approx(0.2475)
    assert round(100 * worked.x80, 1) == 35.8
    assert round(100 * worked.t20) == 54
    assert worked.misaligned == pytest.approx(0.125)
    assert worked.won_back == 5
    assert (worked.hours_on_goals, worked.meetings) == (30, 5)
    assert (worked.committed, worked.committed_next) == (27, 17)


def test_the_worked_example_s_table_is_the_curriculum_s(worked):
    table = [
        (
            step.item.activity.name,
            round(step.item.relative, 2),
            round(40 * step.hours, 6),
            round(100 * step.effect),
            step.item.verdict,
        )
        for step in worked.curve
    ]
    assert table[:9] == [
        ("Landing-page test", 3.23, 3, 24, "grow"),
        ("Search-ads tuning", 2.69, 6, 44, "grow"),
        ("TikTok test account", 2.02, 7, 49, "test"),
        ("Customer cases and newsletter", 1.94, 12, 74, "grow"),
        ("Small website fixes", 1.08, 15, 82, "keep"),
        ("Ad-hoc sales material", 0.54, 21, 90, "shrink"),
        ("Trade-fair preparation", 0.51, 25, 95, "shrink"),
        ("Daily Instagram posts", 0.40, 30, 100, "shrink"),
        ("30-page monthly report", 0, 33, 100, "stop"),
    ]
    assert [row[4] for row in table[9:]] == ["minimise", "stop"]
    assert keys(worked) == ["good_curve", "win_back", "next_talk"]


@pytest.mark.parametrize(
    ("impact", "confidence", "required", "relative", "expected"),
    [
        (0, 1.0, False, 0, "stop"),
        (0, None, True, None, "minimise"),
        (3, 0.8, False, 1.5, "grow"),
        (3, 0.5, False, 1.5, "test"),
        (3, 1.0, True, 1.494, "keep"),
        (3, 1.0, False, 1.4951, "grow"),  # shown as 1.50
        (1, 1.0, False, 0.75, "keep"),
        (1, 1.0, False, 0.7449, "shrink"),
        (1, 1.0, False, None, None),
        (None, 1.0, False, 2, "grow"),
    ],
)
def test_the_class_of_an_activity(impact, confidence, required, relative, expected):
    activity = Activity("a1", hours=1.0, impact=impact, confidence=confidence, required=required)
    assert rules.verdict(activity, relative) == expected


def test_what_has_no_hours_or_no_score_is_not_compared():
    result = triage(week((4, 2, 1.0), (4, 1, 1.0), (0, 3, 1.0), (None, 3, 1.0), (-2, 3, 1.0), (9, None, 1.0)))
    assert [step.item.activity.id for step in result.curve] == ["a1", "a2"]
    assert [item.verdict for item in result.items] == ["keep", "shrink", None, None, None, None]
    advice = [item.advice.key.rpartition(".")[2] for item in result.items[2:]]
    assert advice == ["unsorted_no_hours", "unsorted_hours", "unsorted_hours", "unsorted_impact"]
    assert triage(week((200, 3, 1.0))).items[0].hours is None  # a week has 168


def test_what_takes_no_hours_is_not_on_the_stop_list():
    result = triage(week((0, 0, 1.0), (None, 0, 1.0), (3, 0, 1.0)))
    assert [item.activity.id for item in result.stops] == ["a3"]
    advice = [item.advice.key.rpartition(".")[2] for item in result.items[:2]]
    assert advice == ["unsorted_no_hours", "unsorted_hours"]


def test_one_activity_alone_has_nothing_to_be_compared_with():
    result = triage(week((4, 2, 1.0)))
    assert (result.x80, result.items[0].verdict) == (None, None)
    assert result.items[0].advice.key == "activity_triage.unsorted_alone"


def test_a_week_that_helps_nothing_has_no_curve_but_stops():
    result = triage(week((4, 0, 1.0), (6, 0, 0.5)))
    assert (result.curve, result.x80, result.t20, result.misaligned) == ((), None, None, 1.0)
    assert [item.verdict for item in result.items] == ["stop", "stop"]
    assert result.items[1].advice.key == "activity_triage.advice_stop_guess"
    assert triage(Triage()).misaligned is None


def test_the_curve_is_straight_within_an_activity():
    result = triage(week((10, 3, 1.0), (30, 1, 1.0)))
    assert result.x80 == pytest.approx(0.25 + 0.75 * (0.8 - 0.75) / 0.25)
    assert result.t20 == pytest.approx(0.75 * 0.2 / 0.25)


MIXED = ((4, 3, 1.0), (10, 1, 0.8), (8, 1, 0.8), (8, 1, 0.5))


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (((4, 3, 1.0), (6, 2, 0.8), (6, 2, 1.0), (8, 3, 0.5)), "rank_them"),
        (((5, 1, 0.8), (5, 1, 0.8), (5, 1, 0.8), (5, 1, 0.8)), "even_spread"),
        (((3, 2, 1.0), (3, 2, 1.0), (2, 1, 0.5), (2, 1, 0.5)), None),  # 80 % from just 60 %
        (((4, 3, 1.0), (10, 1, 0.5), (8, 1, 0.5), (8, 1, 0.5)), "many_guesses"),
        ((*MIXED, (4, 0, 1.0)), "win_back"),
        ((*MIXED, (3, 0, 1.0)), None),  # 9.1 %
        (MIXED, None),
        (((4, 3, 0.5), (6, 3, 0.5), (6, 3, 0.5)), None),  # three are too few to judge
    ],
)
def test_the_one_thing_to_change(rows, key):
    result = triage(week(*rows))
    changes = [item.key for item in result.feedback if item.kind == "change"]
    assert changes == ([f"activity_triage.{key}"] if key else [])


def test_half_are_guesses_is_not_more_than_half():
    rows = ((4, 3, 1.0), (10, 1, 0.5), (8, 1, 0.5), (8, 1, 0.8))
    assert "many_guesses" not in keys(triage(week(*rows)))


def test_ten_per_cent_of_the_hours_are_not_more_than_ten_per_cent():
    rows = ((4, 3, 1.0), (7, 1, 0.8), (8, 1, 0.8), (8, 1, 0.8))
    assert "win_back" not in keys(triage(week(*rows, (3, 0, 1.0))))
    assert "win_back" in keys(triage(week(*rows, (3.1, 0, 1.0))))


def test_the_next_step_leads_from_an_empty_page_to_the_talk():
    section = Triage()
    said = []

    def look():
        said.append(
            next(item.key.rpartition(".")[2] for item in triage(section).feedback if item.kind == "next")
        )

    look()
    one = Activity("a1", required=True)
    section.activities.append(one)
    for name, value in (("name", "Report"), ("hours", 3.0), ("impact", 0), ("confidence", 1.0)):
        look()
        setattr(one, name, value)
    look()
    section.activities += week(*MIXED).activities
    one.required = False
    for name, value in (("stop_on", date(2026, 10, 5)), ("told", "Anders"), ("if_wrong", "We send it.")):
        look()
        setattr(one, name, value)
    look()
    for item in triage(section).items:
        if item.verdict in ("grow", "shrink"):
            item.activity.planned = 2
    look()
    assert said[:6] == ["start", "next_name", "next_hours", "next_impact", "next_confidence", "next_more"]
    assert said[6:9] == ["next_stop_on", "next_told", "next_if_wrong"]
    assert said[9:] == ["next_planned", "next_talk"]


def test_eight_to_fifteen_activities_are_a_note_and_no_demand():
    assert "few" in keys(triage(week(*MIXED)))
    for count, key in ((8, None), (15, None), (16, "many")):
        notes = [item.key for item in triage(week(*[(1, 1, 0.8)] * count)).feedback if item.kind == "note"]
        assert notes == ([f"activity_triage.{key}"] if key else [])


def test_more_hours_from_now_on_than_today_are_said():
    section = week(*MIXED)
    section.activities[0].planned = 6
    assert "plan_grows" in keys(triage(section))
    section.activities[1].planned = 8
    assert "plan_grows" not in keys(triage(section))


def test_the_hours_for_the_time_budget():
    section = week(*MIXED, (5, 0, 1.0))
    section.activities[0].planned = 6
    assert (triage(section).committed, triage(section).committed_next) == (30, 32)  # without what stops
    assert [item.next_hours for item in triage(section).items] == [6, 10, 8, 8, 0]
    for activity in section.activities[:2]:
        activity.post = "meeting"
    assert (triage(section).committed, triage(section).meetings) == (16, 16)


def test_a_link_that_was_removed_is_said_once_for_each_activity():
    section = week(*MIXED)
    section.activities[0].driver = "d2"
    assert "driver_gone" not in keys(triage(section))  # nobody asked
    assert "driver_gone" not in keys(triage(section, [Driver("d2", "Share that ask")]))
    assert "driver_gone" in keys(triage(section, []))


def test_only_links_that_an_activity_points_at_are_built_on():
    plan = Plan()
    plan.kpi_map.drivers = [Driver("d1", "Visits"), Driver("d2", "Share that ask")]
    plan.activity_triage = week(*MIXED)
    assert rules.carried(plan) == {}
    plan.activity_triage.activities[0].driver = "d2"
    assert rules.carried(plan) == {"drivers": [["d2", "Share that ask"]]}
    plan.kpi_map.drivers.clear()
    assert rules.carried(plan) == {"drivers": []}


@given(st.lists(activities, max_size=20), st.sampled_from([None, [], [Driver("d1", "Visits")]]))
def test_whatever_is_entered_gets_an_answer_in_words(entered, drivers):
    result = triage(Triage(activities=entered), drivers)
    for item in (*result.feedback, *(one.advice for one in result.items)):
        assert say(item.key, **item.values)
    kinds = [item.kind for item in result.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert kinds.count("next") == 1 and kinds.count("change") <= 1 and kinds.count("good") <= 1
    for share in (result.x80, result.t20, result.misaligned):
        assert share is None or 0 <= share <= 1


@given(st.lists(sorted_ones, min_size=2, max_size=12))
def test_the_curve_rises_and_never_lies_below_an_even_spread(entered):
    result = triage(Triage(activities=entered))
    before = (0.0, 0.0)
    for step in result.curve:
        assert step.hours >= before[0] and step.effect >= before[1]
        assert step.effect >= step.hours - 1e-9
        before = (step.hours, step.effect)
    if result.curve:
        assert before == (pytest.approx(1), pytest.approx(1))
        assert result.x80 <= 0.8 + 1e-9 and result.t20 >= 0.2 - 1e-9


@given(
    st.lists(sorted_ones, min_size=2, max_size=8).flatmap(
        lambda some: st.tuples(st.just(some), st.permutations(some))
    )
)
def test_the_order_in_which_activities_are_written_changes_nothing(orders):
    one, other = (triage(Triage(activities=list(order))) for order in orders)
    assert (one.x80, one.t20) == (pytest.approx(other.x80), pytest.approx(other.t20))
    assert one.committed == pytest.approx(other.committed)


@given(st.lists(sorted_ones, min_size=2, max_size=8), st.floats(0.1, 4))
def test_counting_in_other_hours_changes_no_share(entered, factor):
    one = triage(Triage(activities=entered))
    other = triage(Triage(activities=[evolve(each, hours=each.hours * factor) for each in entered]))
    assert (one.x80, one.misaligned) == (pytest.approx(other.x80), pytest.approx(other.misaligned))
