from copy import deepcopy

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example
from rolecraft.pictures.kpi_map import driver_tree
from rolecraft.plan import Driver, Goal, Goals, KpiMap, Metric, Plan
from rolecraft.rules import carry
from rolecraft.rules import kpi_map as rules
from rolecraft.rules.metrics import known_metrics, recognise
from rolecraft.text import say
from rolecraft.views.kpi_map import chain_rows

GOALS = Goals(
    revision=1, goals=[Goal("g1", metric="Enquiries", unit="", baseline=40, target=60, owner="Maja")]
)
GOOD = Metric("m1", "Reply time", "guardrail", "g1", True, "the inbox", True, True, "we pause campaigns")
CHAIN = [
    Driver("d1", "Sessions", "count", 12000, 13200, 30),
    Driver("d2", "Share that ask", "rate", 1.5, 1.9, 24),
    Driver("d3", "Share that fit", "rate", 40, 46, 10),
    Driver("d4", "Share that buy", "rate", 25, 27, 12, "Sales"),
]


def section(**change):
    return evolve(KpiMap(outcome="New customers", target=24, drivers=list(CHAIN)), **change)


def mapped(**change):
    return rules.map_kpis(section(**change), GOALS)


def keys(result):
    return [item.key.removeprefix("kpi_map.") for item in result.feedback]


def test_the_chain_of_the_curriculum():
    result = mapped()
    assert [item.stage for item in result.drivers] == pytest.approx([12000, 180, 72, 18])
    assert result.outcome_now == pytest.approx(18)
    assert result.required == pytest.approx(4 / 3)
    assert [item.needed for item in result.drivers] == pytest.approx([16000, 2.0, 160 / 3, 100 / 3])
    assert result.equal_split == pytest.approx(1.075, abs=0.0005)
    assert [item.gain for item in result.drivers] == pytest.approx([1.80, 4.80, 2.70, 1.44])
    assert [item.per_hour for item in result.drivers] == pytest.approx([0.06, 0.20, 0.27, 0.12])
    assert [item.rank for item in result.drivers] == [4, 2, 1, 3]


def test_two_drivers_reach_the_target_and_their_effects_multiply():
    result = mapped()
    assert set(result.reach) == {"d2", "d3"}
    assert round(result.combined, 1) == 26.2
    assert rules.outcome(CHAIN, ["d2"]) == pytest.approx(18 + 4.80)


def test_fewest_drivers_first_then_fewest_hours():
    assert mapped(target=22).reach == ("d2",)  # alone, although another one gives more per hour
    assert len(mapped(target=30).reach) == 4
    assert mapped(target=60).reach == ()
    assert "out_of_reach" in keys(mapped(target=60))
    assert mapped(target=18).reach == ()
    assert "good_already" in keys(mapped(target=18))


def test_what_is_missing_stays_open_and_the_next_step_asks_for_it():
    unknown = [CHAIN[0], evolve(CHAIN[1], now=None), *CHAIN[2:]]
    result = mapped(drivers=unknown)
    assert (result.outcome_now, result.required, result.drivers[0].stage) == (None, None, 12000)
    assert "next_now" in keys(result)
    no_hours = mapped(drivers=[*CHAIN[:3], evolve(CHAIN[3], hours=0)])
    assert no_hours.drivers[3].per_hour is None
    assert "next_hours" in keys(no_hours)


def test_a_link_of_zero_divides_nothing():
    result = mapped(drivers=[CHAIN[0], evolve(CHAIN[1], now=0), *CHAIN[2:]])
    assert (result.outcome_now, result.required) == (0, None)
    assert result.drivers[1].gain == pytest.approx(22.8)  # from nothing to its best
    assert "link_zero" in keys(result)


def test_a_share_above_a_hundred_per_cent_gets_a_kind_word():
    impossible = mapped(target=60, drivers=[*CHAIN[:3], evolve(CHAIN[3], best=160)])
    assert keys(impossible)[:3] == ["good_chain", "rate_over_100", "next_rate"]
    assert (impossible.reach, impossible.drivers[3].best, impossible.drivers[3].gain) == ((), None, None)
    assert impossible.plan[4].target is None and "160" not in driver_tree(impossible)
    today = mapped(drivers=[*CHAIN[:3], evolve(CHAIN[3], now=160)])
    assert (today.outcome_now, keys(today)[1:3]) == (None, ["rate_over_100", "next_rate"])
    alone = mapped(target=100)
    assert [item.possible for item in alone.drivers] == [True, True, False, False]
    needed = [row[2] for row in chain_rows(alone)[1][1:3]]
    assert needed == ["8.33 %", "222.22 % (more than 100 %: not alone)"]


def test_a_driver_of_others_is_agreed_with_them():
    assert "agree_with" in keys(mapped())
    assert "agree_with_sales" in keys(mapped(drivers=[*CHAIN[:3], evolve(CHAIN[3], owner="")]))


@pytest.mark.parametrize(
    ("change", "yes", "keep", "advice"),
    [
        ({}, 6, True, "keep_all"),
        ({"monthly": False}, 5, True, "no_monthly"),
        ({"monthly": False, "has_target": False}, 4, False, "no_monthly"),
        ({"goal": ""}, 5, False, "no_linked"),
        ({"goal": "g9"}, 5, False, "goal_gone"),
        ({"decision": "  "}, 5, False, "no_decision"),
    ],
)
def test_a_number_passes_with_five_yes_the_first_and_last_among_them(change, yes, keep, advice):
    result = rules.assess_metric(evolve(GOOD, **change), GOALS)
    assert (result.yes, result.keep, result.advice.key) == (yes, keep, f"kpi_map.{advice}")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Newsletter open rate (%)", "open_rate"),
        ("Click-to-open rate", "click_to_open"),
        ("Öppningsfrekvens", "open_rate"),
        ("LinkedIn followers", "followers"),
        ("Number of posts", "posts"),
        ("User key event rate", "user_key_event_rate"),
        ("LTV:CAC", "ltv_cac"),
        ("Pumps sold in Norway", None),
        ("", None),
    ],
)
def test_known_metrics_are_recognised_by_their_names(name, known):
    assert getattr(recognise(name), "id", None) == known


def test_each_known_metric_has_its_words():
    ids = [metric.id for metric in known_metrics()]
    assert len(ids) == len(set(ids))
    for metric in known_metrics():
        for part in ("name", "formula", "trap"):
            assert say(f"metrics.{metric.id}_{part}")
        assert " " in say(f"metrics.{metric.id}_formula"), "“counted” alone says nothing"


def test_vanity_metrics_and_easy_mix_ups_are_named():
    result = mapped(metrics=[evolve(GOOD, name="Open rate"), evolve(GOOD, id="m2", name="Conversions")])
    assert [item.vanity for item in result.metrics] == [True, False]
    assert {"open_rate", "conversions"} <= set(keys(result))


def test_at_most_seven_numbers_beside_the_outcome():
    extra = [evolve(GOOD, id=f"m{number}", name=f"Number {number}") for number in range(4)]
    assert "too_many" not in keys(mapped(metrics=extra[:3]))
    assert "too_many" in keys(mapped(metrics=extra))


def test_only_lagging_numbers_come_too_late():
    late = [evolve(GOOD, name="Revenue", role="driver"), evolve(GOOD, id="m2", name="New customers")]
    assert "only_lagging" in keys(mapped(metrics=[evolve(item, role="driver") for item in late]))
    early = evolve(GOOD, id="m3", name="Share that ask", role="driver")
    assert "only_lagging" not in keys(mapped(metrics=[*late, early]))


def test_all_numbers_that_are_reported_count_also_those_that_fail():
    failing = [evolve(GOOD, id=f"m{number}", name=f"Number {number}", decision="") for number in range(4)]
    assert "too_many" in keys(mapped(metrics=failing))
    assert "some_fail" in keys(mapped(metrics=failing[:3]))
    again = [evolve(GOOD, id="m9", name="sessions"), evolve(GOOD, id="m8", name="New Customers")]
    assert "too_many" not in keys(
        mapped(metrics=[*failing[:3], *again])
    )  # neither new nor beside the outcome


def test_a_guardrail_is_suggested_until_there_is_one_whatever_comes_next():
    assert "no_guardrail" in keys(mapped(metrics=[evolve(GOOD, role="driver")]))
    assert {"no_guardrail", "next_target"} <= set(
        keys(mapped(target=None, metrics=[evolve(GOOD, role="driver")]))
    )
    assert "no_guardrail" not in keys(mapped(metrics=[GOOD]))
    assert "no_guardrail" not in keys(mapped())  # first come the numbers that are reported today


def test_more_than_two_guardrails_are_remarked():
    three = [evolve(GOOD, id=f"m{number}", name=f"Number {number}") for number in range(3)]
    assert "many_guardrails" not in keys(mapped(metrics=three[:2]))
    assert "many_guardrails" in keys(mapped(metrics=three))


def test_a_number_with_start_and_target_has_them_without_a_tick():
    def fifth(**change):
        return rules.assess_metric(evolve(GOOD, **change), GOALS).answers["has_target"]

    assert fifth(has_target=True)
    assert fifth(has_target=False, now=14, target=10)
    assert fifth(has_target=False, now=0, target=0)
    assert not fifth(has_target=False, now=14)
    assert not fifth(has_target=False, now=14, target=float("inf"))


def test_a_guardrail_brings_its_own_numbers_and_the_chain_keeps_its():
    guardrail = evolve(GOOD, now=14, target=10)
    sessions = evolve(GOOD, id="m2", name="Sessions", role="driver", now=1, target=2)
    rows = {row.kpi: row for row in mapped(metrics=[guardrail, sessions]).plan}
    assert (rows["Reply time"].now, rows["Reply time"].target) == (14, 10)
    assert (rows["Sessions"].now, rows["Sessions"].target) == (12000, 13200)


def test_changed_goals_ask_for_a_new_look_once_something_is_linked():
    plan = Plan(goal_builder=deepcopy(GOALS), kpi_map=section(goal="g1"))
    carry.remember(plan.kpi_map, rules.carried(plan))
    assert carry.changed(plan.kpi_map, rules.carried(plan)) == ()
    plan.goal_builder.goals[0].obstacle = "the map does not build on this"
    assert carry.changed(plan.kpi_map, rules.carried(plan)) == ()
    plan.goal_builder.goals[0].target = 61.0
    assert carry.changed(plan.kpi_map, rules.carried(plan)) == ("goals",)
    assert rules.carried(Plan(goal_builder=GOALS, kpi_map=section())) == {}


def test_a_goal_that_is_gone_is_said():
    assert "outcome_goal_gone" in keys(rules.map_kpis(section(goal="g1"), Goals(revision=1)))


def test_the_measurement_plan_is_one_page_without_repetition():
    metrics = [
        evolve(
            GOOD, name="share that ASK", role="driver", source="web analytics", decision="we mend the form"
        ),
        evolve(GOOD, id="m2", name="Enquiries", role="driver"),
        evolve(GOOD, id="m3", name="Followers", decision=""),
    ]
    metrics.insert(0, evolve(GOOD, id="m4", name="Unsubscribes"))
    rows = rules.measurement_plan(section(goal="g1", metrics=metrics), GOALS)
    assert [row.kpi for row in rows] == [
        "New customers",
        "Sessions", "Share that ask", "Share that fit", "Share that buy", "Enquiries",
        "Unsubscribes",
    ]  # fmt: skip
    assert [row.owner for row in rows] == ["Maja"] * 4 + ["Sales", "Maja", "Maja"]
    ask, enquiries = rows[2], rows[5]
    assert (ask.now, ask.target, ask.unit, ask.decision) == (1.5, 1.9, "%", "we mend the form")
    assert (enquiries.now, enquiries.target) == (40, 60)  # the goal's own numbers, not typed again


def test_an_empty_map_says_where_to_start():
    assert keys(rules.map_kpis(KpiMap(), Goals())) == ["start"]


def test_the_example_hangs_together():
    plan = example.plan()
    result = rules.map_kpis(plan.kpi_map, plan.goal_builder)
    assert round(result.combined, 1) == 26.2
    assert [item.keep for item in result.metrics] == [True] * 4 + [False] * 2
    assert [item.kind for item in result.feedback][:3] == ["good", "change", "next"]
    guardrail, reply = result.plan[-1], example.data()["reply_time"]
    assert (guardrail.now, guardrail.target) == (reply["actual"], reply["target"])


# Properties

numbers = st.floats(allow_nan=True, allow_infinity=True) | st.none()
amounts = st.floats(0.01, 1e6)
words = st.text(max_size=20)
drivers = st.builds(
    Driver, id=words, name=words, kind=st.sampled_from(["count", "rate"]), now=numbers, best=numbers,
    hours=numbers, owner=words,
)  # fmt: skip
names = words | st.sampled_from(["Open rate", "Conversions", "Revenue", "Win rate"])
metrics = st.builds(
    Metric, id=words, name=names, role=st.sampled_from(["outcome", "driver", "guardrail"]),
    goal=st.sampled_from(["", "g1", "g2"]), influence=st.booleans(), source=words, monthly=st.booleans(),
    has_target=st.booleans(), decision=words, now=numbers, target=numbers,
)  # fmt: skip
sections = st.builds(
    KpiMap, outcome=words, period=words, target=numbers, goal=st.sampled_from(["", "g1", "g2"]),
    drivers=st.lists(drivers, max_size=6), metrics=st.lists(metrics, max_size=6),
)  # fmt: skip


@given(st.floats(0.01, 1000), st.integers(1, 8))
def test_shared_equally_the_factors_multiply_to_the_required_one(required, count):
    assert rules.equal_split(required, count) ** count == pytest.approx(required)


rates = st.builds(Driver, id=st.uuids().map(str), kind=st.just("rate"), now=st.floats(0.01, 100))


@given(st.lists(rates, max_size=5))
def test_doing_nothing_gains_nothing(chain):
    idle = [evolve(driver, best=driver.now, hours=10) for driver in chain]
    result = rules.map_kpis(KpiMap(drivers=idle), Goals())
    assert all(item.gain == 0 and item.rank is None for item in result.drivers)


@given(sections)
def test_whatever_is_entered_gets_an_answer_in_words(entered):
    result = rules.map_kpis(entered, GOALS)
    for item in [*result.feedback, *(metric.advice for metric in result.metrics)]:
        assert say(item.key, **item.values)
    kinds = [item.kind for item in result.feedback]
    assert kinds == sorted(kinds, key=["good", "change", "next", "note"].index)
    assert kinds.count("change") <= 1
