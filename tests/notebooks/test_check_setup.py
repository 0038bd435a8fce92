"""The check of a computer for the notebooks, as a participant runs it: ready, or what to do."""

import os
import shlex
import shutil
import subprocess
import sys
import venv
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "workshop"), str(ROOT / "site" / "offline")]

import check_setup  # noqa: E402
import notebooks  # noqa: E402

READY = ["Python", "Packages", "An exercise runs", "Your work can be kept", "There is a browser"]


@pytest.fixture
def folder(tmp_path):
    """The parts of an unpacked offline edition that the check looks at, and a plan in it."""
    (tmp_path / "notebooks").mkdir()
    for file in (ROOT / "workshop" / "check_setup.py", ROOT / "requirements.txt"):
        shutil.copy(file, tmp_path)
    shutil.copy(ROOT / "exercises" / check_setup.EXERCISE, tmp_path / "notebooks")
    (tmp_path / "notebooks" / "my-plan.json").write_text("mine")
    return tmp_path


def run(folder, python=sys.executable, browser=True):
    """Run the check; return its exit code and its lines."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("BROWSER", "DISPLAY", "PATH")
    }
    environment |= (
        {"PATH": "", "BROWSER": shlex.join([sys.executable, "-c", ""]) + " %s"} if browser else {"PATH": ""}
    )
    done = subprocess.run(
        [python, folder / "check_setup.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert not done.stderr
    return done.returncode, done.stdout.splitlines()


def said(lines, word):
    return [line[6:] for line in lines if line.startswith(word)]


def test_ready_and_the_plan_beside_the_notebooks_is_not_touched(folder):
    code, lines = run(folder)
    assert code == 0, lines
    assert [line.startswith(begin) for line, begin in zip(said(lines, "ok"), READY, strict=True)] == [
        True
    ] * 5
    assert lines[-1] == check_setup.READY
    assert [path.name for path in sorted((folder / "notebooks").iterdir())] == [
        check_setup.EXERCISE,
        "my-plan.json",
    ]
    assert (folder / "notebooks" / "my-plan.json").read_text() == "mine"


def test_a_package_of_another_version_is_named_with_the_command_that_mends_it(folder):
    text = (folder / "requirements.txt").read_text(encoding="utf-8")
    (folder / "requirements.txt").write_text(text.replace("pandas>=3.0,<4", "pandas>=99"), encoding="utf-8")
    code, lines = run(folder)
    (problem,) = said(lines, "TO DO")
    assert code == 1 and problem.startswith("Packages: pandas is ") and problem.endswith("not >=99")
    assert f"{sys.executable} -m pip install -r requirements.txt" in "\n".join(lines)
    assert "An exercise runs" not in "\n".join(lines), "it could not tell more than the packages do"
    assert len(said(lines, "ok")) == 3


def test_an_environment_without_packages_is_told_and_one_without_environment_where_they_are(folder):
    venv.create(folder / ".venv", with_pip=False)
    python = folder / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code, lines = run(folder, python)
    assert code == 1 and said(lines, "TO DO") == ["Packages: JupyterLab is missing, and maybe more"]
    assert "pip install -r requirements.txt" in "\n".join(lines)
    code, lines = run(folder, getattr(sys, "_base_executable", sys.executable))
    assert code == 1 and "This is not the Python of the folder .venv" in "\n".join(lines)


def test_an_exercise_that_fails_is_told(folder):
    notebook = folder / "notebooks" / check_setup.EXERCISE
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(
        text.replace("from rolecraft import goal_builder", "from rolecraft import nothing"), "utf-8"
    )
    code, lines = run(folder)
    assert code == 1 and said(lines, "TO DO")[0].startswith("An exercise doesn't run: ImportError")


def test_without_a_browser_it_says_which_to_install(folder):
    code, lines = run(folder, browser=False)
    assert code == 1 and said(lines, "TO DO") == ["No browser was found"]
    assert "Install Firefox, Chrome or Edge" in "\n".join(lines)


def test_a_folder_that_can_not_be_written_to_is_told(monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(check_setup.tempfile, "TemporaryFile", refuse)
    found, advice = check_setup.check_folder()
    assert "Permission denied" in found and "Move the course's folder" in advice


def test_an_old_python_is_told(monkeypatch):
    monkeypatch.setattr(check_setup.sys, "version_info", (3, 10))
    assert "3.11 or newer" in check_setup.check_python()[1]


# --- what the notebooks need ----------------------------------------------------------------------


def test_the_notebooks_get_all_that_the_library_says_it_needs():
    needed = {Requirement(line).name for line in notebooks.needed()}
    library = {Requirement(line).name for line in requires("rolecraft")}
    assert library <= needed and "jupyterlab" in needed
