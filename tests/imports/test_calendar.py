"""Calendars, one small file a program, made after what their exports look like, and strange ones."""

from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecraft.imports import ImportProblem, read_calendar
from rolecraft.imports.calendar import Calendar
from rolecraft.text import catalogue

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 10)  # a Tuesday


def read(name: str, **choices) -> Calendar:
    return read_calendar(FILES / f"{name}.ics", TODAY, **choices)


def titles(calendar: Calendar) -> list[str]:
    return [meeting.title for week in calendar.weeks for meeting in week.meetings]


def calendar(*events: str) -> bytes:
    """A calendar of events, each given by its lines."""
    blocks = (f"BEGIN:VEVENT\nUID:{number}\n{lines}\nEND:VEVENT\n" for number, lines in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(blocks)}END:VCALENDAR\n".encode()


def test_outlook_a_series_with_a_gap_a_moved_and_a_cancelled_meeting():
    found = read("outlook")
    # No meeting on 19 October (EXDATE) and 2 November (cancelled): these weeks have nothing to count.
    assert [week.monday.day for week in found.weeks] == [28, 5, 12, 26]
    assert titles(found)[-2:] == ["Monday meeting, moved to Tuesday", "Write the newsletter"]
    assert [week.hours for week in found.weeks] == [1, 1, 1, 4]
    assert found.hours == 7 / 4
    # Summer time ended on 25 October; the meeting is at 9 before and at 13 after.
    assert found.weeks[0].meetings[0].start == time(9) and found.weeks[3].meetings[0].start == time(13)
    assert found.left_out == {"all_day": 1, "free": 1} and found.zone == "W. Europe Standard Time"


def test_own_entries_can_be_told_from_meetings_with_others():
    found = read("outlook", with_others=True)
    assert found.both and "Write the newsletter" not in titles(found) and found.left_out["alone"] == 1


def test_google_its_own_zone_overlaps_and_what_was_declined():
    found = read("google")
    (week,) = found.weeks
    # 9:00–10:30 and 10:00–11:00 make two hours; 7:00–9:00 is inside the working day for one.
    assert week.hours == 3 and titles(found) == ["Agency", "Overlaps with the agency", "Breakfast seminar"]
    assert found.left_out == {"free": 1, "declined": 1} and found.zone == "Europe/Stockholm"


def test_apple_a_zone_of_its_own_a_night_between_and_times_without_zone():
    found = read("apple")
    (week,) = found.weeks
    spans = [(one.day.day, one.start, one.end) for one in week.meetings]
    assert spans == [
        (3, time(14), time(17)),
        (4, time(8), time(11)),
        (5, time(9), time(9, 45)),
        (6, time(9), time(9, 45)),
    ]
    elsewhere = read("apple", zone=ZoneInfo("UTC"))  # three hours behind, for what has a zone
    assert elsewhere.weeks[0].meetings[0].start == time(11) and elsewhere.weeks[0].meetings[-1].start == time(
        9
    )


def test_gaps_and_blocks_of_a_working_day():
    found = read_calendar(
        calendar(
            "DTSTART:20261102T090000\nDTEND:20261102T100000",
            "DTSTART:20261102T110000\nDTEND:20261102T120000",
            "DTSTART:20261109T090000\nDTEND:20261109T160000",
            "DTSTART:20261107T090000\nDTEND:20261107T160000",  # a Saturday
        ),
        date(2026, 11, 14),  # a Saturday: this week is over
        weeks=2,
    )
    monday = [gap for gap in found.weeks[0].gaps if gap.day == date(2026, 11, 2)]
    assert [gap.minutes for gap in monday] == [60, 60, 300]
    assert len(found.weeks[0].blocks) == 5 and found.longest == 540  # the afternoon, and four whole days
    assert found.meetings == 3 and found.left_out == {"outside": 1}
    assert found.gaps_a_day == (3 + 4 + 2 + 4) / 10 and found.blocks_a_week == (5 + 4) / 2
    free = found.always_free()
    assert ("tuesday", time(8), time(17)) in free and not [piece for piece in free if piece[0] == "monday"]


def test_working_hours_and_weeks_can_be_chosen():
    early = read("google", begin=time(7), end=time(16))
    assert early.hours == 4  # the seminar from its beginning
    ahead = read("outlook", ahead=True, weeks=2)
    assert ahead.ahead and ahead.first == date(2026, 11, 9) and ahead.last == date(2026, 11, 20)


def test_a_calendar_without_a_past_is_read_ahead_and_an_old_one_where_it_ends():
    meeting = "DTSTART:{0}T090000\nDTEND:{0}T100000"
    assert read_calendar(calendar(meeting.format("20261118")), TODAY).ahead
    old = read_calendar(calendar(meeting.format("20200311"), meeting.format("20190311")), TODAY)
    assert old.last == date(2020, 3, 13) and not old.ahead


def test_a_table_has_one_row_a_meeting():
    assert list(read("google").table()["minutes"]) == [90, 60, 60]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"task,hours\na,1\n", "file_no_calendar"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "calendar_empty"),
        (calendar("DTSTART;VALUE=DATE:20261103"), "calendar_no_meetings"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 100, "file_no_calendar"),
        (calendar(*["DTSTART:20261103T090000\nDTEND:20261103T100000"] * 5000), "calendar_too_many"),
    ],
)
def test_a_calendar_that_can_t_be_used_says_why(content: bytes, key: str):
    with pytest.raises(ImportProblem) as refused:
        read_calendar(content, TODAY)
    assert refused.value.key == f"own_files.{key}"


STRANGE = [
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=HOURLY;COUNT=100000",
    "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6,7",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",  # never
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=DAILY;UNTIL=garbage",
    "RRULE:FREQ=WEEKLY;BYDAY=XX",
    "RRULE:FREQ=WEEKLY;COUNT=99999999999999999999",
    "DTEND:99991231T235959Z",
    "DTSTART:garbage",
    "DURATION:P99999999999W",
    "RRULE:FREQ=DAILY\nDTEND:19000101T000000",
    "RRULE:FREQ=DAILY\nDTEND:20991231T000000",
    "RRULE:FREQ=DAILY\nRRULE:FREQ=DAILY;INTERVAL=0",
    "RDATE:" + ",".join(f"{date(2026, 1, 1) + timedelta(day):%Y%m%d}T120000" for day in range(1000)),
]


@pytest.mark.parametrize("line", STRANGE, ids=lambda line: line[:40])
def test_a_strange_event_ends_quickly_and_spoils_no_other(line: str):
    begun = perf_counter()
    good = "DTSTART:20261103T090000\nDTEND:20261103T100000\nSUMMARY:Good"
    found = read_calendar(calendar(good, f"DTSTART:20260101T230000Z\n{line}"), TODAY, zone=ZoneInfo("UTC"))
    assert "Good" in titles(found)
    assert perf_counter() - begun < 5  # without the limits, some take minutes


def test_many_events_that_never_come_true_are_given_up_in_time():
    never = "DTSTART:20200101T090000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    found = read_calendar(calendar("DTSTART:20261103T090000\nDTEND:20261103T100000", *[never] * 30), TODAY)
    assert found.hours == 1  # without a limit on the years, it takes too long and is refused


def test_a_time_zone_with_a_colon_in_its_name():
    name = '"(UTC+03:00) Somewhere, Elsewhere"'
    zone = "BEGIN:VTIMEZONE\nTZID:(UTC+03:00) Somewhere, Elsewhere\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
    zone += "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    events = calendar(f"DTSTART;TZID={name}:20261103T120000\nDTEND;TZID={name}:20261103T130000").decode()
    content = events.replace("BEGIN:VEVENT", f"{zone}BEGIN:VEVENT").encode()
    assert read_calendar(content, TODAY).zone == name.strip('"')
    assert read_calendar(content, TODAY, zone=ZoneInfo("UTC")).weeks[0].meetings[0].start == time(9)


def test_a_strange_time_zone_ends_quickly():
    zone = "BEGIN:VTIMEZONE\nTZID:Strange\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\n"
    zone += "TZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;INTERVAL=0\nEND:STANDARD\nEND:VTIMEZONE\n"
    events = calendar("DTSTART;TZID=Strange:20261103T090000\nDTEND;TZID=Strange:20261103T100000").decode()
    found = read_calendar(events.replace("BEGIN:VEVENT", f"{zone}BEGIN:VEVENT").encode(), TODAY)
    assert found.hours == 1  # as it stands there


_LINES = [
    *STRANGE,
    "DTSTART:20261103T090000",
    "DTEND;TZID=Nowhere:20261103T100000",
    "BEGIN:VALARM",
    "END:VALARM",
]
_LINES += [
    "RECURRENCE-ID:20261103T090000",
    "UID:0",
    "STATUS:CANCELLED",
    "END:VEVENT",
    "BEGIN:VEVENT",
    "TRANSP:",
]
_LINES += ["BEGIN:VTIMEZONE\nTZID:Nowhere\nBEGIN:STANDARD\nTZOFFSETTO:+9999\nEND:STANDARD\nEND:VTIMEZONE"]
_LINES += [
    "DTSTART;VALUE=DATE:20261103",
    "EXDATE:20261103T090000",
    "RRULE:FREQ=WEEKLY",
    "X-WR-TIMEZONE:../etc",
]


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(_LINES) | st.text(max_size=10), max_size=6).map("\n".join), max_size=5)
    | st.binary(max_size=100)
)
def test_any_calendar_gives_a_result_or_a_sentence(written: list[str] | bytes):
    content = (
        written if isinstance(written, bytes) else calendar(*written).decode().encode("utf-8", "replace")
    )
    try:
        found = read_calendar(content, TODAY)
    except ImportProblem as refused:
        assert refused.key.removeprefix("own_files.") in catalogue("own_files")
    else:
        assert 0 <= found.hours <= 45 and found.weeks
