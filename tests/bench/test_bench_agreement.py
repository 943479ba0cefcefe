"""How often are judgements called higher or lower where, over another cohort of classes, they are neither?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.agreement import agreement

DRAWS = 400


def pairs(rng: np.random.Generator, n_classes: int, kindness: float) -> pd.DataFrame:
    """Classes of 25 in four schools; teachers differ in kindness (logits, standard deviation) about none."""
    class_ = np.repeat(np.arange(n_classes), 25)
    able = rng.logistic(0, 1.2, len(class_))
    kinder = rng.normal(0, kindness, n_classes)[class_]
    return pd.DataFrame(
        {
            "judgement": "j", "test": "t", "school": (class_ % 4).astype(str), "term": "2026-T3",
            "class_label": [f"{class_of % 4}|2026-T3|{class_of}" for class_of in class_], "weeks": 5.0,
            "interim": False, "judged_at": able + kinder + rng.logistic(0, 0.6, len(class_)) > 0,
            "tested_at": able + rng.logistic(0, 0.6, len(class_)) > 0,
        }
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kindness", [0.0, 0.5])
def test_higher_or_lower_is_said_in_about_one_of_twenty_even_where_teachers_differ(kindness: float) -> None:
    rng = np.random.default_rng(12)
    said = [agreement(pairs(rng, 24, kindness), "all", {})["verdict"].item() for _ in range(DRAWS)]
    assert np.mean([word in ("judgements higher", "judgements lower") for word in said]) < 0.085


@pytest.mark.slow
def test_a_kinder_community_is_found() -> None:
    rng = np.random.default_rng(13)
    frames = [pairs(rng, 24, 0.3) for _ in range(40)]
    for frame in frames:
        frame["judged_at"] |= (rng.random(len(frame)) < 0.15) & ~frame["judged_at"]
    said = [agreement(frame, "all", {})["verdict"].item() for frame in frames]
    assert np.mean([word == "judgements higher" for word in said]) > 0.8
