"""Merging two plans, for instance the coordinator's own and the copy that the manager has worked in.

Nothing is lost. What only one of the two has is kept or taken. What both have and is the same, stays. What
both have and differs is a conflict: the learner sees both and chooses; until then, mine stays.

Lists are matched entry by entry: the same name, or the same id and a name that is much the same, is the same
entry. Everything else of theirs is added; an id that is taken gives way to a free one, and whatever points at
it follows. The health check of the other file is never taken, and whose hat is on stays mine.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from functools import partial
from itertools import count
from typing import Any, Literal

import attrs
from attrs import evolve, frozen

from rolecraft.plan import (
    Activity,
    AreaScore,
    Driver,
    Goal,
    Item,
    Metric,
    NamedActivity,
    Plan,
    Ranked,
    Section,
    Skill,
    untouched,
)

Choice = Literal["mine", "theirs", "both"]
Path = tuple[str, ...]

# The attribute that says what an entry is; entries without one (a sprint, a focus block) go by their id.
_NAMES = {
    Goal: "metric",
    Driver: "name",
    Metric: "name",
    Activity: "name",
    Item: "name",
    NamedActivity: "name",
}
# Their id is the thing itself (an area, an activity in an order), so it stays, and nothing is there twice.
_KNOWN_BY_ID = (AreaScore, Skill, Ranked)
_NOT_MERGED = ("language", "role_health_check")
_KEPT = ("id", "hat", "hand_in", "revision", "drafts", "built_on")
_SECTIONS = tuple(field.name for field in attrs.fields(Plan) if field.name not in _NOT_MERGED)

_SIMILAR = 0.6  # of 1; names of one id that are less alike are two things (a course rule of thumb)
_COMPARED = 200  # characters of a name


@frozen
class Conflict:
    """One thing that both plans have and that differs.

    key: names it, the same as long as both plans are. section: of the plan. path: from the section to the
    field, with the id of a list's entry in between. item: the name of that entry in my plan, or "".
    mine, theirs: the two values; a number that could not be read is the text as typed.
    both: whether both can be kept, as two entries of the list.
    """

    key: str
    section: str
    path: Path
    item: str
    mine: Any
    theirs: Any
    both: bool

    @property
    def field(self) -> str:
        """The name of the field in the plan."""
        return self.path[-1]

    @property
    def entry(self) -> Path:
        """What the field belongs to."""
        return (self.section, *self.path[:-1])


@frozen
class Comparison:
    """How two plans differ.

    conflicts: what both have, in the order of the course. taken: how many things only the other plan has,
    by section; merging takes them.
    """

    conflicts: tuple[Conflict, ...]
    taken: Mapping[str, int]


def compare(mine: Plan, theirs: Plan) -> Comparison:
    """Return how two plans differ. Neither of them is changed."""
    merger = _Merger(mine, theirs)
    merger.merge()
    return Comparison(tuple(merger.conflicts), dict(+merger.taken))


def merge(mine: Plan, theirs: Plan, choices: Mapping[str, Choice]) -> Plan:
    """Return a new plan with what both hold. Neither of the two is changed.

    choices: for conflicts by key, "mine", "theirs", or "both", where that can be: then my entry stays as it
    is, and theirs is added to the list. A conflict without a choice keeps mine.
    The revision of each section that changes becomes higher than in both plans.
    """
    twice: frozenset[Path] = frozenset()
    if "both" in choices.values():
        twice = _twice(compare(mine, theirs).conflicts, choices)
    return _Merger(mine, theirs, choices, twice).merge()


def not_taken(
    conflicts: Sequence[Conflict], choices: Mapping[str, Choice]
) -> tuple[tuple[Conflict, Any], ...]:
    """Return each conflict of which merging leaves one value out, with that value."""
    twice = _twice(conflicts, choices)
    return tuple(
        (conflict, conflict.mine if choices.get(conflict.key) == "theirs" else conflict.theirs)
        for conflict in conflicts
        if conflict.entry not in twice
    )


def _twice(conflicts: Iterable[Conflict], choices: Mapping[str, Choice]) -> frozenset[Path]:
    """Return the entries that are to be kept in both versions."""
    return frozenset(one.entry for one in conflicts if one.both and choices.get(one.key) == "both")


class _Merger:
    """One pass over both plans: makes the merged one, and notes conflicts and what is taken."""

    def __init__(
        self,
        mine: Plan,
        theirs: Plan,
        choices: Mapping[str, Choice] = {},  # noqa: B006 - never changed
        twice: frozenset[Path] = frozenset(),
    ):
        self.mine, self.theirs, self.choices = deepcopy(mine), deepcopy(theirs), choices
        self.conflicts: list[Conflict] = []
        self.taken: Counter[str] = Counter()
        self.pairs = _use_my_ids(self.mine, self.theirs, twice)

    def merge(self) -> Plan:
        return evolve(self.mine, **{name: self._section(name) for name in _SECTIONS})

    def _section(self, name: str) -> Section:
        mine, theirs = getattr(self.mine, name), getattr(self.theirs, name)
        self._name = name
        self._my_drafts, self._their_drafts = dict(mine.drafts), dict(theirs.drafts)
        self._drafts: dict[str, str] = {}
        there = (not untouched(mine), not untouched(theirs))
        result = self._object((), mine, theirs, there, lambda field: field)
        # What is left belongs to no field of a list or of the section itself.
        for key in dict.fromkeys((*self._my_drafts, *self._their_drafts)):
            one, other = self._my_drafts.get(key, ""), self._their_drafts.get(key, "")
            self._drafts[key] = other if self._theirs_wins(("drafts", key), one, other) else one
        result.drafts = self._drafts
        if _content(result) == _content(mine):
            return mine
        same = _content(result) == _content(theirs)
        result.built_on = theirs.built_on if same else _built_on(mine, theirs)
        result.revision = max(mine.revision, theirs.revision) + 1
        return result

    def _object(
        self,
        path: Path,
        mine: Any,
        theirs: Any,
        there: tuple[bool, bool],
        draft: Callable[[str], str],
        entry: Any = None,
    ) -> Any:
        """Merge two objects field by field.

        there: whether something is entered in mine and in theirs. draft: gives the key of a field's draft.
        entry: the entry of a list in my plan, when that is what is merged.
        """
        result = deepcopy(mine)
        for field in attrs.fields(type(mine)):
            name = field.name
            if name in _KEPT:
                continue
            one, other, here = getattr(mine, name), getattr(theirs, name), (*path, name)
            if isinstance(one, list):
                value = self._list(here, one, other)
            elif attrs.has(type(one)):
                entered = (one != type(one)(), other != type(one)())
                value = self._object(here, one, other, entered, partial(_draft_of, name))
            else:
                # What is there from the start is an answer once something is entered beside it.
                entered = (there[0] or one != field.default, there[1] or other != field.default)
                value = self._field(here, one, other, entered, draft(name), entry)
            setattr(result, name, value)
        return result

    def _field(
        self, path: Path, one: Any, other: Any, entered: tuple[bool, bool], draft: str, entry: Any
    ) -> Any:
        """Return the value that stays, and note the draft that goes with it."""
        my_draft, their_draft = self._my_drafts.pop(draft, None), self._their_drafts.pop(draft, None)
        my_value = one if my_draft is None else my_draft
        their_value = other if their_draft is None else their_draft
        entered = (entered[0] or my_draft is not None, entered[1] or their_draft is not None)
        if self._theirs_wins(path, my_value, their_value, entered, entry):
            one, my_draft = other, their_draft
        if my_draft is not None:
            self._drafts[draft] = my_draft
        return one

    def _theirs_wins(
        self, path: Path, one: Any, other: Any, entered: tuple[bool, bool] = (True, True), entry: Any = None
    ) -> bool:
        """Tell whether their value replaces mine; note a conflict, or that it is taken."""
        if one == other or not entered[1] or other in (None, ""):
            return False
        if not entered[0] or one in (None, ""):
            self.taken[self._name] += 1
            return True
        key = ".".join((self._name, *path))
        name = "" if entry is None else _name(entry).strip()
        both = entry is not None and not isinstance(entry, _KNOWN_BY_ID)
        self.conflicts.append(Conflict(key, self._name, path, name, one, other, both))
        return self.choices.get(key) == "theirs"

    def _list(self, path: Path, mine: list, theirs: list) -> list:
        if not any(attrs.has(type(one)) for one in (*mine, *theirs)):
            added = [one for one in theirs if one not in mine]
            self.taken[self._name] += len(added)
            return mine + added
        pairs = self.pairs.get((self._name, *path))
        if pairs is None:
            pairs = _matched(mine, theirs)
        theirs_of = {place: theirs[number] for number, place in pairs.items()}
        result = []
        for place, one in enumerate(mine):
            if place in theirs_of:
                one = self._entry((*path, one.id), one, theirs_of[place])
            result.append(one)
        added = [other for number, other in enumerate(theirs) if number not in pairs]
        self.taken[self._name] += len(added)
        return result + added

    def _entry(self, path: Path, one: Any, other: Any) -> Any:
        return self._object(path, one, other, (True, True), partial(_draft_of, one.id), one)


def _draft_of(identity: str, field: str) -> str:
    return f"{identity}.{field}"


def _content(section: Section) -> Section:
    return evolve(section, revision=0, built_on={})


def _built_on(mine: Section, theirs: Section) -> dict[str, str]:
    """Return what a section made of two was built on; where the two differ, it is to be checked again."""
    agreed = {**theirs.built_on, **mine.built_on}
    return {
        name: "" if theirs.built_on.get(name, value) != value else value for name, value in agreed.items()
    }


# Which of their entries are mine


def _matched(mine: Sequence[Any], theirs: Sequence[Any]) -> dict[int, int]:
    """Return which of their entries is which of mine: their place in the list → my place."""
    pairs: dict[int, int] = {}
    for key, alike in ((_id_and_name, None), (_plain, None), (_id, _similar)):
        done = set(pairs.values())
        free: dict[Any, list[int]] = {}
        for place, one in enumerate(mine):
            if place not in done and key(one):
                free.setdefault(key(one), []).append(place)
        for number, other in enumerate(theirs):
            places = free.get(key(other), []) if number not in pairs else []
            found = next((place for place in places if not alike or alike(mine[place], other)), None)
            if found is not None:
                pairs[number] = found
                places.remove(found)
    return pairs


def _name(entry: Any) -> str:
    return getattr(entry, _NAMES.get(type(entry), ""), "")


def _plain(entry: Any) -> str:
    return " ".join(re.findall(r"\w+", _name(entry).casefold()))


def _id(entry: Any) -> str:
    return entry.id


def _id_and_name(entry: Any) -> tuple[str, str]:
    return entry.id, _plain(entry)


def _similar(one: Any, other: Any) -> bool:
    """Tell whether one entry can have become another with its id: names much alike, or one without."""
    names = _plain(one)[:_COMPARED], _plain(other)[:_COMPARED]
    if names[0] in names[1] or names[1] in names[0]:
        return True
    return SequenceMatcher(None, *names).ratio() >= _SIMILAR


# Ids

_References = Callable[[Plan], Iterable[tuple[Any, str]]]


def _to_goals(plan: Plan) -> Iterator[tuple[Any, str]]:
    yield plan.kpi_map, "goal"
    for metric in plan.kpi_map.metrics:
        yield metric, "goal"


def _to_drivers(plan: Plan) -> Iterator[tuple[Any, str]]:
    for activity in plan.activity_triage.activities:
        yield activity, "driver"


def _to_ranked(plan: Plan) -> Iterator[tuple[Any, str]]:
    for view in (plan.alignment.coordinator, plan.alignment.manager):
        for rank in view.ranks:
            yield rank, "id"


def _to_nothing(_: Plan) -> Iterator[tuple[Any, str]]:
    yield from ()


# The lists whose entries have ids of their own, the letter of these, and what points at them.
_LISTS: tuple[tuple[str, str, str, _References], ...] = (
    ("goal_builder", "goals", "g", _to_goals),
    ("kpi_map", "drivers", "d", _to_drivers),
    ("kpi_map", "metrics", "m", _to_nothing),
    ("activity_triage", "activities", "a", _to_nothing),
    ("backlog_and_sprint", "items", "i", _to_nothing),
    ("backlog_and_sprint", "sprints", "s", _to_nothing),
    ("time_budget", "blocks", "b", _to_nothing),
    ("alignment", "activities", "r", _to_ranked),
)


def _use_my_ids(mine: Plan, theirs: Plan, twice: frozenset[Path]) -> dict[Path, dict[int, int]]:
    """Give what is the same in both plans my ids, everywhere in theirs, and what is only theirs free ones.

    twice: entries of mine that theirs is to stand beside. Returns the pairs of each list.
    """
    found = {}
    renamed: dict[str, dict[str, str]] = {}
    in_use: dict[str, set[str]] = {}
    for section, name, letter, references in _LISTS:
        ours, others = (getattr(getattr(plan, section), name) for plan in (mine, theirs))
        drafts = getattr(mine, section).drafts
        pairs = {
            number: place
            for number, place in _matched(ours, others).items()
            if (section, name, ours[place].id) not in twice
        }
        used = {one.id for one in ours} | {getattr(owner, field) for owner, field in references(mine)}
        used |= {key.partition(".")[0] for key in drafts}
        new = _new_ids(ours, others, pairs, letter, used)
        there = {*(one.id for one in ours), *new.values()}
        for owner, field in references(theirs):
            pointed = getattr(owner, field)
            if pointed and pointed not in new:  # at what was removed; it must not point at something else now
                new[pointed] = _fresh(letter, used) if pointed in there else pointed
            setattr(owner, field, new.get(pointed, pointed))
        renamed.setdefault(section, {}).update(new)
        in_use.setdefault(section, set()).update(there)
        found[section, name] = pairs
    for section, new in renamed.items():
        section_of_theirs = getattr(theirs, section)
        section_of_theirs.drafts = _renamed(section_of_theirs.drafts, new, in_use[section])
    return found


def _new_ids(
    mine: Sequence[Any], theirs: Sequence[Any], pairs: Mapping[int, int], letter: str, used: set[str]
) -> dict[str, str]:
    """Give their entries my ids or free ones; return their id until now → the new one."""
    new: dict[str, str] = {}
    taken = used | {other.id for other in theirs}
    for number, other in enumerate(theirs):
        old = other.id
        if number in pairs:
            other.id = mine[pairs[number]].id
        elif old in used:
            other.id = _fresh(letter, taken)
        used.add(other.id)
        new.setdefault(old, other.id)
    used |= taken
    return new


def _fresh(letter: str, used: set[str]) -> str:
    """Return an id that nothing has, and note that it is used now."""
    new = next(id for number in count(1) if (id := f"{letter}{number}") not in used)
    used.add(new)
    return new


def _renamed(drafts: Mapping[str, str], new: Mapping[str, str], in_use: set[str]) -> dict[str, str]:
    """Return drafts under the new ids; those of a removed entry go when something else has its id now."""
    result = {}
    for key, typed in drafts.items():
        identity, dot, field = key.partition(".")
        if identity in new or identity not in in_use:
            result[new.get(identity, identity) + dot + field] = typed
    return result
