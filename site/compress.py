"""Compress the built book once, so that no web server has to do it for every reader.

Python in the browser is a file of ten megabytes. A server that compresses as it sends would spend a third of
a second on it for each reader; with NAME.gz and NAME.br beside NAME, it only sends.
"""

import gzip
import hashlib
import shutil
from pathlib import Path

import brotli

SMALL = 1000  # bytes; below, a copy gains nothing
# What gets smaller; archives, pictures and fonts are compressed already.
PACKED = {".css", ".html", ".ico", ".ipynb", ".js", ".json", ".map", ".md", ".mjs", ".svg", ".ttf", ".txt"}
PACKED |= {".wasm", ".webmanifest", ".xml"}
# Brotli's last two steps would save another tenth, for half a minute of work.
WAYS = {
    ".gz": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
    ".br": lambda content: brotli.compress(content, quality=9, lgwin=24),
}


def compress(folder: Path, kept: Path) -> None:
    """Write a .gz and a .br beside each file of a folder that gets smaller by it, and remove all others.

    Args:
        folder: with the files, and folders in it.
        kept: where copies are kept between builds, under the hash of what is in them.
    """
    kept.mkdir(parents=True, exist_ok=True)
    used = set()
    files = [path for path in folder.rglob("*") if path.is_file()]
    for old in [path for path in files if path.suffix in WAYS]:
        old.unlink()
    for file in files:
        if file.suffix not in PACKED or file.stat().st_size < SMALL:
            continue
        content = file.read_bytes()
        for suffix, packed in WAYS.items():
            copy = kept / (hashlib.sha256(content).hexdigest() + suffix)
            if not copy.exists():
                copy.write_bytes(packed(content))
            # With its date: browsers that have the file ask whether it is newer.
            shutil.copy2(copy, file.with_name(file.name + suffix))
            used.add(copy)
    for copy in set(kept.iterdir()) - used:
        copy.unlink()
