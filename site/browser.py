"""Find the browser that tests the built book, or install one: python site/browser.py [--install]

Prints the path of the browser. COURSE_BROWSER names another one than the first found.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)
# No sandbox, since continuous integration often runs as root; nothing that talks to other hosts.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HOW_TO_MEND = (
    "The tests of the built book need Chromium, Chrome or Edge, and none was found or could be installed. "
    "Install one of them, or set COURSE_BROWSER to the path of its program, and run the command again."
)


class NoBrowser(RuntimeError):
    """No Chromium, Chrome or Edge is on this computer."""


def _downloaded_by_playwright():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _runs(path):
    """Tell whether a program is a browser that runs: Ubuntu's "chromium-browser" may only ask for a snap."""
    if os.name == "nt":  # there, browsers don't answer: they open a window
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find():
    """Return the path of a Chromium, Chrome or Edge that runs.

    Raises:
        NoBrowser: when there is none, or when COURSE_BROWSER names something else. The message says how to
            mend it.
    """
    wanted = os.environ.get("COURSE_BROWSER")
    if wanted:
        if shutil.which(wanted) and _runs(wanted):
            return wanted
        raise NoBrowser(
            f"COURSE_BROWSER is {wanted}, but no such program is there or it does not run. "
            "Correct it or leave it out."
        )
    for command in COMMANDS:
        if (path := shutil.which(command)) and _runs(path):
            return path
    for place in (*USUAL_PLACES, _downloaded_by_playwright()):
        if place and Path(place).is_file() and _runs(place):
            return place
    raise NoBrowser(HOW_TO_MEND)


def _install_commands():
    """Yield the ways to install a browser, the one that needs no rights on the computer first."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        yield [[*root, "apt-get", "update"], [*root, "apt-get", "install", "-y", "chromium"]]


def install():
    """Install a browser when none is found; return its path. Raises NoBrowser when nothing helped."""
    try:
        return find()
    except NoBrowser:
        if os.environ.get("COURSE_BROWSER"):
            raise
    for way in _install_commands():
        try:
            for command in way:
                print("Installing a browser for the tests:", " ".join(command), flush=True)
                # A network that swallows the download would otherwise keep the run waiting for ever.
                subprocess.run(command, check=True, timeout=900)
            return find()
        except (OSError, subprocess.SubprocessError, NoBrowser) as problem:
            print(f"That did not work: {problem}", file=sys.stderr)
    raise NoBrowser(HOW_TO_MEND)


def main():
    """Print the browser's path, or end with a sentence that says how to mend it."""
    try:
        print(install() if "--install" in sys.argv else find())
    except NoBrowser as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
