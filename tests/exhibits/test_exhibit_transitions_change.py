"""The change at the move on the page: against whom, how much, and what it cannot say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_chapters import settings_of, sheets
from moving_communities import community
from tested_movers import MATHS, chapter_of, of_maths

from colsynth.exhibits import open_chapter
from colsynth.exhibits.transitions_change import NONE, at_the_move
from colsynth.exhibits.transitions_change_by_pair import by_pair
from colsynth.exhibits.transitions_change_words import limited
from colsynth.exhibits.transitions_matching import followed_across
from colsynth.exhibits.transitions_recovery import recovery


def test_the_headline_is_held_against_learners_who_did_not_move(tmp_path: Path) -> None:
    shown = at_the_move(chapter_of(tmp_path, of_maths()))
    assert "Year 6 to Year 7, Mathematics, PAT: learners who moved into School" in shown.title
    assert shown.title.endswith(
        "points less than learners who did not move. 1 more comparison below, 1 with a clear difference."
    )
    finding = shown.findings[0]
    assert finding.comparison == "learners who did not move"
    assert finding.size == pytest.approx(-4, abs=0.5)
    assert finding.unit == "points more than those who did not move"
    assert finding.direction == "down"
    assert "not the feeder's quality" in finding.says_not
    assert "moving into School" in finding.says_not
    assert shown.chart is not None


def test_a_limit_that_leaves_out_no_change_is_never_written_as_none() -> None:
    assert limited(-2.5, -4.9, -0.04, "score") == "\u22122.5 (\u22124.9 to \u22120.04)"
    assert limited(-0.05, -0.1, -0.003, "share") == "\u22125 (\u221210 to \u22120.3)"
    assert limited(1.0, 0.0, 2.0, "score") == "+1 (0 to +2)"


def test_year_levels_beside_are_called_a_weaker_comparison(tmp_path: Path) -> None:
    shown = at_the_move(chapter_of(tmp_path, of_maths(times=2)))
    (finding,) = [finding for finding in shown.findings if "Year 8" in finding.question]
    assert finding.comparison == "learners a year level above or below who did not move"
    assert "a weaker comparison" in finding.claim
    assert any("indirect" in reason for reason in finding.strength.reasons)


def test_a_ruler_that_changed_is_named_and_no_number_given(tmp_path: Path) -> None:
    shown = at_the_move(chapter_of(tmp_path, community()))
    assert shown.title.startswith("A change at the move cannot be told: the tool or its rules changed")
    assert shown.table is None
    ((_, items),) = shown.lists
    assert "revised Years 0-10" in items[0]


def test_a_summer_that_everyone_loses_is_no_dip(tmp_path: Path) -> None:
    shown = at_the_move(chapter_of(tmp_path, of_maths(-6, -6)))
    assert "no clear difference from learners who did not move (95 % interval \u2212" in shown.title
    saying = [finding.says_not for finding in shown.findings if "no clear difference" in finding.claim]
    assert saying
    assert all("It does not say that there is no dip: one of up to " in says for says in saying)


def test_what_few_learners_did_is_shown_nowhere(tmp_path: Path) -> None:
    made = of_maths()
    kept = {row["NSN"] for row in made["results"] if row["School number"] == "9905" and row["Term"] == "2026-T1"}
    few = set(sorted(kept)[:4])
    rows = [row for row in made["results"] if row["School number"] != "9905" or row["NSN"] in few]
    shown = at_the_move(chapter_of(tmp_path, made | {"results": rows}))
    cells = [row for row in (shown.record()["table"] or {"rows": []})["rows"] if row[0] == "Year 6 to Year 7"]
    assert all(cell in ("[c]", "[z]", "") for row in cells for cell in (*row[3:5], *row[6:13]))


def test_pairs_stand_in_the_order_of_schools_and_leave_no_few_over(tmp_path: Path) -> None:
    shown = by_pair(chapter_of(tmp_path, of_maths(times=2)))
    assert shown.title == "Of 4 pairs of schools: lower than those who did not move in 4."
    steps = [row[0] for row in shown.record()["table"]["rows"]]
    assert steps == ["Year 6 to Year 7"] * 2 + ["Year 8 to Year 9"] * 2
    assert shown.chart is not None


def test_the_second_term_says_whether_they_came_level(tmp_path: Path) -> None:
    shown = recovery(chapter_of(tmp_path, of_maths(times=2, later=4)))
    assert "have caught up with learners who did not move" in shown.title
    finding = shown.findings[0]
    assert "after \u22124 (" in finding.claim
    assert "no proof that there is none" in finding.says_not


def test_all_who_were_sent_are_seen_again(tmp_path: Path) -> None:
    shown = followed_across(chapter_of(tmp_path, of_maths()))
    assert shown.title == (
        "Year 6 to Year 7: all 60 learners due to move on are seen again; 100 % have results on both sides of the move."
    )
    assert not shown.findings


def test_a_loss_is_said_to_describe_those_who_stayed(tmp_path: Path) -> None:
    made = of_maths(times=2)
    gone = {row["NSN"] for row in made["students"][::3]}
    lost = [row for row in made["students"] if row["NSN"] not in gone or "Exit date" not in row or row["Exit date"]]
    results = [row for row in made["results"] if row["NSN"] not in gone or row["Term"] < "2026"]
    shown = followed_across(chapter_of(tmp_path, made | {"students": lost, "results": results}))
    assert "describes those who stayed" in shown.title
    finding = shown.findings[0]
    assert (finding.population, finding.n is not None) == ("learners", True)
    assert finding.low is not None
    assert finding.size is not None
    assert finding.low < finding.size


@pytest.mark.parametrize("make", [at_the_move, by_pair, recovery, followed_across])
def test_a_community_without_moves_reads_well(tmp_path: Path, make: object) -> None:
    shown = make(open_chapter("transitions", settings_of(tmp_path, sheets())))  # type: ignore[operator]
    assert shown.title.endswith(".")
    assert shown.table is None
    assert "nan" not in json.dumps(shown.record())


def test_nothing_is_said_where_only_one_term_has_results(tmp_path: Path) -> None:
    made = of_maths()
    rows = [row for row in made["results"] if row["Term"] < "2026" and row["Measure"] == MATHS]
    assert at_the_move(chapter_of(tmp_path, made | {"results": rows})).title == NONE


def test_groups_of_gender_are_left_out_where_the_rest_would_be_a_few(tmp_path: Path) -> None:
    made = of_maths()
    few = [row["NSN"] for row in made["students"] if row["School number"] == "9901"][:3]
    students = [row | {"Gender": ""} if row["NSN"] in few else row for row in made["students"]]
    results = [row | {"Gender": ""} if row["NSN"] in few else row for row in made["results"]]
    shown = followed_across(chapter_of(tmp_path, made | {"students": students, "results": results}))
    groups = [row[2] for row in shown.record()["table"]["rows"] if row[0] == "Year 6 to Year 7"]
    assert "Female" not in groups
    assert "Māori" in groups
