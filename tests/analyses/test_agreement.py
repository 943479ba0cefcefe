"""How judgement and test compare, from pairs small enough to count by hand, and when nothing is said."""

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.agreement import agreement, on_levels, verdict_of
from colsynth.methods.agreement import likeness_of, paired_difference, two_way


def pairs(both: int, higher: int, lower: int, neither: int, **values: object) -> pd.DataFrame:
    answers = [(True, True)] * both + [(True, False)] * higher + [(False, True)] * lower + [(False, False)] * neither
    frame = pd.DataFrame(answers, columns=["judged_at", "tested_at"], dtype=bool)
    base = {
        "judgement": "otj-writing", "test": "easttle-writing", "school": "1", "term": "2026-T3", "class_label": "",
        "weeks": 6.0, "moderated": "moderated", "interim": False, "bands": None, "judged_band": None,
        "tested_band": None,
    }  # fmt: skip
    return frame.assign(**(base | values))


def test_agreement_direction_and_both_prevalences_are_counted() -> None:
    row = agreement(pairs(50, 30, 12, 26), "all", {}).iloc[0]
    assert (row["n"], row["n_alike"], row["n_judgement_higher"], row["n_test_higher"]) == (118, 76, 30, 12)
    assert (row["judgement_share"], row["test_share"]) == pytest.approx((80 / 118, 62 / 118))
    # Tango's limits by maximum likelihood in R, see the test of the method
    assert (row["low"], row["high"]) == pytest.approx((0.04666, 0.25734), abs=6e-6)
    assert (row["verdict"], row["basis"], row["weeks"]) == ("judgements higher", "count", 6)
    assert agreement(pairs(50, 12, 30, 26), "all", {})["verdict"].item() == "judgements lower"


def test_groups_are_schools_or_kinds_of_moderation() -> None:
    two = pd.concat([pairs(20, 5, 5, 10), pairs(20, 5, 5, 10, school="2", moderated="not moderated")])
    assert list(agreement(two, "school", {})["group"]) == ["1", "2"]
    assert list(agreement(two, "moderation", {})["group"]) == ["moderated", "not moderated"]
    assert agreement(two, "all", {})["n"].tolist() == [80]
    with pytest.raises(ValueError, match="teacher"):
        agreement(two, "teacher", {})


def test_where_learners_of_a_class_differ_alike_the_interval_is_wider() -> None:
    rng = np.random.default_rng(5)
    frames = []
    for i in range(20):
        kind = rng.random() < 0.4
        frames.append(pairs(12, 8 if kind else 0, 0, 5, class_label=f"1|2026-T3|{i}"))
    frame = pd.concat(frames)
    row = agreement(frame, "all", {}).iloc[0]
    alone = two_way(row["n_both"], row["n_judgement_higher"], row["n_test_higher"], row["n_neither"])
    assert row["basis"] == "classes"
    assert row["low"] < alone.low
    few = pd.concat([pairs(12, 4, 2, 5, class_label=f"1|2026-T3|{i}") for i in range(4)])
    assert agreement(few, "all", {"otj-writing": 0.2})["basis"].item() == "classes"
    assert agreement(few, "all", {})["basis"].item() == "count"


@pytest.mark.parametrize(
    ("n", "low", "high", "alike_low", "word"),
    [
        (9, 0.2, 0.4, 0.5, "too few"),
        (50, 0.01, 0.2, 0.5, "judgements higher"),
        (50, -0.2, -0.01, 0.5, "judgements lower"),
        (50, -0.1, 0.1, 0.9, "no clear difference"),
        (5000, -0.02, 0.03, 0.86, "agree"),
        (5000, -0.02, 0.03, 0.70, "no clear difference"),
    ],
)
def test_the_verdict_follows_the_limits(n: int, low: float, high: float, alike_low: float, word: str) -> None:
    assert verdict_of(n, low, high, alike_low) == word


def test_without_a_difference_higher_or_lower_is_said_in_about_one_of_twenty() -> None:
    rng = np.random.default_rng(8)
    said = []
    for apart in rng.binomial(200, 0.25, 2000):
        first = int(rng.binomial(apart, 0.5))
        limits = paired_difference(first, int(apart) - first, 200)
        said.append(verdict_of(200, limits.low, limits.high, 0.7))
    assert np.mean([word != "no clear difference" for word in said]) == pytest.approx(0.05, abs=0.015)


def test_levels_are_held_against_each_other_only_where_three_are_told_apart() -> None:
    assert on_levels(pairs(10, 5, 5, 10), {}).empty
    places = [(0, 0)] * 44 + [(0, 1)] * 5 + [(0, 2)] + [(1, 0)] * 13 + [(1, 1)] * 30 + [(1, 2)] * 9
    places += [(2, 0)] * 2 + [(2, 1)] * 8 + [(2, 2)] * 22
    frame = pairs(len(places), 0, 0, 0, bands="a|b|c").assign(
        judged_band=[first for first, _ in places], tested_band=[second for _, second in places]
    )
    row = on_levels(frame, {}).iloc[0]
    assert (row["n"], row["n_exact"], row["n_within"]) == (134, 96, 131)
    # vcd::Kappa in R, see the test of the method
    assert row["kappa"] == pytest.approx(0.716434, abs=1e-6)
    assert row["verdict"] == "more alike than by chance"
    few = on_levels(frame.iloc[:20], {}).iloc[0]
    assert (few["verdict"], few["kappa"] is pd.NA) == ("too few", True)
    same = on_levels(frame.iloc[:44], {}).iloc[0]
    assert (same["verdict"], same["kappa"] is pd.NA) == ("no variation seen", True)


def test_what_kappa_says_in_a_word() -> None:
    assert likeness_of(29, 0.9, 0.8) == "too few"
    assert likeness_of(40, 0.2, -0.1) == "no clear likeness"
    assert likeness_of(40, 1.0, float("nan")) == "more alike than by chance"


@pytest.mark.parametrize("cells", [(1, 0, 0, 0), (0, 4, 0, 0), (40, 0, 0, 0), (0, 0, 0, 40), (0, 40, 0, 0)])
def test_few_or_alike_pairs_have_a_word_and_no_warning(cells: tuple[int, int, int, int]) -> None:
    row = agreement(pairs(*cells, weeks=np.nan), "all", {"otj-writing": 0.1}).iloc[0]
    assert row["verdict"] in ("too few", "no clear difference", "judgements higher")
    assert row["low"] <= row["difference"] <= row["high"]
    assert pd.isna(row["weeks"])


def test_no_pairs_give_an_empty_frame() -> None:
    none = pairs(0, 0, 0, 0)
    assert agreement(none, "school", {}).empty
    assert on_levels(none, {}).empty
