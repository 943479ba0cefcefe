"""How did results change at a change of school, beyond what the same summer did to learners who did not move?

Interval target: these schools, with another, like cohort of learners and classes. A receiving school's results are not
the feeder's quality: who moves, the summer, the test and the intake are in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan, sqrt
from typing import Any

import pandas as pd

from colsynth.analyses.transitions.pairs import (
    LEAST_LEARNERS,
    SCORE,
    SHARE,
    Over,
    framed,
    has_both,
    likeness,
    over_turn,
    paired,
)
from colsynth.analyses.transitions.stayers import NOBODY, Summer, change_of, summer_of, unlike_before
from colsynth.methods.attrition import MOST_LOSS, MOST_UNLIKE
from colsynth.methods.change_apart import Alike
from colsynth.reference.measures import Measure
from colsynth.reference.norms import Curve

LOWER, HIGHER = "lower than those who did not move", "higher than those who did not move"
NO_CLEAR, CANNOT = "no clear difference", "cannot be told from summer and growing older"
RULER, TOO_FEW = "ruler changed", "too few"
NOTHING = 1e-9  # points; closer to 0 is 0, whatever binary makes of it
KINDS = ("test", "judgement")  # of measure that a learner grows on

COLUMNS = {
    "measure": "str", "measure_after": "str", "why": "str", "year": "Int64", "step": "str", "from_school": "str",
    "to_school": "str", "before": "str", "after": "str", "kind": "str", "sent": "Int64", "with_before": "Int64",
    "n": "Int64", "n_up": "Int64", "n_down": "Int64", "n_from": "Int64", "n_to": "Int64", "into": "str",
    "n_stayers": "Int64", "n_stayers_schools": "Int64", "stayers_up": "Int64", "stayers_down": "Int64",
    "comparison": "str", "change": "Float64", "change_low": "Float64", "change_high": "Float64",
    "stayed_change": "Float64", "stayed_low": "Float64", "stayed_high": "Float64", "difference": "Float64",
    "low": "Float64", "high": "Float64", "effect": "Float64", "effect_low": "Float64", "effect_high": "Float64",
    "sd": "Float64", "sd_of": "str", "bound_low": "Float64", "bound_high": "Float64", "expected": "Float64",
    "beyond": "Float64", "beyond_low": "Float64", "beyond_high": "Float64", "unlike": "Float64", "tested": "Float64",
    "selected_low": "boolean", "stayers_loss": "Float64", "same_sign": "Float64", "n_cross_before": "Int64",
    "n_cross_after": "Int64", "cross_section": "Float64", "composition": "Float64", "basis": "str", "verdict": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """Everything the change at a move is reckoned from.

    `turns` as from `transitions.turns`, `results` as from `achievement.results_by_learner`; `broken`: for a measure,
    the first terms after its changes, each with the reason as a clause; `curves`: what is usual, by a measure's norms.
    """

    turns: pd.DataFrame
    results: pd.DataFrame
    measures: Mapping[str, Measure]
    broken: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)


def change_at_moves(evidence: Evidence, per: str = "step") -> pd.DataFrame:
    """One row is one measure and one step between year levels, over the newest turn of the year that has results.

    Of ten movers, that is, or of any: a few early results of a new year do not hide what the last one says.

    With `per` "pair" one row is one measure, step, feeder and receiver, else from_school and to_school are "".

    Columns: measure, measure_after (another where the ruler changed) and why; year (the new one), step; before and
    after (terms); kind (`score`, or `share` at the expectation); sent (learners due to move on), with_before (of them,
    with a result before), n (with both), n_up and n_down (of them, who came to the expectation or left it; shares
    alone, of stayers stayers_up and stayers_down), n_from and n_to (schools of these), into (the receiving school, if
    only one); comparison (`learners who did not move`, `adjacent year levels, weaker`, `none`), n_stayers and
    n_stayers_schools (with five or more); change of those who moved, stayed_change, difference (the one less the other;
    against several year levels their mean, its limits the outermost against any one of them), each with limits, in
    points or as a share (0-1); effect, the difference in standard deviations `sd` of `sd_of` (`norm`: the tool's at
    that year level; `movers`: those who moved, before; scores alone); bound_low and bound_high, the limits had those
    not followed fared worst or best (empty where it cannot be bounded); expected (usual growth over these terms, norms
    only), beyond (change less expected); unlike (how far movers stood above stayers before, in sd); tested (share of
    those seen at a member school again with a result before who have one after), selected_low (few were, and low ones);
    stayers_loss (share of stayers with a result before and none after); same_sign (share of feeders that changed as the
    whole); n_cross_before, n_cross_after, cross_section (all results of the receivers' newcomers less all of the
    feeders' leavers, moved or not), composition (that less the change); basis; verdict.

    `verdict`: of `verdict_of_change`; `too few` movers with both results (below ten), `ruler changed` where they were
    measured by different tools or on two sides of a change of one (no number is given). Empty without any such results.
    """
    rows = []
    for step in _steps(evidence.turns):
        sent = evidence.turns[(evidence.turns["step"] == step) & (evidence.turns["from_school"] != "")]
        for subject in _subjects(evidence):
            few: list[dict[str, Any]] = []
            for year in sorted(sent["year"].unique(), reverse=True):
                found = list(_of_subject(evidence, subject, step, int(year), per))
                if _enough(found):
                    rows += found
                    break
                few = few or found
            else:
                rows += few
    return framed(rows, COLUMNS)


def _enough(found: list[dict[str, Any]]) -> bool:
    """Whether ten movers have both results of a measure, in pairs or together, or the ruler changed."""
    n: Counter[str] = Counter()
    for one in found:
        n[one["measure"]] += LEAST_LEARNERS if one["verdict"] == RULER else one["n"]
    return max(n.values(), default=0) >= LEAST_LEARNERS


def level_of(step: str) -> int | None:
    """The year level that a step leads out of: 8 of `Year 8 to Year 9`; None where it leads out of none."""
    found = re.fullmatch(r"Year (\d+) to Year \d+", step)
    return int(found[1]) if found else None


def _steps(turns: pd.DataFrame) -> list[str]:
    steps = [step for step in turns["step"].unique() if level_of(step) is not None]
    return sorted(steps, key=lambda step: level_of(step) or 0)


def _subjects(evidence: Evidence) -> list[tuple[str, ...]]:
    """The measures of each subject and language of learning, those with most results first."""
    size = evidence.results.groupby("measure").size().sort_values(ascending=False, kind="stable")
    found: dict[tuple[str, str], list[str]] = {}
    for id_ in map(str, size.index):
        known = evidence.measures.get(id_)
        if known is not None and known.declared.kind in KINDS:
            found.setdefault((known.subject or id_, known.declared.medium), []).append(id_)
    return [tuple(ids) for ids in found.values()]


def _of_subject(
    evidence: Evidence, measures: tuple[str, ...], step: str, year: int, per: str
) -> Iterator[dict[str, Any]]:
    turns = evidence.turns[evidence.turns["year"] == year]
    sent = turns[(turns["step"] == step) & (turns["from_school"] != "")]
    moved = sent[sent["was"] == "moved on"]
    said = {"year": year, "step": step}
    found, seen = [], {}
    for measure in measures:
        own = evidence.results[evidence.results["measure"] == measure]
        own = own[own["term"].str[:4].isin([str(year - 1), str(year)])]
        of_movers = own[own["student"].isin(moved["student"])]
        seen[measure] = of_movers
        over = over_turn(of_movers, year)
        if over is None:
            continue
        why = _broken(evidence, measure, over)
        told = said | {"measure": measure, "measure_after": measure, "before": over.before, "after": over.after}
        if why:
            found.append(told | {"why": why, "sent": len(sent), "verdict": RULER})
            continue
        rows = paired(turns, own, over)
        found += _of_measure(evidence, rows, own, told, per)
    if any(one["verdict"] not in (TOO_FEW, RULER) for one in found):
        yield from (one for one in found if one["verdict"] != RULER)
        return
    other = _other_ruler(seen, year)
    if other is not None:
        yield said | other | {"sent": len(sent), "verdict": RULER}
        return
    yield from found


def _broken(evidence: Evidence, measure: str, over: Over) -> str:
    return next((why for term, why in evidence.broken.get(measure, {}).items() if over.before < term <= over.after), "")


def _other_ruler(seen: Mapping[str, pd.DataFrame], year: int) -> dict[str, Any] | None:
    """The measure most of the movers had before, and the other that most had after; None where it is one."""
    sizes = {
        side: {measure: own.loc[own["term"].str[:4] == str(y), "student"].nunique() for measure, own in seen.items()}
        for side, y in (("before", year - 1), ("after", year))
    }
    tops = [max(own, key=lambda measure: own[measure]) for own in sizes.values()]
    enough = all(own[top] >= LEAST_LEARNERS for own, top in zip(sizes.values(), tops, strict=True))
    if not enough or tops[0] == tops[1]:
        return None
    return {"measure": tops[0], "measure_after": tops[1]}


def _of_measure(
    evidence: Evidence, rows: pd.DataFrame, own: pd.DataFrame, told: dict[str, Any], per: str
) -> list[dict[str, Any]]:
    sent = rows[(rows["step"] == told["step"]) & (rows["from_school"] != "")]
    moved = sent["was"] == "moved on"
    scored, judged = (int((moved & has_both(sent, kind)).sum()) for kind in (SCORE, SHARE))
    kind = SCORE if scored >= min(LEAST_LEARNERS, max(judged, 1)) else SHARE
    alike = likeness(rows, kind, evidence.results[evidence.results["measure"] == told["measure"]])
    told = told | {"kind": kind}
    level = level_of(told["step"])
    summer = None if level is None else summer_of(rows, level, kind, alike)
    if per == "pair":
        pairs = sent[sent["to_school"] != ""].groupby(["from_school", "to_school"], sort=True)
        spread = _spread_before(sent[moved & has_both(sent, kind)], kind)
        return [
            told | {"from_school": a, "to_school": b} | _row(evidence, group, summer, told, alike, spread)
            for (a, b), group in pairs
        ]
    whole = _row(evidence, sent, summer, told, alike, None)
    both = sent[moved & has_both(sent, kind)]
    return [told | whole | _cross_section(both, own, told, whole) | _agreement(both, kind, whole)]


def _spread_before(both: pd.DataFrame, kind: str) -> float:
    return float(both[f"{kind}_before"].std(ddof=1)) if kind == SCORE and len(both) > 1 else float("nan")


def _row(
    evidence: Evidence,
    sent: pd.DataFrame,
    summer: Summer | None,
    told: dict[str, Any],
    alike: Alike,
    spread: float | None,
) -> dict[str, Any]:
    kind = told["kind"]
    moved = sent[sent["was"] == "moved on"]
    both = moved[has_both(moved, kind)]
    said: dict[str, Any] = {
        "sent": len(sent),
        "with_before": int(sent[f"{kind}_before"].notna().sum()),
        "n": len(both),
        "n_from": both["from_school"].nunique(),
        "n_to": both["to_school"].nunique(),
        "into": both["to_school"].iloc[0] if both["to_school"].nunique() == 1 else "",
    }
    if len(both) < LEAST_LEARNERS:
        return said | {"verdict": TOO_FEW}
    change = change_of(both, kind, alike)
    said |= {
        "change": change.value,
        "change_low": change.low,
        "change_high": change.high,
        "comparison": summer.stayers.kind if summer else NOBODY,
        "basis": change.basis,
        **over_the_mark(both, kind, "n"),
        **_tested(moved, kind),
        **_expected(evidence.curves.get(told["measure"]), both, told, alike),
    }
    if summer is None:
        return said | {"verdict": CANNOT}
    stayed, difference, everyone = summer.change, summer.beside(change), summer.stayers.everyone
    bounds = summer.limits_with_loss(difference, sent)
    of_norm = said.get("sd") is not None
    sd = said["sd"] if of_norm else _spread_before(both, kind) if spread is None else spread
    scaled = kind == SCORE and sd > 0
    return said | {
        "n_stayers": summer.n,
        "n_stayers_schools": summer.n_schools,
        **over_the_mark(everyone, kind, "stayers"),
        "stayed_change": stayed.value,
        "stayed_low": stayed.low,
        "stayed_high": stayed.high,
        "difference": difference.value,
        "low": difference.low,
        "high": difference.high,
        "effect": difference.value / sd if scaled else None,
        "effect_low": difference.low / sd if scaled else None,
        "effect_high": difference.high / sd if scaled else None,
        "sd": sd if scaled else None,
        "sd_of": "" if not scaled else "norm" if of_norm else "movers",
        "bound_low": bounds.low if bounds else None,
        "bound_high": bounds.high if bounds else None,
        "unlike": _told(unlike_before(both, everyone, kind)),
        "stayers_loss": summer.loss,
        "basis": difference.basis,
        "verdict": verdict_of_change(difference.low, difference.high),
    }


def verdict_of_change(low: float, high: float) -> str:
    """What may be said of movers less those who did not move, with `low` and `high` the 95 % limits?

    `lower than those who did not move` or `higher ...` where they leave out no difference, else `no clear difference`.
    """
    if high < -NOTHING:
        return LOWER
    return HIGHER if low > NOTHING else NO_CLEAR


def over_the_mark(both: pd.DataFrame, kind: str, who: str) -> dict[str, int]:
    """How many came to the expectation and how many left it; nothing for scores."""
    if kind != SHARE:
        return {}
    change = both["share_after"] - both["share_before"]
    return {f"{who}_up": int((change > 0).sum()), f"{who}_down": int((change < 0).sum())}


def _told(value: float) -> float | None:
    return None if isnan(value) else value


def _tested(moved: pd.DataFrame, kind: str) -> dict[str, Any]:
    """Whether receivers tested everyone who came, or some, and low ones."""
    known = moved[moved[f"{kind}_before"].notna()]
    seen = known[f"{kind}_after"].notna()
    tested = float(seen.mean())
    unlike = unlike_before(known[seen], known[~seen], kind) if not seen.all() else 0.0
    return {"tested": tested, "selected_low": bool(1 - tested > MOST_LOSS and unlike < -MOST_UNLIKE)}


def _expected(curve: Curve | None, both: pd.DataFrame, told: dict[str, Any], alike: Alike) -> dict[str, Any]:
    """The change against the usual growth of these terms, the summer included; nothing without norms."""
    level = level_of(told["step"])
    if not curve or told["kind"] != SCORE or level is None:
        return {}
    before, after = curve.at(level, int(told["before"][-1])), curve.at(level + 1, int(told["after"][-1]))
    if before is None or after is None:
        return {}
    expected = after.mean - before.mean
    beyond = change_of(both.assign(score_before=both["score_before"] + expected), SCORE, alike)
    return {
        "expected": expected,
        "beyond": beyond.value,
        "beyond_low": beyond.low,
        "beyond_high": beyond.high,
        "sd": sqrt((before.sd**2 + after.sd**2) / 2),
    }


def _cross_section(
    both: pd.DataFrame, own: pd.DataFrame, told: dict[str, Any], whole: dict[str, Any]
) -> dict[str, Any]:
    """All newcomers of the receivers after, less all leavers of the feeders before, whoever they are."""
    level = level_of(told["step"])
    if whole.get("change") is None or level is None:
        return {}
    column = "scale_score" if told["kind"] == SCORE else "expected"
    seen = own[own[column].notna()]
    leavers = seen[(seen["term"] == told["before"]) & (seen["year_level"] == level).fillna(False)]
    leavers = leavers[leavers["school"].isin(both["from_school"])]
    newcomers = seen[(seen["term"] == told["after"]) & (seen["year_level"] == level + 1).fillna(False)]
    newcomers = newcomers[newcomers["school"].isin(both["to_school"])]
    if leavers.empty or newcomers.empty:
        return {}
    across = float(newcomers[column].astype("Float64").mean()) - float(leavers[column].astype("Float64").mean())
    return {
        "n_cross_before": len(leavers),
        "n_cross_after": len(newcomers),
        "cross_section": across,
        "composition": across - whole["change"],
    }


def _agreement(both: pd.DataFrame, kind: str, whole: dict[str, Any]) -> dict[str, Any]:
    """Of the feeders: the share whose learners changed to the same side of those who stayed as the whole."""
    if whole.get("difference") is None:
        return {}
    moved = (both[f"{kind}_after"] - both[f"{kind}_before"]).groupby(both["from_school"]).mean()
    return {"same_sign": float(((moved - whole["stayed_change"]) * whole["difference"] > 0).mean())}
