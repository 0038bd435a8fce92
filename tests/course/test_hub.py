"""A hub: what the page promises fits the settings, and a participant's server keeps to them."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.sessions import read_sessions  # noqa: E402

HUB = ROOT / "workshop" / "hub"
PAGE = (ROOT / "workshop" / "hub.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))
SERVER, EXERCISE = (int(mb) for mb in re.search(r"the server (\d+) MB.*exercise (\d+) MB", PAGE).groups())
EXERCISES = sorted(path.name for path in (ROOT / "exercises").glob("*.ipynb"))
# What Jupyter does with its settings file, without starting a server.
LOAD = """
import json, os, sys
from traitlets.config.loader import PyFileConfigLoader
config = PyFileConfigLoader(sys.argv[1]).load_config()
print(json.dumps([config, os.environ["JUPYTER_RUNTIME_DIR"]], default=dict))
"""


def gigabytes(open_exercises: int) -> float:
    return (SERVER + EXERCISE * open_exercises) / 1000


def open_at_the_end(slug: str) -> int:
    """Return how many exercises a session opens in the room."""
    session = next(one for one in read_sessions(ROOT / "workshop" / "run-sheets.yml") if one.slug == slug)
    return len({part.exercise for part in session.parts if part.exercise and part.form != "homework"})


def start_server(home: Path) -> dict:
    """Load the settings as a participant's server does; return them."""
    command = [sys.executable, "-c", LOAD, str(HUB / "jupyter_server_config.py")]
    done = subprocess.run(
        command, env={**os.environ, "HOME": str(home)}, capture_output=True, text=True, check=True
    )
    config, runtime = json.loads(done.stdout)
    return {**config, "runtime": Path(runtime)}


def test_the_table_of_sizes_adds_up():
    short, day = (int(n) for n in re.search(r"for (\d+) exercises.*for (\d+) exercises", PAGE).groups())
    assert short == max(open_at_the_end(f"session-{number}") for number in range(1, 5))
    assert day == open_at_the_end("one-day")
    rows = re.findall(r"^\| (\d+) \| ([\d.]+) GB \| ([\d.]+) GB \|$", PAGE, re.MULTILINE)
    assert len(rows) == 3
    for people, few, many in rows:
        assert float(few) == round(int(people) * gigabytes(short) + 1, 1)
        assert float(many) == round(int(people) * gigabytes(day) + 1, 1)


def test_kubernetes_guarantees_what_a_day_takes_and_limits_at_more_than_everything():
    guarantee, limit = (
        float(VALUES["singleuser"]["memory"][name].removesuffix("G")) for name in ("guarantee", "limit")
    )
    assert gigabytes(open_at_the_end("one-day")) <= guarantee < limit
    assert 1.2 * gigabytes(len(EXERCISES)) <= limit


def test_one_server_has_the_same_limits_as_kubernetes():
    told = dict(re.findall(r"^sudo tljh-config set (\S+) (\S+)$", PAGE, re.MULTILINE))
    assert told["limits.memory"] == VALUES["singleuser"]["memory"]["limit"]
    assert told["limits.cpu"] == str(VALUES["singleuser"]["cpu"]["limit"])
    assert told["services.cull.timeout"] == str(VALUES["cull"]["timeout"])


def test_the_image_has_what_the_exercises_need_and_no_more():
    def named(text: str) -> set[str]:
        return {line.split()[0] for line in text.splitlines() if line and line[0] not in "#-"}

    course = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    needed = named(re.search(r"^# The exercises\n(.*?)^# ", course, re.DOTALL | re.MULTILINE)[1])
    recipe = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8")
    library = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    image = named(recipe) | set(library["dependencies"])
    for extra in re.search(r"^-e \.\[([\w,]+)\]", recipe, re.MULTILINE)[1].split(","):
        image |= set(library["optional-dependencies"][extra])
    assert [one for one in image - needed if not one.startswith("jupyterhub")] == []
    assert needed <= image


@pytest.mark.skipif(os.name == "nt", reason="JupyterHub doesn't run on Windows")
class TestServer:
    def test_brings_every_exercise_and_keeps_them_from_others(self, tmp_path):
        folder = Path(start_server(tmp_path)["ServerApp"]["root_dir"])
        assert sorted(path.name for path in folder.iterdir()) == EXERCISES
        for path in (folder, *folder.iterdir()):
            assert path.stat().st_mode & 0o077 == 0

    def test_leaves_what_a_participant_has_and_brings_what_is_missing(self, tmp_path):
        folder = Path(start_server(tmp_path)["ServerApp"]["root_dir"])
        changed, missing = folder / EXERCISES[0], folder / EXERCISES[1]
        changed.write_text("mine", encoding="utf-8")
        (folder / "my-plan.json").write_text("my plan", encoding="utf-8")
        missing.unlink()
        start_server(tmp_path)
        assert changed.read_text(encoding="utf-8") == "mine"
        assert (folder / "my-plan.json").read_text(encoding="utf-8") == "my plan"
        assert missing.read_bytes() == (ROOT / "exercises" / EXERCISES[1]).read_bytes()

    def test_nobody_listens_to_kernels_even_when_no_exercise_could_be_brought(self, tmp_path):
        (tmp_path / "exercises").write_text("no folder", encoding="utf-8")
        assert start_server(tmp_path)["KernelManager"]["transport"] == "ipc"

    def test_kernels_start_for_the_longest_name(self, tmp_path):
        runtime = start_server(tmp_path)["runtime"].relative_to(tmp_path)
        socket = Path("/home") / ("j" * 32) / runtime / f"kernel-{'0' * 36}-ipc-99"
        assert len(str(socket)) <= 107
