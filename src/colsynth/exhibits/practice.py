"""How does the community see its own collaboration? Placements by area, by indicator, and whose voices they are."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.practice import profile as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, INK, finished, in_lines, names_axis, rows
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.findings import Finding, state_strength
from colsynth.frameworks import Framework, load_framework
from colsynth.protection import Counted, Protected, Table

SELF = "This is the community's own evaluation, not a judgement by the framework's author."
NEVER_A_MEAN = "Columns are ordered but their distances have no size, so no mean is taken and areas are not added up."


def profile(chapter: Chapter, framework: str = "") -> Exhibit:
    """Where was each area placed by the schools, or by all together?"""
    question = "Where do the schools place each area of their collaboration?"
    pack = _framework(chapter, framework)
    if pack is None:
        return chapter.nothing(
            "profile", question, "The settings name no framework, so there is nothing to rate against."
        )
    newest = analysis.newest_ratings(chapter.snapshot.frame("ratings"), pack.id, chapter.term, persons=False)
    found = analysis.profile(newest, [area.id for area in pack.areas], [stage.id for stage in pack.stages])
    if found.empty:
        return chapter.nothing(
            "profile",
            question,
            f"No school has placed the areas of “{pack.name}” yet, so nothing can be said about its practice.",
            "Which area would you rate first, and who should be in the room?",
        )
    found = _in_words(found, pack)
    table = chapter.may_show(
        Table(
            found.drop(columns="area_id"),
            ("area", "answer"),
            "ratings",
            plain=("n", "of", "low", "high", "together"),
            not_applicable=("together",),
        )
    )
    middles = found.drop_duplicates("area").reset_index(drop=True)
    placed = middles[middles["low"].notna()]
    alone = bool((newest["placed_by"] == analysis.CONSENSUS).all())
    findings = chapter.may_tell(_finding(chapter, pack, question, row, found, alone) for _, row in placed.iterrows())
    return chapter.exhibit(
        "profile",
        question,
        _profile_title(middles, pack),
        subtitle=f"number of placements of each area; {pack.name}; newest placement of each school",
        purpose="To talk about where schools agree, where they see it differently, and what is not yet evident.",
        table=table,
        columns=[
            Column("area", pack.words.area.capitalize()),
            Column("answer", "Placed at"),
            Column("n", "Placements", "count"),
            Column("of", "Out of", "count"),
            Column("low", "Middle from"),
            Column("high", "Middle to"),
            Column("together", "Placed together"),
        ],
        caption="Placements of each area",
        chart=_profile_chart(table, list(dict.fromkeys(found["answer"]))),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="A darker square holds more placements; the outlined squares hold the middle placement. Not "
        "applicable and not rated stand apart: neither is a low placement.",
        caution=f"{SELF} {NEVER_A_MEAN}",
        talk_about="Where placements lie far apart, what has one school seen that another has not?",
        method="The newest placement of each school up to this term; one made together stands apart. The middle is the "
        "median among 'not yet evident' and the columns in order; with an even number both middle ones are given. "
        + _attribution(pack),
        sources=chapter.sources("ratings", framework=pack.id),
        findings=findings,
    )


def by_persons(chapter: Chapter, framework: str = "") -> Exhibit:
    """Where do single people place each area, if enough of them answered?"""
    question = "Where do single people place each area?"
    pack = _framework(chapter, framework)
    found = pd.DataFrame()
    if pack is not None:
        newest = analysis.newest_ratings(chapter.snapshot.frame("ratings"), pack.id, chapter.term, persons=True)
        found = analysis.profile(newest, [area.id for area in pack.areas], [stage.id for stage in pack.stages])
    if pack is None or found.empty:
        return chapter.nothing("by-persons", question, "No ratings by single people were supplied.")
    answered = found[~found["answer"].isin([analysis.NOT_RATED, analysis.NOT_APPLICABLE])]
    raters = answered.groupby("area")["n"].sum().rename("raters")
    found = _in_words(found.drop_duplicates("area").merge(raters, on="area"), pack)
    table = chapter.may_show(
        Table(
            found[["area", "raters", "low", "high"]],
            ("area",),
            "respondents",
            (Counted("raters", None, ("low", "high")),),
        )
    )
    least = chapter.settings.suppress_below
    hidden = table.n_hidden
    title = (
        f"Fewer than {least} people placed any area, so what they said is not shown."
        if hidden == len(found)
        else f"The middle placement is shown for {len(found) - hidden} of {len(found)} areas."
    )
    voices = analysis.voices(chapter.snapshot.frame("ratings"), pack.id, chapter.term)
    roles = chapter.may_show(Table(voices, ("role",), "respondents", (Counted("n"),)))
    heard = [
        f"{role}: {roles.cell(i, 'n', str(n))}"
        for i, (role, n) in enumerate(zip(roles.frame["role"], roles.frame["n"], strict=True))
    ]
    return chapter.exhibit(
        "by-persons",
        question,
        title,
        subtitle=f"middle placement of each area by single raters; shown from {least} raters",
        purpose="To hear voices beside the schools' own, without showing who said what.",
        table=table,
        columns=[
            Column("area", pack.words.area.capitalize()),
            Column("raters", "Raters", "count"),
            Column("low", "Middle from"),
            Column("high", "Middle to"),
        ],
        caption="Middle placement by single raters",
        caution=f"{SELF} With few raters the middle can turn on one person.",
        talk_about="Whose voice is not here: learners, whānau, trustees, iwi?",
        method=f"The newest placement of each rater up to this term. {NEVER_A_MEAN}",
        lists=[("Raters by role", heard)],
        sources=chapter.sources("ratings", framework=pack.id),
    )


def indicators(chapter: Chapter, framework: str = "") -> Exhibit:
    """Which single indicators were rated, and how?"""
    question = "Which single indicators were rated?"
    pack = _framework(chapter, framework)
    found = pd.DataFrame()
    if pack is not None:
        newest = analysis.newest_ratings(chapter.snapshot.frame("ratings"), pack.id, chapter.term, persons=False)
        found = analysis.indicators(newest, [indicator.id for indicator in pack.indicators])
    if pack is None or found.empty:
        return chapter.nothing("indicators", question, "No single indicators have been rated.")
    answers = _answers(pack)
    given = [id_ for id_ in answers if id_ in set(found["answer"])]
    counts = found.pivot(index="indicator", columns="answer", values="n").reindex(columns=given)
    order = [indicator for indicator in pack.indicators if indicator.id in counts.index]
    wide = counts.loc[[indicator.id for indicator in order]].fillna(0).astype("Int64").reset_index(drop=True)
    wide["text"] = [pack.shown(indicator).text for indicator in order]
    wide["mark"] = [pack.shown(indicator).mark for indicator in order]
    table = chapter.may_show(Table(wide, ("mark",), "ratings", plain=("text", *given)))
    return chapter.exhibit(
        "indicators",
        question,
        f"{len(order)} of {len(pack.indicators)} indicators have been rated.",
        subtitle=f"number of ratings placed by schools or together; {pack.name}",
        purpose="To see what the placements of whole areas rest on.",
        table=table,
        columns=[
            Column("mark", "Position"),
            Column("text", pack.words.indicator.capitalize()),
            *(Column(id_, answers[id_].partition(" (")[0], "count") for id_ in given),
        ],
        caption="Ratings of single indicators",
        caution=f"{SELF} An indicator that is not listed was not rated; that is not a low rating.",
        method=_attribution(pack),
        sources=chapter.sources("ratings", framework=pack.id),
    )


def _framework(chapter: Chapter, named: str) -> Framework | None:
    chosen = named or next(iter(chapter.settings.frameworks), "")
    return load_framework(chosen, chapter.settings.workspace) if chosen else None


def _attribution(pack: Framework) -> str:
    """Whose words the page prints: ours, or the author's where the community has loaded them."""
    if not any(statement.wording for statement in pack.statements()):
        return pack.attribution
    return (
        f"After {pack.source.publisher}: {pack.source.title}. Each sentence says whether it is the author's own, "
        "from the community's copy, or our paraphrase of its position. A rating is a community's view of itself."
    )


def _answers(pack: Framework) -> dict[str, str]:
    own = (analysis.NOT_YET, analysis.NOT_APPLICABLE, analysis.NOT_RATED)
    return {stage.id: stage.label for stage in pack.stages} | {answer: answer.capitalize() for answer in own}


def _in_words(found: pd.DataFrame, pack: Framework) -> pd.DataFrame:
    names = {area.id: area.name for area in pack.areas}
    answers = _answers(pack)
    columns = {c: found[c].map(answers) for c in ("answer", "low", "high", "together")}
    return found.assign(area_id=found["area"], area=found["area"].map(names), **columns)


def _profile_title(middles: pd.DataFrame, pack: Framework) -> str:
    scale = [analysis.NOT_YET.capitalize(), *(stage.label for stage in pack.stages)]
    placed = [scale.index(answer) for answer in [*middles["low"].dropna(), *middles["high"].dropna()]]
    if not placed:
        return "No area has a placement yet."
    low, high = scale[min(placed)], scale[max(placed)]
    return f"Middle placements are at {low}." if low == high else f"Middle placements run from {low} to {high}."


def _finding(
    chapter: Chapter, pack: Framework, question: str, row: pd.Series[Any], found: pd.DataFrame, alone: bool
) -> Finding:
    """`alone` says that there is nothing but what was placed together, by everyone."""
    mine = found[found["area_id"] == row["area_id"]].set_index("answer")["n"]
    aside = [analysis.NOT_APPLICABLE.capitalize(), analysis.NOT_RATED.capitalize()]
    n, of = int(mine.drop(aside).sum()), int(row["of"])
    members = max(of, chapter.n_schools)
    scale = list(found.loc[found["area_id"] == row["area_id"], "answer"])
    together = row["together"] if pd.notna(row["together"]) else None
    agrees = together in scale[scale.index(row["low"]) : scale.index(row["high"]) + 1]
    if alone:
        n, claim = members, f"{row['area']}: the schools together placed it at {row['low']}"
    elif n == 1:
        claim = f"{row['area']}: the only placement is {row['low']}"
    elif row["low"] == row["high"]:
        claim = f"{row['area']}: the middle of {n} placements is {row['low']}"
    else:
        claim = f"{row['area']}: the two middle ones of {n} placements are {row['low']} and {row['high']}"
    if together and not alone:
        claim += f"; together it was placed at {together}"
    how = "Each school placed itself; placements were not compared."
    if alone:
        how = "Placed together."
    elif together:
        how = "Placed together, it stood at the same." if agrees else "Placed together, it did not stand at the same."
    return Finding(
        f"{chapter.name}-profile-{row['area_id']}",
        chapter.name,
        f"{question} {row['area']}",
        f"{claim}.",
        state_strength(n, members, "member schools", agrees, how, rules=chapter.strength_rules),
        "ratings",
        n=n,
        of=members,
        says_not=f"{SELF} It does not say that practice has led to better results.",
        bears_on=(f"{pack.id}:{row['area_id']}",),
        provenance=chapter.sources("ratings", framework=pack.id),
    )


def _profile_chart(table: Protected, answers: list[str]) -> dict[str, Any]:
    frame = rows(table, "area", "answer", "n", "low", "high")
    order = {answer: i for i, answer in enumerate(answers)}
    place = frame["answer"].map(order)
    aside = frame["answer"].isin([analysis.NOT_APPLICABLE.capitalize(), analysis.NOT_RATED.capitalize()])
    frame["middle"] = ((place >= frame["low"].map(order)) & (place <= frame["high"].map(order)) & ~aside).map(
        {True: "yes", False: "no"}
    )
    frame["aside"] = aside.map({True: "yes", False: "no"})
    # Only what stands before a bracket fits above a square; names of areas break into lines.
    frame["answer"] = frame["answer"].str.partition(" (")[0]
    frame["area"] = in_lines(frame["area"], 38)
    columns = list(dict.fromkeys(frame["answer"]))
    frame = frame.drop(columns=["low", "high"])
    most = max(1, int(frame["n"].max()))
    base = alt.Chart(frame).encode(
        x=alt.X(
            "answer:N", sort=columns, title=None, axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False)
        ),
        y=names_axis("area", frame["area"]),
    )
    square = {"stroke": "white", "strokeWidth": 3}
    shade = alt.Color("n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=["#F3F5F8", ACCENT]))
    dark = f"datum.n > {0.6 * most} && datum.aside == 'no'"
    chart = alt.layer(
        base.transform_filter("datum.aside == 'no'").mark_rect(**square).encode(color=shade),
        base.transform_filter("datum.aside == 'yes'").mark_rect(**square, color="#F3F5F8"),
        base.transform_filter("datum.middle == 'yes'").mark_rect(fillOpacity=0, stroke=INK, strokeWidth=2),
        base.transform_filter("datum.n > 0")
        .mark_text(fontSize=13)
        .encode(text="n:Q", color=alt.condition(dark, alt.value("white"), alt.value(INK))),
    ).properties(width=alt.Step(86), height=alt.Step(42))
    return finished(chart, "For each area, how many placements each answer has; the middle placement is outlined.")
