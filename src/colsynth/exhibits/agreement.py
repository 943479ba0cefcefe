"""Do judgements and tests agree? Asked as a question: what does each of them see that the other does not?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import agreement as analysis
from colsynth.analyses.judged_and_tested import MOST_WEEKS, pairs_of
from colsynth.exhibits.chapter import Chapter, and_list, label_order
from colsynth.exhibits.drawing import ACCENT, GREY, INK, finished, in_lines, names_axis, rows, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.variation_context import strip
from colsynth.findings import Facts, Finding, Strength, state_strength
from colsynth.methods.agreement import LEAST_PAIRS
from colsynth.protection import Counted, Protected, Table
from colsynth.protection.table import LEAST_LEARNERS
from colsynth.reference.mappings import load_mappings
from colsynth.reference.measures import Measure

QUESTION = "Do judgements and tests agree?"
NO_PAIRS = (
    f"No learner has a judgement and a test of one subject within {MOST_WEEKS} weeks of each other that can both be "
    "held against an expectation, so the two cannot be held against each other."
)
TALK = "What does each of them see that the other does not?"
TEST_HIGHER = "#28A197"  # one of the report's categorical colours
EVERYONE = "all learners with both"
UNMODERATED = "not moderated, or not recorded"
KINDS = (
    EVERYONE, "not moderated", "moderated", "moderated within the school", "moderated with another school",
    "moderated across the community", "moderation not recorded", UNMODERATED,
)  # fmt: skip
CELLS = ("n_both", "n_judgement_higher", "n_test_higher", "n_neither")
HOW = (
    "Of each learner the judgement and the test of one subject that lie nearest in time in the newest school year with "
    "both. A score is read in the judgement's own levels where a dated mapping gives its cut scores; else each is held "
    "against its own expectation. Agreement is the share put on the same side of it (95 % Wilson interval); the "
    "difference of the two shares has the score interval of pairs (Tango 1998), which leaves 0 out where McNemar's "
    "test would reject. The target is these schools with another, like cohort: where classes are recorded the "
    "intervals allow for learners of one class being alike, else they are from the count alone and too narrow. "
    "“Higher” and “lower” are said only where the interval leaves 0 out, “agree” only where it lies within five "
    "percentage points and at least 85 % are on the same side. With few learners on either side the numbers are "
    "hidden [c]."
)
BASIS = {"classes": "learners in classes", "count": "the count alone"}
SHARE_COLUMNS = [
    Column("n", "Learners with both", "count"),
    Column("alike", "On the same side", "percent"),
    Column("alike_low", "95 % interval from", "percent"),
    Column("alike_high", "95 % interval to", "percent"),
    Column("judgement_share", "At expectation: judgement", "percent"),
    Column("test_share", "At expectation: test", "percent"),
    Column("difference", "Judgement less test", "points", "percentage points"),
    Column("low", "95 % interval from", "points", "percentage points"),
    Column("high", "95 % interval to", "points", "percentage points"),
    Column("verdict", "In a word"),
    Column("basis", "Intervals from"),
]


def overall(chapter: Chapter) -> Exhibit:
    """Do judgements and tests agree for the community, and does moderation go with it?"""
    pairs = pairs_seen(chapter)
    if pairs.empty:
        return chapter.nothing("agreement", QUESTION, NO_PAIRS, "Which judgement would you hold against which test?")
    whole = analysis.agreement(pairs, "all", chapter.class_icc).assign(group=EVERYONE)
    kinds = analysis.agreement(_kinds_apart(pairs), "moderation", chapter.class_icc)
    found = _in_order(chapter, pd.concat([whole, kinds], ignore_index=True), list(KINDS))
    table = _protected(chapter, found)
    of_all = (found["group"] == EVERYONE).to_numpy()
    findings = chapter.may_tell(
        _finding(chapter, row, shown, pairs)
        for (_, row), (_, shown) in zip(found[of_all].iterrows(), table.frame[of_all].iterrows(), strict=True)
    )
    return chapter.exhibit(
        "agreement",
        QUESTION,
        _title(table.frame[of_all]),
        subtitle="share of learners with a judgement and a test of one subject, %, newest school year with both",
        purpose="To learn where judging and testing see different things, before either is called wrong.",
        table=table,
        columns=[
            Column("pair", "Judgement and test"),
            Column("group", "Judgements"),
            *SHARE_COLUMNS,
            Column("when", "Time between"),
        ],
        caption="Judgements and tests of the same learners",
        chart=_chart(table, list(KINDS)),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="Bars to the right are learners whom only the judgement puts at expectation, to the left those "
        "whom only the test does. The dot below is the difference of the two, its line the uncertainty.",
        caution=f"A test has error too, and it asks for less than a judgement looks at. {rulers_said(chapter, pairs)}",
        talk_about=TALK,
        method=HOW,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def by_school(chapter: Chapter) -> Exhibit:
    """Do judgements and tests agree in each school?"""
    question = "Do judgements and tests agree in each school?"
    pairs = pairs_seen(chapter)
    if pairs.empty or pairs["school"].nunique() < 2:
        why = NO_PAIRS if pairs.empty else "Learners of one school alone have both, so no schools stand side by side."
        return chapter.nothing("agreement-by-school", question, why)
    labels = [label for _, label in sorted(chapter.school_labels.items())]
    order = labels if chapter.settings.school_names == "shown" else sorted(labels, key=label_order)
    found = analysis.agreement(pairs, "school", chapter.class_icc)
    found = _in_order(chapter, found.assign(group=found["group"].map(chapter.school_labels)), order)
    table = _protected(chapter, found)
    title = _schools_title(table.frame)
    return chapter.exhibit(
        "agreement-by-school",
        question,
        title,
        subtitle="share of learners with a judgement and a test of one subject, %, by school",
        purpose="To find where a conversation about judging would be worth most.",
        table=table,
        columns=[Column("pair", "Judgement and test"), Column("group", "School"), *SHARE_COLUMNS],
        caption="Judgements and tests of the same learners, by school",
        chart=_chart(table, order),
        alt=title,
        how_to_read="One row a school in a fixed order. Bars to the right are learners whom only the judgement puts "
        "at expectation, to the left those whom only the test does; the dot is the difference, its line the "
        "uncertainty.",
        caution="Schools differ in what they judge from and when they test. A difference is a question for both "
        "rulers, not a fault of either.",
        talk_about="Where judgement and test part, which pieces of learners' work would you put on the table?",
        method=HOW,
        lists=[strip(chapter, found["group"])],
        sources=chapter.sources("achievement"),
    )


def pairs_seen(chapter: Chapter) -> pd.DataFrame:
    """Learners with both, one a row: for analyses alone."""
    members = chapter.snapshot.frame("schools")["name"].dropna().unique()
    mappings = load_mappings(chapter.settings.workspace).values()
    return pairs_of(chapter.results, chapter.measures, mappings, chapter.calendar, members)


def _pair_name(judgement: Measure, test: Measure) -> str:
    return f"{judgement.subject_name}: {judgement.declared.tool} and {test.declared.tool}"


def _kinds_apart(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs of which moderated and other judgements can be told apart without leaving a few learners over.

    Where a kind has too few, only whether a judgement is on record as moderated is told; where that too has, nothing.
    """
    told = [pairs.iloc[:0]]
    for _, own in pairs.groupby(["judgement", "test"]):
        yes = own["moderated"].str.startswith("moderated")
        two = own.assign(moderated=yes.map({True: "moderated", False: UNMODERATED}))
        for kinds in (own, two):
            sizes = kinds["moderated"].value_counts()
            if len(sizes) > 1 and sizes.min() >= LEAST_PAIRS:
                told.append(kinds)
                break
    return pd.concat(told, ignore_index=True)


def named(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """With `pair`, the name of judgement and test, and the basis in words."""
    names = [
        _pair_name(chapter.measures[judgement], chapter.measures[test])
        for judgement, test in zip(found["judgement"], found["test"], strict=True)
    ]
    return found.assign(pair=names, basis=found["basis"].map(BASIS))


def _in_order(chapter: Chapter, found: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """The pairs with most learners first, their groups in a fixed order, never by result."""
    found = named(chapter, found)
    size = found.groupby("pair")["n"].max()
    pairs = {pair: i for i, pair in enumerate(sorted(size.index, key=lambda pair: (-size[pair], pair)))}
    place = {"pair": pairs, "group": {group: i for i, group in enumerate(groups)}}
    return found.sort_values(["pair", "group"], key=lambda c: c.map(place[str(c.name)])).reset_index(drop=True)


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    """All four ways two rulers can fall must be safe, or nothing that tells which way they part is shown."""
    points = {column: (found[column] * 100).round() for column in ("difference", "low", "high")}
    frame = found.assign(when=[_when(row) for _, row in found.iterrows()], **points)
    for counts in (("n_alike",), CELLS):
        frame = never_alone(frame, counts, chapter.settings.suppress_below)
    frame = frame.assign(**{f"of_{cell}": frame["n"] for cell in CELLS})
    frame = frame.drop(columns=["judgement", "test", "interim", "weeks", "weeks_low", "weeks_high"])
    return chapter.may_show(
        Table(
            frame,
            ("pair", "group"),
            "learners",
            (
                Counted("n", "n_alike", ("alike", "alike_low", "alike_high", "when")),
                *(Counted(f"of_{cell}", cell) for cell in CELLS),
            ),
            ("basis",),
            across=(
                "judgement_share", "test_share", "higher_share", "lower_share", "difference", "low", "high", "verdict",
            ),
        )
    )  # fmt: skip


def never_alone(frame: pd.DataFrame, counts: Sequence[str], threshold: int) -> pd.DataFrame:
    """A single hidden group is the whole less the others: with it the smallest other is hidden, its counts set to 0."""
    frame = frame.copy()
    for _, own in frame[frame["group"] != EVERYONE].groupby("pair"):
        of = own["n"]
        few = [(own[count] < threshold) | (of - own[count] < threshold) for count in counts]
        unsafe = pd.concat([*few, of < LEAST_LEARNERS], axis=1).any(axis=1)
        if unsafe.sum() == 1 and len(own) > 1:
            frame.loc[of[~unsafe].idxmin(), list(counts)] = 0
    return frame


def _when(row: pd.Series[Any]) -> str:
    if pd.isna(row["weeks"]):
        return "days not recorded"
    weeks, low, high = int(row["weeks"]), int(row["weeks_low"]), int(row["weeks_high"])
    if weeks == 0:
        middle = "test and judgement in the same week"
    else:
        unit = "week" if abs(weeks) == 1 else "weeks"
        middle = f"test about {abs(weeks)} {unit} {'before' if weeks > 0 else 'after'} the judgement"
    least, most = sorted((abs(low), abs(high)))
    spread = f" (most {least} to {most})" if low * high > 0 and least != most else ""
    mixed = " (some before, some after)" if low < 0 < high else ""
    return f"{middle}{spread}{mixed}"


_SAID = {
    "agree": "they agree",
    "judgements higher": "judgements are higher",
    "judgements lower": "judgements are lower",
    "no clear difference": "neither is clearly higher",
    "too few": "too few to say which is higher",
}


def _title(shown: pd.DataFrame) -> str:
    """The pair with most learners; how many more there are."""
    said = shown.dropna(subset=["alike"])
    if said.empty:
        return "Whether judgements and tests agree cannot be shown without showing single learners."
    row, rest = said.iloc[0], len(shown) - 1
    way = f"; {_SAID[row['verdict']]}" if pd.notna(row["verdict"]) else ""
    more = f" {rest} more {'pair' if rest == 1 else 'pairs'} below." if rest else ""
    alike = f"{percent(row['alike'])} of {row['n']} learners on the same side of the expectation"
    return f"{row['pair']} put {alike}{way}.{more}"


def _schools_title(shown: pd.DataFrame) -> str:
    first = shown[shown["pair"] == shown["pair"].iloc[0]]
    told = first["verdict"].dropna()
    if told.empty:
        return "Which way judgements and tests part in a school cannot be shown without showing single learners."
    n = len(first)
    counts = [(int((told == word).sum()), word) for word in analysis.VERDICTS]
    hidden = n - len(told)
    parts = [f"{_SAID[word]} in {count}" for count, word in counts if count]
    parts += [f"{hidden} cannot be shown"] if hidden else []
    return f"{first['pair'].iloc[0]}, {n} {'school' if n == 1 else 'schools'}: {and_list(parts)}."


def rulers_said(chapter: Chapter, pairs: pd.DataFrame) -> str:
    """What the page must say of how each test was read."""
    said = []
    for (judgement, test, ruler), own in pairs.groupby(["judgement", "test", "ruler"]):
        of, other = chapter.measures[str(judgement)], chapter.measures[str(test)]
        tool = f"{of.subject_name}, {other.declared.tool}"
        if ruler == "mapping":
            status = " that is interim and will be replaced" if own["interim"].any() else ""
            said.append(f"{tool}: scores are read in the judgement's levels by a mapping{status}.")
        elif other.declared.expected_by_end_of_year and not of.declared.expected_by_end_of_year:
            said.append(f"{tool}: the test is held against the end of the year, so before Term 4 it reads lower.")
        elif of.declared.expected_by_end_of_year and not other.declared.expected_by_end_of_year:
            said.append(f"{tool}: the judgement looks to the end of the year, so before Term 4 it reads lower.")
    return " ".join(said)


def _finding(chapter: Chapter, row: pd.Series[Any], shown: pd.Series[Any], pairs: pd.DataFrame) -> Finding:
    own = pairs[(pairs["judgement"] == row["judgement"]) & (pairs["test"] == row["test"])]
    judgement, test = chapter.measures[row["judgement"]], chapter.measures[row["test"]]
    told = pd.notna(shown["difference"])
    claim = f"{row['pair']} put {percent(row['alike'])} of {row['n']} learners on the same side of the expectation"
    if told:
        claim += (
            f"; at it are {percent(row['judgement_share'])} by the judgement and {percent(row['test_share'])} by the "
            f"test: {_SAID[row['verdict']]}"
        )
    size, low, high = ("difference", "low", "high") if told else ("alike", "alike_low", "alike_high")
    return Finding(
        f"{chapter.name}-agreement-{row['judgement']}-{row['test']}",
        chapter.name,
        f"{row['pair']}: do they agree?",
        f"{claim}.",
        _strength(chapter, own),
        "learners",
        size=round(float(row[size]), 4),
        unit="share at expectation by the judgement, less that by the test" if told else "share of learners alike",
        low=round(float(row[low]), 4),
        high=round(float(row[high]), 4),
        basis="classes" if row["basis"] == BASIS["classes"] else "count",
        n=int(row["n_alike"]),
        of=int(row["n"]),
        comparison=f"{test.name}, {_when(row)}",
        says_not="It does not say which of the two is right: a test has error too, and a judgement sees more than one "
        f"sitting. {TALK}",
        provenance=(
            *chapter.sources("achievement", measure=judgement.id),
            *chapter.sources("achievement", measure=test.id),
        ),
    )


def _strength(chapter: Chapter, own: pd.DataFrame) -> Strength:
    """Of the learners judged in these schools, terms and year levels: how many have the test too, and moderated?"""
    results = chapter.results
    judged = results[(results["measure"] == own["judgement"].iloc[0]) & results["expected"].notna()]
    judged = judged[judged["term"].isin(own["term"]) & judged["school"].isin(own["school"])]
    judged = judged[judged["year_level"].isin(own["year_level"])]
    moderated = own["moderated"].str.startswith("moderated").all()
    how = "Every judgement is recorded as moderated." if moderated else "Judgements are not all recorded as moderated."
    return state_strength(
        len(own),
        judged["student"].nunique(),
        "learners judged in the schools and year levels that sat the test",
        bool(moderated),
        how,
        facts=Facts(learners=len(own), schools=own["school"].nunique(), indirect=False),
        rules=chapter.strength_rules,
    )


def _chart(table: Protected, order: Sequence[str]) -> dict[str, Any] | None:
    shares = ["higher_share", "lower_share"]
    frame = rows(table, "pair", "group", *shares, "difference", "low", "high", mark_hidden="difference")
    if frame["difference"].isna().all():
        return None
    frame["higher"], frame["lower"] = frame["higher_share"] * 100, -frame["lower_share"] * 100
    frame["more"] = ["" if pd.isna(share) else percent(share) for share in frame["higher_share"]]
    frame["less"] = ["" if pd.isna(share) else percent(share) for share in frame["lower_share"]]
    frame = frame.drop(columns=shares)
    frame["group"] = in_lines(frame["group"])
    furthest = float(frame[["higher", "lower", "low", "high"]].abs().max().max())
    reach = 10 * -(-max(20.0, furthest + 5) // 10)
    names = in_lines(pd.Series([group for group in order if group in set(table.frame["group"])], dtype="str"))
    panels = {
        str(pair): _panel(own.drop(columns="pair"), [name for name in names if name in set(own["group"])], reach)
        for pair, own in frame.groupby("pair", sort=False)
    }
    description = "For each group, learners whom only the judgement or only the test puts at expectation."
    return finished(under_each_other(panels), description)


def _panel(frame: pd.DataFrame, names: Sequence[str], reach: float) -> alt.LayerChart:
    """The groups of one pair of rulers, from `-reach` to `reach` percent."""
    scale = alt.Scale(domain=[-reach, reach])
    axis = alt.Axis(labelExpr="abs(datum.value)", tickCount=7)
    title = "← only the test  ·  share of learners, %  ·  only the judgement →"
    base = alt.Chart().encode(y=names_axis("group", names))
    seen = base.transform_filter("isValid(datum.difference)")
    hidden = base.transform_filter("datum.hidden == '[c]'")

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis, title=title)

    up, down = {"yOffset": -7}, {"yOffset": 11}
    layers = [
        seen.mark_bar(color=ACCENT, height=18, **up).encode(x=at("higher")),
        seen.mark_bar(color=TEST_HIGHER, height=18, **up).encode(x=at("lower")),
        seen.mark_text(align="left", dx=5, **up).encode(x=at("higher"), text="more:N"),
        seen.mark_text(align="right", dx=-5, **up).encode(x=at("lower"), text="less:N"),
        base.mark_tick(color=GREY, thickness=1, height=46).encode(x=alt.datum(0, scale=scale)),
        seen.mark_rule(color=INK, strokeWidth=2, **down).encode(x=at("low"), x2="high:Q"),
        seen.mark_point(color=INK, fill=INK, size=45, opacity=1, **down).encode(x=at("difference")),
        hidden.mark_text(align="left", color=GREY, dx=5).encode(x=alt.datum(0, scale=scale), text="hidden:N"),
    ]
    return alt.layer(*layers, data=frame).properties(width=420, height=alt.Step(46))
