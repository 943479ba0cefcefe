"""One self-contained page: its outline, its findings, its policy, the same bytes every time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import handmade as made
import nbformat
from nbformat.v4 import new_output

from colsynth.findings.mime import EXHIBIT_MIME
from colsynth.reports.page import ChapterFailure, PageHeader, make_page


def visible(html: str) -> str:
    """The page without its scripts and style."""
    return re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)


def failing(ename: str, evalue: str) -> Any:
    error = new_output("error", ename=ename, evalue=evalue, traceback=["PLANTED"])
    return made.notebook("# Did we try?", [error])


def test_one_h1_no_skipped_level_and_every_id_once(header: PageHeader, chapters: list[Any]) -> None:
    html = visible(make_page(chapters, header).html)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    targets = re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', html)
    targets += re.findall(r"url\(#([^)]+)\)", html)
    assert set(targets) <= set(ids)


def test_the_header_says_who_may_see_it_and_how_far_it_reaches(header: PageHeader, chapters: list[Any]) -> None:
    html = make_page(chapters, header).html
    assert '<html lang="en-NZ">' in html
    assert "<title>Kererū Valley Kāhui Ako · Term 3, 2026 · Inside only</title>" in html
    assert '<span class="stamp">Inside only</span>' in html
    assert "data as at 25 Sep 2026 · 7 of 7 schools supplied results" in html
    assert '@top-right { content: "Inside only' in html


def test_findings_stand_once_in_their_chapter_and_numbered_on_the_first_page(
    header: PageHeader, chapters: list[Any]
) -> None:
    html = make_page(chapters, header).html
    assert re.findall(r'<span class="number">(\d)</span>', html) == ["1", "2", "3"]
    assert html.count("Five of seven schools place themselves") == 2
    assert 'id="first_page-goals-standing-1"' in html
    assert '<a href="#goals-standing-1" class="see">see Goals</a>' in html
    assert "◆◆◆◇</span> It is likely" in html
    assert "◆◆◇◇</span> It is possible<" in html
    assert "3 = start 3" in html


def test_what_to_know_beside_a_chart_is_folded_and_an_agenda_is_not(header: PageHeader, chapters: list[Any]) -> None:
    html = make_page(chapters, header).html
    assert re.search(r"<details>\s*<summary>Before holding these schools side by side</summary>\s*<ul>\s*<li>", html)
    assert re.search(r"<h\d>For decision</h\d>", html)


def test_cells_that_hold_no_number_say_why(header: PageHeader, chapters: list[Any]) -> None:
    html = make_page(chapters, header).html
    hidden = '<abbr title="hidden so that no learner can be identified">[c]</abbr>'
    assert f'<td class="n mark hidden w">{hidden}</td>' in html
    assert '<td class="n mark w"><abbr title="not applicable">[z]</abbr></td>' in html
    assert html.count("<dt>[c]</dt>") == 1


def test_the_policy_allows_the_scripts_of_the_page_alone(header: PageHeader, chapters: list[Any]) -> None:
    html = make_page(chapters, header).html
    packed = re.findall(r'<script type="application/gzip" class="packed">(.*?)</script>', html)
    scripts = [gzip.decompress(base64.b64decode(text)).decode() for text in packed]
    scripts += re.findall(r'<script type="module">(.*?)</script>', html, flags=re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    allowed = policy[1].replace("&#39;", "'")
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert allowed == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}' 'sha256-{digests[1]}'; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_chart_library_comes_once_and_only_with_a_chart(header: PageHeader, chapters: list[Any]) -> None:
    with_charts = make_page(chapters, header).html
    without = make_page([chapters[3]], header).html
    assert with_charts.count('class="packed"') == 1
    assert len(with_charts.encode()) < 500_000
    assert len(without.encode()) < 30_000


def test_the_same_chapters_give_the_same_bytes(header: PageHeader, tmp_path: Path) -> None:
    first = make_page(made.chapters(), header)
    saved = []
    for stem, notebook in made.chapters():
        nbformat.write(notebook, tmp_path / f"{stem}.ipynb")
        saved.append((stem, tmp_path / f"{stem}.ipynb"))
    assert make_page(saved, header) == first


def test_a_chapter_that_failed_leaves_a_box_and_the_others_go_on(header: PageHeader, chapters: list[Any]) -> None:
    told = ChapterFailure("inquiry", "What did we try?", "Its kernel stopped.")
    page = make_page([*chapters, told, ("other", failing("KeyError", "PLANTED"))], header)
    assert '<h2 id="inquiry">What did we try?</h2>' in page.html
    assert '<div class="failure">\n<p>Its kernel stopped.</p>' in page.html
    assert "This chapter could not be made: something unexpected happened." in page.html
    assert "PLANTED" not in page.html
    assert "Five of seven schools are rising" in page.html


def test_a_message_written_for_readers_is_the_reason(header: PageHeader) -> None:
    reason = "actions.xlsx has no sheet. Send it again."
    page = make_page([("inquiry", failing("InputError", reason))], header)
    assert reason in page.html


def test_a_notebook_that_cannot_be_read_is_a_chapter_that_failed(header: PageHeader, tmp_path: Path) -> None:
    (tmp_path / "goals.ipynb").write_text("{", encoding="utf-8")
    page = make_page([("goals", tmp_path / "goals.ipynb")], header)
    assert "its notebook cannot be read." in page.html


def test_a_chapter_without_a_heading_is_called_by_its_file(header: PageHeader) -> None:
    shown = made.shown(EXHIBIT_MIME, made.exhibit("own-a", "own_words", "The answer"))
    html = make_page([("own_words", made.notebook([shown]))], header).html
    assert '<h2 id="own_words">Own words</h2>' in html
    assert '<p class="nothing" id="own-a">The answer</p>' in html


def test_a_name_cannot_break_out_of_the_print_style(chapters: list[Any]) -> None:
    header = PageHeader('A"} </style><b>', "Term 3, 2026", "H", "us", "25 Sep 2026", "")
    html = make_page([chapters[3]], header).html
    assert html.count("</style>") == 1
    assert "<b>" not in html


def test_a_long_table_is_folded_and_a_short_one_stands_open(header: PageHeader) -> None:
    names = [[f"School {n}", str(n)] for n in range(31)]
    long, short = (
        made.exhibit(name, "goals", "Every school is named.", table=made.table(rows, "School", "share"))
        for name, rows in (("goals-long", names), ("goals-short", names[:30]))
    )
    book = made.notebook("# Goals", [made.shown(EXHIBIT_MIME, one) for one in (long, short)])
    html = make_page([("goals", book)], header).html
    assert html.count("<summary>The table (31 rows)</summary>") == 1
    assert html.count("<table>") == 2
    assert re.search(r'id="goals-short"(?:(?!<summary>).)*<table>', html, re.DOTALL)
