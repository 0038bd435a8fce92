"""Results as pandas tables, for notebooks and workshops. Nothing in the browser imports this."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return rows of values under headings; what is missing (None) stays missing."""
    return pd.DataFrame(list(rows), columns=list(headings))
