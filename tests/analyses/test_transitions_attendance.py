"""Attendance at the move: the same term a year apart, against those who did not move, numbers worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.transitions.attendance import COLUMNS, at_the_move, verdict_of_difference
from colsynth.analyses.transitions.stayers import ADJACENT, SAME


def group(
    name: str, sides: tuple[int, int, int, int], schools: tuple[str, str], level: int, was: str, terms: tuple[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turns and attendance of learners who stayed regular, came to it, left it or never were (`sides`)."""
    before = [True] * sides[0] + [False] * sides[1] + [True] * sides[2] + [False] * sides[3]
    after = [True] * sides[0] + [True] * sides[1] + [False] * sides[2] + [False] * sides[3]
    students = [f"{name}{i}" for i in range(len(before))]
    step = f"Year {level} to Year {level + 1}" if was != "stayed" else ""
    turn = {"year": int(terms[1][:4]), "from_school": schools[0], "to_school": schools[1], "year_before": level}
    turns = pd.DataFrame({"student": students} | turn | {"year_after": level + 1, "step": step, "was": was})
    seen = [
        pd.DataFrame({"student": students, "term": term, "school": school, "regular": regular, "class_label": ""})
        for term, school, regular in zip(terms, schools, (before, after), strict=True)
    ]
    return turns, pd.concat(seen)


def all_of(*groups: tuple[pd.DataFrame, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    turns, attendance = (pd.concat(frames, ignore_index=True) for frames in zip(*groups, strict=True))
    return turns, attendance


TERMS = ("2025-T1", "2026-T1")
MOVERS = group("m", (22, 8, 20, 10), ("01", "03"), 6, "moved on", TERMS)
SAME_AGE = [group(f"s{i}", (33, 7, 5, 15), (f"1{i}", f"1{i}"), 6, "stayed", TERMS) for i in range(2)]


def test_movers_who_fell_further_than_those_of_their_age_are_called_so() -> None:
    (row,) = at_the_move(*all_of(MOVERS, *SAME_AGE), []).to_dict("records")
    counts = [row[name] for name in ("moved", "n", "n_before", "n_after", "n_up", "n_down")]
    assert counts == [60, 60, 42, 30, 8, 20]
    assert (row["compared"], row["other_n"], row["other_before"]) == (SAME, 120, pytest.approx(76 / 120))
    # R: limits of each change where the score of Tango's constrained multinomial likelihood is 1.96 (uniroot over
    # optimize), of the difference d - sqrt((m - m_low)^2 + (o_high - o)^2) and d + sqrt((m_high - m)^2 + (o - o_low)^2)
    assert (row["change"], row["low"], row["high"]) == pytest.approx((-0.2, -0.3607371503, -0.0283564761), abs=1e-6)
    assert (row["other_low"], row["other_high"]) == pytest.approx((-0.0491558974, 0.1173436713), abs=1e-6)
    limits = (row["difference"], row["difference_low"], row["difference_high"])
    assert limits == pytest.approx((-0.2333333333, -0.4147008287, -0.0428970645), abs=1e-6)
    assert (row["verdict"], row["basis"], row["limits"]) == ("fell against others", "count", "paired")


def test_only_a_difference_clear_of_none_is_called_one() -> None:
    assert verdict_of_difference(0.01, 0.2) == "rose against others"
    assert verdict_of_difference(-0.2, -0.01) == "fell against others"
    assert verdict_of_difference(-0.2, 0.0) == "no clear difference"


def test_with_one_school_of_the_same_age_the_years_beside_stand_in() -> None:
    five = group("b5", (20, 6, 6, 8), ("01", "01"), 5, "stayed", TERMS)
    seven = group("b7", (20, 5, 10, 5), ("03", "03"), 7, "stayed", TERMS)
    far = group("f", (20, 0, 0, 0), ("03", "03"), 3, "stayed", TERMS)
    (row,) = at_the_move(*all_of(MOVERS, SAME_AGE[0], five, seven, far), []).to_dict("records")
    assert (row["compared"], row["other_n"]) == (ADJACENT, 80)
    assert (row["other_before"], row["other_change"]) == pytest.approx((26 / 80 + 30 / 80, (0 - 5 / 40) / 2))
    assert row["difference"] == pytest.approx(-0.2 + 0.0625)


def test_where_nobody_stayed_it_cannot_be_told() -> None:
    (row,) = at_the_move(*all_of(MOVERS), []).to_dict("records")
    assert row["verdict"] == "can't tell"
    assert pd.isna(row["compared"])
    assert row["n"] == 60
    assert pd.isna(row["difference"])


def test_nothing_is_held_across_a_change_of_the_codes() -> None:
    (row,) = at_the_move(*all_of(MOVERS, *SAME_AGE), ["2025-T3"]).to_dict("records")
    assert row["verdict"] == "no attendance"
    (row,) = at_the_move(*all_of(MOVERS, *SAME_AGE), ["2025-T1", "2026-T2"]).to_dict("records")
    assert row["verdict"] == "fell against others"


def test_a_learner_who_was_elsewhere_in_the_earlier_term_is_not_on_both_sides() -> None:
    turns, attendance = all_of(MOVERS, *SAME_AGE)
    attendance.loc[attendance["student"].eq("m0") & attendance["term"].eq("2025-T1"), "school"] = "99"
    assert at_the_move(turns, attendance, [])["n"].tolist() == [59]


def test_a_term_without_ten_movers_gives_way_to_the_next() -> None:
    later = group("m", (22, 8, 20, 10), ("01", "03"), 6, "moved on", ("2025-T2", "2026-T2"))
    turns, attendance = all_of(MOVERS, *SAME_AGE)
    attendance = attendance[~(attendance["term"].eq("2025-T1") & ~attendance["student"].isin(["m1", "m2"]))]
    (row,) = at_the_move(turns, pd.concat([attendance, later[1]]), []).to_dict("records")
    assert (row["first_term"], row["term"], row["n"]) == ("2025-T2", "2026-T2", 60)


def test_few_who_changed_sides_are_not_given_back_by_the_limits() -> None:
    few = group("m", (30, 3, 12, 15), ("01", "03"), 6, "moved on", TERMS)
    (row,) = at_the_move(*all_of(few, *SAME_AGE), [], 5).to_dict("records")
    assert row["limits"] == "apart"
    assert pd.isna(row["n_up"])
    assert pd.isna(row["n_down"])
    (paired,) = at_the_move(*all_of(few, *SAME_AGE), [], 0).to_dict("records")
    assert row["low"] < paired["low"]
    assert row["high"] > paired["high"]


def test_few_movers_or_none_are_said_and_nothing_is_reckoned() -> None:
    few = group("m", (3, 1, 1, 0), ("01", "03"), 6, "moved on", TERMS)
    assert at_the_move(*all_of(few, *SAME_AGE), [])["verdict"].tolist() == ["too few"]
    turns, attendance = all_of(*SAME_AGE)
    none = at_the_move(turns, attendance, [])
    assert none.empty
    assert list(none) == list(COLUMNS)
    assert at_the_move(turns.iloc[:0], attendance.iloc[:0], []).empty
    assert at_the_move(MOVERS[0], attendance.iloc[:0], [])["verdict"].tolist() == ["no attendance"]
