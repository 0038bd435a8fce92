"""Metrics that marketers report, known by their names: what type each is, and whether it is a vanity metric.

Formulas and traps in words are messages: `metrics.<id>_name`, `metrics.<id>_formula`, `metrics.<id>_trap`.
Standard definitions of the trade; the test behind "vanity" is whether a change of the number would lead
to a decision (Ries 2011, The Lean Startup).
"""

import json
import re
from functools import cache
from typing import Literal

from attrs import frozen

from rolecraft.data_files import read_text

Type = Literal["lead", "lag", "efficiency", "guardrail", "vanity", "health", "flow"]


@frozen
class KnownMetric:
    """A metric that the course knows.

    id: also names its messages. type: "lead" moves before the outcome, "lag" after it, "efficiency" is a cost
    per something, "guardrail" should not get worse, "vanity" looks good and decides nothing by itself,
    "health" and "flow" are about the work. names: as people write them, English and Swedish, lower case.
    """

    id: str
    type: Type
    names: tuple[str, ...]


@cache
def known_metrics() -> tuple[KnownMetric, ...]:
    """Return all metrics that the course knows."""
    entries = json.loads(read_text("metrics.json"))["metrics"]
    return tuple(KnownMetric(entry["id"], entry["type"], tuple(entry["names"])) for entry in entries)


@cache
def _by_name() -> tuple[tuple[str, KnownMetric], ...]:
    """Return (name, metric), longest names first, so that "click-to-open rate" wins over "open rate"."""
    pairs = [(_plain(name), metric) for metric in known_metrics() for name in metric.names]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def recognise(name: str) -> KnownMetric | None:
    """Return the known metric that a name contains as whole words, or None.

    name: as the learner writes it: "Newsletter open rate (%)", "Öppningsfrekvens". The longest match wins.
    """
    words = f" {_plain(name)} "
    for known_name, metric in _by_name():
        if f" {known_name} " in words:
            return metric
    return None


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))
