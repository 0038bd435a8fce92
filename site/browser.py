"""Find the browsers that test the built book, or install them: python site/browser.py [--install]

Prints their paths: that of Chromium, Chrome or Edge, which the tests can't do without, and that of Firefox.
COURSE_BROWSER and COURSE_FIREFOX name others than the first found.
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
FIREFOX_COMMANDS = ("firefox-esr", "firefox")
FIREFOX_PLACES = (
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"C:\Program Files\Mozilla Firefox\firefox.exe",
    r"C:\Program Files (x86)\Mozilla Firefox\firefox.exe",
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
HOW_TO_MEND_FIREFOX = (
    "The course is tested in Firefox, too, and none was found or could be installed. Install it, or set "
    "COURSE_FIREFOX to the path of its program, and run the command again."
)


class NoBrowser(RuntimeError):
    """A browser that the tests need is not on this computer."""


class WrongName(NoBrowser):
    """COURSE_BROWSER or COURSE_FIREFOX names what is no browser: to be corrected, not installed."""


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


def _named_in(variable):
    """Return the program that an environment variable names, if any; raise WrongName when it does not run."""
    wanted = os.environ.get(variable)
    if wanted and not (shutil.which(wanted) and _runs(wanted)):
        raise WrongName(
            f"{variable} is {wanted}, but no such program is there or it does not run. "
            "Correct it or leave it out."
        )
    return wanted


def _first_that_runs(commands, places):
    paths = [*map(shutil.which, commands), *(place for place in places if place and Path(place).is_file())]
    return next((path for path in paths if path and _runs(path)), None)


def find():
    """Return the path of a Chromium, Chrome or Edge that runs.

    Raises:
        NoBrowser: when there is none, or when COURSE_BROWSER names something else. The message says how to
            mend it.
    """
    path = _named_in("COURSE_BROWSER") or _first_that_runs(COMMANDS, USUAL_PLACES)
    path = path or _first_that_runs((), [_downloaded_by_playwright()])
    if not path:
        raise NoBrowser(HOW_TO_MEND)
    return path


def find_firefox():
    """Return the path of a Firefox that runs. Raises NoBrowser as find() does, for COURSE_FIREFOX."""
    path = _named_in("COURSE_FIREFOX") or _first_that_runs(FIREFOX_COMMANDS, FIREFOX_PLACES)
    if not path:
        raise NoBrowser(HOW_TO_MEND_FIREFOX)
    return path


def _with_apt(package):
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        yield [[*root, "apt-get", "update"], [*root, "apt-get", "install", "-y", package]]


def _ways_to_chromium():
    """Yield the ways to install it, the one that needs no rights on the computer first."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    yield from _with_apt("chromium")


def _ways_to_firefox():
    """Yield the ways to install it: Debian's long-term version, then the newest, which Ubuntu has."""
    yield from _with_apt("firefox-esr")
    yield from _with_apt("firefox")


def _install(find_it, ways):
    try:
        return find_it()
    except WrongName:
        raise
    except NoBrowser as problem:
        missing = problem
    for way in ways:
        try:
            for command in way:
                print("Installing a browser for the tests:", " ".join(command), flush=True)
                # A network that swallows the download would otherwise keep the run waiting for ever.
                subprocess.run(command, check=True, timeout=900)
            return find_it()
        except (OSError, subprocess.SubprocessError, NoBrowser) as problem:
            print(f"That did not work: {problem}", file=sys.stderr)
    raise missing


def install():
    """Install a Chromium when none is found; return its path. Raises NoBrowser when nothing helped."""
    return _install(find, _ways_to_chromium())


def install_firefox():
    """Install a Firefox when none is found; return its path. Raises NoBrowser when nothing helped."""
    return _install(find_firefox, _ways_to_firefox())


def main():
    """Print the browsers' paths; without a Chromium, end with a sentence that says how to mend it."""
    wanted = "--install" in sys.argv
    try:
        print(install() if wanted else find())
    except NoBrowser as problem:
        sys.exit(str(problem))
    try:
        print(install_firefox() if wanted else find_firefox())
    except NoBrowser as problem:
        print(f"{problem} Its tests are left out until then.", file=sys.stderr)


if __name__ == "__main__":
    main()
