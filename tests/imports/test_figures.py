"""Reports with numbers, one small file a tool, made after what their exports look like."""

from datetime import date
from pathlib import Path

import pytest

from rolecraft.imports import read_figures
from rolecraft.imports.figures import Figures, match
from rolecraft.plan import Driver

FILES = Path(__file__).parent / "files"
AUGUST = (date(2026, 8, 1), date(2026, 8, 31))


def figure(report: Figures, id: str, kind: str):
    (found,) = [one for one in report.figures if (one.id, one.kind) == (id, kind)]
    return found


@pytest.mark.parametrize(
    ("name", "layout", "period", "values"),
    [
        (
            "ga4",
            "ga4",
            AUGUST,
            # The mean of 60 % and 30 % would be 45 %; of all sessions, 52.5 % were engaged.
            [("sessions", "count", 12_000, "sum"), ("engagement_rate", "rate", 52.5, "divided")]
            + [("session_key_event_rate", "rate", 1.5, "weighted"), ("conversions", "count", 195, "sum")],
        ),
        (
            "ga4-exploration",
            "ga4",
            (date(2026, 7, 1), date(2026, 9, 30)),
            # The rows hold 9,000 users, as many use both phone and desktop; the file's own total knows.
            [("users", "count", 8000, "total"), ("sessions", "count", 12_000, "sum")],
        ),
        (
            "google-ads",
            "google_ads",
            AUGUST,
            [("impressions", "count", 100_000, "sum"), ("cost", "count", 20_000, "sum")]
            + [
                ("ctr", "rate", 2, "divided"),
                ("cpc", "ratio", 10, "divided"),
                ("cpm", "ratio", 200, "divided"),
            ]
            + [
                ("conversions", "rate", 3, "divided"),
                ("cpa", "ratio", pytest.approx(333.33, abs=0.01), "divided"),
            ],
        ),
        (
            "meta-ads",
            "meta_ads",
            AUGUST,
            [("clicks", "count", 1270, "sum"), ("reach", "count", 30_000, "total")]
            + [("ctr", "rate", pytest.approx(100 * 1270 / 78_500), "divided")],
        ),
        (
            "mailchimp",
            "mailchimp",
            (date(2026, 8, 4), date(2026, 9, 1)),
            # The mean of 40 % and 20 % would be 30 %; of all that was delivered, 420 of 1,100 were opened.
            [("open_rate", "rate", pytest.approx(100 * 420 / 1100), "divided")]
            + [("click_rate", "rate", pytest.approx(100 * 51 / 1100), "divided")]
            + [("unsubscribe_rate", "rate", pytest.approx(100 * 5 / 1100), "divided")],
        ),
        (
            "klaviyo",
            "klaviyo",
            (date(2026, 8, 10), date(2026, 8, 10)),
            [("open_rate", "rate", 40, "divided"), ("customers", "count", 5, "only")],
        ),
        (
            "sheet",
            "plain",
            (date(2026, 7, 1), date(2026, 8, 31)),
            [("sessions", "count", 24_000, "sum"), ("leads", "count", 360, "sum")],
        ),
    ],
)
def test_a_report_gives_its_period_and_the_numbers_of_all_rows(name, layout, period, values):
    report = read_figures(FILES / f"{name}.csv")
    assert (report.layout, (report.first, report.last)) == (layout, period)
    for id, kind, value, how in values:
        found = figure(report, id, kind)
        assert (found.value, found.how) == (value, how), id
    assert len(report.table()) == len(report.figures)


def test_what_can_t_be_added_up_is_left_out_and_named():
    assert read_figures(FILES / "sheet.csv").left_out == ("Share that ask",)
    assert read_figures(FILES / "meta-ads.csv").left_out == ("Results",)  # leads and film views
    without_total = (
        (FILES / "ga4-exploration.csv").read_bytes().replace(b",,8000,12000,6300,Grand total\n", b"")
    )
    report = read_figures(without_total)
    assert "Active users" in report.left_out and "users" not in {one.id for one in report.figures}
    assert read_figures(FILES / "google-ads.csv").totals == 2


@pytest.mark.parametrize(
    ("name", "period", "count"),
    [
        ("ga4", "month", 1),
        ("ga4", "quarter", 1 / 3),
        ("ga4", "week", 31 / 7),
        ("ga4", "campaign", None),
        ("ga4-exploration", "a quarter", 1),
        ("ga4-exploration", "månad", 3),
        ("mailchimp", "month", None),  # days of sending say little about the time between
    ],
)
def test_how_many_periods_a_report_covers(name: str, period: str, count: float | None):
    assert read_figures(FILES / f"{name}.csv").periods(period) == pytest.approx(count)


def test_figures_find_the_links_that_they_belong_to():
    report = read_figures(FILES / "ga4.csv")
    chain = [
        Driver("d1", "Visits", "count"),
        Driver("d2", "Share that ask", "rate"),
        Driver("d3", "Share that fit", "rate"),
        Driver("d4", "Visits, again", "count"),
        Driver("d5", "Sessions", "rate"),
    ]
    assert {id: one.id for id, one in match(chain, report.figures).items()} == {
        "d1": "sessions",
        "d2": "session_key_event_rate",
    }
