"""Is the spread between 500 schools told in a twentieth of the time that a general library takes?"""

import sys
import time
import warnings

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from colsynth.methods.variance import random_intercept

pytestmark = pytest.mark.slow
SLOWER = 20  # times; the target of the design, printed and not asserted


def test_a_hundred_thousand_learners_in_five_hundred_schools() -> None:
    rng = np.random.default_rng(11)
    school = np.sort(rng.integers(0, 500, 100_000))
    y = 100 + rng.normal(0, 5, 500)[school] + rng.normal(0, 12, len(school))
    begun = time.process_time()
    ours = random_intercept(y, school)
    own = time.process_time() - begun
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = MixedLM(y, np.ones((len(y), 1)), groups=school).fit(method="powell")
    other = time.process_time() - begun
    sys.stdout.write(f"ours {own:.3f} s of CPU, MixedLM {other:.2f} s: {other / own:.0f} times (target {SLOWER})\n")
    assert ours.tau2 == pytest.approx(float(theirs.cov_re[0, 0]), rel=1e-3)
