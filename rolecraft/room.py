"""The files that a room has handed in: each is read or refused with a reason, and nothing in it is ever run.

A folder that anybody could put something into: every entry counts as hostile until it has been read. What is
kept of a file are the few values of its hand-in; of a whole plan, no words, and of a health check nothing.
"""

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rolecraft import hand_in
from rolecraft.hand_in import HandIn
from rolecraft.plan_json import PlanFileError, document_from_file, plan_from_document
from rolecraft.text import say

MOST_FILES = 10_000
LARGEST = 2_000_000  # bytes of one file; a full plan has about 30,000
MOST_ENTRIES = (
    500  # of one list in a plan; nobody has more activities, and rules compare entries with entries
)
LONGEST_NAME = 120  # characters of a file's name that are shown

_LARGEST_MB = str(LARGEST // 1_000_000)
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
# Links are not followed, and a pipe that nobody writes to does not hold us up.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


@frozen
class Refused:
    """An entry of the folder that does not count.

    name: as it may be shown anywhere. reason: the message debrief.refused_<reason>. values: of that message.
    """

    name: str
    reason: str
    values: dict[str, str] = field(factory=dict)

    def words(self, language: str = "en") -> str:
        """Return name and reason in a sentence."""
        return f"{self.name}: {say(f'debrief.refused_{self.reason}', language, **self.values)}"


@frozen
class Room:
    """What a room has handed in.

    handed: one for each person, or plan. refused: what does not count, by name. with_health: names of files
    that hold answers of the health check, which were not read.
    """

    handed: tuple[HandIn, ...]
    refused: tuple[Refused, ...] = ()
    with_health: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return say("debrief.repr", files=len(self.handed), refused=len(self.refused))


class _RefusalError(Exception):
    def __init__(self, reason: str, **values: str):
        super().__init__(reason)
        self.reason, self.values = reason, values


def read_folder(folder: Path | str) -> Room:
    """Read the files that lie directly in a folder.

    The same file twice counts once; of several files of one plan, the one with the most changes counts.
    Raises OSError when the folder itself isn't there or can't be read.
    """
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    counted: dict[str, tuple[str, HandIn]] = {}  # by the plan's code; without one, by the file
    seen: dict[bytes, str] = {}
    refused: list[Refused] = []
    with_health: list[str] = []
    for number, entry in enumerate(entries):
        name = shown_name(entry.name)
        try:
            if number >= MOST_FILES:
                raise _RefusalError("too_many", most=str(MOST_FILES))
            content = _content(entry)
            digest = sha256(content).digest()
            if digest in seen:
                raise _RefusalError("same_file", other=seen[digest])
            seen[digest] = name
            handed, health = _handed(content)
            if health:
                with_health.append(name)
            if handed.empty:
                raise _RefusalError("nothing")
            other, before = counted.setdefault(handed.code or f"file {number}", (name, handed))
            if before is not handed:
                if handed.edits <= before.edits:
                    raise _RefusalError("same_plan", other=other)
                counted[handed.code] = name, handed
                refused.append(Refused(other, "same_plan", {"other": name}))
        except _RefusalError as refusal:
            refused.append(Refused(name, refusal.reason, refusal.values))
        except Exception as error:  # whatever a file holds, the others are read
            refused.append(Refused(name, "unexpected", {"kind": type(error).__name__}))
    return Room(
        handed=tuple(handed for _, handed in counted.values()),
        refused=tuple(sorted(refused, key=lambda one: one.name)),
        with_health=tuple(with_health),
    )


def shown_name(name: str) -> str:
    """Return a file's name so that a terminal and a page can show it.

    A sign that could move the cursor, colour the screen or turn the writing round gives way to "�".
    """
    plain = name if name.isprintable() else "".join(sign if sign.isprintable() else "�" for sign in name)
    return plain if len(plain) <= LONGEST_NAME else f"{plain[:LONGEST_NAME]}…"


def _content(entry: "os.DirEntry[str]") -> bytes:
    """Return the bytes of a file, or refuse: only ordinary files of an ordinary size are read."""
    if not entry.is_file(follow_symlinks=False):
        link, folder = entry.is_symlink(), entry.is_dir(follow_symlinks=False)
        raise _RefusalError("link" if link else "folder" if folder else "special")
    try:
        with os.fdopen(os.open(entry.path, _FLAGS), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise _RefusalError("special")
            if found.st_size > LARGEST:
                raise _RefusalError("file_too_large", most=_LARGEST_MB)
            content = file.read(found.st_size)
    except OSError as error:
        raise _RefusalError("unreadable", words=error.strerror or str(error)) from None
    if not content.strip():
        raise _RefusalError("empty")
    if content.startswith(_ARCHIVES):
        raise _RefusalError("archive")
    return content


def _handed(content: bytes) -> tuple[HandIn, bool]:
    """Return the hand-in of a file, and whether the file holds answers of the health check."""
    try:
        document = document_from_file(content)
        if isinstance(document, dict) and document.get("format") == hand_in.FORMAT:
            return hand_in.from_document(document), False
        if isinstance(document, dict) and any(_too_long(document.get(name)) for name in hand_in.READS):
            raise _RefusalError("too_long", most=str(MOST_ENTRIES))
        plan = plan_from_document(document, only=hand_in.READS)
        return hand_in.hand_in(plan), _holds_health(document)
    except PlanFileError as error:
        raise _RefusalError(error.key.partition(".")[2], most=_LARGEST_MB) from None


def _too_long(section: Any) -> bool:
    """Tell whether a section, or an object in it, holds a list that is longer than anybody's."""
    values = list(section.values()) if isinstance(section, dict) else []
    values += [one for value in values if isinstance(value, dict) for one in value.values()]
    return any(isinstance(value, list) and len(value) > MOST_ENTRIES for value in values)


def _holds_health(document: dict[str, Any]) -> bool:
    section = document.get("role_health_check")
    answers = [section.get(name) for name in ("first", "again")] if isinstance(section, dict) else []
    return any(value is not None for given in answers if isinstance(given, dict) for value in given.values())
