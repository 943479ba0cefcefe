"""What does this report rest on? What each school supplied, what was set aside, and what was agreed."""

from __future__ import annotations

import pandas as pd

from colsynth import __version__
from colsynth.analyses import achievement
from colsynth.analyses import supply as analysis
from colsynth.exhibits.chapter import Chapter, label_order
from colsynth.exhibits.exhibit import Column, Exhibit, written
from colsynth.findings import Finding, state_strength
from colsynth.frameworks import load_framework
from colsynth.protection import Counted, Table
from colsynth.reference.terms import spoken

FRAMES = ("schools", "students", "achievement", "ratings")


_SUPPLIED = (
    Column("school", "School"),
    Column("type", "Type"),
    Column("learners", "Learners on its roll", "count"),
    Column("results", "Results", "count", "records"),
    Column("ratings", "Ratings", "count", "records"),
    Column("newest", "Newest result", "date"),
    Column("newest_term", "Newest term"),
    Column("age_days", "Age", "count", "days"),
    Column("verdict", "Verdict"),
)


def _as_words(column: Column) -> Column:
    """The column where records are not counted but only said to be there."""
    return Column(column.key, column.label) if column.unit == "records" else column


def by_school(chapter: Chapter) -> Exhibit:
    """What did each school supply, and how new is it?"""
    question = "What did each school supply, and how new is it?"
    frames = {name: chapter.snapshot.frame(name) for name in FRAMES}
    frames["achievement"] = frames["achievement"][frames["achievement"]["term"] <= chapter.term]
    on_roll = achievement.roll(frames["students"], chapter.calendar, chapter.term)
    frames["students"] = frames["students"] if on_roll is None else on_roll
    found = analysis.by_school(frames, chapter.calendar, chapter.as_at, chapter.settings.stale_after_terms)
    if found.empty:
        return chapter.nothing("by-school", question, "No school is named in anything that was supplied.")
    n, of, stale = (int((found["verdict"] == "up to date").sum()), int((found["verdict"] != "none expected").sum()), [])
    # Names here, codes beside results: the two must not be joined by a shared count or type, so those are left out
    # when schools appear as codes; dates stand nowhere beside a code.
    names = found["name"].fillna(found["school"])
    by_name = found.assign(school=names.where(~names.duplicated(keep=False), names + " (" + found["school"] + ")"))
    counts = chapter.settings.school_names == "shown"
    if counts:
        columns = ["type", "results", "ratings", "newest", "newest_term", "age_days", "verdict"]
        table = chapter.may_show(
            Table(
                by_name[["school", "learners", *columns]], ("school",), "learners", (Counted("learners"),), (*columns,)
            )
        )
    else:
        columns = ["results", "ratings", "newest", "newest_term", "age_days", "verdict"]
        given = {c: by_name[c].gt(0).map({True: "yes", False: "no"}) for c in ("results", "ratings")}
        by_name = by_name.assign(**given).sort_values("school")
        table = chapter.may_show(Table(by_name[["school", *columns]], ("school",), "schools", plain=(*columns,)))
    stale = list(by_name.loc[by_name["verdict"].isin(["stale", "no results"]), "school"])
    finding = Finding(
        f"{chapter.name}-by-school-1",
        chapter.name,
        question,
        f"{n} of {of} schools that are expected to have results supplied some that are up to date.",
        state_strength(n, of, "schools", True, "Counted from the files themselves.", rules=chapter.strength_rules),
        "schools",
        n=n,
        of=of,
        says_not="It does not say that every learner of a school is in what it supplied.",
        provenance=chapter.sources("achievement"),
    )
    return chapter.exhibit(
        "by-school",
        question,
        finding.claim,
        subtitle=f"ages counted at {written(pd.Timestamp(chapter.as_at), 'date')}, the date the data stand at; stale "
        f"after {chapter.settings.stale_after_terms} terms without a newer result",
        purpose="A community's result speaks only for the schools that are in it.",
        table=table,
        columns=[column for column in _SUPPLIED if column.key in table.frame]
        if counts
        else [_as_words(column) for column in _SUPPLIED if column.key in table.frame],
        caption="What each school supplied",
        how_to_read="One row a member. 'None expected' is an early-learning or tertiary member, without results here.",
        talk_about=f"What would help {stale[0]} to supply newer results?" if stale else "",
        method="Counted from the files as they were read, up to this term.",
        sources=chapter.sources("schools"),
        findings=chapter.may_tell([finding]),
    )


def no_value(chapter: Chapter) -> Exhibit:
    """Why do learners have no result: absent, exempt, not enrolled, no score or blank?"""
    question = "Why do some learners have no result?"
    found = analysis.reasons_for_no_value(chapter.snapshot.frame("achievement"), chapter.term)
    if found.empty:
        return chapter.nothing("no-value", question, "Every result that was supplied has a value.")
    found = found[found["term"] == found["measure"].map(achievement.newest_terms(chapter.results))]
    if found.empty:
        return chapter.nothing("no-value", question, "In the newest terms every result that was supplied has a value.")
    found = found.assign(measure=found["measure"].map(chapter.measure_name)).reset_index(drop=True)
    table = chapter.may_show(Table(found, ("measure", "term", "reason"), "learners", (Counted("n"),)))
    return chapter.exhibit(
        "no-value",
        question,
        "Absent, exempt, not enrolled, no score and blank are kept apart; none of them counts as below.",
        subtitle="learners without a value, newest term of each measure",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("reason", "Why there is no value"),
            Column("n", "Learners", "count"),
        ],
        caption="Results without a value, and why",
        sources=chapter.sources("achievement"),
    )


def accounts(chapter: Chapter) -> Exhibit:
    """What became of every row that was read?"""
    question = "What became of every row?"
    rows = [
        (*chapter.sheet_labels[a.file, a.sheet], a.register, a.read, a.accepted, a.set_aside, a.repeated)
        for a in chapter.snapshot.accounts
    ]
    found = pd.DataFrame(
        sorted(rows, key=lambda row: label_order(*row[:3])),
        columns=["file", "sheet", "register", "read", "accepted", "set_aside", "repeated"],
    )
    found = found.groupby(["file", "sheet", "register"], sort=False).sum().reset_index()
    aside = int(found["set_aside"].sum())
    table = chapter.may_show(
        Table(found, ("file", "sheet", "register"), "records", plain=("read", "accepted", "set_aside", "repeated"))
    )
    share = f"{aside} of {int(found['read'].sum()):,} records were set aside".replace(",", " ")
    return chapter.exhibit(
        "accounts",
        question,
        (f"{share}; every one of them is listed for the data lead." if aside else "Every record was accepted.")
        + _since(chapter),
        subtitle="records: a source row, or a row by measure where a sheet has one column a measure",
        purpose="Nothing is dropped in silence: read = accepted + set aside + repeated.",
        table=table,
        columns=[
            Column("file", "File"),
            Column("sheet", "Sheet"),
            Column("register", "Register"),
            Column("read", "Read", "count"),
            Column("accepted", "Accepted", "count"),
            Column("set_aside", "Set aside", "count"),
            Column("repeated", "Repeated", "count"),
        ],
        caption="Records by file and sheet",
        method="Titles, notes and totals around a table are not records; they are listed in problems.html.",
    )


def _since(chapter: Chapter) -> str:
    """What the files changed in results that stood before, or nothing for a first report."""
    results = chapter.snapshot.since.get("achievement")
    if results is None:
        return ""
    revised, new, gone = (f"{results[kind]:,}".replace(",", " ") for kind in ("revised", "new", "gone"))
    return f" Results since last time: {revised} corrected, {new} new, {gone} no longer sent."


def problems(chapter: Chapter) -> Exhibit:
    """What was wrong or worth knowing in the files, by kind?"""
    question = "What was wrong in the files?"
    listed = chapter.snapshot.problems
    if not listed:
        return chapter.nothing("problems", question, "No problems were found in the files.")
    rows = [(p.register or "any", p.check.replace("_", " "), p.effect, p.count) for p in listed]
    told = pd.DataFrame(rows, columns=["register", "check", "effect", "n"])
    found = told.groupby(["effect", "check", "register"])["n"].sum().reset_index()
    table = chapter.may_show(Table(found, ("effect", "check", "register"), "records", plain=("n",)))
    return chapter.exhibit(
        "problems",
        question,
        f"{len(found)} {'rule has' if len(found) == 1 else 'rules have'} something for the data lead to look at.",
        subtitle="what became of the cells or records concerned, by rule; values and places stay inside",
        table=table,
        columns=[
            Column("effect", "What became of it"),
            Column("check", "Rule"),
            Column("register", "Register"),
            Column("n", "Cells or records", "count"),
        ],
        caption="Problems by rule",
        talk_about="Which of these would disappear with a better template at one school?",
        method="Each problem with its file, cell, value and remedy is in inside/problems.html, which is not passed on.",
    )


def agreed(chapter: Chapter) -> Exhibit:
    """Which settings does this report rest on?"""
    values = chapter.settings.agreed_values()
    table = chapter.may_show(
        Table(pd.DataFrame(values.items(), columns=["setting", "value"]), ("setting",), "records", plain=("value",))
    )
    return chapter.exhibit(
        "agreed",
        "What was agreed about this report?",
        f"These settings hold for {chapter.settings.community.name}.",
        table=table,
        columns=[Column("setting", "Setting"), Column("value", "Value")],
        caption="Settings",
        method=f"From {chapter.settings.path.name}. colsynth {__version__}. Data {chapter.snapshot.fingerprint[:12]}.",
    )


def measures(chapter: Chapter) -> Exhibit:
    """Which measures and frameworks are used, what do they expect, and where does that come from?"""
    question = "What do the measures and frameworks rest on?"
    used = sorted({*chapter.snapshot.frame("achievement")["measure"].dropna()} & set(chapter.measures))
    rows = []
    for id in used:
        declared = chapter.measures[id].declared
        means = declared.expected_means or "no expectation is declared"
        rows.append((chapter.measure_name(id), means, declared.source))
    for name in chapter.settings.frameworks:
        pack = load_framework(name, chapter.settings.workspace)
        said = f"version {pack.version}, to be reviewed by {written(pd.Timestamp(pack.review_by), 'date')}"
        address = pack.source.address or "no address given"
        rows.append((pack.name, said, f"{pack.source.publisher}: {pack.source.title}, {address}"))
    if not rows:
        return chapter.nothing("measures", question, "No known measure and no framework is in use.")
    frame = pd.DataFrame(rows, columns=["what", "means", "source"])
    table = chapter.may_show(Table(frame, ("what",), "records", plain=("means", "source")))
    return chapter.exhibit(
        "measures",
        question,
        f"{len(rows)} measures and frameworks are in use up to {spoken(chapter.term)}.",
        table=table,
        columns=[
            Column("what", "Measure or framework"),
            Column("means", "What counts as expected, or version"),
            Column("source", "Source"),
        ],
        caption="Measures and frameworks",
    )


def coverage_line(chapter: Chapter) -> str:
    """`7 of 7 schools supplied results, 5 of 7 supplied ratings`, for the head of the page."""
    schools = chapter.snapshot.frame("schools").drop_duplicates("school")
    expected = schools[~schools["type"].isin(analysis.NO_RESULTS_EXPECTED)]["school"]
    members = set(expected) or set(chapter.school_labels)
    said: list[str] = []
    for register, what in (("achievement", "results"), ("ratings", "ratings")):
        frame = chapter.snapshot.frame(register)
        supplied = members & set(frame.loc[~(frame["term"] > chapter.term), "school"].dropna())
        said.append(f"{len(supplied)} of {len(members)} {'schools ' * (not said)}supplied {what}")
    return ", ".join(said)
