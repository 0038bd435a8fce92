"""The notebooks, and what they need on a computer without the course's source.

The requirements and the library come from where the course has them: requirements.txt (its part "The
exercises") and pyproject.toml.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "workshop"))

import check_setup  # noqa: E402

LIBRARY = ("rolecraft", "pyproject.toml", "LICENSE")
# The earliest date that a zip can hold, so that the same library gives the same bytes.
FIRST_DATE = "315532800"  # seconds since 1970


def files() -> list[Path]:
    """Return all notebooks: the exercises, and the room's result for whoever leads a group."""
    return sorted(path for name in ("exercises", "workshop") for path in (ROOT / name).glob("*.ipynb"))


def needed() -> list[str]:
    """Return what pip has to install for the notebooks, beside the exercise library: "pandas>=3.0,<4"."""
    return check_setup.requirements((ROOT / "requirements.txt").read_text(encoding="utf-8"))


def line(package: str) -> str:
    """Return the line of requirements.txt for a package, without its reason: "nbval>=0.11,<1"."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return next(line.split("#")[0].strip() for line in text.splitlines() if line.startswith(package))


def wheel_name() -> str:
    """Return the file name of the exercise library's wheel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']}-{project['version']}-py3-none-any.whl"


def requirements() -> str:
    """Return the requirements.txt that goes with the notebooks, for a folder with the wheel in wheels/."""
    lines = "\n".join(needed())
    return f"""# What the notebooks need. In this folder: pip install -r requirements.txt

{check_setup.SECTION}
{lines}

# The exercise library, from this folder
./wheels/{wheel_name()}
"""


def build_wheel() -> bytes:
    """Return the wheel of the exercise library; the same library gives the same bytes.

    Raises subprocess.CalledProcessError when it can't be built.
    """
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        # A copy: beside the sources, setuptools would leave a folder with modules that were removed since.
        for name in LIBRARY:
            source, copy = ROOT / name, work / name
            if source.is_dir():
                shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, copy)
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
        options = ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(work / "made")]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": FIRST_DATE}
        subprocess.run([*pip, *options, str(work)], check=True, env=environment)
        return (work / "made" / wheel_name()).read_bytes()
