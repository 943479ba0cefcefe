"""The pathway of a goal: shares by year level, the steps on it, and who is on its list, on learners made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.transitions.pathway import (
    BEFORE,
    COLUMNS,
    LISTED,
    NOW,
    STEP_COLUMNS,
    Step,
    at_the_steps,
    pathway,
    steps_of,
    terms_of,
    verdict_of_step,
)


def seen(counts: dict[int, tuple[int, int]], term: str = "2026-T3", measure: str = "otj-writing") -> pd.DataFrame:
    """Learners of year levels, so many of so many at the mark."""
    rows = [
        {"student": f"{year}-{i}", "measure": measure, "term": term, "year_level": year, "reached": i < at}
        for year, (at, n) in counts.items()
        for i in range(n)
    ]
    return pd.DataFrame(rows).assign(class_label="").astype({"year_level": "Int64", "reached": "boolean"})


PATH = seen({5: (12, 20), 6: (16, 20), 7: (6, 20), 9: (5, 9)})
TERM = {"otj-writing": "2026-T3"}


def test_a_line_breaks_where_a_year_level_has_no_learners() -> None:
    found = pathway(PATH, TERM, {}, [], "otj-writing", {})
    now = found[found["line"] == NOW]
    assert now["year_level"].tolist() == [5, 6, 7, 9]
    assert now["stretch"].tolist() == [0, 0, 0, 1]
    assert now["verdict"].tolist() == ["described"] * 3 + ["too few"]
    six = now[now["year_level"] == 6].iloc[0]
    # R: prop.test(16, 20, correct = FALSE)$conf.int
    assert (six["share"], six["low"], six["high"]) == pytest.approx((0.8, 0.5839825677, 0.9193423374), abs=1e-8)


def test_a_step_is_the_difference_of_the_year_levels_on_its_two_sides() -> None:
    found = pathway(PATH, TERM, {}, [], "otj-writing", {})
    steps = at_the_steps(found, [Step("Year 6 to Year 7", 6), Step("Year 8 to Year 9", 8)], "otj-writing")
    six, eight = steps.to_dict("records")
    # R: w <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int; a <- w(16, 20); b <- w(6, 20)
    # -.5 - sqrt((.3 - b[1])^2 + (a[2] - .8)^2); -.5 + sqrt((b[2] - .3)^2 + (.8 - a[1])^2)
    limits = (six["difference"], six["low"], six["high"])
    assert limits == pytest.approx((-0.5, -0.6952431186, -0.1924083450), abs=1e-8)
    assert six["verdict"] == "lower after"
    assert eight["verdict"] == "can't tell"


def test_only_a_difference_clear_of_none_is_called_one() -> None:
    assert verdict_of_step(0.01, 0.2) == "higher after"
    assert verdict_of_step(-0.2, -0.01) == "lower after"
    assert verdict_of_step(0.0, 0.2) == "no clear difference"


def test_few_on_one_side_are_too_few() -> None:
    found = pathway(seen({8: (12, 20), 9: (5, 9)}), TERM, {}, [], "otj-writing", {})
    assert at_the_steps(found, [Step("Year 8 to Year 9", 8)], "otj-writing")["verdict"].tolist() == ["too few"]


def test_learners_on_the_list_are_found_wherever_they_are_and_the_rest_beside_them() -> None:
    listed = [f"6-{i}" for i in range(12)] + ["7-0", "gone"]
    found = pathway(PATH, TERM, {}, listed, "otj-writing", {})
    on_list = found[found["line"] == LISTED].set_index("year_level")
    assert on_list["n"].to_dict() == {6: 12, 7: 1}
    assert (on_list["rest"].to_dict(), on_list["rest_at"].to_dict()) == ({6: 8, 7: 19}, {6: 4, 7: 5})


def test_learners_in_classes_are_worth_fewer_and_the_basis_says_so() -> None:
    classes = PATH.assign(class_label=[f"c{i // 10}" for i in range(len(PATH))])
    wide = pathway(classes, TERM, {}, [], "otj-writing", {"otj-writing": 0.2}).iloc[0]
    alone = pathway(PATH, TERM, {}, [], "otj-writing", {}).iloc[0]
    assert (wide["basis"], alone["basis"]) == ("classes", "count")
    assert wide["worth"] == pytest.approx(20 / (1 + 9 * 0.2))
    assert wide["low"] < alone["low"]


def test_each_measure_and_the_year_before_have_lines_of_their_own() -> None:
    both = pd.concat(
        [PATH, seen({5: (9, 20)}, "2025-T3"), seen({7: (11, 30), 8: (20, 30)}, "2026-T1", "easttle-writing")]
    )
    assert terms_of(both, "2026-T3") == {"otj-writing": "2026-T3", "easttle-writing": "2026-T1"}
    assert terms_of(both, "2027-T2") == {"otj-writing": "2026-T3"}
    terms = {"otj-writing": "2026-T3", "easttle-writing": "2026-T1"}
    found = pathway(both, terms, {"otj-writing": "2025-T3"}, [], "otj-writing", {})
    assert found.groupby(["measure", "line"]).size().to_dict() == {
        ("easttle-writing", NOW): 2, ("otj-writing", BEFORE): 1, ("otj-writing", NOW): 4,
    }  # fmt: skip


def test_a_step_of_a_few_is_no_transition_point() -> None:
    rows = [("Year 8 to Year 9", "01", "moved on")] * 6 + [("Year 8 to Year 9", "01", "left")] * 4
    rows += [("Year 8 to Year 9", "", "arrived")] * 9 + [("Year 10 to Year 11", "02", "left")] * 9
    rows += [("Early learning to Year 1", "", "started")] * 10 + [("", "01", "stayed")] * 50
    turns = pd.DataFrame(rows, columns=["step", "from_school", "was"])
    assert steps_of(turns) == [Step("Early learning to Year 1", 0), Step("Year 8 to Year 9", 8)]
    assert steps_of(turns.iloc[:0]) == []


def test_nothing_gives_frames_with_their_columns() -> None:
    none = pathway(PATH.iloc[:0], {}, {}, [], "otj-writing", {})
    assert none.empty
    assert list(none) == list(COLUMNS)
    assert list(at_the_steps(none, [], "otj-writing")) == list(STEP_COLUMNS)
    assert terms_of(PATH.iloc[:0], "2026-T3") == {}
