"""Did what is known of a learner arrive before the learner did? By the days on record, of all moves that are known.

Days are records, not estimates: nothing is inferred from them, and what is not on record is a part of its own.
"""

from __future__ import annotations

import pandas as pd

from colsynth.reference.terms import term_at, term_number

MOST_TERMS = 8  # terms, two years, back from the newest; older moves are of other years' ways of working. Our rule
LEAST_OF_TERM = 30  # moves; terms with fewer are told together, or small numbers hide the others. Our rule
LEAST_MOVES = 10  # of fewer nothing is said, and two schools do not stand apart. As the protection of tables
ALL, OTHERS, OUTSIDE = "all moves", "other schools, fewer than ten moves each", "outside the community"

IN_TIME = "before the first day"
LATE = "on the first day or later"
NOTHING = "no day on record"
OTHER_TERMS = "terms with fewer than thirty moves"
STATES = (IN_TIME, LATE, NOTHING)
VERDICTS = ("most in time", "most late", "not told for most", "nothing recorded", "too few")


def verdict_of(n: int, in_time: int, late: int) -> str:
    """What do n moves say of which so many arrived in time and so many late? One of VERDICTS; the rest is not known.

    A count, not an estimate: more than half of all moves known, so whatever is not on record cannot turn it.
    """
    if n < LEAST_MOVES:
        return "too few"
    if in_time + late == 0:
        return "nothing recorded"
    if 2 * in_time > n:
        return "most in time"
    return "most late" if 2 * late > n else "not told for most"


def movers(moves: pd.DataFrame, newest: str) -> pd.DataFrame:
    """One row is one move to a member from a school or service, of the last eight terms: never to be shown.

    `moves` as from `transitions.moves`, `newest` the term reported on. Added columns: sent, the member that was left or
    `outside the community`; state, one of STATES; before_classes, whether it arrived before the day the classes were
    decided (empty where that day is not known); days_late (from the first day, 0 on it; empty unless late); and
    out_of_order, whether it arrived before it was sent, or the learner before leaving.

    Before a day is not on it. Days out of order are no days on record, and neither is an arrival without a first day.
    """
    earliest = term_at(term_number(newest) - MOST_TERMS + 1)
    known = (moves["to_school"] != "") & ((moves["from_school"] != "") | moves["from_named"])
    rows = moves[known & (moves["term"] >= earliest) & (moves["term"] <= newest)].reset_index(drop=True)
    received, entered, placed = (rows[name] for name in ("received", "entered", "placed"))
    out_of_order = (received < rows["handed_over"]) | (received.notna() & (entered < rows["left"]))
    told = received.notna() & entered.notna() & ~out_of_order
    state = pd.Series(NOTHING, index=rows.index, dtype="str")
    state[told & (received < entered)] = IN_TIME
    state[told & (received >= entered)] = LATE
    before = ((received < placed) & ~out_of_order).astype("boolean").where(placed.notna())
    late = (received - entered).dt.days.where(state == LATE).astype("Int64")
    sent = rows["from_school"].where(rows["from_school"] != "", OUTSIDE)
    return rows.assign(sent=sent, state=state, before_classes=before, days_late=late, out_of_order=out_of_order)


COLUMNS = {
    "sent": "str", "received_by": "str", "term": "str", "state": "str", "n": "Int64", "of": "Int64", "share": "Float64",
    "verdict": "str",
}  # fmt: skip


def arrived(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row is one state of the moves between two schools (`by` schools) or of those of a term (`by` term).

    A table with totals: state `all moves` is the total of a line, and sent `all moves` that of all. Columns: sent (a
    member's code, `outside the community`, or the term), received_by and term ("" where they do not apply); state; n
    moves in it; of, those of the line; share (0-1); verdict of the line. Moves between two schools with fewer than ten
    are told together, as sent `other schools, fewer than ten moves each`, and so are terms with fewer than thirty, as
    `terms with fewer than thirty moves`. Empty without moves.
    """
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    found = []
    for (sent, to, term), own in [((ALL, "", ""), rows), *_lines(rows, by)]:
        n = own["state"].value_counts()
        of = len(own)
        verdict = verdict_of(of, int(n.get(IN_TIME, 0)), int(n.get(LATE, 0)))
        line = {"sent": sent, "received_by": to, "term": term, "of": of, "verdict": verdict}
        for state, count in [*((state, int(n.get(state, 0))) for state in STATES), (ALL, of)]:
            found.append(line | {"state": state, "n": count, "share": count / of})
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _lines(rows: pd.DataFrame, by: str) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    if by == "term":
        size = rows.groupby("term")["student"].transform("size")
        large = rows[size >= LEAST_OF_TERM].groupby("term", sort=True)
        rest = rows[size < LEAST_OF_TERM]
        alone = [((str(term), "", str(term)), own) for term, own in large]
        return [*alone, *([((OTHER_TERMS, "", ""), rest)] if len(rest) else [])]
    size = rows.groupby(["sent", "to_school"])["student"].transform("size")
    few = rows[size < LEAST_MOVES]
    enough = rows[size >= LEAST_MOVES].groupby(["sent", "to_school"], sort=True)
    lines = [((str(sent), str(to), ""), own) for (sent, to), own in enough]
    return [*lines, *([((OTHERS, "", ""), few)] if len(few) else [])]


DAYS = {
    "sent": "str", "received_by": "str", "n": "Int64", "n_placed": "Int64", "n_before_classes": "Int64",
    "before_classes": "Float64", "n_late": "Int64", "days_late": "Float64", "n_complete": "Int64",
    "complete_percent": "Float64", "verdict": "str",
}  # fmt: skip


def days_and_fields(rows: pd.DataFrame) -> pd.DataFrame:
    """One row is the moves between two schools, or all: was it there for the classes, how late, and how complete?

    Columns: sent, received_by as in `arrived`; n moves; n_placed, those whose day of deciding classes is known;
    n_before_classes, before_classes (share of n_placed that is on record as there before it; from ten on); n_late,
    days_late (median days from the first day, of those late); n_complete, complete_percent (median, of those where it
    is on record); both medians from ten on; verdict: `told` where there is one of the three, else `too few`. Empty
    without moves.
    """
    found = []
    for (sent, to, _), own in [((ALL, "", ""), rows), *_lines(rows, "schools")] if len(rows) else []:
        late, complete = own["days_late"].dropna(), own["complete_percent"].dropna()
        middles = [of.astype(float).median() if len(of) >= LEAST_MOVES else pd.NA for of in (late, complete)]
        placed = own["before_classes"].dropna()
        share = placed.astype(float).mean() if len(placed) >= LEAST_MOVES else pd.NA
        told = any(pd.notna(number) for number in (share, *middles))
        found.append(
            {
                "sent": sent, "received_by": to, "n": len(own), "n_placed": len(placed),
                "n_before_classes": int(placed.sum()), "before_classes": share, "n_late": len(late),
                "days_late": middles[0], "n_complete": len(complete), "complete_percent": middles[1],
                "verdict": "told" if told else "too few",
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=list(DAYS)).astype(DAYS)
