"""What the page says of single indicators: what fits, on what evidence, and what is worth a conversation."""

from __future__ import annotations

import json
import re

import pytest
from rated_chapters import ERO, LESSONS, Row, by_people, by_school, rated

from colsynth.exhibits import practice_best_fit, practice_inversions

COLUMN_1, COLUMN_2 = [f"2.1.{i}" for i in range(1, 6)], [f"2.2.{i}" for i in range(1, 6)]


def area_2(school: int, first: str, second: str, whole: str | None = None, **more: str) -> list[Row]:
    """A school that places all of columns 1 and 2 of an area alike, and the area as a whole."""
    rows = [by_school(school, first, "2", indicator=id, **more) for id in COLUMN_1]
    rows += [by_school(school, second, "2", indicator=id, **more) for id in COLUMN_2]
    return [*rows, by_school(school, whole, "2")] if whole else rows


def test_the_best_fit_stands_beside_where_the_area_was_placed() -> None:
    rows = [row for i in range(5) for row in area_2(i, "1", "1", "2", evidence="minutes")]
    [exhibit] = practice_best_fit.best_fit(rated(rows))
    assert exhibit.title == (
        "Best fits are at Column 1 in 1 area rated by indicator; most schools placed 1 of them higher as a whole."
    )
    [finding] = exhibit.findings
    assert "the best fit is Column 1 at 5 of 5 schools; as a whole the area was placed higher by 5" in finding.claim
    assert finding.strength.grade == 3  # all five members, with evidence


def test_indicators_that_are_only_asserted_do_not_make_a_claim_stronger() -> None:
    [exhibit] = practice_best_fit.best_fit(rated([row for i in range(5) for row in area_2(i, "1", "2")]))
    assert exhibit.findings[0].strength.grade == 0


def test_a_framework_without_indicators_under_stages_has_no_best_fit() -> None:
    rows = [by_school(0, "2", "1", indicator="1.1", framework=LESSONS)]
    [exhibit] = practice_best_fit.best_fit(rated(rows, (ERO, LESSONS)))
    assert exhibit.title.startswith("No indicators that stand under stages")


def test_of_single_people_no_small_number_is_told() -> None:
    alike = [row | {"indicator": id} for id in COLUMN_1 for row in by_people("teacher", "000001", "2")]
    later = [row | {"indicator": id} for id in COLUMN_2 for row in by_people("teacher", "222222", "2")]
    words = {"0": "not yet evident"}
    rows = [row | {"stage": words.get(row["stage"], row["stage"])} for row in [*alike, *later]]
    [exhibit] = practice_best_fit.best_fit(rated(rows))
    table = exhibit.record()["table"]
    assert [row[-1:] for row in table["rows"]] == [["6"], ["6"], ["6"]]
    assert "Best fit" not in str(table["columns"]), "what is left of six where two numbers are shown is one person"
    assert exhibit.findings == []
    [prompts] = practice_inversions.inversions(rated(rows))
    assert prompts.title == practice_inversions.NOTHING  # five of six would tell of the sixth
    [few] = practice_best_fit.best_fit(rated(rows[:4]))
    assert set(re.findall(r"\d", "".join(cell for row in few.record()["table"]["rows"] for cell in row[2:]))) == set()


def test_a_prompt_shows_both_sentences_and_both_placements() -> None:
    rows = [by_school(i, stage, id[0], indicator=id) for i in range(2) for id, stage in
            (("1.1.4", "not yet evident"), ("1.3.4", "3"))]  # fmt: skip
    [exhibit] = practice_inversions.inversions(rated(rows + area_2(2, "not yet evident", "2")))
    first, second = exhibit.record()["table"]["rows"]
    assert exhibit.title == "2 pairs of placements are a prompt to talk."
    assert (first[0], first[2], first[4], first[5:]) == (
        "later without its kin", "Not yet evident: 2", "Column 3: 2", ["2", "2"],
    )  # fmt: skip
    assert first[1].startswith("1.1.4 Leaders ask students")
    assert second[:3] == [
        "later stage before earlier",
        "Communication and relational trust: Column 1",
        "mostly not met",
    ]
    assert "not a fault" in exhibit.caution


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [by_school(0, "2")],
        [by_school(0, "not applicable", "2", indicator=id) for id in COLUMN_1],
        [by_school(0, None, "2", indicator=id) for id in COLUMN_1],
        area_2(0, "not yet evident", "not yet evident", "not yet evident"),
        [{"area": "2", "indicator": id, "stage": "1", "placed_by": "consensus"} for id in COLUMN_1],
        [{"area": "2", "indicator": "2.3.1", "stage": "3", "placed_by": "consensus"}],
        [by_school(0, "1", "2", indicator="2.1.1", term=None)],
        [row | {"indicator": "2.1.1"} for row in by_people(None, "1", "2")],
    ],
)
@pytest.mark.filterwarnings("error")
def test_little_or_odd_ratings_have_a_page_that_reads(rows: list[Row]) -> None:
    for show in (practice_best_fit.best_fit, practice_inversions.inversions):
        for exhibit in show(rated(rows)):
            told = json.dumps(exhibit.record(), ensure_ascii=False) + " ".join(f.claim for f in exhibit.findings)
            assert exhibit.title.endswith(".")
            assert not re.search(r"\b(nan|NaN)\b|<NA>", told)
