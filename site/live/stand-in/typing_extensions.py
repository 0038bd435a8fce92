"""The part of typing_extensions that the packages ask for: this Python's typing has all of it."""

import typing


def __getattr__(name):
    """Return what typing has under this name."""
    return getattr(typing, name)
