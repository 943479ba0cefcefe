"""What a published number says of a group: exact, bounded, or hidden for a reason; decided by the column."""

from __future__ import annotations

import pandas as pd
import pytest
from made_community import Community, of_check

from colsynth.intake.records.batch import Bad
from colsynth.intake.values.numbers import NumberForm
from colsynth.intake.values.published import Amount, amount_of
from colsynth.reference.marks import load_marks
from colsynth.registers.declared import Column

COUNT = Column(name="n", type="integer", meaning="Learners", headers=["Number"], sensitivity="open", low=0)
SHARE = Column(name="percent", type="percent", meaning="Share", headers=["Percent"], sensitivity="open")


def amount(text: str, column: Column, shares: str = "percent") -> Amount | Bad:
    return amount_of(text, column, NumberForm(), shares, load_marks().of_count)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21", Amount(21, 21)),
        ("1,204", Amount(1204, 1204)),
        ("<5", Amount(0, 4, "suppressed")),
        ("n<10", Amount(0, 9, "suppressed")),
        ("≤5", Amount(0, 5, "suppressed")),
        (">95", Amount(96, None, "suppressed")),
        ("5-9", Amount(5, 9, "suppressed")),
        ("s", Amount(why="suppressed")),
        ("*", Amount(why="suppressed")),
        ("NR", Amount(why="not reported")),
        ("..", Amount(why="not reported")),
        ("No Data", Amount(why="not reported")),
        ("n/a", Amount(why="not applicable")),
    ],
)
def test_a_number_of_learners_has_bounds_where_it_is_hidden(text: str, expected: Amount) -> None:
    assert amount(text, COUNT) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("43%", Amount(43, 43)),
        ("50.00%", Amount(50, 50)),
        ("<5", Amount(0, 5, "suppressed")),
        (">95", Amount(95, 100, "suppressed")),
        ("95%+", Amount(95, 100, "suppressed")),
        ("10–20%", Amount(10, 20, "suppressed")),
        ("n<10", Amount(why="suppressed")),
        ("-", Amount(why="not reported")),
    ],
)
def test_a_share_has_bounds_where_it_is_hidden(text: str, expected: Amount) -> None:
    assert amount(text, SHARE) == expected


def test_a_column_of_shares_has_shares_as_bounds_too() -> None:
    assert amount("0.43", SHARE, "share") == Amount(43, 43)
    assert amount("<0.05", SHARE, "share") == Amount(0, 5, "suppressed")
    assert amount("<5%", SHARE, "share") == Amount(0, 5, "suppressed")


@pytest.mark.parametrize(("text", "column"), [("307 119", COUNT), ("<5%", COUNT), (">120", SHARE), ("2.5", COUNT)])
def test_debris_of_a_scan_and_impossible_amounts_are_refused(text: str, column: Column) -> None:
    assert isinstance(amount(text, column), Bad)


def test_an_amount_is_exact_only_where_its_bounds_are_one_and_nothing_is_hidden() -> None:
    assert Amount(21, 21).exact == 21
    assert Amount(0, 4, "suppressed").exact is None
    assert Amount(why="suppressed").exact is None


def test_a_table_of_published_numbers_comes_in_with_bounds_and_reasons(community: Community) -> None:
    community.schools()
    rows = [
        "9901,All,Proficient,2019,21,43%",
        "9901,Māori,Proficient,2019,<5,<5",
        "9902,All,Proficient,2019,NR,95%+",
        "9902,Māori,Proficient,2019,,",
        "9902,Pacific,Proficient,2019,307 119,",
        "9902,Asian,Proficient,2019,#DIV/0!,50.00%",
    ]
    header = "School,Group,Measure,Calendar year,Number,Percent\n"
    community.csv("published.csv", header + "\n".join(rows) + "\n")
    snapshot = community.take_in()
    frame = snapshot.frame("aggregates").set_index(["school", "group"])
    names = ["n", "n_low", "n_high", "percent", "percent_low", "percent_high"]
    read = {key: [None if value != value else value for value in row] for key, *row in _rows(frame[names])}
    assert read == {
        ("9901", "All"): [21, 21, 21, 43, 43, 43],
        ("9901", "Māori"): [None, 0, 4, None, 0, 5],
        ("9902", "All"): [None, None, None, None, 95, 100],
        ("9902", "Māori"): [None] * 6,
        ("9902", "Asian"): [None, None, None, 50, 50, 50],
    }
    why = frame["missing"].to_dict()
    assert [why[key] for key in list(read)[1:4]] == ["suppressed", "not reported", "blank"]
    assert frame.loc[("9901", "Māori"), "raw"] == "<5 / <5"
    assert [p.cells for p in of_check(snapshot, "number")] == ["E6"]
    assert [(p.cells, p.effect) for p in of_check(snapshot, "formula")] == [("E7", "warning")]


def test_columns_of_a_wide_table_are_told_apart_by_sign_and_word(community: Community) -> None:
    community.schools()
    rows = "9901,# at Level 1,2019,21\n9901,% at Level 1,2019,43%\n9902,% at Level 1,2019,<5\n9902,Level 2,2019,7\n"
    community.csv("published.csv", "School,Measure,Calendar year,Value\n" + rows)
    snapshot = community.take_in()
    frame = snapshot.frame("aggregates")
    assert frame["n"].dropna().tolist() == [21]
    assert frame["percent_high"].dropna().tolist() == [43, 5]
    (problem,) = of_check(snapshot, "number or share")
    assert (problem.effect, problem.cells) == ("set aside", "D5")


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.astype(object).where(frame.notna(), None).itertuples(name=None))
