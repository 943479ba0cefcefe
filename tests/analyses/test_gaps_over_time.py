"""Did a gap narrow or widen? On two terms few enough to count by hand."""

from __future__ import annotations

import warnings
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.comparisons import Comparison
from colsynth.analyses.gap_change import COLUMNS, agreement, first_like, gap_changes, verdict
from colsynth.methods.gap_change import Change
from colsynth.methods.gaps import Estimate
from colsynth.methods.proportions import newcombe_difference

Counts = tuple[int, int]


def term(name: str, a: Counts, b: Counts, cohort: str = "", **more: object) -> pd.DataFrame:
    """Results of a term: x of n of group a and of group b at the mark; `cohort` makes the learners others."""
    rows = [
        {"student": f"{group}{cohort}{i}", "expected": i < x}
        for group, (x, n) in (("a", a), ("b", b))
        for i in range(n)
    ]
    given = {"measure": "m", "term": name, "school": "1", "year_level": 5, "class_label": "", "top": pd.NA} | more
    return pd.DataFrame(rows).assign(**given).astype({"expected": "boolean", "top": "boolean"})


def changes(*terms: pd.DataFrame, **given: object) -> pd.DataFrame:
    rows = pd.concat(terms, ignore_index=True)
    both = [frozenset(s for s in rows["student"] if s.startswith(group)) for group in "ab"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return gap_changes(rows, [Comparison("t", "a", "b", *both)], {}, **({"since": {}} | given))  # type: ignore[arg-type]


def of(frame: pd.DataFrame, who: str = "each term's learners") -> pd.Series:  # type: ignore[type-arg]
    (_, row), *more = frame[frame["who"] == who].iterrows()
    assert not more
    return row


def test_other_learners_make_a_change_as_unsure_as_both_gaps_together() -> None:
    found = of(changes(term("2025-T3", (20, 100), (60, 100)), term("2026-T3", (50, 100), (60, 100), "new")))
    first, last = newcombe_difference(20, 100, 60, 100), newcombe_difference(50, 100, 60, 100)
    assert found[["difference_first", "difference", "change"]].tolist() == pytest.approx([-0.4, -0.1, 0.3])
    below = sqrt((last.value - last.low) ** 2 + (first.high - first.value) ** 2)
    assert found["low"] == pytest.approx(0.3 - below)
    assert (found["verdict"], found["ratio_verdict"], found["agreement"]) == ("narrowed", "narrowed", "agree")


def test_the_same_learners_are_each_held_against_their_own_before() -> None:
    found = changes(term("2025-T3", (20, 50), (25, 50)), term("2026-T3", (35, 50), (30, 50)))
    same, each = of(found, "the same learners"), of(found)
    # 15 of 50 of group a rose and 5 of 50 of b: .3 - .1, error sqrt(.3 · .7/50 + .1 · .9/50)
    assert same["change"] == pytest.approx(0.2)
    assert same["low"] == pytest.approx(0.2 - 1.959964 * sqrt(0.21 / 50 + 0.09 / 50))
    assert each["change"] == pytest.approx(0.2)
    assert each["high"] - each["low"] < 1.2 * (same["high"] - same["low"])  # the same learners, so hardly less sure
    apart = of(changes(term("2025-T3", (20, 50), (25, 50)), term("2026-T3", (35, 50), (30, 50), "new")))
    assert apart["high"] - apart["low"] > 1.4 * (each["high"] - each["low"])


def test_only_learners_of_both_terms_are_among_the_same() -> None:
    stayed, new = term("2026-T3", (10, 20), (10, 20)), term("2026-T3", (5, 30), (5, 30), "new")
    same = of(changes(term("2025-T3", (10, 20), (10, 20)), stayed, new), "the same learners")
    assert (same["n"], same["n_first"], same["n_reference"]) == (20, 20, 20)


def test_like_terms_are_held_against_each_other_since_the_measure_last_changed() -> None:
    terms = ["2023-T3", "2024-T3", "2025-T1", "2025-T3", "2026-T1", "2026-T3"]
    assert first_like(terms, "2026-T3", "", ()) == "2023-T3"
    assert first_like(terms, "2026-T3", "2025-T1", ()) == "2025-T3"
    assert first_like(terms, "2026-T3", "", ("2023-T3",)) == "2024-T3"
    assert first_like(terms, "2026-T3", "2026-T1", ()) is None
    frames = [term(name, (10, 20), (12, 20), name) for name in terms]
    assert of(changes(*frames, since={"m": "2025-T1"}))["first_term"] == "2025-T3"


def test_without_an_earlier_like_term_it_cannot_be_told() -> None:
    found = of(changes(term("2026-T1", (10, 20), (12, 20)), term("2026-T3", (10, 20), (12, 20))))
    assert found["verdict"] == "can't tell"
    assert pd.isna(found["first_term"])
    assert pd.isna(found["change"])


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        (((3, 9), (10, 30)), ((10, 30), (10, 30)), "too few"),
        (((10, 30), (10, 30)), ((0, 0), (10, 30)), "too few"),
        (((30, 30), (30, 30)), ((30, 30), (30, 30)), "no variation seen"),
        (((10, 30), (30, 30)), ((30, 30), (30, 30)), "narrowed"),
        (((12, 30), (15, 30)), ((12, 30), (16, 30)), "no clear change"),
    ],
)
def test_small_and_extreme_groups_get_a_word(
    first: tuple[Counts, Counts], last: tuple[Counts, Counts], word: str
) -> None:
    assert of(changes(term("2025-T3", *first), term("2026-T3", *last)))["verdict"] == word


def test_learners_who_all_stayed_where_they_were_show_no_variation() -> None:
    found = of(changes(term("2025-T3", (10, 20), (12, 20)), term("2026-T3", (10, 20), (12, 20))), "the same learners")
    assert (found["change"], found["verdict"]) == (0, "no variation seen")


def test_schools_that_moved_as_the_whole_are_counted_where_both_sides_have_five_learners() -> None:
    one = term("2025-T3", (2, 10), (8, 10), "x"), term("2026-T3", (6, 10), (8, 10), "y")
    two = [f.assign(school="2", student="a" + f["student"].where(f["student"].str[0] == "a", "b").str[0]) for f in one]
    two = [
        f.assign(student=[f"{s[1]}z{i}" for i, s in enumerate(f["student"])], expected=[i % 10 < 5 for i in range(20)])
        for f in two
    ]
    few = [term(t, (1, 4), (2, 10), f"few{t}", school="3") for t in ("2025-T3", "2026-T3")]
    found = of(changes(*one, *two, *few))
    assert (found["n_schools"], found["same_sign"]) == (2, 0.5)  # school 1 closed its gap, school 2 stayed, 3 is small


def test_points_and_ratio_can_tell_two_stories() -> None:
    # 30 and 60 % become 70 and 90 %: from 30 points apart to 20, and from half to seven ninths. Both narrowed.
    # 4 and 12 % become 40 and 60 %: from 8 points to 20, but from a third to two thirds: the one widened, the other
    # narrowed.
    both = of(changes(term("2025-T3", (120, 400), (240, 400)), term("2026-T3", (280, 400), (360, 400), "new")))
    assert (both["verdict"], both["ratio_verdict"], both["agreement"]) == ("narrowed", "narrowed", "agree")
    two = of(changes(term("2025-T3", (16, 400), (48, 400)), term("2026-T3", (160, 400), (240, 400), "new")))
    assert (two["verdict"], two["ratio_verdict"], two["agreement"]) == ("widened", "narrowed", "disagree")
    assert agreement("narrowed", "no clear change", -0.1, -0.1) == "one alone"


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        ((-0.3, -0.4, -0.2), (-0.1, -0.2, 0.0), "narrowed"),
        ((0.1, 0.0, 0.2), (0.3, 0.2, 0.4), "widened"),
        ((-0.02, -0.1, 0.06), (0.3, 0.2, 0.4), "widened"),  # from none that is clear to one that is
        ((-0.3, -0.4, -0.2), (0.02, -0.06, 0.1), "narrowed"),
        ((-0.3, -0.4, -0.2), (0.3, 0.2, 0.4), "turned round"),
        ((0.0, -0.1, 0.1), (0.3, 0.2, 0.4), "widened"),
    ],
)
def test_the_word_for_a_clear_change_says_where_the_gap_went(
    first: tuple[float, float, float], last: tuple[float, float, float], word: str
) -> None:
    moved = last[0] - first[0]
    sure = Change(moved, moved - 0.05, moved + 0.05)
    assert verdict(Estimate(*first), Estimate(*last), sure) == word
    unsure = Change(moved, moved - 1, moved + 1)
    assert verdict(Estimate(*first), Estimate(*last), unsure) == "no clear change"


def test_nothing_in_gives_an_empty_frame_with_its_columns() -> None:
    found = gap_changes(term("2026-T3", (1, 2), (1, 2))[:0], [], {}, {})
    assert found.empty
    assert list(found) == list(COLUMNS)


@pytest.mark.slow
@pytest.mark.parametrize("stay", [0.0, 0.6])
def test_where_no_gap_changed_few_draws_say_that_one_did(stay: float) -> None:
    """1,000 draws of 40 and 120 learners, of whom `stay` keep their result: some 5 % at most are called clear."""
    rng, clear = np.random.default_rng(11), 0
    n = 160
    shown = np.array([f"{'a' if i < 40 else 'b'}{i}" for i in range(n)])
    p = np.where(np.arange(n) < 40, 0.45, 0.65)
    for _ in range(1000):
        before, again = rng.random(n) < p, rng.random(n) < p
        after = np.where(rng.random(n) < stay, before, again)
        frames = [
            pd.DataFrame({"student": shown, "term": t, "expected": y})
            for t, y in (("2025-T3", before), ("2026-T3", after))
        ]
        given = {"measure": "m", "school": "1", "year_level": 5, "class_label": "", "top": pd.NA}
        found = changes(*[f.assign(**given).astype({"expected": "boolean", "top": "boolean"}) for f in frames])
        clear += of(found)["verdict"] in ("narrowed", "widened", "turned round")
    assert clear / 1000 <= 0.065
