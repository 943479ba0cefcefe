"""What is for one school alone stands on that school's page, and on no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import handmade as made
from nbformat.v4 import new_output

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME
from colsynth.findings.notebooks import collect, for_community
from colsynth.reports.page import ChapterFailure, PageHeader, make_page, schools_with_pages


def own(name: str, school: str, title: str, **more: Any) -> Any:
    record = made.exhibit(name, "transitions", title, audience="school", school=school, **more)
    return made.shown(EXHIBIT_MIME, record)


def chapters() -> list[Any]:
    said = made.finding("transitions-sent-a", "transitions", "Sent by Rātā.")
    ours = made.finding("transitions-flows-1", "transitions", "Sent by everyone.")
    flows = made.exhibit("transitions-flows", "transitions", "Flows of all", findings=["transitions-flows-1"])
    cells = [
        "# What happens when learners change school?\n\nAbout the community.",
        [made.shown(EXHIBIT_MIME, flows), made.shown(FINDING_MIME, ours)],
        "A word in between.",
        [
            own("transitions-sent-a", "9901", "Where Rātā's went", findings=["transitions-sent-a"]),
            made.shown(FINDING_MIME, said),
            own("transitions-sent-b", "9902", "Where Tōtara's went"),
        ],
        [own("transitions-sent-nobody", "", "Of nobody in particular")],
    ]
    return [("goals", made.notebook("# Are we meeting our goals?")), ("transitions", made.notebook(*cells))]


def test_the_page_of_the_community_leaves_out_what_is_for_one_school(header: PageHeader) -> None:
    page = make_page(chapters(), header)
    assert [exhibit["id"] for exhibit in page.exhibits] == ["transitions-flows"]
    assert [finding["id"] for finding in page.findings] == ["transitions-flows-1"]
    assert page.dropped == []
    for words in ("Rātā", "Tōtara", "nobody in particular"):
        assert words not in page.html


def test_the_page_of_a_school_holds_its_own_exhibits_and_the_title_of_their_chapter(header: PageHeader) -> None:
    page = make_page(chapters(), replace(header, headline="For Rātā"), school="9901")
    assert [exhibit["id"] for exhibit in page.exhibits] == ["transitions-sent-a"]
    assert [finding["id"] for finding in page.findings] == ["transitions-sent-a"]
    assert "What happens when learners change school?" in page.html
    for words in ("About the community", "A word in between", "Flows of all", "goals?", "Tōtara's", "Sent by everyone"):
        assert words not in page.html
    assert page.html.count("<h1") == 1


def test_only_schools_that_are_spoken_to_have_a_page() -> None:
    assert schools_with_pages(chapters()) == {"9901", "9902"}
    error = new_output("error", ename="KeyError", evalue="", traceback=[])
    broken = made.notebook("# Broken", [own("transitions-sent-a", "9901", "Rātā"), error])
    assert schools_with_pages([("transitions", broken), ChapterFailure("goals", "Goals", "It stopped.")]) == set()


def test_the_first_page_reads_nothing_that_is_for_one_school() -> None:
    exhibits, findings = collect(for_community(chapters()[1][1]))
    assert [record["id"] for record in (*exhibits, *findings)] == ["transitions-flows", "transitions-flows-1"]
