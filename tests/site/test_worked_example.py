"""The whole worked example, from the first exercise to the printed charter: in the page and in notebooks."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect
from site_helpers import start
from worked_example import Action, actions, buttons, do

import rolecraft
from rolecraft import store
from rolecraft.text import say

ROOT = Path(__file__).resolve().parents[2]
CHARTER = "role_charter"
SAVE = [say(f"role_charter.{key}") for key in ("save_markdown", "save_page")]
SETTLED = 60  # milliseconds that the page gets to show what a press or a choice has changed


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> list[tuple[str, list[Action]]]:
    """What a learner does: each exercise in the order of the course, the charter last.

    The time budget comes after the board, which then says "check again": so the learner goes back and checks.
    """
    store.use(store.FileDrive(tmp_path_factory.mktemp("recorded")))
    visits = [(name, list(actions(name))) for name in rolecraft.EXERCISES if name != CHARTER]
    assert all(steps for _, steps in visits), "each exercise has something to fill in"
    stay = Action("press", say("frame.stay"))
    for name, _ in tuple(visits):
        exercise = getattr(rolecraft, name)()
        if stay.words in buttons(exercise):
            do(exercise, stay)
            visits.append((name, [stay]))
    assert [name for name, steps in visits if steps == [stay]] == ["backlog_and_sprint"]
    return [*visits, (CHARTER, list(actions(CHARTER)))]


def play_in_notebooks(recorded: list[tuple[str, list[Action]]], folder: Path) -> None:
    """Run each exercise's own notebook up to the exercise, do the actions there, close it, open the next."""
    for name, steps in recorded:
        source = nbformat.read(ROOT / "exercises" / f"{name.replace('_', '-')}.ipynb", as_version=4)
        (live,) = (cell for cell in source.cells if "live" in cell.metadata.get("tags", ()))
        code = [
            f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})",
            "from worked_example import Action, do",
            f"for action in {[(s.kind, s.words, s.place, s.value) for s in steps]!r}:",
            "    do(exercise, Action(*action))",
        ]
        if name == CHARTER:
            code += [f"exercise.press({words!r})" for words in SAVE]
        cells = [nbformat.v4.new_code_cell(live.source), nbformat.v4.new_code_cell("\n".join(code))]
        NotebookClient(nbformat.v4.new_notebook(cells=cells), kernel_name="python3", timeout=60).execute(
            env={**os.environ, "ROLECRAFT_FOLDER": str(folder)}, cwd=str(folder)
        )


def do_in_page(page, exercise, action: Action) -> None:
    """Do one action as a reader does it."""
    if action.kind == "press":
        exercise.get_by_role("button", name=action.words, exact=True).locator("visible=true").first.click()
        page.wait_for_timeout(SETTLED)
        return
    control = exercise.get_by_label(action.words, exact=True).locator("visible=true").nth(action.place)
    if action.kind == "choose":
        control.select_option(label=action.value)
        page.wait_for_timeout(SETTLED)
    elif action.kind == "tick":
        control.set_checked(action.value)
    else:
        control.fill(action.value)


def play_in_page(page, base_url, recorded: list[tuple[str, list[Action]]], folder: Path) -> None:
    """Do all actions in the exercises' pages, one page after the other, and save the charter."""
    for name, steps in recorded:
        slug = name.replace("_", "-")
        page.goto(f"{base_url}/exercises/{slug}.html")
        exercise = start(page, slug)
        for step in steps:
            do_in_page(page, exercise.locator(".rc-host"), step)
        expect(exercise.get_by_text(say("frame.status_saved"))).to_be_visible()
        page.wait_for_timeout(SETTLED)
        if name == CHARTER:
            for words in SAVE:
                with page.expect_download() as download:
                    exercise.get_by_role("button", name=words, exact=True).click()
                download.value.save_as(folder / download.value.suggested_filename)


def test_the_page_and_the_notebooks_lead_to_the_same_charter(page, base_url, recorded, tmp_path):
    folders = {place: tmp_path / place for place in ("page", "notebooks")}
    for folder in folders.values():
        folder.mkdir()
    play_in_notebooks(recorded, folders["notebooks"])
    play_in_page(page, base_url, recorded, folders["page"])
    for ending in ("md", "html"):
        (from_page,), (from_notebooks,) = (sorted(folder.glob(f"*.{ending}")) for folder in folders.values())
        charter = from_page.read_text("utf-8")
        assert charter == from_notebooks.read_text("utf-8")
        for words in ("Nordlunda Pumps", "Maja", "Anders", "6 of 6", "Landing-page test"):
            assert words in charter
        assert "Check again" not in charter
    paper = page.context.new_page()
    paper.set_content(charter)
    assert len(re.findall(rb"/Type\s*/Page\b", paper.pdf(format="A4"))) == 2
