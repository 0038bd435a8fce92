"""Serve the built book on this computer: python site/serve.py [folder] [--room] [--port N]

Only the standard library, so that it also runs from an offline copy of the course. The folder is
_build/html unless another is given; the address is the first free port from 8765 on 127.0.0.1, which no
other computer can reach. With --room, the computers of the same network can: for a workshop.

TYPES and KEPT hold for every web server; course_book/hosts.py writes the settings of others from them.
"""

import argparse
import functools
import re
import socket
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FIRST_PORT = 8765
BUILT_BOOK = Path(__file__).resolve().parents[1] / "_build" / "html"
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


def server(folder=BUILT_BOOK, first_port=FIRST_PORT, host="127.0.0.1"):
    """Return a server for a folder, bound to the first free port of twenty, or to any free port.

    host: the address to listen on; "" for every network of this computer.
    """
    handler = functools.partial(BookHandler, directory=str(folder))
    for port in range(first_port, first_port + 20):
        try:
            return ThreadingHTTPServer((host, port), handler)
        except OSError:
            continue
    return ThreadingHTTPServer((host, 0), handler)


def main():
    """Serve until Ctrl+C."""
    parser = argparse.ArgumentParser(description="Serve the built book.")
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT_BOOK)
    parser.add_argument("--room", action="store_true", help="let other computers of the network in")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help=f"the first port to try ({FIRST_PORT})")
    asked = parser.parse_args()
    if not (asked.folder / "index.html").is_file():
        sys.exit(f"There is no built book in {asked.folder}. Build it first: make book")
    with server(asked.folder, asked.port, host="" if asked.room else "127.0.0.1") as course:
        address = socket.gethostname() if asked.room else "127.0.0.1"
        print(f"The course is open at http://{address}:{course.server_port}/  (stop it with Ctrl+C)")
        if asked.room:
            print("If others can't open that name, let them use this computer's IP address in its place.")
        sys.stdout.flush()
        try:
            course.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main()
