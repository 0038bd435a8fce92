"""Numbers as people write them, in and out: "1 000,5", "12,000", "1.5 %"."""

import re

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")


def parse_number(text: str, language: str = "en") -> float | None:
    """Read a number as people write it.

    text: digits with spaces, commas or points; a sign in front and one "%" behind are allowed.
    language: decides when a point could be either: "1.500" is 1.5 in English ("en"), 1500 in Swedish ("sv").
    Returns the number, or None when the text is empty.
    Raises ValueError when it can't be read as one number.
    """
    stripped = _SPACES.sub("", text).replace("−", "-")
    if stripped.endswith("%"):
        stripped = stripped[:-1]
    if not stripped:
        return None
    if "," in stripped and "." in stripped:
        decimal = "," if stripped.rfind(",") > stripped.rfind(".") else "."
        stripped = stripped.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif (grouped := _GROUPED.fullmatch(stripped)) and (
        grouped[1] == "," or language == "sv" or stripped.count(".") > 1
    ):
        stripped = stripped.replace(grouped[1], "")
    else:
        stripped = stripped.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", stripped):
        raise ValueError(text)
    return float(stripped)


def format_number(value: float, decimals: int | None = None, language: str = "en") -> str:
    """Write a number for people: 12000 as "12,000" (en) or "12 000" (sv).

    decimals: how many; None gives as many as the number needs, at most 2.
    """
    plain = f"{value:,.{2 if decimals is None else decimals}f}"
    if decimals is None and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if plain in ("-0", "-0.0", "-0.00"):
        plain = plain[1:]
    if language == "sv":
        plain = plain.replace(",", "\u00a0").replace(".", ",")
    return plain
