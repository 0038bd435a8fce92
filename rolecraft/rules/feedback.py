"""Feedback as data: what kind it is, which message says it, and the values that go into the message."""

from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen

Kind = Literal["good", "change", "next", "note"]


@frozen
class Feedback:
    """One thing to tell the learner.

    kind: "good" (what works), "change" (one thing to change), "next" (the next step), "note" (good to know).
    key: the message in rolecraft/text, for instance "goal_builder.no_baseline".
    values: what the message needs; numbers stay numbers, the view formats them.
    """

    kind: Kind
    key: str
    values: Mapping[str, Any] = field(factory=dict)
