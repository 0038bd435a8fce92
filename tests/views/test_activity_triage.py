"""The activity triage as a learner uses it: inputs and clicks go through the widgets' own callbacks."""

from datetime import date
from pathlib import Path

import ipywidgets as widgets
import pytest

from rolecraft import activity_triage, kpi_map, store
from rolecraft.plan import Activity, Driver
from rolecraft.plan_json import plan_from_json
from rolecraft.text import say
from rolecraft.views.activity_triage import preview


def words(key: str, **values) -> str:
    return say(f"activity_triage.{key}", **values)


def answers(exercise) -> str:
    return " ".join(exercise.read())


def offered(exercise, label: str) -> list[str]:
    return [option for option, _ in exercise._find(words(label), widgets.Dropdown).options]


def is_shown(exercise, label: str) -> bool:
    try:
        return bool(exercise._find(words(label), object))
    except LookupError:
        return False


def enter_activity(exercise, name: str, hours: str, impact: int, confidence: float) -> None:
    exercise.enter(words("label_name"), name)
    exercise.enter(words("label_hours"), hours)
    exercise.enter(words("label_impact"), impact)
    exercise.enter(words("label_confidence"), confidence)


WEEK = (
    ("Landing page", "3", 3, 0.8),
    ("Fair", "4.5", 1, 0.5),
    ("Report", "3", 0, 1.0),
    ("Cases", "8", 3, 1.0),
)


def enter_week(exercise) -> None:
    for number, row in enumerate(WEEK):
        if number:
            exercise.press(words("add_activity"))
        enter_activity(exercise, *row)


@pytest.fixture
def link(book: store.Workbook) -> Driver:
    """A link that was made in the KPI map."""
    made = Driver("d2", "Share that ask")
    book.plan.kpi_map.drivers += [Driver("d1"), made]
    book.plan.kpi_map.revision = 1
    return made


def test_opening_it_changes_nothing_and_says_where_to_begin(book: store.Workbook, tmp_path: Path):
    exercise = activity_triage()
    assert words("start") in answers(exercise)
    assert exercise._picture.value == ""
    assert list(tmp_path.iterdir()) == []


def test_the_example_shows_the_curve_the_verdicts_and_the_stop_list(book: store.Workbook):
    exercise = activity_triage()
    exercise.press(say("frame.show_example"))
    said = answers(exercise)
    assert words("good_curve", x80=35.8125, t20=54.34) in said
    assert words("win_back", hours=5, share=12.5) in said
    assert "6 July 2026" in said and "Anders and Sales" in said
    table = exercise.table()
    assert list(table[words("column_relative")].round(2))[:5] == [3.23, 2.69, 2.02, 1.94, 1.08]
    assert list(table[words("column_running_hours")].round(6))[:5] == [3, 6, 7, 12, 15]
    assert list(table[words("column_verdict")])[-2:] == [words("verdict_minimise"), words("verdict_stop")]


def test_from_an_empty_page_to_a_curve_and_a_stop_list(book: store.Workbook, tmp_path: Path):
    exercise = activity_triage()
    exercise.enter(words("label_name"), "Landing page")
    assert words("next_hours", name="Landing page") in answers(exercise)
    enter_week(exercise)
    assert words("next_stop_on", name="Report") in answers(exercise)
    assert "Your curve: 80 % of the effect" in answers(exercise)
    assert not is_shown(exercise, "label_told")  # the fourth activity doesn't stop
    exercise.enter(words("label_which_activity"), 2)
    exercise.enter(words("label_stop_on"), date(2026, 10, 5))
    assert words("next_told", name="Report") in answers(exercise)
    exercise.enter(words("label_told"), "Anders")
    exercise.enter(words("label_if_wrong"), "Somebody asks.")
    exercise.enter(words("label_reversible"), True)
    assert words("can_undo", words="Somebody asks.") in answers(exercise)
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8")).activity_triage
    assert [(one.name, one.hours, one.impact, one.confidence) for one in stored.activities] == [
        ("Landing page", 3, 3, 0.8),
        ("Fair", 4.5, 1, 0.5),
        ("Report", 3, 0, 1.0),
        ("Cases", 8, 3, 1.0),
    ]
    assert (stored.activities[2].stop_on, stored.activities[2].reversible) == (date(2026, 10, 5), True)


def test_each_change_is_answered_with_a_verdict_at_once(book: store.Workbook):
    exercise = activity_triage()
    enter_week(exercise)
    exercise.enter(words("label_which_activity"), 2)
    assert exercise._verdict.value.startswith(f'<div class="rc-box"><strong>{words("verdict_stop")}.')
    exercise.enter(words("label_required"), True)
    assert words("verdict_minimise") in exercise._verdict.value
    assert not is_shown(exercise, "label_told")
    assert words("stops_empty") in answers(exercise)
    exercise.enter(words("label_impact"), 3)
    assert words("verdict_grow") in exercise._verdict.value
    exercise.enter(words("label_hours"), "2")
    exercise.enter(words("label_confidence"), 0.5)
    assert words("verdict_test") in exercise._verdict.value
    exercise.enter(words("label_which_activity"), 1)
    assert words("verdict_shrink") in exercise._verdict.value
    exercise.enter(words("label_who_else"), "Sales")
    assert "“Sales”" in exercise._verdict.value


def test_the_picture_tells_the_curve_in_words(book: store.Workbook):
    exercise = activity_triage()
    exercise.enter(words("label_name"), "Landing page")
    assert f"{words('verdict_none')} 0 h (Landing page)" in exercise._picture.value
    enter_week(exercise)
    picture = exercise._picture.value
    assert words("picture_curve_effect") in picture and "<polyline" in picture
    assert "Landing page, 41 % in 3 h; Cases, 51 % in 8 h; Fair, 8 % in 4.5 h" in picture
    assert f"{words('verdict_stop')} 3 h (Report)" in picture


def test_activities_are_added_removed_and_brought_back(book: store.Workbook):
    exercise = activity_triage()
    enter_week(exercise)
    exercise.press(words("remove_activity", number=4))
    assert exercise._find(words("label_name"), object).value == "Report"  # the one before it
    exercise.press(words("add_activity"))
    exercise.enter(words("label_name"), "Newsletter")
    exercise.press(words("bring_back_activity"))
    activities = book.plan.activity_triage.activities
    assert sorted(one.name for one in activities) == ["Cases", "Fair", "Landing page", "Newsletter", "Report"]
    assert len({one.id for one in activities}) == 5


def test_the_button_leads_through_the_activities(book: store.Workbook):
    exercise = activity_triage()
    enter_week(exercise)
    assert not is_shown(exercise, "next_activity")  # the last one is in the form
    exercise.enter(words("label_which_activity"), 2)
    exercise.press(words("next_activity"))
    assert exercise._find(words("label_name"), object).value == "Cases"


def test_a_number_that_can_t_be_read_stays_with_its_activity(book: store.Workbook):
    exercise = activity_triage()
    exercise.enter(words("label_hours"), "about 3")
    exercise.press(words("add_activity"))
    assert exercise._find(words("label_hours"), object).value == ""
    exercise.enter(words("label_hours"), "169")
    assert say("frame.number_high", maximum=168) in answers(exercise)
    again = activity_triage()
    assert again._find(words("label_hours"), object).value == "about 3"
    assert say("frame.number_unreadable", typed="about 3") in answers(again)


def test_links_of_the_kpi_map_are_offered_when_there_are_any(book: store.Workbook):
    exercise = activity_triage()
    assert not is_shown(exercise, "label_driver")
    kpi_map().enter(say("kpi_map.label_link"), "Visits to the shop")
    assert words("driver_name", number=1, name="Visits to the shop") in offered(exercise, "label_driver")


def test_a_link_is_asked_about_again_only_when_it_changed_in_the_kpi_map(book: store.Workbook, link: Driver):
    exercise = activity_triage()
    assert offered(exercise, "label_driver") == [
        words("driver_none"),
        words("driver_name", number=2, name="Share that ask"),
    ]
    enter_activity(exercise, "Landing page", "3", 3, 0.8)
    exercise.enter(words("label_driver"), "d2")
    exercise.press(words("add_activity"))
    exercise.enter(words("label_driver"), "d2")
    exercise.enter(words("label_driver"), "")
    assert words("carried_drivers") not in answers(exercise)
    links = kpi_map()
    links.enter(say("kpi_map.label_which_link"), 1)
    links.enter(say("kpi_map.label_best"), "1.9")
    assert words("carried_drivers") not in answers(exercise)
    links.enter(say("kpi_map.label_link"), "Share that call")
    assert words("carried_drivers") in answers(exercise)
    exercise.enter(words("label_name"), "Fair")  # another change doesn't make the reminder go away
    assert words("carried_drivers") in answers(exercise)
    exercise.press(say("frame.stay"))
    assert words("carried_drivers") not in answers(exercise)


def test_a_removed_link_is_said_and_never_silently_replaced(book: store.Workbook, link: Driver):
    exercise = activity_triage()
    exercise.enter(words("label_name"), "Landing page")
    exercise.enter(words("label_driver"), "d2")
    kpi_map().press(say("kpi_map.remove_link", number=1))
    assert words("carried_drivers") not in answers(exercise)  # another link than ours
    kpi_map().press(say("kpi_map.remove_link", number=1))
    assert words("driver_gone", name="Landing page") in answers(exercise)
    assert words("carried_drivers") in answers(exercise)
    assert book.plan.activity_triage.activities[0].driver == "d2"
    assert words("driver_removed") in offered(exercise, "label_driver")
    exercise.enter(words("label_driver"), "")
    assert words("driver_gone", name="Landing page") not in answers(exercise)


def test_what_the_learner_writes_is_shown_as_text(book: store.Workbook):
    hostile = "<img src=x onerror=alert(1)>"
    activity = Activity("a1", hostile, 3, 0, 0.5, who_else=hostile, told=hostile, if_wrong=hostile)
    book.plan.activity_triage.activities = [
        activity,
        Activity("a2", hostile, 3, 1, 0.5, who_else=hostile, driver="gone"),
        Activity("a3", hostile, 3, 3, 1.0),
    ]
    exercise = activity_triage()
    for number in range(3):
        exercise.enter(words("label_which_activity"), number)
        shown = [place.value for place in vars(exercise).values() if isinstance(place, widgets.HTML)]
        assert "onerror" in "".join(shown) and "<img" not in "".join(shown)


def test_the_example_and_back(book: store.Workbook):
    exercise = activity_triage()
    exercise.enter(words("label_name"), "Mine")
    exercise.press(say("frame.show_example"))
    exercise.enter(words("label_hours"), "12")
    exercise.press(say("frame.back_to_own"))
    assert exercise._find(words("label_name"), object).value == "Mine"
    assert [one.hours for one in book.plan.activity_triage.activities] == [None]


def test_the_page_before_the_start():
    html = preview()
    assert "35.8" in html and 'role="img"' in html and "Anders and Sales" in html
