"""Is a term unusual, or is it the usual up and down? How many terms there are decides what may be said at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, nan
from statistics import median

import numpy as np
import pandas as pd

from colsynth.methods.runchart import RUN, Limits, directions, runs, xmr

LEAST_RUN_CHART = 8  # points; below, noise and signal cannot be told apart. methods: Anhøj & Olesen (2014); our rule
LEAST_LIMITS = 12  # points that limits take; Making Data Count
LEAST_SETTLED = 20  # points; below, limits are provisional; our rule

RULES = "Making Data Count rules"
FORMS = ("plain line", "run chart", "provisional limits", "limits")
VERDICTS = (
    "too few points", "no variation seen", "no signal", "shifted upward", "shifted downward", "rising", "falling",
    "unusually high", "unusually low", "unusual earlier",
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """What may be drawn of a series and said of it.

    `form` is one of FORMS, `verdict` one of VERDICTS; `way` is 1 up, -1 down, 0 neither; `since` is the place of the
    point the verdict holds from (None: of none). `centre` is the median of a run chart, the mean of one with limits;
    with `lower` and `upper` it is nan where the form has none. `flag` is a word a point.
    """

    form: str
    verdict: str
    way: int
    since: int | None
    centre: float
    lower: float
    upper: float
    flag: list[str]


def judged(y: Sequence[float]) -> Judged:
    """What do the points of one series say, oldest first? Missing ones (nan) count for nothing.

    Below 8 points a plain line and no verdict; from 8 to 11 a run chart, by its runs; from 12 limits, by the rules of
    Making Data Count, provisional below 20. With limits the newest point decides: the end of seven on one side of the
    centre has `shifted`, the end of seven steps one way is `rising` or `falling`, a point at or beyond a limit is
    `unusually high` or `low`; a signal that the newest point is no part of is `unusual earlier`.
    """
    values = [float(value) for value in y]
    known = [i for i, value in enumerate(values) if not isnan(value)]
    none = [""] * len(values)
    if len(known) < LEAST_RUN_CHART:
        return Judged(FORMS[0], "too few points", 0, None, nan, nan, nan, none)
    if len({values[i] for i in known}) == 1:
        form = _form(len(known))
        level = values[known[0]]
        limit = level if len(known) >= LEAST_LIMITS else nan
        return Judged(form, "no variation seen", 0, None, level, limit, limit, none)
    if len(known) < LEAST_LIMITS:
        return _by_runs(values, known)
    found = xmr(values)
    verdict, way, since = _newest(values, found, known)
    return Judged(_form(len(known)), verdict, way, since, found.centre, found.lower, found.upper, found.flag)


def by_term(
    points: pd.DataFrame, excluded: Collection[str] = (), good: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """One row is one term of one measure, as it may be drawn, with the verdict on the stretch that it is in.

    `points` has the columns measure, term, stretch (a number that grows at each break of the measure's line) and value
    (a share; empty where hidden); further columns stay. `excluded` are terms to be left out; `good` is 1 for a measure
    that should go up (as all do that are not named) and -1 for one that should go down.

    Added: left_out (boolean); points, those that count in the stretch; form, verdict as in `judged`; since, the term
    the verdict holds from; direction (`improvement`, `concern`, or "" without a direction); centre, lower, upper in
    the unit of value; flag. Empty frames stay empty.
    """
    frame = points.sort_values(["measure", "term"], kind="stable").reset_index(drop=True)
    frame["left_out"] = frame["term"].isin(list(excluded))
    columns: dict[str, list[object]] = {name: [pd.NA] * len(frame) for name in _ADDED}
    for (measure, _), own in frame.groupby(["measure", "stretch"], sort=False):
        kept = own[~own["left_out"]]
        values = kept["value"].to_numpy(float, na_value=np.nan)
        found = judged(values.tolist())
        known = int((~np.isnan(values)).sum())
        way = found.way * (good or {}).get(str(measure), 1)
        of_all = {
            "points": known,
            "form": found.form,
            "verdict": found.verdict,
            "since": pd.NA if found.since is None else kept["term"].iloc[found.since],
            "direction": {1: "improvement", -1: "concern"}.get(way, ""),
            "centre": pd.NA if isnan(found.centre) else found.centre,
            "lower": pd.NA if isnan(found.lower) else found.lower,
            "upper": pd.NA if isnan(found.upper) else found.upper,
            "flag": "",
        }
        for at in own.index:
            for name, value in of_all.items():
                columns[name][at] = value
        for at, flag in zip(kept.index, found.flag, strict=True):
            columns["flag"][at] = flag
    for name, dtype in _ADDED.items():
        frame[name] = pd.array(columns[name], dtype=dtype)  # type: ignore[call-overload]
    return frame


_ADDED = {
    "points": "Int64", "form": "str", "verdict": "str", "since": "str", "direction": "str", "centre": "Float64",
    "lower": "Float64", "upper": "Float64", "flag": "str",
}  # fmt: skip


def newest_stretch(charted: pd.DataFrame) -> pd.DataFrame:
    """The rows of each measure's newest stretch: those its verdict now is about."""
    return charted[charted["stretch"] == charted.groupby("measure")["stretch"].transform("max")]


def like_terms(points: pd.DataFrame) -> pd.DataFrame:
    """The points of one term of the year alone, for each measure the term seen most often (the later of two).

    For measures that look to the end of the year: their shares rise within every year, which is the calendar and not
    a signal.
    """
    if points.empty:
        return points
    number = points["term"].str[-1].astype(int)
    seen = points.groupby(["measure", number.rename("number")])["term"].nunique().reset_index(name="times")
    most = seen.sort_values(["times", "number"]).drop_duplicates("measure", keep="last").set_index("measure")["number"]
    return points[number == points["measure"].map(most)].reset_index(drop=True)


def _form(n: int) -> str:
    return FORMS[sum(n >= least for least in (LEAST_RUN_CHART, LEAST_LIMITS, LEAST_SETTLED))]


def _by_runs(values: Sequence[float], known: Sequence[int]) -> Judged:
    """A run chart: the signal is of the whole series; it has shifted to where its newest run lies, since that began."""
    seen = [values[i] for i in known]
    middle = float(median(seen))
    flags = [""] * len(values)
    if not runs(seen).signal:
        return Judged(FORMS[1], "no signal", 0, None, middle, nan, nan, flags)
    off = [i for i in known if values[i] != middle]
    way = 1 if values[off[-1]] > middle else -1
    start = _start([(values[i] > middle) - (values[i] < middle) for i in off])
    return Judged(FORMS[1], _SHIFTED[way], way, off[start], middle, nan, nan, flags)


def _newest(values: Sequence[float], found: Limits, known: Sequence[int]) -> tuple[str, int, int | None]:
    last = known[-1]
    side = [(values[i] > found.centre) - (values[i] < found.centre) for i in known]
    if side[-1] and len(side) - _start(side) >= RUN and _whole(known[-RUN:]):
        return _SHIFTED[side[-1]], side[-1], known[_start(side)]
    steps = [(values[b] > values[a]) - (values[b] < values[a]) for a, b in pairwise(known)]
    if steps[-1] and len(steps) - _start(steps) >= RUN - 1 and _whole(known[-RUN:]):
        return ("rising" if steps[-1] > 0 else "falling"), steps[-1], known[_start(steps)]
    way = directions(values, found)[last]
    if found.flag[last] in ("outside", "two-in-three"):
        return ("unusually high" if way > 0 else "unusually low"), way, last
    if any(found.flag):
        return "unusual earlier", 0, None
    return "no signal", 0, None


_SHIFTED = {1: "shifted upward", -1: "shifted downward"}


def _start(signs: Sequence[int]) -> int:
    """The place at which the last run of equal signs begins."""
    at = len(signs) - 1
    while at and signs[at - 1] == signs[-1]:
        at -= 1
    return at


def _whole(places: Sequence[int]) -> bool:
    """Whether no point between these is missing: a missing one ends a run."""
    return places[-1] - places[0] == len(places) - 1
