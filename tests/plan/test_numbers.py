"""Numbers are read as people write them, in both languages of the course."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecraft.numbers import format_number, parse_number


@pytest.mark.parametrize(
    ("typed", "english", "swedish"),
    [
        ("12000", 12000, 12000),
        ("12,000", 12000, 12000),
        ("1 000,5", 1000.5, 1000.5),
        ("12\u00a0000", 12000, 12000),
        ("1.500", 1.5, 1500),
        ("1,5", 1.5, 1.5),
        ("1.5 %", 1.5, 1.5),
        ("1,234,567.8", 1234567.8, 1234567.8),
        ("1.234.567,8", 1234567.8, 1234567.8),
        ("-3", -3, -3),
        ("−3", -3, -3),
        ("", None, None),
        ("  ", None, None),
    ],
)
def test_reads(typed: str, english: float | None, swedish: float | None):
    assert parse_number(typed) == english
    assert parse_number(typed, "sv") == swedish


@pytest.mark.parametrize("typed", ["abc", "1,2,3", "10-20", "1e5", "nan", "inf", "12 pieces", "9" * 400])
def test_refuses_what_is_not_one_number(typed: str):
    with pytest.raises(ValueError):
        parse_number(typed)


@given(st.text())
def test_any_text_is_read_or_refused(typed: str):
    with contextlib.suppress(ValueError):
        parse_number(typed)


@pytest.mark.parametrize("language", ["en", "sv"])
@given(st.integers(-(10**9), 10**9))
def test_what_the_course_writes_it_can_read(language: str, number: int):
    assert parse_number(format_number(number / 100, 2, language), language) == number / 100


def test_writes_as_few_decimals_as_needed():
    assert [format_number(x) for x in (12000, 1.5, 1 / 3, -0.001)] == ["12,000", "1.5", "0.33", "0"]
    assert format_number(12345.678, 1, "sv") == "12\u00a0345,7"
