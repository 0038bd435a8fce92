"""A hand-in holds what the room's result needs, and nothing by which anybody could be recognised."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Literal, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example, made_up_room, role_charter, store
from rolecraft.hand_in import READS, HandIn, from_document, hand_in, to_file
from rolecraft.plan import (
    Activity,
    Alignment,
    Charter,
    FocusBlock,
    HealthAnswers,
    JobAd,
    Plan,
    RoleHealth,
    TimeBudget,
    Triage,
    View,
)
from rolecraft.plan_json import PlanFileError, plan_from_document, plan_from_json, plan_to_json
from rolecraft.text import say

MARK = "Xyzzy"


def words(key: str, **values: object) -> str:
    return say(f"role_charter.{key}", **values)


def marked(value: Any) -> None:
    """Put a mark into every text that a learner can write, wherever in the plan it is."""
    hints = get_type_hints(type(value))
    for field in attrs.fields(type(value)):
        one = getattr(value, field.name)
        if attrs.has(type(one)):
            marked(one)
        elif isinstance(one, list):
            for entry in one:
                if attrs.has(type(entry)):
                    marked(entry)
        elif isinstance(one, str) and get_origin(hints[field.name]) is not Literal and field.name != "id":
            setattr(value, field.name, f"{MARK} {one}")


def changed_health(plan: Plan) -> Plan:
    """The plan with other answers, ticked into files and charter."""
    plan = deepcopy(plan)
    for answers in (plan.role_health_check.first, plan.role_health_check.again):
        for field in attrs.fields(HealthAnswers):
            setattr(answers, field.name, 4 if field.name != "given_on" else date(1999, 9, 9))
    plan.role_health_check.in_files = plan.role_health_check.in_charter = True
    plan.manager_check.forecast.workload = 0
    return plan


def test_the_worked_example_by_hand():
    handed = hand_in(example.plan())
    assert len(handed.asked) == 12
    assert handed.focus == 4  # two blocks of two hours
    # Areas 1 of 5. Decisions differ by 1 + 2 + 0 + 3 + 1 + 2 = 9 of 24 steps. ρ = 1 − 6 · 20 ÷ (8 · 63).
    # Hours differ by 12 of 40. 35 · 0.2 + 25 · 0.625 + 25 · 0.881 + 15 · 0.7 = 55.1 points.
    pair = handed.pair
    assert (pair.areas, pair.mandate, pair.order, pair.time) == (0.2, 0.625, 0.881, 0.7)
    assert pair.score == 55.1


def test_the_curve_is_read_at_each_tenth_of_the_hours():
    # Two hours each with 3, 1, 0.5 and 0 points: after 2 h 3 of 4.5 points, after 4 h 4, after 6 h all.
    worth = ((3, 1.0), (1, 1.0), (1, 0.5), (0, 1.0))
    activities = [Activity("a", "Work", 2.0, impact, confidence) for impact, confidence in worth]
    curve = hand_in(Plan(activity_triage=Triage(activities=activities))).curve
    assert [round(4.5 * share, 1) for share in curve] == [1.2, 2.4, 3.2, 3.6, 4, 4.2, 4.4, 4.5, 4.5, 4.5]
    three = Plan(activity_triage=Triage(activities=activities[:3]))
    assert hand_in(three).curve is None, "three activities are too few for a curve"


@pytest.mark.parametrize(
    ("activity", "kinds"),
    [
        (Activity("a1", "Newsletter to all customers", 2.0, 0, 1.0), ["CRM"]),
        (Activity("a1", "Nyhetsbrev till alla kunder och det som hör till", 2.0, 0, 1.0), ["CRM"]),
        (Activity("a1", "Instagram posts", 2.0, 0, 1.0), ["SOCIAL"]),
        (Activity("a1", "Whatever Anna wants", 2.0, 0, 1.0), ["other"]),
        (Activity("a1", "Monday meeting about SEO", 2.0, 0, 1.0, post="meeting"), ["meeting"]),
        (Activity("a1", "SEO questions", 2.0, 0, 1.0, post="reactive"), ["reactive"]),
        (Activity("a1", "SEO", 2.0, 0, 1.0, required=True), []),
        (Activity("a1", "SEO", 2.0, 3, 1.0), None),
    ],
)
def test_what_is_stopped_becomes_a_kind(activity: Activity, kinds: list[str] | None):
    handed = hand_in(Plan(activity_triage=Triage(activities=[activity])))
    assert handed.stops == kinds
    assert handed.won_back == (None if kinds is None else 2 if kinds else 0)


def test_short_blocks_are_no_focus_and_no_budget_is_no_answer():
    blocks = [FocusBlock("b1", minutes=60), FocusBlock("b2", minutes=90), FocusBlock("b3", minutes=120)]
    assert hand_in(Plan(time_budget=TimeBudget(blocks=blocks))).focus == 3.5
    assert hand_in(Plan(time_budget=TimeBudget(contract=40.0))).focus == 0
    whole_days = [FocusBlock(f"b{number}", minutes=1440) for number in range(8)]
    assert hand_in(Plan(time_budget=TimeBudget(blocks=whole_days))).focus is None, "more than a week has"
    assert hand_in(Plan()).empty


# What is not in it


def test_no_word_of_anybody_is_in_the_file():
    plan = example.plan()
    marked(plan)
    assert plan_to_json(plan).count(MARK) > 100, "the plan is full of marks"
    assert MARK.encode() not in to_file(hand_in(plan))


def test_no_answer_of_the_health_check_and_no_guess_of_the_manager_changes_the_file():
    plan = example.plan()
    other = changed_health(plan)
    assert plan_to_json(other) != plan_to_json(plan)
    assert to_file(hand_in(other)) == to_file(hand_in(plan))
    assert b"1999" not in to_file(hand_in(other))
    names = set(json.loads(to_file(hand_in(other))))
    assert names == {
        "format",
        "version",
        "code",
        "edits",
        "asked",
        "curve",
        "stops",
        "won_back",
        "focus",
        "pair",
    }


def test_the_other_sections_are_not_needed_for_it():
    plan = changed_health(example.plan())
    document = json.loads(plan_to_json(plan))
    read = plan_from_document(document, only=READS)
    assert read.role_health_check == RoleHealth() and read.goal_builder.goals == []
    assert hand_in(read) == hand_in(plan)


# The file


@given(st.integers(0, 10**6))
def test_it_comes_back_as_it_was(seed: int):
    handed = hand_in(made_up_room.plan(Random(seed)))
    assert from_document(json.loads(to_file(handed))) == handed


numbers = st.none() | st.floats() | st.integers(-9, 200).map(float)
texts = st.text(max_size=8) | st.sampled_from(["SEO", "Newsletter", "a" * 16, "0" * 16])
plans = st.builds(
    Plan,
    job_ad_audit=st.builds(JobAd, text=texts),
    activity_triage=st.builds(
        Triage,
        revision=st.integers(0, 10**14),
        activities=st.lists(
            st.builds(
                Activity,
                id=texts,
                name=texts,
                hours=numbers,
                impact=st.none() | st.integers(-1, 4),
                confidence=numbers | st.sampled_from([0.5, 0.8, 1.0]),
            ),
            max_size=8,
        ),
    ),
    time_budget=st.builds(
        TimeBudget,
        contract=numbers,
        blocks=st.lists(st.builds(FocusBlock, id=texts, minutes=st.integers(-9, 2000)), max_size=9),
    ),
    alignment=st.builds(
        Alignment,
        contract=numbers,
        coordinator=st.builds(View, area_1=texts, hours=numbers),
    ),
    role_charter=st.builds(Charter, hand_in=texts),
)


@given(plans)
def test_any_plan_gives_a_file_that_can_be_read(plan: Plan):
    handed = hand_in(plan)
    assert from_document(json.loads(to_file(handed))) == handed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "rolecraft-plan"),
        ("version", "1"),
        ("version", 2),
        ("code", "<script>"),
        ("edits", -1),
        ("asked", ["SEO", "SEO"]),
        ("asked", ["<b>"]),
        ("asked", [["SEO"]]),
        ("curve", [0.5] * 10),
        ("curve", [0.1] * 9 + [1.0, 1.0]),
        ("curve", [0.9, 0.1, *[1.0] * 8]),
        ("curve", [2.0] * 10),
        ("curve", "0123456789"),
        ("stops", ["everything"]),
        ("won_back", 1e9),
        ("focus", 169.0),
        ("focus", "3"),
        ("pair", {"score": 50}),
        ("pair", 5),
    ],
)
def test_what_is_impossible_is_refused(name: str, value: object):
    document = json.loads(to_file(hand_in(example.plan())))
    assert from_document(document)
    with pytest.raises(PlanFileError):
        from_document({**document, name: value})


# In the exercise


def files_in(folder: Path) -> list[HandIn]:
    found = sorted(folder.glob("hand-in-*.json"))
    return [from_document(json.loads(path.read_text(encoding="utf-8"))) for path in found]


def test_saving_a_hand_in_says_first_what_is_in_it(book: store.Workbook, tmp_path: Path):
    book.plan = example.plan()
    exercise = role_charter()
    exercise.press(words("show_handing"))
    answer = " ".join(exercise.read())
    assert words("hand_in_holds") in answer
    assert words("hand_in_focus", minutes=90, hours=4) in answer
    assert words("hand_in_pair", score=55.1) in answer
    exercise.press(words("save_hand_in"))
    (handed,) = files_in(tmp_path)
    assert handed == hand_in(book.plan)
    assert f"hand-in-{handed.code}.json" in " ".join(exercise.read())


def test_a_second_hand_in_has_the_same_code_and_is_newer(book: store.Workbook, tmp_path: Path):
    book.plan = example.plan()
    exercise = role_charter()
    exercise.press(words("show_handing"))
    exercise.press(words("save_hand_in"))
    book.plan.time_budget.blocks = []
    book.edited("time_budget", None)
    exercise.press(words("save_hand_in"))
    first, second = sorted(files_in(tmp_path), key=lambda handed: handed.edits)
    assert first.code == second.code != ""
    assert (first.focus, second.focus) == (4, 0) and first.edits < second.edits
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8"))
    assert stored.role_charter.hand_in == first.code, "the code stays with the plan"


def test_an_empty_plan_and_the_example_are_not_handed_in(book: store.Workbook):
    exercise = role_charter()
    exercise.press(words("show_handing"))
    assert words("hand_in_empty") in " ".join(exercise.read())
    with pytest.raises(LookupError):
        exercise.press(words("save_hand_in"))
    exercise.press(say("frame.show_example"))
    with pytest.raises(LookupError):
        exercise.press(words("hide_handing"))
