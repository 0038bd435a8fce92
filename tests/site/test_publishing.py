"""What GitHub does with the course: the workflows, and the weekly look for newer versions."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SETTINGS = [
    *((path, "vendor.github-workflows") for path in WORKFLOWS),
    (GITHUB / "dependabot.yml", "vendor.dependabot"),
]


@pytest.mark.parametrize(("path", "schema"), SETTINGS, ids=lambda value: getattr(value, "name", None))
def test_github_understands_the_file(path, schema):
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_calls_what_make_knows_and_may_do_no_more_than_it_needs(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = {
        target
        for job in workflow["jobs"].values()
        for step in job["steps"]
        for target in re.findall(r"^ *make (\w+)$", step.get("run", ""), re.MULTILINE)
    }
    assert [target for target in called if f"\n{target}:" not in makefile] == []


def test_jupyter_book_stays_below_2():
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    ignored = [rule for update in updates for rule in update.get("ignore", [])]
    assert {"dependency-name": "jupyter-book", "versions": [">=2"]} in ignored
    assert re.search(
        r"^jupyter-book\S*,<2\s", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
