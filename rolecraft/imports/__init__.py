"""The learner's own files, read on the learner's own computer: calendar, task list, numbers.

    from rolecraft.imports import read_calendar, read_figures, read_tasks

    read_tasks("time-report.csv").table()

Each takes a path or bytes and returns what it has read, with `.table()` for pandas. A file that can't be
used gives an ImportProblem with a sentence that says what to do. Nothing in a file is executed, and how much
of it is expanded is limited.
"""

from importlib import import_module
from typing import Any

from rolecraft.imports.files import ImportProblem, open_file

__all__ = ["ImportProblem", "open_file", "read_calendar", "read_figures", "read_tasks"]

_READERS = {"read_calendar": "calendar", "read_figures": "figures", "read_tasks": "tasks"}


def __getattr__(name: str) -> Any:
    """Import a reader when it is asked for, so that one doesn't load the others."""
    if name in _READERS:
        return getattr(import_module(f"rolecraft.imports.{_READERS[name]}"), name)
    raise AttributeError(f"module 'rolecraft.imports' has no attribute {name!r}")
