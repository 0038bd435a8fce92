"""Serve the built book on this computer: python site/serve.py [folder] [--room]

Only the standard library, so that it also runs from an offline copy of the course. The folder is
_build/html unless another is given; the address is the first free port from 8765 on 127.0.0.1, which no
other computer can reach. With --room, the computers of the same network can: for a workshop.
"""

import argparse
import functools
import socket
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FIRST_PORT = 8765
BUILT_BOOK = Path(__file__).resolve().parents[1] / "_build" / "html"


class BookHandler(SimpleHTTPRequestHandler):
    """Hands out the files of the book, with the types that the live exercises need."""

    # Windows may say otherwise in its registry; a browser refuses a module or WebAssembly of another type.
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".whl": "application/octet-stream",
        ".zip": "application/zip",
        ".json": "application/json",
        ".ipynb": "application/json",
        ".svg": "image/svg+xml",
        ".md": "text/plain; charset=utf-8",
    }

    def end_headers(self):
        """Make the browser ask again each time (and get "not modified"): a new build is seen at once."""
        self.send_header("Cache-Control", "no-cache")
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
    asked = parser.parse_args()
    if not (asked.folder / "index.html").is_file():
        sys.exit(f"There is no built book in {asked.folder}. Build it first: make book")
    with server(asked.folder, host="" if asked.room else "127.0.0.1") as course:
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
