import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.pictures import time_budget as pictures
from rolecraft.plan import Activity, FocusBlock, Plan, TimeBudget
from rolecraft.rules import carry
from rolecraft.rules import time_budget as rules
from rolecraft.rules.time_budget import budget
from rolecraft.text import say
from rolecraft.views.time_budget import posts_html

BLOCKS = [FocusBlock("b1", "tuesday", "09:00", 90), FocusBlock("b2", "thursday", "09:00", 150)]
# 40 − 4 − 4 − 6 − 4 − 2 = 20 hours for projects.
GOOD = TimeBudget(
    contract=40.0,
    meetings=4.0,
    admin=4.0,
    buffer=15.0,
    thinking=4.0,
    learning=2.0,
    committed=17.0,
    open_tasks=6.0,
    finished=3.0,
    favour=5.0,
    evening=0.0,
    blocks=BLOCKS,
    gives_way="1. The fair",
)
numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none() | st.floats(0, 60)
words = st.text(max_size=12) | st.sampled_from(["09:00", "9", "23.59", "24:00"])
blocks = st.builds(
    FocusBlock,
    id=words,
    day=st.sampled_from(rules.WEEKDAYS),
    start=words,
    minutes=st.integers() | st.integers(1, 200) | st.none(),
)
names = (*rules.POSTS, "contract", "committed", "committed_next", "open_tasks", "open_next", "finished")
sections = st.builds(
    TimeBudget,
    blocks=st.lists(blocks, max_size=4),
    gives_way=words,
    **dict.fromkeys((*names, "favour", "evening"), numbers),
)


def keys(section: TimeBudget, kind: str = "") -> list[str]:
    items = budget(section).feedback
    return [item.key.removeprefix("time_budget.") for item in items if kind in ("", item.kind)]


def test_the_worked_example_is_the_curriculum_s():
    section = example.plan().time_budget
    result = budget(section)
    assert [post.hours for post in result.posts] == [5, 4, 6, 4, 3]
    assert (result.capacity, result.utilisation) == (18, 1.5)
    assert round(100 * result.utilisation_next) == 94
    assert result.line == pytest.approx(15.3)
    assert (result.lead_time, round(result.lead_time_next, 1)) == (4, 1.7)
    assert round(result.price, 2) == 0.33
    assert result.focus_blocks == 2
    assert keys(section) == ["good_less", "full_waits", "next_talk"]


def test_the_queue_factor_is_the_textbook_s():
    assert [round(rules.queue_factor(share / 100), 1) for share in (70, 80, 90, 95)] == [2.3, 4, 9, 19]
    for endless in (1, 1.2, -0.1, None, float("nan")):
        assert rules.queue_factor(endless) is None


def test_project_hours_are_known_once_all_posts_are():
    for name in rules.POSTS:
        result = budget(evolve(GOOD, **{name: None}))
        assert (result.capacity, result.utilisation, result.price) == (None, None, None)
        assert result.left > 20
        assert keys(evolve(GOOD, **{name: None}), "next") == [f"next_{name}"]
    assert budget(evolve(GOOD, contract=None)).left is None


def test_what_is_left_is_no_last_digit_of_the_arithmetic():
    section = TimeBudget(contract=0.3, meetings=0.1, admin=0.2, buffer=0.0, thinking=0.0, learning=0.0)
    assert budget(evolve(section, committed=1.0)).utilisation is None
    assert budget(section).overdrawn == 0


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, None),
        ({"committed": 17.09}, None),  # shown as 85 %
        ({"committed": 17.2}, "full_waits"),
        ({"committed": 20.0}, "full"),
        ({"committed": 20.09}, "full"),  # shown as 100 %
        ({"committed": 20.2}, "promised_too_much"),
        ({"committed": 30.0, "committed_next": 17.0}, None),  # what counts is what comes
        ({"committed": 17.0, "committed_next": 30.0}, "promised_too_much"),
        ({"meetings": 25.0}, "overdrawn"),
        ({"evening": 3.0, "committed": 30.0}, "evening"),
        ({"thinking": 1.9}, "thinking_short"),
        ({"thinking": 2.0}, None),
        ({"blocks": BLOCKS[:1]}, "book_blocks"),
        ({"blocks": [BLOCKS[0], evolve(BLOCKS[1], minutes=89)]}, "book_blocks"),
        ({"blocks": []}, None),  # asked for as the next step
    ],
)
def test_the_one_thing_to_change(change, key):
    assert keys(evolve(GOOD, **change), "change") == ([key] if key else [])


def test_promises_without_any_project_hours_do_not_exist_either():
    section = evolve(GOOD, meetings=24.0)
    assert budget(section).capacity == 0
    (change,) = [item for item in budget(section).feedback if item.kind == "change"]
    assert (change.key, change.values) == ("time_budget.promised_without_hours", {"over": 17})
    assert not keys(evolve(section, committed=0.0), "change")


@pytest.mark.parametrize(("contract", "admin"), [(0.0, 1e-300), (5e-324, 0.0), (5e-324, 40.0)])
def test_paid_hours_that_are_shown_as_0_are_not_drawn(contract, admin):
    section = TimeBudget(
        contract=contract, meetings=0.0, admin=admin, buffer=50.0, thinking=0.0, learning=0.0, committed=5.0
    )
    result = budget(section)
    assert say("time_budget.picture_no_hours") in pictures.week(section, result)
    assert "inf" not in posts_html(result) and "nan" not in posts_html(result)


def test_hours_that_do_not_exist_are_counted():
    feedback = budget(evolve(GOOD, committed=25.0)).feedback
    values = next(item.values for item in feedback if item.kind == "change")
    assert (values["over"], values["share"]) == (5, 125)
    assert budget(evolve(GOOD, meetings=25.0)).overdrawn == 1
    assert budget(evolve(GOOD, meetings=25.0)).capacity == 0


@pytest.mark.parametrize(
    ("change", "notes"),
    [
        ({}, []),
        ({"buffer": 10.0}, []),
        ({"buffer": 9.99}, ["small_buffer"]),
        ({"learning": 0.0}, ["no_learning"]),
        ({"thinking": 5.0}, ["thinking_not_placed"]),
        ({"blocks": [*BLOCKS, FocusBlock("b3", "tuesday", "10.15", 30)]}, ["blocks_overlap"]),
        ({"blocks": [*BLOCKS, FocusBlock("b3", "tuesday", "10:30", 30)]}, []),
        ({"blocks": [*BLOCKS, FocusBlock("b3", "friday", "10:15", 30)]}, []),
    ],
)
def test_what_is_good_to_know(change, notes):
    assert keys(evolve(GOOD, **change), "note") == notes


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"contract": None}, "next_contract"),
        ({"committed": None}, "next_committed"),
        ({"blocks": []}, "next_blocks"),
        ({"blocks": BLOCKS[:1]}, "next_talk"),  # the change says it already
        ({"open_tasks": None, "finished": None}, "next_open_tasks"),
        ({"open_tasks": None}, "next_only_open"),
        ({"finished": None}, "next_finished"),
        ({"open_tasks": 14.0, "finished": 0.0}, "next_nothing_finished"),
        ({"favour": None}, "next_favour"),
        ({"gives_way": " "}, "next_gives_way"),
        ({}, "next_talk"),
    ],
)
def test_the_next_step(change, key):
    assert keys(evolve(GOOD, **change), "next") == [key]


def test_a_newcomer_begins_with_paid_hours_also_with_numbers_from_the_triage():
    assert keys(TimeBudget()) == ["start"]
    assert keys(TimeBudget(meetings=5.0, committed=27.0, committed_next=17.0)) == ["start"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "good_room"),
        ({"committed": 30.0, "committed_next": 19.0}, "good_less"),
        ({"committed": 19.0, "committed_next": 19.0}, "good_blocks"),
        ({"committed": 19.0, "blocks": []}, "good_capacity"),
        ({"contract": None, "blocks": []}, "good_begun"),
    ],
)
def test_what_is_good(change, key):
    assert keys(evolve(GOOD, **change), "good") == [key]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("09:00", 540),
        (" 9.30 ", 570),
        ("0930", 570),
        ("9", 540),
        ("23:59", 1439),
        ("24:00", None),
        ("9:60", None),
        ("9:5", None),
        ("nine", None),
        ("", None),
        ("٩", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, minutes):
    assert rules.minutes_of(typed) == minutes


def test_waiting_needs_something_that_gets_finished():
    assert rules.lead_time(14, 3.5) == 4
    for numbers_given in ((14, 0), (14, None), (None, 3), (-1, 3), (14, -1)):
        assert rules.lead_time(*numbers_given) is None


def triaged() -> Plan:
    plan = Plan()
    plan.activity_triage.activities = [
        Activity("a1", "Cases", 8.0, 3, 1.0, planned=10.0),
        Activity("a2", "Report", 3.0, 0, 1.0),
        Activity("a3", "Status", 5.0, 0, 1.0, required=True, post="meeting", planned=4.0),
    ]
    return plan


def test_the_triage_gives_meetings_and_promises():
    assert rules.carried(Plan()) == {}
    plan = triaged()
    assert rules.carried(plan) == {"committed": 8, "committed_next": 10, "meetings": 4}
    plan.activity_triage.activities.pop()
    assert rules.carried(plan) == {"committed": 8, "committed_next": 10}  # no meetings: nobody said 0
    plan.activity_triage.activities = [Activity("a1", "No hours yet", impact=3)]
    assert rules.carried(plan) == {}
    section = carry.begin(TimeBudget, triaged(), rules.carried(triaged()), rules.take)
    assert (section.meetings, section.committed, section.committed_next) == (4, 8, 10)


def test_taking_new_values_keeps_what_the_learner_entered():
    section = evolve(GOOD, drafts={"meetings": "five?", "admin": "four?"})
    rules.take(section, triaged(), ["meetings"])
    assert (section.meetings, section.committed, section.admin) == (4, 17, 4)
    assert section.drafts == {"admin": "four?"}
    rules.take(section, Plan(), ["meetings", "unheard of"])
    assert section.meetings == 4


@given(sections)
def test_whatever_is_entered_gets_an_answer_in_words(section):
    result = budget(section)
    for item in result.feedback:
        assert say(item.key, **item.values)
    kinds = [item.kind for item in result.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert kinds.count("next") == 1 and kinds.count("change") <= 1 and kinds.count("good") <= 1
    assert result.capacity is None or result.capacity >= 0


hours = st.floats(0, 60)


@given(st.builds(TimeBudget, **dict.fromkeys(names, hours)))
def test_the_posts_and_what_is_left_add_up_to_the_paid_hours(section):
    result = budget(section)
    spent = sum(post.hours for post in result.posts)
    assert spent + result.capacity - result.overdrawn == pytest.approx(section.contract, abs=1e-5)
    assert not (result.capacity and result.overdrawn)


@given(st.builds(TimeBudget, **dict.fromkeys(names, hours)), st.sampled_from(rules.POSTS[:2]))
def test_another_hour_of_meetings_never_gives_room_for_more_promises(section, name):
    more = budget(evolve(section, **{name: getattr(section, name) + 1}))
    before = budget(section)
    assert more.capacity <= before.capacity
    assert more.utilisation is None or more.utilisation >= before.utilisation
