"""Is a result's time known, does it agree with itself, and was the measure in use then?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case

FEWEST_TO_TELL = 5  # learners with results of several calendar years from which their year levels tell anything
SHARE_TO_TELL = 0.9  # of them, with one year level throughout, from which it is the one of today; few are kept back


def fill_terms(batch: Batch, context: Context) -> None:
    """The term of every dated record that does not name one."""
    if "date" not in batch.values:
        return
    dates = batch.values["date"]
    days = {day: context.calendar.term_of(day.date()) for day in dates.dropna().unique()}
    terms = dates.map(days).astype("str")
    batch.values["term_of_date"] = terms
    batch.values["term"] = batch.values["term"].fillna(terms) if "term" in batch.values else terms


def check_has_time(batch: Batch) -> Iterator[Case]:
    """A record without a date and without a term cannot be placed."""
    known = batch.has_value("date") | batch.has_value("term")
    if "date" not in batch.texts and "term" not in batch.texts:
        found = "has neither a column for the date nor one for the term"
        remedy = "Add a column 'Term', or say it for the whole sheet under 'for_all' in the settings, as term: 2026-T2."
    else:
        found, remedy = "has neither a date nor a term", "Fill in one of them."
    column = next((name for name in ("date", "term") if name in batch.texts), "date")
    yield Case("time", "set aside", column, ~known, "A date or a school term is expected.", remedy, found)


def check_term_agrees(batch: Batch) -> Iterator[Case]:
    """A term and a date that contradict each other: the term stands, as a person wrote it."""
    if "term_of_date" not in batch.values or "term" not in batch.texts:
        return
    dated, written = batch.values["term_of_date"], batch.values["term"]
    differs = (dated.notna() & written.notna() & dated.ne(written)).to_numpy(dtype=bool)
    yield Case(
        "term and date",
        "warning",
        "term",
        differs & batch.has_text("term"),
        "The date of the same row lies in another term. The term as written is used.",
        "Correct the one that is wrong.",
    )


def check_year_level_at_the_time(batch: Batch) -> Iterator[Case]:
    """A year level that learners keep from one calendar year to the next is the one of today, not of the time.

    An export of several years writes the current year level beside each result. Of the newest year it is right; the
    earlier ones are left empty, as learners may have been kept back or moved up.
    """
    if not {"student", "year_level", "term"} <= {*batch.values}:
        return
    values = batch.values.loc[batch.accepted, ["student", "year_level", "term"]].dropna()
    values["year"] = values["term"].str[:4]
    levels = values.groupby(["student", "year"])["year_level"].agg(["min", "max"]).groupby("student")
    kept = levels["min"].min().eq(levels["max"].max())[levels.size() > 1]
    if len(kept) < FEWEST_TO_TELL or kept.mean() < SHARE_TO_TELL:
        return
    newest = values["year"].max()
    earlier = batch.values["term"].str[:4].lt(newest).fillna(False).to_numpy(dtype=bool) & batch.has_value("year_level")
    yield Case(
        "year level at the time",
        "warning",
        "year_level",
        earlier,
        f"Learners have the same year level in results of different years, so it is that of {newest}. For results of "
        "earlier years it is left empty.",
        "If they are to be told apart by year level, give the year level at the time, for example in a file a year.",
        found="gives the year level of today beside results of earlier years",
    )
    batch.values["year_level"] = batch.values["year_level"].mask(earlier)


def check_measure_in_use(batch: Batch, context: Context) -> Iterator[Case]:
    """A result from a time when the measure was not in use is worth a look."""
    if "measure" not in batch.values or "term" not in batch.values:
        return
    for id_ in batch.values["measure"].dropna().unique():
        declared = context.names.measures[id_].declared
        outside = batch.nothing()
        of_measure = batch.values["measure"].eq(id_) & batch.values["term"].notna()
        for limit, sign in ((declared.starts, -1), (declared.ends, 1)):
            if limit is None:
                continue
            term = context.calendar.term_of(limit)
            later = batch.values["term"] > term
            earlier = batch.values["term"] < term
            outside |= (of_measure & (later if sign > 0 else earlier)).to_numpy(dtype=bool)
        span = " ".join(
            part
            for part in (
                f"from {declared.starts}" if declared.starts else "",
                f"until {declared.ends}" if declared.ends else "",
            )
            if part
        )
        yield Case(
            "measure in use",
            "warning",
            "measure" if "measure" in batch.texts else "date",
            outside,
            f"{context.names.measures[id_].name} is in use {span}.",
            "Check the date and the measure.",
            found=f"has a result of {id_} from another time",
        )


def observed_terms(batch: Batch) -> pd.Series[str]:
    """The terms in which something was seen, a record each: accepted ones with a value or a stated reason."""
    terms = latest_terms(batch)
    seen = batch.accepted & terms.notna().to_numpy(dtype=bool)
    if "missing" in batch.values:
        seen &= ~np.asarray(batch.values["missing"].eq("blank").fillna(False), dtype=bool)
    return terms[seen]


def latest_terms(batch: Batch) -> pd.Series[str]:
    """The later of the term written and the term of the date, a record each; they differ where one is a slip."""
    nothing = pd.Series(None, index=batch.texts.index, dtype="str")
    dated = batch.values.get("term_of_date", nothing)
    written = batch.values.get("term", nothing)
    return written.where(~(dated > written).fillna(False), dated).fillna(dated)
