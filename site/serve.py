"""Serve the built book on this computer: python site/serve.py [folder]

Only the standard library, so that it also runs from an offline copy of the course. The folder is
_build/html unless another is given; the address is the first free port from 8765 on 127.0.0.1, which no
other computer can reach.
"""

import functools
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


def server(folder=BUILT_BOOK, first_port=FIRST_PORT):
    """Return a server for a folder, bound to the first free port of twenty, or to any free port."""
    handler = functools.partial(BookHandler, directory=str(folder))
    for port in range(first_port, first_port + 20):
        try:
            return ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    return ThreadingHTTPServer(("127.0.0.1", 0), handler)


def main():
    """Serve until Ctrl+C."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT_BOOK
    if not (folder / "index.html").is_file():
        sys.exit(f"There is no built book in {folder}. Build it first: make book")
    with server(folder) as course:
        print(
            f"The course is open at http://127.0.0.1:{course.server_port}/  (stop it with Ctrl+C)", flush=True
        )
        try:
            course.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main()
