"""Of the learners due to move on, how many are followed across, and do they stand for the others?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import matching as analysis
from colsynth.analyses.transitions.flows import ALL as EVERYONE
from colsynth.analyses.transitions.flows import OUTSIDE
from colsynth.analyses.transitions.pairs import LEAST_LEARNERS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, finished, in_lines, names_axis, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_change import changes, evidence
from colsynth.exhibits.transitions_flows import told as told_flows
from colsynth.findings import Facts, Finding, state_strength
from colsynth.methods.attrition import EVERYONE as STAND
from colsynth.methods.attrition import MOST_DIFFERENTIAL, MOST_LOSS, MOST_UNLIKE, STAYED
from colsynth.methods.proportions import wilson_interval
from colsynth.protection import Counted, Linked, Protected, Table, protect

QUESTION = "Whom can we follow across the move, and do they stand for the others?"
NONE = (
    "No learner is known to have been due to move on to another school, so nobody can be followed across a move. It "
    "takes two school years of rolls or results."
)
SEEN = "At a member school again"
LINKED = Linked("group", "fate", "n", EVERYONE)
BOTH, REST = "both", "rest"
COLUMNS = [
    Column("step", "Move"),
    Column("seen", "Followed by"),
    Column("group", "Learners"),
    Column("sent", "Due to move on", "count"),
    Column("followed", "Followed", "count"),
    Column("rate", "Share followed", "percent"),
    Column("unlike", "Above the others before"),
    Column("verdict", "In a word"),
]
METHOD = (
    "Due to move on: learners of a member school that does not teach the next year level. At a member school again: "
    "seen there after the turn of the year. With results: one on the same measure before and after. What is found "
    f"about those followed describes those who stayed, and not all who were sent, where more than {MOST_LOSS:.0%} are "
    f"missing, where a group (30 learners or more) lost more than {100 * MOST_DIFFERENTIAL:.0f} percentage points more "
    f"than the others, or where those followed and those not stood more than {MOST_UNLIKE} standard deviations apart "
    "before (What Works Clearinghouse, 2022; ten learners or more of either; for shares, of a yes or no). Numbers are "
    "hidden as in the table of who goes where, so that neither gives the other's back."
)


def followed_across(chapter: Chapter) -> Exhibit:
    """How many learners due to move on are followed, by feeder and group, and are they like the others?"""
    reckoned = chapter.once(
        ("transitions", "matching"), lambda: analysis.followed_across(evidence(chapter), changes(chapter))
    )
    found = reckoned[reckoned["year"] == reckoned["year"].max()]  # shares of two years are no bars of one picture
    found = found[(found["measure"] == "") | found["dimension"].isin([analysis.ALL, analysis.FEEDER])]
    if found.empty:
        return chapter.nothing("matching", QUESTION, NONE)
    table = _protected(chapter, _in_order(chapter, found.reset_index(drop=True)))
    whole = table.frame[table.frame["group"] == WHOLE]
    most = whole["sent"] - chapter.settings.suppress_below  # of nearly all or of nobody a finding would be hidden
    told = whole[((whole["followed"] > 0) & (whole["followed"] <= most)).fillna(False)]
    findings = chapter.may_tell(_finding(chapter, row) for _, row in told.iterrows())
    title = _title(whole)
    return chapter.exhibit(
        "matching",
        QUESTION,
        title,
        subtitle="learners due to move on to another school at the newest turn of the year",
        purpose="To know of whom the rest of this chapter speaks, before it speaks.",
        table=table,
        columns=COLUMNS,
        caption="Learners due to move on, and those who are followed",
        chart=_chart(table, title),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read="The first bar is everyone due to move on, the second those seen at a member school again, each "
        "further bar those with results of one measure on both sides of the move.",
        caution="Learners who cannot be followed are often those who move most. They may have fared otherwise. "
        "Groups of gender are left out where one is too small to be shown beside the others.",
        talk_about="Who is missing here, and who in the community would know where they are?",
        method=f"{METHOD} {chapter.ethnicity_rule}",
        sources=chapter.sources("students") or chapter.sources("achievement"),
        findings=findings,
    )


WHOLE = "All learners"


def _in_order(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """Rows with their words: steps as the analysis has them, schools, gender and groups in their fixed orders."""
    labels = list(chapter.school_labels)
    place = {name: i for i, name in enumerate([analysis.ALL, *labels, *chapter.groups.names])}
    at = found["group"].map(place).fillna(len(place))
    steps = pd.factorize(found["step"])[0]
    seen = found["measure"].map(lambda id_: SEEN if id_ == "" else f"Results of {chapter.measure_name(id_)}")
    kind = found["dimension"].map({analysis.ALL: 0, analysis.FEEDER: 1, analysis.GENDER: 2, analysis.ETHNIC: 3})
    rows = found.assign(seen=seen, at=at, place=steps, kind=kind)
    return rows.sort_values(["place", "measure", "kind", "at"], kind="stable").reset_index(drop=True)


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    """Counts as far as the table of flows and this one may show them together."""
    with_measure = (found["measure"] != "").to_numpy()
    followed = found["with_both"].where(with_measure, found["matched"])
    hidden = _hidden(chapter, found.assign(followed=followed))
    group = found["group"].map(chapter.school_labels).where(found["dimension"] == analysis.FEEDER, found["group"])
    group = group.where(found["dimension"] != analysis.GENDER, group.str.capitalize()).replace(analysis.ALL, WHOLE)
    frame = pd.DataFrame(
        {
            "step": found["step"], "seen": found["seen"], "measure": found["measure"], "group": group,
            "sent": found["sent"], "followed": followed, "rate": (followed / found["sent"]).astype("Float64"),
            "unlike": found["unlike"].map(lambda v: None if pd.isna(v) else f"{v:+.1f} sd".replace("-", "\u2212")),
            "verdict": found["verdict"],
        }
    )  # fmt: skip
    frame["unlike"] = frame["unlike"].astype("str")
    frame = frame[~hidden["dropped"].to_numpy()]
    hidden = hidden[~hidden["dropped"]].reset_index(drop=True)
    plain = ("measure", "verdict")
    counted = (Counted("sent"), Counted("followed", None, ("rate", "unlike")))
    shown = chapter.may_show(
        Table(frame, ("step", "seen", "group"), "learners", counted, plain, not_applicable=("unlike", "rate"))
    )
    return _with(shown, hidden, chapter.settings.suppress_below)


def _with(shown: Protected, hidden: pd.DataFrame, threshold: int) -> Protected:
    """What another table hides is hidden here too, and the verdict where a number of its row is."""
    frame, mask = shown.frame.copy(), shown.hidden.copy()
    mask["sent"] |= hidden["sent"]
    for column in ("followed", "rate", "unlike"):
        mask[column] |= hidden["followed"] | hidden["sent"]
    # That few are missing is told by the word alone where a fifth of those sent is a small number.
    bounded = (frame["sent"].astype("Float64") * MOST_LOSS < threshold).fillna(True).to_numpy(bool)
    mask["verdict"] |= mask["followed"] & (bounded | mask["sent"])
    for column in ("sent", "followed", "rate", "unlike", "verdict"):
        frame[column] = frame[column].astype(object).where(~mask[column], None).convert_dtypes()
    return replace(shown, frame=frame, hidden=mask)


def _hidden(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """For each row whether the numbers sent and followed must be hidden, and whether the row is dropped altogether."""
    hidden = pd.DataFrame(False, index=found.index, columns=["sent", "followed", "dropped"])
    for (step, measure), own in found.groupby(["step", "measure"], sort=False):
        flows = told_flows(chapter, int(own["year"].iloc[0]))
        schools = own[own["dimension"].isin([analysis.ALL, analysis.FEEDER])]
        few = _few_with_results(schools, chapter.settings.suppress_below) if measure else {}
        for at, row in schools.iterrows():
            if row["dimension"] == analysis.ALL:
                sent, left = flows.sent(str(step)), flows.shown(str(step), EVERYONE, OUTSIDE)
            else:
                sent, left = (flows.shown(str(step), row["group"], to) for to in (EVERYONE, OUTSIDE))
            lost = left is None if not measure else few[row["group"]]
            hidden.loc[at, ["sent", "followed"]] = sent is None, lost
        whole = not hidden.loc[schools.index[schools["dimension"] == analysis.ALL], "followed"].any()
        for dimension in (analysis.GENDER, analysis.ETHNIC):
            groups = own[own["dimension"] == dimension]
            every = schools[schools["dimension"] == analysis.ALL].iloc[0]
            unsafe = _unsafe(groups, every, chapter.settings.suppress_below)
            left_over = _few_left_over(groups[~unsafe], every, chapter.settings.suppress_below)
            every_group = not whole or left_over or (dimension == analysis.GENDER and unsafe.any())
            hidden.loc[groups.index, "dropped"] = True if every_group else unsafe
    return hidden


def _few_with_results(schools: pd.DataFrame, threshold: int) -> dict[str, bool]:
    """Which schools' numbers with results would give small ones away, with the totals beside them."""
    rows = []
    for _, row in schools.iterrows():
        name = EVERYONE if row["dimension"] == analysis.ALL else row["group"]
        counts = {BOTH: row["followed"], REST: row["sent"] - row["followed"], EVERYONE: row["sent"]}
        rows += [{"group": name, "fate": fate, "n": int(n)} for fate, n in counts.items()]
    table = pd.DataFrame(rows)
    if table["group"].nunique() < 3:  # one school is the whole
        small = table.loc[table["fate"] != EVERYONE, "n"].between(1, threshold - 1)
        few = dict.fromkeys(table["group"], bool(small.any()))
    else:
        shown = protect(Table(table, ("group", "fate"), "learners", (Counted("n"),), linked=LINKED), threshold)
        mark = shown.hidden["n"] & (table["fate"] != EVERYONE)
        few = mark.groupby(table["group"]).any().to_dict()
    return {analysis.ALL: few[EVERYONE]} | {str(name): bool(one) for name, one in few.items()}


def _unsafe(groups: pd.DataFrame, whole: pd.Series[Any], threshold: int) -> pd.Series[bool]:
    """Groups whose numbers, or those of the others beside them, are small, or of which all are alike."""
    lost, all_lost = groups["sent"] - groups["followed"], whole["sent"] - whole["followed"]
    sides = ((groups["followed"], whole["followed"]), (lost, all_lost))
    parts = [part for own, of in sides if of for part in (own, of - own)]  # where all are alike it is said anyway
    small: pd.Series[bool] = pd.concat([part < threshold for part in parts], axis=1).any(axis=1)
    return small | (groups["sent"] < LEAST_LEARNERS).astype(bool)


def _few_left_over(shown: pd.DataFrame, whole: pd.Series[Any], threshold: int) -> bool:
    """Whether what the groups shown leave of the whole is a small number."""
    if shown.empty:
        return False
    left = [int(whole[c]) - int(shown[c].sum()) for c in ("sent", "followed")]
    return any(0 < n < threshold for n in (*left, left[0] - left[1]))


def _title(whole: pd.DataFrame) -> str:
    again = whole[(whole["measure"] == "") & whole["sent"].notna()]
    if again.empty:
        return "How many learners due to move on are followed cannot be shown without showing single learners."
    row = again.sort_values("sent", ascending=False, kind="stable").iloc[0]
    who = f"{int(row['sent'])} learners due to move on"
    if pd.isna(row["followed"]) and row["verdict"] == STAND:
        said = f"{row['step']}: at least four in five of the {who} are seen again"  # MOST_LOSS, in words
    elif pd.isna(row["followed"]):
        said = f"{row['step']}: how many of the {who} are seen again is hidden"
    elif row["followed"] == 0:
        said = f"{row['step']}: none of the learners due to move on are seen at a member school again"
    elif row["followed"] == row["sent"]:
        said = f"{row['step']}: all {who} are seen again"
    else:
        said = f"{row['step']}: {percent(row['rate'])} of the {who} are seen again"
    results = whole[(whole["step"] == row["step"]) & (whole["measure"] != "")]
    measured = results[results["followed"].notna()].sort_values("rate", ascending=False)
    if measured.empty:
        return f"{said}."
    best = measured.iloc[0]
    end = ", so what is found describes those who stayed" if best["verdict"] == STAYED else ""
    return f"{said}; {percent(best['rate'])} have results on both sides of the move{end}."


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    n, of = int(row["followed"]), int(row["sent"])
    turns = chapter.turns[chapter.turns["step"] == row["step"]]
    n_schools = turns.loc[turns["from_school"] != "", "from_school"].nunique()
    limits = wilson_interval(n, of)
    what = "are at a member school again" if row["measure"] == "" else f"have {row['seen'][0].lower()}{row['seen'][1:]}"
    what += "" if row["measure"] == "" else " on both sides of the move"
    then = {STAYED: "What is found about them describes those who stayed.", STAND: "They may stand for those sent."}
    return Finding(
        f"{chapter.name}-matching-{row['measure'] or 'seen'}-{str(row['step']).lower().replace(' ', '-')}",
        chapter.name,
        f"{row['step']}: {QUESTION[0].lower()}{QUESTION[1:]}",
        f"{row['step']}: {n} of {of} learners due to move on {what}. {then.get(str(row['verdict']), '')}".strip(),
        state_strength(
            of,
            of,
            "learners due to move on",
            True,
            "Counted from rolls and results.",
            facts=Facts(learners=of, schools=n_schools, indirect=False),
            rules=chapter.strength_rules,
        ),
        "learners",
        size=round(n / of, 4),
        unit="share of learners due to move on",
        low=round(limits.low, 4),
        high=round(limits.high, 4),
        basis="count",
        n=n,
        of=of,
        says_not="It does not say why others are not followed: they may have left, be at a school that sent "
        "nothing, or be missing from a roll or a test.",
        provenance=chapter.sources("students") or chapter.sources("achievement"),
    )


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    own = table.frame["group"] == WHOLE
    frame = table.frame[own]
    drawn = {}
    for step, rows in frame.groupby("step", sort=False):
        sent = rows["sent"].iloc[0]
        if pd.isna(sent):
            continue
        bars = [{"who": "Due to move on", "n": float(sent), "said": f"{int(sent)}"}]
        for _, row in rows.iterrows():
            told = pd.notna(row["followed"])
            bar = {"who": row["seen"], "n": float(row["followed"]) if told else None}
            share = f" ({percent(row['rate'])})" if pd.notna(row["rate"]) else ""
            bars.append(bar | {"said": f"{int(row['followed'])}{share}" if told else "[c]"})
        drawn[str(step)] = _panel(pd.DataFrame(bars))
    return finished(under_each_other(drawn), description) if drawn else None


def _panel(bars: pd.DataFrame) -> alt.LayerChart:
    bars = bars.assign(who=in_lines(bars["who"], 30))
    base = alt.Chart(bars).encode(y=names_axis("who", bars["who"]))
    seen = base.transform_filter("isValid(datum.n)")
    at = alt.X("n:Q", title="learners", scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5, tickMinStep=1))
    return alt.layer(
        seen.mark_bar(color=ACCENT, opacity=0.85, size=18).encode(x=at),
        seen.mark_text(align="left", dx=5, fontSize=12).encode(x="n:Q", text="said:N"),
        base.transform_filter("!isValid(datum.n)")
        .mark_text(align="left", color=GREY, fontSize=12)
        .encode(x=alt.value(4), text="said:N"),
    ).properties(width=380, height=alt.Step(34))
