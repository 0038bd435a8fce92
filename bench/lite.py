"""A stock JupyterLite site to compare with: the same library, the same call, the same Pyodide.

    .venv/bin/python bench/lite.py

Built once into .bench/lite as JupyterLite's documentation says: its console page (`repl`), Pyodide as
npm has it, the library and its packages locked at build time. Nothing is slimmed or byte-compiled. What a
stock site fetches from other hosts while it runs is put into the site, else a bench without a connection
would hang.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIVE = ROOT / "site" / "live"
FOLDER = ROOT / ".bench"
VENV = FOLDER / "venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SOURCES = FOLDER / "lite-sources"
OUTPUT = FOLDER / "lite"
PAGE = "repl/index.html"

# The lock extra puts packages into the site when it is built; it needs Python 3.12.
TOOLS = (
    "jupyterlite-core==0.8.6",
    "jupyterlite-pyodide-kernel[lock]==0.8.6",
    "pyodide-lock==0.2.1",
    "jupyterlab-widgets>=3,<4",
)
OLDEST_PYTHON = (3, 12)
COMMANDS = ("python3.14", "python3.13", "python3.12", "python3")
PACKAGES = ("attrs", "cattrs", "ipywidgets", "snowballstemmer")
MICROPIP = "micropip>=0.11,<1"  # the kernel loads it at each start; Pyodide's npm package doesn't have it
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "package.json")

sys.path.insert(0, str(ROOT / "site"))

from changes import fingerprint  # noqa: E402


class NoLite(RuntimeError):
    """A stock JupyterLite can't be built on this computer; the message says why."""


def _version(python: str) -> tuple[int, ...]:
    """Return the version of an interpreter, () when it doesn't run."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", question], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()


def find_python() -> str:
    """Return an interpreter that can build the site: this one, one of the usual names, or one of pyenv's.

    BENCH_PYTHON names another one. Raises NoLite when none is new enough.
    """
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = sorted(map(str, pyenv.glob("3.*/bin/python3")), reverse=True)
    for python in (os.environ.get("BENCH_PYTHON"), sys.executable, *COMMANDS, *kept):
        if python and _version(python) >= OLDEST_PYTHON:
            return python
    raise NoLite(
        "The comparison with JupyterLite is left out: building its site needs Python 3.12 or newer, and none "
        "was found. Install one, or set BENCH_PYTHON to the path of its program."
    )


def _run(*command: str | Path, folder: Path = ROOT) -> None:
    """Run a command without its chatter. Raises NoLite with the end of what it said when it fails."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-15:])
        raise NoLite(f"The comparison with JupyterLite is left out: {Path(command[0]).name} failed.\n{end}")


def _make_environment() -> None:
    """Install JupyterLite into an environment of its own, unless it is there."""
    mark = VENV / ".installed"
    wanted = " ".join(TOOLS)
    if mark.exists() and mark.read_text() == wanted:
        return
    _run(find_python(), "-m", "venv", "--clear", VENV)
    _run(PYTHON, "-m", "pip", "install", "--quiet", *TOOLS)
    mark.write_text(wanted)


def _pinned() -> tuple[str, list[str]]:
    """Return the version of Pyodide and the packages, NAME==VERSION, that the course's own pages run."""
    pyodide = json.loads((LIVE / "package.json").read_text())["dependencies"]["pyodide"]
    pins = [line.split()[0] for line in (LIVE / "wheels.txt").read_text().splitlines() if "==" in line]
    return pyodide, [pin for pin in pins if pin.split("==")[0] in PACKAGES]


def _put_pyodide(target: Path) -> None:
    """Put Pyodide's core where JupyterLite looks for it; its lock names no package of another host."""
    package = LIVE / "node_modules" / "pyodide"
    if not package.is_dir():
        raise NoLite("The comparison with JupyterLite is left out: it needs the built book. First: make book")
    target.mkdir(parents=True)
    for name in CORE:
        shutil.copyfile(package / name, target / name)
    lock = json.loads((package / "pyodide-lock.json").read_text())
    (target / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}))


def _put_library(target: Path) -> None:
    """Build the library's wheel from a copy, so that nothing is written into the checkout."""
    copy = SOURCES / "library"
    shutil.copytree(ROOT / "rolecraft", copy / "rolecraft", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    _run(PYTHON, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", target, copy)


def _configure(packages: list[str]) -> None:
    """Write JupyterLite's two configuration files."""
    build = {
        "LiteBuildConfig": {"apps": ["repl"], "no_sourcemaps": True},
        "PyodideLockAddon": {"enabled": True, "specs": [*packages, MICROPIP], "wheels": ["wheels"]},
    }
    kernel = {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": True}}
    page = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"litePluginSettings": kernel}}
    (SOURCES / "jupyter_lite_config.json").write_text(json.dumps(build, indent=1))
    (SOURCES / "jupyter-lite.json").write_text(json.dumps(page, indent=1))


def build() -> Path:
    """Return the folder of the site, built unless it is there and current.

    Needs a connection (PyPI) when something is built.

    Raises:
        NoLite: when it can't be built here. The message is for the person who runs the bench.
    """
    pyodide, packages = _pinned()
    key = " ".join((*TOOLS, MICROPIP, pyodide, *packages, fingerprint(ROOT / "rolecraft")))
    mark = OUTPUT / ".built-from"
    if mark.exists() and mark.read_text() == key:
        return OUTPUT
    print("Building a stock JupyterLite to compare with (about a minute) …", flush=True)
    FOLDER.mkdir(exist_ok=True)
    _make_environment()
    for folder in (SOURCES, OUTPUT):
        shutil.rmtree(folder, ignore_errors=True)
    _put_pyodide(SOURCES / "static" / "pyodide")
    _put_library(SOURCES / "wheels")
    _configure(packages)
    _run(PYTHON, "-m", "jupyterlite_core", "build", "--output-dir", OUTPUT, folder=SOURCES)
    mark.write_text(key)
    return OUTPUT


if __name__ == "__main__":
    try:
        print(build())
    except NoLite as problem:
        sys.exit(str(problem))
