"""What has the community written down, which schools agree, and what does it leave open? Every kind in one table."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import pandas as pd

from colsynth.analyses import goals as goal_results
from colsynth.analyses.practice import statements as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, written
from colsynth.exhibits.goals import goals_shown
from colsynth.protection import Table
from colsynth.protection.free_text import without_people
from colsynth.reference.ethnicity import MANY

QUESTION = "What has the community written down, and what became of it?"
MOST = 10  # statements of one kind that are printed; the older ones are counted
LONG, BEFORE = 170, 110  # letters of a text and of what stood before it
DELIVERED = {"yes": "delivered", "partly": "partly delivered", "no": "not delivered yet"}


def statements(chapter: Chapter) -> Exhibit:
    """Vision, priorities, decisions and the rest: text, goals, schools' answers, delivered, and what is to settle."""
    found = analysis.standing(so_far(chapter))
    found = found[found["kind"] != analysis.ANSWER].reset_index(drop=True)
    if found.empty:
        why = "No vision, priority, decision or any other statement was supplied, so nothing is printed here."
        return chapter.nothing("statements", QUESTION, why, "What have you agreed that is written nowhere yet?")
    first, known = _first_results(chapter), set(chapter.snapshot.frame("goals")["goal"])
    as_at = pd.Timestamp(chapter.as_at)
    rows = [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]
    found["open"] = [analysis.to_settle(row, known, first, as_at) for row in rows]
    newest = found[found.groupby("kind").cumcount() < MOST]
    titles = dict(zip(*(goals_shown(chapter)[name] for name in ("goal", "title")), strict=True))
    shown = [_in_words(chapter, rows[i] | {"open": found["open"][i]}, titles) for i in newest.index]
    plain = ("kind", "text", "goals", "schools", "became")
    frame = pd.DataFrame(shown, columns=list(plain)).assign(line=range(len(shown)))
    table = chapter.may_show(Table(frame, ("line",), "records", plain=plain))
    optional = [Column("goals", "Goals"), Column("schools", "Schools agree"), Column("became", "What became of it")]
    return chapter.exhibit(
        "statements",
        QUESTION,
        _title(found),
        subtitle="statements of the community, newest wording; schools by their newest answer",
        purpose="What was agreed is easily forgotten; beside it stands who agrees, and what became of it.",
        table=table,
        columns=[
            Column("kind", "Kind, and when"),
            Column("text", "As written"),
            *(column for column in optional if frame[column.key].ne("").any()),
        ],
        caption="Statements of the community",
        how_to_read="Schools agree: how many say yes, partly or no to it; not answered are all others, asked or not.",
        caution="A statement says what was agreed, not what was done; a decision that is delivered has been carried "
        "out, which does not say that it helped.",
        talk_about="Which of these would a teacher in each school know of?",
        method="A statement stands with its newest wording; what it said before stands after it. A success criterion "
        "is late where it was written in a term after that of the first result of its goal since the baseline. What "
        f"was decided is open where its day has passed. At most {MOST} of a kind are printed, the newest.",
        lists=[
            ("How much of it is delivered, and on what evidence", _delivered(found)),
            ("Written down for each goal", _by_goal(found, titles)),
            ("Not printed", _not_printed(found)),
        ],
        sources=chapter.sources("statements"),
    )  # fmt: skip


def so_far(chapter: Chapter) -> pd.DataFrame:
    """The register of statements with the term of each, without those written after the term that is reported."""
    frame = chapter.snapshot.frame("statements")
    terms = [chapter.calendar.term_of(day.date()) if pd.notna(day) else None for day in frame["date"]]
    frame = frame.assign(term=pd.Series(terms, index=frame.index, dtype="str"))
    return frame[frame["term"].isna() | (frame["term"] <= chapter.term)]


def told(chapter: Chapter, text: object, width: int) -> str:
    """Free text as it may be printed: no people, no names of schools where they are codes, and not too long."""
    if not isinstance(text, str):
        return ""
    bare = without_people(str(chapter.without_names(text)))
    return shorten(bare, width, placeholder=" …") if " " in bare else bare[:width]


def _in_words(chapter: Chapter, row: dict[str, Any], titles: dict[str, str]) -> dict[str, str]:
    text = told(chapter, row["text"], LONG) or "(its wording was not supplied)"
    if pd.notna(row["before"]):
        day = written(row["before_date"], "date")
        text += f" Before{f' ({day})' if day else ''}: {told(chapter, row['before'], BEFORE)}"
    version = f"version {row['version']}" if pd.notna(row["version"]) else ""
    named = str(row["goals"]).split(MANY) if pd.notna(row["goals"]) else []
    answered = sum(row[answer] for answer in analysis.ANSWERS)
    counts = [f"{row[answer]} {answer}" for answer in analysis.ANSWERS if row[answer]]
    rest = len(chapter.school_labels) - answered
    counts += [f"{rest} not answered"] if rest > 0 else []
    promised = row["kind"] in analysis.PROMISES and not answered
    became = "not said" if promised else ""
    if pd.notna(row["delivered"]):
        became = DELIVERED[row["delivered"]]
    return {
        "kind": ", ".join(filter(None, [str(row["kind"]).capitalize(), written(row["date"], "date"), version])),
        "text": text,
        "goals": "; ".join(shorten(titles.get(goal, goal), 40, placeholder=" …") for goal in named),
        "schools": ", ".join(counts) if answered else "",
        "became": "; ".join(filter(None, [became, str(row["open"])])),
    }


def _first_results(chapter: Chapter) -> dict[str, str]:
    """For each goal with a measure, the term of the first result of its learners after its baseline."""
    first = {}
    for _, goal in chapter.snapshot.frame("goals").dropna(subset=["measure"]).iterrows():
        own = goal_results.in_group(goal, chapter.results[chapter.results["measure"] == goal["measure"]])
        own = own[own["term"] > goal["baseline_term"]] if pd.notna(goal["baseline_term"]) else own
        if len(own):
            first[str(goal["goal"])] = str(own["term"].min())
    return first


def _title(found: pd.DataFrame) -> str:
    known = found["delivered"].notna() | found["open"].eq(analysis.OVERDUE)  # of what is due, silence is an answer
    promised = found[found["kind"].isin(analysis.PROMISES) & known]
    done, of = int((promised["delivered"] == "yes").sum()), len(promised)
    settle = int(found["open"].ne("").sum())
    said = [f"{done} of {of} things that were decided {'is' if done == 1 else 'are'} delivered"] if of > 1 else []
    said += [f"The one thing that was decided is {'' if done else 'not yet '}delivered"] if of == 1 else []
    said += (
        [f"{settle} {'statement leaves' if settle == 1 else 'statements leave'} something to settle"] if settle else []
    )
    if not said:
        return f"{len(found)} {'statement' if len(found) == 1 else 'statements'}, with nothing left to settle."
    return f"{and_list(said)}."


def _delivered(found: pd.DataFrame) -> list[str]:
    lines = []
    for kind in analysis.PROMISES:
        own = found[found["kind"] == kind]
        if own.empty:
            continue
        counts = [f"{int((own['delivered'] == word).sum())} {said}" for word, said in DELIVERED.items()]
        counts.append(f"{int(own['delivered'].isna().sum())} not said")
        lines.append(
            f"Of {len(own)} of the kind “{kind}”: {', '.join(counts)}. With evidence: {own['evidence'].count()}."
        )
    return lines


def _by_goal(found: pd.DataFrame, titles: dict[str, str]) -> list[str]:
    """What a theory of improvement would have for each goal, where anything of it was written for any."""
    parts = ("problem", "assumption", "success criterion")
    if not found["kind"].isin(parts).any():
        return []
    lines = []
    for goal, title in titles.items():
        own = found[[goal in str(named).split(MANY) for named in found["goals"]]]
        missing = [part for part in parts if part not in set(own["kind"])]
        lines.append(f"{title}: {', '.join(f'no {part}' for part in missing) or ', '.join(parts)}.")
    return lines


def _not_printed(found: pd.DataFrame) -> list[str]:
    sizes = found.groupby("kind", sort=False).size()
    return [f"{n - MOST} older statements of the kind “{kind}”." for kind, n in sizes.items() if n > MOST]
