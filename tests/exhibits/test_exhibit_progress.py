"""What the exhibits of progress say with norms, without, with few learners, and where a number must not be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_exhibit_breaks import community

from colsynth.exhibits import Chapter, at_mark, growth_percentiles, low_starts, open_chapter, progress
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.matching import matched_in_words

HEAD: list[object] = ["NSN", "School", "Measure", "Score", "Term", "Year level"]
NORMS = "measure,year_level,term,mean,sd,source\n" + "".join(
    f"pat-mathematics,{year},1,{30 + 7 * year},13,invented\n" for year in range(3, 8)
)


def scores(n: int, gain: int, terms: tuple[str, str] = ("2025-T1", "2026-T1")) -> list[list[object]]:
    """`n` learners of Year 4 in two schools, who gain `gain` points, give or take two."""
    return [
        [
            f"{1000000007 + 13 * i}",
            9901 + i % 2,
            "pat-mathematics",
            30 + i % 17 + when * (gain + i // 2 % 5 - 2),
            term,
            y,
        ]
        for i in range(n)
        for when, (term, y) in enumerate(zip(terms, (4, 5), strict=True))
    ]


def chapter_of(root: Path, rows: list[list[object]], norms: str = "") -> Chapter:
    settings = community(root, [], results=[HEAD, *rows])
    if norms:
        folder = root / "data" / "reference" / "norms"
        folder.mkdir(parents=True)
        (folder / "own.csv").write_text(norms, encoding="utf-8")
    return open_chapter("achievement", settings)


def every(chapter: Chapter) -> list[Exhibit]:
    made = (progress.gains, progress.gains_by_school, at_mark.at_mark, at_mark.composition, low_starts.low_starts)
    return [make(chapter) for make in (*made, growth_percentiles.growth_percentiles)]


def test_a_gain_beyond_the_norms_is_said_with_its_terms_worth(tmp_path: Path) -> None:
    shown = progress.gains(chapter_of(tmp_path, scores(60, 10), NORMS))
    assert shown.title == "Mathematics, PAT: 10 points gained, more than the 7 expected."
    (finding,) = shown.findings
    assert "nearly all of the 60 learners who could be matched gained 10 points" in finding.claim
    assert "5.7 terms' worth of progress in 4 terms: more than expected" in finding.claim
    assert (finding.direction, finding.comparison) == ("up", "expected growth of the tool's norms")
    assert finding.size == pytest.approx(3, abs=0.01)
    assert finding.low is not None
    assert 0 < finding.low < 3


def test_without_norms_the_gain_stands_and_the_title_says_what_cannot_be_told(tmp_path: Path) -> None:
    shown = progress.gains(chapter_of(tmp_path, scores(60, 10)))
    assert "cannot be told without norms" in shown.title
    assert "norms are licensed" in shown.caution
    assert shown.findings[0].comparison == "the same learners before"


def test_four_learners_of_a_school_are_shown_nowhere(tmp_path: Path) -> None:
    rows = [row if index >= 8 else [row[0], 9905, *row[2:]] for index, row in enumerate(scores(60, 10))]
    shown = progress.gains_by_school(chapter_of(tmp_path, rows, NORMS))
    (cells,) = [row for row in shown.record()["table"]["rows"] if "too few" in row]
    assert cells[2:4] == ["[c]", "[c]"]  # how many could be matched, and how many were
    assert not any(character.isdigit() for cell in cells[5:] for character in cell)


@pytest.mark.parametrize("n", [1, 4, 12])
def test_a_handful_of_learners_reads_well(tmp_path: Path, n: int) -> None:
    for exhibit in every(chapter_of(tmp_path, scores(n, 10), NORMS)):
        text = json.dumps(exhibit.record(), ensure_ascii=False)
        assert exhibit.title
        assert "nan" not in text.casefold().replace("finan", "")


def test_one_term_has_no_progress_and_says_so(tmp_path: Path) -> None:
    rows = [row for row in scores(20, 10) if row[4] == "2025-T1"]
    for exhibit in every(chapter_of(tmp_path, rows)):
        assert exhibit.chart is None
        assert exhibit.title.endswith(".")


def test_growth_percentiles_are_refused_in_a_small_community(tmp_path: Path) -> None:
    shown = growth_percentiles.growth_percentiles(chapter_of(tmp_path, scores(60, 10)))
    assert "need 1000 learners" in shown.title
    assert shown.table is None


def test_moves_are_hidden_together_where_one_of_them_is_small(tmp_path: Path) -> None:
    def level(i: int, when: int) -> str:
        at = i % 3 > 0 if when == 0 else i % 3 > 0 or i in (0, 3)  # two learners come to the mark, nobody falls
        return "At" if at else "Below"

    rows = [
        [f"{1000000007 + 13 * i}", 9901, "otj-writing", level(i, when), term, 4]
        for i in range(60)
        for when, term in enumerate(("2025-T2", "2025-T4"))
    ]
    head = ["NSN", "School", "Measure", "Level", "Term", "Year level"]
    chapter = open_chapter("achievement", community(tmp_path, [], results=[head, *rows]))
    shown = at_mark.at_mark(chapter)
    (row,) = shown.record()["table"]["rows"]
    assert row[4:10] == ["[c]"] * 6
    assert "%" not in shown.findings[0].claim
    assert shown.findings[0].size is None


@pytest.mark.parametrize(("newcomers", "hidden"), [(0, False), (4, True), (30, False)])
def test_moves_are_hidden_where_the_shares_of_all_would_give_newcomers_back(
    tmp_path: Path, newcomers: int, hidden: bool
) -> None:
    def level(i: int, when: int) -> str:
        return "At" if (i + when * (i % 5 > 1)) % 2 else "Below"

    rows = [
        [f"{1000000007 + 13 * i}", 9901, "otj-writing", level(i, when), term, 4]
        for i in range(80 + newcomers)
        for when, term in enumerate(("2025-T2", "2025-T4"))
        if i < 60 or when == (i >= 80)  # twenty of the eighty of then have no result later
    ]
    head = ["NSN", "School", "Measure", "Level", "Term", "Year level"]
    chapter = open_chapter("achievement", community(tmp_path, [], results=[head, *rows]))
    shown = at_mark.at_mark(chapter)
    (row,) = shown.record()["table"]["rows"]
    assert ("[c]" in row[4:11]) == hidden
    assert ("%" in shown.findings[0].claim) != hidden
    assert (shown.findings[0].size is None) == hidden


def test_how_many_were_not_matched_is_not_said_where_they_are_few() -> None:
    assert matched_in_words(412, 467, 5) == "412 of the 467 learners who could be matched"
    assert matched_in_words(92, 93, 5) == "nearly all of the 93 learners who could be matched"
