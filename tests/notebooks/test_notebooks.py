"""The notebooks are fit for nbval: it compares nothing where a notebook was never run."""

from pathlib import Path

import nbformat
import pytest

from rolecraft import EXERCISES

FOLDER = Path(__file__).parents[2] / "exercises"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_each_exercise_has_its_notebook_and_no_other_stands_there():
    assert {path.stem.replace("-", "_") for path in NOTEBOOKS} == set(EXERCISES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_thin_and_really_compared(path: Path):
    cells = nbformat.read(path, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "run make notebooks"
    assert all(cell.source.count("\n") < 8 for cell in code), (
        "a notebook is thin: rules and views hold the code"
    )
    live = [cell for cell in code if "live" in cell.metadata.get("tags", [])]
    assert len(live) == 1, "one cell opens the exercise, the same one that the page runs"
    assert not any("ignore" in tag or "skip" in tag for cell in code for tag in cell.metadata.get("tags", []))
    driven = [cell for cell in code if ".press(" in cell.source]
    assert driven and all(cell.outputs for cell in driven), "the callbacks run and their answer is compared"
