"""Answers on two sides of a move: closed questions alone, of other learners, on counts made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.transitions import wellbeing
from colsynth.analyses.transitions.pathway import Step
from colsynth.analyses.transitions.wellbeing import COLUMNS, across_steps, verdict_of_groups
from colsynth.reference.answer_scales import load_answer_scales

STEP = [Step("Year 8 to Year 9", 8)]
BELONG = "I feel I belong at this school"


def voice(*rows: tuple[str, int, str, str, int | None], group: str = "learners") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["item", "year_level", "term", "answer", "n"])
    frame = frame.assign(survey="Start of year", group=group)
    return frame.astype({"year_level": "Int64", "n": "Int64"})


SEEN = voice(
    (BELONG, 8, "2025-T4", "Agree", 30), (BELONG, 8, "2025-T4", "Disagree", 20),
    (BELONG, 9, "2026-T2", "Agree.", 12), (BELONG, 9, "2026-T2", "strongly  agree", 10),
    (BELONG, 9, "2026-T2", "Disagree", 38), (BELONG, 8, "2026-T2", "Agree", 44), (BELONG, 8, "2024-T4", "Agree", 9),
)  # fmt: skip


def closed_items(answers: pd.DataFrame) -> pd.DataFrame:
    return wellbeing.closed_items(answers, load_answer_scales())


def test_the_year_level_before_is_of_an_earlier_year_and_other_learners() -> None:
    (row,) = across_steps(closed_items(SEEN), STEP).to_dict("records")
    assert (row["term_before"], row["term_after"]) == ("2025-T4", "2026-T2")
    assert (row["agree_before"], row["n_before"], row["agree_after"], row["n_after"]) == (30, 50, 22, 60)
    # R: w <- function(p, n) prop.test(p * n, n, correct = FALSE)$conf.int; worth <- function(n) n / (1 + 24 * .05)
    # a <- w(22/60, worth(60)); b <- w(.6, worth(50)); d <- 22/60 - .6
    # d - sqrt((22/60 - a[1])^2 + (b[2] - .6)^2); d + sqrt((a[2] - 22/60)^2 + (.6 - b[1])^2)
    limits = (row["difference"], row["low"], row["high"])
    assert limits == pytest.approx((-0.2333333333, -0.4642610117, 0.0411398558), abs=1e-8)
    assert row["verdict"] == "no clear difference"


def test_only_a_difference_clear_of_none_is_called_one() -> None:
    assert verdict_of_groups(0.01, 0.2) == "more agree after"
    assert verdict_of_groups(-0.2, -0.01) == "fewer agree after"
    assert verdict_of_groups(-0.2, 0.0) == "no clear difference"


def test_answers_in_own_words_are_never_an_item() -> None:
    own = [("What would you change?", 8 + i % 2, "2026-T2", f"the toilets at {i}", 1) for i in range(40)]
    short = [("How is school?", 8 + i % 2, "2026-T2", "fun", 1) for i in range(40)]
    rare = [("Who helps you?", 8, "2026-T2", "Yes", 20), ("Who helps you?", 9, "2026-T2", "Mrs Kay", 3)]
    assert closed_items(voice(*own, *short, *rare)).empty


def test_a_row_a_respondent_counts_once_and_a_rare_word_beside_the_options_is_left_out() -> None:
    rows = [(BELONG, 8 + i % 2, "2026-T2", "Yes" if i < 30 else "No", None) for i in range(60)]
    found = closed_items(voice(*rows, (BELONG, 8, "2026-T2", "ask me", None)))
    assert found["n"].sum() == 60
    (row,) = across_steps(found, STEP).to_dict("records")
    assert (row["term_before"], row["n_before"], row["n_after"]) == ("2026-T2", 30, 30)


def test_others_than_learners_and_few_are_not_told() -> None:
    assert closed_items(SEEN.assign(group="teachers")).empty
    few = across_steps(closed_items(SEEN[SEEN["year_level"] == 8]), STEP)
    assert few.empty
    small = SEEN.assign(n=SEEN["n"].where(SEEN["year_level"] == 8, 3))
    assert across_steps(closed_items(small), STEP)["verdict"].tolist() == ["too few"]


def test_nothing_gives_a_frame_with_its_columns() -> None:
    none = across_steps(closed_items(SEEN.iloc[:0]), STEP)
    assert none.empty
    assert list(none) == list(COLUMNS)
