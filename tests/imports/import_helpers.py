"""What the tests of own files share: choose a file as a browser does, read what is shown."""

from datetime import UTC, datetime
from pathlib import Path

import ipywidgets as widgets

from rolecraft.text import say
from rolecraft.views.frame import Exercise, plain_text
from rolecraft.views.own_files import OwnFile

FILES = Path(__file__).parent / "files"


def words(key: str, **values) -> str:
    return say(f"own_files.{key}", **values)


def choose(exercise: Exercise, kind: str, name: str, content: bytes | None = None) -> None:
    """Choose a file: one of FILES, or this content under that name."""
    content = (FILES / name).read_bytes() if content is None else content
    file = {"name": name, "type": "", "size": len(content), "content": content}
    upload = exercise._find(words(f"choose_{kind}"), widgets.FileUpload)
    upload.value = [{**file, "last_modified": datetime.now(UTC)}]


def shown(part: OwnFile) -> str:
    """What a part says now, as plain text."""
    return " ".join(plain_text(place.value) for place in (part._words, part._table, part._told))


def opened(exercise: Exercise, part: OwnFile) -> None:
    """Put a part into an exercise that has none, and open it."""
    exercise.children = (*exercise.children, part.widget)
    exercise.press(words(f"show_{part.kind}"))
