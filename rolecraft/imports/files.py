"""A file of the learner's: opened, and refused with a sentence when it is not what it should be."""

from pathlib import Path
from typing import Any

from rolecraft.text import say

LARGEST_FILE = 20_000_000  # bytes; a calendar of ten years has about 5 million

# How other kinds of files begin, and the message that says what to do with one.
_FOREIGN = (
    (b"%PDF", "file_pdf"),
    (b"\x89PNG", "file_picture"),
    (b"\xff\xd8\xff", "file_picture"),
    (b"GIF8", "file_picture"),
    (b"\xd0\xcf\x11\xe0", "file_excel"),  # .xls, and other old Office files
    (b"Rar!", "file_zip"),
    (b"7z\xbc\xaf", "file_zip"),
    (b"\x1f\x8b", "file_zip"),
)


class ImportProblem(ValueError):
    """A file that can't be used; `key` and `values` name the message that tells the learner what to do."""

    def __init__(self, key: str, **values: Any):
        super().__init__(say(f"own_files.{key}", **values))
        self.key = f"own_files.{key}"
        self.values = values


def open_file(source: bytes | str | Path) -> bytes:
    """Return the content of a file: of a path, or bytes as they are.

    Raises ImportProblem for what is empty or larger than LARGEST_FILE (a file that large is not even read),
    OSError when the path can't be read.
    """
    if not isinstance(source, bytes):
        _check_size(Path(source).stat().st_size)
        source = Path(source).read_bytes()
    _check_size(len(source))
    return source


def _check_size(size: int) -> None:
    if not size:
        raise ImportProblem("file_empty")
    if size > LARGEST_FILE:
        raise ImportProblem("file_too_large", most=LARGEST_FILE // 1_000_000, size=size / 1_000_000)


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16, with or without a mark in front, or else Windows-1252.

    Raises ImportProblem for files of other kinds: PDF, Excel, ZIP, pictures, pages of the web.
    """
    for beginning, key in _FOREIGN:
        if content.startswith(beginning):
            raise ImportProblem(key)
    if content.startswith(b"PK\x03\x04"):
        raise ImportProblem("file_excel" if b"[Content_Types].xml" in content[:4000] else "file_zip")
    text = _text(content)
    if "\0" in text:
        raise ImportProblem("file_binary")
    if not text.strip():
        raise ImportProblem("file_empty")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise ImportProblem("file_html")
    return text


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:2000]
    for odd, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):  # every other byte is NUL: UTF-16, no mark
        if len(head) > 3 and head[odd::2].count(0) > 0.4 * len(head) > 10 * head[1 - odd :: 2].count(0):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
