"""Arithmetic that never stumbles: what is missing, infinite or divided by zero is None."""

from math import isfinite


def known(value: float | None) -> float | None:
    """Return the value, or None when it is missing or not a finite number."""
    return value if value is not None and isfinite(value) else None


def ratio(part: float | None, whole: float | None) -> float | None:
    """Return part ÷ whole, or None when one of them is missing or whole is zero."""
    if known(part) is None or known(whole) is None or whole == 0:
        return None
    return known(part / whole)


def product(*factors: float | None) -> float | None:
    """Return the factors multiplied, or None when one of them is missing."""
    result = 1.0
    for factor in factors:
        if known(factor) is None:
            return None
        result *= factor
    return known(result)
