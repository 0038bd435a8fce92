"""What later exercises take from earlier ones, and whether it has changed since.

A later exercise copies what it takes into its own section and remembers what that was. When the earlier
answer changes, nothing changes silently: the exercise says what is new, and the learner takes it or keeps
their own.

Each exercise that takes something has in its rules `carried(plan)`, name → value of what there is to take,
and `take(section, plan, names)`, which writes these into its section. One that only points at something
earlier has no `take`; when it points at nothing any more, that is its own doing, and nothing is gone.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rolecraft.plan import Plan, Section, fingerprint

Carried = Mapping[str, Any]


def changed(section: Section, carried: Carried) -> tuple[str, ...]:
    """Return the names of what is there to take and is not what the section was built on."""
    return tuple(name for name, value in carried.items() if section.built_on.get(name) != fingerprint(value))


def gone(section: Section, carried: Carried) -> tuple[str, ...]:
    """Return the names of what the section was built on and what is not there to take any more."""
    return tuple(name for name in section.built_on if name not in carried)


def remember(section: Section, carried: Carried) -> None:
    """Note that the section is up to date with everything that there is to take."""
    section.built_on = {name: fingerprint(value) for name, value in carried.items()}


def begin(
    kind: type[Section],
    plan: Plan,
    carried: Carried,
    take: Callable[[Any, Plan, Iterable[str]], None],
) -> Any:
    """Return a new section that starts from what earlier exercises give."""
    section = kind()
    take(section, plan, tuple(carried))
    remember(section, carried)
    return section
