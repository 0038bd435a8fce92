from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import Activity, Backlog, Item, Plan, Sprint
from rolecraft.rules import backlog_and_sprint as rules
from rolecraft.text import say

TODAY = date(2026, 9, 30)
numbers = (
    st.floats(allow_nan=True, allow_infinity=True) | st.none() | st.sampled_from([0.25, 0.5, 0.8, 1.0, 2.0])
)
whole = st.integers(-2, 14) | st.integers() | st.none()
days = st.dates() | st.none()
names = st.sampled_from(["", " ", "A", "B", "<b>C</b>"]) | st.text(max_size=10)
items = st.builds(
    Item,
    id=st.sampled_from(["", "i1", "i2", "i3"]),
    name=names,
    column=st.sampled_from(rules.COLUMNS),
    hours=numbers,
    fixed=days,
    begun=days,
    finished=days,
    reach=numbers,
    effect=numbers,
    certainty=numbers,
    effort=numbers,
    **dict.fromkeys(rules.PARTS["ice"] + rules.PARTS["wsjf"], whole),
)
sections = st.builds(
    Backlog,
    items=st.lists(items, max_size=6),
    sprints=st.lists(st.builds(Sprint, id=names, planned=whole, done=whole), max_size=4),
    model=st.sampled_from(rules.MODELS),
    capacity=numbers,
    weeks=numbers,
    most_doing=whole,
    most_waiting=whole,
    not_seen=names,
    requests=names,
    cadence=names,
    change=names,
    change_owner=names,
    change_on=days,
)


def keys(feedback):
    return [item.key.removeprefix("backlog_and_sprint.") for item in feedback]


def ago(count):
    return TODAY - timedelta(days=count)


def board(*columns, **section):
    """A board with one item for each column that is named: A, B, C …"""
    made = [Item(f"i{n}", chr(64 + n), column, 1.0) for n, column in enumerate(columns, 1)]
    return Backlog(items=made, **section)


def said(section):
    return keys(rules.review(section, TODAY).feedback)


@pytest.fixture
def worked():
    return example.plan().backlog_and_sprint


# The worked example


def test_the_example_is_the_curriculum_s(worked):
    review = rules.review(worked, example.today())
    found = [[round(one.scores[model], 2) for model in rules.MODELS] for one in review.items]
    assert found == [[336, 64_000, 5.33], [210, 4_800, 2.6], [63, 3_750, 3.0], [50, 500, 2.38]]
    assert [[one.ranks[model] for model in rules.MODELS] for one in review.items] == [
        [1, 1, 1],
        [2, 2, 3],
        [3, 3, 2],
        [4, 4, 4],
    ]
    assert review.order == ("i1", "i3", "i2", "i4")
    assert review.capacity == pytest.approx(30.6)
    assert (review.doing, review.waiting, review.completion) == (2, 1, (67, 80))
    assert keys(review.feedback) == ["good_limits", "too_many_hours", "next_show", "fixed_late"]


@pytest.mark.parametrize("chosen", rules.MODELS)
def test_the_example_s_models_differ_because_of_the_size(worked, chosen):
    comparison = rules.review(evolve(worked, model=chosen), example.today()).comparison
    assert comparison.top == "Landing-page test"
    (swap,) = comparison.swaps
    assert (swap.first, swap.second) == ("TikTok test account", "Customer cases and newsletter")
    assert (swap.model, swap.others) == ("wsjf", ("ice", "rice"))
    assert swap.reason.key == "backlog_and_sprint.reason_size"
    assert (swap.reason.values["mine"], swap.reason.values["theirs"]) == (2, 5)


def test_the_fair_with_its_date_comes_last_and_that_is_said(worked):
    note = rules.review(worked, example.today()).feedback[-1]
    assert note.values["name"] == "Trade-fair preparation"
    assert (note.values["place"], note.values["count"]) == (4, 4)


# Scores and models


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("impact", 0),
        ("ease", 11),
        ("effect", 4.0),
        ("certainty", 0.7),
        ("effort", 0.0),
        ("reach", -1.0),
        ("reach", float("nan")),
        ("size", 4),
        ("urgency", 0),
        ("risk", None),
    ],
)
def test_a_part_that_is_missing_or_impossible_gives_no_score_and_is_asked_for(worked, name, wrong):
    item = evolve(worked.items[0], **{name: wrong})
    model = next(model for model, parts in rules.PARTS.items() if name in parts)
    assert [key for key, score in rules.scores(item).items() if score is None] == [model]
    section = evolve(worked, items=[item], model=model)
    assert rules.review(section, TODAY).items[0].missing == (name,)


def test_what_has_no_score_comes_last_and_has_no_place(worked):
    worked.items[0].value = None
    review = rules.review(worked, TODAY)
    assert review.order == ("i3", "i2", "i4", "i1")
    assert [one.ranks["wsjf"] for one in review.items] == [None, 2, 1, 3]


def test_scores_that_look_equal_share_a_place():
    same = {"effect": 1.0, "certainty": 1.0, "effort": 1.0}
    made = [Item(f"i{n}", f"{n}", reach=reach, **same) for n, reach in enumerate((1.0, 2.001, 2.002))]
    ranks = [one.ranks["rice"] for one in rules.review(Backlog(items=made), TODAY).items]
    assert ranks == [3, 1, 1]


def test_what_is_done_takes_no_place(worked):
    worked.items[0].column = "done"
    review = rules.review(worked, TODAY)
    assert review.order == ("i3", "i2", "i4")
    assert review.items[0].ranks["wsjf"] is None
    assert review.items[2].ranks["wsjf"] == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"size": 5, "urgency": 13}, "urgency"),
        ({"size": 5, "value": 13}, "value"),
        ({"size": 5, "value": 2, "risk": 13}, "risk"),
    ],
)
def test_the_reason_is_what_weighs_most(worked, change, reason):
    tiktok = evolve(worked.items[2], **change)
    section = evolve(worked, items=[worked.items[1], tiktok])
    (swap,) = rules.review(section, TODAY).comparison.swaps
    assert swap.reason.key == f"backlog_and_sprint.reason_{reason}"


@pytest.mark.parametrize(("name", "high"), [("reach", 90_000.0), ("effect", 3.0), ("effort", 0.001)])
def test_reach_or_effect_or_effort_can_move_an_item_up(worked, name, high):
    cases, tiktok = worked.items[1], evolve(worked.items[2], reach=900.0, effect=1.0, effort=0.3, size=8)
    section = evolve(worked, items=[cases, evolve(tiktok, **{name: high}, certainty=1.0)], model="ice")
    (swap,) = rules.review(section, TODAY).comparison.swaps
    assert (swap.first, swap.model) == ("TikTok test account", "rice")
    assert swap.reason.key == f"backlog_and_sprint.reason_{name}"


def test_of_two_models_the_chosen_one_tells(worked):
    cases, tiktok = (evolve(item, effort=None) for item in worked.items[1:3])
    for model, first in (("ice", cases.name), ("wsjf", tiktok.name)):
        section = evolve(worked, items=[cases, tiktok], model=model)
        (swap,) = rules.review(section, TODAY).comparison.swaps
        assert (swap.model, swap.first) == (model, first)


def test_one_model_alone_can_t_be_compared(worked):
    alone = [evolve(item, reach=None, size=None) for item in worked.items]
    comparison = rules.review(evolve(worked, items=alone), TODAY).comparison
    assert (comparison.models, comparison.top, comparison.swaps) == (("ice",), "", ())


def test_the_model_that_fits():
    idea, reached = Item("i1", "A"), Item("i2", "B", reach=10.0)
    fixed = Item("i3", "C", fixed=TODAY)
    assert rules.suggest([]).model == "ice"
    assert rules.suggest([idea, reached]).model == "ice"
    assert rules.suggest([reached]).model == "rice"
    assert rules.suggest([reached, fixed]).model == "wsjf"
    over = Backlog(items=[evolve(fixed, column="done"), reached])
    assert rules.review(over, TODAY).suggestion.model == "rice"


# The board


def test_an_empty_board_says_where_to_start():
    assert said(Backlog()) == ["start"]
    assert said(Backlog(items=[Item("i1", "  ", "doing")])) == ["start"]


def test_a_board_fills_step_by_step(worked):
    one, two = worked.items[:2]
    section = Backlog(items=[evolve(one, column="next", impact=None)])
    assert said(section) == ["good_begun_one", "next_more"]
    section.items.append(evolve(two, column="next"))
    assert said(section) == ["good_begun", "next_scores"]
    section.items[0].impact = 8
    assert said(section) == ["good_begun", "next_begin"]
    rules.move(section.items[0], "doing", TODAY)
    for name, value, step in (
        ("not_seen", "a promise", "next_not_seen"),
        ("capacity", 18.0, "next_capacity"),
        ("requests", "one form", "next_requests"),
        ("cadence", "Mondays", "next_cadence"),
        ("change", "no chat", "next_look_back"),
    ):
        assert said(section) == ["good_limits", step]
        setattr(section, name, value)
    assert said(section) == ["good_limits", "change_owner_missing", "next_show"]
    section.change_owner = "Anders"
    assert said(section) == ["good_limits", "change_day_missing", "next_show"]
    section.change_on = TODAY
    assert said(section) == ["good_limits", "next_show"]


def test_a_full_column_is_fine_and_one_more_is_not():
    assert "good_limits" in said(board("doing", "doing", "waiting", "waiting"))
    assert "too_many_doing" in said(board("doing", "doing", "doing"))
    assert "too_many_waiting" in said(board("doing", "waiting", "waiting", "waiting"))
    assert "too_many_doing" in said(board("doing", "doing", most_doing=1))
    assert not any(key.startswith("too_many") for key in said(board(*["doing"] * 9, most_doing=None)))


def test_what_is_done_is_good_to_see_newest_first():
    days = (ago(3), None, ago(1))
    made = [Item(f"i{n}", "A", "done", finished=day) for n, day in enumerate(days)]
    done = rules.review(Backlog(items=made), TODAY).columns["done"]
    assert [one.item.finished for one in done] == [ago(1), ago(3), None]
    assert said(board("done")) == ["good_done_one", "next_all_done"]
    assert said(board("done", "done", "next"))[0] == "good_done"


def test_older_than_twice_the_median_is_to_be_split_or_dropped():
    def ages(*counts, column="doing"):
        made = [Item(f"i{n}", "A", column, 1.0, begun=ago(age)) for n, age in enumerate(counts)]
        return [one.old for one in rules.review(Backlog(items=made, most_doing=9), TODAY).items]

    assert ages(5, 5, 10) == [False, False, False]
    assert ages(5, 5, 11) == [False, False, True]
    assert ages(1, 1, 7) == [False, False, False]  # a week is never old
    assert ages(1, 1, 8) == [False, False, True]
    assert ages(5, 99) == [False, False]  # of two, which one is unusual?
    assert ages(5, 5, 11, column="done") == [False, False, False]
    assert ages(5, 9, 18, -20) == [False, False, False, False]  # what begins in future has no age
    old = [Item(f"i{n}", "A", "doing", 1.0, begun=ago(age)) for n, age in enumerate((5, 5, 11))]
    assert "too_old" in said(Backlog(items=old, most_doing=9))


def test_a_date_that_has_passed_or_comes_soon_is_said_first(worked):
    for days, key in ((-1, "fixed_past"), (0, "fixed_soon"), (14, "fixed_soon"), (15, "too_many_hours")):
        fair = evolve(worked.items[3], column="next", begun=None, fixed=TODAY + timedelta(days=days))
        assert key in said(evolve(worked, items=[*worked.items[:3], fair])), days
    begun = evolve(worked.items[3], fixed=TODAY)
    assert "fixed_soon" not in said(evolve(worked, items=[*worked.items[:3], begun]))


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({}, None),
        ({"fixed": ago(1)}, "fixed_past"),
        ({"hours": 30.61}, "too_large"),
        ({"hours": 30.6}, None),
        ({"hours": None}, "hours_missing"),
        ({"begun": None}, "begun_missing"),
        ({"column": "next", "begun": None}, None),
        ({"column": "done", "finished": ago(99)}, "days_turned"),
        ({"column": "done", "finished": TODAY, "fixed": ago(1)}, None),
    ],
)
def test_each_item_gets_one_advice(worked, change, advice):
    section = evolve(worked, items=[evolve(worked.items[0], **change)])
    found = rules.review(section, TODAY).items[0].advice
    assert (found and found.key) == (advice and f"backlog_and_sprint.{advice}")


def test_moving_notes_the_days_once():
    item = Item("i1", "A")
    rules.move(item, "doing", ago(9))
    rules.move(item, "waiting", ago(5))
    rules.move(item, "done", ago(2))
    rules.move(item, "done", ago(1))
    assert (item.begun, item.finished) == (ago(9), ago(2))
    rules.move(item, "next", ago(1))
    assert (item.column, item.begun, item.finished) == ("next", ago(9), None)
    rules.move(item, "done", TODAY)
    assert item.finished == TODAY


# The sprint


@pytest.mark.parametrize(
    ("hours", "weeks", "capacity"),
    [(18, 2, 30.6), (10, 1, 8.5), (0, 2, None), (None, 2, None), (18, None, None), (18, -1, None)],
)
def test_a_sprint_has_room_for_most_of_the_project_hours(hours, weeks, capacity):
    found = rules.sprint_capacity(hours, weeks)
    assert found is None if capacity is None else found == pytest.approx(capacity)


@pytest.mark.parametrize(
    ("hours", "verdict", "fits"),
    [
        ((30.6, 1, 1), "full", ()),
        ((20, 10.6, 1), "fits", ("B",)),
        ((20, 10.61, 1), "fits", ("C",)),
        ((20, 5, 5), "fits", ("B", "C")),
        ((20, 11, 11), "none", ()),
        ((20, None, None), "empty", ()),
    ],
)
def test_what_fits_is_taken_from_the_top_of_next(hours, verdict, fits):
    section = board("doing", "next", "next", capacity=18.0)
    for item, size in zip(section.items, hours, strict=True):
        item.hours = size
    review = rules.review(section, TODAY)
    assert (review.verdict, review.fits) == (verdict, fits)
    assert review.unknown_hours == hours.count(None)


@pytest.mark.parametrize(
    ("done", "key"),
    [
        ((6, 6), "plan_less"),
        ((10, 6, 6), "plan_less"),
        ((6, 7), None),
        ((7, 6), None),
        ((6,), None),
        ((6, 6, 10), None),
        ((10, 10, 10), "plan_bolder"),
        ((12, 10, 11), "plan_bolder"),
        ((10, 10), None),
        ((10, 10, 9), None),
    ],
)
def test_the_last_sprints_say_how_much_to_plan(done, key):
    section = board("next", sprints=[Sprint(f"s{n}", 10, count) for n, count in enumerate(done)])
    found = [one for one in said(section) if one.startswith("plan_")]
    assert found == ([key] if key else [])


def test_sprints_without_a_plan_or_a_result_don_t_count():
    sprints = [Sprint("s1", 0, 3), Sprint("s2", 5, None), Sprint("s3", None, 1), Sprint("s4", 4, 3)]
    assert rules.completion(sprints) == (75,)


# What earlier exercises give


@pytest.fixture
def earlier():
    plan = Plan()
    plan.activity_triage = example.plan().activity_triage
    plan.time_budget = example.plan().time_budget
    return plan


def test_hours_and_what_is_worth_doing_come_from_earlier_exercises(earlier):
    assert rules.carried(Plan()) == {}
    assert rules.carried(earlier) == {
        "capacity": 18.0,
        "items": [
            ["Landing-page test", 3.0],
            ["Search-ads tuning", 3.0],
            ["TikTok test account", 1.0],
            ["Customer cases and newsletter", 5.0],
        ],
    }


def test_taking_adds_what_is_missing_and_touches_nothing_else(earlier):
    section = Backlog(items=[Item("i2", "landing-page  TEST ", "doing", 12.0)], drafts={"capacity": "abc"})
    rules.take(section, earlier, [])
    assert (len(section.items), section.capacity) == (1, None)
    rules.take(section, earlier, ["items"])
    assert [item.name for item in section.items][0] == "landing-page  TEST "
    assert [(item.id, item.name, item.hours) for item in section.items[1:]] == [
        ("i1", "Search-ads tuning", 6.0),  # two weeks of it
        ("i3", "TikTok test account", 2.0),
        ("i4", "Customer cases and newsletter", 10.0),
    ]
    assert (section.capacity, section.drafts) == (None, {"capacity": "abc"})
    section.items.pop()
    rules.take(section, earlier, iter(["items", "capacity"]))
    assert (section.capacity, section.drafts, len(section.items)) == (18.0, {}, 4)


def test_only_hours_that_a_plan_can_hold_are_taken(earlier):
    earlier.activity_triage.activities = [
        Activity("a1", "A", hours=1.0, impact=3, confidence=0.8, planned=1e15),
        Activity("a2", "A", hours=1.0, impact=3, confidence=0.8),
    ]
    section = Backlog(weeks=1e15)
    rules.take(section, earlier, ["items"])
    assert [(item.name, item.hours) for item in section.items] == [("A", None)]


# Whatever is entered


@given(sections, st.dates())
def test_whatever_is_entered_gets_an_answer_in_words(section, today):
    review = rules.review(section, today)
    advice = [one.advice for one in review.items if one.advice]
    reasons = [swap.reason for swap in review.comparison.swaps]
    for item in (*review.feedback, *advice, *reasons, review.suggestion.reason):
        assert say(item.key, **item.values)
    kinds = [item.kind for item in review.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert max(map(kinds.count, ("good", "change", "next")), default=0) <= 1
    assert kinds.count("next") == 1


@given(sections, st.dates())
def test_every_item_is_in_one_column_and_higher_scores_come_first(section, today):
    review = rules.review(section, today)
    placed = [one for column in review.columns.values() for one in column]
    assert len(placed) == len(review.items) == sum(bool(item.name.strip()) for item in section.items)
    assert len(review.order) + len(review.columns["done"]) == len(placed)
    scores = [one.scores[section.model] for one in review.ranked]
    known = [round(score, 2) for score in scores if score is not None]
    assert known == sorted(known, reverse=True)
    assert scores[len(known) :] == [None] * (len(scores) - len(known))


@given(sections, st.dates())
def test_a_swap_is_one_that_the_scores_show(section, today):
    review = rules.review(section, today)
    by_name = {}
    for one in review.ranked:
        by_name.setdefault(one.item.name.strip(), []).append(one)
    for swap in review.comparison.swaps:
        if len(by_name[swap.first]) == len(by_name[swap.second]) == 1:
            (first,), (second,) = by_name[swap.first], by_name[swap.second]
            assert first.scores[swap.model] > second.scores[swap.model]
            assert all(first.scores[other] < second.scores[other] for other in swap.others)


@given(sections)
def test_taking_never_removes_or_renames(section):
    plan = Plan()
    plan.activity_triage = example.plan().activity_triage
    before = [(item.id, item.name, item.hours) for item in section.items]
    rules.take(section, plan, ["items"])
    assert repr([(item.id, item.name, item.hours) for item in section.items][: len(before)]) == repr(before)
    fresh = [item.id for item in section.items[len(before) :]]
    assert len(set(fresh)) == len(fresh)
    assert not set(fresh) & {id for id, _, _ in before}
