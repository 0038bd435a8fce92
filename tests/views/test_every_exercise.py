"""What each exercise must show, whatever it is about: picture, formula, answers that are announced."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import ipywidgets as widgets
import pytest

import rolecraft
from rolecraft import store
from rolecraft.plan import Goal
from rolecraft.rules import kpi_map as kpi_rules
from rolecraft.text import catalogue, say
from rolecraft.views.frame import Exercise, plain_text

# One input each, and what somebody hears who can't see the picture.
PICTURES = {
    "job_ad_audit": ("label_text", "SEO and Google Ads", "2 of 12 areas are asked for"),
    "goal_builder": ("label_metric", "enquiries", "1 of 8 points"),
    "kpi_map": ("label_link", "Phone calls", "Phone calls: "),
    "role_health_check": ("label_workload_1", 3, "1 of 14 statements are answered"),
    "area_map": ("label_relevance", 1, "Pause: Coordination"),
    "activity_triage": ("label_name", "Newsletter", "Not sorted yet 0 h (Newsletter)"),
    "backlog_and_sprint": ("label_name", "Landing page", "Landing page"),
    "time_budget": ("label_contract", "40", "40 paid hours"),
    "skills_plan": ("label_now", 1, "from level 1 to level 2"),
    "alignment": ("label_hours", "18", "Coordinator: 1 of 4 parts"),
    "manager_check": ("label_goal", True, "1 ticked so far"),
    "role_charter": ("label_coordinator", "Maja", "0 of 6 are there"),
}
FORMULAS = {
    "job_ad_audit": [say("job_ad_audit.formula")],
    "goal_builder": [say(f"goal_builder.formula_{part}") for part in ("quality", "type", "grade")],
    "kpi_map": [say("kpi_map.formula_chain"), say("kpi_map.formula_test", most=kpi_rules.MOST_KPIS)],
    "role_health_check": [
        say(f"role_health_check.formula_{part}", strained=-25, cut_off=50, low=40, same=12.5)
        for part in ("scores", "limits", "begin")
    ],
    "area_map": [say("area_map.formula")],
    "activity_triage": [say("activity_triage.formula")],
    "backlog_and_sprint": [
        say(f"backlog_and_sprint.formula_{part}")
        for part in ("ice", "rice", "wsjf", "model", "sprint", "limits")
    ],
    "time_budget": [say("time_budget.formula")],
    "skills_plan": [say("skills_plan.formula")],
    "alignment": [say("alignment.formula")],
    "manager_check": [say("manager_check.formula")],
    "role_charter": [say("role_charter.formula")],
}
# A word that the audit finds, then what could end a text, an attribute in either quote, and a tag.
HOSTILE = (
    """SEO " onload="alert(1)" ' onload='alert(2)' > <img src=x onerror=alert(3)><script>alert(4)</script>"""
)

every_exercise = pytest.mark.parametrize("name", rolecraft.EXERCISES)


def shown(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all in it, without what is folded or hidden."""
    if widget.layout.display != "none":
        yield widget
        for child in getattr(widget, "children", ()):
            yield from shown(child)


def html_of(exercise: Exercise, kind: str = "") -> str:
    """All HTML that is shown; kind: only in places of this class."""
    places = (place for place in shown(exercise) if isinstance(place, widgets.HTML))
    return "\n".join(place.value for place in places if not kind or kind in place._dom_classes)


def all_html_of(widget: widgets.Widget) -> str:
    """All HTML, with what is folded or hidden."""
    parts = (all_html_of(child) for child in getattr(widget, "children", ()))
    return "\n".join([getattr(widget, "value", "") if isinstance(widget, widgets.HTML) else "", *parts])


def opened(name: str) -> Exercise:
    """The exercise, after its one input."""
    label, words, _ = PICTURES[name]
    exercise = getattr(rolecraft, name)()
    exercise.enter(say(f"{name}.{label}"), words)
    return exercise


@every_exercise
def test_the_picture_follows_what_is_entered_and_says_it_in_words(book: store.Workbook, name: str):
    pictures = re.findall(r'<svg[^>]* role="img" aria-label="([^"]+)"', html_of(opened(name)))
    assert len(pictures) == 1
    assert PICTURES[name][2] in unescape(pictures[0])


@every_exercise
def test_the_formula_is_one_click_away(book: store.Workbook, name: str):
    (formula,) = re.findall(r"<details>(.+?)</details>", html_of(opened(name)), flags=re.DOTALL)
    assert formula.startswith(f"<summary>{say('frame.formula')}</summary>")
    for words in FORMULAS[name]:
        assert " ".join(words.split()) in plain_text(formula)


@pytest.mark.parametrize(
    ("name", "label", "words", "answer"),
    [
        ("job_ad_audit", "label_text", "SEO", say("job_ad_audit.band_focused")),
        ("goal_builder", "label_metric", "enquiries", say("goal_builder.good_points", met=1)),
        ("goal_builder", "label_metric", "enquiries", say("goal_builder.kind_learning")),
        ("goal_builder", "label_business_goal", "24 customers", say("goal_builder.good_business_goal")),
        ("kpi_map", "label_number", "Instagram followers", say("metrics.followers_trap")),
        ("kpi_map", "label_outcome", "Orders", say("frame.kind_next")),
        (
            "role_health_check",
            "label_workload_1",
            3,
            say("role_health_check.good_begun", answered=1, total=14),
        ),
        ("area_map", "label_hours", "6", say("area_map.good_begun")),
        ("area_map", "label_relevance", 1, say("area_map.reason_pause_1")),
        ("backlog_and_sprint", "label_name", "Landing page", say("backlog_and_sprint.good_begun_one")),
        ("activity_triage", "label_name", "Newsletter", say("activity_triage.next_hours", name="Newsletter")),
        ("activity_triage", "label_name", "Newsletter", say("activity_triage.unsorted_hours")),
        ("time_budget", "label_contract", "40", say("time_budget.words_left", left=40)),
        ("time_budget", "label_contract", "40", say("time_budget.next_meetings")),
        ("skills_plan", "label_hours", "3", say("skills_plan.line_share", hours=3, share=7.5)),
        ("skills_plan", "label_now", 1, say("skills_plan.next_relevance", area=say("areas.PM_name"))),
        ("alignment", "label_hours", "18", say("alignment.good_parts", there=1, total=4)),
        ("role_charter", "label_coordinator", "Maja", say("role_charter.start")),
        (
            "manager_check",
            "label_top_1",
            "Newsletter",
            say("manager_check.guess_left", answers=7, activities=4),
        ),
    ],
)
def test_the_answer_is_announced_to_screen_readers(
    book: store.Workbook, name: str, label: str, words: str, answer: str
):
    exercise = getattr(rolecraft, name)()
    exercise.enter(say(f"{name}.{label}"), words)
    announced = plain_text(html_of(exercise, "rc-live"))
    assert answer in announced
    assert say("frame.status_saved") in announced


class _Tags(HTMLParser):
    """Collects what a browser would make of a text: tags and the names of their attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


@every_exercise
def test_a_learners_words_never_become_a_tag_or_an_attribute(book: store.Workbook, name: str):
    book.plan.goal_builder.goals.append(Goal("g1", metric=HOSTILE, owner=HOSTILE))
    exercise = getattr(rolecraft, name)()
    for field in exercise.fields.all:
        if isinstance(field.control, widgets.Text | widgets.Textarea):
            field.control.value = HOSTILE
    html = html_of(exercise)
    page = _Tags(html)
    assert "<svg" in html and "alert(3)" in html
    assert not page.tags & {"img", "script"}
    assert not [attribute for attribute in page.attributes if not re.fullmatch(r"[a-z][\w:-]*", attribute)]
    assert not [attribute for attribute in page.attributes if attribute.startswith("on")]


@every_exercise
def test_on_a_shared_server_nothing_is_said_to_stay_on_the_learners_device(
    book: store.Workbook, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setenv("JUPYTERHUB_USER", "maja")
    exercise = opened(name)
    own_files = {words for key, words in catalogue("own_files").items() if key.startswith("show_")}
    for button in [one for one in shown(exercise) if getattr(one, "description", "") in own_files]:
        button.click()
    words = plain_text(all_html_of(exercise))
    assert "Saved on the server" in words
    assert not re.search(r"\b(this|your) (device|computer)\b", words)


def test_the_audit_says_what_it_can_not_tell(book: store.Workbook):
    assert say("job_ad_audit.limits") in plain_text(html_of(rolecraft.job_ad_audit()))
