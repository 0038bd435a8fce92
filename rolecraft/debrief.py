"""The room's result: anonymous pictures of what a workshop's participants have handed in.

A group of fewer than five people is not shown, nor can it be worked out from what is: a number that only so
few are missing from is not told exactly either, and neighbouring groups are put together until each is large
enough. Nothing in the browser imports this.
"""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd
from attrs import frozen

from rolecraft.data_files import read_text
from rolecraft.document import Chapter, Document, Field, Note, Part, Picture, Table, to_page
from rolecraft.hand_in import KINDS, TENTHS, HandIn
from rolecraft.pictures import debrief as pictures
from rolecraft.pictures.debrief import Row
from rolecraft.room import Room, read_folder
from rolecraft.rules.alignment import SIGN, TALK, WEIGHTS
from rolecraft.rules.areas import AREAS
from rolecraft.rules.time_budget import BLOCK
from rolecraft.text import say

__all__ = ["Finding", "Room", "findings", "page", "read_folder", "summary"]

# Course rules of thumb: the smallest group that is shown; and the middle half of a room needs four of them,
# since a quarter lies on each side.
LEAST = 5
LEAST_FOR_HALF = 4 * LEAST
FOCUS_STEPS = tuple(blocks * BLOCK / 60 for blocks in range(1, 5))  # hours: one block, two …

Words = Callable[..., str]


@frozen
class Finding:
    """One of the five answers. picture: SVG, or "" when there is nothing that may be shown.

    table: the same as a table for people, None without a picture.
    """

    title: str
    words: tuple[str, ...]
    picture: str = ""
    table: pd.DataFrame | None = None

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{escape(words)}</p>" for words in self.words)
        return f"<p><strong>{escape(self.title)}</strong></p>{self.picture}{lines}"

    def __repr__(self) -> str:
        return "\n".join((self.title, *self.words))


@frozen
class Group:
    """So many people from low up to, and not with, high; None: no limit on that side."""

    low: float | None
    high: float | None
    people: int


# The numbers


def ticked(lists: Sequence[list[str]], ids: Sequence[str]) -> pd.DataFrame:
    """Return a table of yes and no: one row for each list, one column for each id."""
    return pd.DataFrame([[id in each for id in ids] for each in lists], columns=list(ids), dtype=bool)


def counted(ticks: pd.DataFrame) -> pd.DataFrame:
    """Return how many have ticked each column, as far as that may be shown.

    state: "few" for fewer than LEAST, "most" when fewer than LEAST have not, else "some". people: how many,
    missing unless the state is "some". The order tells no more than that: within a state that hides the
    number, it is the order of the columns.
    """
    people = ticks.sum().astype("Int64")
    state = pd.Series("some", index=people.index).mask(people > len(ticks) - LEAST, "most")
    state = state.mask(people < LEAST, "few")
    table = pd.DataFrame({"state": state, "people": people.mask(state != "some")})
    table["rank"] = table["people"].fillna(0).mask(state == "most", len(ticks) + 1)
    return table.sort_values("rank", ascending=False, kind="stable").drop(columns="rank")


def grouped(values: pd.Series, limits: Sequence[float]) -> list[Group]:
    """Return how many values lie between the limits; neighbours are put together until each has LEAST."""
    edges = [float("-inf"), *limits, float("inf")]
    counts = pd.cut(values, edges, right=False, labels=False).value_counts()
    groups: list[Group] = []
    for number, (low, high) in enumerate(zip([None, *limits], [*limits, None], strict=True)):
        group = Group(low, high, int(counts.get(number, 0)))
        if groups and groups[-1].people < LEAST:
            group = _together(groups.pop(), group)
        groups.append(group)
    if len(groups) > 1 and groups[-1].people < LEAST:
        last = groups.pop()
        groups.append(_together(groups.pop(), last))
    return groups


def _together(one: Group, other: Group) -> Group:
    return Group(one.low, other.high, one.people + other.people)


def room_curve(curves: Sequence[list[float]]) -> pd.DataFrame:
    """Return the middle of the curves at each tenth of the hours, all in whole per cent.

    From LEAST_FOR_HALF people on, lower and upper hold the middle half. Nobody's own curve is in it.
    """
    table = pd.DataFrame(list(curves), columns=[round(100 * tenth) for tenth in TENTHS]) * 100
    parts = {"middle": table.median()}
    if len(table) >= LEAST_FOR_HALF:
        parts |= {"lower": table.quantile(0.25), "upper": table.quantile(0.75)}
    return pd.DataFrame(parts).round().astype(int)


def pairs(handed: Sequence[HandIn]) -> pd.DataFrame:
    """Return the pairs, each once, although both may have handed it in: score, and the four parts."""
    found = {each.pair.views: each.pair for each in handed if each.pair}
    return pd.DataFrame(
        [[pair.score, *(getattr(pair, part) for part in WEIGHTS)] for pair in found.values()],
        columns=["score", *WEIGHTS],
    )


# The findings


def findings(room: Room, language: str = "en") -> tuple[Finding, ...]:
    """Return the five answers; none while fewer than LEAST files count."""
    if len(room.handed) < LEAST:
        return ()

    def words(key: str, **values: Any) -> str:
        return say(f"debrief.{key}", language, **values)

    def name(kind: str) -> str:
        key = f"areas.{kind}_short" if kind in AREAS else f"role_charter.kind_{kind}"
        return say(key, language)

    handed = room.handed
    return (
        _asked([each.asked for each in handed if each.asked is not None], words, name),
        _curve([each.curve for each in handed if each.curve is not None], words),
        _focus(pd.Series([each.focus for each in handed if each.focus is not None], dtype=float), words),
        _stops([each for each in handed if each.stops is not None], words, name),
        _pairs(pairs(handed), words, language),
    )


def _too_few(name: str, words: Words) -> Finding:
    return Finding(words(f"{name}_title"), (words("few_people", least=LEAST),))


def _asked(asked: Sequence[list[str]], words: Words, name: Words) -> Finding:
    if len(asked) < LEAST:
        return _too_few("asked", words)
    breadth = pd.Series([len(each) for each in asked]).median()
    lines = [words("asked_words", people=len(asked), breadth=breadth)]
    return _counts("asked", counted(ticked(asked, AREAS)), len(asked), lines, words, name)


def _stops(handed: Sequence[HandIn], words: Words, name: Words) -> Finding:
    if len(handed) < LEAST:
        return _too_few("stops", words)
    hours = pd.Series([each.won_back or 0 for each in handed]).median()
    lines = [words("stops_words", people=len(handed), hours=hours), words("stops_kinds")]
    counts = counted(ticked([each.stops or [] for each in handed], KINDS))
    return _counts("stops", counts, len(handed), lines, words, name)


def _counts(
    key: str, counts: pd.DataFrame, people: int, lines: Sequence[str], words: Words, name: Words
) -> Finding:
    bound = max(LEAST, people - LEAST + 1)  # of those whose number is too near to all to be told
    rows, few = [], []
    for id, state, some in counts.itertuples():
        if state == "few":
            few.append(name(id))
        else:
            number = bound if state == "most" else some
            rows.append(Row(name(id), words(state, people=some, least=bound), number / people))
    if few:
        lines = [*lines, words("few_line", least=LEAST, names="; ".join(few))]
    picture = pictures.rows(words(f"{key}_picture"), rows) if rows else ""
    return _finding(key, lines, picture, rows, words)


def _finding(key: str, lines: Sequence[str], picture: str, rows: Sequence[Row], words: Words) -> Finding:
    headings = [words("column_what"), words(f"{key}_column")]
    table = pd.DataFrame([[row.name, row.shown] for row in rows], columns=headings)
    return Finding(words(f"{key}_title"), tuple(lines), picture, table if rows else None)


def _curve(curves: Sequence[list[float]], words: Words) -> Finding:
    if len(curves) < LEAST:
        return _too_few("curve", words)
    curve = room_curve(curves)
    band = "upper" in curve
    lines = (
        words("curve_words", people=len(curves), t20=curve["middle"][20]),
        words("curve_band") if band else words("curve_no_band", least=LEAST_FOR_HALF),
    )
    table = curve.rename_axis(words("curve_column_hours"))
    table.columns = [words(f"curve_column_{column}") for column in curve]
    return Finding(words("curve_title"), lines, pictures.curve(curve, words), table.reset_index())


def _focus(hours: pd.Series, words: Words) -> Finding:
    if len(hours) < LEAST:
        return _too_few("focus", words)
    rows = _group_rows(grouped(hours, FOCUS_STEPS), "hours", words)
    line = words("focus_words", people=len(hours), hours=hours.median(), minutes=BLOCK)
    return _finding("focus", [line], pictures.rows(words("focus_picture"), rows), rows, words)


def _group_rows(groups: Sequence[Group], unit: str, words: Words) -> list[Row]:
    everybody = sum(group.people for group in groups)
    rows = []
    for group in groups:
        side = {(True, True): "", (True, False): "under", (False, True): "over"}.get(
            (group.low is None, group.high is None), "between"
        )
        key = f"group_{unit}_{side}" if side else "group_all"
        shown = words(f"group_{unit}_shown", people=group.people)
        rows.append(Row(words(key, low=group.low, high=group.high), shown, group.people / everybody))
    return rows


def _pairs(found: pd.DataFrame, words: Words, language: str) -> Finding:
    if len(found) < LEAST:
        return _too_few("pairs", words)
    middle = found.median()
    parts = {part: middle[part] for part in WEIGHTS}
    rows = [
        Row(say(f"alignment.name_{part}", language), words("curve_percent", share=100 * value), value)
        for part, value in parts.items()
    ]
    nearest, furthest = max(parts, key=parts.get), min(parts, key=parts.get)
    lines = [words("pairs_words", people=len(found), score=middle["score"])]
    if parts[nearest] > parts[furthest]:
        near, far = words(f"part_{nearest}"), words(f"part_{furthest}")
        lines.append(words("pairs_parts", nearest=near, furthest=far))
    blocks = [(words("pairs_agreement"), rows)]
    groups = grouped(found["score"].round(1), (TALK, SIGN))
    if len(groups) > 1:
        blocks.append((words("pairs_groups"), _group_rows(groups, "points", words)))
    picture = pictures.rows_under_headings(words("pairs_picture"), blocks)
    return _finding("pairs", lines, picture, [row for _, some in blocks for row in some], words)


# The page, and what the command prints


def page(room: Room, today: date, language: str = "en") -> str:
    """Return the result as one HTML file to show to the room: no file's name is on it.

    today: the day that it states. Raises ValueError while fewer than LEAST files count.
    """
    found = findings(room, language)
    if not found:
        raise ValueError("too few files")

    def words(key: str, **values: Any) -> str:
        return say(f"debrief.{key}", language, **values)

    about = (
        Field(words("label_day"), ((words("day", day=today),),)),
        Note(words("people", people=len(room.handed)), "text"),
        Note(words("middle"), "text"),
    )
    tables = tuple(_table(each) for each in found if each.table is not None)
    made = Document(
        language=language,
        title=(words("title"),),
        about=about,
        chapters=(*(Chapter(each.title, _parts(each)) for each in found), Chapter(words("tables"), tables)),
        end=(Note(words("rule", least=LEAST)),),
    )
    return to_page(made, read_text("charter.css"))


def _parts(finding: Finding) -> tuple[Part, ...]:
    notes = [Note(words, "text") for words in finding.words]
    return (*notes, Picture(finding.picture, finding.title)) if finding.picture else tuple(notes)


def _table(finding: Finding) -> Table:
    headings = tuple(map(str, finding.table.columns))
    rows = tuple(tuple((str(cell),) for cell in row) for row in finding.table.itertuples(index=False))
    return Table(finding.title, headings, rows)


def summary(room: Room, language: str = "en") -> str:
    """Return in words, for the instructor alone: the findings, and by name the files that do not count."""

    def words(key: str, **values: Any) -> str:
        return say(f"debrief.{key}", language, **values)

    found = findings(room, language)
    people = len(room.handed)
    lines = [words("people", people=people) if found else words("few_files", people=people, least=LEAST)]
    for each in found:
        lines += ["", each.title, *(f"  {line}" for line in each.words)]
    if room.refused:
        lines += ["", words("refused_heading"), *(f"  {one.words(language)}" for one in room.refused)]
    if room.with_health:
        lines += ["", words("with_health"), *(f"  {name}" for name in room.with_health)]
    return "\n".join(lines)
