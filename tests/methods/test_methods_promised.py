"""Every promised method is where it is promised, takes what is promised, and answers or refuses whatever it gets."""

import importlib
import inspect
import warnings
from dataclasses import FrozenInstanceError, fields, is_dataclass
from math import inf, nan
from typing import Any

import numpy as np
import pytest

LIMITS = "value low high"
SCHOOLS = ["a", "a", "a", "b", "b", "b", "c", "c", "c"]
CLASSES = [1, 1, 2, 3, 3, 4, 5, 5, 6]
SCORES = [1.0, 2.0, 4.0, 3.0, 5.0, 4.0, 6.0, 7.0, 9.0]
RATINGS = [[1, 2, nan], [2, 2, 3], [3, 2, 3], [1, 1, 2], [2, 3, 3], [1, 1, 1], [3, nan, 4], [2, 2, 3]]

# module.function(arguments), an example of them, and the fields of what it gives: "" where that is plain
PROMISED: list[tuple[str, tuple[Any, ...], str]] = [
    ("proportions.wilson_interval(x, n, level=0.95)", (81, 263), "low high"),
    ("proportions.newcombe_difference(x1, n1, x2, n2, level=0.95)", (56, 70, 48, 80), LIMITS),
    ("proportions.beta_binomial_prior(x, n)", ([1, 4, 9], [10, 12, 14]), "a b"),
    ("proportions.shrink(x, n, a, b)", (4, 14, 2.342, 14.11), ""),
    ("proportions.learners_needed(percent, n, x)", (55, 100, 40), ""),
    ("proportions.probability_above(x, n, target)", (27, 35, 0.7), ""),
    ("proportions.effective_n(n, cluster_size, icc)", (100, 25, 0.05), ""),
    ("gaps.risk_ratio(x1, n1, x0, n0)", (28, 50, 27, 40), LIMITS),
    ("gaps.mantel_haenszel(strata)", ([(8, 10, 5, 10), (3, 9, 2, 8)],), "odds_ratio risk_ratio risk_difference"),
    ("gaps.standardised_difference(strata)", ([(8, 10, 5, 10), (3, 9, 2, 8)],), LIMITS),
    ("gaps.overlapping_difference(in_a, in_b, y)", ([1, 1, 1, 0], [0, 1, 1, 1], [1, 0, 1, 0]), "value se low high"),
    ("growth.effect_size_vs_expected(gain, expected, sd)", (7, 8.5, 13.1), ""),
    ("growth.standardised_mean_change(m1, m2, sd1, n, r)", (30.6, 38.5, 15, 20, 0.47), "value se low high"),
    ("growth.hedges_g(m1, m2, sd1, sd2, n1, n2)", (55, 75, 47, 64, 155, 156), "value se low high"),
    ("growth.regression_to_mean(mu, sd, r, low, high)", (100, 15, 0.8, 90, 95), ""),
    ("growth.growth_percentiles(prior, current)", (SCORES, SCORES[::-1]), "array"),
    (
        "variance.random_intercept(y, group, X=None, reml=True)",
        (SCORES, SCHOOLS),
        "tau2 sigma2 icc icc_low icc_high beta se u u_se",
    ),
    ("variance.nested_variance(y, school, class_)", (SCORES, SCHOOLS, CLASSES), "school class_ learner"),
    ("variance.random_intercept_logit(x, n)", ([1, 4, 9], [10, 12, 14]), "b0 tau2 mor vpc"),
    ("funnel.funnel_limits(p, n, level)", (0.6, 20, 0.95), "low high"),
    ("funnel.overdispersion(x, n)", ([1, 4, 9], [10, 12, 14]), "phi tau2 flagged"),
    ("convergence.oldham(before, after)", (SCORES, SCORES[::-1]), "r p"),
    ("convergence.pitman_morgan(before, after)", (SCORES, [2 * score for score in SCORES[::-1]]), "t p"),
    ("runchart.xmr(y, fix_after=None, screen=True)", (SCORES,), "centre lower upper flag"),
    ("runchart.runs(y)", (SCORES,), "longest crossings signal"),
    ("agreement.krippendorff_alpha(ratings, metric=ordinal)", (RATINGS,), "value se low high"),
    ("agreement.gwet_ac(ratings, weights=ordinal, categories=None)", (RATINGS,), "value se low high"),
    ("agreement.weighted_kappa(table, weights)", ([[5, 1, 0], [2, 6, 1], [0, 2, 4]], "ordinal"), "value se low high"),
    ("agreement.rater_severity(ratings)", (RATINGS,), "value se low high said"),
]
NAMES = [asked.partition("(")[0] for asked, _, _ in PROMISED]
NUMBERS = (0, 1, -1, 0.5, 10, nan, inf, np.int64(3))
SERIES: tuple[Any, ...] = (
    [],
    [1],
    [1, 1],
    [5] * 9,
    [0] * 9,
    [nan] * 9,
    [1, inf, 2],
    np.arange(9),
    SCORES,
    [[1, 2], [3, 4]],
    1,
)
TABLES: tuple[Any, ...] = (
    [[nan, nan], [nan, nan]],
    [[1], [2], [3]],
    [[2, 2], [2, 2], [2, 2]],
    [[1, nan], [nan, 2], [3, nan]],
    [[1, inf], [2, 2]],
    [[1, 2]],
    [[0, 0], [0, 0]],
    [[-1, 2], [2, 1]],
    [[5, 0, 0], [0, 0, 0], [0, 0, 0]],
    [[1, 1]] * 6 + [[1, 2]],
)
STRATA: tuple[Any, ...] = (
    [],
    [()],
    [(1, 2)],
    [(0, 0, 0, 0)],
    [(5, 5, 5, 5)],
    [(nan, 1, 1, 1)],
    [(1, inf, 1, 2)],
    [1, 2, 3, 4],
)


def _method(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(importlib.import_module(f"colsynth.methods.{module}"), function)


@pytest.mark.parametrize(("asked", "given", "promised"), PROMISED, ids=NAMES)
def test_a_method_takes_and_gives_what_is_promised(asked: str, given: tuple[Any, ...], promised: str) -> None:
    name, _, arguments = asked.partition("(")
    method = _method(name)
    takes = list(inspect.signature(method).parameters.values())
    wanted = arguments.rstrip(")").split(", ")
    told = [p.name if p.default is p.empty else f"{p.name}={p.default}" for p in takes]
    assert told[: len(wanted)] == wanted
    assert all(p.default is not p.empty for p in takes[len(wanted) :])

    found = method(*given)

    if promised == "array":
        assert np.issubdtype(found.dtype, np.integer)
    elif promised:
        assert is_dataclass(found)
        with pytest.raises(FrozenInstanceError):
            setattr(found, promised.split()[0], 0)
        assert {field.name for field in fields(found)} >= set(promised.split())
    else:
        assert type(found) in (int, float)
    assert not _leaks(found)


def _leaks(found: object) -> list[str]:
    """The fields of a result that are numpy's numbers rather than plain ones."""
    if not is_dataclass(found):
        return ["itself"] if isinstance(found, np.generic) else []
    return [field.name for field in fields(found) if isinstance(getattr(found, field.name), np.generic)]


@pytest.mark.parametrize(("asked", "given"), [row[:2] for row in PROMISED], ids=NAMES)
def test_whatever_it_is_given_a_method_answers_or_refuses_without_a_warning(asked: str, given: tuple[Any, ...]) -> None:
    method = _method(asked.partition("(")[0])
    tries: list[tuple[Any, ...]] = [given]
    for at, argument in enumerate(given):
        odd: tuple[Any, ...] = NUMBERS if isinstance(argument, int | float) else SERIES
        odd = STRATA if "(strata)" in asked else odd
        odd = odd + TABLES if asked.startswith("agreement.") and at == 0 else odd
        tries += [(*given[:at], other, *given[at + 1 :]) for other in odd]
    if all(isinstance(argument, int | float) for argument in given):
        tries += [(number,) * len(given) for number in NUMBERS]
    elif "(strata)" not in asked:
        tries += [(series,) * len(given) for series in SERIES]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for tried in tries:
            try:
                found = method(*tried)
            except ValueError:
                continue
            assert not _leaks(found), tried
