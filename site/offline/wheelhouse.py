"""Gather all that pip needs for the notebooks on computers without a network.

    python site/offline/wheelhouse.py [--pythons 3.12 3.13]

For Windows, macOS and Linux, and the version of Python that runs this, unless others are named; the large
packages have a file for every system and version, so each further one takes about 100 MB more. Then it proves
what it has: without a network, all versions are found again for each system, and for each Python that is on
this computer, a fresh environment gets everything from here and runs every notebook with nbval.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

import notebooks  # noqa: E402

TARGET = ROOT / "_build" / "wheelhouse"
OWN_PYTHON = ".".join(map(str, sys.version_info[:2]))
# A Linux of 2019 or newer runs these, each name with all older ones.
GLIBC = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
# System: its name for uv, which chooses versions for another system, and the names of its wheels for pip.
SYSTEMS = {
    "Windows": ("x86_64-pc-windows-msvc", ["win_amd64"]),
    "macOS, Apple’s processor": ("aarch64-apple-darwin", ["macosx_13_0_arm64"]),
    "macOS, Intel’s processor": ("x86_64-apple-darwin", ["macosx_13_0_x86_64"]),
    "Linux": (
        "x86_64-manylinux_2_28",
        [*GLIBC, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"],
    ),
}
UV = (sys.executable, "-m", "uv")
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
READ_ME = """\
Wheelhouse of The Focused Marketer: the notebooks without a network

For Python {pythons}, on: {systems}.

On each laptop, copy the files of the folder "wheels" into the folder "wheels" of the offline edition.
Then open a terminal in the offline edition's folder. On Windows:

    py -{first} -m venv .venv
    .venv\\Scripts\\python -m pip install --no-index --find-links wheels -r requirements.txt
    .venv\\Scripts\\python check_setup.py

On macOS and Linux:

    python{first} -m venv .venv
    .venv/bin/python -m pip install --no-index --find-links wheels -r requirements.txt
    .venv/bin/python check_setup.py

Other versions of Python need a wheelhouse of their own: make wheelhouse PYTHONS="3.12 3.13"
"""


def run(*command: str | Path, **options) -> str:
    """Run a command and return what it prints. Raises CalledProcessError when it fails."""
    done = subprocess.run(
        [*map(str, command)], check=True, stdout=subprocess.PIPE, encoding="utf-8", **options
    )
    return done.stdout


def pins(wanted: str | Path, system: str, python: str, *more: str, **options) -> str:
    """Return the versions of all packages that some requirements take: lines as "pandas==3.0.2".

    pip can't do this: for the conditions in the packages it takes the system that it runs on.

    Args:
        wanted: file with requirements.
        system: uv's name.
        python: as "3.13".
        more: arguments for uv; options: for run().
    """
    there = ("--python-platform", system, "--python-version", python)
    quiet = ("--quiet", "--no-header", "--no-annotate")
    return run(*UV, "pip", "compile", *there, *quiet, "--only-binary", ":all:", *more, wanted, **options)


def fetch(versions: str, tags: list[str], python: str, wheels: Path) -> None:
    """Download the wheels of exactly these versions. tags: pip's names of the system, the best one first."""
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary, "pins.txt")
        file.write_text(versions, encoding="utf-8")
        system = [word for tag in tags for word in ("--platform", tag)]
        there = ("--only-binary", ":all:", "--python-version", python, *system)
        run(sys.executable, *PIP, "download", "--no-deps", *there, "--dest", wheels, "--requirement", file)


def gather(target: Path, pythons: list[str]) -> None:
    """Write the wheelhouse: the wheels for each system and Python, requirements, and how to use it."""
    shutil.rmtree(target, ignore_errors=True)
    wheels = target / "wheels"
    wheels.mkdir(parents=True)
    (wheels / notebooks.wheel_name()).write_bytes(notebooks.build_wheel())
    (target / "requirements.txt").write_text(notebooks.requirements(), encoding="utf-8")
    words = {"pythons": " and ".join(pythons), "systems": ", ".join(SYSTEMS), "first": pythons[0]}
    (target / "Read me.txt").write_text(READ_ME.format(**words), encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        wanted = Path(temporary, "wanted.txt")
        wanted.write_text("\n".join([*notebooks.needed(), notebooks.line("nbval")]), encoding="utf-8")
        for python in pythons:
            for name, (system, tags) in SYSTEMS.items():
                print(f"Python {python} on {name} …", flush=True)
                fetch(pins(wanted, system, python), tags, python, wheels)


def prove_complete(target: Path, pythons: list[str]) -> None:
    """Choose all versions once more, from the wheelhouse only.

    Raises CalledProcessError when one is missing.
    """
    only_here = ("--offline", "--no-config", "--no-index", "--find-links", "wheels")
    for python in pythons:
        for system, _ in SYSTEMS.values():
            pins("requirements.txt", system, python, *only_here, cwd=target)


def prove_running(target: Path, python: str) -> str:
    """Run all notebooks in a fresh environment that gets everything from the wheelhouse.

    Returns what there is to tell. Raises CalledProcessError when a package is missing or a notebook says
    something else than it should.
    """
    try:
        program = run(
            *UV, "python", "find", "--no-python-downloads", python, stderr=subprocess.DEVNULL
        ).strip()
    except subprocess.CalledProcessError:
        return f"Python {python} is not on this computer, so the notebooks were not tried with it."
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        run(program, "-m", "venv", work / "venv")
        own = work / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        # Isolated: settings of this computer may name other places to install from.
        only_here = ("--isolated", "--no-index", "--find-links", "wheels")
        needed = ("--requirement", "requirements.txt", "nbval")
        run(own, *PIP, "install", *only_here, *needed, cwd=target)
        (work / "notebooks").mkdir()
        for notebook in notebooks.files():
            shutil.copy(notebook, work / "notebooks")
        nbval = ("--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "--quiet")
        said = run(own, "-m", "pytest", *nbval, work / "notebooks", cwd=work)
        return f"Python {python}: {said.strip().splitlines()[-1]}"


def main() -> None:
    """Gather, prove, and tell the size."""
    parser = argparse.ArgumentParser(description="Gather all that pip needs for the notebooks.")
    parser.add_argument("--pythons", nargs="+", default=[OWN_PYTHON], help="versions, as 3.13")
    pythons = parser.parse_args().pythons
    gather(TARGET, pythons)
    prove_complete(TARGET, pythons)
    for python in pythons:
        print(prove_running(TARGET, python), flush=True)
    wheels = list((TARGET / "wheels").iterdir())
    size = sum(wheel.stat().st_size for wheel in wheels)
    print(f"{TARGET.relative_to(ROOT)}: {len(wheels)} files, {size / 1e6:.0f} MB")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as problem:
        sys.exit(f"This failed: {' '.join(problem.cmd)}\n{problem.stdout or ''}")
