"""What a published number says of a group: exact, bounded, or hidden for a reason; decided by the column."""

from __future__ import annotations

import pytest

from colsynth.intake.batch import Bad
from colsynth.intake.numbers import NumberForm
from colsynth.intake.published import Amount, amount_of
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
