"""Chapters as they arrive from the kernels, made by hand: seven invented schools, two goals, one rubric."""

from __future__ import annotations

from typing import Any

from drawn import SCHOOLS, TERMS, bar_chart, line_chart, small_multiples
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME
from colsynth.reports.page import PageHeader


def shown(mime: str, record: dict[str, Any]) -> Any:
    """An exhibit or finding as a cell leaves it, with the plain text that JupyterLab falls back to."""
    return new_output("display_data", data={mime: record, "text/plain": record["id"]})


def notebook(*cells: Any) -> Any:
    """A notebook from markdown texts, lists of outputs and ready cells."""
    made = []
    for cell in cells:
        if isinstance(cell, str):
            made.append(new_markdown_cell(cell))
        elif isinstance(cell, list):
            made.append(new_code_cell("show()", outputs=cell))
        else:
            made.append(cell)
    return new_notebook(cells=made)


def finding(name: str, chapter: str, claim: str, strength: int = 3, **more: Any) -> dict[str, Any]:
    """A finding with everything in it that a reader can open."""
    words = [
        "we cannot say",
        "there are early signs",
        "it is possible that",
        "it is likely",
        "we are confident",
    ]
    return {
        "id": name,
        "chapter": chapter,
        "question": "Where does each goal stand?",
        "claim": claim,
        "size": 68.2,
        "unit": "% of learners",
        "low": 63.1,
        "high": 72.9,
        "n": 281,
        "of": 412,
        "comparison": "62 % in Term 4, 2024",
        "direction": "rising",
        "strength": strength,
        "strength_words": words[strength],
        "arithmetic": f"{strength} = start {strength}",
        "reasons": [
            "Every learner of the group was assessed.",
            "Judgements were not moderated between schools.",
        ],
        "says_not": ["It does not say why the share rose."],
        "bears_on": ["writing-4-6"],
        "provenance": [{"file": "writing.xlsx", "sheet": "Results", "rows": 412}],
        **more,
    }


def table(rows: list[list[str]], *labels: str, unit: str = "%") -> dict[str, Any]:
    """A table whose first column is text and whose others are numbers."""
    columns = [
        {"key": f"c{n}", "label": label, "unit": "" if n == 0 else unit, "numeric": n > 0}
        for n, label in enumerate(labels)
    ]
    return {"caption": "Learners at expectation", "columns": columns, "rows": rows}


def exhibit(name: str, chapter: str, title: str, **more: Any) -> dict[str, Any]:
    """An exhibit without a chart; `more` gives it one."""
    return {
        "id": name,
        "chapter": chapter,
        "audience": "community",
        "question": "Where does each goal stand?",
        "title": title,
        "subtitle": "% of learners at expectation, Years 4-6, n 412",
        "purpose": "",
        "chart": None,
        "alt": "",
        "table": None,
        "how_to_read": "",
        "caution": "",
        "talk_about": "",
        "method": "",
        "sources": [],
        "lists": [],
        "findings": [],
        **more,
    }


def header() -> PageHeader:
    """The header of the invented community."""
    return PageHeader(
        community="Kererū Valley Kāhui Ako",
        term="Term 3, 2026",
        headline="What the evidence says this term",
        who_may_see="members of the community",
        as_at="25 Sep 2026",
        coverage="7 of 7 schools supplied results, 5 of 7 supplied ratings",
        facts=[("colsynth", "0.1.0"), ("Snapshot", "3f2a9c01"), ("Settings", "params/kereru-valley.yaml")],
    )


def chapters() -> list[tuple[str, Any]]:
    """Three chapters in reading order, the first page first."""
    rising = finding(
        "goals-standing-1",
        "goals",
        "Writing in Years 4-6 moved towards the goal: 68 % of 412 learners are at expectation, up from 62 %; "
        "27 more learners reach the goal of 75 %.",
    )
    groups = finding(
        "achievement-groups-1",
        "achievement",
        "Māori learners in Years 4-8 read a little below Pacific learners: 66 % of 180 against 70 % of 95.",
        1,
    )
    telling = finding(
        "practice-areas-1",
        "practice",
        "Five of seven schools place themselves in column 2 for Collaborative practice.",
        2,
    )
    words = exhibit(
        "first-page-words",
        "first_page",
        "What to decide, and what we cannot tell",
        question="What follows?",
        subtitle="",
        lists=[
            {
                "heading": "For decision",
                "items": [
                    "Whether to moderate writing in Term 4. Owner: ACT. By 30 Oct 2026.",
                    "Whether Harakeke's ratings are asked for again.",
                ],
            },
            {
                "heading": "What we do not know",
                "items": ["38 learners left and were not matched.", "Two schools supplied no ratings."],
            },
            {
                "heading": "To talk about",
                "items": [
                    "What did the schools that rose do?",
                    "Who is not yet in these numbers?",
                    "What would our whānau want to know?",
                ],
            },
        ],
    )
    standing = exhibit(
        "goals-standing",
        "goals",
        "Writing has moved towards its goal; mathematics cannot be told",
        chart=line_chart(),
        alt="A line from 62 % in Term 4, 2024 to 68 % in Term 3, 2026, below the goal of 75 %.",
        table=table(
            [[term, str(share)] for term, share in zip(TERMS, (62, 63, 65, 66, 68), strict=True)],
            "Term",
            "At expectation",
        ),
        how_to_read="Each point is a term; the dashed line is the goal.",
        caution="Judgements of different schools were not moderated together.",
        talk_about="What would have to be true for 27 more learners to get there by Term 4, 2027?",
        method="The share of learners whose level in the term is at or above the expectation of their year.",
        sources=["writing.xlsx · Results · 412 rows", "reading.csv · 408 rows"],
        findings=["goals-standing-1"],
    )
    by_school = exhibit(
        "goals-by-school",
        "goals",
        "Five of seven schools are rising",
        question="Which schools are rising?",
        chart=bar_chart(),
        alt="A bar a school.",
        table=table(
            [[f"{name} School", "[c]" if n == 2 else str(50 + 5 * n)] for n, name in enumerate(SCHOOLS)],
            "School",
            "At expectation",
        ),
        how_to_read="Schools stand in the order of their code, never by result.",
        lists=[{"heading": "Before holding these schools side by side", "items": ["Harakeke School: Years 1-6."]}],
        sources=["writing.xlsx · Results · 412 rows"],
    )
    by_group = exhibit(
        "achievement-groups",
        "achievement",
        "Māori and Pacific learners read alike",
        question="How does each group read?",
        chart=small_multiples(),
        alt="Two panels of bars.",
        findings=["achievement-groups-1"],
        caution="Groups do not sum: a learner with two ethnicities is counted in both.",
        table=table(
            [["Year 4", "62", "66"], ["Year 5", "[c]", "69"], ["Year 6", "[x]", "72"]],
            "Year",
            "Māori",
            "Pacific",
        ),
    )
    supplied = exhibit(
        "practice-supplied",
        "practice",
        "Five schools supplied ratings",
        question="Who rated what?",
        subtitle="Ratings placed by schools",
        table={
            "caption": "Ratings by area",
            "columns": [
                {"key": f"c{n}", "label": label, "unit": "", "numeric": n > 0}
                for n, label in enumerate(
                    [
                        "School",
                        "Purpose",
                        "Leadership",
                        "Practice",
                        "Evidence",
                        "Whānau",
                        "Pathways",
                        "Resources",
                    ]
                )
            ],
            "rows": [[f"{name} School", *(["2"] * 6), "[z]"] for name in SCHOOLS],
        },
    )
    return [
        (
            "first_page",
            notebook(
                "# What the evidence says this term",
                [shown(FINDING_MIME, rising), shown(FINDING_MIME, groups), shown(FINDING_MIME, telling)],
                [shown(EXHIBIT_MIME, words)],
            ),
        ),
        (
            "goals",
            notebook(
                "# Are we meeting our goals?",
                "What was looked at: results in writing and mathematics of **412 learners** "
                "in Years 4-6 of seven schools, since Term 4, 2024.",
                "## Where does each goal stand?",
                [shown(EXHIBIT_MIME, standing), shown(FINDING_MIME, rising)],
                [shown(EXHIBIT_MIME, by_school)],
            ),
        ),
        (
            "achievement",
            notebook(
                "# What do learners achieve?",
                "By measure, year and group. See [the levels](https://example.org/levels).",
                [shown(EXHIBIT_MIME, by_group), shown(FINDING_MIME, groups)],
            ),
        ),
        (
            "practice",
            notebook("# How do we work together?", [shown(EXHIBIT_MIME, supplied)], [shown(FINDING_MIME, telling)]),
        ),
    ]
