"""Gaps between groups now, on learners few enough to count by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses import achievement
from colsynth.analyses.comparisons import REST, Comparison, comparisons
from colsynth.analyses.gaps import COLUMNS, composition, gaps, learners_for_parity, verdict
from colsynth.methods.gaps import mantel_haenszel, risk_ratio, standardised_difference
from colsynth.methods.proportions import newcombe_difference
from colsynth.reference.ethnicity import load_ethnic_groups

GROUPS = load_ethnic_groups()


def people(*rows: tuple[str, str | None, str | None], **more: list[object]) -> pd.DataFrame:
    """Learners with gender and ethnic groups; further columns by name."""
    frame = pd.DataFrame(rows, columns=["student", "gender", "ethnicities"]).astype("str")
    frame = frame.where(frame != "None", None)
    empty = {"learning_support": "boolean", "english_learner": "boolean", "flags": "str", "school": "str"}
    for column, kind in empty.items():
        frame[column] = pd.Series(more.get(column, [None] * len(frame)), dtype=kind)
    return frame


def results(counts: dict[str, tuple[int, int]], **more: object) -> pd.DataFrame:
    """For each group of learners: n of them, the first x at the mark; learners are group and number."""
    rows = [
        {"student": f"{group}{i}", "expected": i < x, "top": pd.NA}
        for group, (x, n) in counts.items()
        for i in range(n)
    ]
    given = {"measure": "m", "term": "2026-T3", "school": "1", "year_level": 5, "class_label": ""} | more
    frame = pd.DataFrame(rows).assign(**given)
    return frame.astype({"expected": "boolean", "top": "boolean", "year_level": "Int64"})


def sides(members: str, n: int, against: str, n_against: int) -> Comparison:
    return Comparison(
        "gender",
        members,
        against,
        frozenset(f"{members}{i}" for i in range(n)),
        frozenset(f"{against}{i}" for i in range(n_against)),
    )


def one(frame: pd.DataFrame) -> pd.Series:  # type: ignore[type-arg]
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_gap_has_both_shares_their_difference_their_ratio_and_the_learners_for_parity() -> None:
    found = one(gaps(results({"a": (12, 40), "b": (33, 60)}), [sides("a", 40, "b", 60)], {}))
    assert (found["n"], found["n_at"], found["n_reference"], found["n_reference_at"]) == (40, 12, 60, 33)
    apart, ratio = newcombe_difference(12, 40, 33, 60), risk_ratio(12, 40, 33, 60)
    assert found[["difference", "low", "high"]].tolist() == pytest.approx([-0.25, apart.low, apart.high])
    assert found[["ratio", "ratio_low", "ratio_high"]].tolist() == pytest.approx([0.3 / 0.55, ratio.low, ratio.high])
    assert found["learners_for_parity"] == 10  # 55 % of 40 is 22, exactly; a float makes it 23
    assert (found["verdict"], found["basis"]) == ("lower", "count")


def test_learners_for_parity_is_exact_and_never_below_nothing() -> None:
    assert learners_for_parity(0, 100, 11, 20) == 55  # ceil(0.55 * 100) of a computer is 56
    assert learners_for_parity(50, 100, 1, 3) == 0
    assert learners_for_parity(33, 100, 1, 3) == 1  # 33.3 is reached by the 34th


def test_excellence_stands_beside_the_threshold_as_a_row_of_its_own() -> None:
    seen = results({"a": (20, 40), "b": (20, 40)})
    seen["top"] = [i % 40 < (4 if i < 40 else 16) for i in range(80)]
    found = gaps(seen, [sides("a", 40, "b", 40)], {}).set_index("mark")
    assert found["verdict"].to_dict() == {
        "at or above expectation": "no clear difference",
        "at the highest level": "lower",
    }
    assert found["difference"].tolist() == pytest.approx([0, -0.3])


def test_only_the_newest_term_of_a_measure_is_told() -> None:
    seen = pd.concat([results({"a": (1, 20), "b": (1, 20)}, term="2026-T1"), results({"a": (10, 20), "b": (12, 20)})])
    found = one(gaps(seen, [sides("a", 20, "b", 20)], {}))
    assert (found["term"], found["n_at"]) == ("2026-T3", 10)


def test_berkeley_is_smaller_within_departments_and_the_other_way_round() -> None:
    departments = [
        (512, 825, 89, 108),
        (353, 560, 17, 25),
        (120, 325, 202, 593),
        (138, 417, 131, 375),
        (53, 191, 94, 393),
        (22, 373, 24, 341),
    ]  # R: UCBAdmissions
    frames = []
    for i, (x1, n1, x0, n0) in enumerate(departments):
        part = results({f"{i}men": (x1, n1), f"{i}women": (x0, n0)}, school=str(i))
        frames.append(part)
    seen = pd.concat(frames, ignore_index=True)
    men = frozenset(s for s in seen["student"] if "women" not in s)
    women = frozenset(s for s in seen["student"] if "women" in s)
    found = one(gaps(seen, [Comparison("gender", "men", "women", men, women)], {}))
    assert found["difference"] == pytest.approx(0.1416, abs=5e-5)
    assert found["standardised"] == pytest.approx(standardised_difference(departments).value)
    assert found["ratio_within"] == pytest.approx(mantel_haenszel(departments).risk_ratio.value)
    assert (found["verdict"], found["verdict_standardised"]) == ("higher", "lower")
    assert (found["composition"], found["share_covered"]) == ("the other way round", 1.0)


def test_schools_that_have_one_group_alone_say_nothing_about_like_learners() -> None:
    seen = pd.concat([results({"a": (12, 40)}, school="1"), results({"b": (33, 60)}, school="2")], ignore_index=True)
    found = one(gaps(seen, [sides("a", 40, "b", 60)], {}))
    assert (found["share_covered"], found["composition"]) == (0.0, "cannot be told")
    assert pd.isna(found["standardised"])
    assert found["verdict"] == "lower"


def test_classes_of_one_group_each_widen_the_interval_and_mixed_classes_do_not() -> None:
    seen = results({"a": (12, 40), "b": (33, 60)})
    narrow = one(gaps(seen, [sides("a", 40, "b", 60)], {}))
    own = seen.assign(class_label=[f"c{i // 10}" for i in range(100)])  # ten classes of ten, each of one group
    wide = one(gaps(own, [sides("a", 40, "b", 60)], {"expected": {"m": 0.1}}))
    worth = 1 / 1.9  # classes of ten, alike by .1 (Kish)
    expected = newcombe_difference(12 * worth, 40 * worth, 33 * worth, 60 * worth)
    assert wide[["low", "high"]].tolist() == pytest.approx([expected.low, expected.high])
    assert (wide["basis"], narrow["basis"]) == ("classes", "count")
    mixed = seen.assign(class_label=[f"c{i % 20}" for i in range(100)])
    same = one(gaps(mixed, [sides("a", 40, "b", 60)], {"expected": {"m": 0.1}}))
    assert same["low"] == pytest.approx(narrow["low"])


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ({"a": (4, 9), "b": (10, 40)}, "too few"),
        ({"a": (0, 0), "b": (10, 40)}, "too few"),
        ({"a": (20, 20), "b": (40, 40)}, "no variation seen"),
        ({"a": (0, 20), "b": (0, 40)}, "no variation seen"),
        ({"a": (0, 20), "b": (39, 40)}, "lower"),
        ({"a": (20, 20), "b": (1, 40)}, "higher"),
    ],
)
def test_small_and_extreme_groups_get_a_word_and_no_warning(counts: dict[str, tuple[int, int]], word: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = one(gaps(results(counts), [sides("a", 20, "b", 40)], {}))
    assert found["verdict"] == word


def test_nothing_in_gives_an_empty_frame_with_its_columns() -> None:
    seen = results({"a": (1, 2)})
    for frame, held in ((seen[:0], [sides("a", 2, "b", 2)]), (seen, [])):
        found = gaps(frame, held, {})
        assert found.empty
        assert list(found) == list(COLUMNS)
    nobody = results({"a": (1, 20), "b": (2, 20)}).assign(expected=pd.array([pd.NA] * 40, dtype="boolean"))
    assert gaps(nobody, [sides("a", 20, "b", 20)], {}).empty


def test_the_words_follow_the_interval_alone() -> None:
    assert [verdict(-0.2, -0.01), verdict(0.01, 0.2), verdict(-0.01, 0.2)] == ["lower", "higher", "no clear difference"]
    assert verdict(-0.2, 0.2, varied=False) == "no variation seen"
    words = [composition(-0.1, at) for at in (-0.08, -0.05, -0.14, 0.05, 0.01)]
    assert words == ["much the same", "smaller", "larger", "the other way round", "smaller"]


@pytest.mark.slow
def test_in_simulated_classes_of_both_groups_the_interval_holds_the_gap_as_often_as_it_says() -> None:
    """Twelve classes of 20, a third of each of the group, alike by .15, true gap -.15: 1,000 draws, some 95 % held."""
    rng, held, gap = np.random.default_rng(4), 0, -0.15
    group = np.arange(240) % 3 == 0
    class_ = np.arange(240) // 20
    shown = [f"{'a' if g else 'b'}{i}" for i, g in enumerate(group)]
    both = Comparison(
        "t", "a", "b", frozenset(s for s in shown if s[0] == "a"), frozenset(s for s in shown if s[0] == "b")
    )
    spread = 0.15 * 0.24 / 1  # variance between classes of a share of .6, by an icc of .15
    for _ in range(1000):
        p = 0.6 + rng.normal(0, spread**0.5, 12).clip(-0.38, 0.38)[class_] + np.where(group, gap, 0)
        seen = pd.DataFrame({"student": shown, "expected": rng.random(240) < p.clip(0, 1), "top": pd.NA})
        seen = seen.assign(measure="m", term="2026-T3", school="1", year_level=5, class_label=class_.astype(str))
        found = one(gaps(seen.astype({"expected": "boolean", "top": "boolean"}), [both], {"expected": {"m": 0.15}}))
        held += found["low"] <= gap <= found["high"]
    assert 0.93 <= held / 1000 <= 0.985


def test_groups_are_held_against_the_rest_of_those_whose_group_is_known() -> None:
    found = comparisons(
        people(("a", "female", "Māori|European"), ("b", "male", "European"), ("c", "another gender", None)), GROUPS
    )
    ethnic = {c.group: c for c in found if c.trait == "ethnic group"}
    assert list(ethnic) == ["Māori"]  # everyone is European; no rest is left to hold them against
    assert (ethnic["Māori"].members, ethnic["Māori"].against) == ({"a"}, {"b"})
    assert [c.reference for c in found if c.trait == "gender"] == [REST] * 3


def test_two_groups_that_are_each_others_rest_make_one_comparison() -> None:
    (found,) = comparisons(people(("a", "female", None), ("b", "male", None)), GROUPS)
    assert (found.group, found.reference) == ("Girls", "Boys")


def test_a_named_reference_may_share_learners_and_is_held_against_nothing() -> None:
    seen = people(("a", None, "Māori|European"), ("b", None, "European"), ("c", None, "Māori"), ("d", None, "Asian"))
    found = comparisons(seen, GROUPS, {"ethnic group": "European"})
    assert [(c.group, c.reference) for c in found] == [("Māori", "European"), ("Asian", "European")]
    assert found[0].members & found[0].against == {"a"}
    both = people(("a", "female", None), ("b", "male", None))
    assert [(c.group, c.reference) for c in comparisons(both, GROUPS, {"gender": "Female"})] == [("Boys", "Girls")]
    assert comparisons(seen, GROUPS, {"ethnic group": "Pacific"}) == []  # nobody to hold anyone against


def test_learners_of_whom_nothing_is_recorded_are_on_no_side() -> None:
    seen = people(*[(c, None, None) for c in "abcde"], learning_support=[True, False, None, False, None])
    (found,) = comparisons(seen, GROUPS)
    assert (found.trait, found.members, found.against) == ("learning support", {"a"}, {"b", "d"})


def test_a_list_is_held_against_others_of_its_schools() -> None:
    seen = people(
        *[(c, None, None) for c in "abcd"],
        flags=["priority learner", "band; priority learner", None, None],
        school=["1", "1", "1", "2"],
    )
    found = {c.group: c for c in comparisons(seen, GROUPS)}
    assert found["On the list “priority learner”"].members == {"a", "b"}
    assert found["On the list “priority learner”"].against == {"c"}  # school 2 keeps no list


def test_groups_of_two_traits_need_ten_learners() -> None:
    few = [(f"a{i}", "male", "Māori") for i in range(9)]
    rest = [(f"b{i}", "female", "European") for i in range(12)] + [(f"c{i}", "male", "European") for i in range(12)]
    both = [c.group for c in comparisons(people(*few, *rest), GROUPS) if c.trait == "gender and ethnic group"]
    assert both == ["European girls", "European boys"]
    more = [
        c.group for c in comparisons(people(*few, ("a9", "male", "Māori"), ("f", "female", "Māori"), *rest), GROUPS)
    ]
    assert "Māori boys" in more


def test_prioritised_groups_do_not_overlap() -> None:
    seen = achievement.prioritised(people(("a", None, "Māori|European"), ("b", None, "European")), GROUPS)
    (found,) = comparisons(seen, GROUPS)
    assert (found.group, found.reference) == ("European", "Māori")
