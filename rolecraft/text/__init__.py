"""Every word that a learner meets in a widget: one folder a language, one file an exercise.

A translation is a new folder with the same files; no code changes.
"""

import json
import os
import pkgutil
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from rolecraft.numbers import format_number


class _Localised(Formatter):
    """str.format with the course's own ways to write a value: {x:n} {x:n0} {x:n1} {x:n2} {when:day}."""

    def __init__(self, language: str):
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec[:1] == "n" and len(format_spec) <= 2:
            decimals = int(format_spec[1]) if format_spec[1:] else None
            # In a sentence the sign is a minus; in an input it stays what a keyboard writes.
            return format_number(value, decimals, self.language).replace("-", "−")
        if format_spec == "day" and isinstance(value, date):
            months = say("frame.months", self.language).split()
            return f"{value.day} {months[value.month - 1]} {value.year}"
        return super().format_field(value, format_spec)


@cache
def catalogue(name: str, language: str = "en") -> dict[str, str]:
    """Return all messages of one file ("goal_builder"), English where the language lacks it.

    pkgutil reads them from a zip, too.
    """
    try:
        content = pkgutil.get_data("rolecraft", f"text/{language}/{name}.json")
    except OSError:  # no such file; from a zip, Python says so with a plain OSError
        content = pkgutil.get_data("rolecraft", f"text/en/{name}.json")
    return json.loads(content or b"{}")


def say(key: str, language: str = "en", **values: Any) -> str:
    """Return the message with this key, its values filled in, as plain text (never HTML).

    key: "file.message", for instance "goal_builder.no_baseline". On a shared server (JupyterHub), a message
    that would promise too much there has a twin, "file.message_on_server", which is returned instead.
    Raises KeyError for an unknown key, so that a missing message is found by the tests.
    """
    name, _, message = key.partition(".")
    messages = catalogue(name, language)
    if "JUPYTERHUB_USER" in os.environ and f"{message}_on_server" in messages:
        message = f"{message}_on_server"
    return _Localised(language).format(messages[message], **values)
