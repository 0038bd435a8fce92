"""Python's side of a live exercise: widgets talk to the page, the plan is kept by the browser.

It is imported while the book is built: snapshot.mjs keeps the memory of a Python that has imported this and
all that every exercise needs, and a reader's browser goes on from there with `wake`.
"""

import json
import random
import sys
import traceback
from importlib import import_module, invalidate_caches
from importlib.machinery import PathFinder
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import comm
import IPython.display
import ipywidgets  # noqa: F401  (every exercise needs it)
from comm.base_comm import BaseComm
from IPython import get_ipython
from pyodide.code import eval_code
from pyodide.ffi import JsException, to_js

from rolecraft import store
from rolecraft.text import say

LIBRARY = "/library"  # where the exercise library is in the worker

_page = None  # worker.js: post(kind, ...) sends to the page, keep(texts) stores, fetch_now(url) loads a file
_files = {}  # what the library has beside its modules, as path → bytes
_drive = None


def remember_files():
    """Keep the library's messages and data for `wake`: the image has Python's memory, but no files."""
    for path in Path(LIBRARY).rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            _files[path] = path.read_bytes()


def wake(page, archives):
    """Go on in a reader's browser.

    page: worker.js's side. archives: those that are fetched when one of their modules is imported, as a JSON
    array of {url, path, modules}.
    """
    global _page
    _page = page
    random.seed()  # the image has the same state for everybody
    for path, content in _files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    invalidate_caches()
    for archive in json.loads(archives):
        sys.meta_path.append(LateFinder(**archive))


class PageComm(BaseComm):
    """A widget's line to its twin in the page."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        """Send one message; buffers travel beside it as bytes."""
        _page.post(
            msg_type,
            self.comm_id,
            json.dumps({"target_name": self.target_name, "data": data or {}, "metadata": metadata or {}}),
            to_js([memoryview(buffer).cast("B") for buffer in buffers]) if buffers else None,
        )


class BrowserDrive:
    """The browser's own storage, as the store wants it: reads at once, writes in the worker."""

    def __init__(self, texts):
        self._texts = texts
        self.on_saved = lambda ok, reason: None

    def read(self, name):
        """Return the newest text of this name, or None."""
        return self._texts.get(name)

    def write(self, name, text, backup=True):
        """Keep a text and, with backup, the one before it under the backup's name."""
        fresh = {name: text}
        if backup and self._texts.get(name, text) != text:
            fresh[store.backup_name(name)] = self._texts[name]
        self._texts.update(fresh)
        _page.keep(json.dumps(fresh))

    def deliver(self, name, content, mime):
        """Let the page save a file; return where it goes."""
        _page.post("deliver", name, mime, to_js([memoryview(content)]))
        return say("live.downloads")


class LateFinder:
    """Finds modules in an archive that is fetched when the first of them is imported.

    url: of the archive. path: where its modules have it in the worker. modules: their names, without those
    inside a package.
    """

    def __init__(self, url, path, modules):
        self._url, self._archive, self._names = url, path, frozenset(modules)

    def find_spec(self, name, path=None, target=None):
        """Return where a module is, None for modules that the archive doesn't have."""
        parents = name.split(".")[:-1]
        packages = {".".join(parents[:end]) for end in range(1, len(parents) + 1)}
        if not self._names & {name, *packages}:
            return None
        try:
            content = _page.fetch_now(self._url).to_bytes()
        except JsException as error:
            raise ImportError(say("live.not_loaded")) from error
        Path(self._archive).write_bytes(content)
        sys.meta_path.remove(self)
        sys.path.append(self._archive)
        invalidate_caches()  # there was no such archive before
        return PathFinder.find_spec(name, ["/".join([self._archive, *parents])])


def add_part(slug, content):
    """Unpack an exercise's part of the library and import its view.

    slug: the exercise ("kpi-map"). content: the bytes of the part's archive.
    """
    with ZipFile(BytesIO(content.to_bytes())) as archive:
        archive.extractall(LIBRARY)
    invalidate_caches()
    import_module(f"rolecraft.views.{slug.replace('-', '_')}")


def open_drive(texts):
    """Hand the plan to the exercises.

    texts: everything kept so far, as a JSON object name → text; null where the browser keeps nothing.
    """
    global _drive
    kept = json.loads(texts)
    _drive = BrowserDrive(kept or {})
    store.use(_drive).listen(tell_unsaved)
    if kept is None:
        saved(False, "SecurityError", "")


def tell_unsaved(section, by):
    """Let the page know whether closing it would lose something."""
    if section == "saved":
        _page.post("unsaved", store.workbook().unsaved)


# What the learner is told for the browser's own names of errors.
REASONS = {"QuotaExceededError": "live.reason_full", "SecurityError": "live.reason_blocked"}


def saved(ok, error, words):
    """Tell the store how the newest writing ended. error, words: the browser's name and text for it."""
    _drive.on_saved(ok, say(REASONS[error]) if error in REASONS else words or error)


def save_again():
    """Try once more to save what could not be saved."""
    store.workbook().save_again()


def changed_elsewhere(texts):
    """Take over what another tab has saved. texts: a JSON object name → text."""
    fresh = json.loads(texts)
    _drive._texts.update(fresh)
    if store.PLAN_NAME in fresh:
        store.workbook().absorb(fresh[store.PLAN_NAME])


def forget():
    """Drop everything, since the learner has deleted it on the page “Your data”."""
    _drive._texts.clear()
    store.workbook().forget()


def run(code):
    """Run an exercise's call and show the widget that its last line gives."""
    result = eval_code(code, {"__name__": "__main__"})
    if result is not None:
        show(result)


def show(item):
    """Show a widget in the place of the exercise that runs now, anything else as text."""
    if hasattr(item, "model_id"):
        _page.post("display", item.model_id)
    else:
        _page.post("text", str(item))


def receive(kind, comm_id, content, buffers):
    """Handle one message from the page. content: JSON; buffers: a list of ArrayBuffers."""
    manager = comm.get_comm_manager()
    message = {
        "content": {"comm_id": comm_id, **json.loads(content)},
        "buffers": [buffer.to_memoryview() for buffer in buffers],
    }
    if kind == "comm_open":
        manager.comm_open(None, None, message)
    elif comm_id in manager.comms:
        # Straight to the comm: the manager would swallow an error.
        line = manager.comms[comm_id]
        if kind == "comm_msg":
            line.handle_msg(message)
        else:
            manager.unregister_comm(line)
            line.handle_close(message)


def report(error):
    """Tell the page about an error, in full for those who can use it."""
    _page.post("error", f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error)))


comm.create_comm = PageComm
IPython.display.show = show
get_ipython().report = report
