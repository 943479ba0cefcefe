"""Two groups whose learners are each held against themselves, in classes before and after: limits that cover."""

from __future__ import annotations

import numpy as np
import pytest

from colsynth.methods.change_apart import (
    Alike,
    mean_change,
    means_together,
    share_change,
    shares_together,
    told_apart,
    worth_in_two_classes,
)
from colsynth.methods.classes import Clustering, class_icc

X = [3.1, 4.0, 5.2, 2.8, 4.4, 3.9, 6.1, 4.7, 5.0, 3.3, 4.2, 4.9]
Y = [1.2, 2.9, 3.3, 0.4, 2.2, 5.1, 1.9]


def none(n: int) -> list[str]:
    return [""] * n


def test_without_classes_two_changes_are_apart_as_welch_has_it() -> None:
    one, two = (mean_change(v, none(len(v)), none(len(v)), ["s"] * len(v), Alike()) for v in (X, Y))
    found = means_together([one, two], [1, -1])
    # R: t.test(x, y), df = 8.780428
    assert (found.value, found.low, found.high) == pytest.approx((1.87142857, 0.41560898, 3.32724816), abs=1e-7)
    assert found.free == pytest.approx(8.780428, abs=1e-5)
    assert (found.n, found.basis) == (19, "count")


def test_a_mean_of_two_groups_weighs_both_and_their_uncertainty() -> None:
    one, two = (mean_change(v, none(len(v)), none(len(v)), ["s"] * len(v), Alike()) for v in (X, Y))
    found = means_together([one, two], [0.5, 0.5])
    assert found.value == pytest.approx((one.value + two.value) / 2)
    assert found.se == pytest.approx(((one.se / 2) ** 2 + (two.se / 2) ** 2) ** 0.5)


def test_changes_of_shares_are_apart_by_the_limits_of_each() -> None:
    first, last = ([True] * 5 + [False] * 95, [False] * 5 + [True] * 12 + [False] * 83)
    one = share_change(first, last, none(100), none(100), none(100), Alike())
    was, now = ([True] * 25 + [False] * 387, [False] * 25 + [True] * 40 + [False] * 347)
    two = share_change(was, now, none(412), none(412), none(412), Alike())
    found = shares_together([one, two], [1, -1])
    # R, from Tango's limits in test_means: v1 - v2 -+ sqrt((v1 - l1)^2 + (u2 - v2)^2), sqrt((u1 - v1)^2 + (v2 - l2)^2)
    assert (found.value, found.low, found.high) == pytest.approx((0.03359223, -0.05727733, 0.12907135), abs=1e-6)


def test_two_crossed_ways_of_clustering_add_up() -> None:
    icc, label = Clustering(0.1, 12), np.repeat(np.arange(4), 25).astype(str).astype(object)
    once = worth_in_two_classes(label, none(100), Alike(icc, icc))
    assert once == pytest.approx(100 / (1 + 24 * 0.1))
    mixed = np.tile(np.arange(4), 25).astype(str).astype(object)
    assert worth_in_two_classes(label, mixed, Alike(icc, icc)) == pytest.approx(100 / (1 + 24 * 0.1 + 24 * 0.1))


def test_classes_that_stay_as_they_are_count_once_and_mixed_ones_each_for_themselves() -> None:
    icc, label = Clustering(0.1, 12), np.repeat(np.arange(4), 25).astype(str).astype(object)
    one = np.full(100, "s", dtype=object)
    same = told_apart(label, label, one, one, Alike(icc, icc))
    assert worth_in_two_classes(label, label, same) == pytest.approx(100 / (1 + 24 * 0.1))
    mixed = np.tile(np.arange(4), 25).astype(str).astype(object)
    apart = told_apart(label, mixed, one, one, Alike(icc, icc))
    assert (apart.before.icc, apart.after.icc) == pytest.approx((0.1, 0.1))


def test_what_two_sides_add_is_told_apart_where_learners_often_share_both() -> None:
    # by hand: 4 classes of 10 in one stratum; 6 of each go on together, and 4 to the next class. Of the 360 pairs of a
    # class before, 4 * (6 * 5 + 4 * 3) = 168 share the class after; of the 1200 others, 4 * 2 * 6 * 4 = 192 do.
    also = 168 / 360 - 192 / 1200
    before = np.repeat(np.arange(4), 10)
    after = np.where(np.tile(np.arange(10), 4) < 6, before, (before + 1) % 4)
    one, two = (label.astype(str).astype(object) for label in (before, after))
    seen = Alike(Clustering(0.2 + also * 0.1, 12), Clustering(0.1 + also * 0.2, 12))
    stratum = np.full(40, "s", dtype=object)
    found = told_apart(one, two, stratum, stratum, seen)
    assert (found.before.icc, found.after.icc) == pytest.approx((0.2, 0.1))


def test_nobody_known_nobody_changed_and_one_learner() -> None:
    assert worth_in_two_classes(none(3), none(3), Alike(Clustering(0.1, 12), None)) is None
    still = mean_change([0.0] * 5, none(5), none(5), none(5), Alike())
    assert (still.low, still.high) == (0, 0)
    assert means_together([still, still], [1, -1]).low == 0
    with pytest.raises(ValueError, match="two changes"):
        mean_change([1.0], [""], [""], [""], Alike())
    with pytest.raises(ValueError, match="seen before and after"):
        share_change([], [], [], [], [], Alike())
    with pytest.raises(ValueError, match="weight"):
        means_together([], [])


@pytest.mark.slow
@pytest.mark.parametrize("class_sd", [0.0, 0.2])
def test_the_limits_cover_whatever_classes_are_alike_in(class_sd: float) -> None:
    """Three feeders into one school of six classes, against two schools of two classes whose learners stay."""
    rng = np.random.default_rng(3)
    inside = draws = 0
    for _ in range(600):
        parts = [*(_group(rng, class_sd, f"f{i}", 50, 2, True) for i in range(3))]
        parts += [_group(rng, class_sd, f"s{i}", 50, 2, False) for i in range(10)]
        change, before, after, stratum = (np.concatenate([part[at] for part in parts]) for at in range(4))
        of_sides = Alike(class_icc(change, before, stratum), class_icc(change, after, stratum))
        alike = told_apart(before, after, stratum, stratum, of_sides)
        sides = [
            mean_change(change[at], before[at], after[at], stratum[at], alike)
            for at in (slice(0, 150), slice(150, 250))
        ]
        found = means_together(sides, [1, -1])
        inside, draws = inside + (found.low <= -0.3 <= found.high), draws + 1
    assert 0.93 <= inside / draws <= 0.98


def _group(rng: np.random.Generator, sd: float, name: str, n: int, classes: int, moved: bool) -> tuple[np.ndarray, ...]:
    old = np.repeat(np.arange(classes), n // classes)
    new = rng.permutation(n) % 6 if moved else old
    change = rng.normal(0.2 - 0.3 * moved, 0.8, n) + sd * (_effects(rng, 6)[new] - _effects(rng, classes)[old])
    labels = (np.char.add(f"{name}{side}", own.astype(str)).astype(object) for side, own in (("b", old), ("a", new)))
    return (change, *labels, np.full(n, name, dtype=object))


def _effects(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.standard_normal(n)
