"""What the page says of gaps, their change, who the learners are and the equity index, and what it must not say."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path

import pytest
import yaml

from colsynth.exhibits import equity_index, gap_change, gaps, open_chapter, profile
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit

WHAT = ("gender", "ethnic group", "further support", "two traits")


def nsn(i: int) -> str:
    return f"{1000000007 + 13 * i}"


def results(
    level_of: dict[int, str], term: str = "2026-T3", school: int = 9901, first: int = 0, measure: str = "otj-writing"
) -> list[list[object]]:
    return [[nsn(i), school, measure, level, term, 5] for i, level in enumerate(level_of.values(), start=first)]


def levels(*parts: tuple[str, int]) -> dict[int, str]:
    """Levels of learners in order: ("At", 20), ("Below", 10) ..."""
    return dict(enumerate(level for level, n in parts for _ in range(n)))


def learners(*parts: tuple[str, str, int], more: dict[int, list[object]] | None = None) -> list[list[object]]:
    rows: list[list[object]] = []
    for gender, ethnicity, n in parts:
        rows += [[nsn(len(rows) + i), 9901, 5, gender, ethnicity] for i in range(n)]
    return [["NSN", "School", "Year level", "Gender", "Ethnicity"], *rows]


def opened(root: Path, rows: list[list[object]], roll: list[list[object]] | None = None, **given: object) -> Chapter:
    (root / "params").mkdir(parents=True)
    (root / "sent").mkdir()
    schools = given.pop("schools", [[9901, "Tōtara Flat", 450]])
    head = ["NSN", "School", "Measure", "Level", "Term", "Year level"]
    tables = {"results": [head, *rows], "schools": [["School number", "School name", "EQI"], *schools]}  # type: ignore[misc]
    for name, table in (tables | ({"learners": roll} if roll else {})).items():
        with (root / "sent" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    path = root / "params" / "c.yaml"
    written = {"community": {"id": "c", "name": "C"}, "inputs": "sent"} | given
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return open_chapter("achievement", str(path))


def every(chapter: Chapter) -> list[Exhibit]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = [gaps.between(chapter, what) for what in WHAT]
        shown += [gap_change.moved(chapter), profile.who(chapter), equity_index.between_schools(chapter)]
    json.dumps([[e.record(), [f.record() for f in e.findings]] for e in shown])
    return shown


def boys_behind(root: Path, **given: object) -> Chapter:
    """60 girls, 45 at expectation and 20 of them above; 60 boys, 24 at and 6 above."""
    rows = levels(("Above", 20), ("At", 25), ("Below", 15), ("Above", 6), ("At", 18), ("Below", 36))
    return opened(root, results(rows), learners(("F", "Māori", 60), ("M", "European", 60)), **given)


def cells(exhibit: Exhibit) -> list[dict[str, str]]:
    table = exhibit.record()["table"]
    return [dict(zip([c["key"] for c in table["columns"]], row, strict=True)) for row in table["rows"]]


def test_a_gap_says_both_shares_the_difference_the_ratio_and_the_learners_for_equal_shares(tmp_path: Path) -> None:
    shown = gaps.between(boys_behind(tmp_path), "gender")
    assert "Girls 35 points higher" in shown.title
    threshold, top = cells(shown)
    assert (threshold["share_at"], threshold["share_reference"], threshold["apart"]) == ("75 %", "40 %", "+35")
    assert threshold["times"].startswith("1.88 (")  # 45/60 over 24/60
    assert (threshold["reference"], threshold["verdict"]) == ("Boys", "higher")
    assert (top["mark"], top["share_at"], top["share_reference"]) == ("at the highest level", "33 %", "10 %")
    (finding,) = shown.findings
    assert (finding.size, finding.n, finding.of, finding.basis) == (0.35, 45, 60, "count")
    assert finding.comparison == "Boys, 40 % of 60 learners"
    assert "At the highest level: 33 % and 10 %" in finding.claim
    assert "what school is like for a group" in finding.says_not


def test_a_named_reference_turns_the_gap_round_and_counts_who_would_make_it_equal(tmp_path: Path) -> None:
    shown = gaps.between(boys_behind(tmp_path, compare_with={"gender": "Female"}), "gender")
    threshold = cells(shown)[0]
    assert (threshold["group"], threshold["reference"], threshold["apart"]) == ("Boys", "Girls", "−35")
    assert threshold["learners_for_parity"] == "21"  # 75 % of 60 is 45; 24 are there
    assert "21 more learners would make the shares equal" in shown.findings[0].claim


def test_where_one_side_is_hidden_the_other_is_too(tmp_path: Path) -> None:
    rows = levels(("At", 2), ("Below", 28), ("At", 20), ("Below", 10))
    chapter = opened(tmp_path, results(rows), learners(("F", "Māori", 30), ("M", "European", 30)))
    shown = gaps.between(chapter, "gender")
    threshold = cells(shown)[0]
    hidden = ("share_at", "share_reference", "apart", "limits", "times", "verdict", "learners_for_parity", "like")
    assert {threshold[key] for key in hidden} == {"[c]"}
    assert shown.findings == []
    assert "67 %" not in json.dumps(shown.record(), ensure_ascii=False)


def test_ethnic_groups_overlap_and_say_so_and_prioritised_ones_do_not(tmp_path: Path) -> None:
    rows = results(levels(("At", 20), ("Below", 20), ("At", 12), ("Below", 28)))
    roll = learners(("F", "Māori; European", 15), ("F", "Māori", 25), ("F", "European", 40))
    total = gaps.between(opened(tmp_path / "a", rows, roll, compare_with={"ethnic group": "Pākehā"}), "ethnic group")
    assert "Total response" in total.subtitle
    assert "Some learners are in both groups" in total.caution
    assert [cells(total)[0][key] for key in ("group", "n", "n_reference")] == ["Māori", "40", "55"]
    one = gaps.between(opened(tmp_path / "b", rows, roll, ethnicity="prioritised"), "ethnic group")
    assert "Prioritised" in one.subtitle
    assert [cells(one)[0][key] for key in ("n", "n_reference")] == ["40", "40"]


def two_years(
    root: Path,
    now: tuple[int, int],
    terms: tuple[str, str] = ("2025-T3", "2026-T3"),
    measure: tuple[str, str, str] = ("easttle-writing", "4P", "1B"),
) -> Chapter:
    """120 learners a year, others each time; of 60 Māori 15 were at the mark, of 60 others 45; now `now`."""
    name, at, below = measure
    then = results(levels((at, 15), (below, 45), (at, 45), (below, 15)), terms[0], measure=name)
    x, y = now
    rows = results(levels((at, x), (below, 60 - x), (at, y), (below, 60 - y)), terms[1], first=120, measure=name)
    roll = learners(("F", "Māori", 60), ("F", "European", 60), ("F", "Māori", 60), ("F", "European", 60))
    return opened(root, then + rows, roll)


def test_a_gap_that_narrowed_is_said_with_its_size_and_how_sure(tmp_path: Path) -> None:
    shown = gap_change.moved(two_years(tmp_path, (39, 45)))
    assert "narrowed by 40 points" in shown.title
    (finding,) = shown.findings
    assert (finding.size, finding.direction) == (-0.4, "down")  # European against Māori: from +50 to +10
    assert finding.high is not None
    assert finding.high < 0
    assert "not say that the same learners moved" in finding.says_not
    assert "fewer than 3 schools" in " ".join(finding.strength.reasons)


def test_a_gap_that_moved_by_chance_has_no_clear_change_and_no_finding(tmp_path: Path) -> None:
    shown = gap_change.moved(two_years(tmp_path, (18, 45)))
    assert "no clear change" in shown.title
    assert shown.findings == []


@pytest.mark.parametrize(
    ("terms", "measure"),
    [
        (("2025-T2", "2026-T3"), ("easttle-writing", "4P", "1B")),
        (("2024-T3", "2025-T3"), ("otj-writing", "At", "Below")),
    ],
)
def test_unlike_terms_and_terms_across_a_break_are_not_held_against_each_other(
    tmp_path: Path, terms: tuple[str, str], measure: tuple[str, str, str]
) -> None:
    shown = gap_change.moved(two_years(tmp_path, (39, 45), terms, measure))
    assert shown.table is None
    assert "two like terms since it last changed" in shown.title


def test_a_profile_counts_all_on_the_roll_and_lets_no_learner_stand_alone(tmp_path: Path) -> None:
    roll = learners(("F", "Māori; European", 20), ("F", "Pacific", 5), ("M", "European", 24), ("X", "Asian", 1))
    shown = profile.who(opened(tmp_path, results(levels(("At", 50))), roll))
    by = {(row["trait"], row["group"]): (row["n"], row["share"]) for row in cells(shown)}
    assert by["gender", "Male or Another gender"] == ("25", "50 %")  # the one would be 50 less 25 less 24
    assert by["ethnic group", "European"] == ("44", "88 %")
    assert by["ethnic group", "Māori"] == ("20", "40 %")
    assert by["ethnic group", "Asian"] == ("[c]", "[c]")
    assert "Not recorded at all: learning support and English learners" in shown.caution


def test_results_stand_against_the_index_only_where_schools_are_named(tmp_path: Path) -> None:
    rows = [row for s in range(3) for row in results(levels(("At", 12), ("Below", 8)), school=9901 + s, first=20 * s)]
    schools = [[9901 + s, f"School {s}", 430 + 20 * s] for s in range(3)]
    coded = equity_index.between_schools(opened(tmp_path / "a", rows, schools=schools))
    assert coded.table is None
    assert "would name its school" in coded.title
    named = equity_index.between_schools(opened(tmp_path / "b", rows, schools=schools, school_names="shown"))
    assert "with 3 schools, whether results go with the equity index cannot be told" in named.title
    assert "more barriers" in named.subtitle
    assert "regression" not in json.dumps(named.chart)


def test_from_twenty_schools_a_line_is_drawn_with_its_limits(tmp_path: Path) -> None:
    rows = [
        row
        for s in range(20)
        for row in results(levels(("At", 25 - s), ("Below", 5 + s)), school=9901 + s, first=30 * s)
    ]
    schools = [[9901 + s, f"School {s}", 400 + 5 * s] for s in range(20)]
    shown = equity_index.between_schools(opened(tmp_path, rows, schools=schools, school_names="shown"))
    # Each 5 of the index is one learner in thirty: 10 / 30 for 50, exactly on a line
    assert "lower where barriers are more (−33 points for 50 more of the index" in shown.title
    assert "regression" in json.dumps(shown.chart)


@pytest.mark.parametrize(
    ("counts", "roll"),
    [
        ((("At", 1),), (("F", "Māori", 1),)),
        ((("At", 40),), (("F", "Māori", 20), ("M", "European", 20))),
        ((("At", 20), ("Below", 20)), (("F", "Māori", 4), ("M", "European", 36))),
        ((("At", 20), ("Below", 20)), (("", "", 40),)),
        ((("absent", 40),), (("F", "Māori", 20), ("M", "European", 20))),
    ],
)
def test_the_smallest_and_most_even_input_reads_well(
    tmp_path: Path, counts: tuple[tuple[str, int], ...], roll: tuple[tuple[str, str, int], ...]
) -> None:
    shown = every(opened(tmp_path, results(levels(*counts)), learners(*roll)))
    assert all(exhibit.title for exhibit in shown)
    assert all(finding.size is not None for exhibit in shown for finding in exhibit.findings)


def test_without_a_register_of_learners_there_is_one_line_each(tmp_path: Path) -> None:
    shown = every(opened(tmp_path, results(levels(("At", 20), ("Below", 20)))))
    assert [exhibit.table for exhibit in shown] == [None] * len(shown)
