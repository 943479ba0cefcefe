"""What progress do the same learners make, in points and against the growth that is usual for their years?"""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import achievement
from colsynth.analyses import progress as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, GREY, TARGET, finished, names_axis, rows, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit, written
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.matching import Followed, followed, matched_in_words, span_in_short, span_in_words, told_of
from colsynth.exhibits.variation_context import strip
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table

ALL = "All learners"
NO_SCALE = (
    "No measure with a scale has results of the same learners in two terms without a change in between, so no progress "
    "in points can be reckoned."
)
NUMBERS = ("gain", "low", "high", "expected", "beyond", "beyond_low", "beyond_high", "terms_worth")
TEXTS = ("gained", "difference", "effect")  # the same numbers as they are printed, with their limits
COLUMNS = [
    Column("measure", "Measure"),
    Column("group", "Learners"),
    Column("eligible", "Could be matched", "count"),
    Column("matched", "Matched", "count"),
    Column("over", "From and to"),
    Column("gained", "Mean gain (95 % interval)"),
    Column("expected", "Expected growth", "points"),
    Column("difference", "Beyond expected (95 % interval)"),
    Column("effect", "In spreads of the norm"),
    Column("terms_worth", "Terms' worth", "points"),
    Column("verdict", "Against expected growth"),
]
METHOD = (
    "Learners with a result in both terms are matched; the earlier term is the same one a year before where there are "
    "results, never one on the other side of a change of measure. Who could be matched: everyone with a result in "
    "either term who was in an assessed year level at the other. Expected growth is the mean of the tool's norms at "
    "the later time less that at the earlier, by year level, joined straight between yearly norms (two terms are half "
    "a year's growth). Intervals are for these schools with another, like cohort of learners and classes: the spread "
    "within schools, and learners of a class counted for what they are worth where ten classes or more are known, else "
    "from the count alone. Accelerated or slower: the 95 % interval of the gain less the expected growth excludes 0. "
    "About expected: it lies within half of the expected growth. Terms' worth: gain by expected growth a term; not "
    "given where less than a tenth of a spread a year is expected. Spreads: (gain - expected) / the sd of the norm "
    "(Schagen and Hodgen, 2009)."
)


def in_points(chapter: Chapter) -> bool:
    """Whether progress in points can be told of any measure."""
    return any(True for _ in followed(chapter, "scale_score"))


def gains(chapter: Chapter) -> Exhibit:
    """How much have the same learners gained, against expected growth? All of them, and by year level."""
    question = "What progress have the same learners made?"
    seen = list(followed(chapter, "scale_score"))
    if not seen:
        return chapter.nothing("progress", question, NO_SCALE)
    found = pd.concat([_by(chapter, one, d) for one in seen for d in ("all learners", "year level")], ignore_index=True)
    table = _protected(chapter, found)
    whole = found[found["group"] == ALL]
    findings = chapter.may_tell(
        _finding(chapter, question, row, one) for one, (_, row) in zip(seen, whole.iterrows(), strict=True)
    )
    title = _title(table.frame[table.frame["group"] == ALL])
    return chapter.exhibit(
        "progress",
        question,
        title,
        subtitle="mean gain of learners with a result in both terms, points of each measure's scale",
        purpose="To see how far learners came, whoever left and whoever arrived.",
        table=table,
        columns=COLUMNS,
        caption="Gain of matched learners and expected growth",
        chart=_chart(table, title),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The dot is the mean gain, the bar its 95 % interval, the diamond the growth that is usual for "
        "these year levels. A gain differs from the expected only where the bar lies clear of the diamond.",
        caution=_caution(chapter, seen, whole),
        talk_about="Who was not matched, and would they have gained as much?",
        method=METHOD,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def gains_by_school(chapter: Chapter) -> Exhibit:
    """How much have the same learners gained in each school, against expected growth?"""
    question = "What progress have the same learners made in each school?"
    seen = list(followed(chapter, "scale_score"))
    if not seen:
        return chapter.nothing("progress-school", question, NO_SCALE)
    found = pd.concat([_by(chapter, one, "school") for one in seen], ignore_index=True)
    table = _protected(chapter, found)
    told = table.frame[table.frame["gain"].notna()]
    title = _schools_title(told)
    return chapter.exhibit(
        "progress-school",
        question,
        title,
        subtitle="mean gain of learners with a result in both terms, points; by the school of the later term",
        purpose="To see whether progress is shared, or that of a few schools.",
        table=table,
        columns=COLUMNS,
        caption="Gain of matched learners and expected growth, by school",
        chart=_chart(table, title),
        alt=title,
        how_to_read="The dot is the mean gain, the bar its 95 % interval, the diamond the expected growth. Schools "
        "stand in one order, never by result.",
        caution="A small school's bar is long: its dot will move next year whatever it does. A gain says how far "
        "learners came, not what brought them there. Among many schools one bar in twenty lies off by chance alone.",
        talk_about="Where a bar lies clear of its diamond: what would a visitor see there?",
        method=METHOD,
        lists=[strip(chapter, found["group"])],
        sources=chapter.sources("achievement"),
    )


def _by(chapter: Chapter, one: Followed, dimension: str) -> pd.DataFrame:
    pairs, could = one.grouped(dimension)
    found = analysis.progress(pairs, could, one.over, analysis.likeness(one.pairs))
    if dimension == "school":
        labels = [code for code in chapter.school_labels if code in set(found["group"])]
        order, found = labels, found[found["group"].isin(labels)]
    else:
        order = achievement.group_order(found["group"], dimension, chapter.groups)
    found = found.sort_values("group", key=lambda column: column.map({g: i for i, g in enumerate(order)}))
    if dimension == "school":
        found["group"] = found["group"].map(chapter.school_labels)
        found = _in_label_order(chapter, found)
    over = span_in_short(one.over)
    return found.assign(measure=one.name, measure_id=one.measure, over=over).reset_index(drop=True)


def _in_label_order(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """Schools by their code, or by the register where names are shown; never by result."""
    if chapter.settings.school_names == "shown":
        return found
    return found.sort_values("group", key=lambda column: column.map(lambda text: (len(text), text)))


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    frame = found.assign(
        gained=_limited(found, "gain", "low", "high"),
        difference=_limited(found, "beyond", "beyond_low", "beyond_high"),
        effect=found["effect_size"].map(lambda size: None if pd.isna(size) else _signed(size)).astype("str"),
    )[["measure", "group", "eligible", "matched", "base", "over", *NUMBERS, *TEXTS, "verdict"]]
    counted = (Counted("eligible", "matched"), Counted("base", None, (*NUMBERS, *TEXTS)))
    plain, empty = ("over", "verdict"), (*NUMBERS, *TEXTS)
    return chapter.may_show(Table(frame, ("measure", "group"), "learners", counted, plain, not_applicable=empty))


def _limited(found: pd.DataFrame, value: str, low: str, high: str) -> pd.Series[str]:
    """`36 (27 to 45)`, or nothing."""
    said = [
        None if pd.isna(v) else f"{_points(v)} ({_points(a)} to {_points(b)})"
        for v, a, b in zip(found[value], found[low], found[high], strict=True)
    ]
    return pd.Series(said, index=found.index, dtype="str")


def _signed(size: float) -> str:
    return f"{size:+.2f}".replace("-", "\u2212")


def _points(value: float) -> str:
    """Points as a reader takes them: whole from ten on, else one decimal, with a true minus."""
    text = f"{value:.0f}" if abs(value) >= 10 else written(value, "points")
    return text.replace("-", "\u2212")


def _finding(chapter: Chapter, question: str, row: pd.Series[Any], one: Followed) -> Finding:
    threshold = chapter.settings.suppress_below
    matched, eligible = int(row["matched"]), int(row["eligible"])
    known = pd.notna(row["beyond"])
    size, low, high = (row[c] for c in (("beyond", "beyond_low", "beyond_high") if known else ("gain", "low", "high")))
    of_schools = one.pairs[one.pairs["gain"].notna()].groupby("school")
    by_school = of_schools["gain"].mean() - (of_schools["expected"].mean() if known else 0)
    same = None if by_school.empty or pd.isna(size) else float((by_school.astype(float) * float(size) > 0).mean())
    strength = strength_of_change(
        chapter,
        one.measure,
        one.over.first,
        one.over.last,
        matched=True,
        points=2,
        low=None if pd.isna(low) else float(low),
        high=None if pd.isna(high) else float(high),
        n=int(row["base"]),
        n_schools=one.pairs["school"].nunique(),
        same_sign=same,
        one_rule=True,
        loss=1 - matched / eligible if eligible else None,
    )
    few = row["verdict"] == "too few"
    return Finding(
        f"{chapter.name}-progress-{one.measure}",
        chapter.name,
        f"{one.name}: {question[0].lower()}{question[1:]}",
        _claim(one, row, threshold),
        strength,
        "learners",
        size=None if few else round(float(size), 2),
        unit="" if few else "points beyond expected growth" if known else "points gained",
        low=None if few else round(float(low), 2),
        high=None if few else round(float(high), 2),
        basis="" if few else row["basis"],
        n=int(row["base"]),
        of=told_of(int(row["base"]), eligible, threshold),
        comparison="expected growth of the tool's norms" if known else "the same learners before",
        direction=_direction(row),
        says_not="It does not say what brought the gain about, nor how learners fared who were not matched."
        + ("" if known else " Without norms it does not say whether the gain is more or less than usual."),
        provenance=chapter.sources("achievement", measure=one.measure),
    )


def _direction(row: pd.Series[Any]) -> str:
    match row["verdict"]:
        case "accelerated":
            return "up"
        case "slower":
            return "down"
        case "no expectation":
            return "up" if row["low"] > 0 else "down" if row["high"] < 0 else "level"
    return "level"


def _claim(one: Followed, row: pd.Series[Any], threshold: int) -> str:
    who = f"{one.name}, {span_in_words(one.over)}"
    if row["verdict"] == "too few":
        return f"{who}: too few learners could be matched to say what progress they made."
    matched = matched_in_words(int(row["matched"]), int(row["eligible"]), threshold)
    gained = f"{who}: {matched} gained {_points(row['gain'])} points on average"
    if row["base"] < row["matched"]:
        gained += f" (reckoned for the {row['base']} whose year levels have norms)"
    limits = f"95 % interval {_points(row['low'])} to {_points(row['high'])}"
    if row["verdict"] == "no expectation":
        return f"{gained} ({limits}). Without norms of the tool it cannot be told whether that is as expected."
    expected = f"{_points(row['expected'])} are expected"
    beyond = f"95 % interval of the difference {_points(row['beyond_low'])} to {_points(row['beyond_high'])}"
    worth = ""
    if pd.notna(row["terms_worth"]):
        worth = f", {_points(row['terms_worth'])} terms' worth of progress in {row['terms']} terms"
    said = {
        "accelerated": "more than expected",
        "slower": "less than expected",
        "about expected": "about as expected",
        "can't tell": "whether that differs from expected cannot be told",
    }[row["verdict"]]
    return f"{gained}, where {expected}{worth}: {said} ({beyond})."


def _title(shown: pd.DataFrame) -> str:
    told = shown[shown["gain"].notna()]
    if told.empty:
        return "What progress learners made cannot be told: too few could be matched."
    first = told.iloc[0]
    rest = f"; {len(told) - 1} more {'measure' if len(told) == 2 else 'measures'} below." if len(told) > 1 else "."
    gained = f"{first['measure']}: {_points(first['gain'])} points gained"
    if first["verdict"] == "no expectation":
        return f"{gained}; whether that is as expected cannot be told without norms{rest}"
    said = {
        "accelerated": "more than the {} expected",
        "slower": "less than the {} expected",
        "about expected": "about the {} expected",
        "can't tell": "whether it differs from the {} expected cannot be told",
    }[first["verdict"]]
    return f"{gained}, {said.format(_points(first['expected']))}{rest}"


def _schools_title(told: pd.DataFrame) -> str:
    if told.empty:
        return "No school has enough matched learners to be shown."
    kinds = {verdict: int((told["verdict"] == verdict).sum()) for verdict in dict.fromkeys(told["verdict"])}
    if set(kinds) != {"no expectation"}:
        return f"Of {len(told)} gains by school and measure: {and_list([f'{v} in {n}' for v, n in kinds.items()])}."
    first = told[told["measure"] == told["measure"].iloc[0]]
    low, high = (_points(float(value)) for value in (first["gain"].min(), first["gain"].max()))
    span = low if low == high else f"{low} to {high}"
    schools = "one school" if len(first) == 1 else f"{len(first)} schools"
    gained = f"{first['measure'].iloc[0]}: {span} points gained in {schools}"
    return f"{gained}; whether that is as expected cannot be told without norms."


def _caution(chapter: Chapter, seen: list[Followed], whole: pd.DataFrame) -> str:
    said = ["Learners who left or came are not in these numbers, and they may have fared otherwise."]
    if (whole["verdict"] == "no expectation").any():
        said.append(
            "Where no expected growth stands, the community has no norm table for the measure (norms are licensed: "
            "your own copy goes into data/reference/norms)."
        )
    tools = {chapter.measures[one.measure].declared.tool: chapter.measures[one.measure].declared for one in seen}
    said += [
        f"Two {tool} scores of a single learner differ by more than chance from about "
        f"{ceil(declared.standard_error * sqrt(2))} points on; for a mean the interval says it, not this number."
        for tool, declared in tools.items()
        if declared.standard_error
    ]
    if (whole["basis"] == "count").any():
        said.append(
            "Where fewer than ten classes are known, intervals are from the count alone and the true ones are wider."
        )
    return " ".join(said)


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "measure", "group", "gain", "low", "high", "expected", mark_hidden="gain")
    if frame["gain"].isna().all():
        return None
    frame["label"] = frame["gain"].map(lambda gain: "" if pd.isna(gain) else _points(gain))
    drawn = {str(name): _panel(own) for name, own in frame.groupby("measure", sort=False)}
    return finished(under_each_other(drawn), description)


def _panel(own: pd.DataFrame) -> alt.LayerChart:
    """One measure: a row a group."""
    base = alt.Chart(own.drop(columns="measure")).encode(y=names_axis("group", own["group"]))
    seen = base.transform_filter("isValid(datum.gain)")
    usual = base.transform_filter("isValid(datum.expected)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    scale = alt.Scale(zero=True)
    at = alt.X("gain:Q", title="points gained", scale=scale, axis=alt.Axis(tickCount=6))
    return alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        usual.mark_point(color=TARGET, fill=TARGET, shape="diamond", size=70, opacity=1).encode(x="expected:Q"),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=at),
        seen.mark_text(dy=-11, fontSize=12).encode(x="gain:Q", text="label:N"),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.value(2), text="hidden:N"),
    ).properties(width=420, height=alt.Step(32))
