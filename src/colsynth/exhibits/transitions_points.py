"""How are shares before and after, and differences of them, written in whole percentage points?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from colsynth.exhibits.exhibit import percent


def said_of_rows(seen: pd.DataFrame, said: Callable[..., str], *columns: str) -> pd.Series[str]:
    """What is said of some columns of each row; empty where they are."""
    texts = [None if pd.isna(row[0]) else said(*row) for row in zip(*(seen[c] for c in columns), strict=True)]
    return pd.Series(texts, index=seen.index, dtype="str")


def before_and_after(before: float, after: float) -> str:
    """Two shares as `53 % to 60 %`."""
    return f"{percent(before)} to {percent(after)}"


def points(share: float) -> str:
    """A change of a share in whole percentage points, with its sign."""
    whole = round(100 * share)
    return f"{whole:+d}".replace("-", "\u2212") if whole else "0"


def limited(value: float, low: float, high: float) -> str:
    """A change of a share with its limits, in points."""
    return f"{points(value)} ({points(low)} to {points(high)})"
