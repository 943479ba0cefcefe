"""Which student numbers are one slip of the fingers apart? Found by their deletions, never by comparing all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

NATIONAL_LENGTH = 10  # digits of a national student number
_LENGTHS = (NATIONAL_LENGTH, NATIONAL_LENGTH + 1)  # one digit lost gives nine, which get a zero in front


def near_pairs(numbers: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Pairs of numbers with one birth date that are one slip apart; at least one has the length of a national number.

    `numbers` has the columns number and birth. Two texts that are one change, one swap of neighbours, or one sign more
    or less apart agree once a sign is taken out of one or both, so only numbers that share such a remainder and a
    birth date are compared (after W. Garbe, "Symmetric Delete", https://wolfgarbe.medium.com, 2012): the time grows
    with the numbers, not with their pairs.
    """
    long = numbers[numbers["number"].str.len().isin(_LENGTHS)].drop_duplicates().reset_index(drop=True)
    remainders = [long.assign(rest=long["number"])]
    for at in range(max(_LENGTHS)):
        has = long[long["number"].str.len() > at]
        remainders.append(has.assign(rest=has["number"].str.slice(0, at) + has["number"].str.slice(at + 1)))
    rows = pd.concat(remainders, ignore_index=True).drop_duplicates()
    shared = rows[rows.duplicated(["birth", "rest"], keep=False)]
    seen: set[tuple[str, str]] = set()
    for _, group in shared.groupby(["birth", "rest"], sort=False)["number"]:
        for a, b in combinations(sorted(group), 2):
            if (a, b) not in seen and min(len(a), len(b)) == NATIONAL_LENGTH and is_one_slip(a, b):
                seen.add((a, b))
                yield a, b


def is_one_slip(a: str, b: str) -> bool:
    """One sign changed, two neighbours swapped, one sign missing or added.

    A zero in front may stand for a digit that was lost elsewhere: nine digits are given one at intake.
    """
    if len(a) == len(b):
        differ = [at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(differ) == 1:
            return True
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            first, second = differ
            if a[first] == b[second] and a[second] == b[first]:
                return True
        return any(short[0] == "0" and _lacks_one(short[1:], full) for short, full in ((a, b), (b, a)))
    short, full = sorted((a, b), key=len)
    return _lacks_one(short, full)


def _lacks_one(short: str, full: str) -> bool:
    return len(full) == len(short) + 1 and any(full[:at] + full[at + 1 :] == short for at in range(len(full)))
