"""What did each school supply, how new is it, and what is missing?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from colsynth.reference.terms import Calendar, term_number

NO_RESULTS_EXPECTED = ("early learning", "tertiary")


def by_school(
    frames: Mapping[str, pd.DataFrame], calendar: Calendar, as_at: date, stale_after_terms: int
) -> pd.DataFrame:
    """One row is one school, in the register's order (else in the order of its code).

    Columns: school, name, type, learners (of the frame given), results (records), ratings (records), newest (date
    of the newest result; empty for a term without a date), newest_term, age_days (at the as-at date, never from today),
    age_terms, verdict: `up to date`, `stale` (no newer result for more than `stale_after_terms` terms),
    `no results`, `none expected` (early learning and tertiary members).
    """
    schools = frames["schools"]
    known = schools.drop_duplicates("school").set_index("school")
    seen = {
        code for name in ("students", "achievement", "ratings") for code in frames[name]["school"].dropna().unique()
    }
    codes = [*known.index, *sorted(seen - set(known.index))]
    achievement = frames["achievement"]
    rows = []
    for code in codes:
        results = achievement[achievement["school"] == code]
        kind = known["type"].get(code)
        dates, terms = results["date"].dropna(), results["term"].dropna()
        newest_term = terms.max() if len(terms) else None
        age_terms = term_number(calendar.term_of(as_at)) - term_number(newest_term) if newest_term else None
        if results.empty:
            verdict = "none expected" if kind in NO_RESULTS_EXPECTED else "no results"
        else:
            verdict = "stale" if (age_terms or 0) > stale_after_terms else "up to date"
        newest = dates.max() if len(dates) else pd.NaT
        rows.append(
            {
                "school": code,
                "name": known["name"].get(code),
                "type": kind,
                "learners": frames["students"].loc[frames["students"]["school"] == code, "student"].nunique(),
                "results": len(results),
                "ratings": int((frames["ratings"]["school"] == code).sum()),
                "newest": newest,
                "newest_term": newest_term,
                "age_days": (pd.Timestamp(as_at) - newest).days if pd.notna(newest) else None,
                "age_terms": age_terms,
                "verdict": verdict,
            }
        )
    types = dict.fromkeys(("school", "name", "type", "newest_term", "verdict"), "str")
    types |= dict.fromkeys(("learners", "results", "ratings", "age_days", "age_terms"), "Int64")
    columns = [*("school", "name", "type", "learners", "results", "ratings"), "newest", "newest_term"]
    frame = pd.DataFrame(rows, columns=[*columns, "age_days", "age_terms", "verdict"]).astype(types)
    return frame.assign(newest=pd.to_datetime(frame["newest"]))


def reasons_for_no_value(achievement: pd.DataFrame, until: str) -> pd.DataFrame:
    """One row is one measure, term and reason why a result has no value: absent, exempt ..."""
    empty = achievement[achievement["missing"].notna() & (achievement["term"] <= until)]
    learners = empty.drop_duplicates(["measure", "term", "missing", "student"])
    frame = learners.groupby(["measure", "term", "missing"], as_index=False).size()
    return frame.rename(columns={"size": "n", "missing": "reason"}).astype({"n": "Int64"})
