"""Moves in a real file of five years, one result a year: four numbers worked out again by plain pandas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from colsynth.analyses.transitions.change import LOWER, Evidence, change_at_moves
from colsynth.analyses.transitions.matching import followed_across
from colsynth.analyses.transitions.stayers import SAME
from colsynth.analyses.transitions.stays import implied_spans, stays
from colsynth.analyses.transitions.turns import turns
from colsynth.reference.measures import load_measures
from colsynth.reference.terms import load_calendar
from colsynth.registers.declared import load_registers

MEASURE, STEP, AS_AT = "pat-mathematics", "Year 5 to Year 6", date(2025, 7, 4)


@pytest.fixture(scope="module")
def tested(real_data: Path) -> pd.DataFrame:
    frame = pd.read_csv(real_data / "growth" / "longitudinal_one_district.csv.gz", dtype=str)
    frame = frame[(frame["CONTENT_AREA"] == "MATHEMATICS") & (frame["ACHIEVEMENT_LEVEL"] != "No Score")]
    frame = frame.assign(GRADE=frame["GRADE"].astype(int), SCALE_SCORE=frame["SCALE_SCORE"].astype(float))
    year = frame["YEAR"].str[:4].astype(int)
    begun = (frame["GRADE"] - year).groupby([frame["ID"], frame["SCHOOL_NUMBER"]]).transform("first")
    return frame.assign(LEVEL=begun + year)  # counted on from a learner's first result at the school


@pytest.fixture(scope="module")
def evidence(tested: pd.DataFrame) -> Evidence:
    empty = {name: declared.empty_frame() for name, declared in load_registers().items()}
    calendar = load_calendar()
    achievement = pd.DataFrame(
        {
            "student": tested["ID"],
            "school": tested["SCHOOL_NUMBER"],
            "measure": MEASURE,
            "term": tested["YEAR"].str[5:] + "-T2",
            "year_level": tested["GRADE"].astype("Int64"),
            "scale_score": tested["SCALE_SCORE"].astype("Float64"),
            "expected": pd.array([pd.NA] * len(tested), dtype="boolean"),
            "class_label": "",
            "missing": pd.NA,
            "source_file": "growth.csv",
            "source_sheet": "",
            "source_row": range(len(tested)),
        }
    )
    where = stays(empty["students"], achievement, calendar, "2025-T2", AS_AT)
    people = tested.drop_duplicates("ID", keep="last")[["ID", "GENDER", "ETHNICITY"]]
    people = people.set_axis(["student", "gender", "ethnicities"], axis=1)
    spans = implied_spans(where, empty["schools"])
    found = turns(where, spans, empty["schools"], people, calendar, AS_AT)
    return Evidence(found, achievement, load_measures(None))


@pytest.fixture(scope="module")
def both(tested: pd.DataFrame) -> pd.DataFrame:
    """By plain pandas: the learners of the last turn, with a result in both years."""
    then, now = (tested[tested["YEAR"] == year] for year in ("2023_2024", "2024_2025"))
    return then.merge(now, on="ID", suffixes=("_then", "_now"))


@pytest.fixture(scope="module")
def feeders(tested: pd.DataFrame) -> set[str]:
    """By plain pandas: the schools whose highest year is the fifth.

    Highest is where a tenth of the fullest year and five learners or more are, each counted once a school and year.
    """
    n = tested.drop_duplicates(["ID", "SCHOOL_NUMBER", "GRADE"]).groupby(["SCHOOL_NUMBER", "GRADE"]).size()
    n = n[(n >= 5) & (n >= 0.1 * n.groupby("SCHOOL_NUMBER").transform("max"))].reset_index()
    top = n.groupby("SCHOOL_NUMBER")["GRADE"].max()
    return set(top.index[top == 5])


def moved_on(both: pd.DataFrame, feeders: set[str]) -> pd.DataFrame:
    rows = both[(both["LEVEL_then"] == 5) & both["SCHOOL_NUMBER_then"].isin(feeders)]
    return rows[rows["SCHOOL_NUMBER_then"] != rows["SCHOOL_NUMBER_now"]]


def test_the_moves_of_one_turn_are_all_who_are_at_another_school(evidence: Evidence, both: pd.DataFrame) -> None:
    turn = evidence.turns[evidence.turns["year"] == 2025]
    moved = turn[(turn["from_school"] != "") & (turn["to_school"] != "") & (turn["from_school"] != turn["to_school"])]
    assert len(moved) == (both["SCHOOL_NUMBER_then"] != both["SCHOOL_NUMBER_now"]).sum() > 2500


def test_one_flow_is_the_cell_of_a_plain_cross_table(evidence: Evidence, both: pd.DataFrame, feeders: set[str]) -> None:
    pairs = change_at_moves(evidence, per="pair")
    flow = pairs[(pairs["step"] == STEP) & (pairs["from_school"] == "7847") & (pairs["to_school"] == "8972")]
    mine = moved_on(both, feeders)
    table = pd.crosstab(mine["SCHOOL_NUMBER_then"], mine["SCHOOL_NUMBER_now"])
    assert flow["n"].tolist() == [table.loc["7847", "8972"]] == [64]


def test_the_matched_rate_is_of_all_who_were_in_the_last_year_of_a_feeder(
    evidence: Evidence, tested: pd.DataFrame, both: pd.DataFrame, feeders: set[str]
) -> None:
    then = tested[(tested["YEAR"] == "2023_2024") & (tested["LEVEL"] == 5) & tested["SCHOOL_NUMBER"].isin(feeders)]
    stayed = both[(both["SCHOOL_NUMBER_then"] == both["SCHOOL_NUMBER_now"]) & (both["LEVEL_then"] == 5)]
    sent = then[~then["ID"].isin(stayed["ID"])]  # a learner who repeats the year was not sent
    row = followed_across(evidence).query("step == @STEP and measure == '' and dimension == 'all learners'").iloc[0]
    assert row["sent"] == len(sent)
    assert row["match_rate"] == pytest.approx(sent["ID"].isin(both["ID"]).mean())
    assert row["match_rate"] == pytest.approx(0.843956, abs=1e-6)


def test_the_change_at_the_move_is_held_against_those_of_the_same_year_who_stayed(
    evidence: Evidence, both: pd.DataFrame, feeders: set[str]
) -> None:
    row = change_at_moves(evidence).set_index("step").loc[STEP]
    moved = moved_on(both, feeders)
    stayed = both[(both["LEVEL_then"] == 5) & (both["SCHOOL_NUMBER_then"] == both["SCHOOL_NUMBER_now"])]
    change, summer = (rows["SCALE_SCORE_now"] - rows["SCALE_SCORE_then"] for rows in (moved, stayed))
    assert (row["n"], row["n_stayers"]) == (len(moved), len(stayed))
    assert row["difference"] == pytest.approx(change.mean() - summer.mean())
    assert row["difference"] == pytest.approx(-24.232254, abs=1e-5)
    assert (row["comparison"], row["verdict"]) == (SAME, LOWER)
