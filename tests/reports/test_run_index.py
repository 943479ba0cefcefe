"""The index of a run: communities, what became of them, and why."""

from __future__ import annotations

from colsynth.reports.index import IndexRow, make_index
from colsynth.reports.reminders import reminders


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


def asked(name: str, sheet: str, status: str, n: int = 0) -> dict[str, object]:
    return {"school": "1", "name": name, "sheet": sheet, "status": status, "n_records": n, "n_problems": 0}


ROWS = [
    asked("Tōtara Flat", "Learners", "accepted", 212),
    asked("Tōtara Flat", "Results", "awaited"),
    asked("Rātā <b>", "Results", "has problems", 1),
]


def test_the_collection_list_shows_each_school_by_what_is_asked_of_it() -> None:
    row = IndexRow("Kererū Valley", "published", collection=ROWS, reminders=[("Tōtara Flat", "Kia ora\n<i>")])
    html = make_index([row], term="Term 3, 2026", when="today")
    assert "What schools sent: 1 awaited, 1 with problems, 1 accepted" in html
    assert "accepted · 212 records" in html
    assert "has problems · 1 record<" in html
    assert 'aria-label="What the schools of Kererū Valley sent"' in html
    assert "not asked" in html  # Rātā's learners
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("A reminder to copy: ") == 1


def test_a_reminder_names_the_school_what_is_missing_and_by_when() -> None:
    [(school, text)] = reminders("Kererū Valley", "Term 3, 2026", ROWS, by="18 Sep 2026")
    assert school == "Tōtara Flat"
    for words in ("Tōtara Flat", "- Results", "Term 3, 2026", "by 18 Sep 2026", "Kererū Valley", "Kia ora"):
        assert words in text
    assert "- Learners" not in text
    assert " by " not in reminders("Kererū Valley", "Term 3, 2026", ROWS)[0][1]
