"""Do learners who move to their next school attend as they did before, held against those who did not move?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses import attendance as bands
from colsynth.analyses.transitions import attendance as analysis
from colsynth.analyses.transitions.stayers import ADJACENT, SAME
from colsynth.exhibits.attendance import BANDS_ARE, MEASURE, REGISTER
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, GREY, INK, dots, finished, in_lines, rows, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_counts import at_least, meant, said_of
from colsynth.exhibits.transitions_points import before_and_after, limited, points, said_of_rows
from colsynth.findings import Facts, Finding, Strength, strength_of
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

QUESTION = "Does attendance change when learners move to their next school?"
NONE = (
    "No school on either side of a move to the next school has sent attendance of the same learners, so nothing can be "
    "said about it."
)
_COMPARED = {
    SAME: "learners of the same year level who did not move",
    ADJACENT: "learners a year level below or above who did not move",
}
_OWN = ("before", "after", "change", "low", "high", "limits", "own_said")
_OTHERS = (*(f"other_{name}" for name in _OWN[:-1]), "other_said")
_APART = ("difference", "difference_low", "difference_high", "difference_said", "verdict")
COLUMNS = [
    Column("step", "Move"),
    Column("over", "From and to"),
    Column("n_said", "With attendance on both sides"),
    Column("own_said", "Regular before and after"),
    Column("other_n", "Did not move", "count"),
    Column("compared", "Who they are"),
    Column("other_said", "Regular before and after"),
    Column("difference_said", "Difference of the changes (95 % interval)"),
    Column("verdict", "Verdict"),
]
METHOD = (
    "Share of learners in regular attendance in the first term of the new year that has attendance on both sides, "
    "against the same term a year before: the last term of one school and the first of another differ by season alone. "
    "The same learners on both sides, at the school they left and at the one they entered; never across a change of "
    "the attendance codes. Their change is held against that of learners who did not move: of the same year level at "
    "two schools or more, else a year level below or above, which is weaker, as attendance also changes with age. "
    "Each change has Tango's limits (1998), or those of two groups, which are wider, where so few learners came to "
    "regular attendance or left it that Tango's would give them back; their difference has limits from both (Zou and "
    "Donner, 2008). Learners of a "
    "class count for what they are worth where ten classes or more are known, else the limits are from the count "
    "alone. Fell or rose against others: the 95 % interval excludes no difference. "
)


def attendance_at_the_move(chapter: Chapter) -> Exhibit:
    """Has the share in regular attendance changed over the move, and otherwise than among those who stayed?"""
    found = _found(chapter)
    seen = found[found["verdict"] != "no attendance"].reset_index(drop=True)
    if seen.empty:
        return chapter.nothing("attendance", QUESTION, NONE)
    seen = _as_said(chapter, seen)
    table = _protected(chapter, seen)
    findings = chapter.may_tell(
        _finding(chapter, row) for _, row in table.frame.iterrows() if pd.notna(row["difference"])
    )
    title = _title(table.frame)
    return chapter.exhibit(
        "attendance",
        QUESTION,
        title,
        subtitle="change of the share of learners in regular attendance (more than 90 % of half-days), percentage "
        "points; the same learners a year apart",
        purpose="To see whether a move unsettles learners, beyond what changed for everyone.",
        table=table,
        columns=COLUMNS,
        caption="Regular attendance before and after the move to the next school",
        chart=_chart(table, title),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read="A dot left of the line: fewer attend regularly than a year before. The bar is the 95 % interval. "
        "The last row is what the move may have to do with: the change of those who moved less that of those who did "
        "not.",
        caution=_caution(found),
        talk_about="Whom would a school ring first when a newcomer is away in the first weeks?",
        method=METHOD + BANDS_ARE.partition(" Intervals are")[0],
        sources=chapter.sources(REGISTER),
        findings=findings,
    )


def _found(chapter: Chapter) -> pd.DataFrame:
    """Each step, before protection."""
    learners = bands.by_learner(chapter.snapshot.frame(REGISTER), chapter.term)
    known = chapter.results[chapter.results["class_label"] != ""].sort_values("term", kind="stable")
    known = known.assign(year=known["term"].str[:4]).drop_duplicates(["student", "school", "year"], keep="last")
    learners = learners.assign(year=learners["term"].str[:4], regular=learners["band"] == bands.REGULAR)
    keys = ["student", "school", "year"]
    learners = learners.merge(known[[*keys, "class_label"]], on=keys, how="left")
    learners["class_label"] = learners["class_label"].fillna("")
    broken = [change.term for change in chapter.breaks_of(MEASURE)]
    return analysis.at_the_move(chapter.turns, learners, broken, chapter.settings.suppress_below)


def _as_said(chapter: Chapter, seen: pd.DataFrame) -> pd.DataFrame:
    """The rows with what is reckoned from a number no finer than the number may be said."""
    said = [said_of(chapter, int(row["n"]), str(row["step"]), int(str(row["term"])[:4])) for _, row in seen.iterrows()]
    own = {c: pd.array([o.share(v) for o, v in zip(said, seen[c], strict=True)], "Float64") for c in _OWN[:5]}
    return seen.assign(n_said=[one.text for one in said], **own)


def _protected(chapter: Chapter, seen: pd.DataFrame) -> Protected:
    """The table; how many moved on in all is no column of the page, as it would tell how many of those sent left."""
    frame = seen.assign(
        over=seen["first_term"].map(_short) + " to " + seen["term"].map(_short),
        compared=seen["compared"].map(_COMPARED),
        own_said=said_of_rows(seen, before_and_after, "before", "after"),
        other_said=said_of_rows(seen, before_and_after, "other_before", "other_after"),
        difference_said=said_of_rows(seen, limited, *_APART[:3]),
    )
    counts = [(n, f"{n}_{count}") for n in ("n", "other_n") for count in ("before", "after", "up", "down")]
    counted = (Counted("moved"), Counted("n", None, ("n_said",)), *(Counted(n, count) for n, count in counts))
    empty = ("compared", "other_n", *(count for _, count in counts), *_OWN, *_OTHERS, *_APART[:4])
    # all of a row is reckoned from its counts: where one is small the others would give it back
    across = (*_OWN, *_OTHERS, *_APART)
    plain = ("first_term", "term", "over", "compared", "basis")
    return chapter.may_show(Table(frame, ("step",), "learners", counted, plain, not_applicable=empty, across=across))


def _short(term: str) -> str:
    return f"{term[-2:]}\u00a0{term[:4]}"


def _title(shown: pd.DataFrame) -> str:
    said = {
        "fell against others": "regular attendance fell further than among those who did not move",
        "rose against others": "regular attendance held up better than among those who did not move",
        "no clear difference": "no clear difference from those who did not move",
        "can't tell": "cannot be told from growing older and the year, as nobody who stayed can be held against them",
    }
    few = "too few learners with attendance on both sides to show it"
    parts = [f"{row['step']}: {said.get(str(row['verdict']), few)}{_might_be(row)}" for _, row in shown.iterrows()]
    return "; ".join(parts) + "."


def _might_be(row: pd.Series[Any]) -> str:
    """How large a difference there might be where none is clear."""
    if row["verdict"] != "no clear difference" or pd.isna(row["difference_low"]):
        return ""
    return f" (95 % interval {points(row['difference_low'])} to {points(row['difference_high'])} points)"


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    verdict = str(row["verdict"])
    said = {"fell against others": "further down than", "rose against others": "further up than"}.get(
        verdict, "no clear difference from"
    )
    claim = (
        f"{row['step']}: {percent(row['before'])} of {row['n_said']} learners who moved attended regularly in "
        f"{spoken(str(row['first_term']))}, and {percent(row['after'])} in {spoken(str(row['term']))} at the next "
        f"school, {said} {row['compared']} ({percent(row['other_before'])} and "
        f"{percent(row['other_after'])}; difference of the changes {points(row['difference'])} points, 95 % interval "
        f"{points(row['difference_low'])} to {points(row['difference_high'])})."
    )
    exact = str(row["n_said"]).isdigit()
    places = 4 if exact else 2  # more would give the number of learners back
    weaker = row["compared"] == _COMPARED[ADJACENT]
    return Finding(
        f"{chapter.name}-attendance-{str(row['step']).lower().replace(' ', '-')}",
        chapter.name,
        f"{row['step']}: {QUESTION[0].lower()}{QUESTION[1:]}",
        claim,
        _strength(chapter, row),
        "learners",
        size=round(float(row["difference"]), places),
        unit="share of learners more than among those who did not move",
        low=round(float(row["difference_low"]), places),
        high=round(float(row["difference_high"]), places),
        basis=row["basis"],
        n=int(row["n_after"]) if exact else None,
        of=int(row["n"]) if exact else None,
        comparison=str(row["compared"]),
        direction={"fell against others": "down", "rose against others": "up"}.get(verdict, "level"),
        says_not="It does not say why learners were away, nor that a school caused it: the attendance of newcomers is "
        "no measure of the school they left nor of the one they entered."
        + (" Learners of another age may have changed for reasons of their own." if weaker else "")
        + (" Nor does it say that there is no difference." if verdict == "no clear difference" else ""),
        provenance=chapter.sources(REGISTER),
    )


def _strength(chapter: Chapter, row: pd.Series[Any]) -> Strength:
    turns = chapter.turns
    mine = turns[(turns["step"] == row["step"]) & (turns["year"] == int(str(row["term"])[:4]))]
    facts = Facts(
        includes_none=bool(row["difference_low"] <= 0 <= row["difference_high"]),
        learners=min(meant(str(row["n_said"])), int(row["other_n"])),
        schools=mine.loc[mine["was"] == "moved on", "from_school"].nunique(),
        loss=1 - at_least(int(row["n"]), int(row["moved"]), chapter.settings.suppress_below) / int(row["moved"]),
        selected_low=False,
        unmoderated=False,
        indirect=row["compared"] == _COMPARED[ADJACENT],
    )
    return strength_of("change", "matched_two", facts, chapter.strength_rules)


def _caution(found: pd.DataFrame) -> str:
    said = []
    if (found["compared"] == ADJACENT).any():
        said.append(
            "Nobody of the same age stayed at two schools or more, so learners a year level below or above stand in "
            "for them: that is weaker."
        )
    said.append(
        "Schools have floods, illness and holidays of their own: with one receiving school its year cannot be told "
        "from the move."
    )
    if (found[["limits", "other_limits"]] == "apart").any(axis=None):
        said.append("Few learners changed sides, so the bars are wider than they need be, to keep them unknown.")
    unseen = found.loc[found["verdict"] == "no attendance", "step"].tolist()
    if unseen:
        said.append(f"No attendance stands on both sides of {and_list(unseen)}.")
    return " ".join(said)


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    shown = rows(table, "step", "compared", *_OWN[:5], *_OTHERS[:5], *_APART[:3])
    shown = shown[shown["change"].notna()]
    if shown.empty:
        return None
    title = "change of the share in regular attendance, points"
    drawn = {str(row["step"]): dots(_bars(row), title) for _, row in shown.iterrows()}
    return finished(under_each_other(drawn), description)


def _bars(row: pd.Series[Any]) -> pd.DataFrame:
    """The change of those who moved, of those who did not, and their difference, in points."""
    sides = (
        ("Learners who moved", ("change", "low", "high"), ACCENT),
        (str(row["compared"]).capitalize(), ("other_change", "other_low", "other_high"), GREY),
        ("Difference", _APART[:3], INK),
    )
    bars = []
    for who, columns, shade in sides:
        if pd.isna(row[columns[0]]):
            continue
        bar = dict(zip(("change", "low", "high"), (round(100 * float(row[c])) for c in columns), strict=True))
        before = columns[0].replace("change", "before")
        both = f" ({before_and_after(row[before], row[before.replace('before', 'after')])})" if before in row else ""
        bars.append({"who": who, **bar, "said": f"{points(row[columns[0]])}{both}", "shade": shade})
    frame = pd.DataFrame(bars)
    return frame.assign(who=in_lines(frame["who"], 30))
