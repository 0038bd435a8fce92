"""A wheelhouse proves that it is complete: for each system, not only for the one that gathers it.

Gathering a real one needs a network and minutes: make wheelhouse, which ends with the same proof and runs
every notebook in a fresh environment.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site" / "offline"))

import wheelhouse  # noqa: E402


def put_wheel(folder, name, tag="py3-none-any", needs=()):
    """Write an empty package. needs: its requirements, as "colorama; sys_platform == 'win32'"."""
    (folder / "wheels").mkdir(exist_ok=True)
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        "Version: 1",
        *(f"Requires-Dist: {one}" for one in needs),
    ]
    with zipfile.ZipFile(folder / "wheels" / f"{name}-1-{tag}.whl", "w") as wheel:
        wheel.writestr(f"{name}-1.dist-info/METADATA", "\n".join(lines) + "\n")
        wheel.writestr(
            f"{name}-1.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"
        )
        wheel.writestr(f"{name}-1.dist-info/RECORD", "")


@pytest.fixture
def folder(tmp_path):
    """A wheelhouse for a course that needs one package, and that package one more on Windows."""
    (tmp_path / "requirements.txt").write_text("lab\n")
    put_wheel(tmp_path, "lab", needs=["winterm; sys_platform == 'win32'"])
    return tmp_path


def test_what_only_windows_needs_must_be_there_in_a_form_that_windows_takes(folder):
    with pytest.raises(subprocess.CalledProcessError):
        wheelhouse.prove_complete(folder, ["3.13"])
    put_wheel(folder, "winterm", "cp313-cp313-manylinux_2_28_x86_64")
    with pytest.raises(subprocess.CalledProcessError):
        wheelhouse.prove_complete(folder, ["3.13"])
    put_wheel(folder, "winterm", "cp313-cp313-win_amd64")
    wheelhouse.prove_complete(folder, ["3.13"])


def test_each_version_of_python_is_looked_at(folder):
    put_wheel(folder, "winterm", "cp313-cp313-win_amd64")
    with pytest.raises(subprocess.CalledProcessError):
        wheelhouse.prove_complete(folder, ["3.13", "3.12"])


def test_a_python_that_is_not_here_is_said(tmp_path):
    assert "not on this computer" in wheelhouse.prove_running(tmp_path, "3.1")
