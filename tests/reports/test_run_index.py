"""The index of a run: communities, what became of them, and why."""

from __future__ import annotations

from colsynth.reports.index import IndexRow, make_index


def test_the_index_says_what_was_published_and_what_failed_and_why() -> None:
    rows = [
        IndexRow("Kererū Valley", "published", "kereru-valley/report.html", "", 12, "25 Sep 2026"),
        IndexRow("<b>Awa</b>", "failed", why="There is no folder data/awa.", links=[("log", "run.log")]),
    ]
    html = make_index(rows, term="Term 3, 2026", when="26 Sep 2026, 09:00", version="0.1.0")
    assert html.count("<h1>") == 1
    assert "<script" not in html
    assert "script-src &#39;none&#39;" in html
    assert "<b>" not in html
    assert '<a href="kereru-valley/report.html">' in html
    assert "12 problems in the data" in html
    assert "There is no folder data/awa." in html
    assert "2 communities, 1 without a new report." in html
    assert "Inside only" in html


def test_an_index_without_communities_says_so() -> None:
    assert "No community was reported on." in make_index([], term="Term 3, 2026", when="today")
