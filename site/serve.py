"""Serve the built book on this computer: python site/serve.py [folder] [--room] [--port N] [--open]

Only the standard library, since the offline edition has this file, too, as its start.py: there it serves
the folder "course" beside it, and opens the browser. Here the folder is _build/html unless another is given.

The address is port 8765 of 127.0.0.1, which no other computer can reach. A browser keeps a reader's work
under the address, port and all, so the port is the same each time. When the course is open there already, its
page is opened once more. When another program has the port, the next free one serves, and the reader is told.
With --room, the computers of the same network can come in: for a workshop.

TYPES and KEPT hold for every web server; course_book/hosts.py writes the settings of others from them.
"""

import argparse
import functools
import os
import re
import socket
import sys
import threading
import webbrowser
from http.client import HTTPConnection, HTTPException
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OLDEST_PYTHON = (3, 9)
FIRST_PORT = 8765
HERE = Path(__file__).resolve().parent
BUILT_BOOK = HERE.parent / "_build" / "html"
OFFLINE_EDITION = Path(__file__).name == "start.py"
MANIFEST = "live/manifest.json"  # tells one edition of the course from another
PATIENCE = 1  # seconds for another program to answer

NOT_BUILT = "There is no built book in {folder}. Build it first: make book"
NOT_UNPACKED = "The folder {folder} is missing. Unpack the whole zip, and start from the unpacked folder."
ANOTHER_ADDRESS = """
The course's usual address, http://127.0.0.1:{usual}/, is taken by another program, or by another edition of
the course. So the course has a new address today. The browser keeps your work under the address where you did
it. Earlier work is not lost: close that program, start again, and you find it. Or go on now. At the end, open
the page "Your data", and save your work as a file. Next time, take the file back on the same page.
"""
# The files of the book. A browser refuses a module or WebAssembly of another type.
TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".inv": "application/octet-stream",
    ".ipynb": "application/json",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/plain",
    ".mjs": "text/javascript",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".whl": "application/octet-stream",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# Names below live/ carry a hash of the content, all but the list of these names: they never change.
KEPT_FOR_EVER = r"/live/(?!manifest\.json)"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # the browser asks each time, and hears "not modified"


class BookHandler(SimpleHTTPRequestHandler):
    """Hands out the files of the book, and in place of a file its compressed copy, if there is one."""

    # Before the computer's own list: on Windows, the registry may say anything.
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}
    compressed = True  # hand out NAME.gz for NAME to browsers that take it
    packed = False  # this answer is such a copy

    def translate_path(self, path):
        """Return the file for an address."""
        file = super().translate_path(path)
        taken = self.compressed and "gzip" in self.headers.get("Accept-Encoding", "")
        self.packed = taken and Path(file + ".gz").is_file()
        return file + ".gz" if self.packed else file

    def guess_type(self, path):
        """Return the type of what is in a file, compressed or not."""
        kind = super().guess_type(path.removesuffix(".gz") if self.packed else path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def send_error(self, code, message=None, explain=None):
        """Say in the book's own words that there is no such page."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.packed = False
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_response(self, code, message=None):
        """Begin an answer; a file that is not there may be there the next time."""
        self.kept = code < 400 and re.match(KEPT_FOR_EVER, self.path)
        super().send_response(code, message)

    def end_headers(self):
        """Say how the answer is packed, and how long the browser may keep it."""
        if self.packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", FOR_EVER if self.kept else ASK_AGAIN)
        super().end_headers()

    def log_message(self, *args):
        """Say nothing for each file: the terminal shows the address and nothing else."""


class CourseServer(ThreadingHTTPServer):
    """A server that never shares its port."""

    # Elsewhere this only skips a pause after a stop. On Windows it would let two programs have the same port.
    allow_reuse_address = os.name != "nt"


def server(folder=BUILT_BOOK, first_port=FIRST_PORT, host="127.0.0.1"):
    """Return a server for a folder, bound to the first free port of twenty, or to any free port.

    host: the address to listen on; "" for every network of this computer.
    """
    handler = functools.partial(BookHandler, directory=str(folder))
    for port in range(first_port, first_port + 20):
        try:
            return CourseServer((host, port), handler)
        except OSError:
            continue
    return CourseServer((host, 0), handler)


def edition_at(port):
    """Return the list of files of the course that is open at a port of this computer.

    Returns other bytes when another program answers there, None when none listens.
    """
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.connect()
    except OSError:
        return None
    try:
        line.request("GET", f"/{MANIFEST}")
        return line.getresponse().read(1_000_000)
    except (OSError, HTTPException):
        return b""
    finally:
        line.close()


def open_browser(address):
    """Open an address in the reader's browser, which may take its time."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def serve(course, asked, usual):
    """Say where the course is, open it if asked, and serve it until Ctrl+C."""
    here = f"http://127.0.0.1:{course.server_port}/"
    address = f"http://{socket.gethostname()}:{course.server_port}/" if asked.room else here
    if course.server_port != usual:
        print(ANOTHER_ADDRESS.format(usual=usual))
    print(f"The course is open at {address}")
    if asked.room:
        print("If others can't open that name, let them use this computer's IP address in its place.")
    print("Leave this window open. To stop the course, close it or press Ctrl+C.", flush=True)
    if asked.open:
        open_browser(here)
    try:
        course.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")


def main():
    """Serve until Ctrl+C, unless the course is open at its usual address already."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("The course needs Python 3.9 or newer; this is " + sys.version.split()[0])
    usual_folder = HERE / "course" if OFFLINE_EDITION else BUILT_BOOK
    parser = argparse.ArgumentParser(description="Serve the built book.")
    parser.add_argument("folder", nargs="?", type=Path, default=usual_folder)
    parser.add_argument("--room", action="store_true", help="let other computers of the network in")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help=f"the first port to try ({FIRST_PORT})")
    open_it = argparse.BooleanOptionalAction
    parser.add_argument("--open", action=open_it, default=OFFLINE_EDITION, help="open it in the browser")
    asked = parser.parse_args()
    if not (asked.folder / MANIFEST).is_file():
        sys.exit((NOT_UNPACKED if OFFLINE_EDITION else NOT_BUILT).format(folder=asked.folder))
    found = edition_at(asked.port)
    if found == (asked.folder / MANIFEST).read_bytes() and not asked.room:
        address = f"http://127.0.0.1:{asked.port}/"
        print(f"The course is open already, at {address}")
        if asked.open:
            webbrowser.open(address)
        return
    first_port = asked.port if found is None else asked.port + 1
    with server(asked.folder, first_port, host="" if asked.room else "127.0.0.1") as course:
        serve(course, asked, asked.port)


if __name__ == "__main__":
    main()
