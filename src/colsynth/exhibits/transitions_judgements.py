"""Do sending and receiving schools see the same of a learner? Asked as a question, never as a fault."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.breaks import between
from colsynth.analyses.transitions import judgements as analysis
from colsynth.analyses.transitions.judgement_pairs import MOST_TERMS, pairs_across
from colsynth.exhibits.agreement import BASIS, EVERYONE, never_alone
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_counts import Said, at_least, beside, meant, none_alone, said_of
from colsynth.exhibits.transitions_judgement_picture import picture
from colsynth.exhibits.variation_context import school_order
from colsynth.findings import Facts, Finding, Strength, state_strength
from colsynth.methods.proportions import wilson_interval
from colsynth.protection import Counted, Protected, Table
from colsynth.protection.table import LEAST_LEARNERS
from colsynth.reference.mappings import load_mappings

QUESTION = "Do sending and receiving schools see the same?"
TALK = "What did each of us look at?"
NO_PAIRS = (
    "No learner who moved on has a judgement or test of one subject in the last terms before the move and one in the "
    "first terms after it, so the two schools' views cannot be held against each other."
)
MARKS = ("before_share", "after_share")
CELLS = ("n_both", "n_before_only", "n_after_only", "n_neither")
SAYS_NOT = (
    "It does not say which school judges rightly, and it is no measure of the sending school: weeks and a summer lie "
    "between the two, and each looks at other work."
)
HOW = (
    "Of each learner who moved on by a step, in its newest year: the last judgement or test of a subject at the school "
    f"left and the first at the school entered, at most {MOST_TERMS} terms apart, at least one of them a judgement. "
    "Each is held against the level expected, at it or not: a score by a dated mapping to the judgement's levels where "
    "one holds, else each by its own expectation. Agreement is the share put on the same side (95 % Wilson interval); "
    "the difference of the shares at it has the score interval of pairs (Tango 1998). The target is these "
    "schools with another, like cohort: where classes are recorded, before the move or after it, the intervals allow "
    "for learners of one class being alike, else they are from the count alone and too narrow. Beside stand learners "
    "who stayed at their school over the same summer with the same two measures, of the same year level where two "
    "schools have some, else at most a year level apart; “less alike” is said only where Newcombe's interval of the "
    "difference leaves none out. Where one of the two looks to the end of a school year still to come, the levels are "
    "not the same and no direction is told. Where few of those sent have not both results, how many have is told "
    "about, shares of fewer than a hundred in steps of 5 or 10, and limits as of so many. Below ten learners nothing "
    "is said; with few on either side numbers are hidden [c]."
)
_SAID = {
    "agree": "the two schools agree",
    "sending school higher": "more are at it before the move",
    "receiving school higher": "more are at it after the move",
    "no clear difference": "neither school puts clearly more there",
    analysis.APART: "the two levels are not the same, so neither school is called higher",
    "too few": "too few to say which school puts more there",
}
_STAYED = {"same age": "same year level", "a year level apart": "year levels beside it, a weaker comparison"}


def judged_before_and_after(chapter: Chapter) -> Exhibit:
    """Is a learner on the same side of the mark by the last judgement before a move and the first after it?"""
    pairs = pairs_seen(chapter)
    found = found_of(chapter, pairs)
    if found.empty:
        return chapter.nothing("judgements", QUESTION, NO_PAIRS, TALK)
    table = _protected(chapter, found)
    of_all = (found["group"] == EVERYONE).to_numpy()
    shown = table.frame[of_all]
    findings = chapter.may_tell(
        _finding(chapter, row, seen, pairs)
        for (_, row), (_, seen) in zip(found[of_all].iterrows(), shown.iterrows(), strict=True)
    )
    return chapter.exhibit(
        "judgements",
        QUESTION,
        _title(shown),
        subtitle="share of learners seen alike before and after a move: at the level expected both times or neither, %",
        purpose="To start a conversation between the schools a learner leaves and enters, about what each looks at.",
        table=table,
        columns=[
            Column("pair", "Before and after"),
            Column("group", "Learners"),
            Column("with_both", "With both"),
            Column("alike", "Seen alike", "percent"),
            Column("alike_low", "95 % interval from", "percent"),
            Column("alike_high", "95 % interval to", "percent"),
            Column("stayed_said", "Of those who stayed, seen alike"),
            Column("beside", "Against those who stayed"),
            Column("before_share", "At the level expected before", "percent"),
            Column("after_share", "At the level expected after", "percent"),
            Column("apart", "Before less after, points of % (95 % interval)"),
            Column("verdict", "In a word"),
            Column("when", "Time between"),
            Column("basis", "Intervals from"),
        ],
        caption="The last judgement or test before a move and the first after it",
        chart=picture(table),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The dot is the share of learners whom both schools see alike, its line the uncertainty. The "
        "diamond is the same share among learners who stayed at their school over the same summer.",
        caution=_caution(chapter, pairs, found),
        talk_about=TALK,
        method=HOW,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def pairs_seen(chapter: Chapter) -> pd.DataFrame:
    """Learners with a result before and one after a turn of the year, one a row: for analyses alone."""
    mappings = load_mappings(chapter.settings.workspace).values()
    return chapter.once(
        ("judgement pairs",), lambda: pairs_across(chapter.results, chapter.turns, chapter.measures, mappings)
    )


def found_of(chapter: Chapter, pairs: pd.DataFrame) -> pd.DataFrame:
    """The rows of `judged_across` with `pair` and `group` for readers, in a fixed order; not yet protected."""
    found = analysis.judged_across(pairs, chapter.class_icc)
    if found.empty:
        return found
    found = found.assign(
        pair=[pair_name(chapter, row) for _, row in found.iterrows()],
        when=[_when(row) for _, row in found.iterrows()],
        basis=found["basis"].map(BASIS),
    )
    found = as_said(found, with_both(chapter, found), "alike", MARKS)
    labels = chapter.school_labels
    parts = found.groupby(["pair", "from_school"])["n"].transform("size")
    groups = [
        EVERYONE if not sent else labels[sent] + (f" to {labels[to]}" if several > 1 else "")
        for sent, to, several in zip(found["from_school"], found["to_school"], parts, strict=True)
    ]
    order = {"": -1} | {label: i for i, label in enumerate(school_order(chapter, labels.values()))}
    place = [order[labels.get(sent, "")] * len(order) + order[labels.get(to, "")] for sent, to in
             zip(found["from_school"], found["to_school"], strict=True)]  # fmt: skip
    size = found.groupby("pair")["n"].transform("max")
    found = found.assign(group=groups, place=place, size=size)
    found = found.sort_values(["size", "pair", "place"], ascending=[False, True, True], kind="stable")
    return found.drop(columns=["place", "size"]).reset_index(drop=True)


def pair_name(chapter: Chapter, row: pd.Series[Any]) -> str:
    """`Writing: overall teacher judgement before and after (Year 6 to Year 7, 2026)`."""
    one, other = chapter.measures[str(row["before"])], chapter.measures[str(row["after"])]
    tools = f"{one.declared.tool}, then {other.declared.tool}"
    if one.id == other.id:
        tools = f"{one.declared.tool} before and after"
    return f"{one.subject_name}: {tools} ({row['step']}, {row['year']})"


def with_both(chapter: Chapter, found: pd.DataFrame) -> list[Said]:
    """How many have both results, of each row of `judged_across`, as far as it may be said."""
    said = [
        said_of(chapter, int(row["n"]), str(row["step"]), int(row["year"]), row["from_school"], row["to_school"])
        for _, row in found.iterrows()
    ]
    for _, own in found.reset_index(drop=True).groupby(["before", "after", "step", "year"]):
        alone = own["from_school"] != ""
        parts = own.index[alone]
        for whole in own.index[~alone]:
            for at, one in zip(parts, none_alone(said[whole], [said[part] for part in parts]), strict=True):
                said[at] = one
        for at in own.index[~alone]:
            said[at] = beside(said[at], [said[part] for part in parts])
    return said


def of_all(chapter: Chapter, levels: pd.DataFrame) -> list[Said]:
    """How many have both results, of each row of `on_levels`: no finer than the same number of `judged_across`."""
    found = analysis.judged_across(pairs_seen(chapter), chapter.class_icc)
    keys = ["before", "after", "step", "year"]
    whole = (found["from_school"] == "").to_numpy(bool)
    known = {tuple(key): one for key, one, of in zip(found[keys].to_numpy(object), with_both(chapter, found), whole,
                                                      strict=True) if of}  # fmt: skip
    own = [said_of(chapter, int(row["n"]), str(row["step"]), int(row["year"])) for _, row in levels.iterrows()]
    others = [known.get(tuple(key), one) for key, one in zip(levels[keys].to_numpy(object), own, strict=True)]
    return [one if other.exact else other for one, other in zip(own, others, strict=True)]


def as_said(found: pd.DataFrame, said: list[Said], share: str, others: tuple[str, ...]) -> pd.DataFrame:
    """The rows with shares as fine as the number beside them, `share` with the interval of what may be said."""
    found = found.assign(with_both=[one.text for one in said])
    for column in (share, *others):
        found[column] = [one.share(value) for one, value in zip(said, found[column], strict=True)]
    for (at, row), one in zip(found.iterrows(), said, strict=True):
        if not one.exact and pd.notna(row[share]):
            worth = one.n * float(row["worth"])
            limits = wilson_interval(float(row[share]) * worth, worth)
            found.loc[at, [f"{share}_low", f"{share}_high"]] = limits.low, limits.high
    return found.drop(columns="worth")


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    threshold = chapter.settings.suppress_below
    frame = found.assign(
        apart=[_apart(row) for _, row in found.iterrows()],
        stayed_said=[_stayed(row, threshold) for _, row in found.iterrows()],
        **{f"of_{cell}": found["n"] for cell in CELLS},
    )
    unsafe = frame["stayed_said"].isna()
    frame["beside"] = frame["beside"].where(~unsafe, "cannot be told")
    for counts in (("n_alike",), CELLS):
        frame = never_alone(frame, counts, threshold)
    keep = [
        "pair", "group", "n", "with_both", "n_alike", "alike", "alike_low", "alike_high", "stayed_said", "beside",
        "when", "before_share", "after_share", "apart", "verdict", "basis", *CELLS, *(f"of_{cell}" for cell in CELLS),
    ]  # fmt: skip
    return chapter.may_show(
        Table(
            frame[keep],
            ("pair", "group"),
            "learners",
            (
                Counted("n", "n_alike", ("with_both", "alike", "alike_low", "alike_high", "beside", "when")),
                *(Counted(f"of_{cell}", cell) for cell in CELLS),
            ),
            ("basis", "stayed_said"),
            not_applicable=("stayed_said",),
            across=("before_share", "after_share", "apart", "verdict"),
        )
    )


def _stayed(row: pd.Series[Any], threshold: int) -> Any:
    """`78 % of 41 (same year level)`; empty where there is nobody, or where it would show single learners."""
    n, alike = row["stayed_n"], row["stayed_n_alike"]
    if pd.isna(n) or pd.isna(alike) or n < max(threshold, LEAST_LEARNERS) or min(alike, n - alike) < threshold:
        return pd.NA
    return f"{percent(row['stayed_alike'])} of {n} ({_STAYED[row['stayed']]})"


def _apart(row: pd.Series[Any]) -> Any:
    """`+12 (−6 to +30)`; [c] where the limits would tell a number that is only told about."""
    if pd.isna(row["difference"]):
        return pd.NA
    limits = f"{_points(row['difference'])} ({_points(row['low'])} to {_points(row['high'])})"
    return limits if str(row["with_both"]).isdigit() else "[c]"


def _points(share: float) -> str:
    whole = int(abs(100 * share) + 0.5 + 1e-9)
    return "0" if whole == 0 else f"{'+' if share > 0 else chr(0x2212)}{whole}"


def _when(row: pd.Series[Any]) -> str:
    if pd.isna(row["weeks"]):
        return "a summer; days not recorded"
    weeks, low, high = int(row["weeks"]), int(row["weeks_low"]), int(row["weeks_high"])
    spread = f" (most {low} to {high})" if low != high else ""
    return f"about {weeks} weeks{spread}, with a summer"


def _title(shown: pd.DataFrame) -> str:
    """The measure with most learners; how many more there are."""
    said = shown.dropna(subset=["alike"])
    if said.empty:
        return "Whether sending and receiving schools see the same cannot be shown without showing single learners."
    row, rest = said.iloc[0], len(shown) - 1
    more = f" {rest} more {'comparison' if rest == 1 else 'comparisons'} below." if rest else ""
    subject, step = row["pair"].split(":")[0], row["pair"].rsplit("(", 1)[1].split(",")[0]
    stayed = f"; of those who stayed, {row['stayed_said'].split(' of ')[0]}" if pd.notna(row["stayed_said"]) else ""
    alike = (
        f"both schools see {percent(row['alike'])} of {row['with_both']} learners alike, at the level expected or not"
    )
    return f"{subject}, {step}: {alike}{stayed}.{more}"


def _claim(shown: pd.Series[Any]) -> str:
    way = f"; {_SAID[shown['verdict']]}" if pd.notna(shown["verdict"]) else ""
    stayed = f"; of those who stayed, {shown['stayed_said']}" if pd.notna(shown["stayed_said"]) else ""
    alike = f"{percent(shown['alike'])} of {shown['with_both']} learners who moved are seen alike by both schools"
    return f"{shown['pair']}: {alike}{way}{stayed}"


def _caution(chapter: Chapter, pairs: pd.DataFrame, found: pd.DataFrame) -> str:
    said = [SAYS_NOT]
    if (found["stayed"] == analysis.STAYED[2]).any():
        said.append("Where nobody stayed with the same two measures, the summer cannot be told from the move.")
    if (found["ruler"] == "mapping").any():
        interim = " that is interim and will be replaced" if found["interim"].any() else ""
        said.append(f"Scores are read in the judgement's levels by a dated mapping{interim}.")
    if (found["ruler"] == "expectation").any():
        said.append("Where the tools differ, each is held against its own expectation.")
    changed: dict[str, list[str]] = {}
    for measure in dict.fromkeys(found["before"]):
        own = found[found["before"] == measure]
        year = int(own["year"].max())
        told = pairs[(pairs["before"] == measure) & (pairs["year"] == year)]
        breaks = between(chapter.breaks_of(measure), told["term_before"].min(), told["term_after"].max())
        if breaks and measure in set(own["after"]):
            changed.setdefault(breaks[-1].why, []).append(chapter.measures[measure].subject_name)
    for why, subjects in changed.items():
        said.append(f"{', '.join(subjects)}: {why}, which lies between the two for movers and for those who stayed.")
    return " ".join(said)


def _finding(chapter: Chapter, row: pd.Series[Any], shown: pd.Series[Any], pairs: pd.DataFrame) -> Finding:
    own = pairs[(pairs["before"] == row["before"]) & (pairs["after"] == row["after"]) & (pairs["step"] == row["step"])]
    own = own[(own["year"] == row["year"]) & (own["was"] == "moved on")]
    told = pd.notna(shown["alike"])
    claim = _claim(shown) if told else f"{row['pair']}: the share seen alike is hidden [c]"
    exact = not told or str(row["with_both"]).isdigit()
    places = 4 if exact else 2  # more would give the number of learners back
    return Finding(
        f"{chapter.name}-judgements-{row['before']}-{row['after']}-{_slug(row['step'])}",
        chapter.name,
        f"{row['pair']}: do the schools see the same?",
        f"{claim}.",
        _strength(chapter, row, own),
        "learners",
        size=round(float(row["alike"]), places),
        unit="share of learners seen alike, at the level expected or not",
        low=round(float(row["alike_low"]), places),
        high=round(float(row["alike_high"]), places),
        basis="classes" if row["basis"] == BASIS["classes"] else "count",
        n=int(row["n_alike"]) if exact else None,
        of=int(row["n"]) if exact else None,
        comparison=f"the first judgement or test after the move; {row['when']}",
        says_not=SAYS_NOT + _rules_changed(chapter, row, own),
        provenance=chapter.sources("achievement", measure=str(row["before"])),
    )


def _rules_changed(chapter: Chapter, row: pd.Series[Any], own: pd.DataFrame) -> str:
    """That the rules of the one measure on both sides changed between the two."""
    if row["before"] != row["after"]:
        return ""
    breaks = between(chapter.breaks_of(str(row["before"])), own["term_before"].min(), own["term_after"].max())
    why = chapter.without_names(breaks[-1].why) if breaks else ""
    return f" In between the rules changed ({why}): a part of any difference may be that." if why else ""


def _slug(step: str) -> str:
    return step.lower().replace(" to ", "-").replace(" ", "")


def _strength(chapter: Chapter, row: pd.Series[Any], own: pd.DataFrame) -> Strength:
    """Of the learners sent on at the step: how many have both results, and were the judgements moderated?"""
    turns = chapter.turns
    sent = turns[(turns["step"] == row["step"]) & (turns["year"] == row["year"]) & (turns["from_school"] != "")]
    moderated = bool(own["moderated"].all())
    how = "Every judgement is recorded as moderated." if moderated else "Judgements are not all recorded as moderated."
    return state_strength(
        at_least(len(own), sent["student"].nunique(), chapter.settings.suppress_below),
        sent["student"].nunique(),
        "learners who left at this step",
        moderated,
        how,
        facts=Facts(learners=meant(str(row["with_both"])), schools=own["from_school"].nunique(), indirect=False),
        rules=chapter.strength_rules,
    )
