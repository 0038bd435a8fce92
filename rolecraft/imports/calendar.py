"""A calendar file (.ics): hours in meetings, how the days are cut up, and where there is room to think.

The format is iCalendar (RFC 5545), as Outlook, Google Calendar and Apple's Calendar save it. STATUS, TRANSP,
RRULE, EXDATE, RECURRENCE-ID, VTIMEZONE and PARTSTAT are described there, X-MICROSOFT-CDO-BUSYSTATUS in
Microsoft's [MS-OXCICAL]. X-WR-TIMEZONE and X-WR-CALNAME are in Apple's and Google's files and in no standard
(second-hand).

The libraries icalendar and recurring-ical-events read and repeat the events; they are imported when a
calendar is read. Before that, what the course doesn't need (descriptions, attachments) and what would repeat
without end is left out, so that a large or strange file is read in seconds.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from rolecraft.imports import ics
from rolecraft.imports.files import ImportProblem, decode, open_file

if TYPE_CHECKING:
    import pandas

BEGIN, END = time(8), time(17)  # of the working day, unless told otherwise
BLOCK = 90  # minutes without a meeting that make a block to work in; a course rule of thumb
MOST_EXPANDED = 4_000  # events that are repeated and looked at, in the weeks that are searched
MOST_STEPS = 100_000  # that all repeating events together may take
SEARCHED = 60  # weeks that are searched for weeks with meetings
AT_ONCE = 8  # weeks that are expanded in one go
PATIENCE = 20.0  # seconds

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
# Why events are not counted.
REASONS = ("all_day", "cancelled", "free", "declined", "alone", "outside", "too_often", "unreadable")


@frozen
class Meeting:
    """One meeting within the working hours of one day. title: as in the calendar."""

    day: date
    start: time
    end: time
    title: str = field(repr=False)

    @property
    def minutes(self) -> float:
        """How long it is."""
        return _minutes(self.end) - _minutes(self.start)


@frozen
class Gap:
    """A stretch of a working day without a meeting."""

    day: date
    start: time
    end: time

    @property
    def minutes(self) -> float:
        """How long it is."""
        return _minutes(self.end) - _minutes(self.start)


@frozen
class Week:
    """One working week. hours: in meetings, overlaps counted once. gaps: the stretches between them."""

    monday: date
    hours: float
    meetings: tuple[Meeting, ...]
    gaps: tuple[Gap, ...]

    @property
    def blocks(self) -> tuple[Gap, ...]:
        """Return the gaps of BLOCK minutes or more."""
        return tuple(gap for gap in self.gaps if gap.minutes >= BLOCK)


@frozen
class Calendar:
    """What a calendar says about the working weeks that were looked at.

    weeks: oldest first. begin, end: of the working day. zone: in which the times are, "" for the computer's.
    left_out: reason (of REASONS) → how many events in these weeks. both: there are meetings with other people
    in the file, and entries without. ahead: the weeks are still to come, because none has been.
    """

    weeks: tuple[Week, ...] = field(repr=False)
    begin: time
    end: time
    zone: str
    left_out: dict[str, int]
    both: bool = False
    ahead: bool = False

    @property
    def first(self) -> date:
        """The first day."""
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        """The last Friday."""
        return self.weeks[-1].monday + timedelta(4)

    @property
    def meetings(self) -> int:
        """How many meetings there are in these weeks."""
        return sum(len(week.meetings) for week in self.weeks)

    @property
    def hours(self) -> float:
        """Hours in meetings a week, on average."""
        return sum(week.hours for week in self.weeks) / len(self.weeks)

    @property
    def gaps_a_day(self) -> float:
        """Into how many stretches the meetings cut a working day, on average: 1 is a whole free day."""
        return sum(len(week.gaps) for week in self.weeks) / (5 * len(self.weeks))

    @property
    def blocks_a_week(self) -> float:
        """How many stretches of BLOCK minutes or more a week has, on average."""
        return sum(len(week.blocks) for week in self.weeks) / len(self.weeks)

    @property
    def longest(self) -> float:
        """Minutes of the longest stretch."""
        return max((gap.minutes for week in self.weeks for gap in week.gaps), default=0)

    def always_free(self) -> tuple[tuple[str, time, time], ...]:
        """Return the stretches of BLOCK minutes or more that are free in each of the weeks.

        Each is weekday ("tuesday"), start and end; longest first.
        """
        found = []
        for number, name in enumerate(WEEKDAYS):
            taken = [
                (_minutes(meeting.start), _minutes(meeting.end))
                for week in self.weeks
                for meeting in week.meetings
                if meeting.day.weekday() == number
            ]
            for start, end in _free(_merged(taken), _minutes(self.begin), _minutes(self.end)):
                if end - start >= BLOCK:
                    found.append((name, _clock(start), _clock(end)))
        return tuple(sorted(found, key=lambda item: _minutes(item[1]) - _minutes(item[2])))

    def table(self) -> "pandas.DataFrame":
        """Return one row a meeting: week, day, start, end, minutes, title."""
        from rolecraft.tables import table

        rows = [
            (week.monday, one.day, one.start, one.end, one.minutes, one.title)
            for week in self.weeks
            for one in week.meetings
        ]
        return table(("week", "day", "start", "end", "minutes", "title"), rows)


def read_calendar(
    source: bytes | str | Path,
    today: date | None = None,
    weeks: int = 4,
    ahead: bool = False,
    begin: time = BEGIN,
    end: time = END,
    with_others: bool = False,
    zone: tzinfo | None = None,
) -> Calendar:
    """Read a calendar, and say what its newest complete working weeks with anything in them are like.

    source: a path or the content of an .ics file. today: decides which weeks are complete. weeks: how many
    to look at, 1 to 26. ahead: look at the coming weeks instead (also done when no week before today has
    anything). begin, end: of the working day. with_others: count only what other people are invited to.
    zone: of the times; None takes the calendar's own, else the computer's.

    Counted is what happens Monday to Friday between begin and end, except for whole days, cancelled or
    declined meetings, and entries that are shown as free.
    Raises ImportProblem when it is no calendar, when it has nothing in the weeks that are searched, or when
    it holds more than can be read in a short time; ImportError when the libraries can't be loaded.
    """
    text = decode(open_file(source))
    file = ics.skim(text)
    if not file.events:
        raise ImportProblem("calendar_empty")
    _load_libraries()
    _read_zones(file)
    named, zone_name = _zone(file)
    reader = _Reader(file, zone or named, begin, end, with_others)
    today = today or date.today()
    complete = _monday(today + timedelta(2))  # on a Saturday, the week is over
    weeks = max(1, min(26, weeks))
    found: list[Week] = []
    with _no_years_after(ics.LAST_YEAR):
        if not ahead:
            newest = min(complete, _monday(file.newest()) + timedelta(7))
            found = reader.search(newest, -1, weeks)[::-1]
        if not found:
            found = reader.search(max(complete, _monday(file.oldest())), 1, weeks)
            ahead = True
    if not found:
        raise ImportProblem("calendar_no_meetings", weeks=SEARCHED)
    left_out = reader.left_out({week.monday for week in found})
    both = len({event.others for event in file.events}) == 2
    return Calendar(tuple(found), begin, end, "" if zone else zone_name, left_out, both, ahead)


def _load_libraries() -> None:
    try:
        import icalendar
        import recurring_ical_events  # noqa: F401
    except ModuleNotFoundError:  # in a notebook; in the page, an ImportError says itself what to do
        raise ImportProblem("calendar_library") from None
    icalendar.use_zoneinfo()  # forget the time zones of the file before


# Time zones


def _read_zones(file: ics.Skimmed) -> None:
    """Let the library know the file's own time zones, where it doesn't know them by their names."""
    import icalendar
    from icalendar import timezone

    for block in file.zones[:50]:
        rules = re.findall(r"^RRULE[^:\n]*:(.*)$", block, re.MULTILINE | re.IGNORECASE)
        tzid = re.search(r"^TZID[^:\n]*:(.+)$", block, re.MULTILINE | re.IGNORECASE)
        usual = all(ics.usual(rule) and ics.part(rule, "FREQ") == "YEARLY" for rule in map(str.upper, rules))
        if not tzid or not usual:
            continue
        try:
            if timezone.tzp.timezone(tzid[1].strip()) is None:
                icalendar.Timezone.from_ical(block.replace("\n", "\r\n") + "\r\n")
        except Exception:  # whatever is wrong with it: its events are taken as they stand
            continue


def _zone(file: ics.Skimmed) -> tuple[tzinfo | None, str]:
    """Return the time zone that the calendar is kept in and its name; None, "" for the computer's own."""
    from icalendar import timezone

    for name in (file.zone, *(name for name, _ in file.tzids.most_common(1))):
        found = timezone.tzp.timezone(name) if name else None
        if found is not None:
            return found, name
    return None, ""


# Repeating the events


class _Reader:
    """Expands the events of a file, some weeks at a time."""

    def __init__(self, file: ics.Skimmed, zone: tzinfo | None, begin: time, end: time, with_others: bool):
        self.file, self.zone, self.begin, self.end = file, zone, begin, end
        self.with_others = with_others
        self._skipped: list[tuple[str, date]] = []  # reason, monday of the week
        self._until = perf_counter() + PATIENCE
        self._steps = MOST_STEPS
        self._queries: dict[str, Any] = {}
        self._bad: dict[str, str] = {}  # uid → why it is left out
        self._series: dict[str, list[ics.Event]] = {}
        repeating = {event.uid for event in file.events if event.repeats or event.override}
        self._singles = [event for event in file.events if event.uid not in repeating]
        for event in file.events:
            if event.uid in repeating:
                self._series.setdefault(event.uid, []).append(event)

    def left_out(self, mondays: set[date]) -> dict[str, int]:
        """Return reason → how many events were not counted in these weeks."""
        counts = Counter(reason for reason, monday in self._skipped if monday in mondays)
        counts.update(self._bad.values())
        counts["unreadable"] += self.file.unreadable
        return {reason: counts[reason] for reason in REASONS if counts[reason]}

    def search(self, monday: date, step: int, wanted: int) -> list[Week]:
        """Return the first weeks with meetings, going back (step -1, from before monday) or on (1)."""
        found: list[Week] = []
        for number in range(0, SEARCHED, AT_ONCE):
            first = monday + timedelta(weeks=number if step > 0 else -number - AT_ONCE)
            found += [week for week in self._weeks(first)[::step] if week.meetings]
            if len(found) >= wanted:
                break
        return found[:wanted]

    def _weeks(self, first: date) -> list[Week]:
        meetings: dict[date, list[Meeting]] = {}
        for one in self._meetings(first, first + timedelta(weeks=AT_ONCE)):
            meetings.setdefault(one.day, []).append(one)
        return [self._week(first + timedelta(weeks=number), meetings) for number in range(AT_ONCE)]

    def _week(self, monday: date, meetings: dict[date, list[Meeting]]) -> Week:
        minutes, gaps, all_meetings = 0.0, [], []
        for day in (monday + timedelta(number) for number in range(5)):
            todays = sorted(meetings.get(day, ()), key=lambda one: (one.start, one.end))
            taken = _merged((_minutes(one.start), _minutes(one.end)) for one in todays)
            minutes += sum(end - start for start, end in taken)
            free = _free(taken, _minutes(self.begin), _minutes(self.end))
            gaps += [Gap(day, _clock(start), _clock(end)) for start, end in free]
            all_meetings += todays
        return Week(monday, minutes / 60, tuple(all_meetings), tuple(gaps))

    def _meetings(self, first: date, last: date) -> Iterator[Meeting]:
        """Yield the meetings from first until before last, cut to the working hours of each day."""
        margin = timedelta(1)  # a time zone can move an event to the day before or after
        for uid, item in self._items(first - margin, last + margin):
            try:
                cut, reason = self._cut(item, first, last)
                day = item.start if type(item.start) is date else item.start.date()
            except Exception:  # a value that is none, a date at the end of time
                self._bad[uid] = "unreadable"
                continue
            yield from cut
            if reason and first <= day < last:
                self._skipped.append((reason, _monday(day)))

    def _cut(self, item: Any, first: date, last: date) -> tuple[list[Meeting], str]:
        """Return the parts of an event that count, and why none does."""
        if reason := self._reason(item):
            return [], reason
        start, end = self._local(item.start), self._local(item.end)
        title = " ".join(str(item.get("SUMMARY", "")).split())
        parts, day = [], max(start.date(), first)
        while day <= end.date() and day < last:
            opens = max(start, datetime.combine(day, self.begin))
            closes = min(end, datetime.combine(day, self.end))
            if day.weekday() < 5 and opens < closes:
                parts.append(Meeting(day, opens.time(), closes.time(), title))
            day += timedelta(1)
        return parts, "" if parts else "outside"

    def _reason(self, item: Any) -> str:
        """Return why an event doesn't count, "" when it may."""
        busy = str(item.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
        if str(item.get("STATUS", "")).upper() == "CANCELLED":
            return "cancelled"
        if ics.DECLINED in item:
            return "declined"
        if type(item.start) is date:
            return "all_day"
        if str(item.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in ("FREE", "WORKINGELSEWHERE"):
            return "free"
        return "alone" if self.with_others and ics.OTHERS not in item else ""

    def _local(self, moment: datetime) -> datetime:
        """Return a moment in the calendar's zone; one without a zone is meant wherever one is."""
        return (moment.astimezone(self.zone) if moment.tzinfo else moment).replace(tzinfo=None)

    def _items(self, first: date, last: date) -> Iterator[tuple[str, Any]]:
        """Yield what happens between two days: the id, and the event as the library gives it."""
        near = [one for one in self._singles if one.start <= last and (one.end or one.start) >= first]
        series = [group for group in self._series.values() if self._may_happen(group, first, last)]
        if len(near) + len(series) > MOST_EXPANDED:
            raise ImportProblem("calendar_too_many", most=MOST_EXPANDED)
        for group in [[one] for one in near] + series:
            if perf_counter() > self._until:
                raise ImportProblem("calendar_slow")
            uid = group[0].uid
            try:
                items = self._repeat(group, first, last) if uid in self._series else [_parsed(group[0])]
            except Exception:  # whatever a library stumbles over is one event less, and said
                self._bad[uid] = "unreadable"
                continue
            for item in items:
                yield uid, item

    def _may_happen(self, group: list[ics.Event], first: date, last: date) -> bool:
        """Tell whether a series can have anything between two days, and is worth to be gone through."""
        uid = group[0].uid
        if uid in self._bad or not any(one.start <= last and one.last_day() >= first for one in group):
            return False
        steps = [one.steps(last) for one in group]
        if None in steps or sum(steps) > self._steps:
            self._bad[uid] = "too_often"
            return False
        self._steps -= sum(steps)
        return True

    def _repeat(self, group: list[ics.Event], first: date, last: date) -> list[Any]:
        import icalendar
        import recurring_ical_events

        uid = group[0].uid
        if uid not in self._queries:
            calendar = icalendar.Calendar()
            for event in group:
                calendar.add_component(_parsed(event))
            self._queries[uid] = recurring_ical_events.of(calendar)
        return self._queries[uid].between(first, last)


def _parsed(event: ics.Event) -> Any:
    import icalendar

    return icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *event.lines, "END:VEVENT", ""]))


@contextmanager
def _no_years_after(year: int) -> Iterator[None]:
    """Let no rule be tried beyond a year: one that never comes true would be tried until the year 9999."""
    from dateutil import rrule

    usual = rrule.datetime
    rrule.datetime = SimpleNamespace(**vars(usual) | {"MAXYEAR": year})
    try:
        yield
    finally:
        rrule.datetime = usual


# Minutes of a day


def _minutes(moment: time) -> float:
    return 60 * moment.hour + moment.minute + moment.second / 60


def _clock(minutes: float) -> time:
    return time(int(minutes) // 60, int(minutes) % 60) if minutes < 24 * 60 else time.max


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _merged(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return stretches of time without overlaps, in order."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _free(taken: Sequence[tuple[float, float]], begin: float, end: float) -> list[tuple[float, float]]:
    """Return the stretches between begin and end that are not taken."""
    edges = [begin, *(edge for stretch in taken for edge in stretch), end]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, stop) for start, stop in pairs if stop - start >= 1]
