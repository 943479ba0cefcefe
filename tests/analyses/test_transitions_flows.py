"""Who went where when their school ended? Worked by hand, and on a real file of school changes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from analyses.growth_turns import SUBJECT, turns_of_growth
from analyses.moves_made import Made, roll

from colsynth.analyses.transitions.flows import ALL, OUTSIDE, flows, newest_year, verdict_of_flow
from colsynth.exhibits.transitions_flows import LINKED
from colsynth.protection import Counted, Table, protect
from colsynth.protection.linked import bounds, with_totals

GONE, NEW = "2025-12-16", "2026-02-03"


def moved(student: str, here: str, there: str, level: int) -> list[dict[str, object]]:
    """One learner who was at a school in 2025 and at another in 2026; "" is outside."""
    before = [roll(student, here, "2020-02-03", GONE, level)] if here else []
    return before + ([roll(student, there, NEW, None, level + 1)] if there else [])


MOVES = [
    *(("A", "I", 6) for _ in range(7)),
    *(("A", "B", 6) for _ in range(2)),
    *(("A", "", 6) for _ in range(3)),
    *(("", "I", 6) for _ in range(4)),
    *(("I", "C", 8) for _ in range(5)),
    ("B", "C", 8),
    ("B", "A", 3),
]


def cell(found: pd.DataFrame, here: str, there: str, step: str = "Year 6 to Year 7") -> dict[str, object]:
    own = (found["step"] == step) & (found["from_school"] == here) & (found["to_school"] == there)
    (row,) = found[own].to_dict("records")
    return row


@pytest.fixture(scope="module")
def made() -> Made:
    return Made(*(row for i, (here, there, level) in enumerate(MOVES) for row in moved(f"s{i}", here, there, level)))


def test_learners_are_counted_by_the_school_they_left_and_the_school_they_entered(made: Made) -> None:
    found = flows(made.turns, 2026)
    told = {ends: cell(found, *ends) for ends in (("A", "I"), ("A", "B"), ("A", OUTSIDE), (OUTSIDE, "I"))}
    assert [row["n"] for row in told.values()] == [7, 2, 3, 4]
    assert [row["verdict"] for row in told.values()] == ["most", "some", "left", "from outside"]
    assert told["A", "I"]["share"] == pytest.approx(7 / 12)


def test_every_line_has_its_total(made: Made) -> None:
    found = flows(made.turns, 2026)
    assert (cell(found, "A", ALL)["n"], cell(found, ALL, "I")["n"], cell(found, ALL, ALL)["n"]) == (12, 11, 16)
    for _, step in found.groupby("step"):
        inner = step[(step["from_school"] != ALL) & (step["to_school"] != ALL)]
        assert inner["n"].sum() == step.loc[step["verdict"] == "total", "n"].max()


def test_steps_stand_in_the_order_of_levels_and_a_school_that_received_none_of_another_says_none(made: Made) -> None:
    found = flows(made.turns, 2026)
    assert list(dict.fromkeys(found["step"])) == ["Year 6 to Year 7", "Year 8 to Year 9"]
    assert set(found.loc[found["verdict"] == "none", "n"]) <= {0}
    assert cell(found, "I", "C", "Year 8 to Year 9")["verdict"] == "most"


def test_who_changed_school_without_having_to_is_told_apart(made: Made) -> None:
    was = made.turns[made.turns["year"] == 2026].set_index(["from_school", "to_school"])["was"]
    assert was["B", "A"] == "moved otherwise"
    assert not ((flows(made.turns, 2026)["from_school"] == "B") & (flows(made.turns, 2026)["to_school"] == "A")).any()


def test_where_no_school_ends_there_is_no_flow() -> None:
    made = Made(roll("a", "K", "2018-02-03", None, 9), roll("b", "K", "2018-02-03", GONE, 13))
    assert newest_year(made.turns) is None
    assert flows(made.turns, 2026).empty


def test_more_than_half_is_most() -> None:
    assert [verdict_of_flow(share) for share in (0, 0.5, 0.51)] == ["none", "some", "most"]


def test_the_flows_of_a_real_file_are_those_that_plain_pandas_counts(real_data: Path) -> None:
    turns, spans = turns_of_growth(real_data)
    found = flows(turns, 2025)
    columns = ["CONTENT_AREA", "YEAR", "ID", "GRADE", "SCHOOL_NUMBER"]
    rows = pd.read_csv(real_data / "growth" / "longitudinal_one_district.csv.gz", usecols=columns).dropna()
    rows = rows[rows["CONTENT_AREA"] == SUBJECT].astype({"SCHOOL_NUMBER": str}).sort_values(["ID", "YEAR"])
    year, school = rows["YEAR"].str[5:].astype(int), rows["SCHOOL_NUMBER"]
    run = ((rows["ID"] != rows["ID"].shift()) | (school != school.shift())).cumsum()
    rows["GRADE"] = year - (year - rows["GRADE"]).groupby(run).transform("first")  # a few repeat a year at a school
    before, after = (rows[rows["YEAR"] == year] for year in ("2023_2024", "2024_2025"))
    pairs = before.merge(after, on="ID", suffixes=("", "_new"))
    ends = pairs["SCHOOL_NUMBER"].map(spans.set_index("school")["year_to"])
    pairs = pairs[(pairs["SCHOOL_NUMBER"] != pairs["SCHOOL_NUMBER_new"]) & (pairs["GRADE"] >= ends)]
    eight = pairs[pairs["GRADE"] == 8].groupby(["SCHOOL_NUMBER", "SCHOOL_NUMBER_new"]).size().sort_values()
    largest = eight.iloc[-4:]
    assert largest.min() > 90
    for (here, there), n in largest.items():
        assert cell(found, here, there, "Year 8 to Year 9")["n"] == n
    inner = found[~found["from_school"].isin([ALL, OUTSIDE]) & ~found["to_school"].isin([ALL, OUTSIDE])]
    assert inner.loc[inner["step"] == "Year 8 to Year 9", "n"].sum() == eight.sum()


def test_no_small_flow_of_a_real_file_can_be_reckoned_back(real_data: Path) -> None:
    turns, _ = turns_of_growth(real_data)
    frame = flows(turns, 2025)[["step", "from_school", "to_school", "n"]]
    dimensions = ("step", "from_school", "to_school")
    table = protect(Table(frame, dimensions, "learners", (Counted("n"),), linked=LINKED), 5)
    for _, step in frame.assign(hidden=table.hidden["n"]).groupby("step"):
        wide = step.astype({"n": "int64", "hidden": "int64"}).set_index(["from_school", "to_school"])
        wide = wide[["n", "hidden"]].unstack(fill_value=0)
        lines = [*[name for name in wide.index if name != ALL], ALL]
        columns = [*[name for name in wide["n"].columns if name != ALL], ALL]
        full = wide["n"].loc[lines, columns].to_numpy("int64")
        hidden = wide["hidden"].loc[lines, columns].to_numpy(bool)
        assert (with_totals(full[:-1, :-1]) == full).all()
        found = bounds(full, hidden)
        assert (found.high - found.low)[hidden].min() >= 5
