"""Agreement of several raters, against irrCAC, krippendorff and R, and where there is little to go by.

Numbers of other software were made in environments of their own, as irrCAC 0.4.4 asks for scipy 1.12 and krippendorff
0.9.0 is GPL; `f` is a frame of units by raters:

    from irrCAC.raw import CAC; CAC(f, weights="ordinal", digits=9).gwet()["est"]
    import krippendorff; krippendorff.alpha(f.to_numpy().T, level_of_measurement="ordinal")
"""

from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from colsynth.methods.agreement import gwet_ac, krippendorff_alpha, pairs_alike, weighted_kappa
from colsynth.methods.raters import agreement_of

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: 12 units, four observers
OBSERVED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
        [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    ]
).T
# irrCAC: value, se, low (the upper limit is 1 in all four)
GWET = [
    (None, 0.775444068, 0.142949951, 0.460813348),
    ("linear", 0.858739136, 0.117329022, 0.600499700),
    ("quadratic", 0.914000724, 0.103962245, 0.685181366),
    ("ordinal", 0.898939770, 0.106903524, 0.663646700),
]
# krippendorff, and irrCAC with low and high: 135 students, seven raters, most rated by two; criterion k1
SPARSE_ALPHA = {"nominal": 0.234822971, "ordinal": 0.582645137, "interval": 0.583220183}
SPARSE_GWET = {
    "none": (0.250145337, 0.081586236, 0.088781977, 0.411508696),
    "linear": (0.526101608, 0.081659543, 0.364593261, 0.687609956),
    "quadratic": (0.732359863, 0.095957386, 0.542572873, 0.922146853),
    "ordinal": (0.665854533, 0.090328232, 0.487201029, 0.844508037),
}
FIVE = [[9, 3, 1, 0, 0], [4, 14, 6, 1, 0], [1, 5, 30, 9, 2], [0, 2, 11, 25, 6], [0, 0, 1, 5, 12]]


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)]
)
def test_alpha_of_the_example_of_krippendorff_is_his(metric: str, alpha: float) -> None:
    assert krippendorff_alpha(OBSERVED, metric).value == pytest.approx(alpha, abs=1e-6)  # type: ignore[arg-type]


def test_the_ordinal_metric_is_not_the_ordinal_weight() -> None:
    # irrCAC: CAC(f, weights="ordinal").krippendorff() weighs levels by their place alone, and gives .8336
    assert krippendorff_alpha(OBSERVED).value == pytest.approx(0.8154, abs=5e-5)
    assert gwet_ac(OBSERVED).value == pytest.approx(0.8989, abs=5e-5)


def test_the_limits_of_alpha_leave_out_each_unit_in_turn() -> None:
    found = krippendorff_alpha(OBSERVED)
    rows = OBSERVED[(~np.isnan(OBSERVED)).sum(axis=1) >= 2]
    without = [krippendorff_alpha(np.delete(rows, unit, axis=0)).value for unit in range(len(rows))]
    assert found.se == pytest.approx(np.std(without) * (len(rows) - 1) ** 0.5)
    # R: k <- 40/11; a <- .81538771; s <- .14803024; z <- log((1 + (k-1)*a) / (1-a))
    # z <- z + c(-1, 1) * qt(.975, 10) * s * k / ((1-a) * (1 + (k-1)*a)); (exp(z) - 1) / (exp(z) + k - 1)
    assert (found.low, found.high) == pytest.approx((0.24, 0.97), abs=5e-3)


def test_the_error_of_alpha_is_near_that_of_a_large_sample() -> None:
    # irrCAC, weights="identity" and "quadratic", are the nominal and interval alpha: se .145574 and .129130
    assert krippendorff_alpha(OBSERVED, "nominal").se == pytest.approx(0.145574, rel=0.1)
    assert krippendorff_alpha(OBSERVED, "interval").se == pytest.approx(0.129130, rel=0.1)


@pytest.mark.parametrize(("weights", "value", "se", "low"), GWET)
def test_ac_is_that_of_irrcac(weights: str | None, value: float, se: float, low: float) -> None:
    found = gwet_ac(OBSERVED, weights)  # type: ignore[arg-type]
    assert (found.value, found.se, found.low, found.high) == pytest.approx((value, se, low, 1), abs=1e-7)


def test_raters_who_share_few_students_are_reckoned_as_by_others(real_data: Path) -> None:
    frame = pd.read_csv(real_data / "raters" / "sirt_ratings1.csv")
    given = frame.pivot(index="idstud", columns="rater", values="k1").to_numpy(float)
    for metric, alpha in SPARSE_ALPHA.items():
        assert krippendorff_alpha(given, metric).value == pytest.approx(alpha, abs=1e-8)  # type: ignore[arg-type]
    for weights, promised in SPARSE_GWET.items():
        found = gwet_ac(given, weights)  # type: ignore[arg-type]
        assert (found.value, found.se, found.low, found.high) == pytest.approx(promised, abs=1e-8)


def test_nominal_alpha_is_kappa_of_fleiss_but_for_the_number_of_ratings(real_data: Path) -> None:
    frame = pd.read_csv(real_data / "raters" / "irr_diagnoses.csv")
    given = frame.apply(lambda column: column.str[0]).to_numpy(float)
    alpha = krippendorff_alpha(given, "nominal").value
    assert 1 - (1 - alpha) * given.size / (given.size - 1) == pytest.approx(0.430, abs=5e-4)  # R, irr: kappam.fleiss


def test_interval_alpha_is_the_icc_of_one_way_but_for_the_number_of_ratings(real_data: Path) -> None:
    given = pd.read_csv(real_data / "raters" / "irr_anxiety.csv").to_numpy(float)
    alpha = krippendorff_alpha(given, "interval").value
    assert alpha == pytest.approx(0.170098608, abs=1e-9)  # krippendorff
    within = (1 - alpha) * given.var(ddof=1)
    between = given.mean(axis=1).var(ddof=1) * 3
    # R, psych: ICC(x, lmer = FALSE)$results: ICC1 .175022381
    assert (between - within) / (between + 2 * within) == pytest.approx(0.175022381, abs=1e-8)


@pytest.mark.parametrize(
    ("weights", "kappa", "se"),
    [
        # R, vcd: Kappa(m)$Unweighted, Kappa(m, weights = "Equal-Spacing")$Weighted, "Fleiss-Cohen"
        (None, 0.4892099488, 0.0536800303),
        ("linear", 0.6493449301, 0.0426162569),
        ("quadratic", 0.787931679, 0.034804967),
    ],
)
def test_weighted_kappa_of_any_weights_is_that_of_vcd(weights: str | None, kappa: float, se: float) -> None:
    found = weighted_kappa(FIVE, weights)  # type: ignore[arg-type]
    assert (found.value, found.se) == pytest.approx((kappa, se), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((kappa - 1.959964 * se, kappa + 1.959964 * se), abs=1e-6)


def test_kappa_with_ordinal_weights_is_that_of_psych() -> None:
    # R, psych: cohen.kappa(m, w = 1 - outer(0:4, 0:4, function(i, j) {d <- abs(i - j); d * (d + 1) / 20}))
    assert weighted_kappa(FIVE, "ordinal").value == pytest.approx(0.742649528, abs=1e-9)


def test_pairs_of_raters_are_counted_unit_by_unit() -> None:
    found = pairs_alike([[1, 1, 1], [1, 2, 3], [2, nan, 4], [3, nan, nan]])
    assert found.n_units == 3
    assert found.exact == pytest.approx((1 + 0 + 0) / 3)
    assert found.within_one == pytest.approx((1 + 2 / 3 + 0) / 3)
    # gwet_ac of the example, from irrCAC: `pa` .818182 without weights
    assert pairs_alike(OBSERVED).exact == pytest.approx(0.818182, abs=1e-6)


def test_where_all_say_one_level_agreement_beyond_chance_is_not_told() -> None:
    top = np.full((8, 4), 3.0)
    assert isnan(krippendorff_alpha(top).value)
    assert isnan(gwet_ac(top).value)
    told = gwet_ac(top, categories=[1, 2, 3])
    assert (told.value, told.se) == (1, 0)
    assert isnan(told.low)
    assert pairs_alike(top).exact == 1


@pytest.mark.parametrize("few", [[[1], [2], [3]], [[1, nan], [nan, 2]], [[nan, nan]]])
def test_where_no_two_raters_share_a_unit_nothing_is_told(few: list[list[float]]) -> None:
    for found in (krippendorff_alpha(few), gwet_ac(few)):
        assert all(isnan(number) for number in (found.value, found.se, found.low, found.high))
    assert pairs_alike(few).n_units == 0


def test_one_unit_has_a_value_but_no_error() -> None:
    for found in (krippendorff_alpha([[1, 2, 2]]), gwet_ac([[1, 2, 2]])):
        assert not isnan(found.value)
        assert isnan(found.se)


def test_what_is_no_table_of_ratings_is_refused() -> None:
    with pytest.raises(ValueError, match="row for each thing"):
        krippendorff_alpha([1, 2, 3])
    with pytest.raises(ValueError, match="level"):
        gwet_ac([[1, float("inf")]])
    with pytest.raises(ValueError, match="none of the categories"):
        gwet_ac([[1, 5]], categories=[1, 2, 3])
    with pytest.raises(ValueError, match="rising"):
        gwet_ac([[1, 2]], categories=[2, 1])
    with pytest.raises(ValueError, match="Weights"):
        gwet_ac([[1, 2]], weights="cubic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="metric"):
        krippendorff_alpha([[1, 2]], metric="circular")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ratio"):
        krippendorff_alpha([[-1, 2]], metric="ratio")


def test_a_frame_with_missing_values_of_its_own_is_a_table_of_ratings() -> None:
    frame = pd.DataFrame({"a": [1, None, 2, 3], "b": [1, 2, 2, 1], "c": [pd.NA, 2, 3, 3]})
    plain = [[1, 1, nan], [nan, 2, 2], [2, 2, 3], [3, 1, 3]]
    for method in (krippendorff_alpha, gwet_ac, pairs_alike):
        assert method(frame.astype("Float64")) == method(frame) == method(plain)


def test_levels_may_be_negative_and_need_not_follow_one_another() -> None:
    plain = np.array([[0, 1, 1], [2, 2, 2], [3, 2, 3], [0, 0, 1]])
    apart = np.array([-40, -7, 0, 900])[plain]
    assert krippendorff_alpha(apart) == krippendorff_alpha(plain)
    assert gwet_ac(apart) == gwet_ac(plain)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "given", [[["a", "b"]], None, {}, [[1, 2], [1]], [[1j, 2]], [[1e300, -1e300]], np.zeros((2, 2, 2)), [[]]]
)
def test_what_cannot_be_ratings_is_refused_in_a_sentence(given: object) -> None:
    for method in (krippendorff_alpha, gwet_ac, pairs_alike):
        with pytest.raises(ValueError, match=r"(?i)rating"):
            method(given)  # type: ignore[operator]


def test_measurements_are_no_levels() -> None:
    with pytest.raises(ValueError, match="measurements"):
        krippendorff_alpha(np.arange(4000.0).reshape(2000, 2))


@pytest.mark.parametrize(
    "table", [[[1, 2, 3], [1, 2, 3]], [[0, 0], [0, 0]], [[1, -1], [1, 1]], [[5]], [[nan, 1], [1, 1]], "ab", [1, 2]]
)
def test_kappa_refuses_what_does_not_count_pairs(table: object) -> None:
    with pytest.raises(ValueError, match=r"raters|ounted|counts"):
        weighted_kappa(table, "linear")  # type: ignore[arg-type]


def test_kappa_where_all_are_alike() -> None:
    assert isnan(weighted_kappa([[5, 0], [0, 0]], None).value)
    told = weighted_kappa([[5, 0], [0, 5]], None)
    assert (told.value, told.se) == (1, 0)
    assert isnan(told.low)


def test_where_one_unit_holds_all_that_varies_nothing_is_told_from_the_value_alone() -> None:
    ratings = np.array([[0.0, 2], [2, 2], [2, 2], [2, 2], [2, 2]])
    alpha = krippendorff_alpha(ratings)
    assert (alpha.value, isnan(alpha.se)) == (0, True)
    assert agreement_of(5, alpha, gwet_ac(ratings, "ordinal", range(4))) == "cannot be told"
    same = np.array([[0.0, 0], [2, 2], [2, 2], [2, 2], [2, 2]])
    assert agreement_of(5, krippendorff_alpha(same), gwet_ac(same, "ordinal", range(4))) == "agree"
