from copy import deepcopy
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.plan import (
    Activity,
    Alignment,
    AreaMap,
    AreaScore,
    Mandate,
    NamedActivity,
    Plan,
    Ranked,
    TimeBudget,
    Triage,
    View,
)
from rolecraft.rules import alignment as rules
from rolecraft.rules.areas import AREAS
from rolecraft.text import say
from rolecraft.views.alignment import gap_words

numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none()
steps = st.integers(-2, 6) | st.none()
ids = st.sampled_from(["r1", "r2", "r3", "r4", "", "x"])
areas = st.sampled_from([*AREAS[:4], "", "nonsense"])
mandates = st.builds(Mandate, **dict.fromkeys(rules.DECISIONS, steps))
views = st.builds(
    View,
    area_1=areas,
    area_2=areas,
    area_3=areas,
    ranks=st.lists(st.builds(Ranked, id=ids, place=st.integers(-1, 9) | st.none()), max_size=9),
    mandate=mandates,
    hours=numbers,
    support=st.text(max_size=5),
)
sections = st.builds(
    Alignment,
    hat=st.sampled_from(rules.HATS),
    contract=numbers,
    activities=st.lists(
        st.builds(NamedActivity, id=ids, name=st.sampled_from(["", " ", "a", "A", "b", "c", "d"]))
    ),
    coordinator=views,
    manager=views,
    mandate=mandates,
    hours=numbers,
    first_review=st.none() | st.dates(),
    second_review=st.none() | st.dates(),
)
# Two views that are there, whole; as random ones hardly ever are.
whole_views = st.builds(
    lambda three, ranks, decided, hours: View(
        *three[:3],
        ranks=[Ranked(f"r{n}", place) for n, place in enumerate(ranks, 1)],
        mandate=Mandate(*decided),
        hours=hours,
    ),
    st.permutations(AREAS[:5]),
    st.lists(st.integers(1, 8), min_size=3, max_size=4),
    st.tuples(*[st.integers(0, 4)] * 6),
    st.floats(0, 1e15),
)
sections |= st.builds(
    Alignment,
    contract=st.floats(1, 168),
    activities=st.just([NamedActivity(f"r{n}", f"Activity {n}") for n in range(1, 5)]),
    coordinator=whole_views,
    manager=whole_views,
)
places = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), min_size=2, max_size=8)


def keys(feedback):
    return [item.key.removeprefix("alignment.") for item in feedback]


def filled(**changes) -> Alignment:
    """Two views that are the same, with the changes of the manager's."""
    activities = [NamedActivity(f"r{n}", f"Activity {n}") for n in range(1, 5)]
    view = View(
        "CONTENT",
        "CRM",
        "SEO",
        ranks=[Ranked(f"r{n}", n) for n in range(1, 5)],
        mandate=Mandate(3, 3, 3, 3, 3, 3),
        hours=20,
    )
    return Alignment(
        contract=40, activities=activities, coordinator=view, manager=evolve(deepcopy(view), **changes)
    )


def order(*places) -> list[Ranked]:
    return [Ranked(f"r{n}", place) for n, place in enumerate(places, 1)]


# The worked numbers of the curriculum


def test_the_example_gives_the_worked_numbers():
    result = rules.align(example.plan().alignment)
    assert result.areas == pytest.approx(0.20)
    assert result.mandate == pytest.approx(0.625)
    assert round(result.order, 3) == 0.881
    assert result.time == pytest.approx(0.70)
    assert [round(rules.points(result, part), 1) for part in rules.WEIGHTS] == [7.0, 15.6, 22.0, 10.5]
    assert round(result.score, 1) == 55.1
    assert result.verdict == "wait"
    assert keys(result.feedback) == ["good_order", "verdict_wait", "next_talk"]


def test_the_example_asks_about_areas_then_decisions_then_hours():
    gaps = rules.align(example.plan().alignment).gaps
    assert keys(gaps) == ["gap_areas", "gap_mandate", "gap_time"]
    assert gaps[1].values == {"decision": "priorities", "coordinator": 3, "manager": 0}
    assert gaps[2].values == {"coordinator": 18, "manager": 30}
    assert "“CRM, email”" in gap_words(gaps[0])
    assert "“asks first”" in gap_words(gaps[1])


def test_spearman_by_hand():
    assert rules.spearman(range(1, 9), [3, 1, 2, 6, 4, 8, 5, 7]) == pytest.approx(1 - 6 * 20 / (8 * 63))
    assert rules.spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert rules.spearman([1, 2, 2, 4], [1, 3, 2, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)  # mean ranks
    assert rules.mean_ranks([2, 7, 2, 1]) == [2.5, 4, 2.5, 1]
    assert rules.spearman([1, 1, 1], [1, 2, 3]) is None
    assert rules.spearman([1], [1]) is None


def test_time_is_compared_with_the_paid_hours():
    assert rules.same_time(18, 30, 40) == pytest.approx(0.70)
    assert rules.same_time(0, 80, 40) == 0
    assert rules.same_time(None, 30, 40) is None
    assert rules.same_time(18, 30, None) is None


# Verdicts


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (100, "sign"),
        (80, "sign"),
        (79.96, "sign"),
        (79.94, "talk"),
        (60, "talk"),
        (59.9, "wait"),
        (None, None),
    ],
)
def test_the_verdict_is_judged_by_the_number_that_is_shown(score, verdict):
    assert rules.judge(score) == verdict


def test_the_same_views_can_be_signed():
    result = rules.align(filled())
    assert (result.score, result.gaps) == (100, ())
    assert keys(result.feedback) == ["verdict_sign", "next_agree"]
    assert result.feedback[1].values["left"] == 12


def test_when_all_is_agreed_the_charter_is_next():
    section = filled()
    section.mandate, section.hours = Mandate(3, 3, 3, 3, 3, 3), 20
    section.support_who = section.support_when = section.reply = "x"
    section.first_review, section.second_review = date(2026, 10, 30), date(2026, 12, 29)
    assert rules.still_open(section) == ()
    assert keys(rules.align(section).feedback)[1] == "next_charter"
    section.mandate.agency = None
    assert rules.still_open(section) == ("agency",)


def test_middling_views_talk_about_the_first_two_questions():
    result = rules.align(filled(area_2="SOCIAL", mandate=Mandate(0, 0, 3, 3, 3, 3)))
    assert 60 <= result.score < 80
    assert "verdict_talk" in keys(result.feedback)


def test_far_apart_with_the_same_areas_does_not_ask_to_agree_on_areas():
    section = filled(mandate=Mandate(0, 0, 0, 0, 0, 0), ranks=order(4, 3, 2, 1), hours=0)
    section.coordinator.mandate, section.coordinator.hours = Mandate(4, 4, 4, 4, 4, 4), 40
    result = rules.align(section)
    assert result.score == pytest.approx(35)
    assert "verdict_wait_gaps" in keys(result.feedback)
    assert "good_areas" in keys(result.feedback)


# What is missing


@pytest.mark.parametrize(
    ("change", "part", "message"),
    [
        ({"area_3": ""}, "areas", "next_areas"),
        ({"area_3": "CRM"}, "areas", "next_areas"),  # twice the same
        ({"area_3": "nonsense"}, "areas", "next_areas"),
        ({"ranks": order(1, 2)}, "order", "next_order"),
        ({"ranks": order(1, 2, 99)}, "order", "next_order"),
        ({"mandate": Mandate(3, 3, 3, 3, 3, None)}, "mandate", "next_mandate"),
        ({"mandate": Mandate(3, 3, 3, 3, 3, 7)}, "mandate", "next_mandate"),
        ({"hours": None}, "hours", "next_hours"),
        ({"hours": -1.0}, "hours", "next_hours"),
        ({"hours": float("nan")}, "hours", "next_hours"),
    ],
)
def test_a_part_that_is_missing_gives_no_score_and_is_asked_for(change, part, message):
    section = filled(**change)
    section.hat = "manager"
    result = rules.align(section)
    assert (result.score, result.verdict, result.gaps) == (None, None, ())
    assert result.lacking == {"coordinator": (), "manager": (part,)}
    assert keys(result.feedback) == ["good_parts", message, "closed_coordinator"]
    section.hat = "coordinator"
    asked = "next_order_of_manager" if part == "order" else "next_other_manager"
    assert keys(rules.align(section).feedback) == ["good_done", asked]


def test_more_hours_than_are_paid_are_said():
    section = filled(hours=90.0)
    (note,) = rules.align(section).feedback[2:]
    assert (note.kind, note.key, note.values["hours"]) == ("note", "alignment.hours_over", 90)
    section.hat, section.coordinator = "manager", View()
    feedback = rules.align(section).feedback
    assert keys(feedback) == ["good_done", "hours_over", "next_other_coordinator"]
    section.hat = "coordinator"  # who does not see the manager's hours yet
    assert "hours_over" not in keys(rules.align(section).feedback)
    assert keys(rules.align(evolve(filled(), hours=41.0)).feedback)[-1] == "hours_over"


def test_paid_hours_are_needed_too():
    result = rules.align(evolve(filled(), contract=0))
    assert result.score is None
    assert keys(result.feedback) == ["good_done", "next_contract"]


def test_nothing_is_counted_for_an_empty_view():
    assert keys(rules.align(Alignment()).feedback) == ["start"]
    assert keys(rules.align(Alignment(coordinator=View("CRM"))).feedback) == ["good_begun", "next_areas"]


def test_orders_that_can_not_be_compared_say_why():
    assert keys(rules.align(filled(ranks=order(1, 1, 1, 1))).feedback)[-1] == "order_tied"
    section = filled()
    section.activities += [NamedActivity("r5", "five"), NamedActivity("r6", "six")]
    section.manager.ranks = [Ranked("r1", 1), Ranked("r5", 2), Ranked("r6", 3)]
    result = rules.align(section)
    assert result.lacking == {"coordinator": (), "manager": ()}
    assert keys(result.feedback)[-1] == "order_few"


def test_activities_without_a_place_from_both_are_left_out_and_that_is_said():
    result = rules.align(filled(ranks=order(1, 2, 3)))
    assert result.score == 100
    assert [activity.id for activity in result.uncompared] == ["r4"]
    assert result.feedback[-1].values == {"left_out": 1, "count": 4}


# Questions


def test_each_part_asks_once_before_any_part_asks_again():
    section = filled(area_1="SOCIAL", area_2="PAID", hours=19, mandate=Mandate(0, 2, 3, 3, 3, 3))
    assert keys(rules.align(section).gaps) == ["gap_areas", "gap_mandate", "gap_time"]
    section.manager.mandate, section.manager.hours = Mandate(3, 3, 3, 3, 3, 3), 20
    assert keys(rules.align(section).gaps) == ["gap_areas", "gap_areas"]
    section.manager = evolve(section.coordinator, mandate=Mandate(0, 2, 4, 3, 1, 3))
    gaps = rules.align(section).gaps
    assert [gap.values["decision"] for gap in gaps] == ["content", "website", "budget"]


def test_the_order_asks_about_the_activity_that_is_furthest_apart():
    (gap, *_) = rules.align(filled(ranks=order(2, 3, 4, 1))).gaps
    assert gap.values == {"name": "Activity 4", "coordinator": 4, "manager": 1}


# Days


def test_the_days_offered_are_about_a_month_and_a_quarter_away_and_never_on_a_weekend():
    assert rules.review_days(date(2026, 9, 30)) == (date(2026, 10, 30), date(2026, 12, 29))
    assert rules.review_days(date(2026, 10, 1)) == (date(2026, 11, 2), date(2026, 12, 30))  # not Saturday 31


def test_the_second_review_comes_after_the_first():
    first, second = date(2026, 10, 30), date(2026, 12, 29)
    assert not rules.wrong_days(Alignment(first_review=first, second_review=second))
    assert not rules.wrong_days(Alignment(first_review=first))
    assert rules.wrong_days(Alignment(first_review=second, second_review=first))


def test_the_script_fills_one_hour():
    assert sum(minutes for _, minutes in rules.SCRIPT) == 60


# What earlier exercises give


def earlier() -> Plan:
    plan = Plan(time_budget=TimeBudget(contract=36.0))
    plan.area_map = AreaMap(areas=[AreaScore(id, 3, 4, 2) for id in ("CONTENT", "CRM")])
    plan.activity_triage = Triage(
        activities=[
            Activity("a1", "Newsletter", 2.0, 3, 0.8),
            Activity("a2", "Report", 9.0, 0, 1.0),
            Activity("a3", "Cases", 5.0, 2, 0.8),
            Activity("a4", "cases ", 1.0, 2, 0.8),
        ]
    )
    return plan


def test_it_starts_from_what_earlier_exercises_give():
    plan = earlier()
    given = rules.carried(plan)
    assert given == {
        "areas": ["CONTENT", "CRM"],
        "activities": ["Cases", "Newsletter"],  # most hours first, none without effect, each once
        "hours": 8.0,
        "contract": 36.0,
    }
    section = Alignment()
    rules.take(section, plan, given)
    assert (section.contract, section.coordinator.hours) == (36, 8)
    assert [activity.name for activity in section.activities] == ["Cases", "Newsletter"]
    assert rules.chosen_areas(section.coordinator) == ("CONTENT", "CRM")
    assert section.manager == View()
    assert rules.carried(Plan()) == {}


def test_taking_again_keeps_what_was_entered():
    section = Alignment(
        activities=[NamedActivity("r1", "newsletter"), NamedActivity("r2", "My own")],
        coordinator=View("SEO", "CRM", "PM", ranks=order(2, 1), hours=5),
        manager=View("PAID"),
    )
    section.drafts["coordinator.hours"] = "about 5"
    rules.take(section, earlier(), ["areas", "activities"])
    assert [activity.name for activity in section.activities] == ["newsletter", "My own", "Cases"]
    assert section.coordinator.ranks == order(2, 1)
    assert rules.chosen_areas(section.coordinator) == ("CONTENT", "CRM", "SEO")
    assert section.manager == View("PAID")
    assert section.drafts
    rules.take(section, earlier(), ["hours"])
    assert (section.coordinator.hours, section.drafts) == (8, {})


# The other person's file


def test_the_other_view_is_taken_by_name_and_mine_stays():
    mine = Alignment(
        activities=[NamedActivity("r1", "Newsletter"), NamedActivity("r2", "Trade fair")],
        coordinator=View("CRM", ranks=order(1, 2), hours=18),
        manager=View("PM", hours=1),
    )
    theirs = Alignment(
        activities=[
            NamedActivity("r1", "trade-FAIR"),
            NamedActivity("r2", "Cases"),
            NamedActivity("r9", "newsletter"),
        ],
        coordinator=View("SEO"),
        manager=View("PAID", ranks=[Ranked("r1", 3), Ranked("r2", 1), Ranked("r9", 2)], hours=30),
    )
    before, sent = deepcopy(mine), deepcopy(theirs)
    taken = rules.take_view(mine, theirs)
    assert taken.parts == ("areas", "order", "hours")
    assert (taken.hat, taken.activities, taken.unknown) == ("manager", 0, ("Cases",))
    assert mine.manager == View("PAID", ranks=[Ranked("r2", 3), Ranked("r1", 2)], hours=30)
    assert mine == evolve(before, manager=mine.manager)
    mine.manager.mandate.content = 4
    assert theirs == sent


def test_their_activities_come_along_when_there_are_none_here():
    theirs = filled()
    mine = Alignment(hat="manager", contract=38)
    taken = rules.take_view(mine, theirs)
    assert (taken.activities, taken.unknown) == (4, ())
    assert [activity.name for activity in mine.activities] == [
        activity.name for activity in theirs.activities
    ]
    assert [rules.place_of(mine.coordinator, activity.id) for activity in mine.activities] == [1, 2, 3, 4]
    assert (mine.contract, mine.manager) == (38, View())


def test_a_file_without_the_other_view_changes_nothing():
    for theirs, same_hat in ((Alignment(), False), (Alignment(coordinator=View("CRM")), True)):
        mine = filled()
        before = deepcopy(mine)
        taken = rules.take_view(mine, theirs)
        assert (taken.parts, taken.same_hat) == ((), same_hat)
        assert mine == before


# Whatever is entered


@given(sections)
def test_whatever_is_entered_gets_an_answer_in_words(section):
    before = str(section)
    result = rules.align(section)
    assert str(section) == before
    assert result.feedback
    for item in result.feedback:
        assert say(item.key, **item.values)
    for gap in result.gaps:
        assert gap_words(gap)
    kinds = [item.kind for item in result.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert all(kinds.count(kind) <= 1 for kind in ("good", "change", "next"))
    parts = [getattr(result, part) for part in rules.WEIGHTS]
    assert all(part is None or 0 <= part <= 1 for part in parts)
    assert (result.score is None) or (0 <= result.score <= 100 + 1e-9 and None not in parts)
    assert len(result.gaps) <= 3
    rules.still_open(section)


@given(sections)
def test_neither_of_the_two_counts_more(section):
    swapped = evolve(section, coordinator=section.manager, manager=section.coordinator)
    one, two = rules.align(section), rules.align(swapped)
    assert (one.score is None) == (two.score is None)
    assert one.score is None or one.score == pytest.approx(two.score)


@given(places)
def test_orders_agree_between_not_at_all_and_fully(pairs):
    one, two = zip(*pairs, strict=True)
    rho = rules.spearman(one, two)
    assert rho is None or -1 <= rho <= 1
    assert rules.spearman(one, one) in (None, pytest.approx(1))
    assert rules.spearman(two, one) == (None if rho is None else pytest.approx(rho))


@given(sections, sections)
def test_a_file_never_touches_what_this_hat_has_entered(mine, theirs):
    before = deepcopy(mine)
    rules.take_view(mine, theirs)
    assert str(rules.view_of(mine, mine.hat)) == str(rules.view_of(before, before.hat))  # nan is not nan
    assert str((mine.contract, mine.mandate, mine.hours)) == str(
        (before.contract, before.mandate, before.hours)
    )
    if rules.named_activities(before):
        assert mine.activities == before.activities


@given(sections)
def test_taking_from_earlier_exercises_loses_no_activity_and_no_place(section):
    before = deepcopy(section)
    rules.take(section, earlier(), ["areas", "activities", "hours", "contract", "unknown"])
    names = [activity.name for activity in section.activities]
    assert all(activity.name in names for activity in before.activities if activity.name.strip())
    assert section.coordinator.ranks == before.coordinator.ranks
    assert section.manager.area_1 == before.manager.area_1
