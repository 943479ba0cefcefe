"""The last judgement before a move beside the first result after it, and those who stayed over the same summer."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from colsynth.analyses.transitions.judgement_pairs import PAIRS, pairs_across
from colsynth.analyses.transitions.judgements import (
    COLUMNS,
    beside_stayers,
    judged_across,
    on_levels,
    verdict_of,
)
from colsynth.reference.mappings import Table, load_mappings
from colsynth.reference.measures import load_measures

MEASURES, MAPPINGS = load_measures(), list(load_mappings().values())
Row = dict[str, object]
TYPES = {
    "level": "str", "scale_score": "Float64", "expected": "boolean", "year_level": "Int64", "moderated": "boolean",
    "date": "datetime64[ns]", "class_label": "str",
}  # fmt: skip


def result(student: str, school: str, term: str, expected: bool | None = True, **values: object) -> Row:
    row: Row = {
        "student": student, "school": school, "measure": "otj-writing", "term": term, "date": pd.NaT, "year_level": 6,
        "level": "At" if expected else "Below", "scale_score": None, "expected": expected, "class_label": "",
        "moderated": None,
    }  # fmt: skip
    return row | values


def turn(student: str, from_school: str = "A", to_school: str = "X", year: int = 2026, **values: object) -> Row:
    moved = from_school != to_school
    row: Row = {
        "student": student, "year": year, "step": "Year 6 to Year 7" if moved else "", "from_school": from_school,
        "to_school": to_school, "was": "moved on" if moved else "stayed", "year_before": 6, "year_after": 7,
    }  # fmt: skip
    return row | values


def pairs(results: list[Row], turns: list[Row], mappings: list[Table] = MAPPINGS) -> pd.DataFrame:
    told = pd.DataFrame(results, columns=list(result("s", "A", "2026-T1"))).astype(TYPES)
    moved = pd.DataFrame(turns, columns=list(turn("s"))).astype({"year_before": "Int64", "year": "Int64"})
    return pairs_across(told, moved, MEASURES, mappings)


def community(cells: dict[tuple[str, str], tuple[int, int, int, int]]) -> pd.DataFrame:
    """For each from and to: at the mark at both, at the first alone, at the second alone, at neither."""
    results, turns = [], []
    for (sent, received), counts in cells.items():
        answers = [(b, a) for (b, a), n in zip(((1, 1), (1, 0), (0, 1), (0, 0)), counts, strict=True) for _ in range(n)]
        for i, (before, after) in enumerate(answers):
            student = f"{sent}{received}{i}"
            turns.append(turn(student, sent, received))
            results.append(result(student, sent, "2025-T4", bool(before)))
            results.append(result(student, received, "2026-T1", bool(after)))
    return pairs(results, turns)


def test_the_last_before_the_move_stands_beside_the_first_after_it_at_the_schools_of_the_move() -> None:
    found = pairs(
        [
            result("a", "A", "2025-T3", False), result("a", "A", "2025-T4", True),
            result("a", "X", "2025-T4", False),  # judged at the new school before the move
            result("a", "X", "2026-T1", False), result("a", "X", "2026-T2", True),
        ],
        [turn("a")],
    )  # fmt: skip
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["term_before"], row["term_after"]) == ("2025-T4", "2026-T1")
    assert (row["before_at"], row["after_at"], row["ruler"]) == (True, False, "same tool")
    assert row["bands"] == "Well below|Below|At|Above"
    assert (row["before_band"], row["after_band"]) == (2, 1)


def test_results_more_than_two_terms_apart_are_no_pair() -> None:
    assert pairs([result("a", "A", "2025-T3"), result("a", "X", "2026-T2")], [turn("a")]).empty
    assert len(pairs([result("a", "A", "2025-T4"), result("a", "X", "2026-T2")], [turn("a")])) == 1


def test_two_tests_are_no_pair_and_neither_are_two_subjects() -> None:
    test = {"measure": "easttle-writing", "level": "3B"}
    assert pairs([result("a", "A", "2025-T4", **test), result("a", "X", "2026-T1", **test)], [turn("a")]).empty
    other = {"measure": "otj-reading"}
    assert pairs([result("a", "A", "2025-T4"), result("a", "X", "2026-T1", **other)], [turn("a")]).empty
    assert len(pairs([result("a", "A", "2025-T4"), result("a", "X", "2026-T1", **test)], [turn("a")])) == 1


def test_weeks_are_counted_where_both_days_are_known() -> None:
    days = {"2025-T4": pd.Timestamp(2025, 12, 1), "2026-T1": pd.Timestamp(2026, 3, 9)}
    found = pairs(
        [result("a", "A", "2025-T4", date=days["2025-T4"]), result("a", "X", "2026-T1", date=days["2026-T1"]),
         result("b", "A", "2025-T4"), result("b", "X", "2026-T1", date=days["2026-T1"])],
        [turn("a"), turn("b")],
    ).set_index("student")["weeks"]  # fmt: skip
    assert found["a"] == 14
    assert pd.isna(found["b"])


def test_a_mark_that_looks_to_the_end_of_the_year_is_another_mark_and_no_direction_is_told() -> None:
    found = pairs(
        [result("a", "A", "2025-T4"), result("a", "X", "2026-T1", measure="progress-writing", level="Proficient")],
        [turn("a")],
    )
    assert list(found["marks_apart"]) == [True]
    assert verdict_of(40, 0.2, 0.5, 0.4, marks_apart=True) == "different marks"
    assert verdict_of(9, 0.2, 0.5, 0.4, marks_apart=True) == "too few"


@pytest.mark.parametrize(
    ("test_at", "score", "level", "bands", "at"),
    [
        ("after", 40.0, "Consolidating", (1, 2), (False, True)),
        ("after", 20.0, "Proficient", (2, 0), (True, False)),
        ("before", 30.0, "Exceeding", (1, 2), (False, True)),
    ],
)
def test_a_dated_mapping_reads_a_test_on_either_side_in_the_levels_of_the_judgement(
    test_at: str, score: float, level: str, bands: tuple[int, int], at: tuple[bool, bool]
) -> None:
    year = 2027
    table = [
        table.model_copy(update={"cuts": {6: table.cuts[4], 7: table.cuts[4]}, "starts": date(2026, 1, 1)})
        for table in MAPPINGS
    ]
    sides = {"before": ("A", "2026-T4", 6), "after": ("X", "2027-T1", 7)}
    rows = []
    for side, (school, term, year_level) in sides.items():
        held = {"year_level": year_level, "date": pd.Timestamp(int(term[:4]), 2 if side == "after" else 11, 16)}
        if side == test_at:
            rows.append(result("a", school, term, None, measure="pat-reading", level=None, scale_score=score, **held))
        else:
            expected = level in ("Proficient", "Exceeding")
            rows.append(result("a", school, term, expected, measure="progress-reading", level=level, **held))
    found = pairs(rows, [turn("a", year=year)], table).iloc[0]
    assert (found["ruler"], found["interim"]) == ("mapping", True)
    assert (found["before_at"], found["after_at"]) == at
    assert (found["before_band"], found["after_band"]) == bands
    assert found["bands"] == "below Consolidating|Consolidating|Proficient to Exceeding"


def test_shares_and_their_limits_are_those_of_pairs() -> None:
    """Of 24 alike of 40: R prop.test(24, 40, correct = FALSE). Of 12 and 4 of 40 that differ: Tango's score, its
    likelihood maximised by R's optimize and its roots found by uniroot."""
    row = judged_across(community({("A", "X"): (20, 12, 4, 4)}), {}).iloc[0]
    assert (row["n"], row["n_alike"], row["n_before_only"], row["n_after_only"]) == (40, 24, 12, 4)
    assert (row["before_share"], row["after_share"]) == (0.8, 0.6)
    assert row["difference"] == pytest.approx(0.2)
    assert (row["alike_low"], row["alike_high"]) == pytest.approx((0.4459589, 0.7365167), abs=1e-7)
    assert (row["low"], row["high"]) == pytest.approx((0.0043208, 0.3840388), abs=1e-6)
    assert row["verdict"] == "sending school higher"
    assert (row["stayed"], row["beside"], row["basis"]) == ("nobody to compare with", "cannot be told", "count")


def test_schools_are_parts_of_all_and_a_receiver_is_told_apart_where_each_has_enough() -> None:
    of_a = {("A", "X"): (6, 2, 2, 2), ("A", "Y"): (5, 2, 2, 2)}
    of_b = {("B", "X"): (9, 0, 0, 3), ("B", "Y"): (2, 1, 0, 0)}
    found = judged_across(community(of_a | of_b), {})
    ends = list(zip(found["from_school"], found["to_school"], found["n"], strict=True))
    assert ends == [("", "", 38), ("A", "X", 12), ("A", "Y", 11), ("B", "", 15)]


def test_below_ten_learners_nothing_is_said() -> None:
    found = judged_across(community({("A", "X"): (6, 3, 0, 0)}), {})
    assert list(found["verdict"]) == ["too few", "too few"]
    assert list(found["beside"]) == ["cannot be told", "cannot be told"]


def test_those_who_stayed_in_two_schools_at_the_same_age_stand_beside_movers() -> None:
    """Newcombe's method 10 for 12 of 40 less 30 of 40, from R prop.test(x, n, correct = FALSE)$conf.int of each."""
    stayers = {("P", "P"): (10, 3, 2, 5), ("Q", "Q"): (9, 3, 2, 6)}
    found = judged_across(community({("A", "X"): (6, 20, 8, 6)} | stayers), {})
    row = found.iloc[0]
    assert (row["stayed"], row["stayed_n"], row["stayed_alike"]) == ("same age", 40, 0.75)
    assert row["less"] == pytest.approx(-0.45)
    assert (row["less_low"], row["less_high"]) == pytest.approx((-0.6109744, -0.2334493), abs=1e-7)
    assert row["beside"] == "less alike"


def test_one_school_of_stayers_is_not_enough_and_a_year_level_beside_is_labelled() -> None:
    one = community({("A", "X"): (12, 2, 2, 2), ("P", "P"): (10, 3, 2, 5)})
    assert judged_across(one, {})["stayed"].iloc[0] == "a year level apart"  # of one school, so not as the same age
    four = community({("A", "X"): (12, 2, 2, 2), ("P", "P"): (10, 3, 2, 5), ("Q", "Q"): (2, 1, 1, 0)})
    assert judged_across(four, {})["stayed"].iloc[0] == "a year level apart"  # four learners are no second school
    far = one.assign(year_before=one["year_before"].where(one["was"] == "moved on", 3))
    assert judged_across(far, {})["stayed"].iloc[0] == "nobody to compare with"


def test_only_the_newest_year_is_told() -> None:
    old = community({("A", "X"): (12, 2, 2, 2)})
    both = pd.concat([old.assign(year=2025), old.assign(year=2026).iloc[:11]], ignore_index=True)
    found = judged_across(both, {})
    assert set(found["year"]) == {2026}
    assert found["n"].iloc[0] == 11
    few = pd.concat([old.assign(year=2025), old.assign(year=2026).iloc[:9]], ignore_index=True)
    assert set(judged_across(few, {})["year"]) == {2025}  # nine of a new year do not hide the last one


def test_on_levels_prevalence_stands_beside_kappa() -> None:
    """Where all lie on two levels beside each other the weights cancel: R vcd::Kappa(rbind(c(14, 6), c(7, 5)))."""
    row = on_levels(community({("A", "X"): (14, 6, 7, 5)}), {}).iloc[0]
    assert (row["n"], row["n_exact"], row["n_within"]) == (32, 19, 32)
    assert (row["before_share"], row["after_share"]) == (20 / 32, 21 / 32)
    assert row["kappa"] == pytest.approx(0.1186, abs=1e-4)
    assert on_levels(community({("A", "X"): (4, 6, 7, 5)}), {})["kappa"].isna().all()  # fewer than thirty


def test_one_in_a_word_about_stayers_needs_limits_that_leave_none_out() -> None:
    assert beside_stayers(-0.2, 0.1) == "no clear difference"
    assert beside_stayers(-0.3, -0.1) == "less alike"
    assert beside_stayers(0.1, 0.3) == "more alike"
    assert beside_stayers(float("nan"), float("nan")) == "cannot be told"


def test_classes_widen_the_limits() -> None:
    drawn = community({("A", "X"): (40, 12, 4, 4)})
    in_classes = drawn.assign(class_before=[f"room {i // 30}" for i in range(len(drawn))])
    alone, allowed = (judged_across(of, {"otj-writing": 0.1}).iloc[0] for of in (drawn, in_classes))
    assert (alone["basis"], allowed["basis"]) == ("count", "classes")
    assert allowed["low"] < alone["low"]


def test_without_anybody_the_frames_are_empty_with_their_columns() -> None:
    none = pairs([], [])
    assert list(none.columns) == list(PAIRS)
    assert list(judged_across(none, {}).columns) == list(COLUMNS)
    assert on_levels(none, {}).empty
