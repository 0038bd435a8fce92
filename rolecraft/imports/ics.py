"""A calendar file (.ics) line by line: only what is needed of it, before a library works on it.

Descriptions, attachments and people are most of such a file; and a rule such as "every 0 days" would keep a
library busy for ever. Both are left out here, in one pass over the lines.
"""

import re
from collections import Counter
from datetime import date, timedelta

from attrs import define, field

from rolecraft.imports.files import ImportProblem

MOST_EVENTS = 60_000  # in a file
LONGEST_LINE = 20_000  # characters
LONGEST = 60  # days that a repeating event may take
OLDEST = 30 * 366  # days that an event may have been repeating
LAST_YEAR = 2100

OTHERS, DECLINED = "X-ROLECRAFT-OTHERS", "X-ROLECRAFT-DECLINED"  # our own marks

_FAR = date(LAST_YEAR, 1, 1)
_KEPT = {
    *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE"),
    *("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SUMMARY"),
}
_DURATION = re.compile(r"\+?P(?:[0-8]W|(?:[0-5]?[0-9]D)?(?:T[0-9HMS]{2,12})?)")  # less than 60 days
_TZID = re.compile(r';TZID=(?:"([^"]{1,200})"|([^":;]{1,200}))', re.IGNORECASE)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_UNIT_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
# What the rules that calendars make are of. Others (several times a day, every 0 days) might never end.
_PARTS = re.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"|INTERVAL=[1-9][0-9]{0,2}"
    r"|COUNT=-?[0-9]{1,5}"
    r"|UNTIL=[0-9TZ]{8,16}"
    r"|WKST=[A-Z]{2}"
    r"|BYDAY=[+-]?[0-9]{0,2}[A-Z]{2}(?:,[+-]?[0-9]{0,2}[A-Z]{2}){0,13}"
    r"|BY(?:MONTH|MONTHDAY|SETPOS|WEEKNO|YEARDAY)=[+-]?[0-9]{1,3}(?:,[+-]?[0-9]{1,3}){0,30}"
)


@define
class Event:
    """An event as it stands in the file.

    lines: those that are needed. start, end: the days, as written. rule: how it repeats. repeats: by a rule
    or by dates. override: it stands for one occurrence of a series. others: somebody is invited. strange: it
    can't be repeated safely.
    """

    lines: list[str]
    uid: str = ""
    start: date | None = None
    end: date | None = None
    rule: str = ""
    repeats: bool = False
    override: bool = False
    others: bool = False
    strange: bool = False

    def last_day(self) -> date:
        """Return the last day on which it can happen; the far future when it repeats without end."""
        start = self.start or date.min
        if not self.repeats:
            return max(start, min(self.end or start, _FAR))
        if until := _day(part(self.rule, "UNTIL")):
            return max(start, until)
        count, unit = part(self.rule, "COUNT"), _UNIT_DAYS.get(part(self.rule, "FREQ"), 366)
        if not count.isdigit() or len(count) > 5:
            return _FAR
        interval = part(self.rule, "INTERVAL")
        every = int(interval) if interval.isdigit() and len(interval) < 4 else 1
        days = 2 * int(count) * unit * every  # twice as far, as not every month has a 31st
        return min(start + timedelta(min(days, 100_000)), _FAR)

    def steps(self, last: date) -> int | None:
        """Return about how many steps it takes to repeat it until `last`; None: it can't be done safely."""
        if not self.start or self.strange or not 0 <= ((self.end or self.start) - self.start).days < LONGEST:
            return None
        days = (last - self.start).days
        if days > OLDEST or (self.rule and not usual(self.rule)):
            return None
        if not self.rule:
            return 1
        return 1 + max(0, days) // (7 if part(self.rule, "FREQ") == "WEEKLY" else 1)


@define
class Skimmed:
    """What is needed of a file.

    zones: the blocks of its time zones. zone: that of the calendar. tzids: names of time zones, how often.
    owner: whose calendar it is (an address), if it says so. unreadable: events without a day.
    """

    events: list[Event] = field(factory=list)
    zones: list[str] = field(factory=list)
    zone: str = ""
    owner: str = ""
    tzids: Counter = field(factory=Counter)
    unreadable: int = 0

    def newest(self) -> date:
        """Return the last day on which anything can happen."""
        return max((event.last_day() for event in self.events), default=date.min)

    def oldest(self) -> date:
        """Return the first day on which anything happens."""
        return min((event.start for event in self.events if event.start), default=date.max)


def skim(text: str) -> Skimmed:
    """Return the events and time zones of a file. Raises ImportProblem when it is no calendar."""
    text = re.sub(r"[\r\n]+", "\n", text)
    if not re.match(r"\s*BEGIN:VCALENDAR", text, re.IGNORECASE):
        raise ImportProblem("file_no_calendar")
    file = Skimmed()
    inside: list[str] = []  # the components that are open
    event: Event | None = None
    zone: list[str] = []
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                event = Event([])
            elif inside[-1] == "VTIMEZONE":
                zone = []
        in_zone = "VTIMEZONE" in inside[-3:]
        if in_zone and len(line) < LONGEST_LINE and len(zone) < 400:
            zone.append(line)
        elif event and inside[-1:] == ["VEVENT"] and len(line) < LONGEST_LINE:
            _keep(file, event, name, line)
        elif name == "X-WR-TIMEZONE":
            file.zone = value.strip()
        elif name == "X-WR-CALNAME" and "@" in value:
            file.owner = value.strip().casefold()
        if name == "END" and inside:
            ended = inside.pop()
            if ended == "VEVENT" and event:
                _add(file, event)
                event = None
            elif ended == "VTIMEZONE":
                file.zones.append("\n".join(zone))
        elif len(inside) > 20:
            raise ImportProblem("file_no_calendar")
    return file


def _keep(file: Skimmed, event: Event, name: str, line: str) -> None:
    """Take a line into an event, when it is needed."""
    value = line.rpartition(":")[2].strip()  # the last: the name of a time zone may hold one, too
    if name == "ATTENDEE":
        event.others = True
        if file.owner and file.owner in line.casefold() and "PARTSTAT=DECLINED" in line.upper():
            event.lines.append(f"{DECLINED}:1")
    if name not in _KEPT or len(event.lines) >= 100:
        return
    if name == "UID":
        event.uid = line
    elif name == "DTSTART":
        event.start = _day(value)
        if found := _TZID.search(line):
            file.tzids[found[1] or found[2]] += 1
    elif name == "DTEND":
        event.end = _day(value)
    elif name == "RRULE":
        event.strange = event.strange or bool(event.rule)  # a second rule
        event.rule, event.repeats = value.upper(), True
    elif name == "RDATE":
        event.strange = event.strange or "/" in value  # periods
        event.repeats = True
    elif name == "DURATION":
        event.strange = event.strange or not _DURATION.fullmatch(value.upper())
    elif name == "RECURRENCE-ID":
        event.override = True
    event.lines.append(line[:300] if name == "SUMMARY" else line)


def _day(value: str) -> date | None:
    found = _DIGITS.match(value)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _add(file: Skimmed, event: Event) -> None:
    if not event.start or not 1900 < event.start.year < LAST_YEAR:
        file.unreadable += 1
    elif len(file.events) >= MOST_EVENTS:
        raise ImportProblem("calendar_too_many", most=MOST_EVENTS)
    else:
        event.uid = event.uid or f"without an id: {len(file.events)}"
        if event.others:
            event.lines.append(f"{OTHERS}:1")
        file.events.append(event)


def part(rule: str, name: str) -> str:
    """Return one part of a rule ("FREQ"), "" when it has none."""
    found = re.search(rf"(?:^|;){name}=([^;]*)", rule)
    return found[1] if found else ""


def usual(rule: str) -> bool:
    """Tell whether a rule is of parts that calendars use."""
    return all(_PARTS.fullmatch(one) for one in rule.strip(";").split(";"))
