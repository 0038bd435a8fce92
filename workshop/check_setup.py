"""Tell whether this computer is ready for the notebooks: python check_setup.py

Run it the day before. Each line says "ok", or what to do; the exit code is 0 when all is ready. It begins
with Python's own library only, since what it looks for may be missing. Nothing of yours is read or changed.

It stands in workshop/, since it belongs to preparing a session; in the offline edition it is at the top.
"""

import os
import re
import sys
import tempfile
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
# In the offline edition everything is beside this file, in a checkout one folder up.
TOP = HERE if (HERE / "requirements.txt").is_file() else HERE.parent
NOTEBOOKS = next(path for path in (TOP / "notebooks", TOP / "exercises") if path.is_dir())
SECTION = "# The exercises"  # of requirements.txt: what the notebooks need
OLDEST_PYTHON = (3, 11)
EXERCISE = "goal-builder.ipynb"
LONGEST_RUN = 120  # seconds for one cell on a slow computer
COLOUR = re.compile(r"\x1b\[[\d;]*m")  # in what Jupyter says about an error

PYTHON = "Install Python {oldest} or newer, make a new .venv with it, and install the packages there."
VENV = (
    "This is not the Python of the folder .venv, which has the packages. If there is such a folder, use it:\n"
    "  {python} check_setup.py\n"
    'If there is none, make it first, as the page "Start here" or the README tells.'
)
PACKAGES = (
    "Install them:\n  {python} -m pip install -r requirements.txt\nWithout a connection, with the wheelhouse "
    "of your instructor:\n  {python} -m pip install --no-index --find-links wheels -r requirements.txt"
)
KERNEL = (
    "Install the packages once more, and close other programs. If that doesn't help, send the lines above."
)
FOLDER = (
    "Your work is kept there. Move the course's folder to a place where you may write, such as Documents."
)
BROWSER = "Install Firefox, Chrome or Edge. JupyterLab opens in it."
READY = "Ready. The notebooks will work."
NOT_READY = "Not ready yet. Do what is said above, and run this again."


def requirements(text):
    """Return the lines of requirements.txt that the notebooks need, without their reasons."""
    section = text.partition(SECTION)[2].partition("\n#")[0]
    return [line.partition("#")[0].strip() for line in section.splitlines() if line.partition("#")[0].strip()]


def check_python():
    """Return what Python this is and what to do, "" when nothing."""
    found = "Python " + sys.version.split()[0]
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return found, "" if sys.version_info >= OLDEST_PYTHON else PYTHON.format(oldest=oldest)


def problem_with(requirement):
    """Return what is wrong with an installed package, "" when nothing. requirement: "pandas>=3.0,<4"."""
    from importlib.metadata import PackageNotFoundError, version  # Python 3.7 lacks it

    from packaging.requirements import Requirement  # comes with JupyterLab

    wanted = Requirement(requirement)
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted.name} is missing"
    return "" if wanted.specifier.contains(found) else f"{wanted.name} is {found}, not {wanted.specifier}"


def check_packages():
    """Return which packages are there and what to do."""
    needed = [*requirements((TOP / "requirements.txt").read_text(encoding="utf-8")), "rolecraft"]
    try:
        problems = [problem for problem in map(problem_with, needed) if problem]
    except ImportError:
        problems = ["JupyterLab is missing, and maybe more"]
    if problems:
        alone = sys.prefix == sys.base_prefix  # no virtual environment
        python = (
            str(Path(".venv", "Scripts" if os.name == "nt" else "bin", "python")) if alone else sys.executable
        )
        return "Packages: " + "; ".join(problems), (VENV if alone else PACKAGES).format(python=python)
    return f"Packages: {len(needed)} of {len(needed)}", ""


def check_exercise():
    """Run a whole exercise in a notebook, on an empty plan; return what happened and what to do."""
    try:
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(NOTEBOOKS / EXERCISE, as_version=4)
        # An empty folder for the plan: the one beside the notebooks is the learner's own.
        with tempfile.TemporaryDirectory() as empty:
            os.environ["ROLECRAFT_FOLDER"] = empty
            quiet = ["--log-level=ERROR"]
            NotebookClient(
                notebook, timeout=LONGEST_RUN, kernel_name="python3", extra_arguments=quiet
            ).execute()
    except Exception as error:  # noqa: BLE001 whatever it is, the learner needs a sentence
        last = (str(error).strip() or type(error).__name__).splitlines()[-1]
        return f"An exercise doesn't run: {COLOUR.sub('', last)}", KERNEL
    return "An exercise runs in a notebook", ""


def check_folder():
    """Return whether work can be kept beside the notebooks and what to do."""
    try:
        with tempfile.TemporaryFile(dir=NOTEBOOKS) as file:
            file.write(b"x")
    except OSError as error:
        return f"Nothing can be written to {NOTEBOOKS}: {error.strerror}", FOLDER
    return f"Your work can be kept in {NOTEBOOKS}", ""


def check_browser():
    """Return whether there is a browser and what to do."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return "No browser was found", BROWSER
    return "There is a browser", ""


def results():
    """Yield what each check found and what to do; an exercise runs only where the packages are right."""
    for check in (check_python, check_packages, check_exercise):
        found, advice = check()
        yield found, advice
        if advice:
            break
    yield check_folder()
    yield check_browser()


def main():
    """Print what each check found; return the exit code, which is 0 when everything is ready."""
    ready = True
    for found, advice in results():
        print(f"{'TO DO' if advice else 'ok':6}{found}", flush=True)
        if advice:
            ready = False
            print("      " + advice.replace("\n", "\n      "))
    print("\n" + (READY if ready else NOT_READY))
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
