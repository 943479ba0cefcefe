"""What did each school supply, how new is it, and what is missing?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from colsynth.errors import Problem
from colsynth.reference.terms import Calendar, term_number
from colsynth.registers.snapshot import Account

NO_RESULTS_EXPECTED = ("early learning", "tertiary")
OF_LEARNERS = ("students", "achievement")  # registers that such members are not asked for


def by_school(
    frames: Mapping[str, pd.DataFrame], calendar: Calendar, as_at: date, stale_after_terms: int
) -> pd.DataFrame:
    """One row is one school, in the register's order (else in the order of its code).

    Columns: school, name, type, learners (of the frame given), results (records), ratings (records), newest (date
    of the newest result; empty for a term without a date), newest_term, age_days (at the as-at date, never from today),
    age_terms, verdict: `up to date`, `stale` (no newer result for more than `stale_after_terms` terms),
    `no results`, `none expected` (early learning and tertiary members).
    """
    known = frames["schools"].drop_duplicates("school").set_index("school")
    codes = _schools(known, [frames[name] for name in ("students", "achievement", "ratings")])
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


def collection(
    frames: Mapping[str, pd.DataFrame],
    accounts: Sequence[Account],
    problems: Sequence[Problem],
    registers: Sequence[str],
    term: str,
    calendar: Calendar,
) -> pd.DataFrame:
    """One row is one school and one of `registers` that is asked of it, for a term; in the order of `by_school`.

    Columns: school, name, register, term, status, n_records (of the term; of any time in a register without terms),
    n_problems (messages about the sheets its records stand on), newest_term (of its records up to `term`; none in a
    register without terms). Status: `awaited` (nothing of the term came),
    `received` (it is used, with something to look at), `has problems` (records of the school were set aside, of the
    term or of an unknown one), `accepted` (it is used as it came). Schools that had left or not yet joined are not
    asked, nor are early learning and tertiary members for learners and results.
    """
    known = frames["schools"].drop_duplicates("school", keep="last").set_index("school")
    first, last = pd.Timestamp(calendar.first_day(term)), pd.Timestamp(calendar.last_day(term))
    away = set(known.index[(known["left"] < first) | (known["joined"] > last)])
    rows = []
    for code in _schools(known, [frames[name] for name in registers]):
        for register in registers:
            kind = known["type"].get(code)
            if code in away or (register in OF_LEARNERS and kind in NO_RESULTS_EXPECTED):
                continue
            frame = frames[register]
            of_term = frame["term"] == term if "term" in frame else True
            of_school = frame["school"] == code
            n_records = int((of_school & of_term).sum())
            terms = set(frame.loc[of_school, "term"].dropna()) if "term" in frame else set()
            newest = max((one for one in terms if one <= term), default=None)
            own = [a for a in accounts if a.register == register and code in a.schools]
            sheets = {(a.file, a.sheet) for a in own}
            n_problems = sum(p.register == register and (p.file, p.sheet) in sheets for p in problems)
            if any(a.schools[code].get(when) for a in own for when in (term, "")):
                status = "has problems"
            elif n_records == 0:
                status = "awaited"
            else:
                status = "received" if n_problems else "accepted"
            rows.append((code, known["name"].get(code), register, term, status, n_records, n_problems, newest))
    columns = ["school", "name", "register", "term", "status", "n_records", "n_problems", "newest_term"]
    types = dict.fromkeys(columns, "str") | dict.fromkeys(columns[5:7], "Int64")
    return pd.DataFrame(rows, columns=columns).astype(types)


def _schools(known: pd.DataFrame, frames: Sequence[pd.DataFrame]) -> list[str]:
    """The schools of the register in its order, then those that only a record names."""
    seen = {code for frame in frames for code in frame["school"].dropna().unique()}
    return [*known.index, *sorted(seen - set(known.index))]


def reasons_for_no_value(achievement: pd.DataFrame, until: str) -> pd.DataFrame:
    """One row is one measure, term and reason why a result has no value: absent, exempt ..."""
    empty = achievement[achievement["missing"].notna() & (achievement["term"] <= until)]
    learners = empty.drop_duplicates(["measure", "term", "missing", "student"])
    frame = learners.groupby(["measure", "term", "missing"], as_index=False).size()
    return frame.rename(columns={"size": "n", "missing": "reason"}).astype({"n": "Int64"})
