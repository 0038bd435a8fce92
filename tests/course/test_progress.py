"""What the pages know about chapters and exercises, and the parts of the page of progress."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.course import read_course  # noqa: E402
from course_book.progress import FOR_MANAGERS, facts, part_html  # noqa: E402

import rolecraft  # noqa: E402
from rolecraft.plan import Plan, untouched  # noqa: E402
from rolecraft.plan_json import plan_from_json, plan_to_json  # noqa: E402

COURSE = read_course(ROOT / "chapters" / "course.yml")


def test_the_facts_are_those_of_the_course():
    known = facts(COURSE)
    for chapter, planned in zip(known["chapters"], COURSE.chapters, strict=True):
        assert chapter["number"] == planned.number
        assert chapter["title"] == planned.title
        assert chapter["minutes"] == {
            "coordinator": planned.minutes.coordinator,
            "manager": planned.minutes.manager,
        }
    assert [exercise["section"] for exercise in known["exercises"]] == list(rolecraft.EXERCISES)
    managers = [exercise["page"] for exercise in known["exercises"] if exercise["forManagers"]]
    assert managers == [f"exercises/{FOR_MANAGERS}"]


def test_an_empty_section_is_told_from_one_with_work():
    """Opening a file raises every section's revision, so a revision alone is no work."""
    plan = json.loads(plan_to_json(Plan()))
    for exercise in facts(COURSE)["exercises"]:
        assert not {"revision", "built_on"} & set(exercise["empty"])
        plan[exercise["section"]] = {**exercise["empty"], "revision": 7, "built_on": {"goals": "x"}}
    read = plan_from_json(json.dumps(plan))
    assert all(untouched(getattr(read, name)) for name in rolecraft.EXERCISES)


def test_a_list_escapes_its_titles():
    minutes = {"coordinator": 40, "manager": 20}
    chapter = {"number": 1, "title": "<b>Several</b> jobs", "page": "chapters/01", "minutes": minutes}
    html = part_html("chapters", {"chapters": [chapter], "exercises": []}, lambda page: f"../{page}.html")
    assert "1. &lt;b&gt;Several&lt;/b&gt; jobs" in html and 'href="../chapters/01.html"' in html


def test_there_is_no_other_part():
    assert part_html("medals", {"chapters": [], "exercises": []}, str) == ""
