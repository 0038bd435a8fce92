"""Each exercise in the page, worked by somebody who has just met it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from site_helpers import axe_findings, look, start, work_first_step

import rolecraft
from rolecraft.plan import Charter, Plan
from rolecraft.plan_json import plan_to_json
from rolecraft.text import say

# Exercise, the input that a newcomer fills in first, what they write, and what they are told.
FIRST_STEPS = [
    (
        "job-ad-audit",
        say("job_ad_audit.label_text"),
        "You are an expert in SEO and Google Ads.",
        "Areas asked for: 2 of 12",
    ),
    ("goal-builder", say("goal_builder.label_metric"), "enquiries", say("goal_builder.good_points", met=1)),
    ("kpi-map", say("kpi_map.label_number"), "Instagram followers", say("metrics.followers_trap")),
    (
        "role-health-check",
        say("role_health_check.label_improve_1"),
        "fewer urgent requests",
        say("role_health_check.improve_list"),
    ),
    ("area-map", say("area_map.label_hours"), "6", say("area_map.good_begun")),
    (
        "activity-triage",
        say("activity_triage.label_name"),
        "Newsletter",
        say("activity_triage.next_hours", name="Newsletter"),
    ),
    ("time-budget", say("time_budget.label_contract"), "40", say("time_budget.words_left", left=40)),
    (
        "backlog-and-sprint",
        say("backlog_and_sprint.label_name"),
        "Landing page",
        say("backlog_and_sprint.good_begun_one"),
    ),
    (
        "skills-plan",
        say("skills_plan.label_hours"),
        "3",
        say("skills_plan.line_share", hours=3, share=7.5),
    ),
    ("role-charter", say("role_charter.label_coordinator"), "Maja", "Coordinator: Maja"),
    ("alignment", say("alignment.label_hours"), "18", say("alignment.good_parts", there=1, total=4)),
    (
        "manager-check",
        say("manager_check.label_top_1"),
        "Newsletter",
        say("manager_check.guess_left", answers=7, activities=4),
    ),
]
FOLDED = {
    "job-ad-audit": ["job_ad_audit.show_numbers", "job_ad_audit.show_terms", "frame.show_work"],
    "goal-builder": ["goal_builder.show_later", "frame.show_work"],
    "kpi-map": ["own_files.show_numbers", "frame.show_work"],
    "role-health-check": ["role_health_check.show_again", "frame.show_work"],
    "area-map": ["frame.show_work"],
    "activity-triage": ["own_files.show_tasks", "frame.show_work"],
    "time-budget": ["own_files.show_calendar", "frame.show_work"],
    "backlog-and-sprint": [
        "backlog_and_sprint.show_all_scores",
        "backlog_and_sprint.show_sprints",
        "frame.show_work",
    ],
    "skills-plan": ["skills_plan.show_steps", "frame.show_work"],
    "alignment": ["alignment.show_script", "alignment.show_agreed", "frame.show_work"],
    "manager-check": ["frame.show_work"],
    "role-charter": ["frame.show_work"],
}
# An input for a number, where there is one: a message under it says what can't be read.
NUMBER = {
    "goal-builder": say("goal_builder.label_baseline"),
    "kpi-map": say("kpi_map.label_target"),
    "area-map": say("area_map.label_hours"),
    "activity-triage": say("activity_triage.label_hours"),
    "time-budget": say("time_budget.label_contract"),
    "backlog-and-sprint": say("backlog_and_sprint.label_hours"),
    "skills-plan": say("skills_plan.label_hours"),
    "alignment": say("alignment.label_contract"),
}
SLUGS = [slug for slug, *_ in FIRST_STEPS]


@pytest.mark.parametrize(("slug", "label", "words", "answer"), FIRST_STEPS, ids=SLUGS)
def test_takes_input_answers_at_once_and_has_both_after_a_reload(page, base_url, slug, label, words, answer):
    work_first_step(page, base_url, slug, label, words, answer)


@pytest.mark.parametrize(("slug", "label", "words", "answer"), FIRST_STEPS, ids=SLUGS)
def test_the_page_says_what_the_notebook_says(page, base_url, book, slug, label, words, answer):
    """The same steps, once in the browser's Python and once in this one, as in a notebook."""
    notebook = getattr(rolecraft, slug.replace("-", "_"))()
    page.goto(f"{base_url}/exercises/{slug}.html")
    exercise = start(page, slug)

    def same():
        shown = squeezed(exercise.locator(".rc-host").evaluate("host => host.textContent"))
        assert [said for said in notebook.read() if squeezed(said) not in shown] == []

    notebook.enter(label, words)
    exercise.get_by_role("textbox", name=label, exact=True).fill(words)
    expect(exercise.locator(".rc-host")).to_contain_text(answer)
    same()
    notebook.press(say("frame.show_example"))
    exercise.get_by_role("button", name=say("frame.show_example")).click()
    expect(exercise.get_by_text(say("frame.example_banner"))).to_be_visible()
    same()


def squeezed(text):
    """Only letters and digits: the page and plain text differ in blanks and signs between them."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_in_the_running_exercise(page, base_url, slug):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(f"{base_url}/exercises/{slug}.html")
        exercise = start(page, slug)
        exercise.get_by_role("button", name=say("frame.show_example")).click()
        expect(exercise.get_by_text(say("frame.example_banner"))).to_be_visible()
        if slug in NUMBER:
            exercise.get_by_role("textbox", name=NUMBER[slug], exact=True).fill("abc")
            expect(exercise.get_by_text(say("frame.number_unreadable", typed="abc"))).to_be_visible()
        for name in FOLDED[slug]:
            exercise.get_by_role("button", name=say(name), exact=True).click()
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        assert axe_findings(page) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_fits_a_phone(page, base_url, slug):
    page.set_viewport_size({"width": 320, "height": 640})  # a small phone, and 1280 px at 400 %
    page.goto(f"{base_url}/exercises/{slug}.html")
    exercise = start(page, slug)
    exercise.get_by_role("button", name=say("frame.show_example")).click()
    expect(exercise.get_by_text(say("frame.example_banner"))).to_be_visible()
    assert look(page, "overflowing") == []
    assert look(page, "small") == []
    tall = "all => all.filter(e => e.checkVisibility() && e.offsetHeight > 60).map(e => e.outerHTML)"
    assert exercise.locator("select").evaluate_all(tall) == []


def test_goals_made_in_one_exercise_are_offered_in_the_next(page, base_url):
    page.goto(f"{base_url}/chapters/04-from-business-goal-to-marketing-goal.html")
    goals = start(page, "goal-builder")
    goals.get_by_role("textbox", name=say("goal_builder.label_metric"), exact=True).fill("demo bookings")
    expect(goals.get_by_text(say("frame.status_saved"))).to_be_visible()
    page.goto(f"{base_url}/chapters/05-which-numbers-matter.html")
    offered = start(page, "kpi-map").get_by_label(say("kpi_map.label_goal"), exact=True)
    expect(offered.locator("option", has_text="demo bookings")).to_have_count(1)


def test_the_measurement_plan_and_the_whole_work_can_be_taken_along(page, base_url):
    page.goto(f"{base_url}/exercises/kpi-map.html")
    exercise = start(page, "kpi-map")
    exercise.get_by_role("button", name=say("frame.show_example")).click()
    with page.expect_download() as plan:
        exercise.get_by_role("button", name=say("kpi_map.save_csv")).click()
    table = Path(plan.value.path()).read_text(encoding="utf-8-sig")
    assert "Share that fit" in table and table.count("\n") >= 6

    exercise.get_by_role("button", name=say("frame.back_to_own")).click()
    exercise.get_by_role("textbox", name=say("kpi_map.label_outcome"), exact=True).fill("new members")
    exercise.get_by_role("button", name=say("frame.show_work")).click()
    with page.expect_download() as work:
        exercise.get_by_role("button", name=say("frame.save_file")).click()
    assert (
        json.loads(Path(work.value.path()).read_text(encoding="utf-8"))["kpi_map"]["outcome"] == "new members"
    )


@pytest.mark.parametrize("address", ["exercises/role-charter", "chapters/all-exercises"])
def test_what_the_charter_lacks_is_one_click_away(page, base_url, address):
    page.goto(f"{base_url}/{address}.html")
    exercise = start(page, "role-charter")
    exercise.get_by_role("link", name=say("role_charter.lack_focus")).click()
    expect(page).to_have_url(f"{base_url}/exercises/area-map.html")
    expect(page.locator("#live-area-map")).to_be_visible()


def test_the_managers_copy_is_brought_in_side_by_side_and_nothing_is_lost(page, base_url):
    page.goto(f"{base_url}/exercises/role-charter.html")
    exercise = start(page, "role-charter")

    def box(name):
        return exercise.get_by_role("textbox", name=say(f"role_charter.label_{name}"), exact=True)

    def button(name):
        return exercise.get_by_role("button", name=say(f"role_charter.{name}"), exact=True)

    box("coordinator").fill("Maja")
    box("manager").fill("Berit")
    button("show_merge").click()
    with page.expect_file_chooser() as chooser:
        exercise.get_by_role("button", name=say("role_charter.open_copy")).click()
    theirs = Plan(role_charter=Charter(coordinator="Maja", manager="Anders", company="Nordlunda Pumps"))
    file = {"name": "theirs.json", "mimeType": "application/json", "buffer": plan_to_json(theirs).encode()}
    chooser.value.set_files([file])
    table = exercise.locator("table", has_text=say("role_charter.caption_differences"))
    expect(table).to_contain_text("Berit")
    expect(table).to_contain_text("Anders")
    assert axe_findings(page) == []
    expect(box("manager")).to_have_value("Berit")  # nothing has changed yet
    button("keep_theirs").click()
    button("put_together").click()
    expect(box("manager")).to_have_value("Anders")
    expect(box("company")).to_have_value("Nordlunda Pumps")
    expect(exercise.locator("table", has_text=say("role_charter.caption_left"))).to_contain_text("Berit")
    button("undo_merge").click()
    expect(box("manager")).to_have_value("Berit")


def test_an_early_answer_that_changes_is_told_later_and_changes_nothing_by_itself(page, base_url):
    page.goto(f"{base_url}/exercises/activity-triage.html")
    activities = start(page, "activity-triage")
    activities.get_by_role("textbox", name=say("activity_triage.label_name"), exact=True).fill("Newsletter")
    hours = activities.get_by_role("textbox", name=say("activity_triage.label_hours"), exact=True)
    hours.fill("10")
    expect(activities.get_by_text(say("frame.status_saved"))).to_be_visible()
    page.goto(f"{base_url}/exercises/time-budget.html")
    budget = start(page, "time-budget")
    promised = budget.get_by_role("textbox", name=say("time_budget.label_committed"), exact=True)
    expect(promised).to_have_value("10")
    budget.get_by_role("textbox", name=say("time_budget.label_contract"), exact=True).fill("40")
    expect(budget.get_by_text(say("frame.status_saved"))).to_be_visible()
    page.goto(f"{base_url}/exercises/activity-triage.html")
    activities = start(page, "activity-triage")
    hours.fill("12")
    expect(activities.get_by_text(say("frame.status_saved"))).to_be_visible()
    page.goto(f"{base_url}/exercises/time-budget.html")
    budget = start(page, "time-budget")
    expect(budget.get_by_text(say("frame.check_again"), exact=True)).to_be_visible()
    expect(promised).to_have_value("10")
    budget.get_by_role("button", name=say("frame.take_new"), exact=True).click()
    expect(promised).to_have_value("12")
    expect(budget.get_by_text(say("frame.check_again"), exact=True)).to_be_hidden()


def test_own_files_fill_in_what_they_say_and_go_nowhere(page, base_url):
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{base_url}/exercises/activity-triage.html")
    activities = start(page, "activity-triage")
    activities.get_by_role("button", name=say("own_files.show_tasks"), exact=True).click()

    def choose(content):
        with page.expect_file_chooser() as chooser:
            activities.get_by_role("button", name=say("own_files.choose_tasks")).click()
        chooser.value.set_files([{"name": "week.csv", "mimeType": "text/csv", "buffer": content}])

    choose(b"%PDF-1.7 not a table")
    expect(activities.get_by_text("This is a PDF.")).to_be_visible()
    choose("Task;Hours\nNyhetsbrev åäö;2,5\nTrade fair;4\n".encode("cp1252"))
    activities.get_by_role("button", name=say("own_files.use"), exact=True).click()
    hours = activities.get_by_role("textbox", name=say("activity_triage.label_hours"), exact=True)
    expect(hours).to_have_value(re.compile("^(2.5|4)$"))
    expect(activities.locator("select", has_text="Nyhetsbrev åäö")).to_have_count(1)
    assert not [request.url for request in asked if request.method != "GET" or "importers" in request.url]
