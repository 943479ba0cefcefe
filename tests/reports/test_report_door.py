"""Only exhibits, findings and a chapter's own markdown reach the page; the rest is dropped and listed."""

from __future__ import annotations

import re
from typing import Any

import handmade as made
import pytest
from drawn import bar_chart
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME
from colsynth.reports.page import PageHeader, make_page

ATTACK = "</script><script>alert(1)</script>"


def page_of(header: PageHeader, *cells: Any) -> Any:
    return make_page([("goals", made.notebook(*cells))], header)


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (new_output("stream", name="stdout", text="PLANTED"), "printed text"),
        (new_output("display_data", data={"text/html": "<b>PLANTED</b>"}), "a bare table or HTML"),
        (new_output("execute_result", data={"text/plain": "PLANTED"}, execution_count=1), "a bare value"),
        (new_output("display_data", data={"image/png": "UExBTlRFRA=="}), "an image"),
        (new_output("display_data", data={"image/svg+xml": "<svg>PLANTED</svg>"}), "an image"),
        (new_output("display_data", data={"text/markdown": "PLANTED"}), "a bare value"),
        (new_output("display_data", data={"application/javascript": "PLANTED"}), "a script"),
        (new_output("display_data", data={"application/vnd.vegalite.v6+json": {}}), "a bare chart"),
        (new_output("display_data", data={EXHIBIT_MIME: {"title": "PLANTED"}}), "an exhibit that is not"),
        (new_output("display_data", data={FINDING_MIME: {"claim": "PLANTED"}}), "a finding that is not"),
    ],
)
def test_any_other_output_is_dropped_and_listed_with_its_cell(header: PageHeader, output: Any, what: str) -> None:
    page = page_of(header, "# Are we meeting our goals?", [output])
    assert "PLANTED" not in page.html
    assert "UExBTlRFRA" not in page.html
    assert len(page.dropped) == 1
    assert page.dropped[0].startswith(f"goals, cell 2: {what}")


def test_the_fallback_beside_an_exhibit_is_neither_shown_nor_listed(header: PageHeader) -> None:
    output = made.shown(EXHIBIT_MIME, made.exhibit("goals-a", "goals", "The answer"))
    output.data["text/html"] = "<b>PLANTED</b>"
    page = page_of(header, "# Goals", [output])
    assert "The answer" in page.html
    assert "PLANTED" not in page.html
    assert page.dropped == []


def test_code_and_raw_cells_never_show(header: PageHeader) -> None:
    page = page_of(header, "# Goals", new_code_cell("PLANTED = 1"), new_raw_cell("<b>PLANTED</b>"))
    assert "PLANTED" not in page.html
    assert page.dropped == ["goals, cell 3: a raw cell"]


def test_html_in_markdown_is_text_and_nothing_is_loaded(header: PageHeader) -> None:
    text = (
        "# Goals\n\n<script>alert(1)</script>\n\n"
        "A <b onclick='x()'>word</b> and ![a map](https://example.org/a.png) "
        "and ![b](attachment:b.png) and [odd](javascript:alert(1)) and [ours](https://example.org/x?a=1&b=2)."
    )
    page = page_of(header, text)
    body = page.html[page.html.index("<main") : page.html.index("</main>")]
    assert "<script>" not in body
    assert "<b " not in body
    assert "<img" not in body
    assert "javascript:" not in body
    assert '<a href="https://example.org/x?a=1&amp;b=2">ours</a>' in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert len(page.dropped) == 6  # three pieces of HTML, two images, one link


def test_a_school_name_cannot_end_the_script_it_stands_in(header: PageHeader) -> None:
    shown = made.exhibit(
        "goals-a",
        "goals",
        f"Rising {ATTACK}",
        chart=bar_chart([ATTACK, "Rata"]),
        alt=f'" onload="x {ATTACK}',
        table=made.table([[ATTACK, "68"]], f"School {ATTACK}", "Share"),
        lists=[{"heading": ATTACK, "items": [ATTACK]}],
        sources=[ATTACK],
    )
    said = made.finding("goals-a-1", "goals", ATTACK, reasons=[ATTACK], provenance=[{"file": ATTACK}])
    outputs = [made.shown(EXHIBIT_MIME, shown), made.shown(FINDING_MIME, said)]
    page = page_of(header, "# Goals", outputs)
    assert "<script>alert" not in page.html
    assert 'onload="x' not in page.html
    assert len(re.findall(r"<script\b", page.html)) == 3  # the chart's JSON, the Vega bundle, the page's own
    assert page.dropped == []


def test_a_chart_that_reaches_outside_is_dropped_and_its_table_stands_open(header: PageHeader) -> None:
    chart = {**bar_chart(), "data": {"url": "https://example.org/learners.csv"}}
    table = made.table([["Rata", "68"]], "School", "Share")
    shown = made.exhibit("goals-a", "goals", "Rising", chart=chart, table=table)
    page = page_of(header, "# Goals", [made.shown(EXHIBIT_MIME, shown)])
    assert "example.org" not in page.html
    assert page.dropped == ["goals, cell 2: the chart of goals-a (the chart has 'url', which reaches outside the page)"]
    assert "The chart could not be drawn; its numbers are in the table." in page.html
    assert "The same as a table" not in page.html
    assert "<td" in page.html


def test_an_exhibit_whose_table_does_not_fit_is_dropped_whole(header: PageHeader) -> None:
    table = made.table([["Rata", "68", "PLANTED"]], "School", "Share")
    shown = made.exhibit("goals-a", "goals", "Rising", table=table)
    page = page_of(header, "# Goals", [made.shown(EXHIBIT_MIME, shown)])
    assert "PLANTED" not in page.html
    assert page.dropped == ["goals, cell 2: the exhibit goals-a (its table has rows and columns that do not match)"]


def test_a_chapter_cannot_speak_for_another(header: PageHeader) -> None:
    exhibit = made.shown(EXHIBIT_MIME, made.exhibit("goals-standing", "goals", "Forged"))
    finding = made.shown(FINDING_MIME, made.finding("goals-standing-1", "goals", "An impostor."))
    page = make_page([("own", made.notebook([exhibit, finding]))], header)
    assert "Forged" not in page.html
    assert "impostor" not in page.html
    assert page.exhibits == []
    assert page.findings == []
    assert len(page.dropped) == 2
