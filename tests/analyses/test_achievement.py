"""Shares by measure and group, on sheets small enough to count by hand."""

from datetime import date

import pandas as pd
import pytest

from colsynth.analyses import achievement as analysis
from colsynth.reference.ethnicity import load_ethnic_groups
from colsynth.reference.measures import load_measures
from colsynth.reference.terms import load_calendar
from colsynth.registers.declared import load_registers

REGISTERS = load_registers(None)
MEASURES = load_measures()
GROUPS = load_ethnic_groups()


def register(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    empty = REGISTERS[name].empty_frame()
    frame = pd.concat([empty, pd.DataFrame(rows)], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    return frame.astype({c: t for c, t in empty.dtypes.items() if c in frame})


def result(student: str, level: str | None, day: str = "2026-08-03", **more: object) -> dict[str, object]:
    values: dict[str, object] = {"student": student, "school": "1", "measure": "otj-writing", "level": level}
    term = load_calendar().term_of(date.fromisoformat(day))
    return values | {"date": pd.Timestamp(day), "term": term, "year_level": 5} | more


def results(rows: list[dict[str, object]], students: list[dict[str, object]] | None = None) -> pd.DataFrame:
    people = register("students", students or [])
    return analysis.results_by_learner(register("achievement", rows), people, MEASURES, "2026-T3")


def test_the_last_result_of_a_term_is_the_one_that_counts() -> None:
    found = results([result("a", "Below", "2026-07-21"), result("a", "At", "2026-09-01")])
    assert found["expected"].tolist() == [True]


def test_a_later_term_is_not_in_an_earlier_report() -> None:
    assert results([result("a", "At", "2026-10-20")]).empty


def test_absent_is_no_result_and_not_below() -> None:
    found = results([result("a", None, missing="absent"), result("b", "At")])
    shares = analysis.shares(found, "all learners", GROUPS, {})
    assert shares[["n", "n_at"]].values.tolist() == [[1, 1]]


def test_an_expectation_by_year_level_is_held_against_the_learners_year() -> None:
    rows = [result(s, "3P", measure="easttle-reading", year_level=y) for s, y in (("a", 6), ("b", 7), ("c", None))]
    assert results(rows)["expected"].tolist() == [True, False, pd.NA]


def test_total_response_counts_a_learner_in_every_group_and_prioritised_in_one() -> None:
    groups = {"a": "European|Māori", "b": "European"}
    students: list[dict[str, object]] = [{"student": s, "school": "1", "ethnicities": g} for s, g in groups.items()]
    found = results([result("a", "At"), result("b", "Below")], students)
    total = analysis.shares(found, "ethnic group", GROUPS, {}).set_index("group")["n"].to_dict()
    assert total == {"European": 2, "Māori": 1}
    found = analysis.prioritised(found, GROUPS)
    one = analysis.shares(found, "ethnic group", GROUPS, {}).set_index("group")["n"].to_dict()
    assert one == {"European": 1, "Māori": 1}


def test_the_highest_level_is_counted_beside_the_threshold() -> None:
    found = results([result("a", "Above"), result("b", "At"), result("c", "Below")])
    shares = analysis.shares(found, "all learners", GROUPS, {}, marks=("expected", "top")).set_index("mark")["n_at"]
    assert shares.to_dict() == {"at or above expectation": 2, "at the highest level": 1}


def test_year_levels_stand_in_their_order() -> None:
    found = results([result(str(y), "At", year_level=y) for y in (10, 2, 9)])
    assert analysis.shares(found, "year level", GROUPS, {})["group"].tolist() == ["Year 2", "Year 9", "Year 10"]


def on_roll(
    students: list[dict[str, object]], term: str = "2026-T3", years: tuple[int, ...] = (5,)
) -> pd.DataFrame | None:
    return analysis.enrolled(register("students", students), load_calendar(), term, years, date(2026, 9, 25))


@pytest.mark.parametrize(("seen", "of"), [(3, 4), (4, 4)])
def test_coverage_counts_the_roll_of_the_year_levels_assessed(seen: int, of: int) -> None:
    students: list[dict[str, object]] = [{"student": str(i), "school": "1", "year_level": 5} for i in range(of)]
    students.append({"student": "other", "school": "1", "year_level": 9})
    found = results([result(str(i), "At") for i in range(seen)], students)
    assert analysis.coverage(found, on_roll(students)) == (seen, of)


def test_a_result_of_somebody_who_is_not_on_the_roll_does_not_stand_in_for_one_who_is() -> None:
    students: list[dict[str, object]] = [{"student": s, "school": "1", "year_level": 5} for s in "ab"]
    found = results([result("a", "At"), result("visitor", "At")], students)
    assert analysis.coverage(found, on_roll(students)) == (1, 2)


def test_without_a_roll_coverage_is_not_known() -> None:
    found = results([result("a", "At")])
    assert on_roll([]) is None
    assert analysis.coverage(found, None) == (1, None)


def test_the_roll_of_an_earlier_year_is_counted_back_from_when_a_year_level_was_known() -> None:
    entry = pd.Timestamp("2024-01-29")
    students: list[dict[str, object]] = [
        {"student": "stays", "school": "1", "year_level": 6, "entry": entry},  # Year 5 in 2025
        {"student": "left", "school": "1", "year_level": 5, "entry": entry, "exit": pd.Timestamp("2025-12-16")},
        {"student": "came", "school": "1", "year_level": 6, "entry": pd.Timestamp("2026-02-02")},
    ]
    there = on_roll(students, "2025-T4")
    assert there is not None
    assert there["student"].tolist() == ["left", "stays"] or there["student"].tolist() == ["stays", "left"]


def test_no_results_give_an_empty_frame_with_its_columns() -> None:
    shares = analysis.shares(results([]), "all learners", GROUPS, {})
    assert shares.empty
    assert "share_at" in shares


def test_learners_of_one_class_are_alike_and_their_interval_is_wider() -> None:
    # Two classes of five: with a likeness of .25, worth 10 / (1 + 4 * .25) = 5 learners. Wilson limits of 3 of 5 and of
    # 6 of 10 by R: binom.confint(c(3, 6), c(5, 10), methods = "wilson").
    levels = ["At"] * 4 + ["Below"] + ["At"] * 2 + ["Below"] * 3
    rows = [result(str(i), level, **{"class": f"Room {i // 5}"}) for i, level in enumerate(levels)]
    row = analysis.shares(results(rows), "all learners", GROUPS, {"otj-writing": 0.25}).iloc[0]
    assert row["basis"] == "classes"
    assert (row["low"], row["high"]) == pytest.approx((0.2307, 0.8824), abs=1e-4)
    unknown = [row | {"class": None} for row in rows]
    alone = analysis.shares(results(unknown), "all learners", GROUPS, {"otj-writing": 0.25}).iloc[0]
    assert alone["basis"] == "count"
    assert (alone["low"], alone["high"]) == pytest.approx((0.3127, 0.8318), abs=1e-4)
