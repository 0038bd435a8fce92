"""Run notebooks and store their outputs as the reference that nbval compares with.

    python tests/notebooks/refresh.py [--check] [notebook ...]

Without names, all notebooks of the exercises and the workshop. Writes only what changes when a result
changes, so that a second run gives the same bytes. With --check nothing is written; the exit code tells
whether something would be.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "exercises", ROOT / "workshop")
WIDGET = "application/vnd.jupyter.widget-view+json"


def refreshed(path: Path) -> str:
    """Return the notebook's text after a run in a fresh kernel. Raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
        for output in cell.get("outputs", ()):
            if WIDGET in output.get("data", {}):
                output["data"][WIDGET]["model_id"] = "0" * 32  # nbval ignores it; a new one each run
    return nbformat.writes(notebook) + "\n"


def main(arguments: list[str]) -> int:
    """Refresh or check the notebooks named on the command line, or all; return the exit code."""
    check = "--check" in arguments
    named = [Path(argument) for argument in arguments if argument != "--check"]
    stale = []
    with tempfile.TemporaryDirectory() as empty:
        os.environ["ROLECRAFT_FOLDER"] = empty  # the references show an empty plan, never the writer's own
        for path in named or [path for folder in FOLDERS for path in sorted(folder.glob("*.ipynb"))]:
            fresh = refreshed(path)
            if fresh != path.read_text(encoding="utf-8"):
                stale.append(path.name)
                if not check:
                    path.write_text(fresh, encoding="utf-8", newline="\n")
    print(f"{'stale' if check else 'refreshed'}: {', '.join(stale) or 'none'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
