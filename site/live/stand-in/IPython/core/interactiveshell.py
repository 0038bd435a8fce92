"""The shell of the stand-in: it only passes errors on."""

import sys


class _Events:
    """Nobody listens to what happens around a message."""

    def trigger(self, event, *details):
        """Do nothing."""


class InteractiveShell:
    """Stands where a notebook has its shell. `report` is set by the page's side (boot.py)."""

    def __init__(self):
        self.events = _Events()
        self.report = None

    def showtraceback(self, exc_tuple=None, **options):
        """Pass on the error that is being handled, or the given (type, error, traceback)."""
        error = exc_tuple[1] if exc_tuple else sys.exception()
        if self.report:
            self.report(error)
