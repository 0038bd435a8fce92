"""What a page loads of the library is enough for its exercise, and not all of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site" / "live"))

import parts  # noqa: E402

import rolecraft  # noqa: E402

# Opened with the example, everything unfolded, everything read: as many words as an exercise can say at once.
OPEN = """
import importlib, sys
name, folder = sys.argv[1:]
sys.path.insert(0, folder)
import rolecraft
assert rolecraft.__file__.startswith(folder)
from rolecraft.text import catalogue
from rolecraft.views.frame import _shown
import ipywidgets
exercise = getattr(rolecraft, name)()
for _ in range(2):
    for words in [text for key, text in catalogue(name).items() if key.startswith("show_")]:
        if any(getattr(w, "description", "") == words for w in _shown(exercise)):
            exercise.press(words)
    assert exercise.read() is not None and exercise._error.value == "", exercise._error.value
    exercise.press(catalogue("frame")["show_example" if _ == 0 else "back_to_own"])
assert exercise._error.value == "", exercise._error.value
"""
PARTS = parts.parts()


def test_every_exercise_has_a_part_and_no_file_comes_twice():
    assert set(PARTS) == {"", parts.LATE, *rolecraft.EXERCISES}
    for name in rolecraft.EXERCISES:
        assert not set(PARTS[name]) & {*PARTS[""], *PARTS[parts.LATE]}


def test_what_no_page_needs_is_in_no_part():
    everything = {path.name for files in PARTS.values() for path in files}
    late = {path.name for path in PARTS[parts.LATE]}
    assert not everything & {"tables.py", "worked_numbers.py"} - late
    assert not everything & {"debrief.py", "debrief.json", "room.py", "made_up_room.py", "__main__.py"}


@pytest.mark.parametrize("name", rolecraft.EXERCISES)
def test_a_part_is_enough_for_its_exercise(name, tmp_path):
    for path in [*PARTS[""], *PARTS[name]]:
        target = tmp_path / "library" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    done = subprocess.run(
        [sys.executable, "-c", OPEN, name, str(tmp_path / "library")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
