"""How a spread parts into groups and learners, held against lme4 and nlme in R on the same numbers."""

import warnings

import numpy as np
import pytest

from colsynth.methods.variance import nested_variance, random_intercept, random_intercept_logit

# R: g <- rep(1:12, times=5+(1:12)*7); i <- seq_along(g); x <- ((i*37)%%11)/5
#    y <- 50 + 3*sin(g*1.7) + 1.5*x + 4*cos(i*2.3)
GROUP = np.repeat(np.arange(1, 13), 5 + 7 * np.arange(1, 13))
I = np.arange(1, len(GROUP) + 1)  # noqa: E741 (the name of R's line above)
X = ((I * 37) % 11) / 5
Y = 50 + 3 * np.sin(GROUP * 1.7) + 1.5 * X + 4 * np.cos(I * 2.3)
ONES_AND_X = np.column_stack([np.ones_like(X), X])


@pytest.fixture(autouse=True)
def no_warning() -> None:
    warnings.simplefilter("error")


def test_an_intercept_alone_gives_the_numbers_of_lme4() -> None:
    found = random_intercept(Y, GROUP)  # R: lmer(y ~ 1 + (1|g))
    assert found.tau2 == pytest.approx(4.82933366, rel=1e-6)
    assert found.sigma2 == pytest.approx(9.94534244, rel=1e-7)
    assert found.beta[0] == pytest.approx(51.7051782, abs=1e-6)
    assert found.se[0] == pytest.approx(0.65200922, rel=1e-6)
    assert found.icc == pytest.approx(4.82933366 / (4.82933366 + 9.94534244), rel=1e-6)
    assert found.icc_low < found.icc < found.icc_high


def test_a_column_is_taken_out_as_lme4_takes_it_out() -> None:
    found = random_intercept(Y, GROUP, ONES_AND_X)  # R: m <- lmer(y ~ x + (1|g))
    assert found.tau2 == pytest.approx(4.86106971, rel=1e-6)
    assert found.sigma2 == pytest.approx(7.95797029, rel=1e-6)
    assert found.beta == pytest.approx([49.4891022, 2.21668483], rel=1e-7)
    assert found.se == pytest.approx([0.67546859, 0.18135915], rel=1e-6)
    assert found.u[:3] == pytest.approx([2.22704771, -0.89483651, -2.76243250], rel=1e-6)  # R: ranef(m)
    # R: sqrt(attr(ranef(m, condVar=TRUE)$g, "postVar")[1, 1, 1:3])
    assert found.u_se[:3] == pytest.approx([0.76390689, 0.62097914, 0.53660543], rel=1e-6)


def test_maximum_likelihood_is_lme4s_too() -> None:
    found = random_intercept(Y, GROUP, ONES_AND_X, reml=False)  # R: lmer(y ~ x + (1|g), REML=FALSE)
    assert (found.tau2, found.sigma2) == pytest.approx((4.43872584, 7.94455279), rel=1e-6)
    assert found.se == pytest.approx([0.64880005, 0.18120605], rel=1e-6)


def test_of_even_groups_the_interval_is_searles() -> None:
    # Searle, Casella & McCulloch (1992), Variance Components, 3.5: F = 4.5 with 4 and 15 degrees of freedom, 4 a group;
    # R: F <- 4.5; l <- F/qf(.975,4,15); u <- F/qf(.025,4,15); c((l-1)/(3+l), (u-1)/(3+u))
    within = np.tile([-1.0, 1.0, -1.0, 1.0], 5)  # 20 squares over 15 degrees of freedom
    apart = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    apart *= np.sqrt(4.5 * (20 / 15) * 4 / (4 * 10))  # between: 4 sum(apart^2) / 4 = 4.5 times that
    found = random_intercept(np.repeat(apart, 4) + within, np.repeat(np.arange(5), 4))
    assert found.icc == pytest.approx((4.5 - 1) / (4.5 + 3))
    assert (found.icc_low, found.icc_high) == pytest.approx((0.0437212838, 0.9046584712), abs=1e-7)


def test_groups_stand_in_the_order_of_their_labels_and_a_large_offset_does_no_harm() -> None:
    labels = np.array([f"s{number:02d}" for number in GROUP], dtype=object)
    order = np.random.default_rng(3).permutation(len(Y))
    plain, moved = random_intercept(Y, GROUP), random_intercept(Y[order] + 1e6, labels[order])
    assert moved.u == pytest.approx(plain.u, abs=1e-5)
    assert moved.icc == pytest.approx(plain.icc, rel=1e-6)


def test_where_groups_do_not_differ_the_share_is_0_and_its_limit_is_not() -> None:
    found = random_intercept([1.0, 5, 1, 5, 1, 5, 1, 5], [1, 1, 2, 2, 3, 3, 4, 4])
    assert (found.tau2, found.icc, found.icc_low) == (0.0, 0.0, 0.0)
    assert found.icc_high > 0.1
    assert found.u.tolist() == [0.0] * 4


@pytest.mark.parametrize(
    ("y", "group"),
    [([1.0, 2, 3], [1, 1, 1]), ([1.0, 2, 3], [1, 2, 3]), ([4.0] * 6, [1, 1, 2, 2, 3, 3])],
    ids=["one group", "one learner a group", "all the same"],
)
def test_what_cannot_be_told_is_0_from_0_to_1(y: list[float], group: list[int]) -> None:
    found = random_intercept(y, group)
    assert (found.tau2, found.icc, found.icc_low, found.icc_high) == (0.0, 0.0, 0.0, 1.0)
    assert found.u_se.tolist() == [0.0] * len(set(group))


def test_values_that_vary_between_groups_alone_have_a_share_of_1() -> None:
    found = random_intercept([1.0, 1, 2, 2, 6, 6], [1, 1, 2, 2, 3, 3])
    assert (found.icc, found.sigma2, found.tau2) == (1.0, 0.0, pytest.approx(7.0))  # the variance of 1, 2 and 6
    assert found.u == pytest.approx([-2, -1, 3])


@pytest.mark.parametrize(
    ("y", "group", "x"),
    [
        ([1.0], [1], None),
        ([], [], None),
        ([1.0, np.nan, 2], [1, 1, 2], None),
        ([1.0, 2], [1], None),
        ([1.0, 2, 3], [1, 1, 2], [[1, 1], [1, 1], [1, 1]]),
    ],
    ids=["one value", "no value", "not a number", "a group too few", "a column twice"],
)
def test_what_cannot_be_reckoned_is_refused(y: list[float], group: list[int], x: object) -> None:
    with pytest.raises(ValueError, match=r"[Ee]very|more values"):
        random_intercept(y, group, x)  # type: ignore[arg-type]


# R: s <- rep(1:8, each=24); k <- rep(1:24, each=8); i <- seq_along(s)
#    z <- 10 + 2*sin(s*2.1) + 1.8*cos(k*1.3) + 2.5*sin(i*3.7)
SCHOOL, CLASS, N = np.repeat(np.arange(1, 9), 24), np.repeat(np.arange(1, 25), 8), np.arange(1, 193)
Z = 10 + 2 * np.sin(SCHOOL * 2.1) + 1.8 * np.cos(CLASS * 1.3) + 2.5 * np.sin(N * 3.7)


def test_schools_classes_and_learners_part_the_spread_as_in_lme4() -> None:
    found = nested_variance(Z, SCHOOL, CLASS)  # R: lmer(z ~ 1 + (1|s/k)): 1.425768, 1.394096, 3.526408
    shares = [found.school.value, found.class_.value, found.learner.value]
    assert shares == pytest.approx([0.2246623, 0.2196717, 0.5556660], abs=1e-5)
    # R: keep <- (i*7)%%5 != 0 | s<4; lmer(..., subset=keep): 0.8291454, 1.3479059, 3.5342423
    keep = ((N * 7) % 5 != 0) | (SCHOOL < 4)
    found = nested_variance(Z[keep], SCHOOL[keep], CLASS[keep])
    shares = [found.school.value, found.class_.value, found.learner.value]
    assert shares == pytest.approx([0.1451765, 0.2360071, 0.6188164], abs=1e-5)
    assert found.school.low == 0.0
    assert 0.3 < found.school.high < 0.7  # eight schools tell little


def test_year_levels_are_taken_out_as_in_lme4() -> None:
    # R: f <- factor((i*5)%%4); lmer(z + 1.5*((i*5)%%4) ~ 0 + f + (1|s/k)): 1.425732, 1.386090, 3.590473
    year = (N * 5) % 4
    found = nested_variance(Z + 1.5 * year, SCHOOL, CLASS, np.eye(4)[year])
    shares = [found.school.value, found.class_.value, found.learner.value]
    assert shares == pytest.approx([0.2226907, 0.2164989, 0.5608104], abs=1e-5)


def test_class_labels_may_repeat_from_school_to_school() -> None:
    again = nested_variance(Z, SCHOOL, (CLASS - 1) % 3)
    assert again == nested_variance(Z, SCHOOL, CLASS)


def test_a_level_that_is_not_there_cannot_be_told() -> None:
    one_school = nested_variance(Z, np.ones_like(SCHOOL), CLASS)
    assert (one_school.school.value, one_school.school.low, one_school.school.high) == (0.0, 0.0, 1.0)
    one_class = nested_variance(Z, SCHOOL, SCHOOL)
    assert (one_class.class_.value, one_class.class_.low, one_class.class_.high) == (0.0, 0.0, 1.0)
    two_levels = random_intercept(Z, SCHOOL)
    assert one_class.school.value == pytest.approx(two_levels.icc, abs=1e-5)
    one_learner = nested_variance([1.0, 2, 4, 8], [1, 1, 2, 2], [1, 2, 3, 4])
    assert one_learner.class_.value == 0.0
    nothing = nested_variance([3.0] * 6, [1, 1, 1, 2, 2, 2], [1, 1, 2, 3, 3, 4])
    assert (nothing.school.value, nothing.school.high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="more values"):
        nested_variance([1.0], [1], [1])


HERDS_X = [9, 5, 12, 4, 6, 4, 12, 12, 2, 4, 9, 3, 3, 11, 3]
HERDS_N = [40, 61, 74, 35, 71, 72, 40, 34, 29, 84, 96, 29, 87, 26, 64]


def test_shares_of_herds_differ_as_lme4_says() -> None:
    # R: glmer(cbind(incidence, size-incidence) ~ 1 + (1|herd), cbpp, family=binomial, nAGQ=25); sums by herd above
    found = random_intercept_logit(HERDS_X, HERDS_N)
    assert found.b0 == pytest.approx(-2.0464998, abs=2e-5)
    assert found.tau2 == pytest.approx(0.66975598, abs=2e-5)
    assert found.mor == pytest.approx(2.1829, abs=1e-4)
    assert found.vpc == pytest.approx(0.669756 / (0.669756 + np.pi**2 / 3), abs=1e-5)
    assert 0 < found.vpc_low < found.vpc < found.vpc_high < 0.5


def test_groups_of_one_share_do_not_differ_in_odds() -> None:
    found = random_intercept_logit([5, 10, 20], [10, 20, 40])
    assert (found.tau2, found.mor, found.vpc_low) == (0.0, 1.0, 0.0)
    assert found.b0 == pytest.approx(0.0, abs=1e-6)
    assert random_intercept_logit([3], [9]).vpc_high > 0.9  # one group tells nothing
    assert random_intercept_logit([0, 9, 0], [9, 9, 0]).mor > 10  # all against none


@pytest.mark.parametrize(("x", "n"), [([0, 0], [5, 5]), ([5, 5], [5, 5]), ([], []), ([6], [5])])
def test_without_odds_there_is_nothing_to_differ(x: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match=r"odds|counts"):
        random_intercept_logit(x, n)
