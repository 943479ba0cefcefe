"""A table with totals never gives its small numbers back: worked examples, random tables and an attacker."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colsynth.errors import ProtectionError
from colsynth.protection import Counted, Linked, Table, protect
from colsynth.protection.linked import _Shift, bounds, hide, unsafe, with_totals

# Four schools by four levels; 3, 2 and 4 are small. Fewest cells that hide them: 6 (found by trying every pattern where
# hidden numbers may be 0), of which one ring around 3 and 2 leaves the 4 exact.
FOUR = np.array([[3, 12, 25, 9], [14, 2, 30, 16], [11, 18, 4, 21], [22, 7, 19, 13]])


def shown(counts: list[list[int]], threshold: int = 5) -> list[str]:
    hidden = hide(counts, threshold)
    return [
        " ".join("[c]" if h else str(n) for n, h in zip(*line, strict=True))
        for line in zip(with_totals(counts), hidden, strict=True)
    ]


def test_a_small_number_takes_a_ring_of_others_with_it() -> None:
    assert shown([[3, 20, 30], [25, 9, 40]]) == ["[c] [c] 30 53", "[c] [c] 40 74", "28 29 70 127"]


def test_where_a_line_has_one_number_alone_its_total_is_hidden_too() -> None:
    assert shown([[3, 0], [0, 30]]) == ["[c] 0 [c]", "0 [c] [c]", "[c] [c] 33"]


def test_one_receiving_school_hides_totals_of_lines_and_not_the_total_of_all() -> None:
    assert shown([[3], [20], [30]]) == ["[c] [c]", "[c] [c]", "30 30", "53 53"]


def test_everything_is_hidden_if_need_be() -> None:
    assert shown([[3]]) == ["[c] [c]", "[c] [c]"]
    assert shown([[1, 1], [1, 1]]) == ["[c] [c] [c]"] * 3


def test_none_is_shown_and_a_table_without_small_numbers_hides_nothing() -> None:
    assert shown([[0, 7], [12, 0]]) == ["0 7 7", "12 0 12", "12 7 19"]
    assert not hide([[0, 0], [0, 0]], 5).any()


def test_a_ring_around_two_of_three_small_numbers_leaves_the_third_exact() -> None:
    full = with_totals(FOUR)
    ring = np.zeros_like(full, dtype=bool)
    ring[:2, :2] = ring[2, 2] = True
    assert unsafe(full, ring, 5)[2, 2]
    assert not unsafe(full, ring, 5)[0, 0]
    assert (bounds(full, ring).low[2, 2], bounds(full, ring).high[2, 2]) == (4, 4)


def test_a_table_that_does_not_agree_with_the_page_is_no_witness() -> None:
    full = with_totals(FOUR)
    ring = np.zeros_like(full, dtype=bool)
    ring[:2, :2] = ring[2, 2] = True
    one = np.array([2]), np.array([2])
    assert unsafe(full, ring, 5, [_Shift(*one, np.array([9]))])[2, 2]  # its lines do not add up
    rows, columns = np.array([2, 2, 3, 3]), np.array([2, 3, 3, 2])
    assert unsafe(full, ring, 5, [_Shift(rows, columns, np.array([9, -9, 9, -9]))])[2, 2]  # three of them are shown
    rows, columns = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0])
    below = _Shift(rows, columns, np.array([-9, 9, -9, 9]))  # fewer than none
    assert bounds(full, ring).low[0, 0] == 2
    assert not unsafe(full, ring, 5, [below])[0, 0]


def test_the_table_of_four_schools_is_hidden_with_hardly_more_than_the_fewest_cells() -> None:
    hidden = hide(FOUR, 5)
    found = bounds(with_totals(FOUR), hidden)
    assert 6 <= hidden.sum() <= 7
    assert not hidden[-1].any()
    assert not hidden[:, -1].any()
    for cell in zip(*np.nonzero(hidden), strict=True):
        assert found.high[cell] - found.low[cell] >= 5


def test_totals_that_are_not_shown_cost_nothing_in_a_ring() -> None:
    unshown = np.zeros((3, 3), dtype=bool)
    unshown[2] = True
    assert hide([[3, 20], [25, 9]], 5, unshown=unshown)[:2].tolist() == [[True, True, False], [False, False, False]]


def test_what_is_hidden_elsewhere_cannot_be_reckoned_back_here() -> None:
    withheld = np.zeros((3, 3), dtype=bool)
    withheld[0, 0] = True
    counts = [[30, 20], [25, 9]]
    found = bounds(with_totals(counts), hide(counts, 5, withheld))
    assert found.low[0, 0] <= 25
    assert found.high[0, 0] >= 35


tables = st.integers(2, 8).flatmap(
    lambda m: st.integers(2, 8).flatmap(
        lambda k: st.lists(
            st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 20, 60]), min_size=k, max_size=k),
            min_size=m,
            max_size=m,
        )
    )
)


@settings(max_examples=25, deadline=None)
@given(tables, st.sampled_from([2, 5, 6, 10]))
def test_no_attacker_bounds_a_hidden_number_more_tightly_than_the_rule(counts: list[list[int]], threshold: int) -> None:
    full, hidden = with_totals(counts), hide(counts, threshold)
    found = bounds(full, hidden)
    assert hidden[(full > 0) & (full < threshold)].all()
    assert not hidden[full == 0].any()
    wide = found.high[hidden] - found.low[hidden]
    assert (wide >= threshold).all()
    assert (found.high[hidden] >= threshold).all()
    below = hidden & (full > with_totals(full[:-1, :-1].clip(max=1))) & (full < threshold)
    assert (found.low[below] < full[below]).all()
    assert not unsafe(full, hidden, threshold).any()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=3))
def test_who_tries_every_table_that_agrees_with_the_page_learns_what_the_programs_say(counts: list[list[int]]) -> None:
    full, hidden = with_totals(counts), hide(counts, 3)
    most = 12  # enough for a hidden number to be wide: totals are at most 42, so ends beyond are not tried
    cells = [(i, j) for i, j in np.ndindex(full.shape[0] - 1, full.shape[1] - 1) if hidden[i, j]]
    agree = []
    for values in product(range(1, most + 1), repeat=len(cells)) if len(cells) <= 4 else ():
        table = full[:-1, :-1].copy()
        for cell, value in zip(cells, values, strict=True):
            table[cell] = value
        tried = with_totals(table)
        if (tried[~hidden] == full[~hidden]).all():
            agree.append(tried)
    if not agree or not hidden.any():
        return
    found = bounds(full, hidden)
    assert np.array_equal(np.min(agree, axis=0)[hidden], found.low[hidden])
    ends = found.high <= most
    assert np.array_equal(np.max(agree, axis=0)[hidden & ends], found.high[hidden & ends])


def test_a_table_of_counts_is_whole_numbers_from_none() -> None:
    for wrong in ([[-1, 2]], [[0.5]], [], [[]], [1, 2]):
        with pytest.raises(ValueError, match="whole numbers"):
            hide(np.array(wrong), 5)


def long(counts: list[list[int]]) -> pd.DataFrame:
    full, names = with_totals(counts), (["A", "B", "All"], ["X", "Y", "All"])
    rows = [(names[0][i], names[1][j], full[i, j]) for i, j in np.ndindex(full.shape)]
    return pd.DataFrame(rows, columns=["from", "to", "n"]).assign(share=lambda f: f["n"] / f["n"].sum())


LINKED = Linked("from", "to", "n", "All", ("share",))


def test_a_table_declares_that_it_adds_up_and_its_shares_fall_with_their_counts() -> None:
    frame = long([[3, 20], [25, 9]])
    protected = protect(Table(frame, ("from", "to"), "learners", (Counted("n"),), ("share",), linked=LINKED), 5)
    wide = protected.spread(["from"], "to", "n")
    texts = [[wide.cell(i, c, str(wide.frame[c].iloc[i])) for c in ("from", "X", "Y", "All")] for i in range(3)]
    assert texts == [["A", "[c]", "[c]", "23"], ["B", "[c]", "[c]", "34"], ["All", "28", "29", "57"]]
    assert protected.hidden["share"].tolist() == protected.hidden["n"].tolist()


def test_two_tables_of_one_frame_are_hidden_one_by_one() -> None:
    frame = pd.concat([long([[3, 20], [25, 9]]).assign(step="one"), long([[7, 20], [25, 9]]).assign(step="two")])
    table = Table(frame, ("step", "from", "to"), "learners", (Counted("n"),), ("share",), linked=LINKED)
    hidden = protect(table, 5).hidden["n"]
    assert (hidden[:9].sum(), hidden[9:].sum()) == (4, 0)


def test_a_cell_that_is_not_there_is_not_applicable() -> None:
    frame = long([[0, 20], [25, 9]]).iloc[1:]
    wide = protect(Table(frame, ("from", "to"), "learners", (Counted("n"),), ("share",), linked=LINKED), 5).spread(
        ["from"], "to", "n"
    )
    assert wide.cell(0, "X", "") == "[z]"


def test_totals_that_a_table_does_not_have_are_not_shown() -> None:
    frame = long([[3, 20], [25, 9]]).query("`from` != 'All'")
    protected = protect(Table(frame, ("from", "to"), "learners", (Counted("n"),), ("share",), linked=LINKED), 5)
    assert protected.hidden["n"].tolist() == [True, True, False, False, False, False]


def test_a_number_that_is_hidden_elsewhere_is_hidden_here() -> None:
    frame = long([[30, 20], [25, 9]]).assign(elsewhere=[True, *[False] * 8])
    linked = Linked("from", "to", "n", "All", ("share",), "elsewhere")
    table = Table(frame, ("from", "to"), "learners", (Counted("n"),), ("share", "elsewhere"), linked=linked)
    assert protect(table, 5).hidden["n"].tolist() == [True, True, False, True, True, False, False, False, False]


def test_totals_that_are_not_those_of_the_cells_are_refused() -> None:
    frame = long([[3, 20], [25, 9]]).assign(n=lambda f: f["n"] + 1)
    with pytest.raises(ProtectionError, match="not those of its cells"):
        protect(Table(frame, ("from", "to"), "learners", (Counted("n"),), ("share",), linked=LINKED), 5)
