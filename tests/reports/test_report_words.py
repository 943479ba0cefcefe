"""A chapter's own words: headings in order, te reo marked, numbers kept whole."""

from __future__ import annotations

import pytest

from colsynth.reports.figure import _numbers
from colsynth.reports.words import Headings, Ids, prose, render_markdown


def rendered(text: str) -> tuple[str, list[str]]:
    dropped: list[str] = []
    return render_markdown(text, Headings("goals", Ids()), dropped.append), dropped


def test_a_chapter_starts_at_h2_and_skips_no_level() -> None:
    html, _ = rendered("# One\n\n### Deep\n\n## Two *again*\n\n## Two *again*")
    assert html == (
        '<h2 id="goals">One</h2>\n<h3 id="goals-deep">Deep</h3>\n'
        '<h3 id="goals-two-again">Two <em>again</em></h3>\n'
        '<h3 id="goals-two-again-2">Two <em>again</em></h3>\n'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("our whānau", 'our <span lang="mi">whānau</span>'),
        ("Kāhui Ako", '<span lang="mi">Kāhui Ako</span>'),
        ("te reo Māori & us", '<span lang="mi">te reo Māori</span> &amp; us'),
        ("shako, hurakura, akonga", 'shako, hurakura, <span lang="mi">akonga</span>'),
        ("68 % of learners, n 412", "68\u00a0% of learners, n\u00a0412"),
        ("<b>ā</b>", '&lt;b&gt;<span lang="mi">ā</span>&lt;/b&gt;'),
    ],
)
def test_te_reo_is_marked_and_numbers_stay_whole(text: str, html: str) -> None:
    assert prose(text) == html


def test_an_embedded_picture_stays_and_a_comment_goes() -> None:
    html, dropped = rendered("<!-- for authors -->\n\n![a dot](data:image/png;base64,iVBORw0KGgo=)")
    assert html == '<p><img src="data:image/png;base64,iVBORw0KGgo=" alt="a dot"></p>\n'
    assert dropped == []


def test_entities_are_not_escaped_twice() -> None:
    assert rendered("Fish & chips, 5 < 6, &amp;")[0] == "<p>Fish &amp; chips, 5 &lt; 6, &amp;</p>\n"


def test_a_share_below_nothing_is_rounded_like_one_above_it() -> None:
    shown = dict(_numbers({"unit": "share of learners", "size": -0.0312, "low": -0.1661, "high": 0.1034}))
    assert shown["Size"].startswith("\u22123 %, between \u221217 % and 10 % (")


def test_one_share_less_another_is_in_percentage_points() -> None:
    shown = dict(_numbers({"unit": "difference in share of learners", "size": 0.0706, "low": -0.0036, "high": 0.1433}))
    assert shown["Size"].startswith("7 percentage points, between \u22120.4 and 14 (")
