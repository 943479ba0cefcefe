"""Does a goal's list go with the learner: who on it was followed, and who is on a list again after a change of school?

A list belongs to a school. One that is kept at the school left, and never ended, is no list at the next school.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from colsynth.analyses.transitions.attendance import verdict_of_difference
from colsynth.analyses.transitions.pairs import LEAST_LEARNERS
from colsynth.analyses.transitions.turns import AFTER, BEFORE
from colsynth.methods.change_apart import Alike, Change, share_change, shares_together
from colsynth.methods.classes import class_icc
from colsynth.methods.proportions import effective_n, newcombe_difference, wilson_interval

STILL_ON = pd.Timedelta(days=92)  # before a move, within which a list that ended was still there: many end with Term 4
EVER, NEVER = pd.Timestamp(1900, 1, 1), pd.Timestamp(2200, 1, 1)  # for a list without a first or a last day
TOGETHER, ALIKE = 5, 0.1  # learners of a class on a list, and how alike in staying on one: our assumption
ALL_GOALS = ""  # in the column goal: lists of any goal, each learner once a move
NEXT, OTHERWISE, WITHIN, STAYED = "moved to the next school", "moved otherwise", "moved within a year", "did not move"
COMPARED = "compared with"  # the verdict of the learners that the others are held against

COLUMNS = {
    "goal": "str", "who": "str",
    **dict.fromkeys(("listed", "followed", "base", "same_list", "any_list", "no_lists"), "Int64"),
    **dict.fromkeys(("share_followed", "share_same", "share_any", "low", "high"), "Float64"),
    **dict.fromkeys(("other_base", "other_any"), "Int64"),
    **dict.fromkeys(("difference", "difference_low", "difference_high"), "Float64"),
    "verdict": "str",
    **dict.fromkeys(("seen", "seen_before", "seen_after", "seen_up", "seen_down"), "Int64"),
    **dict.fromkeys(("before", "after", "change"), "Float64"),
    **dict.fromkeys(("other_seen", "other_before", "other_after"), "Int64"),
    **dict.fromkeys(("apart", "apart_low", "apart_high"), "Float64"),
    "results_verdict": "str",
}  # fmt: skip
_MOVES = ["student", "year", "from_school", "to_school", "who", "on"]


def list_moves(listed: pd.DataFrame, turns: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """One row is one learner on the list of one goal at a move, or at the turn of a year without one.

    `listed`: student, school, goal, start, end (either may be empty); `turns` and `moves` as from the files of their
    name: moves tell of those within a year. On the list before: it was of the school left (or stayed at), had begun
    before the move, and had not ended more than 92 days before it. On one after: of the school entered, running at the
    move or begun within the year it falls in.

    Columns: student, goal, year, from_school, to_school ("" where not seen at a member again), who (in words),
    same_list and any_list (on a list of the goal, or of any, after it), has_lists (the school entered kept a list of
    any goal then: where it kept none, nobody can be on one).
    """
    spells = listed[["student", "school", "goal"]].assign(
        begin=listed["start"].fillna(EVER).astype("datetime64[s]"),
        finish=listed["end"].fillna(NEVER).astype("datetime64[s]"),
    )
    at = pd.concat([_at_turns(turns), _within(moves)], ignore_index=True)
    ends = [pd.Timestamp(int(year), 12, 31) for year in at["year"]]
    at["until"] = pd.Series(ends, index=at.index, dtype="datetime64[s]")
    before = at.merge(spells.rename(columns={"school": "from_school"}), on=["student", "from_school"])
    before = before[(before["begin"] < before["on"]) & (before["finish"] >= before["on"] - STILL_ON)]
    rows = before[[*_MOVES, "goal", "until"]].drop_duplicates(["student", "year", "who", "goal"]).reset_index(drop=True)
    after = rows[["student", "year", "who", "goal", "to_school", "on", "until"]].merge(
        spells.rename(columns={"school": "to_school", "goal": "goal_after"}), on=["student", "to_school"]
    )
    after = after[(after["finish"] > after["on"]) & (after["begin"] <= after["until"])]
    keys = ["student", "year", "who", "goal"]
    found = after.assign(same_list=after["goal_after"] == after["goal"], any_list=True).groupby(keys, as_index=False)
    rows = rows.merge(found[["same_list", "any_list"]].max(), on=keys, how="left")
    kept = _kept_lists(spells, rows)
    for name in ("same_list", "any_list"):
        rows[name] = rows[name].fillna(False).astype(bool)
    return rows.assign(has_lists=kept).drop(columns=["on", "until"])


def _kept_lists(spells: pd.DataFrame, rows: pd.DataFrame) -> list[bool]:
    """Whether the school entered kept any list at the time."""
    places = rows[["to_school", "on", "until"]].drop_duplicates()
    kept = {
        (school, on): bool(((spells["school"] == school) & (spells["finish"] > on) & (spells["begin"] <= until)).any())
        for school, on, until in places.itertuples(index=False)
    }
    return [kept[place] for place in zip(rows["to_school"], rows["on"], strict=True)]


def _at_turns(turns: pd.DataFrame) -> pd.DataFrame:
    """Learners over each turn of the year, by what they did; the move is on 1 January, whatever the day."""
    here = turns[(turns["from_school"] != "") & ~turns["was"].isin(["finished", "two schools at once"])]
    who = pd.Series(OTHERWISE, index=here.index).mask(here["was"] == "stayed", STAYED).mask(here["step"] != "", NEXT)
    days = {year: pd.Timestamp(int(year), 1, 1) for year in here["year"].unique()}
    return here.assign(who=who, on=here["year"].map(days).astype("datetime64[s]"))[_MOVES]


def _within(moves: pd.DataFrame) -> pd.DataFrame:
    """Moves out of a school between 1 March and 1 November, to a member or out of sight."""
    day = moves["left"].fillna(moves["entered"])
    place = 100 * day.dt.month + day.dt.day
    within = (place >= 100 * AFTER[0] + AFTER[1]) & (place < 100 * BEFORE[0] + BEFORE[1])
    mine = moves[within & (moves["from_school"] != "")]
    told: pd.DataFrame = mine.assign(
        who=WITHIN, on=day[mine.index].astype("datetime64[s]"), year=day[mine.index].dt.year
    )
    return told[_MOVES].drop_duplicates(["student", "year"], keep="last")


def both_results(reached: pd.DataFrame, broken: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row is one learner with a result on a goal's measure in the year before a turn and in the new year.

    `reached`: goal, student, term, reached, class_label (with the school, "" where not known), of all learners. The
    last result of the year before and the first of the new one, where no change of the measure (`broken`: the first
    terms after it, by goal) lies between. Columns: goal, student, year (the new one); before and after (at the goal's
    mark or not, 1 or 0), class_before, class_after.
    """
    known = reached.assign(year=reached["term"].str[:4].astype(int)).sort_values("term", kind="stable")
    last = known.drop_duplicates(["goal", "student", "year"], keep="last").assign(year=lambda held: held["year"] + 1)
    first = known.drop_duplicates(["goal", "student", "year"], keep="first")
    keys, told = ["goal", "student", "year"], ["term", "reached", "class_label"]
    both = last[[*keys, *told]].merge(first[[*keys, *told]], on=keys, suffixes=("_b", "_a"))
    crossed = [
        any(one < change <= two for change in broken.get(goal, ()))
        for goal, one, two in zip(both["goal"], both["term_b"], both["term_a"], strict=True)
    ]
    both = both[~pd.Series(crossed, index=both.index, dtype=bool)]
    both = both.rename(columns={"class_label_b": "class_before", "class_label_a": "class_after"})
    both = both.assign(before=both["reached_b"].astype(float), after=both["reached_a"].astype(float))
    return both[[*keys, "before", "after", "class_before", "class_after"]]


def likeness_by_goal(both: pd.DataFrame) -> dict[str, Alike]:
    """How alike learners of one class, before or after, are in how they moved over a goal's mark; of `both_results`."""
    found = {}
    for goal, rows in both.groupby("goal"):
        moved = (rows["after"] - rows["before"]).to_numpy(float)
        labels = (rows[f"class_{side}"].astype("str") for side in ("before", "after"))
        told = [class_icc(moved, one.to_numpy(object), one.str.split("|").str[0].to_numpy(object)) for one in labels]
        found[str(goal)] = Alike(*told)
    return found


def with_results(rows: pd.DataFrame, both: pd.DataFrame) -> pd.DataFrame:
    """The rows of `list_moves` with the columns of `both_results`; empty for moves within a year."""
    found = rows.merge(both, on=["goal", "student", "year"], how="left", validate="m:1")
    found.loc[found["who"] == WITHIN, ["before", "after"]] = None
    for name in ("class_before", "class_after"):
        found[name] = found[name].astype("str").fillna("")
    return found


def lists(rows: pd.DataFrame, alike: Mapping[str, Alike]) -> pd.DataFrame:
    """One row is one goal (or "", all goals, where there are several) and what the learners on its list did.

    `rows` as from `with_results`, `alike` from `likeness_by_goal`. Columns: goal; who (`moved to the next school`,
    `moved otherwise` between years, `moved within a year`, `did not move`); listed (at the turns, or moves: a learner
    counts at each), followed and base (of them, at a member school after it), same_list and any_list (of these, on a
    list of the goal, or of any, after it), no_lists (of these, at a school that kept no list then), the shares of
    followed share_same and share_any with its limits low, high (95 %, Wilson, of what they are worth with five of a
    class on a list, alike by .1), share_followed of listed; other_base, other_any: of the learners who did not move;
    difference (share_any less theirs), difference_low, difference_high (Newcombe, likewise); verdict: of
    `verdict_of_lists`, `too few` or `can't tell` (nobody stayed to hold them against); `compared with` of those who
    did not move. Of those with results on both sides: seen, seen_before, seen_after (at the mark), seen_up, seen_down,
    before, after, change; other_seen, other_before, other_after: of those who did not move; apart (change less theirs),
    apart_low, apart_high; results_verdict: of `attendance.verdict_of_difference`, or as the verdict; `by goal` of all
    goals, as their marks are not one.
    """
    goals = list(dict.fromkeys(rows["goal"]))
    parts = [(goal, rows[rows["goal"] == goal]) for goal in goals]
    if len(goals) > 1:
        parts.append((ALL_GOALS, _once(rows)))
    found = []
    for goal, mine in parts:
        stayed = mine[mine["who"] == STAYED]
        for who in (NEXT, OTHERWISE, WITHIN, STAYED):
            group = mine[mine["who"] == who]
            if len(group):
                others = stayed if who in (NEXT, OTHERWISE) else stayed.iloc[:0]
                counted = _counts(group) | _held(group, others)
                if goal == ALL_GOALS:
                    counted |= {"results_verdict": "by goal"}
                else:
                    counted |= _results(group, others, alike.get(goal, Alike()))
                counted |= {"verdict": COMPARED, "results_verdict": COMPARED} if who == STAYED else {}
                found.append({"goal": goal, "who": who} | counted)
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Each learner once a move, whatever lists they are on."""
    keys = ["student", "year", "who"]
    listed = rows.groupby(keys, sort=False)[["same_list", "any_list", "has_lists"]].max().reset_index()
    first = rows.drop_duplicates(keys)[[*keys, "to_school"]]
    return first.merge(listed, on=keys, validate="1:1")


def _counts(group: pd.DataFrame) -> dict[str, object]:
    there = group[group["to_school"] != ""]
    listed, n = len(group), len(there)
    row: dict[str, object] = {"listed": listed, "followed": n, "base": n, "share_followed": n / listed}
    same, any_ = int(there["same_list"].sum()), int(there["any_list"].sum())
    row |= {"same_list": same, "any_list": any_, "no_lists": int((~there["has_lists"]).sum())}
    if n >= LEAST_LEARNERS:
        worth = _worth(n)
        limits = wilson_interval(any_ / n * worth, worth)
        row |= {"share_same": same / n, "share_any": any_ / n, "low": limits.low, "high": limits.high}
    return row


def _worth(n: int) -> float:
    return effective_n(n, min(n, TOGETHER), ALIKE)


def _held(group: pd.DataFrame, others: pd.DataFrame) -> dict[str, object]:
    there, stayed = (rows[rows["to_school"] != ""] for rows in (group, others))
    if len(there) < LEAST_LEARNERS:
        return {"verdict": "too few"}
    if len(stayed) < LEAST_LEARNERS:
        return {"verdict": "can't tell"}
    n, x, other_n, other_x = len(there), int(there["any_list"].sum()), len(stayed), int(stayed["any_list"].sum())
    worth, other_worth = _worth(n), _worth(other_n)
    found = newcombe_difference(x / n * worth, worth, other_x / other_n * other_worth, other_worth)
    row: dict[str, object] = {"other_base": other_n, "other_any": other_x}
    row |= {"difference": found.value, "difference_low": found.low, "difference_high": found.high}
    return row | {"verdict": verdict_of_lists(found.low, found.high)}


def verdict_of_lists(low: float, high: float) -> str:
    """What may be said of the share on a list after a move, less that of those who did not move, by its 95 % limits?"""
    if low > 0:
        return "more stay on a list"
    return "fewer stay on a list" if high < 0 else "no clear difference"


def _results(group: pd.DataFrame, others: pd.DataFrame, alike: Alike) -> dict[str, object]:
    mine, stayed = (rows[rows["before"].notna() & rows["after"].notna()] for rows in (group, others))
    n = len(mine)
    row: dict[str, object] = {"seen": n}
    if n < LEAST_LEARNERS:
        return row | {"results_verdict": "too few"}
    then, now = mine["before"] == 1, mine["after"] == 1
    row |= {"seen_before": int(then.sum()), "seen_after": int(now.sum()), "seen_up": int((now & ~then).sum())}
    row |= {"seen_down": int((then & ~now).sum()), "before": float(then.mean()), "after": float(now.mean())}
    own = _moved(mine, alike)
    row |= {"change": own.value}
    if len(stayed) < LEAST_LEARNERS:
        return row | {"results_verdict": "can't tell"}
    found = shares_together([own, _moved(stayed, alike)], [1.0, -1.0])
    row |= {"other_seen": len(stayed), "other_before": int(stayed["before"].sum())}
    row |= {"other_after": int(stayed["after"].sum())}
    row |= {"apart": found.value, "apart_low": found.low, "apart_high": found.high}
    return row | {"results_verdict": verdict_of_difference(found.low, found.high)}


def _moved(rows: pd.DataFrame, alike: Alike) -> Change:
    one, two = (rows[f"class_{side}"].to_numpy(object) for side in ("before", "after"))
    then, now = (rows[side].to_numpy(float) == 1 for side in ("before", "after"))
    return share_change(then, now, one, two, rows["to_school"].to_numpy(object), alike)
